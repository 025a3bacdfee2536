"""Exponents: `10^3`, `x²`, `10⁻⁶`, and `²` and `³` behind a unit (`m²`, `km³`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from signary.language.number_spans import MINUS_WORDS, Part

_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
#: Behind digits, a closing bracket, or one or two letters: longer words have raised numbers for their footnotes.
_POWER = re.compile(
    r"(?:(?<=[\d)])|(?<=(?<![^\W\d_])[^\W\d_])|(?<=(?<![^\W\d_])[^\W\d_]{2}))"
    r"(?:\^[({]?(?P<typed>[-−+]?(?:\d{1,3}|[A-Za-z]))[)}]?|(?P<raised>[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}))(?![\w⁰¹²³⁴⁵⁶⁷⁸⁹])"
)
#: `5 m2`: typed without the raised digit.
_TYPED = re.compile(r"(?<=\d)[ \u00a0\u202f]?(?:[mcdk]?m|ft|yd|mi)(?P<digit>[23])(?!\w)")
_KEY = re.compile(r"\^(?P<sign>[-+]?)(?:(?P<digits>\d{1,3})|(?P<letter>[a-z]))", re.IGNORECASE)
#: Spoken language -> what is signed before an exponent; Chinese has a word behind it.
_POWER_NAMES: Mapping[str, str] = {"en": "power (exponent)", "de": "hoch (exponent)", "zh": "次方"}
#: Spoken language -> key of an exponent -> what is said before a unit that has it.
_SQUARED: Mapping[str, Mapping[str, str]] = {
    "en": {"^2": "square", "^3": "cubic"},
    "de": {"^2": "quadrat", "^3": "kubik"},
    "zh": {"^2": "平方", "^3": "立方"},
}


def find_powers(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and key (`^3`, `^-6`) of every exponent in a text."""
    for match in _POWER.finditer(text):
        digits = match["typed"] or match["raised"].translate(_RAISED)
        yield *match.span(), "^" + digits.replace("−", "-")
    for match in _TYPED.finditer(text):
        yield *match.span("digit"), "^" + match["digit"]


def power_parts(key: str, spoken: str) -> tuple[Part, ...] | None:
    """What is signed for an exponent (`NumberSpan.parts`), or `None` if a key is none."""
    match = _KEY.fullmatch(key)
    if match is None:
        return None
    exponent: Part = int(match["digits"]) if match["digits"] else f"{match['letter'].lower()} (letter)"
    value = (*((MINUS_WORDS.get(spoken, "minus"),) if match["sign"] == "-" else ()), exponent)
    name = _POWER_NAMES.get(spoken, "power")
    return (*value, name) if spoken == "zh" else (name, *value)


def unit_power(key: str, spoken: str) -> str:
    """`square` and `cubic`, as they are said before a unit; empty for other keys."""
    return _SQUARED.get(spoken, {}).get(key, "")
