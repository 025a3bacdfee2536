"""Rows of a reader to a prepared corpus: parquet shards that `open_corpus` opens and every stage is trained on.

A corpus is prepared in `OUTPUT.preparing`, part by part: a part is read, checked and written, and has a record there.
So a preparation that was stopped, however hard, goes on with the parts that have none; parts do not depend on each
other, and what is read again is written as it was. When all are done the folder gets its name, whole or not at all.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from signary.corpora.corpus_files import DATA
from signary.corpora.corpus_parts import PartJob, PartWriter, Pattern, numbered_parts, read_item, record_path
from signary.corpora.corpus_spec import write_corpus_spec
from signary.corpora.preparation_report import REPORT, Record, hours, joined_records, read_record, write_record
from signary.corpora.readers.reader import CorpusReader, Dropped, ListingReader
from signary.corpora.row_schema import MOTION_TYPES, CorpusRow
from signary.corpora.shards import name_shards
from signary.corpora.stopped_work import begin_work
from signary.corpora.workers import run_parts
from signary.io.errors import FormatError, InputError
from signary.io.json_file import read_json
from signary.io.progress import track
from signary.io.quoting import quoted

_STATE, _RECORDS = "preparing.json", "records"
_SUFFIX = ".preparing"


@dataclass(frozen=True)
class PreparedCorpus:
    """What was written.

    Attributes:
        rows: Split -> number of rows.
        layout: Of all motion; empty where there is none.
        remarks: What the reader has to say, a line each.
        findings: What was dropped and why, and what looks odd of what was kept, a line each.
        seconds: Of all motion.
        motion_type: In which motion is stored.
    """

    rows: Mapping[str, int]
    layout: str
    remarks: tuple[str, ...]
    findings: tuple[str, ...] = ()
    seconds: float = 0.0
    motion_type: str = "float32"

    def __str__(self) -> str:
        """One line."""
        counts = ", ".join(f"{split} {count:,}" for split, count in self.rows.items())
        motion = f"layout {self.layout}, {hours(self.seconds)} in {self.motion_type}" if self.layout else "no motion"
        return f"{counts} rows, {motion}"


def prepare_corpus(
    reader: CorpusReader,
    source: Path | str | Sequence[Path | str],
    output: Path | str,
    *,
    processes: int = 1,
    motion_type: str = "float32",
) -> PreparedCorpus:
    """Read a corpus and write it; go on where the same preparation was stopped.

    Args:
        reader: Of its form.
        source: Where it lies; several places are read one after another.
        output: A new folder.
        processes: That read at the same time, for forms whose sentences can be listed; more than one is spawned, so
            that scripts need `if __name__ == "__main__":`.
        motion_type: In which motion is stored: `float32`, or `float16`, which is half as large and has three digits.

    Raises:
        FormatError: If a row differs from the first in its layout, or in what it has, or an id is there twice.
        InputError: If the source is not there, `output` is, there is no row, the reader refuses something, or another
            preparation of this name was stopped.
    """
    sources = [Path(one) for one in ([source] if isinstance(source, (str, Path)) else source)]
    output = Path(output)
    _check(sources, output, processes, motion_type)
    work = output.with_name(output.name + _SUFFIX)
    _begin(work, reader, sources, motion_type)
    try:
        if isinstance(reader, ListingReader):
            pattern = _prepare_listed(reader, sources, work, processes, motion_type)
        else:
            pattern = _prepare_rows(reader, sources, work, motion_type)
        return _finish(work, output, reader, pattern)
    except InputError:
        # What is done is kept for the next try; nothing is left of a preparation that did nothing.
        if not any((work / _RECORDS).glob("*.json")):
            shutil.rmtree(work)
        raise


def _check(sources: Sequence[Path], output: Path, processes: int, motion_type: str) -> None:
    if output.exists():
        raise InputError("output", "a new folder", repr(str(output)))
    if not sources:
        raise InputError("source", "a file or folder", "none")
    for one in sources:
        if not one.exists():
            raise InputError("source", "a file or folder", repr(str(one)))
    if motion_type not in MOTION_TYPES:
        raise InputError("motion_type", f"one of {', '.join(MOTION_TYPES)}", repr(motion_type))
    if isinstance(processes, bool) or not isinstance(processes, int) or processes < 1:
        raise InputError("processes", "a number of at least 1", processes)


def _begin(work: Path, reader: CorpusReader, sources: Sequence[Path], motion_type: str) -> None:
    """Make the folder of a preparation, or see that the one that is there is of the same."""
    options = {one.name: str(getattr(reader, one.name)) for one in fields(reader) if one.init}  # type: ignore[arg-type]
    asked = {
        "reader": type(reader).__qualname__,
        "options": options,
        "sources": [str(one.resolve()) for one in sources],
        "motion_type": motion_type,
    }
    begin_work(work / _STATE, asked, "preparation", (DATA, _RECORDS))


def _prepare_listed(
    reader: ListingReader[Any], sources: Sequence[Path], work: Path, processes: int, motion_type: str
) -> Pattern:
    items = [item for source in sources for item in reader.listed(source)]
    _check_ids(items)
    size = reader.part_size(items)
    _check_listing(work, items, size)
    pattern = _first_pattern(reader, items, sources, motion_type)
    parts = [
        (number, part)
        for number, part in numbered_parts(items, size)
        if not record_path(work / _RECORDS, number).is_file()
    ]
    done = run_parts(PartJob(reader, pattern, work), parts, processes)
    total = sum(len(part) for _, part in parts)
    for _ in track(done, f"reading {sources[0].name}", total):
        pass
    return pattern


def _check_ids(items: Sequence[Any]) -> None:
    seen = set[str]()
    for item in items:
        if item.id in seen and not isinstance(item, Dropped):
            raise FormatError("source", "every sentence once", f"{quoted(item.id)} twice")
        seen.add(item.id)


def _check_listing(work: Path, items: Sequence[Any], size: int) -> None:
    """Parts are counted off a listing: it has to be the one that was stopped."""
    found = hashlib.sha256("\0".join([str(size), *(item.id for item in items)]).encode()).hexdigest()
    path = work / "listing.txt"
    if not path.is_file():
        path.write_text(found, encoding="ascii")
    elif path.read_text(encoding="ascii") != found:
        expected = f"the sentences of the preparation that was stopped in {work.name!r} (or delete that folder)"
        raise InputError("source", expected, "others")


def _first_pattern(
    reader: ListingReader[Any], items: Sequence[Any], sources: Sequence[Path], motion_type: str
) -> Pattern:
    """What the first row that can be read is like: all others have to be."""
    first: Dropped | None = None
    for item in items:
        row = read_item(reader, item)
        if isinstance(row, CorpusRow):
            return Pattern.of(row, motion_type)
        first = first or row
    raise _nothing(sources, first)


def _nothing(sources: Sequence[Path], first: Dropped | None) -> InputError:
    got = f"none in {', '.join(repr(str(one)) for one in sources)}"
    why = "" if first is None else f" that can be read ({first.said or first.reason})"
    return InputError("source", f"at least one sentence{why}", got)


def _prepare_rows(reader: CorpusReader, sources: Sequence[Path], work: Path, motion_type: str) -> Pattern:
    """Forms that come row by row: parts that are done are read again and not written again."""
    pattern: Pattern | None = None
    first: Dropped | None = None
    rows = (row for source in sources for row in reader.rows(source))
    seen = set[str]()
    for number, part in _parts_of_rows(iter(track(rows, f"reading {sources[0].name}"))):
        for row in part:
            if isinstance(row, CorpusRow) and row.id in seen:
                raise FormatError("source", "every sentence once", f"{quoted(row.id)} twice")
            seen.add(row.id)
            first = first or (row if isinstance(row, Dropped) else None)
        kept = [row for row in part if isinstance(row, CorpusRow)]
        if pattern is None and kept:
            pattern = Pattern.of(kept[0], motion_type)
        if pattern is not None and not record_path(work / _RECORDS, number).is_file():
            with PartWriter(work, number, pattern) as writer:
                for row in part:
                    writer.add(row)
    if pattern is None:
        raise _nothing(sources, first)
    return pattern


def _parts_of_rows(rows: Iterator[CorpusRow | Dropped]) -> Iterator[tuple[int, list[CorpusRow | Dropped]]]:
    """Rows in parts that are held in memory one at a time."""
    part: list[CorpusRow | Dropped] = []
    number, numbers = 0, 0
    for row in rows:
        part.append(row)
        numbers += 1 if isinstance(row, Dropped) or row.motion is None else row.motion.values.size
        if numbers > _PART_NUMBERS:
            yield number, part
            part, number, numbers = [], number + 1, 0
    if part:
        yield number, part


#: Numbers of motion in a part of a form that comes row by row.
_PART_NUMBERS = 1 << 20


def _finish(work: Path, output: Path, reader: CorpusReader, pattern: Pattern) -> PreparedCorpus:
    records = [read_record(path) for path in sorted((work / _RECORDS).glob("*.json"))]
    record: Record = joined_records(records)
    record.find_copies()
    if pattern.spec is not None:
        write_corpus_spec(work, pattern.spec)
    state = read_json(work / _STATE)
    write_record(work / REPORT, record, prepared=state, layout=pattern.layout_name)
    name_shards(work)
    shutil.rmtree(work / _RECORDS)
    for name in (_STATE, "listing.txt"):
        (work / name).unlink(missing_ok=True)
    os.replace(work, output)
    said, findings = tuple(reader.remarks()), tuple(record.lines())
    return PreparedCorpus(record.rows, pattern.layout_name, said, findings, record.seconds, pattern.motion_type)
