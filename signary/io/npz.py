"""numpy archives from outside, with sizes checked before memory is taken."""

from __future__ import annotations

import io
import lzma
import math
import struct
import zipfile
import zlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from tokenize import TokenError
from typing import Any, BinaryIO

import numpy as np

from signary.io.budget import NPZ, Budget
from signary.io.errors import FormatError, UnsafeFileError
from signary.io.pickle_calls import check_characters
from signary.io.quoting import cut, quoted
from signary.io.reading import MAX_BYTES, open_file

BROKEN = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, RuntimeError, KeyError),
    *(IndexError, TypeError, SyntaxError, OverflowError, MemoryError, RecursionError, struct.error, AttributeError),
    TokenError,  # numpy tries to read what is no header as one of Python 2
)
#: Bytes of the directory of an archive, with names of a kilobyte; of what is behind it; of the header of an array.
_MOST_DIRECTORY, _MOST_COMMENT, _MOST_HEADER = 16 << 20, 1 << 17, 1 << 16
_CHUNK = 1 << 20


def load_npz(
    path: Path | str, names: Collection[str] | None = None, max_bytes: int = MAX_BYTES
) -> dict[str, np.ndarray]:
    """The arrays of an `.npz` file; arrays of Python objects are refused.

    Sizes are checked in the archive's directory, before anything else of the file is read, and then only the arrays
    that are asked for are.

    Args:
        path: The file.
        names: The arrays to load if they are there, by default all; the others are not looked at.
        max_bytes: Most bytes to accept, before and after decompression.

    Raises:
        InputError: If there is no such file.
        FormatError: If it is no such archive, or is cut off or damaged.
        UnsafeFileError: If it is larger than `max_bytes`, unpacks to far more than it is, or holds Python objects.
    """
    path = Path(path)
    budget = NPZ.sized(max_bytes)
    with _opened(path, budget) as archive:
        members = archive.infolist()
        found = {member.filename.removesuffix(".npy"): member for member in members}
        if len(found) < len(members):
            raise FormatError(path.name, "every array once", "two of one name")
        # zipfile inflates no more than a member's stated size, so that the stated sizes can be relied on.
        budget.check_unpacked(path.name, sum(member.file_size for member in members), path.stat().st_size)
        return {
            name: _load_array(path.name, name, archive, member)
            for name, member in found.items()
            if names is None or name in names
        }


def npz_members(path: Path | str, max_bytes: int = MAX_BYTES) -> dict[str, int]:
    """Names of the arrays of an `.npz` file and the bytes that each unpacks to; none is looked at.

    Args:
        path: The file.
        max_bytes: Most bytes to accept.

    Raises:
        InputError: If there is no such file.
        FormatError: If it is no such archive, or is cut off or damaged.
        UnsafeFileError: If it is larger than `max_bytes`, or holds far more arrays than anybody names.
    """
    path = Path(path)
    with _opened(path, NPZ.sized(max_bytes)) as archive:
        return {member.filename.removesuffix(".npy"): member.file_size for member in archive.infolist()}


@contextmanager
def _opened(path: Path, budget: Budget) -> Iterator[zipfile.ZipFile]:
    """The archive, of which no more than the directory is read; what its use raises is named.

    Raises:
        InputError: If there is no such file, or it cannot be read.
        FormatError: If it is no such archive, or is cut off or damaged.
        UnsafeFileError: If it is larger than the budget, or its directory is.
    """
    with open_file(path, budget.on_disk) as file:
        try:
            directory = _DirectoryFile(path.name, file)
            with zipfile.ZipFile(directory) as archive:
                directory.listing = False
                yield archive
        except FormatError:
            raise
        except BROKEN as error:
            raise FormatError(path.name, "a whole .npz archive", f"{type(error).__name__}: {error}") from None


class _DirectoryFile:
    """A file of which zipfile reads the directory at its end, whole: refused first if that is far larger than any.

    To list a member takes a kilobyte, so they are counted before, by the signature that each has in the directory.
    """

    def __init__(self, name: str, file: BinaryIO) -> None:
        self._name, self._file, self.listing = name, file, True

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def read(self, size: int = -1) -> bytes:
        """As of a file."""
        if not self.listing:
            return self._file.read(size)
        if size > _MOST_DIRECTORY:
            raise UnsafeFileError(self._name, f"a directory of at most {_MOST_DIRECTORY:,} bytes", f"{size:,}")
        # Without a size zipfile reads what is behind the directory: a few bytes and a comment of at most 64 KiB.
        content = self._file.read(_MOST_COMMENT if size < 0 else size)
        NPZ.check_items(self._name, content.count(b"PK\x01\x02"), "arrays")
        return content


def _load_array(file: str, member: str, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> np.ndarray:
    with archive.open(info) as stream:
        head = stream.read(_MOST_HEADER)
        shape, fortran, dtype, start = read_header(file, member, head)
        wanted = math.prod(shape) * dtype.itemsize
        if any(size < 0 for size in shape) or wanted != info.file_size - start:
            raise FormatError(file, f"{wanted:,} bytes of numbers in {quoted(member)}", f"{info.file_size - start:,}")
        # Into memory of its own, which can be written to, and once.
        content = np.empty(wanted, np.uint8)
        done = len(head) - start
        content[:done] = np.frombuffer(head, np.uint8, offset=start)
        while piece := stream.read(_CHUNK):
            content[done : done + len(piece)] = np.frombuffer(piece, np.uint8)
            done += len(piece)
        if done != wanted:
            raise EOFError(f"{member} is cut off")
    array = content.view(dtype).reshape(shape, order="F" if fortran else "C") if wanted else np.empty(shape, dtype)
    check_characters(file, array)
    return array


def read_header(file: str, member: str, head: bytes) -> tuple[tuple[int, ...], bool, np.dtype[Any], int]:
    """Shape, whether in Fortran's order, number type, and where the numbers begin."""
    stream = io.BytesIO(head)
    version = np.lib.format.read_magic(stream)
    if version not in ((1, 0), (2, 0)):
        raise FormatError(file, "numpy arrays of version 1 or 2", f"version {version} in {quoted(member)}")
    read_header = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
    shape, fortran, dtype = read_header(stream)
    NPZ.check_depth(f"{file}, array {quoted(member)}", len(shape))
    if dtype.hasobject:
        raise UnsafeFileError(file, "arrays of numbers and text", f"Python objects in {quoted(member)}")
    if dtype.kind not in "?biufcSUV" or dtype.names is not None or dtype.subdtype is not None:
        raise FormatError(file, "arrays of numbers and text", f"{cut(str(dtype), 60)} in {quoted(member)}")
    return shape, fortran, dtype, stream.tell()
