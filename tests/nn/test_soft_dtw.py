import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from signary.io.errors import InputError
from signary.nn.soft_dtw import soft_dtw, soft_dtw_divergence


def by_the_book(cost: list[list[float]], gamma: float) -> float:
    """The recursion cell by cell."""
    total = [[math.inf] * (len(cost[0]) + 1) for _ in range(len(cost) + 1)]
    total[0][0] = 0.0
    for i, row in enumerate(cost, 1):
        for j, here in enumerate(row, 1):
            ways = [total[i - 1][j], total[i][j - 1], total[i - 1][j - 1]]
            least = min(ways)
            total[i][j] = here + least - gamma * math.log(sum(math.exp((least - way) / gamma) for way in ways))
    return total[-1][-1]


@settings(deadline=None, max_examples=40)
@given(st.integers(1, 7), st.integers(1, 7), st.sampled_from([0.01, 0.1, 1.0]), st.integers(0, 10**6))
def test_it_is_the_recursion(height, width, gamma, seed):
    cost = torch.rand(2, height, width, dtype=torch.double, generator=torch.Generator().manual_seed(seed)) * 5
    lengths = torch.tensor([[height, width], [max(1, height - 2), max(1, width - 1)]])
    totals = soft_dtw(cost, lengths, gamma)
    for row, (rows, columns) in enumerate(lengths.tolist()):
        expected = by_the_book(cost[row, :rows, :columns].tolist(), gamma)
        assert totals[row].item() == pytest.approx(expected, abs=1e-9)


def test_gradient_is_that_of_the_recursion():
    cost = torch.rand(2, 4, 3, dtype=torch.double, requires_grad=True)
    lengths = torch.tensor([[4, 3], [2, 3]])
    assert torch.autograd.gradcheck(lambda given: soft_dtw(given, lengths, 0.3), cost)


def test_float32_is_near_float64_for_long_sequences():
    cost = torch.rand(1, 200, 200, dtype=torch.double) * 4
    lengths = torch.tensor([[200, 200]])
    exact, rounded = (soft_dtw(cost.to(kind), lengths, 0.1).item() for kind in (torch.double, torch.float))
    assert rounded == pytest.approx(exact, rel=1e-5)


def test_equal_sequences_do_not_diverge_and_others_do():
    x, mask = torch.randn(3, 20, 6, dtype=torch.double), torch.ones(3, 20, dtype=torch.bool)
    assert soft_dtw_divergence(x, x, mask).abs().max() < 1e-12
    near, far = (soft_dtw_divergence(x, x + step, mask) for step in (0.1, 1.0))
    assert (near > 0).all()
    assert (far > near).all()


def test_a_shift_in_time_costs_less_than_frame_by_frame():
    wave = torch.sin(torch.arange(40.0) / 4)[None, :, None]
    x, y = wave[:, :36], wave[:, 4:]
    mask = torch.ones(1, 36, dtype=torch.bool)
    assert soft_dtw_divergence(x, y, mask, 0.01) < 0.25 * (x - y).square().mean()


def test_padding_has_no_influence():
    x, y = torch.randn(2, 10, 4, requires_grad=True), torch.randn(2, 10, 4)
    mask = torch.arange(10)[None] < torch.tensor([[10], [6]])
    y[1, 6:] = torch.nan
    together = soft_dtw_divergence(x, y, mask)
    alone = soft_dtw_divergence(x[1:, :6], y[1:, :6], mask[1:, :6])
    assert torch.allclose(together[1:], alone)
    together.sum().backward()
    assert torch.isfinite(x.grad).all()
    assert not x.grad[1, 6:].any()


def test_errors_are_named():
    x, mask = torch.randn(2, 5, 3), torch.ones(2, 5, dtype=torch.bool)
    for name, call in {
        "y": lambda: soft_dtw_divergence(x, x[:, :4], mask),
        "frame_mask": lambda: soft_dtw_divergence(x, x, mask & False),
        "gamma": lambda: soft_dtw_divergence(x, x, mask, 0),
    }.items():
        with pytest.raises(InputError, match=f"^{name}: expected"):
            call()


def test_gradient_of_the_divergence_is_right_where_rows_are_padded():
    x, y = torch.randn(2, 6, 3, dtype=torch.double, requires_grad=True), torch.randn(2, 6, 3, dtype=torch.double)
    mask = torch.arange(6)[None] < torch.tensor([[6], [4]])
    assert torch.autograd.gradcheck(lambda given: soft_dtw_divergence(given, y, mask, 0.3), x)


def test_the_gradient_keeps_one_table_of_a_pair():
    kept = []
    cost = torch.rand(1, 30, 30, requires_grad=True)
    with torch.autograd.graph.saved_tensors_hooks(lambda one: kept.append(one.numel()) or one, lambda one: one):
        soft_dtw(cost, torch.tensor([[30, 30]]), 0.1)
    assert sum(kept) < 3 * 30 * 59
