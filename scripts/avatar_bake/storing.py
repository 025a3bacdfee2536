"""Writes a finished mesh as `load_figure` reads it: compact numbers, one colour a part."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
from scipy.spatial import cKDTree

from avatar_bake.mesh import Mesh, vertex_normals
from signary.pose.avatar.figure import MORPH_STEP, VERTEX_STEP
from signary.pose.skeletons.rest import EXPRESSIONS

#: Part -> colour (sRGB, hexadecimal) and roughness.
COLOURS = {
    "head": ("dca283", 0.75),
    "hands": ("e6b190", 0.75),
    "nails": ("f3cdbb", 0.5),
    "lips": ("b5665c", 0.6),
    "mouth": ("54201f", 0.9),
    "brows": ("3a2a24", 0.95),
    "lashes": ("2a1d19", 0.95),
    "eyes": ("f6f3ee", 0.35),
    "iris": ("5a4230", 0.3),
    "pupil": ("14100e", 0.2),
    "teeth": ("efe9df", 0.4),
    "tongue": ("9c4d4c", 0.7),
    "hair": ("352721", 0.9),
    "top": ("2b3645", 0.95),
    "sleeves": ("344153", 0.95),
    "trousers": ("3c3f46", 0.95),
    "shoes": ("1f2023", 0.8),
}
#: Morphs that move a vertex by less, in metres, leave it alone.
_LEAST = 5e-5


def linear(code: str) -> list[float]:
    """Linear red, green and blue of a colour written as hexadecimal sRGB."""
    encoded = np.array(list(bytes.fromhex(code))) / 255
    decoded = np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)
    return [round(float(value), 4) for value in decoded]


def store(mesh: Mesh, path: Path, whole: Mesh) -> None:
    """Write the parts of a mesh; normals are those of the whole mesh it was lightened from, smooth across parts."""
    _, at = cKDTree(whole.vertices).query(mesh.vertices)
    bent = [vertex_normals(whole.vertices + moved, whole.triangles)[at] for moved in whole.morphs]
    normals = whole.normals()[at]
    arrays: dict[str, np.ndarray] = {}
    table = []
    for name, (colour, roughness) in COLOURS.items():
        used, triangles = np.unique(mesh.triangles[mesh.named(name)], return_inverse=True)
        joints, weights = four_joints(mesh.weights[used])
        arrays |= {
            f"{name}.vertices": np.rint(mesh.vertices[used] / VERTEX_STEP).astype(np.int16),
            f"{name}.normals": np.rint(127 * normals[used]).astype(np.int8),
            f"{name}.triangles": triangles.reshape(-1, 3).astype(np.uint16),
            f"{name}.joints": joints,
            f"{name}.weights": weights,
        }
        for row, expression in enumerate(EXPRESSIONS):
            moved = mesh.morphs[row, used]
            kept = np.flatnonzero(np.linalg.norm(moved, axis=1) > _LEAST)
            if not len(kept):
                continue
            turned = bent[row][used][kept] - normals[used][kept]
            arrays |= {
                f"{name}.{expression}.rows": kept.astype(np.uint16),
                f"{name}.{expression}.moved": np.rint(moved[kept] / MORPH_STEP).astype(np.int16),
                f"{name}.{expression}.turned": np.rint(np.clip(127 * turned, -127, 127)).astype(np.int8),
            }
        table.append({"name": name, "colour": linear(colour), "roughness": roughness})
        print(f"{name}: {len(used)} vertices, {len(triangles) // 3} triangles")  # noqa: T201
    arrays["parts"] = np.array(json.dumps(table))
    with path.open("wb") as file:
        savez: Callable[..., None] = np.savez_compressed  # its stub takes names of arrays for its own arguments
        savez(file, **arrays)
    print(f"{path.name}: {len(mesh.triangles)} triangles, {path.stat().st_size / 1e6:.2f} MB")  # noqa: T201


def four_joints(weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The four joints that rule each vertex, and their weights as bytes that sum to 255; both of shape (V, 4)."""
    joints = np.argsort(-weights, axis=1, kind="stable")[:, :4]
    kept = np.take_along_axis(weights, joints, 1)
    kept /= kept.sum(1, keepdims=True)
    whole = np.floor(kept * 255).astype(int)
    short = 255 - whole.sum(1)
    order = np.argsort(-(kept * 255 - whole), axis=1)
    for place in range(4):
        rows = np.flatnonzero(short > place)
        whole[rows, order[rows, place]] += 1
    joints[whole == 0] = 0
    return joints.astype(np.uint8), whole.astype(np.uint8)
