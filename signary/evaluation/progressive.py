"""DTW as Progressive Transformers computes it (Saunders et al. 2020, `helpers.py`), counters included.

Of every frame its data has a counter i/T, which its model predicts too. Reference and hypothesis end where their
counter is largest, that frame excluded: of a complete sequence the last frame is not compared. What remains costs the
sum of |x − y| over all coordinates (called Euclidean there), and the sum along the path is divided by the frames of
what remains of the reference. Units are those of the data, joints divided by 3 in its files.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.spatial.distance import cdist

from signary.evaluation.dtw import dtw_cost
from signary.evaluation.errors import LengthMismatchError
from signary.evaluation.measured_joints import all_joints
from signary.evaluation.pose_metric import DistanceMetric
from signary.evaluation.signature import PoseSignature
from signary.io.errors import InputError
from signary.pose.sequence import PoseSequence


class PtDtw(DistanceMetric):
    """PT-style DTW: see `definition`. A predicted counter stands in the sequence's `metadata["counter"]`, (T,)."""

    definition = "least sum along a DTW path of L1 distances over all coordinates, divided by the reference's frames"
    source = "Progressive Transformers (ECCV 2020), helpers.py; Sign-IDD, FGDM"
    best = 0.0
    signature = PoseSignature("pt-dtw", "sum-l1", "none", "reference", "all", "", cut="counter")

    def _measure(self, reference: PoseSequence, hypothesis: PoseSequence) -> Sequence[float]:
        first, second = (_rows(sequence) for sequence in (reference, hypothesis))
        return dtw_cost(cdist(first, second, "cityblock")) / len(first), 1.0


def cut_at_counter(sequence: PoseSequence) -> PoseSequence:
    """The frames before that with the largest counter, but at least one.

    Args:
        sequence: At least one frame; with a counter of its own in `metadata["counter"]`, or i/T. A counter may be
            longer than the sequence if that was padded.

    Raises:
        LengthMismatchError: If there are fewer counters than frames.
        InputError: If a counter is not finite.
    """
    if "counter" not in sequence.metadata:
        return sequence[: max(1, len(sequence) - 1)]
    counter = np.asarray(sequence.metadata["counter"], dtype=np.float64)
    if counter.ndim != 1 or len(counter) < len(sequence):
        raise LengthMismatchError("counter", f"a number for each of {len(sequence)} frames", counter.shape)
    if not np.isfinite(counter).all():
        raise InputError("counter", "finite numbers", "NaN or infinity")
    return sequence[: max(1, int(counter[: len(sequence)].argmax()))]


def _rows(sequence: PoseSequence) -> np.ndarray:
    joints = all_joints(cut_at_counter(sequence))
    return joints.reshape(len(joints), -1)  # (T, J * C)
