// What is typed becomes what is sent: whole words at once, and what was changed again from its sentence on.

const ENDS = /[.!?…。！？\n]/u;
const SPACE = /\s/u;
// Scripts without blanks between words: every character may end a word.
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}。！？，、；：]/u;

const LETTER = /(?!\p{Script=Han})[\p{L}\p{N}]/u;

/** Where the last whole word of a text ends: behind the last blank, stop or Chinese character. */
export function wholeWords(text) {
  for (let end = text.length; end > 0; end--) {
    const last = text[end - 1];
    if (SPACE.test(last) || ENDS.test(last) || UNSPACED.test(last)) return end;
  }
  return 0;
}

/** Where the sentence begins that holds a place of a text. */
export function sentenceStart(text, at) {
  for (let start = at; start > 0; start--) {
    const last = text[start - 1];
    if (ENDS.test(last) && (last !== "." || start === text.length || SPACE.test(text[start]))) return start;
  }
  return 0;
}

/** Where the last sentence of a text that has a stop ends. */
export function lastEnd(text) {
  const trimmed = text.trimEnd();
  return sentenceStart(text, ENDS.test(trimmed.at(-1) ?? "") ? trimmed.length : text.length);
}

/** Keeps what the server was sent, and says what to send next. */
export class TypedText {
  #current = 0; // where the sentence begins that is signed now
  #half = false; // whether a word was sent because nothing more was typed for a while

  constructor() {
    this.sent = "";
    this.heard = 0; // up to here sentences have begun to be signed
  }

  /** A sentence has begun to be signed, or `grows`: more of the one that is signed is known. */
  hear(sentence, grows = false) {
    const at = this.sent.indexOf(sentence.trim(), grows ? this.#current : this.heard);
    if (at < 0) return;
    this.#current = at;
    this.heard = at + sentence.trim().length;
  }

  /** Nothing was sent: all that stands there is new. */
  restart() {
    this.sent = "";
    this.heard = this.#current = 0;
    this.#half = false;
  }

  /** The server has forgotten what it was sent and had not signed. @param {boolean} busy whether it was in a sentence */
  unsend(busy) {
    this.sent = this.sent.slice(0, busy ? this.#current : this.heard);
    this.heard = this.sent.length;
  }

  /**
   * What to do about the text as it stands now.
   *
   * While a sentence is signed, words of the next one wait for its end: to take them back would stop the one that is
   * signed. `early`, words of the sentence that is signed are sent as they come, and to change one stops it.
   *
   * @param {string} text
   * @param {{ended: boolean, busy: boolean, early: boolean}} state whether the last word is whole, and the sentence
   *   with it; whether a sentence is being signed; whether it may be before its end
   * @returns {{cancel: boolean, send: string}} whether to take back what was sent and not signed; what to send then
   */
  next(text, { ended, busy, early = false }) {
    // A word that goes on after all is another one.
    const goesOn = this.#half && LETTER.test(text[this.sent.length] ?? "");
    const cancel = (goesOn || !text.startsWith(this.sent)) && this.#change(text, busy, early);
    const whole = ended ? text.length : busy && !early ? lastEnd(text) : wholeWords(text);
    const send = text.slice(this.sent.length, Math.max(whole, this.sent.length));
    this.sent += send;
    if (send) this.#half = ended && LETTER.test(text.at(-1));
    return { cancel, send };
  }

  /** Take note of a change in what was sent. @returns {boolean} whether something of it has to be taken back */
  #change(text, busy, early) {
    let same = 0;
    while (same < text.length && text[same] === this.sent[same]) same += 1;
    // What was signed of a sentence that has not ended is in the middle of it: the rest would go on from there.
    const known = early && busy ? Math.min(this.heard, lastEnd(this.sent)) : this.heard;
    const pending = this.sent.slice(known).trim() !== "";
    // Of what was signed, only the end was deleted: nothing is to be signed again.
    let from = same === text.length ? same : sentenceStart(text, same);
    if (pending) from = Math.min(from, busy ? this.#current : this.heard);
    this.sent = text.slice(0, from);
    this.heard = Math.min(this.heard, from);
    this.#current = Math.min(this.#current, from);
    return pending;
  }
}
