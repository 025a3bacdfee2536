"""Both bodies over time as contact is looked for: ours as it moves, and the rig but for its arms."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from signary.pose.avatar.contact_arms import elbows, shortest_turn
from signary.pose.avatar.contact_bodies import Body
from signary.pose.avatar.rest_frames import arm_bend
from signary.pose.avatar.rig import SIDES

#: Parts of the skin that hands touch -> the joint that each goes with; none of the trunk moves.
PARTS = {"head": "head", "neck": "neck", "trunk": None}


class Scene:
    """Both bodies over time: ours as it moves, and the rig but for its arms."""

    def __init__(
        self,
        ours: Body,
        rig: Body,
        scales: Mapping[str, float],
        lengths: Mapping[str, tuple[float, float]],
        source: Mapping[str, np.ndarray],
        rotations: Mapping[str, np.ndarray],
        target: Mapping[str, np.ndarray],
        turns: Mapping[str, np.ndarray],
    ) -> None:
        self._ours, self._rig, self._scales, self._lengths = ours, rig, scales, lengths
        self._source, self.target = source, target
        self._rotations, self._turns = rotations, turns
        self.shoulder = {side: target[f"{side}_shoulder"] for side in SIDES}
        points = rig.points
        self._bend = {side: np.einsum("tij,j->ti", turns[f"{side}_shoulder"], arm_bend(points, side)) for side in SIDES}

    def start(self, side: str) -> np.ndarray:
        """Where the size of the rig's trunk puts a wrist, (T, 3)."""
        ours = self._source[f"{side}_wrist"] - self._source[f"{side}_shoulder"]
        return np.asarray(self.shoulder[side] + self._scales[side] * ours)

    def turn(self, part: str, ours: bool) -> np.ndarray:
        """Rotation from rest of what a part of the skin hangs on, (T, 3, 3)."""
        rotations = self._rotations if ours else self._turns
        frames = len(self._source["head"])
        joint = PARTS[part]
        if joint is not None and joint in rotations:
            return rotations[joint]
        return np.broadcast_to(np.eye(3), (frames, 3, 3))

    def to_rest(self, part: str, places: np.ndarray, ours: bool) -> np.ndarray:
        """Places, (T, K, 3), as a part of the skin sees them that lies at rest."""
        joint = PARTS[part]
        points, body = (self._source, self._ours) if ours else (self.target, self._rig)
        if joint is None or joint not in points or joint not in body.points:
            return places
        inside = np.einsum("tji,tkj->tki", self.turn(part, ours), places - points[joint][:, None])
        return np.asarray(inside + body.points[joint])

    def to_rest_of_rig(self, part: str, places: np.ndarray, frames: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Places of some frames, (F, K, 3), as a part of the rig's skin sees them; and its rotations, (F, 3, 3)."""
        joint, body = PARTS[part], self._rig
        turn = self.turn(part, ours=False)[frames]
        if joint is None or joint not in self.target or joint not in body.points:
            return places, turn
        inside = np.einsum("tji,tkj->tki", turn, places - self.target[joint][frames][:, None])
        return np.asarray(inside + body.points[joint]), turn

    def arm_bones(self, side: str) -> list[tuple[str, str, str]]:
        """Forearm and upper arm, as `segments` has fingers."""
        return [
            (f"{side}_elbow", f"{side}_wrist", f"{side}_elbow"),
            (f"{side}_shoulder", f"{side}_elbow", f"{side}_shoulder"),
        ]

    def capsules(
        self, bones: list[tuple[str, str, str]], body: Body, wrist: np.ndarray | None, side: str
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Starts and ends, (T, S, 3), and radii, (S,), of bones: ours, or the rig's with its wrist at a place."""
        radii = np.array([body.surface.radii[name] for _, _, name in bones])
        points = self._source
        if wrist is not None:
            shift = wrist - self.target[f"{side}_wrist"]
            elbow = self.elbow(side, wrist)
            fixed = {f"{side}_elbow": elbow, f"{side}_shoulder": self.shoulder[side]}
            points = {name: fixed.get(name, self.target[name] + shift) for bone in bones for name in bone[:2]}
        starts, ends = (np.stack([points[bone[end]] for bone in bones], 1) for end in (0, 1))
        return starts, ends, radii

    def elbow(self, side: str, wrist: np.ndarray) -> np.ndarray:
        """Where the elbow is when the wrist is at a place, (T, 3)."""
        lengths = self._lengths[side]
        return elbows(self.shoulder[side], self.target[f"{side}_elbow"], wrist, self._bend[side], lengths)

    def turned(self, side: str, wrist: np.ndarray) -> dict[str, np.ndarray]:
        """Turns of shoulder and elbow that bring the wrist to a place."""
        elbow = self.elbow(side, wrist)
        before = self.target[f"{side}_elbow"]
        upper = shortest_turn(before - self.shoulder[side], elbow - self.shoulder[side])
        fore = shortest_turn(self.target[f"{side}_wrist"] - before, wrist - elbow)
        return {f"{side}_shoulder": upper, f"{side}_elbow": fore}
