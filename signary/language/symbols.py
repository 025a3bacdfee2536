"""Symbols and units: what they are called, and how many words they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from signary.language.lemmas import SYMBOLS
from signary.language.words import Word

#: Spoken language -> scale of a temperature -> what is signed for `°` with it; where Celsius is usual it is not said.
_DEGREES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "en": {"c": ("degree", "c"), "f": ("degree", "f")},
    "de": {"c": ("grad",), "f": ("grad", "f")},
    "zh": {"c": ("度",), "f": ("度", "f")},
}
#: Spoken language -> unit after a number, in lower case -> its name.
UNITS: Mapping[str, Mapping[str, str]] = {
    "en": {"km": "kilometer", "m": "meter", "cm": "centimeter", "mm": "millimeter", "mi": "mile", "ft": "foot"}
    | {"in": "inch", "yd": "yard", "kg": "kilogram", "g": "gram", "lb": "pound", "lbs": "pound", "oz": "ounce"}
    | {"l": "liter", "ml": "milliliter", "h": "hour", "hr": "hour", "hrs": "hour", "min": "minute", "mins": "minute"},
    "de": {"km": "kilometer", "m": "meter", "cm": "zentimeter", "mm": "millimeter", "kg": "kilogramm", "g": "gramm"}
    | {"l": "liter", "h": "stunde", "std": "stunde", "min": "minute", "t": "tonne", "ha": "hektar"},
    "zh": {
        "km": "公里",
        "m": "公尺",
        "米": "公尺",
        "毛": "角",
        "cm": "厘米",
        "mm": "毫米",
        "kg": "公斤",
        "g": "克",
        "l": "升",
        "h": "小时",
    }
    | {"min": "分钟", "t": "吨"},
}


def symbol_names(words: Sequence[Word], at: int, spoken: str) -> tuple[tuple[str, ...], int] | None:
    """What a symbol is called, word by word, and the index after it; `None` if the word is none that has a name.

    `°C` and `℃` are one symbol. A `#` before a word has no name (`()`): it is no word of the sentence.

    Args:
        words: Of a sentence.
        at: Index of the symbol.
        spoken: ISO 639-1 code of their language.
    """
    word, following = words[at], words[at + 1] if at + 1 < len(words) else None
    if word.key in "℃℉":
        return _DEGREES.get(spoken, _DEGREES["en"])["c" if word.key == "℃" else "f"], at + 1
    close = following is not None and following.start == word.end
    if word.key == "°" and following is not None and close and following.key.lower() in ("c", "f"):
        return _DEGREES.get(spoken, _DEGREES["en"])[following.key.lower()], at + 2
    if word.key == "#" and not (following is not None and following.key[0].isdecimal()):
        return (), at + 1
    name = SYMBOLS.get(spoken, {}).get(word.key)
    return None if name is None else (tuple(name.split()), at + 1)
