"""A row of a corpus on disk as motion, checked; what is wrong is named with the corpus, its split and the row.

| column | what |
|---|---|
| `poses` | (T, D) numbers of the layout, or (T, J, C) of keypoints; NaN where missing |
| `fps` | frames a second |
| `confidence` | (T, J), optional: without it a joint is there unless it has a NaN |
| `hand_reference` | optional, of parameter layouts: what zero hand rotations mean; `flat` where nothing is said |
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from numbers import Real
from typing import Any

import numpy as np

from signary.io.errors import InputError
from signary.pose.layout import PoseLayout
from signary.pose.motion_spec import MAX_FPS, checked_hand_reference
from signary.pose.sequence import PoseSequence

#: Column of corpora in memory that says where a row is from.
WHERE = "signary_row"


def row_place(corpus: str, split: str, row: int) -> str:
    """How messages call a row."""
    return f"{corpus}, split {split}, row {row}"


def row_motion(row: Mapping[str, Any], layout: PoseLayout, where: str = "") -> PoseSequence:
    """The motion of a row.

    Args:
        row: `poses`, `fps` and, if there are any, `confidence` and `hand_reference`.
        layout: Of the motion.
        where: How messages call the row, *optional*, defaults to what its column `WHERE` says.

    Raises:
        InputError: If there is no frame or nothing but missing joints, shapes do not fit, numbers are infinite or no
            numbers, or the clock is none; names the row.
    """
    name = where or str(row.get(WHERE, "row"))
    values = _numbers(row.get("poses"), f"{name}, poses", _shape(layout))
    stacked = layout.is_keypoints and values.shape[1:] == (len(layout.joints), len(layout.channels))
    if values.shape[1:] != (layout.num_features,) and not stacked:
        raise InputError(f"{name}, poses", _shape(layout), values.shape)
    if (infinite := np.isinf(values)).any():
        frame = int(np.argwhere(infinite)[0][0])
        raise InputError(f"{name}, poses", "finite numbers, or NaN where missing", f"infinity in frame {frame}")
    fps, confidence = _clock(row.get("fps"), f"{name}, fps"), row.get("confidence")
    metadata = {} if layout.is_keypoints else {"hand_reference": row_reference(row, name)}
    try:
        if _is_nothing(confidence):
            sequence = (
                PoseSequence(values, layout, fps, None, metadata)
                if not np.isnan(values).any()
                else (PoseSequence.masked(values, layout, fps, _certain(values, layout), metadata))
            )
        else:
            certain = _numbers(confidence, f"{name}, confidence", f"shape ({len(values)}, {len(layout.joints)})")
            sequence = PoseSequence(values, layout, fps, certain, metadata)
    except InputError as error:
        raise named_row(error, name) from None
    if not np.isfinite(sequence.values).any():
        raise InputError(f"{name}, poses", "a joint that is not missing", "NaN alone")
    return sequence


def row_reference(row: Mapping[str, Any], where: str) -> str:
    """What zero hand rotations mean in a row.

    Raises:
        InputError: If it is no known meaning; names the row.
    """
    found = row.get("hand_reference")
    return checked_hand_reference(None if _is_nothing(found) else found, f"{where}, hand_reference")


def named_row(error: InputError, where: str) -> InputError:
    """An error that says which row it is about."""
    if error.argument.startswith(where):
        return error
    # What a sequence calls its values is the column of the row.
    argument = "poses" if error.argument == "values" else error.argument
    return InputError(f"{where}, {argument}", error.expected, error.got)


def _certain(values: np.ndarray, layout: PoseLayout) -> np.ndarray:
    """Confidence of joints that are all there."""
    return np.ones((len(values), len(layout.joints)), dtype=np.float32)


def _shape(layout: PoseLayout) -> str:
    return f"shape (T, {layout.num_features}) for layout {layout.name}"


def _is_nothing(found: Any) -> bool:
    """None, or the NaN that a missing array is read as."""
    return found is None or (isinstance(found, float) and math.isnan(found))


def _numbers(found: Any, name: str, expected: str) -> np.ndarray:
    """An array of real numbers, float32, of at least one frame; its shape is checked by who knows it."""
    if _is_nothing(found):
        raise InputError(name, expected, "none")
    try:
        array = np.asarray(found)
        # Frames that are arrays of their own come as objects, which stack if they are of one length.
        array = np.stack([np.asarray(each) for each in array]) if array.dtype == object and len(array) else array
    except (TypeError, ValueError):
        raise InputError(name, expected, "frames of different lengths") from None
    if array.ndim and not len(array):
        raise InputError(name, "at least one frame", "none")
    if array.dtype == object and all(number is None or isinstance(number, Real) for number in array.flat):
        array = np.array([math.nan if number is None else float(number) for number in array.flat]).reshape(array.shape)
    if array.dtype.kind not in "fiu":
        raise InputError(name, "numbers", f"{array.dtype} of shape {array.shape}")
    if array.ndim < 2:
        raise InputError(name, expected, f"shape {array.shape}")
    with np.errstate(over="ignore"):
        return array.astype(np.float32)


def _clock(found: Any, name: str) -> float:
    expected = f"a number above 0, at most {MAX_FPS:g}"
    scalar = found.item() if isinstance(found, (np.ndarray, np.generic)) and found.ndim == 0 else found
    if isinstance(scalar, bool) or not isinstance(scalar, (int, float)):
        raise InputError(name, expected, "none" if found is None else f"{found!r:.60}")
    fps = float(scalar)
    if not 0 < fps <= MAX_FPS:
        raise InputError(name, expected, f"{fps:g}")
    return fps
