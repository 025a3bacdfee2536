// What a player can show: the animation of a .glb, chunks on the figure, a .pose as a stick figure. Each has `scene`,
// `fps`, `first`, `end`, `show(position)`, `caption(position)` and `close()`; positions are frames.

import { AnimationMixer, Box3, LoopOnce, Vector3 } from "../vendor/three.js";
import { binaryChunks, chunkOf, lineChunks } from "../motion/chunks.js";
import { Timeline, timelineOf } from "../motion/timeline.js";
import { dispose, extrasOf, Figure, parseGlb } from "./figure.js";
import { StickFigure } from "./stick_figure.js";

/** The animation of a .glb, as it is: of a figure of ours or of anybody's. */
class AnimationShow {
  #mixer;
  #segments;

  constructor(gltf) {
    this.scene = gltf.scene;
    this.#mixer = new AnimationMixer(this.scene);
    const extras = extrasOf(gltf);
    this.fps = extras.fps > 0 ? extras.fps : 25;
    this.text = typeof extras.text === "string" ? extras.text : "";
    this.notice = typeof extras.notice === "string" ? extras.notice : "";
    this.#segments = Array.isArray(extras.segments) ? extras.segments : [];
    const [clip] = gltf.animations;
    this.first = 0;
    this.end = clip ? Math.round(clip.duration * this.fps) + 1 : 1;
    if (clip) {
      const action = this.#mixer.clipAction(clip).setLoop(LoopOnce, 1);
      action.clampWhenFinished = true;
      action.play();
    }
    this.scene.traverse((node) => (node.frustumCulled = false));
    this.#place();
  }

  /** A figure of ours stands with its pelvis at the origin; anything else is brought to its size. */
  #place() {
    this.scene.updateWorldMatrix(true, true);
    const pelvis = this.scene.getObjectByName("pelvis");
    if (pelvis) {
      this.scene.position.y -= pelvis.getWorldPosition(new Vector3()).y;
      return;
    }
    const box = new Box3().setFromObject(this.scene);
    const size = box.getSize(new Vector3());
    const scale = 1.72 / Math.max(size.y, 1e-6);
    const middle = box.getCenter(new Vector3());
    this.scene.scale.multiplyScalar(scale);
    this.scene.position.set(-middle.x * scale, -0.91 - box.min.y * scale, -middle.z * scale);
  }

  show(position) {
    this.#mixer.setTime(Math.min(position / this.fps, (this.end - 1) / this.fps));
  }

  caption(position) {
    const time = position / this.fps;
    const at = this.#segments.findIndex(({ start, end }) => start <= time && time < end);
    const word = at < 0 ? "" : String(this.#segments[at].word ?? "");
    const turn = at < 0 ? 0 : this.#segments.slice(0, at).filter((each) => each.word === word).length;
    return { text: this.text, word, turn };
  }

  close() {
    dispose(this.scene);
  }
}

/** A timeline of chunks on a figure. */
class ChunkShow {
  constructor(figure, timeline) {
    Object.assign(this, { figure, timeline, scene: figure.scene });
  }

  get fps() {
    return this.timeline.fps;
  }

  get first() {
    return this.timeline.first;
  }

  get end() {
    return this.timeline.end;
  }

  get resting() {
    return this.timeline.resting;
  }

  show(position) {
    this.timeline.sample(position);
    this.figure.show(this.timeline.rotations, this.timeline.expressions);
  }

  caption(position) {
    const mark = this.timeline.markAt(position);
    if (!mark || mark.idle) return { text: "", word: "", turn: 0 };
    const before = this.timeline.marks.filter(
      ({ text, word, from }) => text === mark.text && word === mark.word && from < mark.from,
    );
    return { text: mark.text || mark.message, word: mark.word, turn: before.length };
  }

  close() {
    dispose(this.scene);
  }
}

const KEPT = 60; // seconds that can be gone back to

/** Chunks that still come. */
export class LiveShow extends ChunkShow {
  /** @param {ArrayBuffer} figure a .glb */
  static async of(figure) {
    return new LiveShow(new Figure(await parseGlb(figure)), new Timeline());
  }

  /** @param {ArrayBuffer|object} message a binary frame or the parsed JSON of a message */
  push(message) {
    const chunks = message instanceof ArrayBuffer ? binaryChunks(message) : [chunkOf(message)];
    for (const chunk of chunks) this.timeline.append(chunk);
    this.timeline.forget(this.timeline.end - KEPT * this.timeline.fps);
  }
}

class PoseShow extends StickFigure {
  caption() {
    return { text: "", word: "", turn: 0 };
  }

  close() {
    dispose(this.scene);
  }
}

/**
 * Motion of any kind, told apart by how it begins.
 *
 * @param {ArrayBuffer} bytes
 * @param {() => Promise<ArrayBuffer>} figure fetches the figure that chunks move
 */
export async function openShow(bytes, figure) {
  const begin = new TextDecoder("latin1").decode(new Uint8Array(bytes, 0, Math.min(4, bytes.byteLength)));
  if (begin === "glTF") return new AnimationShow(await parseGlb(bytes));
  if (begin === "SGN1" || begin.trimStart()[0] === "{") {
    const chunks = begin === "SGN1" ? binaryChunks(bytes) : lineChunks(new TextDecoder().decode(bytes));
    if (!chunks.some(({ frames }) => frames)) throw new Error("there is no motion in it");
    return new ChunkShow(new Figure(await parseGlb(await figure())), timelineOf(chunks));
  }
  return new PoseShow(bytes);
}
