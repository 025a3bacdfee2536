"""Threads for networks: short as the steps of small ones are, several threads would wait for each other."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import nn

#: Networks of fewer parameters than this are run on one thread.
SMALL = 50_000_000


def fitting_threads(*networks: nn.Module | None) -> int:
    """How many threads serve networks that are run one after the other: one if all are small, else torch's number.

    Args:
        *networks: None stands for a network that a model does not have.
    """
    sizes = [sum(each.numel() for each in network.parameters()) for network in networks if network is not None]
    return 1 if max(sizes, default=0) < SMALL else torch.get_num_threads()


@contextmanager
def on_threads(number: int) -> Iterator[None]:
    """Run torch on so many threads; afterwards it has its own number again.

    Args:
        number: At least 1.
    """
    before = torch.get_num_threads()
    if before == number:
        yield
        return
    torch.set_num_threads(number)
    try:
        yield
    finally:
        torch.set_num_threads(before)
