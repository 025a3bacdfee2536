"""The words of a lexicon, made ready to be found: phrases, inflected forms, pieces of compounds."""

from __future__ import annotations

from collections.abc import Sequence

from signary.language.words import Word
from signary.retrieval.phrases import PhraseIndex, joined_at
from signary.retrieval.word_parts import WordParts
from signary.signer.lexicon import Lexicon, SignEntry


class DictionaryWords:
    """A lexicon and an index of its multi-word entries, for one spoken language."""

    def __init__(self, lexicon: Lexicon, spoken: str) -> None:
        self.lexicon, self.spoken = lexicon, spoken
        keys = (key.replace(" ", "") for key in lexicon.by_word) if spoken == "zh" else lexicon.by_word
        self._keys = dict(zip(keys, lexicon.by_word, strict=True))
        self._longest = max(map(len, self._keys), default=0) if spoken == "zh" else 0
        several = (key for key in lexicon.by_word if " " in key or "'" in key or key == "cannot")
        self._phrases = PhraseIndex(several if spoken != "zh" else (), spoken)
        parts = WordParts(spoken, self.find, self.category)
        self.function_words = parts.function_words
        self.key_of, self.split, self.recut = parts.key_of, parts.split, parts.recut

    def entry(self, key: str, prefer: str = "") -> SignEntry:
        """The entry for a key; of several the first of category `prefer`, else the first that is no question word."""
        entries = [self.lexicon.entries[gloss] for gloss in self.lexicon.by_word[key]]
        if prefer and (preferred := [entry for entry in entries if entry.category == prefer]):
            return preferred[0]
        return next((entry for entry in entries if entry.category != "question"), entries[0])

    def category(self, key: str) -> str:
        """Category of the entry for a key."""
        return self.entry(key).category

    def phrase_at(self, words: Sequence[Word], at: int, breaks: frozenset[int]) -> tuple[str, int] | None:
        """Key and length of the longest multi-word entry that begins at a word; inflected forms count."""
        if self.spoken == "zh":
            return joined_at(words, at, breaks, self.find, self._longest)
        return self._phrases.longest_at(words, at, breaks)

    def find(self, form: str) -> str | None:
        """The key of a form in lower case, taken as it is; Chinese keys are found without the blanks in them."""
        return self._keys.get(form)
