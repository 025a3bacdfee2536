"""What features are standardised with."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import torch

from signary.io.errors import InputError
from signary.pose.features import fit_sequence, sequence_features
from signary.pose.motion_spec import HasMotionSpec, MotionSpec
from signary.pose.sequence import PoseSequence

#: Features that vary less (radians, shoulder widths, coefficients) are constant: dividing would blow up their noise.
MIN_STD = 1e-4


def feature_statistics(
    sequences: Iterable[PoseSequence], kind: MotionSpec | HasMotionSpec
) -> tuple[torch.Tensor, torch.Tensor]:
    """Mean and standard deviation of every feature over all frames in which it is not missing.

    A feature that is constant (below `MIN_STD`) gets a standard deviation of 0, which `usable_std` takes as 1;
    one that is never there gets mean 0.

    Args:
        sequences: Training motion, read once.
        kind: What the motion has to be like, or a config that says it.

    Returns:
        Two float32 tensors of shape (D,).

    Raises:
        InputError: If there is no sequence, or one is not of that kind.
    """
    spec = MotionSpec.of(kind)
    count = np.zeros(spec.layout.num_features)
    mean, squares = np.zeros_like(count), np.zeros_like(count)
    for sequence in sequences:
        values = sequence_features(fit_sequence(sequence, spec)).astype(np.float64)
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


def checked_statistics(
    mean: torch.Tensor, std: torch.Tensor, shape: tuple[int, ...]
) -> tuple[torch.Tensor, torch.Tensor]:
    """Statistics that a model can divide by: a standard deviation below `MIN_STD` becomes 1.

    Such a feature never moves in the training motion. It is only shifted then, so that it stays near 0 instead of
    amplifying noise.

    Args:
        mean: Of every feature.
        std: Of every feature, at least 0.
        shape: Of both.

    Raises:
        InputError: If shapes do not fit, or a number is not finite or a standard deviation negative.
    """
    for name, given in (("mean", mean), ("std", std)):
        if given.shape != shape or not torch.isfinite(given).all():
            raise InputError(name, f"finite numbers of shape {tuple(shape)}", tuple(given.shape))
    if (std < 0).any():
        raise InputError("std", "numbers of at least 0", float(std.min()))
    return mean, torch.where(std < MIN_STD, torch.ones_like(std), std)
