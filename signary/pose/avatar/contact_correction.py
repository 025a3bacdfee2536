"""Contact kept on a rig of other proportions: where the wrists have to go so that hands touch what ours touch.

For every point of a hand (tips, joints, palm, wrist) and everything it may touch (head, neck, trunk, the other arm and
hand) it is known how far off it is with us and where the nearest place of that lies on the rig. The wrists' places that
bring all of these gaps about, near ones far more than distant ones, that keep hands out of what is not theirs and whose
change over time has little jerk, are the solution of linear equations, solved a few times over as gaps are found anew:
Gauss-Newton with a penalty on the third derivative. All times are in seconds, so that the frame rate matters little.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.linalg import solveh_banded

from signary.pose.avatar.contact_arms import elbows, shortest_turn, within_reach
from signary.pose.avatar.contact_bodies import (
    Body,
    body_scale,
    correspondence,
    hand_points,
    our_body,
    radius_of,
    rig_body,
    segments,
)
from signary.pose.avatar.contact_skins import SkinContact
from signary.pose.avatar.rest_frames import arm_bend
from signary.pose.avatar.rig import SIDES, Rig

#: How a gap's weight falls with its width, metres: to a quarter at this.
_NEAR = 0.03
#: Weights: of what is no finger tip, along a surface, to stay where the trunk's size puts a hand.
_OTHER, _ALONG, _STAY = 0.3, 0.12, 2e-3
#: A gap is never wanted to be deeper than this, metres.
_DEEP = 0.001
#: Weight with which hands stay apart that have been parted by this far, metres, or farther.
_APART, _PARTED = 60.0, 0.002
#: Rounds of equations before hands are parted, and before they are parted once more.
_ROUNDS = (4, 2)
#: Seconds within which a contact of weight 1 may begin.
_QUICK = 0.05
_PARTS = {"head": "head", "neck": "neck", "trunk": None}


@dataclass
class _Hand:
    """Points of one hand over time.

    Attributes:
        ours: Where they are with us, metres, (T, K, 3).
        offsets: Where they are on the rig from its wrist, (T, K, 3).
        thick: Half the thickness around them with us and on the rig, (2, K): 0 for tips.
        weights: How much their gaps count, (K,): 0 for what is only pushed out.
    """

    ours: np.ndarray
    offsets: np.ndarray
    thick: np.ndarray
    weights: np.ndarray


@dataclass
class _Wish:
    """Where points of a hand want to be because of one thing that they may touch.

    Attributes:
        gaps: How far from it, (T, K), metres, thickness included.
        places: Where, (T, K, 3).
        weights: How much, (T, K).
    """

    gaps: np.ndarray
    places: np.ndarray
    weights: np.ndarray


class ContactCorrection:
    """Corrects the arms of a rig.

    Args:
        rig: The rig.
    """

    def __init__(self, rig: Rig) -> None:
        self._rig, self._ours = rig, our_body()
        self._body = rig_body(rig, self._ours)
        self._parts = [
            name for name in _PARTS if name in self._ours.surface.clouds and name in self._body.surface.clouds
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
        scene = _Scene(self, source, rotations, target, turns)
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

    def _reached(self, scene: _Scene, wrists: np.ndarray) -> np.ndarray:
        reached = [
            within_reach(scene.shoulder[side], wrists[:, at], self._lengths[side]) for at, side in enumerate(SIDES)
        ]
        return np.stack(reached, 1)

    def _hand(self, side: str, source: Mapping[str, np.ndarray], target: Mapping[str, np.ndarray]) -> _Hand:
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
        return _Hand(np.stack(ours, 1), offsets, np.array(thick), np.array(weights))

    def _wishes(self, side: str, hand: _Hand, scene: _Scene) -> dict[str, _Wish]:
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
            found[name] = _Wish(gaps, places.reshape(inside.shape), hand.weights * _nearness(clear))
        return found

    def _equations(
        self, hands: Mapping[str, _Hand], wishes: Mapping[str, Mapping[str, _Wish]], scene: _Scene, wrists: np.ndarray
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
                block, right = _rows(wish, gap[..., 0], out, inside)
                turn = scene.turn(name, ours=False)
                equations[:, at, at] += turn @ block @ turn.swapaxes(1, 2)
                wanted[:, at] += np.einsum("tij,tj->ti", turn, right)
            other = SIDES[1 - at]
            for bones in (segments(scene.target, other), scene.arm_bones(other)):
                wish, gap, out = self._beside(hand, here, bones, scene, other, wrists[:, 1 - at])
                block, right = _rows(wish, gap, out, here)
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
        hand: _Hand,
        here: np.ndarray,
        bones: list[tuple[str, str, str]],
        scene: _Scene,
        other: str,
        wrist: np.ndarray,
    ) -> tuple[_Wish, np.ndarray, np.ndarray]:
        """What bones of the other arm or hand ask of a hand, and where the hand is to the nearest of them."""
        ours = scene.capsules(bones, self._ours, None, other)
        theirs = scene.capsules(bones, self._body, wrist, other)
        gap, nearest, share, out = _to_capsules(hand.ours, *ours)
        clear = gap - hand.thick[0]
        starts, ends, radii = theirs
        gaps = np.maximum(clear, -_DEEP) + hand.thick[1]
        start, end = (np.take_along_axis(bone, nearest[..., None], 1) for bone in (starts, ends))
        places = start + share[..., None] * (end - start) + out * (gaps + radii[nearest])[..., None]
        now, _, _, away = _to_capsules(here, *theirs)
        return _Wish(gaps, places, hand.weights * _nearness(clear)), now, away


class _Scene:
    """Both bodies over time: ours as it moves, and the rig but for its arms."""

    def __init__(
        self,
        correction: ContactCorrection,
        source: Mapping[str, np.ndarray],
        rotations: Mapping[str, np.ndarray],
        target: Mapping[str, np.ndarray],
        turns: Mapping[str, np.ndarray],
    ) -> None:
        self._correction, self._source, self.target = correction, source, target
        self._rotations, self._turns = rotations, turns
        self.shoulder = {side: target[f"{side}_shoulder"] for side in SIDES}
        points = correction._body.points
        self._bend = {side: np.einsum("tij,j->ti", turns[f"{side}_shoulder"], arm_bend(points, side)) for side in SIDES}

    def start(self, side: str) -> np.ndarray:
        """Where the size of the rig's trunk puts a wrist, (T, 3)."""
        ours = self._source[f"{side}_wrist"] - self._source[f"{side}_shoulder"]
        return np.asarray(self.shoulder[side] + self._correction._scales[side] * ours)

    def turn(self, part: str, ours: bool) -> np.ndarray:
        """Rotation from rest of what a part of the skin hangs on, (T, 3, 3)."""
        rotations = self._rotations if ours else self._turns
        frames = len(self._source["head"])
        joint = _PARTS[part]
        if joint is not None and joint in rotations:
            return rotations[joint]
        return np.broadcast_to(np.eye(3), (frames, 3, 3))

    def to_rest(self, part: str, places: np.ndarray, ours: bool) -> np.ndarray:
        """Places, (T, K, 3), as a part of the skin sees them that lies at rest."""
        joint = _PARTS[part]
        points, body = (self._source, self._correction._ours) if ours else (self.target, self._correction._body)
        if joint is None or joint not in points or joint not in body.points:
            return places
        inside = np.einsum("tji,tkj->tki", self.turn(part, ours), places - points[joint][:, None])
        return np.asarray(inside + body.points[joint])

    def to_rest_of_rig(self, part: str, places: np.ndarray, frames: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Places of some frames, (F, K, 3), as a part of the rig's skin sees them; and its rotations, (F, 3, 3)."""
        joint, body = _PARTS[part], self._correction._body
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
        lengths = self._correction._lengths[side]
        return elbows(self.shoulder[side], self.target[f"{side}_elbow"], wrist, self._bend[side], lengths)

    def turned(self, side: str, wrist: np.ndarray) -> dict[str, np.ndarray]:
        """Turns of shoulder and elbow that bring the wrist to a place."""
        elbow = self.elbow(side, wrist)
        before = self.target[f"{side}_elbow"]
        upper = shortest_turn(before - self.shoulder[side], elbow - self.shoulder[side])
        fore = shortest_turn(self.target[f"{side}_wrist"] - before, wrist - elbow)
        return {f"{side}_shoulder": upper, f"{side}_elbow": fore}


def _rows(wish: _Wish, gap: np.ndarray, out: np.ndarray, here: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Normal equations, (T, 3, 3) and (T, 3), of a hand's move: across surfaces by the gap, along them by the place."""
    seen = np.isfinite(gap)
    across = wish.weights * seen
    gap = np.where(seen, gap, 1.0)
    equations = (1 - _ALONG) * np.einsum("tk,tki,tkj->tij", across, out, out)
    equations += _ALONG * across.sum(1)[:, None, None] * np.eye(3)
    lacking = wish.places - here
    along = lacking - (lacking * out).sum(-1, keepdims=True) * out
    wanted = np.einsum("tk,tki->ti", across * (wish.gaps - gap), out)
    wanted += _ALONG * np.einsum("tk,tki->ti", across, along)
    return equations, wanted


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


def _nearness(clear: np.ndarray) -> np.ndarray:
    return np.asarray((1 + (np.maximum(clear, 0.0) / _NEAR) ** 2) ** -2)


def _to_capsules(
    places: np.ndarray, starts: np.ndarray, ends: np.ndarray, radii: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Gap (T, K) of places to the nearest capsule, which it is, how far along it, and the way out of it (T, K, 3)."""
    bone = ends - starts
    away = places[:, :, None] - starts[:, None]
    share = np.einsum("tksi,tsi->tks", away, bone) / np.maximum((bone**2).sum(-1), 1e-12)[:, None]
    share = np.clip(share, 0.0, 1.0)
    away = away - share[..., None] * bone[:, None]
    distance = np.linalg.norm(away, axis=-1)
    gaps = distance - radii
    nearest = gaps.argmin(-1)
    pick = nearest[..., None]
    out = np.take_along_axis(away, pick[..., None], 2)[:, :, 0] / np.maximum(
        np.take_along_axis(distance, pick, 2), 1e-9
    )
    return np.take_along_axis(gaps, pick, 2)[..., 0], nearest, np.take_along_axis(share, pick, 2)[..., 0], out


def _smooth_solution(equations: np.ndarray, wanted: np.ndarray, now: np.ndarray, fps: float) -> np.ndarray:
    """Moves of both wrists, (T, 2, 3), that solve the equations of a change from `now` and have little jerk."""
    frames = len(now)
    flat = now.reshape(frames, 6)
    right = wanted + np.einsum("tij,tj->ti", equations, flat)
    blocks = equations + _STAY * np.eye(6)
    bands = np.zeros((19, 6 * frames))  # upper form: bands[18 - k, j] is the entry k above the diagonal of column j
    for above in range(6):
        rows = np.arange(6 - above)
        columns = 6 * np.arange(frames)[:, None] + rows + above
        bands[18 - above, columns] += blocks[:, rows, rows + above]
    penalty = (_QUICK * fps) ** 6
    for order, factor in _third_differences(frames):
        columns = 6 * (np.arange(len(factor)) + order)[:, None] + np.arange(6)
        bands[18 - 6 * order, columns] += penalty * factor[:, None]
    return np.asarray(solveh_banded(bands, right.reshape(-1))).reshape(frames, 2, 3)


def _third_differences(frames: int) -> list[tuple[int, np.ndarray]]:
    """Diagonals 0 … 3 of DᵀD for third differences D of so many frames."""
    coefficients = np.array([-1.0, 3.0, -3.0, 1.0])
    diagonals = [np.zeros(max(frames - order, 0)) for order in range(4)]
    for order in range(4):
        for first in range(4 - order):
            product = coefficients[first] * coefficients[first + order]
            if frames > 3:
                diagonals[order][first : first + frames - 3] += product
    return list(enumerate(diagonals))


def _unit(vectors: np.ndarray) -> np.ndarray:
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-12))
