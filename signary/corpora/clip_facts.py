"""What there is to say of a clip's motion before anybody trains on it: rest at its ends, nothing that moves, copies."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from signary.pose.hands_seen import hands_seen
from signary.pose.layout import PoseLayout
from signary.pose.sequence import PoseSequence

#: Of a shoulder width, or of a radian: what moves less than this from where it began is at rest.
_REST = 0.08
#: Less than this in the whole clip is no movement at all, but a detector's noise or a picture.
_STILL = 0.01
#: What signs move.
_MOVING = tuple(f"{side}_{joint}" for side in ("left", "right") for joint in ("wrist", "elbow", "shoulder"))


class ClipFacts(NamedTuple):
    """Of a clip.

    Attributes:
        frames: T.
        seconds: Its length.
        rest_before: Seconds before anything moves.
        rest_after: Seconds after the last movement.
        still: Whether nothing moves in all of it.
        missing: Share of joints and frames that are missing.
        print: Equal for clips of equal motion.
        hands: Side -> frames in which that hand is seen; of layouts with hands that are points.
    """

    frames: int
    seconds: float
    rest_before: float
    rest_after: float
    still: bool
    missing: float
    print: str
    hands: Mapping[str, int]


def clip_facts(motion: PoseSequence) -> ClipFacts:
    """Look at a clip of at least one frame."""
    values = motion.values
    fingerprint = hashlib.blake2b(values.tobytes(), digest_size=10)
    fingerprint.update(repr((motion.layout.name, round(motion.fps, 3))).encode())
    missing = 0.0 if motion.confidence is None else float((motion.confidence == 0).mean())
    moved = _moved(values, motion.layout)
    rest = [_resting(moved), _resting(moved[::-1])] if len(moved) else [0, 0]
    reach = float(np.nanmax(_span(moved), initial=0.0)) if len(moved) else 0.0
    before, after = (frames / motion.fps for frames in rest)
    still, seen = len(values) > 1 and reach < _STILL, hands_seen(motion) if motion.layout.is_keypoints else {}
    hands = {side: round(share * len(values)) for side, share in seen.items()}
    return ClipFacts(len(values), motion.seconds, before, after, still, missing, fingerprint.hexdigest(), hands)


def _moved(values: np.ndarray, layout: PoseLayout) -> np.ndarray:
    """What moves, (T, numbers), in shoulder widths or radians; fingers are not looked at, as detectors jitter there."""
    joints = [at for at, name in enumerate(layout.joints) if name in _MOVING]
    joints = joints or [at for at, kind in enumerate(layout.kinds) if kind != "coefficient"]
    chosen = values[:, layout.features(joints)]
    if not layout.is_keypoints:
        return chosen
    channels = len(layout.channels)
    points = chosen.reshape(len(chosen), -1, channels)[..., :2]  # depth is a guess in most corpora
    return points.reshape(len(points), -1) / _scale(points, [layout.joints[at] for at in joints])


def _scale(points: np.ndarray, names: list[str]) -> float:
    """The width of the shoulders, or else a third of the reach of all points."""
    if {"left_shoulder", "right_shoulder"} <= set(names):
        apart = points[:, names.index("left_shoulder")] - points[:, names.index("right_shoulder")]
        wide = np.linalg.norm(apart, axis=-1)
        wide = wide[np.isfinite(wide) & (wide > 0)]
        if len(wide):
            return float(np.median(wide))
    known = points[np.isfinite(points).all(-1)]
    reach = float(np.ptp(known, axis=0).max()) / 3 if len(known) else 0.0
    return reach or 1.0


def _resting(moved: np.ndarray) -> int:
    """Frames before anything leaves the place where it was first seen."""
    known = np.isfinite(moved)
    first = moved[known.argmax(0), np.arange(moved.shape[1])]
    away = (np.abs(np.where(known, moved - first, 0.0)) > _REST).any(1)
    return int(away.argmax()) if away.any() else len(moved)


def _span(moved: np.ndarray) -> np.ndarray:
    known = np.isfinite(moved)
    high, low = np.where(known, moved, -np.inf).max(0), np.where(known, moved, np.inf).min(0)
    return np.where(known.any(0), high - low, 0.0)
