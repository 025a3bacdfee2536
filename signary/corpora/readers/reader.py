"""What a reader is: a form of corpora on disk, and how its files become rows."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any, ClassVar, NamedTuple, get_type_hints

from signary.corpora.row_schema import CorpusRow


class CorpusReader(ABC):
    """A form of corpora on disk.

    A reader is a dataclass: its fields are the options of `signary corpus prepare`, of type `str`, `int`, `float`,
    `bool`, `Path` or one of these or None, with `field(metadata={"help": …})`. It reads row by row, so that a corpus
    may be larger than memory.

    Attributes:
        about: What lies where, in one line.
    """

    about: ClassVar[str]

    @abstractmethod
    def rows(self, source: Path) -> Iterator[CorpusRow]:
        """The rows of a corpus, one by one.

        Args:
            source: The file or folder; it is there.

        Raises:
            InputError: If a file is missing or broken, or an option does not fit.
        """

    def remarks(self) -> Sequence[str]:
        """What is to be said of the rows that were read, a line each: what was left out, what is not real."""
        return ()


class ReaderOption(NamedTuple):
    """An option of a reader.

    Attributes:
        name: Of the field.
        kind: `str`, `int`, `float`, `bool` or `Path`.
        required: Whether it has to be given.
        default: Its value where it is not given.
        about: What it is.
    """

    name: str
    kind: type[Any]
    required: bool
    default: Any
    about: str


def reader_options(reader: type[CorpusReader]) -> list[ReaderOption]:
    """The options of a reader, in the order of its fields."""
    hints: dict[str, Any] = get_type_hints(reader)
    found = []
    for one in fields(reader):  # type: ignore[arg-type]
        if one.init:
            # Of `float | None` the type that can be written down.
            kind = next((kind for kind in getattr(hints[one.name], "__args__", ()) if kind is not type(None)), None)
            required = one.default is MISSING and one.default_factory is MISSING
            default = None if required else one.default
            found.append(
                ReaderOption(one.name, kind or hints[one.name], required, default, one.metadata.get("help", ""))
            )
    return found
