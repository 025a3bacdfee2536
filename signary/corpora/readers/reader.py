"""What a reader is: a form of corpora on disk, and how its files become rows."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import MISSING, dataclass, fields
from pathlib import Path
from types import UnionType
from typing import (
    Any,
    ClassVar,
    Generic,
    NamedTuple,
    Protocol,
    TypeVar,
    Union,
    cast,
    get_args,
    get_origin,
    get_type_hints,
)

from signary.corpora.row_schema import CorpusRow
from signary.io.errors import InputError

#: What an option of a reader may be.
OPTION_TYPES = (str, int, float, bool, Path)


class CorpusReader(ABC):
    """A form of corpora on disk.

    A reader is a dataclass: its fields are the options of `signary corpus prepare`, of type `str`, `int`, `float`,
    `bool`, `Path` or one of these or None, with `field(metadata={"help": …})`. It reads row by row, so that a corpus
    may be larger than memory.

    Attributes:
        about: What lies where, in one line.
        also_reads: Forms whose files it reads as well: nobody who asks for it means them.
    """

    about: ClassVar[str]
    also_reads: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def sniff(cls, source: Path) -> bool:
        """Whether a file or folder looks like this form: cheap, and only where there is little doubt.

        Errors name the form that was found where another one was asked for.
        """
        return False

    @abstractmethod
    def rows(self, source: Path) -> Iterator[CorpusRow | Dropped]:
        """The rows of a corpus, one by one.

        Args:
            source: The file or folder; it is there.

        Raises:
            InputError: If a file is missing or broken, or an option does not fit.
        """

    def remarks(self) -> Sequence[str]:
        """What is to be said of the rows that were read, a line each: what was left out, what is not real."""
        return ()


@dataclass(frozen=True)
class Dropped:
    """A sentence or sign that does not become a row, and why; `signary corpus prepare` counts them and shows some.

    Attributes:
        id: Of the sentence in its corpus.
        reason: Of a few kinds, which are counted: `no file of motion`.
        said: Everything that is known of it, *optional*.
    """

    id: str
    reason: str
    said: str = ""


class Listed(Protocol):
    """A sentence that was found and whose motion was not read yet; it goes from process to process."""

    @property
    def id(self) -> str:
        """Of the sentence in its corpus."""
        ...


Item = TypeVar("Item", bound=Listed)


class ListingReader(CorpusReader, Generic[Item]):
    """A form whose sentences can be listed before their motion is read.

    Several processes read them, a preparation that was stopped goes on where it was, and a sentence that cannot be read
    is dropped and named instead of stopping all others.
    """

    @abstractmethod
    def listed(self, source: Path) -> Sequence[Item | Dropped]:
        """All sentences of a corpus, without their motion, always in the same order.

        Args:
            source: The file or folder; it is there.

        Raises:
            InputError: If an index is missing or broken, or an option does not fit.
        """

    @abstractmethod
    def read(self, item: Item) -> CorpusRow:
        """A listed sentence with its motion; called in other processes, too.

        Raises:
            InputError: If it cannot be read: it is then dropped, and named.
        """

    def part_size(self, items: Sequence[Item | Dropped]) -> int:
        """How many sentences a process is told at once; few enough that one that is killed has little to do again."""
        return 128

    def rows(self, source: Path) -> Iterator[CorpusRow]:
        """The rows of a corpus, one by one; the first that cannot be read is an error."""
        for item in self.listed(source):
            if not isinstance(item, Dropped):
                yield self.read(item)


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
    """The options of a reader, in the order of its fields.

    Raises:
        InputError: If one is of a type that nobody can write down.
    """
    hints: dict[str, Any] = get_type_hints(reader)
    found = []
    for one in fields(reader):  # type: ignore[arg-type]
        if one.init:
            default, required = one.default, False
            if one.default_factory is not MISSING:
                default = one.default_factory()
            elif default is MISSING:
                default, required = None, True
            kind = _kind(f"{reader.__name__}.{one.name}", hints[one.name])
            found.append(ReaderOption(one.name, kind, required, default, one.metadata.get("help", "")))
    return found


def _kind(name: str, hint: Any) -> type[Any]:
    """The type in which an option is written down: of `float | None` float."""
    parts = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    kinds = [kind for kind in parts if kind is not type(None)]
    if len(kinds) != 1 or kinds[0] not in OPTION_TYPES:
        expected = f"{', '.join(kind.__name__ for kind in OPTION_TYPES)}, or one of these or None"
        raise InputError(f"type of {name}", expected, getattr(hint, "__name__", str(hint)))
    return cast(type[Any], kinds[0])
