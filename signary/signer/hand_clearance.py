"""Hands kept out of each other, of the head and of the trunk: how far they have to move, frame by frame.

Signs are described by single points that touch; around them fingers, palms and cheeks are as thick as they are. Where a
hand is inside of something, of the ways out those are taken that are short and change little, all frames together.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from scipy.ndimage import gaussian_filter1d
from torch import Tensor

from signary.pose.avatar.smooth_moves import shortest_ways
from signary.pose.kinematics import BuiltInSkeleton
from signary.signer.body_distances import BodyDistances
from signary.signer.hand_overlaps import boxes, leaving_ways, parting_ways
from signary.signer.hand_spheres import HandSpheres

#: A hand goes this far at most to get out of something, and is looked for in steps of this, metres.
_FARTHEST, _STEP = 0.06, 0.002
#: Hands may be this deep in head and trunk, metres: skin gives way where it is touched.
_SOFT = 0.001
#: Seconds for which a way is kept before and after hands would meet, in which it begins and ends, and of smoothing.
_KEPT, _BEGUN, _SMOOTH = 0.05, 0.17, 0.05
#: Ways out: along the axes and between them.
_WAYS = np.array([way for way in np.ndindex(3, 3, 3) if way != (1, 1, 1)], dtype=float) - 1
_WAYS /= np.linalg.norm(_WAYS, axis=1, keepdims=True)
_SIDEWAYS = np.abs(_WAYS[:, 0]) > 0.99
#: Hands that are mirror images part as such; so far from it they may be, metres.
_MIRRORED = 0.002


class HandClearance:
    """Keeps the hands of a body out of what they are not to be in.

    Args:
        skeleton: The body.
        proportions: Its length factors.
    """

    def __init__(self, skeleton: BuiltInSkeleton, proportions: Mapping[str, float]) -> None:
        self._spheres, self._body = HandSpheres(skeleton), BodyDistances(skeleton, proportions)

    def moves(self, parameters: Tensor, share: np.ndarray, fps: float, before: np.ndarray) -> np.ndarray:
        """Moves of both wrists that bring hands out of each other, of head and trunk.

        Args:
            parameters: `smplx` parameters, float64 of shape (T, at least 123), the trunk at rest.
            share: How much of the way that parts two hands the left one goes, 0 … 1, shape (T,).
            fps: Frames a second.
            before: Moves that have been made, metres, shape (T, 2, 3): whoever has gone one way does not go back.

        Returns:
            Metres, shape (T, 2, 3), the left hand first; 0 far from where something is in something.
        """
        centres = np.ascontiguousarray(self._spheres.posed(parameters))
        boxed = boxes(centres, self._spheres.radii)
        moves = np.zeros_like(before)
        parting = self._parting(centres, boxed)
        if parting.any():
            ways = _eased(_chosen(parting, before[:, 0] - before[:, 1], fps), parting, fps)
            moves += np.stack([share[:, None] * ways, (share - 1)[:, None] * ways], 1)
        for part in self._body.grids:
            for hand in range(2):
                leaving = self._leaving(part, parameters, centres[:, hand], boxed[:, hand])
                if leaving.any():
                    moves[:, hand] += _eased(_chosen(leaving, before[:, hand], fps), leaving, fps)
        return moves

    def _parting(self, centres: np.ndarray, boxed: np.ndarray) -> np.ndarray:
        """How far the left hand has to go from the right one each way, metres, (T, ways)."""
        near = np.flatnonzero((boxed[:, 0, 0] < boxed[:, 1, 1]).all(-1) & (boxed[:, 1, 0] < boxed[:, 0, 1]).all(-1))
        needed = np.zeros((len(centres), len(_WAYS)))
        found = parting_ways(np.ascontiguousarray(centres[near]), self._spheres.radii, _WAYS, _FARTHEST)
        meeting = np.flatnonzero(found.any(1))
        mirrored = np.abs(centres[near[meeting], 0] * [-1.0, 1.0, 1.0] - centres[near[meeting], 1]).max((1, 2))
        sideways = meeting[(mirrored < _MIRRORED) & np.isfinite(found[np.ix_(meeting, _SIDEWAYS)]).any(1)]
        found[np.ix_(sideways, ~_SIDEWAYS)] = np.inf
        needed[near] = found
        return needed

    def _leaving(self, part: str, parameters: Tensor, centres: np.ndarray, boxed: np.ndarray) -> np.ndarray:
        """How far a hand has to go each way to be out of a part of the body, metres, (T, ways)."""
        grid, needed = self._body.grids[part], np.zeros((len(centres), len(_WAYS)))
        turn, place = self._body.place(part, parameters)
        first, last = grid.box
        if part == "head":  # however it is turned
            last = np.full(3, np.linalg.norm(np.abs(grid.box).max(0)))
            first = -last
        near = np.flatnonzero(((boxed[:, 0] - place < last) & (boxed[:, 1] - place > first)).all(-1))
        if not len(near):
            return needed
        needed[near] = leaving_ways(
            (centres[near] - place[near, None]) @ turn[near],
            self._spheres.radii - _SOFT,
            np.ascontiguousarray(_WAYS @ turn[near]),
            (grid.distances, grid.first, grid.spacing),
            (_STEP, _FARTHEST),
        )
        return needed


def _chosen(needed: np.ndarray, before: np.ndarray, fps: float) -> np.ndarray:
    """Of the ways out those that are short and change little, (T, 3) metres."""
    back = (before @ _WAYS.T < -1e-4) & (needed > 0)
    return shortest_ways(np.where(back & ~back.all(1, keepdims=True), np.inf, needed), _WAYS, fps)


def _eased(ways: np.ndarray, needed: np.ndarray, fps: float) -> np.ndarray:
    """Ways that begin before hands meet and end after it, and lead over from one meeting to the next, (T, 3)."""
    frames, at = np.flatnonzero(needed.any(1)), np.arange(len(ways))
    following = np.searchsorted(frames, at)
    next_one = frames[np.minimum(following, len(frames) - 1)]
    last_one = frames[np.maximum(np.searchsorted(frames, at, side="right") - 1, 0)]
    since, until = np.abs(at - last_one), np.abs(next_one - at)
    share = since / np.maximum(since + until, 1)
    share = np.where(at < frames[0], 1.0, np.where(at > frames[-1], 0.0, share))

    def ramp(distance: np.ndarray) -> np.ndarray:
        return np.clip(1 - (distance / fps - _KEPT) / _BEGUN, 0.0, 1.0)[:, None]

    eased = (1 - share[:, None]) * ramp(since) * ways[last_one] + share[:, None] * ramp(until) * ways[next_one]
    return np.asarray(gaussian_filter1d(eased, _SMOOTH * fps, axis=0, mode="nearest"))
