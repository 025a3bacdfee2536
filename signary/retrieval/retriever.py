"""Sentence to dictionary signs: every word that the dictionary has, in the order of the text (SOKE, section 3.4)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from signary.io.errors import InputError
from signary.language.characters import shape
from signary.language.function_words import FUNCTION_WORDS
from signary.language.languages import SignLanguage, resolve
from signary.language.lemmas import candidates
from signary.language.words import Word, clause_breaks, cut_words
from signary.retrieval.dictionary import DictionarySign, SignDictionary
from signary.retrieval.prompt import subsample
from signary.retrieval.spelling import pinyin

MODES = ("all", "at_most", "rare", "none")
#: Mode `at_most`, as in the released code: signs a sentence, steps a sign.
MAX_SIGNS, MAX_STEPS = 3, 10
#: Mode `rare`: a word that training has seen less often than this is rare.
RARE_BELOW = 5
#: Lemma of the sign of a letter: this, then the letter in lower case.
LETTER = "#"
_LONGEST_CHINESE = 12


class RetrievedSign(NamedTuple):
    """A word, or several, and what the dictionary has for it.

    Attributes:
        word: As written; `text[start:end]`.
        start: Offset of its first character.
        end: Offset after its last character.
        lemma: What it was found under; `#word` if spelled.
        codes: int64 array of shape (L, P); the letters one after another if spelled.
        entries: The entry, or one a letter.
    """

    word: str
    start: int
    end: int
    lemma: str
    codes: np.ndarray
    entries: tuple[DictionarySign, ...]


class RetrievalMiss(NamedTuple):
    """A word without a sign in the prompt, and why."""

    word: str
    reason: str


@dataclass(frozen=True)
class Retrieval:
    """What was found and what was not, both in the order of the text; every word is in exactly one of them."""

    signs: tuple[RetrievedSign, ...]
    misses: tuple[RetrievalMiss, ...]


_Outcome = RetrievedSign | RetrievalMiss


class Retriever:
    """Finds the signs of a sentence's words: phrases first, then words as written, as their lemmas, in other spellings.

    Args:
        dictionary: The signs.
        language: Sign language: id, ISO 639-3 code, English name, or the language itself.
        mode: `all` (the paper's), `at_most` (the first `max_signs`, each of at most `max_steps` evenly chosen steps),
            `rare` (words rare in training or absent from it) or `none`.
        max_signs: For mode `at_most`.
        max_steps: For mode `at_most`, at least 2.
        word_counts: For mode `rare`: word or lemma in lower case -> how often training has it.
        rare_below: For mode `rare`.
        spell: Spell words that are not in the dictionary, where it has a sign for every letter (lemmas `#a`, `#b` …).

    Raises:
        UnknownLanguageError: If there is no such sign language.
        InputError: If an option is unknown or out of range, or mode `rare` lacks its counts.
    """

    def __init__(
        self,
        dictionary: SignDictionary,
        language: str | SignLanguage,
        mode: str = "all",
        *,
        max_signs: int = MAX_SIGNS,
        max_steps: int = MAX_STEPS,
        word_counts: Mapping[str, int] | None = None,
        rare_below: int = RARE_BELOW,
        spell: bool = False,
    ) -> None:
        if mode not in MODES:
            raise InputError("mode", f"one of {', '.join(MODES)}", repr(mode))
        if max_signs < 1 or max_steps < 2:
            raise InputError("max_signs, max_steps", "at least 1, at least 2", (max_signs, max_steps))
        if (mode == "rare") != (word_counts is not None):
            raise InputError("word_counts", "a table with mode 'rare', and only there", f"mode {mode!r}")
        self.dictionary, self.mode, self.spell = dictionary, mode, spell
        self.language = resolve(language) if isinstance(language, str) else language
        self.max_signs, self.max_steps = max_signs, max_steps
        self.word_counts, self.rare_below = word_counts or {}, rare_below
        self._phrases: dict[str, list[tuple[str, tuple[str, ...]]]] | None = None

    def __call__(
        self, sentence: str, *, dropout: float = 0.0, generator: np.random.Generator | None = None
    ) -> Retrieval:
        """Retrieve the signs of a sentence.

        In training, `dropout` teaches the model to do without: a sign is lost with this probability, in half of the
        cases with all others of its sentence, in the other half alone.

        Args:
            sentence: Any text.
            dropout: Probability in [0, 1] that a sign is left out (training: at least 0.3).
            generator: Draws what is left out; needed where `dropout` is above 0.

        Raises:
            InputError: If `dropout` is out of range or lacks its generator.
        """
        return drop_signs(self.outcomes(sentence), dropout, generator)

    def outcomes(self, sentence: str) -> list[RetrievedSign | RetrievalMiss]:
        """What became of every word, in the order of the text; for who retrieves once and drops signs many times."""
        return self._select(list(self._find(sentence)))

    def _select(self, outcomes: list[_Outcome]) -> list[_Outcome]:
        """Apply the mode."""
        selected, count = list[_Outcome](), 0
        for outcome in outcomes:
            if isinstance(outcome, RetrievalMiss):
                selected.append(outcome)
                continue
            reason = self._unwanted(outcome, count)
            if reason:
                selected.append(RetrievalMiss(outcome.word, reason))
                continue
            count += 1
            steps = self.max_steps if self.mode == "at_most" else None
            selected.append(outcome._replace(codes=subsample(outcome.codes, steps)))
        return selected

    def _unwanted(self, sign: RetrievedSign, count: int) -> str:
        if self.mode == "none":
            return "retrieval is off (mode none)"
        if self.mode == "at_most" and count >= self.max_signs:
            return f"after the first {self.max_signs} signs (mode at_most)"
        if self.mode == "rare" and (seen := self._seen(sign)) >= self.rare_below:
            return f"in training {seen} times (mode rare)"
        return ""

    def _seen(self, sign: RetrievedSign) -> int:
        """How often training has a word in any of its forms; a phrase is as rare as its rarest word."""
        spoken = self.language.spoken
        words = cut_words(sign.word, spoken)
        counts = [max(self.word_counts.get(form, 0) for form in candidates(word.key, spoken)) for word in words]
        return min(counts, default=0)

    def _find(self, text: str) -> Iterator[_Outcome]:
        words = cut_words(text, self.language.spoken)
        breaks = clause_breaks(text, words)
        at = 0
        while at < len(words):
            entry, size = self._phrase_at(words, at, breaks) or (self._word(words[at].key), 1)
            start, end = words[at].start, words[at + size - 1].end
            if entry is not None:
                yield RetrievedSign(text[start:end], start, end, entry.lemma, entry.codes, (entry,))
            else:
                yield self._missing(words[at])
            at += size

    def _word(self, key: str) -> DictionarySign | None:
        found = (self._lookup(form) for form in candidates(key, self.language.spoken))
        return next((entry for entry in found if entry is not None), None)

    def _lookup(self, lemma: str) -> DictionarySign | None:
        return self.dictionary.lookup(lemma, self.language.id)

    def _missing(self, word: Word) -> _Outcome:
        if word.key.lower() in FUNCTION_WORDS.get(self.language.spoken, frozenset()):
            return RetrievalMiss(word.text, "function word, not in the dictionary")
        if not self.spell:
            return RetrievalMiss(word.text, "not in the dictionary")
        letters = self._letters(word.key)
        if isinstance(letters, str):
            return RetrievalMiss(word.text, f"not in the dictionary, and no letter sign for {letters!r}")
        codes = np.concatenate([letter.codes for letter in letters])
        return RetrievedSign(word.text, word.start, word.end, LETTER + word.key.lower(), codes, letters)

    def _letters(self, key: str) -> tuple[DictionarySign, ...] | str:
        """Signs of the letters of a word (accents left out where there is no sign with them), or what has none."""
        signs = list[DictionarySign]()
        for character in "".join(pinyin(key)) if self.language.spoken == "zh" else key:
            if shape(character) in " -.,:'MJ":
                continue
            sign = self._lookup(LETTER + character.lower())
            if sign is None:
                bare = [base for base in unicodedata.normalize("NFD", character) if not unicodedata.combining(base)]
                sign = self._lookup(LETTER + "".join(bare).lower())
            if sign is None:
                return character
            signs.append(sign)
        return tuple(signs) or key

    def _phrase_at(self, words: Sequence[Word], at: int, breaks: frozenset[int]) -> tuple[DictionarySign, int] | None:
        """The longest entry of several words that begins at a word, and how many words it takes."""
        if self.language.spoken == "zh":
            return self._joined_at(words, at, breaks)
        best: tuple[str, int] | None = None
        for form in candidates(words[at].key, self.language.spoken):
            for lemma, rest in self._phrase_index().get(form, ()):
                size = len(rest) + 1
                if (best is None or size > best[1]) and self._matches(rest, words[at + 1 : at + size]):
                    best = (lemma, size) if breaks.isdisjoint(range(at + 1, at + size)) else best
        entry = None if best is None else self._lookup(best[0])
        return None if best is None or entry is None else (entry, best[1])

    def _matches(self, rest: tuple[str, ...], words: Sequence[Word]) -> bool:
        if len(words) != len(rest):
            return False
        spoken = self.language.spoken
        pairs = zip(rest, words, strict=True)
        return all(not set(candidates(key, spoken)).isdisjoint(candidates(word.key, spoken)) for key, word in pairs)

    def _joined_at(self, words: Sequence[Word], at: int, breaks: frozenset[int]) -> tuple[DictionarySign, int] | None:
        """Chinese: several words of the tokenizer may be one of the dictionary."""
        best, text = None, words[at].key
        for index in range(at + 1, len(words)):
            text += words[index].key
            if index in breaks or len(text) > _LONGEST_CHINESE:
                break
            entry = self._lookup(text)
            best = best if entry is None else (entry, index - at + 1)
        return best

    def _phrase_index(self) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
        """Forms of the first word -> (lemma, keys of the other words); made when the first sentence comes."""
        if self._phrases is None:
            self._phrases = {}
            for lemma in self.dictionary.phrases(self.language.id):
                keys = [word.key for word in cut_words(lemma, self.language.spoken)]
                if len(keys) > 1 and not lemma.startswith(LETTER):
                    for form in candidates(keys[0], self.language.spoken):
                        self._phrases.setdefault(form, []).append((lemma, tuple(keys[1:])))
        return self._phrases


def drop_signs(
    outcomes: Sequence[RetrievedSign | RetrievalMiss], dropout: float, generator: np.random.Generator | None
) -> Retrieval:
    """Lose signs at random: half of `dropout` falls on whole sentences, and single signs make up the rest of it.

    Args:
        outcomes: Of `Retriever.outcomes`.
        dropout: Probability in [0, 1] that a sign is lost.
        generator: Draws what is lost; needed where `dropout` is above 0.

    Raises:
        InputError: If `dropout` is out of range or lacks its generator.
    """
    if not 0.0 <= dropout <= 1.0:
        raise InputError("dropout", "a probability from 0 to 1", dropout)
    kept = list[_Outcome](outcomes)
    if dropout:
        if generator is None:
            raise InputError("generator", "a numpy Generator, as dropout is above 0", "none")
        whole = dropout / 2
        alone = (dropout - whole) / (1 - whole)
        everything = generator.random() < whole
        for at, outcome in enumerate(kept):
            if isinstance(outcome, RetrievedSign) and (generator.random() < alone or everything):
                kept[at] = RetrievalMiss(outcome.word, "dropped in training (dictionary dropout)")
    signs = tuple(outcome for outcome in kept if isinstance(outcome, RetrievedSign))
    return Retrieval(signs, tuple(outcome for outcome in kept if isinstance(outcome, RetrievalMiss)))
