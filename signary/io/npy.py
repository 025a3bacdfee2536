"""numpy's `.npy` files from outside, and such arrays in other files: sizes are checked before memory is taken."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np

from signary.io.budget import Budget
from signary.io.errors import FormatError
from signary.io.npz import BROKEN, read_header
from signary.io.pickle_calls import check_characters
from signary.io.reading import read_bytes

#: An hour of all points of a detector in float32.
ARRAY = Budget(on_disk=2 << 30, depth=8)
_MAGIC = b"\x93NUMPY"
_MOST_HEADER = 1 << 16


def load_npy(path: Path | str, budget: Budget = ARRAY) -> np.ndarray:
    """The array in a `.npy` file.

    Raises:
        InputError: If there is no such file.
        FormatError: If it is no such file, or is cut off.
        UnsafeFileError: If it is larger than the budget, or holds Python objects.
    """
    path = Path(path)
    return parse_npy(path.name, read_bytes(path, budget.on_disk))


def parse_npy(where: str, content: bytes) -> np.ndarray:
    """The array that bytes of a `.npy` file hold; it cannot be written to.

    Args:
        where: What messages call it.
        content: The bytes.

    Raises:
        FormatError: If they are none, or are cut off.
        UnsafeFileError: If they hold Python objects.
    """
    if content[:6] != _MAGIC:
        raise FormatError(where, "a numpy array (.npy)", "other content")
    try:
        shape, fortran, dtype, start = read_header(where, where, content[:_MOST_HEADER])
        wanted = math.prod(shape) * dtype.itemsize
        if any(size < 0 for size in shape) or wanted != len(content) - start:
            raise FormatError(where, f"{wanted:,} bytes of numbers", f"{len(content) - start:,}")
        array = np.frombuffer(content, dtype, offset=start) if wanted else np.empty(0, dtype)
        check_characters(where, array)
        return array.reshape(shape, order="F" if fortran else "C")
    except FormatError:
        raise
    except BROKEN as error:
        raise FormatError(where, "a whole numpy array", f"{type(error).__name__}: {error}") from None
