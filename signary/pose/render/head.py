"""The head: its pose from whatever landmarks there are, and its solids (skull, jaw, hair, ears, nose)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from signary.pose.render.actor import REST, Actor, unit
from signary.pose.skeletons import face
from signary.pose.skeletons.smplx import SMPLX_JOINTS

#: The head joint of the built-in body, about which the head turns.
ORIGIN = REST[SMPLX_JOINTS.index("head")]
_STILL_FACE = (
    *face.NOSE_BRIDGE,
    *(face.LEFT_EYE_UPPER[0], face.LEFT_EYE_UPPER[-1], face.RIGHT_EYE_UPPER[0], face.RIGHT_EYE_UPPER[-1]),
    *face.OVAL[:9],
    *face.OVAL[28:],
)
#: Points that move with the skull only: no jaw, lips, lids or brows.
_LANDMARKS = (
    *("nose", "left_ear", "right_ear", "left_eye", "right_eye", "head_top"),
    *(face.name(point) for point in _STILL_FACE),
)
_TEMPLATE = np.stack([REST[SMPLX_JOINTS.index(name)] for name in _LANDMARKS]) - ORIGIN
_MIN_POINTS = 4
#: Frames over which estimated turns are averaged.
_CALM = 5
_CHIN = face.name(152)


@dataclass(frozen=True)
class HeadPose:
    """Where the head is: a point p of the built-in head lies at centre + size · rotation · (p - origin).

    Attributes:
        centre: Shape (T, 3), metres; NaN where there is no head.
        rotation: Shape (T, 3, 3).
        size: Relative to the built-in head, constant.
        jaw: How far the chin is below its place, metres in the head's frame, shape (T,).
    """

    centre: np.ndarray
    rotation: np.ndarray
    size: float
    jaw: np.ndarray

    def place(self, points: np.ndarray) -> np.ndarray:
        """Points (N, 3) of the built-in body -> (T, N, 3)."""
        turned: np.ndarray = np.einsum("tij,nj->tni", self.rotation, points - ORIGIN)
        turned *= self.size
        turned += self.centre[:, None]
        return turned


def head_pose(actor: Actor) -> HeadPose:
    """Fit the built-in head to an actor's landmarks."""
    seen = actor.at(*_LANDMARKS).astype(np.float64)  # (T, M, 3)
    weight = np.isfinite(seen).all(-1).astype(float)
    count = weight.sum(1)
    safe = np.maximum(count, 1)[:, None]
    seen = np.nan_to_num(seen)
    mean = (seen * weight[..., None]).sum(1) / safe
    template_mean = weight @ _TEMPLATE / safe
    here = (seen - mean[:, None]) * weight[..., None]
    there = (_TEMPLATE - template_mean[:, None]) * weight[..., None]
    rotation, size = _turn(here, there) if actor.to_scale else _turn_flat(here, there)
    if not actor.to_scale:
        rotation = _calmed(rotation)
    rotation[count < _MIN_POINTS] = np.eye(3)
    fitted = size[count >= _MIN_POINTS]
    scale = float(np.clip(np.median(fitted), 0.75, 1.3)) if len(fitted) else 1.0
    centre = mean - scale * np.einsum("tij,tj->ti", rotation, template_mean)
    if not actor.to_scale:
        centre[:, 2] = ORIGIN[2] - REST[SMPLX_JOINTS.index("left_shoulder"), 2]
    _from_neck(actor, centre, rotation, count)
    centre[count == 0] = np.nan
    return HeadPose(centre, rotation, scale, _jaw(actor, centre, rotation, scale))


