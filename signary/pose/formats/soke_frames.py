"""A folder of one pickle a frame of SMPL-X parameters, as SOKE, NSA and what they were fitted by have them.

Each frame has `smplx_root_pose` 3, `smplx_body_pose` 63, `smplx_lhand_pose` 45, `smplx_rhand_pose` 45,
`smplx_jaw_pose` 3, `smplx_shape` 10, `smplx_expr` 10: axis-angle in radians, 179 numbers. Of these layout `smplx` holds
133: root and eleven lower joints and the shape are left out. Zero hand rotations are the relaxed hands of MANO
(`mano_mean`). Frames come in the order of the numbers in their names, not in that of the letters.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from signary.io.alike_pickles import read_alike_pickles
from signary.io.budget import Budget
from signary.io.errors import FormatError
from signary.io.quoting import quoted
from signary.io.torch_file import as_array
from signary.pose.formats.rates import settle_rate
from signary.pose.formats.signavatars_pickle import KEPT
from signary.pose.registry import get_layout
from signary.pose.sequence import PoseSequence

#: Parameters of a frame in the order of SOKE's 179 numbers.
PARAMETERS: Mapping[str, int] = {
    **{"smplx_root_pose": 3, "smplx_body_pose": 63, "smplx_lhand_pose": 45, "smplx_rhand_pose": 45},
    **{"smplx_jaw_pose": 3, "smplx_shape": 10, "smplx_expr": 10},
}
#: What zero hand rotations mean in them.
HAND_REFERENCE = "mano_mean"
_FRAME = re.compile(r"(\d{1,9})(?:_3D)?\.pkl")
#: Frames of a clip; frames that no file stands for, for each file there is.
_CLIP, _GAPS = Budget(items=200_000), 10


def is_frame(name: str) -> bool:
    """Whether a file is called as frames are: `CLIP_0_3D.pkl`, `000000.pkl`, `images0001.pkl`."""
    return _FRAME.search(name) is not None


def has_soke_frames(folder: Path) -> bool:
    """Whether a folder holds such frames, by their names and the first bytes of one."""
    with os.scandir(folder) as entries:
        first = next((entry.path for entry in entries if is_frame(entry.name) and entry.is_file()), None)
    if first is None:
        return False
    with open(first, "rb") as file:
        return b"smplx_" in file.read(4096)


def read_soke_folder(path: Path | str, *, fps: float | None = None) -> PoseSequence:
    """The sequence of such a folder, of layout `smplx`; frames that no file stands for are missing.

    Args:
        path: The folder.
        fps: Frames a second, which the files do not say.

    Raises:
        InputError: If there is no rate.
        FormatError: If there are no such frames, a file is broken or lacks a parameter.
        UnsafeFileError: If one asks for anything but data.
    """
    path = Path(path)
    rate = settle_rate(path.name, None, fps)
    metadata = {"source": path.name, "left_out": ["root and lower body", "shape"]}
    return soke_sequence(path, rate, HAND_REFERENCE, metadata)


def soke_sequence(folder: Path, fps: float, hand_reference: str, metadata: Mapping[str, Any]) -> PoseSequence:
    """The frames of a folder; where they have no file, or a parameter that is no finite number, they are missing.

    Args:
        folder: With frames.
        fps: Frames a second.
        hand_reference: What zero hand rotations mean in them.
        metadata: What else is to be said of the sequence.

    Raises:
        FormatError: As `read_soke_folder`.
        UnsafeFileError: As `read_soke_folder`.
    """
    values = frame_values(folder)
    layout = get_layout("smplx")
    certain = np.ones((len(values), len(layout.joints)), np.float32)
    return PoseSequence.masked(values, layout, fps, certain, {"hand_reference": hand_reference, **metadata})


def frame_values(folder: Path) -> np.ndarray:
    """The frames of a folder, (T, 133) float32, NaN in frames without a file.

    Raises:
        FormatError: If a file is broken or lacks a parameter.
        UnsafeFileError: If one asks for anything but data.
    """
    files = frame_files(folder)
    first, last = files[0][0], files[-1][0]
    step = _step([number for number, _ in files])
    count = (last - first) // step + 1
    if count > len(files) * _GAPS:
        raise FormatError(folder.name, f"at most {_GAPS} frames a file", f"frames {first} to {last}")
    _CLIP.check_items(folder.name, count, "frames")
    whole = np.full((count, sum(PARAMETERS.values())), np.nan, np.float32)
    arrays = read_alike_pickles((path for _, path in files), parameters_in)
    for (number, _), frame in zip(files, arrays, strict=True):
        numbers = [frame[name].ravel() for name in PARAMETERS]
        np.concatenate(numbers, out=whole[(number - first) // step], casting="same_kind")
    values = whole[:, KEPT]
    values[~np.isfinite(values)] = np.nan
    return values


def frame_files(folder: Path) -> list[tuple[int, str]]:
    """Number and path of every frame of a folder, by their numbers.

    Raises:
        FormatError: If a file has no number, or two have the same one.
    """
    found: dict[int, str] = {}
    for entry in os.scandir(folder):
        if not entry.name.endswith(".pkl"):
            continue
        number = _FRAME.search(entry.name)
        if number is None:
            raise FormatError(f"{folder.name}/{entry.name}", "a number before .pkl", "none")
        if int(number[1]) in found:
            raise FormatError(f"{folder.name}/{entry.name}", "one file a frame", f"two of number {number[1]}")
        found[int(number[1])] = entry.path
    if not found:
        raise FormatError(folder.name, "frames such as CLIP_0_3D.pkl", "none")
    return sorted(found.items())


def _step(numbers: Sequence[int]) -> int:
    """Frames that every second or fourth picture was made of are not frames with gaps."""
    steps = set(np.diff(numbers).tolist())
    return steps.pop() if len(steps) == 1 else 1


def parameters_in(path: Path, found: Any) -> dict[str, np.ndarray]:
    """The parameters of a frame, each of the size it has to have.

    Raises:
        FormatError: If one is missing, or has another size.
    """
    where = f"{path.parent.name}/{path.name}"
    if not isinstance(found, dict):
        raise FormatError(where, f"a dictionary with {', '.join(PARAMETERS)}", type(found).__name__)
    arrays: dict[str, np.ndarray] = {}
    for name, size in PARAMETERS.items():
        array = found.get(name)
        numbers = as_array(array) if not isinstance(array, (list, tuple)) else _listed(array)
        if numbers is None or numbers.size != size or numbers.dtype.kind not in "fiu":
            got = getattr(array, "shape", None) or quoted(array)
            raise FormatError(f"{where}, {name}", f"{size} numbers", str(got))
        arrays[name] = numbers
    return arrays


def _listed(numbers: Sequence[Any]) -> np.ndarray | None:
    """A flat list of numbers as an array: a list of lists may be endless when it is written out."""
    if not all(isinstance(number, (int, float, np.number)) for number in numbers):
        return None
    try:
        return np.array(numbers, np.float32)
    except OverflowError:
        return None
