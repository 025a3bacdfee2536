import torch
from torch import nn

from signary.nn.parallel_linear import ParallelLinear


def test_it_is_one_linear_layer_for_each_slice():
    torch.manual_seed(0)
    side_by_side, x = ParallelLinear(3, 5, 4), torch.randn(3, 2, 7, 5)
    for at in range(3):
        one = nn.Linear(5, 4)
        one.weight.data, one.bias.data = side_by_side.weight[at].T, side_by_side.bias[at, 0]
        assert torch.allclose(side_by_side(x)[at], one(x[at]), atol=1e-6)


def test_no_rows_give_no_rows():
    assert ParallelLinear(3, 5, 4)(torch.zeros(3, 2, 0, 5)).shape == (3, 2, 0, 4)


def test_it_starts_within_the_bound_of_a_linear_layer():
    layer = ParallelLinear(2, 100, 50)
    for parameter in layer.parameters():
        assert 0.08 < parameter.abs().max() <= 0.1
