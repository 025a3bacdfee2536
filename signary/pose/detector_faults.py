"""What detectors of keypoints, and what fits bodies to them, get wrong, done to motion that is right.

Hands are lost for a while, one or both; a side of the body is hidden; hands are taken for each other; everything
jitters, the more the less sure it is. Part of it comes out of the blue, part has the reasons that it really has
(`hidden_hands.py`): a hand at the face, hands that cross, a quick hand. So part of it can be told from the motion,
and, as a hand that is lost stays so for a while, from what was seen just before.

What a detector does not see it leaves out (NaN and confidence 0, as MediaPipe does of a lost hand) or guesses, with low
confidence (as OpenPose does). Confidence goes up and down slowly, with the reasons, and errors go with it.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import torch
from scipy.ndimage import gaussian_filter1d

from signary.io.errors import InputError
from signary.pose.hidden_hands import SIDES, Reasons, reasons_not_to_see
from signary.pose.layout import PoseLayout
from signary.pose.rotations import axis_angle_to_quaternion, quaternion_multiply, quaternion_to_axis_angle
from signary.pose.sequence import PoseSequence
from signary.pose.view import shoulder_width

#: A full reason makes a hand so many times as likely to be lost, or hands to be swapped, and a span so much longer.
REASON_FACTOR, REASON_LENGTH = 12.0, 3.0
#: Confidence of what is seen well, of what is guessed, and how much of it is left to hands that were swapped.
SEEN, GUESSED, SWAPPED = 0.93, 0.15, 0.5
#: How far guesses are off, in shoulder widths, or radians: a part as a whole, and each joint.
GUESS_WHOLE, GUESS_OWN = 0.12, 0.05
#: Seconds over which confidence and errors go up and down.
SLOW_SECONDS = 0.2
#: A side of the body is hidden in no more than this share of the frames.
MOST_HIDDEN = 0.5


@dataclass(frozen=True)
class DetectorFaults:
    """How often a detector fails, and how far it is off.

    Rates are those of a second in which nothing gives a reason; a full reason makes them `1 + REASON_FACTOR` times
    as large.

    Attributes:
        lost_hand: How often a hand is lost, each hand.
        lost_hands: How often both hands are, at once.
        hidden_side: How often a side of the body is hidden.
        swapped_hands: How often hands are taken for each other.
        seconds: Mean length of each of these; up to `REASON_LENGTH` times as long while there is a reason.
        noise: Standard deviation of errors of what is seen well: shoulder widths of keypoints, radians of rotations,
            and in the same number what coefficients are off. What is seen badly is up to four times as far off.
        left_out: Share of the spans in which what is not seen is left out; in the others it is guessed.

    Raises:
        InputError: If a number is out of range.
    """

    lost_hand: float = 0.08
    lost_hands: float = 0.03
    hidden_side: float = 0.03
    swapped_hands: float = 0.02
    seconds: float = 0.5
    noise: float = 0.012
    left_out: float = 0.6

    def __post_init__(self) -> None:
        for name in (one.name for one in fields(self)):
            most = {"seconds": 60.0, "noise": 1.0, "left_out": 1.0}.get(name, 10.0)
            number = getattr(self, name)
            if isinstance(number, bool) or not isinstance(number, (int, float)) or not 0 <= number <= most:
                raise InputError(name, f"a number from 0 to {most:g}", repr(number))

    @classmethod
    def of_severity(cls, severity: float) -> DetectorFaults:
        """Faults so many times as frequent, and errors so many times as large, as the usual ones; 0 for none.

        Raises:
            InputError: If the severity is not a number from 0 to 10.
        """
        if isinstance(severity, bool) or not isinstance(severity, (int, float)) or not 0 <= severity <= 10:
            raise InputError("severity", "a number from 0 to 10", repr(severity))
        usual = cls()
        often = ("lost_hand", "lost_hands", "hidden_side", "swapped_hands", "noise")
        return cls(**{name: severity * getattr(usual, name) for name in often})


def with_faults(sequence: PoseSequence, faults: DetectorFaults, rng: np.random.Generator) -> PoseSequence:
    """A sequence as a detector would have given it, with the confidences that it would have said.

    Args:
        sequence: Motion of any layout; what is missing stays missing, and its confidences are lowered.
        faults: How bad the detector is.
        rng: Where everything random comes from: the same one, the same faults.

    Returns:
        A sequence of the same layout, clock, length and metadata, NaN exactly where its confidence is 0.

    Raises:
        InputError: If keypoints lack shoulders.
    """
    layout, frames = sequence.layout, len(sequence)
    if not frames:
        return sequence
    reasons = reasons_not_to_see(sequence)
    spans = _Spans(faults, sequence.fps, rng)
    unit = shoulder_width(sequence) if layout.is_keypoints else 1.0
    values, confidence = np.array(sequence.values), np.minimum(sequence.certainty, 1.0)
    swapped = spans.draw(frames, faults.swapped_hands, reasons.crossing) > 0
    values, confidence = _swapped(values, confidence, layout, swapped)
    confidence = confidence * _quality(layout, reasons, sequence.fps, rng)
    lost, guessed = _hidden(layout, reasons, spans, rng)
    values = np.where(np.repeat(guessed, layout.widths, axis=1), _held(values, guessed, layout), values)
    confidence = np.where(guessed, np.minimum(confidence, GUESSED * (0.5 + confidence)), confidence)
    off = _jitter((frames, layout.num_features), sequence.fps, rng)
    amount = faults.noise * (1 + 3 * (1 - confidence))
    errors = np.repeat(amount, layout.widths, axis=1) * off
    errors = errors + _of_guesses(guessed, layout, sequence.fps, rng)
    values = _moved(values, errors * unit, layout)
    confidence = np.where(lost, 0.0, np.where(confidence > 0, np.maximum(confidence, 0.02), 0.0))
    return PoseSequence.masked(values, layout, sequence.fps, confidence.astype(np.float32), sequence.metadata)


@dataclass(frozen=True)
class _Spans:
    """Draws spans of frames in which something fails."""

    faults: DetectorFaults
    fps: float
    rng: np.random.Generator

    def draw(self, frames: int, rate: float, reason: np.ndarray | None = None) -> np.ndarray:
        """Number of the span, from 1, of each frame, 0 for none; the first frame is in none."""
        why = np.zeros(frames) if reason is None else reason
        begins = 1 - np.exp(-rate * (1 + REASON_FACTOR * why) / self.fps)
        length = max(self.faults.seconds * self.fps, 1.0) * (1 + (REASON_LENGTH - 1) * why)
        chance, number = self.rng.random(frames), 0
        found = np.zeros(frames, dtype=np.int64)
        for at in range(1, frames):
            if found[at - 1]:
                found[at] = 0 if chance[at] < 1 / length[at] else number
            elif chance[at] < begins[at]:
                number += 1
                found[at] = number
        return found


def _quality(layout: PoseLayout, reasons: Reasons, fps: float, rng: np.random.Generator) -> np.ndarray:
    """Confidence of what is seen, (T, J): it goes up and down with the reasons, and slowly by itself."""
    frames, joints = reasons.blur.shape
    level = np.log(SEEN / (1 - SEEN)) + 0.7 * _smooth(rng.normal(size=(frames, joints)), fps)
    for group in layout.articulators.values():
        level[:, list(group)] += 0.5 * _smooth(rng.normal(size=(frames, 1)), fps)
    quality = (1 - 0.6 * reasons.covered) * (1 - reasons.blur) / (1 + np.exp(-level))
    for side, name in enumerate(SIDES):
        if hand := list(layout.parts.get(f"{name}_hand", ())):
            quality[:, hand] *= 1 - 0.35 * reasons.of_hand(side, hand)[:, None]
    return np.asarray(quality)


def _hidden(
    layout: PoseLayout, reasons: Reasons, spans: _Spans, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """What is left out and what is guessed, booleans (T, J) each; no joint of the trunk is left out."""
    faults, (frames, joints) = spans.faults, reasons.blur.shape
    lost, guessed = (np.zeros((frames, joints), dtype=bool) for _ in range(2))

    def hide(found: np.ndarray, chosen: list[int], kept: frozenset[int] = frozenset()) -> None:
        left_out = np.concatenate([[False], rng.random(int(found.max(initial=0))) < faults.left_out])[found]
        for joint in chosen:
            target = guessed if joint in kept else lost
            target[:, joint] |= left_out
            guessed[:, joint] |= (found > 0) & ~left_out

    hands = [list(layout.parts.get(f"{side}_hand", ())) for side in SIDES]
    for side, hand in enumerate(hands):
        hide(spans.draw(frames, faults.lost_hand, reasons.of_hand(side, hand)), hand)
    hide(spans.draw(frames, faults.lost_hands, reasons.crossing), hands[0] + hands[1])
    found = spans.draw(frames, faults.hidden_side)
    found[np.cumsum(found > 0) > MOST_HIDDEN * frames] = 0
    which = np.concatenate([[0], rng.integers(2, size=int(found.max(initial=0)))])[found]
    for side, name in enumerate(SIDES):
        chosen = [at for at in range(joints) if layout.joints[at].startswith(f"{name}_")]
        trunk = frozenset(at for at in chosen if layout.joints[at].endswith(("shoulder", "hip", "collar")))
        hide(np.where(which == side, found, 0), chosen, trunk)
    return lost, guessed & ~lost


def _swapped(
    values: np.ndarray, confidence: np.ndarray, layout: PoseLayout, swapped: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Hands taken for each other: points stay where they are, and what turns is turned as in a mirror."""
    order, signs = np.arange(len(layout.joints)), np.ones(layout.num_features, dtype=np.float32)
    for side in SIDES:
        for joint in layout.parts.get(f"{side}_hand", ()):
            order[joint] = layout.mirror[joint]
            if layout.kinds[joint] == "rotation":
                signs[layout.features([joint])] = (1, -1, -1)
            elif layout.kinds[joint] == "coefficient":
                signs[layout.features([joint])] = layout.mirror_signs[layout.joints[joint]]
    other = values[:, layout.features(order)] * signs
    hands = order != np.arange(len(order))
    less = np.where(hands, SWAPPED, 1.0) * confidence[:, order]
    return np.where(swapped[:, None], other, values), np.where(swapped[:, None], less, confidence)


