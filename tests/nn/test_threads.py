"""Small networks run on one thread, and torch has its own number again afterwards."""

import pytest
import torch
from torch import nn

from signary.nn.threads import SMALL, fitting_threads, on_threads


@pytest.fixture(autouse=True)
def two_threads():
    with on_threads(2):
        yield


def test_small_networks_run_on_one_thread():
    assert fitting_threads(nn.Linear(8, 8), None, nn.Linear(8, 8)) == 1


def test_one_large_network_is_enough_for_all_threads():
    large = nn.Linear(SMALL, 1, bias=False, device="meta")
    assert fitting_threads(nn.Linear(8, 8), large) == 2


def test_no_network_needs_one_thread():
    assert fitting_threads(None) == 1


def test_threads_are_given_back_after_an_error():
    seen = []

    def fail():
        with on_threads(1):
            seen.append(torch.get_num_threads())
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert [*seen, torch.get_num_threads()] == [1, 2]
