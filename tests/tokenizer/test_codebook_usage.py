import pytest
import torch

from signary.io.errors import InputError
from signary.tokenizer import code_counts, dead_code_threshold, perplexity, usage


def test_counts_of_a_corpus_are_sums_of_batches():
    codes = torch.randint(0, 5, (6, 7, 2))
    whole = code_counts(codes, (5, 9))
    halves = [code_counts(half, (5, 9)) for half in codes.split(3)]
    assert [len(counts) for counts in whole] == [5, 9]
    for part in range(2):
        assert torch.equal(whole[part], halves[0][part] + halves[1][part])
        assert whole[part].sum() == 42


def test_masked_steps_are_not_counted():
    codes = torch.tensor([[[0, 1], [2, 2], [-1, -1]]])
    assert [counts.tolist() for counts in code_counts(codes, (3, 3))] == [[1, 0, 1], [0, 1, 1]]
    mask = torch.tensor([[True, False, False]])
    assert [counts.tolist() for counts in code_counts(codes, (3, 3), mask)] == [[1, 0, 0], [0, 1, 0]]


def test_perplexity_and_usage_between_their_ends():
    assert perplexity(torch.full((8,), 3)) == pytest.approx(8)
    assert perplexity(torch.tensor([0, 5, 0])) == pytest.approx(1)
    assert usage(torch.tensor([0, 5, 0, 1])) == pytest.approx(0.5)
    share = torch.tensor([0.5, 0.25, 0.25])
    assert perplexity(torch.tensor([2, 1, 1])) == pytest.approx(float(torch.exp(-(share * share.log()).sum())))


def test_threshold_of_dead_codes_fits_the_batch():
    assert dead_code_threshold(4800, 192) == pytest.approx(1.0)
    with pytest.raises(InputError, match="num_tokens"):
        dead_code_threshold(0, 192)


def test_errors_are_named():
    with pytest.raises(InputError, match="codes of part 1: expected codes from 0 to 2, got 3"):
        code_counts(torch.tensor([[[0, 3]]]), (3, 3))
    with pytest.raises(InputError, match=r"codes: expected shape \(B, L, 3\)"):
        code_counts(torch.tensor([[[0, 3]]]), (3, 3, 3))
    with pytest.raises(InputError, match="counts"):
        perplexity(torch.zeros(4))
