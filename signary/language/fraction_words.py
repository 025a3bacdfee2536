"""Fractions in words: `two thirds`, `a quarter of`, `zwei Drittel`, `three tenths`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from signary.language.function_words import listed
from signary.language.number_spans import NumberSpan, Part
from signary.language.number_tokens import fraction
from signary.language.plain_numbers import plain_number

_ENGLISH: Mapping[str, int] = dict(
    zip(listed("third quarter fifth sixth seventh eighth ninth tenth"), range(3, 11), strict=True)
) | {"fourth": 4, "twelfth": 12, "twentieth": 20, "hundredth": 100, "thousandth": 1000}
_GERMAN: Mapping[str, int] = {
    "drittel": 3, "fünftel": 5, "sechstel": 6, "siebtel": 7, "siebentel": 7, "achtel": 8, "neuntel": 9, "zehntel": 10,
    "zwölftel": 12, "zwanzigstel": 20, "hundertstel": 100, "tausendstel": 1000,
}  # fmt: skip
#: The name of a quarter, which is a sign of its own in German.
_GERMAN_QUARTER = "viertel"
_ONE = frozenset(listed("ein eine einem einen eines"))
#: More are no parts of a whole that people name in words.
_MOST = 99


def english_fraction(words: Sequence[str], lowered: Sequence[str], at: int) -> NumberSpan | None:
    """`two thirds`, `one quarter`, `a third of`; what is ranked (`a third time`) is none.

    Args:
        words: Words in order.
        lowered: The same in lower case.
        at: Index of the first one.
    """
    del words
    behind = lowered[at + 1] if at + 1 < len(lowered) else ""
    follows = lowered[at + 2] if at + 2 < len(lowered) else ""
    lower = _ENGLISH.get(behind.removesuffix("s"), 0)
    if not lower:
        return None
    if lowered[at] in ("a", "an"):
        return _span(at, 1, lower, "en") if follows == "of" else None
    upper = _upper(lowered, at, "en")
    several = behind.endswith("s")
    return _span(at, upper, lower, "en") if upper and several == (upper > 1) else None


def german_fraction(words: Sequence[str], lowered: Sequence[str], at: int) -> NumberSpan | None:
    """`zwei Drittel`, `ein Zehntel`, `drei Viertel`; a lone `Viertel` is the noun. Arguments as `english_fraction`."""
    del words
    behind = lowered[at + 1] if at + 1 < len(lowered) else ""
    upper = 1 if lowered[at] in _ONE else _upper(lowered, at, "de")
    if upper and behind in (_GERMAN_QUARTER, _GERMAN_QUARTER + "n"):
        parts: tuple[Part, ...] = (upper, _GERMAN_QUARTER) if upper > 1 else (_GERMAN_QUARTER,)
        return NumberSpan(at, at + 2, parts)
    lower = _GERMAN.get(behind) or _GERMAN.get(behind.removesuffix("n"), 0)
    return _span(at, upper, lower, "de") if upper and lower else None


def _upper(words: Sequence[str], at: int, spoken: str) -> int:
    """The number above the stroke, one word; 0 if there is none."""
    span = plain_number([words[at]], 0, spoken)
    if span is None or span.value is None or span.ordinal or span.time or span.value > _MOST:
        return 0
    return span.value


def _span(at: int, upper: int, lower: int, spoken: str) -> NumberSpan:
    return NumberSpan(at, at + 2, fraction(upper, lower, spoken))
