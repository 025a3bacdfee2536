"""From pose sequences to the tokenizer's features and back: clock, hand reference, scale of keypoints, statistics.

Parameter layouts are their own features. Keypoints depend on camera and signer, so they are first put on one scale:
the neck at the origin, a shoulder width of 1 (docs/systems.md §1.1). Origin and width are one a sequence, not one a
frame: the body's sway survives, and the way back needs two numbers and a point.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import torch

from signary.io.errors import InputError
from signary.pose.layout import PoseLayout
from signary.pose.sequence import PoseSequence
from signary.pose.view import SHOULDER_WIDTH, SHOULDERS_AT, SIZE, shoulder_width, unit_of
from signary.tokenizer.configuration_motion_tokenizer import MotionTokenizerConfig

#: Features that vary less (radians, shoulder widths, coefficients) are constant: dividing would blow up their noise.
MIN_STD = 1e-4


@dataclass(frozen=True)
class KeypointScale:
    """Where the neck of a sequence is and how wide its shoulders are, in the units of its layout.

    Attributes:
        origin: Median position of the neck, one number a channel.
        width: Median distance between the shoulders in the frontal plane.
    """

    origin: tuple[float, ...]
    width: float

    @classmethod
    def of(cls, sequence: PoseSequence) -> KeypointScale | None:
        """The scale of a keypoint sequence; None for parameters, which need none.

        Raises:
            InputError: If the shoulders are missing.
        """
        layout = sequence.layout
        if not layout.is_keypoints:
            return None
        width = shoulder_width(sequence)
        shoulders = [layout.index("left_shoulder"), layout.index("right_shoulder")]
        # MediaPipe and SLRTP have no neck: it is taken to be in the middle of the shoulders.
        neck = sequence.joints[:, [layout.index("neck")] if "neck" in layout.joints else shoulders].mean(1)
        neck = neck[np.isfinite(neck).all(1)]
        if not len(neck):
            raise InputError("sequence", "a frame that shows the neck", "none")
        return cls(tuple(float(at) for at in np.median(neck, axis=0)), width)

    @classmethod
    def typical(cls, layout: PoseLayout) -> KeypointScale | None:
        """Where `signary.pose.view` puts a signer that comes from nowhere: the middle of the picture, or 0."""
        if not layout.is_keypoints:
            return None
        unit = unit_of(layout)
        picture = {"pixel": float(SIZE), "normalised": 1.0}.get(unit, 0.0)
        place = (SHOULDERS_AT[0] * picture, SHOULDERS_AT[1] * picture, 0.0)
        return cls(place[: len(layout.channels)], SHOULDER_WIDTH[unit])

    def remove(self, values: np.ndarray) -> np.ndarray:
        """(T, D) in the layout's units to (T, D) in shoulder widths from the neck."""
        return np.asarray((values - self._tiled(values)) / self.width, dtype=np.float32)

    def restore(self, values: np.ndarray) -> np.ndarray:
        """The way back."""
        return np.asarray(values * self.width + self._tiled(values), dtype=np.float32)

    def _tiled(self, values: np.ndarray) -> np.ndarray:
        return np.tile(np.array(self.origin), values.shape[-1] // len(self.origin))


class MotionBatch(NamedTuple):
    """Sequences side by side, padded at the end.

    Attributes:
        values: Features of shape (B, T, D), NaN where missing, 0 where padded.
        frame_mask: Boolean tensor of shape (B, T).
        confidence: Tensor of shape (B, T, J), 0 where missing or padded.
    """

    values: torch.Tensor
    frame_mask: torch.Tensor
    confidence: torch.Tensor


def fit_sequence(sequence: PoseSequence, config: MotionTokenizerConfig, resample: bool = True) -> PoseSequence:
    """The sequence on the tokenizer's clock, if it is of the tokenizer's kind at all.

    Args:
        sequence: At least one frame.
        config: What the tokenizer was made for.
        resample: Bring another clock to the tokenizer's; otherwise refuse it.

    Raises:
        InputError: If layout, hand reference or (without `resample`) fps differ, or there is no frame.
    """
    if sequence.layout.name != config.layout:
        raise InputError("sequence", f"layout {config.layout}, the tokenizer's", sequence.layout.name)
    if not len(sequence):
        raise InputError("sequence", "at least one frame", "none")
    reference = sequence.metadata.get("hand_reference", "flat")
    if not sequence.layout.is_keypoints and reference != config.hand_reference:
        expected = f"{config.hand_reference}, the tokenizer's (converting needs the licensed hand means)"
        raise InputError("hand_reference", expected, repr(reference))
    if abs(sequence.fps - config.fps) > 1e-6:
        if not resample:
            raise InputError("fps", f"{config.fps:g}, the tokenizer's (or resample=True)", f"{sequence.fps:g}")
        return sequence.resample(config.fps)
    return sequence


def sequence_features(sequence: PoseSequence) -> np.ndarray:
    """What the tokenizer reads: parameters as they are, keypoints in shoulder widths from the neck; (T, D).

    Raises:
        InputError: If keypoints lack shoulders.
    """
    scale = KeypointScale.of(sequence)
    return sequence.values if scale is None else scale.remove(sequence.values)


def feature_sequence(
    values: np.ndarray,
    layout: PoseLayout,
    fps: float,
    hand_reference: str,
    scale: KeypointScale | None = None,
    confidence: np.ndarray | None = None,
    metadata: Mapping[str, Any] | None = None,
) -> PoseSequence:
    """Features as a sequence: the way back from `sequence_features`.

    Args:
        values: Array of shape (T, D).
        layout: Of the sequence.
        fps: Frames a second.
        hand_reference: What zero hand rotations mean; told of parameter layouts only.
        scale: Place and size of keypoints; default: the middle of the picture or the origin, at the usual size.
        confidence: Array of shape (T, J), keypoints with 0 being missing, *optional*. Parameters have none.
        metadata: Facts that travel along.

    Raises:
        InputError: If the shape of the values does not fit.
    """
    if values.ndim != 2 or values.shape[1] != layout.num_features:
        raise InputError("values", f"shape (T, {layout.num_features})", values.shape)
    facts = dict(metadata or {})
    if not layout.is_keypoints:
        return PoseSequence(values, layout, fps, None, {**facts, "hand_reference": hand_reference})
    if scale is None and unit_of(layout) == "pixel":
        facts |= {"width": SIZE, "height": SIZE, "depth": SIZE}
    place = scale or KeypointScale.typical(layout)
    placed = values if place is None else place.restore(values)
    if confidence is None:
        return PoseSequence(placed, layout, fps, None, facts)
    return PoseSequence.masked(placed, layout, fps, confidence, facts)


def batch_sequences(
    sequences: Sequence[PoseSequence], config: MotionTokenizerConfig, resample: bool = True
) -> MotionBatch:
    """Features of sequences, padded to the longest.

    Args:
        sequences: At least one.
        config: What the tokenizer was made for.
        resample: Bring other clocks to the tokenizer's; otherwise refuse them.

    Raises:
        InputError: If there is none, or one is not of the tokenizer's kind.
    """
    if not sequences:
        raise InputError("sequences", "at least one", "none")
    fitted = [fit_sequence(sequence, config, resample) for sequence in sequences]
    shape = (len(fitted), max(len(sequence) for sequence in fitted))
    layout = config.pose_layout
    values = torch.zeros(*shape, layout.num_features)
    frame_mask = torch.zeros(shape, dtype=torch.bool)
    confidence = torch.zeros(*shape, len(layout.joints))
    for row, sequence in enumerate(fitted):
        frames = slice(len(sequence))
        values[row, frames] = torch.tensor(sequence_features(sequence))
        frame_mask[row, frames] = True
        confidence[row, frames] = torch.tensor(sequence.certainty)
    return MotionBatch(values, frame_mask, confidence)


def feature_statistics(
    sequences: Iterable[PoseSequence], config: MotionTokenizerConfig
) -> tuple[torch.Tensor, torch.Tensor]:
    """Mean and standard deviation of every feature over all frames in which it is not missing.

    A feature that is constant (below `MIN_STD`) gets a standard deviation of 0, which `set_statistics` takes as 1;
    one that is never there gets mean 0.

    Args:
        sequences: Training motion, read once.
        config: What the tokenizer is made for.

    Returns:
        Two float32 tensors of shape (D,).

    Raises:
        InputError: If there is no sequence, or one is not of the tokenizer's kind.
    """
    count = np.zeros(config.pose_layout.num_features)
    mean, squares = np.zeros_like(count), np.zeros_like(count)
    for sequence in sequences:
        values = sequence_features(fit_sequence(sequence, config)).astype(np.float64)
        known = np.isfinite(values)
        new = known.sum(0)
        total = np.maximum(count + new, 1)
        # Chan et al.'s pairwise update: sums of squares would cancel for features far from 0.
        centre = np.where(known, values, 0).sum(0) / np.maximum(new, 1)
        spread = np.where(known, values - centre, 0)
        step = np.where(new > 0, centre - mean, 0)
        squares += (spread**2).sum(0) + step**2 * count * new / total
        mean += step * new / total
        count += new
    if not count.any():
        raise InputError("sequences", "at least one with a frame that is not missing", "none")
    std = np.sqrt(squares / np.maximum(count, 1))
    std[std < MIN_STD] = 0.0
    return torch.tensor(mean, dtype=torch.float32), torch.tensor(std, dtype=torch.float32)
