"""Keypoints to a body: the signer's motion, in space and in pictures, comes back; what is missing stays missing."""

import warnings
from dataclasses import replace

import numpy as np
import pytest
import torch

from signary.io.errors import InputError
from signary.pose.kinematics import forward_kinematics
from signary.pose.layout import Channel, keypoint_layout
from signary.pose.lifting import LiftingSettings, lift, liftable
from signary.pose.lifting.handshape_prior import HandshapePrior, bone_directions, handshape_prior
from signary.pose.registry import get_layout
from signary.pose.sequence import PoseSequence
from signary.pose.skeletons.handshapes import HANDSHAPES
from signary.pose.skeletons.smplx import SMPLX, SMPLX_JOINTS
from signary.pose.skeletons.wholebody133 import WHOLEBODY133
from signary.pose.view import to_layout
from signary.signing.rule_based import sign_text

SIDES = ("left", "right")


@pytest.fixture(scope="module")
def truth():
    return sign_text("My name is Jack.", "asl").pose


def seen_as(truth, layout, noise=0.0, dropped=0.0, seed=0):
    """What a detector would give of the motion."""
    seen = forward_kinematics(truth) if layout == "smplx_joints" else to_layout(truth, layout)
    rng = np.random.default_rng(seed)
    joints, certainty = seen.joints + noise * rng.normal(size=seen.joints.shape), seen.certainty.copy()
    certainty[rng.random(certainty.shape) < dropped] = 0
    return PoseSequence.masked(joints, seen.layout, seen.fps, certainty, seen.metadata)


def wrist_error(truth, found):
    at = [SMPLX_JOINTS.index(f"{side}_wrist") for side in SIDES]
    one, two = (forward_kinematics(pose).joints[:, at] for pose in (truth, found))
    return 1000 * float(np.nanmedian(np.linalg.norm(one - two, axis=-1)))


def finger_error(truth, found, side="right"):
    columns = SMPLX.features([SMPLX.index(f"{side}_index1")])[0]
    flip = np.tile([1.0, -1.0, -1.0] if side == "right" else [1.0] * 3, 15)
    one, two = (bone_directions(pose.values[:, columns : columns + 45] * flip) for pose in (truth, found))
    return float(np.degrees(np.nanmedian(np.arccos(np.clip((one * two).sum(-1), -1, 1)).mean(-1))))


def picture_error(truth, found, layout):
    clean, again = to_layout(truth, layout), to_layout(found, layout)
    names = ("shoulder", "elbow", "wrist", "thumb", "index", "middle", "ring", "pinky")
    at = [index for index, name in enumerate(clean.layout.joints) if any(part in name for part in names)]
    return float(np.nanmean(np.linalg.norm((clean.joints - again.joints)[:, at, :2], axis=-1)))


@pytest.mark.parametrize(("layout", "noise"), [("smplx_joints", 0.005), ("phoenix50", 0.005), ("slrtp178", 0.005)])
def test_joints_in_space_come_back(truth, layout, noise):
    lifted = lift(seen_as(truth, layout, noise, dropped=0.1))
    assert lifted.report.depth == "measured"
    assert wrist_error(truth, lifted.pose) < 15
    assert finger_error(truth, lifted.pose) < 8


@pytest.mark.parametrize("layout", ["openpose137", "holistic", WHOLEBODY133])
def test_pictures_come_back(truth, layout):
    lifted = lift(seen_as(truth, layout, noise=2.0, dropped=0.1))
    assert picture_error(truth, lifted.pose, layout) < 4
    assert wrist_error(truth, lifted.pose) < 45
    assert finger_error(truth, lifted.pose) < 12
    assert lifted.report.residual < 3


def test_without_an_inventory_arms_come_back_as_well(truth):
    lifted = lift(seen_as(truth, "openpose137", noise=2.0))
    assert picture_error(truth, lifted.pose, "openpose137") < 4


