"""The file of a sign dictionary: one parquet file, whose header stands in the schema's metadata; read as hostile."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from signary.io.atomic import atomic_path
from signary.io.budget import Budget
from signary.io.errors import FormatError, InputError, UnsafeFileError
from signary.io.json_file import parse_json
from signary.io.parquet_pages import check_pages
from signary.io.quoting import cut, quoted
from signary.pose.motion_spec import MotionSpec

FILE_NAME = "dictionary.parquet"
FORMAT_VERSION = 1
MAX_CODEBOOK_SIZE = 1 << 16
MAX_FILE_BYTES, MAX_ROWS, MAX_CODES, MAX_TEXT_BYTES = 2 << 30, 1 << 24, 1 << 28, 1 << 29
MAX_ROW_GROUPS = 1 << 12

_BUDGET = Budget(on_disk=MAX_FILE_BYTES, unpacked=MAX_FILE_BYTES + 8 * MAX_CODES)
#: While a column of lists is read: the number, its place in the list, and a copy.
_BYTES_A_CODE = 8
_HEADER_KEY, _MAX_HEADER = b"signary.dictionary", 1 << 20
_TEXTS = ("lemma", "language", "source", "licence", "gloss")
SCHEMA = pa.schema(
    [*((name, pa.string()) for name in _TEXTS), ("codes", pa.list_(pa.uint16())), ("steps", pa.int32())]
    + [("frames", pa.int32()), ("reconstruction_error", pa.float64())]
)


class DictionaryMismatchError(InputError):
    """A dictionary was made with another motion tokenizer: its codes mean something else."""


class EmptyDictionaryError(InputError):
    """A dictionary has no entry."""


class CodeRangeError(InputError):
    """A motion code lies outside its part's codebook; names entry, part and range."""


@dataclass(frozen=True)
class DictionaryHeader:
    """What the codes of a dictionary mean.

    Attributes:
        tokenizer_id: Id in the config of the motion tokenizer that made the codes.
        parts: Names of the P columns of codes: parts, and their residual levels.
        codebook_sizes: V of each column, at most 65,536.
        stride: Frames a step.
        fps: Frames a second.
        motion_spec: What the motion is like that the codes stand for; None in dictionaries of 0.1, whose tokenizer has
            to say it.

    Raises:
        InputError: If a field is empty or out of range.
    """

    tokenizer_id: str
    parts: tuple[str, ...]
    codebook_sizes: tuple[int, ...]
    stride: int
    fps: float
    motion_spec: MotionSpec | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.tokenizer_id, str) or not self.tokenizer_id:
            raise InputError("tokenizer_id", "a name that is not empty", repr(self.tokenizer_id))
        if not self.parts or not all(isinstance(part, str) for part in self.parts):
            raise InputError("parts", "at least one name", self.parts)
        sizes = self.codebook_sizes
        if len(sizes) != len(self.parts) or not all(_is_count(size, MAX_CODEBOOK_SIZE) for size in sizes):
            raise InputError("codebook_sizes", f"{len(self.parts)} integers from 1 to {MAX_CODEBOOK_SIZE:,}", sizes)
        if not _is_count(self.stride, 1 << 16):
            raise InputError("stride", "an integer of at least 1", self.stride)
        if not isinstance(self.fps, (int, float)) or not (math.isfinite(self.fps) and self.fps > 0):
            raise InputError("fps", "a number above 0", self.fps)
        if self.motion_spec is not None and self.motion_spec.fps != self.fps:
            raise InputError("fps", f"{self.motion_spec.fps:g}, the clock of the motion", f"{self.fps:g}")

    def to_json(self) -> dict[str, Any]:
        """The header as the file has it."""
        motion = {} if self.motion_spec is None else self.motion_spec.settings()
        own = {item.name: getattr(self, item.name) for item in fields(self) if item.name != "motion_spec"}
        return {"format_version": FORMAT_VERSION, **motion, **own}

    @classmethod
    def from_json(cls, facts: Mapping[str, Any], name: str) -> DictionaryHeader:
        """The header of `to_json`.

        Args:
            facts: Of a file, read as hostile.
            name: Of the file, for messages.

        Raises:
            FormatError: If it is another version, or something is missing or too much.
            InputError: If a value is out of range, or a layout comes along under the name of another one.
        """
        own = dict(facts)
        if (version := own.pop("format_version", None)) != FORMAT_VERSION:
            raise FormatError(name, f"format version {FORMAT_VERSION}", quoted(version))
        motion: dict[str, Any] = {
            key: own.pop(key) for key in ("layout", "hand_reference", "layout_json") if key in own
        }
        spec = MotionSpec.from_settings({**motion, "fps": own["fps"]}, f"{name}, layout") if motion else None
        own |= {key: tuple(own[key]) for key in ("parts", "codebook_sizes")}
        return cls(**own, motion_spec=spec)


