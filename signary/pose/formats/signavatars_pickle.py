"""SignAvatars' pickles, one a video: `smplx` (T, 182), whose first 179 columns are in the order of SOKE's parameters.

root 3, body 63, left hand 45, right hand 45, jaw 3, shape 10, expression 10, translation of the camera 3; axis-angle in
radians, 24 frames a second. Of these layout `smplx` holds 133. Zero hand rotations are the relaxed hands of MANO.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from signary.io.errors import FormatError
from signary.io.quoting import quoted
from signary.io.torch_file import as_array
from signary.io.unpickle import load_pickle
from signary.pose.formats.rates import settle_rate
from signary.pose.registry import get_layout
from signary.pose.sequence import PoseSequence

FPS = 24.0
#: Columns of the array; some files lack the camera.
_WIDTHS = (182, 179)
#: Of SOKE's 179 numbers those of layout `smplx`: without root and lower body, and without the shape.
KEPT = (*range(36, 159), *range(169, 179))
_MOST_BYTES = 512 << 20
_FRAMES = 200_000


def read_signavatars(path: Path | str, *, fps: float | None = None) -> PoseSequence:
    """The sequence in a pickle of SignAvatars, of layout `smplx`.

    Frames that a `total_valid_index` does not name are missing, and so is what is no finite number.

    Args:
        path: The file.
        fps: Frames a second; by default 24, as all of the data set has.

    Raises:
        InputError: If there is no such file, or the rate is none.
        FormatError: If it is no such pickle.
        UnsafeFileError: If it asks for anything but data, or is too large.
    """
    path = Path(path)
    found = load_pickle(path, _MOST_BYTES)
    if not isinstance(found, dict) or "smplx" not in found:
        got = f"none of it ({quoted(list(found))})" if isinstance(found, dict) else type(found).__name__
        raise FormatError(path.name, f"a dictionary with smplx (T, {_WIDTHS[0]}), as SignAvatars has it", got)
    values = _numbers(path.name, found["smplx"])
    layout = get_layout("smplx")
    certain = np.ones((len(values), len(layout.joints)), np.float32)
    certain[~_valid(path.name, found.get("total_valid_index"), len(values))] = 0.0
    rate = FPS if fps is None else settle_rate(path.name, None, fps)
    left_out = ["root and lower body", "shape", "camera"]
    metadata = {"hand_reference": "mano_mean", "source": path.name, "left_out": left_out}
    return PoseSequence.masked(values[:, KEPT], layout, rate, certain, metadata)


def _numbers(name: str, found: Any) -> np.ndarray:
    numbers = as_array(found)
    if numbers is None or numbers.ndim != 2 or numbers.shape[1] not in _WIDTHS or not len(numbers):
        raise FormatError(name, f"smplx of shape (T, {_WIDTHS[0]})", quoted(found))
    if numbers.dtype.kind not in "fiu" or len(numbers) > _FRAMES:
        raise FormatError(name, f"numbers, of at most {_FRAMES:,} frames", quoted(found))
    with np.errstate(over="ignore"):
        return numbers.astype(np.float32)


def _valid(name: str, found: Any, frames: int) -> np.ndarray:
    """Which frames are there: all, those of a mask of all frames, or those whose numbers are listed."""
    valid = np.ones(frames, bool)
    if found is None:
        return valid
    # A list of lists may be endless when it is written out.
    flat = isinstance(found, (list, tuple)) and all(isinstance(one, (bool, int, float, np.number)) for one in found)
    if not flat and not isinstance(found, np.ndarray):
        raise FormatError(name, "total_valid_index of numbers", quoted(found))
    numbers = np.asarray(found).ravel()
    if numbers.dtype.kind not in "fiub" or not np.isfinite(numbers).all():
        raise FormatError(name, "total_valid_index of numbers", quoted(found))
    if len(numbers) == frames and set(np.unique(numbers)) <= {0, 1}:
        return numbers.astype(bool)
    if len(numbers) and not (numbers.min() >= 0 and numbers.max() < frames):
        raise FormatError(name, f"total_valid_index below {frames}", f"{numbers.min():g} to {numbers.max():g}")
    if len(numbers):
        valid[:] = False
        valid[numbers.astype(int)] = True
    return valid
