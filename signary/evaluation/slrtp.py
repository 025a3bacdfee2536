"""The motion metrics of the SLRTP 2025 challenge: DTW-MJE, total distance, duration.

The challenge compares at 12.5 frames a second (its references are `sequence[::2]`) and warps with an approximation of
DTW, which `SlrtpDtwMjeFastDtw` imitates; `SlrtpDtwMje` takes the cheapest path. Its joints are the 178 of layout
`slrtp178`, in the data set's units, neither centred nor scaled.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.spatial.distance import cdist

from signary.evaluation.dtw import dtw_path
from signary.evaluation.fast_dtw import fast_dtw_path
from signary.evaluation.measured_joints import all_joints, wrists
from signary.evaluation.pose_metric import DistanceMetric, PoseMetric
from signary.evaluation.ratio_metric import RatioMetric
from signary.evaluation.signature import PoseSignature
from signary.pose.sequence import PoseSequence


class SlrtpDtwMje(DistanceMetric):
    """DTW-MJE: see `definition`. A corpus weighs the steps of all paths alike."""

    definition = "mean joint distance over the steps of the DTW path that is cheapest for the L2 distance of frames"
    source = "signary, after SLRTP 2025"
    best = 0.0
    signature = PoseSignature("slrtp-dtw-mje", "mean-l2", "none", "path", "all", "")

    def _measure(self, reference: PoseSequence, hypothesis: PoseSequence) -> Sequence[float]:
        first, second = all_joints(reference), all_joints(hypothesis)
        path = self._path(first.reshape(len(first), -1), second.reshape(len(second), -1))
        distances = np.linalg.norm(first[path[:, 0]] - second[path[:, 1]], axis=-1)  # (N, J)
        return float(distances.mean()), float(len(path))

    def _path(self, reference: np.ndarray, hypothesis: np.ndarray) -> np.ndarray:
        """Pairs of rows of (T, J * C) and (S, J * C)."""
        return dtw_path(cdist(reference, hypothesis))


class SlrtpDtwMjeFastDtw(SlrtpDtwMje):
    """DTW-MJE as the challenge computes it: see `definition`."""

    definition = "mean joint distance over the steps of FastDTW's path (radius 1) for the L2 distance of frames"
    source = "SLRTP 2025 challenge, metrics.py, pose_dtw_mje"
    signature = PoseSignature("slrtp-dtw-mje-fastdtw", "mean-l2", "none", "path", "all", "")

    def _path(self, reference: np.ndarray, hypothesis: np.ndarray) -> np.ndarray:
        # The challenge has the hypothesis in the rows; that decides ties.
        return fast_dtw_path(hypothesis, reference, cdist)[:, ::-1]


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
