"""The left arm and hand as a chain of 30 hinges: forward kinematics, its derivatives, and SMPL-X rotations.

The right arm is the mirror image of a left one. Legend: T frames, P = 23 points (shoulder, elbow, wrist, then four of
each finger from the knuckle to the tip, in the order of `FINGERS`), N = 30 angles in radians.

Order of the angles: collar forward, collar up; three of the shoulder, which are small turns about the axes of the
collar and are not kept (the shoulder is a matrix: a ball joint has no three angles that are good everywhere); elbow
flexion; forearm turn; wrist to the little finger, wrist to the back; then 21 of the fingers in the order of the signer
(index, middle, ring, little: knuckle, middle joint, end joint, spread; thumb: palmar, radial, roll, middle, end).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from signary.pose.rotations import axis_angle_to_quaternion, matrix_to_axis_angle, quaternion_to_matrix
from signary.pose.skeletons.hands import FINGERS, MANO_FINGERS
from signary.pose.skeletons.rest import rest_positions
from signary.pose.skeletons.smplx import SMPLX_JOINTS

Floats = NDArray[np.float64]

POINTS = ("shoulder", "elbow", "wrist") + tuple(
    f"{finger}{part}" for finger in FINGERS for part in ("1", "2", "3", "_tip")
)
NUM_ANGLES, ARM_ANGLES, FINGER_ANGLES = 30, 9, 21
FLEXION, TURN, SIDEWAYS, BACKWARD = 5, 6, 7, 8
SHOULDER = slice(2, 5)
HAND_POINTS = slice(3, len(POINTS))
#: The thumb bends in a plane that is turned by this much out of the palm's.
_THUMB_TILT = math.radians(35.0)
#: In each finger's chain of five hinges, which of the 21 finger angles they are (-1: none).
_ORDER = np.array([[17, 16, 18, 19, 20]] + [[4 * at + 3, 4 * at, -1, 4 * at + 1, 4 * at + 2] for at in range(4)])

_DEGREES = math.pi / 180
#: Lowest and highest of each angle in degrees; the shoulder is bounded by its elbow's place alone.
_LIMITS = (
    *((-22, 22), (-16, 24), (-999, 999), (-999, 999), (-999, 999), (-2, 152), (-100, 100), (-32, 45), (-82, 78)),
    *((-18, 92), (-4, 108), (-6, 75), (-14, 22)) * 4,
    *((-14, 66), (-48, 56), (-8, 82), (-14, 75), (-30, 85)),
)
LOW, HIGH = (np.array([pair[at] for pair in _LIMITS]) * _DEGREES for at in (0, 1))


@dataclass
class ArmPose:
    """Angles of shape (T, N), those of the shoulder being 0, and the shoulders' matrices, shape (T, 3, 3)."""

    angles: Floats
    shoulder: Floats

    def copy(self) -> ArmPose:
        """The same, apart."""
        return ArmPose(self.angles.copy(), self.shoulder.copy())


@dataclass(frozen=True)
class Placed:
    """Where forward kinematics has put an arm: points (T, P, 3), axes and pivots of all hinges, each (T, N, 3)."""

    points: Floats
    axes: Floats
    pivots: Floats
    hand: Floats


def hinge(axis: Floats, angle: Floats) -> Floats:
    """Rotation matrices (..., 3, 3) about unit axes (..., 3) by angles (...)."""
    sine, versine = np.sin(angle)[..., None, None], (1 - np.cos(angle))[..., None, None]
    x, y, z = axis[..., 0], axis[..., 1], axis[..., 2]
    zero = np.zeros_like(x)
    skew = np.stack([zero, -z, y, z, zero, -x, -y, x, zero], -1).reshape(*axis.shape[:-1], 3, 3)
    return np.eye(3) + sine * skew + versine * (skew @ skew)


def turns_of(vectors: Floats) -> Floats:
    """Rotation matrices (..., 3, 3) of axis-angle vectors (..., 3)."""
    return quaternion_to_matrix(axis_angle_to_quaternion(torch.from_numpy(vectors))).numpy()


def vectors_of(turns: Floats) -> Floats:
    """Axis-angle vectors (..., 3) of rotation matrices (..., 3, 3)."""
    return matrix_to_axis_angle(torch.from_numpy(np.ascontiguousarray(turns))).numpy()


