"""Numbers out of signs: number signs, ranks, and the words that belong to a number (`point`, `dollar`, `vor`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from signary.language.number_spans import POINT, NumberSpan, Ordinal, Year
from signary.language.number_words import ordinal_name
from signary.language.plain_numbers import POINT_NAMES
from signary.retrieval.number_composition import NumberKeys, Numerals, compose, composed_values, year_values

__all__ = ["NumberKey", "NumberKeys", "NumberSpan", "Numerals", "compose", "number_keys"]


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
