// A text as a file of any format.

import { say } from "./interface_text.js";
import { sign } from "./server.js";

export const FORMATS = ["glb", "bvh", "vrma", "pose", "npz", "skels", "gif", "mp4", "png", "vtt", "eaf", "json"];

/** Give the reader a file. @param {Blob} blob */
export function save(blob, name) {
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** A name of a file that says what is signed. */
export function fileName(text, format) {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? ["signed"];
  let name = "";
  for (const word of words.slice(0, 6)) if ([...name, ...word].length < 40) name += (name && "-") + word;
  return `${name || "signed"}.${format}`;
}

/**
 * Let a form download what is signed.
 *
 * @param {{form: HTMLFormElement, select: HTMLSelectElement}} elements
 * @param {() => {text: string, language: string, method: string}} wanted
 * @param {(message: string) => void} tell
 */
export function offerDownloads({ form, select }, wanted, tell) {
  select.replaceChildren(...FORMATS.map((format) => new Option(`.${format}`, format)));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const request = { ...wanted(), format: select.value };
    if (!request.text.trim()) {
      tell(say("no_text"));
      return;
    }
    const button = form.querySelector("button");
    button.disabled = true;
    tell(say("making"));
    try {
      const name = fileName(request.text, request.format);
      save(await (await sign(request)).blob(), name);
      tell(say("made", { name }));
    } catch (error) {
      tell(say("failed", { why: error.message }));
    } finally {
      button.disabled = false;
    }
  });
}
