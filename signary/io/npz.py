"""numpy archives from outside, with sizes checked before memory is taken."""

from __future__ import annotations

import io
import lzma
import math
import zipfile
import zlib
from collections.abc import Collection
from pathlib import Path

import numpy as np

from signary.io.errors import FormatError, UnsafeFileError
from signary.io.reading import MAX_BYTES, read_bytes

_MAX_MEMBERS = 10_000
_BROKEN = (
    *(
        zipfile.BadZipFile,
        zlib.error,
        lzma.LZMAError,
        EOFError,
        OSError,
        ValueError,
        RuntimeError,
        KeyError,
        IndexError,
    ),
    *(KeyError, IndexError, TypeError, SyntaxError, OverflowError, MemoryError, RecursionError),
)


def load_npz(
    path: Path | str, names: Collection[str] | None = None, max_bytes: int = MAX_BYTES
) -> dict[str, np.ndarray]:
    """The arrays of an `.npz` file; arrays of Python objects are refused.

    Args:
        path: The file.
        names: The arrays to load if they are there, by default all; the others are not looked at.
        max_bytes: Most bytes to accept, before and after decompression.

    Raises:
        InputError: If there is no such file.
        FormatError: If it is no such archive, or is cut off or damaged.
        UnsafeFileError: If it is larger than `max_bytes`, or holds Python objects.
    """
    path = Path(path)
    content = read_bytes(path, max_bytes)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            # zipfile inflates no more than a member's stated size, so that the stated sizes can be relied on.
            if len(members) > _MAX_MEMBERS or sum(member.file_size for member in members) > max_bytes:
                raise UnsafeFileError(path.name, f"at most {max_bytes:,} bytes after decompression", "more")
            found = {member.filename.removesuffix(".npy"): member for member in members}
            return {
                name: _load_array(path.name, name, archive.read(member))
                for name, member in found.items()
                if names is None or name in names
            }
    except FormatError:
        raise
    except _BROKEN as error:
        raise FormatError(path.name, "a whole .npz archive", f"{type(error).__name__}: {error}") from None


def _load_array(file: str, member: str, content: bytes) -> np.ndarray:
    stream = io.BytesIO(content)
    version = np.lib.format.read_magic(stream)
    if version not in ((1, 0), (2, 0)):
        raise FormatError(file, "numpy arrays of version 1 or 2", f"version {version} in {member!r}")
    read_header = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
    shape, fortran, dtype = read_header(stream)
    if dtype.hasobject:
        raise UnsafeFileError(file, "arrays of numbers and text", f"Python objects in {member!r}")
    wanted = math.prod(shape) * dtype.itemsize
    if any(size < 0 for size in shape) or wanted != len(content) - stream.tell():
        raise FormatError(file, f"{wanted:,} bytes of numbers in {member!r}", f"{len(content) - stream.tell():,}")
    flat = np.frombuffer(bytearray(content[stream.tell() :]), dtype)
    return flat.reshape(shape, order="F" if fortran else "C")
