"""YAML from outside: text, numbers, truth values, lists and mappings, each with the line where it stands.

The language YAML has more than a file of data needs, and most of it surprises: a name that is read as a date, an alias
of an alias of … that unpacks for ever, tags that call for types, a second value under the same name that replaces the
first. So files are read event by event: aliases, tags and repeated names are refused, names are always text, and a bare
word is a number, a truth value or nothing only where that is beyond doubt; everything else is text.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from signary.io.budget import YAML, Budget
from signary.io.errors import FormatError, UnsafeFileError
from signary.io.quoting import cut, quoted
from signary.io.reading import read_bytes

#: Where a value stands: names and list indices from the root.
Place = tuple[str | int, ...]

_WORDS: dict[str, Any] = {
    **dict.fromkeys(("true", "yes", "on"), True),
    **dict.fromkeys(("false", "no", "off"), False),
    **dict.fromkeys(("null", "~", ""), None),
}
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?([0-9]+\.[0-9]*|\.[0-9]+|[0-9]+(?=[eE]))([eE][-+]?[0-9]+)?")
_SPECIAL = {".inf": math.inf, "+.inf": math.inf, "-.inf": -math.inf, ".nan": math.nan}


class YamlLineError(FormatError):
    """A YAML file cannot be read; `line` says where."""

    def __init__(self, where: str, line: int, expected: str, got: str) -> None:
        self.line = line
        super().__init__(f"{where}, line {line}", expected, got)


class UnsafeYamlError(YamlLineError, UnsafeFileError):
    """A YAML file asks for more than data need: aliases, tags, endless size."""


@dataclass
class YamlFile:
    """What a YAML file says.

    Attributes:
        values: Text, numbers, truth values, None, lists and dicts with text as names.
        lines: Place of a value -> its line, from 1.
    """

    values: Any = None
    lines: dict[Place, int] = field(default_factory=dict)


def read_yaml(path: Path | str, budget: Budget = YAML) -> YamlFile:
    """The content of a YAML file.

    Args:
        path: The file, UTF-8.
        budget: Most that it may hold.

    Raises:
        InputError: If there is no such file, or it cannot be read.
        YamlLineError: If it is no YAML, or names one thing twice.
        UnsafeFileError: If it asks for aliases or tags, or holds more than the budget.
    """
    path = Path(path)
    return parse_yaml(read_bytes(path, budget.on_disk), path.name, budget)


def parse_yaml(content: bytes, where: str, budget: Budget = YAML) -> YamlFile:
    """What YAML says; see `read_yaml`.

    Args:
        content: UTF-8.
        where: What messages call it, such as the name of its file.
        budget: Most that it may hold.

    Raises:
        YamlLineError: If it is no YAML, or names one thing twice.
        UnsafeFileError: If it asks for aliases or tags, or holds more than the budget.
    """
    budget.check_on_disk(where, len(content))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise YamlLineError(where, line, "UTF-8", "bytes that are no characters") from None
    reader = _Reader(where, budget)
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            reader.take(event)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "something else"
        raise YamlLineError(where, mark.line + 1 if mark else reader.line, "valid YAML", cut(str(problem))) from None
    except (UnicodeError, RecursionError) as error:
        raise YamlLineError(where, reader.line, "valid YAML", type(error).__name__) from None
    return reader.file


@dataclass
class _Open:
    """A list or mapping whose end is still to come."""

    values: list[Any] | dict[str, Any]
    place: Place
    name: str | None = None  # of a mapping, once read and until its value comes


class _Reader:
    """Takes the events of a file one by one, so that no depth can exhaust a stack."""

    def __init__(self, where: str, budget: Budget) -> None:
        self.file, self.line = YamlFile(), 1
        self._where, self._budget = where, budget
        self._open = list[_Open]()
        self._items = self._documents = 0

    def take(self, event: Any) -> None:
        """Add what an event says.

        Raises:
            YamlLineError: If it is nothing that a file of data has.
        """
        self.line = event.start_mark.line + 1
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event)
        elif isinstance(event, (yaml.SequenceStartEvent, yaml.MappingStartEvent)):
            self._plain(event)
            values: list[Any] | dict[str, Any] = [] if isinstance(event, yaml.SequenceStartEvent) else {}
            self._open.append(_Open(values, self._add(values)))
            if len(self._open) > self._budget.depth:
                raise self._unsafe(f"at most {self._budget.depth} levels", "more")
        elif isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
            self._open.pop()
        elif isinstance(event, yaml.AliasEvent):
            raise self._unsafe("values written out", f"the alias {quoted(event.anchor, 60)}")
        elif isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                raise self._wrong("one document", "a second")

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        self._plain(event)
        text = str(event.value)
        if len(text) > self._budget.text:
            raise self._unsafe(f"at most {self._budget.text:,} characters in a text", f"{len(text):,}")
        top = self._open[-1] if self._open else None
        is_name = top is not None and isinstance(top.values, dict) and top.name is None
        self._add(text if is_name and not _is_word(event) else _value(event, text, self))

    def _plain(self, event: Any) -> None:
        if event.tag not in (None, "!"):
            raise self._unsafe("values without tags", f"the tag {quoted(event.tag, 60)}")

    def _add(self, value: Any) -> Place:
        """Put a value, or the name of one, where it belongs."""
        self._items += 1
        if self._items > self._budget.items:
            raise self._unsafe(f"at most {self._budget.items:,} values", "more")
        place: Place = ()
        if not self._open:
            self.file.values = value
        else:
            top = self._open[-1]
            if isinstance(top.values, list):
                place = (*top.place, len(top.values))
                top.values.append(value)
            elif top.name is None:
                return self._take_name(top, value)
            else:
                place, top.values[top.name], top.name = (*top.place, top.name), value, None
                return place  # its line is that of its name
        self.file.lines[place] = self.line
        return place

    def _take_name(self, top: _Open, name: Any) -> Place:
        if not isinstance(name, str):
            expected = 'text as a name, quoted where YAML would read a truth value ("NO", "ON")'
            raise self._wrong(expected, quoted(name, 60))
        if name in top.values:
            raise self._wrong("every name once", f"{quoted(name, 60)} twice")
        top.name = name
        place = (*top.place, name)
        self.file.lines[place] = self.line
        return place

    def _wrong(self, expected: str, got: str) -> YamlLineError:
        return YamlLineError(self._where, self.line, expected, got)

    def _unsafe(self, expected: str, got: str) -> UnsafeYamlError:
        return UnsafeYamlError(self._where, self.line, expected, got)

    def check_digits(self, text: str) -> None:
        """Refuse numbers that are written out endlessly."""
        if len(text) > self._budget.digits:
            raise self._unsafe(f"at most {self._budget.digits} digits in a number", f"{len(text):,}")


def _is_word(event: Any) -> bool:
    """Whether a bare word stands for a truth value or nothing."""
    text = event.value
    return event.implicit[0] and text.lower() in _WORDS and text in (text.lower(), text.title(), text.upper())


def _value(event: Any, text: str, reader: _Reader) -> Any:
    """What a word stands for; quoted it is always text."""
    if not event.implicit[0]:
        return text
    if _is_word(event):
        return _WORDS[text.lower()]
    if text[:1] not in _STARTS:
        return text
    if text.lower() in _SPECIAL:
        return _SPECIAL[text.lower()]
    if _INTEGER.fullmatch(text):
        reader.check_digits(text)
        return int(text)
    if _FLOAT.fullmatch(text):
        reader.check_digits(text)
        return float(text)
    return text


_STARTS = frozenset("+-.0123456789")
