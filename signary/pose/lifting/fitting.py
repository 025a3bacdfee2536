"""Fitting a rough SMPL-X estimate to keypoints in a picture (SOKE, appendix A, Eq. S5–S7).

The upper body's rotations move, fingers stay as they are. The picture is taken by a weak-perspective camera, which has
a closed form for given joints: one scale for the clip, a translation for each frame. Terms: distance in the picture as
a robust L1 (S5); movement between frames, of rotations, in place of a licensed mesh's vertices (S6); size of rotations
(S7), and, beyond the paper, how far they are from the rough ones, which know the depth that a picture does not show.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from signary.io.errors import InputError
from signary.pose.kinematics import BuiltInSkeleton
from signary.pose.lifting.arm_chain import turns_of, vectors_of
from signary.pose.lifting.ball_chain import BallChain
from signary.pose.lifting.lifted import FittingReport, Lifted
from signary.pose.lifting.lifting_settings import FittingSettings
from signary.pose.lifting.observations import SIDES, find_points, lacking, on_axes
from signary.pose.lifting.smooth_steps import solve_step, time_terms
from signary.pose.sequence import PoseSequence
from signary.pose.skeletons.hands import FINGERS
from signary.pose.skeletons.rest import rest_positions
from signary.pose.skeletons.smplx import SMPLX, SMPLX_JOINTS

Floats = NDArray[np.float64]

_HEAD = ("nose", "left_eye", "right_eye", "left_ear", "right_ear")
#: A hand's points follow fingers that do not move: they count less than the arm's.
_HAND_WEIGHT = 0.15


@dataclass
class _Limb:
    """A chain in the making: its rotations and what they are to reach."""

    chain: BallChain
    rough: Floats
    turns: Floats
    local: Floats
    target: Floats
    weights: Floats


def fit(
    rough: PoseSequence, keypoints: PoseSequence, *, settings: FittingSettings | None = None
) -> Lifted[FittingReport]:
    """Refine the arms and the head of a rough estimate by keypoints.

    Args:
        rough: Layout `smplx`, hand reference flat.
        keypoints: As many frames at the same rate, of a layout that can be lifted; depth is not read.
        settings: Weights.

    Returns:
        The refined motion, fingers, jaw and expression unchanged, with confidences of the rough one; and the figures.

    Raises:
        InputError: If lengths, rates or layouts do not fit, or rough rotations are missing where they are to move.
    """
    settings = settings or FittingSettings()
    _check(rough, keypoints)
    if not len(rough):
        return Lifted(rough, FittingReport(0, 0.0, 0.0, 0))
    values = rough.values.astype(np.float64)
    places = BuiltInSkeleton().joints(torch.from_numpy(values)).numpy()
    limbs = [_limb(chain, values, places, keypoints) for chain in _chains()]
    before = 0.0
    for step in range(settings.iterations):
        scale, shift = _camera(limbs, keypoints.fps)
        before = before if step else _off(limbs, scale, shift)
        for limb in limbs:
            _improve(limb, scale, shift, settings, keypoints.fps)
    scale, shift = _camera(limbs, keypoints.fps)
    for limb in limbs:
        limb.chain.write(values, limb.turns)
    report = FittingReport(len(rough), before, _off(limbs, scale, shift), settings.iterations)
    return Lifted(replace(rough, values=values.astype(np.float32)), report)


def _check(rough: PoseSequence, keypoints: PoseSequence) -> None:
    if rough.layout.name != SMPLX.name:
        raise InputError("rough", "a sequence of layout smplx", rough.layout.name)
    if rough.motion_spec.hand_reference != "flat":
        raise InputError("rough", "hand reference flat", rough.motion_spec.hand_reference)
    if found := lacking(keypoints.layout):
        raise InputError(
            "keypoints", "both shoulders, and elbow and wrist of an arm", f"none of {', '.join(found[:6])}"
        )
    if len(rough) != len(keypoints) or abs(rough.fps - keypoints.fps) > 1e-6:
        expected = f"{len(rough)} frames at {rough.fps:g} a second, as the rough estimate has"
        raise InputError("keypoints", expected, f"{len(keypoints)} at {keypoints.fps:g}")
    moving = [at for chain in _chains() for at in SMPLX.features([SMPLX.index(joint) for joint in chain.joints])]
    if not np.isfinite(rough.values[:, moving]).all():
        raise InputError("rough", "rotations of neck, head and arms in every frame", "missing ones")


def _chains() -> list[BallChain]:
    arms = []
    for side in SIDES:
        joints = tuple(f"{side}_{name}" for name in ("collar", "shoulder", "elbow", "wrist"))
        fingers = tuple(f"{side}_{finger}{part}" for finger in FINGERS for part in ("1", "2", "3", "_tip"))
        arms.append(BallChain.of(joints, (*joints[1:], *fingers)))
    return [*arms, BallChain.of(("neck", "head"), _HEAD)]


def _limb(chain: BallChain, values: Floats, places: Floats, keypoints: PoseSequence) -> _Limb:
    turns = chain.rotations(values)
    known = places[:, [SMPLX_JOINTS.index(name) for name in chain.points]]
    local = chain.local_points(known, turns)
    at = np.array(find_points(keypoints.layout, chain.points))
    seen, certain = on_axes(keypoints)
    weights = np.where(at >= 0, certain[:, at], 0.0)
    for column, name in enumerate(chain.points):
        if any(finger in name for finger in FINGERS):
            weights[:, column] *= _HAND_WEIGHT
    weights[~np.isfinite(local).all(-1)] = 0.0
    target = np.nan_to_num(seen[:, at, :2])
    return _Limb(chain, turns, turns.copy(), np.nan_to_num(local), target, weights)


def _camera(limbs: list[_Limb], fps: float) -> tuple[float, Floats]:
    """Units of the picture per metre, and where its origin is seen in each frame, shape (T, 2): least squares."""
    points = np.concatenate([limb.chain.place(limb.local, limb.turns)[0][..., :2] for limb in limbs], 1)
    target = np.concatenate([limb.target for limb in limbs], 1)
    weights = np.concatenate([limb.weights for limb in limbs], 1)[..., None]
    total = weights.sum(1)
    if not (total > 0).any():
        raise InputError("keypoints", "points of arms or head in some frame", "none")
    frames = np.arange(len(points))
    seen = np.flatnonzero(total[:, 0] > 0)
    middle = (weights * points).sum(1) / np.maximum(total, 1e-9)
    aim = (weights * target).sum(1) / np.maximum(total, 1e-9)
    one, two = points - middle[:, None], target - aim[:, None]
    scale = float((weights * one * two).sum() / max(float((weights * one**2).sum()), 1e-12))
    if not scale > 0:
        raise InputError("keypoints", "the person of the rough estimate, upright", "points that do not resemble him")
    shift = aim - scale * middle
    shift = np.stack([np.interp(frames, seen, shift[seen, axis]) for axis in (0, 1)], 1)
    return scale, gaussian_filter1d(shift, 1.5 * fps / 25.0, axis=0, mode="nearest")


def _off(limbs: list[_Limb], scale: float, shift: Floats) -> float:
    """Mean distance of seen points in the picture, percent of a shoulder width."""
    total, count = 0.0, 0.0
    for limb in limbs:
        points = limb.chain.place(limb.local, limb.turns)[0]
        off = np.linalg.norm(points[..., :2] - (limb.target - shift[:, None]) / scale, axis=-1)
        total, count = total + float(off[limb.weights > 0].sum()), count + float((limb.weights > 0).sum())
    width = 2 * float(rest_positions()[SMPLX_JOINTS.index("left_shoulder"), 0])
    return 100 * total / max(count, 1.0) / width


def _improve(limb: _Limb, scale: float, shift: Floats, settings: FittingSettings, fps: float) -> None:
    """One Gauss–Newton step, with distances weighted so that their squares count as lengths (S5 is an L1 norm)."""
    points, moved = limb.chain.place(limb.local, limb.turns)
    count, width = len(points), 3 * len(limb.chain.joints)
    off = points[..., :2] - (limb.target - shift[:, None]) / scale
    length = np.sqrt((off**2).sum(-1) + settings.soft**2)
    weights = (limb.weights / length / settings.position)[..., None]
    flat = moved[..., :2].reshape(count, width, -1)
    weighted = (moved[..., :2] * weights[:, None, None]).reshape(count, width, -1)
    hessian = weighted @ np.swapaxes(flat, 1, 2)
    gradient = (weighted @ off.reshape(count, -1, 1))[..., 0]
    size = vectors_of(limb.turns).reshape(count, width)
    away = vectors_of(limb.turns @ np.swapaxes(limb.rough, -1, -2)).reshape(count, width)
    every = np.arange(width)
    hessian[:, every, every] += 1 / settings.rough**2 + 1 / settings.size**2 + 1.0
    gradient += away / settings.rough**2 + size / settings.size**2
    change = (
        vectors_of(limb.turns[1:] @ np.swapaxes(limb.turns[:-1], -1, -2)) if count > 1 else np.zeros((0, width // 3, 3))
    )
    speed = np.full(width, (fps / 25.0 / settings.speed) ** 2)
    jerk = np.full(width, ((fps / 25.0) ** 2 / settings.jerk) ** 2)
    gradient += time_terms(change.reshape(len(change), width), speed, jerk)
    step = np.clip(solve_step(hessian, gradient, speed, jerk), -0.4, 0.4)
    limb.turns = turns_of(np.ascontiguousarray(step.reshape(count, -1, 3))) @ limb.turns
