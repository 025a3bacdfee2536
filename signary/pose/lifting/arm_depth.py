"""Depth of elbow and wrist in a picture, from how much shorter bones look than they are.

A bone of length L that is d long in the picture is √(L² − d²) deep, towards the viewer or away from him. Which of the
four ways an arm takes is decided for a whole clip at once (Viterbi): by where elbows hang, by forearms that point
forward, by hands that are before the body, and by movement without jumps.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from signary.pose.lifting.arm_chain import POINTS
from signary.pose.lifting.best_path import best_path
from signary.pose.lifting.observations import ArmSeen, filled

Floats = NDArray[np.float64]

SHOULDER, ELBOW, WRIST = (POINTS.index(name) for name in ("shoulder", "elbow", "wrist"))
#: Depth signs of upper arm and forearm.
_WAYS = np.array([(1, 1), (1, -1), (-1, 1), (-1, -1)], dtype=float)
#: Metres: where the skin of chest and face is; how far apart costs are one.
_CHEST, _FACE = 0.10, 0.13
_BACKWARD, _ELBOW, _ELBOW_AT, _JUMP = 0.07, 0.12, 0.03, 0.035
#: Degrees: how far from where it usually is an elbow may turn about the line from shoulder to wrist.
_SWIVEL_AT, _SWIVEL = 20.0, 42.0


def arm_in_space(arm: ArmSeen, shoulder: Floats, lengths: tuple[float, float], fps: float) -> Floats:
    """Shoulder, elbow and wrist in space, shape (T, 3, 3); gaps are filled between the frames that show them.

    Args:
        arm: As a left arm, x and y seen; z is not read.
        shoulder: The shoulder of the rest body, shape (3,), where none is seen.
        lengths: Upper arm and forearm, metres.
        fps: Frames a second.
    """
    base = filled(arm.points[:, SHOULDER], arm.weights[:, SHOULDER])
    base = np.where(np.isfinite(base[:, :2]).all(-1, keepdims=True), base, shoulder)
    base[:, 2] = shoulder[2]
    elbow, wrist = (filled(arm.points[:, at], arm.weights[:, at]) for at in (ELBOW, WRIST))
    if not np.isfinite(wrist[:, :2]).all():
        wrist = elbow + [0.0, -lengths[1], 0.0]
    if not np.isfinite(elbow[:, :2]).all():
        elbow = _hanging_elbow(base, wrist, lengths)
    if not np.isfinite(elbow[:, :2]).all():
        return np.stack([base, base - [0, lengths[0], 0], base - [0, sum(lengths), 0]], 1)
    ways = _four_ways(base, elbow, wrist, lengths)
    unary = _unlikely(base, ways, lengths)
    jumps = np.linalg.norm(ways[:-1, :, None] - ways[1:, None], axis=-1).sum(-1)
    path = best_path(unary, (jumps * fps / 25.0 / _JUMP) ** 2 * 0.5)
    chosen = ways[np.arange(len(path)), path]
    return np.concatenate([base[:, None], chosen], 1)


def _four_ways(base: Floats, elbow: Floats, wrist: Floats, lengths: tuple[float, float]) -> Floats:
    """Elbow and wrist for each way, shape (T, 4, 2, 3). Bones that look too long are shortened to their length."""
    places = np.empty((len(base), len(_WAYS), 2, 3))
    above, before = base[:, None] + np.zeros((len(_WAYS), 1)), base
    for at, (here, length) in enumerate(((elbow, lengths[0]), (wrist, lengths[1]))):
        span = (here - before)[:, None, :2]
        flat = np.linalg.norm(span, axis=-1, keepdims=True)
        deep = np.sqrt(np.maximum(length**2 - flat**2, 0.0))
        shown = span * np.minimum(1.0, length / np.maximum(flat, 1e-9))
        places[:, :, at, :2] = above[..., :2] + shown
        places[:, :, at, 2:] = above[..., 2:] + deep * _WAYS[:, at, None]
        above, before = places[:, :, at], here
    return places


def _unlikely(base: Floats, ways: Floats, lengths: tuple[float, float]) -> Floats:
    """Cost of each way in each frame, shape (T, 4)."""
    elbow, wrist = ways[:, :, 0], ways[:, :, 1]
    depth = (wrist[..., 2] - elbow[..., 2]) / lengths[1]
    cost = (np.minimum(depth, 0.0) * lengths[1] / _BACKWARD) ** 2
    cost += ((elbow[..., 2] - _ELBOW_AT) / _ELBOW) ** 2
    across, height = np.abs(wrist[..., 0] + 0.0), wrist[..., 1]
    skin = np.where(height > 0.55, _FACE, _CHEST) * np.clip((0.24 - across) / 0.06, 0.0, 1.0)
    cost += (np.minimum(wrist[..., 2] - skin, 0.0) / 0.04) ** 2
    return np.asarray(cost + (_swivel(base, elbow, wrist) / np.radians(_SWIVEL)) ** 2)


def _swivel(base: Floats, elbow: Floats, wrist: Floats) -> Floats:
    """By how much elbows are turned away from where they usually are, radians, shape (T, 4)."""
    line = wrist - base[:, None]
    line = line / np.maximum(np.linalg.norm(line, axis=-1, keepdims=True), 1e-9)
    down, side = hanging(line, wrist[..., 1:2])
    out = elbow - base[:, None]
    angle = np.arctan2((out * side).sum(-1), (out * down).sum(-1))
    turned = angle - np.radians(_SWIVEL_AT)
    bent = np.linalg.norm(out - line * (out * line).sum(-1, keepdims=True), axis=-1)
    # The elbow of a stretched arm lies on the line: its side means little.
    return np.asarray(((turned + np.pi) % (2 * np.pi) - np.pi) * np.clip(bent / 0.08, 0.0, 1.0))


def hanging(line: Floats, height: Floats) -> tuple[Floats, Floats]:
    """Where the elbow of a left arm hangs, and the direction outwards from it; unit, across the line to the wrist."""
    high = 1 / (1 + np.exp(-(height - 0.50) / 0.12))
    pole = np.concatenate([0.35 + 0.45 * high, -np.ones_like(high), -0.25 + 0.15 * high], -1)
    down = pole - line * (pole * line).sum(-1, keepdims=True)
    down = down / np.maximum(np.linalg.norm(down, axis=-1, keepdims=True), 1e-9)
    return down, np.cross(line, down)


def _hanging_elbow(base: Floats, wrist: Floats, lengths: tuple[float, float]) -> Floats:
    """An elbow that nobody has seen: where it hangs naturally for a wrist in front of the body."""
    goal = wrist.copy()
    goal[:, 2] = np.maximum(base[:, 2] + 0.18, 0.0)
    line = goal - base
    distance = np.clip(np.linalg.norm(line, axis=-1, keepdims=True), 0.05, 0.98 * sum(lengths))
    line = line / np.maximum(np.linalg.norm(line, axis=-1, keepdims=True), 1e-9)
    along = (lengths[0] ** 2 - lengths[1] ** 2 + distance**2) / (2 * distance)
    down, _ = hanging(line, goal[:, 1:2])
    return np.asarray(base + along * line + np.sqrt(np.maximum(lengths[0] ** 2 - along**2, 0.0)) * down)
