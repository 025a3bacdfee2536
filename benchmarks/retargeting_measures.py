"""Distances of hands to skins, for `retargeting.py`: on triangles, apart from all that the correction computes with."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.spatial import cKDTree
from scipy.spatial.transform import Rotation

from signary.pose.avatar.retarget import RigMotion

#: Triangles around so many of the nearest vertices are looked at.
_AROUND = 5


class Mesh:
    """Triangles, for exact distances.

    Args:
        vertices: (V, 3) metres; vertices in one place are one.
        triangles: (F, 3), counter-clockwise from outside.
    """

    def __init__(self, vertices: np.ndarray, triangles: np.ndarray) -> None:
        rounded, first, place = np.unique(np.round(vertices, 5), axis=0, return_index=True, return_inverse=True)
        del rounded
        corners = place.reshape(-1)[triangles]
        self.first = first
        distinct = (
            (corners[:, 0] != corners[:, 1]) & (corners[:, 1] != corners[:, 2]) & (corners[:, 2] != corners[:, 0])
        )
        self.triangles = corners[distinct]
        edges = np.sort(
            np.concatenate([self.triangles[:, [0, 1]], self.triangles[:, [1, 2]], self.triangles[:, [2, 0]]]), 1
        )
        kinds, counts = np.unique(edges, axis=0, return_counts=True)
        self.rim = np.zeros(len(first), dtype=bool)
        self.rim[kinds[counts == 1].reshape(-1)] = True
        order = np.argsort(self.triangles.reshape(-1), kind="stable")
        owners, at = order // 3, self.triangles.reshape(-1)[order]
        starts = np.searchsorted(at, np.arange(len(first) + 1))
        self.faces = np.full((len(first), min(12, max(1, int(np.diff(starts).max(initial=1))))), -1)
        for column in range(self.faces.shape[1]):
            has = starts[:-1] + column < starts[1:]
            self.faces[has, column] = owners[starts[:-1][has] + column]

    def at(self, vertices: np.ndarray) -> Skin:
        """The mesh with its vertices somewhere else, (V, 3)."""
        return Skin(self, vertices[self.first])


@dataclass
class Skin:
    """A mesh in one pose."""

    mesh: Mesh
    vertices: np.ndarray

    @cached_property
    def _tree(self) -> cKDTree:
        used = np.zeros(len(self.vertices), dtype=bool)
        used[self.mesh.triangles.reshape(-1)] = True
        self._used = np.flatnonzero(used)
        return cKDTree(self.vertices[self._used])

    @cached_property
    def _normals(self) -> np.ndarray:
        corner = self.vertices[self.mesh.triangles]
        face = np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])
        normals = np.zeros_like(self.vertices)
        for column in range(3):
            np.add.at(normals, self.mesh.triangles[:, column], face)
        return np.asarray(normals / np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12))

    def near(self, places: np.ndarray, within: float) -> np.ndarray:
        """Whether a vertex is near."""
        return np.asarray(np.isfinite(self._tree.query(places, distance_upper_bound=within)[0]))

    def signed(self, places: np.ndarray) -> np.ndarray:
        """Distances to the nearest triangle, metres, negative inside; what lies behind a rim is outside."""
        found = np.empty(len(places))
        for start in range(0, len(places), 4000):
            part = slice(start, start + 4000)
            found[part] = self._signed(places[part])
        return found

    def _signed(self, places: np.ndarray) -> np.ndarray:
        _, near = self._tree.query(places, k=min(_AROUND, len(self._used)))
        vertices = self._used[near.reshape(len(places), -1)]
        faces = self.mesh.faces[vertices].reshape(len(places), -1)
        corners = self.mesh.triangles[np.maximum(faces, 0)]
        foot, shares = nearest_on_triangles(places[:, None], self.vertices[corners])
        distance = np.where(faces >= 0, np.linalg.norm(places[:, None] - foot, axis=-1), np.inf)
        best = distance.argmin(1)
        row = np.arange(len(places))
        corner, share = corners[row, best], shares[row, best]
        out = np.einsum("nk,nkc->nc", share, self._normals[corner])
        behind = ((places - foot[row, best]) * out).sum(1) < 0
        at_rim = self.mesh.rim[corner[row, share.argmax(1)]]
        return np.asarray(np.where(behind & ~at_rim, -1.0, 1.0) * distance[row, best])


def nearest_on_triangles(places: np.ndarray, corners: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Nearest points of triangles (..., 3, 3) to places (..., 3), and their barycentric shares."""
    a, b, c = corners[..., 0, :], corners[..., 1, :], corners[..., 2, :]
    normal = np.cross(b - a, c - a)
    area = np.maximum((normal**2).sum(-1), 1e-24)
    shares = np.stack(
        [
            (np.cross(c - b, places - b) * normal).sum(-1) / area,
            (np.cross(a - c, places - c) * normal).sum(-1) / area,
            (np.cross(b - a, places - a) * normal).sum(-1) / area,
        ],
        -1,
    )
    inside = (shares >= 0).all(-1)
    best = np.einsum("...k,...kc->...c", shares, corners)
    nearest = np.where(inside, ((places - best) ** 2).sum(-1), np.inf)
    for first, second in ((0, 1), (1, 2), (2, 0)):
        start, along = corners[..., first, :], corners[..., second, :] - corners[..., first, :]
        share = np.clip(((places - start) * along).sum(-1) / np.maximum((along**2).sum(-1), 1e-24), 0.0, 1.0)
        foot = start + share[..., None] * along
        distance = ((places - foot) ** 2).sum(-1)
        closer = distance < nearest
        best, nearest = np.where(closer[..., None], foot, best), np.where(closer, distance, nearest)
        edge = np.zeros_like(shares)
        edge[..., first], edge[..., second] = 1 - share, share
        shares = np.where(closer[..., None], edge, shares)
    return best, shares


def replayed(motion: RigMotion) -> tuple[np.ndarray, np.ndarray]:
    """Places (T, B, 3), metres in our axes, and rotations (T, B, 3, 3) of bones, from what a file would hold."""
    rig = motion.rig
    local = Rotation.from_quat(motion.rotations.reshape(-1, 4).astype(float)).as_matrix()
    local = local.reshape(*motion.rotations.shape[:2], 3, 3)
    places, turns = np.zeros((*local.shape[:2], 3)), np.zeros(local.shape)
    for bone, parent in enumerate(rig.parents):
        if parent < 0:
            turns[:, bone] = local[:, bone]
            places[:, bone] = motion.translations if bone == 0 else rig.offsets[bone]
        else:
            turns[:, bone] = turns[:, parent] @ local[:, bone]
            places[:, bone] = places[:, parent] + turns[:, parent] @ rig.offsets[bone]
    return rig.unit * places @ rig.axes.T, rig.axes @ turns


def degrees_between(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Angles between directions, (...)."""
    one = one / np.linalg.norm(one, axis=-1, keepdims=True)
    other = other / np.linalg.norm(other, axis=-1, keepdims=True)
    turn = 2 * np.arctan2(np.linalg.norm(one - other, axis=-1), np.linalg.norm(one + other, axis=-1))
    return np.asarray(np.degrees(turn))


def peak_jerk(places: np.ndarray, fps: float) -> float:
    """Largest third derivative, m/s³, of places (T, 3)."""
    return float(np.linalg.norm(np.diff(places, 3, axis=0), axis=-1).max(initial=0.0) * fps**3)
