"""Clauses that frames are filled with: written sentences and those of the grammars, without capital and full stop."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from random import Random

from signary.corpora.synthetic.grammars import GRAMMARS
from signary.corpora.synthetic.templates import Expander, Grammar, plain_text
from signary.language.function_words import FUNCTION_WORDS
from signary.language.kind import STATEMENT
from signary.language.languages import LANGUAGES
from signary.language.read_text import read_sentence
from signary.training.composing.chosen_words import LexiconWords
from signary.training.composing.sentence_frames import frames_of

#: Most words of a written sentence that becomes a clause of another, and of a short one; in Chinese characters.
_LONGEST: Mapping[str, tuple[int, int]] = {"en": (10, 5), "de": (10, 5), "zh": (14, 7)}
#: Share of clauses that are written ones.
_WRITTEN = 0.55
#: German clauses with their verb at the end, and participles, of the vocabularies of the grammar.
_GERMAN = {
    "last": (
        "{subject}{vp.rest} {vp.v}",
        "{subject} {when}{vp.rest} {vp.v}",
        "{subject} {feeling} {be.v}",
        "{subject}{vp.rest} {vp.inf} {modal.v}",
        "{subject} {past}{vp.rest} {vp.part} {vp.aux_v}",
        "{subject}{vp.neg} {vp.v}",
        "es {when} {region} {climate} ist",
        "{thing.der} {quality} ist",
    ),
    "part": ("{plain.part}", "{taking.part}"),
}
_MARKS = ".!?。！？…"


@cache
def _grammar(language: str) -> Grammar:
    grammar = GRAMMARS[language]
    extra = _GERMAN if LANGUAGES[language].spoken == "de" else {}
    return replace(grammar, patterns={**grammar.patterns, **extra})


@cache
def _sorted_out(language: str, sentences: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Statements, short ones, and questions of a language, none too long to be a clause."""
    spoken, found = LANGUAGES[language].spoken, dict[str, list[str]](statement=[], short=[], question=[])
    longest, short = _LONGEST[spoken]
    for text in sentences:
        read = read_sentence(text, spoken)
        size = len(text) if spoken == "zh" else len(read.words)
        asked = read.kind.mood != STATEMENT
        if size <= longest:
            found["question" if asked else "statement"].append(text)
        if size <= short and not asked:
            found["short"].append(text)
    return {kind: tuple(texts) for kind, texts in found.items()}


class Clauses:
    """Clauses of one language.

    Args:
        language: Id of the sign language.
        sentences: Written sentences.
        words: Tells German nouns.
        random: Draws.
    """

    def __init__(self, language: str, sentences: tuple[str, ...], words: LexiconWords, random: Random) -> None:
        self.spoken, self.random, self.words = LANGUAGES[language].spoken, random, words
        self._written = _sorted_out(language, sentences)
        self._expander = Expander(_grammar(language), random)
        self._patterns = list(GRAMMARS[language].patterns)
        lists = frames_of(language).lists
        self._names = frozenset((*lists["names"], *lists["surnames"], *lists["towns"], *lists["words"]))
        self._capital = frozenset(lists["capital"])

    def template(self) -> str:
        """A sentence of the demo corpus' grammar."""
        return plain_text(self._expander.sentence(self.random.choice(self._patterns)))

    def statement(self) -> str:
        """A statement as a clause."""
        return self._clause("statement", asks=False)

    def short(self) -> str:
        """A statement of a few words."""
        return self._clause("short", asks=False)

    def question(self) -> str:
        """A question as a clause."""
        return self._clause("question", asks=True)

    def special(self, pattern: str) -> str:
        """A German clause with its verb at the end (`last`), or a participle (`part`)."""
        return self._inside(plain_text(self._expander.sentence(pattern)).strip())

    def _clause(self, kind: str, asks: bool) -> str:
        written = self._written[kind]
        if written and self.random.random() < _WRITTEN:
            return self._inside(self.random.choice(written))
        longest = _LONGEST[self.spoken][kind == "short"]
        for _ in range(20):
            text = self.template()
            size = len(text) if self.spoken == "zh" else len(text.split())
            if (text[-1] in "?？") == asks and size <= longest:
                return self._inside(text)
        return self._inside(self.random.choice(written)) if written else self._inside(text)

    def _inside(self, text: str) -> str:
        """A sentence without its last mark, and without a capital that only its beginning has."""
        text = text.rstrip(_MARKS + " ")
        first, blank, rest = text.partition(" ")
        if self.spoken == "zh" or not self._loses_capital(first.rstrip(",")):
            return text
        return first[0].lower() + first[1:] + blank + rest

    def _loses_capital(self, word: str) -> bool:
        """Whether a first word is in lower case elsewhere."""
        key = word.lower()
        if word in self._names or word[1:] != word[1:].lower():
            return False
        if self.spoken == "en":
            return key.partition("'")[0] not in self._capital
        return key in FUNCTION_WORDS["de"] or (self.words.knows(key) and not self.words.is_noun(key))
