"""Skins of a rig at rest that hands touch: surfaces as points with normals, hands as skinned points, limbs as radii."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from scipy.spatial import cKDTree

#: Distance between points of a surface, metres, and how many of them say where it is at a place.
SPACING, _NEAREST = 0.004, 6
#: Farther from a surface nobody asks how far, metres.
FAR = 0.15
#: Cosine with the normal from which on a place beyond a surface is inside of it.
_BEHIND = 0.6


@dataclass(frozen=True)
class Cloud:
    """A surface as points with outward normals, metres, shapes (N, 3); in rest pose, in our axes."""

    points: np.ndarray
    normals: np.ndarray

    @cached_property
    def _tree(self) -> cKDTree:
        return cKDTree(self.points)

    @cached_property
    def box(self) -> np.ndarray:
        """Lowest and highest places, (2, 3)."""
        return np.stack([self.points.min(0), self.points.max(0)])

    def gaps(self, places: np.ndarray, within: float = FAR) -> tuple[np.ndarray, np.ndarray]:
        """Signed distances (negative inside), shape (n,), and directions out of the surface, shape (n, 3).

        The planes of the nearest points are averaged, so that both change smoothly with the place (implicit moving
        least squares). What is farther away than `within` has an infinite distance.
        """
        gaps, out = np.full(len(places), np.inf), np.zeros((len(places), 3))
        near = np.flatnonzero(np.isfinite(self._tree.query(places, distance_upper_bound=within)[0]))
        if len(near):
            gaps[near], out[near] = self._near_gaps(places[near])
        return gaps, out

    def touched(self, places: np.ndarray, radii: np.ndarray, within: float = FAR) -> np.ndarray:
        """Rows of the balls around places that may reach the surface, or lie behind it by less than `within`."""
        distance, nearest = self._tree.query(places, distance_upper_bound=within)
        near = np.flatnonzero(np.isfinite(distance))
        away = places[near] - self.points[nearest[near]]
        behind = (away * self.normals[nearest[near]]).sum(1) < 0
        return np.asarray(near[behind | (distance[near] < radii[near] + SPACING)])

    def _near_gaps(self, places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        distance, nearest = self._tree.query(places, k=min(_NEAREST, len(self.points)))
        nearest = nearest.reshape(len(places), -1)
        return implicit_gaps(places, distance.reshape(len(places), -1), self.points[nearest], self.normals[nearest])

    def nearest(self, places: np.ndarray) -> np.ndarray:
        """The points of the surface that are nearest to places, smoothed over neighbours, shape (n, 3)."""
        gap, out = self._near_gaps(places)
        return np.asarray(places - gap[:, None] * out)

    def moved(self, scale: np.ndarray, offset: np.ndarray) -> Cloud:
        """The surface scaled along the axes and moved."""
        return Cloud(self.points * scale + offset, unit(self.normals / scale))


def implicit_gaps(
    places: np.ndarray, distance: np.ndarray, points: np.ndarray, normals: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Signed distances and directions out of a surface, of places (n, 3) with its nearest points, (n, k, 3)."""
    weight = 1.0 / (distance**2 + (0.5 * SPACING) ** 2)
    weight /= weight.sum(1, keepdims=True)
    away = places[:, None] - points
    planes = (weight * (away * normals).sum(-1)).sum(1)
    # Far away the way to the nearest point is the direction; near by, where it has none, the normal is.
    straight = (weight[..., None] * away).sum(1)
    far = np.linalg.norm(straight, axis=-1)
    # What lies beside the rim of an open surface is behind none of its points.
    inside = planes < -_BEHIND * far
    blend = np.clip((far - 1.0 * SPACING) / (2.0 * SPACING), 0.0, 1.0)
    side = np.where(inside, -1.0, 1.0)
    direction = side[:, None] * straight / np.maximum(far, 1e-9)[:, None]
    flat = unit((weight[..., None] * normals).sum(1))
    planes = np.where(inside | (blend == 0), planes, np.abs(planes))
    return (1 - blend) * planes + blend * side * far, unit((1 - blend)[:, None] * flat + blend[:, None] * direction)


@dataclass(frozen=True)
class HandSkin:
    """The skin of a hand at rest.

    Attributes:
        joints: Our names of the joints that it follows, the wrist first.
        points: (N, 3) metres in our axes.
        normals: (N, 3) outwards.
        which: (N, 4) indices into `joints`.
        weights: (N, 4), rows sum to 1.
    """

    joints: tuple[str, ...]
    points: np.ndarray
    normals: np.ndarray
    which: np.ndarray
    weights: np.ndarray

    def posed(
        self, rest: Mapping[str, np.ndarray], places: Mapping[str, np.ndarray], turns: Mapping[str, np.ndarray]
    ) -> tuple[np.ndarray, np.ndarray]:
        """Points and normals over time, (T, N, 3), by linear blend skinning.

        Args:
            rest: Rest positions by joint.
            places: Positions by joint, each (T, 3).
            turns: Rotations from rest by joint, each (T, 3, 3); a joint that is missing goes with the one before it.
        """
        wrist = self.joints[0]
        carriers = [joint if joint in turns and joint in places else wrist for joint in self.joints]
        turned = np.stack([turns[joint] for joint in carriers], 1)
        moved = np.stack([places[joint] - turns[joint] @ rest[joint] for joint in carriers], 1)
        shares = np.zeros((len(self.points), len(self.joints)))
        np.add.at(shares, (np.arange(len(self.points))[:, None], self.which), self.weights)
        blended = np.einsum("nj,tjkl->tnkl", shares, turned, optimize=True)
        points = np.einsum("tnkl,nl->tnk", blended, self.points) + np.einsum(
            "nj,tjk->tnk", shares, moved, optimize=True
        )
        return points, unit(np.einsum("tnkl,nl->tnk", blended, self.normals))


@dataclass(frozen=True)
class RigSurface:
    """What hands can touch.

    Attributes:
        clouds: `head`, `neck` and `trunk`, those that there are.
        radii: Half thickness in metres of what lies around a bone: by our names of the joint where the bone begins
            (`left_index2`, `left_elbow`, `left_shoulder`), `left_palm` for what is between wrist and knuckles.
        tips: Finger tips at rest, metres in our axes.
        hands: Skins of the hands by side.
    """

    clouds: dict[str, Cloud]
    radii: dict[str, float]
    tips: dict[str, np.ndarray] = field(default_factory=dict)
    hands: dict[str, HandSkin] = field(default_factory=dict)


def unit(vectors: np.ndarray) -> np.ndarray:
    """Vectors (…, 3) of length 1; one without length stays as it is."""
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-12))
