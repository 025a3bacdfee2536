"""What has signs for words: the one protocol of lexicons and dictionaries, and an index over either.

Words are searched in one way (`word_signs`), whatever has the signs: a lexicon gives forms that the rule-based signer
signs, a dictionary motion codes that a model is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Generic, Protocol, TypeVar

from signary.language.read_text import ReadSentence
from signary.language.words import Word
from signary.retrieval.number_composition import NumberKeys
from signary.retrieval.number_signs import NumberKey, NumberSpan, number_keys
from signary.retrieval.phrases import PhraseIndex, joined_at
from signary.retrieval.word_parts import WordParts


class Signs(Protocol):
    """The sign of a word, or the signs one after another that stand for it."""

    @property
    def spelled(self) -> bool:
        """Whether they are letters."""
        ...


SignsT = TypeVar("SignsT", bound=Signs)


class WordStore(Protocol[SignsT]):
    """Signs by the words that they stand for; also says which numbers have a sign (`Numerals`)."""

    @property
    def name(self) -> str:
        """What it is called where a word is not in it: `lexicon`, `dictionary`."""
        ...

    @property
    def spoken(self) -> str:
        """ISO 639-1 code of the spoken language."""
        ...

    @property
    def spells(self) -> bool:
        """Whether words without a sign are spelled."""
        ...

    @property
    def numbers(self) -> str:
        """How numbers are composed, see `Numerals`."""
        ...

    @property
    def by_number(self) -> NumberKeys:
        """Value -> name of its sign, see `Numerals`."""
        ...

    def find(self, form: str) -> str | None:
        """The key of a form in lower case, taken as it is; Chinese forms without blanks."""
        ...

    def phrases(self) -> Iterable[str]:
        """Keys that may be several words."""
        ...

    def category(self, key: str, prefer: str = "") -> str:
        """Category of the sign of a key; where it has several signs, of one of category `prefer` if there is any."""
        ...

    def number(self, key: str) -> int | None:
        """What a key is worth whose sign is that of a number."""
        ...

    def sign(self, key: str, prefer: str = "") -> SignsT:
        """The sign of a key, chosen as `category` chooses."""
        ...

    def number_sign(self, key: NumberKey) -> SignsT | None:
        """The sign of a number, or of its rank."""
        ...

    def named(self, word: str) -> SignsT | None:
        """The sign of a word in a number or of a symbol's name, else its letters; none if it cannot be spelled either.

        What the word means may stand behind it in brackets, as in a lexicon (`hoch (exponent)`).
        """
        ...

    def spell(self, word: str) -> tuple[SignsT | None, str]:
        """The letters of a word, or the first character that has none."""
        ...

    def joined(self, signs: Sequence[SignsT]) -> SignsT:
        """Signs that stand for one word, one after another; at least one."""
        ...


def number_of(span: NumberSpan, store: WordStore[SignsT]) -> SignsT | None:
    """The signs that a number is composed of, or `None` if one is lacking.

    Args:
        span: A number found in a sentence.
        store: The signs; a word in the number that it lacks, such as the decimal sign, is spelled.
    """
    signs = list[SignsT]()
    for key in number_keys(span, store, store.spoken) or ():
        sign = store.named(key.key) if key.word else store.number_sign(key)
        if sign is None:
            return None
        signs.append(sign)
    return store.joined(signs) if signs else None


class WordIndex(Generic[SignsT]):
    """A store made ready to be searched: phrases, inflected forms, pieces of compounds.

    Args:
        store: The signs.
    """

    def __init__(self, store: WordStore[SignsT]) -> None:
        self.store, self.spoken, self.find = store, store.spoken, store.find
        self._parts = WordParts(self.spoken, store.find, store.category)
        self.function_words = self._parts.function_words
        self.key_of, self.split = self._parts.key_of, self._parts.split

    def recut(self, sentence: ReadSentence) -> ReadSentence:
        """The sentence, Chinese words that nobody knows cut into words that are known."""
        return sentence.recut(self._parts.recut(sentence.words))

    def phrase_at(self, words: Sequence[Word], at: int, breaks: frozenset[int]) -> tuple[str, int] | None:
        """Key and length of the longest multi-word entry that begins at a word; inflected forms count."""
        if self.spoken == "zh":
            return joined_at(words, at, breaks, self.find)
        return self._phrases.longest_at(words, at, breaks)

    @cached_property
    def _phrases(self) -> PhraseIndex:
        """Made when the first sentence comes."""
        return PhraseIndex(self.store.phrases(), self.spoken)
