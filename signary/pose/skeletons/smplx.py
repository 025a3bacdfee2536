"""SMPL-X: the 133 upper-body parameters of a frame, and the joints that forward kinematics makes of them.

Slices (docs/systems.md §2.1): upper body 0:30, left hand 30:75, right hand 75:120, jaw 120:123, expression 123:133.
Spine and legs are not among them: body lean and steps cannot be represented.
"""

from __future__ import annotations

from signary.pose.layout import Channel, PoseLayout, keypoint_layout
from signary.pose.skeletons import face
from signary.pose.skeletons.hands import FINGERS, MANO_FINGERS
from signary.pose.skeletons.holistic import FACE_MIRROR, FACE_PARENTS

#: The 55 joints of the model in its own order, each with its parent.
TREE: dict[str, str | None] = {
    "pelvis": None,
    "left_hip": "pelvis",
    "right_hip": "pelvis",
    "spine1": "pelvis",
    "left_knee": "left_hip",
    "right_knee": "right_hip",
    "spine2": "spine1",
    "left_ankle": "left_knee",
    "right_ankle": "right_knee",
    "spine3": "spine2",
    "left_foot": "left_ankle",
    "right_foot": "right_ankle",
    "neck": "spine3",
    "left_collar": "spine3",
    "right_collar": "spine3",
    "head": "neck",
    "left_shoulder": "left_collar",
    "right_shoulder": "right_collar",
    "left_elbow": "left_shoulder",
    "right_elbow": "right_shoulder",
    "left_wrist": "left_elbow",
    "right_wrist": "right_elbow",
    "jaw": "head",
    "left_eye": "head",
    "right_eye": "head",
}
HAND_JOINTS = {
    side: tuple(f"{side}_{finger}{part}" for finger in MANO_FINGERS for part in (1, 2, 3)) for side in ("left", "right")
}
for _side, _joints in HAND_JOINTS.items():
    for _joint in _joints:
        TREE[_joint] = f"{_side}_wrist" if _joint.endswith("1") else _joint[:-1] + str(int(_joint[-1]) - 1)

UPPER_BODY = (
    *("neck", "left_collar", "right_collar", "head", "left_shoulder", "right_shoulder", "left_elbow", "right_elbow"),
    *("left_wrist", "right_wrist"),
)
NUM_EXPRESSION = 10
ROTATED = (*UPPER_BODY, *HAND_JOINTS["left"], *HAND_JOINTS["right"], "jaw")
TIPS = tuple(f"{side}_{finger}_tip" for side in ("left", "right") for finger in FINGERS)
HEAD_POINTS = ("nose", "left_ear", "right_ear", "head_top")


def _parameters() -> PoseLayout:
    blocks = (*ROTATED, "expression")
    at = {name: index for index, name in enumerate(blocks)}
    left = tuple(at[name] for name in HAND_JOINTS["left"])
    right = tuple(at[name] for name in HAND_JOINTS["right"])
    upper = tuple(at[name] for name in UPPER_BODY)
    facial = (at["jaw"], at["expression"])
    parents = tuple(at.get(TREE.get(name) or "", -1) for name in blocks)
    swap = {"left_": "right_", "right_": "left_"}
    mirror = tuple(
        at[swap[name.split("_")[0] + "_"] + name.split("_", 1)[1]] if name.startswith(("left_", "right_")) else at[name]
        for name in blocks
    )
    return PoseLayout(
        name="smplx",
        joints=blocks,
        channels=(Channel("rx", "radian"), Channel("ry", "radian"), Channel("rz", "radian")),
        parts={"body": upper + facial, "left_hand": left, "right_hand": right},
        articulators={"face": facial, "body": upper, "hands": left + right},
        parents=parents,
        mirror=mirror,
        kinds=("rotation",) * len(ROTATED) + ("coefficient",),
        widths=(3,) * len(ROTATED) + (NUM_EXPRESSION,),
        mirror_signs={"expression": (1,) * NUM_EXPRESSION},
    )


SMPLX = _parameters()

#: Metres, x to the signer's left, y up, z forward, origin at the pelvis of the built-in body.
SMPLX_JOINTS = keypoint_layout(
    "smplx_joints",
    (*TREE, *TIPS, *HEAD_POINTS, *(face.name(point) for point in face.LANDMARKS)),
    (Channel("x", "metre", "left"), Channel("y", "metre", "up"), Channel("z", "metre", "forward")),
    parents={
        **{joint: parent for joint, parent in TREE.items() if parent},
        **{tip: tip.replace("_tip", "3") for tip in TIPS},
        **dict.fromkeys(HEAD_POINTS, "head"),
        **FACE_PARENTS,
    },
    aliases={},
    mirrored=FACE_MIRROR,
)
