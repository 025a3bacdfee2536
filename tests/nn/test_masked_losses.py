import pytest
import torch
from torch.nn import functional

from signary.io.errors import InputError
from signary.nn import masked_mean, masked_smooth_l1, masked_squared_error

LOSSES = [(masked_smooth_l1, functional.smooth_l1_loss), (masked_squared_error, functional.mse_loss)]


@pytest.mark.parametrize(("masked", "plain"), LOSSES)
def test_without_padding_it_is_torchs_own(masked, plain):
    prediction, target = torch.randn(2, 5, 3), 3 * torch.randn(2, 5, 3)
    assert torch.allclose(masked(prediction, target, torch.ones(2, 5, dtype=torch.bool)), plain(prediction, target))


@pytest.mark.parametrize(("masked", "plain"), LOSSES)
def test_what_does_not_count_has_no_influence(masked, plain):
    prediction = torch.randn(2, 5, 3, requires_grad=True)
    target, confidence = torch.randn(2, 5, 3), torch.full((2, 5, 3), 0.3)
    mask = torch.tensor([[1, 1, 1, 0, 0], [1, 1, 1, 1, 0]]).bool()
    confidence[0, 1, 2] = 0
    target[0, 1, 2] = torch.nan
    target[~mask] = torch.nan
    counted = mask[..., None] & (confidence > 0)
    loss = masked(prediction, target, mask, confidence)
    assert torch.allclose(loss, plain(prediction[counted], target[counted]))
    loss.backward()
    assert torch.isfinite(prediction.grad).all()
    assert not prediction.grad[~counted].any()


@pytest.mark.parametrize("masked", [masked_smooth_l1, masked_squared_error])
def test_nothing_to_count_costs_nothing(masked):
    prediction = torch.randn(1, 2, 3, requires_grad=True)
    loss = masked(prediction, torch.full((1, 2, 3), torch.nan), torch.zeros(1, 2, dtype=torch.bool))
    loss.backward()
    assert loss == 0
    assert not prediction.grad.any()


def test_masked_mean_counts_entries():
    assert masked_mean(torch.tensor([1.0, 2.0, torch.inf]), torch.tensor([True, True, False])) == 1.5


@pytest.mark.parametrize(
    ("shapes", "named"),
    [
        (((2, 5, 3), (2, 4, 3), (2, 5), (2, 5, 3)), "target"),
        (((2, 5, 3), (2, 5, 3), (2, 4), (2, 5, 3)), "frame_mask"),
        (((2, 5, 3), (2, 5, 3), (2, 5), (2, 5, 1)), "confidence"),
    ],
)
def test_shapes_that_do_not_fit_are_named(shapes, named):
    prediction, target, mask, confidence = (torch.ones(shape) for shape in shapes)
    with pytest.raises(InputError, match=f"^{named}: expected"):
        masked_smooth_l1(prediction, target, mask.bool(), confidence)
