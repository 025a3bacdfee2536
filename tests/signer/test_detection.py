"""Synthetic detections: near the truth, uncertain where hidden, NaN where lost."""

import numpy as np
import pytest

from signary.pose.view import to_layout
from signary.signer.detection import DetectorStyle, detect
from signary.signer.lexicon import shipped_lexicon
from signary.signer.score import SignUnit
from signary.signer.signer import Signer


@pytest.fixture(scope="module")
def signed():
    lexicon = shipped_lexicon("dgs")
    return Signer().sign([SignUnit(gloss, tuple(lexicon.forms(gloss))) for gloss in ("REGEN", "HAUS", "MORGEN")]).pose


@pytest.mark.parametrize("layout", ["openpose137", "holistic", "phoenix50"])
def test_detections_lie_near_the_truth(signed, layout):
    truth, seen = to_layout(signed, layout), detect(signed, layout, DetectorStyle(lost_hand_rate=0))
    error = np.linalg.norm(seen.joints - truth.joints, axis=-1)
    left, right = (truth.joints[:, truth.layout.index(f"{side}_shoulder"), :2] for side in ("left", "right"))
    width = np.median(np.linalg.norm(left - right, axis=-1))
    assert 0.002 < np.nanmedian(error) / width < 0.05


def test_lost_hands_are_missing_whole(signed):
    seen = detect(signed, style=DetectorStyle(lost_hand_rate=2.0, seed=1))
    left = seen.certainty[:, list(seen.layout.parts["left_hand"])]
    lost = (left == 0).all(1)
    assert lost.any()
    assert not lost.all()
    assert ((left == 0).all(1) == (left == 0).any(1)).all()


def test_hidden_points_are_less_certain(signed):
    seen = detect(signed, style=DetectorStyle(lost_hand_rate=0))
    hands = seen.certainty[:, list(seen.layout.articulators["hands"])]
    shoulders = seen.certainty[:, [seen.layout.index("left_shoulder")]]
    assert hands.min() < 0.4
    assert shoulders.min() > 0.6


def test_the_same_seed_detects_the_same(signed):
    first, again = (detect(signed, style=DetectorStyle(seed=5)) for _ in range(2))
    assert np.array_equal(first.values, again.values, equal_nan=True)


def test_bad_detectors_are_refused():
    with pytest.raises(ValueError, match="noise: expected"):
        DetectorStyle(noise=-1)
