import pytest
import torch

from signary.io.errors import InputError
from signary.nn.loss_balance import InverseLossBalance


def test_weights_are_those_of_the_formula():
    balance, losses = InverseLossBalance(3), torch.rand(20, 3, dtype=torch.double)
    average = losses[0]
    for at, now in enumerate(losses):
        weights = balance(now)
        average = average if at == 0 else 0.99 * average + 0.01 * now
        inverse = 1 / (average + 1e-3)
        assert torch.allclose(weights.double(), inverse / inverse.sum(), atol=1e-5)
    assert weights.sum() == pytest.approx(1)


def test_weighted_losses_count_the_same_and_weights_have_no_gradient():
    losses = torch.tensor([10.0, 0.1], requires_grad=True)
    weights = InverseLossBalance(2)(losses)
    assert not weights.requires_grad
    (weights * losses).sum().backward()
    assert torch.allclose(weights[0] * 10, weights[1] * 0.1, rtol=0.02)
    assert torch.equal(losses.grad, weights)


def test_validation_leaves_the_averages_alone_and_they_are_saved():
    balance = InverseLossBalance(2)
    balance(torch.tensor([1.0, 2.0]))
    before = balance.average.clone()
    balance.eval()(torch.tensor([100.0, 0.0]))
    assert torch.equal(balance.average, before)
    other = InverseLossBalance(2)
    other.load_state_dict(balance.state_dict())
    now = torch.tensor([3.0, 1.0])
    assert torch.equal(other(now), balance.train()(now))


@pytest.mark.parametrize("losses", [[1.0], [1.0, -1.0], [1.0, float("nan")]], ids=str)
def test_errors_are_named(losses):
    with pytest.raises(InputError, match="^losses: expected"):
        InverseLossBalance(2)(torch.tensor(losses))
