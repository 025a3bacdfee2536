"""The order in which the signs of a clause are signed; the rules are explained in `docs/sign_order.md`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Protocol

from signary.language.languages import REST, SignLanguage

#: Categories of items that are not signs but part clauses: punctuation, and words such as `und`.
BREAK, CONJUNCTION = "break", "conjunction"
#: What begins a clause whatever stands behind it: `when it rains`, `if you like`.
SUBORDINATE = "subordinate"
#: A negation that stays before what it denies: `not everyone`.
KEPT_NEGATION = "negation in place"
_PARTING = (BREAK, SUBORDINATE)
_BETWEEN = (*_PARTING, CONJUNCTION)
#: Categories of what is told of a subject.
_TOLD = {"verb", "adjective", "negation"}
_QUANTIFIED = ("noun", "other", "adjective", "number")


class Ordered(Protocol):
    """Anything with the category of a sign."""

    @property
    def category(self) -> str:
        """A category of a lexicon (`time`, `verb`, …), or one of those that stand above."""


def sign_order(items: Sequence[Ordered], language: SignLanguage, *, question: bool = False) -> list[int]:
    """Permutation that brings the items of a sentence, given as spoken, into sign order.

    Within each clause items are sorted by `language.order`, and otherwise stay as spoken.

    Args:
        items: Items in spoken order, breaks and conjunctions among them.
        language: Its `order` is followed.
        question: Whether the sentence asks with a question word, which then goes to its place in `order`; in other
            sentences it stays where it is.
    """
    categories = _bound_numbers([item.category for item in items])
    anchors = _anchors(language)
    rank = {category: place for place, category in enumerate(language.order)}
    rest = rank.get(REST, len(rank))
    if not question:
        rank.pop("question", None)
    order: list[int] = []
    for clause in _clauses(categories, anchors):
        head = list(takewhile(lambda index: categories[index] in _BETWEEN, clause))
        order += head + sorted(clause[len(head) :], key=lambda index: rank.get(categories[index], rest))
    return order


def count_clauses(items: Sequence[Ordered], language: SignLanguage) -> int:
    """Clauses of a sentence that have a sign; arguments as for `sign_order`."""
    categories = _bound_numbers([item.category for item in items])
    parts = _clauses(categories, _anchors(language))
    return sum(any(categories[index] not in _BETWEEN for index in clause) for clause in parts)


def clauses_over(items: Sequence[Ordered], language: SignLanguage) -> list[bool]:
    """Of every item whether another clause has begun behind its own; arguments as for `sign_order`."""
    categories = _bound_numbers([item.category for item in items])
    *over, last = [*_clauses(categories, _anchors(language))] or [[]]
    return [index not in last for index in range(len(items))] if over else [False] * len(items)


def _anchors(language: SignLanguage) -> set[str]:
    """Categories that a clause of its own has: one on either side of a conjunction makes two clauses."""
    return set(language.order) - {REST, "negation", "question"} | {"verb"}


def _bound_numbers(categories: list[str]) -> list[str]:
    """Categories with `time` for numbers that belong to a time: `acht` `Uhr`, `Mai` `2010`."""
    bound = list(categories)
    for index in range(len(bound) - 2, -1, -1):
        if bound[index] == "number" and bound[index + 1] == "time":
            bound[index] = "time"
    for index in range(1, len(bound)):
        following = categories[index + 1] if index + 1 < len(bound) else BREAK
        if bound[index] == "number" and bound[index - 1] == "time" and following not in _QUANTIFIED:
            bound[index] = "time"
    return bound


def _clauses(categories: Sequence[str], anchors: set[str]) -> Iterator[list[int]]:
    """Indices of each clause: parted at breaks, and at conjunctions between clauses (not between two nouns)."""
    clause: list[int] = []
    for index, category in enumerate(categories):
        new = category in _PARTING or (category == CONJUNCTION and _joins_clauses(categories, clause, index, anchors))
        if new and clause:
            yield clause
            clause = []
        clause.append(index)
    if clause:
        yield clause


def _joins_clauses(categories: Sequence[str], clause: Sequence[int], at: int, anchors: set[str]) -> bool:
    """Whether a conjunction has a clause on either side: a verb each, or a place each, say, or a negation.

    A subject and what is told of it are a clause ("he did not come because he was sick"), where something is told
    before them.

    A conjunction whose neighbours are of one category joins these two, unless the second begins a clause of its own:
    a place or time before a verb, after something was said already ("it rains in the north and in the south the sun
    shines").
    """
    left = [categories[index] for index in clause]
    right: list[str] = []
    for category in categories[at + 1 :]:
        if category in _BETWEEN:
            break
        right.append(category)
    if not left or not right:
        return False
    if right[0] == "pronoun" and _TOLD & set(right[1:]) and _TOLD & set(left):
        return True
    if left[-1] == right[0]:
        scenes = ("place", "time")
        negated = "negation" in left and "negation" in right[1:]
        scene = right[0] in scenes and "verb" in right and any(category not in scenes for category in left)
        return negated or scene
    return bool(set(left) & set(right) & (anchors | {"negation"}))