def _is_count(number: object, most: int) -> bool:
    return isinstance(number, int) and not isinstance(number, bool) and 1 <= number <= most


def write_table(target: Path, table: pa.Table, header: DictionaryHeader) -> None:
    """Write the file, whole or not at all.

    Raises:
        InputError: If its folder is not there or cannot be written to.
    """
    text = json.dumps(header.to_json(), ensure_ascii=False)
    with atomic_path(target) as path:
        pq.write_table(
            table.replace_schema_metadata({_HEADER_KEY: text.encode()}),
            path,
            compression="zstd",
            row_group_size=1 << 17,
            use_dictionary=["language", "source", "licence"],
            write_page_checksum=True,
        )


def read_table(path: Path, tokenizer_id: str | None) -> tuple[pa.Table, DictionaryHeader]:
    """Columns and header of a file, checked as far as a file can be without an index.

    Raises:
        DictionaryMismatchError: If another tokenizer made it.
        UnsafeFileError: If it claims to be larger than a dictionary may be, or is larger than it claims.
        FormatError: If it is no dictionary; errors of pyarrow pass through.
    """
    with pq.ParquetFile(path, thrift_string_size_limit=1 << 24, thrift_container_size_limit=1 << 20) as file:
        metadata = file.metadata
        header = _read_header(path, metadata.metadata or {})
        if tokenizer_id is not None and tokenizer_id != header.tokenizer_id:
            expected = f"a dictionary made with it (build it anew), not one of {header.tokenizer_id!r}"
            raise DictionaryMismatchError("tokenizer_id", expected, repr(tokenizer_id))
        _check_types(path, file.schema_arrow)
        _check_claims(path, metadata)
    coded = check_pages(path, metadata).intersection(_TEXTS)
    with pq.ParquetFile(
        path, metadata=metadata, read_dictionary=sorted(coded), page_checksum_verification=True
    ) as file:
        # One group at a time takes a third of the memory of all at once, and less time.
        groups = [
            file.read_row_group(at, columns=SCHEMA.names, use_threads=False) for at in range(metadata.num_row_groups)
        ]
    table = pa.concat_tables(groups or [SCHEMA.empty_table()])
    del groups
    columns = []
    for field in SCHEMA:
        column = _plain_text(path, table[field.name]) if field.name in _TEXTS else table[field.name].cast(field.type)
        # Let go of while the next is made: both forms of a large dictionary at once take long to come by.
        table = table.drop_columns(field.name)
        column.validate(full=True)
        if column.null_count or (field.name == "codes" and any(chunk.values.null_count for chunk in column.chunks)):
            raise FormatError(path.name, f"a value in every row of {field.name}", "none in some")
        columns.append(column.combine_chunks())
    return pa.table(columns, schema=SCHEMA), header


def _read_header(path: Path, metadata: dict[bytes, bytes]) -> DictionaryHeader:
    written = metadata.get(_HEADER_KEY, b"")
    if not 0 < len(written) <= _MAX_HEADER:
        raise FormatError(path.name, f"metadata {_HEADER_KEY.decode()} of at most {_MAX_HEADER:,} bytes", len(written))
    try:
        return DictionaryHeader.from_json(
            parse_json(written, f"{path.name}, metadata {_HEADER_KEY.decode()}"), path.name
        )
    except (KeyError, TypeError) as error:
        raise FormatError(path.name, "a JSON object with the header of a dictionary", cut(str(error))) from None


