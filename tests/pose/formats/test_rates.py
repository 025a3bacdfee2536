import numpy as np
import pytest

from signary.io.errors import FormatError, InputError
from signary.pose.formats.rates import settle_rate, shortest_rate


@pytest.mark.parametrize("rate", [1.0, 12.5, 23.976, 24.0, 25.0, 29.97, 30.0, 48.0, 59.94, 119.88, 120.0, 0.1, 1000.0])
def test_what_was_meant_is_found_again(rate):
    for stored in (np.float32(rate), float(np.float32(rate)), np.float64(rate), rate):
        assert shortest_rate(stored) == rate
    if rate < 2048:
        assert shortest_rate(np.float16(rate)) == float(str(np.float16(rate)))


def test_whole_numbers_and_fractions_stay_what_they_are():
    assert shortest_rate(np.int64(30)) == 30
    assert shortest_rate(30000 / 1001) == 30000 / 1001
    assert shortest_rate(1e300) == 1e300


@pytest.mark.parametrize(("stated", "given", "settled"), [(25.0, None, 25), (None, 30.0, 30), (25.0, 25.0, 25)])
def test_one_of_both_is_enough(stated, given, settled):
    assert settle_rate("a.npz", stated, given) == settled


def test_two_spellings_of_one_rate_are_one():
    for given in (29.97, float(np.float32(29.97)), 30000 / 1001):
        assert settle_rate("a.npz", float(np.float32(29.97)), given) == 29.97
    with pytest.raises(InputError, match="the 29.97 that a.npz states"):
        settle_rate("a.npz", 29.97, 29.98)


@pytest.mark.parametrize("rate", [0.0, -1.0, float("nan"), float("inf"), 1001.0])
def test_what_is_no_rate_is_named(rate):
    with pytest.raises(FormatError, match="a.npz"):
        settle_rate("a.npz", rate, None)
    with pytest.raises(InputError, match="fps"):
        settle_rate("a.npz", None, rate)
    with pytest.raises(InputError, match="states none"):
        settle_rate("a.npz", None, None)
