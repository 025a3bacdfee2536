import pytest
import torch

from signary.generator.hybridsign import coarse_error
from signary.io.errors import InputError


def test_it_is_the_root_mean_square_of_what_is_known():
    true, error = torch.randn(2, 9, 3), torch.randn(2, 9, 3)
    std = torch.tensor([0.5, 2.0, 1.0])
    coarse = true + std * error
    true[0, :4, 1] = torch.nan
    known = ~true.isnan()
    found = coarse_error(zip(coarse, true, strict=True), std)
    for feature in range(3):
        assert found[feature] == pytest.approx(error[..., feature][known[..., feature]].square().mean().sqrt().item())


def test_what_is_right_has_a_unit_all_the_same():
    true = torch.randn(9, 3)
    assert torch.equal(coarse_error([(true, true)], torch.ones(3)), torch.full((3,), 1e-3))


def test_what_nobody_has_stays_as_the_codes_give_it():
    """The face of motion that was lifted from keypoints."""
    coarse, true = torch.randn(9, 3), torch.randn(9, 3)
    true[:, 2] = torch.nan
    found = coarse_error([(coarse, true)], torch.ones(3))
    assert found[2] == pytest.approx(1e-3)
    assert found[0] == pytest.approx((coarse - true)[:, 0].square().mean().sqrt().item())


@pytest.mark.parametrize(
    "pairs",
    [[], [(torch.zeros(4, 3), torch.zeros(5, 3))], [(torch.zeros(4, 2), torch.zeros(4, 2))],
     [(torch.zeros(4, 3), torch.full((4, 3), torch.nan))]],
    ids=["none", "lengths", "features", "all missing"],
)  # fmt: skip
def test_errors_are_named(pairs):
    with pytest.raises(InputError, match="^pairs: expected"):
        coarse_error(pairs, torch.ones(3))
