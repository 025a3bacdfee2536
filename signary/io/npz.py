"""numpy archives from outside, with sizes checked before memory is taken."""

from __future__ import annotations

import io
import lzma
import math
import struct
import tokenize
import zipfile
import zlib
from collections.abc import Collection
from pathlib import Path

import numpy as np

from signary.io.array_text import check_characters
from signary.io.budget import NPZ
from signary.io.errors import FormatError, UnsafeFileError
from signary.io.quoting import cut, quoted
from signary.io.reading import MAX_BYTES, read_bytes

_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, RuntimeError, KeyError),
    *(IndexError, TypeError, SyntaxError, OverflowError, MemoryError, RecursionError, struct.error),
    *(AttributeError, tokenize.TokenError),
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
        UnsafeFileError: If it is larger than `max_bytes`, unpacks to far more than it is, or holds Python objects.
    """
    path = Path(path)
    content, budget = read_bytes(path, max_bytes), NPZ.sized(max_bytes)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            budget.check_items(path.name, len(members), "arrays")
            found = {member.filename.removesuffix(".npy"): member for member in members}
            if len(found) < len(members):
                raise FormatError(path.name, "every array once", "two of one name")
            # zipfile inflates no more than a member's stated size, so that the stated sizes can be relied on.
            budget.check_unpacked(path.name, sum(member.file_size for member in members), len(content))
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
        raise FormatError(file, "numpy arrays of version 1 or 2", f"version {version} in {quoted(member)}")
    read_header = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
    shape, fortran, dtype = read_header(stream)
    NPZ.check_depth(f"{file}, array {quoted(member)}", len(shape))
    if dtype.hasobject:
        raise UnsafeFileError(file, "arrays of numbers and text", f"Python objects in {quoted(member)}")
    if dtype.kind not in "?biufcSUV" or dtype.names is not None or dtype.subdtype is not None:
        raise FormatError(file, "arrays of numbers and text", f"{cut(str(dtype), 60)} in {quoted(member)}")
    start = stream.tell()
    wanted = math.prod(shape) * dtype.itemsize
    if any(size < 0 for size in shape) or wanted != len(content) - start:
        raise FormatError(file, f"{wanted:,} bytes of numbers in {quoted(member)}", f"{len(content) - start:,}")
    # A copy, as what lies in `bytes` cannot be written to.
    array = np.frombuffer(content, dtype, offset=start).reshape(shape, order="F" if fortran else "C").copy(order="K")
    check_characters(file, array)
    return array
