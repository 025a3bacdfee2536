"""Pose sequences side by side, as networks read them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import torch

from signary.io.errors import InputError
from signary.pose.features import fit_sequence, sequence_features
from signary.pose.motion_spec import HasMotionSpec, MotionSpec
from signary.pose.sequence import PoseSequence


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


def batch_sequences(
    sequences: Sequence[PoseSequence], kind: MotionSpec | HasMotionSpec, resample: bool = True
) -> MotionBatch:
    """Features of sequences, padded to the longest.

    Args:
        sequences: At least one.
        kind: What the motion has to be like, or a config that says it.
        resample: Bring other clocks to its own; otherwise refuse them.

    Raises:
        InputError: If there is none, or one is not of that kind.
    """
    if not sequences:
        raise InputError("sequences", "at least one", "none")
    spec = MotionSpec.of(kind)
    fitted = [fit_sequence(sequence, spec, resample) for sequence in sequences]
    shape = (len(fitted), max(len(sequence) for sequence in fitted))
    layout = spec.layout
    values = torch.zeros(*shape, layout.num_features)
    frame_mask = torch.zeros(shape, dtype=torch.bool)
    confidence = torch.zeros(*shape, len(layout.joints))
    for row, sequence in enumerate(fitted):
        frames = slice(len(sequence))
        values[row, frames] = torch.tensor(sequence_features(sequence))
        frame_mask[row, frames] = True
        confidence[row, frames] = torch.tensor(sequence.certainty)
    return MotionBatch(values, frame_mask, confidence)