def _held(values: np.ndarray, guessed: np.ndarray, layout: PoseLayout) -> np.ndarray:
    """Values of the last frame in which each joint was not guessed; of the first, if it always was."""
    frames = np.arange(len(values))[:, None]
    last = np.maximum.accumulate(np.where(guessed, 0, frames), axis=0)
    columns = np.arange(layout.num_features)
    return np.asarray(values[np.repeat(last, layout.widths, axis=1), columns])


def _of_guesses(guessed: np.ndarray, layout: PoseLayout, fps: float, rng: np.random.Generator) -> np.ndarray:
    """Errors of guesses, (T, D): a part goes astray as a whole, and each joint a little."""
    frames, numbers = len(guessed), layout.num_features
    astray = np.zeros((frames, numbers))
    for joints in layout.parts.values():
        if joints:
            widest = max(layout.widths[joint] for joint in joints)
            whole = GUESS_WHOLE * _smooth(rng.normal(size=(frames, widest)), fps)
            for joint in joints:
                width = layout.widths[joint]
                astray[:, layout.offsets[joint] : layout.offsets[joint] + width] = whole[:, :width]
    astray += GUESS_OWN * _smooth(rng.normal(size=(frames, numbers)), fps)
    return np.where(np.repeat(guessed, layout.widths, axis=1), astray, 0.0)


