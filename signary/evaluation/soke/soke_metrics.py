"""DTW-JPE and DTW-PA-JPE as SOKE's released code computes them (ICCV 2025, `t2m.py`, `dtw.py`, `human_models.py`).

With x a frame of the hypothesis and y one of the reference, the cost of the pair is the mean distance of the measured
joints (`scored_joints`) of y and of

- x − x₀ + y₀, 0 being the root (`align_idx=0`: DTW-JPE);
- c R x + t, the similarity that brings all joints of x nearest to those of y (`align_idx=None`: DTW-PA-JPE).

D(i, j) = cost(i, j) + min(D(i−1, j−1), D(i−1, j), D(i, j−1)); a pair scores D(T, S), in metres, divided by nothing; a
corpus the mean of its pairs. The paper's tables give body and hands (mean of both) for each data set, and as `Avg` the
mean weighted by their joints, 12 and 42: `joint_weighted`.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from signary.evaluation.dtw import dtw_cost
from signary.evaluation.errors import check_paired
from signary.evaluation.measured_joints import PARTS, SIDES, part_joints
from signary.evaluation.pose_metric import DistanceMetric
from signary.evaluation.signature import MetricResult, PoseSignature
from signary.evaluation.soke.scored_joints import (
    BODY,
    body_joints,
    in_space,
    known_joints,
    require_space,
    root_name,
    rooted,
)
from signary.io.errors import InputError
from signary.pose.geometry import procrustes_pair_distances
from signary.pose.layout import PoseLayout
from signary.pose.sequence import PoseSequence

#: Joints of a hand with its wrist.
_HAND_JOINTS = 21


class _SokeDtw(DistanceMetric):
    """Least sum along a DTW path of a cost of frames; of hands the mean of both.

    Args:
        part: `body` or `hand`.

    Raises:
        InputError: If the part is unknown.
    """

    best = 0.0

    def __init__(self, part: str) -> None:
        if part not in PARTS:
            raise InputError("part", f"one of {', '.join(PARTS)}", repr(part))
        self.part = part
        self.signature = replace(self.signature, joints=f"soke-{part}")

    def _measure(self, reference: PoseSequence, hypothesis: PoseSequence) -> Sequence[float]:
        if self.part == "body":
            return dtw_cost(self._body(reference, hypothesis)), 1.0
        pairs = zip(part_joints(reference, "hand"), part_joints(hypothesis, "hand"), strict=True)
        return float(np.mean([dtw_cost(self._hand(first, second)) for first, second in pairs])), 1.0

    def collect(self, rows: np.ndarray, references: Sequence[PoseSequence], length: str = "own") -> MetricResult:
        """As of every metric of motion; the signature says at which joint the layout is aligned."""
        found = super().collect(rows, references, length)
        assert isinstance(found.signature, PoseSignature)
        align = found.signature.align.replace("root", self._root(references[0].layout))
        return replace(found, signature=replace(found.signature, align=align))

    def _root(self, layout: PoseLayout) -> str:
        return "wrist" if self.part == "hand" else root_name(layout) if layout.is_keypoints else "pelvis"

    @abstractmethod
    def _body(self, reference: PoseSequence, hypothesis: PoseSequence) -> np.ndarray:
        """Costs of all pairs of frames, (T, S)."""

    @abstractmethod
    def _hand(self, reference: np.ndarray, hypothesis: np.ndarray) -> np.ndarray:
        """Costs of all pairs of frames of a hand, (T, 21, C) and (S, 21, C); the wrist stands first."""


class SokeDtwJpe(_SokeDtw):
    """DTW-JPE: see `definition`."""

    definition = "least sum along a DTW path of the mean joint distances with pelvis or wrists at the same place"
    source = "SOKE (ICCV 2025), t2m.py, align_idx=0 (its committed default)"
    signature = PoseSignature("soke-dtw-jpe", "mean-l2", "root", "none", "", "")

    def _body(self, reference: PoseSequence, hypothesis: PoseSequence) -> np.ndarray:
        joints = known_joints(reference.layout, BODY)
        return _distances(rooted(reference, joints), rooted(hypothesis, joints))

    def _hand(self, reference: np.ndarray, hypothesis: np.ndarray) -> np.ndarray:
        return _distances(reference - reference[:, :1], hypothesis - hypothesis[:, :1])


class SokeDtwPaJpe(_SokeDtw):
    """DTW-PA-JPE: see `definition`."""

    definition = "the same after Procrustes of each pair of frames, of bodies over all joints of the layout"
    source = "SOKE (ICCV 2025), t2m.py, align_idx=None"
    signature = PoseSignature("soke-dtw-pa-jpe", "mean-l2", "procrustes-per-pair", "none", "", "")

    def _body(self, reference: PoseSequence, hypothesis: PoseSequence) -> np.ndarray:
        order = body_joints(reference.layout)
        joints = [order.index(joint) for joint in known_joints(reference.layout, BODY)]
        return procrustes_pair_distances(*in_space(hypothesis, reference), scored=joints)

    def _hand(self, reference: np.ndarray, hypothesis: np.ndarray) -> np.ndarray:
        return procrustes_pair_distances(*require_space(hypothesis, reference))


def joint_weighted(body: MetricResult, hand: MetricResult, layout: PoseLayout) -> np.ndarray:
    """The paper's `Avg` of every pair, (N,): body and hands weighted by how many joints are measured of them.

    Args:
        body: Of the body.
        hand: Of the hands, of the same pairs.
        layout: The keypoint layout that was measured.
    """
    check_paired(body.scores, hand.scores, "scores")
    joints = len(known_joints(layout, BODY)), len(SIDES) * _HAND_JOINTS
    return np.asarray(np.average([body.scores, hand.scores], axis=0, weights=joints))


def _distances(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Mean joint distances of all pairs of frames of (T, J, C) and (S, J, C), row by row: (T, S)."""
    return np.stack([np.linalg.norm(second - row, axis=-1).mean(-1) for row in first])
