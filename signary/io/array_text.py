"""Text in numpy arrays from outside: four bytes a character, which may be anything."""

from __future__ import annotations

import numpy as np

from signary.io.errors import FormatError

_LAST, _HALVES = 0x10FFFF, (0xD800, 0xDFFF)


def check_characters(where: str, array: np.ndarray) -> None:
    """Refuse text arrays with numbers that are no characters: numpy would fail when they are read, far from the file.

    Args:
        where: What messages call the file.
        array: Any; arrays without text pass.

    Raises:
        FormatError: If a number is beyond Unicode, or half a character.
    """
    if array.dtype.kind != "U" or not array.size or not array.dtype.itemsize:
        return
    points = np.ascontiguousarray(array).reshape(-1).view(np.dtype(np.uint32).newbyteorder(array.dtype.byteorder))
    # A handful of bytes a step, so that the check takes no memory of its own.
    for start in range(0, len(points), 1 << 20):
        part = points[start : start + (1 << 20)]
        if (part > _LAST).any() or ((part >= _HALVES[0]) & (part <= _HALVES[1])).any():
            raise FormatError(where, "text of Unicode characters", "numbers that are none")
