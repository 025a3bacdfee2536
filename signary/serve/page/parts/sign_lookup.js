// Single signs: found by word, shown as the lexicon describes them, reviewed.

import { say } from "./interface_text.js";
import { hinted, reviewForm, translated, wordButton } from "./review_form.js";
import { dictionary } from "./server.js";
import { signText } from "./signing_feed.js";

export class SignLookup {
  #asked = 0;
  #count = null; // entries found, null before the first search

  /**
   * @param {{form: HTMLFormElement, query: HTMLInputElement, list: HTMLUListElement, count: HTMLElement}} elements
   * @param {import("./review_store.js").ReviewStore} store
   * @param {{language: () => string, play: (timeline: object, loop: number[]|null, item: HTMLElement) => void,
   *   reviewed: () => void, error: (message: string) => void}} on
   */
  constructor(elements, store, on) {
    Object.assign(this, { ...elements, store, on });
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.find();
    });
    translated(this.count, () => this.#say());
  }

  /** Show what the dictionary has for the word that is asked for. */
  async find() {
    const [query, language, asked] = [this.query.value.trim(), this.on.language(), ++this.#asked];
    if (!query) return;
    try {
      const entries = await dictionary(query, language);
      if (asked !== this.#asked) return;
      this.#count = entries.length;
      this.#say();
      this.list.replaceChildren(...entries.map((entry) => this.#entry(entry, language)));
    } catch (error) {
      this.on.error(error.message);
    }
  }

  /** Forget what was found, such as when another language is chosen. */
  clear() {
    this.#asked += 1;
    this.#count = null;
    this.#say();
    this.list.replaceChildren();
  }

  #say() {
    const [none, some] = [say("found_none"), say("found", { count: this.#count })];
    this.count.textContent = this.#count === null ? "" : this.#count ? some : none;
  }

  /** A sign of the lexicon, signed by the rules; or one that only the dictionary of a model has, which signs it. */
  #entry({ lemma, gloss, source, category }, language) {
    const method = category === null ? "model" : "signer";
    const item = document.createElement("li");
    const title = document.createElement("p");
    title.className = "sentence";
    title.append(lemma, " ");
    if (gloss) title.append(Object.assign(document.createElement("span"), { className: "gloss", textContent: gloss }));
    const show = hinted(wordButton("show"), "show_word", { word: lemma });
    show.addEventListener("click", () => this.#show({ lemma, language, method }, item, show));
    item.append(title, show);
    if (source) {
      const from = Object.assign(document.createElement("p"), { className: "small" });
      translated(from, () => (from.textContent = say("source", { source })));
      item.append(from);
    }
    const about =
      method === "signer" ? { kind: "sign", language, gloss } : { kind: "sentence", language, text: lemma, method };
    item.append(reviewForm(about, gloss || lemma, this.store, this.on.reviewed));
    return item;
  }

  async #show({ lemma, language, method }, item, button) {
    button.disabled = true;
    try {
      const { timeline } = await signText(lemma, language, method);
      this.on.play(timeline, [0, timeline.end], item);
    } catch (error) {
      this.on.error(error.message);
    } finally {
      button.disabled = false;
    }
  }
}
