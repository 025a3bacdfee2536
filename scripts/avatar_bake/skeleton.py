"""From the bones of the source to those of our rest body: an affine map for every bone, and weights of our joints."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import torch

from avatar_bake.geometry import Affine, bone_map, smoothstep, unit
from avatar_bake.hands import chains, finger_weights, palm_frame
from avatar_bake.source import Source
from signary.pose.skeletons.hands import FINGERS
from signary.pose.skeletons.rest import rest_positions
from signary.pose.skeletons.smplx import HAND_JOINTS, SMPLX_JOINTS
from signary.signer.hand_model import NUM_ANGLES, finger_rotations

REST = rest_positions()
_HEAD = ("head", "jaw", "eye.", "levator", "oculi", "orbicularis", "oris", "risorius", "special", "tongue", "temp")
_TORSO = ("root", "spine01", "spine02", "spine03", "spine04", "spine05", "breast.L", "breast.R", "pelvis.L", "pelvis.R")
#: Thickness of our limbs in those of the source: along the second direction (palm's or elbow's) and across it.
_ARM, _FOREARM, _PALM, _LEG, _NECK = (1.03, 1.03), (1.02, 1.02), (0.95, 0.93), (0.96, 0.96), (1.12, 1.10)
_FINGER = {"thumb": 0.95, "index": 0.95, "middle": 0.95, "ring": 0.95, "pinky": 0.95}
#: Row of the thumb's middle joint among the angles of a hand.
_THUMB_MIDDLE = 19
#: The palm's second direction, the elbow's hinge, and forward, on our left side.
_BACK, _HINGE, _FORWARD = np.array([0.0, 1, 0]), np.array([0.0, -1, 0]), np.array([0.0, 0, 1])
#: Height above the shoulders at which the neck of our body begins, in the source.
_NECK_RISE = 0.034
#: Size of our hand in that of the source.
HAND_SCALE = 0.98


def rest(name: str) -> np.ndarray:
    """Place of a joint or landmark of our rest body."""
    place: np.ndarray = REST[SMPLX_JOINTS.index(name)]
    return place


@dataclass(frozen=True)
class Rigging:
    """Bones of the bake.

    Attributes:
        maps: Bone of the bake -> its map from source to rest body.
        weights: Bone of the bake -> weight of every vertex; they sum to 1.
    """

    maps: dict[str, Callable[[np.ndarray], np.ndarray]]
    weights: dict[str, np.ndarray]

    def place(self, vertices: np.ndarray) -> np.ndarray:
        """The vertices of the source, moved or not, in the rest body."""
        moved = np.zeros_like(vertices)
        for bone, to_rest in self.maps.items():
            moved += self.weights[bone][:, None] * to_rest(vertices)
        return moved


def make_rigging(source: Source, head: Affine) -> Rigging:
    """All bones of the bake; `head` is the map of the head."""
    maps: dict[str, Callable[[np.ndarray], np.ndarray]] = {"head": head.apply}
    weights = {"head": head_weights(source)}
    bones = source.bones
    torso = _torso_map(source)
    maps["torso"] = torso.apply
    weights["torso"] = summed(source, _TORSO)
    neck = np.array([0.0, bones["upperarm01.L"][0][1] + _NECK_RISE, bones["neck01"][0][2] - 0.012])
    inverse = np.linalg.inv(head.matrix)
    top = inverse @ (rest("head") - head.shift)
    to_neck = bone_map((neck, top), (rest("neck"), rest("head")), (_FORWARD, _FORWARD), _NECK)
    maps["neck"] = to_neck.apply
    weights["neck"] = summed(source, ("neck01", "neck02", "neck03"))
    left_maps = _left_maps(source, torso)
    left = _left_weights(source)
    mirrored = _left_weights(_mirrored(source))
    for bone, to_rest in left_maps.items():
        maps[f"left_{bone}"], maps[f"right_{bone}"] = to_rest.apply, to_rest.mirrored().apply
        weights[f"left_{bone}"], weights[f"right_{bone}"] = left[bone], mirrored[bone]
    total = sum(weights.values())
    return Rigging(maps, {bone: weight / total for bone, weight in weights.items()})


def head_weights(source: Source) -> np.ndarray:
    """What the bones of head, face and tongue weigh together, shape (V,)."""
    return summed(source, [bone for bone in source.weights if bone.startswith(_HEAD)])


def summed(source: Source, bones: Iterable[str]) -> np.ndarray:
    """What several bones of the source weigh together, shape (V,)."""
    total: np.ndarray = np.sum([source.weights[bone] for bone in bones], axis=0)
    return total


def _torso_map(source: Source) -> Affine:
    """Hips and shoulders to where ours are; the trunk does not bend."""
    hip, shoulder = source.bones["upperleg01.L"][0], source.bones["upperarm01.L"][0]
    ours_hip, ours_shoulder = rest("left_hip"), rest("left_shoulder")
    high = (ours_shoulder[1] - ours_hip[1]) / (shoulder[1] - hip[1])
    matrix = np.diag([ours_shoulder[0] / shoulder[0], high, 1.06])
    matrix[2, 1] = ((ours_shoulder[2] - ours_hip[2]) - matrix[2, 2] * (shoulder[2] - hip[2])) / (shoulder[1] - hip[1])
    shift = ours_shoulder - matrix @ shoulder
    return Affine(matrix, shift)


def _left_maps(source: Source, torso: Affine) -> dict[str, Affine]:
    bones = source.bones
    shoulder, elbow, wrist = (bones[f"{bone}.L"][0] for bone in ("upperarm01", "lowerarm01", "wrist"))
    ours = {name: rest(f"left_{name}") for name in ("shoulder", "elbow", "wrist", "hip", "knee", "ankle", "foot")}
    palm = palm_frame(source)
    hinge = np.cross(elbow - shoulder, wrist - elbow)
    maps = {
        "collar": torso,
        "shoulder": bone_map((shoulder, elbow), (ours["shoulder"], ours["elbow"]), (hinge, _HINGE), _ARM),
        "elbow": bone_map((elbow, wrist), (ours["elbow"], ours["wrist"]), (hinge, _HINGE), _FOREARM),
        "forearm": bone_map((elbow, wrist), (ours["elbow"], ours["wrist"]), (palm[:, 1], _BACK), _FOREARM),
    }
    hip, knee, ankle = (bones[f"{bone}.L"][0] for bone in ("upperleg01", "lowerleg01", "foot"))
    maps["hip"] = bone_map((hip, knee), (ours["hip"], ours["knee"]), (_FORWARD, _FORWARD), _LEG)
    maps["knee"] = bone_map((knee, ankle), (ours["knee"], ours["ankle"]), (_FORWARD, _FORWARD), _LEG)
    foot = np.array([ankle + [0, 0, -0.01], ankle + [0.01, 0, 0.1]])
    ours_foot = ours["ankle"] + np.array([[0, 0, -0.01], [0.014, 0, 0.1]])
    up = np.array([0.0, 1, 0])
    maps["ankle"] = bone_map((foot[0], foot[1]), (ours_foot[0], ours_foot[1]), (up, up), (1.0, 1.0))
    return maps | _hand_maps(source, palm, wrist)


def _fingers(source: Source) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Joints of the left fingers in the source and in our rest body, finger -> (4, 3)."""
    ours = {finger: np.array([rest(name) for name in _joint_names(finger)]) for finger in FINGERS}
    lengths = {finger: np.linalg.norm(np.diff(rows, axis=0), axis=1) for finger, rows in ours.items()}
    return chains(source, lengths, HAND_SCALE), ours


