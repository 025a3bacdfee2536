"""Numbers out of number signs: own entries, tens and ones in the order of the language, hundreds, years."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from signary.language.numbers import POINT, POINT_WORDS, NumberSpan
from signary.retrieval.spelling import spell
from signary.signer.lexicon import Alphabet, Lexicon
from signary.signer.phonology import Phonology


class NumberKeys(Protocol):
    """Value -> gloss or lemma of its sign."""

    def __contains__(self, value: object, /) -> bool: ...

    def __getitem__(self, value: int, /) -> str: ...


class Numerals(Protocol):
    """Which numbers have a sign, and how the others are composed: a lexicon, or the numerals of a sign dictionary."""

    @property
    def numbers(self) -> str:
        """How 21 to 99 are composed, one of `NUMBER_ORDERS`."""
        ...

    @property
    def by_number(self) -> NumberKeys:
        """Value -> gloss or lemma."""
        ...


@dataclass(frozen=True)
class NumberSigns:
    """Glosses of the signs that a number is composed of, and their forms."""

    glosses: tuple[str, ...]
    forms: tuple[Phonology, ...]


def number_signs(span: NumberSpan, lexicon: Lexicon, alphabet: Alphabet, spoken: str) -> NumberSigns | None:
    """Compose a number, or return `None` if the lexicon lacks a sign for it.

    A decimal sign that the lexicon lacks is spelled.

    Args:
        span: A number found in a sentence.
        lexicon: Its `by_number` and `numbers` say which number signs there are and how 21 to 99 are composed.
        alphabet: Spells the decimal sign.
        spoken: ISO 639-1 code of the spoken language.
    """
    keys = number_keys(span, lexicon, spoken)
    point = _point(lexicon, alphabet, spoken) if keys and POINT in keys else None
    if keys is None or (POINT in keys and point is None):
        return None
    glosses: list[str] = []
    forms: list[Phonology] = []
    for key in keys:
        if key == POINT and point is not None:
            glosses += point.glosses
            forms += point.forms
        else:
            glosses.append(key)
            forms += lexicon.forms(key)
    return NumberSigns(tuple(glosses), tuple(forms))


def number_keys(span: NumberSpan, numerals: Numerals, spoken: str) -> tuple[str, ...] | None:
    """Keys of the signs that a number is composed of, `POINT` for the decimal sign; `None` if one is lacking.

    Years are signed as two pairs (19|98), in Chinese digit by digit.

    Args:
        span: A number found in a sentence.
        numerals: Which numbers have a sign.
        spoken: ISO 639-1 code of the spoken language.
    """
    keys: list[str] = []
    for part in span.parts:
        if isinstance(part, str):
            keys.append(POINT)
            continue
        found = _year(part, numerals, by_digits=spoken == "zh") if span.year else compose(part, numerals)
        if found is None:
            return None
        keys += found
    return tuple(keys)


def _point(lexicon: Lexicon, alphabet: Alphabet, spoken: str) -> NumberSigns | None:
    name = POINT_WORDS.get(spoken, POINT)
    if name in lexicon.by_word:
        gloss = lexicon.by_word[name][0]
        return NumberSigns((gloss,), tuple(lexicon.forms(gloss)))
    spelled = spell(name, alphabet, lexicon)
    return None if spelled.unknown else NumberSigns(("#" + name.upper(),), spelled.forms)


def compose(value: int, numerals: Numerals) -> tuple[str, ...] | None:
    """Keys for an integer from 0: its own entry, else composed, else its digits; `None` if those are lacking."""
    if value in numerals.by_number:
        return (numerals.by_number[value],)
    composed = _tens(value, numerals) if value < 100 else _scaled(value, numerals)
    return composed or _digits(value, numerals)


def _tens(value: int, numerals: Numerals) -> tuple[str, ...] | None:
    if numerals.numbers == "digits":
        return _digits(value, numerals)
    tens, ones = value - value % 10, value % 10
    parts = (tens, ones) if numerals.numbers == "tens_first" else (ones, tens)
    return _own(parts, numerals)


def _scaled(value: int, numerals: Numerals) -> tuple[str, ...] | None:
    """Count, scale sign (10,000 where there is one, 1,000, 100), rest."""
    scales = (10**power for power in range(12, 1, -1))
    scale = next((scale for scale in scales if scale <= value and scale in numerals.by_number), None)
    if scale is None or (scale == 100 and value >= 1000):
        return None
    count, rest = divmod(value, scale)
    head = compose(count, numerals)
    tail = compose(rest, numerals) if rest else ()
    return None if head is None or tail is None else (*head, numerals.by_number[scale], *tail)


def _year(year: int, numerals: Numerals, by_digits: bool) -> tuple[str, ...] | None:
    if by_digits:
        return _digits(year, numerals)
    century, rest = divmod(year, 100)
    if century % 10 == 0 and rest < 10:
        return compose(year, numerals)
    head, tail = compose(century, numerals), compose(rest, numerals)
    if head is None or tail is None:
        return None
    zero = _own((0,), numerals) if rest < 10 else ()
    return None if zero is None else (*head, *zero, *tail)


def _digits(value: int, numerals: Numerals) -> tuple[str, ...] | None:
    return _own(tuple(map(int, str(value))), numerals)


def _own(values: tuple[int, ...], numerals: Numerals) -> tuple[str, ...] | None:
    if any(value not in numerals.by_number for value in values):
        return None
    return tuple(numerals.by_number[value] for value in values)
