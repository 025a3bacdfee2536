// The page: what is typed is signed by the figure at once.

import { dispose, Figure, parseGlb, simplify } from "./figure/figure.js";
import { Stage } from "./figure/stage.js";
import { Playback } from "./motion/playback.js";
import { Captions } from "./parts/captions.js";
import { offerDownloads, save } from "./parts/file_download.js";
import { interfaceLanguage, languageName, noticeText, say, speak } from "./parts/interface_text.js";
import { retranslate } from "./parts/review_form.js";
import { ReviewStore } from "./parts/review_store.js";
import { figureFile, languages } from "./parts/server.js";
import { SignLookup } from "./parts/sign_lookup.js";
import { SigningFeed } from "./parts/signing_feed.js";
import { Transcript } from "./parts/transcript.js";
import { Transport } from "./parts/transport.js";

const SLOW = 20; // pictures a second below which the light figure is taken
const element = (id) => document.getElementById(id);
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;

const tell = (message) => (element("status").textContent = message);
const failed = (why) => tell(say("failed", { why }));

const playback = new Playback();
const store = new ReviewStore(localStorage);
const captions = new Captions(element("caption"), element("said"));
let connection = ""; // what was last said of it
let wantedPolicy = "sentence"; // by a method that follows any
let figure = null;
let stage = null;

/** Where the hands are, for the view that follows them; at the side of the body they are not followed. */
function hands() {
  const places = figure.places(["left_middle1", "right_middle1"]).filter(([, height]) => height > 0.1);
  if (!places.length) return [0, 0.36, 0.25];
  return [0, 1, 2].map((axis) => places.reduce((sum, place) => sum + place[axis], 0) / places.length);
}

async function loadFigure(detail) {
  const gltf = await parseGlb(await figureFile(detail));
  if (detail === "light") simplify(gltf.scene);
  const old = figure;
  figure = new Figure(gltf);
  stage.put(figure.scene);
  stage.detail = detail;
  if (old) dispose(old.scene);
  element("waiting").hidden = true;
}

/** Take the lighter figure where the full one is drawn too slowly. */
class Pace {
  #seconds = 0;
  #pictures = 0;
  rate = 0; // pictures a second

  count(seconds) {
    this.#seconds += seconds;
    this.#pictures += 1;
    if (this.#seconds < 2) return;
    this.rate = this.#pictures / this.#seconds;
    this.#seconds = this.#pictures = 0;
    if (this.rate < SLOW && stage.detail === "full" && element("detail").value === "auto")
      loadFigure("light").catch((error) => failed(error.message));
  }
}

let notice = "";

function showNotice(text) {
  notice = text;
  element("notice-more").textContent = noticeText(text);
}

function opened(timeline, options) {
  playback.open(timeline, options);
  transport.opened();
}

/** Play a sentence or sign that was signed, and show whose it is. */
function play(timeline, loop, item) {
  for (const shown of document.querySelectorAll("li[aria-current]")) shown.removeAttribute("aria-current");
  item.setAttribute("aria-current", "true");
  opened(timeline, { loop });
  // On a phone the list may have pushed the figure out of sight.
  element("picture").scrollIntoView({ block: "nearest", behavior: still ? "auto" : "smooth" });
}

function goLive() {
  if (playback.live) return;
  for (const shown of document.querySelectorAll("li[aria-current]")) shown.removeAttribute("aria-current");
  opened(feed.timeline, { live: true });
}

const feed = new SigningFeed(
  playback,
  {
    sentence: (sentence) => {
      element("nothing").hidden = true;
      transcript.add(sentence);
    },
    notice: showNotice,
    state: (state) => {
      // Nobody needs to hear that all is as it should be, unless it was not.
      if (state !== "connected" || connection !== "connected")
        tell(state === "connected" && !connection ? "" : say(state));
      connection = state;
    },
    error: failed,
  },
  !still,
);
const transcript = new Transcript(element("signed"), store, { play, reviewed: showReviewed });
const lookup = new SignLookup(
  { form: element("lookup"), query: element("query"), list: element("found"), count: element("found-count") },
  store,
  { language: () => element("language").value, play, reviewed: showReviewed, error: failed },
);
let transport = null;

function showReviewed() {
  element("reviewed").textContent = store.items.length ? say("reviewed", { count: store.items.length }) : "";
}

function offerText() {
  const [text, typing] = [element("text"), element("while-typing")];
  text.addEventListener("input", (event) => {
    // While a Chinese character is being composed, its letters are not text yet.
    if (!typing.checked || event.isComposing) return;
    goLive();
    feed.type(text.value);
  });
  text.addEventListener("compositionend", () => {
    if (!typing.checked) return;
    goLive();
    feed.type(text.value);
  });
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) element("say").requestSubmit();
  });
  element("say").addEventListener("submit", (event) => {
    event.preventDefault();
    if (!text.value.trim()) {
      tell(say("no_text"));
      return;
    }
    tell("");
    goLive();
    playback.playing = true;
    feed.say(text.value);
  });
  element("stop").addEventListener("click", () => feed.stop());
  element("clear").addEventListener("click", () => {
    text.value = "";
    feed.stop();
    text.focus();
  });
  const restart = () => {
    limitMethods();
    goLive();
    startFeed();
  };
  element("method").addEventListener("change", restart);
  element("policy").addEventListener("change", () => {
    wantedPolicy = element("policy").value;
    restart();
  });
  element("language").addEventListener("change", () => {
    lookup.clear();
    restart();
  });
  element("to-live").addEventListener("click", goLive);
}

