"""Angles of one arm and hand for a clip: Gauss–Newton on positions, joint limits, prior shapes and smoothness."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from signary.pose.lifting.arm_chain import (
    ARM_ANGLES,
    FLEXION,
    HIGH,
    LOW,
    NUM_ANGLES,
    SHOULDER,
    SIDEWAYS,
    TURN,
    ArmChain,
    ArmPose,
    turns_of,
    vectors_of,
)
from signary.pose.lifting.lifting_settings import LiftingSettings
from signary.pose.lifting.smooth_steps import solve_step, time_terms
from signary.pose.lifting.trunk_clearance import inside

Floats = NDArray[np.float64]

#: No angle changes by more than this in a step.
_STEP = 0.5
#: Frames whose normal equations are made at once: more fall out of the cache.
_WINDOW = 48
_ALL = np.arange(NUM_ANGLES)
#: At first points far off count as well, so that a start that is wrong is left; then less and less.
_WIDER = (8.0, 2.5, 1.0)
#: Damping at which no step helps any more.
_STUCK = 1e4
_BALL = np.zeros(NUM_ANGLES, dtype=bool)
_BALL[SHOULDER] = True


@dataclass(frozen=True)
class Wishes:
    """What an arm should do.

    Attributes:
        points: Targets (T, P, 3), metres; whatever is not finite has weight 0.
        weights: Of each number of them in units of 1/σ², shape (T, P, 3).
        usual: Angles that each frame tends to, shape (T, N); those of the shoulder are not read.
        pull: Weights of these in 1/σ², shape (T, N).
    """

    points: Floats
    weights: Floats
    usual: Floats
    pull: Floats


@dataclass(frozen=True)
class Convergence:
    """How the steps went: their number, the cost before and after, and whether it had stopped falling."""

    iterations: int
    before: float
    after: float
    converged: bool


def solve_arm(
    chain: ArmChain, start: ArmPose, wishes: Wishes, settings: LiftingSettings, fps: float
) -> tuple[ArmPose, Convergence]:
    """The arm that does most of what is wished, of all frames at once.

    Args:
        chain: Bones.
        start: Where to begin.
        wishes: Targets and usual angles.
        settings: Weights in time and steps.
        fps: Frames a second: what is smooth is smooth in seconds.
    """
    problem = _Problem(chain, wishes, settings, *_time_weights(settings, fps))
    pose, total = start.copy(), 0
    before = problem.cost(pose, settings.outlier)
    for at, (wider, steps) in enumerate(
        zip(_WIDER, (settings.iterations // 4, settings.iterations // 4, settings.iterations), strict=True)
    ):
        limit = steps if at < len(_WIDER) - 1 else settings.iterations - total
        pose, count, converged = _descend(problem, pose, wider * settings.outlier, limit)
        total += count
    return pose, Convergence(total, before, problem.cost(pose, settings.outlier), converged)


def _descend(problem: _Problem, pose: ArmPose, outlier: float, limit: int) -> tuple[ArmPose, int, bool]:
    """Steps until the cost falls no more: the pose, their number, and whether they ended by themselves."""
    cost, damping = problem.cost(pose, outlier), 1e-3
    for count in range(1, limit + 1):
        hessian, gradient = problem.normal_equations(pose, outlier)
        hessian[:, _ALL, _ALL] += 1.0 + damping * hessian[:, _ALL, _ALL]
        step = np.clip(solve_step(hessian, gradient, problem.speed, problem.jerk), -_STEP, _STEP)
        tried = _moved(pose, step)
        found = problem.cost(tried, outlier)
        if found >= cost:
            damping *= 10
            if damping > _STUCK:
                return pose, count, True
            continue
        small = cost - found < problem.settings.tolerance * cost
        pose, cost, damping = tried, found, max(damping / 4, 1e-6)
        if small:
            return pose, count, True
    return pose, limit, False


def _time_weights(settings: LiftingSettings, fps: float) -> tuple[Floats, Floats]:
    fingers = np.arange(NUM_ANGLES) >= ARM_ANGLES
    speeds = np.where(fingers, settings.finger_speed, settings.arm_speed) * 25.0 / fps
    changes = np.where(fingers, settings.finger_jerk, settings.arm_jerk) * (25.0 / fps) ** 2
    return 1 / speeds**2, 1 / changes**2


def _velocity(pose: ArmPose) -> Floats:
    """Changes of all angles from frame to frame, shape (T − 1, N)."""
    change = np.diff(pose.angles, axis=0)
    if len(change):
        change[:, SHOULDER] = vectors_of(pose.shoulder[1:] @ np.swapaxes(pose.shoulder[:-1], 1, 2))
    return change


def _moved(pose: ArmPose, step: Floats) -> ArmPose:
    angles = pose.angles + np.where(_BALL, 0.0, step)
    return ArmPose(angles, turns_of(np.ascontiguousarray(step[:, SHOULDER])) @ pose.shoulder)


def _beyond(angles: Floats) -> Floats:
    return np.where(_BALL, 0.0, np.maximum(angles - HIGH, 0.0) + np.minimum(angles - LOW, 0.0))


def _robust(squared: Floats, scale: float) -> Floats:
    """Weights of Geman and McClure's loss for squared distances of points: what is far off counts little."""
    return np.asarray(1.0 / (1.0 + squared / scale**2) ** 2)


