"""A rough estimate is refined by keypoints: arms come nearer, fingers stay."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.ndimage import gaussian_filter1d

from signary.io.errors import InputError
from signary.pose.kinematics import forward_kinematics
from signary.pose.lifting import FittingSettings, fit
from signary.pose.sequence import PoseSequence
from signary.pose.skeletons.smplx import SMPLX_JOINTS, UPPER_BODY
from signary.pose.view import to_layout
from signary.signing.rule_based import sign_text


@pytest.fixture(scope="module")
def truth():
    return sign_text("My name is Jack.", "asl").pose


@pytest.fixture(scope="module")
def picture(truth):
    rng = np.random.default_rng(1)
    seen = to_layout(truth, "openpose137")
    certainty = seen.confidence.copy()
    certainty[rng.random(certainty.shape) < 0.1] = 0
    joints = 1.7 * seen.joints + 90 + 2 * rng.normal(size=seen.joints.shape)
    return PoseSequence.masked(joints, seen.layout, seen.fps, certainty)


def perturbed(truth, size):
    off = gaussian_filter1d(np.random.default_rng(2).normal(size=(len(truth), 30)), 6, axis=0)
    values = truth.values.copy()
    values[:, : 3 * len(UPPER_BODY)] += size * off / off.std()
    return replace(truth, values=values)


def arm_error(truth, pose):
    at = [SMPLX_JOINTS.index(f"{side}_{joint}") for side in ("left", "right") for joint in ("elbow", "wrist")]
    one, two = (forward_kinematics(each).joints[:, at] for each in (truth, pose))
    return float(np.linalg.norm(one - two, axis=-1).mean())


@pytest.mark.parametrize("size", [0.1, 0.25])
def test_the_arms_error_falls_by_half_and_more(truth, picture, size):
    rough = perturbed(truth, size)
    fitted = fit(rough, picture)
    assert arm_error(truth, fitted.pose) < 0.4 * arm_error(truth, rough)
    assert fitted.report.residual < 0.25 * fitted.report.before
    assert "fitted 130 frames" in str(fitted.report)


def test_what_does_not_move_stays(truth, picture):
    rough = perturbed(truth, 0.1)
    pose = fit(rough, picture).pose
    assert np.array_equal(pose.values[:, 30:], rough.values[:, 30:])
    assert (pose.fps, pose.layout) == (rough.fps, rough.layout)


def test_a_true_start_stays_true(truth, picture):
    assert arm_error(truth, fit(truth, picture).pose) < 0.02


def test_wrong_pairs_are_refused(truth, picture):
    with pytest.raises(InputError, match="keypoints: expected 130 frames"):
        fit(truth, picture[:100])
    with pytest.raises(InputError, match="rough: expected a sequence of layout smplx"):
        fit(picture, picture)
    values = truth.values.copy()
    values[3, :3] = np.nan
    lost = PoseSequence.masked(values, truth.layout, truth.fps, np.ones((len(truth), len(truth.layout.joints))))
    with pytest.raises(InputError, match="rotations of neck, head and arms"):
        fit(lost, picture)
    nobody = PoseSequence.masked(picture.joints, picture.layout, picture.fps, 0 * picture.confidence)
    with pytest.raises(InputError, match="keypoints: expected points"):
        fit(truth, nobody)
    with pytest.raises(InputError, match="rough: expected a number above 0"):
        FittingSettings(rough=-1)


def test_nothing_gives_nothing(truth, picture):
    assert len(fit(truth[:0], picture[:0]).pose) == 0
