"""English signs that belong to one beside them: what `how` asks, what is `before`, whose day, which days."""

from __future__ import annotations

from dataclasses import replace

from signary.language.function_words import ENGLISH_SIDES_IN_TIME, ENGLISH_TIME_ADVERBS, TIME_MODIFIERS, listed
from signary.language.order import CONJUNCTION, SUBORDINATE
from signary.retrieval.bound_signs import Found
from signary.retrieval.word_store import SignsT

_SUBJECTS = frozenset(listed("i you he she we they"))
_OWNERS = frozenset(listed("my your his her our their"))
_PREDICATING = frozenset(listed("am is are was were be been being m s re very too so always never not"))
_DAYS = frozenset(listed("monday tuesday wednesday thursday friday saturday sunday"))
_BEGINNING_CLAUSES = frozenset(listed("if when"))
_AT_THE_CLOCK = frozenset(listed("at by around until from to"))


def bind_english(found: list[Found[SignsT]], breaks: frozenset[int]) -> list[Found[SignsT]]:
    """Items with the categories of those that they belong to, in what only English says so.

    Args:
        found: Items of a sentence, in order.
        breaks: Indices of the words before which punctuation parts clauses.
    """
    for bound in (_with_predicates, _with_how, _with_one_question, _with_described_times, _with_joined_times):
        found = bound(found)
    return _with_subordinates(_with_sides_in_time(found, breaks))


def _with_predicates(found: list[Found[SignsT]]) -> list[Found[SignsT]]:
    """English `late` behind a form of `be` is told of somebody (`you are late`), and `your day` is somebody's."""
    result = list(found)
    for at in range(1, len(found)):
        told = found[at].category == "time" and found[at].item.word.lower() in ("late", "early")
        if told and found[at - 1].item.word.lower().lstrip("\u2019'") in _PREDICATING:
            result[at] = replace(found[at], category="adjective")
        if found[at - 1].item.word.lower() == "next" and found[at].category != "time":
            result[at - 1] = replace(found[at - 1], category="adjective")
        owned = found[at].category == "time" and found[at - 1].item.word.lower() in _OWNERS
        result[at] = replace(found[at], category="noun") if owned else result[at]
    return result


def _with_how(found: list[Found[SignsT]]) -> list[Found[SignsT]]:
    """What English `how` asks about stays with it: `how long`, `how old`."""
    result = list(found)
    for at in range(len(found) - 1):
        asks = found[at].category == "question" and found[at].item.word.lower() == "how"
        if asks and found[at + 1].category in ("adjective", "time", "place"):
            result[at + 1] = replace(found[at + 1], category="question")
    return result


def _with_sides_in_time(found: list[Found[SignsT]], breaks: frozenset[int]) -> list[Found[SignsT]]:
    """`before` joins a clause (`before you leave`), or is a time with what follows (`before lunch`, `since Monday`)."""
    result = list(found)
    for at, each in enumerate(found):
        if each.item.word.lower() not in ENGLISH_SIDES_IN_TIME or each.item.unit is None:
            continue
        behind = list[int]()
        for index in range(at + 1, len(found)):
            if found[index].at in breaks or found[index].category == CONJUNCTION:
                break
            behind += [index] if found[index].item.unit is not None else []
        categories = [found[index].category for index in behind]
        if not behind or categories[0] in ("time", "number"):
            result[at] = replace(each, category="time") if behind else each
            for index in behind[: 2 if len(behind) > 1 and found[behind[1]].item.word.lower() == "o'clock" else 1]:
                result[index] = replace(found[index], category="time")
        elif "verb" in categories or (len(behind) > 1 and found[behind[0]].item.word.lower() in _SUBJECTS):
            result[at] = replace(each, category=CONJUNCTION)
        else:
            size = next((place for place, category in enumerate(categories) if category in ("noun", "other")), 0)
            for index in (at, *behind[: size + 1]):
                result[index] = replace(result[index], category="time")
    return result


def _with_subordinates(found: list[Found[SignsT]]) -> list[Found[SignsT]]:
    """`if` and `when` begin a clause of their own: `what do you do when it rains?`."""
    return [
        replace(each, category=SUBORDINATE)
        if each.item.word.lower() in _BEGINNING_CLAUSES and each.item.unit is not None and each.category != "question"
        else each
        for each in found
    ]


def _is_told_from_now(found: Found[SignsT]) -> bool:
    """Whether an English time is told from now: `yesterday`, `last week`, `Monday`."""
    words = found.item.word.lower().split()
    return words[0] in ENGLISH_TIME_ADVERBS | _DAYS | {"last", "this", "next", "every"}


def _with_one_question(found: list[Found[SignsT]]) -> list[Found[SignsT]]:
    """`what do you do when it rains?` asks what, not when."""
    result, asked = list(found), False
    for at, each in enumerate(found):
        if each.category == "question" and each.item.word.lower() in ("when", "where", "who"):
            joined = at > 0 and found[at - 1].category == CONJUNCTION
            result[at] = replace(each, category=CONJUNCTION) if asked and not joined else each
        asked = asked or each.category == "question"
    return result


def _with_described_times(found: list[Found[SignsT]]) -> list[Found[SignsT]]:
    """`rainy days` stay together; `she turned 18 last week` has no 18 weeks."""
    result = list(found)
    for at in range(len(found) - 2, -1, -1):
        if result[at + 1].category != "time" or found[at].item.unit is None:
            continue
        from_now = _is_told_from_now(found[at + 1])
        if found[at].category == "adjective" and not from_now:
            result[at] = replace(found[at], category="time")
        before = found[at - 1].item.word.lower() if at else "at"
        if found[at].category == "number" and from_now and before not in _AT_THE_CLOCK:
            result[at] = replace(found[at], category="noun")
    return result


def _with_joined_times(found: list[Found[SignsT]]) -> list[Found[SignsT]]:
    """`and` and `or` between two times go with them: `sooner or later`."""
    result = list(found)
    signed = [at for at, each in enumerate(found) if each.item.unit is not None]
    for left, at, right in zip(signed, signed[1:], signed[2:], strict=False):
        joined = found[at].category == CONJUNCTION and found[at].item.word.lower() in ("and", "or")
        if joined and found[left].category == "time" and _begins_time(found, right):
            result[at] = replace(found[at], category="time")
    return result


def _begins_time(found: list[Found[SignsT]], at: int) -> bool:
    behind = found[at + 1].category if at + 1 < len(found) else ""
    modified = found[at].item.word.lower() in TIME_MODIFIERS["en"] or found[at].category == "number"
    return found[at].category == "time" or (modified and behind == "time")
