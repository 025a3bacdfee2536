"""Entries of several words, found where their words stand one after another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from signary.language.function_words import listed
from signary.language.lemmas import candidates
from signary.language.words import Word, cut_words

#: Words of entries that no other form stands for: `got to` is not `get to`, nor `gibt es` `gebe es`.
_AS_WRITTEN = {"en": frozenset(listed("got")), "de": frozenset(listed("gibt gab heißt"))}
#: Characters of the longest Chinese entry that is looked for.
_LONGEST_CHINESE = 12


@dataclass(frozen=True)
class _Phrase:
    """A key, and for each of its words the forms that may stand for it."""

    key: str
    words: tuple[frozenset[str], ...]


@lru_cache(maxsize=16384)
def _phrase(key: str, spoken: str) -> _Phrase:
    return _Phrase(key, tuple(frozenset(_forms(word.key.lower(), spoken)) for word in cut_words(key, spoken)))


def _forms(word: str, spoken: str) -> tuple[str, ...]:
    return (word,) if word in _AS_WRITTEN.get(spoken, ()) else candidates(word, spoken)


class PhraseIndex:
    """Entries of several words by the forms of their first word; inflected forms count.

    Args:
        keys: Entries; those that are one word to `cut_words` are passed over.
        spoken: ISO 639-1 code of the spoken language, not Chinese (see `joined_at`).
    """

    def __init__(self, keys: Iterable[str], spoken: str) -> None:
        self.spoken = spoken
        self._by_first: dict[str, list[_Phrase]] = {}
        for key in keys:
            phrase = _phrase(key, spoken)
            for first in phrase.words[0] if len(phrase.words) > 1 else ():
                self._by_first.setdefault(first, []).append(phrase)

    def longest_at(self, words: Sequence[Word], at: int, breaks: frozenset[int]) -> tuple[str, int] | None:
        """Key of the longest entry that begins at a word, and how many words it takes.

        Args:
            words: Of a sentence.
            at: Index of the first word.
            breaks: Indices of the words before which punctuation parts clauses: no entry reaches over one.
        """
        best: tuple[str, int] | None = None
        for form in candidates(words[at].key, self.spoken):
            for phrase in self._by_first.get(form, ()):
                size = len(phrase.words)
                if (best is None or size > best[1]) and self._matches(phrase, words, at, breaks):
                    best = (phrase.key, size)
        return best

    def _matches(self, phrase: _Phrase, words: Sequence[Word], at: int, breaks: frozenset[int]) -> bool:
        end = at + len(phrase.words)
        if end > len(words) or any(index in breaks for index in range(at + 1, end)):
            return False
        pairs = zip(phrase.words, words[at:end], strict=True)
        return all(not forms.isdisjoint(candidates(word.key, self.spoken)) for forms, word in pairs)


def joined_at(
    words: Sequence[Word], at: int, breaks: frozenset[int], find: Callable[[str], str | None]
) -> tuple[str, int] | None:
    """Chinese: key of the longest entry that several words of the tokenizer make together, and how many they are.

    Args:
        words: Of a sentence.
        at: Index of the first word.
        breaks: Indices of the words before which punctuation parts clauses.
        find: Key of a text, or `None`.
    """
    best, text = None, words[at].key
    for index in range(at + 1, len(words)):
        text += words[index].key
        if index in breaks or len(text) > _LONGEST_CHINESE:
            break
        key = find(text)
        best = best if key is None else (key, index - at + 1)
    return best
