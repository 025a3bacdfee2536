"""Analytic two-bone inverse kinematics of the left arm, batched over frames; the right arm is solved as its mirror.

The wrist goes where it is asked to; the elbow turns about the line from shoulder to wrist to where it hangs naturally
and where the wrist has to bend least; forearm turn and wrist bend are kept within what joints allow.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from scipy.ndimage import gaussian_filter1d
from torch import Tensor

from signary.io.errors import InputError
from signary.pose.rotations import (
    axis_angle_to_matrix,
    axis_angle_to_quaternion,
    matrix_to_axis_angle,
    matrix_to_quaternion,
    quaternion_multiply,
    quaternion_to_axis_angle,
)
from signary.pose.skeletons.smplx import SMPLX_JOINTS

#: Limits in degrees: wrist bend to the palm and to the back, to the thumb and to the little finger, forearm turn.
FLEXION, EXTENSION, RADIAL, ULNAR, FOREARM_TURN = 80.0, 75.0, 28.0, 42.0, 95.0
_SWIVELS = np.radians(np.arange(-60.0, 121.0, 7.5))


@dataclass(frozen=True)
class Passage:
    """Frames `first` … `last - 1` of a transition between signs, and how far it has come in each of them, 0 … 1.

    The hand's orientation on the way is nobody's wish: joints go straight from where they were to where they must be,
    which a turn interpolated in space need not (it may lead the long way round a forearm).
    """

    first: int
    last: int
    progress: np.ndarray


@dataclass(frozen=True)
class ArmPose:
    """Axis-angle rotations of collar, shoulder, elbow and wrist, each of shape (T, 3), radians, for the left arm."""

    collar: Tensor
    shoulder: Tensor
    elbow: Tensor
    wrist: Tensor


def _unit(vector: Tensor) -> Tensor:
    return torch.nn.functional.normalize(vector, dim=-1, eps=1e-9)


class ArmSolver:
    """Solves the left arm of a body.

    Args:
        rest: Rest positions of layout `smplx_joints`, metres, array of shape (J, 3).
    """

    def __init__(self, rest: np.ndarray) -> None:
        at = {
            name: torch.from_numpy(rest[SMPLX_JOINTS.index(f"left_{name}")])
            for name in ("collar", "shoulder", "elbow", "wrist")
        }
        self._collar = at["collar"]
        self._to_shoulder = at["shoulder"] - at["collar"]
        self.upper = float((at["elbow"] - at["shoulder"]).norm())
        self.fore = float((at["wrist"] - at["elbow"]).norm())
        # Frames of the bones at rest: x along the bone, z where the elbow bends to, y the hinge.
        self._rest_upper = self._bone_frame(at["elbow"] - at["shoulder"])
        self._rest_fore = self._bone_frame(at["wrist"] - at["elbow"])

    @staticmethod
    def _bone_frame(bone: Tensor) -> Tensor:
        along = _unit(bone)
        forward = torch.tensor([0.0, 0.0, 1.0], dtype=bone.dtype)
        bend = _unit(forward - along * (forward @ along))
        return torch.stack([along, torch.linalg.cross(bend, along), bend], -1)

    def reach(self, wrist: Tensor) -> Tensor:
        """How far beyond a stretched arm each wrist target lies, metres, shape (T,); 0 where it can be reached."""
        shoulder = self._shoulder(self._collar_turn(wrist))
        distance = (wrist - shoulder).norm(dim=-1)
        far = (distance - (self.upper + self.fore)).clamp_min(0.0)
        near = (abs(self.upper - self.fore) - distance).clamp_min(0.0)
        return torch.add(far, near)

    def _collar_turn(self, wrist: Tensor) -> Tensor:
        """Shrug with high and forward targets, (T, 3) axis-angle: up about z, forward about -y."""
        high = torch.sigmoid((wrist[:, 1] - 0.62) / 0.07)
        across = torch.sigmoid((-wrist[:, 0] - 0.0) / 0.08)
        far = torch.sigmoid((wrist[:, 2] - 0.42) / 0.05)
        lift, forward = 0.20 * high, -0.14 * across - 0.24 * far
        return torch.stack([torch.zeros_like(lift), forward, lift], -1)

    def _shoulder(self, collar: Tensor) -> Tensor:
        return self._collar + torch.einsum("tij,j->ti", axis_angle_to_matrix(collar), self._to_shoulder)

    def solve(self, wrist: Tensor, hand: Tensor, smooth: float = 0.0, passages: Sequence[Passage] = ()) -> ArmPose:
        """Arm rotations that bring the wrist to its target and the hand, as far as joints allow, to its orientation.

        Args:
            wrist: Targets in metres, float64 of shape (T, 3).
            hand: Global hand rotations, quaternions of shape (T, 4), relative to the rest hand.
            passages: Transitions, in which the wrist's joint angles are interpolated and `hand` is not looked at.
            smooth: Standard deviation in frames over which the elbow's direction is smoothed; 0 for unordered targets.

        Raises:
            InputError: If the shapes do not fit.
        """
        if wrist.ndim != 2 or wrist.shape[1] != 3 or hand.shape != (len(wrist), 4):
            raise InputError("wrist, hand", "shapes (T, 3) and (T, 4)", (tuple(wrist.shape), tuple(hand.shape)))
        collar = self._collar_turn(wrist)
        shoulder = self._shoulder(collar)
        line = wrist - shoulder
        distance = line.norm(dim=-1, keepdim=True).clamp(
            abs(self.upper - self.fore) + 1e-4, self.upper + self.fore - 1e-4
        )
        line = _unit(line)
        down, side = self._swivel_axes(line, wrist)
        along = (self.upper**2 - self.fore**2 + distance**2) / (2 * distance)
        radius = (self.upper**2 - along**2).clamp_min(0.0).sqrt()
        swivel = self._choose_swivel(line, down, side, along, radius, distance, hand)
        swivel = _across(swivel[:, None], passages)[:, 0]
        out = swivel.cos()[:, None] * down + swivel.sin()[:, None] * side
        if smooth > 0 and len(wrist) > 1:
            out = torch.from_numpy(gaussian_filter1d(out.numpy(), smooth, axis=0, mode="nearest"))
            out = _unit(out - line * (out * line).sum(-1, keepdim=True))
        upper, fore = self._frames(line, out, along, radius, distance)
        return self._rotations(collar, upper, fore, self._joint_angles(fore, hand, smooth, passages))

    def _swivel_axes(self, line: Tensor, wrist: Tensor) -> tuple[Tensor, Tensor]:
        """Where the elbow hangs (unit, perpendicular to the line shoulder-wrist) and the direction outwards from it."""
        high = torch.sigmoid((wrist[:, 1:2] - 0.50) / 0.12)
        pole = torch.cat([0.35 + 0.45 * high, -torch.ones_like(high), -0.25 + 0.15 * high], -1)
        down = _unit(pole - line * (pole * line).sum(-1, keepdim=True))
        return down, torch.linalg.cross(line, down)

    def _frames(
        self, line: Tensor, out: Tensor, along: Tensor, radius: Tensor, distance: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Frames (columns: bone, hinge, bending side) of upper arm and forearm for an elbow on the `out` side."""
        bone = _unit(along * line + radius * out)
        bend = _unit(-out + bone * (out * bone).sum(-1, keepdim=True))
        hinge = torch.linalg.cross(bend, bone)
        fore = _unit((distance - along) * line - radius * out)
        return torch.stack([bone, hinge, bend], -1), torch.stack([fore, hinge, torch.linalg.cross(fore, hinge)], -1)

    def _forearm_and_wrist(self, fore: Tensor, hand: Tensor) -> tuple[Tensor, Tensor]:
        """Forearm turn (T,) and wrist bend (T, 2: to thumb(-)/little finger(+) side, to palm(-)/back(+)), radians."""
        relative = quaternion_multiply(
            matrix_to_quaternion(fore @ self._rest_fore.T) * torch.tensor([1.0, -1, -1, -1]), hand
        )
        turn = 2 * torch.atan2(relative[..., 1], relative[..., 0])
        turn = torch.remainder(turn + torch.pi, 2 * torch.pi) - torch.pi
        axis = torch.stack([turn, torch.zeros_like(turn), torch.zeros_like(turn)], -1)
        swing = quaternion_multiply(axis_angle_to_quaternion(-axis), relative)
        return turn, quaternion_to_axis_angle(swing)[..., 1:]

    def _choose_swivel(
        self, line: Tensor, down: Tensor, side: Tensor, along: Tensor, radius: Tensor, distance: Tensor, hand: Tensor
    ) -> Tensor:
        """Soft minimum over elbow positions of how unnatural the arm is; (T,) radians from hanging to outwards."""
        angles = torch.from_numpy(_SWIVELS)
        count = len(angles)

        def spread(tensor: Tensor) -> Tensor:
            return tensor[:, None].expand(-1, count, *tensor.shape[1:])

        out = angles.cos()[None, :, None] * spread(down) + angles.sin()[None, :, None] * spread(side)
        _, fore = self._frames(spread(line), out, spread(along), spread(radius), spread(distance))
        turn, bend = self._forearm_and_wrist(fore, spread(hand))
        degrees = 180 / torch.pi
        strain = (turn * degrees / 75) ** 4 + (bend[..., 1] * degrees / 50) ** 2 + (bend[..., 0] * degrees / 24) ** 2
        cost = 0.8 * strain + (angles[None] * degrees / 34) ** 2
        weight = torch.softmax(-2.0 * cost, -1)
        return (weight * angles[None]).sum(-1)

    def _joint_angles(self, fore: Tensor, hand: Tensor, smooth: float, passages: Sequence[Passage]) -> Tensor:
        """Forearm turn, wrist bend sideways and to the palm within their limits, radians, shape (T, 3)."""
        turn, bend = self._forearm_and_wrist(fore, hand)
        angles = torch.cat([turn[:, None], bend], -1)
        low = torch.deg2rad(torch.tensor([-FOREARM_TURN, -RADIAL, -FLEXION], dtype=angles.dtype))
        high = torch.deg2rad(torch.tensor([FOREARM_TURN, ULNAR, EXTENSION], dtype=angles.dtype))
        angles = _across(torch.maximum(torch.minimum(angles, high), low), passages)
        if smooth > 0 and len(angles) > 1:
            angles = torch.from_numpy(gaussian_filter1d(angles.numpy(), smooth / 3, axis=0, mode="nearest"))
        return angles

    def _rotations(self, collar: Tensor, upper: Tensor, fore: Tensor, angles: Tensor) -> ArmPose:
        turn, sideways, palmward = angles.unbind(-1)
        collar_matrix = axis_angle_to_matrix(collar)
        shoulder = upper @ self._rest_upper.T
        zero = torch.zeros_like(turn)
        half = axis_angle_to_matrix(torch.stack([0.5 * turn, zero, zero], -1))
        swing = axis_angle_to_matrix(torch.stack([zero, sideways, palmward], -1))
        # Half of the forearm's turn is given to the elbow joint and half to the wrist joint, as in body-model fits.
        elbow = shoulder.mT @ (fore @ self._rest_fore.T) @ half
        return ArmPose(
            collar=collar,
            shoulder=matrix_to_axis_angle(collar_matrix.mT @ shoulder),
            elbow=matrix_to_axis_angle(elbow),
            wrist=matrix_to_axis_angle(half @ swing),
        )


def _across(values: Tensor, passages: Sequence[Passage]) -> Tensor:
    """Values of shape (T, n), within each passage interpolated between the frames before and after it."""
    values = values.clone()
    for passage in passages:
        before, after = values[max(passage.first - 1, 0)], values[min(passage.last, len(values) - 1)]
        progress = torch.from_numpy(passage.progress)[:, None]
        values[passage.first : passage.last] = (1 - progress) * before + progress * after
    return values


def hand_quaternion(frame: np.ndarray) -> Tensor:
    """Quaternion, shape (4,), of a hand frame (rows: fingers, back, thumb) of `signary.signer.orientations`."""
    return matrix_to_quaternion(torch.from_numpy(frame.T.copy()))
