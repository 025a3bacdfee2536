"""What a dictionary has for the words of a sentence: the words themselves, else their numbers, parts or letters."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Any, NamedTuple

from signary.language.function_words import NEGATIONS, QUESTION_WORDS
from signary.language.languages import SignLanguage
from signary.language.numbers import NumberSpan, find_numbers
from signary.language.read_text import ReadSentence
from signary.language.separable_verbs import separated_verbs
from signary.language.verbs import clauses
from signary.language.words import Word
from signary.retrieval.dictionary import DictionarySign, SignDictionary
from signary.retrieval.dictionary_words import DictionaryWords
from signary.retrieval.number_signs import number_keys
from signary.retrieval.phrases import PhraseIndex, joined_at
from signary.retrieval.spelling import bare_name, not_spelled, spell_letters
from signary.retrieval.word_parts import WordParts
from signary.signer.lexicon import Alphabet, has_shipped_lexicon, shipped_lexicon

#: Lemma of the sign of a letter: this, then the letter in lower case.
LETTER = "#"
_LONGEST_CHINESE = 12


class FoundSign(NamedTuple):
    """What there is for a word, or for several that are one sign.

    Attributes:
        start: Offset of the first character.
        end: Offset after the last character.
        lemma: What was found; `#word` if spelled; of parts and numbers the lemmas, with blanks between them.
        entries: The entry, or one a part or letter; none if there is no sign.
        reason: Why there is none.
        whole: The word that this is a part of, where a Chinese word was cut anew.
    """

    start: int
    end: int
    lemma: str = ""
    entries: tuple[DictionarySign, ...] = ()
    reason: str = ""
    whole: str = ""


class SignSearch:
    """Finds signs for every word of a sentence, in this order: phrases, words, numbers, compounds, letters.

    A word that the dictionary has keeps its sign: numbers and parts are looked for among the words that are left.

    Args:
        dictionary: The signs. Numbers have numerals for lemmas (`7`, `100`), letters `#a`, `#sch`.
        language: Sign language.
        spell: Whether words that have no sign are spelled, where there is a sign for every letter.
    """

    def __init__(self, dictionary: SignDictionary, language: SignLanguage, spell: bool) -> None:
        self.dictionary, self.language, self.spoken, self.spell = dictionary, language, language.spoken, spell
        self._parts = WordParts(self.spoken, self._find, self._category)

    def run(self, sentence: ReadSentence) -> Iterator[FoundSign]:
        """Every word of a sentence, once and in order, with its place in the normal form."""
        words, breaks = sentence.words, sentence.breaks
        verbs, prefixes = self._separated_verbs(words, breaks)
        direct = list(self._direct(words, breaks, verbs, prefixes))
        numbers = self._numbers(words, direct)
        done = 0
        for at, end, key in direct:
            if at < done:
                continue
            if key is not None:
                yield self._signed(words[at:end], key, (key,))
            elif at in prefixes:
                yield self._missed(words[at], f"part of '{prefixes[at]}'")
            elif at in numbers:
                yield numbers[at][1]
                done = numbers[at][0].end
            elif at in verbs:
                yield from self._composed(replace(words[at], key=verbs[at]), None)
            else:
                yield from self._composed(words[at], words[at - 1] if at else None)

    def _separated_verbs(self, words: Sequence[Word], breaks: frozenset[int]) -> tuple[dict[int, str], dict[int, str]]:
        """Infinitives of German verbs in two pieces, by the index of the verb and by that of its prefix."""
        if self.spoken != "de":
            return {}, {}
        spans = list(clauses([word.key.lower() for word in words], self.spoken, breaks))
        pairs = separated_verbs(words, spans, lambda verb: self._find(verb) is not None)
        return {pair.verb: pair.infinitive for pair in pairs}, {pair.prefix: pair.infinitive for pair in pairs}

    def _find(self, form: str) -> str | None:
        return form if (form, self.language.id) in self.dictionary else None

    def _is_function_word(self, word: Word) -> bool:
        return word.key.lower() in self._parts.function_words

    def _category(self, lemma: str) -> str:
        """A dictionary does not say what kind of word a lemma is: the shipped lexicon does, and most are nouns."""
        if lemma in NEGATIONS.get(self.spoken, ()):
            return "negation"
        if lemma in QUESTION_WORDS.get(self.spoken, ()):
            return "question"
        shipped = _shipped_words(self.language)
        key = None if shipped is None else shipped.find(lemma)
        return "noun" if shipped is None or key is None else shipped.category(key)

    def _direct(
        self, words: Sequence[Word], breaks: frozenset[int], verbs: Mapping[int, str], prefixes: Mapping[int, str]
    ) -> Iterator[tuple[int, int, str | None]]:
        """Indices of the first word and after the last, and the key of what the dictionary has for them, if anything.

        Phrases come before words, words as written before their lemmas and other spellings. A verb in two pieces is
        looked for as a whole only: without its prefix it is another one.
        """
        at = 0
        while at < len(words):
            if (phrase := self._phrase_at(words, at, breaks)) is not None:
                key, size = phrase
            elif at in prefixes:
                key, size = None, 1
            else:
                key, size = self._find(verbs[at]) if at in verbs else self._key_of(words[at]), 1
            yield at, at + size, key
            at += size

    def _key_of(self, word: Word) -> str | None:
        """Key of a word; a numeral is taken as it is (`3.` is not 3)."""
        return self._find(word.key) if word.key[0].isdecimal() else self._parts.key_of(word.key)

    def _phrase_at(self, words: Sequence[Word], at: int, breaks: frozenset[int]) -> tuple[str, int] | None:
        if self.spoken == "zh":
            return joined_at(words, at, breaks, self._find, _LONGEST_CHINESE)
        return self._phrases.longest_at(words, at, breaks)

    @cached_property
    def _phrases(self) -> PhraseIndex:
        """Made when the first sentence comes."""
        lemmas = self.dictionary.phrases(self.language.id)
        return PhraseIndex((lemma for lemma in lemmas if not lemma.startswith(LETTER)), self.spoken)

    def _numbers(
        self, words: Sequence[Word], direct: Sequence[tuple[int, int, str | None]]
    ) -> dict[int, tuple[NumberSpan, FoundSign]]:
        """Index of the first word -> number of words that are missing, and its signs (`and` in it may have its own)."""
        missing = {at for at, _, key in direct if key is None}
        within = missing | {at for at, end, _ in direct if end == at + 1 and self._is_function_word(words[at])}
        keys = [word.key for word in words]
        spans = [span for span in find_numbers(keys, self.spoken) if within.issuperset(range(span.start, span.end))]
        spans = [span for span in spans if span.start in missing]
        left = missing.difference(*(range(span.start, span.end) for span in spans))
        alone = [replace(span, start=at, end=at + 1) for at in left for span in find_numbers([keys[at]], self.spoken)]
        found = ((span, self._number(words, span)) for span in spans + alone)
        return {span.start: (span, number) for span, number in found if number is not None}

    def _number(self, words: Sequence[Word], span: NumberSpan) -> FoundSign | None:
        lemmas, shown = list[str](), list[str]()
        for key in number_keys(span, self._numerals, self.spoken) or ():
            if key.word:
                found = self._word_in_number(key.key)
            else:
                found = ((self._parts.key_of(key.rank) if key.rank else None) or key.key,)
            if not found:
                return None
            lemmas += found
            shown.append(bare_name(key.key) if key.word else found[0])
        return self._signed(words[span.start : span.end], " ".join(shown), lemmas) if lemmas else None

    def _word_in_number(self, name: str) -> tuple[str, ...]:
        """Lemmas of a word such as the decimal sign: its own, else its letters where words are spelled; else none."""
        if self._find(name):
            return (name,)
        return self._letters(bare_name(name))[0] if self.spell else ()

    def _composed(self, word: Word, left: Word | None) -> Iterator[FoundSign]:
        """A word that the dictionary lacks: its parts, else its letters, else the reason why there is nothing."""
        if self._is_function_word(word):
            yield self._missed(word)
        elif parts := self._parts.split(word.key):
            yield self._signed([word], " ".join(parts), parts)
        elif self.spoken == "zh" and len(pieces := self._parts.chinese.cut(word, left)) > 1:
            yield from (self._piece(piece)._replace(whole=word.key) for piece in pieces)
        else:
            yield self._spelled(word)

    def _piece(self, word: Word) -> FoundSign:
        key = self._parts.key_of(word.key)
        if key is not None:
            return self._signed([word], key, (key,))
        return self._missed(word) if self._is_function_word(word) else self._spelled(word)

    def _spelled(self, word: Word) -> FoundSign:
        if not self.spell:
            return self._missed(word, "not in the dictionary")
        if reason := not_spelled(word.key, self.spoken):
            return self._missed(word, reason)
        letters, unknown = self._letters(word.key)
        if unknown:
            return self._missed(word, f"not in the dictionary, and no letter sign for {unknown!r}")
        return self._signed([word], LETTER + word.key.lower(), letters)

    def _letters(self, word: str) -> tuple[tuple[str, ...], str]:
        """Lemmas of the letters and digits of a word, or the first character that has none."""
        spelled = spell_letters(word, self._spell, lambda digit: self._find(str(digit)) is not None)
        lemmas = (str(int(letter)) if letter.isdecimal() else self._alphabet[letter] for letter in spelled.letters)
        return tuple(lemmas), spelled.unknown

    def _spell(self, text: str) -> list[str] | None:
        return Alphabet(self.language.id, "", self._alphabet).spell(text) if self._alphabet else None

    @cached_property
    def _alphabet(self) -> dict[str, Any]:
        """Letters that have a sign -> its lemma; an `Alphabet` is made for forms, but spells with whatever it holds."""
        letters = self.dictionary.search(LETTER, self.language.id, limit=len(self.dictionary))
        lemmas = (sign.lemma for sign in letters if sign.lemma.startswith(LETTER) and sign.lemma != LETTER)
        return {lemma.removeprefix(LETTER).upper(): lemma for lemma in lemmas}

    @cached_property
    def _numerals(self) -> _Numerals:
        """How numbers are composed is the language's matter; where nobody wrote it down, digit by digit."""
        shipped = _shipped_words(self.language)
        return _Numerals("digits" if shipped is None else shipped.lexicon.numbers, _NumberLemmas(self._find))

    def _signed(self, words: Sequence[Word], lemma: str, keys: Sequence[str]) -> FoundSign:
        entries = self.dictionary.lookup_many(keys, self.language.id)
        found = tuple(entry for entry in entries if entry is not None)
        return FoundSign(words[0].start, words[-1].end, lemma, found)

    def _missed(self, word: Word, reason: str = "function word, not in the dictionary") -> FoundSign:
        return FoundSign(word.start, word.end, reason=reason)


@dataclass(frozen=True)
class _NumberLemmas:
    """Value -> lemma, for the numbers that `find` knows."""

    find: Callable[[str], str | None]

    def __contains__(self, value: object) -> bool:
        return self.find(str(value)) is not None

    def __getitem__(self, value: int) -> str:
        return str(value)


@dataclass(frozen=True)
class _Numerals:
    numbers: str
    by_number: _NumberLemmas


@cache
def _shipped_words(language: SignLanguage) -> DictionaryWords | None:
    """The shipped lexicon of a sign language, or `None` if there is none."""
    if not has_shipped_lexicon(language.id):
        return None
    return DictionaryWords(shipped_lexicon(language.id), language.spoken)
