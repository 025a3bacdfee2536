"""The measure of what is seen in films: it must find nothing wrong with the truth, and what is wrong with the rest."""

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent.parent.parent / "benchmarks"))

from video import compare, truth

from signary.pose import PoseSequence, get_layout
from signary.signing.rule_based import sign_text

SIZE = 200


@pytest.fixture(scope="module")
def signed():
    return sign_text("bread", "asl").pose[:20]


def seen(signed, moved=0.0, hidden=()):
    """What would be seen if every joint that there is were seen where it is."""
    layout = get_layout("holistic")
    values = np.full((len(signed), len(layout.joints), 3), np.nan, np.float32)
    for name, places in truth(signed, SIZE).items():
        if name in layout.joints:
            values[:, layout.index(name)] = np.concatenate([places + [moved, 0], np.zeros((len(places), 1))], 1)
    values[:, [layout.index(name) for name in hidden]] = np.nan
    confidence = np.isfinite(values).all(-1).astype(np.float32)
    return PoseSequence.masked(values, layout, signed.fps, confidence, {"width": SIZE, "height": SIZE})


def test_the_truth_is_without_error_and_what_is_moved_is_not(signed):
    found = compare(signed, seen(signed), SIZE, 2.0)
    assert max(errors.max() for errors in found.errors.values()) < 1e-3
    assert (found.frames, found.seconds) == (20, 2.0)
    places = truth(signed, SIZE)
    width = np.median(np.linalg.norm(places["left_shoulder"] - places["right_shoulder"], axis=-1))
    moved = compare(signed, seen(signed, moved=0.1 * width), SIZE, 2.0)
    assert moved.errors["left_index_tip"] == pytest.approx(np.full(20, 10.0), rel=1e-3)


def test_hands_that_are_not_seen_are_counted(signed):
    whole = compare(signed, seen(signed), SIZE, 1.0)
    assert whole.hands == (40, 40)
    without = compare(signed, seen(signed, hidden=["left_middle1"]), SIZE, 1.0)
    assert without.hands == (40, 20)
    assert len(without.errors["left_middle1"]) == 0
