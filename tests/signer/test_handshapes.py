"""Handshapes: complete, distinct, and touching where their descriptions say so."""

import itertools

import numpy as np
import pytest
import torch

from signary.pose.skeletons.handshapes import HANDSHAPES
from signary.pose.skeletons.smplx import SMPLX_JOINTS
from signary.signer.contacts import contact_point, hand_joints
from signary.signer.hand_model import finger_rotations
from signary.signer.phonology import CONTACTS

TOUCHES = {
    "f": "index",
    "flat_f": "index",
    "baby_o": "index",
    "x_thumb": "index",
    "o": "middle",
    "flat_o": "middle",
    "d": "middle",
    "eight": "middle",
    "pinch3": "index",
    "seven_asl": "ring",
    "six_asl": "pinky",
}
FINGERS = ("index", "middle", "ring", "pinky")


def straightness(shape: str, finger: str) -> float:
    """Distance knuckle to tip over the length of the finger: 1 for a straight finger."""
    points = [hand_joints(shape)[f"{finger}{end}"] for end in ("1", "2", "3", "_tip")]
    length = sum(np.linalg.norm(b - a) for a, b in itertools.pairwise(points))
    return float(np.linalg.norm(points[-1] - points[0]) / length)


def test_there_are_at_least_forty_and_they_differ():
    assert len(HANDSHAPES) >= 40
    shapes = {name: np.array(angles) for name, angles in HANDSHAPES.items()}
    for (first, a), (second, b) in itertools.combinations(shapes.items(), 2):
        assert np.abs(a - b).max() >= 8, f"{first} and {second} are the same shape"


@pytest.mark.parametrize(("shape", "finger"), TOUCHES.items())
def test_thumb_touches_the_finger(shape, finger):
    joints = hand_joints(shape)
    # Two fleshy tips that touch have their joints' ends at most two finger radii apart.
    assert np.linalg.norm(joints["thumb_tip"] - joints[f"{finger}_tip"]) < 0.020


@pytest.mark.parametrize(
    ("shape", "straight"),
    [
        ("flat", FINGERS),
        ("index", ("index",)),
        ("v", ("index", "middle")),
        ("w", FINGERS[:3]),
        ("i", ("pinky",)),
        ("y", ("pinky",)),
    ],
)
def test_extended_fingers_are_straight_and_others_are_not(shape, straight):
    for finger in FINGERS:
        value = straightness(shape, finger)
        assert value > 0.98 if finger in straight else value < 0.8, finger


def test_fingertips_do_not_pass_through_the_palm():
    for shape in HANDSHAPES:
        joints = hand_joints(shape)
        for finger in FINGERS:
            assert joints[f"{finger}_tip"][1] < 0.02, f"{shape}: {finger} bends backwards"


def test_right_hand_is_the_mirror_image():
    angles = torch.tensor(list(HANDSHAPES.values()), dtype=torch.float64)
    left = finger_rotations(angles, "left").unflatten(-1, (15, 3))
    right = finger_rotations(angles, "right").unflatten(-1, (15, 3))
    assert torch.equal(right, left * torch.tensor([1.0, -1.0, -1.0], dtype=torch.float64))


def test_bending_brings_fingertips_to_the_palm_side():
    flat, fist = hand_joints("flat"), hand_joints("fist")
    assert fist["middle_tip"][1] < flat["middle_tip"][1] - 0.02
    assert fist["middle_tip"][0] < flat["middle_tip"][0] - 0.05


def test_every_contact_exists_for_every_shape():
    for shape in HANDSHAPES:
        for contact in CONTACTS:
            assert np.linalg.norm(contact_point(shape, contact)) < 0.25


def test_hand_joints_follow_the_layout():
    assert set(hand_joints("flat")) >= {"wrist", "index1", "thumb_tip"}
    assert "left_index1" in SMPLX_JOINTS.joints
