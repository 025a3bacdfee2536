"""`.vrma`: VRM animation 1.0, played by VRM avatars (`@pixiv/three-vrm-animation`, UniVRM and what builds on them).

A glTF file without a mesh, whose nodes are named as bones of a humanoid, fingers included: every avatar in VRM format
plays it on its own proportions. Eyes are no bones there, and the jaw is an expression. An expression is the x of a
node's translation: `PRESETS` are those that every avatar may have, `CUSTOM` have the ARKit names of avatars with a full
face ("perfect sync"); an avatar without them leaves them out. VRM's weights go from 0 to 1; `vrma_remarks` says what is
cut.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from signary.io.atomic import atomic_path
from signary.pose.avatar import playable
from signary.pose.avatar.gltf import animation_name, extras
from signary.pose.avatar.gltf_animation import GltfAnimation
from signary.pose.avatar.gltf_buffer import GltfBuilder
from signary.pose.avatar.gltf_figure import joint_nodes
from signary.pose.sequence import PoseSequence
from signary.pose.skeletons.rest import EXPRESSIONS, rest_positions
from signary.pose.skeletons.smplx import NUM_EXPRESSION, ROTATED, SMPLX, TREE

_EXTENSION = "VRMC_vrm_animation"
_FINGERS = {"index": "Index", "middle": "Middle", "ring": "Ring", "pinky": "Little"}
_SEGMENTS = ("Proximal", "Intermediate", "Distal")
_THUMB = ("Metacarpal", "Proximal", "Distal")
_LIMBS = {
    **{"hip": "UpperLeg", "knee": "LowerLeg", "ankle": "Foot", "foot": "Toes"},
    **{"collar": "Shoulder", "shoulder": "UpperArm", "elbow": "LowerArm", "wrist": "Hand"},
}
_MIDDLE = {
    **{"pelvis": "hips", "spine1": "spine", "spine2": "chest", "spine3": "upperChest"},
    **{"neck": "neck", "head": "head"},
}


def _side_bones(side: str) -> dict[str, str]:
    bones = {f"{side}_{joint}": f"{side}{bone}" for joint, bone in _LIMBS.items()}
    for finger, bone in _FINGERS.items():
        bones |= {f"{side}_{finger}{at}": f"{side}{bone}{part}" for at, part in enumerate(_SEGMENTS, 1)}
    return bones | {f"{side}_thumb{at}": f"{side}Thumb{part}" for at, part in enumerate(_THUMB, 1)}


#: Joint -> VRM's humanoid bone. Jaw and eyes have none.
BONES = {**_MIDDLE, **_side_bones("left"), **_side_bones("right")}
#: Coefficient -> VRM's own expression that is nearest to it.
PRESETS = {"eyes_closed": "blink", "pucker": "ou", "stretched": "ih"}
#: What the jaw becomes, and the turn in degrees at which it is fully open.
JAW, JAW_OPEN = "aa", 20.0
#: A weight that is cut by less looks the same; what networks make is never quite still.
_VISIBLE = 0.05
#: Coefficient -> ARKit's names of the same.
CUSTOM = {
    "brows_raised": ("browInnerUp", "browOuterUpLeft", "browOuterUpRight"),
    "brows_furrowed": ("browDownLeft", "browDownRight"),
    "smile": ("mouthSmileLeft", "mouthSmileRight"),
    "lips_parted": ("mouthLowerDownLeft", "mouthLowerDownRight", "mouthUpperUpLeft", "mouthUpperUpRight"),
    "cheeks_puffed": ("cheekPuff",),
    "lips_pressed": ("mouthPressLeft", "mouthPressRight"),
    "nose_wrinkled": ("noseSneerLeft", "noseSneerRight"),
}


def write_vrma(sequence: PoseSequence, path: Path | str) -> None:
    """Write motion as a VRM animation; it appears whole or not at all.

    Args:
        sequence: Motion of layout `smplx`, at least one frame.
        path: The file.

    Raises:
        InputError: If the motion has no rotations or frames, or the folder cannot be written to.
    """
    content = vrma_bytes(sequence)
    with atomic_path(path) as temporary:
        temporary.write_bytes(content)


def vrma_bytes(sequence: PoseSequence) -> bytes:
    """The bytes of `write_vrma`; arguments and errors as there."""
    values = playable.playable(sequence, ".vrma")
    builder, names = GltfBuilder(), list(TREE)
    parents = [names.index(parent) if parent else -1 for parent in TREE.values()]
    builder.document["nodes"] = joint_nodes(names, parents, rest_positions()[: len(names)])
    animation = GltfAnimation(builder, animation_name(sequence), len(values), sequence.fps)
    turns = playable.local_quaternions(values)[..., [1, 2, 3, 0]]
    for joint in BONES:
        animation.rotate(names.index(joint), turns[:, names.index(joint)])
    expressions: dict[str, dict[str, Any]] = {"preset": {}, "custom": {}}
    roots = [0]
    for kind, name, weights in _expressions(values):
        node = builder.add("nodes", {"name": name})
        animation.shift(node, np.stack([np.clip(weights, 0, 1), np.zeros(len(values)), np.zeros(len(values))], 1))
        expressions[kind][name] = {"node": node}
        roots.append(node)
    animation.finish()
    bones = {bone: {"node": names.index(joint)} for joint, bone in BONES.items()}
    builder.document |= {
        "scenes": [{"name": "signary", "nodes": roots, "extras": extras(sequence)}],
        "scene": 0,
        "extensionsUsed": [_EXTENSION],
        "extensions": {
            _EXTENSION: {"specVersion": "1.0", "humanoid": {"humanBones": bones}, "expressions": expressions}
        },
    }
    return builder.to_bytes()


def vrma_remarks(sequence: PoseSequence) -> list[str]:
    """What the file cannot say as it is, in words: weights visibly beyond 0 to 1."""
    if sequence.layout.name != SMPLX.name:
        return []
    amounts = {name: _beyond(weights) for _, name, weights in _expressions(np.nan_to_num(sequence.values))}
    beyond = [f"{name} by up to {amount:.2f}" for name, amount in amounts.items() if amount > _VISIBLE]
    return [f"cut, as weights of VRM go from 0 to 1: {', '.join(beyond)}"] if beyond else []


def _beyond(weights: np.ndarray) -> float:
    """How far weights go beyond 0 to 1."""
    return float(np.maximum(-weights, weights - 1).max(initial=0.0))


def _expressions(values: np.ndarray) -> list[tuple[str, str, np.ndarray]]:
    """Kind, name and weights (T,) of each expression, not yet cut."""
    coefficients = dict(zip(EXPRESSIONS, values[:, -NUM_EXPRESSION:].T, strict=True))
    jaw = np.degrees(values[:, 3 * ROTATED.index("jaw")]) / JAW_OPEN
    found = [("preset", JAW, jaw)]
    found += [("preset", name, coefficients[ours]) for ours, name in PRESETS.items()]
    return found + [("custom", name, coefficients[ours]) for ours, names in CUSTOM.items() for name in names]
