"""Sentence to dictionary signs: every word that the dictionary has, in the order of the text (SOKE, section 3.4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from signary.io.errors import InputError
from signary.language.languages import SignLanguage, resolve
from signary.language.lemmas import candidates
from signary.language.read_text import ReadSentence, read_sentence
from signary.retrieval.bound_signs import SignedWord
from signary.retrieval.coded_words import CodedSigns, CodedWords
from signary.retrieval.dictionary import LETTER, DictionarySign, SignDictionary
from signary.retrieval.lookup import settled_words, signing_order
from signary.retrieval.prompt import subsample
from signary.retrieval.word_signs import find_signs
from signary.retrieval.word_store import WordIndex

__all__ = ["LETTER", "MAX_SIGNS", "MAX_STEPS", "MODES", "RARE_BELOW", "Outcome"]
__all__ += ["Retrieval", "RetrievalMiss", "RetrievedSign", "Retriever", "drop_signs"]

MODES = ("all", "at_most", "rare", "none")
#: Mode `at_most`, as in the released code: signs a sentence, steps a sign.
MAX_SIGNS, MAX_STEPS = 3, 10
#: Mode `rare`: a word that training has seen less often than this is rare.
RARE_BELOW = 5


class RetrievedSign(NamedTuple):
    """A word, or several, and what the dictionary has for it.

    Attributes:
        word: As written; `text[start:end]`.
        start: Offset of its first character.
        end: Offset after its last character.
        lemma: What it was found under; `#word` if spelled; of a number or compound the lemmas of its parts.
        codes: int64 array of shape (L, P); parts or letters one after another.
        entries: The entry, or one a part or letter.
        rank: Its place in the order of signing, from 0, among all words of the sentence that the dictionary has.
        clause_over: Whether another clause has begun behind its own.
    """

    word: str
    start: int
    end: int
    lemma: str
    codes: np.ndarray
    entries: tuple[DictionarySign, ...]
    rank: int = 0
    clause_over: bool = False

    @property
    def gloss(self) -> str:
        """Name of the sign in its source, parts joined by `+`; `#WORD` if spelled."""
        spelled = self.lemma.startswith(LETTER)
        return self.lemma.upper() if spelled else "+".join(entry.gloss for entry in self.entries)


class RetrievalMiss(NamedTuple):
    """A word without a sign in the prompt, and why.

    Attributes:
        word: As written; `text[start:end]`.
        start: Offset of its first character.
        end: Offset after its last character.
        reason: Why it has none.
        left_out: Whether the language has no sign for it: a function word.
    """

    word: str
    start: int
    end: int
    reason: str
    left_out: bool = False


@dataclass(frozen=True)
class Retrieval:
    """What was found and what was not, both in the order of the text; every word is in exactly one of them."""

    signs: tuple[RetrievedSign, ...]
    misses: tuple[RetrievalMiss, ...]


#: What becomes of a word.
Outcome = RetrievedSign | RetrievalMiss


class Retriever:
    """Finds the signs of a sentence's words as the rule-based signer does (`word_signs`), in the order of the text.

    Phrases and words, as written, as their lemmas and in other spellings; what words mean beside their neighbours is
    what is looked up, and words that only serve others (auxiliary verbs) have no sign. What the dictionary lacks is
    composed where it has the parts: numbers of its numerals (`7`, `100`), German compounds and Chinese words of the
    words in them, and with `spell` any word of its letters.

    Args:
        dictionary: The signs.
        language: Sign language: id, ISO 639-3 code, English name, or the language itself.
        mode: `all` (the paper's), `at_most` (the first `max_signs`, each of at most `max_steps` evenly chosen steps),
            `rare` (words rare in training or absent from it) or `none`.
        max_signs: For mode `at_most`.
        max_steps: For mode `at_most`, at least 2.
        word_counts: For mode `rare`: word or lemma in lower case -> how often training has it.
        rare_below: For mode `rare`.
        spell: Spell words that are not in the dictionary, where it has a sign for every letter (lemmas `#a`, `#sch` …).

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
        self.mode = mode
        self.language = resolve(language) if isinstance(language, str) else language
        self.max_signs, self.max_steps = max_signs, max_steps
        self.word_counts, self.rare_below = word_counts or {}, rare_below
        self._index = WordIndex(CodedWords(dictionary, self.language, spell))

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
        return self.retrieve(read_sentence(sentence, self.language.spoken))

    def retrieve(self, sentence: ReadSentence) -> list[RetrievedSign | RetrievalMiss]:
        """The outcomes of a sentence that has been read; their places are those in `sentence.typed.text`.

        Raises:
            InputError: If it has been read as another language.
        """
        sentence.require(self.language.spoken)
        return list(self._outcomes(sentence))

    def _outcomes(self, sentence: ReadSentence) -> Iterator[Outcome]:
        """Apply the mode to what was found in the normal form, and quote the words as they were typed."""
        cut, count = self._index.recut(sentence), 0
        found = find_signs(cut, self._index)
        ranks = {index: rank for rank, index in enumerate(signing_order(found, cut, self.language))}
        settled = settled_words(found, cut, self.language)
        places = sentence.typed_places((each.item.start, each.item.end) for each in found)
        for index, (each, place) in enumerate(zip((one.item for one in found), places, strict=True)):
            reason = self._unwanted(sentence, each, count)
            if each.unit is None or reason:
                yield RetrievalMiss(*place, reason, each.source == "dropped")
                continue
            count += 1
            codes = np.concatenate([entry.codes for entry in each.unit.entries])
            codes = subsample(codes, self.max_steps if self.mode == "at_most" else None)
            lemma = LETTER * each.unit.spelled + each.unit.lemma
            facts = (ranks.get(index, len(ranks)), index in settled)
            yield RetrievedSign(*place, lemma, codes, each.unit.entries, *facts)

    def _unwanted(self, sentence: ReadSentence, found: SignedWord[CodedSigns], count: int) -> str:
        """Why a word has no sign in the prompt, or an empty string."""
        if found.unit is None:
            return found.through
        if self.mode == "none":
            return "retrieval is off (mode none)"
        if self.mode == "at_most" and count >= self.max_signs:
            return f"after the first {self.max_signs} signs (mode at_most)"
        if self.mode == "rare" and (seen := self._seen(sentence, found)) >= self.rare_below:
            return f"in training {seen} times (mode rare)"
        return ""

    def _seen(self, sentence: ReadSentence, found: SignedWord[CodedSigns]) -> int:
        """How often training has a word in any of its forms, or the word it was cut from.

        A phrase is as rare as its rarest word.
        """
        words = [word for word in sentence.words if word.start < found.end and found.start < word.end]
        within = [word.key for word in words if found.start <= word.start and word.end <= found.end]
        whole = [word.key for word in words if word.key not in within]
        count = min(self._count(key) for key in within or [found.word])
        return max(count, *map(self._count, whole), 0)

    def _count(self, word: str) -> int:
        return max((self.word_counts.get(form, 0) for form in candidates(word, self.language.spoken)), default=0)


def in_order(outcomes: Iterable[Outcome], as_signed: bool) -> tuple[RetrievedSign, ...]:
    """Retrieved signs in the order of the text, or of signing."""
    signs = [outcome for outcome in outcomes if isinstance(outcome, RetrievedSign)]
    return tuple(sorted(signs, key=lambda sign: sign.rank) if as_signed else signs)


def all_missed(sentence: ReadSentence) -> list[Outcome]:
    """The outcomes of a sentence where there is no dictionary."""
    places = (sentence.place(word.start, word.end) for word in sentence.words)
    typed = ((sentence.typed.text[start:end], start, end) for start, end in places)
    return [RetrievalMiss(*word, "the model has no dictionary") for word in typed]


def drop_signs(outcomes: Sequence[Outcome], dropout: float, generator: np.random.Generator | None) -> Retrieval:
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
    kept = list[Outcome](outcomes)
    if dropout:
        if generator is None:
            raise InputError("generator", "a numpy Generator, as dropout is above 0", "none")
        whole = dropout / 2
        alone = (dropout - whole) / (1 - whole)
        everything = generator.random() < whole
        for at, outcome in enumerate(kept):
            if isinstance(outcome, RetrievedSign) and (generator.random() < alone or everything):
                kept[at] = RetrievalMiss(*outcome[:3], "dropped in training (dictionary dropout)")
    signs = tuple(outcome for outcome in kept if isinstance(outcome, RetrievedSign))
    return Retrieval(signs, tuple(outcome for outcome in kept if isinstance(outcome, RetrievalMiss)))
