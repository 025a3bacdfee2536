"""From one layout to another with sensible units: parameters to joints, metres to pixels, data sets to data sets.

Sizes go by the shoulders: each unit has a documented distance between them. Pixels are an orthographic picture from
the front, `SIZE` × `SIZE`: x to the signer's left (the right of the picture), y down, z backward, so that what is
nearer to the viewer is negative; z has the same scale and keeps its origin (the pelvis of the SMPL-X tree, where
MediaPipe has the middle of the hips).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from signary.io.errors import InputError, UnknownLayoutError
from signary.pose.kinematics import Skeleton, forward_kinematics
from signary.pose.layout import PoseLayout, joint_map
from signary.pose.registry import get_layout
from signary.pose.sequence import PoseSequence
from signary.pose.skeletons.holistic import CHANNELS
from signary.pose.skeletons.rest import rest_positions

SIZE, SHOULDERS_AT = 1000, (0.5, 0.42)
#: Distance between the shoulder joints in each unit: the built-in body's, a quarter of a picture, PT format's.
SHOULDER_WIDTH = {"metre": 0.356, "pixel": 250.0, "normalised": 0.25, "dataset": 0.334}
#: SMPL-X motion in signary has no legs: these stay at rest, mostly below the picture.
_LEGS = ("knee", "ankle", "heel", "big_toe")


def unit_of(layout: PoseLayout) -> str:
    """The unit of a keypoint layout's first channel."""
    return layout.channels[0].unit


def shoulder_width(sequence: PoseSequence) -> float:
    """Median distance between the shoulders in the frontal plane, in the sequence's unit.

    Raises:
        InputError: If the layout has no shoulders or they are missing in every frame.
    """
    return float(np.linalg.norm(_shoulder_line(sequence)[:2]))


def _shoulders(sequence: PoseSequence) -> np.ndarray:
    """Left and right shoulder in the frames that show both, shape (T', 2, C)."""
    layout = sequence.layout
    if {"left_shoulder", "right_shoulder"} - set(layout.joints):
        raise InputError("sequence", "a layout with both shoulders", layout.name)
    both = sequence.joints[:, [layout.index("left_shoulder"), layout.index("right_shoulder")]]
    both = np.asarray(both[np.isfinite(both).all((1, 2))])
    if not len(both):
        raise InputError("sequence", "a frame that shows both shoulders", "none")
    return both