def _check_types(path: Path, schema: pa.Schema) -> None:
    if sorted(schema.names) != sorted(SCHEMA.names):
        raise FormatError(path.name, f"the columns {', '.join(SCHEMA.names)}", ", ".join(schema.names)[:200])
    for field in SCHEMA:
        found = schema.field(field.name).type
        if found != field.type:
            raise FormatError(f"{path.name}, column {field.name}", field.type, str(found)[:200])


def _check_claims(path: Path, metadata: pq.FileMetaData) -> None:
    """What the footer claims, before memory is given to it."""
    if metadata.num_row_groups > MAX_ROW_GROUPS:
        raise UnsafeFileError(path.name, f"at most {MAX_ROW_GROUPS:,} row groups", f"{metadata.num_row_groups:,}")
    groups = [metadata.row_group(at) for at in range(metadata.num_row_groups)]
    rows = sum(group.num_rows for group in groups)
    if max(rows, metadata.num_rows) > MAX_ROWS or any(group.num_rows < 0 for group in groups):
        raise UnsafeFileError(path.name, f"at most {MAX_ROWS:,} rows", f"{max(rows, metadata.num_rows):,}")
    values, sizes = 0, dict.fromkeys(SCHEMA.names, 0)
    for group in groups:
        for column in map(group.column, range(group.num_columns)):
            name = column.path_in_schema.split(".")[0]
            sizes[name] += column.total_uncompressed_size
            if name == "codes":
                values += column.num_values
            else:
                _check_flat(path, column, group.num_rows)
    longest, size = max(sizes[name] for name in _TEXTS), sum(sizes.values())
    if values > MAX_CODES or longest > MAX_TEXT_BYTES or size > MAX_FILE_BYTES:
        limits = f"at most {MAX_CODES:,} codes, {MAX_TEXT_BYTES:,} bytes of text a column, {MAX_FILE_BYTES:,} bytes"
        raise UnsafeFileError(path.name, limits, f"{values:,}, {longest:,}, {size:,}")
    # Values that repeat take next to no room in the file, and each as much as any other in memory.
    _BUDGET.check_unpacked(path.name, size + values * _BYTES_A_CODE, path.stat().st_size)


def _check_flat(path: Path, column: pq.ColumnChunkMetaData, rows: int) -> None:
    if column.num_values != rows:
        where = f"{path.name}, column {column.path_in_schema}"
        raise FormatError(where, f"{rows:,} values, as many as rows", f"{column.num_values:,}")


def _plain_text(path: Path, column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Texts out of the form in which a long one that is often repeated takes no room; it must not take much now."""
    column.validate(full=True)
    size = sum(_text_bytes(chunk) for chunk in column.chunks)
    if size > MAX_TEXT_BYTES:
        raise UnsafeFileError(path.name, f"at most {MAX_TEXT_BYTES:,} bytes of text a column", f"{size:,}")
    return column.cast(pa.string())


def _text_bytes(chunk: pa.Array) -> int:
    coded = isinstance(chunk, pa.DictionaryArray)
    lengths = pc.binary_length(chunk.dictionary).take(chunk.indices) if coded else pc.binary_length(chunk)
    return pc.sum(lengths.cast(pa.int64())).as_py() or 0


_EMBEDDED = Path(__file__).parents[1] / "demo" / "dictionary" / FILE_NAME


class NoEmbeddedDictionaryError(InputError):
    """No dictionary was named, and the package carries none."""


def embedded_dictionary() -> Path:
    """The file of the embedded model's dictionary.

    Raises:
        NoEmbeddedDictionaryError: If this installation has none.
    """
    if not _EMBEDDED.is_file():
        expected = "a file or folder, as this installation carries no model (`make demo-model` makes it)"
        raise NoEmbeddedDictionaryError("dictionary", expected, "none")
    return _EMBEDDED
