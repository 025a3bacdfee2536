// The server the page came from: requests over HTTP, and the stream of chunks over a WebSocket. See docs/serve.md.

import { binaryChunks } from "../motion/chunks.js";
import { LAYOUT } from "../motion/layout.js";

const base = new URL(".", document.baseURI);

/** A server that wants a token is opened as `…/#token=…`; the address bar does not keep it. */
function readToken() {
  const found = new URLSearchParams(location.hash.slice(1)).get("token");
  if (found) {
    sessionStorage.setItem("signary-token", found);
    history.replaceState(null, "", location.pathname + location.search);
  }
  return sessionStorage.getItem("signary-token");
}

const token = readToken();

/** What the server answered instead of a result; `message` is its sentence. */
export class ServerError extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

async function answered(path, options = {}) {
  const headers = { ...options.headers, ...(token ? { Authorization: `Bearer ${token}` } : {}) };
  const response = await fetch(new URL(path, base), { ...options, headers });
  if (response.ok) return response;
  const said = await response.json().catch(() => ({}));
  throw new ServerError(
    said.message ?? said.error?.message ?? `${response.status} ${response.statusText}`,
    response.status,
  );
}

/** Sign languages that the server knows. */
export async function languages() {
  return (await (await answered("v1/languages")).json()).languages;
}

/** Entries of the dictionary whose words contain a text. */
export async function dictionary(query, language, limit = 12) {
  const asked = new URLSearchParams({ q: query, language, limit });
  return (await (await answered(`v1/dictionary?${asked}`)).json()).signs;
}

/** A text as a file. @param {{text: string, language: string, format: string, method?: string}} request */
export async function sign(request, signal = undefined) {
  const headers = { "Content-Type": "application/json" };
  return answered("v1/sign", { method: "POST", headers, body: JSON.stringify(request), signal });
}

/** The bytes of a figure. @param {"full"|"light"} detail */
export async function figureFile(detail) {
  const name = detail === "light" ? "figure-light.glb" : "figure.glb";
  return (await answered(`static/${name}`)).arrayBuffer();
}

/** Text goes in, chunks come out, as many as were asked for by credits. */
export class LiveStream {
  #socket = null;
  #early = []; // what is to be said when the connection is there
  #asked = 0; // credits given and not used
  #playable = true; // whether the figure can play what comes
  #start;
  #tell;

  /**
   * @param {{language: string, method: string, policy: string, chunkFrames: number, credits: number, idle: boolean}} start
   *   how to sign
   * @param {(what: string, said?: any) => void} tell what happens: `started` (facts), `chunk`, `signed`, `cancelled`,
   *   `error` (a sentence), `closed` (a code)
   */
  constructor(start, tell) {
    this.#start = start;
    this.#tell = tell;
    const address = new URL("v1/stream", base);
    address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
    this.#socket = new WebSocket(address);
    this.#socket.binaryType = "arraybuffer";
    this.#socket.addEventListener("open", () => this.#open());
    this.#socket.addEventListener("message", ({ data }) => this.#take(data));
    this.#socket.addEventListener("close", ({ code }) => tell("closed", code));
  }

  #open() {
    const { language, method, policy, chunkFrames, credits, idle } = this.#start;
    this.#asked = credits;
    const said = { type: "start", language, method, policy, format: "binary", credits, idle };
    said.chunk_frames = chunkFrames;
    this.#send(token ? { ...said, token } : said);
    for (const message of this.#early.splice(0)) this.#send(message);
  }

  #send(message) {
    if (this.open) this.#socket.send(JSON.stringify(message));
    else if (this.#socket.readyState === WebSocket.CONNECTING) this.#early.push(message);
  }

  #take(data) {
    if (data instanceof ArrayBuffer) {
      if (!this.#playable) return;
      for (const chunk of binaryChunks(data)) {
        this.#asked -= 1;
        this.#tell("chunk", chunk);
      }
      return;
    }
    const message = JSON.parse(data);
    if (message.type === "started") this.#playable = (message.layout ?? LAYOUT) === LAYOUT;
    if (message.type === "error") this.#tell("error", message.message);
    else if (["started", "signed", "cancelled"].includes(message.type)) this.#tell(message.type, message);
  }

  /** Whether the figure can play what comes: rotations, and no keypoints. */
  get playable() {
    return this.#playable;
  }

  /** Whether it is connected. */
  get open() {
    return this.#socket.readyState === WebSocket.OPEN;
  }

  /** Frames that were asked for and have not come. */
  get awaited() {
    return this.#asked * this.#start.chunkFrames;
  }

  /** Ask for as many chunks as bring what waits, with `ahead` frames that are there, to `wanted` frames. */
  ask(ahead, wanted) {
    const chunks = Math.floor((wanted - ahead - this.awaited) / this.#start.chunkFrames);
    if (chunks < 1 || !this.open || !this.#playable) return;
    this.#asked += chunks;
    this.#send({ type: "credits", chunks });
  }

  text(text) {
    this.#send({ type: "text", text });
  }

  flush() {
    this.#send({ type: "flush" });
  }

  cancel() {
    this.#send({ type: "cancel" });
  }

  close() {
    // Browsers complain of a connection that is closed before it is there.
    this.#send({ type: "stop" });
    if (this.open) this.#socket.close();
  }
}
