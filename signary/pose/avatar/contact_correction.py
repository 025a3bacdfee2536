"""Contact kept on a rig of other proportions: where the wrists have to go so that hands touch what ours touch.

For every point of a hand (tips, joints, palm, wrist) and everything it may touch (head, neck, trunk, the other arm and
hand) it is known how far off it is with us and where the nearest place of that lies on the rig. The wrists' places that
bring all of these gaps about, near ones far more than distant ones, that keep hands out of what is not theirs and whose
change over time has little jerk, are the solution of linear equations, solved a few times over as gaps are found anew:
Gauss-Newton with a penalty on the third derivative. All times are in seconds, so that the frame rate matters little.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from signary.pose.avatar.contact_arms import within_reach
from signary.pose.avatar.contact_bodies import (
    body_scale,
    correspondence,
    hand_points,
    our_body,
    radius_of,
    rig_body,
    segments,
)
from signary.pose.avatar.contact_scene import PARTS, Scene
from signary.pose.avatar.contact_skins import SkinContact
from signary.pose.avatar.contact_wishes import HandPoints, Wish, nearness, rows, to_capsules
from signary.pose.avatar.rig import SIDES, Rig
from signary.pose.avatar.smooth_moves import smooth_moves

#: Weights: of what is no finger tip, to stay where the trunk's size puts a hand.
_OTHER, _STAY = 0.3, 2e-3
#: A gap is never wanted to be deeper than this, metres.
_DEEP = 0.001
#: Weight with which hands stay apart that have been parted by this far, metres, or farther.
_APART, _PARTED = 60.0, 0.002
#: Rounds of equations before hands are parted, and before they are parted once more.
_ROUNDS = (4, 2)
#: Seconds within which a contact of weight 1 may begin.
_QUICK = 0.05


class ContactCorrection:
    """Corrects the arms of a rig.

    Args:
        rig: The rig.
    """

    def __init__(self, rig: Rig) -> None:
        self._rig, self._ours = rig, our_body()
        self._body = rig_body(rig, self._ours)
        self._parts = [
            name for name in PARTS if name in self._ours.surface.clouds and name in self._body.surface.clouds
        ]
        self._maps = {name: correspondence(name, self._ours, self._body) for name in self._parts}
        self._lengths = {side: self._arm_lengths(side) for side in SIDES}
        self._scales = {side: self._reach_scale(side) for side in SIDES}

    def _arm_lengths(self, side: str) -> tuple[float, float]:
        at = [self._body.points[f"{side}_{joint}"] for joint in ("shoulder", "elbow", "wrist")]
        return float(np.linalg.norm(at[1] - at[0])), float(np.linalg.norm(at[2] - at[1]))

    def _reach_scale(self, side: str) -> float:
        """How much larger the space before the body is: as the trunk, but no more than arms of this length allow."""
        arms = sum(self._lengths[side]) / self._ours.arm(side)
        return float(np.clip(body_scale(self._body.points, self._ours.points), 0.85 * arms, 1.1 * arms))

    def arms(
        self,
        source: Mapping[str, np.ndarray],
        rotations: Mapping[str, np.ndarray],
        target: Mapping[str, np.ndarray],
        turns: Mapping[str, np.ndarray],
        fps: float,
    ) -> dict[str, np.ndarray]:
        """Turns in space of the rig's shoulders and elbows on top of the uncorrected ones.

        Args:
            source: Our joints and finger tips by name, metres, each of shape (T, 3).
            rotations: Our global rotations by joint, each of shape (T, 3, 3).
            target: The rig's joints and finger tips, uncorrected.
            turns: Rotations of the rig's bones from rest by joint, each of shape (T, 3, 3).
            fps: Frames a second.

        Returns:
            Rotation matrices by joint, each of shape (T, 3, 3).
        """
        hands = {side: self._hand(side, source, target) for side in SIDES}
        scene = Scene(self._ours, self._body, self._scales, self._lengths, source, rotations, target, turns)
        start = np.stack([scene.start(side) for side in SIDES], 1)
        moved = np.zeros_like(start)
        wishes = {side: self._wishes(side, hands[side], scene) for side in SIDES}
        skins = SkinContact(self._body, self._parts, scene.to_rest_of_rig, target, turns)
        parted, apart = np.zeros((len(start), 3)), start[:, 0] - start[:, 1]
        for rounds in _ROUNDS:
            for _ in range(rounds):
                wrists = self._reached(scene, start + moved)
                equations, wanted = self._equations(hands, wishes, scene, wrists)
                skins.push(wrists, equations, wanted)
                if parted.any():
                    _hold_apart(equations, wanted, parted, apart - (wrists[:, 0] - wrists[:, 1]))
                moved = _smooth_solution(equations, wanted, wrists - start, fps)
            wrists = self._reached(scene, start + moved)
            more = skins.apart(wrists, fps)
            parted, apart = parted + more, wrists[:, 0] - wrists[:, 1] + more
        moved = wrists - start + 0.5 * more[:, None] * np.array([[1.0], [-1.0]])
        wrists = self._reached(scene, start + moved)
        return {
            joint: turn for at, side in enumerate(SIDES) for joint, turn in scene.turned(side, wrists[:, at]).items()
        }

    def _reached(self, scene: Scene, wrists: np.ndarray) -> np.ndarray:
        reached = [
            within_reach(scene.shoulder[side], wrists[:, at], self._lengths[side]) for at, side in enumerate(SIDES)
        ]
        return np.stack(reached, 1)

    def _hand(self, side: str, source: Mapping[str, np.ndarray], target: Mapping[str, np.ndarray]) -> HandPoints:
        names = [name for name in hand_points(target, side) if name in source]
        bodies, wrist = (self._ours, self._body), f"{side}_wrist"
        ours, theirs = [source[name] for name in names], [target[name] for name in names]
        thick = [[0.0 if name.endswith("_tip") else radius_of(body.surface, name) for name in names] for body in bodies]
        weights = [1.0 if name.endswith("_tip") else _OTHER for name in names]
        knuckles = [name for name in names if name.endswith("1") and "thumb" not in name]
        if knuckles:
            for at in (ours, theirs):
                known = source if at is ours else target
                at.append(0.35 * known[wrist] + 0.65 * np.mean([known[name] for name in knuckles], axis=0))
            for row, body in zip(thick, bodies, strict=True):
                row.append(body.surface.radii[f"{side}_palm"])
            weights.append(_OTHER)
        offsets = np.stack(theirs, 1) - target[wrist][:, None]
        return HandPoints(np.stack(ours, 1), offsets, np.array(thick), np.array(weights))

    def _wishes(self, side: str, hand: HandPoints, scene: Scene) -> dict[str, Wish]:
        """What the things that do not move with the arms ask of a hand, in the axes of their bone at rest."""
        found = {}
        for name in self._parts:
            inside = scene.to_rest(name, hand.ours, ours=True)
            flat = inside.reshape(-1, 3)
            gap, out = self._ours.surface.clouds[name].gaps(flat)
            near = np.isfinite(gap)
            if not near.any():
                continue
            scale, offset = self._maps[name]
            foot = (flat[near] - gap[near, None] * out[near]) * scale + offset
            clear = gap.reshape(inside.shape[:2]) - hand.thick[0]
            gaps = np.where(np.isfinite(clear), np.maximum(clear, -_DEEP) + hand.thick[1], 0.0)
            places = np.zeros_like(flat)
            places[near] = self._body.surface.clouds[name].nearest(foot) + out[near] * gaps.reshape(-1)[near, None]
            found[name] = Wish(gaps, places.reshape(inside.shape), hand.weights * nearness(clear))
        return found

    def _equations(
        self,
        hands: Mapping[str, HandPoints],
        wishes: Mapping[str, Mapping[str, Wish]],
        scene: Scene,
        wrists: np.ndarray,
    ) -> tuple[np.ndarray, np.ndarray]:
        """Normal equations of a change of both wrists, (T, 6, 6) and (T, 6)."""
        frames = len(wrists)
        equations, wanted = np.zeros((frames, 2, 2, 3, 3)), np.zeros((frames, 2, 3))
        points = {side: wrists[:, at, None] + hands[side].offsets for at, side in enumerate(SIDES)}
        for at, side in enumerate(SIDES):
            hand, here = hands[side], points[side]
            for name in self._parts:
                if name not in wishes[side]:
                    continue
                wish = wishes[side][name]
                inside = scene.to_rest(name, here, ours=False)
                gap, out = (
                    part.reshape(*here.shape[:2], -1)
                    for part in self._body.surface.clouds[name].gaps(inside.reshape(-1, 3))
                )
                block, right = rows(wish, gap[..., 0], out, inside)
                turn = scene.turn(name, ours=False)
                equations[:, at, at] += turn @ block @ turn.swapaxes(1, 2)
                wanted[:, at] += np.einsum("tij,tj->ti", turn, right)
            other = SIDES[1 - at]
            for bones in (segments(scene.target, other), scene.arm_bones(other)):
                wish, gap, out = self._beside(hand, here, bones, scene, other, wrists[:, 1 - at])
                block, right = rows(wish, gap, out, here)
                equations[:, at, at] += block
                wanted[:, at] += right
                if bones[0][0].endswith("wrist"):  # two hands meet half way
                    equations[:, 1 - at, 1 - at] += block
                    equations[:, at, 1 - at] -= block
                    equations[:, 1 - at, at] -= block
                    wanted[:, 1 - at] -= right
        whole = equations.transpose(0, 1, 3, 2, 4).reshape(frames, 6, 6)
        return whole, wanted.reshape(frames, 6)

    def _beside(
        self,
        hand: HandPoints,
        here: np.ndarray,
        bones: list[tuple[str, str, str]],
        scene: Scene,
        other: str,
        wrist: np.ndarray,
    ) -> tuple[Wish, np.ndarray, np.ndarray]:
        """What bones of the other arm or hand ask of a hand, and where the hand is to the nearest of them."""
        ours = scene.capsules(bones, self._ours, None, other)
        theirs = scene.capsules(bones, self._body, wrist, other)
        gap, nearest, share, out = to_capsules(hand.ours, *ours)
        clear = gap - hand.thick[0]
        starts, ends, radii = theirs
        gaps = np.maximum(clear, -_DEEP) + hand.thick[1]
        start, end = (np.take_along_axis(bone, nearest[..., None], 1) for bone in (starts, ends))
        places = start + share[..., None] * (end - start) + out * (gaps + radii[nearest])[..., None]
        now, _, _, away = to_capsules(here, *theirs)
        return Wish(gaps, places, hand.weights * nearness(clear)), now, away


def _hold_apart(equations: np.ndarray, wanted: np.ndarray, parted: np.ndarray, lacking: np.ndarray) -> None:
    """Add to the normal equations that the wrists come as far from each other as they lack, where hands were parted."""
    weight = _APART * np.minimum(np.linalg.norm(parted, axis=-1) / _PARTED, 1.0)
    block = weight[:, None, None] * np.eye(3)
    equations[:, :3, :3] += block
    equations[:, 3:, 3:] += block
    equations[:, :3, 3:] -= block
    equations[:, 3:, :3] -= block
    wanted[:, :3] += weight[:, None] * lacking
    wanted[:, 3:] -= weight[:, None] * lacking


def _smooth_solution(equations: np.ndarray, wanted: np.ndarray, now: np.ndarray, fps: float) -> np.ndarray:
    """Moves of both wrists, (T, 2, 3), that solve the equations of a change from `now` and have little jerk."""
    right = wanted + np.einsum("tij,tj->ti", equations, now.reshape(len(now), 6))
    return smooth_moves(equations, right, (_STAY, 0.0, 0.0, (_QUICK * fps) ** 6))
