"""Fingerspelling: letters of the manual alphabet, digits, accents folded, Chinese through pinyin."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from itertools import groupby

from signary.language.characters import plain, shape
from signary.signer.lexicon import Alphabet, Lexicon
from signary.signer.phonology import Phonology


@dataclass(frozen=True)
class Spelling:
    """Letters and their forms; `unknown` is the first character without a letter, and then there are none."""

    letters: tuple[str, ...] = ()
    forms: tuple[Phonology, ...] = ()
    unknown: str = ""


def spell(word: str, alphabet: Alphabet, lexicon: Lexicon) -> Spelling:
    """Spell a word, or say which character stands in the way.

    Hyphens, apostrophes and stops are left out, digits are signed with the number signs of the lexicon, letters with an
    accent that the alphabet lacks are spelled without it, and Han characters through their pinyin, syllable by
    syllable.
    """
    letters: list[str] = []
    forms: list[Phonology] = []
    for kind, run in groupby(plain(word), key=shape):
        piece = "".join(run)
        for unit in pinyin(piece) if kind == "H" else [piece]:
            spelled = _spell_run(unit, "L" if kind == "H" else kind, alphabet, lexicon)
            if spelled.unknown:
                return spelled
            letters += spelled.letters
            forms += spelled.forms
    return Spelling(tuple(letters), tuple(forms)) if forms else Spelling(unknown=word)


def pinyin(word: str) -> list[str]:
    """Syllables of a Chinese word, without tones, with `ü`; characters without a reading are returned as they are."""
    from pypinyin import lazy_pinyin

    return list(lazy_pinyin(word, v_to_u=True, errors="default"))


def _spell_run(piece: str, kind: str, alphabet: Alphabet, lexicon: Lexicon) -> Spelling:
    if kind in " -.,:'MJ":
        return Spelling()
    if kind == "D":
        return _spell_digits(piece, lexicon)
    letters = alphabet.spell(piece) if kind == "L" else None
    if letters is None and kind == "L":
        piece = "".join(_unaccented(character, alphabet) for character in piece)
        letters = alphabet.spell(piece)
    if letters is None:
        return Spelling(unknown=next((item for item in piece if alphabet.spell(item) is None), piece))
    return Spelling(tuple(letters), tuple(alphabet.letters[letter] for letter in letters))


def _spell_digits(piece: str, lexicon: Lexicon) -> Spelling:
    values = [int(digit) for digit in piece]
    lacking = next((digit for digit, value in zip(piece, values, strict=True) if value not in lexicon.by_number), "")
    if lacking:
        return Spelling(unknown=lacking)
    glosses = [lexicon.by_number[value] for value in values]
    return Spelling(tuple(piece), tuple(form for gloss in glosses for form in lexicon.forms(gloss)))


def _unaccented(character: str, alphabet: Alphabet) -> str:
    if alphabet.spell(character) is not None:
        return character
    bare = "".join(mark for mark in unicodedata.normalize("NFD", character) if not unicodedata.combining(mark))
    return _STROKED.get(character.lower(), bare)


_STROKED = {"ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i"}
