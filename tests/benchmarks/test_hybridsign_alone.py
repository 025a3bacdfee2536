"""benchmarks/hybridsign_alone.py: what is not seen does not count, and correlation says what it says."""

import numpy as np
import pytest
import torch
from hybridsign_alone import Signer, apart_from, correlations, measure_speed
from quality import load_pipeline

from signary.generator.hybridsign import GeneratedFrames
from signary.pose import PoseSequence, get_layout
from signary.pose.features import sequence_features


@pytest.fixture
def recorded():
    """Eight frames of OpenPose in which the right hand is lost after the fourth."""
    layout, rng = get_layout("openpose137"), np.random.default_rng(0)
    points = rng.uniform(300, 500, (8, 137, 2))
    for name, place in (("neck", (400, 300)), ("left_shoulder", (450, 300)), ("right_shoulder", (350, 300))):
        points[:, layout.index(name)] = place
    confidence = np.ones((8, 137))
    confidence[4:, list(layout.parts["right_hand"])] = 0
    return PoseSequence.masked(points.reshape(8, -1), layout, 24, confidence)


def test_distances_are_of_keypoints_that_were_seen_in_shoulder_widths(recorded):
    features = np.nan_to_num(sequence_features(recorded), nan=1e6).reshape(8, 137, 2)
    features[..., 0] += 0.3
    away = apart_from(recorded, features.reshape(8, -1))
    assert away.shape == (8 * 137 - 4 * 21,)
    assert away == pytest.approx(0.3, abs=1e-4)
    assert apart_from(recorded, features.reshape(8, -1), "hands").shape == (8 * 42 - 4 * 21,)


def test_correlation_within_joints_is_not_moved_by_which_joints_are_seen():
    rng = np.random.default_rng(0)
    joints = rng.uniform(0, 1, 50)
    given = [np.clip(joints + 0.05 * rng.normal(size=(40, 50)), 0, 1) for _ in range(2)]
    told = [np.tile(joints, (40, 1)) + 1e-3 * rng.normal(size=(40, 50)) for _ in range(2)]
    over_all, within = correlations(given, told)
    assert over_all > 0.9
    assert abs(within) < 0.1
    assert correlations(given, [0.5 * each + 0.2 for each in given]) == pytest.approx((1.0, 1.0))


def test_speed_is_that_of_hands_while_they_are_seen(recorded):
    values = torch.from_numpy(np.nan_to_num(sequence_features(recorded), nan=1e6))[None]
    said = []
    measure_speed([recorded], [GeneratedFrames(0.5 * values, values)], lambda *result, **_: said.append(result[0]))
    assert said == pytest.approx([0.5], rel=1e-4)


def test_as_many_frames_are_streamed_as_are_asked_for(model_folder, alone_folder):
    signer = Signer(load_pipeline(str(model_folder)), alone_folder)
    made = signer("Mein Vater trinkt.", "dgs", 10)
    assert made.values.shape == (1, 10, 133)
    assert torch.isfinite(made.values).all()
    assert signer.parameters == sum(each.numel() for each in signer.model.parameters())
