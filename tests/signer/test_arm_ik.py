"""Arm inverse kinematics: the wrist arrives, joints stay within limits, elbows stay natural."""

import numpy as np
import pytest
import torch

from signary.pose.kinematics import BuiltInSkeleton
from signary.pose.skeletons.smplx import ROTATED, SMPLX_JOINTS
from signary.signer.arm_ik import ArmPose, ArmSolver, hand_quaternion
from signary.signer.orientations import hand_frame

SKELETON = BuiltInSkeleton()
SOLVER = ArmSolver(SKELETON.rest)


def parameters_of(pose: ArmPose) -> torch.Tensor:
    parameters = torch.zeros(len(pose.wrist), 133, dtype=torch.float64)
    for joint in ("collar", "shoulder", "elbow", "wrist"):
        at = 3 * ROTATED.index(f"left_{joint}")
        parameters[:, at : at + 3] = getattr(pose, joint)
    return parameters


def random_targets(count: int, seed: int) -> tuple[torch.Tensor, torch.Tensor]:
    generator = torch.Generator().manual_seed(seed)
    low, size = torch.tensor([-0.25, -0.1, 0.02]), torch.tensor([0.75, 1.05, 0.55])
    wrist = (torch.rand(count, 3, generator=generator) * size + low).double()
    hand = torch.randn(count, 4, generator=generator).double()
    return wrist[SOLVER.reach(wrist) == 0], (hand / hand.norm(dim=-1, keepdim=True))[SOLVER.reach(wrist) == 0]


@pytest.mark.parametrize("seed", range(5))
def test_wrist_error_is_below_ten_millimetres(seed):
    wrist, hand = random_targets(2000, seed)
    assert len(wrist) > 500
    joints = SKELETON.joints(parameters_of(SOLVER.solve(wrist, hand)))
    error = (joints[:, SMPLX_JOINTS.index("left_wrist")] - wrist).norm(dim=-1)
    assert error.max() < 0.010
    assert error.median() < 1e-9  # exact but for a nearly stretched arm, which keeps 0.1 mm in hand


@pytest.mark.parametrize(
    ("place", "palm", "fingers"),
    [
        ((0.10, 0.33, 0.32), "down", "forward"),
        ((0.10, 0.33, 0.32), "in", "forward"),
        ((0.19, 0.47, 0.30), "forward", "up"),
        ((0.19, 0.47, 0.30), "back", "up"),
        ((0.20, 0.50, 0.30), "in", "up"),
        ((0.00, 0.33, 0.30), "back", "in"),
    ],
)
def test_natural_orientations_are_reached(place, palm, fingers):
    hand = hand_quaternion(hand_frame(palm, fingers))[None]
    wrist = torch.tensor([place], dtype=torch.float64)
    rotation = SKELETON.rotations(parameters_of(SOLVER.solve(wrist, hand)))[0, SMPLX_JOINTS.index("left_wrist")]
    # Rows of a hand frame are fingers, back, thumb: the images of the left hand's x, y and z.
    assert np.allclose(rotation.T.numpy(), hand_frame(palm, fingers), atol=0.02)


def test_impossible_orientations_stop_at_the_joint_limits():
    wrist, hand = random_targets(500, 7)
    pose = SOLVER.solve(wrist, hand)
    # Half a forearm turn and the largest wrist bend together.
    assert torch.rad2deg(pose.wrist.norm(dim=-1)).max() < 125
    assert torch.isfinite(parameters_of(pose)).all()


def test_elbow_hangs_below_the_shoulder_when_the_hand_is_before_the_chest():
    wrist = torch.tensor([[0.1, 0.33, 0.3]], dtype=torch.float64)
    pose = SOLVER.solve(wrist, hand_quaternion(hand_frame("in", "forward"))[None])
    elbow = SKELETON.joints(parameters_of(pose))[0, SMPLX_JOINTS.index("left_elbow")]
    assert elbow[1] < 0.30
    assert elbow[0] > 0.10


def test_a_moving_target_moves_the_elbow_smoothly():
    time = torch.linspace(0, 1, 100, dtype=torch.float64)
    wrist = torch.stack([0.3 - 0.4 * time, 0.1 + 0.6 * time, 0.3 - 0.1 * time], -1)
    hand = hand_quaternion(hand_frame("in", "up"))[None].expand(100, 4)
    elbow = SKELETON.joints(parameters_of(SOLVER.solve(wrist, hand)))[:, SMPLX_JOINTS.index("left_elbow")]
    assert elbow.diff(dim=0).norm(dim=-1).max() < 0.03


def test_out_of_reach_is_measured_not_hidden():
    far = torch.tensor([[0.2, 0.4, 0.9]], dtype=torch.float64)
    assert SOLVER.reach(far)[0] > 0.2


def test_wrong_shapes_are_refused():
    with pytest.raises(ValueError, match="wrist, hand: expected"):
        SOLVER.solve(torch.zeros(2, 3), torch.zeros(3, 4))
