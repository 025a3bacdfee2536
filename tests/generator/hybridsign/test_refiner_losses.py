import pytest
import torch

from signary.generator.hybridsign.losses import jitter_error

CHUNKS = torch.tensor([0, 0, 0, 0, 1, 1, 1, 1])


@pytest.fixture
def known():
    return torch.ones(1, 8, 2, dtype=torch.bool)


def test_errors_that_stay_or_grow_smoothly_do_not_jitter(known):
    at = torch.arange(8.0)[:, None]
    for error in (torch.ones(8, 2), at * torch.tensor([1.0, -2.0]), at**2 * torch.tensor([0.5, 3.0])):
        assert jitter_error(error[None], error[None], known, CHUNKS) < 1e-8


def test_a_step_where_chunks_meet_costs(known):
    stays = torch.ones(1, 8, 2)
    steps = stays * (CHUNKS[None, :, None] + 1)
    # 1, −2, 1: the third difference of a step; five frames have three before them.
    assert jitter_error(steps, steps, known, CHUNKS).item() == pytest.approx((1 + 4 + 1) / 5)
    # A chunk follows what was shown, not what another flow led to.
    assert jitter_error(steps, 2 * stays, known, CHUNKS) == 0
    assert jitter_error(stays[:, :3], stays[:, :3], known[:, :3], CHUNKS[:3]) == 0


def test_frames_near_a_missing_one_do_not_count(known):
    error = torch.zeros(1, 8, 2)
    error[:, 2] = 5
    known = known.clone()
    known[:, 2] = False
    assert jitter_error(error, error, known, CHUNKS) == 0
    assert jitter_error(error, error, known | True, CHUNKS) > 1
