"""What the pages of a parquet file claim, read before any of them is unpacked.

The footer of a hostile file may promise little while its pages unpack to gigabytes. So every page header is compared
with the footer, whose promises are compared with limits, and only encodings are allowed in which a value takes its
room in the page (others repeat the beginning of the value before).
"""

from __future__ import annotations

import mmap
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from signary.io.errors import FormatError, UnsafeFileError

MAX_PAGES = 1 << 18
_DATA, _DICTIONARY, _DATA_V2 = 0, 2, 3
#: Page type -> field of the header with its details, and the field of the encoding in them.
_DETAILS = {_DATA: (5, 2), _DICTIONARY: (7, 2), _DATA_V2: (8, 4)}
#: PLAIN, and the two names of indices into a dictionary page.
_ENCODINGS = (0, 2, 8)
#: Least room of a dictionary's value in its page: the length of a text, an int32.
_SMALLEST_VALUE = 4


@dataclass
class _Chunk:
    """What the pages of a column in a row group claim together."""

    pages: int = 0
    values: int = 0
    bytes: int = 0
    has_dictionary: bool = False


def check_pages(path: Path, metadata: pq.FileMetaData) -> frozenset[str]:
    """Compare the headers of all pages with the footer.

    Args:
        path: The file.
        metadata: Its footer.

    Returns:
        Top-level names of the columns that have a dictionary page: their values may repeat without taking room.

    Raises:
        UnsafeFileError: If pages claim more than the footer, are too many, or are encoded in another way.
        FormatError: If a header is broken or lies outside of its column.
    """
    coded, pages = set[str](), 0
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        for group in map(metadata.row_group, range(metadata.num_row_groups)):
            for column in map(group.column, range(group.num_columns)):
                chunk = _read_chunk(path.name, data, column, MAX_PAGES - pages)
                pages += chunk.pages
                if chunk.has_dictionary:
                    coded.add(column.path_in_schema.split(".")[0])
    return frozenset(coded)


def _read_chunk(file: str, data: mmap.mmap, column: pq.ColumnChunkMetaData, most: int) -> _Chunk:
    starts = (column.data_page_offset, column.dictionary_page_offset)
    at = min(start for start in starts if start is not None)
    end, chunk = at + column.total_compressed_size, _Chunk()
    where = f"{file}, column {column.path_in_schema}"
    if not 0 <= at <= end <= len(data) or column.file_path:
        raise FormatError(where, "pages in the file", f"bytes {at} to {end}")
    while at < end and chunk.values < column.num_values:
        if chunk.pages >= most:
            raise UnsafeFileError(where, f"at most {MAX_PAGES:,} pages in the file", "more")
        reader = _Compact(where, data, at, end)
        header = reader.struct()
        _add_page(where, chunk, header)
        at = reader.at + header[3]
    if at > end or chunk.values != column.num_values or chunk.bytes > column.total_uncompressed_size:
        expected = f"{column.num_values:,} values and at most {column.total_uncompressed_size:,} bytes, as it says"
        raise UnsafeFileError(where, expected, f"{chunk.values:,} and {chunk.bytes:,}")
    return chunk


def _add_page(where: str, chunk: _Chunk, header: dict[int, Any]) -> None:
    kind, unpacked, packed = (header.get(name) for name in (1, 2, 3))
    details, encoding = _DETAILS.get(kind, (0, 0)) if isinstance(kind, int) else (0, 0)
    facts = header.get(details)
    if not isinstance(facts, dict) or not all(_is_size(size) for size in (unpacked, packed, facts.get(1))):
        raise FormatError(where, "the header of a data or dictionary page", "another")
    if facts.get(encoding) not in _ENCODINGS:
        raise UnsafeFileError(where, "plain values or a dictionary", f"encoding {facts.get(encoding)}")
    assert isinstance(unpacked, int)
    if kind != _DICTIONARY:
        chunk.values += facts[1]
    elif facts[1] * _SMALLEST_VALUE > unpacked:
        raise UnsafeFileError(where, f"a dictionary that fits in {unpacked:,} bytes", f"{facts[1]:,} values")
    chunk.pages += 1
    chunk.bytes += unpacked
    chunk.has_dictionary |= kind == _DICTIONARY


def _is_size(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


@dataclass
class _Compact:
    """Thrift's compact protocol, as far as page headers use it."""

    where: str
    data: mmap.mmap
    at: int
    end: int
    _depth: int = field(default=0, init=False)

    def struct(self) -> dict[int, Any]:
        """Field number -> integer, truth value or struct; texts and floats are passed over."""
        fields, number = dict[int, Any](), 0
        self._depth += 1
        while head := self._byte():
            number = number + (head >> 4) if head >> 4 else self._integer()
            fields[number] = self._value(head & 15)
        self._depth -= 1
        return fields

    def _value(self, kind: int) -> Any:
        if kind in (1, 2):
            return kind == 1
        if kind in (4, 5, 6):
            return self._integer()
        if kind in (3, 7, 8):
            length = {3: 1, 7: 8}.get(kind) or self._varint()
            self.at += length
            return None
        if kind != 12 or self._depth > 3:
            raise FormatError(self.where, "a page header", f"a field of type {kind}")
        return self.struct()

    def _byte(self) -> int:
        if self.at >= self.end:
            raise FormatError(self.where, "a whole page header", "its beginning")
        self.at += 1
        return self.data[self.at - 1]

    def _varint(self) -> int:
        value = 0
        for shift in range(0, 70, 7):
            byte = self._byte()
            value |= (byte & 127) << shift
            if byte < 128:
                return value
        raise FormatError(self.where, "a page header", "an endless number")

    def _integer(self) -> int:
        value = self._varint()
        return (value >> 1) ^ -(value & 1)
