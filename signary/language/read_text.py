"""A text that was read: its sentences, each as typed, in its normal form and cut into words. Nobody reads it again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from signary.io.errors import InputError
from signary.language.kind import SentenceKind, sentence_kind
from signary.language.normal_form import NormalText, normal_text
from signary.language.sentences import Sentence, split_sentences
from signary.language.words import Word, clause_breaks, cut_words


@dataclass(frozen=True)
class ReadSentence:
    """A sentence, or a piece of one, on its way from text to signs.

    Attributes:
        typed: As it was typed, and its place in the text.
        text: Its normal form: what is looked up, and what a generator is given.
        words: Its words, with their places in `text`.
        spoken: ISO 639-1 code of its language.
        whole: The text that it is from.
        start: Offset of `text` in `whole.text`.
        goes_on: Whether more words of it may come.
    """

    typed: Sentence
    text: str
    words: tuple[Word, ...]
    spoken: str
    whole: NormalText
    start: int
    goes_on: bool = False

    @classmethod
    def within(cls, whole: NormalText, start: int, end: int, spoken: str) -> ReadSentence:
        """What stands in `whole.text[start:end]`, which must not be empty."""
        text, (first, last) = whole.text[start:end], whole.place(start, end)
        typed = Sentence(whole.source[first:last], first, last)
        return cls(typed, text, tuple(cut_words(text, spoken)), spoken, whole, start)

    @cached_property
    def breaks(self) -> frozenset[int]:
        """Indices of the words before which punctuation parts two clauses."""
        return clause_breaks(self.text, self.words)

    @cached_property
    def kind(self) -> SentenceKind:
        """Statement or question, negated or not."""
        return sentence_kind(self.text, self.words, self.spoken)

    @property
    def around(self) -> tuple[str, str]:
        """What stands in the normal form of the whole text before the sentence, and behind it."""
        return self.whole.text[: self.start], self.whole.text[self.start + len(self.text) :]

    def require(self, spoken: str) -> None:
        """Refuse a sentence that was read as another language.

        Raises:
            InputError: Names both.
        """
        if self.spoken != spoken:
            raise InputError("sentence", f"one that was read in language {spoken!r}", f"one in {self.spoken!r}")

    def recut(self, words: Sequence[Word]) -> ReadSentence:
        """The same sentence, cut into other words."""
        return replace(self, words=tuple(words))

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Start and end in `typed.text` of `text[start:end]`, which must not be empty."""
        first, last = self.whole.place(self.start + start, self.start + end)
        return first - self.typed.start, last - self.typed.start

    def typed_places(self, places: Iterable[tuple[int, int]]) -> Iterator[tuple[str, int, int]]:
        """What was typed for places of `text`, one after another, and where in `typed.text`; none overlaps another."""
        done = 0
        for place in places:
            start, end = self.place(*place)
            start, done = max(start, done), end
            yield self.typed.text[start:end], start, end

    def piece(self, start: int, end: int) -> ReadSentence:
        """`text[start:end]`, which must not be empty, as if it were a sentence; blanks at its end are left out."""
        end = start + len(self.text[start:end].rstrip())
        return self.within(self.whole, self.start + start, self.start + end, self.spoken)

    def joined(self, other: ReadSentence) -> ReadSentence:
        """This and a later piece of the same text, with all that stands between them."""
        return self.within(self.whole, self.start, other.start + len(other.text), self.spoken)


def read_text(text: str, spoken: str) -> list[ReadSentence]:
    """Read a text of one or several sentences; none if it says nothing.

    Args:
        text: Any text.
        spoken: ISO 639-1 code of its language.
    """
    whole = normal_text(text, spoken)
    found = split_sentences(whole.text, spoken)
    return [ReadSentence.within(whole, sentence.start, sentence.end, spoken) for sentence in found]


def read_sentence(text: str, spoken: str, goes_on: bool = False) -> ReadSentence:
    """Read a text that is one sentence, whatever stands in it: a row of a corpus, say.

    Args:
        text: Any text.
        spoken: ISO 639-1 code of its language.
        goes_on: Whether it is the beginning of one of which more words may come.
    """
    whole = normal_text(text, spoken)
    words = tuple(cut_words(whole.text, spoken))
    return ReadSentence(Sentence(text, 0, len(text)), whole.text, words, spoken, whole, 0, goes_on)
