"""When a sentence that still comes may be signed: at its end, clause by clause, or some words behind the text.

Which of its words have signs, and in which order, is asked of the prompter for what is known (`text_so_far.py`); a
policy says how many of them may be signed by then. It sees the text alone, not when it came: so motion is the same
however the text was cut into pieces. Wait-k is that of Ma et al. (STACL, 2019, §3.1): the first sign waits for k words.
From then on words are counted from a sign's own word on, as not every word has a sign.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING

from signary.io.errors import InputError
from signary.language.text_so_far import clause_has_ended

if TYPE_CHECKING:
    from signary.bundle.known_words import KnownWords

#: What waits for the end of a sentence.
SENTENCE = "sentence"
_WAIT = re.compile(r"wait-([1-9]\d{0,2})")


class Policy(ABC):
    """Says how many signs of a sentence may be signed before its end."""

    @abstractmethod
    def let_on(self, known: KnownWords) -> int:
        """How many of the signs that have not been signed may be signed now, in their order.

        Args:
            known: What is known of the sentence.
        """


@dataclass(frozen=True)
class WaitWords(Policy):
    """The first sign waits until k words have come; another until k have, its own the first of them.

    Attributes:
        words: k, at least 1.
    """

    words: int

    def let_on(self, known: KnownWords) -> int:
        """As many as have k − 1 words behind their own."""
        ends = known.ends
        behind = (known.begun + sum(end > sign.end for end in ends) for sign in known.new)
        due = sum(count >= self.words - 1 for count in behind)
        starts = not known.signed and known.begun + len(ends) >= self.words
        return max(due, min(len(known.new), int(starts)))


class WaitClause(Policy):
    """A sign waits until its clause is over: a mark stands behind it, or the next clause has begun."""

    def let_on(self, known: KnownWords) -> int:
        """As many as are of clauses that are over."""
        ended = clause_has_ended(known.text)
        return sum(ended or sign.clause_over for sign in known.new)


def read_policy(name: str) -> Policy | None:
    """The policy of a name; None for `sentence`, which waits for the end.

    Raises:
        InputError: If there is none of this name.
    """
    if name == SENTENCE:
        return None
    if name == "clause":
        return WaitClause()
    if isinstance(name, str) and (found := _WAIT.fullmatch(name)):
        return WaitWords(int(found.group(1)))
    raise InputError("policy", "sentence, clause, or wait-1 to wait-999", repr(name))
