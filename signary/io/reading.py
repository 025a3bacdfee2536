"""Bytes of files from outside: plain or compressed, never more than asked for."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from signary.io.budget import Budget
from signary.io.errors import FormatError, InputError

#: 2 GiB; the largest feature pickles of PHOENIX14T need more, and say so.
MAX_BYTES = 2 << 30
_CHUNK = 1 << 20
#: What the largest preset of xz needs to unpack, and some more.
_LZMA_MEMORY = 256 << 20


def read_bytes(path: Path | str, max_bytes: int = MAX_BYTES) -> bytes:
    """The content of a file.

    Args:
        path: An ordinary file.
        max_bytes: Most bytes to accept.

    Raises:
        InputError: If there is no such file, or it cannot be read.
        UnsafeFileError: If it is larger than `max_bytes`.
    """
    with open_file(path, max_bytes) as file:
        return file.read(os.fstat(file.fileno()).st_size)


@contextmanager
def open_file(path: Path | str, max_bytes: int = MAX_BYTES) -> Iterator[BinaryIO]:
    """A file to read from; arguments and errors as for `read_bytes`."""
    path = Path(path)
    try:
        if not path.is_file():
            raise InputError("path", "an existing file", repr(str(path)))
        with path.open("rb") as file:
            Budget(on_disk=max_bytes).check_on_disk(path.name, os.fstat(file.fileno()).st_size)
            yield file
    except OSError as error:
        raise InputError("path", "a readable file", f"{str(path)!r} ({error.strerror})") from None


def read_decompressed(path: Path | str, max_bytes: int = MAX_BYTES) -> bytes:
    """The content of a file, decompressed if its first bytes say gzip, zlib, bzip2 or xz/lzma.

    Args:
        path: An ordinary file.
        max_bytes: Most bytes to accept, before and after decompression.

    Raises:
        InputError: If there is no such file, or it cannot be read.
        FormatError: If the compressed data are broken or cut off.
        UnsafeFileError: If there are more bytes than `max_bytes`, or far more than the file has: see `Budget.room`.
    """
    path = Path(path)
    packed = read_bytes(path, max_bytes)
    pieces = _decompressed(packed)
    if pieces is None:
        return packed
    content, budget = io.BytesIO(), Budget().sized(max_bytes)
    try:
        for piece in pieces:
            content.write(piece)
            budget.check_unpacked(path.name, content.tell(), len(packed))
    except (OSError, EOFError, zlib.error, lzma.LZMAError) as error:
        raise FormatError(path.name, "whole compressed data", str(error) or "a file that is cut off") from None
    return content.getvalue()  # shares its memory until someone writes to it


def _decompressed(packed: bytes) -> Iterator[bytes] | None:
    """Pieces of bounded size, or None if the first bytes name no compression."""
    if packed[:2] == b"\x1f\x8b":
        stream = gzip.GzipFile(fileobj=io.BytesIO(packed))
        return iter(lambda: stream.read(_CHUNK), b"")
    if packed[:3] == b"BZh":
        return _drain(bz2.BZ2Decompressor(), packed)
    if packed[:6] == b"\xfd7zXZ\x00" or packed[:2] == b"]\x00":
        return _drain(lzma.LZMADecompressor(memlimit=_LZMA_MEMORY), packed)
    if packed[:2] in (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda"):  # zlib, at its four levels
        return _inflate(packed)
    return None


def _drain(decoder: bz2.BZ2Decompressor | lzma.LZMADecompressor, packed: bytes) -> Iterator[bytes]:
    yield decoder.decompress(packed, _CHUNK)
    while not decoder.eof:
        if decoder.needs_input:
            raise EOFError
        yield decoder.decompress(b"", _CHUNK)


def _inflate(packed: bytes) -> Iterator[bytes]:
    """Joblib's default compression, a bare zlib stream."""
    inflater = zlib.decompressobj()
    # Deflate packs at most about 1,000 : 1, so 64 KiB in are at most 64 MiB out.
    for start in range(0, len(packed), 1 << 16):
        yield inflater.decompress(packed[start : start + (1 << 16)])
    if not inflater.eof:
        raise EOFError
