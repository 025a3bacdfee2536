"""One number, written in digits or in words (English, German, Chinese), with its scale words and decimals."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from signary.language.function_words import listed
from signary.language.number_spans import POINT, NumberSpan, Ordinal, Part, Year, digits_of
from signary.language.number_tokens import Reading, clock, fraction, german_day, read_number
from signary.language.number_words import chinese_number, english_number, german_half, german_number
from signary.language.powers import power_parts

MAX_DIGITS = 15
#: Bare numbers that are read as years; after `in`, `since` … earlier ones are years too.
FIRST_YEAR, LAST_YEAR = 1700, 2099
_EARLIEST_YEAR = 1100

_ENGLISH_GROUPS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_GERMAN_GROUPS = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th|te[nrsm]?|\.)", re.IGNORECASE)
#: A German day, and what may stand between two of them.
_DAY = re.compile(r"\d{1,2}\.|und|bis|oder")
_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.")
_DECADE = re.compile(r"(\d+)(er|'?s)", re.IGNORECASE)
_TIME_OF_DAY = re.compile(r"\d{1,2}(?:[:.：]\d\d){1,2}")
_CLOCK: Mapping[str, tuple[str, ...]] = {"en": ("o'clock",), "de": ("uhr",), "zh": ("点", "分")}
#: Spoken language -> words that tell that a number with four digits is a year.
_YEAR_WORDS: Mapping[str, frozenset[str]] = {
    "en": frozenset(listed("in since year by until before after circa")),
    "de": frozenset(listed("jahr jahre jahres seit anno anfang ende mitte")),
}
#: Spoken language -> what the decimal sign is called.
POINT_WORDS = {"en": "point", "de": "komma", "zh": "点"}
#: Spoken language -> what the sign for it is called (点 is also the clock).
POINT_NAMES: Mapping[str, str] = POINT_WORDS | {"zh": "小数点"}
_SCALES: Mapping[str, Mapping[str, int]] = {
    "en": {"hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
    | {"k": 10**3, "mn": 10**6, "mio": 10**6, "bn": 10**9, "millions": 10**6, "billions": 10**9},
    "de": {"hundert": 10**2, "tausend": 10**3, "tsd": 10**3, "tsd.": 10**3, "k": 10**3}
    | dict.fromkeys(("million", "millionen", "mio", "mio.", "mill."), 10**6)
    | dict.fromkeys(("milliarde", "milliarden", "mrd", "mrd."), 10**9)
    | dict.fromkeys(("billion", "billionen"), 10**12),
    "zh": {"百": 10**2, "千": 10**3, "万": 10**4, "亿": 10**8, "百万": 10**6, "千万": 10**7, "万亿": 10**12}
    | {"十万": 10**5, "十亿": 10**9, "百亿": 10**10, "千亿": 10**11},
}
#: Languages that part decimals with a point and thousands with a comma; the others do it the other way round.
_DECIMAL_POINT = frozenset(listed("en zh yue ja ko th hi bn ta te ml mr gu pa ne si ur he ms ga cy mt sw tl fil"))
_ARTICLES = frozenset(listed("ein eine einer einem einen eines"))
#: German scale words that are nouns: an article before them counts.
_SCALE_NOUNS = frozenset(listed("million milliarde billion"))
#: Words after which a number of three and more digits is a telephone number.
_CALLS = frozenset(
    listed(
        "call dial text ring phone telephone tel tel. ruf rufe rufen wähle wählen wählt notruf telefon telefonnummer"
    )
    + listed("zip code pin postleitzahl plz 打 拨 拨打 打电话 电话 号码 电话号码 手机号 邮编 邮政编码")
)
_EMERGENCIES = frozenset(listed("911 999 988 112 110 119 120 122"))
_UNITS = frozenset(
    listed(
        "meter kilometer euro euros dollar dollars grad prozent percent degrees miles feet people menschen personen "
        "stück mal times km m kg g % € $ £ ¥ ￥ 元 块 人 个 米 公里 公斤 次 本 只 张 名 位 件 吨 里 平方米 克"
    )
)


def plain_number(words: Sequence[str], at: int, spoken: str) -> NumberSpan | None:
    """The number that begins at a word (lower case): digits, number words, with scales, decimals, an exponent.

    Args:
        words: In lower case.
        at: Index of the first one.
        spoken: ISO 639-1 code of their language.
    """
    word = words[at]
    if (parts := power_parts(word, spoken)) is not None:
        return NumberSpan(at, at + 1, parts)
    if word[:1].isdecimal() or word[:1] in ("+", "(", "."):
        span = _digits(words, at, spoken)
    elif len(word) == 1 and unicodedata.category(word) in ("No", "Nl"):
        span = NumberSpan(at, at + 1, _symbol(word, spoken))
    elif spoken in _PARSERS:
        span = _PARSERS[spoken](words, at)
    else:
        return None
    if span is None or span.ordinal or span.time:
        return _as_day(span, words, spoken)
    if span.end < len(words) and (parts := power_parts(words[span.end], spoken)) is not None:
        return span.joined(span.end + 1, (*span.parts, *parts))
    if span.value is not None:
        span = _with_halves(_with_fraction(span, words, spoken), words, spoken)
    return _with_scales(span, words, spoken)


def _as_day(span: NumberSpan | None, words: Sequence[str], spoken: str) -> NumberSpan | None:
    """German ranks before a month, and in a row that ends with one (`3.-5. Mai`): the day."""
    if span is None or spoken != "de" or span.value is None or not span.ordinal:
        return span
    following = next((word for word in words[span.end :] if not _DAY.fullmatch(word)), "")
    dated = _DATE.match(following) is not None
    return span.joined(span.end, (german_day(span.value) if dated else german_day(span.value, following),))


def _symbol(character: str, spoken: str) -> tuple[Part, ...]:
    """Parts of a fraction (`½`), a raised, circled or Roman number (`²`, `①`, `Ⅷ`)."""
    value = Fraction(unicodedata.numeric(character)).limit_denominator(1000)
    if value.denominator == 1:
        return (value.numerator,)
    return fraction(value.numerator, value.denominator, spoken)


def _english(words: Sequence[str], at: int) -> NumberSpan | None:
    parsed = english_number(words, at)
    if parsed is None:
        return _half_of_a(words, at)
    value, end, ordinal = parsed
    if end == at + 1 and words[at] in ("thousand", "million", "billion", "trillion"):
        return None
    return NumberSpan(at, end, (Ordinal(value) if ordinal else value,))


def _half_of_a(words: Sequence[str], at: int) -> NumberSpan | None:
    """`half a million`."""
    scale = _SCALES["en"].get(words[at + 2], 0) if at + 2 < len(words) else 0
    if scale > 100 and words[at] == "half" and words[at + 1] == "a":
        return NumberSpan(at, at + 3, (scale // 2,))
    return None


def _german(words: Sequence[str], at: int) -> NumberSpan | None:
    word = words[at]
    if word in _ARTICLES:
        halved = at + 1 < len(words) and words[at + 1] in ("halbe", "halben")
        noun = at + 1 + halved
        if noun < len(words) and words[noun] in _SCALE_NOUNS:
            scale = _SCALES["de"][words[noun]]
            return _with_rest(NumberSpan(at, noun + 1, (scale // (1 + halved),)), scale, words, "de")
        return None
    parsed = german_number(word)
    if parsed is None:
        halves = german_half(word)
        return None if halves is None else NumberSpan(at, at + 1, (halves, "halb"))
    value, ordinal = parsed
    hundreds = "hundert" in word and "tausend" not in word and _EARLIEST_YEAR <= value <= LAST_YEAR
    return NumberSpan(at, at + 1, (Ordinal(value) if ordinal else Year(value) if hundreds else value,))


def _chinese(words: Sequence[str], at: int) -> NumberSpan | None:
    if at and words[at - 1] in ("几", "多", "数") and set(words[at]) <= set("十百千万亿"):
        return None
    end, text = at, ""
    while end < len(words) and (chinese_number(words[end]) is not None and not (text and words[end][0] == "第")):
        text, end = text + words[end], end + 1
    while end > at:
        parsed = chinese_number(text)
        # A unit that counts nothing (几万, 千) is no number, but the sign of the unit.
        if parsed is not None and text not in _SCALES["zh"]:
            return NumberSpan(at, end, _chinese_parts(*parsed, year=end < len(words) and words[end] == "年"))
        end -= 1
        text = text[: len(text) - len(words[end])]
    return None


def _chinese_parts(value: int, ordinal: bool, digits: str, year: bool) -> tuple[Part, ...]:
    if not digits or ordinal:
        return (Ordinal(value) if ordinal else value,)
    if len(digits) == 4 and (year or FIRST_YEAR <= value <= LAST_YEAR):
        return (Year(value),)
    return digits_of(digits)


_PARSERS: Mapping[str, Callable[[Sequence[str], int], NumberSpan | None]] = {
    "en": _english,
    "de": _german,
    "zh": _chinese,
}


def _digits(words: Sequence[str], at: int, spoken: str) -> NumberSpan | None:
    before = words[at - 1] if at else ""
    following = words[at + 1] if at + 1 < len(words) else ""
    reading = read_number(words[at], spoken) or _read_digits(words[at], spoken, following in _CLOCK.get(spoken, ()))
    if reading is None:
        return None
    parts, time = reading
    if words[at].isdecimal() and before in _CALLS and _is_called(words[at], following):
        return NumberSpan(at, at + 1, digits_of(words[at]))
    if words[at].isdecimal() and len(words[at]) == 4 and _is_year(int(words[at]), before, following, spoken):
        parts = (Year(int(words[at])),)
    return NumberSpan(at, at + 1, parts, time)


def _is_called(digits: str, following: str) -> bool:
    """Whether a number after `call` is a telephone number: not the number of what is named after it."""
    return digits in _EMERGENCIES or (len(digits) > 2 and following in ("", "an", "now", "if", "when", "or", "and"))


def _is_year(value: int, before: str, following: str, spoken: str) -> bool:
    if spoken == "zh" and following == "年":
        return value >= 1000
    if value % 100 == 0 or following in _UNITS or following in _SCALES.get(spoken, ()):
        return False
    first = _EARLIEST_YEAR if before in _YEAR_WORDS.get(spoken, ()) else FIRST_YEAR
    return first <= value <= LAST_YEAR


@lru_cache(maxsize=4096)
def _read_digits(word: str, spoken: str, clock_follows: bool) -> Reading | None:
    """What a number written in digits says; `None` if the word is something else."""
    if re.fullmatch(r"\.\d+", word):
        return Reading((0, POINT, *digits_of(word)))
    if match := _ORDINAL.fullmatch(word):
        whole = _integer(match.group(1))
        return Reading((Ordinal(whole[0]),) if len(whole) == 1 else whole)
    if match := _DECADE.fullmatch(word):
        value = int(match.group(1)[:MAX_DIGITS])
        years = (Year(value) if len(match.group(1)) == 4 else value,)
        return Reading((*years, "s") if match.group(2)[-1] == "s" else years)
    if word.isdecimal():
        return Reading(_integer(word))
    if not re.fullmatch(r"\d+(?:[.,:：]\d+)*", word):
        return None
    groups, thousands, comma = (_ENGLISH_GROUPS, ",", ".") if spoken in _DECIMAL_POINT else (_GERMAN_GROUPS, ".", ",")
    if not clock_follows and groups.fullmatch(word):
        whole_part, _, after = word.replace(thousands, "").partition(comma)
        return Reading((*_integer(whole_part), *_decimals(after)))
    pieces = tuple(re.split(r"[.,:：]", word))
    on_the_clock = _TIME_OF_DAY.fullmatch(word) and int(pieces[0]) <= 24 and int(pieces[1]) < 60
    if on_the_clock and (clock_follows or ":" in word or "：" in word):
        parts = clock(pieces, "" if spoken == "zh" and clock_follows else spoken)
        full_hour = spoken == "de" and len(parts) == 1 and not clock_follows
        return Reading((*parts, "uhr") if full_hour else parts, time=True)
    if len(pieces) == 2 and not clock_follows and ":" not in word:
        return Reading((*_integer(pieces[0], zero=True), *_decimals(pieces[1])))
    return Reading(tuple(part for piece in pieces for part in _integer(piece, zero=len(piece) == 2)))


def _integer(digits: str, zero: bool = False) -> tuple[int, ...]:
    """One integer, or single digits where it starts with 0 (unless `zero`) or is too long to be read."""
    if len(digits) > MAX_DIGITS or (int(digits[0]) == 0 and len(digits) > 1 and not zero):
        return digits_of(digits)
    return (int(digits),)


def _decimals(digits: str) -> tuple[Part, ...]:
    return (POINT, *digits_of(digits)) if digits else ()


def _with_scales(span: NumberSpan, words: Sequence[str], spoken: str) -> NumberSpan:
    """Take in scale words after a number: `3 million`, `zwei Millionen fünfhunderttausend`, `3万5千`, `1.5亿`."""
    scale = _SCALES.get(spoken, {}).get(words[span.end]) if span.end < len(words) else None
    amount = amount_of(span.parts)
    if scale is None or not amount or (scale == 100 and amount >= 100):
        return span
    product = amount * scale
    if product != product.to_integral_value():
        return span
    return _with_rest(span.joined(span.end + 1, (int(product),)), scale, words, spoken)


def _with_rest(scaled: NumberSpan, scale: int, words: Sequence[str], spoken: str) -> NumberSpan:
    """Take in what follows a scale word and is less than the scale."""
    if scaled.end == len(words) or scaled.value is None:
        return scaled
    rest = plain_number(words, scaled.end, spoken)
    counted = rest is not None and (rest.end > rest.start + 1 or (spoken != "en" and not words[rest.start].isdecimal()))
    if rest is None or not counted or rest.value is None or rest.ordinal or not 0 < rest.value < scale:
        return scaled
    return scaled.joined(rest.end, (scaled.value + rest.value,))


def amount_of(parts: tuple[Part, ...]) -> Decimal:
    """The value of an integer, of decimals, and of a number with a half; 0 for other parts."""
    if len(parts) == 2 and isinstance(parts[0], int) and parts[1] in ("half", "halb"):
        return Decimal(parts[0]) + Decimal("0.5")
    readable = all(isinstance(part, int) or (at == 1 and part == POINT) for at, part in enumerate(parts))
    if readable and (len(parts) == 1 or POINT in parts):
        return Decimal("".join("." if part == POINT else str(int(part)) for part in parts))
    return Decimal(0)


def _with_fraction(span: NumberSpan, words: Sequence[str], spoken: str) -> NumberSpan:
    """Take in `point five`, `Komma fünf`, `点五` after an integer."""
    at, digits = span.end + 1, list[int]()
    if spoken not in POINT_WORDS or at >= len(words) or words[span.end] != POINT_WORDS[spoken]:
        return span
    while at < len(words) and (digit := _single_digits(words[at], spoken)):
        digits += digit
        at += 1
    if not digits:
        return span
    return span.joined(at, (*span.parts, POINT, *digits))


def _with_halves(span: NumberSpan, words: Sequence[str], spoken: str) -> NumberSpan:
    """Take in a fraction after an integer: `2 ½`, `two and a half`."""
    after = words[span.end] if span.end < len(words) else ""
    if len(after) == 1 and unicodedata.category(after) == "No" and "VULGAR" in unicodedata.name(after, ""):
        return span.joined(span.end + 1, (*span.parts, *_symbol(after, spoken)))
    if spoken == "en" and tuple(words[span.end : span.end + 3]) == ("and", "a", "half"):
        return span.joined(span.end + 3, (*span.parts, "half"))
    return span


def _single_digits(word: str, spoken: str) -> list[int]:
    if word.isdecimal():
        return list(digits_of(word[:MAX_DIGITS]))
    if spoken == "zh":
        parsed = chinese_number(word)
        return list(digits_of(parsed[2] or str(parsed[0]))) if parsed and (parsed[2] or parsed[0] < 10) else []
    span = _PARSERS[spoken]([word], 0)
    return [span.value] if span is not None and span.value is not None and span.value < 10 and not span.ordinal else []
