"""How the head is turned, from nose, eyes, ears and the face's outline, shared equally by neck and head."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from signary.pose.lifting.arm_chain import turns_of, vectors_of
from signary.pose.lifting.smooth_steps import solve_step, time_terms
from signary.pose.skeletons.rest import rest_positions
from signary.pose.skeletons.smplx import SMPLX_JOINTS

Floats = NDArray[np.float64]

#: Metres by which heads differ from the rest body's; radians that heads turn, and change their turning by, in a frame.
_SHAPE, _USUAL, _JERK, _SPEED = 0.012, 0.45, 0.05, 0.2
_STEPS, _NEEDED = 6, 4
#: Seconds after which half of a clip's usual nod is taken for the face's proportions.
_USUAL_AFTER = 0.5
#: What moves with the jaw, the brows or the lids tells nothing about the head.
RIGID = (
    *("nose", "left_eye", "right_eye", "left_ear", "right_ear", "face_168", "face_197", "face_5", "face_4", "face_2"),
    *("face_33", "face_133", "face_263", "face_362", "face_127", "face_356", "face_234", "face_454", "face_10"),
)


@dataclass(frozen=True)
class HeadLifted:
    """A head: its turn, axis-angle (T, 3), its confidence (T,), 0 where little is seen, its size over the rest's."""

    turn: Floats
    certain: Floats
    size: float = 1.0


def lift_head(head: tuple[tuple[str, ...], Floats, Floats], measured: bool, fps: float) -> HeadLifted:
    """How the head is turned.

    Args:
        head: Names, points (T, H, 3) and weights (T, H).
        measured: Whether z is measured.
        fps: Frames a second.
    """
    names, points, weights = head
    rigid = [at for at, name in enumerate(names) if name in RIGID]
    weights, points = weights[:, rigid], points[:, rigid]
    rest = np.array([rest_positions()[SMPLX_JOINTS.index(names[at])] for at in rigid]).reshape(-1, 3)
    axes = 3 if measured else 2
    if len(rigid) < _NEEDED:
        return _of_nose(names, head[1], head[2], rest_positions()[SMPLX_JOINTS.index("nose")])
    seen = np.where(np.isfinite(points[..., :axes]).all(-1), weights, 0.0)
    enough = (seen > 0).sum(1) >= _NEEDED
    size = _size(rest, points[..., :axes], seen, enough)
    turn = np.tile(np.eye(3), (len(points), 1, 1))
    target, share = np.nan_to_num(points[..., :axes]), np.where(enough[:, None], seen, 0.0)
    time = (25.0 / fps) ** 2
    for _ in range(_STEPS):
        hessian, gradient = _terms(turn, size * rest, target, share)
        vectors = vectors_of(turn)
        hessian += np.eye(3) / _USUAL**2
        gradient += vectors / _USUAL**2
        change = vectors_of(turn[1:] @ np.swapaxes(turn[:-1], 1, 2)) if len(turn) > 1 else np.zeros((0, 3))
        speed, jerk = np.full(3, 1 / (_SPEED**2 * time)), np.full(3, 1 / (_JERK**2 * time**2))
        gradient += time_terms(change, speed, jerk)
        turn = turns_of(np.clip(solve_step(hessian, gradient, speed, jerk), -0.4, 0.4)) @ turn
    certain = np.where(enough, share.sum(1) / np.maximum((share > 0).sum(1), 1), 0.0)
    return HeadLifted(vectors_of(turn), certain, size)


def levelled(lifted: HeadLifted, fps: float) -> Floats:
    """The turn with the clip's usual nod taken out, (T, 3): a picture does not tell a nod from a face's proportions."""
    known = lifted.certain > 0
    share = known.sum() / (known.sum() + _USUAL_AFTER * fps)
    usual = float(np.median(lifted.turn[known, 0])) * share if known.any() else 0.0
    return np.asarray(lifted.turn - [usual, 0.0, 0.0])


def _size(rest: Floats, points: Floats, seen: Floats, enough: NDArray[np.bool_]) -> float:
    """How much larger than the rest body's the head is, from the spread of its points."""
    if not enough.any():
        return 1.0
    axes = points.shape[-1]
    ratios = []
    for frame in np.flatnonzero(enough):
        at = seen[frame] > 0
        spread = np.sqrt(points[frame, at].var(0).sum()) / np.sqrt(rest[at, :axes].var(0).sum())
        ratios.append(spread)
    return float(np.clip(np.median(ratios), 0.6, 1.6))


def _terms(turn: Floats, rest: Floats, target: Floats, share: Floats) -> tuple[Floats, Floats]:
    """Normal equations of small turns in space; where the head is as a whole is left open."""
    axes = target.shape[-1]
    places = np.einsum("tij,hj->thi", turn, rest)
    total = np.maximum(share.sum(1), 1e-9)[:, None, None]
    moved = np.zeros((*places.shape, 3))
    x, y, z = places[..., 0], places[..., 1], places[..., 2]
    moved[..., 0, 1], moved[..., 0, 2] = z, -y
    moved[..., 1, 0], moved[..., 1, 2] = -z, x
    moved[..., 2, 0], moved[..., 2, 1] = y, -x
    off = places[..., :axes] - target
    off = off - (share[..., None] * off).sum(1, keepdims=True) / total
    moved = moved[..., :axes, :]
    moved = moved - (share[..., None, None] * moved).sum(1, keepdims=True) / total[..., None]
    squared = (off**2).sum(-1) / (3 * _SHAPE) ** 2
    weight = (share / (1 + squared) ** 2 / _SHAPE**2)[..., None, None]
    flat = (moved * weight).reshape(len(turn), -1, 3)
    hessian = np.swapaxes(flat, 1, 2) @ moved.reshape(len(turn), -1, 3)
    gradient = np.swapaxes(flat, 1, 2) @ off.reshape(len(turn), -1, 1)
    return hessian, gradient[..., 0]


def _of_nose(names: tuple[str, ...], points: Floats, weights: Floats, rest: Floats) -> HeadLifted:
    """From the nose alone: where it goes from where it usually is, by the least turn; weak, and said so."""
    count = len(points)
    if "nose" not in names or not (weights[:, names.index("nose")] > 0).any():
        return HeadLifted(np.zeros((count, 3)), np.zeros(count))
    nose, seen = points[:, names.index("nose")], weights[:, names.index("nose")]
    arm = rest - np.array([0.0, 0.55, -0.01])
    off = np.where(seen[:, None] > 0, nose - np.nanmedian(nose[seen > 0], axis=0), 0.0)
    off = np.nan_to_num(off)
    return HeadLifted(np.cross(arm, off) / (arm @ arm), 0.3 * seen)
