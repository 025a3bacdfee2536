"""Templates: sentences with their glosses written into them, expanded at random but evenly.

A template is a sentence with **marks** and **slots**. A mark `[GLOSS]` stands after the words it translates, in spoken
order: `my[MY] mother[MOTHER]`. `[GLOSS:time]` gives it another category than the lexicon does, `[&]` and `[&AND]` stand
after words that join clauses, `[#ANNA]` is spelled, `[TWO+FIVE]` is a number made of several signs, and
`[#小明=xiao_ming]` is spelled otherwise than written. A slot `{food.plural}` is filled with a word of the vocabulary
`food` in its form `plural`. Slots with the same name are filled with the same word; `{food_1}` and `{food_2}` are
different words of `food`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

#: Form of a slot that agrees with the subject of the sentence, and of one that takes the form its word was asked for.
AGREE, INHERIT = "v", "*"
#: Form of a word that has only one.
ONLY = ""
_SLOT = re.compile(r"\{(\w+)(?:\.([\w*]+))?\}")
_MARK = re.compile(r"\[([^\]]*)\]")
_BREAK = re.compile(r"[,;:，；：、]")


@dataclass(frozen=True)
class Word:
    """A word, or a phrase with slots of its own, in all its forms.

    Attributes:
        forms: Form -> text with marks and slots; `ONLY` serves every form that is not listed.
        person: What the verb agrees with if this is the subject; empty for all other words.
        weight: How often it is chosen, compared with the other words of its vocabulary.
    """

    forms: Mapping[str, str]
    person: str = ""
    weight: float = 1.0

    def form(self, name: str) -> str:
        """Text of a form.

        Raises:
            KeyError: If the word has no such form.
        """
        return self.forms[name] if name in self.forms else self.forms[ONLY]


@dataclass(frozen=True)
class Grammar:
    """Templates and vocabularies of one spoken language.

    Attributes:
        patterns: Name -> templates of one kind of sentence, chosen alike.
        vocabularies: Slot -> words.
        polish: Last touch on a sentence with its marks: contractions such as `an apple`.
    """

    patterns: Mapping[str, Sequence[str]]
    vocabularies: Mapping[str, Sequence[Word]]
    polish: Callable[[str], str] = field(default=lambda text: text)

    def texts(self) -> list[tuple[str, int, str]]:
        """Every piece of text with marks: vocabulary (empty: a template), number of words in it, text."""
        pieces = [("", 1, text) for templates in self.patterns.values() for text in templates]
        for slot, words in self.vocabularies.items():
            pieces += [(slot, len(words), text) for word in words for text in word.forms.values()]
        return pieces


@dataclass(frozen=True)
class Mark:
    """A mark: gloss (empty if nothing is signed), category (empty: the lexicon's) and spelling (of `#` glosses)."""

    gloss: str
    category: str = ""
    spelling: str = ""


@dataclass
class Expander:
    """Fills slots; words that were used less are chosen more often, so that all become equally frequent."""

    grammar: Grammar
    random: Random
    used: Counter[str] = field(default_factory=Counter)

    def sentence(self, pattern: str) -> str:
        """A sentence of a pattern, with its marks."""
        template = self.random.choice(list(self.grammar.patterns[pattern]))
        text = self.grammar.polish(_Filling(self).fill(template, "", ONLY))
        return text[0].upper() + text[1:]

    def choose(self, slot: str, taken: set[str]) -> Word:
        """A word for a slot that is none of the taken ones."""
        words = [word for word in self.grammar.vocabularies[slot] if _name(word) not in taken]
        weights = [word.weight / (1 + self.used[slot + _name(word)] / word.weight) ** 2 for word in words]
        word = self.random.choices(words, weights)[0]
        self.used[slot + _name(word)] += 1
        return word


class _Filling:
    """The words chosen for one sentence."""

    def __init__(self, expander: Expander) -> None:
        self.expander, self.person = expander, ""
        self.chosen: dict[str, Word] = {}
        self.taken: dict[str, set[str]] = {}

    def fill(self, text: str, path: str, inherited: str) -> str:
        self._find_subject(text, path)
        return _SLOT.sub(lambda match: self._slot(match.group(1), match.group(2) or ONLY, path, inherited), text)

    def _find_subject(self, text: str, path: str) -> None:
        """The subject is chosen first, for it may stand after the verb."""
        for match in _SLOT.finditer(text):
            word = self._word(match.group(1), path) if match.group(1).startswith("subject") else None
            if word is not None:
                self.person = word.person

    def _slot(self, name: str, form: str, path: str, inherited: str) -> str:
        word = self._word(name, path)
        form = inherited if form == INHERIT else form
        form = form.replace(AGREE, self.person) if form in (AGREE, "aux_" + AGREE) else form
        return self.fill(word.form(form), f"{path}/{name}", form)

    def _word(self, name: str, path: str) -> Word:
        key = f"{path}/{name}"
        if key not in self.chosen:
            slot = re.sub(r"_\d+$", "", name)
            taken = self.taken.setdefault(slot, set())
            self.chosen[key] = self.expander.choose(slot, taken)
            if "{" not in _name(self.chosen[key]):
                taken.add(_name(self.chosen[key]))
        return self.chosen[key]


def _name(word: Word) -> str:
    return next(iter(word.forms.values()))


def plain_text(marked: str) -> str:
    """A sentence without its marks."""
    return _MARK.sub("", marked)


def marks(marked: str) -> list[Mark]:
    """Marks of a sentence in spoken order; a break between clauses is a mark of category `break`."""
    found: list[Mark] = []
    at = 0
    for match in _MARK.finditer(marked):
        if _BREAK.search(marked[at : match.start()]):
            found.append(Mark("", "break"))
        found.append(_mark(match.group(1)))
        at = match.end()
    return found


def _mark(text: str) -> Mark:
    if text.startswith("&"):
        return Mark(text[1:], "conjunction")
    if text.startswith("#"):
        gloss, _, spelling = text.partition("=")
        return Mark(gloss, "other", (spelling or gloss[1:]).replace("_", " "))
    gloss, _, category = text.partition(":")
    return Mark(gloss, category)


def glosses_in(text: str) -> set[str]:
    """Glosses of single signs named in a text with marks."""
    return {part for mark in map(_mark, _MARK.findall(text)) if mark.gloss for part in mark.gloss.split("+")}
