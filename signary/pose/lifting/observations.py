"""What a keypoint sequence shows of shoulders, arms, hands and head, on the axes and in the size of the rest body.

Metres, x to the signer's left, y up, z forward; the middle of the shoulders lies in every frame where the rest body
has it. So what the body as a whole does (walking, leaning towards the camera) is taken out, as 133 numbers cannot say
it. Missing = NaN with weight 0. Legend: T frames, P points of an arm (`arm_chain.POINTS`), H head points.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from signary.io.errors import InputError
from signary.pose.layout import PoseLayout
from signary.pose.lifting.arm_chain import HAND_POINTS, POINTS
from signary.pose.lifting.depth_scale import depth_scale
from signary.pose.sequence import PoseSequence
from signary.pose.skeletons.rest import rest_positions
from signary.pose.skeletons.smplx import SMPLX_JOINTS

Floats = NDArray[np.float64]

SIDES = ("left", "right")
_SIGNS = {"left": (0, 1.0), "right": (0, -1.0), "up": (1, 1.0), "down": (1, -1.0), "forward": (2, 1.0)}
_SIGNS["backward"] = (2, -1.0)
#: How much more the hand's own first point says about the wrist than the arm's end.
_HAND_WRIST = 3.0
#: Frames at 25 frames a second over which the body's place is averaged.
_STEADY = 1.5


@dataclass(frozen=True)
class ArmSeen:
    """One arm as if it were the left one: points (T, P, 3) with their weights (T, P), 0 missing, 1 certain."""

    points: Floats
    weights: Floats

    @property
    def hand_seen(self) -> NDArray[np.bool_]:
        """Frames in which enough of the hand is seen to say how it is held, shape (T,)."""
        return np.asarray((self.weights[:, HAND_POINTS] > 0).sum(1) >= 8)


@dataclass(frozen=True)
class Seen:
    """A sequence made ready.

    Attributes:
        arms: Side -> its arm, mirrored to the left.
        head: Head points by name, (T, H, 3) with weights (T, H).
        depth: How far depth can be trusted, 0 (there is none) … 1 (measured), of arms and of hands.
        scale: Metres per unit of the layout.
        origin: Where the origin of the rest body lies in the layout's units (left, up, forward), shape (T, 3).
        fps: Frames a second.
    """

    arms: dict[str, ArmSeen]
    head: tuple[tuple[str, ...], Floats, Floats]
    depth: tuple[float, float]
    scale: float
    origin: Floats
    fps: float


def find_points(layout: PoseLayout, names: tuple[str, ...]) -> list[int]:
    """Index of each place in a layout, by its own name or the name that others know it by; -1 where it has none."""
    own = {name: at for at, name in enumerate(layout.joints)}
    places: dict[str, int] = {}
    for at in range(len(layout.joints)):
        places.setdefault(layout.canonical(at), at)
    return [own.get(name, places.get(name, -1)) for name in names]


def lacking(layout: PoseLayout) -> list[str]:
    """Joints without which a layout cannot be lifted: none for one that can."""
    if not layout.is_keypoints:
        return ["positions of joints"]
    missing = [f"{side}_shoulder" for side in SIDES if find_points(layout, (f"{side}_shoulder",)) == [-1]]
    arms = {
        side: [name for name in (f"{side}_elbow", f"{side}_wrist") if find_points(layout, (name,)) == [-1]]
        for side in SIDES
    }
    return missing + (arms["left"] + arms["right"] if all(arms.values()) else [])


def look(sequence: PoseSequence) -> Seen:
    """Take shoulders, arms, hands and head out of a keypoint sequence.

    Raises:
        InputError: If joints are lacking, no frame shows both shoulders, or they lie in one place.
    """
    layout = sequence.layout
    if found := lacking(layout):
        raise InputError("layout", "one with both shoulders, and elbow and wrist of an arm", _without(layout, found))
    values, weights = on_axes(sequence)
    shoulders = find_points(layout, ("left_shoulder", "right_shoulder"))
    measured = layout.channels[0].unit in ("metre", "dataset") and len(layout.channels) == 3
    scale = _scale(values[:, shoulders], weights[:, shoulders], measured)
    rest = rest_positions()
    middle = 0.5 * sum(rest[SMPLX_JOINTS.index(f"{side}_shoulder")] for side in SIDES)
    values = values * scale
    if not measured:
        values, depth = depth_scale(layout, values, weights)
    else:
        depth = (1.0, 1.0)
    centre = _steady(values[:, shoulders].mean(1), weights[:, shoulders].min(1), sequence.fps)
    centre[:, 2] = centre[:, 2] if measured else 0.0
    origin = centre - middle
    values = values - origin[:, None]
    arms = {side: _arm(layout, values, weights, side, measured) for side in SIDES}
    names = tuple(name for name in SMPLX_JOINTS.joints if _on_head(name) and find_points(layout, (name,)) != [-1])
    at = find_points(layout, names)
    head = (names, values[:, at], weights[:, at])
    return Seen(arms, head, depth, scale, origin / scale, sequence.fps)


def _without(layout: PoseLayout, missing: list[str]) -> str:
    shown = ", ".join(missing[:6]) + (", …" if len(missing) > 6 else "")
    return f"{layout.name}, which lacks {shown}"


def _on_head(name: str) -> bool:
    return name.startswith("face_") or name in ("nose", "left_eye", "right_eye", "left_ear", "right_ear")


def on_axes(sequence: PoseSequence) -> tuple[Floats, Floats]:
    """Points (T, J, 3), with z NaN where the layout has none, and weights 0 … 1."""
    layout, joints = sequence.layout, sequence.joints.astype(np.float64)
    # Confidences above 1 occur (sums of detectors): they are weights here, and nothing weighs more than certain.
    weights = np.minimum(sequence.certainty.astype(np.float64), 1.0)
    values = np.full((*joints.shape[:2], 3), np.nan)
    for at, channel in enumerate(layout.channels):
        if channel.direction in _SIGNS:
            axis, sign = _SIGNS[channel.direction]
            values[..., axis] = sign * joints[..., at]
    weights[~np.isfinite(values[..., :2]).all(-1)] = 0.0
    values[weights == 0] = np.nan
    return values, weights


def _scale(shoulders: Floats, weights: Floats, measured: bool) -> float:
    """Metres per unit: shoulders are as wide as the rest body's, seen where they are widest, but for outliers."""
    axes = 3 if measured else 2
    both = weights.min(1) > 0
    if not both.any():
        raise InputError("sequence", "a frame that shows both shoulders", "none")
    width = np.linalg.norm(shoulders[both, 0, :axes] - shoulders[both, 1, :axes], axis=-1)
    found = float(np.median(width) if measured else np.percentile(width, 60))
    if not found > 0:
        raise InputError("sequence", "shoulders that are apart", "shoulders in one place")
    rest = rest_positions()
    return float(2 * rest[SMPLX_JOINTS.index("left_shoulder"), 0] / found)


