"""Signs that belong to one beside them, and go where it goes in sign order: `bis` between numbers, `nächste` Woche."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Generic

from signary.language.function_words import (
    COMPARING,
    COMPARING_KEYS,
    ENGLISH_TIME_ADVERBS,
    MINUS_SIGNS,
    RANGE_WORDS,
    SIDES_IN_TIME,
    TIME_MODIFIERS,
    TIMES_OF_CLAUSES,
    UNIVERSALS,
)
from signary.language.german_comparison import SAID_BY_EQUAL
from signary.language.lemmas import candidates
from signary.language.order import CONJUNCTION, KEPT_NEGATION
from signary.retrieval.word_store import SignsT

#: The key of German `zu` where it says more than enough; it stands before its adjective or time (`zu spät`).
_EXCESS = "zu sehr"
#: German prepositions between `bis` and where to.
_TO = frozenset({"zum", "zur", "nach", "ins", "ans"})


@dataclass(frozen=True)
class SignedWord(Generic[SignsT]):
    """A word, or several that are signed as one, and what there is for it.

    Attributes:
        word: As the normal form of the sentence has it.
        start: Offset of its first character there.
        end: Offset after its last character.
        source: One of `signary.retrieval.plan.SOURCES`.
        through: The key it was found under, or the reason why it was not.
        unit: Its sign, or `None`.
    """

    word: str
    start: int
    end: int
    source: str
    through: str
    unit: SignsT | None = None


@dataclass(frozen=True)
class Found(Generic[SignsT]):
    """An item, the indices of its words, and its category in sign order (empty: takes no part in the order)."""

    item: SignedWord[SignsT]
    at: int
    end: int
    category: str = ""


def bind(found: list[Found[SignsT]], spoken: str) -> list[Found[SignsT]]:
    """Items with the categories of those that they belong to.

    Args:
        found: Items of a sentence, in order.
        spoken: ISO 639-1 code of its language.
    """
    sides = (_with_sides_in_time, _with_clauses_of_time, _with_denied_universals, _with_described_places)
    for bound in (_with_minus, _with_ranges, _with_comparisons, *sides, _with_time_modifiers):
        found = bound(found, spoken)
    return found


def _with_minus(found: list[Found[SignsT]], spoken: str) -> list[Found[SignsT]]:
    """A minus stays before its number."""
    result = list(found)
    for at in range(len(found) - 1):
        if found[at].item.word in MINUS_SIGNS and found[at].item.unit and found[at + 1].category == "number":
            result[at] = replace(found[at], category="number")
    return result


def _with_ranges(found: list[Found[SignsT]], spoken: str) -> list[Found[SignsT]]:
    """`bis` in `neun bis zwölf` and `5 °C bis 9 °C` stays between its numbers."""
    words, result = RANGE_WORDS.get(spoken, frozenset()), list(found)
    for at in range(1, len(found) - 1):
        left = found[at - 1].category == "number" or (at > 1 and _is_counted(found[at - 2], found[at - 1]))
        if found[at].item.word.lower() in words and left and found[at + 1].category == "number":
            result[at] = replace(found[at], category="number")
    return result


def _is_counted(number: Found[SignsT], unit: Found[SignsT]) -> bool:
    return number.category == "number" and unit.category in ("noun", "other")


def _with_comparisons(found: list[Found[SignsT]], spoken: str) -> list[Found[SignsT]]:
    """`gestern` in `wärmer als gestern`, `Norden` in `wärmer als im Norden` stay behind what compares them."""
    words, keys = COMPARING.get(spoken, frozenset()), COMPARING_KEYS.get(spoken, frozenset())
    result, compared = list[Found[SignsT]](), False
    for each in found:
        if compared and each.category in ("time", "place"):
            each = replace(each, category="noun")
        if each.item.unit is not None:
            through = each.item.through
            compares = each.item.unit.spelled or through in keys or through == _EXCESS
            compared = compares and each.item.word.lower() in words
        elif each.item.through == SAID_BY_EQUAL:
            compared = True
        if spoken == "de" and compared and each.item.through != _EXCESS and result and result[-1].category == "time":
            # `sie läuft schneller als ich`: how fast, not when.
            result[-1] = replace(result[-1], category="adjective")
        result.append(each)
    return result


def _with_sides_in_time(found: list[Found[SignsT]], spoken: str) -> list[Found[SignsT]]:
    """What follows `vor` and `nach`, where they tell the time, goes where they go: `vor dem Essen`."""
    words, result, follows = SIDES_IN_TIME.get(spoken, frozenset()), list[Found[SignsT]](), False
    for each in found:
        if each.item.unit is not None:
            if follows and each.category in ("pronoun", "number", "noun", "verb", "other"):
                each, follows = replace(each, category="time"), each.category in ("pronoun", "number")
            else:
                follows = each.category == "time" and each.item.word.lower() in words
        result.append(each)
    return result


def _with_clauses_of_time(found: list[Found[SignsT]], spoken: str) -> list[Found[SignsT]]:
    """Chinese times that stay where they are: `睡觉以前`, `下雨的时候`, `来得早`, `比昨天冷`, `你的生日`."""
    if spoken != "zh":
        return found
    result, left, word = list[Found[SignsT]](), "", ""
    for each in found:
        behind = each.item.word in TIMES_OF_CLAUSES and left not in ("", "time")
        owned = each.category == "time" and left in ("pronoun", "noun") and word == "的"
        if behind or owned or (each.item.word in ("早", "晚") and word) or (word == "比" and each.category == "time"):
            each = replace(each, category="other")
        elif each.item.word == "的话" and each.item.unit is not None:
            each = replace(each, category="time")
        elif each.item.word in ("也", "又") and "negation" in {earlier.category for earlier in result}:
            # `既不吃肉也不吃鱼` denies both.
            each = replace(each, category=CONJUNCTION)
        word = each.item.word
        result.append(each)
        left = each.category or left
    return result


def _with_denied_universals(found: list[Found[SignsT]], spoken: str) -> list[Found[SignsT]]:
    """`not everyone likes it` is not that everyone does not: the negation stays, and what it denies beside it.

    So does Chinese 没有 before who somebody is compared with: `他没有我高`.
    """
    words, result = UNIVERSALS.get(spoken, frozenset()), list(found)
    for at in range(len(found) - 1):
        if found[at].category != "negation":
            continue
        following = found[at + 1]
        compared = spoken == "zh" and following.category == "pronoun" and found[at].item.word in ("没", "没有")
        compared = compared and at + 2 < len(found) and found[at + 2].category == "adjective"
        if following.item.unit is not None and (following.item.word.lower() in words or compared):
            result[at] = replace(found[at], category=KEPT_NEGATION)
            result[at + 1] = replace(following, category="other") if following.category == "time" else following
    return result


def _with_described_places(found: list[Found[SignsT]], spoken: str) -> list[Found[SignsT]]:
    """German `die zweite Straße`, `bis zum Bahnhof`: what stands right before a place goes where it goes."""
    if spoken != "de":
        return found
    result = list(found)
    for at in range(len(found) - 1):
        if found[at].item.unit is None:
            continue
        behind = found[at + 1]
        if found[at].category == "adjective" and behind.category == "place" and behind.item.word[:1].isupper():
            result[at] = replace(found[at], category="place")
        if found[at].item.word.lower() == "bis" and behind.item.word.lower() in _TO and at + 2 < len(found):
            goal = found[at + 2].category
            result[at] = replace(found[at], category="place" if goal == "place" else "other")
            result[at] = found[at] if goal in ("time", "number", "adjective") else result[at]
    return result


def _with_time_modifiers(found: list[Found[SignsT]], spoken: str) -> list[Found[SignsT]]:
    """`next` in `next week` goes where the week goes."""
    modifiers = TIME_MODIFIERS.get(spoken, frozenset())
    following, result = "", list[Found[SignsT]]()
    for each in reversed(found):
        if (
            each.item.unit is not None
            and following == "time"
            and each.category != "verb"
            and not (spoken == "en" and result[-1].item.word.lower() in ENGLISH_TIME_ADVERBS)
            and not modifiers.isdisjoint(candidates(each.item.word, spoken))
        ):
            each = replace(each, category="time")
        counted = each.category == "number" and following == "time"
        following = following if counted else each.category or following
        result.append(each)
    return result[::-1]
