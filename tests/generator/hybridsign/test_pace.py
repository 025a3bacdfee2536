"""How long a sentence takes: rows alone and beside others, masks, the loss, and what a model without it says."""

import math

import pytest
import torch

from signary.generator.hybridsign import HybridSignConfig, HybridSignModel
from signary.generator.hybridsign.pace import Pace, PaceTargets, pace_loss
from signary.io.errors import InputError

SIZES = {"hidden_size": 16, "joint_size": 8, "num_hidden_layers": 1, "num_attention_heads": 2, "text_size": 12}


def make_model(**settings):
    torch.manual_seed(0)
    return HybridSignModel(HybridSignConfig(**SIZES, **settings)).eval()


def test_a_row_is_the_same_alone_and_beside_longer_ones():
    torch.manual_seed(0)
    pace, states = Pace(12, 8), torch.randn(3, 9, 12)
    mask = torch.arange(9) < torch.tensor([9, 4, 1])[:, None]
    # What stands in padding is nobody's business.
    made = pace(torch.where(mask[..., None], states, torch.nan), mask)
    for row, length in enumerate((9, 4, 1)):
        own = pace(states[row : row + 1, :length], torch.ones(1, length, dtype=torch.bool))
        assert torch.allclose(made[row, :length], own[0], atol=1e-6)
        assert not made[row, length:].any()
        assert (made[row, :length] > 0).all()


@pytest.mark.parametrize("seed", range(10))
def test_the_loss_is_that_of_a_loop(seed):
    rng = torch.Generator().manual_seed(seed)
    made = torch.rand(3, 5, 2, generator=rng) * 10
    frames = torch.rand(3, 5, 2, generator=rng) * 10
    frames[torch.rand(3, 5, 2, generator=rng) < 0.3] = torch.nan
    mask = torch.arange(5) < torch.randint(1, 6, (3, 1), generator=rng)
    made = torch.where(mask[..., None], made, 0.0)
    total = torch.rand(3, generator=rng) * 50 + 1
    known = [
        abs(math.log(1 + made[row, at, kind]) - math.log(1 + frames[row, at, kind]))
        for row in range(3)
        for at in range(5)
        for kind in range(2)
        if mask[row, at] and not math.isnan(frames[row, at, kind])
    ]
    shares = [abs(float(made[row].sum()) - float(total[row])) / float(total[row]) for row in range(3)]
    wanted = (sum(known) / len(known) if known else 0.0) + sum(shares) / 3
    found = pace_loss(made, PaceTargets(torch.zeros(3, 5, 12), mask, frames, total))
    assert float(found) == pytest.approx(wanted, rel=1e-5)


def test_nobody_knows_the_positions_and_the_sum_is_learnt():
    torch.manual_seed(0)
    pace, states, mask = Pace(12, 16), torch.randn(2, 6, 12), torch.ones(2, 6, dtype=torch.bool)
    targets = PaceTargets(states, mask, torch.full((2, 6, 2), torch.nan), torch.tensor([30.0, 75.0]))
    optimizer = torch.optim.Adam(pace.parameters(), 0.02)
    for _ in range(200):
        loss = pace_loss(pace(states, mask), targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    assert pace(states, mask).sum((1, 2)).tolist() == pytest.approx([30, 75], rel=0.1)


def test_the_loss_of_a_step_is_added_and_the_weights_learn_of_it():
    model = make_model(paced=True, fps=10, pace_weight=2.0).train()
    values, states = torch.randn(2, 6, model.mean.shape[0]), torch.randn(2, 4, 12)
    targets = PaceTargets(states, torch.ones(2, 4, dtype=torch.bool), torch.ones(2, 4, 2), torch.tensor([8.0, 8.0]))
    torch.manual_seed(1)
    without = model(values, states)
    torch.manual_seed(1)
    given = model(values, states, pace=targets)
    assert without.pace_loss is None
    assert float(given.loss) == pytest.approx(float(without.loss) + 2 * float(given.pace_loss), rel=1e-5)
    given.loss.backward()
    assert all(parameter.grad is not None for parameter in model.pace.parameters())


def test_a_model_that_is_told_its_length_does_not_say_one():
    with pytest.raises(InputError, match="model: expected one that says how long a sentence is .paced., got one that"):
        make_model().paces(torch.randn(1, 4, 12))


@pytest.mark.parametrize("sigma", [None, 0.1])
def test_it_comes_back_from_its_folder(tmp_path, sigma):
    model = make_model(paced=True, coarse_sigma=sigma)
    if sigma is not None:
        model.rest.copy_(torch.randn_like(model.rest))
    model.save_pretrained(tmp_path)
    read = HybridSignModel.from_pretrained(tmp_path)
    assert {name: value.tolist() for name, value in model.state_dict().items()} == {
        name: value.tolist() for name, value in read.state_dict().items()
    }
    states = torch.randn(1, 5, 12)
    assert torch.equal(model.paces(states), read.eval().paces(states))