def _jitter(shape: tuple[int, int], fps: float, rng: np.random.Generator) -> np.ndarray:
    """Noise of variance 1, (T, D): part from frame to frame, more of it slow."""
    noise = rng.normal(size=(2, *shape))
    return np.asarray(0.6 * noise[0] + 0.8 * _smooth(noise[1], fps))


def _smooth(noise: np.ndarray, fps: float) -> np.ndarray:
    """White noise (T, …) of variance 1, slow, of about the same variance."""
    width = max(SLOW_SECONDS * fps, 0.5)
    return np.asarray(gaussian_filter1d(noise, width, axis=0) * np.sqrt(2 * np.sqrt(np.pi) * width))


def _moved(values: np.ndarray, errors: np.ndarray, layout: PoseLayout) -> np.ndarray:
    """Values with errors: positions and coefficients are moved, rotations turned a little further."""
    moved = values + errors
    turning = [joint for joint, kind in enumerate(layout.kinds) if kind == "rotation"]
    if turning:
        columns = layout.features(turning)
        turns = [
            axis_angle_to_quaternion(torch.from_numpy(part[:, columns].reshape(len(values), -1, 3)).double())
            for part in (errors, values)
        ]
        turned = quaternion_to_axis_angle(quaternion_multiply(*turns))
        moved[:, columns] = turned.flatten(-2).numpy()
    return np.asarray(moved, dtype=np.float32)
