import math

import pytest
import torch

from signary.nn.positions import PERIOD, position_angles, position_encoding, rotary_turns, rotate


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

    def product(first: int, second: int) -> torch.Tensor:
        turns = rotary_turns(torch.tensor([first, second]), 8).double()
        return rotate(query[None], turns[:, :1]) @ rotate(key[None], turns[:, 1:]).T

    for first in (7, 4090, 10**12):
        assert torch.allclose(product(0, 10), product(first, first + 10), atol=1e-6)
    assert not torch.allclose(product(0, 10), product(0, 11), atol=1e-3)


def test_rotation_keeps_length():
    x = torch.randn(2, 5, 8, dtype=torch.double)
    turned = rotate(x, rotary_turns(torch.arange(5), 8).double())
    assert torch.allclose(turned.norm(dim=-1), x.norm(dim=-1), atol=1e-6)
