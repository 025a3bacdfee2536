"""How far the depth that an estimator guesses from one picture can be trusted, and in what unit it is.

Bones do not change their length: over a clip, d² + s² z² = L² for a bone that is d long in the picture and z deep. The
slope of d² over z² is −s², whatever unit the depth is in, and how well the line fits says how good the depth is.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from signary.pose.layout import PoseLayout

Floats = NDArray[np.float64]

#: Fewer frames say nothing about a line.
_FRAMES = 12


def depth_scale(layout: PoseLayout, values: Floats, weights: Floats) -> tuple[Floats, tuple[float, float]]:
    """Bring guessed depth into the unit of the picture, hands relative to their first points.

    Args:
        layout: With bones.
        values: Points of shape (T, J, 3), NaN where missing.
        weights: 0 … 1, shape (T, J).

    Returns:
        The points with scaled depth, of shape (T, J, 3), and the trust 0 … 1 in that of arms and of hands.
    """
    if not np.isfinite(values[..., 2]).any():
        return values, (0.0, 0.0)
    hands = set(layout.articulators["hands"])
    found = values.copy()
    trust = []
    for group in ("arms", "hands"):
        bones = [bone for bone in layout.bones if _in_group(layout, bone, hands, group)]
        scale, fit = _line(values, weights, bones)
        trust.append(fit)
        inside = [at for at in range(len(layout.joints)) if (at in hands) == (group == "hands")]
        found[:, inside, 2] *= scale
    return found, (trust[0], trust[1])


def _in_group(layout: PoseLayout, bone: tuple[int, int], hands: set[int], group: str) -> bool:
    if group == "hands":
        return bone[0] in hands and bone[1] in hands
    return layout.joints[bone[1]].endswith(("_elbow", "_wrist")) and bone[1] not in hands


def _line(values: Floats, weights: Floats, bones: list[tuple[int, int]]) -> tuple[float, float]:
    """Factor of depth, and the share of the lengths' changes that it explains."""
    across, deep, total = 0.0, 0.0, 0.0
    for one, two in bones:
        span = values[:, one] - values[:, two]
        squared = span[(np.minimum(weights[:, one], weights[:, two]) > 0) & np.isfinite(span).all(-1)] ** 2
        if len(squared) < _FRAMES:
            continue
        picture, depth = squared[:, 0] + squared[:, 1], squared[:, 2]
        picture, depth = picture - picture.mean(), depth - depth.mean()
        across, deep, total = across + picture @ depth, deep + depth @ depth, total + picture @ picture
    if not deep > 0 or not across < 0 or not total > 0:
        return 1.0, 0.0
    return float(np.sqrt(-across / deep)), float(across**2 / (deep * total))
