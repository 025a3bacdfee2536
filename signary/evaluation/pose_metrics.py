"""Distances of pose sequences: DTW-JPE and DTW-PA-JPE as SOKE computes them, MPJPE and PA-MPJPE.

| metric | frames of two sequences are compared | pairs of frames |
|---|---|---|
| `DtwJpe` | after moving the first joint (hands: the wrist) onto that of the reference | along the DTW path, summed |
| `DtwPaJpe` | after similarity Procrustes of the hypothesis onto the reference, each pair for itself | the same |
| `Mpjpe` | as they are | the same place |
| `PaMpjpe` | after similarity Procrustes | the same place |

Sources: SOKE (ICCV 2025), evaluation code `t2m.py` and `dtw.py`; its DTW sum is divided by nothing, so that longer
references score higher. `DtwJpePerStep` and `DtwPaJpePerStep` divide it by the length of the path.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence

import numpy as np

from signary.evaluation.dtw import dtw_cost, dtw_path
from signary.evaluation.errors import LengthMismatchError
from signary.evaluation.pose_metric import PartMetric
from signary.evaluation.signature import PoseSignature
from signary.io.errors import InputError
from signary.pose.geometry import procrustes_distances, procrustes_pair_distances
from signary.pose.layout import PoseLayout
from signary.pose.sequence import PoseSequence


class _Dtw(PartMetric):
    """Least sum along a path of a cost of frames (T, S)."""

    best = 0.0

    def _distance(self, reference: np.ndarray, hypothesis: np.ndarray) -> float:
        return dtw_cost(self._cost(reference, hypothesis))

    @abstractmethod
    def _cost(self, reference: np.ndarray, hypothesis: np.ndarray) -> np.ndarray:
        """Costs of all pairs of frames, (T, S), of joints (T, J, C) and (S, J, C)."""


class _PerStep(_Dtw):
    """The same, divided by the steps of the path."""

    def _distance(self, reference: np.ndarray, hypothesis: np.ndarray) -> float:
        cost = self._cost(reference, hypothesis)
        path = dtw_path(cost)
        return float(cost[path[:, 0], path[:, 1]].mean())


class DtwPaJpe(_Dtw):
    """DTW-PA-JPE: see `definition`."""

    definition = "least sum along a DTW path of the mean joint distances after Procrustes of each pair of frames"
    source = "SOKE (ICCV 2025), t2m.py, align_idx=None"
    signature = PoseSignature("dtw-pa-jpe", "mean-l2", "procrustes-per-pair", "none", "", "")

    def _cost(self, reference: np.ndarray, hypothesis: np.ndarray) -> np.ndarray:
        return procrustes_pair_distances(*_in_space(hypothesis, reference))


class DtwJpe(_Dtw):
    """DTW-JPE: see `definition`."""

    definition = "least sum along a DTW path of the mean joint distances with the first joints at the origin"
    source = "SOKE (ICCV 2025), t2m.py, align_idx=0"
    signature = PoseSignature("dtw-jpe", "mean-l2", "first-joint", "none", "", "")

    def _cost(self, reference: np.ndarray, hypothesis: np.ndarray) -> np.ndarray:
        first, second = reference - reference[:, :1], hypothesis - hypothesis[:, :1]
        return np.asarray(np.linalg.norm(first[:, None] - second[None], axis=-1).mean(-1))


class DtwPaJpePerStep(_PerStep, DtwPaJpe):
    """DTW-PA-JPE per step: see `definition`."""

    definition = "DTW-PA-JPE divided by the number of steps of its path"
    source = "signary, after SOKE (ICCV 2025)"
    signature = PoseSignature("dtw-pa-jpe-per-step", "mean-l2", "procrustes-per-pair", "path", "", "")


class DtwJpePerStep(_PerStep, DtwJpe):
    """DTW-JPE per step: see `definition`."""

    definition = "DTW-JPE divided by the number of steps of its path"
    source = "signary, after SOKE (ICCV 2025)"
    signature = PoseSignature("dtw-jpe-per-step", "mean-l2", "first-joint", "path", "", "")


class _SamePlace(PartMetric):
    """Mean joint distance of frames at the same place; a corpus weighs frames alike."""

    best = 0.0

    def _measure(self, reference: PoseSequence, hypothesis: PoseSequence) -> Sequence[float]:
        if len(hypothesis) != len(reference):
            raise LengthMismatchError("hypothesis", f"{len(reference)} frames, as the reference", len(hypothesis))
        scale = 1000 if self._unit(reference.layout) == "mm" else 1
        distance, weight = super()._measure(reference, hypothesis)
        return scale * distance, weight

    def _weight(self, reference: PoseSequence) -> float:
        return float(len(reference))

    def _unit(self, layout: PoseLayout) -> str:
        unit = super()._unit(layout)
        return "mm" if unit == "m" else unit


class Mpjpe(_SamePlace):
    """MPJPE: see `definition`."""

    definition = "mean joint distance of frames at the same place"
    source = "Human3.6M (Ionescu et al. 2014), protocol 1"
    signature = PoseSignature("mpjpe", "mean-l2", "none", "frames", "", "", length="reference")

    def _distance(self, reference: np.ndarray, hypothesis: np.ndarray) -> float:
        return float(np.linalg.norm(reference - hypothesis, axis=-1).mean())


class PaMpjpe(_SamePlace):
    """PA-MPJPE: see `definition`."""

    definition = "mean joint distance of frames at the same place after similarity Procrustes of each"
    source = "Human3.6M (Ionescu et al. 2014), protocol 2"
    signature = PoseSignature("pa-mpjpe", "mean-l2", "procrustes-per-frame", "frames", "", "", length="reference")

    def _distance(self, reference: np.ndarray, hypothesis: np.ndarray) -> float:
        return float(procrustes_distances(*_in_space(hypothesis, reference)).mean())


def _in_space(first: np.ndarray, second: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Joints (T, J, 3), or an error: Procrustes turns them in space."""
    if first.shape[2] != 3:
        raise InputError("reference", "a layout with three dimensions, for Procrustes", f"{first.shape[2]}")
    return first, second