class ArmChain:
    """Left collar, arm and hand of a body.

    Args:
        offsets: Each point from the one above it at rest (collar to shoulder, …, wrist to knuckles), metres, (P, 3);
            those of the built-in body by default.
    """

    def __init__(self, offsets: Floats | None = None) -> None:
        self.offsets = rest_offsets() if offsets is None else offsets
        self.collar = rest_positions()[SMPLX_JOINTS.index("left_collar")]
        self.axes = _finger_axes()
        self._moves = _moves()

    def place(self, pose: ArmPose) -> Placed:
        """Forward kinematics, in the axes of the torso (x left, y up, z forward), metres."""
        angles, count = pose.angles, len(pose.angles)
        up, out = np.array([0.0, 1.0, 0.0]), np.array([0.0, 0.0, 1.0])
        axes, pivots = np.empty((count, NUM_ANGLES, 3)), np.empty((count, NUM_ANGLES, 3))
        points = np.empty((count, len(POINTS), 3))
        first = hinge(np.broadcast_to(-up, (count, 3)), angles[:, 0])
        axes[:, 0], axes[:, 1] = -up, first @ out
        collar = first @ hinge(np.broadcast_to(out, (count, 3)), angles[:, 1])
        points[:, 0] = self.collar + collar @ self.offsets[0]
        axes[:, SHOULDER] = np.swapaxes(collar, 1, 2)
        upper = collar @ pose.shoulder
        points[:, 1] = points[:, 0] + upper @ self.offsets[1]
        axes[:, FLEXION] = -upper[:, :, 1]
        fore = upper @ hinge(np.broadcast_to(-up, (count, 3)), angles[:, FLEXION])
        points[:, 2] = points[:, 1] + fore @ self.offsets[2]
        axes[:, TURN] = fore[:, :, 0]
        turned = fore @ hinge(np.broadcast_to([1.0, 0.0, 0.0], (count, 3)), angles[:, TURN])
        axes[:, SIDEWAYS] = turned[:, :, 1]
        turned = turned @ hinge(np.broadcast_to(up, (count, 3)), angles[:, SIDEWAYS])
        axes[:, BACKWARD] = turned[:, :, 2]
        hand = turned @ hinge(np.broadcast_to(out, (count, 3)), angles[:, BACKWARD])
        pivots[:, :2], pivots[:, SHOULDER] = self.collar, points[:, :1]
        pivots[:, FLEXION], pivots[:, TURN:ARM_ANGLES] = points[:, 1], points[:, 2:3]
        self._fingers(angles, hand, points, axes, pivots)
        return Placed(points, axes, pivots, hand)

    def _fingers(self, angles: Floats, hand: Floats, points: Floats, axes: Floats, pivots: Floats) -> None:
        used = _ORDER >= 0
        five = np.where(used, angles[:, ARM_ANGLES + np.maximum(_ORDER, 0)], 0.0)
        offsets = self.offsets[HAND_POINTS].reshape(5, 4, 3)
        turn = np.broadcast_to(hand[:, None], (len(angles), 5, 3, 3))
        place = points[:, 2:3] + np.einsum("tij,fj->tfi", hand, offsets[:, 0])
        found = np.empty((len(angles), 5, 4, 3))
        found[:, :, 0] = place
        for at in range(5):
            axis = np.einsum("tfij,fj->tfi", turn, self.axes[:, at])
            rows = ARM_ANGLES + _ORDER[used[:, at], at]
            axes[:, rows], pivots[:, rows] = axis[:, used[:, at]], place[:, used[:, at]]
            turn = turn @ hinge(self.axes[None, :, at], five[:, :, at])
            if at >= 2:
                place = place + np.einsum("tfij,fj->tfi", turn, offsets[:, at - 1])
                found[:, :, at - 1] = place
        points[:, HAND_POINTS] = found.reshape(len(angles), 20, 3)

    def derivatives(self, placed: Placed) -> Floats:
        """How every point moves with every angle, shape (T, N, P, 3)."""
        arms = placed.points[:, None] - placed.pivots[:, :, None]
        axis = placed.axes[:, :, None]
        moved = np.empty_like(arms)
        for at, (one, two) in enumerate(((1, 2), (2, 0), (0, 1))):
            moved[..., at] = axis[..., one] * arms[..., two] - axis[..., two] * arms[..., one]
        moved *= self._moves[None, :, :, None]
        return moved

    def bend_fingers(self, fingers: Floats) -> Floats:
        """The 20 points of a hand whose wrist is the origin and whose frame is the torso's; (T, 21) to (T, 20, 3)."""
        points = np.zeros((len(fingers), len(POINTS), 3))
        angles = np.concatenate([np.zeros((len(fingers), ARM_ANGLES)), fingers], 1)
        spare = np.empty((len(fingers), NUM_ANGLES, 3))
        self._fingers(angles, np.broadcast_to(np.eye(3), (len(fingers), 3, 3)), points, spare, spare.copy())
        return points[:, HAND_POINTS]

    def rotations(self, pose: ArmPose) -> dict[str, Floats]:
        """Axis-angle vectors (T, 3) of collar, shoulder, elbow, wrist and 15 finger joints, without their side.

        Half of the forearm's turn is given to the elbow and half to the wrist, as body-model fits have it.
        """
        angles, count = pose.angles, len(pose.angles)
        basis = {name: np.broadcast_to(np.eye(3)[at], (count, 3)) for at, name in enumerate("xyz")}
        half = hinge(basis["x"], 0.5 * angles[:, TURN])
        swing = hinge(basis["y"], angles[:, SIDEWAYS]) @ hinge(basis["z"], angles[:, BACKWARD])
        turns = {
            "collar": hinge(-basis["y"], angles[:, 0]) @ hinge(basis["z"], angles[:, 1]),
            "shoulder": pose.shoulder,
            "elbow": hinge(-basis["y"], angles[:, FLEXION]) @ half,
            "wrist": half @ swing,
        }
        five = np.where(_ORDER >= 0, angles[:, ARM_ANGLES + np.maximum(_ORDER, 0)], 0.0)
        single = hinge(self.axes[None], five)
        base = single[:, :, 0] @ single[:, :, 1] @ single[:, :, 2]
        for finger in MANO_FINGERS:
            at = FINGERS.index(finger)
            turns |= {f"{finger}1": base[:, at], f"{finger}2": single[:, at, 3], f"{finger}3": single[:, at, 4]}
        return {name: vectors_of(turn) for name, turn in turns.items()}


