"""Fewer triangles: edges are collapsed onto one of their ends, those first that change the surface least.

Quadric error metrics (Garland and Heckbert 1997) with placement at an end, so that every vertex keeps its own weights
and morphs. Borders between parts and open edges stay as they are.
"""

from __future__ import annotations

import heapq

import numpy as np

from avatar_bake.face import EYE_MIDDLE
from avatar_bake.mesh import Mesh

#: How much an edge costs for its length, for ends that bones move differently, and that morphs move differently.
_LENGTH, _BONES, _MORPHS = 2e-3, 0.12, 1.0
#: Lids and lips are dear: by how much, and how far from the middles of eyes and mouth, metres.
_DEAR, _NEAR_EYE, _MOUTH, _NEAR_MOUTH = 30.0, 0.021, np.array([0.0, 0.63, 0.11]), 0.030
#: A triangle may turn by at most this much (cosine).
_LEAST_TURN = 0.35


def lightened(mesh: Mesh, shares: dict[str, float]) -> Mesh:
    """The mesh with about that share of the triangles of every part; parts that are not named keep all."""
    collapse = _Collapse(mesh)
    for part, share in shares.items():
        collapse.reduce(part, share)
    kept = np.array([row for row, corners in enumerate(collapse.faces) if corners is not None])
    triangles = np.array([collapse.faces[row] for row in kept])
    result = Mesh(mesh.vertices, triangles, mesh.parts[kept], mesh.weights, mesh.morphs)
    return result.taken(np.arange(len(kept)))


class _Collapse:
    def __init__(self, mesh: Mesh) -> None:
        self.mesh = mesh
        self.faces: list[tuple[int, int, int] | None] = [tuple(row) for row in mesh.triangles.tolist()]
        self.around: list[set[int]] = [set() for _ in mesh.vertices]
        for row, corners in enumerate(mesh.triangles.tolist()):
            for corner in corners:
                self.around[corner].add(row)
        eyes = np.min([np.linalg.norm(mesh.vertices - EYE_MIDDLE * [side, 1, 1], axis=1) for side in (1, -1)], 0)
        self.dear = 1 + _DEAR * ((eyes < _NEAR_EYE) | (np.linalg.norm(mesh.vertices - _MOUTH, axis=1) < _NEAR_MOUTH))
        self.frozen = self._borders()
        self.quadrics = self._quadrics()
        self.spread = mesh.morphs.transpose(1, 0, 2).reshape(len(mesh.vertices), -1)

    def _borders(self) -> np.ndarray:
        seen: dict[tuple[int, int], list[int]] = {}
        for row, (a, b, c) in enumerate(self.mesh.triangles.tolist()):
            for first, second in ((a, b), (b, c), (c, a)):
                seen.setdefault((min(first, second), max(first, second)), []).append(row)
        frozen = np.zeros(len(self.mesh.vertices), dtype=bool)
        for edge, rows in seen.items():
            if len(rows) != 2 or self.mesh.parts[rows[0]] != self.mesh.parts[rows[1]]:
                frozen[list(edge)] = True
        return frozen

    def _quadrics(self) -> np.ndarray:
        corners = self.mesh.vertices[self.mesh.triangles]
        normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        area = np.linalg.norm(normals, axis=1, keepdims=True)
        normals = normals / np.maximum(area, 1e-15)
        planes = np.concatenate([normals, -(normals * corners[:, 0]).sum(1, keepdims=True)], 1)
        outer = planes[:, :, None] * planes[:, None, :] * area[..., None]
        quadrics = np.zeros((len(self.mesh.vertices), 4, 4))
        for corner in range(3):
            np.add.at(quadrics, self.mesh.triangles[:, corner], outer)
        return quadrics

    def _cost(self, gone: int, kept: int) -> float:
        place = np.append(self.mesh.vertices[kept], 1.0)
        error = place @ self.quadrics[gone] @ place
        squared = ((self.mesh.vertices[gone] - self.mesh.vertices[kept]) ** 2).sum()
        bones = ((self.mesh.weights[gone] - self.mesh.weights[kept]) ** 2).sum()
        morphs = ((self.spread[gone] - self.spread[kept]) ** 2).sum()
        return float(self.dear[gone]) * float(
            error + squared * (squared * (_LENGTH + _BONES * bones) + _MORPHS * morphs)
        )

    def _neighbours(self, vertex: int) -> set[int]:
        return {corner for row in self.around[vertex] for corner in self.faces[row] or ()} - {vertex}

    def _allowed(self, gone: int, kept: int) -> bool:
        shared = self.around[gone] & self.around[kept]
        if len(shared) != 2 or len(self._neighbours(gone) & self._neighbours(kept)) != 2:
            return False
        vertices = self.mesh.vertices
        for row in self.around[gone] - shared:
            corners = self.faces[row]
            assert corners is not None
            before = vertices[list(corners)]
            after = vertices[[kept if corner == gone else corner for corner in corners]]
            old = np.cross(before[1] - before[0], before[2] - before[0])
            new = np.cross(after[1] - after[0], after[2] - after[0])
            if old @ new < _LEAST_TURN * np.linalg.norm(old) * np.linalg.norm(new) or np.linalg.norm(new) < 1e-9:
                return False
        return True

    def reduce(self, part: str, share: float) -> None:
        """Collapse edges inside a part until that share of its triangles is left."""
        rows = np.flatnonzero(self.mesh.parts == part)
        left, goal = len(rows), round(share * len(rows))
        heap: list[tuple[float, int, int]] = []
        for corners in self.mesh.triangles[rows].tolist():
            for gone in corners:
                heap += [
                    (self._cost(gone, kept), gone, kept) for kept in corners if kept != gone and not self.frozen[gone]
                ]
        heapq.heapify(heap)
        while heap and left > goal:
            cost, gone, kept = heapq.heappop(heap)
            if not self.around[gone] or not self.around[kept] or kept not in self._neighbours(gone):
                continue
            now = self._cost(gone, kept)
            if now > cost * 1.0001 + 1e-18:
                heapq.heappush(heap, (now, gone, kept))
                continue
            if not self._allowed(gone, kept):
                continue
            left -= self._merge(gone, kept)
            for near in self._neighbours(kept):
                for first, second in ((near, kept), (kept, near)):
                    if not self.frozen[first]:
                        heapq.heappush(heap, (self._cost(first, second), first, second))

    def _merge(self, gone: int, kept: int) -> int:
        dropped = 0
        for row in list(self.around[gone]):
            corners = self.faces[row]
            assert corners is not None
            if kept in corners:
                for corner in corners:
                    self.around[corner].discard(row)
                self.faces[row] = None
                dropped += 1
            else:
                a, b, c = (kept if corner == gone else corner for corner in corners)
                self.faces[row] = (a, b, c)
                self.around[kept].add(row)
        self.around[gone].clear()
        self.quadrics[kept] += self.quadrics[gone]
        return dropped
