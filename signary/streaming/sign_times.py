"""Times of words in motion of a model with a pointer: which sign of the prompt is signed when, and how surely."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from signary.bundle.prompter import PromptedSentence
from signary.generator.sign_mbart.visits import SignVisit
from signary.retrieval.retriever import RetrievedSign
from signary.retrieval.segments import MIN_SECONDS


def sign_segments(
    sentence: PromptedSentence, visits: Sequence[SignVisit], began: float, step: float
) -> list[dict[str, Any]]:
    """What was signed of the shown signs of a sentence, in the order of signing; they touch, but do not overlap.

    Args:
        sentence: The sentence, with the signs that its prompt shows.
        visits: When each entry of these is signed.
        began: When the sentence begins, in seconds.
        step: Seconds of a step.

    Returns:
        `word`, `gloss`, `start` and `end` in seconds, `weight` (mean share of the pointer's attention, 0 to 1),
        `source` (`model`), `place` (offsets of the word in the text), `pieces` (`gloss`, `start` and `end` of every
        entry that was signed: letters of a spelled word, parts of a number), `complete` (whether all were).
    """
    by_entry, number, found = {visit.sign: visit for visit in visits}, 0, list[dict[str, Any]]()
    for sign in sentence.shown:
        made = [by_entry.get(number + at) for at in range(len(sign.entries))]
        number += len(sign.entries)
        if any(made):
            found.append(_segment(sentence, sign, made, began, step))
    found.sort(key=lambda segment: segment["start"])
    for segment, after in zip(found, found[1:], strict=False):
        segment["end"] = max(min(segment["end"], after["start"]), segment["start"] + MIN_SECONDS)
        after["start"] = max(after["start"], segment["end"])
        after["end"] = max(after["end"], after["start"] + MIN_SECONDS)
    return found


def _segment(
    sentence: PromptedSentence, sign: RetrievedSign, visits: Sequence[SignVisit | None], began: float, step: float
) -> dict[str, Any]:
    signed = [(entry, visit) for entry, visit in zip(sign.entries, visits, strict=True) if visit is not None]
    offset = sentence.sentence.start
    pieces: list[dict[str, Any]] = [
        {"gloss": entry.gloss, "start": began + visit.start * step, "end": began + visit.end * step}
        for entry, visit in signed
    ]
    return {
        "word": sign.word,
        "gloss": sign.gloss,
        "start": min(piece["start"] for piece in pieces),
        "end": max(piece["end"] for piece in pieces),
        "weight": sum(visit.weight for _, visit in signed) / len(signed),
        "source": "model",
        "place": (offset + sign.start, offset + sign.end),
        "pieces": pieces,
        "complete": len(signed) == len(visits),
    }


def words_shown(sentence: PromptedSentence, visits: Sequence[SignVisit], step: float) -> list[dict[str, Any]]:
    """What became of every word of a sentence, and when; arguments as for `sign_segments`."""
    return list(words_with_times(sentence.retrieved, sign_segments(sentence, visits, 0.0, step)))


def words_with_times(
    words: Sequence[Mapping[str, Any]], segments: Sequence[Mapping[str, Any]]
) -> Iterator[dict[str, Any]]:
    """What became of every word, and when: `shown` is (start, end) in seconds and `weight` how surely, else None.

    Args:
        words: Of `retrieval.word_account.account`.
        segments: Of `sign_segments`.
    """
    signed = {segment["place"]: segment for segment in segments}
    for word in words:
        segment = signed.get((word["start"], word["end"]))
        times = None if segment is None else (segment["start"], segment["end"])
        told = {**word, "shown": times, "weight": None if segment is None else segment["weight"]}
        if segment is not None and not segment["complete"]:
            told["reason"] = "not all of it was signed"
        elif segment is None and word["source"] in ("dictionary", "fingerspelling"):
            told["reason"] = "its sign was in the prompt, and was not signed"
        yield told
