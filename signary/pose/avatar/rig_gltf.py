"""The skeleton of a `.glb`, `.gltf` or `.vrm` file: nodes, skins and rest transforms; its skin where it can be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.spatial.transform import Rotation

from signary.io.errors import FormatError, InputError
from signary.io.quoting import quoted
from signary.pose.avatar.gltf_reading import GltfFile
from signary.pose.avatar.rig import Rig, in_order
from signary.pose.avatar.rig_names import humanoid_joint, mapped, recognise
from signary.pose.avatar.rig_surface import SkinnedVertices, surface_of

_MOST_NODES = 20_000
#: How much scales may differ between axes, and matrices from rotations: beyond it a bone is not rigid.
_UNEVEN = 0.02


def read_gltf_skeleton(path: Path, mapping: Mapping[str, tuple[str, ...]] | None = None) -> Rig:
    """The rig of a glTF file: the bones of its first skin that has arms, with the nodes above them.

    Args:
        path: The file.
        mapping: Joint -> names of bones; if None, as its VRM humanoid says, or by recognised names.

    Raises:
        InputError: If there is no such file, it has no skeleton, or a joint that is needed has no bone.
        FormatError: If it is no glTF.
        UnsafeFileError: If it holds more than its budget, or leads out of its folder.
    """
    file = GltfFile(path)
    nodes = file.items("nodes")
    if len(nodes) > _MOST_NODES:
        raise InputError("rig", f"at most {_MOST_NODES:,} nodes", f"{len(nodes):,} in {file.name}")
    parents = _parents(file, nodes)
    humanoid = _humanoid(file)
    chosen = _bones(file, parents, set(humanoid.values()))
    names = _names(nodes, chosen)
    places = {node: at for at, node in enumerate(chosen)}
    bone_parents = tuple(places.get(parents[node], -1) for node in chosen)
    offsets, turns, sizes = _rigid(file, chosen, nodes, bone_parents)
    if mapping is not None:
        joints = mapped(names, mapping, file.name)
    elif humanoid:
        joints = {joint: (places[node],) for joint, node in humanoid.items()}
        known = recognise(names, bone_parents)
        joints |= {joint: bones for joint, bones in known.items() if joint.endswith("twist") and joint not in joints}
    else:
        joints = recognise(names, bone_parents)
    ends = _ends(names, bone_parents, offsets, joints)
    rig = Rig(file.name, names, bone_parents, offsets, turns, joints, ends, nodes=tuple(chosen))
    skinned = _skinned(file, rig, sizes)
    return rig if skinned is None else surface_of(rig, skinned)


def _parents(file: GltfFile, nodes: list[dict[str, Any]]) -> list[int]:
    parents = [-1] * len(nodes)
    for at, node in enumerate(nodes):
        children = node.get("children", [])
        if not isinstance(children, list):
            raise FormatError(file.name, "a list of children", quoted(children, 60))
        for child in children:
            if type(child) is not int or not 0 <= child < len(nodes) or parents[child] >= 0 or child == at:
                raise FormatError(file.name, "children that are nodes, each of one parent", quoted(child, 40))
            parents[child] = at
    in_order(parents)
    return parents


def _humanoid(file: GltfFile) -> dict[str, int]:
    """Joint -> node, as a VRM file says in either of its versions; empty for other files."""
    extensions = file.document.get("extensions")
    extensions = extensions if isinstance(extensions, dict) else {}
    found: dict[str, int] = {}
    for key, version in (("VRMC_vrm", 1), ("VRM", 0)):
        humanoid = extensions.get(key, {}).get("humanoid", {}) if isinstance(extensions.get(key), dict) else {}
        bones = humanoid.get("humanBones", {}) if isinstance(humanoid, dict) else {}
        pairs = list[tuple[Any, Any]]()
        if isinstance(bones, dict):
            pairs = [(name, item.get("node")) for name, item in bones.items() if isinstance(item, dict)]
        elif isinstance(bones, list):
            pairs = [(item.get("bone"), item.get("node")) for item in bones if isinstance(item, dict)]
        for name, node in pairs:
            joint = humanoid_joint(name, version) if isinstance(name, str) else None
            if joint is not None:
                file.item("nodes", node)
                found.setdefault(joint, node)
        if found:
            break
    return found


def _bones(file: GltfFile, parents: list[int], named: set[int]) -> list[int]:
    """Nodes that are bones, those above them, and those that hang from them, parents before their children."""
    wanted = set(named)
    for skin in file.items("skins"):
        joints = skin.get("joints", [])
        if not isinstance(joints, list) or not all(type(node) is int and 0 <= node < len(parents) for node in joints):
            raise FormatError(file.name, "nodes as joints of a skin", quoted(joints, 60))
        wanted.update(joints)
    if not wanted:
        wanted = set(range(len(parents)))
    for node in list(wanted):
        above = parents[node]
        while above >= 0 and above not in wanted:
            wanted.add(above)
            above = parents[above]
    order = in_order(parents)
    # Ends of bones (`HeadTop_End`) are no joints of a skin and say where a finger ends.
    for node in order:
        if parents[node] in wanted and node not in wanted and "mesh" not in file.items("nodes")[node]:
            wanted.add(node)
    return [node for node in order if node in wanted]


def _names(nodes: list[dict[str, Any]], chosen: list[int]) -> tuple[str, ...]:
    names = []
    for node in chosen:
        name = nodes[node].get("name")
        names.append(name if isinstance(name, str) and name and len(name) <= 200 else f"node {node}")
    return tuple(names)


def _rigid(
    file: GltfFile, chosen: list[int], nodes: list[dict[str, Any]], parents: tuple[int, ...]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Offsets with scales multiplied in, (B, 3), and rotations, (B, 3, 3), of a chain without scales; the scales."""
    offsets, turns, sizes = np.zeros((len(chosen), 3)), np.zeros((len(chosen), 3, 3)), np.ones(len(chosen))
    for at, node in enumerate(chosen):
        move, turns[at], size = _transform(file, nodes[node])
        above = sizes[parents[at]] if parents[at] >= 0 else 1.0
        offsets[at], sizes[at] = above * move, above * size
    return offsets, turns, sizes


