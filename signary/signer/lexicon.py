"""Lexicons and manual alphabets: YAML in, validated entries out; errors name file, line, entry and field."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from signary.io.errors import InputError, LexiconError, NoDictionaryError
from signary.io.quoting import quoted
from signary.io.yaml_file import YamlLineError, read_yaml
from signary.language.languages import LANGUAGES, language_files
from signary.signer.phonology import CATEGORIES, HandPosture, Phonology

NUMBER_ORDERS = ("tens_first", "ones_first", "digits", "myriads")
_FORM_FIELDS = (
    "hands handshape palm fingers location offset contact apart movement base nonmanual".split()  # noqa: SIM905
)
_LETTER_FIELDS = ("handshape", "palm", "fingers", "movement", "offset")
_ENTRY_FIELDS = (
    *("gloss", "words", "category", "number", "compound", "source", "checked", "notes", "variants"),
    *_FORM_FIELDS,
)


#: By whom and when a sign was checked; several signers one after another.
_CHECKED_BY = re.compile(r"[^;]+, [0-9]{4}-[0-9]{2}-[0-9]{2}(; [^;]+, [0-9]{4}-[0-9]{2}-[0-9]{2})*")


@dataclass(frozen=True)
class SignEntry:
    """One sign of a lexicon: a gloss, the words it translates, and its form or the glosses it is composed of.

    `checked` says whether a fluent Deaf signer has found its animation right, `checked_by` who and when; `notes` are
    what signers said who found it wrong or doubtful.
    """

    gloss: str
    words: tuple[str, ...]
    source: str
    checked: bool
    category: str = "other"
    form: Phonology | None = None
    compound: tuple[str, ...] = ()
    number: int | None = None
    checked_by: str = ""
    notes: tuple[str, ...] = ()
    variants: Mapping[str, Phonology] = field(default_factory=dict)

    @property
    def lemmas(self) -> tuple[str, ...]:
        """What it is called in a dictionary: its words and its numeral; a sign that has neither, its name in brackets.

        `(point)` is the sign of a decimal, which no word of a text stands for.
        """
        numeral = () if self.number is None else (str(self.number),)
        return (*self.words, *numeral) or (f"({self.gloss.lower()})",)


@dataclass(frozen=True)
class Lexicon:
    """The signs of one sign language, found by gloss, by word and by number."""

    language: str
    notice: str
    numbers: str
    entries: Mapping[str, SignEntry]
    by_word: Mapping[str, tuple[str, ...]]
    by_number: Mapping[int, str]

    def forms(self, gloss: str) -> list[Phonology]:
        """Forms signed one after another for a gloss (several for a compound).

        Raises:
            InputError: If no entry has this gloss.
        """
        if gloss not in self.entries:
            raise InputError("gloss", f"one of the {len(self.entries)} of the {self.language} lexicon", quoted(gloss))
        entry = self.entries[gloss]
        if entry.form is not None:
            return [entry.form]
        return [form for part in entry.compound for form in self.forms(part)]

    def longest_phrase(self) -> int:
        """Number of words in the longest multi-word key."""
        return max((len(key.split()) for key in self.by_word), default=1)


@dataclass(frozen=True)
class Alphabet:
    """A manual alphabet: letters and letter groups (`SCH`, `ZH`) with their forms.

    `base` is the hand at which the letters of a two-handed alphabet are made, None for a one-handed one.
    """

    language: str
    notice: str
    letters: Mapping[str, Phonology]
    base: HandPosture | None = None

    def spell(self, word: str) -> list[str] | None:
        """Letters of `word`, longest groups first; `None` if a character has no letter."""
        text, letters, at = word.upper().replace("ß", "SS").replace("ẞ", "SS"), [], 0
        longest = max(map(len, self.letters), default=0)
        while at < len(text):
            for size in range(longest, 0, -1):
                if text[at : at + size] in self.letters and len(text[at : at + size]) == size:
                    letters.append(text[at : at + size])
                    at += size
                    break
            else:
                return None
        return letters


Dictionary = TypeVar("Dictionary", Lexicon, Alphabet)


class _Source:
    """A YAML file read once: its values, and the line of every field of every entry."""

    def __init__(self, path: Path) -> None:
        self.path = path
        if not path.is_file():
            raise LexiconError(path, 0, "-", "-", "a file", "nothing there")
        try:
            file = read_yaml(path)
        except InputError as error:
            line = error.line if isinstance(error, YamlLineError) else 0
            raise LexiconError(path, line, "-", "-", error.expected, error.got) from None
        if not isinstance(file.values, dict):
            raise LexiconError(path, 1, "-", "-", "a mapping", type(file.values).__name__)
        self.values, self._lines = file.values, file.lines

    def need(self, name: str, kind: type, what: str) -> Any:
        if not isinstance(self.values.get(name), kind):
            raise LexiconError(self.path, self.line(name), "-", name, what, quoted(self.values.get(name)))
        return self.values[name]

    def line(self, *place: str | int) -> int:
        """Of a value, or of the one that holds it."""
        while place and place not in self._lines:
            place = place[:-1]
        return self._lines.get(place, 1)

    def error(self, place: tuple[str | int, ...], entry: str, error: InputError) -> LexiconError:
        line = self.line(*place, error.argument.split(".")[0])
        return LexiconError(self.path, line, entry, error.argument, error.expected, error.got)


def _parse_entry(raw: object) -> SignEntry:
    if not isinstance(raw, dict):
        raise InputError("entry", "a mapping", quoted(raw))
    for name in raw:
        if name not in _ENTRY_FIELDS:
            raise InputError(str(name), f"a field of {', '.join(_ENTRY_FIELDS)}", quoted(raw[name]))
    gloss, words = raw.get("gloss"), raw.get("words")
    if not isinstance(gloss, str) or not gloss or gloss != gloss.upper():
        raise InputError("gloss", "a name in upper case", quoted(gloss))
    if not isinstance(words, list) or not all(isinstance(word, str) and word == word.lower() for word in words):
        raise InputError("words", "a list of lower-case words", quoted(words))
    if not isinstance(raw.get("source"), str) or not raw["source"]:
        raise InputError("source", "where the form is described", quoted(raw.get("source")))
    checked_by, notes = _parse_checked(raw.get("checked")), raw.get("notes", [])
    if not isinstance(notes, list) or not all(isinstance(note, str) and note for note in notes):
        raise InputError("notes", "a list of texts", quoted(notes))
    category = raw.get("category", "other")
    if category not in CATEGORIES:
        raise InputError("category", f"one of {', '.join(CATEGORIES)}", quoted(category))
    number = raw.get("number")
    if number is not None and (isinstance(number, bool) or not isinstance(number, int) or number < 0):
        raise InputError("number", "an integer from 0", quoted(number))
    common: dict[str, Any] = {"gloss": gloss, "words": tuple(words), "source": raw["source"], "number": number}
    common |= {"checked": raw["checked"] is not False, "checked_by": checked_by, "notes": tuple(notes)}
    common["category"] = category
    if "compound" in raw:
        parts = raw["compound"]
        if not isinstance(parts, list) or not parts or not all(isinstance(part, str) for part in parts):
            raise InputError("compound", "a list of glosses", quoted(parts))
        if extra := [name for name in _FORM_FIELDS if name in raw]:
            raise InputError(extra[0], "no phonology beside `compound`", quoted(raw[extra[0]]))
        return SignEntry(**common, compound=tuple(parts))
    form = Phonology.parse(raw)
    return SignEntry(**common, form=form, variants=dict(_parse_variants(form, raw.get("variants", []))))


def _parse_checked(raw: object) -> str:
    """By whom and when, or nothing where it only says whether."""
    if isinstance(raw, str) and _CHECKED_BY.fullmatch(raw):
        return raw
    if not isinstance(raw, bool):
        raise InputError("checked", "true, false, or by whom and when (Name, 2026-11-30)", quoted(raw))
    return ""


def _parse_variants(form: Phonology, raw: object) -> Iterator[tuple[str, Phonology]]:
    if not isinstance(raw, list):
        raise InputError("variants", "a list of mappings", quoted(raw))
    for item in raw:
        if not isinstance(item, dict) or not isinstance(item.get("name"), str):
            raise InputError("variants", "mappings with `name`", quoted(item))
        changes = {key: value for key, value in item.items() if key not in ("name", "source")}
        for key in changes:
            if key not in _FORM_FIELDS:
                raise InputError("variants", f"fields of {', '.join(_FORM_FIELDS)}", quoted(key))
        yield item["name"], form.varied(changes)


def load_lexicon(path: Path | str) -> Lexicon:
    """Read and check a lexicon file.

    Raises:
        LexiconError: Naming file, line, entry and field of the first thing that is wrong.
    """
    source = _Source(Path(path))
    language = source.need("language", str, "a language id such as asl")
    notice = source.need("notice", str, "the notice that the lexicon is unverified")
    numbers = source.need("numbers", str, f"one of {', '.join(NUMBER_ORDERS)}")
    if numbers not in NUMBER_ORDERS:
        raise LexiconError(source.path, source.line("numbers"), "-", "numbers", ", ".join(NUMBER_ORDERS), numbers)
    entries: dict[str, SignEntry] = {}
    places = dict[str, tuple[str | int, ...]]()
    for at, raw in enumerate(source.need("signs", list, "a list of signs")):
        gloss = raw.get("gloss", "?") if isinstance(raw, dict) else "?"
        name = gloss if isinstance(gloss, str) else quoted(gloss)
        try:
            entry = _parse_entry(raw)
            if entry.gloss in entries:
                raise InputError("gloss", "a name unique in the file", quoted(entry.gloss))
        except InputError as error:
            raise source.error(("signs", at), name, error) from None
        entries[entry.gloss], places[entry.gloss] = entry, ("signs", at)
    _check_compounds(source, entries, places)
    by_word: dict[str, tuple[str, ...]] = {}
    for entry in entries.values():
        for word in entry.words:
            by_word[word] = (*by_word.get(word, ()), entry.gloss)
    by_number = {entry.number: entry.gloss for entry in reversed(entries.values()) if entry.number is not None}
    return Lexicon(language, notice, numbers, entries, by_word, by_number)


def _check_compounds(
    source: _Source, entries: Mapping[str, SignEntry], places: Mapping[str, tuple[str | int, ...]]
) -> None:
    for entry in entries.values():
        for part in entry.compound:
            if part not in entries or entries[part].compound:
                problem = InputError("compound", "glosses of this file that are no compounds", quoted(part))
                raise source.error(places[entry.gloss], entry.gloss, problem)


def load_alphabet(path: Path | str) -> Alphabet:
    """Read and check a manual alphabet file.

    Raises:
        LexiconError: Naming file, line, letter and field of the first thing that is wrong.
    """
    source = _Source(Path(path))
    language = source.need("language", str, "a language id such as asl")
    notice = source.need("notice", str, "the notice that the alphabet is unverified")
    base = source.values.get("base")
    if base is not None:
        try:
            HandPosture.parse(base)
        except InputError as error:
            raise source.error(("base",), "-", error) from None
    letters: dict[str, Phonology] = {}
    raw_letters = source.need("letters", dict, "a mapping of letters")
    for letter, raw in raw_letters.items():
        try:
            if not letter or letter != letter.upper():
                raise InputError("letter", "upper case", quoted(letter))
            letters[letter] = _parse_letter(raw, base)
        except InputError as error:
            raise source.error(("letters", letter), letter, error) from None
    return Alphabet(language, notice, letters, None if base is None else HandPosture.parse(base))


def _parse_letter(raw: object, base: Mapping[str, Any] | None) -> Phonology:
    """A letter before the shoulder, or one at the base hand of the alphabet, of which it may change what it names."""
    if not isinstance(raw, dict):
        raise InputError("letter", "a mapping", quoted(raw))
    known = _LETTER_FIELDS if base is None else (*_LETTER_FIELDS, "location", "contact", "base")
    for name in raw:
        if name not in known:
            raise InputError(str(name), f"{', '.join(known[:-1])} or {known[-1]}", quoted(raw[name]))
    if base is None:
        return Phonology.parse(raw, default_location="shoulder_front")
    own = raw.get("base", {})
    if not isinstance(own, dict):
        raise InputError("base", "a mapping of what differs from the alphabet's base hand", quoted(own))
    return Phonology.parse({**raw, "hands": "base", "base": {**base, **own}}, default_location="base_palm")


def has_shipped_lexicon(language: str) -> bool:
    """Whether a sign language has a lexicon: an embedded one, or one that was registered with it."""
    return language in LANGUAGES and language_files(language).lexicon is not None


def has_shipped_alphabet(language: str) -> bool:
    """Whether a sign language has a manual alphabet: an embedded one, or one that was registered with it."""
    return language in LANGUAGES and language_files(language).alphabet is not None


def shipped_lexicon(language: str) -> Lexicon:
    """The lexicon of a registered sign language (read once).

    Raises:
        NoDictionaryError: If the language has none.
        LexiconError: If the file is broken or of another language.
        UnknownLanguageError: If no language has this id.
    """
    path = language_files(language).lexicon
    if path is None:
        raise _lacking(language, "lexicon", "the rules sign with; a model trained on the language needs none")
    return _of_language(_lexicon(path), language, path)


def shipped_alphabet(language: str) -> Alphabet:
    """The manual alphabet of a registered sign language (read once).

    Raises:
        NoDictionaryError: If the language has none.
        LexiconError: If the file is broken or of another language.
        UnknownLanguageError: If no language has this id.
    """
    path = language_files(language).alphabet
    if path is None:
        raise _lacking(language, "alphabet", "words are spelled with")
    return _of_language(_alphabet(path), language, path)


def speller(language: str) -> Alphabet:
    """The manual alphabet of a registered sign language; one without letters if it has none, which spells nothing."""
    return shipped_alphabet(language) if has_shipped_alphabet(language) else Alphabet(language, "", {})


@cache
def _lexicon(path: Path) -> Lexicon:
    return load_lexicon(path)


@cache
def _alphabet(path: Path) -> Alphabet:
    return load_alphabet(path)


def _of_language(dictionary: Dictionary, language: str, path: Path) -> Dictionary:
    if dictionary.language != language:
        raise LexiconError(path, 1, "-", "language", repr(language), repr(dictionary.language))
    return dictionary


def _lacking(language: str, kind: str, use: str) -> NoDictionaryError:
    having = [name for name in LANGUAGES if getattr(language_files(name), kind) is not None]
    what = "a lexicon" if kind == "lexicon" else "a manual alphabet"
    got = f"{LANGUAGES[language].name} ({language}), which has none"
    return NoDictionaryError("language", f"one with {what}, which {use}: {', '.join(having)}", got)
