"""A sentence that still comes: how much of it is known at each word, however its letters came."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from signary.language.characters import shape
from signary.language.long_sentences import ends_a_clause
from signary.language.read_text import read_sentence

#: Chinese marks that part clauses: what stands before them is whole, though no blank follows.
_MARKS = "，、；："


class KnownText(NamedTuple):
    """What is known of a sentence that still comes.

    Attributes:
        text: Its beginning, whole words.
        begun: Whether another word has begun behind it.
    """

    text: str
    begun: bool


def known_so_far(text: str, spoken: str, start: int = 0) -> Iterator[KnownText]:
    """The beginnings of a sentence that are known for certain, one a word that has come, each longer than the last.

    A word has come when a blank stands behind it; a Chinese one when another has begun, for it may still grow. So what
    is known depends on the text alone, and not on the pieces in which it came.

    Args:
        text: What has come of the sentence.
        spoken: ISO 639-1 code of its language.
        start: Only beginnings that are longer than this.
    """
    known = start
    for at, letter in enumerate(text[start:], start=start + 1):
        begun = spoken == "zh" and shape(letter) == "H"
        if begun:
            end = _before_last_word(text[:at], spoken)
        elif letter.isspace() or letter in _MARKS:
            end = at
        else:
            continue
        end = len(text[:end].rstrip())
        if end > known and text[:end].strip():
            known = end
            yield KnownText(text[:end], begun)


def clause_has_ended(text: str) -> bool:
    """Whether a text ends with a mark that parts clauses, such as a comma."""
    return ends_a_clause(text, len(text))


def _before_last_word(text: str, spoken: str) -> int:
    """Where the last word begins."""
    sentence = read_sentence(text, spoken)
    if not sentence.words:
        return 0
    last = sentence.words[-1]
    return sentence.place(last.start, last.end)[0]
