"""Numbers out of signs: number signs, ranks, and the words that belong to a number (`point`, `dollar`, `vor`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from signary.language.number_spans import POINT, NumberSpan, Ordinal, Year
from signary.language.number_words import ordinal_name
from signary.language.plain_numbers import POINT_NAMES
from signary.retrieval.number_composition import NumberKeys, Numerals, compose, composed_values, year_values
from signary.retrieval.spelling import bare_name, spell
from signary.signer.lexicon import Alphabet, Lexicon
from signary.signer.phonology import Phonology

__all__ = ["NumberKey", "NumberKeys", "NumberSigns", "Numerals", "compose", "number_keys", "number_signs", "word_sign"]

#: The turn of the hand that makes a rank of a number, in ASL up to the ninth; then letters stand for it.
_TURN = {"kind": "twist", "angle": -80}
_LAST_TURNED = {"en": 9}
_FOLDED = str.maketrans({"Ä": "AE", "Ö": "OE", "Ü": "UE", "ß": "SS"})


@dataclass(frozen=True)
class NumberSigns:
    """Glosses of the signs that a number is composed of, their forms, and what these are of (`SignUnit.parts`)."""

    glosses: tuple[str, ...]
    forms: tuple[Phonology, ...]
    parts: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class NumberKey:
    """A sign of a number.

    Attributes:
        key: Gloss or lemma of a number sign; or a word of the spoken language.
        word: Whether it is a word.
        rank: What the rank is called that the number sign stands for here, if it does (`dritte`).
        value: What the number sign is worth.
    """

    key: str
    word: bool = False
    rank: str = ""
    value: int = 0


def number_signs(span: NumberSpan, lexicon: Lexicon, alphabet: Alphabet, spoken: str) -> NumberSigns | None:
    """Compose a number, or return `None` if the lexicon lacks a sign for it.

    A word in it that the lexicon lacks, such as the decimal sign, is spelled.

    Args:
        span: A number found in a sentence.
        lexicon: Its `by_number` and `numbers` say which number signs there are and how the others are composed.
        alphabet: Spells words.
        spoken: ISO 639-1 code of the spoken language.
    """
    glosses: list[str] = []
    forms: list[Phonology] = []
    parts: list[tuple[str, int]] = []
    for key in number_keys(span, lexicon, spoken) or ():
        signs = word_sign(key.key, lexicon, alphabet) if key.word else _number_sign(key, lexicon, alphabet, spoken)
        if signs is None:
            return None
        glosses += signs.glosses
        forms += signs.forms
        parts += signs.parts
    return NumberSigns(tuple(glosses), tuple(forms), tuple(parts)) if glosses else None


def number_keys(span: NumberSpan, numerals: Numerals, spoken: str) -> tuple[NumberKey, ...] | None:
    """What a number is composed of; `None` if a number sign is lacking.

    Years are signed as two pairs (19|98), in Chinese digit by digit.

    Args:
        span: A number found in a sentence.
        numerals: Which numbers have a sign.
        spoken: ISO 639-1 code of the spoken language.
    """
    keys: list[NumberKey] = []
    for part in span.parts:
        if isinstance(part, str):
            keys.append(NumberKey(POINT_NAMES.get(spoken, POINT) if part == POINT else part, word=True))
            continue
        if spoken == "zh" and isinstance(part, Ordinal):
            keys.append(NumberKey("第一" if part == 1 else "第", word=True))
            if part == 1:
                continue
        by_year = isinstance(part, Year)
        values = year_values(part, numerals, by_digits=spoken == "zh") if by_year else composed_values(part, numerals)
        if values is None:
            return None
        keys += _keys(values, numerals, spoken if isinstance(part, Ordinal) else "")
    return tuple(keys)


def _keys(values: tuple[int, ...], numerals: Numerals, ranked: str) -> Iterator[NumberKey]:
    """Keys of number signs; of a rank the last one carries the rank."""
    for value in values[:-1]:
        yield NumberKey(numerals.by_number[int(value)], value=value)
    last = int(values[-1])
    yield NumberKey(numerals.by_number[last], rank=ordinal_name(last, ranked), value=last)


def word_sign(word: str, lexicon: Lexicon, alphabet: Alphabet) -> NumberSigns | None:
    """The sign that is called so, else one for the word, else its letters; `None` if it cannot be spelled either.

    Args:
        word: In lower case; what it means may stand behind it in brackets, as in a lexicon (`hoch (exponent)`).
        lexicon: Signs.
        alphabet: Letters.
    """
    gloss = _gloss(word)
    if gloss not in lexicon.entries and word in lexicon.by_word:
        gloss = lexicon.by_word[word][0]
    if gloss in lexicon.entries:
        return _of_entry(gloss, lexicon)
    bare = bare_name(word)
    spelled = spell(bare, alphabet, lexicon)
    return None if spelled.unknown else NumberSigns(("#" + bare.upper(),), spelled.forms, spelled.parts)


def _of_entry(gloss: str, lexicon: Lexicon) -> NumberSigns:
    forms = tuple(lexicon.forms(gloss))
    return NumberSigns((gloss,), forms, ((gloss, len(forms)),))


def _number_sign(key: NumberKey, lexicon: Lexicon, alphabet: Alphabet, spoken: str) -> NumberSigns | None:
    plain = _of_entry(key.key, lexicon)
    if not key.rank:
        return plain
    gloss, forms = _gloss(key.rank), plain.forms
    if gloss in lexicon.entries:
        return _of_entry(gloss, lexicon)
    if key.value > _LAST_TURNED.get(spoken, key.value):
        spelled = spell("th", alphabet, lexicon)
        return None if spelled.unknown else NumberSigns((gloss,), (*forms, *spelled.forms), plain.parts + spelled.parts)
    return NumberSigns((gloss,), (*forms[:-1], forms[-1].varied({"movement": [_TURN]})), plain.parts)


def _gloss(word: str) -> str:
    return word.upper().translate(_FOLDED)
