"""How far apart the hands are: British Sign Language spells with both, held together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from signary.evaluation.measured_joints import wrists
from signary.evaluation.pose_metric import DistanceMetric
from signary.evaluation.signature import PoseSignature
from signary.pose.sequence import PoseSequence

NAME = "hands-apart"


class HandsApart(DistanceMetric):
    """The difference between the mean distances of the wrists."""

    definition = "difference of the mean distance between the wrists, mean of sentences"
    source = "signary-bsl"
    best = 0.0
    signature = PoseSignature(NAME, "mean-l2", "none", "none", "wrists", "m")

    def _measure(self, reference: PoseSequence, hypothesis: PoseSequence) -> Sequence[float]:
        return abs(_apart(reference) - _apart(hypothesis)), 1.0


def _apart(sequence: PoseSequence) -> float:
    left, right = np.moveaxis(wrists(sequence, complete=True), 1, 0)
    return float(np.linalg.norm(left - right, axis=-1).mean())
