"""A mesh in the making: every vertex with its weights and ten morphs, every triangle with the part it belongs to."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import numpy as np

from avatar_bake.geometry import unit

#: Cuts nearer to a corner than this share of an edge go through the corner.
_SNAP = 0.12


@dataclass(frozen=True)
class Mesh:
    """A mesh.

    Attributes:
        vertices: Shape (V, 3), metres, in the rest body.
        triangles: Shape (F, 3).
        parts: Name of the part of every triangle, shape (F,).
        weights: Shape (V, J), rows sum to 1.
        morphs: Displacements, shape (E, V, 3).
    """

    vertices: np.ndarray
    triangles: np.ndarray
    parts: np.ndarray
    weights: np.ndarray
    morphs: np.ndarray

    def taken(self, rows: np.ndarray) -> Mesh:
        """The triangles of a mask or of indices, and the vertices they need."""
        triangles = self.triangles[rows]
        used, triangles = np.unique(triangles, return_inverse=True)
        return Mesh(
            self.vertices[used],
            triangles.reshape(-1, 3),
            self.parts[rows],
            self.weights[used],
            self.morphs[:, used],
        )

    def named(self, *names: str) -> np.ndarray:
        """True for triangles of these parts."""
        return np.isin(self.parts, names)

    def renamed(self, rows: np.ndarray, name: str) -> Mesh:
        """The same with triangles given to another part."""
        parts = self.parts.copy()
        parts[rows] = name
        return replace(self, parts=parts)

    def normals(self) -> np.ndarray:
        """Directions of the vertices, shape (V, 3)."""
        return vertex_normals(self.vertices, self.triangles)

    def moved(self, vertices: np.ndarray) -> Mesh:
        """The same with vertices elsewhere."""
        return replace(self, vertices=vertices)


def vertex_normals(vertices: np.ndarray, triangles: np.ndarray) -> np.ndarray:
    """Directions of vertices, weighted by area, shape (V, 3)."""
    a, b, c = (vertices[triangles[:, corner]] for corner in range(3))
    faces = np.cross(b - a, c - a)
    normals = np.zeros_like(vertices)
    for corner in range(3):
        np.add.at(normals, triangles[:, corner], faces)
    return unit(normals)


def joined(meshes: Iterable[Mesh]) -> Mesh:
    """Several meshes as one."""
    rows = list(meshes)
    starts = np.cumsum([0, *(len(mesh.vertices) for mesh in rows)])
    return Mesh(
        np.concatenate([mesh.vertices for mesh in rows]),
        np.concatenate([mesh.triangles + start for mesh, start in zip(rows, starts, strict=False)]),
        np.concatenate([mesh.parts for mesh in rows]),
        np.concatenate([mesh.weights for mesh in rows]),
        np.concatenate([mesh.morphs for mesh in rows], 1),
    )


def cut(mesh: Mesh, field: np.ndarray, part: str, name: str) -> Mesh:
    """Give what lies where `field` is positive to another part; triangles on the border are split along it.

    Args:
        mesh: What to cut.
        field: A number for every vertex; the border is where it is zero.
        part: The part that is cut; other parts keep their triangles, split where they share an edge.
        name: The new part.
    """
    field = field.copy()
    edges = np.concatenate([mesh.triangles[:, [0, 1]], mesh.triangles[:, [1, 2]], mesh.triangles[:, [2, 0]]])
    start, end = field[edges[:, 0]], field[edges[:, 1]]
    share = np.where(start * end < 0, start / np.where(start == end, 1.0, start - end), 0.5)
    field[edges[(start * end < 0) & (share < _SNAP), 0]] = 0.0
    field[edges[(start * end < 0) & (share > 1 - _SNAP), 1]] = 0.0
    made: dict[tuple[int, int], int] = {}
    mixes: list[tuple[int, int, float]] = []

    def middle(first: int, second: int) -> int:
        key = (min(first, second), max(first, second))
        if key not in made:
            low, high = key
            made[key] = len(mesh.vertices) + len(mixes)
            mixes.append((low, high, field[low] / (field[low] - field[high])))
        return made[key]

    triangles, parts = [], []
    of_part = mesh.parts == part
    for corners, own, inside in zip(mesh.triangles.tolist(), mesh.parts.tolist(), of_part.tolist(), strict=True):
        for piece, positive in _split(corners, [float(field[corner]) for corner in corners], middle):
            triangles.append(piece)
            parts.append(name if positive and inside else own)
    low, high = (np.array([mix[end] for mix in mixes], dtype=int) for end in (0, 1))
    share = np.array([mix[2] for mix in mixes])
    mixed = share[:, None]

    def grown(rows: np.ndarray) -> np.ndarray:
        return np.concatenate([rows, rows[low] * (1 - mixed) + rows[high] * mixed])

    morphs = np.stack([grown(rows) for rows in mesh.morphs])
    return Mesh(grown(mesh.vertices), np.array(triangles), np.array(parts, dtype=object), grown(mesh.weights), morphs)


def _split(corners: list[int], values: list[float], middle: Callable[[int, int], int]) -> list[tuple[list[int], bool]]:
    """Pieces of a triangle, and whether each lies on the positive side."""
    if min(values) >= 0 or max(values) <= 0:
        return [(corners, max(values) > 0)]
    if 0.0 in values:  # one corner on the border, the others on both sides
        turn = values.index(0.0)
        a, b, c = corners[turn:] + corners[:turn]
        between = middle(b, c)
        positive = values[(turn + 1) % 3] > 0
        return [([a, b, between], positive), ([a, between, c], not positive)]
    signs = [value > 0 for value in values]
    alone = next(at for at in range(3) if signs.count(signs[at]) == 1)
    a, b, c = corners[alone:] + corners[:alone]
    first, second = middle(a, b), middle(a, c)
    return [
        ([a, first, second], signs[alone]),
        ([first, b, c], not signs[alone]),
        ([first, c, second], not signs[alone]),
    ]
