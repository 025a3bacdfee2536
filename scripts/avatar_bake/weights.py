"""From the bones of the bake to the joints of the figure, twist bones included."""

from __future__ import annotations

import numpy as np

from avatar_bake.face import LOWER_LIP
from avatar_bake.skeleton import Rigging, head_weights, rest, summed
from avatar_bake.source import Source
from signary.pose.skeletons.hands import FINGERS

#: Share of the bone's length at which each of these rules alone.
_UPPER_ARM = {"shoulder_twist1": 0.12, "shoulder_twist2": 0.45, "shoulder": 0.80}
_FOREARM = {"elbow_twist": 0.05, "elbow": 0.40, "wrist_twist": 0.78}
_SPINE = ("pelvis", "spine1", "spine2", "spine3")


def hats(places: dict[str, float], at: np.ndarray) -> dict[str, np.ndarray]:
    """Weights that go over linearly from one place to the next, and stay outside."""
    known = np.array(list(places.values()))
    return {name: np.interp(at, known, np.eye(len(known))[row]) for row, name in enumerate(places)}


def joint_weights(source: Source, rigging: Rigging, vertices: np.ndarray) -> dict[str, np.ndarray]:
    """Weights of the figure's joints for all vertices of the source; `vertices` is where they lie in the rest body."""
    bones = rigging.weights
    found: dict[str, np.ndarray] = {}

    def add(joint: str, weight: np.ndarray) -> None:
        found[joint] = found.get(joint, 0.0) + weight

    heights = {joint: float(rest(joint)[1]) for joint in _SPINE}
    for joint, share in hats(heights, vertices[:, 1]).items():
        add(joint, bones["torso"] * share)
    neck = [source.weights[f"neck0{part}"] for part in (1, 2, 3)]
    whole = np.maximum(np.sum(neck, axis=0), 1e-9)
    low = (neck[0] + 0.5 * neck[1]) / whole
    add("neck", bones["neck"] * low)
    jaw = summed(source, [bone for bone in source.weights if bone in LOWER_LIP or bone.startswith("tongue")])
    share = np.clip(jaw / np.maximum(head_weights(source), 1e-9), 0.0, 1.0)
    head = bones["head"]
    add("jaw", head * share)
    add("head", head * (1 - share) + bones["neck"] * (1 - low))
    for side, sign in (("left", 1.0), ("right", -1.0)):
        across = sign * vertices[:, 0]
        shoulder, elbow, wrist = (rest(f"left_{joint}")[0] for joint in ("shoulder", "elbow", "wrist"))
        add(f"{side}_collar", bones[f"{side}_collar"])
        for joint, share in hats(_UPPER_ARM, (across - shoulder) / (elbow - shoulder)).items():
            add(f"{side}_{joint}", bones[f"{side}_shoulder"] * share)
        for joint, share in hats(_FOREARM, (across - elbow) / (wrist - elbow)).items():
            add(f"{side}_{joint}", (bones[f"{side}_elbow"] + bones[f"{side}_forearm"]) * share)
        add(f"{side}_wrist", bones[f"{side}_wrist"] + sum(bones[f"{side}_metacarpal_{name}"] for name in FINGERS[1:]))
        for finger in FINGERS:
            for part in (1, 2, 3):
                add(f"{side}_{finger}{part}", bones[f"{side}_{finger}{part}"])
        add(f"{side}_hip", bones[f"{side}_hip"])
        add(f"{side}_knee", bones[f"{side}_knee"])
        toes = hats(
            {"ankle": float(rest("left_foot")[2]) - 0.03, "foot": float(rest("left_foot")[2]) + 0.01}, vertices[:, 2]
        )
        for joint, share in toes.items():
            add(f"{side}_{joint}", bones[f"{side}_ankle"] * share)
    return found
