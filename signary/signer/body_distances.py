"""Head and trunk of the signer as grids of signed distances to their skin, where the body has them.

The grids are those of the project's own figure (`scripts/make_clearance.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from signary.pose.kinematics import BuiltInSkeleton
from signary.pose.rotations import axis_angle_to_matrix
from signary.pose.skeletons.smplx import ROTATED, SMPLX_JOINTS

_FILE = Path(__file__).with_name("body_distances.npz")
#: Metres that one step of a stored distance is.
_UNIT = 0.0005


@dataclass(frozen=True)
class Grid:
    """Signed distances to a skin, negative inside.

    Attributes:
        distances: Metres, float32, shape (X, Y, Z).
        first: Place of the first point from the joint that the part moves with, metres, shape (3,).
        spacing: Metres between points.
    """

    distances: np.ndarray
    first: np.ndarray
    spacing: float

    @property
    def box(self) -> np.ndarray:
        """The first and the last point, (2, 3)."""
        return np.stack([self.first, self.first + self.spacing * (np.array(self.distances.shape) - 1)])

    def scaled(self, factor: float) -> Grid:
        """The same part of a larger body."""
        return Grid(self.distances * np.float32(factor), self.first * factor, self.spacing * factor)


@cache
def _stored() -> Mapping[str, Grid]:
    with np.load(_FILE, allow_pickle=False) as file:
        places = {part: file[f"{part}_place"] for part in ("head", "trunk")}
        return {
            part: Grid(np.float32(_UNIT) * file[part], place[:3], float(place[3])) for part, place in places.items()
        }


class BodyDistances:
    """Head and trunk of a body, as hands meet them.

    Args:
        skeleton: The body.
        proportions: Its length factors.

    Attributes:
        grids: By part, `head` and `trunk`.
    """

    def __init__(self, skeleton: BuiltInSkeleton, proportions: Mapping[str, float]) -> None:
        body = proportions.get("body", 1.0)
        sizes = {"head": body * proportions.get("head", 1.0), "trunk": body}
        self.grids = {part: grid.scaled(sizes[part]) for part, grid in _stored().items()}
        rest = {name: torch.from_numpy(skeleton.rest[SMPLX_JOINTS.index(name)]) for name in ("neck", "head")}
        self._neck, self._to_head = rest["neck"], rest["head"] - rest["neck"]

    def place(self, part: str, parameters: Tensor) -> tuple[np.ndarray, np.ndarray]:
        """Where a part is.

        Args:
            part: One of `grids`.
            parameters: `smplx` parameters, float64 of shape (T, at least 123), the trunk at rest.

        Returns:
            Rotations from rest, shape (T, 3, 3), and places of the joint that it moves with, metres, shape (T, 3).
        """
        if part == "trunk":
            frames = len(parameters)
            return np.broadcast_to(np.eye(3), (frames, 3, 3)), np.zeros((frames, 3))
        neck, head = (
            axis_angle_to_matrix(parameters[:, 3 * ROTATED.index(joint) : 3 * ROTATED.index(joint) + 3])
            for joint in ("neck", "head")
        )
        return (neck @ head).numpy(), (self._neck + neck @ self._to_head).numpy()
