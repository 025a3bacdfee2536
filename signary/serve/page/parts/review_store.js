// What signers say about single signs and sentences: kept in the browser, exported as YAML that
// `signary dictionary review` reads.

const KEY = "signary-review";

export const VERDICTS = ["right", "wrong", "unsure"];

const today = () => new Date().toISOString().slice(0, 10);

// Characters that YAML does not print, or takes for the end of a line.
// eslint-disable-next-line no-control-regex
const ESCAPED = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;

/** Text as a quoted scalar of YAML: JSON is one, but for a few characters. */
export function scalar(text) {
  const whole = text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd");
  const escape = (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return JSON.stringify(whole).replace(ESCAPED, escape);
}

/** The corrections as YAML. @param {string} by who reviews @param {object[]} items as `ReviewStore.items` */
export function toYaml(by, items) {
  const row = (item, names) => {
    const fields = names.filter((name) => item[name]).map((name) => `${name}: ${scalar(item[name])}`);
    return `- {${fields.join(", ")}}`;
  };
  const list = (name, found, names) =>
    found.length ? [`${name}:`, ...found.map((item) => row(item, names))] : [`${name}: []`];
  const signs = items.filter((item) => item.kind === "sign");
  const sentences = items.filter((item) => item.kind === "sentence");
  return [
    "# A signer's review of signary. `signary dictionary review FILE --dictionaries FOLDER` brings it into the lexicons.",
    "signary_review: 1",
    `by: ${scalar(by)}`,
    ...list("signs", signs, ["language", "gloss", "verdict", "why", "when"]),
    ...list("sentences", sentences, ["language", "text", "method", "verdict", "why", "when"]),
    "",
  ].join("\n");
}

export class ReviewStore {
  #items;

  /** @param {Storage} storage where it is kept */
  constructor(storage) {
    this.storage = storage;
    let kept = {};
    try {
      kept = JSON.parse(storage.getItem(KEY) ?? "{}");
    } catch {
      // Somebody else wrote there: begin anew.
    }
    this.by = typeof kept.by === "string" ? kept.by : "";
    this.#items = new Map(Array.isArray(kept.items) ? kept.items.map((item) => [ReviewStore.id(item), item]) : []);
  }

  /** What a verdict is about. */
  static id(item) {
    const parts = item.kind === "sign" ? [item.language, item.gloss] : [item.language, item.text, item.method];
    return JSON.stringify([item.kind, ...parts]);
  }

  get items() {
    return [...this.#items.values()].filter((item) => item.verdict);
  }

  get(item) {
    return this.#items.get(ReviewStore.id(item));
  }

  /** Keep a verdict and why; without a verdict it is forgotten. */
  set(item, verdict, why) {
    if (verdict) this.#items.set(ReviewStore.id(item), { ...item, verdict, why: why.trim(), when: today() });
    else this.#items.delete(ReviewStore.id(item));
    this.#keep();
  }

  name(by) {
    this.by = by.trim();
    this.#keep();
  }

  clear() {
    this.#items.clear();
    this.#keep();
  }

  #keep() {
    this.storage.setItem(KEY, JSON.stringify({ by: this.by, items: [...this.#items.values()] }));
  }

  get fileName() {
    return `signary-review-${today()}.yaml`;
  }

  toYaml() {
    return toYaml(this.by, this.items);
  }
}
