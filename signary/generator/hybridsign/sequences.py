"""Frames that HybridSign made as pose sequences; what it does not expect to be seen is missing."""

from __future__ import annotations

import numpy as np

from signary.generator.hybridsign.configuration_hybridsign import HybridSignConfig
from signary.generator.hybridsign.generation_hybridsign import GeneratedFrames
from signary.io.errors import InputError
from signary.pose.features import KeypointScale, feature_sequence
from signary.pose.sequence import PoseSequence

#: Predicted confidence below which a keypoint is missing.
LEAST_CONFIDENCE = 0.05


def to_sequences(
    frames: GeneratedFrames,
    config: HybridSignConfig,
    scale: KeypointScale | None = None,
    least_confidence: float = LEAST_CONFIDENCE,
) -> list[PoseSequence]:
    """A sequence a row.

    Args:
        frames: What a model of this config made: features of shape (B, T, D) and confidence of shape (B, T, J).
        config: Says layout and clock.
        scale: Place and size of keypoints; default: the middle of the picture or the origin, at the usual size.
        least_confidence: Keypoints with a lower predicted confidence are missing, 0 to 1. Parameters never are.

    Raises:
        InputError: If shapes do not fit, or `least_confidence` is out of range.
    """
    layout = config.pose_layout
    if not 0 <= least_confidence <= 1:
        raise InputError("least_confidence", "a number from 0 to 1", least_confidence)
    values, confidence = (each.detach().float().cpu().numpy() for each in frames)
    if values.ndim != 3 or values.shape[2] != layout.num_features:
        raise InputError("frames", f"values of shape (B, T, {layout.num_features})", values.shape)
    if confidence.shape != (*values.shape[:2], len(layout.joints)):
        raise InputError("frames", f"confidence of shape (B, T, {len(layout.joints)})", confidence.shape)
    seen = np.where(confidence < least_confidence, 0.0, confidence)
    return [feature_sequence(row, config, scale, certain) for row, certain in zip(values, seen, strict=True)]
