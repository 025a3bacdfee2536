"""Slots of frames and what fills them."""

from __future__ import annotations

import re
from random import Random

from signary.corpora.synthetic.demo_signs import pronounceable
from signary.io.errors import InputError
from signary.training.composing.chosen_words import LexiconWords
from signary.training.composing.clauses import Clauses
from signary.training.composing.sentence_frames import Frames
from signary.training.composing.typed_numbers import NUMBERS, date

_SLOT = re.compile(r"\{(\w+)\}")
#: Slot -> category of the lexicon entry whose word fills it; empty for any.
_CATEGORIES = {
    **{name: name for name in ("noun", "verb", "adjective", "place", "time", "pronoun")},
    "adverb": "other",
    "question_word": "question",
    "word": "",
}
#: Shares of names that are made up, of made-up words among those to spell, and of Latin ones in Chinese.
_MADE_UP, _NO_WORD, _LATIN = 0.15, 0.5, 0.2


class Slots:
    """Fills frames.

    Args:
        frames: With the lists of names and words.
        words: Of the lexicon.
        clauses: Whole sentences as clauses.
        random: Draws.
    """

    def __init__(self, frames: Frames, words: LexiconWords, clauses: Clauses, random: Random) -> None:
        self.frames, self.words, self.clauses, self.random = frames, words, clauses, random

    def fill(self, frame: str) -> str:
        """The text of a frame.

        Raises:
            InputError: If a slot is unknown.
        """
        return _SLOT.sub(lambda match: self._slot(match.group(1)), frame)

    def _slot(self, name: str) -> str:
        spoken, lists = self.words.spoken, self.frames.lists
        if name in _CATEGORIES:
            return self.words.choose(_CATEGORIES[name])[1]
        if name in NUMBERS:
            return NUMBERS[name](self.random, spoken)
        if name in ("last", "part"):
            return self.clauses.special(name)
        simple = {"statement": self.clauses.statement, "short": self.clauses.short, "question": self.clauses.question}
        simple |= {"name": self.name, "spelled": self.spelled, "date": self._date}
        simple |= {"surname": lambda: self._named("surnames"), "town": lambda: self.random.choice(lists["towns"])}
        if name not in simple:
            raise InputError("slot", f"one of {', '.join((*_CATEGORIES, *NUMBERS, *simple))}", repr(name))
        return simple[name]()

    def name(self) -> str:
        """A first name, in Chinese a surname and a given name."""
        if self.words.spoken == "zh":
            return self.random.choice(self.frames.lists["surnames"]) + self.random.choice(self.frames.lists["given"])
        return self._named("names")

    def _named(self, names: str) -> str:
        if self.words.spoken != "zh" and self.random.random() < _MADE_UP:
            return pronounceable(self.random, self.words.spoken).capitalize()
        return self.random.choice(self.frames.lists[names])

    def spelled(self) -> str:
        """A word that the lexicon hardly has."""
        spoken = self.words.spoken
        if self.random.random() >= _NO_WORD:
            return self.random.choice(self.frames.lists["words"])
        if spoken == "zh":
            return pronounceable(self.random, "en" if self.random.random() < _LATIN else "zh")
        word = pronounceable(self.random, spoken)
        return word.capitalize() if spoken == "de" else word

    def _date(self) -> str:
        return date(self.random, self.words.spoken, self.frames.lists["months"])
