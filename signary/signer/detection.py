"""What a camera and a keypoint detector would have seen: 2D keypoints with noise, occlusion and lost hands.

Robust models need training data that looks like detections. Everything is drawn from one seed; confidences behave like
an estimator's: lower for fast, hidden or small things, 0 (and NaN) for what is lost.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import gaussian_filter1d

from signary.io.errors import InputError
from signary.pose.kinematics import BuiltInSkeleton, forward_kinematics
from signary.pose.layout import joint_map
from signary.pose.sequence import PoseSequence
from signary.pose.view import shoulder_width, to_layout

HIDDEN_WITHIN = 0.022


@dataclass(frozen=True)
class DetectorStyle:
    """How good the detector is.

    Attributes:
        noise: Standard deviation of the error of a seen keypoint, in shoulder widths.
        lost_hand_rate: Mean number of times a second that a hand is lost for a moment.
        lost_hand_seconds: Mean length of such a moment.
        blur_speed: Speed in shoulder widths a second at which confidence has fallen to half.
        seed: Seed of everything random.
    """

    noise: float = 0.012
    lost_hand_rate: float = 0.08
    lost_hand_seconds: float = 0.4
    blur_speed: float = 9.0
    seed: int = 0

    def __post_init__(self) -> None:
        for name, high in (("noise", 0.2), ("lost_hand_rate", 10.0), ("lost_hand_seconds", 10.0)):
            if not 0 <= getattr(self, name) <= high:
                raise InputError(name, f"a number from 0 to {high:g}", getattr(self, name))
        if not self.blur_speed > 0:
            raise InputError("blur_speed", "a number above 0", self.blur_speed)


def detect(
    sequence: PoseSequence,
    layout: str = "openpose137",
    style: DetectorStyle | None = None,
    skeleton: BuiltInSkeleton | None = None,
) -> PoseSequence:
    """Project a signed sequence to keypoints as a detector would find them.

    Args:
        sequence: Motion of layout `smplx`.
        layout: Keypoint layout to detect: `openpose137`, `holistic`, …
        style: How good the detector is.
        skeleton: The signer's body; the built-in one by default.

    Returns:
        A sequence of that layout with confidences in 0 … 1; hidden joints are uncertain, lost ones NaN.

    Raises:
        InputError: If the sequence is not of layout `smplx`, or the target is no keypoint layout.
    """
    style = style or DetectorStyle()
    rng = np.random.default_rng(style.seed)
    body = forward_kinematics(sequence, skeleton)
    seen = to_layout(body, layout)
    source = joint_map(body.layout, seen.layout)
    width = shoulder_width(seen)
    known = source >= 0
    confidence = np.zeros((len(seen), len(source)), dtype=np.float32)
    hidden = _hidden(body)[:, source[known]]
    blur = 1 / (1 + (_speed(seen.joints[:, known, :2], seen.fps) / width / style.blur_speed) ** 2)
    quality = np.clip(rng.normal(0.9, 0.05, hidden.shape), 0.3, 1.0) * blur * np.where(hidden, 0.35, 1.0)
    confidence[:, known] = np.clip(quality, 0.02, 1.0)
    noise = rng.normal(size=(len(seen), int(known.sum()), seen.joints.shape[2]))
    noise = 0.6 * noise + 0.8 * gaussian_filter1d(noise, 2.0, axis=0)
    values = seen.joints.copy()
    values[:, known] += noise * (style.noise * width) * (2.0 - confidence[:, known, None])
    for part in ("left_hand", "right_hand"):
        lost = _lost_frames(len(seen), seen.fps, style, rng)
        confidence[np.ix_(lost, np.array(seen.layout.parts[part]))] = 0.0
    return PoseSequence.masked(
        values, seen.layout, seen.fps, confidence, {**seen.metadata, "source": "synthetic detection"}
    )


def _speed(points: np.ndarray, fps: float) -> np.ndarray:
    if len(points) < 2:
        return np.zeros(points.shape[:2])
    return np.asarray(np.linalg.norm(np.gradient(points, 1 / fps, axis=0), axis=-1))


def _hidden(body: PoseSequence) -> np.ndarray:
    """Joints of one hand that lie behind joints of the other, or behind their own hand, (T, J) bool."""
    layout, joints = body.layout, body.joints
    hidden = np.zeros(joints.shape[:2], dtype=bool)
    hands = [np.array(layout.parts[part]) for part in ("left_hand", "right_hand")]
    front = np.concatenate(hands)
    for hand in hands:
        for blockers, margin in ((front[~np.isin(front, hand)], 0.01), (hand, 0.025)):
            apart = joints[:, hand, None, :] - joints[:, None, blockers, :]
            covered = (np.linalg.norm(apart[..., :2], axis=-1) < HIDDEN_WITHIN) & (apart[..., 2] < -margin)
            hidden[:, hand] |= covered.any(-1)
    return hidden


def _lost_frames(frames: int, fps: float, style: DetectorStyle, rng: np.random.Generator) -> np.ndarray:
    lost = np.zeros(frames, dtype=bool)
    for start in np.flatnonzero(rng.random(frames) < style.lost_hand_rate / fps):
        lost[start : start + 1 + int(rng.exponential(style.lost_hand_seconds) * fps)] = True
    return np.flatnonzero(lost)
