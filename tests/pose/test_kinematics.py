import numpy as np
import pytest
import torch
from scipy.spatial.transform import Rotation

from signary.io.errors import InputError
from signary.pose import PoseSequence, get_layout
from signary.pose.kinematics import BuiltInSkeleton, forward_kinematics
from signary.pose.skeletons.rest import rest_positions
from signary.pose.skeletons.smplx import ROTATED, TREE

JOINTS = get_layout("smplx_joints")
PARAMETERS = get_layout("smplx")
#: From the pelvis to three places, by hand.
CHAINS = [
    ("pelvis", "spine1", "spine2", "spine3", "left_collar", "left_shoulder", "left_elbow", "left_wrist", "left_index1"),
    ("pelvis", "spine1", "spine2", "spine3", "neck", "head", "jaw"),
    ("pelvis", "spine1", "spine2", "spine3", "right_collar", "right_shoulder", "right_elbow", "right_wrist")
    + ("right_thumb1", "right_thumb2", "right_thumb3", "right_thumb_tip"),
]


def _turns(values: np.ndarray) -> dict[str, Rotation]:
    return {joint: Rotation.from_rotvec(values[3 * row : 3 * row + 3]) for row, joint in enumerate(ROTATED)}


@pytest.mark.parametrize("chain", CHAINS)
def test_a_chain_by_hand_ends_in_the_same_place(chain, rng):
    values = rng.normal(scale=0.8, size=133)
    values[120:] = 0.0
    turns = _turns(values)
    rest = dict(zip(JOINTS.joints, rest_positions(), strict=True))
    turn, place = Rotation.identity(), rest["pelvis"]
    for parent, child in zip(chain[:-1], chain[1:], strict=True):
        turn = turn * turns.get(parent, Rotation.identity())
        place = place + turn.apply(rest[child] - rest[parent])
    joints = BuiltInSkeleton().joints(torch.from_numpy(values)).numpy()
    np.testing.assert_allclose(joints[JOINTS.index(chain[-1])], place, atol=1e-12)


def test_zero_is_the_rest_body():
    joints = BuiltInSkeleton().joints(torch.zeros(2, 133, dtype=torch.float64)).numpy()
    np.testing.assert_allclose(joints, np.broadcast_to(rest_positions(), joints.shape), atol=1e-12)


def test_the_rest_body_is_symmetric():
    mirrored = rest_positions()[list(JOINTS.mirror)] * [-1, 1, 1]
    np.testing.assert_allclose(mirrored, rest_positions(), atol=1e-12)


def test_mirrored_parameters_are_mirrored_joints(make_sequence):
    sequence = make_sequence("smplx", frames=12)
    one, other = forward_kinematics(sequence.mirror()), forward_kinematics(sequence).mirror()
    np.testing.assert_allclose(one.values, other.values, atol=2e-5)


def test_global_turns_follow_the_tree(rng):
    values = rng.normal(scale=0.5, size=133)
    turns = _turns(values)
    found = BuiltInSkeleton().rotations(torch.from_numpy(values)).numpy()
    expected = turns["left_collar"] * turns["left_shoulder"] * turns["left_elbow"]
    np.testing.assert_allclose(found[list(TREE).index("left_elbow")], expected.as_matrix(), atol=1e-12)


def test_the_jaw_opens_the_mouth_and_nothing_else():
    values = np.zeros((1, 133), dtype=np.float32)
    values[0, 120] = 0.3
    moved = forward_kinematics(PoseSequence(values, PARAMETERS, 25.0)).joints[0] - rest_positions()
    names = [joint for joint, by in zip(JOINTS.joints, moved, strict=True) if np.abs(by).max() > 1e-4]
    assert all(name.startswith("face_") for name in names)
    assert moved[JOINTS.index("face_17"), 1] < -0.005
    assert abs(moved[JOINTS.index("face_10"), 1]) < 1e-6


@pytest.mark.parametrize("block", ["jaw", "expression"])
def test_a_missing_face_loses_the_face_only(block, make_sequence):
    sequence = make_sequence("smplx", frames=2)
    confidence = np.ones((2, len(PARAMETERS.joints)), dtype=np.float32)
    confidence[:, PARAMETERS.index(block)] = 0.0
    lossy = PoseSequence.masked(sequence.values, PARAMETERS, 25.0, confidence)
    joints = forward_kinematics(lossy)
    lost = {JOINTS.joints[joint] for joint in np.flatnonzero(joints.confidence[0] == 0)}
    assert lost
    assert all(name.startswith("face_") for name in lost)
    whole = forward_kinematics(sequence).joints
    kept = joints.confidence > 0
    np.testing.assert_allclose(joints.joints[kept], whole[kept], atol=1e-6)


def test_a_missing_elbow_loses_what_hangs_on_it(make_sequence):
    sequence = make_sequence("smplx", frames=1)
    confidence = np.ones((1, len(PARAMETERS.joints)))
    confidence[:, PARAMETERS.index("left_elbow")] = 0.0
    joints = forward_kinematics(PoseSequence.masked(sequence.values, PARAMETERS, 25.0, confidence))
    lost = {JOINTS.joints[joint] for joint in np.flatnonzero(joints.confidence[0] == 0)}
    hand = {JOINTS.joints[joint] for joint in JOINTS.parts["left_hand"]}
    assert lost == hand | {"left_wrist"}


def test_joints_are_differentiable_at_rest():
    parameters = torch.zeros(3, 133, requires_grad=True)
    BuiltInSkeleton().joints(parameters).square().sum().backward()
    assert torch.isfinite(parameters.grad).all()
    assert (parameters.grad[:, :30].abs().sum() > 0).item()


def test_proportions_scale_their_bones():
    def length(skeleton: BuiltInSkeleton, one: str, other: str) -> float:
        return float(np.linalg.norm(skeleton.rest[JOINTS.index(one)] - skeleton.rest[JOINTS.index(other)]))

    usual, long = BuiltInSkeleton(), BuiltInSkeleton({"arms": 1.5})
    assert length(long, "left_shoulder", "left_elbow") == pytest.approx(
        1.5 * length(usual, "left_shoulder", "left_elbow")
    )
    assert length(long, "left_index1", "left_index2") == pytest.approx(length(usual, "left_index1", "left_index2"))


def test_errors_name_what_is_wrong(make_sequence):
    with pytest.raises(InputError, match="133"):
        BuiltInSkeleton().joints(torch.zeros(5))
    with pytest.raises(InputError, match="layout smplx"):
        forward_kinematics(make_sequence("phoenix50"))
    with pytest.raises(InputError, match="hand_reference flat"):
        forward_kinematics(make_sequence("smplx", hand_reference="mano_mean"))
    with pytest.raises(InputError, match="arms"):
        BuiltInSkeleton({"legs": 1.0})
    with pytest.raises(InputError, match=r"0\.5 to 2"):
        BuiltInSkeleton({"arms": 3.0})
