"""Both hands as spheres that fill them, posed: cheap to tell how deep hands are in each other, and where a way out is.

The spheres are those of the project's own figure (`scripts/make_clearance.py`); no point of its skin is farther than
1.5 mm from the nearest of them.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from signary.pose.kinematics import BuiltInSkeleton
from signary.pose.rotations import axis_angle_to_matrix
from signary.pose.skeletons.hands import MANO_FINGERS
from signary.pose.skeletons.rest import rest_positions
from signary.pose.skeletons.smplx import ROTATED, SMPLX_JOINTS

SIDES = ("left", "right")
_FILE = Path(__file__).with_name("hand_spheres.json")
_ARM = ("collar", "shoulder", "elbow", "wrist")
#: Joints of a hand as they are posed: the wrist, then the first, second and third of all fingers.
_HAND = ("wrist", *(f"{finger}{part}" for part in "123" for finger in MANO_FINGERS))
_FINGERS = len(MANO_FINGERS)


@cache
def _table() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of each sphere of the left hand the joint (place in `_HAND`), centre from it at rest and radius, metres."""
    rows = json.loads(_FILE.read_text(encoding="utf-8"))
    lengths = 1e-4 * np.array([row[1:] for row in rows], dtype=np.float64)
    return np.array([_HAND.index(row[0]) for row in rows]), lengths[:, :3], lengths[:, 3]


class HandSpheres:
    """The spheres of a body's hands.

    Args:
        skeleton: The body.

    Attributes:
        radii: Metres, shape (N,), of either hand.
    """

    def __init__(self, skeleton: BuiltInSkeleton) -> None:
        self._joint, centres, radii = _table()
        size = self._size(skeleton.rest)
        self.radii = size * radii
        mirrored = np.array([[1.0, 1.0, 1.0], [-1.0, 1.0, 1.0]])
        self._centres = torch.from_numpy(size * centres * mirrored[:, None])
        rest = torch.from_numpy(skeleton.rest)

        def bones(names: tuple[str, ...], parents: tuple[str, ...]) -> Tensor:
            at = [[rest[SMPLX_JOINTS.index(f"{side}_{name}")] for name in names] for side in SIDES]
            base = [[rest[SMPLX_JOINTS.index(f"{side}_{name}")] for name in parents] for side in SIDES]
            return torch.stack([torch.stack(row) for row in at]) - torch.stack([torch.stack(row) for row in base])

        self._collar = torch.stack([rest[SMPLX_JOINTS.index(f"{side}_collar")] for side in SIDES])
        self._arm_bones = bones(_ARM[1:], _ARM[:-1])
        self._finger_bones = bones(_HAND[1:], ("wrist",) * _FINGERS + _HAND[1:-_FINGERS])
        joints = (*_ARM[:-1], *_HAND)
        self._columns = torch.tensor([
            [3 * ROTATED.index(f"{side}_{joint}") + axis for joint in joints for axis in range(3)] for side in SIDES
        ])  # fmt: skip

    @staticmethod
    def _size(rest: np.ndarray) -> float:
        """How much larger the hands are than those of the built-in body."""
        wrist, knuckle = (SMPLX_JOINTS.index(f"left_{name}") for name in ("wrist", "middle1"))
        lengths = [float(np.linalg.norm(body[knuckle] - body[wrist])) for body in (rest, rest_positions())]
        return lengths[0] / lengths[1]

    def posed(self, parameters: Tensor) -> np.ndarray:
        """Where the spheres are; the trunk is at rest.

        Args:
            parameters: `smplx` parameters in radians, float64 of shape (T, at least 123).

        Returns:
            Centres, metres, shape (T, 2, N, 3), the left hand first.
        """
        frames = len(parameters)
        local = axis_angle_to_matrix(parameters[:, self._columns].reshape(frames, 2, -1, 3))
        turn, place = local[:, :, 0], self._collar.expand(frames, 2, 3)
        for bone in range(len(_ARM) - 1):
            place = place + (turn @ self._arm_bones[:, bone, :, None])[..., 0]
            turn = turn @ local[:, :, bone + 1]
        turns, places = [turn[:, :, None]], [place[:, :, None]]
        before, at = turns[0].expand(-1, -1, _FINGERS, -1, -1), places[0]
        for part in range(3):
            rows = slice(part * _FINGERS, (part + 1) * _FINGERS)
            at = at + (before @ self._finger_bones[:, rows, :, None])[..., 0]
            before = before @ local[:, :, len(_ARM) :][:, :, rows]
            turns.append(before)
            places.append(at)
        turned, placed = torch.cat(turns, 2)[:, :, self._joint], torch.cat(places, 2)[:, :, self._joint]
        return np.asarray(placed + (turned @ self._centres[..., None])[..., 0])
