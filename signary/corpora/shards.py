"""Shards of a prepared corpus: parquet files `data/SPLIT-00000-of-00003.parquet`, which `load_dataset` knows as well.

Rows go to disk as they come; a file appears whole or not at all. Motion is stored as lists of frames with the types of
`datasets`, so that whoever opens the files gets arrays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from datasets import Array2D, Features

from signary.corpora.corpus_files import DATA
from signary.corpora.row_schema import MOTION_TYPES
from signary.io.atomic import atomic_path
from signary.io.errors import InputError
from signary.io.quoting import quoted

SUFFIX = ".parquet"
#: Of one that is being prepared: the split, and the number of the part of the corpus that it is made of.
_PART = re.compile(r"(?P<split>[A-Za-z0-9_]{1,60})\.(?P<number>\d{6})\.parquet")
#: Bytes of motion that are held before they are written.
_HELD = 8 << 20
_ARRAYS = ("poses", "confidence")
#: Columns whose texts are few and repeat.
_REPEATING = ("language", "layout", "hand_reference", "source", "licence")


def part_path(folder: Path, split: str, number: int) -> Path:
    """Where the rows of a split in a part of a corpus are, while it is being prepared."""
    return folder / DATA / f"{split}.{number:06d}{SUFFIX}"


def name_shards(folder: Path) -> None:
    """Give the parts of a corpus that is complete the names that shards have."""
    parts: dict[str, list[Path]] = {}
    for path in sorted((folder / DATA).iterdir()):
        if found := _PART.fullmatch(path.name):
            parts.setdefault(found["split"], []).append(path)
    for split, paths in parts.items():
        for number, path in enumerate(paths):
            path.rename(path.with_name(f"{split}-{number:05d}-of-{len(paths):05d}{SUFFIX}"))


@dataclass
class ShardWriter:
    """Writes the rows of a part of a corpus, a file a split; within `with`, files appear at its end.

    Attributes:
        folder: Of the corpus that is being prepared; it has a folder `DATA`.
        number: Of the part.
        features: Types of the columns.
        motion_type: One of `MOTION_TYPES`.
    """

    folder: Path
    number: int
    features: Features
    motion_type: str
    rows: dict[str, int] = field(default_factory=dict)
    _held: dict[str, list[Mapping[str, Any]]] = field(default_factory=dict)
    _writers: dict[str, pq.ParquetWriter] = field(default_factory=dict)
    _bytes: int = 0
    _stack: ExitStack = field(default_factory=ExitStack)

    def __enter__(self) -> ShardWriter:
        return self

    def __exit__(self, *error: Any) -> None:
        with self._stack:
            if error[0] is None:
                self._flush()
                return
            self._stack.__exit__(*error)

    def write(self, split: str, columns: Mapping[str, Any]) -> None:
        """Add a row.

        Raises:
            InputError: If a number of it is too large for the type of motion; names the row.
        """
        for name in _ARRAYS:
            if name in columns and self.motion_type != "float32":
                largest = np.nanmax(np.abs(columns[name]), initial=0.0)
                if largest > MOTION_TYPES[self.motion_type]:
                    expected = f"numbers up to {MOTION_TYPES[self.motion_type]:g} for {self.motion_type}"
                    raise InputError(f"row {quoted(columns['id'])}, {name}", expected, f"{largest:g}")
        self._held.setdefault(split, []).append(columns)
        self.rows[split] = self.rows.get(split, 0) + 1
        self._bytes += sum(columns[name].nbytes for name in _ARRAYS if name in columns)
        if self._bytes > _HELD:
            self._flush()

    def _flush(self) -> None:
        for split, rows in self._held.items():
            if split not in self._writers:
                self._writers[split] = self._opened(split)
            self._writers[split].write_table(_table(rows, self.features))
        self._held, self._bytes = {}, 0

    def _opened(self, split: str) -> pq.ParquetWriter:
        path = self._stack.enter_context(atomic_path(part_path(self.folder, split, self.number)))
        coded = [name for name in _REPEATING if name in self.features]
        return self._stack.enter_context(
            pq.ParquetWriter(
                path, self.features.arrow_schema, compression="zstd", compression_level=1, use_dictionary=coded
            )
        )


def _table(rows: Sequence[Mapping[str, Any]], features: Features) -> pa.Table:
    schema = features.arrow_schema
    columns = []
    for name, feature in features.items():
        kind = schema.field(name).type
        values = [row[name] for row in rows]
        if isinstance(feature, Array2D):
            columns.append(pa.ExtensionArray.from_storage(kind, _lists(values, feature.dtype)))
        else:
            columns.append(pa.array(values, kind))
    return pa.Table.from_arrays(columns, schema=schema)


def _lists(arrays: Iterable[np.ndarray], dtype: str) -> pa.Array:
    """Arrays of shape (T, D) as lists of lists, without a step a number."""
    given = list(arrays)
    width = given[0].shape[1]
    flat = np.concatenate(given).astype(dtype).ravel()
    frames = np.arange(0, len(flat) + 1, width, dtype=np.int32)
    rows = np.cumsum([0, *map(len, given)], dtype=np.int32)
    return pa.ListArray.from_arrays(rows, pa.ListArray.from_arrays(frames, pa.array(flat)))