def _steady(points: Floats, weights: Floats, fps: float) -> Floats:
    """Places (T, 3) in all frames: gaps are filled along straight lines, and trembling is averaged out."""
    return np.asarray(gaussian_filter1d(filled(points, weights), _STEADY * fps / 25.0, axis=0, mode="nearest"))


def filled(points: Floats, weights: Floats) -> Floats:
    """Points (T, C), where they are missing between the nearest seen ones; NaN (or 0 depth) if none is seen at all."""
    known = np.flatnonzero((weights > 0) & np.isfinite(points[:, :2]).all(-1))
    if not len(known):
        return points.copy()
    frames = np.arange(len(points))
    return np.stack(
        [np.interp(frames, known, np.nan_to_num(points[known, axis])) for axis in range(points.shape[1])], 1
    )


def _arm(layout: PoseLayout, values: Floats, weights: Floats, side: str, measured: bool) -> ArmSeen:
    names = tuple(f"{side}_{point}" for point in POINTS)
    at = np.array(find_points(layout, names))
    points, seen = values[:, at], np.where(at >= 0, weights[:, at], 0.0)
    own = find_points(layout, (f"{side}_hand_wrist",))[0]
    if own >= 0 and own != at[2]:
        points[:, 2], seen[:, 2] = _wrist(points[:, 2], seen[:, 2], values[:, own], weights[:, own], measured)
    points[seen == 0] = np.nan
    if side == "right":
        points = points * [-1.0, 1.0, 1.0]
    return ArmSeen(points, seen)


def _wrist(arm: Floats, arm_weight: Floats, hand: Floats, hand_weight: Floats, measured: bool) -> tuple[Floats, Floats]:
    """One wrist of the arm's end and the hand's beginning, which detectors place apart."""
    shares = np.stack([arm_weight, _HAND_WRIST * hand_weight], -1)
    total = np.maximum(shares.sum(-1, keepdims=True), 1e-12)
    both = np.nan_to_num(np.stack([arm, hand], 1)) * (shares / total)[..., None]
    place = both.sum(1)
    if not measured:
        # Guessed depth of a hand counts from its own first point, which the arm knows nothing of.
        place[:, 2] = hand[:, 2]
    return place, np.maximum(arm_weight, hand_weight)