def rest_offsets() -> Floats:
    """Offsets of the built-in body's left arm and hand, metres, shape (P, 3)."""
    rest = rest_positions()
    parents = {"shoulder": "collar", "elbow": "shoulder", "wrist": "elbow"}
    for finger in FINGERS:
        chain = ("wrist", *(f"{finger}{part}" for part in (1, 2, 3)), f"{finger}_tip")
        parents |= dict(zip(chain[1:], chain[:-1], strict=True))

    def at(name: str) -> Floats:
        return np.asarray(rest[SMPLX_JOINTS.index(f"left_{name}")])

    return np.stack([at(name) - at(parents[name]) for name in POINTS])


def _finger_axes() -> Floats:
    """Axes of the five hinges of each finger in the hand's frame at rest, shape (5, 5, 3): spread first, as applied."""
    spread, flex = np.array([0.0, -1.0, 0.0]), np.array([0.0, 0.0, -1.0])
    bone = rest_offsets()[POINTS.index("thumb2")]
    bone = bone / np.linalg.norm(bone)
    flat = np.array([bone[0], 0.0, bone[2]])
    flat = flat / np.linalg.norm(flat)
    up = np.array([0.0, 1.0, 0.0])
    bend = math.cos(_THUMB_TILT) * np.cross(up, flat) - math.sin(_THUMB_TILT) * up
    bend = bend - bone * (bend @ bone)
    thumb_flex = np.cross(bone, bend / np.linalg.norm(bend))
    finger = np.stack([spread, flex, flex, flex, flex])
    return np.stack([np.stack([spread, np.cross(flat, -up), bone, thumb_flex, thumb_flex]), *[finger] * 4])


def _moves() -> Floats:
    """Which angle moves which point, 0 or 1, shape (N, P)."""
    moves = np.zeros((NUM_ANGLES, len(POINTS)))
    moves[:2] = 1.0
    moves[SHOULDER, 1:] = 1.0
    moves[FLEXION, 2:] = 1.0
    moves[TURN:ARM_ANGLES, 3:] = 1.0
    for finger, row in enumerate(_ORDER):
        for at, angle in enumerate(row):
            if angle >= 0:
                first = 3 + 4 * finger + max(at - 1, 1)
                moves[ARM_ANGLES + angle, first : 3 + 4 * finger + 4] = 1.0
    return moves
