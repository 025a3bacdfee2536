"""Hands as spheres: how deep they are in each other, and how far they have to go to get out of things, compiled."""

from __future__ import annotations

import numba
import numpy as np


@numba.njit(cache=True, nogil=True)
def boxes(centres: np.ndarray, radii: np.ndarray) -> np.ndarray:
    """The lowest and the highest place of each hand, metres, shape (T, 2, 2, 3).

    Args:
        centres: Spheres of both hands over time, metres, float64 of shape (T, 2, N, 3).
        radii: Metres, shape (N,).
    """
    found = np.empty((len(centres), 2, 2, 3))
    found[:, :, 0], found[:, :, 1] = np.inf, -np.inf
    for frame in range(len(centres)):
        for hand in range(2):
            for sphere in range(len(radii)):
                for axis in range(3):
                    place = centres[frame, hand, sphere, axis]
                    found[frame, hand, 0, axis] = min(found[frame, hand, 0, axis], place - radii[sphere])
                    found[frame, hand, 1, axis] = max(found[frame, hand, 1, axis], place + radii[sphere])
    return found


@numba.njit(cache=True, nogil=True)
def _meet(left: np.ndarray, right: np.ndarray, radii: np.ndarray) -> bool:
    """Whether a sphere of one hand overlaps one of the other."""
    for first in range(len(radii)):
        for second in range(len(radii)):
            x = left[first, 0] - right[second, 0]
            least = radii[first] + radii[second]
            if -least < x < least:
                y, z = left[first, 1] - right[second, 1], left[first, 2] - right[second, 2]
                if x * x + y * y + z * z < least * least:
                    return True
    return False


@numba.njit(cache=True, nogil=True)
def parting_ways(centres: np.ndarray, radii: np.ndarray, ways: np.ndarray, farthest: float) -> np.ndarray:
    """How far the first hand has to go along each way until no spheres overlap, metres, (T, W).

    0 where none do, infinite where it is farther than `farthest`. Along a way two spheres overlap from one place to
    another; a hand that is between them goes on to where they end, until it is between none.

    Args:
        centres: Spheres of both hands over time, metres, float64 of shape (T, 2, N, 3).
        radii: Metres, shape (N,).
        ways: Unit vectors, shape (W, 3).
        farthest: Metres.
    """
    needed = np.zeros((len(centres), len(ways)))
    count = len(radii) * len(radii)
    pairs, enter, leave = np.empty((count, 4)), np.empty(count), np.empty(count)
    for frame in range(len(centres)):
        if not _meet(centres[frame, 0], centres[frame, 1], radii):
            continue
        near = 0
        for first in range(len(radii)):
            for second in range(len(radii)):
                x = centres[frame, 0, first, 0] - centres[frame, 1, second, 0]
                y = centres[frame, 0, first, 1] - centres[frame, 1, second, 1]
                z = centres[frame, 0, first, 2] - centres[frame, 1, second, 2]
                apart, least = x * x + y * y + z * z, radii[first] + radii[second]
                if apart < (least + farthest) ** 2:
                    pairs[near, 0], pairs[near, 1], pairs[near, 2] = x, y, z
                    pairs[near, 3] = least * least - apart
                    near += 1
        for way in range(len(ways)):
            crossed = 0
            for pair in range(near):
                along = pairs[pair, 0] * ways[way, 0] + pairs[pair, 1] * ways[way, 1] + pairs[pair, 2] * ways[way, 2]
                square = pairs[pair, 3] + along * along
                if square > 0:
                    half = np.sqrt(square)
                    if half > along:
                        enter[crossed], leave[crossed] = -along - half, -along + half
                        crossed += 1
            gone, further = -1.0, 0.0
            while further > gone and further <= farthest:
                gone = further
                for pair in range(crossed):
                    if enter[pair] <= further and leave[pair] > further:
                        further = leave[pair]
            needed[frame, way] = further if further <= farthest else np.inf
    return needed


@numba.njit(cache=True, nogil=True)
def _gap(x: float, y: float, z: float, grid: tuple[np.ndarray, np.ndarray, float]) -> float:
    """Signed distance to a skin at a place, between the points of its grid; infinite beside it."""
    distances, first, spacing = grid
    along, up, deep = (x - first[0]) / spacing, (y - first[1]) / spacing, (z - first[2]) / spacing
    row, column, layer = int(np.floor(along)), int(np.floor(up)), int(np.floor(deep))
    if row < 0 or column < 0 or layer < 0:
        return np.inf
    if row + 1 >= distances.shape[0] or column + 1 >= distances.shape[1] or layer + 1 >= distances.shape[2]:
        return np.inf
    along, up, deep = along - row, up - column, deep - layer
    gap = 0.0
    for corner in range(8):
        one, two, three = corner & 1, (corner >> 1) & 1, corner >> 2
        weight = (along if one else 1 - along) * (up if two else 1 - up) * (deep if three else 1 - deep)
        gap += weight * distances[row + one, column + two, layer + three]
    return gap


@numba.njit(cache=True, nogil=True)
def leaving_ways(
    centres: np.ndarray,
    radii: np.ndarray,
    ways: np.ndarray,
    grid: tuple[np.ndarray, np.ndarray, float],
    steps: tuple[float, float],
) -> np.ndarray:
    """How far a hand has to go along each way until none of its spheres is inside of a skin, metres, (T, W).

    0 where none is, infinite where it is farther than the last step.

    Args:
        centres: Spheres of the hand over time, in the axes of the grid, metres, float64 of shape (T, N, 3).
        radii: Metres, shape (N,).
        ways: Unit vectors in the same axes, shape (T, W, 3).
        grid: Signed distances to the skin, float32 of shape (X, Y, Z), place of the first and their spacing, metres.
        steps: Length of a step, and the farthest that is looked at, metres.
    """
    needed = np.zeros((len(centres), ways.shape[1]))
    step, farthest = steps
    for frame in range(len(centres)):
        inside = False
        for sphere in range(len(radii)):
            x, y, z = centres[frame, sphere]
            inside |= _gap(x, y, z, grid) < radii[sphere]
        for way in range(ways.shape[1] if inside else 0):
            gone, sphere = 0.0, 0
            # Who is out goes no farther; the sphere that was inside last is asked first.
            while gone <= farthest:
                free = 0
                while free < len(radii):
                    x = centres[frame, sphere, 0] + gone * ways[frame, way, 0]
                    y = centres[frame, sphere, 1] + gone * ways[frame, way, 1]
                    z = centres[frame, sphere, 2] + gone * ways[frame, way, 2]
                    if _gap(x, y, z, grid) < radii[sphere]:
                        break
                    free += 1
                    sphere = (sphere + 1) % len(radii)
                if free == len(radii):
                    break
                gone += step
            needed[frame, way] = gone if gone <= farthest else np.inf
    return needed
