"""Which joints of a sequence a metric reads."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from signary.evaluation.errors import MissingJointError
from signary.io.errors import InputError
from signary.pose.kinematics import forward_kinematics
from signary.pose.layout import PoseLayout
from signary.pose.sequence import PoseSequence
from signary.pose.skeletons.smplx import SMPLX_JOINTS

#: Parts that metrics are reported for; `hand` is the mean of both hands.
PARTS = ("body", "hand")
#: The upper body: joints 12 to 21 of SMPL-X, those of SOKE's 133 numbers. Other layouts have some of them.
UPPER_BODY = (
    *("neck", "left_collar", "right_collar", "head", "left_shoulder", "right_shoulder"),
    *("left_elbow", "right_elbow", "left_wrist", "right_wrist"),
)
SIDES = ("left", "right")


def joint_layout(layout: PoseLayout) -> PoseLayout:
    """The keypoint layout in which sequences of a layout are measured."""
    return layout if layout.is_keypoints else SMPLX_JOINTS


def as_joints(sequence: PoseSequence) -> PoseSequence:
    """The sequence in a keypoint layout (`smplx` by forward kinematics), without padding.

    Padding are the frames at the end in which no joint (of `smplx`: no parameter) is there.
    """
    if sequence.confidence is not None:
        seen = np.flatnonzero((sequence.confidence > 0).any(1))
        sequence = sequence[: int(seen[-1]) + 1 if len(seen) else 0]
    return sequence if sequence.layout.is_keypoints else forward_kinematics(sequence)


def part_joints(sequence: PoseSequence, part: str) -> Iterator[np.ndarray]:
    """Positions of the joints of a part, float64 of shape (T, J, C); both hands one after the other.

    Hands are the joints of the layout's hand and its wrist, which stands first. `smplx` becomes joints by forward
    kinematics.

    Args:
        sequence: Of a keypoint layout, or `smplx`.
        part: One of `PARTS`.

    Raises:
        InputError: If the part is unknown or the layout lacks it.
        MissingJointError: If a joint is missing in a frame.
    """
    if part not in PARTS:
        raise InputError("part", f"one of {', '.join(PARTS)}", repr(part))
    joints = sequence if sequence.layout.is_keypoints else forward_kinematics(sequence)
    for name, chosen in _chosen(joints.layout, part):
        yield complete_joints(joints.joints[:, chosen], f"all joints of {name}")


def all_joints(sequence: PoseSequence) -> np.ndarray:
    """Positions of all joints of a keypoint layout, float64 of shape (T, J, C).

    Raises:
        MissingJointError: If a joint is missing in a frame.
    """
    return complete_joints(sequence.joints, f"all joints of {sequence.layout.name}")


def wrists(sequence: PoseSequence, *, complete: bool) -> np.ndarray:
    """Positions of left and right wrist, float64 of shape (T, 2, C); NaN where missing.

    Args:
        sequence: Of a keypoint layout.
        complete: Refuse missing ones.

    Raises:
        InputError: If the layout has no wrists.
        MissingJointError: If one is missing in a frame.
    """
    places = np.asarray(sequence.joints[:, [sequence.layout.index(f"{side}_wrist") for side in SIDES]])
    return complete_joints(places, "both wrists") if complete else places.astype(np.float64)


def complete_joints(places: np.ndarray, what: str) -> np.ndarray:
    """Places (T, J, C) in float64, or an error that names the first frame in which one is missing.

    Raises:
        MissingJointError: If a number is not finite.
    """
    lost = ~np.isfinite(places).all((1, 2))
    if lost.any():
        raise MissingJointError("sequence", f"{what} in every frame", f"a missing one in frame {int(lost.argmax())}")
    return places.astype(np.float64)


def _chosen(layout: PoseLayout, part: str) -> Iterator[tuple[str, list[int]]]:
    if part == "body":
        known = [layout.index(name) for name in UPPER_BODY if name in layout.joints or name in layout.aliases]
        if len(known) < 3:
            raise InputError("sequence", "a layout with three joints of the upper body", layout.name)
        yield "body", known
        return
    for side in SIDES:
        name = f"{side}_hand"
        if name not in layout.parts or not {f"{side}_wrist"} & {*layout.joints, *layout.aliases}:
            raise InputError("sequence", f"a layout with {name} and its wrist", layout.name)
        # Layouts whose hands have a wrist of their own have another one at the end of the arm: it is not counted twice.
        own = [joint for joint in layout.parts[name] if layout.canonical(joint) == f"{side}_wrist"]
        wrist = own[0] if own else layout.index(f"{side}_wrist")
        yield name, [wrist, *(joint for joint in layout.parts[name] if joint != wrist)]
