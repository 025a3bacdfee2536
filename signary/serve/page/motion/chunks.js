// Chunks of motion as signary writes them: lines of JSON (`signary stream`, the server's text messages) and binary frames:
// "SGN1", the length of the header (uint32, little-endian), the header (JSON, padded with blanks to a multiple of four
// bytes), then float16 numbers, frames x channels.

import { CHANNELS, LAYOUT } from "./layout.js";

const MAGIC = "SGN1";

/** A chunk that cannot be read. */
export class ChunkError extends Error {}

/** Numbers of IEEE 754 half precision, given as unsigned 16-bit integers. */
export function fromHalf(bits) {
  const numbers = new Float32Array(bits.length);
  for (let i = 0; i < bits.length; i++) {
    const [sign, exponent, fraction] = [bits[i] & 0x8000 ? -1 : 1, (bits[i] >> 10) & 31, bits[i] & 1023];
    if (exponent === 0) numbers[i] = sign * fraction * 2 ** -24;
    else if (exponent === 31) numbers[i] = fraction ? NaN : sign * Infinity;
    else numbers[i] = sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
  }
  return numbers;
}

/**
 * A chunk of the parsed JSON of a message or line.
 *
 * @returns {{frames: number, fps: number|undefined, values: Float32Array, text: string, word: string, gloss: string,
 *   message: string, method: string, account: string, idle: boolean}} values are frames x channels
 * @throws {ChunkError} if it is no motion of layout `smplx`
 */
export function chunkOf(message, values = undefined) {
  if (message === null || typeof message !== "object") throw new ChunkError("a chunk is no JSON object");
  if (message.layout && message.layout !== LAYOUT)
    throw new ChunkError(`the figure plays layout ${LAYOUT}, not ${String(message.layout).slice(0, 60)}`);
  const rows = values ? [] : message.values;
  if (!values && !(Array.isArray(rows) && rows.every((row) => Array.isArray(row) && row.length === CHANNELS)))
    throw new ChunkError(`a chunk has rows of ${CHANNELS} numbers as its values`);
  // JSON has no number for what is missing.
  const numbers = values ?? Float32Array.from(rows.flat(), (value) => value ?? NaN);
  const said = (name) => (typeof message[name] === "string" ? message[name] : "");
  return {
    frames: numbers.length / CHANNELS,
    fps: message.fps > 0 ? message.fps : undefined,
    values: numbers,
    text: said("text"),
    word: said("word"),
    gloss: said("gloss"),
    message: said("message"),
    method: said("method"),
    account: said("account"),
    idle: message.idle === true,
  };
}

/**
 * The chunks of one or several binary frames, one behind the other.
 *
 * @param {ArrayBuffer} buffer
 * @throws {ChunkError} if a frame is damaged or cut off
 */
export function binaryChunks(buffer) {
  const chunks = [];
  let at = 0;
  while (at < buffer.byteLength) {
    const left = buffer.byteLength - at;
    const magic = left >= 8 ? String.fromCharCode(...new Uint8Array(buffer, at, 4)) : "";
    if (magic !== MAGIC) throw new ChunkError(`a binary chunk begins with ${MAGIC}`);
    const length = new DataView(buffer).getUint32(at + 4, true);
    if (length > left - 8) throw new ChunkError("a binary chunk is cut off in its header");
    let header;
    try {
      header = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(new Uint8Array(buffer, at + 8, length)));
    } catch {
      throw new ChunkError("the header of a binary chunk is no JSON");
    }
    const count = header?.frames * header?.channels;
    if (!Number.isInteger(count) || count < 0 || header.channels !== CHANNELS)
      throw new ChunkError(`a binary chunk has frames of ${CHANNELS} channels`);
    if (2 * count > left - 8 - length) throw new ChunkError("a binary chunk is cut off in its frames");
    const from = at + 8 + length;
    // A copy, so that it lies at an even address.
    chunks.push(chunkOf(header, fromHalf(new Uint16Array(buffer.slice(from, from + 2 * count)))));
    at = from + 2 * count;
  }
  return chunks;
}

/** The chunks of JSON lines; lines that are no chunks, such as other messages of the server, are left out. */
export function lineChunks(text) {
  const chunks = [];
  for (const [at, line] of text.split("\n").entries()) {
    if (!line.trim()) continue;
    let message;
    try {
      message = JSON.parse(line);
    } catch {
      throw new ChunkError(`line ${at + 1} is no JSON`);
    }
    if (message?.values !== undefined) chunks.push(chunkOf(message));
  }
  return chunks;
}
