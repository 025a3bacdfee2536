import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation, Slerp

from signary.io.errors import InputError
from signary.pose import rotations

ANGLES = st.one_of(
    st.floats(0.0, 3 * math.pi),
    st.sampled_from([0.0, 1e-15, 1e-9, 1e-7, 1e-6, 2e-6, 1e-4, math.pi, 2 * math.pi]),
    st.floats(1e-9, 1e-4).map(lambda small: math.pi - small),
    st.floats(1e-9, 1e-4).map(lambda small: math.pi + small),
)
AXES = st.tuples(*[st.floats(-1.0, 1.0)] * 3).filter(lambda axis: np.linalg.norm(axis) > 1e-3)
VECTORS = st.builds(lambda axis, angle: np.array(axis) / np.linalg.norm(axis) * angle, AXES, ANGLES)
properties = settings(max_examples=150, deadline=None)


def _turn(vector) -> np.ndarray:
    return Rotation.from_rotvec(vector).as_matrix()


def _apart(one: np.ndarray, other: np.ndarray) -> float:
    return float(np.abs(one - other).max())


@properties
@given(VECTORS)
def test_axis_angle_to_matrix_is_scipys(vector):
    matrix = rotations.axis_angle_to_matrix(torch.from_numpy(vector)).numpy()
    assert _apart(matrix, _turn(vector)) < 1e-12


@properties
@given(VECTORS)
def test_axis_angle_to_quaternion_is_scipys(vector):
    quaternion = rotations.axis_angle_to_quaternion(torch.from_numpy(vector)).numpy()
    assert quaternion[0] >= 0
    assert abs(np.linalg.norm(quaternion) - 1) < 1e-12
    assert _apart(Rotation.from_quat(np.roll(quaternion, -1)).as_matrix(), _turn(vector)) < 1e-12


@properties
@given(VECTORS)
def test_matrix_to_axis_angle_gives_the_same_turn_of_at_most_pi(vector):
    found = rotations.matrix_to_axis_angle(torch.from_numpy(_turn(vector))).numpy()
    assert np.linalg.norm(found) <= math.pi + 1e-9
    # Near pi the turn is as exact as the matrix; the vector may be the opposite one.
    assert _apart(_turn(found), _turn(vector)) < 1e-9


@properties
@given(VECTORS)
def test_short_vectors_come_back(vector):
    if np.linalg.norm(vector) > math.pi - 1e-3:
        return
    quaternion = rotations.axis_angle_to_quaternion(torch.from_numpy(vector))
    np.testing.assert_allclose(rotations.quaternion_to_axis_angle(quaternion), vector, atol=1e-9)
    again = rotations.matrix_to_axis_angle(rotations.axis_angle_to_matrix(torch.from_numpy(vector)))
    np.testing.assert_allclose(again, vector, atol=1e-9)


@properties
@given(VECTORS, st.floats(0.1, 10.0))
def test_6d_is_the_first_two_rows_and_comes_back_at_any_scale(vector, scale):
    matrix = torch.from_numpy(_turn(vector))
    six = rotations.matrix_to_6d(matrix)
    np.testing.assert_array_equal(six, matrix[:2].flatten())
    assert _apart(rotations.rotation_6d_to_matrix(six * scale).numpy(), matrix.numpy()) < 1e-12


@properties
@given(VECTORS, st.sampled_from([-3.0, -1.0, 0.5]))
def test_quaternions_of_any_length_and_sign_are_the_same_turn(vector, factor):
    quaternion = rotations.axis_angle_to_quaternion(torch.from_numpy(vector))
    scaled = quaternion * factor
    assert _apart(rotations.quaternion_to_matrix(scaled).numpy(), _turn(vector)) < 1e-12
    assert _apart(_turn(rotations.quaternion_to_axis_angle(scaled).numpy()), _turn(vector)) < 1e-9


@properties
@given(VECTORS, VECTORS)
def test_products_turn_right_first(left, right):
    product = rotations.quaternion_multiply(
        *(rotations.axis_angle_to_quaternion(torch.from_numpy(vector)) for vector in (left, right))
    )
    assert _apart(rotations.quaternion_to_matrix(product).numpy(), _turn(left) @ _turn(right)) < 1e-12


@properties
@given(VECTORS, VECTORS, st.floats(0.0, 1.0))
def test_slerp_is_scipys(start, end, fraction):
    ends = Rotation.from_rotvec([start, end])
    if (ends[0].inv() * ends[1]).magnitude() > math.pi - 1e-6:
        return  # both ways are equally short
    mixed = rotations.slerp(
        *(rotations.axis_angle_to_quaternion(torch.from_numpy(vector)) for vector in (start, end)),
        torch.tensor(fraction, dtype=torch.float64),
    )
    expected = Slerp([0, 1], ends)(fraction).as_matrix()
    assert _apart(rotations.quaternion_to_matrix(mixed).numpy(), expected) < 1e-6


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("angle", [0.0, 1e-10, 1e-6, 1e-3, 1.0, math.pi - 1e-3, math.pi])
def test_gradients_are_finite_on_the_whole_way_round(angle, dtype):
    vector = torch.tensor([0.0, angle, 0.0], dtype=dtype, requires_grad=True)
    matrix = rotations.axis_angle_to_matrix(vector)
    back = rotations.matrix_to_axis_angle(rotations.rotation_6d_to_matrix(rotations.matrix_to_6d(matrix)))
    (matrix.sum() + back.sum()).backward()
    assert torch.isfinite(vector.grad).all()


def test_the_gradient_at_zero_is_that_of_the_cross_product():
    jacobian = torch.autograd.functional.jacobian(rotations.axis_angle_to_matrix, torch.zeros(3, dtype=torch.float64))
    assert jacobian[2, 1, 0] == pytest.approx(1.0)
    assert jacobian[1, 2, 0] == pytest.approx(-1.0)
    assert jacobian[0, 2, 1] == pytest.approx(1.0)


def test_slerp_between_equal_turns_has_finite_gradients():
    start = torch.tensor([1.0, 0.0, 0.0, 0.0], requires_grad=True)
    rotations.slerp(start, torch.tensor([1.0, 0.0, 0.0, 0.0]), torch.tensor(0.5)).sum().backward()
    assert torch.isfinite(start.grad).all()


def test_batches_keep_their_shape():
    vectors = torch.randn(2, 5, 7, 3)
    assert rotations.axis_angle_to_matrix(vectors).shape == (2, 5, 7, 3, 3)
    assert rotations.matrix_to_6d(rotations.axis_angle_to_matrix(vectors)).shape == (2, 5, 7, 6)
    one_by_one = torch.stack([rotations.axis_angle_to_matrix(vector) for vector in vectors.reshape(-1, 3)])
    torch.testing.assert_close(one_by_one.reshape(2, 5, 7, 3, 3), rotations.axis_angle_to_matrix(vectors))


@pytest.mark.parametrize(
    ("function", "shape"),
    [
        (rotations.axis_angle_to_matrix, (4,)),
        (rotations.quaternion_to_axis_angle, (3,)),
        (rotations.matrix_to_axis_angle, (3, 4)),
        (rotations.rotation_6d_to_matrix, (5,)),
    ],
)
def test_wrong_shapes_are_named(function, shape):
    with pytest.raises(InputError, match="shape"):
        function(torch.zeros(shape))
