"""The ten morphs: the expressions of the rest body, from face units, scaled until landmarks move as ours do."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from avatar_bake.geometry import smoothstep
from avatar_bake.source import Source
from signary.pose.skeletons import face
from signary.pose.skeletons.rest import EXPRESSIONS, expression_basis, rest_positions
from signary.pose.skeletons.smplx import SMPLX_JOINTS

#: Scales that landmarks do not tell: lids must close, cheeks and lips move more than the points nearest to landmarks.
_SCALES = {
    **{"eyes_closed": 1.0, "cheeks_puffed": 0.8, "pucker": 1.15, "brows_raised": 1.4},
    **{"smile": 0.72, "lips_parted": 0.95},
}

_OF_THE_MOUTH, _UNDER_EYES = ("smile", "pucker", "stretched", "lips_parted", "lips_pressed"), 0.672


def _both(*units: str) -> dict[str, float]:
    return {f"{unit}{side}": 1.0 for unit in units for side in ("Left", "Right")}


#: Expression -> face units and their shares; their sum is scaled as a whole.
UNITS: dict[str, dict[str, float]] = {
    "brows_raised": {"browInnerUp": 1.0} | _both("browOuterUp"),
    "brows_furrowed": _both("browDown"),
    "eyes_closed": _both("eyeBlink"),
    "smile": _both("mouthSmile"),
    "pucker": {"mouthPucker": 1.0},
    "stretched": _both("mouthStretch"),
    "lips_parted": _both("mouthUpperUp", "mouthLowerDown"),
    "cheeks_puffed": {"cheekPuff": 1.0},
    "lips_pressed": {"mouthRollUpper": 1.0, "mouthRollLower": 1.0},
    "nose_wrinkled": _both("noseSneer"),
}


def morphs(source: Source, place: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    """Displacements in the rest body, shape (10, V, 3).

    Args:
        source: The body.
        place: From vertices of the source to the rest body.
    """
    at_rest = place(source.vertices)
    marks, basis = rest_positions(), expression_basis()
    columns = [SMPLX_JOINTS.index(face.name(point)) for point in face.LANDMARKS]
    body = source.groups["body"]
    near = np.array([body[np.argmin(np.linalg.norm(at_rest[body] - marks[column], axis=1))] for column in columns])
    rows = []
    for row, expression in enumerate(EXPRESSIONS):
        moved = sum(share * source.target(unit) for unit, share in UNITS[expression].items())
        delta = place(source.vertices + moved) - at_rest
        if expression in _OF_THE_MOUTH:  # the face units raise cheeks and lids too, which have expressions of their own
            delta *= smoothstep((_UNDER_EYES - at_rest[:, 1:2]) / 0.02)
        ours, theirs = basis[row, columns], delta[near]
        known = np.linalg.norm(ours, axis=1) > 1e-5
        scale = float((ours[known] * theirs[known]).sum() / (theirs[known] ** 2).sum())
        print(f"{expression}: {np.linalg.norm(delta, axis=1).max() * 1000:.1f} mm at 1, scaled by {scale:.2f}")  # noqa: T201
        rows.append(delta * _SCALES.get(expression, scale))
    return np.stack(rows)
