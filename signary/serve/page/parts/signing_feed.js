// What is typed becomes motion on a timeline that grows, as a stream, whatever signs it.

import { chunkOf } from "../motion/chunks.js";
import { Timeline, timelineOf } from "../motion/timeline.js";
import { LiveStream, sign } from "./server.js";
import { TypedText } from "./typed_text.js";

const CHUNK_FRAMES = 4;
const SILENCE = 1200; // milliseconds after which what is typed has ended
const KEPT = 60; // seconds of motion that was shown
const RETRY = [500, 1000, 2000, 4000, 8000]; // milliseconds
const ENDED = "sentence"; // the policy of whatever waits for the end of a sentence
const [SILENT, BUSY] = [1001, 1013]; // close codes of a server that heard nothing for long, or has no room

/** Timeline of a text signed by `POST /v1/sign` with format json; its marks are the signs. */
export function signedTimeline(answer, text) {
  const chunk = chunkOf({ ...answer, text });
  const timeline = timelineOf([{ ...chunk, fps: answer.fps }]);
  const signs = (answer.segments ?? []).filter((segment) => segment.end > segment.start);
  if (!signs.length) return timeline;
  timeline.marks = [];
  const mark = { text, word: "", gloss: "", message: "", idle: false };
  let at = 0;
  for (const { word, gloss, start, end } of signs) {
    const [from, to] = [start, end].map((second) => Math.min(Math.round(second * answer.fps), timeline.end));
    timeline.addMark({ ...mark, from: at, to: from });
    timeline.addMark({ ...mark, from: Math.max(at, from), to, word: word ?? "", gloss: gloss ?? "" });
    at = Math.max(at, to);
  }
  timeline.addMark({ ...mark, from: at, to: timeline.end });
  return timeline;
}

/** Sign a text by request. @returns {Promise<{timeline: Timeline, notice: string, method: string}>} */
export async function signText(text, language, method, signal) {
  const answer = await (await sign({ text, language, format: "json", method }, signal)).json();
  return { timeline: signedTimeline(answer, text), notice: answer.notice ?? "", method: answer.method };
}

export class SigningFeed {
  #stream = null;
  #typed = new TypedText();
  #text = "";
  #timer = 0;
  #tries = 0;
  #typing = false;
  #ended = false; // whether nothing more is typed for a while
  #busy = false; // whether a sentence is being signed
  #owed = false; // whether text was sent that is not signed
  #sentence = null;
  #dropping = false; // whether what comes was taken back

  /**
   * @param {import("../motion/playback.js").Playback} playback
   * @param {{sentence: (sentence: object) => void, notice: (text: string) => void, state: (state: string) => void,
   *   error: (message: string) => void}} on what happens
   * @param {boolean} idle whether the figure breathes while nothing is signed
   */
  constructor(playback, on, idle) {
    Object.assign(this, { playback, on, idle });
    this.timeline = new Timeline();
  }

  /**
   * Sign in a language by a method from now on.
   *
   * @param {"model"|"auto"|"hybridsign"|"signer"} method
   * @param {string} policy when a sentence that still comes may be signed
   */
  start(language, method, policy = ENDED) {
    this.stop();
    Object.assign(this, { language, method, policy });
    const old = this.#stream;
    this.#stream = null; // whatever the old one still says is not heard
    old?.close();
    this.playback.buffer.finished = !this.idle;
    this.#connect();
  }

