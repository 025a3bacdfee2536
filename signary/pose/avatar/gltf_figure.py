"""The skinned figure as glTF: named nodes, one skin, a mesh of what never changes its form and one of the face.

Every part has vertices of its own, and only those of the face carry morph targets: one buffer for all parts would
multiply the targets. Metres, y up, soles on the ground at y = 0, the figure looks to +z.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np

from signary.pose.avatar.figure import Figure, FigurePart, load_figure
from signary.pose.avatar.gltf_buffer import ARRAY_BUFFER, GltfBuilder
from signary.pose.avatar.gltf_order import packing_order
from signary.pose.avatar.playable import PELVIS_HEIGHT
from signary.pose.skeletons.rest import EXPRESSIONS

#: Names of the two nodes that have a mesh.
BODY, FACE = "body", "face"
_LIFT = np.array([0.0, PELVIS_HEIGHT, 0.0])


@cache
def figure_glb(detail: str = "full", compress: bool = False) -> bytes:
    """The figure without motion, in rest pose, as a `.glb` file; `extras` of its scene say how twist bones turn.

    Args:
        detail: `full` or `light`.
        compress: Pack it by `EXT_meshopt_compression`.

    Raises:
        InputError: If there is no such detail.
    """
    return loaded_figure(detail, compress).to_bytes()


def loaded_figure(detail: str, compress: bool) -> GltfBuilder:
    """A file that has the figure, to be added to."""
    return _loaded_figure(detail, compress).copy()


@cache
def _loaded_figure(detail: str, compress: bool) -> GltfBuilder:
    builder = GltfBuilder(compress)
    add_figure(builder, load_figure(detail))
    return builder


def add_figure(builder: GltfBuilder, figure: Figure) -> None:
    """Add nodes, skin, meshes and the scene; node number j is joint number j of the figure."""
    document = builder.document
    document["nodes"] = joint_nodes(figure.joints, figure.parents, figure.rest)
    document["skins"] = [
        {
            "name": "figure",
            "inverseBindMatrices": builder.accessor(_inverse_binds(figure.rest)),
            "joints": list(range(len(figure.joints))),
            "skeleton": figure.parents.index(-1),
        }
    ]
    roots = [figure.parents.index(-1)]
    for name, parts in (
        (BODY, [part for part in figure.parts if not part.morphs]),
        (FACE, [part for part in figure.parts if part.morphs]),
    ):
        if parts:
            mesh = builder.add("meshes", _mesh(builder, name, parts))
            roots.append(builder.add("nodes", {"name": name, "mesh": mesh, "skin": 0}))
    document["scenes"] = [{"name": "signary", "nodes": roots, "extras": {"twists": _twists(figure)}}]
    document["scene"] = 0


def _twists(figure: Figure) -> list[dict[str, Any]]:
    """How twist bones follow their sources, for whoever moves the figure by rotations of layout `smplx`."""
    return [
        {"name": twist.name, "source": twist.source, "axis": list(twist.axis), "share": twist.share}
        for twist in figure.twists
    ]


def joint_nodes(names: Any, parents: Any, rest: np.ndarray) -> list[dict[str, Any]]:
    """A node for each joint, its pelvis at the height at which it stands.

    Args:
        names: Of J joints.
        parents: Index of the parent of each, -1 for the root.
        rest: Places in rest pose, shape (J, 3), metres, the root at the origin.
    """
    nodes: list[dict[str, Any]] = []
    for joint, parent in enumerate(parents):
        offset = rest[joint] - rest[parent] if parent >= 0 else rest[joint] + _LIFT
        nodes.append({"name": names[joint], "translation": [float(number) for number in np.round(offset, 7)]})
        children = [child for child, of in enumerate(parents) if of == joint]
        if children:
            nodes[-1]["children"] = children
    return nodes


def _inverse_binds(rest: np.ndarray) -> np.ndarray:
    """Matrices that bring a vertex into the frame of each joint, column by column, shape (J, 4, 4)."""
    matrices = np.tile(np.eye(4, dtype=np.float32), (len(rest), 1, 1))
    matrices[:, 3, :3] = -(rest + _LIFT)
    return matrices


def _mesh(builder: GltfBuilder, name: str, parts: list[FigurePart]) -> dict[str, Any]:
    morphed = any(part.morphs for part in parts)
    mesh: dict[str, Any] = {"name": name, "primitives": [_primitive(builder, part, morphed) for part in parts]}
    if morphed:
        mesh |= {"weights": [0.0] * len(EXPRESSIONS), "extras": {"targetNames": list(EXPRESSIONS)}}
    return mesh


def _primitive(builder: GltfBuilder, part: FigurePart, morphed: bool) -> dict[str, Any]:
    if builder.compress:
        part = _ordered(part)
    joints, weights = _influences(part)
    primitive: dict[str, Any] = {
        "attributes": {
            "POSITION": builder.positions(part.vertices + _LIFT),
            "NORMAL": builder.normals(part.normals),
            "JOINTS_0": builder.accessor(joints, target=ARRAY_BUFFER),
            "WEIGHTS_0": builder.accessor(weights, target=ARRAY_BUFFER, normalized=True),
        },
        "indices": builder.triangles(part.triangles),
        "material": builder.add("materials", _material(part)),
    }
    if morphed:
        primitive["targets"] = _targets(builder, part)
    return primitive


def _targets(builder: GltfBuilder, part: FigurePart) -> list[dict[str, int]]:
    """All ten morph targets, as all parts of a mesh have the same; those that do not move this part are zeros."""
    # One vertex that stays where it is: readers stumble over arrays of nothing.
    nothing = np.zeros(1, dtype=np.int64), np.zeros((1, 3), dtype=np.float32), None
    rows, moves, turns = [], [], []
    for name in EXPRESSIONS:
        row, moved, turned = part.morphs.get(name, nothing)
        order = np.argsort(row)
        rows.append(np.asarray(row)[order])
        moves.append(moved[order])
        turns.append(np.zeros_like(moved) if turned is None else turned[order])
    changes = {"POSITION": moves}
    if any(turned is not None for _, _, turned in part.morphs.values()):
        changes["NORMAL"] = turns
    return builder.displacements(rows, changes, len(part.vertices))


def _ordered(part: FigurePart) -> FigurePart:
    """The part with triangles and vertices in an order that packs well."""
    triangles, number = packing_order(part.triangles, len(part.vertices))
    back = np.argsort(number)
    arrays = {name: getattr(part, name)[back] for name in ("vertices", "normals", "joints", "weights")}
    morphs = {name: (number[rows], moved, turned) for name, (rows, moved, turned) in part.morphs.items()}
    return replace(part, triangles=number[triangles], morphs=morphs, **arrays)


def _influences(part: FigurePart) -> tuple[np.ndarray, np.ndarray]:
    """Joints, and weights as bytes whose rows sum to 255; a joint without weight is number 0."""
    scaled = part.weights.astype(np.float64) / part.weights.sum(1, keepdims=True) * 255
    whole = np.floor(scaled + 1e-6).astype(np.int64)
    # What is missing goes to the largest remainders.
    ranks = np.argsort(np.argsort(whole - scaled, axis=1, kind="stable"), axis=1, kind="stable")
    whole += ranks < 255 - whole.sum(1, keepdims=True)
    return np.where(whole > 0, part.joints, 0).astype(np.uint8), whole.astype(np.uint8)


def _material(part: FigurePart) -> dict[str, Any]:
    surface = {
        "baseColorFactor": [*(round(float(channel), 5) for channel in part.colour), 1.0],
        "metallicFactor": 0.0,
        "roughnessFactor": round(float(part.roughness), 3),
    }
    return {"name": part.name, "pbrMetallicRoughness": surface}
