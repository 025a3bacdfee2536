"""What became of every word of a sentence for a model, as JSON can hold it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from signary.language.sentences import Sentence
from signary.retrieval.retriever import LETTER, Outcome, RetrievalMiss

#: Where a word's sign in the prompt comes from; `none` says that it has none.
SOURCES = ("dictionary", "fingerspelling", "none")


def account(sentence: Sentence, outcomes: Sequence[Outcome]) -> Iterator[dict[str, Any]]:
    """What became of every word, as JSON can hold it.

    Args:
        sentence: The sentence and its place in the text.
        outcomes: Of `Retriever.outcomes`, in the order of the sentence.

    Yields:
        `word`, `start`, `end` (offsets in the text), `lemma` and `gloss` (None without a sign), `steps` in the prompt,
        `source` (one of `SOURCES`) and `reason` (why there is no sign, else None).
    """
    at = 0
    for outcome in outcomes:
        # Words come in order, and between them stand only blanks and punctuation: the next occurrence is this one.
        at = sentence.text.index(outcome.word, at)
        place = {"word": outcome.word, "start": sentence.start + at}
        at += len(outcome.word)
        yield place | {"end": sentence.start + at} | _sign(outcome)


def _sign(outcome: Outcome) -> dict[str, Any]:
    if isinstance(outcome, RetrievalMiss):
        return {"lemma": None, "gloss": None, "steps": 0, "source": "none", "reason": outcome.reason}
    spelled = outcome.lemma.startswith(LETTER)
    source = "fingerspelling" if spelled else "dictionary"
    steps = len(outcome.codes)
    return {"lemma": outcome.lemma, "gloss": outcome.gloss, "steps": steps, "source": source, "reason": None}
