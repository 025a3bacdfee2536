"""Words for signs: what was signed less is chosen more often, so that all signs become about equally frequent."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from random import Random

from signary.language.languages import LANGUAGES
from signary.signer.lexicon import SignEntry, shipped_lexicon
from signary.training.composing.sentence_frames import frames_of

#: Categories whose words are capitalised in German, but for the file's list `lower`.
_NOUNS = ("noun", "place", "time")
#: How often the first word of an entry is chosen, which is its lemma, before any other.
_LEMMA = 0.6
#: A word that was tried and not signed by its sign counts as so much of a use.
_TRIED = 0.5
_ENGLISH_ENDINGS = ("ing", "ed", "es", "s")
_GERMAN_ENDINGS = ("est", "st", "et", "en", "er", "es", "em", "t", "e", "n")


class LexiconWords:
    """The words of a lexicon's signs, each sign about equally often.

    Args:
        language: Id of the sign language.
        random: Draws.
        kept_out: Glosses that are not chosen.
        sought: Glosses of which every second one is chosen, where there is one of the category.
    """

    def __init__(self, language: str, random: Random, kept_out: frozenset[str], sought: frozenset[str]) -> None:
        self.random, self.spoken, self.sought = random, LANGUAGES[language].spoken, sought
        self.used: Counter[str] = Counter()
        self._tried: Counter[str] = Counter()
        lists = frames_of(language).lists
        self._capital, self._lower = frozenset(lists["capital"]), frozenset(lists["lower"])
        self._by_category: defaultdict[str, list[SignEntry]] = defaultdict(list)
        self._lexicon = shipped_lexicon(language)
        for entry in self._lexicon.entries.values():
            if entry.words and entry.gloss not in kept_out:
                self._by_category[entry.category].append(entry)
        self._all = [entry for entries in self._by_category.values() for entry in entries]

    def choose(self, category: str = "") -> tuple[SignEntry, str]:
        """An entry and a word for it, as it is written inside a sentence.

        Args:
            category: Of the entry; empty for any.
        """
        entries: Sequence[SignEntry] = self._by_category[category] if category else self._all
        wanted = [entry for entry in entries if entry.gloss in self.sought] if self.sought else []
        if wanted and self.random.random() < 0.5:
            entries = wanted
        weights = [1 / (1 + self.used[entry.gloss] + _TRIED * self._tried[entry.gloss]) ** 2 for entry in entries]
        entry = self.random.choices(entries, weights)[0]
        self._tried[entry.gloss] += 1
        word = entry.words[0] if self.random.random() < _LEMMA else self.random.choice(entry.words)
        return entry, self._written(word, entry.category)

    def _written(self, word: str, category: str) -> str:
        if self.spoken == "zh":
            return word.replace(" ", "")
        if self.spoken == "en":
            return " ".join(part.capitalize() if part in self._capital else part for part in word.split(" "))
        return word.capitalize() if category in _NOUNS and word not in self._lower else word

    def like(self, word: str, other: str) -> Iterator[str]:
        """A word with the ending of another, then the word as it is."""
        endings = {"en": _ENGLISH_ENDINGS, "de": _GERMAN_ENDINGS}.get(self.spoken, ())
        ending = next((each for each in endings if other.endswith(each) and len(other) > len(each) + 1), "")
        if ending and not word.endswith(ending) and " " not in word:
            stem = word[:-2] if self.spoken == "de" and word.endswith("en") else word.removesuffix("e")
            yield stem + ending
        yield word

    def category(self, gloss: str) -> str:
        """Category of a sign; empty if the lexicon has none of this name."""
        entry = self._lexicon.entries.get(gloss)
        return entry.category if entry else ""

    def knows(self, word: str) -> bool:
        """Whether a word in lower case is one of the lexicon."""
        return word in self._lexicon.by_word

    def is_noun(self, word: str) -> bool:
        """Whether a German word is written with a capital wherever it stands."""
        key = word.lower()
        categories = {self._lexicon.entries[gloss].category for gloss in self._lexicon.by_word.get(key, ())}
        return key not in self._lower and not categories.isdisjoint(_NOUNS)
