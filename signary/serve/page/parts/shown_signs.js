// Which signs a timeline shows, and from when to when.

import { placesOf } from "./captions.js";

/** The signs of a sentence, in their order. */
export function signsOf(timeline) {
  const signs = [];
  for (const mark of timeline.marks) {
    if (!mark.word && !mark.gloss) continue;
    const last = signs.at(-1);
    const alike = (sign) => sign.word === mark.word && sign.gloss === mark.gloss;
    // Between the letters of a spelled word nothing is signed; and within a long sign a model may not know its place
    // for some frames: a word is signed again only if it stands there again.
    const again = signs.filter(alike).length < placesOf(mark.text ?? "", mark.word).length;
    const goes = last?.to === mark.from || mark.gloss.startsWith("#") || (mark.word && !again);
    if (last && alike(last) && goes) last.to = mark.to;
    else signs.push({ word: mark.word, gloss: mark.gloss, from: mark.from, to: mark.to });
  }
  return signs;
}
