"""Is one system better than another on the same sentences? A paired bootstrap of the ratio of their means."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from signary.evaluation.signature import MetricResult, require_same
from signary.io.errors import InputError


class RatioInterval(NamedTuple):
    """A ratio of means with its 95 % interval."""

    ratio: float
    low: float
    high: float


def bootstrap_ratio(
    numerator: MetricResult, denominator: MetricResult, *, draws: int = 2000, seed: int = 0
) -> RatioInterval:
    """Ratio of the means of two results over the same sequences, which are drawn again with replacement.

    Args:
        numerator: Scores of one system.
        denominator: Scores of the other, sequence by sequence.
        draws: Resamples.
        seed: Of the resamples.

    Raises:
        SignatureMismatchError: If the results were computed differently.
        InputError: If they have different numbers of sequences.
    """
    require_same(numerator, denominator)
    count = len(numerator.scores)
    if len(denominator.scores) != count or draws < 1:
        raise InputError("denominator", f"{count} scores, and at least one draw", (len(denominator.scores), draws))
    drawn = np.random.default_rng(seed).integers(count, size=(draws, count))
    weighted = [result.scores * result.weights for result in (numerator, denominator)]
    ratios = weighted[0][drawn].sum(1) / weighted[1][drawn].sum(1)
    low, high = np.quantile(ratios, [0.025, 0.975])
    return RatioInterval(numerator.mean / denominator.mean, float(low), float(high))
