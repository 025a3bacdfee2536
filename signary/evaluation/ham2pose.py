"""nDTW-MJE as Ham2Pose computes it (Shalev-Arkushin et al., CVPR 2023, `metrics.py`): a DTW for each keypoint.

Both sequences are made comparable each for itself: shoulders one unit apart (mean of the frames), origin at the least
coordinates of all keypoints, confidences up to 0.2 taken as missing, and frames at the ends cut that show no wrist or
(where the layout has a face) no more than half of the face. Ham2Pose warps with an approximation of DTW, which
`Ham2PoseNdtwFastDtw` imitates; `Ham2PoseNdtw` takes the cheapest path. Its keypoints are nine of the upper body and 42
of the hands (OpenPose, two-dimensional); of other layouts those that they have.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from signary.evaluation.dtw import dtw_cost
from signary.evaluation.errors import MissingJointError
from signary.evaluation.fast_dtw import fast_dtw_path
from signary.evaluation.measured_joints import SIDES
from signary.evaluation.pose_metric import PoseMetric
from signary.evaluation.signature import PoseSignature
from signary.io.errors import InputError
from signary.pose.layout import PoseLayout
from signary.pose.sequence import PoseSequence

UPPER_BODY = (
    "nose",
    "neck",
    *(f"{side}_{joint}" for side in SIDES for joint in ("shoulder", "elbow", "wrist")),
    "pelvis",
)
#: Keypoints are seen above this confidence.
SEEN = 0.2


class Ham2PoseNdtw(PoseMetric):
    """nDTW-MJE: see `definition`.

    A frame of a keypoint's way that the reference lacks costs nothing, one that only the hypothesis lacks half the
    reference's distance from the origin.
    """

    definition = "mean over keypoints of the least sum of their distances along a DTW path of their own"
    source = "signary, after Ham2Pose (CVPR 2023)"
    best = 0.0
    signature = PoseSignature(
        *("ham2pose-ndtw-mje", "l2-per-keypoint", "shoulders-and-corner", "keypoints", "upper-body+hands"),
        "shoulder-width",
        missing="reference:0,hypothesis:half-norm",
        cut="no-wrist-or-face",
    )

    def _measure(self, reference: PoseSequence, hypothesis: PoseSequence) -> Sequence[float]:
        chosen = _keypoints(reference.layout)
        first, second = (_prepared(sequence)[:, chosen] for sequence in (reference, hypothesis))
        return float(np.mean([self._warped(first[:, at], second[:, at]) for at in range(len(chosen))])), 1.0

    def _warped(self, reference: np.ndarray, hypothesis: np.ndarray) -> float:
        """Sum along the path of the ways (T, C) and (S, C) of a keypoint."""
        return dtw_cost(_cost(reference, hypothesis))


class Ham2PoseNdtwFastDtw(Ham2PoseNdtw):
    """nDTW-MJE as Ham2Pose computes it: see `definition`."""

    definition = "mean over keypoints of the sum of their distances along a FastDTW path (radius 1) of their own"
    source = "Ham2Pose (CVPR 2023), metrics.py, compare_poses"
    signature = replace(Ham2PoseNdtw.signature, name="ham2pose-ndtw-mje-fastdtw")

    def _warped(self, reference: np.ndarray, hypothesis: np.ndarray) -> float:
        # Ham2Pose has the hypothesis in the rows; that decides ties. Means with a missing frame are missing.
        path = fast_dtw_path(hypothesis, reference, lambda rows, columns: _cost(columns, rows).T)
        return float(_cost(reference, hypothesis)[path[:, 1], path[:, 0]].sum())


def _cost(reference: np.ndarray, hypothesis: np.ndarray) -> np.ndarray:
    """Costs (T, S) of the ways (T, C) and (S, C) of a keypoint, NaN where missing."""
    distance = np.linalg.norm(reference[:, None] - hypothesis[None], axis=-1)
    lost = np.isnan(hypothesis).any(1)
    distance[:, lost] = np.linalg.norm(reference, axis=-1)[:, None] / 2
    distance[np.isnan(reference).any(1)] = 0.0
    return np.asarray(distance)


def _prepared(sequence: PoseSequence) -> np.ndarray:
    """Comparable keypoints, float64 of shape (T, J, C), NaN where missing."""
    layout, certainty = sequence.layout, sequence.certainty
    points = sequence.joints.astype(np.float64)
    left, right = (points[:, layout.index(f"{side}_shoulder")] for side in SIDES)
    widths = np.linalg.norm(left - right, axis=-1)
    if np.isnan(widths).all() or not np.nanmean(widths) > 0:
        raise MissingJointError("sequence", "shoulders that are apart in a frame", "none")
    points /= np.nanmean(widths)
    points -= np.nanmin(points, axis=(0, 1))
    points[certainty <= SEEN] = np.nan
    return points[_span(layout, np.where(certainty <= SEEN, 0.0, certainty))]


def _span(layout: PoseLayout, certainty: np.ndarray) -> slice:
    shown = certainty[:, [layout.index(f"{side}_wrist") for side in SIDES]].sum(1) > 0
    if face := list(layout.articulators["face"]):
        shown &= certainty[:, face].sum(1) > len(face) / 2
    frames = np.flatnonzero(shown)
    if not len(frames):
        raise MissingJointError("sequence", "a frame with a wrist (and the face)", "none")
    return slice(int(frames[0]), int(frames[-1]) + 1)


def _keypoints(layout: PoseLayout) -> list[int]:
    known = [layout.index(name) for name in UPPER_BODY if name in layout.joints or name in layout.aliases]
    hands = [joint for side in SIDES for joint in layout.parts.get(f"{side}_hand", ())]
    if not known or not hands:
        raise InputError("sequence", "a layout with an upper body and hands", layout.name)
    return [*known, *(joint for joint in hands if joint not in known)]
