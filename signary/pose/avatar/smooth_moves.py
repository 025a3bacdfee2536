"""Moves of two wrists over time that little jerk goes with: the linear equations, and the choice among ways."""

from __future__ import annotations

import numpy as np
from scipy.linalg import solveh_banded

#: A way that is longer by a millimetre for so many seconds is as bad as a millimetre of change, by its inverse.
_HASTE = 12.0


def smooth_moves(equations: np.ndarray, wanted: np.ndarray, weights: tuple[float, float, float, float]) -> np.ndarray:
    """Moves of both wrists, (T, 2, 3), that solve equations and change little over time.

    Args:
        equations: Normal equations of each frame, (T, 6, 6).
        wanted: Their right sides, (T, 6).
        weights: Of the squares of the moves and of their first, second and third differences.
    """
    frames = len(equations)
    bands = np.zeros((19, 6 * frames))  # upper form: bands[18 - k, j] is the entry k above the diagonal of column j
    for above in range(6):
        rows = np.arange(6 - above)
        columns = 6 * np.arange(frames)[:, None] + rows + above
        bands[18 - above, columns] += equations[:, rows, rows + above]
    for apart, factor in enumerate(_penalty(frames, weights)):
        columns = 6 * (np.arange(len(factor)) + apart)[:, None] + np.arange(6)
        bands[18 - 6 * apart, columns] += factor[:, None]
    return np.asarray(solveh_banded(bands, wanted.reshape(-1))).reshape(frames, 2, 3)


def _penalty(frames: int, weights: tuple[float, float, float, float]) -> list[np.ndarray]:
    """Diagonals 0 … 3 of the sum of weight · DᵀD for differences D of orders 0 … 3 of so many frames."""
    diagonals = [np.zeros(max(frames - apart, 0)) for apart in range(4)]
    for order, weight in enumerate(weights):
        coefficients = np.diff(np.pad([1.0], order), order) if order else np.ones(1)
        count = frames - order
        for apart in range(order + 1 if count > 0 else 0):
            for first in range(order + 1 - apart):
                product = coefficients[first] * coefficients[first + apart]
                diagonals[apart][first : first + count] += weight * product
    return diagonals


def shortest_ways(needed: np.ndarray, ways: np.ndarray, fps: float) -> np.ndarray:
    """Of the ways that part hands in each frame those that are short and change little, all together, (T, 3) metres.

    Dynamic programming over frames; what is infinite in all ways stays where it is.

    Args:
        needed: How far along each way, metres, (T, W), 0 where there is nothing to part.
        ways: Unit vectors, (W, 3).
        fps: Frames a second.
    """
    stuck = ~np.isfinite(needed).any(1)
    # Fingers that are wound into each other cannot part: they stay.
    needed = np.where(stuck[:, None], 0.0, np.where(np.isfinite(needed), needed, 1.0))
    moves = needed[..., None] * ways
    costs = needed * _HASTE / fps
    total, before = costs[0], np.tile(np.arange(len(ways)), (len(needed), 1))
    for frame in range(1, len(needed)):
        if not needed[frame - 1].any() and not needed[frame].any():
            continue  # nothing to choose: all ways are no way
        steps = np.linalg.norm(moves[frame, :, None] - moves[frame - 1], axis=-1) + total
        before[frame] = steps.argmin(1)
        total = steps.min(1) + costs[frame]
    best = np.zeros(len(needed), dtype=int)
    best[-1] = total.argmin()
    for frame in range(len(needed) - 1, 0, -1):
        best[frame - 1] = before[frame, best[frame]]
    return np.asarray(moves[np.arange(len(needed)), best])
