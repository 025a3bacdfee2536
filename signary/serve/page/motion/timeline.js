// Motion of layout `smplx` on a time axis that may grow at its end and be forgotten at its beginning.

import { CHANNELS, EXPRESSIONS, ROTATED } from "./layout.js";
import { quaternionOf, slerp } from "./rotations.js";

const ANGLES = 3 * ROTATED.length;
const FADE = 8; // frames in which motion that was not made to follow goes over into what follows

/** What is signed from frame `from` to before frame `to`. @typedef {{from: number, to: number, text: string, word: string,
 *  gloss: string, message: string, idle: boolean}} Mark */

export class Timeline {
  #blocks = []; // {from, frames, values}, one behind the other
  #seams = []; // {at, rotations, expressions}: the pose before a seam
  #next = new Float32Array(4 * ROTATED.length);

  constructor(fps = 25) {
    this.fps = fps;
    this.first = 0; // number of the first frame that is still there
    this.end = 0; // number of the frame that comes next
    /** @type {Mark[]} */
    this.marks = [];
    this.rotations = new Float32Array(4 * ROTATED.length); // what `sample` found
    this.expressions = new Float32Array(EXPRESSIONS.length);
  }

  get empty() {
    return this.end === this.first;
  }

  /** Whether what came last is the idle pose. */
  get resting() {
    return this.marks.at(-1)?.idle ?? false;
  }

  /** Add a chunk (`motion/chunks.js`) at the end; chunks of the same word are one mark. */
  append(chunk) {
    const mark = {
      from: this.end,
      to: this.end + chunk.frames,
      text: chunk.text,
      word: chunk.word,
      gloss: chunk.gloss,
    };
    Object.assign(mark, { message: chunk.message, idle: chunk.idle });
    if (chunk.frames) this.#blocks.push({ from: this.end, frames: chunk.frames, values: chunk.values });
    this.end += chunk.frames;
    this.addMark(mark);
  }

  /** Say what is signed in frames that are there, behind what was said before. @param {Mark} mark */
  addMark(mark) {
    const last = this.marks.at(-1);
    const same = last && ["text", "word", "gloss", "message", "idle"].every((name) => last[name] === mark[name]);
    if (same && last.to === mark.from) last.to = mark.to;
    else if (mark.to > mark.from) this.marks.push(mark);
  }

  /** What comes next was not made to follow what is there: let the last pose go over into it. */
  seam() {
    if (this.empty) return;
    this.sample(this.end - 1);
    const pose = { rotations: this.rotations.slice(), expressions: this.expressions.slice() };
    this.#seams = [...this.#seams.filter(({ at }) => at > this.first && at < this.end), { at: this.end, ...pose }];
  }

  /** Forget what lies before a frame, as far as whole blocks go. */
  forget(before) {
    while (this.#blocks.length > 1 && this.#blocks[0].from + this.#blocks[0].frames <= before) this.#blocks.shift();
    this.first = this.#blocks[0]?.from ?? this.end;
    while (this.marks.length && this.marks[0].to <= this.first) this.marks.shift();
  }

  /** The mark of a frame, or undefined. The last ones are looked at first: that is where a stream plays. */
  markAt(position) {
    const frame = Math.floor(position);
    return this.marks.findLast((mark) => mark.from <= frame && frame < mark.to);
  }

  /** The 133 numbers of a frame. */
  values(frame) {
    let [low, high] = [0, this.#blocks.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#blocks[middle].from <= frame) low = middle;
      else high = middle - 1;
    }
    const block = this.#blocks[low];
    const at = (frame - block.from) * CHANNELS;
    return block.values.subarray(at, at + CHANNELS);
  }

  /**
   * Pose at a position between frames, into `rotations` (a quaternion a joint) and `expressions`.
   *
   * @param {number} position frames from 0, fractions are interpolated; kept within what is there
   */
  sample(position) {
    const within = Math.min(Math.max(position, this.first), this.end - 1);
    const frame = Math.floor(within);
    const share = within - frame;
    const now = this.values(frame);
    const then = share > 0 ? this.values(frame + 1) : now;
    for (let joint = 0; joint < ROTATED.length; joint++) {
      quaternionOf(now, 3 * joint, this.rotations, 4 * joint);
      if (share === 0) continue;
      quaternionOf(then, 3 * joint, this.#next, 4 * joint);
      slerp(this.rotations, this.#next, 4 * joint, share);
    }
    for (let i = 0; i < EXPRESSIONS.length; i++) {
      const weight = now[ANGLES + i] + share * (then[ANGLES + i] - now[ANGLES + i]);
      this.expressions[i] = Number.isFinite(weight) ? weight : 0;
    }
    for (const seam of this.#seams) this.#fade(seam, within - seam.at + 1);
  }

  #fade({ rotations, expressions }, since) {
    if (since <= 0 || since >= FADE) return;
    const share = (since / FADE) ** 2 * (3 - (2 * since) / FADE);
    for (let at = 0; at < rotations.length; at += 4) slerp(this.rotations, rotations, at, 1 - share);
    for (let i = 0; i < expressions.length; i++)
      this.expressions[i] = expressions[i] + share * (this.expressions[i] - expressions[i]);
  }
}

/** A timeline of recorded chunks. */
export function timelineOf(chunks) {
  const timeline = new Timeline(chunks.find((chunk) => chunk.fps)?.fps);
  for (const chunk of chunks) timeline.append(chunk);
  return timeline;
}
