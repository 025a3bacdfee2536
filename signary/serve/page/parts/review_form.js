// Right, wrong, unsure, and why: under each single sign and each sentence.

import { say } from "./interface_text.js";
import { VERDICTS } from "./review_store.js";

/**
 * The form for a sign or sentence; a verdict that is pressed again is taken back.
 *
 * @param {object} item what the verdict is about, as `ReviewStore.id` reads it
 * @param {string} what how people call it
 * @param {import("./review_store.js").ReviewStore} store
 * @param {() => void} changed
 */
export function reviewForm(item, what, store, changed) {
  const form = document.createElement("fieldset");
  form.className = "review";
  const legend = document.createElement("legend");
  const why = Object.assign(document.createElement("input"), { type: "text", maxLength: 500 });
  const buttons = VERDICTS.map((verdict) => {
    const button = Object.assign(document.createElement("button"), { type: "button", className: verdict });
    button.addEventListener("click", () => {
      const again = store.get(item)?.verdict === verdict;
      store.set(item, again ? "" : verdict, why.value);
      show();
      changed();
    });
    return button;
  });
  why.addEventListener("change", () => {
    const verdict = store.get(item)?.verdict;
    if (verdict) store.set(item, verdict, why.value);
    changed();
  });
  const show = () => {
    const kept = store.get(item);
    legend.textContent = say("verdict", { what });
    for (const [at, button] of buttons.entries()) {
      button.textContent = say(VERDICTS[at]);
      button.setAttribute("aria-pressed", String(kept?.verdict === VERDICTS[at]));
    }
    why.hidden = !kept?.verdict;
    why.placeholder = say("why");
    why.setAttribute("aria-label", say("why"));
  };
  why.value = store.get(item)?.why ?? "";
  show();
  form.addEventListener("translate", show);
  form.append(legend, ...buttons, why);
  return form;
}

/** Have all forms and lists under an element speak the language of the page. */
export function retranslate(root) {
  for (const element of root.querySelectorAll(".review, .translated")) element.dispatchEvent(new Event("translate"));
}

/** Have an element's text, or what `show` makes of it, follow the language of the page. */
export function translated(element, show) {
  element.classList.add("translated");
  element.addEventListener("translate", () => show(element));
  show(element);
  return element;
}

/** A button whose text follows the language of the page. */
export function wordButton(key) {
  const button = Object.assign(document.createElement("button"), { type: "button" });
  return translated(button, () => (button.textContent = say(key)));
}

/** A button with a hint, which says more than its text. */
export function hinted(button, key, values) {
  button.type = "button";
  return translated(button, () => (button.title = say(key, values)));
}