def _turn(here: np.ndarray, there: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rotation (T, 3, 3) and scale (T,) from `there` to `here`, both (T, M, 3) and centred (Umeyama 1991)."""
    u, values, vt = np.linalg.svd(np.einsum("tmi,tmj->tij", here, there))
    mirrored = np.sign(np.linalg.det(u @ vt))
    values[:, 2] *= mirrored
    u[:, :, 2] *= mirrored[:, None]
    return u @ vt, values.sum(1) / np.maximum((there**2).sum((1, 2)), 1e-12)


def _turn_flat(here: np.ndarray, there: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The same from x and y only: scaled orthography (DeMenthon and Davis 1995, first iteration)."""
    spread = np.einsum("tmi,tmj->tij", there, there)
    # Few or nearly flat points say little about depth: the ridge keeps the head straight then.
    spread += 3e-4 * np.eye(3)
    rows = np.einsum("tmi,tmj->tij", here[..., :2], there) @ np.linalg.inv(spread)  # (T, 2, 3)
    size = np.linalg.norm(rows, axis=-1).mean(1)
    first = unit(rows[:, 0])
    second = rows[:, 1] - (rows[:, 1] * first).sum(-1, keepdims=True) * first
    second = unit(second)
    return np.stack([first, second, np.cross(first, second)], 1), size


def _calmed(rotation: np.ndarray) -> np.ndarray:
    """Estimated rotations (T, 3, 3) averaged over a few frames, as two dimensions say little about turns."""
    kernel = np.ones(_CALM) / _CALM
    padded = np.pad(rotation, ((_CALM // 2, _CALM // 2), (0, 0), (0, 0)), mode="edge")
    mean = np.apply_along_axis(np.convolve, 0, padded, kernel, mode="valid")
    u, _, vt = np.linalg.svd(mean)
    u[:, :, 2] *= np.linalg.det(u @ vt)[:, None]
    calmed: np.ndarray = u @ vt
    return calmed


def _from_neck(actor: Actor, centre: np.ndarray, rotation: np.ndarray, count: np.ndarray) -> None:
    """Heads known by too few points tilt as the line from the neck to the nose does."""
    few = (count > 0) & (count < _MIN_POINTS)
    nose = actor.at("nose")
    base = actor.at("left_shoulder", "right_shoulder").mean(1)
    lean = np.arctan2(-(nose - base)[:, 0], (nose - base)[:, 1])
    few &= np.isfinite(lean)
    if not few.any():
        return
    lean = np.clip(lean[few], -0.5, 0.5)
    zero, one = np.zeros_like(lean), np.ones_like(lean)
    rotation[few] = np.stack(
        [np.cos(lean), -np.sin(lean), zero, np.sin(lean), np.cos(lean), zero, zero, zero, one], -1
    ).reshape(-1, 3, 3)
    offset = REST[SMPLX_JOINTS.index("nose")] - ORIGIN
    # Data sets mean different points of the head by one point: put it where a nose is on average.
    usual = REST[SMPLX_JOINTS.index("nose"), 1] - REST[SMPLX_JOINTS.index("left_shoulder"), 1]
    heights = (nose - base)[:, 1]
    nose = nose + np.array([0.0, usual - np.median(heights[np.isfinite(heights)]), 0.0])
    placed = nose[few] - np.einsum("tij,j->ti", rotation[few], offset)
    centre[few, :2] = placed[:, :2]
    centre[few, 2] = base[few, 2] + ORIGIN[2] - REST[SMPLX_JOINTS.index("left_shoulder"), 2]


def _jaw(actor: Actor, centre: np.ndarray, rotation: np.ndarray, size: float) -> np.ndarray:
    chin = np.einsum("tji,tj->ti", rotation, actor.at(_CHIN) - centre) / size  # in the head's frame
    drop = REST[SMPLX_JOINTS.index(_CHIN)][1] - ORIGIN[1] - chin[:, 1]
    known = drop[np.isfinite(drop)]
    if len(known) and not actor.to_scale:  # chins differ: the mouth counts as closed where the chin is highest
        drop = drop - np.percentile(known, 20)
    drop = np.nan_to_num(drop).clip(0.0, 0.04)
    return np.asarray(drop)
