"""Frame rates of files: what a file states, and what its user states for one that does not."""

from __future__ import annotations

from typing import Any

import numpy as np

from signary.io.errors import FormatError, InputError
from signary.pose.motion_spec import MAX_FPS

#: Two spellings of one rate differ by less, 29.97 and 30,000 / 1,001 for example.
_SAME = 2e-6


def shortest_rate(rate: float | np.number[Any]) -> float:
    """A rate as it was meant: the shortest decimal of what was stored, 29.97 instead of 29.969999313.

    A double that is exactly some float32 was one before; whole numbers and halves are the same either way.
    """
    if isinstance(rate, np.floating) and not isinstance(rate, np.float64):
        return float(str(rate))
    exact = float(rate)
    with np.errstate(over="ignore"):
        single = np.float32(exact)
    return float(str(single)) if float(single) == exact else exact


def settle_rate(name: str, stated: float | None, given: float | None) -> float:
    """The rate of a file.

    Args:
        name: The file's name, for messages.
        stated: Frames a second as the file says, None if it says nothing.
        given: Frames a second as the user says, None if nothing.

    Raises:
        InputError: If neither says a rate, the user's is none, or both contradict each other.
        FormatError: If the file's rate is none.
    """
    if given is not None and not 0 < given <= MAX_FPS:
        raise InputError("fps", f"a number above 0, at most {MAX_FPS:g}", given)
    if stated is None:
        if given is None:
            raise InputError("fps", f"a frame rate, as {name} states none", "none")
        return float(given)
    if not 0 < stated <= MAX_FPS:
        raise FormatError(name, f"a frame rate above 0, at most {MAX_FPS:g}", stated)
    rate = shortest_rate(stated)
    if given is not None and abs(given - rate) > _SAME * rate:
        raise InputError("fps", f"the {rate:g} that {name} states, or none (resample afterwards)", given)
    return rate