def _hand_maps(source: Source, palm: np.ndarray, wrist: np.ndarray) -> dict[str, Affine]:
    joints, points = _fingers(source)
    middle = (wrist, joints["middle"][0])
    ours = rest("left_wrist")
    hand = bone_map(middle, (ours, points["middle"][0]), (palm[:, 1], _BACK), _PALM)
    maps = {"wrist": hand}
    for finger in FINGERS:
        chain, goal = joints[finger], points[finger]
        if finger != "thumb":
            base = source.bones[f"metacarpal{FINGERS.index(finger)}.L"][0]
            maps[f"metacarpal_{finger}"] = bone_map(
                (base, chain[0]), (hand.apply(base), goal[0]), (palm[:, 1], _BACK), _PALM
            )
        back, our_back = finger_backs(source, finger, chain, palm)
        for part in range(3):
            maps[f"{finger}{part + 1}"] = bone_map(
                (chain[part], chain[part + 1]),
                (goal[part], goal[part + 1]),
                (back, our_back),
                (_FINGER[finger], _FINGER[finger]),
            )
    return maps


def _joint_names(finger: str) -> tuple[str, ...]:
    return (*(f"left_{finger}{part}" for part in (1, 2, 3)), f"left_{finger}_tip")


def finger_backs(source: Source, finger: str, chain: np.ndarray, palm: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where the nail of a finger looks, in the source and in our rest body: away from where the finger bends."""
    nails = source.mask("mpfb_fingernails") > 0.5
    part = nails & (source.weights[f"finger{FINGERS.index(finger) + 1}-3.L"] > 0.5)
    nail = source.vertices[part].mean(0) - chain[3]
    along = unit(chain[3] - chain[2])
    nail = unit(nail - (nail @ along) * along)
    if finger != "thumb":
        return unit(palm[:, 1] + nail), _BACK
    bend = np.zeros(NUM_ANGLES)
    bend[_THUMB_MIDDLE] = 1.0
    flexion = unit(
        finger_rotations(torch.from_numpy(bend)).numpy().reshape(-1, 3)[HAND_JOINTS["left"].index("left_thumb2")]
    )
    bone = unit(rest("left_thumb2") - rest("left_thumb1"))
    return nail, -np.cross(flexion, bone)


def _mirrored(source: Source) -> Source:
    """The source with its sides exchanged: what is done to the left of it is done to the right."""
    swap = {".L": ".R", ".R": ".L"}

    def other(bone: str) -> str:
        return bone[:-2] + swap[bone[-2:]] if bone[-2:] in swap else bone

    mirror = np.array([-1.0, 1, 1])
    return Source(
        source.wheel,
        source.vertices * mirror,
        source.faces,
        source.corners,
        source.uv,
        source.groups,
        {bone: source.weights[other(bone)] for bone in source.weights},
        {bone: source.bones[other(bone)] * mirror for bone in source.bones},
    )


def _left_weights(source: Source) -> dict[str, np.ndarray]:
    weights = finger_weights(source, _fingers(source)[0], palm_frame(source)[:, 1])
    of = source.weights
    fore = of["lowerarm01.L"] + of["lowerarm02.L"]
    elbow, wrist = source.bones["lowerarm01.L"][0], source.bones["wrist.L"][0]
    along = ((source.vertices - elbow) @ unit(wrist - elbow)) / np.linalg.norm(wrist - elbow)
    far = smoothstep(along)
    weights |= {
        "collar": of["clavicle.L"] + of["shoulder01.L"],
        "shoulder": of["upperarm01.L"] + of["upperarm02.L"],
        "elbow": fore * (1 - far),
        "forearm": fore * far,
        "hip": of["upperleg01.L"] + of["upperleg02.L"],
        "knee": of["lowerleg01.L"] + of["lowerleg02.L"],
        "ankle": summed(source, [bone for bone in of if bone.startswith(("foot", "toe")) and bone.endswith(".L")]),
    }
    return weights
