// <signary-player>: motion of signary in any page. Source of `signary-player.js`, which scripts/build_player.py makes.
//
//   <script type="module" src="signary-player.js"></script>
//   <signary-player src="morgen.glb" controls loop></signary-player>

import { Stage, VIEWS } from "./figure/stage.js";
import { openShow, LiveShow } from "./figure/shows.js";
import { Playback } from "./motion/playback.js";
import { markWord } from "./parts/captions.js";
import { chosenLanguage, STRINGS } from "./parts/strings.js";
import { CONTROLS, STYLE } from "./parts/player_shadow.js";

const sheet = new CSSStyleSheet();
sheet.replaceSync(STYLE);

/**
 * Plays a `.glb`, chunks (JSON lines or binary frames) or a `.pose`.
 *
 * Attributes: `src` address of the motion; `figure` address of the figure that chunks move (default `figure.glb` beside
 * the script); `controls`, `autoplay`, `loop`, `mirrored` as they say; `speed` 0.25 to 2; `view` body, hands, face, left,
 * right; `captions="off"` shows none. Events: `ready`, `ended`, `error` (`detail` is the message).
 */
export class SignaryPlayer extends HTMLElement {
  static observedAttributes = ["src", "figure", "controls", "loop", "mirrored", "speed", "view", "captions"];

  #playback = new Playback();
  #stage = null;
  #show = null;
  #opened = 0; // counts what was opened, so that what is loaded too late is not shown
  #words = STRINGS.en;

