"""Distances of pose sequences: DTW-JPE and DTW-PA-JPE as SOKE computes them, MPJPE and PA-MPJPE.

| metric | frames of two sequences are compared | pairs of frames |
|---|---|---|
| `DtwJpe` | after moving the first joint (hands: the wrist) onto that of the reference | along the DTW path, summed |
| `DtwPaJpe` | after similarity Procrustes of the hypothesis onto the reference, each pair for itself | the same |
| `Mpjpe` | as they are | the same place |
| `PaMpjpe` | after similarity Procrustes | the same place |

Sources: SOKE (ICCV 2025), evaluation code `t2m.py` and `dtw.py`; its DTW sum is divided by nothing, so that longer
references score higher.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np

from signary.evaluation.dtw import dtw_cost
from signary.evaluation.joints import PARTS, part_joints
from signary.evaluation.signature import MetricResult, Signature
from signary.io.errors import InputError
from signary.io.progress import track
from signary.pose.geometry import procrustes_distances, procrustes_pair_distances
from signary.pose.sequence import PoseSequence


class PoseMetric(ABC):
    """A distance of a hypothesis from its reference; hands: the mean of both.

    Args:
        part: `body` (upper body) or `hand`.

    Attributes:
        signature: How it is computed.

    Raises:
        InputError: If the part is unknown.
    """

    signature: Signature

    def __init__(self, part: str) -> None:
        if part not in PARTS:
            raise InputError("part", f"one of {', '.join(PARTS)}", repr(part))
        self.part = part
        self.signature = replace(self.signature, joints=part)

    def score(self, reference: PoseSequence, hypothesis: PoseSequence) -> float:
        """The distance.

        Args:
            reference: At least one frame.
            hypothesis: Of the same layout and clock.

        Raises:
            InputError: If layouts or clocks differ, a sequence has no frame, or a joint is missing.
        """
        for name, sequence in (("reference", reference), ("hypothesis", hypothesis)):
            if not len(sequence):
                raise InputError(name, "at least one frame", "none")
        if hypothesis.layout.name != reference.layout.name:
            raise InputError("hypothesis", f"layout {reference.layout.name}", hypothesis.layout.name)
        if abs(hypothesis.fps - reference.fps) > 1e-6:
            raise InputError("hypothesis", f"{reference.fps:g} frames a second", f"{hypothesis.fps:g}")
        pairs = zip(part_joints(reference, self.part), part_joints(hypothesis, self.part), strict=True)
        return float(np.mean([self._distance(first, second) for first, second in pairs]))

    def corpus(
        self, references: Sequence[PoseSequence], hypotheses: Sequence[PoseSequence], threads: int = 1
    ) -> MetricResult:
        """The distances of all sequences.

        Args:
            references: At least one.
            hypotheses: As many, in the same order.
            threads: Threads that compute; the compiled loops do not hold the interpreter.

        Raises:
            InputError: If numbers differ or a pair cannot be compared.
        """
        if not references or len(hypotheses) != len(references):
            raise InputError("hypotheses", f"{max(1, len(references))} sequences, as the references", len(hypotheses))
        rates = {f"{reference.fps:g}" for reference in references}
        signature = replace(self.signature, fps="+".join(sorted(rates)))
        with ThreadPoolExecutor(threads) as pool:
            found = pool.map(self.score, references, hypotheses)
            scores = list(track(found, self.signature.name, len(references)))
        return MetricResult(signature, np.array(scores), np.array([self._weight(one) for one in references]))

    @abstractmethod
    def _distance(self, reference: np.ndarray, hypothesis: np.ndarray) -> float:
        """Distance of joints (T, J, C) and (S, J, C)."""

    def _weight(self, reference: PoseSequence) -> float:
        return 1.0


class DtwPaJpe(PoseMetric):
    """DTW-PA-JPE: least sum along a path of the mean joint distances after Procrustes of each pair of frames."""

    signature = Signature("dtw-pa-jpe", "mean-l2", "procrustes-per-pair", "none", "", "m")

    def _distance(self, reference: np.ndarray, hypothesis: np.ndarray) -> float:
        return dtw_cost(procrustes_pair_distances(hypothesis, reference))


class DtwJpe(PoseMetric):
    """DTW-JPE: least sum along a path of the mean joint distances with the first joints at the origin."""

    signature = Signature("dtw-jpe", "mean-l2", "first-joint", "none", "", "m")

    def _distance(self, reference: np.ndarray, hypothesis: np.ndarray) -> float:
        first, second = reference - reference[:, :1], hypothesis - hypothesis[:, :1]
        return dtw_cost(np.linalg.norm(first[:, None] - second[None], axis=-1).mean(-1))


class _SamePlace(PoseMetric):
    def score(self, reference: PoseSequence, hypothesis: PoseSequence) -> float:
        if len(hypothesis) != len(reference):
            raise InputError("hypothesis", f"{len(reference)} frames, as the reference", len(hypothesis))
        return super().score(reference, hypothesis)

    def _weight(self, reference: PoseSequence) -> float:
        return float(len(reference))


class Mpjpe(_SamePlace):
    """MPJPE: mean joint distance of frames at the same place, in millimetres; a corpus weighs frames alike."""

    signature = Signature("mpjpe", "mean-l2", "none", "frames", "", "mm", length="reference")

    def _distance(self, reference: np.ndarray, hypothesis: np.ndarray) -> float:
        return 1000 * float(np.linalg.norm(reference - hypothesis, axis=-1).mean())


class PaMpjpe(_SamePlace):
    """PA-MPJPE: as MPJPE, after similarity Procrustes of each frame."""

    signature = Signature("pa-mpjpe", "mean-l2", "procrustes-per-frame", "frames", "", "mm", length="reference")

    def _distance(self, reference: np.ndarray, hypothesis: np.ndarray) -> float:
        return 1000 * float(procrustes_distances(hypothesis, reference).mean())
