"""Motion seen in another layout."""

import numpy as np
import pytest

from signary.io.errors import InputError
from signary.pose.registry import get_layout
from signary.pose.sequence import PoseSequence
from signary.pose.view import SHOULDER_WIDTH, shoulder_width, to_layout


def _holistic(frames: int) -> PoseSequence:
    """Points of a detector that has no neck, every one somewhere."""
    layout, rng = get_layout("holistic"), np.random.default_rng(0)
    values = rng.normal(500, 100, (frames, len(layout.joints), len(layout.channels))).astype(np.float32)
    return PoseSequence(values, layout, 25.0, np.full(values.shape[:2], 0.5, np.float32))


def test_the_middle_of_the_shoulders_is_the_neck_of_a_detector_without_one():
    seen = to_layout(_holistic(6), "phoenix50")
    neck, left, right = (seen.layout.index(name) for name in ("neck", "left_shoulder", "right_shoulder"))
    assert np.abs(seen.joints[:, neck]).max() == 0
    assert np.allclose(seen.joints[:, left], -seen.joints[:, right], atol=1e-5)
    assert (seen.certainty[:, neck] == 0.5).all()
    assert shoulder_width(seen) == pytest.approx(SHOULDER_WIDTH["dataset"], rel=1e-4)


def test_a_frame_without_neck_and_shoulders_has_no_origin():
    whole = _holistic(6)
    confidence = whole.certainty.copy()
    confidence[3, whole.layout.index("left_shoulder")] = 0
    lost = PoseSequence.masked(whole.values, whole.layout, whole.fps, confidence, whole.metadata)
    with pytest.raises(InputError, match="neck, or both shoulders"):
        to_layout(lost, "phoenix50")
