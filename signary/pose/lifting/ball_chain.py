"""Chains of ball joints for fitting: where rotations lead given points, and how small turns of each move them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from signary.pose.lifting.arm_chain import turns_of, vectors_of
from signary.pose.skeletons.rest import ATTACHED, rest_positions
from signary.pose.skeletons.smplx import ROTATED, SMPLX_JOINTS

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class BallChain:
    """Joints that move (each hangs on the one before) and the points that are looked at.

    Attributes:
        joints: Names of the K joints from the body outwards.
        points: Names of the P points.
        holder: For each point the last joint that moves it, -1 for none.
    """

    joints: tuple[str, ...]
    points: tuple[str, ...]
    holder: NDArray[np.int64]

    @classmethod
    def of(cls, joints: tuple[str, ...], points: tuple[str, ...]) -> BallChain:
        """A chain whose points hang on its joints as the tree of SMPL-X says."""
        holder = []
        for point in points:
            above = ATTACHED.get(point)
            while above is not None and above not in joints:
                above = ATTACHED.get(above)
            holder.append(-1 if above is None else joints.index(above))
        return cls(joints, points, np.array(holder, dtype=np.int64))

    def rotations(self, parameters: Floats) -> Floats:
        """Local rotation matrices (T, K, 3, 3) of parameters (T, 133)."""
        columns = [3 * ROTATED.index(joint) for joint in self.joints]
        vectors = np.stack([parameters[:, at : at + 3] for at in columns], 1)
        return turns_of(np.ascontiguousarray(vectors, dtype=np.float64))

    def write(self, parameters: Floats, turns: Floats) -> None:
        """Put local rotations (T, K, 3, 3) into parameters (T, 133)."""
        vectors = vectors_of(turns)
        for at, joint in enumerate(self.joints):
            column = 3 * ROTATED.index(joint)
            parameters[:, column : column + 3] = vectors[:, at]

    def local_points(self, places: Floats, turns: Floats) -> Floats:
        """Points (T, P, 3) of the whole body as seen from the joints that hold them: they stay so while those turn."""
        frames, origins = self._frames(turns)
        found = places.copy()
        for at, holder in enumerate(self.holder):
            if holder >= 0:
                found[:, at] = np.einsum("tji,tj->ti", frames[holder], places[:, at] - origins[holder])
        return found

    def place(self, local: Floats, turns: Floats) -> tuple[Floats, Floats]:
        """Points (T, P, 3), and how each moves with small turns about the parents' axes, (T, K, 3 turns, P, 3)."""
        frames, origins = self._frames(turns)
        points = local.copy()
        for at, holder in enumerate(self.holder):
            if holder >= 0:
                points[:, at] = origins[holder] + np.einsum("tij,tj->ti", frames[holder], local[:, at])
        moved = np.zeros((len(local), len(self.joints), 3, len(self.points), 3))
        before = np.broadcast_to(np.eye(3), (len(local), 3, 3))
        for joint in range(len(self.joints)):
            held = self.holder >= joint
            arms = points[:, held] - origins[joint][:, None]
            axes = np.swapaxes(before, 1, 2)
            moved[:, joint][:, :, held] = np.cross(axes[:, :, None], arms[:, None])
            before = frames[joint]
        return points, moved

    def _frames(self, turns: Floats) -> tuple[list[Floats], list[Floats]]:
        rest = {name: rest_positions()[SMPLX_JOINTS.index(name)] for name in self.joints}
        frame, origin = np.broadcast_to(np.eye(3), (len(turns), 3, 3)), np.zeros((len(turns), 3))
        frames, origins, last = [], [], np.zeros(3)
        for at, joint in enumerate(self.joints):
            origin = origin + np.einsum("tij,j->ti", frame, rest[joint] - last)
            frame = frame @ turns[:, at]
            frames.append(frame)
            origins.append(origin)
            last = rest[joint]
        return frames, origins
