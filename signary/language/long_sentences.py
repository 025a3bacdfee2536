"""Sentences without an end in sight, cut where it hurts least: behind a clause, else behind a word. Nothing is lost."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from math import ceil

from signary.language.read_text import ReadSentence
from signary.language.words import Word, cut_words

#: Steps that a sign takes with a good margin (0.96 s where a step is 0.16 s): so long may the words of a piece be.
STEPS_A_WORD = 6
#: Steps that a word takes at least, on the average: some are not signed.
FEWEST_STEPS_A_WORD = 2
#: What parts clauses, with blanks behind it.
_CLAUSE_END = re.compile(r"(?:[,;:–—、，；：\n]|\s-)\s*$")


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
    starts = places(text[:most], cut_words(text[:most], spoken))
    clauses = [start for start in starts if 2 * start >= most and ends_a_clause(text, start)]
    if clauses or starts:
        return (clauses or starts)[-1]
    return _between_characters(text, most)


def places(text: str, words: Sequence[Word]) -> list[int]:
    """Offsets of words before which a text may be cut: all but the first, and the second half of a contraction.

    Args:
        text: The text.
        words: Its words.
    """
    starts = [word.start for word in words[1:]]
    # A cut goes between blanks or Han characters.
    return [start for start in starts if start and not text[start - 1].isalnum() or _is_han(text[start])]


def words_at_once(steps: int) -> int:
    """Words of a sentence that a run of so many steps may show, if they are short."""
    return steps // FEWEST_STEPS_A_WORD


def words_of_a_piece(steps: int) -> int:
    """Most words of a piece for a run of so many steps, which shows them all for certain."""
    return max(1, steps // STEPS_A_WORD)


def cut_sentence(
    sentence: ReadSentence, most: int, together: Collection[tuple[int, int]] = (), halve: bool = False
) -> list[ReadSentence]:
    """A sentence in pieces; joined, these are the sentence but for blanks. It comes whole where it cannot be cut.

    Args:
        sentence: The sentence.
        most: Most words of a piece, at least 1.
        together: Start and end in the text of what is not to be cut, as typed.
        halve: Whether to cut a single word.
    """
    text, words = sentence.text, sentence.words
    allowed = [at for at in places(text, words) if not _is_within(sentence, at, together)]
    cuts = cut_in_words(text, words, most, allowed)
    if not cuts and halve and (half := cut_in_half(text)) is not None:
        cuts = [half]
    return [sentence.piece(start, end) for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]


def _is_within(sentence: ReadSentence, at: int, spans: Collection[tuple[int, int]]) -> bool:
    """Whether a place of the sentence is inside one of some spans of the text."""
    place = sentence.typed.start + sentence.place(at, at + 1)[0]
    return any(start < place < end for start, end in spans)


def cut_in_words(text: str, words: Sequence[Word], most: int, allowed: Collection[int] | None = None) -> list[int]:
    """Where to cut a text into pieces of nearly as many words each.

    Args:
        text: The text.
        words: Its words.
        most: Most words of a piece, at least 1; a piece has more only where it must not be cut.
        allowed: Which of the text's `places` to cut at, *optional*, defaults to all.

    Returns:
        Offsets in `text`, none if it has no more words. Of the places that leave a piece at least half as long as it
        should be, the last that is behind a clause; else the one that is nearest to an even share.
    """
    allowed = set(places(text, words) if allowed is None else allowed)
    starts = [word.start for word in words]
    cuts, first = list[int](), 0
    while (left := len(starts) - first) > most:
        share = ceil(left / ceil(left / most))
        within = [at for at in range(first + 1, first + most + 1) if starts[at] in allowed]
        clauses = [at for at in within if 2 * (at - first) >= share and ends_a_clause(text, starts[at])]
        nearest = sorted(within, key=lambda at: abs(at - first - share))
        beyond = (at for at in range(first + most + 1, len(starts)) if starts[at] in allowed)
        chosen = clauses[-1] if clauses else nearest[0] if nearest else next(beyond, None)
        if chosen is None:
            break
        cuts.append(starts[chosen])
        first = chosen
    return cuts


def cut_in_half(text: str) -> int | None:
    """Where to cut a single word in two, between characters of which none joins the other; None if it has only one."""
    return _between_characters(text, (len(text) + 1) // 2) if len(text) > 1 else None


def ends_a_clause(text: str, at: int) -> bool:
    """Whether a mark that parts clauses stands before a place of a text."""
    return _CLAUSE_END.search(text, max(0, at - 8), at) is not None


def _between_characters(text: str, at: int) -> int:
    back = at
    while back > 1 and (unicodedata.combining(text[back]) or "\u200d" in text[back - 1 : back + 1]):
        back -= 1
    return back if back > 1 else at


def _is_han(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff" or "\U00020000" <= character <= "\U0003ffff"
