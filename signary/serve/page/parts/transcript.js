// What was signed: each sentence with its signs, to be played again, looped, and reviewed.

import { hinted, reviewForm, wordButton } from "./review_form.js";
import { signsOf } from "./shown_signs.js";

const MOST = 50; // sentences that are kept

export class Transcript {
  /**
   * @param {HTMLOListElement} list
   * @param {import("./review_store.js").ReviewStore} store
   * @param {{play: (timeline: object, loop: number[]|null, item: HTMLElement) => void, reviewed: () => void}} on
   */
  constructor(list, store, on) {
    Object.assign(this, { list, store, on });
  }

  /** Add a sentence, which may still be growing: it can be played when it is done. */
  add(sentence) {
    const item = document.createElement("li");
    const text = Object.assign(document.createElement("p"), { className: "sentence" });
    const signs = Object.assign(document.createElement("p"), { className: "signs" });
    const replay = wordButton("replay");
    replay.disabled = !sentence.done;
    replay.addEventListener("click", () => this.on.play(sentence.timeline, null, item));
    const message = Object.assign(document.createElement("p"), { className: "problem" });
    const show = () => {
      text.textContent = sentence.text;
      const about = { kind: "sentence", language: sentence.language, text: sentence.text, method: sentence.method };
      const form = reviewForm(about, sentence.text, this.store, this.on.reviewed);
      item.replaceChildren(text, signs, message, replay, form);
    };
    const finish = () => {
      replay.disabled = !sentence.timeline.end;
      message.textContent = sentence.timeline.marks.find((mark) => mark.message)?.message ?? "";
      message.hidden = !message.textContent;
      signs.replaceChildren(...signsOf(sentence.timeline).map((sign) => this.#sign(sentence, sign, item)));
    };
    Object.assign(sentence, { finished: finish, grown: show });
    show();
    finish();
    this.list.prepend(item);
    while (this.list.children.length > MOST) this.list.lastChild.remove();
  }

  #sign(sentence, { word, gloss, from, to }, item) {
    const button = hinted(document.createElement("button"), "loop_word", { word: word || gloss });
    button.append(word || gloss);
    if (gloss && gloss.toLowerCase() !== word.toLowerCase())
      button.append(" ", Object.assign(document.createElement("span"), { className: "gloss", textContent: gloss }));
    button.addEventListener("click", () => this.on.play(sentence.timeline, [from, to], item));
    return button;
  }
}
