"""MediaPipe Holistic as pose-format names it: pose 33, face 468 (478 refined), hands 21 + 21, each (x, y, z)."""

from __future__ import annotations

from signary.pose.layout import Channel, PoseLayout, keypoint_layout
from signary.pose.skeletons import face
from signary.pose.skeletons.hands import HAND_WRISTS, hand_parents, hand_points

#: pose-format's point name -> our joint name, in MediaPipe's order.
POSE_LANDMARKS = {
    "NOSE": "nose",
    "LEFT_EYE_INNER": "left_eye_inner",
    "LEFT_EYE": "left_eye",
    "LEFT_EYE_OUTER": "left_eye_outer",
    "RIGHT_EYE_INNER": "right_eye_inner",
    "RIGHT_EYE": "right_eye",
    "RIGHT_EYE_OUTER": "right_eye_outer",
    "LEFT_EAR": "left_ear",
    "RIGHT_EAR": "right_ear",
    "MOUTH_LEFT": "left_mouth",
    "MOUTH_RIGHT": "right_mouth",
    "LEFT_SHOULDER": "left_shoulder",
    "RIGHT_SHOULDER": "right_shoulder",
    "LEFT_ELBOW": "left_elbow",
    "RIGHT_ELBOW": "right_elbow",
    "LEFT_WRIST": "left_wrist",
    "RIGHT_WRIST": "right_wrist",
    "LEFT_PINKY": "left_pinky_knuckle",
    "RIGHT_PINKY": "right_pinky_knuckle",
    "LEFT_INDEX": "left_index_knuckle",
    "RIGHT_INDEX": "right_index_knuckle",
    "LEFT_THUMB": "left_thumb_knuckle",
    "RIGHT_THUMB": "right_thumb_knuckle",
    "LEFT_HIP": "left_hip",
    "RIGHT_HIP": "right_hip",
    "LEFT_KNEE": "left_knee",
    "RIGHT_KNEE": "right_knee",
    "LEFT_ANKLE": "left_ankle",
    "RIGHT_ANKLE": "right_ankle",
    "LEFT_HEEL": "left_heel",
    "RIGHT_HEEL": "right_heel",
    "LEFT_FOOT_INDEX": "left_big_toe",
    "RIGHT_FOOT_INDEX": "right_big_toe",
}
#: Finger names as MediaPipe writes them -> ours, in hand order after the wrist.
HAND_LANDMARKS = (
    *("WRIST", "THUMB_CMC", "THUMB_MCP", "THUMB_IP", "THUMB_TIP"),
    *(f"{finger}_FINGER_{part}" for finger in ("INDEX", "MIDDLE", "RING") for part in ("MCP", "PIP", "DIP", "TIP")),
    *("PINKY_MCP", "PINKY_PIP", "PINKY_DIP", "PINKY_TIP"),
)
CHANNELS = (Channel("x", "pixel", "left"), Channel("y", "pixel", "down"), Channel("z", "pixel", "backward"))
BODY_PARENTS = {
    f"{side}_{joint}": parent if parent == "nose" else f"{side}_{parent}"
    for side in ("left", "right")
    for joint, parent in (
        *(("eye_inner", "nose"), ("eye", "eye_inner"), ("eye_outer", "eye"), ("ear", "eye_outer")),
        *(("elbow", "shoulder"), ("wrist", "elbow"), ("hand_wrist", "wrist"), ("hip", "shoulder"), ("knee", "hip")),
        *(("pinky_knuckle", "wrist"), ("index_knuckle", "wrist"), ("thumb_knuckle", "wrist")),
        *(("ankle", "knee"), ("heel", "ankle"), ("big_toe", "heel")),
    )
}
ALIASES = {
    **HAND_WRISTS,
    "left_mouth": face.name(291),
    "right_mouth": face.name(61),
    "left_eye_inner": face.name(362),
    "left_eye_outer": face.name(263),
    "right_eye_inner": face.name(133),
    "right_eye_outer": face.name(33),
    **{
        f"{side}_{finger}_knuckle": f"{side}_{joint}"
        for side in ("left", "right")
        for finger, joint in (("pinky", "pinky1"), ("index", "index1"), ("thumb", "thumb2"))
    },
}
FACE_PARENTS = {face.name(point): face.name(parent) for point, parent in face.parents().items()}
FACE_MIRROR = {face.name(left): face.name(right) for left, right in face.mirror_pairs().items()}


def _holistic(name: str, face_points: int) -> PoseLayout:
    faces = tuple(face.name(at) for at in range(face_points))
    return keypoint_layout(
        name,
        (*POSE_LANDMARKS.values(), *faces, *hand_points("left"), *hand_points("right")),
        CHANNELS,
        parents={**BODY_PARENTS, **FACE_PARENTS, **hand_parents("left"), **hand_parents("right")},
        aliases=ALIASES,
        mirrored={left: right for left, right in FACE_MIRROR.items() if left in faces and right in faces},
    )


HOLISTIC = _holistic("holistic", 468)
HOLISTIC_REFINED = _holistic("holistic_refined", 478)
