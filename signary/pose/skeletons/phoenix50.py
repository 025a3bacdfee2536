"""PHOENIX14T "PT format": 50 three-dimensional joints, neck at the origin, y down (docs/pose_files.md)."""

from __future__ import annotations

from signary.pose.layout import Channel, keypoint_layout
from signary.pose.skeletons.hands import hand_parents, hand_points

_ARMS = {
    f"{side}_{joint}": f"{side}_{parent}"
    for side in ("left", "right")
    for joint, parent in (("elbow", "shoulder"), ("wrist", "elbow"))
}
_ROOTS = {"left_shoulder": "neck", "right_shoulder": "neck", "nose": "neck"}
_HANDS = {"left_hand_wrist": "left_wrist", "right_hand_wrist": "right_wrist"}

#: Joint 0, called head in the format, is where the nose is. Joints 2–4 are the signer's left arm; the hand at 8–28
#: hangs on joint 7, the right wrist.
PHOENIX50 = keypoint_layout(
    "phoenix50",
    (
        *("nose", "neck", "left_shoulder", "left_elbow", "left_wrist", "right_shoulder", "right_elbow", "right_wrist"),
        *hand_points("right"),
        *hand_points("left"),
    ),
    (Channel("x", "dataset", "left"), Channel("y", "dataset", "down"), Channel("z", "dataset", "forward")),
    parents={**_ARMS, **_ROOTS, **_HANDS, **hand_parents("left"), **hand_parents("right")},
    aliases={"left_hand_wrist": "left_wrist", "right_hand_wrist": "right_wrist"},
)