function offerReview() {
  element("reviewer").value = store.by;
  element("reviewer").addEventListener("change", () => store.name(element("reviewer").value));
  element("review").addEventListener("submit", (event) => {
    event.preventDefault();
    store.name(element("reviewer").value);
    if (!store.by) {
      element("reviewed").textContent = say("reviewer_missing");
      element("reviewer").focus();
      return;
    }
    save(new Blob([store.toYaml()], { type: "application/yaml" }), store.fileName);
    showReviewed();
  });
  element("forget").addEventListener("click", () => {
    if (!store.items.length || !confirm(say("forget_sure", { count: store.items.length }))) return;
    store.clear();
    retranslate(document);
    showReviewed();
  });
}

function offerInterface() {
  const select = element("interface");
  const change = (id, kept) => {
    speak(id, kept);
    retranslate(document);
    showNotice(notice);
    nameLanguages();
    limitMethods();
    showReviewed();
  };
  select.value = interfaceLanguage();
  select.addEventListener("change", () => change(select.value, true));
  change(select.value, false);
}

/** The sign language that most readers of a language of the page know. */
const USUAL = { de: "dgs", en: "asl", zh: "csl" };

function nameLanguages() {
  for (const option of element("language").options)
    option.textContent = languageName(option.value, option.dataset.code, option.dataset.name);
}

function startFeed() {
  feed.start(element("language").value, element("method").value, element("policy").value);
}

/** Offer to begin before a sentence ends where the chosen method does, and say which does where it does not. */
function limitPolicies(able) {
  const [policy, why] = [element("policy"), element("policy-why")];
  const early = able.includes(element("method").value);
  for (const option of policy.options) option.disabled = option.value !== "sentence" && !early;
  policy.value = early ? wantedPolicy : "sentence";
  const method = able.length ? say(`method_${able[0]}`) : "";
  why.textContent = say(early ? "policy_early" : able.length ? "policy_other" : "policy_none", { method });
}

/** Offer the methods that sign the chosen language, and say in which language its text is. */
function limitMethods() {
  const [chosen] = element("language").selectedOptions;
  if (!chosen) return;
  const [method, methods] = [element("method"), JSON.parse(chosen.dataset.methods)];
  for (const option of method.options) option.disabled = !methods.includes(option.value);
  if (method.selectedOptions[0].disabled) method.value = methods[0];
  limitPolicies(JSON.parse(chosen.dataset.early));
  for (const id of ["text", "caption", "said", "signed", "query", "found"]) element(id).lang = chosen.dataset.spoken;
}

/** The languages, as soon as the server has its model. */
async function askLanguages() {
  for (;;) {
    try {
      return await languages();
    } catch (error) {
      if (error.status !== 503) throw error;
      tell(say("busy"));
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}

async function offerLanguages() {
  const known = await askLanguages();
  tell("");
  const options = known.map(({ id, iso, name, spoken, methods, before_end }) => {
    const option = new Option(name, id);
    const [able, early] = [methods, before_end].map((each) => JSON.stringify(each));
    Object.assign(option.dataset, { code: iso, name, spoken, methods: able, early });
    return option;
  });
  element("language").replaceChildren(...options);
  nameLanguages();
  const usual = USUAL[interfaceLanguage()];
  if (known.some(({ id }) => id === usual)) element("language").value = usual;
}

function run() {
  const pace = new Pace();
  let since = 0;
  stage.run((seconds) => {
    pace.count(seconds);
    feed.tick();
    playback.advance(seconds);
    const { show } = playback;
    if (figure && show && show.end > show.first) {
      show.sample(playback.position);
      figure.show(show.rotations, show.expressions);
      captions.show(show.markAt(playback.position), show.marks);
    }
    since += seconds;
    if (since < 0.1) return;
    since = 0;
    transport.refresh();
  });
  return pace;
}

async function begin() {
  offerInterface();
  offerReview();
  showReviewed();
  try {
    stage = new Stage(element("frame"), { still });
  } catch {
    element("waiting").textContent = say("no_webgl");
    return;
  }
  transport = new Transport(document, playback, stage, hands);
  offerText();
  offerDownloads(
    { form: element("download"), select: element("format") },
    () => ({ text: element("text").value, language: element("language").value, method: element("method").value }),
    tell,
  );
  element("detail").addEventListener("change", ({ target }) => {
    const detail = target.value === "auto" ? (stage.software ? "light" : "full") : target.value;
    if (detail !== stage.detail) loadFigure(detail).catch((error) => failed(error.message));
  });
  opened(feed.timeline, { live: true });
  const loading = loadFigure(stage.software ? "light" : "full").catch((error) => {
    element("waiting").textContent = say("no_figure", { why: error.message });
  });
  const pace = run();
  const asking = offerLanguages().catch((error) => failed(error.message));
  await asking;
  limitMethods();
  startFeed();
  await loading;
  performance.mark("signary-ready");
  // For programs that look at the page, such as its tests.
  globalThis.signaryPage = { playback, feed, stage, pace, figure: () => figure };
}

begin();
