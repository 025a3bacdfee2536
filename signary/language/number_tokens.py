"""Numbers that are one word however they are typed: telephone numbers, dates, times of day, fractions, `1 000 000`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import NamedTuple

from signary.language.function_words import listed
from signary.language.number_spans import Ordinal, Part, Year, digits_of

#: German names of the months, which have signs; the American and Chinese ways with dates are numbers.
_MONTHS = listed("januar februar märz april mai juni juli august september oktober november dezember")
#: Days of a German date that are signed as ranks (ERSTE MAI); the others are numbers (VIER MAI), as the interpreters of
#: PHOENIX14T sign them.
_LAST_RANKED_DAY = 3
#: Digits of a telephone number.
_FEWEST, _MOST = 7, 15
_YEARS = range(1800, 2100)


class Reading(NamedTuple):
    """Parts of a number (`NumberSpan.parts`), and whether it is a time or a date."""

    parts: tuple[Part, ...]
    time: bool = False


class _Form(NamedTuple):
    """A way to type a number: how it is read, the spoken language that knows it (empty: all), and what must follow."""

    pattern: re.Pattern[str]
    read: Callable[[re.Match[str], str], Reading | None]
    spoken: str = ""
    follows: str = ""


def half_of_day(hour: int, half: str) -> str:
    """The word for the part of the day of an hour `am` or `pm`: morning, afternoon, evening or night."""
    hour = hour % 12 + 12 * (half[0] == "p")
    if hour == 0:
        return "night"
    return next(
        name for last, name in ((11, "morning"), (17, "afternoon"), (20, "evening"), (23, "night")) if hour <= last
    )


def clock(pieces: tuple[str, ...], spoken: str) -> tuple[Part, ...]:
    """Hours, minutes and seconds; a full hour is the hour alone, and minutes below 10 keep their zero."""
    hour, minutes, *rest = (*map(int, pieces), 0)[: max(len(pieces), 2)]
    if spoken == "zh":
        return (hour, "点", *((0,) if 0 < minutes < 10 else ()), *((minutes, "分") if minutes else ()), *rest)
    if not minutes and not any(rest):
        return (hour,)
    return (hour, *((0,) if minutes < 10 else ()), *((minutes,) if minutes or not rest else (0,)), *rest)


def _half_day(match: re.Match[str], spoken: str) -> Reading:
    pieces = tuple(re.split("[:.]", match["clock"]))
    return Reading((*clock(pieces, spoken), half_of_day(int(pieces[0]), match["half"].lower())), time=True)


def _chinese_clock(match: re.Match[str], spoken: str) -> Reading | None:
    pieces = tuple(match.group().split("："))
    return Reading(clock(pieces, spoken), time=True) if int(pieces[0]) <= 24 and int(pieces[1]) < 60 else None


def _telephone(match: re.Match[str], spoken: str) -> Reading | None:
    digits, groups = digits_of(match.group()), re.findall(r"\d+", match.group())
    if not _FEWEST <= len(digits) <= _MOST:
        return None
    plus = ("加" if spoken == "zh" else "plus",) if match.group().startswith("+") else ()
    # Two round numbers, or years, are a range: 200-1000, 300 1998.
    if len(groups) == 2 and groups[0][0] != "0" and len(digits) == _FEWEST and not match.group().startswith("("):
        last = int(groups[1])
        if (last % 100 == 0 and int(groups[0]) % 100 == 0) or (last in _YEARS and "-" not in match.group()):
            return None
    return Reading((*plus, *digits))


def _date(match: re.Match[str], spoken: str) -> Reading | None:
    year, month, day = match["year"] or "", int(match["month"]), int(match["day"])
    if month > 12 and day <= 12 and spoken == "en":
        month, day = day, month
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    last: tuple[Part, ...] = () if not year else (Year(year),) if len(year) == 4 else _two(year)
    if spoken == "zh":
        return Reading((*last, "年", month, "月", day, "日"), time=True)
    if spoken == "de":
        return Reading((german_day(day), _MONTHS[month - 1], *last), time=True)
    return Reading((month, day, *last), time=True)


def german_day(day: int, month: str = _MONTHS[0]) -> int:
    """The day of a date as it is signed; a rank of something else than a month stays one.

    Args:
        day: Rank.
        month: The word after it, in lower case.
    """
    return int(day) if day > _LAST_RANKED_DAY and month in (*_MONTHS, "jänner", "feber") else Ordinal(day)


def _two(digits: str) -> tuple[int, ...]:
    return digits_of(digits) if digits[0] == "0" else (int(digits),)


def _grouped(match: re.Match[str], spoken: str) -> Reading:
    return Reading((int(re.sub(r"\D", "", match.group())),))


def _slashed(match: re.Match[str], spoken: str) -> Reading | None:
    whole, upper, lower = match["whole"], int(match["upper"]), int(match["lower"])
    before = (int(whole),) if whole else ()
    if 0 < upper < lower and (whole or lower in (2, 3, 4, 5, 6, 8, 10, 16, 100) or match["line"] == "⁄"):
        return Reading((*before, *fraction(upper, lower, spoken)))
    return None


def fraction(upper: int, lower: int, spoken: str) -> tuple[Part, ...]:
    """Parts of a fraction: a half has a sign, in Chinese the lower number comes first."""
    if spoken == "zh":
        return (lower, "分之", upper)
    if (upper, lower) == (1, 2):
        return ("halb" if spoken == "de" else "half",)
    return (upper, "bruchstrich" if spoken == "de" else "fraction-bar", lower)


_DAY, _MONTH, _YEAR = r"(?P<day>\d{1,2})", r"(?P<month>\d{1,2})", r"(?P<year>\d{4}|\d{2})"
_NO_MORE = r"(?![\d]|[.,:/-]\d)"
_AMERICAN = (
    r"(?:\+?1[ .-]?)?(?:\([2-9]\d{2}\)[ -]?|[2-9]\d{2}[ .-])\d{3}[ .-]\d{4}|1?[2-9]\d{2}[2-9]\d{6}"
    r"|[2-9]\d{2}[ -]\d{4}|\d{3}-\d{2}-\d{4}"
)
_GERMAN = (
    r"\(0\d{1,5}\)[ -]?\d{2,}(?:[ /-]\d{2,})*|0\d+(?: ?[ /-] ?\d{2,})*?(?: ?[/-] ?|[ /-])\d{3,}(?:[ /-]\d{2,})*"
    r"|0\d{2,5}(?: ?[/-] ?| )\d{2}(?: \d{2}){2,}"
)
_CHINESE = (
    r"(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}|1[3-9]\d[ -]\d{3}[ -]\d{5}|\(0\d{2,3}\)[ -]?\d{7,8}"
    r"|0\d{2,3}[ -]\d{7,8}|[48]00[ -]\d{3,4}[ -]\d{3,4}"
)
_FORMS = (
    _Form(
        re.compile(
            r"(?P<clock>(?:1[0-2]|0?\d)(?:[:.][0-5]\d)?|(?:1\d|2[0-4])[:.][0-5]\d)[ \u00a0\u202f]?"
            r"(?P<half>[ap]\. ?m\.|[ap]\.?m)(?![^\W_])",
            re.IGNORECASE,
        ),
        _half_day,
        "en",
    ),
    _Form(re.compile(rf"(?P<year>\d{{4}})([-/.]){_MONTH}\2{_DAY}{_NO_MORE}"), _date),
    _Form(re.compile(rf"{_DAY}\.{_MONTH}\.{_YEAR}{_NO_MORE}"), _date, "de"),
    _Form(re.compile(rf"{_DAY}\. ?{_MONTH}\. ?(?P<year>\d{{4}}){_NO_MORE}"), _date, "de"),
    _Form(re.compile(rf"{_DAY}([/-]){_MONTH}\2(?P<year>\d{{4}}){_NO_MORE}"), _date, "de"),
    _Form(re.compile(rf"{_DAY}\.{_MONTH}\.(?P<year>)"), _date, "de", r" [^\W\d_]|[,;!?)]| ?[-/] ?\d|$"),
    _Form(re.compile(rf"{_MONTH}([/.-]){_DAY}\2(?P<year>\d{{4}}){_NO_MORE}"), _date, "en"),
    _Form(re.compile(rf"{_MONTH}/{_DAY}/{_YEAR}{_NO_MORE}"), _date, "en"),
    _Form(re.compile(rf"(?:\+|00(?=\d))\d{{1,3}}(?:[ ./-]?\(?\d+\)?)+{_NO_MORE}"), _telephone),
    _Form(re.compile(rf"(?:{_AMERICAN}){_NO_MORE}"), _telephone, "en"),
    _Form(re.compile(rf"(?:{_GERMAN}){_NO_MORE}"), _telephone, "de"),
    _Form(re.compile(rf"(?:{_CHINESE}){_NO_MORE}"), _telephone, "zh"),
    _Form(re.compile(r"(?P<hour>\d{1,2})(?:：(\d\d)){1,2}(?!\d)"), _chinese_clock, "zh"),
    _Form(re.compile(rf"\d{{2,5}}(?:-\d{{2,5}}){{2,}}{_NO_MORE}"), _telephone),
    _Form(re.compile(rf"[1-9]\d{{0,2}}(?:[ \u00a0\u2009\u202f']\d{{3}})+{_NO_MORE}"), _grouped),
    _Form(re.compile(r"(?:(?P<whole>\d{1,4}) )?(?P<upper>\d{1,3})(?P<line>[/⁄])(?P<lower>\d{1,3})(?![\d/])"), _slashed),
)
_FORMS_OF: Mapping[str, tuple[_Form, ...]] = {
    spoken: tuple(form for form in _FORMS if form.spoken in ("", spoken)) for spoken in ("", "en", "de", "zh")
}


def number_end(text: str, at: int, spoken: str) -> int | None:
    """Where a number ends that is one word but has more in it than digits and their signs, or `None`.

    Args:
        text: A sentence.
        at: Where its first digit, its `+` or its bracket stands.
        spoken: ISO 639-1 code of the language.
    """
    for form in _FORMS_OF.get(spoken, _FORMS_OF[""]):
        match = form.pattern.match(text, at)
        if match and re.compile(form.follows).match(text, match.end()) and form.read(match, spoken) is not None:
            return match.end()
    return None


@lru_cache(maxsize=4096)
def read_number(word: str, spoken: str) -> Reading | None:
    """What a number of this kind says, or `None` if the word is none."""
    for form in _FORMS_OF.get(spoken, _FORMS_OF[""]):
        match = form.pattern.fullmatch(word)
        if match and (reading := form.read(match, spoken)) is not None:
            return reading
    return None
