"""OpenPose: body 25, face 70, hands 21 + 21, each (x, y); its confidence is the sequence's confidence."""

from __future__ import annotations

from signary.pose.layout import Channel, keypoint_layout
from signary.pose.skeletons import face
from signary.pose.skeletons.hands import HAND_WRISTS, hand_parents, hand_points

BODY25 = (
    *("nose", "neck", "right_shoulder", "right_elbow", "right_wrist", "left_shoulder", "left_elbow", "left_wrist"),
    *("pelvis", "right_hip", "right_knee", "right_ankle", "left_hip", "left_knee", "left_ankle"),
    *("right_eye", "left_eye", "right_ear", "left_ear"),
    *("left_big_toe", "left_small_toe", "left_heel", "right_big_toe", "right_small_toe", "right_heel"),
)
_BODY_PARENTS = {"nose": "neck", "pelvis": "neck"} | {
    f"{side}_{joint}": parent if parent in ("neck", "nose", "pelvis") else f"{side}_{parent}"
    for side in ("left", "right")
    for joint, parent in (
        *(("shoulder", "neck"), ("elbow", "shoulder"), ("wrist", "elbow"), ("hip", "pelvis"), ("knee", "hip")),
        *(("ankle", "knee"), ("eye", "nose"), ("ear", "eye"), ("big_toe", "ankle"), ("small_toe", "big_toe")),
        *(("heel", "ankle"), ("hand_wrist", "wrist")),
    )
}
_FACE = tuple(f"face_op{at}" for at in range(len(face.OPENPOSE70)))
_FACE_CHAINS = ((0, 17), (17, 22), (22, 27), (27, 31), (31, 36), (36, 42), (42, 48), (48, 60), (60, 68))
_FACE_PARENTS = {_FACE[at]: _FACE[at - 1] for start, end in _FACE_CHAINS for at in range(start + 1, end)}


def _face_mirror() -> dict[str, str]:
    pairs = face.mirror_pairs()
    mirrored = pairs | {right: left for left, right in pairs.items()}
    where = {point: at for at, point in enumerate(face.OPENPOSE70)}
    return {_FACE[at]: _FACE[where[mirrored.get(point, point)]] for at, point in enumerate(face.OPENPOSE70)}


OPENPOSE137 = keypoint_layout(
    "openpose137",
    (*BODY25, *_FACE, *hand_points("left"), *hand_points("right")),
    (Channel("x", "pixel", "left"), Channel("y", "pixel", "down")),
    parents={**_BODY_PARENTS, **_FACE_PARENTS, **hand_parents("left"), **hand_parents("right")},
    aliases={
        **HAND_WRISTS,
        **{joint: face.name(point) for joint, point in zip(_FACE, face.OPENPOSE70, strict=True)},
    },
    mirrored=_face_mirror(),
)
