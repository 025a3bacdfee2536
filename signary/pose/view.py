"""From one layout to another with sensible units: parameters to joints, metres to pixels, data sets to data sets.

Sizes go by the shoulders: each unit has a documented shoulder width and place of the neck, and the median shoulder
width of the sequence decides the scale. The view is orthographic and from the front.
"""

from __future__ import annotations

import numpy as np

from signary.io.errors import InputError
from signary.pose.kinematics import Skeleton, forward_kinematics
from signary.pose.layout import PoseLayout, get_layout
from signary.pose.sequence import PoseSequence

#: Pictures are this many pixels wide and high; the middle of the shoulders lies at NECK_PIXEL.
PICTURE_PIXELS, NECK_PIXEL = 1000, (500.0, 420.0)
#: Distance between the shoulder joints in each unit: the built-in body's, in pixels 20 % of a picture, PT format's.
SHOULDER_WIDTH = {"metre": 0.356, "pixel": 200.0, "normalised": 0.2, "dataset": 0.334}


def unit_of(layout: PoseLayout) -> str:
    """The unit of a keypoint layout's first channel."""
    return layout.channels[0].unit


def shoulder_width(sequence: PoseSequence) -> float:
    """Median distance between the shoulders in the frontal plane, in the sequence's unit.

    Raises:
        InputError: If the layout has no shoulders or they are missing in every frame.
    """
    left, right = (sequence.joints[:, sequence.layout.index(f"{side}_shoulder"), :2] for side in ("left", "right"))
    widths = np.linalg.norm(left - right, axis=-1)
    if not np.isfinite(widths).any() or not np.nanmedian(widths) > 0:
        raise InputError("sequence", "shoulders in at least one frame", "none")
    return float(np.nanmedian(widths))


def _middle_of_shoulders(sequence: PoseSequence) -> np.ndarray:
    """Median place between the shoulders, one number a channel; NaN where a channel is missing."""
    both = [sequence.joints[:, sequence.layout.index(f"{side}_shoulder")] for side in ("left", "right")]
    return np.asarray(np.nanmedian((both[0] + both[1]) / 2, axis=0))


def to_layout(sequence: PoseSequence, layout: PoseLayout | str, skeleton: Skeleton | None = None) -> PoseSequence:
    """The same signing in another keypoint layout.

    Parameters become joints first (`forward_kinematics`). Between layouts of different units the sequence is scaled
    so that its shoulders have the target's width; pixels get a picture of 1000 × 1000 with the signer in the middle,
    PT-format data the neck at the origin of every frame.

    Args:
        sequence: Any sequence whose layout has shoulders, or one of layout `smplx`.
        layout: Target keypoint layout or its name.
        skeleton: Body for parameters; the built-in one by default.

    Raises:
        UnknownLayoutError: If there is no layout of that name.
        InputError: If the target holds parameters, or needs an axis that the source has not.
    """
    target = get_layout(layout) if isinstance(layout, str) else layout
    if target.name == sequence.layout.name:
        return sequence
    if not target.is_keypoints:
        raise InputError("layout", "a keypoint layout (fitting a body model to joints is not done here)", target.name)
    if sequence.layout.name == "smplx":
        sequence = forward_kinematics(sequence, skeleton)
        if target.name == sequence.layout.name:
            return sequence
    source_unit, unit = unit_of(sequence.layout), unit_of(target)
    if source_unit == unit and unit != "dataset":
        return sequence.convert(target)
    scale = SHOULDER_WIDTH[unit] / shoulder_width(sequence)
    moved = sequence.convert(target, scale=scale)
    neck = np.zeros(len(target.channels))
    if unit in ("pixel", "normalised"):
        neck[:2] = np.array(NECK_PIXEL) * (1.0 if unit == "pixel" else 1.0 / PICTURE_PIXELS)
    shift = neck - np.nan_to_num(_middle_of_shoulders(moved))
    if "neck" in target.joints and unit == "dataset":
        return _neck_at_origin(moved)
    placed = moved.joints + shift.astype(np.float32)
    facts = dict(moved.metadata)
    if unit == "pixel":
        facts |= {"width": PICTURE_PIXELS, "height": PICTURE_PIXELS}
    return PoseSequence(placed, target, moved.fps, moved.confidence, facts)


def _neck_at_origin(sequence: PoseSequence) -> PoseSequence:
    neck = sequence.joints[:, [sequence.layout.index("neck")]]
    if np.isnan(neck).any():
        raise InputError("sequence", "a neck in every frame", "frames without one")
    return PoseSequence(sequence.joints - neck, sequence.layout, sequence.fps, sequence.confidence, sequence.metadata)
