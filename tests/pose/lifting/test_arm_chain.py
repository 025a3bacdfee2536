"""The chain of hinges is the SMPL-X tree and the signer's fingers, and its derivatives are its derivatives."""

import numpy as np
import pytest
import torch

from signary.pose.kinematics import BuiltInSkeleton
from signary.pose.lifting.arm_chain import ARM_ANGLES, NUM_ANGLES, POINTS, SHOULDER, ArmChain, ArmPose, turns_of
from signary.pose.lifting.best_path import best_path
from signary.pose.lifting.smooth_steps import solve_step, time_terms
from signary.pose.skeletons.smplx import ROTATED, SMPLX_JOINTS
from signary.signer.hand_model import finger_rotations


@pytest.fixture
def pose(rng):
    angles = 0.4 * rng.normal(size=(5, NUM_ANGLES))
    angles[:, SHOULDER] = 0
    return ArmPose(angles, turns_of(rng.normal(size=(5, 3))))


def parameters_of(chain, pose):
    values = torch.zeros(len(pose.angles), 133, dtype=torch.float64)
    for name, vectors in chain.rotations(pose).items():
        at = 3 * ROTATED.index(f"left_{name}")
        values[:, at : at + 3] = torch.from_numpy(vectors)
    return values


def test_points_are_those_of_the_rotations(pose):
    chain = ArmChain()
    joints = BuiltInSkeleton().limbs(parameters_of(chain, pose)).numpy()
    expected = joints[:, [SMPLX_JOINTS.index(f"left_{name}") for name in POINTS]]
    assert np.allclose(chain.place(pose).points, expected, atol=1e-12)


def test_fingers_bend_as_the_signers_do(pose):
    at = 3 * ROTATED.index("left_index1")
    expected = finger_rotations(torch.from_numpy(np.degrees(pose.angles[:, ARM_ANGLES:])))
    assert torch.allclose(parameters_of(ArmChain(), pose)[:, at : at + 45], expected, atol=1e-12)


def test_derivatives_are_differences(pose):
    chain, small = ArmChain(), 1e-6
    placed = chain.place(pose)
    moved = chain.derivatives(placed)
    for angle in range(NUM_ANGLES):
        other = pose.copy()
        if SHOULDER.start <= angle < SHOULDER.stop:
            vector = np.zeros((len(pose.angles), 3))
            vector[:, angle - SHOULDER.start] = small
            other.shoulder = turns_of(vector) @ pose.shoulder
        else:
            other.angles[:, angle] += small
        assert np.allclose((chain.place(other).points - placed.points) / small, moved[:, angle], atol=1e-5)


@pytest.mark.parametrize("count", [1, 2, 3, 4, 9])
def test_steps_solve_the_whole_clip(rng, count):
    width = 3
    hessian = np.tile(2 * np.eye(width) + 0.3, (count, 1, 1))
    gradient, speed, jerk = rng.normal(size=(count, width)), np.array([1.0, 2, 3]), np.array([0.5, 1, 2])
    first, second = np.diff(np.eye(count), axis=0), np.diff(np.eye(count), 2, axis=0)
    time = np.kron(first.T @ first, np.diag(speed)) + np.kron(second.T @ second, np.diag(jerk))
    whole = time + np.kron(np.eye(count), hessian[0])
    step = solve_step(hessian, gradient, speed, jerk)
    assert np.allclose(whole @ step.ravel(), -gradient.ravel())
    values = rng.normal(size=(count, width))
    assert np.allclose(time_terms(np.diff(values, axis=0), speed, jerk).ravel(), time @ values.ravel())


def test_the_best_path_is_the_best_of_all(rng):
    unary, steps = rng.random((4, 3)), rng.random((3, 3, 3))
    every = np.stack(np.meshgrid(*[range(3)] * 4, indexing="ij"), -1).reshape(-1, 4)
    costs = [unary[range(4), way].sum() + sum(steps[at, way[at], way[at + 1]] for at in range(3)) for way in every]
    assert best_path(unary, steps).tolist() == every[int(np.argmin(costs))].tolist()
