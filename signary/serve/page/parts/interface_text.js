// Text of the page in the language of its reader.

import { chosenLanguage, STRINGS } from "./strings.js";

const KEY = "signary-interface";

let language = chosenLanguage([localStorage.getItem(KEY) ?? "", ...navigator.languages].filter(Boolean));

/** A text of the page, with `{name}` replaced. */
export function say(key, values = {}) {
  return STRINGS[language][key].replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** What a sign language is called: as the page says, as the browser says, or as the server does. */
export function languageName(id, code, name) {
  const own = STRINGS[language][`language_${id}`];
  if (own) return own;
  try {
    return new Intl.DisplayNames([language], { type: "language", fallback: "none" }).of(code) ?? name;
  } catch {
    return name; // no code of a language: one that was registered by a name of its own
  }
}

/** A notice of the server as the page says it: the project's own, in whatever language it came; others as they are. */
export function noticeText(notice) {
  const own = Object.values(STRINGS).some(({ demonstration }) => demonstration === notice);
  return own ? say("demonstration") : notice;
}

export function interfaceLanguage() {
  return language;
}

/** Put the texts of the chosen language into all elements under one that name theirs. */
export function translate(root) {
  const each = (attribute, use) => {
    for (const element of root.querySelectorAll(`[${attribute}]`)) use(element, say(element.getAttribute(attribute)));
  };
  each("data-text", (element, text) => (element.textContent = text));
  each("data-label", (element, text) => {
    element.setAttribute("aria-label", text);
    element.title = text;
  });
  each("data-hint", (element, text) => (element.placeholder = text));
}

/** Speak this language; `kept`: in this browser from now on. */
export function speak(id, kept) {
  language = id;
  if (kept) localStorage.setItem(KEY, id);
  document.documentElement.lang = STRINGS[id].tag;
  document.title = say("title");
  translate(document);
}
