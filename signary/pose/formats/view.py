"""The picture in which motion without pixels is written to `.pose` files.

An orthographic view from the front onto a square of `SIZE` pixels: x to the signer's left (the right of the picture), y
down, z backward, so that what is nearer to the viewer is negative. The shoulders are `SHOULDER_SHARE` of the width
apart, their middle lies at `SHOULDERS_AT`; z has the same scale and keeps its origin (the pelvis of the SMPL-X tree,
where MediaPipe has the middle of the hips).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from signary.io.errors import InputError
from signary.pose.kinematics import forward_kinematics
from signary.pose.layout import PoseLayout, get_layout
from signary.pose.sequence import PoseSequence
from signary.pose.skeletons.holistic import CHANNELS
from signary.pose.skeletons.rest import rest_positions

SIZE = 1000
SHOULDER_SHARE = 0.25
SHOULDERS_AT = (0.5, 0.42)
#: SMPL-X motion in signary has no legs: these stay at rest, mostly below the picture.
_LEGS = ("knee", "ankle", "heel", "big_toe")


def in_pixels(sequence: PoseSequence) -> PoseSequence:
    """The sequence in a pixel layout, with the picture's size in its metadata.

    Layouts in pixels stay as they are. SMPL-X motion (`smplx`, `smplx_joints`) becomes `holistic`, in which points
    that signary does not have are missing: the inner points of the face, heels, and the legs, which never move. Other
    layouts keep their joints.

    Raises:
        InputError: If the motion is neither in pixels nor has shoulders to take the scale from, or its hand reference
            needs the licensed body model.
    """
    if any(channel.unit == "pixel" for channel in sequence.layout.channels):
        return sequence
    if sequence.layout.name == "smplx":
        sequence = forward_kinematics(sequence)
    scale, middle = _scale(sequence)
    target = get_layout("holistic") if sequence.layout.name == "smplx_joints" else _pixel_layout(sequence.layout)
    origin = [SHOULDERS_AT[0] * SIZE - scale * middle[0], SHOULDERS_AT[1] * SIZE + scale * middle[1], 0.0]
    seen = sequence.convert(target, scale=scale, origin=origin[: len(target.channels)])
    if target.name == "holistic":
        seen = _without(seen, [at for at, name in enumerate(target.joints) if name.endswith(_LEGS)])
    return seen.with_metadata(width=SIZE, height=SIZE, depth=SIZE)


def _scale(sequence: PoseSequence) -> tuple[float, np.ndarray]:
    """Pixels a unit, and the middle of the shoulders (to the left, up, forward) in the sequence's units."""
    layout = sequence.layout
    if layout.name == "smplx_joints":
        # The rest body's, not the sequence's: pieces of a stream must not differ in scale.
        rest = rest_positions()[[layout.index("left_shoulder"), layout.index("right_shoulder")]]
        return _pixels(rest[0] - rest[1]), rest.mean(0)
    names = [joint for joint in ("left_shoulder", "right_shoulder") if joint in layout.joints]
    shoulders = sequence.joints[:, [layout.index(joint) for joint in names]]
    seen = np.isfinite(shoulders).all((1, 2))
    if len(names) < 2 or not seen.any():
        raise InputError("sequence", "a layout in pixels, or a frame that shows both shoulders", layout.name)
    up = np.array([-1.0 if channel.direction in ("right", "down", "backward") else 1.0 for channel in layout.channels])
    typical = np.median(shoulders[seen], axis=0) * up
    return _pixels(typical[0] - typical[1]), typical.mean(0)


def _pixels(between_shoulders: np.ndarray) -> float:
    width = float(np.linalg.norm(between_shoulders))
    if width == 0.0:
        raise InputError("sequence", "shoulders that are apart", "shoulders in one place")
    return SHOULDER_SHARE * SIZE / width


def _pixel_layout(layout: PoseLayout) -> PoseLayout:
    return replace(layout, name=f"{layout.name}_pixels", channels=CHANNELS[: len(layout.channels)])


def _without(sequence: PoseSequence, joints: list[int]) -> PoseSequence:
    confidence = sequence.certainty.copy()
    confidence[:, joints] = 0.0
    return PoseSequence.masked(sequence.values, sequence.layout, sequence.fps, confidence, sequence.metadata)