def test_a_body_of_other_bones_is_measured(truth):
    from signary.pose.kinematics import BuiltInSkeleton

    longer = forward_kinematics(truth, BuiltInSkeleton({"arms": 1.15, "hands": 0.9}))
    bones = lift(longer).report.bones
    assert bones["upper_arm"] == pytest.approx(1.15, abs=0.03)
    assert bones["forearm"] == pytest.approx(1.15, abs=0.03)
    assert bones["hand"] == pytest.approx(0.9, abs=0.03)


@pytest.mark.parametrize("arms", [1.0, 1.2])
def test_the_rest_body_is_where_the_picture_shows_the_signer(truth, arms, monkeypatch):
    """Longer arms than its own too; a depth that nobody measured counts less."""
    from signary.pose.kinematics import BuiltInSkeleton

    seen = to_layout(forward_kinematics(truth, BuiltInSkeleton({"arms": arms})), "openpose137")
    found = lift(seen).report
    assert found.depth == "inferred"
    monkeypatch.setattr("signary.pose.lifting.arm_lift._UNMEASURED", 1.0)
    alike = lift(seen).report
    assert found.residual == alike.residual
    assert found.rest_residual < 0.93 * alike.rest_residual


def test_head_and_face_come_back():
    truth = sign_text("Kommst du morgen nicht?", "dgs").pose
    found = lift(seen_as(truth, "holistic", noise=1.0)).pose
    turned = [pose.values[:, :3] + pose.values[:, 9:12] for pose in (truth, found)]
    assert np.degrees(np.abs(turned[0] - turned[1]).mean()) < 1.5
    raised = [pose.values[:, 123] for pose in (truth, found)]
    assert np.corrcoef(raised[0], raised[1])[0, 1] > 0.8


def test_what_is_missing_stays_missing_and_is_said(truth):
    seen = seen_as(truth, "openpose137")
    certainty = seen.confidence.copy()
    certainty[:, [at for at, name in enumerate(seen.layout.joints) if name.startswith("left_")]] = 0
    certainty[:, seen.layout.index("left_shoulder")] = 1
    lifted = lift(PoseSequence.masked(seen.joints, seen.layout, seen.fps, certainty))
    missing = [at for at, name in enumerate(SMPLX.joints) if name.startswith("left_") and name != "left_collar"]
    assert (lifted.pose.confidence[:, missing] == 0).all()
    assert np.isnan(lifted.pose.values[:, SMPLX.features(missing)]).all()
    assert lifted.report.missing == ("left arm",)
    assert "left arm" in str(lifted.report)
    assert finger_error(truth, lifted.pose) < 8


def test_a_hand_that_nobody_sees_is_missing_but_its_arm_is_not(truth):
    seen = seen_as(truth, "openpose137")
    certainty = seen.confidence.copy()
    certainty[:, list(seen.layout.parts["right_hand"])] = 0
    lifted = lift(PoseSequence.masked(seen.joints, seen.layout, seen.fps, certainty))
    confidence = lifted.pose.confidence
    assert (confidence[:, SMPLX.index("right_elbow")] > 0).all()
    assert (confidence[:, SMPLX.index("right_index1")] == 0).all()
    assert lifted.report.missing == ("right hand",)


def test_short_gaps_are_bridged_with_less_confidence(truth):
    seen = seen_as(truth, "openpose137")
    certainty = seen.confidence.copy()
    gap = slice(40, 44)
    certainty[gap, list(seen.layout.parts["right_hand"])] = 0
    pose = lift(PoseSequence.masked(seen.joints, seen.layout, seen.fps, certainty)).pose
    finger = pose.confidence[:, SMPLX.index("right_index1")]
    assert (finger[gap] > 0).all()
    assert finger[gap].max() < finger[30:38].min()


def test_confidence_beyond_one_is_certain(truth):
    seen = seen_as(truth, "openpose137")
    odd = replace(seen, confidence=np.where(seen.confidence > 0, 919.0, 0.0))
    plain = replace(seen, confidence=np.where(seen.confidence > 0, 1.0, 0.0))
    assert np.array_equal(lift(odd).pose.values, lift(plain).pose.values, equal_nan=True)
    assert lift(odd).pose.confidence.max() <= 1


