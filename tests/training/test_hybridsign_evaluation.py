"""The DTW that chooses checkpoints, against its definition."""

import math

import pytest
import torch

from signary.training.hybridsign_evaluation import warped_apart


def by_the_book(made, wanted, known):
    total = {}
    for i, one in enumerate(made.tolist()):
        for j, (other, there) in enumerate(zip(wanted.tolist(), known.tolist(), strict=True)):
            squares = [(a - b) ** 2 for a, b, counts in zip(one, other, there, strict=True) if counts]
            cost = math.sqrt(sum(squares) / len(squares)) if squares else 0.0
            before = [total[cell] for cell in ((i - 1, j), (i, j - 1), (i - 1, j - 1)) if cell in total]
            total[i, j] = cost + (min(before) if before else 0.0)
    return total[len(made) - 1, len(wanted) - 1] / len(wanted)


@pytest.mark.parametrize("seed", range(20))
def test_it_is_the_recursion_over_what_is_known(seed):
    draw = torch.Generator().manual_seed(seed)
    made, wanted = torch.randn(6, 4, generator=draw).double(), torch.randn(5, 4, generator=draw).double()
    known = torch.rand(5, 4, generator=draw) < 0.7
    hidden = torch.where(known, wanted, torch.nan)
    assert warped_apart(made, hidden, known) == pytest.approx(by_the_book(made, wanted, known), abs=1e-9)


def test_motion_that_has_gone_astray_is_the_worst():
    known = torch.ones(2, 1, dtype=torch.bool)
    assert warped_apart(torch.tensor([[0.0], [torch.nan]]), torch.zeros(2, 1), known) == math.inf


def test_motion_that_is_late_is_near_and_a_still_pose_is_not():
    wave = torch.sin(torch.arange(40.0) / 4)[:, None].double()
    known = torch.ones(36, 1, dtype=torch.bool)
    late, still = warped_apart(wave[:36], wave[4:], known), warped_apart(torch.zeros(36, 1).double(), wave[4:], known)
    assert late < 0.3 * still