def _transform(file: GltfFile, node: dict[str, Any]) -> tuple[np.ndarray, np.ndarray, float]:
    """Translation, rotation matrix and uniform scale of a node."""
    if "matrix" in node:
        matrix = _floats(file, node["matrix"], 16).reshape(4, 4).T
        scales = np.linalg.norm(matrix[:3, :3], axis=0)
        rotation = matrix[:3, :3] / np.maximum(scales, 1e-12)
        move = matrix[:3, 3]
        if np.abs(rotation @ rotation.T - np.eye(3)).max() > _UNEVEN or np.linalg.det(rotation) < 0:
            raise FormatError(
                file.name, "nodes that turn and scale without shearing or mirroring", quoted(node.get("name"), 60)
            )
    else:
        move, scales = (
            _floats(file, node.get("translation", [0, 0, 0]), 3),
            _floats(file, node.get("scale", [1, 1, 1]), 3),
        )
        quaternion = _floats(file, node.get("rotation", [0, 0, 0, 1]), 4)
        if np.linalg.norm(quaternion) < 1e-6:
            raise FormatError(file.name, "unit quaternions as rotations", quoted(node.get("rotation"), 60))
        rotation = Rotation.from_quat(quaternion).as_matrix()
    if scales.min() <= 0 or scales.max() / scales.min() > 1 + _UNEVEN:
        raise FormatError(
            file.name,
            "bones scaled alike in all directions",
            f"{quoted(node.get('name'), 60)}: {quoted(scales.tolist(), 60)}",
        )
    return move, rotation, float(scales.mean())


def _floats(file: GltfFile, values: Any, count: int) -> np.ndarray:
    if not isinstance(values, list) or len(values) != count or not all(type(value) in (int, float) for value in values):
        raise FormatError(file.name, f"{count} numbers", quoted(values, 60))
    numbers = np.array(values, dtype=np.float64)
    if not np.isfinite(numbers).all() or np.abs(numbers).max() > 1e9:
        raise FormatError(file.name, "finite numbers", quoted(values, 60))
    return numbers


