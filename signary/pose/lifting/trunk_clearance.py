"""Hands stay outside chest and face: how far points of an arm lie behind the skin of the rest body."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from signary.pose.lifting.arm_chain import POINTS

Floats = NDArray[np.float64]

#: Metres: half widths of chest and head, how far they reach forward, and the heights between which they do.
_CHEST, _CHEST_DEPTH, _CHEST_HEIGHTS = 0.185, 0.115, (-0.10, 0.48)
_HEAD, _HEAD_DEPTH, _HEAD_HEIGHTS = 0.075, 0.115, (0.58, 0.80)
#: Points from the wrist on; what is farther back than this is behind the body, not in it.
_FIRST, _BEHIND = POINTS.index("wrist"), -0.16


def inside(points: Floats) -> Floats:
    """How far each point has to come forward, metres (at least 0), shape (T, P), of arms (T, P, 3)."""
    across, height, forward = points[..., 0], points[..., 1], points[..., 2]
    skin = np.full(across.shape, -np.inf)
    for half, depth, (low, high) in ((_CHEST, _CHEST_DEPTH, _CHEST_HEIGHTS), (_HEAD, _HEAD_DEPTH, _HEAD_HEIGHTS)):
        before = (np.abs(across) < half) & (height > low) & (height < high)
        arch = depth * np.sqrt(np.maximum(1 - (across / half) ** 2, 0.0))
        skin = np.where(before, np.maximum(skin, arch), skin)
    deep = np.where(forward > _BEHIND, np.maximum(skin - forward, 0.0), 0.0)
    deep[:, :_FIRST] = 0.0
    return np.asarray(deep)