@dataclass(frozen=True)
class _Problem:
    """What is minimised over the angles of all frames."""

    chain: ArmChain
    wishes: Wishes
    settings: LiftingSettings
    speed: Floats
    jerk: Floats

    def cost(self, pose: ArmPose, outlier: float) -> float:
        """Everything that is weighed, with points beyond `outlier` standard deviations counting little."""
        wishes = self.wishes
        points = self.chain.place(pose).points
        off = np.where(wishes.weights > 0, points - wishes.points, 0.0)
        squared = (wishes.weights * off**2).sum(-1)
        data = (squared / (1.0 + squared / outlier**2)).sum()
        usual = (wishes.pull * np.where(_BALL, 0.0, pose.angles - wishes.usual) ** 2).sum()
        limits = self.settings.limit * (_beyond(pose.angles) ** 2).sum()
        change = _velocity(pose)
        time = (self.speed * change**2).sum() + (self.jerk * np.diff(change, axis=0) ** 2).sum()
        skin = (inside(points) ** 2).sum() / self.settings.skin**2
        return float(data + usual + limits + time + skin)

    def normal_equations(self, pose: ArmPose, outlier: float) -> tuple[Floats, Floats]:
        """Hessians (T, N, N) of frames by themselves, and the gradient (T, N) of everything."""
        count, wishes = len(pose.angles), self.wishes
        hessian, gradient = np.empty((count, NUM_ANGLES, NUM_ANGLES)), np.empty((count, NUM_ANGLES))
        for first in range(0, count, _WINDOW):
            rows = slice(first, first + _WINDOW)
            placed = self.chain.place(ArmPose(pose.angles[rows], pose.shoulder[rows]))
            off = np.where(wishes.weights[rows] > 0, placed.points - wishes.points[rows], 0.0)
            weights = wishes.weights[rows]
            weights = weights * _robust((weights * off**2).sum(-1, keepdims=True), outlier)
            moved = self.chain.derivatives(placed).reshape(len(off), NUM_ANGLES, -1)
            pushed = weights * off
            deep = inside(placed.points)
            pushed[..., 2] -= deep / self.settings.skin**2
            weights[..., 2] += (deep > 0) / self.settings.skin**2
            weighted = moved * weights.reshape(len(off), 1, -1)
            hessian[rows] = weighted @ np.swapaxes(moved, 1, 2)
            gradient[rows] = (moved @ pushed.reshape(len(off), -1, 1))[..., 0]
        beyond, pull = _beyond(pose.angles), np.where(_BALL, 0.0, wishes.pull)
        hessian[:, _ALL, _ALL] += pull + self.settings.limit * (beyond != 0)
        gradient += pull * (pose.angles - wishes.usual) + self.settings.limit * beyond
        return hessian, gradient + time_terms(_velocity(pose), self.speed, self.jerk)


def start_pose(joints: Floats, hand: Floats, hand_known: NDArray[np.bool_], fingers: Floats) -> ArmPose:
    """A pose in closed form: bones along what is seen, the elbow's hinge across them, the hand as guessed.

    Args:
        joints: Shoulder, elbow and wrist, shape (T, 3, 3).
        hand: Frames of the hand, shape (T, 3, 3).
        hand_known: Frames whose hand is known; others have it straight on the forearm.
        fingers: Finger angles (T, 21), radians.
    """
    upper = _unit(joints[:, 1] - joints[:, 0])
    fore = _unit(joints[:, 2] - joints[:, 1])
    bend = fore - upper * (fore * upper).sum(-1, keepdims=True)
    # A stretched arm has no bending side: forward and inward is where elbows bend to.
    usual = np.array([-0.35, 0.2, 1.0])
    usual = usual - upper * (upper * usual).sum(-1, keepdims=True)
    bend = _unit(bend + 0.05 * usual)
    shoulder = np.stack([upper, np.cross(bend, upper), bend], -1)
    flexion = np.arctan2((fore * bend).sum(-1), (fore * upper).sum(-1))
    angles = np.zeros((len(joints), NUM_ANGLES))
    angles[:, FLEXION], angles[:, ARM_ANGLES:] = flexion, fingers
    angles[:, TURN : SIDEWAYS + 2] = np.where(hand_known[:, None], wrist_angles(shoulder, flexion, hand), 0.0)
    return ArmPose(angles, shoulder)


def wrist_angles(shoulder: Floats, flexion: Floats, hand: Floats) -> Floats:
    """Forearm turn, wrist to the little finger and to the back, shape (T, 3), radians, of hand frames (T, 3, 3)."""
    cosine, sine = np.cos(flexion), np.sin(flexion)
    fore = np.stack(
        [
            shoulder[..., 0] * cosine[..., None] + shoulder[..., 2] * sine[..., None],
            shoulder[..., 1],
            shoulder[..., 2] * cosine[..., None] - shoulder[..., 0] * sine[..., None],
        ],
        -1,
    )
    turned = np.swapaxes(fore, -1, -2) @ hand
    return np.stack(
        [
            np.arctan2(-turned[..., 1, 2], turned[..., 2, 2]),
            np.arcsin(np.clip(turned[..., 0, 2], -1.0, 1.0)),
            np.arctan2(-turned[..., 0, 1], turned[..., 0, 0]),
        ],
        -1,
    )


def _unit(vectors: Floats) -> Floats:
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9))
