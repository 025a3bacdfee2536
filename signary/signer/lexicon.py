"""Lexicons and manual alphabets: YAML in, validated entries out; errors name file, line, entry and field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from signary.io.errors import InputError, LexiconError
from signary.signer.phonology import CATEGORIES, Phonology

MAX_FILE_BYTES = 8 * 2**20
NUMBER_ORDERS = ("tens_first", "ones_first", "digits", "myriads")
_FORM_FIELDS = (
    "hands handshape palm fingers location offset contact apart movement base nonmanual".split()  # noqa: SIM905
)
_ENTRY_FIELDS = ("gloss", "words", "category", "number", "compound", "source", "checked", "embedded", "variants")
_ENTRY_FIELDS += tuple(_FORM_FIELDS)


@dataclass(frozen=True)
class SignEntry:
    """One sign of a lexicon: a gloss, the words it translates, and its form or the glosses it is composed of.

    `embedded` is false for signs that were added after the embedded model was trained: it has not seen them.
    """

    gloss: str
    words: tuple[str, ...]
    source: str
    checked: bool
    category: str = "other"
    form: Phonology | None = None
    compound: tuple[str, ...] = ()
    number: int | None = None
    variants: Mapping[str, Phonology] = field(default_factory=dict)
    embedded: bool = True


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
            raise InputError("gloss", f"one of the {len(self.entries)} of the {self.language} lexicon", repr(gloss))
        entry = self.entries[gloss]
        if entry.form is not None:
            return [entry.form]
        return [form for part in entry.compound for form in self.forms(part)]

    def longest_phrase(self) -> int:
        """Number of words in the longest multi-word key."""
        return max((len(key.split()) for key in self.by_word), default=1)


@dataclass(frozen=True)
class Alphabet:
    """A manual alphabet: letters and letter groups (`SCH`, `ZH`) with their forms."""

    language: str
    notice: str
    letters: Mapping[str, Phonology]

    def spell(self, word: str) -> list[str] | None:
        """Letters of `word`, longest groups first; `None` if a character has no letter."""
        text, letters, at = word.upper().replace("ß", "SS").replace("ẞ", "SS"), [], 0
        longest = max(map(len, self.letters))
        while at < len(text):
            for size in range(longest, 0, -1):
                if text[at : at + size] in self.letters and len(text[at : at + size]) == size:
                    letters.append(text[at : at + size])
                    at += size
                    break
            else:
                return None
        return letters


def _node_lines(node: yaml.Node) -> dict[str, int]:
    if not isinstance(node, yaml.MappingNode):
        return {}
    return {str(key.value): key.start_mark.line + 1 for key, _ in node.value}


class _Source:
    """A YAML file read once: its values, and the line of every key of every entry."""

    def __init__(self, path: Path) -> None:
        self.path = path
        if not path.is_file():
            raise LexiconError(path, 0, "-", "-", "a file", "nothing there")
        if path.stat().st_size > MAX_FILE_BYTES:
            raise LexiconError(path, 0, "-", "-", f"at most {MAX_FILE_BYTES} bytes", path.stat().st_size)
        loader = yaml.CSafeLoader(path.read_text(encoding="utf-8"))
        try:
            root = loader.get_single_node()
            self.values: Any = loader.construct_document(root) if root is not None else None
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            problem = getattr(error, "problem", None) or str(error)
            raise LexiconError(path, mark.line + 1 if mark else 0, "-", "-", "valid YAML", problem) from None
        finally:
            loader.dispose()
        if not isinstance(self.values, dict):
            raise LexiconError(path, 1, "-", "-", "a mapping", type(self.values).__name__)
        assert isinstance(root, yaml.MappingNode)
        self.top = {key.value: (key.start_mark.line + 1, value) for key, value in root.value}

    def need(self, name: str, kind: type, what: str) -> Any:
        if not isinstance(self.values.get(name), kind):
            line = self.top[name][0] if name in self.top else 1
            raise LexiconError(self.path, line, "-", name, what, repr(self.values.get(name)))
        return self.values[name]

    def items(self, name: str) -> list[yaml.Node]:
        node: yaml.Node = self.top[name][1]
        if isinstance(node, yaml.MappingNode):
            return [value for _, value in node.value]
        return list(node.value)

    def error(self, node: yaml.Node, entry: str, error: InputError) -> LexiconError:
        lines = _node_lines(node)
        line = lines.get(error.argument.split(".")[0], node.start_mark.line + 1)
        return LexiconError(self.path, line, entry, error.argument, error.expected, error.got)


def _parse_entry(raw: object) -> SignEntry:
    if not isinstance(raw, dict):
        raise InputError("entry", "a mapping", repr(raw))
    for name in raw:
        if name not in _ENTRY_FIELDS:
            raise InputError(str(name), f"a field of {', '.join(_ENTRY_FIELDS)}", repr(raw[name]))
    gloss, words = raw.get("gloss"), raw.get("words")
    if not isinstance(gloss, str) or not gloss or gloss != gloss.upper():
        raise InputError("gloss", "a name in upper case", repr(gloss))
    if not isinstance(words, list) or not all(isinstance(word, str) and word == word.lower() for word in words):
        raise InputError("words", "a list of lower-case words", repr(words))
    if not isinstance(raw.get("source"), str) or not raw["source"]:
        raise InputError("source", "where the form is described", repr(raw.get("source")))
    if not isinstance(raw.get("checked"), bool):
        raise InputError("checked", "true or false", repr(raw.get("checked")))
    if not isinstance(raw.get("embedded", True), bool):
        raise InputError("embedded", "true or false", repr(raw["embedded"]))
    category = raw.get("category", "other")
    if category not in CATEGORIES:
        raise InputError("category", f"one of {', '.join(CATEGORIES)}", repr(category))
    number = raw.get("number")
    if number is not None and (isinstance(number, bool) or not isinstance(number, int) or number < 0):
        raise InputError("number", "an integer from 0", repr(number))
    common: dict[str, Any] = {"gloss": gloss, "words": tuple(words), "source": raw["source"], "number": number}
    common |= {"checked": raw["checked"], "category": category, "embedded": raw.get("embedded", True)}
    if "compound" in raw:
        parts = raw["compound"]
        if not isinstance(parts, list) or not parts or not all(isinstance(part, str) for part in parts):
            raise InputError("compound", "a list of glosses", repr(parts))
        if extra := [name for name in _FORM_FIELDS if name in raw]:
            raise InputError(extra[0], "no phonology beside `compound`", repr(raw[extra[0]]))
        return SignEntry(**common, compound=tuple(parts))
    form = Phonology.parse(raw)
    return SignEntry(**common, form=form, variants=dict(_parse_variants(form, raw.get("variants", []))))


def _parse_variants(form: Phonology, raw: object) -> Iterator[tuple[str, Phonology]]:
    if not isinstance(raw, list):
        raise InputError("variants", "a list of mappings", repr(raw))
    for item in raw:
        if not isinstance(item, dict) or not isinstance(item.get("name"), str):
            raise InputError("variants", "mappings with `name`", repr(item))
        changes = {key: value for key, value in item.items() if key not in ("name", "source")}
        for key in changes:
            if key not in _FORM_FIELDS:
                raise InputError("variants", f"fields of {', '.join(_FORM_FIELDS)}", repr(key))
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
        raise LexiconError(source.path, source.top["numbers"][0], "-", "numbers", ", ".join(NUMBER_ORDERS), numbers)
    entries: dict[str, SignEntry] = {}
    nodes = dict[str, yaml.Node]()
    for raw, node in zip(source.need("signs", list, "a list of signs"), source.items("signs"), strict=True):
        name = str(raw.get("gloss", "?")) if isinstance(raw, dict) else "?"
        try:
            entry = _parse_entry(raw)
            if entry.gloss in entries:
                raise InputError("gloss", "a name unique in the file", repr(entry.gloss))
        except InputError as error:
            raise source.error(node, name, error) from None
        entries[entry.gloss], nodes[entry.gloss] = entry, node
    _check_compounds(source, entries, nodes)
    by_word: dict[str, tuple[str, ...]] = {}
    for entry in entries.values():
        for word in entry.words:
            by_word[word] = (*by_word.get(word, ()), entry.gloss)
    by_number = {entry.number: entry.gloss for entry in reversed(entries.values()) if entry.number is not None}
    return Lexicon(language, notice, numbers, entries, by_word, by_number)


def _check_compounds(source: _Source, entries: Mapping[str, SignEntry], nodes: Mapping[str, yaml.Node]) -> None:
    for entry in entries.values():
        for part in entry.compound:
            if part not in entries or entries[part].compound:
                problem = InputError("compound", "glosses of this file that are no compounds", repr(part))
                raise source.error(nodes[entry.gloss], entry.gloss, problem)


def load_alphabet(path: Path | str) -> Alphabet:
    """Read and check a manual alphabet file.

    Raises:
        LexiconError: Naming file, line, letter and field of the first thing that is wrong.
    """
    source = _Source(Path(path))
    language = source.need("language", str, "a language id such as asl")
    notice = source.need("notice", str, "the notice that the alphabet is unverified")
    letters: dict[str, Phonology] = {}
    raw_letters = source.need("letters", dict, "a mapping of letters")
    for (letter, raw), node in zip(raw_letters.items(), source.items("letters"), strict=True):
        try:
            if not isinstance(letter, str) or letter != letter.upper():
                raise InputError("letter", 'upper case, quoted where YAML would read a truth value ("N", "Y")', letter)
            if not isinstance(raw, dict):
                raise InputError("letter", "a mapping", repr(raw))
            for name in raw:
                if name not in ("handshape", "palm", "fingers", "movement", "offset"):
                    raise InputError(str(name), "handshape, palm, fingers, movement or offset", repr(raw[name]))
            letters[letter] = Phonology.parse(raw, default_location="shoulder_front")
        except InputError as error:
            raise source.error(node, str(letter), error) from None
    return Alphabet(language, notice, letters)


def dictionaries_folder() -> Path:
    """Where the shipped dictionaries lie: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "dictionaries"
    return inside if inside.is_dir() else package.parent / "dictionaries"


def has_shipped_lexicon(language: str) -> bool:
    """Whether there is an embedded lexicon of a sign language."""
    return (dictionaries_folder() / f"{language}.yaml").is_file()


@cache
def shipped_lexicon(language: str) -> Lexicon:
    """The embedded lexicon of `asl`, `dgs` or `csl` (read once)."""
    return load_lexicon(dictionaries_folder() / f"{language}.yaml")


@cache
def shipped_alphabet(language: str) -> Alphabet:
    """The embedded manual alphabet of `asl`, `dgs` or `csl` (read once)."""
    return load_alphabet(dictionaries_folder() / "alphabets" / f"{language}.yaml")
