// The sentence that is signed, with the word now signed marked in it.

/** Where a word stands in a sentence: as a word if it is one there, and written alike if it is anywhere. */
export function placesOf(text, word) {
  if (!word) return [];
  const [sentence, sought] = [text.toLowerCase(), word.toLowerCase()];
  const places = [];
  for (let at = sentence.indexOf(sought); at >= 0; at = sentence.indexOf(sought, at + sought.length)) places.push(at);
  const letter = (character) => /[\p{L}\p{N}]/u.test(character ?? "") && !/\p{Script=Han}/u.test(character);
  const whole = places.filter(
    (at) => !(letter(text[at - 1]) && letter(word[0])) && !(letter(text[at + word.length]) && letter(word.at(-1))),
  );
  const alike = whole.length ? whole : places;
  const same = alike.filter((at) => text.startsWith(word, at));
  return same.length ? same : alike;
}

/**
 * Splits a sentence into the text before the signed word, the word, and what follows.
 *
 * Signs come in another order than words, and a word may stand twice: `turn` says for which time it is signed.
 *
 * @returns {[string, string, string]} the word is empty if it is not in the sentence
 */
export function markWord(text, word, turn = 0) {
  const found = placesOf(text, word);
  if (!found.length) return [text, "", ""];
  const at = found[Math.min(turn, found.length - 1)];
  return [text.slice(0, at), text.slice(at, at + word.length), text.slice(at + word.length)];
}

/** Shows captions in an element; `said` gets each new sentence once, for screen readers. */
export class Captions {
  #shown = "";
  #sentence = "";

  /** @param {HTMLElement} line @param {HTMLElement} said a live region */
  constructor(line, said) {
    this.line = line;
    this.said = said;
  }

  /** Show the mark at a position. @param marks all marks, for words that are signed twice */
  show(mark, marks) {
    const text = mark && !mark.idle ? mark.text || mark.message : "";
    const word = mark?.idle ? "" : (mark?.word ?? "");
    const key = `${mark?.from} ${text} ${word}`;
    if (key === this.#shown) return;
    this.#shown = key;
    const before = marks.filter((each) => each.text === text && each.word === word && each.from < (mark?.from ?? 0));
    const [start, middle, end] = markWord(text, word, before.length);
    const marked = document.createElement("mark");
    marked.textContent = middle;
    const parts = middle ? [start, marked, end] : [start];
    if (word && !middle) parts.push(" ", Object.assign(document.createElement("mark"), { textContent: word }));
    const whole = document.createElement("span");
    whole.append(...parts);
    this.line.replaceChildren(whole);
    this.line.classList.toggle("problem", Boolean(mark?.message) && !mark.idle);
    if (text && text !== this.#sentence) this.said.textContent = text;
    this.#sentence = text;
  }
}
