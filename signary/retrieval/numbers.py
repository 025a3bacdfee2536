"""Numbers out of number signs: own entries, tens and ones in the order of the language, hundreds, years."""

from __future__ import annotations

from dataclasses import dataclass

from signary.language.numbers import POINT, POINT_WORDS, NumberSpan
from signary.retrieval.spelling import spell
from signary.signer.lexicon import Alphabet, Lexicon
from signary.signer.phonology import Phonology


@dataclass(frozen=True)
class NumberSigns:
    """Glosses of the signs that a number is composed of, and their forms."""

    glosses: tuple[str, ...]
    forms: tuple[Phonology, ...]


def number_signs(span: NumberSpan, lexicon: Lexicon, alphabet: Alphabet, spoken: str) -> NumberSigns | None:
    """Compose a number, or return `None` if the lexicon lacks a sign for it.

    Years are signed as two pairs (19|98), in Chinese digit by digit. A decimal sign that the lexicon lacks is spelled.

    Args:
        span: A number found in a sentence.
        lexicon: Its `by_number` and `numbers` say which number signs there are and how 21 to 99 are composed.
        alphabet: Spells the decimal sign.
        spoken: ISO 639-1 code of the spoken language.
    """
    glosses: list[str] = []
    forms: list[Phonology] = []
    for part in span.parts:
        if isinstance(part, str):
            signs = _point(lexicon, alphabet, spoken)
            if signs is None:
                return None
            glosses += signs.glosses
            forms += signs.forms
            continue
        found = _year(part, lexicon, by_digits=spoken == "zh") if span.year else compose(part, lexicon)
        if found is None:
            return None
        glosses += found
        forms += (form for gloss in found for form in lexicon.forms(gloss))
    return NumberSigns(tuple(glosses), tuple(forms))


def _point(lexicon: Lexicon, alphabet: Alphabet, spoken: str) -> NumberSigns | None:
    name = POINT_WORDS.get(spoken, POINT)
    if name in lexicon.by_word:
        gloss = lexicon.by_word[name][0]
        return NumberSigns((gloss,), tuple(lexicon.forms(gloss)))
    spelled = spell(name, alphabet, lexicon)
    return None if spelled.unknown else NumberSigns(("#" + name.upper(),), spelled.forms)


def compose(value: int, lexicon: Lexicon) -> tuple[str, ...] | None:
    """Glosses for an integer from 0: its own entry, else composed, else its digits; `None` if those are lacking."""
    if value in lexicon.by_number:
        return (lexicon.by_number[value],)
    composed = _tens(value, lexicon) if value < 100 else _scaled(value, lexicon)
    return composed or _digits(value, lexicon)


def _tens(value: int, lexicon: Lexicon) -> tuple[str, ...] | None:
    if lexicon.numbers == "digits":
        return _digits(value, lexicon)
    tens, ones = value - value % 10, value % 10
    parts = (tens, ones) if lexicon.numbers == "tens_first" else (ones, tens)
    return _own(parts, lexicon)


def _scaled(value: int, lexicon: Lexicon) -> tuple[str, ...] | None:
    """Count, scale sign (10,000 where there is one, 1,000, 100), rest."""
    scales = (10**power for power in range(12, 1, -1))
    scale = next((scale for scale in scales if scale <= value and scale in lexicon.by_number), None)
    if scale is None or (scale == 100 and value >= 1000):
        return None
    count, rest = divmod(value, scale)
    head = compose(count, lexicon)
    tail = compose(rest, lexicon) if rest else ()
    return None if head is None or tail is None else (*head, lexicon.by_number[scale], *tail)


def _year(year: int, lexicon: Lexicon, by_digits: bool) -> tuple[str, ...] | None:
    if by_digits:
        return _digits(year, lexicon)
    century, rest = divmod(year, 100)
    if century % 10 == 0 and rest < 10:
        return compose(year, lexicon)
    head, tail = compose(century, lexicon), compose(rest, lexicon)
    if head is None or tail is None:
        return None
    zero = _own((0,), lexicon) if rest < 10 else ()
    return None if zero is None else (*head, *zero, *tail)


def _digits(value: int, lexicon: Lexicon) -> tuple[str, ...] | None:
    return _own(tuple(map(int, str(value))), lexicon)


def _own(values: tuple[int, ...], lexicon: Lexicon) -> tuple[str, ...] | None:
    if any(value not in lexicon.by_number for value in values):
        return None
    return tuple(lexicon.by_number[value] for value in values)
