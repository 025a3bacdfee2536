"""What is known of a sentence that still comes: its words and their signs, those that were signed first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from signary.language.languages import SignLanguage
from signary.language.read_text import ReadSentence
from signary.retrieval.dictionary import DictionarySign
from signary.retrieval.retriever import RetrievedSign


@dataclass(frozen=True)
class KnownWords:
    """The beginning of a sentence, or all of it.

    Attributes:
        sentence: As it was read.
        language: Its sign language.
        signs: The signs of its words: those that were signed, as they were, then the others in the order of signing.
        signed: How many of them were signed.
        begun: Whether another word has begun behind what is known.
    """

    sentence: ReadSentence
    language: SignLanguage
    signs: tuple[RetrievedSign, ...]
    signed: int
    begun: bool = False

    @property
    def text(self) -> str:
        """As typed."""
        return self.sentence.typed.text

    @property
    def ends(self) -> list[int]:
        """Where each word ends in the text."""
        return [self.sentence.place(word.start, word.end)[1] for word in self.sentence.words]

    @property
    def new(self) -> tuple[RetrievedSign, ...]:
        """The signs that were not signed."""
        return self.signs[self.signed :]

    @property
    def owners(self) -> list[int]:
        """For each entry of a dictionary that is shown, which of the signs it belongs to."""
        return [number for number, sign in enumerate(self.signs) for _ in sign.entries]


def behind_signed(signed: Sequence[RetrievedSign], found: Sequence[RetrievedSign]) -> tuple[RetrievedSign, ...]:
    """Signs that were signed, and those that are left: what was shown is never taken back.

    Words that turn out to mean something else once others have come (`New` `York`, `ruft` `an`) have a sign again; what
    of it was signed with one of them is not repeated.

    Args:
        signed: In the order of signing, as they were found when less was known.
        found: The signs of what is known now, in the order of signing.
    """
    left = (_left_of(sign, [one for one in signed if _overlap(one, sign)]) for sign in found)
    return (*signed, *(sign for sign in left if sign is not None))


def _overlap(one: RetrievedSign, other: RetrievedSign) -> bool:
    return one.start < other.end and other.start < one.end


def _left_of(sign: RetrievedSign, signed: Sequence[RetrievedSign]) -> RetrievedSign | None:
    """What of a sign was not signed with its words; None if that is nothing."""
    if not signed:
        return sign
    done = Counter(entry.gloss for one in signed for entry in one.entries)
    entries = tuple(_without(sign, done))
    if not entries:
        return None
    return sign._replace(entries=entries, codes=np.concatenate([entry.codes for entry in entries]))


def _without(sign: RetrievedSign, done: Counter[str]) -> Iterator[DictionarySign]:
    for entry in sign.entries:
        if done[entry.gloss]:
            done[entry.gloss] -= 1
        else:
            yield entry
