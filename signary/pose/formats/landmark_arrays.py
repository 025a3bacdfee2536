"""Arrays of MediaPipe Holistic, `.npy`: (T, 543, 3) or, with refined faces, (T, 553, 3); also with visibility, (…, 4).

Three orders are in use: pose 33, face, left hand, right hand, as pose-format has it; face, pose, hands (Sem-Lex); and
face, left hand, pose, right hand (frames of parquet tables that were stacked). The order is found by the face, whose
points lie closer together than any others that are as many. Coordinates are shares of a picture whose size the files do
not say, or pixels.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from signary.io.errors import FormatError, InputError
from signary.io.npy import load_npy
from signary.pose.formats.dwpose_json import SIDE
from signary.pose.formats.rates import settle_rate
from signary.pose.picture_size import ASSUMED
from signary.pose.registry import get_layout
from signary.pose.sequence import PoseSequence

_POSE, _HAND = 33, 21
#: Points of a file -> layout.
LAYOUTS = {_POSE + 468 + 2 * _HAND: "holistic", _POSE + 478 + 2 * _HAND: "holistic_refined"}
ORDERS = ("pose-face-hands", "face-pose-hands", "face-left-pose-right")
#: Shares of a picture may be a little outside of it; pixels are more.
_SHARES = 4.0
#: Frames that tell the order.
_LOOKED_AT = 50


def read_landmarks(path: Path | str, *, fps: float | None = None) -> PoseSequence:
    """The sequence in a `.npy` file.

    Args:
        path: The file.
        fps: Frames a second, which the file does not say.

    Returns:
        The sequence, of layout `holistic` or `holistic_refined`; where coordinates are shares, in pixels of a square
        picture, and `metadata["picture_assumed"]` says so.

    Raises:
        InputError: If there is no such file, or no rate is given.
        FormatError: If it is no such array, or nothing in it tells the order of its points.
        UnsafeFileError: If it asks for Python objects, or more memory than it has bytes.
    """
    path = Path(path)
    return landmark_sequence(path.name, load_npy(path), settle_rate(path.name, None, fps))


def landmark_sequence(name: str, array: np.ndarray, fps: float, order: str | None = None) -> PoseSequence:
    """A sequence from an array of landmarks.

    Args:
        name: For messages.
        array: Shape (T, 543 or 553, 2 to 4), or with the last two flattened; missing points are NaN or zeros.
        fps: Frames a second.
        order: One of `ORDERS`; by default it is found.

    Raises:
        FormatError: If the array has another shape, or nothing in it tells the order.
    """
    points = _points(name, array)
    layout = get_layout(LAYOUTS[points.shape[1]])
    if order is None:
        order = _order(name, points)
    elif order not in ORDERS:
        raise InputError("order", f"one of {', '.join(ORDERS)}", repr(order))
    points = points[:, _places(order, points.shape[1])]
    values = np.full((len(points), len(layout.joints), 3), np.nan, np.float32)
    values[..., : min(points.shape[-1], 3)] = points[..., :3]
    if points.shape[-1] == 2:
        values[..., 2] = 0.0
    seen = np.isfinite(points).all(-1) & (points[..., :3] != 0).any(-1)
    confidence = seen.astype(np.float32)
    if points.shape[-1] == 4 and (points[:, :_POSE, 3] > 0).any():  # MediaPipe says it of the body alone
        confidence[:, :_POSE] *= np.where(np.isfinite(points[:, :_POSE, 3]), np.maximum(points[:, :_POSE, 3], 0), 0)
    metadata: dict[str, Any] = {"source": name}
    if np.abs(values[..., :2][seen]).max(initial=0.0) <= _SHARES:
        values *= SIDE
        metadata |= {"width": SIDE, "height": SIDE, ASSUMED: True}
    return PoseSequence.masked(values, layout, fps, confidence, metadata)


def _points(name: str, array: np.ndarray) -> np.ndarray:
    if array.dtype.kind in "fiu":
        for count in LAYOUTS:
            for width in (3, 4, 2):
                if array.ndim >= 2 and len(array) and array.shape[1:] in ((count, width), (count * width,)):
                    with np.errstate(over="ignore"):
                        return array.reshape(len(array), count, width).astype(np.float32)
    counts = " or ".join(map(str, LAYOUTS))
    raise FormatError(name, f"landmarks of shape (T, {counts}, 3)", f"{array.dtype} of shape {array.shape}")


def _places(order: str, count: int) -> np.ndarray:
    """Of the points in our order, where they are in the file."""
    face = count - _POSE - 2 * _HAND
    sizes = {"pose": _POSE, "face": face, "left": _HAND, "right": _HAND}
    blocks = order.replace("hands", "left-right").split("-")
    starts = dict(zip(blocks, np.cumsum([0, *(sizes[block] for block in blocks)])[:-1], strict=True))
    return np.concatenate([np.arange(sizes[block]) + starts[block] for block in ("pose", "face", "left", "right")])


def _order(name: str, points: np.ndarray) -> str:
    """The order in which the points of the face lie closest together, compared with those of the pose."""
    known = np.where((points[..., :2] != 0).any(-1, keepdims=True), points[..., :2], np.nan)
    chosen = known[:: max(1, len(known) // _LOOKED_AT)]
    spreads = {}
    for order in ORDERS:
        ours = chosen[:, _places(order, points.shape[1])]
        pose, face = _spread(ours[:, :_POSE]), _spread(ours[:, _POSE : points.shape[1] - 2 * _HAND])
        if pose > 0 and face > 0:
            spreads[order] = face / pose
    if not spreads:
        expected = f"points that tell their order ({', '.join(ORDERS)})"
        raise FormatError(name, expected, "a face or body that is missing throughout")
    return min(spreads, key=lambda order: spreads[order])


def _spread(points: np.ndarray) -> float:
    """How far the points of a frame are from their middle, in the median of frames; 0 where too few are there."""
    there = np.isfinite(points).all(-1)
    frames = [frame[seen] for frame, seen in zip(points, there, strict=True) if seen.mean() > 0.5]
    return float(np.median([frame.std(axis=0).sum() for frame in frames])) if frames else 0.0
