"""The cheapest way through a choice a frame (Viterbi)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def best_path(unary: Floats, steps: Floats) -> NDArray[np.int64]:
    """Which choice each frame makes, shape (T,), so that the sum of all costs is least.

    Args:
        unary: Cost of each of K choices in each of T frames, shape (T, K).
        steps: Cost from each choice of a frame to each of the next, shape (T − 1, K, K).
    """
    count = len(unary)
    total, back = unary[0].copy(), np.zeros(unary.shape, dtype=np.int64)
    for frame in range(1, count):
        ways = total[:, None] + steps[frame - 1]
        back[frame] = ways.argmin(0)
        total = ways[back[frame], np.arange(ways.shape[1])] + unary[frame]
    path = np.zeros(count, dtype=np.int64)
    path[-1] = total.argmin()
    for frame in range(count - 1, 0, -1):
        path[frame - 1] = back[frame, path[frame]]
    return path
