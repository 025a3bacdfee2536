"""A part of a corpus that is being prepared: its items read, its rows checked and written, and a record of both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from signary.corpora.clip_facts import clip_facts
from signary.corpora.preparation_report import Record, write_record
from signary.corpora.readers.reader import Dropped, ListingReader
from signary.corpora.row_schema import LIFTED, ODD, CorpusRow, row_features
from signary.corpora.shards import ShardWriter
from signary.io.errors import FormatError, InputError, UnknownLanguageError, UnsafeFileError
from signary.io.quoting import quoted
from signary.pose.motion_spec import MotionSpec


@dataclass(frozen=True)
class Pattern:
    """What all rows of a corpus have in common.

    Attributes:
        first: Id of the row that it was taken from.
        columns: Names, in their order.
        spec: What the motion is like, of the first row's clock; None without motion.
        motion_type: In which it is stored.
    """

    first: str
    columns: tuple[str, ...]
    spec: MotionSpec | None
    motion_type: str

    @classmethod
    def of(cls, row: CorpusRow, motion_type: str) -> Pattern:
        """The pattern of a row."""
        spec = None if row.motion is None else row.motion.motion_spec
        return cls(row.id, tuple(row.columns()), spec, motion_type)

    @property
    def layout_name(self) -> str:
        """Of the motion; empty where there is none."""
        return "" if self.spec is None else self.spec.layout.name

    def other_layout(self, row: CorpusRow) -> str | None:
        """Name of the layout of a row, if it is another one."""
        if row.motion is None or self.spec is None or row.motion.layout == self.spec.layout:
            return None
        return row.motion.layout.name

    def columns_of(self, row: CorpusRow) -> dict[str, Any]:
        """The columns of a row that is like the first.

        Raises:
            FormatError: If its layout is another one, it has what the first has not, or the reverse.
        """
        where = f"row {quoted(row.id)}"
        if (other := self.other_layout(row)) is not None:
            raise FormatError(where, f"layout {self.layout_name}, as the first row has", other)
        found = row.columns()
        if differing := sorted({*self.columns} ^ set(found)):
            has = {name: "some" if name in self.columns else "none" for name in differing}
            wanted = ", ".join(f"{has[name]} in {name}" for name in differing)
            raise FormatError(where, f"{wanted}, as in the first row {quoted(self.first)}", "the opposite")
        return found


class PartWriter:
    """Writes a part and its record; within `with`, both appear at its end, the record last."""

    def __init__(self, work: Path, number: int, pattern: Pattern) -> None:
        self._work, self._number, self._pattern, self._record = work, number, pattern, Record()
        layout = None if pattern.spec is None else pattern.spec.layout
        features = row_features(pattern.columns, layout, pattern.motion_type)
        self._shard = ShardWriter(work, number, features, pattern.motion_type)

    def __enter__(self) -> PartWriter:
        self._shard.__enter__()
        return self

    def __exit__(self, *error: Any) -> None:
        self._shard.__exit__(*error)
        if error[0] is None:
            write_record(record_path(self._work / "records", self._number), self._record)

    def add(self, row: CorpusRow | Dropped) -> None:
        """Write a row, or count what became none.

        Raises:
            FormatError: If it is not like the first.
            InputError: If a number is too large for the type in which motion is stored.
        """
        if isinstance(row, Dropped):
            self._record.drop(row.reason, row.said or row.id)
            return
        self._shard.write(row.split, self._pattern.columns_of(row))
        self._record.keep(row.split)
        if row.motion is not None:
            self._record.look(row.id, clip_facts(row.motion), row.motion.fps)
            if isinstance(odd := row.motion.metadata.get(ODD), str):
                self._record.note(odd, row.id)
            if lifted := row.motion.metadata.get(LIFTED):
                self._record.lift(row.id, len(row.motion), lifted)


def record_path(records: Path, number: int) -> Path:
    """Where the record of a part is."""
    return records / f"{number:06d}.json"


def numbered_parts(items: Sequence[Any], size: int) -> Iterator[tuple[int, Sequence[Any]]]:
    """Items in parts of one size, always the same."""
    for number, start in enumerate(range(0, len(items), size)):
        yield number, items[start : start + size]


def read_item(reader: ListingReader[Any], item: Any) -> CorpusRow | Dropped:
    """A listed item as a row, or why it becomes none.

    Raises:
        UnsafeFileError: If a file asks for what data must not ask for: nobody wants the rest of such a corpus.
        UnknownLanguageError: If its language is not registered.
    """
    if isinstance(item, Dropped):
        return item
    try:
        return reader.read(item)
    except (UnsafeFileError, UnknownLanguageError):
        raise
    except InputError as error:
        return Dropped(item.id, f"expected {error.expected}", f"{item.id}: {error}")


@dataclass(frozen=True)
class PartJob:
    """Reads and writes parts; what every process knows.

    Attributes:
        reader: Of the corpus.
        pattern: What its rows have in common.
        work: Folder of the preparation.
    """

    reader: ListingReader[Any]
    pattern: Pattern
    work: Path

    def __call__(self, number: int, items: Sequence[Any]) -> None:
        """Read and write a part."""
        pattern = self.pattern
        with PartWriter(self.work, number, pattern) as writer:
            for item in items:
                row = read_item(self.reader, item)
                if isinstance(row, CorpusRow) and (other := pattern.other_layout(row)) is not None:
                    said = f"{row.id}: layout {other}, where {pattern.first} has {pattern.layout_name}"
                    row = Dropped(row.id, "another layout than the first", said)
                writer.add(row)
