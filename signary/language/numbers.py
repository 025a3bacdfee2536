"""Numbers in a list of words, written in digits or in words (English, German, Chinese)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from signary.language.listed import listed
from signary.language.number_words import CHINESE_NUMERAL, chinese_number, english_number, german_number

#: The part of a number that stands for the decimal sign.
POINT = "point"
MAX_DIGITS = 15
FIRST_YEAR, LAST_YEAR = 1100, 2099

_ENGLISH_GROUPS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_GERMAN_GROUPS = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th|te[nrsm]?|er|\.)", re.IGNORECASE)
_CLOCK: Mapping[str, tuple[str, ...]] = {
    "en": ("o'clock", "am", "pm", "a.m.", "p.m."),
    "de": ("uhr",),
    "zh": ("点", "分"),
}
#: Spoken language -> what the decimal sign is called.
POINT_WORDS: Mapping[str, str] = {"en": "point", "de": "komma", "zh": "点"}
_SCALES: Mapping[str, Mapping[str, int]] = {
    "en": {"hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9},
    "de": {"hundert": 10**2, "tausend": 10**3, "million": 10**6, "millionen": 10**6},
    "zh": {"百": 10**2, "千": 10**3, "万": 10**4, "亿": 10**8},
}
_SPLIT_NUMERAL = re.compile(rf"(第?)({CHINESE_NUMERAL}+)(.*)", re.DOTALL)
_MEASURES = frozenset(
    listed(
        "个 只 条 张 本 天 年 月 日 号 点 分 岁 块 度 次 位 名 件 人 周 秒 元 毛 米 斤 双 辆 间 座 杯 碗 瓶 支 头 "
        "家 口 层 级 种 点钟 分钟 小时 公里 公斤 厘米 月份 年级 星期 摄氏度"
    )
)
_NO_NUMERALS = frozenset(listed("一点 十分 一次 一会 一家 一天 一时 百度 千米"))


@dataclass(frozen=True)
class NumberSpan:
    """A number among words.

    Attributes:
        start: Index of its first word.
        end: Index after its last word.
        parts: What is signed one after another: one integer; for decimals the integer, `"point"` and the digits after
            it; for times and dates their integers; single digits where the number is read so (`007`).
        ordinal: Whether it is a rank (`3rd`, `dritte`, `第三`).
        year: Whether it reads as a year (1998).
    """

    start: int
    end: int
    parts: tuple[int | str, ...]
    ordinal: bool = False
    year: bool = False

    @property
    def value(self) -> int | None:
        """The integer, or `None` where there are several parts."""
        return self.parts[0] if len(self.parts) == 1 and isinstance(self.parts[0], int) else None


def find_numbers(words: Sequence[str], spoken: str) -> list[NumberSpan]:
    """Find the numbers in a list of words, longest first from the left; they do not overlap.

    German `ein`, `eine`, `einen` … are articles, no numbers; English `one` is a number.

    Args:
        words: Words (or their keys) in order.
        spoken: ISO 639-1 code of their language; for others than en, de and zh only digits are found.
    """
    lowered = [word.lower() for word in words]
    found, at = [], 0
    while at < len(lowered):
        span = _number_at(lowered, at, spoken)
        if span is not None:
            found.append(span)
        at = span.end if span is not None else at + 1
    return found


def split_numeral(token: str, *, guessed: bool = False) -> Iterator[str]:
    """Part a Chinese numeral from the measure word that the tokenizer left at it: `二十五个` -> `二十五`, `个`.

    Args:
        token: A word as the tokenizer cut it.
        guessed: Whether it is none of its dictionary: then what is counted is parted too (`三杯水`).
    """
    match = _SPLIT_NUMERAL.fullmatch(token)
    if match is None or token in _NO_NUMERALS:
        yield token
        return
    numeral, rest = match.group(1) + match.group(2), match.group(3)
    if rest in _MEASURES:
        yield from (numeral, rest)
    elif guessed and rest[:1] in _MEASURES:
        yield from (numeral, rest[0], rest[1:])
    else:
        yield token


def _number_at(words: list[str], at: int, spoken: str) -> NumberSpan | None:
    word = words[at]
    if word[:1].isdecimal():
        span = _digits(words, at, spoken)
    elif spoken in _PARSERS:
        parsed = _PARSERS[spoken](words, at)
        if parsed is None:
            return None
        value, end, ordinal, plain_digits = parsed
        parts = tuple(map(int, plain_digits)) if plain_digits and not _is_year(value, words, end) else (value,)
        span = NumberSpan(at, end, parts, ordinal, bool(plain_digits) and parts == (value,))
    else:
        return None
    if span is None or span.ordinal or span.value is None:
        return span
    return _with_fraction(_with_scale(span, words, spoken), words, spoken)


def _is_year(value: int, words: list[str], end: int) -> bool:
    return FIRST_YEAR <= value <= LAST_YEAR or (end < len(words) and words[end] == "年")


_Parsed = tuple[int, int, bool, str]


def _english(words: list[str], at: int) -> _Parsed | None:
    parsed = english_number(words, at)
    return None if parsed is None else (*parsed, "")


def _german(words: list[str], at: int) -> _Parsed | None:
    parsed = german_number(words[at])
    if parsed is None:
        return None
    value, ordinal = parsed
    hundreds = "hundert" in words[at] and "tausend" not in words[at] and FIRST_YEAR <= value <= LAST_YEAR
    return value, at + 1, ordinal, str(value) if hundreds else ""


def _chinese(words: list[str], at: int) -> _Parsed | None:
    end, text = at, ""
    while end < len(words) and (chinese_number(words[end]) is not None and not (text and words[end][0] == "第")):
        text, end = text + words[end], end + 1
    while end > at:
        parsed = chinese_number(text)
        if parsed is not None:
            return parsed[0], end, parsed[1], parsed[2]
        end -= 1
        text = text[: len(text) - len(words[end])]
    return None


_PARSERS: Mapping[str, Callable[[list[str], int], _Parsed | None]] = {
    "en": _english,
    "de": _german,
    "zh": _chinese,
}


def _digits(words: list[str], at: int, spoken: str) -> NumberSpan | None:
    following = words[at + 1] if at + 1 < len(words) else ""
    read = _read_digits(words[at], spoken, following in _CLOCK.get(spoken, ()))
    return None if read is None else NumberSpan(at, at + 1, *read)


@lru_cache(maxsize=4096)
def _read_digits(word: str, spoken: str, clock: bool) -> tuple[tuple[int | str, ...], bool, bool] | None:
    """Parts, ordinal flag and year flag of a number written in digits; `None` if the word is something else."""
    if match := _ORDINAL.fullmatch(word):
        return _integer(match.group(1)), True, False
    if word.isdecimal():
        year = len(word) == 4 and FIRST_YEAR <= int(word) <= LAST_YEAR and int(word) % 100 != 0
        return _integer(word), False, year
    if not re.fullmatch(r"\d+(?:[.,:]\d+)*", word):
        return None
    groups, thousands, comma = (_GERMAN_GROUPS, ".", ",") if spoken == "de" else (_ENGLISH_GROUPS, ",", ".")
    if not clock and groups.fullmatch(word):
        whole, _, fraction = word.replace(thousands, "").partition(comma)
        return (*_integer(whole), *_fraction(fraction)), False, False
    pieces = re.split(r"[.,:]", word)
    if len(pieces) == 2 and not clock and ":" not in word:
        return (*_integer(pieces[0]), *_fraction(pieces[1])), False, False
    return tuple(part for piece in pieces for part in _integer(piece, clock=len(piece) == 2)), False, False


def _integer(digits: str, clock: bool = False) -> tuple[int, ...]:
    """One integer, or single digits where it starts with 0 (other than on the clock) or is too long to be read."""
    if len(digits) > MAX_DIGITS or (digits[0] in "0٠０" and len(digits) > 1 and not clock):
        return tuple(map(int, digits))
    return (int(digits),)


def _fraction(digits: str) -> tuple[int | str, ...]:
    return (POINT, *map(int, digits)) if digits else ()


def _with_scale(span: NumberSpan, words: list[str], spoken: str) -> NumberSpan:
    """Take in a scale word after a number: `3 million`, `zwei Millionen`, `3万`."""
    scale = _SCALES.get(spoken, {}).get(words[span.end]) if span.end < len(words) else None
    if scale is None or span.value is None or span.value == 0 or span.value >= scale:
        return span
    return NumberSpan(span.start, span.end + 1, (span.value * scale,))


def _with_fraction(span: NumberSpan, words: list[str], spoken: str) -> NumberSpan:
    """Take in `point five`, `Komma fünf`, `点五` after an integer."""
    at, digits = span.end + 1, list[int]()
    if spoken not in POINT_WORDS or at >= len(words) or words[span.end] != POINT_WORDS[spoken]:
        return span
    while at < len(words) and (digit := _single_digits(words[at], spoken)):
        digits += digit
        at += 1
    on_the_clock = spoken == "zh" and at < len(words) and words[at] in ("分", "分钟")
    if not digits or on_the_clock:
        return span
    return NumberSpan(span.start, at, (*span.parts, POINT, *digits))


def _single_digits(word: str, spoken: str) -> list[int]:
    if word.isdecimal():
        return list(map(int, word[:MAX_DIGITS]))
    if spoken == "zh":
        parsed = chinese_number(word)
        return list(map(int, parsed[2] or str(parsed[0]))) if parsed and (parsed[2] or parsed[0] < 10) else []
    number = _PARSERS[spoken]([word], 0)
    return [number[0]] if number is not None and number[0] < 10 and not number[2] else []
