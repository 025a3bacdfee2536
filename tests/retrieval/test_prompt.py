import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from signary.io.errors import InputError
from signary.retrieval.dictionary import DictionarySign
from signary.retrieval.prompt import prompt_steps, subsample


@given(length=st.integers(1, 60), steps=st.integers(2, 30))
def test_subsampling_is_even_and_keeps_both_ends(length, steps):
    codes = np.stack([np.arange(length)] * 3, 1)
    kept = subsample(codes, steps)[:, 0]
    assert len(kept) == min(length, steps)
    assert kept[0] == 0
    assert kept[-1] == length - 1
    gaps = np.diff(kept)
    assert not len(gaps) or (gaps.min() >= 1 and gaps.max() - gaps.min() <= 1)


def test_a_prompt_names_signs_in_order():
    signs = [DictionarySign(lemma, "dgs", np.full((20, 3), at), 80) for at, lemma in enumerate(["b", "a"])]
    prompt = prompt_steps(signs, 10)
    assert [(name, codes.shape, codes[0, 0]) for name, codes in prompt] == [("b", (10, 3), 0), ("a", (10, 3), 1)]
    assert prompt_steps(signs)[0][1].shape == (20, 3)


def test_one_step_cannot_hold_both_ends():
    with pytest.raises(InputError, match="at least 2"):
        subsample(np.zeros((4, 3), int), 1)
