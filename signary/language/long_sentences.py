"""Sentences without an end in sight, cut where it hurts least: behind a clause, else behind a word. Nothing is lost."""

from __future__ import annotations

import re
import unicodedata

from signary.language.words import cut_words

#: What parts clauses, with blanks behind it.
_CLAUSE_END = re.compile(r"[,;:–—、，；：\n]\s*$")


class CutText(str):
    """A piece of a sentence that was cut; what follows it is another piece."""

    __slots__ = ()


def cut_before(text: str, spoken: str, most: int) -> int:
    """Where to cut a text that has no end within its first characters.

    Args:
        text: The text, longer than `most`.
        spoken: ISO 639-1 code of its language.
        most: Most characters before the cut, at least 1.

    Returns:
        Offset of a word: the last one behind a clause in the second half of these characters, else the last that is
        not the first; where a single word is longer than that, of a character that joins no other.
    """
    starts = [word.start for word in cut_words(text[:most], spoken)][1:]
    # A contraction's second half is a word of its own; a cut goes between blanks or Han characters.
    starts = [start for start in starts if start and not text[start - 1].isalnum() or _is_han(text[start])]
    clauses = [start for start in starts if 2 * start >= most and _CLAUSE_END.search(text, max(0, start - 8), start)]
    if clauses or starts:
        return (clauses or starts)[-1]
    return _between_characters(text, most)


def cut_in_words(text: str, spoken: str, most: int) -> list[str]:
    """A text in pieces of at most so many words, cut as `cut_before` does; joined, they are the text but for blanks.

    Args:
        text: The text.
        spoken: ISO 639-1 code of its language.
        most: Most words of a piece, at least 1.
    """
    pieces, rest = [], text.strip()
    while len(words := cut_words(rest, spoken)) > most:
        at = cut_before(rest, spoken, words[most].start + 1)
        pieces.append(rest[:at].rstrip())
        rest = rest[at:]
    return [*pieces, rest]


def halve(text: str, spoken: str) -> tuple[str, str] | None:
    """A text in two, or None if it is a single character."""
    if len(text) < 2:
        return None
    at = cut_before(text, spoken, len(text) // 2 + 1)
    at = at if 0 < at < len(text) else len(text) // 2
    return text[:at].rstrip(), text[at:].lstrip()


def _between_characters(text: str, at: int) -> int:
    back = at
    while back > 1 and (unicodedata.combining(text[back]) or "\u200d" in text[back - 1 : back + 1]):
        back -= 1
    return back if back > 1 else at


def _is_han(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff" or "\U00020000" <= character <= "\U0003ffff"