def _shoulder_line(sequence: PoseSequence) -> np.ndarray:
    both = _shoulders(sequence)
    widths = np.linalg.norm((both[:, 0] - both[:, 1])[:, :2], axis=-1)
    typical = (both[:, 0] - both[:, 1])[np.argsort(widths)[len(widths) // 2]]
    if not np.linalg.norm(typical[:2]) > 0:
        raise InputError("sequence", "shoulders that are apart", "shoulders in one place")
    return np.asarray(typical)


def to_layout(sequence: PoseSequence, layout: PoseLayout | str, skeleton: Skeleton | None = None) -> PoseSequence:
    """The same signing in another keypoint layout.

    Parameters become joints first (`forward_kinematics`). Between layouts of different units the sequence is scaled
    so that its shoulders have the target's width; a picture has the signer in its middle, a target in data-set units
    with a neck has it at the origin of every frame (PT format); where the source has none, the middle of its shoulders.

    Args:
        sequence: Any sequence whose layout has shoulders, or one of layout `smplx`.
        layout: Target keypoint layout or its name.
        skeleton: Body for parameters; the built-in one by default.

    Raises:
        UnknownLayoutError: If there is no layout of that name, or it shares no joint with the sequence's.
        InputError: If the target holds parameters, needs an axis that the source has not, or shoulders are missing.
    """
    target = get_layout(layout) if isinstance(layout, str) else layout
    if target == sequence.layout:
        return sequence
    if not target.is_keypoints:
        raise InputError("layout", "a keypoint layout (signary.pose.lifting makes smplx of keypoints)", target.name)
    if unit_of(target) not in SHOULDER_WIDTH:
        raise InputError("layout", f"positions in {', '.join(SHOULDER_WIDTH)}", f"{target.name} in {unit_of(target)}")
    if sequence.layout.name == "smplx":
        sequence = forward_kinematics(sequence, skeleton)
    if (joint_map(sequence.layout, target) < 0).all():
        raise UnknownLayoutError(
            "layout", f"one with a joint of {sequence.layout.name}", f"{target.name}, which has none"
        )
    source_unit, unit = unit_of(sequence.layout), unit_of(target)
    if target == sequence.layout or (source_unit == unit and unit != "dataset"):
        return sequence.convert(target)
    if not len(sequence):
        return _in_picture(sequence.convert(target, scale=SHOULDER_WIDTH[unit]))  # of nothing every size is right
    scale, middle = _scale_to(sequence, unit)
    origin = -scale * middle
    if unit in ("pixel", "normalised"):
        picture = SIZE if unit == "pixel" else 1
        origin[:2] += [SHOULDERS_AT[0] * picture, -SHOULDERS_AT[1] * picture]
    moved = sequence.convert(target, scale=scale, origin=_on_axes(origin, target))
    if unit == "dataset" and "neck" in target.joints:
        return _neck_at_origin(moved)
    if unit == "pixel" and sequence.layout.name == "smplx_joints":
        moved = _without_legs(moved)
    return _in_picture(moved)


def _in_picture(sequence: PoseSequence) -> PoseSequence:
    """Pixels come with the size of their picture."""
    pixels = unit_of(sequence.layout) == "pixel"
    return sequence.with_metadata(width=SIZE, height=SIZE, depth=SIZE) if pixels else sequence


def in_pixels(sequence: PoseSequence) -> PoseSequence:
    """The sequence in a pixel layout, with the picture's size in its metadata.

    Layouts in pixels stay as they are. SMPL-X motion (`smplx`, `smplx_joints`) becomes `holistic`, in which points
    that signary does not have are missing: the inner points of the face, heels, and the legs, which never move. Other
    layouts keep their joints.

    Raises:
        InputError: If the motion is neither in pixels nor has shoulders to take the scale from, or its hand reference
            needs the licensed body model.
    """
    layout = sequence.layout
    if any(channel.unit == "pixel" for channel in layout.channels):
        return sequence
    if layout.name in ("smplx", "smplx_joints"):
        return to_layout(sequence, "holistic")
    pixels = replace(layout, name=f"{layout.name}_pixels", channels=CHANNELS[: len(layout.channels)])
    return to_layout(sequence, pixels)


def _scale_to(sequence: PoseSequence, unit: str) -> tuple[float, np.ndarray]:
    """Target units per source unit, and the middle of the shoulders, (left, up, forward) in source units."""
    layout = sequence.layout
    if layout.name == "smplx_joints":
        # The rest body's shoulders, not the sequence's: pieces of a stream must not differ in scale.
        rest = rest_positions()[[layout.index("left_shoulder"), layout.index("right_shoulder")]]
        return SHOULDER_WIDTH[unit] / float(np.linalg.norm(rest[0] - rest[1])), np.array([*rest.mean(0)[:2], 0.0])
    middle = np.zeros(3)
    signs = [-1.0 if channel.direction in ("right", "down", "backward") else 1.0 for channel in layout.channels]
    middle[: len(signs)] = np.median(_shoulders(sequence).mean(1), axis=0) * signs
    middle[2] = 0.0
    return SHOULDER_WIDTH[unit] / shoulder_width(sequence), middle


def _on_axes(point: np.ndarray, target: PoseLayout) -> list[float]:
    """A point (left, up, forward) on the target's own axes."""
    axes = {
        "left": (0, 1.0),
        "right": (0, -1.0),
        "up": (1, 1.0),
        "down": (1, -1.0),
        "forward": (2, 1.0),
        "backward": (2, -1.0),
    }
    found = [axes.get(channel.direction, (0, 0.0)) for channel in target.channels]
    return [float(sign * point[axis]) for axis, sign in found]


def _neck_at_origin(sequence: PoseSequence) -> PoseSequence:
    """PT format's origin. Detectors without a neck have it, as OpenPose does, in the middle of the shoulders."""
    index = sequence.layout.index
    neck, shoulders = index("neck"), [index("left_shoulder"), index("right_shoulder")]
    joints, certainty = sequence.joints.copy(), sequence.certainty.copy()
    if not certainty[:, neck].any():
        joints[:, neck] = joints[:, shoulders].mean(1)
        certainty[:, neck] = certainty[:, shoulders].min(1)
    if np.isnan(joints[:, neck]).any():
        raise InputError("sequence", "a neck, or both shoulders, in every frame", "frames without them")
    return replace(sequence, values=joints - joints[:, [neck]], confidence=certainty)


def _without_legs(sequence: PoseSequence) -> PoseSequence:
    confidence = sequence.certainty.copy()
    confidence[:, [at for at, name in enumerate(sequence.layout.joints) if name.endswith(_LEGS)]] = 0.0
    return PoseSequence.masked(sequence.values, sequence.layout, sequence.fps, confidence, sequence.metadata)
