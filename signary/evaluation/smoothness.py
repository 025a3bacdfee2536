"""Does the motion jitter, and does it ever hold still? Ratios to the references, 1 being as they are.

Derivatives are differences of frames, without smoothing: noise of a detector counts as jerk. Steps at whose frames a
wrist is missing are left out.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from signary.evaluation.errors import MissingJointError
from signary.evaluation.measured_joints import wrists
from signary.evaluation.ratio_metric import RatioMetric
from signary.evaluation.signature import PoseSignature
from signary.pose.sequence import PoseSequence
from signary.pose.view import shoulder_width

#: Shoulder widths a second: signers' wrists are slower than this when they hold.
STILL = 0.5


class JerkRatio(RatioMetric):
    """Jerk: see `definition`. Above 1: motion jitters; below 1: it is smoothed."""

    definition = "mean size of the third derivative of both wrists' positions, hypotheses over references"
    source = "Flash & Hogan 1985 (jerk); signary"
    signature = PoseSignature(
        "jerk-ratio", "jerk", "none", "mean-of-references", "wrists", "x", missing="steps-left-out"
    )

    def _quantities(self, sequence: PoseSequence) -> Sequence[float]:
        return [float(_differences(sequence, 3).mean()) * sequence.fps**3]


class HoldRatio(RatioMetric):
    """Hold: see `definition`. Above 1: motion stands still too much."""

    definition = (
        "share of steps in which both wrists are slower than 0.5 shoulder widths a second, hypotheses over references"
    )
    source = "signary"
    signature = PoseSignature(
        "hold-ratio", "share-of-holds", "shoulder-width", "mean-of-references", "wrists", "x", missing="steps-left-out"
    )

    def _quantities(self, sequence: PoseSequence) -> Sequence[float]:
        speeds = _differences(sequence, 1) * sequence.fps / shoulder_width(sequence)
        return [float((speeds < STILL).all(1).mean())]


def _differences(sequence: PoseSequence, order: int) -> np.ndarray:
    """Sizes of the differences of both wrists, (N, 2), where both are there in all frames of a difference."""
    found = np.linalg.norm(np.diff(wrists(sequence, complete=False), order, axis=0), axis=-1)
    found = found[np.isfinite(found).all(1)]
    if not len(found):
        raise MissingJointError("sequence", f"{order + 1} frames in a row with both wrists", f"none of {len(sequence)}")
    return np.asarray(found)
