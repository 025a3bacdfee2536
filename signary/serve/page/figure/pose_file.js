// Files of the pose-format (.pose), versions 0.1 and 0.2: a header of components, then numbers and confidences.

const MOST_POINTS = 10_000;

/** A .pose file that cannot be read. */
export class PoseFileError extends Error {}

class Reader {
  constructor(buffer) {
    this.view = new DataView(buffer);
    this.at = 0;
  }

  #take(bytes) {
    if (this.at + bytes > this.view.byteLength) throw new PoseFileError("the .pose file is cut off");
    this.at += bytes;
    return this.at - bytes;
  }

  float() {
    return this.view.getFloat32(this.#take(4), true);
  }

  short() {
    return this.view.getUint16(this.#take(2), true);
  }

  long() {
    return this.view.getUint32(this.#take(4), true);
  }

  text() {
    const length = this.short();
    return new TextDecoder().decode(new Uint8Array(this.view.buffer, this.#take(length), length));
  }

  floats(count) {
    const from = this.#take(4 * count);
    return new Float32Array(this.view.buffer.slice(from, from + 4 * count));
  }
}

function component(reader) {
  const [name, format] = [reader.text(), reader.text()];
  const [points, limbs, colours] = [reader.short(), reader.short(), reader.short()];
  const found = { name, format, points: [], limbs: [], colours: [] };
  for (let i = 0; i < points; i++) found.points.push(reader.text());
  for (let i = 0; i < limbs; i++) found.limbs.push([reader.short(), reader.short()]);
  for (let i = 0; i < colours; i++) found.colours.push([reader.short(), reader.short(), reader.short()]);
  if (found.limbs.flat().some((point) => point >= points)) throw new PoseFileError(`limbs of ${name} without points`);
  return found;
}

/**
 * Read a .pose file.
 *
 * @param {ArrayBuffer} buffer
 * @returns {{version: number, width: number, height: number, depth: number, fps: number, frames: number, people: number,
 *   dims: number, points: number, components: object[], values: Float32Array, confidence: Float32Array}}
 *   values are frames x people x points x dims, confidence frames x people x points
 * @throws {PoseFileError} if it is none, of another version, or cut off
 */
export function readPose(buffer) {
  const reader = new Reader(buffer);
  const version = Math.round(reader.float() * 10) / 10;
  if (version !== 0.1 && version !== 0.2) throw new PoseFileError("no .pose file of version 0.1 or 0.2");
  const [width, height, depth] = [reader.short(), reader.short(), reader.short()];
  const components = Array.from({ length: reader.short() }, () => component(reader));
  const fps = version === 0.1 ? reader.short() : reader.float();
  const frames = version === 0.1 ? reader.short() : reader.long();
  const people = reader.short();
  const points = components.reduce((sum, each) => sum + each.points.length, 0);
  // The last letter of a format is the confidence.
  const dims = Math.max(0, ...components.map((each) => each.format.length)) - 1;
  if (!(fps > 0) || !frames || !people || !points || points > MOST_POINTS || dims < 2)
    throw new PoseFileError("the .pose file holds no motion");
  const values = reader.floats(frames * people * points * dims);
  const confidence = reader.floats(frames * people * points);
  return { version, width, height, depth, fps, frames, people, dims, points, components, values, confidence };
}
