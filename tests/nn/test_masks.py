"""One check of masks, whatever they are about."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from signary.io.errors import InputError
from signary.nn.masks import checked_features, checked_mask

MASKED = torch.zeros(3, 4, 2)


def test_without_a_mask_everything_counts():
    found = checked_mask(None, MASKED)
    assert found.shape == (3, 4)
    assert found.dtype == torch.bool
    assert found.all()


@given(st.lists(st.lists(st.booleans(), min_size=4, max_size=4), min_size=1, max_size=5))
def test_padding_in_front_or_between_is_found_and_named(rows):
    mask = torch.tensor(rows)
    masked = torch.zeros(len(rows), 4)
    assert torch.equal(checked_mask(mask, masked), mask)
    wrong = [at for at, row in enumerate(rows) if sorted(row, reverse=True) != row]
    empty = [at for at, row in enumerate(rows) if not any(row)]
    if wrong:
        with pytest.raises(InputError, match=f"padding at the end of rows only.*in row {wrong[0]}$"):
            checked_mask(mask, masked, at_end=True)
    else:
        assert torch.equal(checked_mask(mask, masked, at_end=True), mask)
    if empty:
        with pytest.raises(InputError, match=f"in every row, got none in row {empty[0]}$"):
            checked_mask(mask, masked, no_empty_row=True)
    else:
        checked_mask(mask, masked, no_empty_row=True)


@pytest.mark.parametrize("mask", [torch.ones(3, 4), torch.ones(3, 4, dtype=torch.long), torch.ones(4, 3) > 0])
def test_other_types_and_shapes_are_refused_by_name(mask):
    with pytest.raises(InputError, match=r"code_mask: expected booleans of shape \(3, 4\)"):
        checked_mask(mask, MASKED, "code_mask")


def test_whole_numbers_count_where_a_text_tokenizer_writes_them():
    numbers = torch.tensor([[1, 1, 0, 0]] * 3)
    assert torch.equal(checked_mask(numbers, MASKED, numbers=True), numbers.bool())
    with pytest.raises(InputError, match=r"booleans \(or 0 and 1\)"):
        checked_mask(numbers.float(), MASKED, numbers=True)


def test_a_mask_may_have_more_dimensions():
    mask = torch.ones(3, 4, 2, dtype=torch.bool)
    assert torch.equal(checked_mask(mask, MASKED, dims=3), mask)
    mask[1, 2, 0] = False
    with pytest.raises(InputError, match="in row 6$"):
        checked_mask(mask, MASKED, dims=3, at_end=True)


def test_features_are_finite_where_they_count():
    values = torch.zeros(2, 3, 5)
    values[1, 2, 4] = torch.inf
    values[0, 0, 0] = torch.nan
    mask = torch.tensor([[True] * 3, [True, True, False]])
    assert torch.equal(checked_features(values, mask, 5), mask)
    with pytest.raises(InputError, match="NaN where missing, got infinity"):
        checked_features(values, None, 5)
    with pytest.raises(InputError, match=r"shape \(B, T, 6\)"):
        checked_features(values, mask, 6)
