"""Which metrics a corpus can be measured by: detectors lose joints, pictures have two dimensions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from signary.evaluation.measured_joints import as_joints
from signary.evaluation.pose_metric import PoseMetric
from signary.io.errors import InputError
from signary.pose.sequence import PoseSequence

#: Enough for third differences.
_FRAMES = 8


def unmeasurable(metrics: Mapping[str, PoseMetric], sequences: Iterable[PoseSequence]) -> dict[str, str]:
    """Metric id -> what it needs and the corpus lacks; metrics that can be measured are not in it.

    Every metric is tried once, on frames that lack each joint that is missing in any frame of any sequence. Parameters
    become joints that are all there or raise where they are measured, so that nothing is tried of them.

    Args:
        metrics: By their ids.
        sequences: All that is to be measured, references and hypotheses, of one layout.
    """
    frames = _with_all_gaps(sequences)
    found = dict[str, str]()
    for name, metric in metrics.items() if frames is not None else ():
        assert frames is not None
        try:
            metric.measure(frames, frames)
        except InputError as error:
            found[name] = error.expected
    return found


def _with_all_gaps(sequences: Iterable[PoseSequence]) -> PoseSequence | None:
    """Some frames without any joint that is missing somewhere; None of parameters."""
    known: np.ndarray | None = None
    lost, first = np.zeros(0, bool), None
    for sequence in sequences:
        if not sequence.layout.is_keypoints:
            return None
        joints = as_joints(sequence).joints
        there = np.isfinite(joints).all(-1)
        if first is None or known is None:
            first, known, lost = sequence, np.zeros(joints.shape[1:], np.float32), np.zeros(joints.shape[1], bool)
        lost |= ~there.all(0)
        unknown = ~known.any(-1) & there.any(0)
        places = there.argmax(0)
        known[unknown] = joints[places[unknown], unknown]
    if first is None or known is None:
        return None
    # A little motion: to stand still has neither speed nor size.
    steps = np.random.default_rng(0).normal(0, 1e-3, (_FRAMES, *known.shape)).cumsum(0)
    scale = max(float(np.abs(known).max()), 1.0)
    certain = np.broadcast_to(~lost, (_FRAMES, len(lost))).astype(np.float32)
    return PoseSequence.masked(known + scale * steps, first.layout, first.fps, certain, first.metadata)
