"""The words of a lexicon, made ready to be found: phrases, inflected forms, pieces of compounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from signary.language.function_words import CONJUNCTIONS, FUNCTION_WORDS, MEASURE_WORDS
from signary.language.kind import NEGATIONS, QUESTION_WORDS
from signary.language.lemmas import candidates
from signary.language.number_words import chinese_number
from signary.language.words import Word, cut_words, is_chinese_word
from signary.retrieval.compounds import split_characters, split_compound
from signary.signer.lexicon import Lexicon, SignEntry

#: Categories whose words make compounds: `allenfalls` is not all and if.
_COMPOUNDED = ("noun", "place", "time", "adjective", "verb", "number")


@dataclass(frozen=True)
class _Phrase:
    key: str
    words: tuple[frozenset[str], ...]


@lru_cache(maxsize=16384)
def _phrase(key: str, spoken: str) -> _Phrase:
    return _Phrase(key, tuple(frozenset(candidates(word.key, spoken)) for word in cut_words(key, spoken)))


class DictionaryWords:
    """A lexicon and an index of its multi-word entries, for one spoken language."""

    def __init__(self, lexicon: Lexicon, spoken: str) -> None:
        self.lexicon, self.spoken = lexicon, spoken
        self.function_words = FUNCTION_WORDS.get(spoken, frozenset())
        keys = (key.replace(" ", "") for key in lexicon.by_word) if spoken == "zh" else lexicon.by_word
        self._keys = dict(zip(keys, lexicon.by_word, strict=True))
        self._longest = max(map(len, self._keys), default=0) if spoken == "zh" else 0
        self._left_whole = QUESTION_WORDS["zh"] | CONJUNCTIONS["zh"] | self.function_words | set(NEGATIONS["zh"])
        self._phrases: dict[str, list[_Phrase]] = {}
        for key in lexicon.by_word if spoken != "zh" else ():
            if " " in key or "'" in key or key == "cannot":
                self._add_phrase(_phrase(key, spoken))

    def _add_phrase(self, phrase: _Phrase) -> None:
        if len(phrase.words) > 1:
            for first in phrase.words[0]:
                self._phrases.setdefault(first, []).append(phrase)

    def entry(self, key: str, prefer: str = "") -> SignEntry:
        """The entry for a key; of several the first of category `prefer`, else the first that is no question word."""
        entries = [self.lexicon.entries[gloss] for gloss in self.lexicon.by_word[key]]
        if prefer and (preferred := [entry for entry in entries if entry.category == prefer]):
            return preferred[0]
        return next((entry for entry in entries if entry.category != "question"), entries[0])

    def phrase_at(self, words: Sequence[Word], at: int, breaks: frozenset[int]) -> tuple[str, int] | None:
        """Key and length of the longest multi-word entry that begins at a word; inflected forms count."""
        if self.spoken == "zh":
            return self._joined_at(words, at, breaks)
        best: tuple[str, int] | None = None
        for form in candidates(words[at].key, self.spoken):
            for phrase in self._phrases.get(form, ()):
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

    def _joined_at(self, words: Sequence[Word], at: int, breaks: frozenset[int]) -> tuple[str, int] | None:
        """Chinese: several words of the tokenizer may be one of the lexicon."""
        best, text = None, words[at].key
        for index in range(at + 1, len(words)):
            text += words[index].key
            if index in breaks or len(text) > self._longest:
                break
            if text in self._keys:
                best = (self._keys[text], index - at + 1)
        return best

    def key_of(self, word: str) -> str | None:
        """The best key of a word that the lexicon has."""
        return next((self._keys[form] for form in candidates(word, self.spoken) if form in self._keys), None)

    def find(self, form: str) -> str | None:
        """The key of a form in lower case, taken as it is; Chinese keys are found without the blanks in them."""
        return self._keys.get(form)

    def split(self, word: str) -> tuple[str, ...] | None:
        """Keys of the known words of which an unknown German compound, or a word with hyphens, consists."""
        if "-" in word:
            keys = [self._part(piece, True) for piece in word.lower().split("-") if piece]
            if len(keys) > 1 and all(keys):
                return tuple(key for key in keys if key)
        if self.spoken != "de":
            return None
        return split_compound(word.lower().replace("-", ""), self._part)

    def _part(self, piece: str, inflected: bool) -> str | None:
        if piece in self.function_words:
            return None
        key = self.key_of(piece) if inflected else self.find(piece)
        if key is None or self.entry(key).category not in _COMPOUNDED:
            return None
        return None if key != piece and self.entry(key).category == "verb" else key

    def recut(self, words: list[Word]) -> list[Word]:
        """Chinese words that nobody knows, cut into words that the lexicon knows: `不想` is `不` and `想`."""
        if self.spoken != "zh":
            return words
        before = [False, *(_counts(word.key) for word in words)]
        return [
            part
            for word, counted in zip(words, before, strict=False)
            for part in _parts(word, self._cut(word.key, counted))
        ]

    def _cut(self, word: str, counted: bool) -> tuple[str, ...]:
        """Pieces of a word; after a number the measure word is parted from what is counted (`三` `本书`)."""
        if counted and len(word) > 1 and word[0] in MEASURE_WORDS and word not in self._keys:
            return (word[0], *self._pieces(word[1:]))
        return self._pieces(word)

    def _pieces(self, word: str) -> tuple[str, ...]:
        if len(word) < 2 or self.key_of(word) or word in self._left_whole:
            return (word,)
        guessed = not is_chinese_word(word)
        pieces = split_characters(word, self._is_known)
        if pieces and self._sensible(pieces, guessed):
            return pieces
        if guessed and len(word) > 2 and word[0] in self.function_words:
            return (word[0], *self._pieces(word[1:]))
        return (word,)

    def _is_known(self, piece: str) -> bool:
        return piece in self._keys or piece in self.function_words or piece in NEGATIONS["zh"]

    def _sensible(self, pieces: tuple[str, ...], guessed: bool) -> bool:
        """Whether the pieces mean what the whole means.

        Single characters seldom keep their meaning in a word (`天气`): verbs and what follows them, pronouns and
        negation do. In a word that the tokenizer only guessed nouns do too; what is left are names (`小红`).
        """
        kinds = ["long" if len(piece) > 1 else self._kind(piece) for piece in pieces]
        if all(kind == "function" for kind in kinds):
            return False
        fine = ("long", "verb", "pronoun", "negation", "function", *(("noun", "place") if guessed else ()))
        return kinds[0] in fine and all(right in fine or left == "verb" for left, right in pairwise(kinds))

    def _kind(self, piece: str) -> str:
        if piece in self.function_words:
            return "function"
        key = self.find(piece)
        return "negation" if key is None else self.entry(key).category


def _counts(word: str) -> bool:
    return word[:1].isdecimal() or word in ("这", "那", "几", "每") or chinese_number(word) is not None


def _parts(word: Word, pieces: tuple[str, ...]) -> list[Word]:
    if len(pieces) == 1 or "".join(pieces) != word.text:
        return [word]
    parts, at = [], word.start
    for piece in pieces:
        parts.append(Word(piece, at, at + len(piece), piece))
        at += len(piece)
    return parts
