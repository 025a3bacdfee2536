"""Numbers in a list of words, written in digits or in words (English, German, Chinese)."""

from __future__ import annotations

from collections.abc import Sequence

from signary.language.chinese_numerals import split_numeral
from signary.language.number_phrases import phrase_at
from signary.language.number_spans import POINT, NumberSpan, Ordinal, Year
from signary.language.plain_numbers import POINT_WORDS, plain_number

__all__ = ["POINT", "POINT_WORDS", "NumberSpan", "Ordinal", "Year", "find_numbers", "split_numeral"]


def find_numbers(words: Sequence[str], spoken: str) -> list[NumberSpan]:
    """Find the numbers in a list of words, longest first from the left; they do not overlap.

    German `ein`, `eine`, `einen` … are articles, no numbers (but `eine Million` is one); English `one` is a number.
    Times of the clock, dates and amounts of money are numbers with all their words.

    Args:
        words: Words (or their keys) in order.
        spoken: ISO 639-1 code of their language; for others than en, de and zh only digits are found.
    """
    lowered = [word.lower() for word in words]
    found, at = [], 0
    while at < len(lowered):
        span = phrase_at(words, lowered, at, spoken) or plain_number(lowered, at, spoken)
        if span is not None:
            found.append(span)
        at = span.end if span is not None else at + 1
    return found
