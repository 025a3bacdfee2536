"""Ratios of the means over a corpus: how much of something the hypotheses have, the references being 1."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence

import numpy as np

from signary.evaluation.pose_metric import PoseMetric
from signary.io.errors import InputError
from signary.pose.sequence import PoseSequence


class RatioMetric(PoseMetric):
    """Mean of a quantity over the hypotheses, divided by that over the references; the mean of both hands' ratios.

    A sequence's score in a corpus is its quantity over the mean of the references, so that the scores' mean is the
    corpus' ratio.
    """

    best = 1.0

    @abstractmethod
    def _quantities(self, sequence: PoseSequence) -> Sequence[float]:
        """One number, or one a hand, at least 0."""

    def _measure(self, reference: PoseSequence, hypothesis: PoseSequence) -> Sequence[float]:
        return [*self._quantities(reference), *self._quantities(hypothesis)]

    def _scores(self, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        references, hypotheses = np.split(rows, 2, axis=1)
        means = references.mean(0)
        if not (means > 0).all():
            raise InputError("references", f"{self.signature.cost} above 0", means.tolist())
        return (hypotheses / means).mean(1), np.ones(len(rows))