def test_a_mirrored_signer_is_lifted_mirrored(truth):
    seen = seen_as(truth, "phoenix50", noise=0.002)
    one, two = lift(seen.mirror()).pose, lift(seen).pose.mirror()
    upper = slice(0, 120)
    assert np.nanmax(np.abs(one.values[:, upper] - two.values[:, upper])) < 1e-3


def test_axes_may_point_anywhere(truth):
    seen = seen_as(truth, "openpose137")
    up = (Channel("x", "pixel", "right"), Channel("y", "pixel", "up"))
    turned = replace(seen.layout, name="turned", channels=up)
    other = PoseSequence.masked(seen.joints * [-1, -1], turned, seen.fps, seen.confidence)
    assert np.allclose(lift(other).pose.values, lift(seen).pose.values, atol=1e-3, equal_nan=True)


@pytest.mark.parametrize("frames", [1, 2, 3])
def test_few_frames_are_enough(truth, frames):
    for layout in ("openpose137", "phoenix50"):
        lifted = lift(seen_as(truth, layout)[40 : 40 + frames])
        assert len(lifted.pose) == frames
        assert np.isfinite(lifted.pose.values[:, 30:120]).all()


def test_nothing_gives_nothing(truth):
    lifted = lift(seen_as(truth, "openpose137")[:0])
    assert len(lifted.pose) == 0
    assert lifted.report.frames == 0


def test_clock_and_metadata_stay(truth):
    seen = replace(seen_as(truth, "openpose137"), fps=29.97).with_metadata(source="a clip")
    pose = lift(seen).pose
    assert pose.fps == 29.97
    assert pose.metadata["source"] == "a clip"
    assert pose.metadata["hand_reference"] == "flat"
    assert "width" not in pose.metadata


def test_no_warnings_with_much_missing(truth):
    seen = seen_as(truth, "holistic", noise=2.0, dropped=0.6)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        pose = lift(seen).pose
    assert np.isfinite(pose.values[pose.confidence.repeat(SMPLX.widths, axis=1) > 0]).all()


def test_nobody_is_no_signer(truth):
    seen = seen_as(truth, "openpose137")
    nobody = PoseSequence.masked(seen.joints, seen.layout, seen.fps, np.zeros_like(seen.confidence))
    with pytest.raises(InputError, match="sequence: expected a"):
        lift(nobody)


def test_layouts_without_arms_are_refused_by_name():
    assert not liftable(SMPLX)
    hand = keypoint_layout("a_hand", ("left_wrist", "left_index1"), (Channel("x", "pixel", "left"),) * 2, {})
    assert not liftable(hand)
    with pytest.raises(InputError, match="lacks left_shoulder, right_shoulder"):
        lift(PoseSequence(np.zeros((2, 4)), hand, 25.0))
    for name in ("phoenix50", "slrtp178", "openpose137", "holistic", "holistic_refined", "smplx_joints"):
        assert liftable(get_layout(name))


def test_another_inventory_is_another_guess(truth):
    """What a hand with few points tends to is a shape of the inventory."""
    seen = seen_as(truth, "openpose137", noise=2.0, dropped=0.5)
    flat = HandshapePrior.of_degrees({"flat": HANDSHAPES["flat"]})
    usual, other = lift(seen).pose, lift(seen, handshapes=flat).pose
    fingers = slice(30, 120)
    bent = [np.nanmean(np.abs(pose.values[:, fingers])) for pose in (usual, other)]
    assert bent[1] < 0.95 * bent[0]


def test_settings_and_shapes_are_checked():
    with pytest.raises(InputError, match="position"):
        LiftingSettings(position=0)
    with pytest.raises(InputError, match="21 finite angles"):
        HandshapePrior.of_degrees({"short": (1.0, 2.0)})
    with pytest.raises(InputError, match="at least one"):
        HandshapePrior.of_degrees({})


def test_the_inventory_is_nearest_to_itself():
    from signary.signer.hand_model import finger_rotations

    hands = finger_rotations(torch.tensor(list(HANDSHAPES.values()), dtype=torch.float64)).numpy()
    assert handshape_prior().nearest(hands) == list(HANDSHAPES)
    assert handshape_prior().nearest(np.full((1, 45), np.nan)) == [None]
