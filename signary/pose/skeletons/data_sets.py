"""Layouts of data sets of three-dimensional joints: PHOENIX14T's "PT format" and the SLRTP 2025 challenge."""

from __future__ import annotations

from signary.pose.layout import Channel, keypoint_layout
from signary.pose.skeletons import face
from signary.pose.skeletons.hands import ARM_PARENTS, HAND_WRISTS, hand_parents, hand_points
from signary.pose.skeletons.holistic import FACE_MIRROR, FACE_PARENTS

_CHANNELS = (Channel("x", "dataset", "left"), Channel("y", "dataset", "down"), Channel("z", "dataset", "forward"))
_LIMBS = ARM_PARENTS | hand_parents("left") | hand_parents("right")

#: 50 joints, neck at the origin, y down (docs/pose_files.md). Joint 0, called head in the format, is where the nose is.
#: Joints 2–4 are the signer's left arm; the hand at 8–28 hangs on joint 7, the right wrist.
PHOENIX50 = keypoint_layout(
    "phoenix50",
    (
        *("nose", "neck", "left_shoulder", "left_elbow", "left_wrist", "right_shoulder", "right_elbow", "right_wrist"),
        *hand_points("right"),
        *hand_points("left"),
    ),
    _CHANNELS,
    parents=_LIMBS | dict.fromkeys(("left_shoulder", "right_shoulder", "nose"), "neck"),
    aliases=HAND_WRISTS,
)
#: 8 body joints, 21 + 21 hand joints and 128 face points, in ascending MediaPipe index, as reduced holistic files list
#: them; 25 fps.
SLRTP178 = keypoint_layout(
    "slrtp178",
    (
        *("right_shoulder", "right_elbow", "right_wrist", "left_shoulder", "left_elbow", "left_wrist"),
        *("right_hip", "left_hip"),
        *hand_points("right"),
        *hand_points("left"),
        *(face.name(point) for point in face.CONTOUR),
    ),
    _CHANNELS,
    parents=_LIMBS | FACE_PARENTS | {f"{side}_hip": f"{side}_shoulder" for side in ("left", "right")},
    aliases=HAND_WRISTS,
    mirrored=FACE_MIRROR,
)
