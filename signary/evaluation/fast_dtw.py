"""FastDTW (Salvador & Chan 2007): the path of halved sequences, widened, is where that of the whole ones is sought.

Public metrics warp with a package of that name and radius 1. Its path is not the cheapest one, so that numbers are
theirs only if it is imitated, ties and all: of equal ways into a cell the one from the row above comes first, then that
from the column before. Legend: T, S frames of rows and columns.
"""

from __future__ import annotations

from collections.abc import Callable

import numba
import numpy as np

#: From frames (T, …) and (S, …) to the costs of all pairs, (T, S).
CostFunction = Callable[[np.ndarray, np.ndarray], np.ndarray]


@numba.njit(cache=True, nogil=True)
def _warp(cost: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Path (N, 2) through the cells low[i] ≤ j < high[i] of each row i."""
    rows, columns = cost.shape
    total = np.full((rows + 1, columns + 1), np.inf)
    total[0, 0] = 0.0
    came = np.zeros((rows, columns), np.int8)
    for i in range(rows):
        for j in range(low[i], high[i]):
            best, way = total[i, j + 1], 0
            if total[i + 1, j] < best:
                best, way = total[i + 1, j], 1
            if total[i, j] < best:
                best, way = total[i, j], 2
            total[i + 1, j + 1], came[i, j] = best + cost[i, j], way
    path = np.empty((rows + columns, 2), np.int64)
    i, j, count = rows - 1, columns - 1, 0
    while i >= 0 and j >= 0:
        path[count, 0], path[count, 1] = i, j
        count += 1
        way = came[i, j]
        i -= 0 if way == 1 else 1
        j -= 0 if way == 0 else 1
    return path[:count][::-1].copy()


def fast_dtw_path(first: np.ndarray, second: np.ndarray, cost: CostFunction, radius: int = 1) -> np.ndarray:
    """The pairs of frames along FastDTW's path, (N, 2).

    Args:
        first: Frames of the rows, float64 of shape (T, …), T at least 1.
        second: Frames of the columns, (S, …).
        cost: Costs of pairs of frames, and of means of neighbouring frames.
        radius: By how many cells the coarser path is widened.
    """
    shape = len(first), len(second)
    low, high = np.zeros(shape[0], np.int64), np.full(shape[0], shape[1])
    if min(shape) >= radius + 2:
        coarse = fast_dtw_path(_halved(first), _halved(second), cost, radius)
        low, high = _window(coarse, shape, radius)
    return np.asarray(_warp(cost(first, second), low, high))


def _halved(frames: np.ndarray) -> np.ndarray:
    """Means of neighbouring frames; the last of an odd number is dropped."""
    even = len(frames) - len(frames) % 2
    return np.asarray((frames[0:even:2] + frames[1:even:2]) / 2)


def _window(coarse: np.ndarray, shape: tuple[int, int], radius: int) -> tuple[np.ndarray, np.ndarray]:
    """First and last (exclusive) column of each row around a path of half the size."""
    low, high = np.full(shape[0], shape[1]), np.zeros(shape[0], np.int64)
    for i, j in coarse.tolist():
        for row in range(max(0, 2 * (i - radius)), min(shape[0], 2 * (i + radius) + 2)):
            low[row] = min(low[row], max(0, 2 * (j - radius)))
            high[row] = max(high[row], min(shape[1], 2 * (j + radius) + 2))
    return low, high