  constructor() {
    super();
    const shadow = this.attachShadow({ mode: "open" });
    shadow.adoptedStyleSheets = [sheet];
    const template = document.createElement("template");
    template.innerHTML = CONTROLS;
    shadow.append(template.content);
    const on = (id, event, act) => shadow.getElementById(id).addEventListener(event, act);
    on("play", "click", () => this.#playback.toggle());
    on("back", "click", () => this.#playback.step(-1));
    on("forth", "click", () => this.#playback.step(1));
    on("position", "input", ({ target }) => this.#playback.seek(Number(target.value)));
    on("speed", "change", ({ target }) => this.setAttribute("speed", target.value));
    on("mirror", "click", () => this.toggleAttribute("mirrored"));
  }

  connectedCallback() {
    const wanted = [this.closest("[lang]")?.lang, ...navigator.languages].filter(Boolean);
    this.#words = STRINGS[chosenLanguage(wanted)];
    for (const element of this.shadowRoot.querySelectorAll("[data-label]")) this.#name(element, element.dataset.label);
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    try {
      this.#stage = new Stage(this.shadowRoot.getElementById("frame"), { still });
    } catch {
      this.#fail(this.#words.no_webgl);
      return;
    }
    this.#playback.playing = this.hasAttribute("autoplay") && !still;
    for (const name of SignaryPlayer.observedAttributes) if (name !== "src") this.attributeChangedCallback(name);
    this.#stage.run((seconds) => this.#picture(seconds));
    if (this.hasAttribute("src")) this.load(this.getAttribute("src"));
  }

  disconnectedCallback() {
    this.#opened += 1;
    this.#stage?.close();
    this.#show?.close();
    this.#stage = this.#show = this.#playback.show = null;
  }

  attributeChangedCallback(name) {
    if (!this.#stage) return;
    const value = this.getAttribute(name);
    if (name === "src" && value) this.load(value);
    else if (name === "speed") {
      this.#playback.speed = Math.min(Math.max(Number(value ?? 1) || 1, 0.25), 2);
      this.shadowRoot.getElementById("speed").value = String(this.#playback.speed);
    } else if (name === "mirrored") {
      this.#stage.mirrored = value !== null;
      this.shadowRoot.getElementById("mirror").setAttribute("aria-pressed", String(value !== null));
    } else if (name === "view") this.#stage.view(value in VIEWS ? value : "body");
    else if (name === "controls") this.shadowRoot.getElementById("controls").hidden = value === null;
    else if (name === "captions") this.shadowRoot.getElementById("caption").hidden = value === "off";
    else if (name === "loop") this.#loop();
  }

  /** Where it stands, in seconds. */
  get currentTime() {
    return this.#show ? this.#playback.position / this.#show.fps : 0;
  }

  set currentTime(seconds) {
    if (this.#show) this.#playback.seek(seconds * this.#show.fps);
  }

  /** Seconds; 0 before something is loaded. */
  get duration() {
    return this.#show ? (this.#show.end - this.#show.first) / this.#show.fps : 0;
  }

  get paused() {
    return !this.#playback.playing;
  }

  play() {
    if (this.paused) this.#playback.toggle();
  }

  pause() {
    this.#playback.playing = false;
  }

  get #figure() {
    return new URL(this.getAttribute("figure") ?? new URL("figure.glb", import.meta.url), document.baseURI);
  }

  /** Load motion and show its first picture; plays it if `autoplay` is there. @param {string|URL} address */
  async load(address) {
    await this.#open(async () =>
      openShow(await fetched(new URL(address, document.baseURI)), () => fetched(this.#figure)),
    );
  }

  /** Show chunks as they come (`push`), such as those of `WS /v1/stream`. */
  async live() {
    await this.#open(async () => LiveShow.of(await fetched(this.#figure)), true);
  }

  /** A chunk for what `live` has opened: a message of the server, parsed JSON or binary. */
  push(message) {
    this.#show.push(message);
    this.#playback.buffer.finished = false;
  }

  async #open(make, live = false) {
    const turn = ++this.#opened;
    try {
      const show = await make();
      if (turn !== this.#opened || !this.#stage) {
        show.close();
        return;
      }
      this.#show?.close();
      this.#show = show;
      this.#stage.put(show.scene);
      const { playing } = this.#playback;
      this.#playback.open(show, { live });
      this.#playback.playing = live || playing;
      this.#loop();
      this.#say("");
      this.dispatchEvent(new Event("ready"));
    } catch (error) {
      if (turn === this.#opened) this.#fail(this.#words.no_figure.replace("{why}", error.message));
    }
  }

  #loop() {
    const wanted = this.hasAttribute("loop") && this.#show && !this.#playback.live;
    this.#playback.loop = wanted ? [this.#show.first, this.#show.end] : null;
  }

  #fail(message) {
    this.#say(message);
    this.dispatchEvent(new CustomEvent("error", { detail: message }));
  }

  #say(message) {
    this.shadowRoot.getElementById("message").textContent = message;
  }

  #name(element, key) {
    element.setAttribute("aria-label", this.#words[key]);
    element.title = this.#words[key];
  }

  #picture(seconds) {
    const { playing } = this.#playback;
    this.#playback.advance(seconds);
    if (!this.#show || this.#show.end === this.#show.first) return;
    this.#show.show(this.#playback.position);
    this.#refresh();
    if (playing && !this.#playback.playing) this.dispatchEvent(new Event("ended"));
  }

  #refresh() {
    const element = (id) => this.shadowRoot.getElementById(id);
    const label = this.#playback.playing ? "pause" : "play";
    if (element("play").dataset.label !== label) {
      element("play").dataset.label = label;
      this.#name(element("play"), label);
    }
    const position = element("position");
    position.min = this.#show.first;
    position.max = this.#show.end - 1;
    position.value = Math.floor(this.#playback.position);
    const { text, word, turn } = this.#show.caption(this.#playback.position);
    const key = `${text} ${word} ${turn}`;
    if (element("caption").dataset.shown === key) return;
    element("caption").dataset.shown = key;
    const [start, middle, end] = text ? markWord(text, word, turn) : ["", word, ""];
    const mark = document.createElement("mark");
    mark.textContent = middle;
    element("caption").replaceChildren(...(middle ? [start, mark, end] : [start]));
  }
}

async function fetched(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
  return response.arrayBuffer();
}

if (!customElements.get("signary-player")) customElements.define("signary-player", SignaryPlayer);
