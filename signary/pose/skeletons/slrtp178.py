"""The SLRTP 2025 challenge: 8 body joints, 21 + 21 hand joints, 128 face points, three-dimensional, 25 fps.

The face points are taken in ascending MediaPipe index, as reduced holistic files list them.
"""

from __future__ import annotations

from signary.pose.layout import Channel, keypoint_layout
from signary.pose.skeletons import face
from signary.pose.skeletons.hands import hand_parents, hand_points
from signary.pose.skeletons.holistic import FACE_MIRROR, FACE_PARENTS

_ARMS = {
    f"{side}_{joint}": f"{side}_{parent}"
    for side in ("left", "right")
    for joint, parent in (("elbow", "shoulder"), ("wrist", "elbow"), ("hip", "shoulder"), ("hand_wrist", "wrist"))
}

SLRTP178 = keypoint_layout(
    "slrtp178",
    (
        *("right_shoulder", "right_elbow", "right_wrist", "left_shoulder", "left_elbow", "left_wrist"),
        *("right_hip", "left_hip"),
        *hand_points("right"),
        *hand_points("left"),
        *(face.name(point) for point in face.CONTOUR),
    ),
    (Channel("x", "dataset", "left"), Channel("y", "dataset", "down"), Channel("z", "dataset", "forward")),
    parents={**_ARMS, **FACE_PARENTS, **hand_parents("left"), **hand_parents("right")},
    aliases={"left_hand_wrist": "left_wrist", "right_hand_wrist": "right_wrist"},
    mirrored=FACE_MIRROR,
)
