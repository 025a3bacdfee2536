"""Hands that detectors lose, imitated in training: a model learns to go on without, and to say so."""

from __future__ import annotations

import torch

from signary.generator.hybridsign.configuration_hybridsign import HybridSignConfig
from signary.generator.hybridsign.inputs import KnownMotion
from signary.pose.layout import PARTS


def drop_hands(motion: KnownMotion, config: HybridSignConfig) -> KnownMotion:
    """Make each hand of each row missing for a random while, with probability `hand_dropout`.

    Args:
        motion: Motion, which is not changed.
        config: Layout and probability.
    """
    rows, frames, _ = motion.confidence.shape
    hidden = torch.zeros_like(motion.confidence, dtype=torch.bool)
    for part in PARTS[1:]:
        joints = config.pose_layout.parts.get(part, ())
        first, second = torch.randint(frames, (2, rows, 1))
        at = torch.arange(frames)[None]
        inside = (at >= torch.minimum(first, second)) & (at <= torch.maximum(first, second))
        chosen = torch.rand(rows, 1) < config.hand_dropout
        hidden[:, :, list(joints)] |= (inside & chosen).to(hidden.device)[..., None]
    return motion._replace(confidence=torch.where(hidden, 0.0, motion.confidence))
