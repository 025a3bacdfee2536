"""Words that nobody knows, out of words that are known: compounds in parts, Chinese words cut anew."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from signary.language.addresses import is_address
from signary.language.function_words import FUNCTION_WORDS
from signary.language.gender_forms import person_words
from signary.language.lemmas import candidates
from signary.language.separable_verbs import PREFIXES, infinitive_of, is_of_an_adjective, whole_infinitive
from signary.language.words import Word
from signary.retrieval.chinese_cutting import ChineseWords
from signary.retrieval.compounds import split_compound

#: Categories whose words make compounds: `allenfalls` is not all and if.
_COMPOUNDED = ("noun", "place", "time", "adjective", "verb", "number")
#: Prefixes that say no more in a verb than they say alone.
_DIRECTIONS = (
    "zurück",
    "hoch",
    "runter",
    "raus",
    "rein",
    "hinaus",
    "heraus",
    "hinein",
    "herein",
    "hinunter",
    "herunter",
)
#: Letters of the shortest word that `un-` negates.
MIN_OPPOSITE = 5
#: `weggefahren`, where `gefahren` is no plural of `Gefahr`.
_PARTICIPLE = re.compile(rf"(?:{'|'.join(PREFIXES)})ge\w{{2,}}(?:t|en)")
#: Words that are nouns in compounds, whatever they are alone: `Klassenfahrt`, but `das ist klasse`.
_AS_NOUNS = {"klasse": "schulklasse", "fest": "feier"}
#: How names of towns end that are no compounds of words: `Freiburg` is no free castle.
_NAMES_END = ("burg",)
#: Prefixes of verbs that mean something else without them: `hinterlassen`.
_NEVER_APART = ("hinter", "wider")


class WordParts:
    """Takes words apart into words that a lexicon or a dictionary has.

    Args:
        spoken: ISO 639-1 code of the spoken language.
        find: Key of a form in lower case, taken as it is, or `None`.
        category: Category of the sign of a key (`signary.signer.phonology.CATEGORIES`).
    """

    def __init__(self, spoken: str, find: Callable[[str], str | None], category: Callable[[str], str]) -> None:
        self.spoken, self.find, self.category = spoken, find, category
        self.function_words = FUNCTION_WORDS.get(spoken, frozenset())
        self.chinese = ChineseWords(find, self.key_of, category)

    def key_of(self, word: str) -> str | None:
        """The best key of a word that is known."""
        found = next((key for form in candidates(word, self.spoken) if (key := self.find(form)) is not None), None)
        return self._person(word.lower()) if found is None and self.spoken == "de" else found

    def _person(self, word: str) -> str | None:
        """The key of a noun that a German noun in -in or -innen is derived from: `ärztin` has the sign of `arzt`."""
        keys = (self.find(form) for form in person_words(word))
        return next((key for key in keys if key is not None and self.category(key) == "noun"), None)

    def split(self, word: str) -> tuple[str, ...] | None:
        """Keys of the known words of which an unknown German compound, or a word with hyphens, consists."""
        if is_address(word):
            return None
        if "-" in word:
            keys = [self._part(piece, True) for piece in word.lower().split("-") if piece]
            if len(keys) > 1 and all(keys):
                return tuple(key for key in keys if key)
        if self.spoken != "de":
            return None
        lowered = word.lower().replace("-", "")
        if lowered.startswith("un") and (opposite := self._opposite(lowered)):
            return opposite
        # `innen` at the end is the plural of persons, never the adverb.
        return None if lowered.endswith("innen") or _is_another_verb(lowered) else split_compound(lowered, self._part)

    def _opposite(self, word: str) -> tuple[str, ...] | None:
        """A German adjective and its negation: `ungesund`."""
        key, no = self.key_of(word[2:]) if len(word) > MIN_OPPOSITE else None, self.find("nicht")
        return (key, no) if key and no and self.category(key) == "adjective" else None

    def _part(self, piece: str, inflected: bool) -> str | None:
        if piece in self.function_words:
            return None
        piece = _AS_NOUNS.get(piece, piece) if self.spoken == "de" else piece
        key = self.key_of(piece) if inflected else self.find(piece) or self._person(piece)
        if key is None or self.category(key) not in _COMPOUNDED:
            return None
        return None if key != piece and self.category(key) == "verb" else key

    def recut(self, words: Sequence[Word]) -> Sequence[Word]:
        """Chinese words that nobody knows, cut into words that are known: `不想` is `不` and `想`."""
        if self.spoken != "zh":
            return words
        words = self._paired(words)
        before = [None, *words]
        return [part for word, left in zip(words, before, strict=False) for part in self.chinese.cut(word, left)]

    def _paired(self, words: Sequence[Word]) -> list[Word]:
        """Words, of which two beside each other are cut at another place where that makes both known."""
        paired = list[Word]()
        for word in words:
            cut = self.chinese.cut_pair(paired[-1], word) if paired else None
            paired[-1:] = [*paired[-1:], word] if cut is None else cut
        return paired


def _is_another_verb(word: str) -> bool:
    """Whether a verb means something else than its prefix and the rest do, as `teilnehmen` and `krankschreiben` do."""
    if is_of_an_adjective(word) or word.endswith(_NAMES_END):
        return True
    if word.startswith(_NEVER_APART) and infinitive_of(word) is not None:
        return True
    if _PARTICIPLE.fullmatch(word) and not word.startswith(_DIRECTIONS):
        return True
    verb = whole_infinitive(word)
    return verb is not None and not verb.startswith(_DIRECTIONS)
