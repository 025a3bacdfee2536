"""An order of triangles and vertices in which they pack well: each triangle near the one before, vertices as they come.

Packed triangles are told by an edge of one of the last few and a corner (`gltf_meshopt`), so the walk goes on over the
newest of these edges, where corners are known, and first to what would be left alone otherwise.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np

#: Edges and corners that a decoder remembers.
_REMEMBERED = 15


def packing_order(triangles: np.ndarray, vertices: int) -> tuple[np.ndarray, np.ndarray]:
    """An order of a mesh.

    Args:
        triangles: Integers of shape (F, 3).
        vertices: Number of all vertices.

    Returns:
        Triangles as they come, shape (F, 3), of vertices as they are numbered now; the number of each vertex, shape
        (V,), vertices of no triangle last.
    """
    ordered = triangles[_Walk(triangles.tolist()).order()]
    everything = np.concatenate([ordered.reshape(-1), np.arange(vertices)])
    _, first = np.unique(everything, return_index=True)
    number = np.empty(vertices, dtype=np.int64)
    number[everything[np.sort(first)]] = np.arange(vertices)
    return ordered, number


class _Walk:
    """A walk over the triangles of a mesh."""

    def __init__(self, triangles: list[list[int]]) -> None:
        self._triangles = triangles
        self._done = [False] * len(triangles)
        self._at_edge = defaultdict[tuple[int, int], list[tuple[int, int]]](list)
        #: How many triangles of each vertex are still to come.
        self._left = defaultdict[int, int](int)
        for number, (a, b, c) in enumerate(triangles):
            for start, end, corner in ((a, b, c), (b, c, a), (c, a, b)):
                self._at_edge[start, end].append((number, corner))
                self._left[start] += 1
        self._edges: list[tuple[int, int]] = []
        self._corners: list[int] = []

    def order(self) -> list[int]:
        """Numbers of all triangles."""
        found: list[int] = []
        begin = 0
        while len(found) < len(self._triangles):
            number = self._neighbour()
            if number is None:
                begin = self._done.index(False, begin)
                number = begin
            self._take(number)
            found.append(number)
        return found

    def _neighbour(self) -> int | None:
        best: tuple[tuple[bool, int, int], int] | None = None
        for age, edge in enumerate(self._edges):
            for number, corner in self._at_edge.get(edge, ()):
                if not self._done[number]:
                    worth = (corner not in self._corners, min(self._left[edge[0]], self._left[edge[1]]), age)
                    if best is None or worth < best[0]:
                        best = worth, number
        return None if best is None else best[1]

    def _take(self, number: int) -> None:
        self._done[number] = True
        a, b, c = self._triangles[number]
        # The neighbour runs through an edge the other way.
        self._edges = [(b, a), (c, b), (a, c), *self._edges][:_REMEMBERED]
        for corner in (a, b, c):
            self._left[corner] -= 1
            if corner not in self._corners:
                self._corners = [corner, *self._corners][: _REMEMBERED + 1]
