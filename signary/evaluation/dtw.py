"""Dynamic time warping over a matrix of frame costs: symmetric steps of weight 1, no window, float64."""

from __future__ import annotations

import numba
import numpy as np

from signary.io.errors import InputError


@numba.njit(cache=True, nogil=True)
def _accumulate(cost: np.ndarray) -> np.ndarray:
    rows, columns = cost.shape
    total = np.empty((rows, columns))
    for i in range(rows):
        for j in range(columns):
            if i == 0 and j == 0:
                before = 0.0
            elif i == 0:
                before = total[0, j - 1]
            elif j == 0:
                before = total[i - 1, 0]
            else:
                before = min(total[i - 1, j - 1], total[i - 1, j], total[i, j - 1])
            total[i, j] = cost[i, j] + before
    return total


@numba.njit(cache=True, nogil=True)
def _backtrack(total: np.ndarray) -> np.ndarray:
    i, j = total.shape[0] - 1, total.shape[1] - 1
    path = np.empty((i + j + 1, 2), np.int64)
    count = 0
    while True:
        path[count, 0], path[count, 1] = i, j
        count += 1
        if i == 0 and j == 0:
            break
        if i == 0:
            j -= 1
        elif j == 0:
            i -= 1
        else:
            diagonal, up, left = total[i - 1, j - 1], total[i - 1, j], total[i, j - 1]
            if diagonal <= up and diagonal <= left:
                i, j = i - 1, j - 1
            elif up <= left:
                i -= 1
            else:
                j -= 1
    return path[:count][::-1].copy()


def dtw_cost(cost: np.ndarray) -> float:
    """Least sum of costs along a path from the first to the last pair of frames (each cell counts once).

    Args:
        cost: Finite array of shape (T, S).

    Raises:
        InputError: If it is empty or a number is not finite.
    """
    return float(_accumulate(_checked(cost))[-1, -1])


def dtw_path(cost: np.ndarray) -> np.ndarray:
    """The pairs of frames along the cheapest path, (N, 2); of equal ones the diagonal step, then that of the rows.

    Raises:
        InputError: If it is empty or a number is not finite.
    """
    return np.asarray(_backtrack(_accumulate(_checked(cost))))


def _checked(cost: np.ndarray) -> np.ndarray:
    array = np.ascontiguousarray(cost, dtype=np.float64)
    if array.ndim != 2 or not array.size:
        raise InputError("cost", "shape (T, S), T and S above 0", array.shape)
    if not np.isfinite(array).all():
        raise InputError("cost", "finite numbers", "NaN or infinity")
    return array
