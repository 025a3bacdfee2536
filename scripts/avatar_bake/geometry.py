"""Small geometry: frames, affine maps between bones, smooth steps, smooth deformations through points."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

MIRROR = np.array([-1.0, 1.0, 1.0])


def unit(vector: np.ndarray) -> np.ndarray:
    """Vectors of length 1."""
    length = np.linalg.norm(vector, axis=-1, keepdims=True)
    result: np.ndarray = vector / np.maximum(length, 1e-12)
    return result


def smoothstep(share: np.ndarray) -> np.ndarray:
    """0 below 0, 1 above 1, smooth between."""
    share = np.clip(share, 0.0, 1.0)
    result: np.ndarray = share * share * (3 - 2 * share)
    return result


def frame(along: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Rotation with columns along, second made perpendicular to it, and their cross product."""
    first = unit(along)
    other = unit(second - (second @ first) * first)
    return np.stack([first, other, np.cross(first, other)], 1)


@dataclass(frozen=True)
class Affine:
    """The map p -> matrix p + shift."""

    matrix: np.ndarray
    shift: np.ndarray

    def apply(self, points: np.ndarray) -> np.ndarray:
        """Points, shape (..., 3), moved."""
        moved: np.ndarray = points @ self.matrix.T + self.shift
        return moved

    def mirrored(self) -> Affine:
        """The same on the other side of the body."""
        return Affine(self.matrix * MIRROR * MIRROR[:, None], self.shift * MIRROR)


def bone_map(
    source: tuple[np.ndarray, np.ndarray],
    target: tuple[np.ndarray, np.ndarray],
    seconds: tuple[np.ndarray, np.ndarray],
    thickness: tuple[float, float],
) -> Affine:
    """From a bone to a bone.

    Args:
        source: Head and tail.
        target: Head and tail.
        seconds: A second direction of each, which goes over into the other.
        thickness: Scale along the second direction and across it.
    """
    there, here = frame(target[1] - target[0], seconds[1]), frame(source[1] - source[0], seconds[0])
    length = np.linalg.norm(target[1] - target[0]) / np.linalg.norm(source[1] - source[0])
    matrix = there @ np.diag([length, *thickness]) @ here.T
    return Affine(matrix, target[0] - matrix @ source[0])


class Warp:
    """A smooth displacement through points: a sum of the biharmonic kernel r and an affine map (Duchon 1977).

    Args:
        points: Shape (N, 3).
        moved: Where they go, shape (N, 3).
        smooth: How much is allowed to be missed, metres.
    """

    def __init__(self, points: np.ndarray, moved: np.ndarray, smooth: float = 0.0) -> None:
        self._points = points
        count = len(points)
        kernel = np.linalg.norm(points[:, None] - points[None], axis=-1)
        system = np.zeros((count + 4, count + 4))
        system[:count, :count] = kernel - smooth * np.eye(count)
        system[:count, count:] = np.hstack([np.ones((count, 1)), points])
        system[count:, :count] = system[:count, count:].T
        right = np.vstack([moved - points, np.zeros((4, 3))])
        self._solved = np.linalg.solve(system, right)

    def apply(self, points: np.ndarray) -> np.ndarray:
        """Points, shape (N, 3), moved."""
        kernel = np.linalg.norm(points[:, None] - self._points[None], axis=-1)
        rows = np.hstack([kernel, np.ones((len(points), 1)), points])
        moved: np.ndarray = points + rows @ self._solved
        return moved
