"""Which joints of a sequence a metric reads."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from signary.io.errors import InputError
from signary.pose.kinematics import forward_kinematics
from signary.pose.layout import PoseLayout
from signary.pose.sequence import PoseSequence

#: Parts that metrics are reported for; `hand` is the mean of both hands.
PARTS = ("body", "hand")
#: The upper body: joints 12 to 21 of SMPL-X, those of SOKE's 133 numbers. Other layouts have some of them.
UPPER_BODY = (
    *("neck", "left_collar", "right_collar", "head", "left_shoulder", "right_shoulder"),
    *("left_elbow", "right_elbow", "left_wrist", "right_wrist"),
)
SIDES = ("left", "right")


def part_joints(sequence: PoseSequence, part: str) -> Iterator[np.ndarray]:
    """Positions of the joints of a part, float64 of shape (T, J, C); both hands one after the other.

    Hands are the joints of the layout's hand and its wrist, which stands first. `smplx` becomes joints by forward
    kinematics.

    Args:
        sequence: Of a keypoint layout, or `smplx`.
        part: One of `PARTS`.

    Raises:
        InputError: If the part is unknown, the layout lacks it, or a joint is missing in a frame.
    """
    if part not in PARTS:
        raise InputError("part", f"one of {', '.join(PARTS)}", repr(part))
    joints = forward_kinematics(sequence) if not sequence.layout.is_keypoints else sequence
    for name, chosen in _chosen(joints.layout, part):
        places = joints.joints[:, chosen].astype(np.float64)
        if not np.isfinite(places).all():
            frame = int(np.flatnonzero(~np.isfinite(places).all((1, 2)))[0])
            raise InputError("sequence", f"all joints of {name} in every frame", f"a missing one in frame {frame}")
        yield places


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
        wrist = layout.index(f"{side}_wrist")
        yield name, [wrist, *(joint for joint in layout.parts[name] if joint != wrist)]
