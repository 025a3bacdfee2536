"""A text signed by a model, with the face that files are written from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from signary.io.quoting import cut
from signary.language.training_text import LEAST
from signary.pose.sequence import PoseSequence
from signary.retrieval.segments import Segment
from signary.streaming.shown_words import words_account


@dataclass(frozen=True)
class ModelSigning:
    """A text signed by a model.

    Attributes:
        pose: The motion.
        segments: Each sign with its word and time; of a model without a pointer, which gives none, each sentence or
            piece of a long one, without a gloss.
        retrieved: What was retrieved for every word, as `text-to-sign` returns it.
        sentences: Each sentence, or piece of a long one, as `text-to-sign` returns it.
        cut_off: Sentences that were stopped by the limit of steps.
        pieces: Beginning of each sentence that was too long to be signed at once, and into how many pieces it was cut.
        own: Words with signs of one's own, and where these come from.
        rare: Words that training has fewer than `LEAST` times; None if the model does not say what it was trained on.
        method: `model`, or `hybridsign`.
    """

    pose: PoseSequence
    segments: tuple[Segment, ...]
    retrieved: tuple[dict[str, Any], ...]
    sentences: tuple[dict[str, Any], ...]
    cut_off: tuple[str, ...]
    rare: tuple[str, ...] | None = None
    pieces: tuple[tuple[str, int], ...] = ()
    own: tuple[tuple[str, str], ...] = ()
    method: str = "model"

    @classmethod
    def of(
        cls,
        result: dict[str, Any],
        fps: float | None = None,
        rare: tuple[str, ...] | None = None,
        method: str = "model",
    ) -> ModelSigning:
        """What the pipeline returns for a text, at another frame rate if one is given.

        Raises:
            InputError: If the frame rate is out of range.
        """
        pose: PoseSequence = result["pose"]
        sentences = tuple(result["sentences"])
        cut_off = tuple(found["text"] for found in sentences if not found["complete"])
        firsts = (found for found in sentences if found["part"] == 1 and found["parts"] > 1)
        pieces = tuple((found["text"], found["parts"]) for found in firsts)
        shown = pose if fps is None else pose.resample(fps)
        segments = tuple(map(_segment, result["segments"]))
        words = tuple(result["retrieved"])
        return cls(shown, segments, words, sentences, cut_off, rare, pieces, method=method)

    def account(self) -> str:
        """One line that says what became of the words."""
        line = words_account(self.retrieved) + self._rarely_trained()
        if self.own:
            line += f"; of your own: {', '.join(f'{word} ({source})' for word, source in self.own[:6])}"
            line += ", …" * (len(self.own) > 6)
        line += "".join(f"; signed in {count} pieces: {cut(text, 60)!r} …" for text, count in self.pieces)
        return line + "".join(f"; cut off by the limit of steps: {text!r}" for text in self.cut_off)

    def _rarely_trained(self) -> str:
        """Which words a model hardly knows that does not say what it shows."""
        if self.rare is None or any("shown" in found for found in self.retrieved):
            return ""
        if not self.rare:
            return f"; training has every word at least {LEAST} times"
        named = ", ".join(self.rare[:6]) + (", …" if len(self.rare) > 6 else "")
        return f"; {len(self.rare)} rare in training, likely to come out wrong ({named})"


def _segment(found: Mapping[str, Any]) -> Segment:
    """A sign with its word, or a sentence of which nobody says when its signs are signed."""
    word = found["word"] if "word" in found else found["text"]
    return Segment(word, found.get("gloss", ""), found["start"], found["end"], found["source"])
