"""The words of a sign dictionary and their signs: motion codes that a model is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from signary.language.function_words import NEGATIONS, QUESTION_WORDS
from signary.language.languages import SignLanguage
from signary.language.lemmas import candidates
from signary.language.number_words import cardinal_name
from signary.language.numbers import find_numbers
from signary.retrieval.dictionary import LETTER, DictionarySign, SignDictionary
from signary.retrieval.lexicon_words import LexiconWords, gloss_of, shipped_words
from signary.retrieval.number_signs import NumberKey
from signary.retrieval.spelling import bare_name, spell_letters
from signary.signer.lexicon import Alphabet


@dataclass(frozen=True)
class CodedSigns:
    """Entries that stand for a word.

    Attributes:
        lemma: What was found; of a spelled word the word; of parts and numbers the lemmas, with blanks between them.
        entries: One a part or letter, at least one.
        spelled: Whether they are letters.
    """

    lemma: str
    entries: tuple[DictionarySign, ...]
    spelled: bool = False


class CodedWords:
    """The entries of a sign language in a dictionary as a `WordStore`.

    A dictionary does not say what kind of word a lemma is, nor how numbers are composed: the registered lexicon of the
    language does, where there is one; else words are nouns, and numbers are signed digit by digit.

    Args:
        dictionary: The signs. Numbers have numerals for lemmas (`7`, `100`), or their names; letters `#a`, `#sch`;
            signs that no word stands for their names in brackets (`(point)`).
        language: Sign language.
        spell: Whether words that have no sign are spelled, where there is a sign for every letter.
    """

    name = "dictionary"

    def __init__(self, dictionary: SignDictionary, language: SignLanguage, spell: bool) -> None:
        self.dictionary, self.language, self.spoken, self.spells = dictionary, language, language.spoken, spell
        self.by_number = _NumberLemmas(self._find_number)

    @property
    def numbers(self) -> str:
        """How numbers are composed is the language's matter; where nobody wrote it down, digit by digit."""
        shipped = self._shipped
        return "digits" if shipped is None else shipped.numbers

    @property
    def _shipped(self) -> LexiconWords | None:
        return shipped_words(self.language)

    def find(self, form: str) -> str | None:
        """The lemma, exactly as written."""
        return form if (form, self.language.id) in self.dictionary else None

    def phrases(self) -> Iterable[str]:
        """Lemmas that may be several words."""
        return (lemma for lemma in self.dictionary.phrases(self.language.id) if not lemma.startswith(LETTER))

    def category(self, key: str, prefer: str = "") -> str:
        """Of the lexicon's sign of this gloss, if it stands for the lemma; else of its sign for the lemma."""
        shipped = self._shipped
        known = None if shipped is None else shipped.find(key)
        if shipped is not None and known is not None:
            entry = self.dictionary.lookup(key, self.language.id)
            gloss = "" if entry is None else entry.gloss
            same = gloss in shipped.lexicon.by_word[known]
            return shipped.lexicon.entries[gloss].category if same else shipped.category(known, prefer)
        if key in NEGATIONS.get(self.spoken, ()):
            return "negation"
        return "question" if key in QUESTION_WORDS.get(self.spoken, ()) else "noun"

    def number(self, key: str) -> int | None:
        """What a numeral or the name of a number is worth."""
        if key.isdecimal():
            return int(key)
        spans = find_numbers([key], self.spoken)
        return spans[0].value if spans and not spans[0].ordinal else None

    def sign(self, key: str, prefer: str = "") -> CodedSigns:
        """The entry of a lemma; there is only one."""
        return self._signs(key, (key,))

    def number_sign(self, key: NumberKey) -> CodedSigns | None:
        """The entry of a number; of a rank its own, if there is one."""
        return self.sign(next((form for form in self._forms(key.rank) if self.find(form)), key.key))

    def named(self, word: str) -> CodedSigns | None:
        """The entry that is called so, else the one of a word, else its letters where words are spelled."""
        for lemma in (f"({gloss_of(word).lower()})", word):
            if self.find(lemma):
                return self._signs(word, (lemma,))
        return self.spell(bare_name(word))[0] if self.spells else None

    def spell(self, word: str) -> tuple[CodedSigns | None, str]:
        """The entries of the letters and digits of a word."""
        spelled = spell_letters(word, self._spell, self.by_number.__contains__)
        if spelled.unknown:
            return None, spelled.unknown
        letters = (
            self.by_number[int(letter)] if letter.isdecimal() else self._alphabet[letter] for letter in spelled.letters
        )
        return self._signs(word.lower(), tuple(letters), spelled=True), ""

    def joined(self, signs: Sequence[CodedSigns]) -> CodedSigns:
        """Entries of one word."""
        entries = tuple(entry for sign in signs for entry in sign.entries)
        return CodedSigns(" ".join(sign.lemma for sign in signs), entries, all(sign.spelled for sign in signs))

    def _signs(self, lemma: str, keys: Sequence[str], *, spelled: bool = False) -> CodedSigns:
        entries = self.dictionary.lookup_many(keys, self.language.id)
        return CodedSigns(lemma, tuple(entry for entry in entries if entry is not None), spelled)

    def _forms(self, word: str) -> tuple[str, ...]:
        return candidates(word, self.spoken) if word else ()

    def _find_number(self, value: int) -> str | None:
        """The numeral, else the name of a number."""
        if self.find(str(value)):
            return str(value)
        return next((form for form in self._forms(cardinal_name(value, self.spoken)) if self.find(form)), None)

    def _spell(self, text: str) -> list[str] | None:
        return Alphabet(self.language.id, "", self._alphabet).spell(text) if self._alphabet else None

    @cached_property
    def _alphabet(self) -> dict[str, Any]:
        """Letters that have a sign -> its lemma; an `Alphabet` is made for forms, but spells with whatever it holds."""
        letters = self.dictionary.search(LETTER, self.language.id, limit=len(self.dictionary))
        lemmas = (sign.lemma for sign in letters if sign.lemma.startswith(LETTER) and sign.lemma != LETTER)
        return {lemma.removeprefix(LETTER).upper(): lemma for lemma in lemmas}


@dataclass(frozen=True)
class _NumberLemmas:
    """Value -> lemma, for the numbers that `find` knows."""

    find: Callable[[int], str | None]

    def __contains__(self, value: object) -> bool:
        return isinstance(value, int) and self.find(value) is not None

    def __getitem__(self, value: int) -> str:
        lemma = self.find(value)
        if lemma is None:
            raise KeyError(value)
        return lemma
