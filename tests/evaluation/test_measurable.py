"""Metrics that a corpus cannot be measured by are found before anything is measured, with what they need."""

import numpy as np
import pytest
from literal import lose, make_sequence

from signary.evaluation import get_metric
from signary.evaluation.errors import MissingJointError
from signary.evaluation.measurable import unmeasurable
from signary.evaluation.report.metric_choice import MOTION_METRICS, MetricChoice

METRICS = {name: get_metric(name) for name in MOTION_METRICS}


def test_whole_sequences_are_measured_by_all_metrics():
    for layout in ("phoenix50", "smplx_joints", "smplx", "slrtp178"):
        assert unmeasurable(METRICS, [make_sequence(0, 3, layout), make_sequence(1, 9, layout)]) == {}


def test_what_is_missing_in_one_frame_of_one_sequence_counts():
    whole, other = make_sequence(0, 5, "phoenix50"), make_sequence(1, 9, "phoenix50")
    lost = lose(other, [7], [10])  # a joint of a hand
    found = unmeasurable(METRICS, [whole, lost])
    expected = {name for name in METRICS if "-hand" in name or name == "slrtp-dtw-mje"}
    assert set(found) == expected
    assert found["dtw-jpe-hand"] == "all joints of right_hand in every frame"
    # The metrics themselves agree.
    for name, metric in METRICS.items():
        if name in expected:
            with pytest.raises(MissingJointError):
                metric.measure(lost, lost)
        else:
            assert np.isfinite(metric.measure(lost, lost)).all()


def test_planes_have_no_procrustes():
    found = unmeasurable(METRICS, [make_sequence(0, 5, "openpose137")])
    assert set(found) == {name for name in METRICS if "-pa-" in name}
    assert all("three dimensions" in needed for needed in found.values())


def test_only_the_usual_choice_gives_way():
    flat = [make_sequence(0, 5, "openpose137")]
    chosen, why = MetricChoice().measurable(flat)
    assert set(MOTION_METRICS) - set(chosen.motion) == set(why) == {name for name in METRICS if "-pa-" in name}
    asked = MetricChoice.of(["dtw-pa-jpe-body"])
    assert asked.measurable(flat) == (asked, {})