  #connect() {
    this.#dropping = false;
    const { language, method, policy, idle } = this;
    const start = { language, method, policy, chunkFrames: CHUNK_FRAMES, credits: 2, idle };
    const on = {
      started: ({ fps, notice }) => {
        if (this.timeline.empty) this.timeline.fps = fps;
        this.#tries = 0;
        this.on.notice(notice ?? "");
        this.on.state(stream.playable ? "connected" : "unplayable");
        this.timeline.seam();
        // Whoever types on while the connection comes has not ended the sentence.
        if (this.#text && this.#owed) this.#send(this.#ended);
      },
      chunk: (chunk) => this.#take(chunk),
      signed: () => this.#rest(),
      cancelled: () => {
        this.#dropping = false;
        this.timeline.seam();
      },
      error: (message) => this.on.error(message),
      closed: (code) => this.#lost(code),
    };
    const stream = new LiveStream(start, (what, said) => stream === this.#stream && on[what](said));
    this.#stream = stream;
  }

  #lost(code) {
    const stream = this.#stream;
    this.playback.buffer.finished = true;
    this.#typed.unsend(this.#busy);
    this.#busy = this.#dropping = false;
    this.#finish();
    if (code !== SILENT) this.on.state(code === BUSY ? "busy" : "lost");
    const wait = RETRY[Math.min(this.#tries++, RETRY.length - 1)];
    setTimeout(() => stream === this.#stream && this.#connect(), wait);
  }

  #take(chunk) {
    if (this.#dropping) return;
    this.playback.buffer.finished = false;
    this.timeline.append(chunk);
    if (chunk.idle) {
      // In the middle of a sentence that still comes the body holds: it is not over.
      if (!(this.early && this.#sentence)) this.#rest();
      return;
    }
    this.#busy = true;
    if (this.early && this.#sentence && chunk.text.startsWith(this.#sentence.text)) {
      this.#typed.hear(chunk.text, true);
      this.#sentence.text = chunk.text;
      this.#sentence.grown();
    } else if (this.#sentence?.text !== chunk.text) {
      this.#finish();
      this.#typed.hear(chunk.text);
      this.#sentence = this.#newSentence(chunk.text, chunk.method || this.method);
      this.on.sentence(this.#sentence);
    }
    this.#sentence.timeline.append(chunk);
  }

  #newSentence(text, method) {
    const { language } = this;
    const timeline = new Timeline(this.timeline.fps);
    return { text, language, method, timeline, done: false, grown: () => {}, finished: () => {} };
  }

  #finish() {
    if (!this.#sentence) return;
    this.#sentence.done = true;
    this.#sentence.finished();
    this.#sentence = null;
  }

  /** Nothing is signed for now. */
  #rest() {
    const wasBusy = this.#busy;
    this.#busy = false;
    this.#finish();
    if (!this.idle) this.playback.buffer.finished = true;
    // Words that waited for the end of the sentence before them.
    if (wasBusy && this.#text && this.#typing) this.#send(false);
    else if (this.#typed.heard >= this.#typed.sent.trimEnd().length) this.#owed = false;
  }

  /** The text as it stands, while it is typed. */
  type(text) {
    this.#text = text;
    this.#typing = true;
    this.#ended = false;
    this.#send(false);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#end(), SILENCE);
  }

  /** Whether a sentence may be signed before it ends. */
  get early() {
    return this.policy !== ENDED;
  }

  /** Nothing more is typed for a while. */
  #end() {
    this.#ended = true;
    if (this.#busy && !this.early) this.#timer = setTimeout(() => this.#end(), SILENCE / 4);
    else this.#send(true);
  }

  /** Sign a whole text from its beginning. */
  say(text) {
    this.stop();
    this.#text = text;
    this.#typing = true;
    this.#ended = true;
    this.#send(true);
  }

  #send(ended) {
    const state = { ended, busy: this.#busy && !ended, early: this.early };
    const { cancel, send } = this.#typed.next(this.#text, state);
    if (cancel) this.#takeBack();
    if (!this.#stream) return;
    if (send.trim()) this.#owed = true;
    if (send) this.#stream.text(send);
    if (ended && this.#owed) this.#stream.flush();
  }

  #takeBack() {
    this.#dropping = Boolean(this.#stream?.open);
    this.#stream?.cancel();
    this.#busy = false;
    this.#finish();
  }

  /** Sign nothing of the text so far any more; no more than the buffer is still shown. */
  stop() {
    clearTimeout(this.#timer);
    this.#text = "";
    this.#typing = false;
    this.#takeBack();
    this.#typed.restart();
    this.#owed = false;
  }

  /** Ask for more motion as it is shown, and forget what was long ago. Called before each picture. */
  tick() {
    const { playback, timeline } = this;
    if (playback.show !== timeline) return;
    if (playback.playing) this.#stream?.ask(playback.ahead, playback.buffer.target + 2 * CHUNK_FRAMES);
    timeline.forget(playback.position - KEPT * timeline.fps);
  }
}
