"""What is known about a word and those beside it, and what it then means."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from signary.language.words import Word


@dataclass(frozen=True)
class Meaning:
    """What a word means here.

    Attributes:
        keys: To look it up under, the best first; without a sign for any it is spelled. Without keys function words are
            not signed.
        dropped: Why it is not signed at all (empty: it is).
        size: How many words it takes, a name of several words.
    """

    keys: tuple[str, ...] = ()
    dropped: str = ""
    size: int = 1


@dataclass(frozen=True)
class Context:
    """A sentence in lower case, and what is known about its words.

    Attributes:
        words: The words.
        keys: Their keys in lower case.
        breaks: Indices of the words before which punctuation parts clauses.
        category: Category of a key's sign, empty without one.
        before: What stands in the text before the sentence.
        after: What stands in the text behind it.
    """

    words: Sequence[Word]
    keys: Sequence[str]
    breaks: frozenset[int]
    category: Callable[[str], str]
    before: str = ""
    after: str = ""

    def at(self, index: int, origin: int) -> str:
        """The key of a word in the clause of another one; empty where there is none."""
        if not 0 <= index < len(self.keys):
            return ""
        first, last = sorted((index, origin))
        return "" if any(at in self.breaks for at in range(first + 1, last + 1)) else self.keys[index]

    def clause(self, origin: int) -> tuple[int, int]:
        """Indices of the first word of a clause, as punctuation parts them, and after its last one."""
        start = max((at for at in self.breaks if at <= origin), default=0)
        return start, min((at for at in self.breaks if at > origin), default=len(self.keys))

    def is_capital(self, index: int) -> bool:
        """Whether a word has a capital letter that its place does not explain."""
        if not 0 < index < len(self.words):
            return False
        text = self.words[index].text
        return text[0].isupper() and not (text.isupper() and len(text) > 1)


#: Indices of words, and what they mean.
FoundMeanings = Iterator[tuple[int, Meaning]]
