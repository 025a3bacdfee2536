"""What a sentence becomes: every word accounted for, and the signs in the order in which they are signed."""

from __future__ import annotations

from dataclasses import dataclass

from signary.language.kind import SentenceKind
from signary.signer.score import SignUnit

#: Where the sign of a word comes from; the last two have none.
SOURCES = ("lexicon", "number", "compound", "fingerspelling", "dropped", "missing")


@dataclass(frozen=True)
class Item:
    """A word, or several that are signed as one, and what becomes of it.

    Attributes:
        word: As written.
        start: Offset of its first character in the text that was planned.
        end: Offset after its last character.
        gloss: Name of the sign, parts joined by `+`; `#WORD` if spelled, empty if there is none.
        source: One of `SOURCES`.
        through: The key it was found under, or the reason why it was not.
        unit: What to sign, or `None`.
    """

    word: str
    start: int
    end: int
    gloss: str
    source: str
    through: str
    unit: SignUnit | None = None


@dataclass(frozen=True)
class SentencePlan:
    """A sentence, its words as spoken, and its signs as signed.

    Attributes:
        text: The sentence.
        start: Its offset in the text that was planned.
        language: Id of the sign language.
        kind: Statement or question, negated or not.
        items: Every word exactly once, in spoken order.
        order: Indices into `items` of those that are signed, in sign order.
        clauses: Clauses that punctuation and conjunctions make of it.
    """

    text: str
    start: int
    language: str
    kind: SentenceKind
    items: tuple[Item, ...]
    order: tuple[int, ...]
    clauses: int

    @property
    def signed(self) -> tuple[Item, ...]:
        """Items that are signed, in sign order."""
        return tuple(self.items[index] for index in self.order)

    @property
    def units(self) -> tuple[SignUnit, ...]:
        """What to sign, in sign order."""
        return tuple(item.unit for item in self.signed if item.unit is not None)
