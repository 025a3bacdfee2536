"""The front of the trunk, brought to where signs touch it.

Signs touch the chest at places that are written down (`signary.signer.locations`), and the signer leads wrists around
an elliptical trunk. The surface of the figure lies there too, a flat front that falls off to the sides.
"""

from __future__ import annotations

import numpy as np

from avatar_bake.geometry import smoothstep

#: Depth of the front in the middle by height, metres.
_HEIGHTS = (-0.10, 0.12, 0.22, 0.30, 0.37, 0.40, 0.43, 0.46)
_DEPTHS = (0.124, 0.126, 0.127, 0.1245, 0.123, 0.117, 0.102, 0.080)
#: Half the width at which the front has fallen off, and how boxy it is.
_HALF, _POWER = 0.186, 2.3
#: How far below the wanted surface a place is brought up, and how much of what is missing or too much is left.
_BELOW, _LEFT_LOW, _LEFT_HIGH = 0.04, 0.12, 0.1


def shaped_trunk(vertices: np.ndarray, weights: dict[str, np.ndarray]) -> np.ndarray:
    """The vertices of the source in the rest body, with the front of the trunk where it should be."""
    across, height, depth = vertices.T
    fallen = np.maximum(1 - (abs(across) / _HALF) ** _POWER, 0.0) ** (1 / _POWER)
    wanted = np.interp(height, _HEIGHTS, _DEPTHS) * fallen
    off = depth - wanted
    low = off * (_LEFT_LOW + (1 - _LEFT_LOW) * smoothstep(-off / _BELOW))
    changed = np.where(off > 0, _LEFT_HIGH * off, low)
    share = weights["torso"] + weights["left_collar"] + weights["right_collar"]
    share = share * smoothstep((depth - 0.02) / 0.03) * smoothstep((0.47 - height) / 0.05)
    shaped = vertices.copy()
    shaped[:, 2] += share * (changed - off)
    return shaped
