"""Which handshape, seen from where: every shape of an inventory is looked at from all sides and laid over the hand.

How a hand is turned within the picture has a closed form (2D Procrustes as one complex product), so that only the
side it is seen from is searched. The best few go on: neighbouring frames, forearm and wrist decide between them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from signary.pose.lifting.arm_chain import ArmChain
from signary.pose.lifting.handshape_prior import HandshapePrior

Floats = NDArray[np.float64]

VIEWS = 192
#: Hands look larger or smaller than estimated by up to this factor: nearer to the camera, or badly measured.
_SIZES = (0.88, 1.14)
_WINDOW = 32
#: Metres by which handshapes differ from those of an inventory, and detections from hands.
_SPREAD = 0.009


@dataclass(frozen=True)
class HandGuesses:
    """K guesses a frame: shape indices (T, K), hand frames (T, K, 3, 3), misfit in units of the spread (T, K)."""

    shapes: NDArray[np.int64]
    turns: Floats
    misfit: Floats


def views(count: int = VIEWS) -> Floats:
    """Rotations (V, 3, 3) that bring evenly spread directions of the hand to the viewer."""
    at = np.arange(count) + 0.5
    height, angle = 1 - 2 * at / count, np.pi * (1 + 5**0.5) * at
    ring = np.sqrt(1 - height**2)
    toward = np.stack([ring * np.cos(angle), height, ring * np.sin(angle)], -1)
    helper = np.where(np.abs(toward[:, 1:2]) < 0.9, [[0.0, 1.0, 0.0]], [[1.0, 0.0, 0.0]])
    across = np.cross(helper, toward)
    across /= np.linalg.norm(across, axis=-1, keepdims=True)
    return np.stack([across, np.cross(toward, across), toward], 1)


class HandSearch:
    """The inventory seen from all sides, for hands of one size.

    Args:
        chain: With the signer's bones.
        prior: The inventory.
    """

    def __init__(self, chain: ArmChain, prior: HandshapePrior) -> None:
        self.prior, self.views = prior, views()
        points = chain.bend_fingers(prior.angles)
        self.shapes = np.concatenate([np.zeros((len(points), 1, 3)), points], 1)
        seen = np.einsum("vij,spj->svpi", self.views, self.shapes).reshape(-1, self.shapes.shape[1], 3)
        self._flat = (seen[..., 0] + 1j * seen[..., 1]).astype(np.complex64)
        self._squared = (np.abs(self._flat) ** 2).astype(np.float32)
        self._deep = seen[..., 2].astype(np.float32)
        self._deep_squared = self._deep**2

    def search(self, points: Floats, weights: Floats, depth: float, keep: int = 10) -> HandGuesses:
        """The best guesses for each frame.

        Args:
            points: Wrist and the 20 points of a left hand, metres, shape (T, 21, 3); z may be NaN.
            weights: 0 … 1, shape (T, 21).
            depth: Weight of z beside x and y, 0 … 1.
            keep: Guesses a frame, K.
        """
        parts = [
            self._window(points[first : first + _WINDOW], weights[first : first + _WINDOW], depth, keep)
            for first in range(0, len(points), _WINDOW)
        ]
        return HandGuesses(
            *(np.concatenate([getattr(part, name) for part in parts]) for name in ("shapes", "turns", "misfit"))
        )

    def _window(self, points: Floats, weights: Floats, depth: float, keep: int) -> HandGuesses:
        weight = weights.astype(np.float32)
        total = np.maximum(weight.sum(1, keepdims=True), 1e-6)
        place = np.nan_to_num(points)
        flat = (place[..., 0] + 1j * place[..., 1]).astype(np.complex64)
        flat = flat - (weight * flat).sum(1, keepdims=True) / total
        own = (weight * np.abs(flat) ** 2).sum(1, keepdims=True)
        product = (weight * flat) @ self._flat.conj().T
        middle = (weight @ self._flat.T) / total
        theirs = np.maximum(weight @ self._squared.T - total * np.abs(middle) ** 2, 1e-9)
        overlap = np.abs(product)
        size = np.clip(overlap / theirs, *_SIZES)
        error = own + size**2 * theirs - 2 * size * overlap
        if depth > 0:
            deep = np.where(np.isfinite(points[..., 2]), place[..., 2], 0.0).astype(np.float32)
            deep = deep - (weight * deep).sum(1, keepdims=True) / total
            mean = (weight @ self._deep.T) / total
            spread = weight @ self._deep_squared.T - total * mean**2
            error += depth * ((weight * deep**2).sum(1, keepdims=True) + spread - 2 * (weight * deep) @ self._deep.T)
        return self._best(error, np.angle(product), keep)

    def _best(self, error: Floats, angle: Floats, keep: int) -> HandGuesses:
        """Of each shape the best view and the best one far from it, and of all these the best."""
        count, rows = len(error), np.arange(len(error))[:, None]
        table = error.reshape(count, len(self.shapes), -1)
        first = table.argmin(-1)
        apart = self._far[first]
        second = np.where(apart, table, np.inf).argmin(-1)
        view = np.concatenate([first, second], 1)
        shape = np.tile(np.arange(len(self.shapes)), 2)[None].repeat(count, 0)
        costs = table[rows, shape, view]
        best = np.argpartition(costs, min(keep, costs.shape[1]) - 1, axis=1)[:, :keep]
        shape, view = shape[rows, best], view[rows, best]
        turn = angle.reshape(table.shape)[rows, shape, view]
        spin = np.zeros((*turn.shape, 3, 3))
        spin[..., 0, 0] = spin[..., 1, 1] = np.cos(turn)
        spin[..., 1, 0], spin[..., 0, 1], spin[..., 2, 2] = np.sin(turn), -np.sin(turn), 1.0
        return HandGuesses(shape, spin @ self.views[view], costs[rows, best] / _SPREAD**2)

    @property
    def _far(self) -> NDArray[np.bool_]:
        """Pairs of views more than 50 degrees apart, shape (V, V)."""
        return np.asarray(self.views[:, 2] @ self.views[:, 2].T < np.cos(np.radians(50.0)))
