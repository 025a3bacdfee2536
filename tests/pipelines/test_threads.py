"""Small networks run on one thread, and torch has its own number again afterwards."""

from collections.abc import Iterator

import pytest
import torch
from torch import nn

from signary.pipelines.threads import SMALL, fitting_threads, on_threads


@pytest.fixture(autouse=True)
def two_threads() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    yield
    torch.set_num_threads(before)


def test_small_networks_run_on_one_thread() -> None:
    assert fitting_threads(nn.Linear(8, 8), None, nn.Linear(8, 8)) == 1


def test_one_large_network_is_enough_for_all_threads() -> None:
    large = nn.Linear(SMALL, 1, bias=False, device="meta")
    assert fitting_threads(nn.Linear(8, 8), large) == 2


def test_no_network_needs_one_thread() -> None:
    assert fitting_threads(None) == 1


def test_threads_are_given_back_after_an_error() -> None:
    seen = []

    def fail() -> None:
        with on_threads(1):
            seen.append(torch.get_num_threads())
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert [*seen, torch.get_num_threads()] == [1, 2]


def test_a_pipeline_signs_on_one_thread_and_gives_them_back(sign) -> None:
    seen = dict[str, set[int]]()

    def watch(name):
        return lambda *_: seen.setdefault(name, set()).add(torch.get_num_threads())

    networks = {"generator": sign.model, "motion tokenizer": sign.parts.motion_tokenizer}
    hooks = [
        module.register_forward_hook(watch(name)) for name, network in networks.items() for module in network.modules()
    ]
    try:
        sign("My mother eats bread.", language="asl")
    finally:
        for hook in hooks:
            hook.remove()
    assert seen == {"generator": {1}, "motion tokenizer": {1}}
    assert torch.get_num_threads() == 2