def _ends(
    names: tuple[str, ...], parents: tuple[int, ...], offsets: np.ndarray, joints: Mapping[str, tuple[int, ...]]
) -> dict[int, np.ndarray]:
    """Where finger tips and crowns end, as empty nodes below them say (`HeadTop_End`, `LeftHandIndex4`)."""
    ends: dict[int, np.ndarray] = {}
    below = set(parents)
    for joint, bones in joints.items():
        last = bones[-1]
        children = [at for at, parent in enumerate(parents) if parent == last and at not in below]
        is_finger = joint[-1] in "23" and joint.split("_")[-1][:-1] in ("thumb", "index", "middle", "ring", "pinky")
        marked = [at for at in children if is_finger or "top" in names[at].lower() or "end" in names[at].lower()]
        if (is_finger or joint == "head") and len(marked) == 1 and np.linalg.norm(offsets[marked[0]]) > 0:
            ends[last] = offsets[marked[0]]
    return ends


def _skinned(file: GltfFile, rig: Rig, sizes: np.ndarray) -> SkinnedVertices | None:
    """All skinned vertices at rest in the rig's own axes and unit, with the bone that each follows most; None without.

    Meshes that are packed in ways that are not read here (Draco, meshopt) are passed over: the rig is then taken to be
    of our figure's shape in its own proportions.
    """
    bone_of = {node: at for at, node in enumerate(rig.nodes)}
    found = SkinnedVertices()
    for node in file.items("nodes"):
        if "mesh" not in node or "skin" not in node:
            continue
        skin = file.item("skins", node["skin"])
        joints = np.array([bone_of[joint] for joint in skin.get("joints", [])], dtype=np.int64)
        if "inverseBindMatrices" in skin and len(joints):
            inverse = file.numbers(skin["inverseBindMatrices"]).reshape(-1, 4, 4).swapaxes(1, 2)
        else:
            inverse = np.broadcast_to(np.eye(4), (len(joints), 4, 4))
        if not len(joints) or len(inverse) < len(joints):
            continue
        for primitive in file.item("meshes", node["mesh"]).get("primitives", []):
            binding = _Binding(joints, inverse, sizes[joints])
            _add_primitive(file, rig, found, primitive, binding)
    return found if found.count else None


@dataclass(frozen=True)
class _Binding:
    """Bones of a skin: their indices, inverse bind matrices and scales."""

    joints: np.ndarray
    inverse: np.ndarray
    sizes: np.ndarray


def _add_primitive(file: GltfFile, rig: Rig, found: SkinnedVertices, primitive: Any, binding: _Binding) -> None:
    attributes = primitive.get("attributes", {}) if isinstance(primitive, dict) else {}
    wanted = ("POSITION", "JOINTS_0", "WEIGHTS_0")
    if not all(name in attributes for name in wanted) or primitive.get("mode", 4) != 4 or "indices" not in primitive:
        return
    if primitive.get("extensions"):
        return
    vertices, which, weights = (file.numbers(attributes[name]) for name in wanted)
    triangles = file.numbers(primitive["indices"]).astype(np.int64).reshape(-1)
    fits = len(vertices) == len(which) == len(weights) and vertices.shape[1] == 3 and which.shape[1] == 4
    if not fits or weights.shape[1] != 4 or len(triangles) % 3 or which.max(initial=0) >= len(binding.joints):
        raise FormatError(file.name, "four joints and weights for every vertex of a skin", "others")
    if triangles.max(initial=-1) >= len(vertices):
        raise FormatError(file.name, "triangles of vertices that are there", str(int(triangles.max())))
    bones = which.astype(np.int64)
    linear = binding.sizes[:, None, None] * rig.rest_turns[binding.joints]
    moved = np.zeros_like(vertices)
    for column in range(4):
        inverse = binding.inverse[bones[:, column]]
        inside = np.einsum("vij,vj->vi", inverse[:, :3, :3], vertices) + inverse[:, :3, 3]
        turned = np.einsum("vij,vj->vi", linear[bones[:, column]], inside)
        joint_places = rig.places[binding.joints[bones[:, column]]]
        moved += weights[:, column : column + 1] * (rig.unit * turned + joint_places)
    total = weights.sum(1)
    if (total < 1e-6).any():
        raise FormatError(file.name, "weights for every vertex of a skin", "none for some")
    found.add(moved / total[:, None], triangles.reshape(-1, 3), binding.joints[bones], weights)
