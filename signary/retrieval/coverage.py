"""How much of a text a lexicon can sign: content words with a sign against those that are spelled or missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from signary.io.errors import InputError
from signary.retrieval.plan import SOURCES, SentencePlan

_SIGNED = ("lexicon", "number", "compound")


@dataclass(frozen=True)
class Coverage:
    """Coverage of one or many sentences.

    Attributes:
        share: Share of content words with a sign, from 0 to 1.
        content: Number of content words; a phrase or a number of several words counts once.
        sources: How many items each source has, dropped ones too.
        unknown: Words in lower case that were spelled or missing, the most frequent first.
    """

    share: float
    content: int
    sources: Mapping[str, int]
    unknown: Mapping[str, int]


def coverage(plans: Iterable[SentencePlan]) -> Coverage:
    """Measure coverage over sentences; dropped words (function words, auxiliaries) do not count.

    Raises:
        InputError: If there is no content word at all.
    """
    items = [item for plan in plans for item in plan.items]
    sources = Counter(item.source for item in items)
    content = len(items) - sources["dropped"]
    if not content:
        raise InputError("plans", "at least one content word", f"{len(items)} words")
    unknown = Counter(item.word.lower() for item in items if item.source in ("fingerspelling", "missing"))
    return Coverage(
        share=sum(sources[source] for source in _SIGNED) / content,
        content=content,
        sources={source: sources[source] for source in SOURCES},
        unknown=dict(unknown.most_common()),
    )
