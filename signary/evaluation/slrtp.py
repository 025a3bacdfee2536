"""The motion metrics of the SLRTP 2025 challenge: DTW-MJE, total distance, duration.

The challenge compares at 12.5 frames a second (its references are `sequence[::2]`) and warps with an approximation of
DTW; here the path is exact, so that DTW-MJE may differ a little. Its joints are the 178 of layout `slrtp178`, in the
data set's units, neither centred nor scaled.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.spatial.distance import cdist

from signary.evaluation.dtw import dtw_path
from signary.evaluation.joints import all_joints, wrists
from signary.evaluation.pose_metric import DistanceMetric, PoseMetric
from signary.evaluation.ratio_metric import RatioMetric
from signary.evaluation.signature import PoseSignature
from signary.pose.sequence import PoseSequence


class SlrtpDtwMje(DistanceMetric):
    """DTW-MJE: see `definition`. A corpus weighs the steps of all paths alike."""

    definition = "mean joint distance over the steps of the DTW path that is cheapest for the L2 distance of frames"
    source = "SLRTP 2025 challenge, metrics.py, pose_dtw_mje (with fastdtw)"
    best = 0.0
    signature = PoseSignature("slrtp-dtw-mje", "mean-l2", "none", "path", "all", "")

    def _measure(self, reference: PoseSequence, hypothesis: PoseSequence) -> Sequence[float]:
        first, second = all_joints(reference), all_joints(hypothesis)
        path = dtw_path(cdist(first.reshape(len(first), -1), second.reshape(len(second), -1)))
        distances = np.linalg.norm(first[path[:, 0]] - second[path[:, 1]], axis=-1)  # (N, J)
        return float(distances.mean()), float(len(path))


class TotalDistance(RatioMetric):
    """Total distance: see `definition`. Below 1: motion regresses to the mean."""

    definition = "length of the wrists' way, mean of the hypotheses over mean of the references, mean of both hands"
    source = "SLRTP 2025 challenge, metrics.py, pose_distance"
    signature = PoseSignature("total-distance", "path-length", "none", "mean-of-references", "wrists", "x")

    def _quantities(self, sequence: PoseSequence) -> Sequence[float]:
        steps = np.diff(wrists(sequence, complete=True), axis=0)  # (T - 1, 2, C)
        return [float(length) for length in np.linalg.norm(steps, axis=-1).sum(0)]


class DurationRatio(PoseMetric):
    """Duration: see `definition`."""

    definition = "frames of the hypothesis over frames of the reference, mean of the corpus"
    source = "SLRTP 2025 challenge, metrics.py, pose_length"
    best = 1.0
    signature = PoseSignature("duration-ratio", "frames", "none", "reference", "none", "x", missing="irrelevant")

    def _measure(self, reference: PoseSequence, hypothesis: PoseSequence) -> Sequence[float]:
        return len(hypothesis) / len(reference), 1.0
