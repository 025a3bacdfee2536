"""Characters by their part in a word, so that cutting text needs no list of alphabets."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_APOSTROPHES = "'’‘ʼ＇"
_HYPHENS = "-‐‑"
_SYMBOLS = "%‰&@§#＋−"
JOINER = "\u200d"
_SEPARATORS = "\u200b\u2060\ufeff"
#: Letters and marks that show nothing: grapheme joiner, fillers of Hangul, selectors of variants.
_BLANK_LETTERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")
_SELECTORS = (("\u180b", "\u180f"), ("\ufe00", "\ufe0f"), ("\U000e0100", "\U000e01ef"))
#: A picture of no dots, typed as a blank.
_BRAILLE_BLANK = "\u2800"


@lru_cache(maxsize=65536)
def shape(character: str) -> str:
    """One letter that says what a character is good for.

    `L` letter, `H` Han character, `D` decimal digit, `S` symbol that stands for a word (`%`, `€`, an emoji, anything
    unassigned), `M` mark that belongs to the character before it, `J` the joiner of emoji, `'`, `-`, `.`, `,`, `:` for
    themselves, and a space for everything else: blanks, punctuation, control characters.
    """
    if character in ".,:":
        return character
    if character in _APOSTROPHES:
        return "'"
    if character in _HYPHENS:
        return "-"
    if character in _SYMBOLS:
        return "S"
    if character == JOINER:
        return "J"
    if character in _BLANK_LETTERS:
        return "M"
    if character == _BRAILLE_BLANK:
        return " "
    category = unicodedata.category(character)
    if category[0] == "L":
        return "H" if is_han(character) else "L"
    if category == "Nd":
        return "D"
    if category == "Sk":
        return "M" if "\U0001f3fb" <= character <= "\U0001f3ff" else " "
    if category[0] == "M" or (category == "Cf" and character not in _SEPARATORS):
        return "M"
    if character == "〇":
        return "H"
    return "S" if category[0] in "SN" or category in ("Co", "Cn", "Cs") else " "


def is_invisible(character: str) -> bool:
    """Whether a character shows nothing and takes no room: format and control characters, fillers, selectors."""
    category = unicodedata.category(character)
    if category == "Cc":
        return not character.isspace()
    selects = any(first <= character <= last for first, last in _SELECTORS)
    return category == "Cf" or selects or character in _BLANK_LETTERS


def is_han(character: str) -> bool:
    """Whether a character is Chinese, in the blocks that have only such."""
    return "\u3400" <= character <= "\u9fff" or "\uf900" <= character <= "\ufaff" or character >= "\U00020000"


def shapes(text: str) -> str:
    """The shape of every character of a text, as a string of the same length."""
    return "".join(map(shape, text))


def says_something(text: str) -> bool:
    """Whether a text has a letter, a digit or a symbol."""
    return any(shape(character) in "LHDS" for character in text)


def plain(text: str) -> str:
    """A text in composed form (NFC), with straight apostrophes and hyphens and without invisible characters."""
    kept = []
    for character in unicodedata.normalize("NFC", text):
        if character in _APOSTROPHES:
            kept.append("'")
        elif character in _HYPHENS:
            kept.append("-")
        elif unicodedata.category(character) != "Cf" or character == JOINER:
            kept.append(character)
    return "".join(kept)
