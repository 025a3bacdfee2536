"""Composed sentences, block by block: every block can be made alone, wherever and whenever it is needed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import count, islice
from random import Random

from signary.corpora.synthetic.written_text import everyday_sentences
from signary.language.languages import LANGUAGES
from signary.retrieval.lookup import plan_text
from signary.retrieval.plan import Item, SentencePlan
from signary.training.composing.as_typed import hastily_typed, well_typed
from signary.training.composing.chosen_words import LexiconWords
from signary.training.composing.clauses import Clauses
from signary.training.composing.composed_config import ComposedConfig
from signary.training.composing.held_out import (
    glosses_of,
    measured_texts,
    signs_with,
    text_hash,
    unseen_signs,
)
from signary.training.composing.sentence_frames import frames_of
from signary.training.composing.slots import Slots

#: Sentences that are made together, so that their signs are about equally frequent.
BLOCK = 500
SPLITS = ("train", "dev", "test_unseen_signs")
UNSEEN = "test_unseen_signs"
#: Of so many written sentences one is kept for the other splits.
_KEPT = 12
#: So often a sentence is tried before there is one fewer, and a word that is to replace another.
_TRIES, _WORD_TRIES = 12, 3
#: Slots whose words are not chosen evenly.
_CLAUSES = ("{statement}", "{short}", "{question}", "{last}")
#: How often a word of a category is replaced, compared with others.
_WEIGHTS = {"noun": 6, "verb": 6, "adjective": 6, "place": 4, "time": 4, "other": 2, "pronoun": 1, "question": 1}


@dataclass(frozen=True)
class ComposedText:
    """A sentence and what is signed.

    Attributes:
        text: As typed.
        language: Id of the sign language.
        construction: One of `composed_config.CONSTRUCTIONS`.
        plan: What the look-up of `signary generate --method signer` finds in it.
    """

    text: str
    language: str
    construction: str
    plan: SentencePlan


def composed_texts(
    language: str, config: ComposedConfig, split: str = "train", blocks: Iterable[int] | None = None
) -> Iterator[ComposedText]:
    """Sentences of a split, without end, none twice and none that another split or a benchmark has.

    Args:
        language: Id of the sign language.
        config: What they are made of; of `train` the sizes of the other splits count, for they come first.
        split: One of `SPLITS`.
        blocks: Numbers of blocks, *optional*, defaults to all from 0: workers that load at the same time take every
            so many.
    """
    numbers = count() if blocks is None else blocks
    made = (text for number in numbers for text in composed_block(language, config, split, number))
    return without_others(made, config, language, split)


def without_others(
    made: Iterable[ComposedText], config: ComposedConfig, language: str, split: str
) -> Iterator[ComposedText]:
    """Sentences that no split before has; arguments as for `composed_texts`."""
    seen = set(measured_texts())
    for earlier in ("dev", UNSEEN) if split == "train" else ("dev",) if split == UNSEEN else ():
        seen |= _hashes(language, config, earlier)
    for each in made:
        key = text_hash(each.text)
        if key not in seen:
            seen.add(key)
            yield each


@cache
def _hashes(language: str, config: ComposedConfig, split: str) -> frozenset[str]:
    found = islice(composed_texts(language, config, split), getattr(config, split))
    return frozenset(text_hash(each.text) for each in found)


def composed_block(language: str, config: ComposedConfig, split: str, number: int) -> Iterator[ComposedText]:
    """The sentences of a block, at most `BLOCK`: they depend on nothing but the arguments.

    Args:
        language: Id of the sign language.
        config: What they are made of.
        split: One of `SPLITS`.
        number: Of the block, from 0.
    """
    composer = _Composer(language, config, split, number)
    for _ in range(BLOCK):
        made = composer.sentence()
        if made is not None:
            yield made


@cache
def written_sentences(language: str, split: str) -> tuple[str, ...]:
    """The everyday sentences that a split is made of: those of `train`, or the others."""
    kept = split != "train"
    digests = ((text, hashlib.sha256(text.encode()).digest()[0]) for text in everyday_sentences(language))
    return tuple(text for text, digest in digests if (digest % _KEPT == 0) == kept)


class _Composer:
    """Makes the sentences of a block."""

    def __init__(self, language: str, config: ComposedConfig, split: str, number: int) -> None:
        self.language, self.config, self.split = language, config, split
        self.spoken = LANGUAGES[language].spoken
        self.random = Random(f"composed {language} {config.seed} {split} {number}")
        held_out = unseen_signs(language, config.seed, config.unseen_share)
        self.hidden = signs_with(language, held_out)
        unseen = split == UNSEEN
        kept_out, sought = (frozenset(), held_out) if unseen else (self.hidden, frozenset())
        self.words = LexiconWords(language, self.random, kept_out, sought)
        self.written = written_sentences(language, split)
        self.clauses = Clauses(language, self.written, self.words, self.random)
        self.frames = frames_of(language)
        self.slots = Slots(self.frames, self.words, self.clauses, self.random)
        shares = config.shares
        self.names, self.weights = list(shares), list(shares.values())
        # Every block goes on with the written sentences where the last one stopped, in an order of their own.
        self._order = list(self.written)
        Random(f"written {language} {config.seed} {split}").shuffle(self._order)
        self._at = number * round(BLOCK * config.written / sum(self.weights))

    def sentence(self) -> ComposedText | None:
        """The next sentence; None if several in a row cannot be used."""
        construction = self.random.choices(self.names, self.weights)[0]
        for _ in range(_TRIES):
            text = self._text(construction)
            if self.random.random() < self.config.hasty:
                text = hastily_typed(text, self.random, self.spoken)
            plan = self._plan(text)
            if plan is not None:
                self.words.used.update(glosses_of(plan))
                return ComposedText(text, self.language, construction, plan)
        return None

    def _plan(self, text: str) -> SentencePlan | None:
        """What is signed, if the text is one sentence, none of its words is lost, and the split may have it."""
        plans = plan_text(text, self.language)
        if len(plans) != 1 or not plans[0].order or any(item.source == "missing" for item in plans[0].items):
            return None
        signs = sum(len(unit.parts) for unit in plans[0].units)
        shows_hidden = not self.hidden.isdisjoint(glosses_of(plans[0]))
        return plans[0] if signs <= self.config.most_signs and shows_hidden == (self.split == UNSEEN) else None

    def _text(self, construction: str) -> str:
        if construction == "written":
            return self._next_written() or well_typed(self.clauses.template(), self.spoken)
        if construction == "template":
            return self._replaced_sometimes(self.clauses.template(), 0.0)
        if construction == "replaced":
            written = self.written and self.random.random() < 0.7
            text = self.random.choice(self.written) if written else self.clauses.template()
            return self._replaced_sometimes(text, 1.0)
        frame = self.random.choice(self.frames.constructions[construction])
        has_clause = any(slot in frame for slot in _CLAUSES)
        return self._replaced_sometimes(self.slots.fill(frame), self.config.words_replaced if has_clause else 0.0)

    def _next_written(self) -> str:
        self._at += 1
        return self._order[self._at % len(self._order)] if self._order else ""

    def _replaced_sometimes(self, text: str, share: float) -> str:
        text = well_typed(text, self.spoken)
        share = 1.0 if self.split == UNSEEN else share
        return self._replaced(text) if self.random.random() < share else text

    def _replaced(self, text: str) -> str:
        """A sentence with some of its words replaced by words of other signs of the same category."""
        items = [item for plan in plan_text(text, self.language) for item in plan.items if self._can_go(item)]
        if not items:
            return text
        weights = [_WEIGHTS[self.words.category(item.gloss)] for item in items]
        chosen = self.random.choices(items, weights, k=1 + len(items) // 4 + (self.random.random() < 0.3))
        for item in sorted(set(chosen), key=lambda item: -item.start):
            text = self._with_other_word(text, item)
        return text

    def _can_go(self, item: Item) -> bool:
        return item.source == "lexicon" and " " not in item.word and self.words.category(item.gloss) in _WEIGHTS

    def _with_other_word(self, text: str, item: Item) -> str:
        for _ in range(_WORD_TRIES):
            entry, word = self.words.choose(self.words.category(item.gloss))
            for form in self.words.like(word, item.word):
                written = form[0].upper() + form[1:] if item.start == 0 and self.spoken != "zh" else form
                changed = text[: item.start] + written + text[item.end :]
                if any(entry.gloss in glosses_of(plan) for plan in plan_text(changed, self.language)):
                    return changed
        return text
