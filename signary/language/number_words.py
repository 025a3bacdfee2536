"""Number words of English, German and Chinese and what they are worth."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from signary.language.function_words import listed

_EN_ONES = listed(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_EN_TENS = listed("twenty thirty forty fifty sixty seventy eighty ninety")
_EN_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_EN_ORDINALS = {
    "first": "one",
    "second": "two",
    "third": "three",
    "fifth": "five",
    "eighth": "eight",
    "ninth": "nine",
    "twelfth": "twelve",
}


@lru_cache(maxsize=4096)
def _english_token(token: str) -> tuple[int, str, bool] | None:
    """Value, class (one, ten, hundred, scale) and ordinal flag of a simple number word."""
    if token in _EN_ONES:
        return _EN_ONES.index(token), "one", False
    if token in _EN_TENS:
        return 20 + 10 * _EN_TENS.index(token), "ten", False
    if token == "hundred":
        return 100, "hundred", False
    if token in _EN_SCALES:
        return _EN_SCALES[token], "scale", False
    cardinal = _EN_ORDINALS.get(token)
    if cardinal is None and token.endswith("th"):
        cardinal = token[:-4] + "y" if token.endswith("ieth") else token[:-2]
    found = _english_token(cardinal) if cardinal and cardinal != token else None
    return (found[0], found[1], True) if found and not found[2] else None


def english_number(words: Sequence[str], at: int) -> tuple[int, int, bool] | None:
    """The longest number that starts at `words[at]` (lower case): value, index after it, ordinal flag."""
    state, best, index = _EnglishSum(), None, at
    if words[at] == "a" and at + 1 < len(words) and words[at + 1] in ("hundred", *_EN_SCALES):
        state.below, index = 1, at + 1
    while index < len(words):
        if words[index] == "and" and state.takes_and:
            index += 1
            state.takes_and = False
            continue
        if not all(state.take(piece) for piece in words[index].split("-")):
            break
        index += 1
        best = (state.total + state.below, index, state.ordinal)
        if state.ordinal:
            break
    return best


class _EnglishSum:
    """A number read word by word; `take` refuses a word that cannot follow."""

    def __init__(self) -> None:
        self.total, self.below, self.last, self.ordinal, self.takes_and = 0, 0, "", False, False
        self.smallest = 10**15

    def take(self, piece: str) -> bool:
        token = _english_token(piece)
        if token is None or self.ordinal:
            return False
        value, kind, self.ordinal = token
        fresh = self.last in ("", "hundred", "scale")
        if (kind in ("one", "ten") and fresh) or (kind == "one" and self.last == "ten" and 0 < value < 10):
            self.below += value
        elif kind == "hundred" and self.below < 100 and self.last in ("", "one", "ten"):
            self.below = (self.below or 1) * 100
        elif kind == "scale" and value < self.smallest and self.last != "scale":
            self.total, self.below = self.total + (self.below or 1) * value, 0
            self.smallest = value
        else:
            self.ordinal = False
            return False
        self.last, self.takes_and = kind, kind in ("hundred", "scale")
        return True


_DE_ONES = listed(
    "null ein zwei drei vier fuenf sechs sieben acht neun zehn elf zwoelf dreizehn vierzehn fuenfzehn sechzehn "
    "siebzehn achtzehn neunzehn"
)
_DE_TENS = listed("zwanzig dreissig vierzig fuenfzig sechzig siebzig achtzig neunzig")
_DE_SCALES = {"hundert": 100, "tausend": 1000, "million": 10**6, "milliarde": 10**9, "billion": 10**12}
_DE_FOLD = str.maketrans({"ü": "ue", "ö": "oe", "ä": "ae", "ß": "ss"})
_DE_ORDINAL_END = re.compile(r"(.+?t)(?:e|en|er|es|em|ens)")


@cache
def _german_tables() -> tuple[Mapping[str, int], Mapping[str, int]]:
    """Cardinals and ordinal stems below 100, folded to ASCII."""
    cardinals = {word: value for value, word in enumerate(_DE_ONES)} | {"zwo": 2}
    for ten, tens in enumerate(_DE_TENS, start=2):
        cardinals[tens] = 10 * ten
        cardinals |= {f"{word}und{tens}": 10 * ten + value for value, word in enumerate(_DE_ONES[:10]) if value}
        cardinals[f"zwound{tens}"] = 10 * ten + 2
    ordinals = {word + ("t" if value < 20 else "st"): value for word, value in cardinals.items() if value}
    for wrong in ("eint", "dreit", "siebent", "achtt", "zwot"):
        del ordinals[wrong]
    return cardinals, ordinals | {"erst": 1, "dritt": 3, "siebt": 7, "siebent": 7, "acht": 8}


@lru_cache(maxsize=4096)
def german_number(word: str) -> tuple[int, bool] | None:
    """Value and ordinal flag of a German number word in lower case; `None` for other words and for articles."""
    folded = word.translate(_DE_FOLD)
    if folded == "eins":
        return 1, False
    cardinals, ordinals = _german_tables()
    if folded != "ein" and (value := _german_sum(folded, cardinals)) is not None:
        return value, False
    ending = _DE_ORDINAL_END.fullmatch(folded)
    stem = ending.group(1) if ending else ""
    if stem.endswith(("hundertst", "tausendst")):
        value = _german_sum(stem[:-2], cardinals)
    else:
        value = _german_sum(stem, ordinals) if stem else None
    return None if value is None else (value, True)


def german_half(word: str) -> int | None:
    """What `eineinhalb`, `anderthalb` and `dreieinhalb` have beside the half, in lower case; `None` for other words."""
    if word in ("anderthalb", "eineinhalb", "einundeinhalb"):
        return 1
    before = word.removesuffix("einhalb").removesuffix("und")
    parsed = german_number(before) if before and word.endswith("einhalb") else None
    return parsed[0] if parsed is not None and not parsed[1] else None


def _german_sum(word: str, last: Mapping[str, int]) -> int | None:
    """Value of `[…]tausend[und][…]hundert[und]LAST`, with the last piece looked up in `last`."""
    cardinals, _ = _german_tables()
    for scale, name in ((1000, "tausend"), (100, "hundert")):
        before, found, after = word.partition(name)
        if not found:
            continue
        count = 1 if not before else _german_sum(before, cardinals)
        after = after.removeprefix("und") if after != "und" else after
        rest = 0 if not after else 1 if after == "eins" else _german_sum(after, last)
        if count is None or rest is None or not count > 0 or rest >= scale or (not after and last is not cardinals):
            return None
        return count * scale + rest
    return last.get(word)


CHINESE_NUMERAL = "[〇零一二两三四五六七八九十百千万亿]"
_ZH_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_ZH_UNITS = {"十": 10, "百": 100, "千": 1000}
_ZH_SCALES = {"万": 10**4, "亿": 10**8}
_ZH_NUMBER = re.compile(rf"(第?)({CHINESE_NUMERAL}+)")
#: Words that are written with numerals and count nothing: in case, by all means, in pairs.
_NO_CHINESE_NUMBERS = frozenset(listed("万一 千万 万万 亿万 一一 两两 三三两两 千千万万 一万一"))


@lru_cache(maxsize=4096)
def chinese_number(word: str) -> tuple[int, bool, str] | None:
    """Value, ordinal flag and, where it is read digit by digit (`一九九八`), the digits of a Chinese numeral."""
    match = _ZH_NUMBER.fullmatch(word)
    if match is None or len(word) > 40 or word in _NO_CHINESE_NUMBERS:
        return None
    ordinal, body = bool(match.group(1)), match.group(2)
    if len(body) > 1 and all(character in _ZH_DIGITS for character in body):
        digits = "".join(str(_ZH_DIGITS[character]) for character in body)
        return int(digits), ordinal, digits
    value = _chinese_sum(body)
    return None if value is None else (value, ordinal, "")


def _chinese_sum(body: str) -> int | None:
    """Value of a numeral: 亿 and 万 count what stands before them up to the next higher one."""
    beyond, myriads, section, digit, unit = 0, 0, 0, None, 10**5
    for character in body:
        if character in _ZH_DIGITS:
            if digit:
                return None
            digit = _ZH_DIGITS[character]
        elif character in _ZH_UNITS:
            if _ZH_UNITS[character] >= unit:
                return None
            unit = _ZH_UNITS[character]
            section, digit = section + (1 if digit is None else digit or 1) * unit, None
        else:
            section, digit, unit = section + (digit or 0), None, 10**5
            if character == "万":
                if myriads:
                    return None
                myriads, section = (section or 1) * 10**4, 0
            else:
                beyond, myriads, section = (beyond + myriads + section or 1) * 10**8, 0, 0
    # A last digit without a unit counts the next lower one: 两百五 is 250, 两百零五 is 205.
    before = body[-2] if len(body) > 1 else ""
    if digit and before in "百千万亿" and before:
        digit *= (_ZH_UNITS | _ZH_SCALES)[before] // 10
    return beyond + myriads + section + (digit or 0)


def ordinal_name(value: int, spoken: str) -> str:
    """What the rank is called that a number sign stands for: `third`, `dritte`; empty in other languages and for 0.

    Args:
        value: Of one number sign: up to 20, a multiple of ten, a hundred, a thousand …
        spoken: ISO 639-1 code of the spoken language.
    """
    if spoken == "en":
        return _english_rank(value)
    if spoken != "de" or not value:
        return ""
    stems = {1: "erste", 3: "dritte", 7: "siebte", 8: "achte", 100: "hundertste", 1000: "tausendste"}
    stems |= {10**6: "millionste", 10**9: "milliardste"}
    if value in stems:
        return stems[value]
    if value < 20:
        return _DE_ONES[value] + "te"
    return _DE_TENS[value // 10 - 2] + "ste" if value < 100 else ""


def cardinal_name(value: int, spoken: str) -> str:
    """What the number of one sign is called: `hundred`; empty in other languages and for numbers of several words.

    Args:
        value: From 0.
        spoken: ISO 639-1 code of the spoken language.
    """
    return _cardinal_names(spoken).get(value, "")


@cache
def _cardinal_names(spoken: str) -> Mapping[int, str]:
    if spoken == "zh":
        digits = {value: character for character, value in _ZH_DIGITS.items() if character not in "〇两"}
        return digits | {value: character for character, value in (_ZH_UNITS | _ZH_SCALES).items()}
    ones, tens, scales = {"en": (_EN_ONES, _EN_TENS, _EN_SCALES), "de": (_DE_ONES, _DE_TENS, _DE_SCALES)}.get(
        spoken, ((), (), {})
    )
    names = dict(enumerate(ones)) | {20 + 10 * at: name for at, name in enumerate(tens)}
    names |= {value: name for name, value in scales.items()} | ({100: "hundred"} if spoken == "en" else {})
    return names | ({1: "eins"} if spoken == "de" else {})


def _english_rank(value: int) -> str:
    name = cardinal_name(value, "en")
    irregular = {cardinal: ordinal for ordinal, cardinal in _EN_ORDINALS.items()}
    if not name or name == "zero":
        return ""
    return irregular.get(name) or (name[:-1] + "ieth" if name.endswith("y") else name + "th")
