"""Verdicts of signers on single signs, as the page of the server exports them, and what they change in lexicons.

A right sign gets `checked: by whom, when`; a wrong or doubtful one a note. Sentences stand in no lexicon: their
verdicts are read and handed on, and change nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from signary.io.atomic import atomic_path
from signary.io.budget import YAML
from signary.io.errors import InputError
from signary.io.quoting import quoted
from signary.io.reading import read_bytes
from signary.io.yaml_file import YamlFile, YamlLineError, read_yaml
from signary.signer.lexicon import Lexicon, SignEntry, load_lexicon
from signary.signer.lexicon_edit import EntryChange, edit_entries

VERDICTS = ("right", "wrong", "unsure")
_VERSION = 1
_FIELDS = ("signary_review", "by", "signs", "sentences")
_SIGN_FIELDS = ("language", "gloss", "verdict", "why", "when")
_SENTENCE_FIELDS = ("language", "text", "method", "verdict", "why", "when")
#: Most characters of a name, of a reason and of a sentence.
_NAME, _WHY, _TEXT = 80, 1000, 10_000
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class Verdict:
    """What a signer says of one sign or sentence.

    Attributes:
        language: Id of the sign language.
        what: Gloss of the sign, or text of the sentence.
        verdict: One of `VERDICTS`.
        why: Reason, perhaps empty.
        when: Day, as 2026-11-30.
    """

    language: str
    what: str
    verdict: str
    why: str
    when: str


@dataclass(frozen=True)
class Review:
    """All verdicts of a signer."""

    by: str
    signs: tuple[Verdict, ...]
    sentences: tuple[Verdict, ...]


@dataclass(frozen=True)
class LexiconChange:
    """What a review changes in a lexicon file.

    Attributes:
        path: The file.
        text: Its new content.
        checked: Glosses that are checked now.
        noted: Glosses that have a note now.
        disputed: Glosses noted as wrong or doubtful that others have checked.
    """

    path: Path
    text: str
    checked: tuple[str, ...]
    noted: tuple[str, ...]
    disputed: tuple[str, ...]

    def write(self) -> None:
        """Replace the file, as a whole or not at all.

        Raises:
            InputError: If its folder cannot be written to.
        """
        with atomic_path(self.path) as temporary:
            temporary.write_bytes(self.text.encode())


def read_review(path: Path | str) -> Review:
    """The verdicts of a file.

    Raises:
        InputError: If it cannot be read, or is no review; names the line and the field.
    """
    file = read_yaml(path)
    name = Path(path).name
    values = _mapping(file, name, (), _FIELDS)
    if values.get("signary_review") != _VERSION or isinstance(values["signary_review"], bool):
        raise _wrong(file, name, ("signary_review",), f"{_VERSION}", values.get("signary_review"))
    by = _text(file, name, ("by",), values.get("by"), _NAME)
    if ";" in by:
        raise _wrong(file, name, ("by",), "a name without a semicolon, which parts names", by)
    signs = tuple(_verdicts(file, name, "signs", "gloss", _SIGN_FIELDS))
    return Review(by, signs, tuple(_verdicts(file, name, "sentences", "text", _SENTENCE_FIELDS)))


def _verdicts(file: YamlFile, name: str, section: str, what: str, known: Sequence[str]) -> Iterator[Verdict]:
    items = file.values.get(section, [])
    if not isinstance(items, list):
        raise _wrong(file, name, (section,), "a list", items)
    seen = set[tuple[str, ...]]()
    for at in range(len(items)):
        place = (section, at)
        raw = _mapping(file, name, place, known)

        def need(field: str, most: int, raw: Mapping[str, Any] = raw, place: tuple[str | int, ...] = place) -> str:
            return _text(file, name, (*place, field), raw.get(field), most)

        verdict = need("verdict", _NAME)
        if verdict not in VERDICTS:
            raise _wrong(file, name, (*place, "verdict"), " or ".join(VERDICTS), verdict)
        why = need("why", _WHY) if "why" in raw else ""
        method = need("method", _NAME) if "method" in raw else ""
        when = need("when", _NAME)
        if not _is_day(when):
            raise _wrong(file, name, (*place, "when"), "a day such as 2026-11-30", when)
        found = Verdict(need("language", _NAME), need(what, _TEXT), verdict, why, when)
        key = (found.language, found.what, method)
        if key in seen:
            raise _wrong(file, name, (*place, what), "one verdict on each", found.what)
        seen.add(key)
        yield found


def _mapping(file: YamlFile, name: str, place: tuple[str | int, ...], known: Sequence[str]) -> dict[str, Any]:
    value = file.values
    for step in place:
        value = value[step]
    if not isinstance(value, dict):
        raise _wrong(file, name, place, f"fields {', '.join(known)}", value)
    for field in value:
        if field not in known:
            raise _wrong(file, name, (*place, field), f"a field of {', '.join(known)}", field)
    return value


def _text(file: YamlFile, name: str, place: tuple[str | int, ...], value: object, most: int) -> str:
    """A text of one line: whoever pastes several lines means them to follow one another."""
    if not isinstance(value, str) or not value.strip() or len(value) > most:
        raise _wrong(file, name, place, f"a text of 1 to {most:,} characters", value)
    text = " ".join(value.split())
    if not text.isprintable():
        raise _wrong(file, name, place, "characters that can be printed", value)
    return text


def _is_day(text: str) -> bool:
    try:
        return bool(_DATE.fullmatch(text)) and bool(date.fromisoformat(text))
    except ValueError:
        return False


def _wrong(file: YamlFile, name: str, place: tuple[str | int, ...], expected: str, got: object) -> YamlLineError:
    around = place
    while around and around not in file.lines:
        around = around[:-1]
    field = f"{place[-1]}: " if place and isinstance(place[-1], str) else ""
    return YamlLineError(name, file.lines.get(around, 1), f"{field}{expected}", quoted(got))


def find_lexicons(folder: Path) -> dict[str, tuple[Path, Lexicon]]:
    """The lexicons of a folder, by language.

    Args:
        folder: Holds a `.yaml` file for each language.

    Raises:
        InputError: If it has none, or two of a language.
        LexiconError: If one is broken.
    """
    found: dict[str, tuple[Path, Lexicon]] = {}
    for path in sorted(folder.glob("*.yaml")) if folder.is_dir() else []:
        lexicon = load_lexicon(path)
        if lexicon.language in found:
            raise InputError("dictionaries", f"one lexicon of {lexicon.language}", f"another one, {path.name}")
        found[lexicon.language] = path, lexicon
    if not found:
        raise InputError("dictionaries", "a folder with lexicons, *.yaml", repr(str(folder)))
    return found


def plan_changes(review: Review, folder: Path) -> tuple[list[LexiconChange], list[Verdict]]:
    """What a review changes in the lexicons of a folder; nothing is written.

    Args:
        review: The verdicts.
        folder: Of lexicons, such as `dictionaries/` of a checkout.

    Returns:
        A change for each file that changes, and verdicts on signs that no lexicon has.

    Raises:
        InputError: If the folder has no lexicons, or a language of the review has none there.
        LexiconError: If a lexicon is broken.
    """
    lexicons = find_lexicons(folder)
    changes, lost = list[LexiconChange](), list[Verdict]()
    for language in dict.fromkeys(verdict.language for verdict in review.signs):
        if language not in lexicons:
            raise InputError("language", f"one with a lexicon there: {', '.join(lexicons)}", quoted(language))
        path, lexicon = lexicons[language]
        verdicts = [verdict for verdict in review.signs if verdict.language == language]
        lost += [verdict for verdict in verdicts if verdict.what not in lexicon.entries]
        known = [verdict for verdict in verdicts if verdict.what in lexicon.entries]
        edits = {each.what: change_of(lexicon.entries[each.what], each, review.by) for each in known}
        edits = {gloss: edit for gloss, edit in edits.items() if edit.checked is not None or edit.note is not None}
        if edits:
            text = read_bytes(path, YAML.on_disk).decode()
            checked = tuple(gloss for gloss, edit in edits.items() if edit.checked)
            noted = tuple(gloss for gloss, edit in edits.items() if edit.note)
            left = {gloss: lexicon.entries[gloss].checked_by or str(lexicon.entries[gloss].checked) for gloss in noted}
            disputed = tuple(gloss for gloss in noted if edits[gloss].checked is None and left[gloss] != "False")
            changes.append(LexiconChange(path, edit_entries(text, path.name, edits), checked, noted, disputed))
    return changes, lost


def change_of(entry: SignEntry, verdict: Verdict, by: str) -> EntryChange:
    """What a verdict changes of an entry; a signer's later verdict takes the place of the earlier one.

    Args:
        entry: As it stands in the lexicon.
        verdict: On it.
        by: Who says so.
    """
    said = f"{by}, {verdict.when}"
    others = [part for part in entry.checked_by.split("; ") if part and part.rpartition(", ")[0] != by]
    if verdict.verdict == "right":
        checked: str | None = "; ".join([*others, said])
        return EntryChange(checked if checked != entry.checked_by else None, None)
    withdrawn = others != [part for part in entry.checked_by.split("; ") if part]
    note = f"{verdict.verdict}, {said}{': ' if verdict.why else ''}{verdict.why}"
    return EntryChange("; ".join(others) if withdrawn else None, None if note in entry.notes else note)
