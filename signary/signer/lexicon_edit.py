"""Lexicon files changed in place: what signers say is written into the text of an entry, and all else stays as it is.

To read a file and write it anew would lose its comments, its order and its lines; so the places of the values are asked
of the YAML parser, and what comes out is read again and compared with what was meant.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import yaml

from signary.io.errors import InputError
from signary.io.quoting import quoted
from signary.io.yaml_file import parse_yaml

#: What JSON leaves as it is in a text and YAML does not.
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


@dataclass(frozen=True)
class EntryChange:
    """What changes of an entry.

    Attributes:
        checked: By whom and when it was checked; empty if by nobody any more, None if that stays.
        note: One more note; None if there is none.
    """

    checked: str | None
    note: str | None


@dataclass(frozen=True)
class _Entry:
    """A sign: whether it is written in braces, at which column its fields begin, and the nodes of its values."""

    flow: bool
    column: int
    values: dict[str, Any]


def edit_entries(text: str, where: str, changes: Mapping[str, EntryChange]) -> str:
    """The text of a lexicon with changed entries.

    Args:
        text: Of a lexicon that `load_lexicon` reads.
        where: What errors call it.
        changes: Gloss -> what changes of it.

    Raises:
        InputError: If an entry is not there, or is written in a way that cannot be changed in place.
    """
    newline = "\r\n" if "\r\n" in text else "\n"
    bom = "\ufeff" if text.startswith("\ufeff") else ""
    plain = text.removeprefix(bom)
    edits, left = list[tuple[int, int, str]](), dict(changes)
    for entry in _entries(plain):
        gloss = entry.values["gloss"].value
        if (change := left.pop(gloss, None)) is not None:
            edits += _edits(plain, entry, change, newline)
    if left:
        raise InputError(where, f"an entry {next(iter(left))}", "none")
    edited = plain
    for start, end, new in sorted(edits, reverse=True):
        edited = edited[:start] + new + edited[end:]
    _check(plain, edited, where, changes)
    return bom + edited


def _edits(text: str, entry: _Entry, change: EntryChange, newline: str) -> Iterator[tuple[int, int, str]]:
    """What is to be replaced: from where, to where, by what."""
    start, end = _span(entry.values["checked"])
    if change.checked is not None:
        yield start, end, scalar(change.checked) if change.checked else "false"
    if change.note is None:
        return
    note, notes = scalar(change.note), entry.values.get("notes")
    if notes is None and entry.flow:
        yield end, end, f",{newline}   notes: [{note}]"
    elif notes is None:
        at = _line_end(text, end)
        yield at, at, f"{newline}{' ' * entry.column}notes: [{note}]"
    elif notes.flow_style:
        at = _span(notes)[1] - 1
        yield at, at, f"{', ' if notes.value else ''}{note}"
    else:
        start, end = _span(notes.value[-1])
        begin = text[text.rfind("\n", 0, start) + 1 : start]
        at = _line_end(text, end)
        yield at, at, f"{newline}{begin}{note}"


def _line_end(text: str, at: int) -> int:
    """Where the line ends, before its line break."""
    end = text.find("\n", at)
    end = len(text) if end < 0 else end
    return end - 1 if text[end - 1 : end] == "\r" else end


def scalar(text: str) -> str:
    """A text as a quoted value of YAML, on one line."""
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))


def _entries(text: str) -> Iterator[_Entry]:
    """The entries of `signs`, with what stands under each field."""
    root = yaml.compose(text, Loader=yaml.CSafeLoader)
    assert root is not None
    for name, signs in root.value:
        for sign in signs.value if name.value == "signs" else ():
            column = sign.value[0][0].start_mark.column
            yield _Entry(bool(sign.flow_style), column, {field.value: value for field, value in sign.value})


def _span(node: yaml.Node) -> tuple[int, int]:
    """From which character to before which one a value stands."""
    assert node.start_mark is not None
    assert node.end_mark is not None
    return node.start_mark.index, node.end_mark.index


def _check(text: str, edited: str, where: str, changes: Mapping[str, EntryChange]) -> None:
    """That the file says what it said, but for what was to be changed.

    Raises:
        InputError: If it does not.
    """
    meant: dict[str, Any] = deepcopy(parse_yaml(text.encode(), where).values)
    for sign in meant["signs"]:
        if (change := changes.get(sign["gloss"])) is not None:
            if change.checked is not None:
                sign["checked"] = change.checked or False
            if change.note is not None:
                sign["notes"] = [*sign.get("notes", []), change.note]
    if parse_yaml(edited.encode(), where).values != meant:
        raise InputError(where, "entries that can be changed in place", quoted(sorted(changes)))
