"""What became of every word of a sentence for a model, as JSON can hold it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from signary.retrieval.retriever import LETTER, Outcome, RetrievalMiss

#: Where a word's sign in the prompt comes from; `none` says that it has none, `left out` that the language has none.
SOURCES = ("dictionary", "fingerspelling", "none", "left out")


def account(outcomes: Iterable[Outcome], start: int = 0) -> Iterator[dict[str, Any]]:
    """What became of every word, as JSON can hold it.

    Args:
        outcomes: Of `Retriever.outcomes`.
        start: Offset of their sentence in its text.

    Yields:
        `word`, `start`, `end` (offsets in the text), `lemma` and `gloss` (None without a sign), `steps` in the prompt,
        `source` (one of `SOURCES`), `origin` (where its entries come from, a text each; empty without a sign) and
        `reason` (why there is no sign, else None).
    """
    for outcome in outcomes:
        place = {"word": outcome.word, "start": start + outcome.start, "end": start + outcome.end}
        yield place | _sign(outcome)


def _sign(outcome: Outcome) -> dict[str, Any]:
    if isinstance(outcome, RetrievalMiss):
        source = "left out" if outcome.left_out else "none"
        return {"lemma": None, "gloss": None, "steps": 0, "source": source, "origin": [], "reason": outcome.reason}
    spelled = outcome.lemma.startswith(LETTER)
    source = "fingerspelling" if spelled else "dictionary"
    steps = len(outcome.codes)
    origin = list(dict.fromkeys(entry.source for entry in outcome.entries))
    facts = {"lemma": outcome.lemma, "gloss": outcome.gloss, "steps": steps}
    return {**facts, "source": source, "origin": origin, "reason": None}
