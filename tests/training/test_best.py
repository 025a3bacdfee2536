"""What is kept is what the metric says, and goes on after a break."""

import math

import pytest
import torch

from signary.training.best import Best


def weights(module):
    return module.weight.detach().clone()


def test_the_least_figure_is_kept_and_the_first_of_equal_ones():
    model = torch.nn.Linear(2, 2)
    best, seen = Best(model), []
    for figure in (3.0, math.nan, 1.0, 1.0, 2.0):
        with torch.no_grad():
            model.weight.add_(1)
        seen.append(weights(model))
        best.consider(model, figure)
    assert torch.equal(best.model.weight, seen[2])
    assert float(best.figure) == 1.0
    assert not any(parameter.requires_grad for parameter in best.model.parameters())


def test_it_goes_on_from_what_was_saved():
    model = torch.nn.Linear(2, 2)
    best = Best(model)
    best.consider(model, 0.1 + 0.2)
    again = Best(torch.nn.Linear(2, 2))
    again.load_state_dict(best.state_dict())
    kept = weights(again.model)
    again.consider(torch.nn.Linear(2, 2), 0.1 + 0.2)
    assert torch.equal(kept, weights(again.model))
    again.consider(torch.nn.Linear(2, 2), 0.3)
    assert float(again.figure) == pytest.approx(0.3)
    assert not torch.equal(kept, weights(again.model))
