import math

import pytest
import torch

from signary.nn.positions import PERIOD, position_angles, position_encoding, rotate


def test_positions_repeat_after_the_period_exactly():
    positions = torch.arange(50)
    late = positions + PERIOD * 10**9
    assert torch.equal(position_angles(positions, 16), position_angles(late, 16))


def test_frequencies_go_from_a_radian_a_frame_to_a_turn_a_period():
    angles = position_angles(torch.tensor([1]), 8)[0]
    assert angles[0] == pytest.approx(1, abs=1e-3)
    assert angles[-1] == pytest.approx(2 * math.pi / PERIOD)
    assert (angles.diff() < 0).all()


def test_positions_within_a_period_differ():
    encoding = position_encoding(torch.arange(PERIOD), 32)
    assert encoding.shape == (PERIOD, 32)
    assert len(encoding.mul(1e4).round().unique(dim=0)) == PERIOD


def test_products_of_rotated_vectors_depend_on_distance_only():
    query, key = torch.randn(2, 8, dtype=torch.double)
    products = []
    for first in (0, 7, 4090):
        angles = position_angles(torch.tensor([first, first + 10]) % PERIOD, 4).double()
        products.append(rotate(query[None], angles[:1]) @ rotate(key[None], angles[1:]).T)
    assert torch.allclose(products[0], products[1], atol=1e-6)
    assert torch.allclose(products[0], products[2], atol=1e-6)
    other = position_angles(torch.tensor([0, 11]), 4).double()
    assert not torch.allclose(products[0], rotate(query[None], other[:1]) @ rotate(key[None], other[1:]).T, atol=1e-3)


def test_rotation_keeps_length():
    x = torch.randn(2, 5, 8, dtype=torch.double)
    turned = rotate(x, position_angles(torch.arange(5), 4))
    assert torch.allclose(turned.norm(dim=-1), x.norm(dim=-1), atol=1e-6)
