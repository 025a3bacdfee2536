"""Motion that gets worse and worse: a recogniser that can be trusted reads it worse and worse."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from signary.evaluation.back_translation.modeling_recogniser import SignRecogniser
from signary.evaluation.back_translation.recognition import fitting
from signary.io.errors import InputError
from signary.pose.features import fit_sequence, sequence_features
from signary.pose.sequence import PoseSequence

#: Noise that a test of a recogniser goes through, in standard deviations of its features.
NOISE_LEVELS = (0.5, 1.0, 2.0, 4.0)


def noisy(model: SignRecogniser, sequences: Sequence[PoseSequence], level: float, seed: int = 0) -> list[PoseSequence]:
    """Motion with Gaussian noise on every feature of every frame.

    The noise of a sequence depends on seed and place only, so that levels differ in its size alone.

    Args:
        model: A recogniser with statistics, whose clock and layout the result has.
        sequences: Motion that it reads.
        level: Standard deviation of the noise, in standard deviations of each feature over the training motion.
        seed: Of the noise.

    Raises:
        InputError: If the level is no finite number of at least 0, or the recogniser does not read a sequence.
    """
    if not 0 <= level < np.inf:
        raise InputError("level", "a finite number of at least 0", level)
    config = model.config
    layout = config.pose_layout
    metadata = {} if layout.is_keypoints else {"hand_reference": config.hand_reference}
    spread, found = model.encoder.std.float().cpu().numpy(), list[PoseSequence]()
    for at, sequence in enumerate(sequences):
        fitted = fit_sequence(fitting(sequence, config), config)
        features = sequence_features(fitted)
        drawn = np.random.default_rng([seed, at]).standard_normal(features.shape, dtype=np.float32)
        values = features + level * spread * drawn
        found.append(PoseSequence(values, layout, config.fps, fitted.confidence, metadata))
    return found
