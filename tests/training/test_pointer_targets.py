"""What a pointer is taught of a sentence."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from signary.generator.sign_mbart.pointer import END, STEPS
from signary.io.errors import InputError
from signary.training.pointer_targets import UNKNOWN, ShownPiece, align, find_spans, pointer_targets


def sign(length, seed=0, columns=3):
    return np.random.default_rng([length, seed]).integers(0, 50, (length, columns))


def test_it_waits_before_a_sign_follows_it_and_is_at_the_end_behind_the_last():
    first, second, noise = sign(3), sign(2), sign(8)
    codes = np.concatenate([noise[:2], first, noise[2:4], second, noise[4:6]])
    pieces = [ShownPiece(2.0, 5.0, first), ShownPiece(7.0, 9.0, second)]
    found = pointer_targets(codes, pieces)
    steps = [0, 0, 0, 1, 2, 3, 3, 3, 4]
    assert found.places.tolist() == [STEPS + step for step in steps] + [END, END]
    assert found.inside.tolist() == [0, 0, 1, 1, 1, 0, 0, 1, 1, 0, 0]


def test_shares_of_steps_and_signs_that_are_not_shown():
    codes = sign(6)
    found = pointer_targets(codes, [ShownPiece(0.25, 2.5, None), ShownPiece(3.0, 4.75, codes[3:5])])
    np.testing.assert_allclose(found.inside, [0.75, 1, 0.5, 1, 0.75, 0])
    # Nothing is said of the way to a sign that the prompt does not show; from there on it waits for the next.
    assert found.places.tolist() == [UNKNOWN, UNKNOWN, STEPS, STEPS, STEPS + 1, END]


def test_what_is_not_all_that_is_signed_says_nothing_of_the_rest():
    codes = sign(5)
    found = pointer_targets(codes, [ShownPiece(1.0, 3.0, codes[1:3])], whole=False)
    assert found.places.tolist() == [UNKNOWN, STEPS, STEPS + 1, UNKNOWN, UNKNOWN]
    assert found.inside.tolist() == [UNKNOWN, 1, 1, UNKNOWN, UNKNOWN]


def test_times_ascend():
    with pytest.raises(InputError, match="times that ascend"):
        pointer_targets(sign(4), [ShownPiece(2.0, 3.0, None), ShownPiece(1.0, 2.0, None)])


@given(st.integers(1, 12), st.integers(1, 12))
def test_alignment_never_goes_back_and_reaches_from_early_to_late(length, size):
    found = align(sign(length), sign(size))
    assert found.shape == (length,)
    assert (np.diff(found) >= 0).all()
    assert 0 <= found.min() <= found.max() < size


def test_alignment_follows_the_codes_where_a_sign_is_slower():
    one = sign(4)
    assert align(one[[0, 0, 0, 1, 1, 2, 3, 3]], one).tolist() == [0, 0, 0, 1, 1, 2, 3, 3]


def test_signs_are_found_in_motion_without_times():
    signs, noise = [sign(4), sign(3), sign(5)], sign(20, 1)
    slower = signs[2][[0, 0, 1, 2, 3, 4, 4]]
    codes = np.concatenate([noise[:3], signs[0], noise[3:8], slower, noise[8:10]])
    codes[4, 1] += 1
    first, missing, last = find_spans(codes, signs)
    assert first == (3, 7)
    assert missing is None
    assert last == (12, 19)


def test_a_sentence_that_is_too_short_for_its_signs_finds_none():
    assert find_spans(sign(1), [sign(3), sign(3)]) == [None, None]
    assert find_spans(sign(3), []) == []
