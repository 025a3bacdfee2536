"""Numbers of several words: times of the clock as they are said, amounts of money, parts of a hundred."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from signary.language.fraction_words import english_fraction, german_fraction
from signary.language.function_words import listed
from signary.language.number_spans import MINUS_WORDS, POINT, NumberSpan, Ordinal, Part, digits_of
from signary.language.number_tokens import clock, half_of_day
from signary.language.plain_numbers import amount_of, plain_number

#: Spoken language -> currency signs -> what they are called.
CURRENCIES: Mapping[str, dict[str, str]] = {
    "en": {"$": "dollar", "€": "euro", "£": "pound", "¥": "yen", "￥": "yen", "₹": "rupee", "₽": "ruble", "₩": "won"}
    | {"usd": "dollar", "eur": "euro", "gbp": "pound", "us$": "dollar"},
    "de": {"$": "dollar", "€": "euro", "£": "pfund", "¥": "yen", "￥": "yen", "₹": "rupie", "₽": "rubel", "₩": "won"}
    | {"usd": "dollar", "eur": "euro", "gbp": "pfund"},
    "zh": {"$": "美元", "€": "欧元", "£": "英镑", "¥": "元", "￥": "元", "₩": "韩元", "₽": "卢布", "₹": "卢比"}
    | {"usd": "美元", "eur": "欧元", "rmb": "元", "cny": "元"},
}
#: Spoken language -> words for money, in the forms that follow numbers -> what it is called.
_MONEY: Mapping[str, dict[str, str]] = {
    "en": {"dollar": "dollar", "dollars": "dollar", "euro": "euro", "euros": "euro", "bucks": "dollar"},
    "de": {"euro": "euro", "euros": "euro", "dollar": "dollar", "dollars": "dollar"},
}
_CENTS: Mapping[str, Mapping[str, str]] = {
    "en": {"cent": "cent", "cents": "cent", "¢": "cent"},
    "de": {"cent": "cent", "cents": "cent", "¢": "cent"},
}
_SHORT_SCALES = {"k": 10**3, "m": 10**6, "b": 10**9}
_HALVES_OF_DAY = frozenset(listed("am pm a.m. p.m. a.m p.m"))
_ABOUT = frozenset(listed("at it's is 's was about almost nearly around by until till before after since it"))
_NO_HOURS = frozenset(
    listed(
        "stunde stunden tag tage tagen woche wochen monat monate monaten jahr jahre jahren minute minuten sekunden "
        "grad meter metern kilometer kilometern euro dollar prozent mal personen menschen"
    )
)
_MOST_JIAO = 9
#: What may follow a price: what it buys, and particles; a measure word would count what the last number says.
_BEHIND_PRICES = frozenset(["", *listed("一 每 的 了 吗 吧 呢 啊 一斤 一个 一张 一本 一瓶 一公斤")])
_DAYTIMES = frozenset(listed("上午 下午 早上 晚上 中午 凌晨 清晨 夜里 傍晚 今早 今晚 半夜"))


def phrase_at(words: Sequence[str], lowered: Sequence[str], at: int, spoken: str) -> NumberSpan | None:
    """The number of several words that begins at a word, or `None`.

    Args:
        words: Words in order.
        lowered: The same in lower case.
        at: Index of the first one.
        spoken: ISO 639-1 code of their language.
    """
    readers = _READERS.get(spoken, ())
    return next((span for reader in readers if (span := reader(words, lowered, at)) is not None), None)


def _word(words: Sequence[str], at: int) -> str:
    return words[at] if 0 <= at < len(words) else ""


def _whole(words: Sequence[str], at: int, spoken: str, most: int) -> tuple[int, int] | None:
    """An integer up to `most` and the index after it; decimals, ranks, years and fractions are none."""
    if not 0 <= at < len(words):
        return None
    span = plain_number(words, at, spoken)
    if span is None or span.value is None or span.ordinal or span.time or span.value > most:
        return None
    return span.value, span.end


def _amount(words: Sequence[str], lowered: Sequence[str], at: int, *, spoken: str) -> NumberSpan | None:
    """`$20`, `$-5`, `$1.5 million`; `20 €`, `3,50 Euro`, `20 Euro 50`."""
    sign = CURRENCIES[spoken].get(lowered[at])
    if sign is None:
        return _amount_before_its_name(lowered, at, spoken)
    if _word(lowered, at + 1) not in ("-", "−"):
        return _amount_behind_its_sign(lowered, at, at + 1, sign, spoken)
    owed = _amount_behind_its_sign(lowered, at, at + 2, sign, spoken)
    return None if owed is None else owed.joined(owed.end, (MINUS_WORDS[spoken], *owed.parts))


def _amount_behind_its_sign(words: Sequence[str], start: int, at: int, sign: str, spoken: str) -> NumberSpan | None:
    """`$20`, `$1.5 million`, `$3m`; the number begins at index `at`."""
    span = plain_number(words, at, spoken) if _word(words, at).lstrip(".")[:1].isdecimal() else None
    if span is None or span.ordinal or span.time:
        return None
    end, parts = span.end, span.parts
    scale = _SHORT_SCALES.get(_word(words, end)) if spoken != "zh" else None
    if scale is not None and (value := amount_of(parts) * scale) == value.to_integral_value():
        end, parts = end + 1, (int(value),)
    return NumberSpan(start, end, _with_name(parts, sign, spoken))


def _amount_before_its_name(words: Sequence[str], at: int, spoken: str) -> NumberSpan | None:
    """`20 €`, `3,50 Euro`, `20 Euro 50`, `50 Cent`, `3块5`."""
    span = plain_number(words, at, spoken)
    if span is None or span.ordinal or span.time:
        return None
    if spoken == "zh" and (small := _jiao(span, words)) is not None:
        return small
    names = CURRENCIES[spoken] | _MONEY.get(spoken, {})
    name = names.get(_word(words, span.end))
    if name is None:
        return _cents(span, words, spoken)
    end = span.end + 1
    rest = _whole(words, end, spoken, 99) if spoken == "de" and len(span.parts) == 1 else None
    if rest is not None:
        cents, after = rest
        # `5 € 10 €` are two amounts, in `20 Euro 50 Leute` the people are counted.
        if not _word(words, after)[:1].isalpha() and _word(words, after) not in names:
            return span.joined(after, (*span.parts, name, cents))
    return span.joined(end, _with_name(span.parts, name, spoken))


def _jiao(span: NumberSpan, words: Sequence[str]) -> NumberSpan | None:
    """`3块5`, `三块五毛`: yuan and tenths of it."""
    tenths, end = _digits_or_numeral(words, span.end + 1), span.end + 2
    if _word(words, span.end) not in ("块", "元") or tenths is None or tenths[0] > _MOST_JIAO:
        return None
    unit = _word(words, end) in ("毛", "角", "钱")
    if not unit and _word(words, end) not in _BEHIND_PRICES:
        return None
    return span.joined(end + unit, (*span.parts, "元", tenths[0], "角"))


def _cents(span: NumberSpan, words: Sequence[str], spoken: str) -> NumberSpan | None:
    name = _CENTS.get(spoken, {}).get(_word(words, span.end))
    return None if name is None else span.joined(span.end + 1, (*span.parts, name))


def _with_name(parts: tuple[Part, ...], name: str, spoken: str) -> tuple[Part, ...]:
    """An amount and its currency; two decimals are cents."""
    if len(parts) == 4 and parts[1] == POINT and spoken != "zh":
        small = int("".join(str(part) for part in parts[2:]))
        if not parts[0] and small and name in ("dollar", "euro"):
            return (small, "cent")
        return (parts[0], name, small) if small else (parts[0], name)
    return (*parts, name)


def _english_clock(words: Sequence[str], lowered: Sequence[str], at: int) -> NumberSpan | None:
    """`half past seven`, `a quarter to eight`, `ten past nine pm`: hours and minutes as a clock shows them."""
    first = at + (lowered[at] == "a")
    minutes, middle = {"half": 30, "quarter": 15}.get(_word(lowered, first)), first + 1
    if minutes is None:
        counted = _whole(lowered, at, "en", 29)
        if counted is None or first != at:
            return None
        minutes, middle = counted
        if (half := _half_of_day(lowered, middle)) and 1 <= minutes <= 12:
            return NumberSpan(at, middle + 1, (minutes, half_of_day(minutes, half)), time=True)
        if (span := _hour_and_minutes(lowered, at, *counted)) is not None:
            return span
        middle += _word(lowered, middle) in ("minutes", "minute")
        if _word(lowered, middle) == "to" and middle == counted[1] and _word(lowered, at - 1) not in _ABOUT:
            return None
    after = _word(lowered, middle) in ("past", "after")
    before = _word(lowered, middle) in ("to", "till", "before", "of") and minutes < 30
    hour = _whole(lowered, middle + 1, "en", 12) if after or before else None
    if hour is None or (
        _word(lowered, middle) in ("after", "before", "of") and first == at and minutes not in (15, 30)
    ):
        return None
    value, end = hour
    value, minutes = (value, minutes) if after else ((value - 2) % 12 + 1, 60 - minutes)
    half = _half_of_day(lowered, end)
    name = (half_of_day(value, half),) if half else ()
    return NumberSpan(at, end + bool(half), (*clock((str(value), str(minutes)), "en"), *name), time=True)


def _hour_and_minutes(words: Sequence[str], start: int, hour: int, at: int) -> NumberSpan | None:
    """`seven fifteen am`, `nine oh five p.m.`."""
    counted = _whole(words, at + (_word(words, at) in ("oh", "o")), "en", 59)
    half = _half_of_day(words, counted[1]) if counted is not None else ""
    if counted is None or not half or not 1 <= hour <= 12:
        return None
    parts = (*clock((str(hour), str(counted[0])), "en"), half_of_day(hour, half))
    return NumberSpan(start, counted[1] + 1, parts, time=True)


def _half_of_day(words: Sequence[str], at: int) -> str:
    word = _word(words, at)
    return word if word in _HALVES_OF_DAY else ""


def _german_clock(words: Sequence[str], lowered: Sequence[str], at: int) -> NumberSpan | None:
    """`halb acht`, `Viertel vor acht`, `zehn nach acht`, `fünf vor halb neun`, `kurz vor zwölf`."""
    word, parts, middle = lowered[at], tuple[Part, ...](), at + 1
    if word in ("halb", "dreiviertel") or tuple(lowered[at : at + 2]) == ("drei", "viertel"):
        return _german_hour(words, lowered, at, (), at)
    if word in ("viertel", "kurz"):
        parts = (word,)
    elif (counted := _whole(lowered, at, "de", 29)) is not None:
        parts, middle = (counted[0],), counted[1]
        if _word(lowered, middle) in ("minuten", "minute"):
            parts, middle = (*parts, "minute"), middle + 1
    if not parts:
        return None
    if _word(lowered, middle) in ("vor", "nach"):
        return _german_hour(words, lowered, at, (*parts, lowered[middle]), middle + 1)
    return _german_hour(words, lowered, at, parts, middle) if word == "viertel" else None


def _german_hour(
    words: Sequence[str], lowered: Sequence[str], start: int, parts: tuple[Part, ...], at: int
) -> NumberSpan | None:
    """An hour at the end of what is said before it, unless something is counted with it (`nach acht Stunden`)."""
    if _word(lowered, at) == "halb":
        parts, at = (*parts, "halb"), at + 1
    elif _word(lowered, at) == "dreiviertel" or tuple(lowered[at : at + 2]) == ("drei", "viertel"):
        parts, at = (*parts, 3, "viertel"), at + 1 + (lowered[at] == "drei")
    hour = _whole(lowered, at, "de", 24)
    if hour is None or hour[0] == 0:
        return None
    value, end = hour
    following = _word(words, end)
    if following.lower() in _NO_HOURS or (
        following[:1].isupper() and following.lower() != "uhr" and not _is_time(following)
    ):
        return None
    return NumberSpan(start, end, (*parts, value), time=True)


def _is_time(noun: str) -> bool:
    return noun.lower().startswith(("morgen", "abend", "mittag", "vormittag", "nachmittag", "nacht"))


def _chinese_clock(words: Sequence[str], lowered: Sequence[str], at: int) -> NumberSpan | None:
    """`三点半`, `8点30分`, `九点`, `三点一刻`, `差五分八点`."""
    if lowered[at] == "差":
        lacking = _minutes_lacking(lowered, at + 1)
        hour = None if lacking is None else _chinese_hour(lowered, lacking[1])
        if lacking is None or hour is None:
            return None
        return _lacking(lowered, at, hour[0], at + 1, hour[1])
    hour = _chinese_hour(lowered, at)
    if hour is None:
        return None
    value, end = hour
    if _word(lowered, end) == "差" and (span := _lacking(lowered, at, value, end + 1)) is not None:
        return span
    if _word(lowered, end - 1) == "点钟":
        return NumberSpan(at, end, (value, "点"), time=True)
    if _word(lowered, end) in ("半", "钟", "整"):
        half = ("半",) if lowered[end] == "半" else ()
        return NumberSpan(at, end + 1, (value, "点", *half), time=True)
    past = end + (_word(lowered, end) == "过")
    minutes_at = past + (_word(lowered, past) in ("零", "〇", "0"))
    counted = _digits_or_numeral(lowered, minutes_at)
    if counted is not None:
        minutes, last = counted
        unit = _word(lowered, last)
        if unit == "刻" and minutes in (1, 3):
            return NumberSpan(at, last + 1, clock((str(value), str(15 * minutes)), "zh"), time=True)
        if minutes < 60 and (unit in ("分", "分钟") or _says_minutes(lowered[past:last])):
            end = last + (unit in ("分", "分钟"))
            return NumberSpan(at, end, clock((str(value), str(minutes)), "zh"), time=True)
        return None
    # A full hour is two signs of their own, 点 being in the lexicon; but 一点 alone is a little.
    said = value == 1 and (_word(lowered, at - 1) in _DAYTIMES or lowered[at].isdecimal())
    return NumberSpan(at, end, (value, "点"), time=True) if said else None


def _minutes_lacking(words: Sequence[str], at: int) -> tuple[int, int] | None:
    """`五分`, `一刻`, `十`: minutes to the full hour, and the index after them."""
    counted = _whole(words, at, "zh", 30)
    if counted is None:
        return None
    minutes, end = counted
    if _word(words, end) == "刻":
        minutes, end = 15 * minutes, end + 1
    return (minutes, end + (_word(words, end) in ("分", "分钟"))) if 0 < minutes < 60 else None


def _lacking(words: Sequence[str], start: int, hour: int, at: int, end: int = 0) -> NumberSpan | None:
    """`差五分八点` and `八点差五分`: minutes that lack to the full hour, written from index `at` on."""
    lacking = _minutes_lacking(words, at)
    if lacking is None:
        return None
    parts = clock((str((hour - 1) % 24 or 12), str(60 - lacking[0])), "zh")
    return NumberSpan(start, end or lacking[1], parts, time=True)


def _chinese_hour(words: Sequence[str], at: int) -> tuple[int, int] | None:
    word = _word(words, at)
    if _word(words, at + 1) not in ("点", "点钟") or not word:
        return None
    span = plain_number([word], 0, "zh")
    if span is None or span.value is None or span.ordinal or span.value > 24:
        return None
    return span.value, at + 2


def _digits_or_numeral(words: Sequence[str], at: int) -> tuple[int, int] | None:
    """Minutes: one word, which may begin with a zero (`05`, `零五`)."""
    word = _word(words, at)
    if word.isdecimal() and len(word) <= 2:
        return int(word), at + 1
    span = plain_number([word], 0, "zh") if word else None
    if span is None or span.ordinal:
        return None
    if span.value is None and len(span.parts) == 2 and span.parts[0] == 0 and isinstance(span.parts[1], int):
        return span.parts[1], at + 1
    return None if span.value is None or span.value >= 60 else (span.value, at + 1)


def _says_minutes(words: Sequence[str]) -> bool:
    """Whether a number after 点 is minutes and no decimals: `八点二十`, `8点30`, `三点零五`."""
    text = "".join(words)
    return "十" in text or text[:1] in "零〇过" or (text.isdecimal() and len(digits_of(text)) == 2)


def _chinese_rank(words: Sequence[str], lowered: Sequence[str], at: int) -> NumberSpan | None:
    """`第 3`: the numeral of a rank in digits."""
    if lowered[at] != "第" or not _word(lowered, at + 1)[:1].isdecimal():
        return None
    counted = _whole(lowered, at + 1, "zh", 10**9)
    return None if counted is None else NumberSpan(at, counted[1], (Ordinal(counted[0]),))


#: What is read digit by digit, and what is done with it.
_CODES = frozenset(
    listed("密码 验证码 号码 电话 手机 手机号 电话号码 房间号 尾号 编号 邮编 卡号 账号 微信号 打 拨 拨打 按 输入")
)


def _chinese_code(words: Sequence[str], lowered: Sequence[str], at: int) -> NumberSpan | None:
    """Digits behind `密码是` or `请打`, and of a room: `1203号`."""
    word = lowered[at]
    if not (word.isdecimal() and 2 < len(word) < 9):
        return None
    before = [key for key in lowered[max(0, at - 3) : at] if key not in ("是", "为", "的")]
    named = bool(before) and before[-1] in _CODES
    room = _word(lowered, at + 1) in ("号", "室", "房", "房间") or (before and before[-1] in ("单元", "房间", "楼"))
    return NumberSpan(at, at + 1, digits_of(word)) if named or room else None


def _chinese_share(words: Sequence[str], lowered: Sequence[str], at: int) -> NumberSpan | None:
    """`百分之二十`, `20%`, `三分之一`: what is parted comes first."""
    if lowered[at] in ("百分之", "千分之"):
        span = plain_number(lowered, at + 1, "zh") if at + 1 < len(lowered) else None
        return None if span is None or span.ordinal else NumberSpan(at, span.end, (lowered[at], *span.parts))
    span = plain_number(lowered, at, "zh")
    following = "" if span is None else _word(lowered, span.end)
    if span is None or span.ordinal or span.time:
        return None
    if following in ("%", "‰"):
        return span.joined(span.end + 1, ("百分之" if following == "%" else "千分之", *span.parts))
    upper = plain_number(lowered, span.end + 1, "zh") if following == "分之" and span.end + 1 < len(lowered) else None
    return None if upper is None else span.joined(upper.end, (*span.parts, "分之", *upper.parts))


#: Reads the number that begins at an index of words, given as they are and in lower case.
_Reader = Callable[[Sequence[str], Sequence[str], int], NumberSpan | None]
_READERS: Mapping[str, tuple[_Reader, ...]] = {
    "en": (_english_clock, english_fraction, partial(_amount, spoken="en")),
    "de": (_german_clock, german_fraction, partial(_amount, spoken="de")),
    "zh": (_chinese_clock, _chinese_code, _chinese_rank, _chinese_share, partial(_amount, spoken="zh")),
}


def knows_number_words(spoken: str) -> bool:
    """Whether numbers written in words are found in a language; digits are found in every one."""
    return spoken in _READERS
