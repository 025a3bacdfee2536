"""Jaw and expression from the points of a face, as far from the face's usual look as they move in a clip.

Nobody's face has the rest body's shape: the median of a clip is taken for the face at rest, and what differs from it is
spread over the ten expressions and the jaw by least squares. An expression that is held for a whole clip is not seen.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from signary.pose.lifting.arm_chain import turns_of
from signary.pose.lifting.head_lift import RIGID, HeadLifted
from signary.pose.skeletons.rest import expression_basis, jaw_weights, rest_positions
from signary.pose.skeletons.smplx import NUM_EXPRESSION, SMPLX_JOINTS

Floats = NDArray[np.float64]

#: Fewer points of the face tell a position of the head, not an expression.
NEEDED = 30
#: Metres by which points tremble; how large coefficients and the jaw's opening in radians usually are, and at most.
_TREMBLE, _USUAL, _OPEN, _WIDEST = 0.003, 0.5, 0.15, 0.5
_SMOOTH = 0.8


def lift_face(
    head: tuple[tuple[str, ...], Floats, Floats], lifted: HeadLifted, axes: int, fps: float
) -> tuple[Floats, Floats]:
    """Jaw opening and ten coefficients, shape (T, 11), and their confidence (T,), 0 without a face.

    Args:
        head: Names, points (T, H, 3) and weights (T, H).
        lifted: How the head is turned, and its size.
        axes: 3 where depth is measured, otherwise 2.
        fps: Frames a second.
    """
    names, points, weights = head
    moving, modes = _modes(names)
    seen = np.where(np.isfinite(points[..., :axes]).all(-1), weights, 0.0)
    enough = ((seen[:, moving] > 0).sum(1) >= NEEDED) & (lifted.certain > 0)
    count = len(points)
    if not enough.any():
        return np.zeros((count, 1 + NUM_EXPRESSION)), np.zeros(count)
    turn = turns_of(lifted.turn)
    rest = np.array([rest_positions()[SMPLX_JOINTS.index(name)] for name in names])
    shown = np.einsum("tij,hj->thi", turn, lifted.size * rest)[..., :axes]
    off = np.where(seen[..., None] > 0, np.nan_to_num(points[..., :axes]) - shown, 0.0)
    anchor = [at for at, name in enumerate(names) if name in RIGID]
    held = seen[:, anchor, None]
    off = off - (held * off[:, anchor]).sum(1, keepdims=True) / np.maximum(held.sum(1, keepdims=True), 1e-9)
    off, seen = off[:, moving], seen[:, moving]
    flat = np.where((seen > 0)[..., None], off, np.nan)[enough]
    known = np.isfinite(flat).any(0)
    usual = np.where(known, np.nanmedian(np.where(known, flat, 0.0), axis=0), 0.0)
    basis = np.einsum("tij,mhj->thim", turn, lifted.size * modes)[:, :, :axes]
    weighted = (basis * seen[..., None, None]).reshape(count, -1, basis.shape[-1])
    spread = np.diag(_TREMBLE**2 / np.array([_OPEN, *[_USUAL] * NUM_EXPRESSION]) ** 2)
    hessian = np.swapaxes(weighted, 1, 2) @ basis.reshape(weighted.shape) + spread
    found = np.linalg.solve(hessian, np.swapaxes(weighted, 1, 2) @ (off - usual).reshape(count, -1, 1))[..., 0]
    found = gaussian_filter1d(found, _SMOOTH * fps / 25.0, axis=0, mode="nearest")
    found = np.clip(found, 0.0, [_WIDEST, *[1.0] * NUM_EXPRESSION])
    return found, np.where(enough, lifted.certain * seen.sum(1) / np.maximum((seen > 0).sum(1), 1), 0.0)


def _modes(names: tuple[str, ...]) -> tuple[list[int], Floats]:
    """Which points move with the face, and by how much (11, H', 3): per radian of the jaw, per coefficient."""
    rest = rest_positions()
    at = [SMPLX_JOINTS.index(name) for name in names]
    hinge = rest[SMPLX_JOINTS.index("jaw")]
    opening = np.cross([1.0, 0.0, 0.0], rest - hinge) * jaw_weights()[:, None]
    modes = np.concatenate([opening[None], expression_basis()])[:, at]
    moving = [index for index, name in enumerate(names) if name.startswith("face_")]
    return moving, modes[:, moving]
