"""COCO-WholeBody as HRNet, RTMPose and DWPose give it: body 17, feet 6, face 68, hands 21 + 21, each (x, y).

The layout is not among those that come with the package by name: whatever has it carries it.
"""

from __future__ import annotations

from signary.pose.layout import Channel, keypoint_layout
from signary.pose.skeletons import face
from signary.pose.skeletons.hands import HAND_WRISTS, hand_parents, hand_points

_BODY17 = (
    *("nose", "left_eye", "right_eye", "left_ear", "right_ear", "left_shoulder", "right_shoulder"),
    *("left_elbow", "right_elbow", "left_wrist", "right_wrist", "left_hip", "right_hip", "left_knee", "right_knee"),
    *("left_ankle", "right_ankle"),
)
_FEET = tuple(f"{side}_{joint}" for side in ("left", "right") for joint in ("big_toe", "small_toe", "heel"))
_FACE = tuple(f"face_op{at}" for at in range(68))
_PARENTS = {
    f"{side}_{joint}": "nose" if parent == "nose" else f"{side}_{parent}"
    for side in ("left", "right")
    for joint, parent in (
        *(("eye", "nose"), ("ear", "eye"), ("elbow", "shoulder"), ("wrist", "elbow"), ("hand_wrist", "wrist")),
        *(("hip", "shoulder"), ("knee", "hip"), ("ankle", "knee"), ("big_toe", "ankle"), ("small_toe", "big_toe")),
        ("heel", "ankle"),
    )
}
_CHAINS = ((0, 17), (17, 22), (22, 27), (27, 31), (31, 36), (36, 42), (42, 48), (48, 60), (60, 68))
_FACE_PARENTS = {_FACE[at]: _FACE[at - 1] for start, end in _CHAINS for at in range(start + 1, end)}


def _face_mirror() -> dict[str, str]:
    pairs = face.mirror_pairs()
    mirrored = pairs | {right: left for left, right in pairs.items()}
    points = face.OPENPOSE70[: len(_FACE)]
    where = {point: at for at, point in enumerate(points)}
    return {_FACE[at]: _FACE[where[mirrored.get(point, point)]] for at, point in enumerate(points)}


WHOLEBODY133 = keypoint_layout(
    "wholebody133",
    (*_BODY17, *_FEET, *_FACE, *hand_points("left"), *hand_points("right")),
    (Channel("x", "pixel", "left"), Channel("y", "pixel", "down")),
    parents={**_PARENTS, **_FACE_PARENTS, **hand_parents("left"), **hand_parents("right")},
    aliases={
        **HAND_WRISTS,
        **{joint: face.name(point) for joint, point in zip(_FACE, face.OPENPOSE70, strict=False)},
    },
    mirrored=_face_mirror(),
)
