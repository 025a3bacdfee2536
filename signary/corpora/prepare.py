"""Rows of a reader to a prepared corpus: a folder that `datasets.load_from_disk` opens and every stage is trained on.

Rows go to disk as they come, so that a corpus may be larger than memory; the folder appears whole or not at all.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from datasets import Dataset, DatasetDict, Features
from datasets.arrow_writer import ArrowWriter

from signary.corpora.corpus_spec import save_corpus
from signary.corpora.readers.reader import CorpusReader
from signary.corpora.row_schema import CorpusRow, row_features
from signary.corpora.synthetic.cache import without_bars
from signary.io.atomic import atomic_folder
from signary.io.errors import FormatError, InputError
from signary.io.progress import track
from signary.io.quoting import quoted

#: Rows that are held in memory.
_WRITE_BATCH = 32


@dataclass(frozen=True)
class PreparedCorpus:
    """What was written.

    Attributes:
        rows: Split -> number of rows.
        layout: Of all motion.
        remarks: What the reader has to say, a line each.
    """

    rows: Mapping[str, int]
    layout: str
    remarks: tuple[str, ...]

    def __str__(self) -> str:
        """One line."""
        return f"{', '.join(f'{split} {count:,}' for split, count in self.rows.items())} rows, layout {self.layout}"


def prepare_corpus(reader: CorpusReader, source: Path | str, output: Path | str) -> PreparedCorpus:
    """Read a corpus and write it, row by row.

    Args:
        reader: Of its form.
        source: Where it lies.
        output: A new folder.

    Raises:
        FormatError: If a row differs from the first in its layout, or in what it has.
        InputError: If the source is not there, `output` is, there is no row, or the reader refuses something.
    """
    source, output = Path(source), Path(output)
    if output.exists():
        raise InputError("output", "a new folder", repr(str(output)))
    if not source.exists():
        raise InputError("source", "a file or folder", repr(str(source)))
    with atomic_folder(output) as temporary:
        raw = temporary / "raw"
        raw.mkdir()
        rows = iter(track(reader.rows(source), f"reading {source.name}"))
        first = next(rows, None)
        if first is None:
            raise InputError("source", "at least one sentence", f"none in {str(source)!r}")
        splits = _write(raw, row_features(first), _alike(first, rows))
        with without_bars():
            save_corpus(DatasetDict(splits), temporary, first.motion.layout)
        counts = {split: len(part) for split, part in splits.items()}
        shutil.rmtree(raw)
    return PreparedCorpus(counts, first.motion.layout.name, tuple(reader.remarks()))


def _alike(first: CorpusRow, others: Iterator[CorpusRow]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Split and columns of every row, all of which have the same ones."""
    columns = first.columns()
    yield first.split, columns
    layout, names = first.motion.layout, set(columns)
    for row in others:
        where = f"row {quoted(row.id)}"
        if row.motion.layout != layout:
            raise FormatError(where, f"layout {layout.name}, as the first row has", row.motion.layout.name)
        found = row.columns()
        if differing := sorted(names ^ set(found)):
            has = {name: "some" if name in names else "none" for name in differing}
            wanted = ", ".join(f"{has[name]} in {name}" for name in differing)
            raise FormatError(where, f"{wanted}, as in the first row {quoted(first.id)}", "the opposite")
        yield row.split, found


def _write(folder: Path, features: Features, rows: Iterable[tuple[str, dict[str, Any]]]) -> dict[str, Dataset]:
    """Splits in the order in which they first come, each in an Arrow file of the folder."""
    writers = dict[str, ArrowWriter]()
    with ExitStack() as stack:
        for split, columns in rows:
            if split not in writers:
                path = str(folder / f"{split}.arrow")
                writer = ArrowWriter(features=features, path=path, writer_batch_size=_WRITE_BATCH)
                writers[split] = stack.enter_context(writer)
            writers[split].write(columns)
        for writer in writers.values():
            writer.finalize()
    return {split: Dataset.from_file(str(folder / f"{split}.arrow")) for split in writers}
