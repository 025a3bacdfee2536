// Play, pause, step, loop, speed, view: buttons and keys.

import { say } from "./interface_text.js";

const TURN = 0.12; // radians of a key press

export class Transport {
  #loopable = null; // [from, to) that the button loops

  /**
   * @param {Document} page whose elements have the names of `index.html`
   * @param {import("../motion/playback.js").Playback} playback
   * @param {import("../figure/stage.js").Stage} stage
   * @param {() => number[]} hands where the hands are
   */
  constructor(page, playback, stage, hands) {
    const element = (id) => page.getElementById(id);
    Object.assign(this, { playback, stage, hands });
    this.play = element("play");
    this.position = element("position");
    this.loop = element("loop");
    this.speed = element("speed");
    this.view = element("view");
    this.mirror = element("mirror");
    this.toLive = element("to-live");
    this.bufferSize = element("buffer-size");
    this.bufferGaps = element("buffer-gaps");
    this.play.addEventListener("click", () => this.#toggle());
    element("back").addEventListener("click", () => this.#step(-1));
    element("forth").addEventListener("click", () => this.#step(1));
    this.loop.addEventListener("click", () => this.#toggleLoop());
    this.mirror.addEventListener("click", () => this.#toggleMirror());
    this.position.addEventListener("input", () => playback.seek(Number(this.position.value)));
    this.speed.addEventListener("change", () => (playback.speed = Number(this.speed.value)));
    this.view.addEventListener("change", () => this.#look(this.view.value));
    element("frame").addEventListener("keydown", (event) => this.#key(event));
  }

  /** A show was opened; what the loop button loops is its loop, or all of it. */
  opened() {
    const { show, live, loop } = this.playback;
    this.#loopable = live ? null : (loop ?? [show.first, show.end]);
    this.loop.disabled = live;
    this.toLive.hidden = live;
  }

  #toggle() {
    this.playback.toggle();
  }

  #step(frames) {
    this.playback.step(frames);
  }

  #toggleLoop() {
    this.playback.loop = this.playback.loop ? null : this.#loopable;
    if (this.playback.loop) this.playback.playing = true;
  }

  #toggleMirror() {
    this.stage.mirrored = !this.stage.mirrored;
    this.mirror.setAttribute("aria-pressed", String(this.stage.mirrored));
  }

  #look(name) {
    this.stage.view(name, undefined, this.hands);
  }

  #key(event) {
    const keys = {
      " ": () => this.#toggle(),
      ",": () => this.#step(-1),
      ".": () => this.#step(1),
      ArrowLeft: () => this.stage.turn(-TURN, 0),
      ArrowRight: () => this.stage.turn(TURN, 0),
      ArrowUp: () => this.stage.turn(0, TURN),
      ArrowDown: () => this.stage.turn(0, -TURN),
      "+": () => this.stage.turn(0, 0, 1 / 1.15),
      "-": () => this.stage.turn(0, 0, 1.15),
      0: () => this.#look(this.view.value),
    };
    if (event.ctrlKey || event.metaKey || event.altKey || !(event.key in keys)) return;
    event.preventDefault();
    keys[event.key]();
  }

  /** Bring buttons and slider to what is shown. Called a few times a second. */
  refresh() {
    const { playback } = this;
    const label = playback.playing ? "pause" : "play";
    if (this.play.dataset.label !== label) this.play.dataset.label = label;
    this.play.setAttribute("aria-label", say(label));
    this.play.title = say(label);
    this.loop.setAttribute("aria-pressed", String(Boolean(playback.loop)));
    const { show } = playback;
    this.position.disabled = !show || show.end - show.first < 2;
    this.position.min = show?.first ?? 0;
    this.position.max = show ? Math.max(show.first, show.end - 1) : 0;
    this.position.value = Math.floor(playback.position);
    if (show) {
      const second = (frame) => ((frame - show.first) / show.fps).toFixed(1);
      this.position.setAttribute("aria-valuetext", `${second(playback.position)} s / ${second(show.end)} s`);
    }
    const seconds = (playback.live && show ? playback.ahead / show.fps : 0).toFixed(2);
    this.bufferSize.textContent = say("buffer", { seconds });
    this.bufferGaps.textContent = playback.buffer.gaps ? say("gaps", { count: playback.buffer.gaps }) : "";
  }
}
