"""Numerals in a run of Han characters: parted from what is counted before the tokenizer guesses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from signary.language.function_words import listed
from signary.language.number_words import CHINESE_NUMERAL, chinese_number

_N = CHINESE_NUMERAL
#: Measure words that are nothing else after a numeral, though the tokenizer knows words that begin with them (`个人`).
_COUNTED = "个只条张位名件辆间座杯碗瓶支双岁口次"
_NO_WEEKDAY = "(?<!星期)(?<!周)(?<!礼拜)"
_MEASURES = frozenset(
    listed(
        "个 只 条 张 本 天 年 月 日 号 点 分 岁 块 度 次 位 名 件 人 周 秒 元 毛 米 斤 双 辆 间 座 杯 碗 瓶 支 头 "
        "家 口 层 级 种 刻 角 点钟 分钟 小时 公里 公斤 厘米 月份 年级 星期 摄氏度 块钱 "
        "楼 站 遍 页 颗 片 根 份 顿 趟 届 步 句 等 加 减 乘 除 比 折"
    )
)
_NO_NUMERALS = frozenset(listed("一点 十分 一次 一会 一家 一天 一时 百度 千米 万一 千万 一刻 万岁 百年 千古"))
_SPLIT_NUMERAL = re.compile(rf"(第?)({_N}+)(.*)", re.DOTALL)
#: Digits before the run, then its first characters: `8|点半`, `3|万5`, `30|分之`.
_AFTER_DIGITS = re.compile(
    rf"(?!千[克米瓦卡赫])(?P<unit>[十百千万亿]+)|(?P<clock>点)(?P<rest>钟|半|整|[一三]刻|{_N}{{1,3}}分?)?|(?P<share>分之){_N}*"
)
_CLOCK = re.compile(
    rf"{_NO_WEEKDAY}(?:(?<!{_N})|(?<=星期{_N})|(?<=周{_N})|(?<=礼拜{_N}))(?P<hour>[零〇一二两三四五六七八九十]{{1,3}})点"
    rf"(?P<rest>钟|半|整|过?[一三]刻|过?{_N}{{1,3}}分钟?|(?:零{_N}|[二三四五]?十{_N}?)(?!{_N}|倍|度|米)|)"
)
_SHARE = re.compile(rf"(?:百分之|千分之|{_N}+分之){_N}+(?:点{_N}+)?")
_DECIMAL = re.compile(rf"(?<!{_N}){_N}+点{_N}+(?=[度倍米亿万元斤公])|零点{_N}+")
_LACKING = re.compile(rf"差{_N}{{1,3}}(?:分钟?|刻)(?=到?{_N}{{1,3}}点|$)")
_NUMERAL = re.compile(rf"{_NO_WEEKDAY}第?{_N}{{2,}}(?:多|[{_COUNTED}](?=.))?|好?几[十百千万亿]+")
_HALF = re.compile(
    rf"{_N}+个半(?=月|小时|钟头|年)|半(?=个|小时|斤|杯|瓶|公斤|公里)|负(?={_N})|千万(?=别|不|要)|{_N}?十几(?={_N}|[{_COUNTED}年天人])"
)
_DAYTIME = re.compile(r"(?:上午|下午|早上|晚上|中午|凌晨|清晨|夜里|今早|今晚)$")
_PIECES = re.compile(rf"百分之|千分之|分之|分钟|点钟|第?{_N}+|[点分刻半钟整过差到多几负{_COUNTED}]")


def numeral_places(run: str, after_digits: bool) -> Iterator[tuple[int, int]]:
    """Places in a run of Han characters that are words for themselves: numerals, and the words of clock and share.

    What lies between them is left to the tokenizer.

    Args:
        run: Han characters.
        after_digits: Whether a number in digits stands right before it.
    """
    at = 0
    if after_digits and (match := _AFTER_DIGITS.match(run)):
        yield from _pieces(run, 0, match.end())
        at = match.end()
    while at < len(run):
        found = _next(run, at)
        if found is None:
            return
        yield from _pieces(run, *found)
        at = found[1]


def _next(run: str, at: int) -> tuple[int, int] | None:
    """The first place from `at` on where numerals are words for themselves."""
    matches = [
        match
        for pattern in (_LACKING, _CLOCK, _SHARE, _DECIMAL, _NUMERAL, _HALF)
        for match in pattern.finditer(run, at)
    ]
    sensible = [match for match in matches if _is_sensible(match, run)]
    best = min(sensible, key=lambda match: (match.start(), -match.end()), default=None)
    return None if best is None else best.span()


def _is_sensible(match: re.Match[str], run: str) -> bool:
    """Whether it counts: `一点` may be a little, `万一` is in case, and short numerals may be part of a word."""
    text = match.group()
    if match.re is _CLOCK:
        bare = not match["rest"]
        if match["hour"] == "一" and bare:
            return bool(_DAYTIME.search(run[: match.start()]))
        return chinese_number(match["hour"]) is not None
    if match.re is not _NUMERAL:
        return True
    if "几" in text:
        return True
    text = text.rstrip("多" + _COUNTED)
    parsed = chinese_number(text)
    units = sum(character in "十百千万亿" for character in text)
    digits = sum(character in "一二两三四五六七八九" for character in text)
    return parsed is not None and ((units > 0 and digits > 0) or len(text.lstrip("第")) > 2)


def _pieces(run: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for match in _PIECES.finditer(run, start, end):
        yield match.span()


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
