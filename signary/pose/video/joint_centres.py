"""Joints of a body model for the points that MediaPipe sees: both mean the same limb and not the same place.

MediaPipe's shoulder lies on the shoulder, that of SMPL-X in the joint below, farther out; its elbow moves on the skin
around the joint as the arm lifts and bends. Such differences belong to the two sets of names, not to what was seen, so
they are measured once and taken away here. In shoulder widths of the body model, in the picture, with `out` from the
middle of the shoulders to the side of the arm and `up` square to it:

    shoulder seen = shoulder + a out + b up
    elbow seen = elbow + c out + d up + e (elbow − shoulder) + f (wrist − elbow)

The six numbers were fitted by least squares to films of signary's own figure (`python benchmarks/video.py --fit`),
which is synthetic: for people they are as right as its shoulders are like theirs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from signary.io.errors import InputError
from signary.pose.sequence import PoseSequence

Floats = NDArray[np.float64]

SIDES = ("left", "right")
#: Metadata of what MediaPipe has seen.
SEEN_BY_MEDIAPIPE: Mapping[str, str] = MappingProxyType({"detector": "mediapipe"})
_JOINTS = ("shoulder", "elbow")


@dataclass(frozen=True)
class JointCentres:
    """Where MediaPipe's points lie off the joints, as above.

    Attributes:
        shoulder: a, b.
        elbow: c, d, e, f.
    """

    shoulder: tuple[float, float] = (-0.043, 0.062)
    elbow: tuple[float, float, float, float] = (0.003, -0.023, -0.07, -0.028)

    def joints(self, seen: PoseSequence) -> PoseSequence:
        """A sequence whose shoulders and elbows are those of the body model; all else is as it was.

        Args:
            seen: Of MediaPipe, in pixels, x to the right and y down: layout `holistic` or `holistic_refined`. Frames
                in which a shoulder is not seen stay as they are; elbows need the wrist as well.

        Raises:
            InputError: If the layout has no shoulders, elbows and wrists.
        """
        at = {name: _index(seen, name) for side in SIDES for name in (f"{side}_{end}" for end in (*_JOINTS, "wrist"))}
        values = seen.joints.astype(np.float64)
        points = {name: values[:, index, :2].copy() for name, index in at.items()}
        width, right, up = _frame(points["left_shoulder"], points["right_shoulder"], self.shoulder[0])
        for side, sign in (("left", 1.0), ("right", -1.0)):
            out = sign * right
            shoulder = points[f"{side}_shoulder"] - width * (self.shoulder[0] * out + self.shoulder[1] * up)
            c, d, e, f = self.elbow
            elbow = points[f"{side}_elbow"] - width * (c * out + d * up) + e * shoulder - f * points[f"{side}_wrist"]
            for end, place in (("shoulder", shoulder), ("elbow", elbow / (1 + e - f))):
                known = np.isfinite(place).all(-1)
                values[known, at[f"{side}_{end}"], :2] = place[known]
        flat = values.reshape(len(values), -1).astype(np.float32)
        return PoseSequence(flat, seen.layout, seen.fps, seen.confidence, seen.metadata)


def at_joints(sequence: PoseSequence) -> PoseSequence:
    """A sequence whose shoulders and elbows are joints: what MediaPipe has seen is moved there, others are as they are.

    Videos that signary reads say in their metadata who saw them; files of motion do not.
    """
    said = {name: sequence.metadata.get(name) for name in SEEN_BY_MEDIAPIPE}
    if said != dict(SEEN_BY_MEDIAPIPE) or not sequence.layout.name.startswith("holistic"):
        return sequence
    moved = JointCentres().joints(sequence)
    kept = {name: fact for name, fact in moved.metadata.items() if name not in SEEN_BY_MEDIAPIPE}
    return replace(moved, metadata=kept)


def fit_centres(clips: list[tuple[PoseSequence, dict[str, Floats], dict[str, NDArray[np.bool_]]]]) -> JointCentres:
    """The six numbers for clips whose joints are known.

    Args:
        clips: What was seen; joint -> its places (T, 2) in the picture; joint -> frames (T,) in which it is seen.

    Returns:
        What makes the squared differences smallest; all of MediaPipe's own mistakes count as well.
    """
    rows: dict[str, list[Floats]] = {end: [] for end in _JOINTS}
    wanted: dict[str, list[Floats]] = {end: [] for end in _JOINTS}
    for seen, true, there in clips:
        width, right, up = _frame(true["left_shoulder"], true["right_shoulder"], 0.0)
        for side, sign in (("left", 1.0), ("right", -1.0)):
            shoulder, elbow, wrist = (true[f"{side}_{end}"] for end in (*_JOINTS, "wrist"))
            terms = [sign * right, up, (elbow - shoulder) / width, (wrist - elbow) / width]
            for end, count in (("shoulder", 2), ("elbow", 4)):
                name = f"{side}_{end}"
                off = (seen.joints[:, _index(seen, name), :2] - true[name]) / width
                rows[end].append(np.stack(terms[:count], -1)[there[name]].reshape(-1, count))
                wanted[end].append(off[there[name]].reshape(-1))
    found = [np.linalg.lstsq(np.concatenate(rows[end]), np.concatenate(wanted[end]), rcond=None)[0] for end in _JOINTS]
    (a, b), (c, d, e, f) = (map(float, numbers) for numbers in found)
    return JointCentres((a, b), (c, d, e, f))


def _index(seen: PoseSequence, name: str) -> int:
    if name not in seen.layout.joints:
        raise InputError("layout", "one of MediaPipe, with shoulders, elbows and wrists", seen.layout.name)
    return seen.layout.index(name)


def _frame(left: Floats, right: Floats, out: float) -> tuple[float, Floats, Floats]:
    """Width of the shoulders' joints over a clip, and the directions to the left and up in every frame (T, 2)."""
    across = left - right
    length = np.linalg.norm(across, axis=-1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        along = np.where(length > 0, across / length, np.nan)
    known = np.isfinite(length)
    # Both points lie `out` of a width farther out than the joints.
    width = float(np.median(length[known])) / (1 + 2 * out) if known.any() else np.nan
    # Square to it; y is down in pixels.
    square = np.stack([along[:, 1], -along[:, 0]], -1)
    return width, along, square
