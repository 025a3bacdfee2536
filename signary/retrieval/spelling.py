"""Fingerspelling: letters of the manual alphabet, digits, accents folded, Chinese through pinyin."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby

from signary.language.addresses import is_address
from signary.language.characters import plain, shape
from signary.language.numbers import POINT, find_numbers
from signary.language.plain_numbers import POINT_NAMES
from signary.signer.lexicon import Alphabet, Lexicon
from signary.signer.phonology import Phonology

#: Letters of a run of letters, longest groups first (`SCH`), or `None`: `Alphabet.spell`.
Speller = Callable[[str], list[str] | None]


#: Marks that an address may have and yet be spelled, and the longest that is.
_ADDRESS_MARKS, _LONGEST_ADDRESS = frozenset(".@-_/:\\"), 30


@dataclass(frozen=True)
class Spelling:
    """Letters, their forms, and what these are of (`SignUnit.parts`).

    `unknown` is the first character without a letter, and then there are none.
    """

    letters: tuple[str, ...] = ()
    forms: tuple[Phonology, ...] = ()
    unknown: str = ""
    parts: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Letters:
    """Letters and digits of a word; `unknown` is the first character without one, and then there are none."""

    letters: tuple[str, ...] = ()
    unknown: str = ""


def spell(word: str, alphabet: Alphabet, lexicon: Lexicon) -> Spelling:
    """Spell a word with the signs of an alphabet, and with the number signs of a lexicon; see `spell_letters`."""
    spelled = spell_letters(word, alphabet.spell, lexicon.by_number.__contains__)
    if spelled.unknown:
        return Spelling(unknown=spelled.unknown)
    forms: list[Phonology] = []
    parts: list[tuple[str, int]] = []
    for letter in spelled.letters:
        digit = lexicon.by_number[int(letter)] if letter.isdecimal() else ""
        found = lexicon.forms(digit) if digit else [alphabet.letters[letter]]
        forms += found
        parts.append((digit or f"#{letter}", len(found)))
    return Spelling(spelled.letters, tuple(forms), parts=tuple(parts))


def spell_letters(word: str, speller: Speller, has_digit: Callable[[int], bool]) -> Letters:
    """Spell a word, or say which character stands in the way.

    Hyphens, apostrophes and stops are left out, digits are signed with number signs, letters with an accent that the
    alphabet lacks are spelled without it, and Han characters through their pinyin, syllable by syllable. Of an address
    letters and digits alone are spelled.

    Args:
        word: Any text.
        speller: Spells runs of letters.
        has_digit: Whether a digit, 0 to 9, has a sign.
    """
    letters: list[str] = []
    said = "".join(character for character in word if shape(character) in "LHDM") if is_address(word) else word
    for kind, run in groupby(plain(said), key=shape):
        piece = "".join(run)
        for unit in pinyin(piece) if kind == "H" else [piece]:
            spelled = _spell_run(unit, "L" if kind == "H" else kind, speller, has_digit)
            if spelled.unknown:
                return spelled
            letters += spelled.letters
    return Letters(tuple(letters)) if letters else Letters(unknown=word)


def not_spelled(word: str, spoken: str) -> str:
    """Why a word is not spelled, or an empty string.

    Long addresses are not, nor those with other marks than stops, nor decimals whose point or comma nobody named:
    `3,5` without its comma is another number.
    """
    if not is_address(word):
        decimal = spoken not in POINT_NAMES and any(POINT in span.parts for span in find_numbers([word], spoken))
        return f"a decimal, and what its sign is called in {spoken} is not known" if decimal else ""
    marks = {character for character in word if shape(character) not in "LHDM"}
    if len(word) <= _LONGEST_ADDRESS and marks <= _ADDRESS_MARKS:
        return ""
    return "an address, which is not signed"


def bare_name(word: str) -> str:
    """A word without what it means in brackets: `hoch (exponent)` is another word than `hoch`, spelled the same."""
    return word.partition(" (")[0]


def pinyin(word: str) -> list[str]:
    """Syllables of a Chinese word, without tones, with `ü`; characters without a reading are returned as they are."""
    from pypinyin import lazy_pinyin

    return list(lazy_pinyin(word, v_to_u=True, errors="default"))


def _spell_run(piece: str, kind: str, speller: Speller, has_digit: Callable[[int], bool]) -> Letters:
    if kind in " -.,:'MJ":
        return Letters()
    if kind == "D":
        lacking = next((digit for digit in piece if not has_digit(int(digit))), "")
        return Letters(unknown=lacking) if lacking else Letters(tuple(piece))
    letters = speller(piece) if kind == "L" else None
    if letters is None and kind == "L":
        piece = "".join(_unaccented(character, speller) for character in piece)
        letters = speller(piece)
    if letters is None:
        return Letters(unknown=next((item for item in piece if speller(item) is None), piece))
    return Letters(tuple(letters))


def _unaccented(character: str, speller: Speller) -> str:
    if speller(character) is not None:
        return character
    bare = "".join(mark for mark in unicodedata.normalize("NFD", character) if not unicodedata.combining(mark))
    return _STROKED.get(character.lower(), bare)


_STROKED = {"ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i"}
