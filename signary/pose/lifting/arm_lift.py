"""From what is seen of one arm to the angles of the signer's arm, and from those to the rest body's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from signary.pose.lifting.arm_chain import (
    ARM_ANGLES,
    FLEXION,
    HAND_POINTS,
    NUM_ANGLES,
    POINTS,
    SIDEWAYS,
    TURN,
    ArmChain,
    ArmPose,
)
from signary.pose.lifting.arm_depth import ELBOW, SHOULDER, WRIST, arm_in_space
from signary.pose.lifting.arm_solver import Convergence, Wishes, solve_arm, start_pose
from signary.pose.lifting.hand_choice import choose
from signary.pose.lifting.hand_search import HandSearch
from signary.pose.lifting.lifting_settings import LiftingSettings
from signary.pose.lifting.observations import ArmSeen, filled

Floats = NDArray[np.float64]

HAND = [WRIST, *range(HAND_POINTS.start, HAND_POINTS.stop)]
#: Elbows are hidden in sleeves: this much of a wrist's weight.
_ELBOW_WEIGHT = 0.4
#: Weight of a place that is only inferred.
_INFERRED = 0.01
#: Radians around 0 of collar angles, of the forearm's turn and of fingers that nobody sees.
_COLLAR, _FOREARM, _UNSEEN = 0.12, 1.5, 0.6
_RELAXED = np.radians([34.0, 32, 20, 0] * 4 + [20, -8, 5, 10, 12])
#: What a depth that was not measured counts when the rest body takes the signer's place.
_UNMEASURED = 0.1
#: Steps for an arm that nobody sees but for its shoulder, and from the signer's bones to the rest body's.
_IDLE, _MOVED = 4, 8
#: Frames that are solved at once, and by how many their neighbours overlap them on each side.
_PIECE, _OVERLAP = 2000, 40
#: Metres: how exact a guessed depth of a hand's point is at best.
_GUESSED = 0.018


@dataclass(frozen=True)
class ArmLifted:
    """An arm.

    Attributes:
        pose: On the rest body.
        own: Points (T, P, 3) of the signer's own bones, as a left arm.
        rest: The same of the rest body.
        steps: How it converged.
    """

    pose: ArmPose
    own: Floats
    rest: Floats
    steps: Convergence

    def frames(self, rows: slice) -> ArmLifted:
        """Some of its frames."""
        pose = ArmPose(self.pose.angles[rows], self.pose.shoulder[rows])
        return replace(self, pose=pose, own=self.own[rows], rest=self.rest[rows])

    @classmethod
    def joined(cls, parts: Sequence[ArmLifted]) -> ArmLifted:
        """Parts one after another; it converged as the slowest of them."""
        pose = ArmPose(*(np.concatenate([getattr(one.pose, name) for one in parts]) for name in ("angles", "shoulder")))
        own, rest = (np.concatenate([getattr(one, name) for one in parts]) for name in ("own", "rest"))
        return cls(
            pose, own, rest, max((one.steps for one in parts), key=lambda one: (not one.converged, one.iterations))
        )


@dataclass(frozen=True)
class ArmLifter:
    """Lifts arms, given as left ones.

    Attributes:
        chain: The signer's bones.
        search: The inventory on the signer's hand.
        depth: Trust in depth of arms and hands, 1 where it is measured.
        settings: Weights.
        fps: Frames a second.
    """

    chain: ArmChain
    search: HandSearch
    depth: tuple[float, float]
    settings: LiftingSettings
    fps: float

    def lift(self, seen: ArmSeen) -> ArmLifted:
        """An arm of any number of frames: many in pieces whose ends overlap, so that memory stays flat.

        Args:
            seen: Points and weights.
        """
        count, parts = len(seen.points), []
        for first in range(0, count, _PIECE):
            rows = slice(max(first - _OVERLAP, 0), min(first + _PIECE + _OVERLAP, count))
            lifted = self._piece(ArmSeen(seen.points[rows], seen.weights[rows]))
            parts.append(lifted.frames(slice(first - rows.start, min(first + _PIECE, count) - rows.start)))
        return parts[0] if len(parts) == 1 else ArmLifted.joined(parts)

    def _piece(self, seen: ArmSeen) -> ArmLifted:
        settings, joints = self._settings_for(seen), self._joints(seen)
        fingers = np.tile(_RELAXED, (len(joints), 1))
        hand = np.tile(np.eye(3), (len(joints), 1, 1))
        visible = np.flatnonzero(seen.hand_seen)
        if len(visible):
            first = start_pose(joints, hand, np.zeros(len(joints), dtype=bool), fingers)
            shown = seen.points[visible][:, HAND], seen.weights[visible][:, HAND]
            guesses = self.search.search(*shown, self.depth[1])
            flexion = first.angles[visible, FLEXION]
            hand[visible], likely = choose(guesses, first.shoulder[visible], flexion, visible, self.fps)
            fingers[visible] = np.einsum("tk,tkn->tn", likely, self.search.prior.angles[guesses.shapes])
        start = start_pose(joints, hand, seen.hand_seen, fingers)
        wishes = _wishes(seen, joints, fingers, self.depth, settings)
        own, steps = solve_arm(self.chain, start, wishes, settings, self.fps)
        rest, own_points = ArmChain(), self.chain.place(own).points
        moved = replace(settings, iterations=_MOVED)
        pose, _ = solve_arm(rest, own, _same_places(own_points, own, self._measured), moved, self.fps)
        return ArmLifted(pose, own_points, rest.place(pose).points, steps)

    def _settings_for(self, seen: ArmSeen) -> LiftingSettings:
        settings = self.settings
        if self._measured:
            settings = replace(settings, skin=settings.skin_in_space)
        if not seen.weights[:, ELBOW:].any():
            settings = replace(settings, iterations=_IDLE)
        return settings

    @property
    def _measured(self) -> bool:
        return self.depth[0] >= 1.0

    def _joints(self, seen: ArmSeen) -> Floats:
        """Shoulder, elbow and wrist in space, whatever is seen of them."""
        base = self.chain.collar + self.chain.offsets[SHOULDER]
        lengths = tuple(float(np.linalg.norm(self.chain.offsets[at])) for at in (ELBOW, WRIST))
        flat = arm_in_space(seen, base, (lengths[0], lengths[1]), self.fps)
        if not self._measured:
            return flat
        places = [filled(seen.points[:, at], seen.weights[:, at]) for at in (SHOULDER, ELBOW, WRIST)]
        return np.stack([np.where(np.isfinite(one), one, flat[:, at]) for at, one in enumerate(places)], 1)


def _wishes(
    seen: ArmSeen, joints: Floats, fingers: Floats, depth: tuple[float, float], settings: LiftingSettings
) -> Wishes:
    points = seen.points.copy()
    share = seen.weights.copy()
    share[:, ELBOW] *= _ELBOW_WEIGHT
    weights = np.repeat(share[..., None], 3, -1) / settings.position**2
    if depth[0] < 1.0:
        points[:, : WRIST + 1, 2] = joints[:, :, 2]
        weights[:, : WRIST + 1, 2] = np.minimum(weights[:, : WRIST + 1, 2], 1 / settings.depth**2)
        relative = seen.points[:, HAND_POINTS, 2] - seen.points[:, [WRIST], 2]
        points[:, HAND_POINTS, 2] = joints[:, 2, 2, None] + relative
        weights[:, HAND_POINTS, 2] = share[:, HAND_POINTS] * depth[1] / _GUESSED**2
    for at in (SHOULDER, ELBOW, WRIST):
        lost = share[:, at] == 0
        points[lost, at], weights[lost, at] = joints[lost, at], _INFERRED / settings.position**2
    unknown = ~np.isfinite(points)
    points[unknown], weights[unknown] = 0.0, 0.0
    return Wishes(points, weights, *_usual(seen, fingers, depth[1], settings))


def _usual(seen: ArmSeen, fingers: Floats, depth: float, settings: LiftingSettings) -> tuple[Floats, Floats]:
    usual, pull = np.zeros((len(fingers), NUM_ANGLES)), np.zeros((len(fingers), NUM_ANGLES))
    usual[:, ARM_ANGLES:] = fingers
    pull[:, :2], pull[:, TURN], pull[:, SIDEWAYS : SIDEWAYS + 2] = (
        1 / _COLLAR**2,
        1 / _FOREARM**2,
        1 / settings.wrist**2,
    )
    near = settings.shape_in_space if depth >= 1.0 else settings.shape
    pull[:, ARM_ANGLES:] = np.where(seen.hand_seen, 1 / near**2, 1 / _UNSEEN**2)[:, None]
    return usual, pull


def _same_places(points: Floats, own: ArmPose, measured: bool) -> Wishes:
    """Wishes of the rest body: hands where the signer's are, fingers bent alike, elbows as near as they can be.

    Where arms are shorter than the signer's, what a picture shows counts more than a depth that it does not.
    """
    share = np.full(len(POINTS), 0.3)
    share[[SHOULDER, ELBOW, WRIST]] = 1.0, 0.5, 1.0
    weights = np.tile(share[:, None], (len(points), 1, 3)) / 0.006**2
    if not measured:
        weights[..., 2] *= _UNMEASURED
    pull = np.zeros((len(points), NUM_ANGLES))
    pull[:, :2], pull[:, ARM_ANGLES:] = 1 / _COLLAR**2, 1 / 0.02**2
    return Wishes(points, weights, own.angles, pull)
