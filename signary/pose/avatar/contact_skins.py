"""Hands kept out of skins: points all over a hand against head, trunk and the other hand, where they are near."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from scipy.ndimage import gaussian_filter1d
from scipy.spatial import cKDTree

from signary.pose.avatar.contact_bodies import Body
from signary.pose.avatar.rig import SIDES
from signary.pose.avatar.rig_skin import HandSkin
from signary.pose.avatar.smooth_moves import shortest_ways

#: Deeper than this, metres, a point is pushed out, with this weight.
_DEEP, _PUSH = 0.0008, 12.0
#: Skins whose points are farther apart than this do not touch, metres; deeper is not believed.
_TOUCH, _DEEPEST = 0.03, 0.05
#: Every so many points of a hand are pushed out.
_EVERY = 2
#: Hands may be this deep in each other, metres; they part this far at most, found in so many halvings.
_ALLOWED, _FARTHEST, _HALVINGS = 0.0022, 0.032, 6
#: Cosine with the normal from which on a place behind a point of a skin is inside of it.
_ALIGNED = 0.6
#: Seconds over which ways are averaged.
_SOFT = 0.04
#: Ways in which hands can part: along the axes and between them.
_DIRECTIONS = np.array([way for way in np.ndindex(3, 3, 3) if way != (1, 1, 1)], dtype=float) - 1
_DIRECTIONS /= np.linalg.norm(_DIRECTIONS, axis=1, keepdims=True)

ToRest = Callable[[str, np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]


class SkinContact:
    """The skins of a rig's hands over time, relative to its wrists, against everything that they may be inside of.

    Args:
        body: The rig's body.
        parts: Its clouds that count.
        to_rest: Leads places of some frames into the rest position of a part.
        places: The rig's joints, uncorrected, each (T, 3).
        turns: Rotations from rest by joint, each (T, 3, 3).
    """

    def __init__(
        self,
        body: Body,
        parts: list[str],
        to_rest: ToRest,
        places: Mapping[str, np.ndarray],
        turns: Mapping[str, np.ndarray],
    ) -> None:
        self._clouds = {part: body.surface.clouds[part] for part in parts}
        self._to_rest = to_rest
        self._skins = {side: _relative(body.surface.hands[side], side, body, places, turns) for side in SIDES}

    def push(self, wrists: np.ndarray, equations: np.ndarray, wanted: np.ndarray) -> None:
        """Add what brings hands out of head and trunk to the equations of both wrists' change, (T, 6, 6) and (T, 6)."""
        for at, side in enumerate(SIDES):
            here = slice(3 * at, 3 * at + 3)
            points = self._skins[side][0][:, ::_EVERY] + wrists[:, at, None]
            for part in self._clouds:
                block, right = self._out_of_part(part, points)
                equations[:, here, here] += block
                wanted[:, here] += right

    def apart(self, wrists: np.ndarray, fps: float) -> np.ndarray:
        """How the left wrist has to move from the right one so that hands are not inside of each other, metres, (T, 3).

        Of the ways that part the hands in each frame those are taken that are short and change little from frame to
        frame, all of them together (dynamic programming).
        """
        needed = self._needed(wrists)
        if not needed.any():
            return np.zeros((len(wrists), 3))
        ways = shortest_ways(needed, _DIRECTIONS, fps)
        return np.asarray(gaussian_filter1d(ways, _SOFT * fps, axis=0, mode="nearest"))

    def _needed(self, wrists: np.ndarray) -> np.ndarray:
        """How far the left hand has to go in each direction, metres, (T, directions), 0 where nothing is inside."""
        needed = np.zeros((len(wrists), len(_DIRECTIONS)))
        for frame in self._meeting(wrists):
            left, right = (tuple(array[frame] for array in self._skins[side]) for side in SIDES)
            between = wrists[frame, 0] - wrists[frame, 1]
            tests = [(left[0] + between, 1.0, right), (right[0] - between, -1.0, left)]
            known = [
                (points[near][::_EVERY], sign, tree, other)
                for points, sign, other in tests
                for tree in [cKDTree(other[0])]
                for near in [np.isfinite(tree.query(points, distance_upper_bound=_TOUCH)[0])]
                if near.any()
            ]
            if not known or max(_depths(*one, np.zeros((1, 3)))[0] for one in known) <= _ALLOWED:
                continue
            low, high = np.zeros(len(_DIRECTIONS)), np.full(len(_DIRECTIONS), _FARTHEST)
            for _ in range(_HALVINGS):
                middle = 0.5 * (low + high)
                deep = np.max([_depths(*one, middle[:, None] * _DIRECTIONS) for one in known], axis=0)
                low, high = np.where(deep > _ALLOWED, middle, low), np.where(deep > _ALLOWED, high, middle)
            solved = high < _FARTHEST
            # Fingers that are wound into each other cannot part: they stay.
            needed[frame] = np.where(solved, high, 2 * _FARTHEST) if solved.any() else 0.0
        return needed

    def _out_of_part(self, part: str, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        frames = len(points)
        block, right = np.zeros((frames, 3, 3)), np.zeros((frames, 3))
        cloud = self._clouds[part]
        inside, turn = self._to_rest(part, points, np.arange(frames))
        low, high = cloud.box + np.array([[-_TOUCH], [_TOUCH]])
        frame, which = np.nonzero(((inside > low) & (inside < high)).all(-1))
        if not len(frame):
            return block, right
        gap, out = cloud.gaps(inside[frame, which], _TOUCH)
        weight, depth = _pushed(gap)
        out = np.einsum("nij,nj->ni", turn[frame], out)
        np.add.at(block, frame, weight[:, None, None] * out[:, :, None] * out[:, None])
        np.add.at(right, frame, (weight * depth)[:, None] * out)
        return block, right

    def _meeting(self, wrists: np.ndarray) -> np.ndarray:
        """Frames in which the hands' boxes meet."""
        ends = []
        for at, side in enumerate(SIDES):
            points = self._skins[side][0]
            ends.append((points.min(1) + wrists[:, at] - 0.005, points.max(1) + wrists[:, at] + 0.005))
        (low, high), (other_low, other_high) = ends
        return np.flatnonzero(((low < other_high) & (other_low < high)).all(-1))


def _depths(
    points: np.ndarray, sign: float, tree: cKDTree, other: tuple[np.ndarray, np.ndarray], moves: np.ndarray
) -> np.ndarray:
    """How deep points are in a hand after each of some moves of theirs, metres, (moves,)."""
    places = points[None] + sign * moves[:, None]
    distance, nearest = tree.query(places, distance_upper_bound=_TOUCH)
    seen = np.isfinite(distance)
    nearest = np.where(seen, nearest, 0)
    behind = -((places - other[0][nearest]) * other[1][nearest]).sum(-1)
    return np.asarray(np.where(seen & (behind > _ALIGNED * distance), behind, 0.0).max(1))


def _pushed(gap: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How much points count that are inside, and how far they have to go."""
    depth = np.where(np.isfinite(gap) & (gap > -_DEEPEST), -gap - _DEEP, 0.0)
    depth = np.maximum(depth, 0.0)
    return np.where(depth > 0, _PUSH, 0.0), depth


def _relative(
    skin: HandSkin, side: str, body: Body, places: Mapping[str, np.ndarray], turns: Mapping[str, np.ndarray]
) -> tuple[np.ndarray, np.ndarray]:
    """Points of a hand from its wrist and their normals, (T, N, 3)."""
    points, normals = skin.posed(body.points, places, turns)
    return points - places[f"{side}_wrist"][:, None], normals
