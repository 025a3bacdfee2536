"""Means over a batch whose rows are spread over processes, each of which has its own number of frames or tokens.

The mean of the processes' means would count a frame of a process with few frames more than others. Inside
`whole_batch` each process divides its sum by the count of all processes instead, times their number: the mean of the
processes' losses, and of their gradients, is then that of one process with the whole batch.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import torch
from torch import distributed

_counts: ContextVar[bool | None] = ContextVar("counts", default=None)


def several_processes() -> bool:
    """Whether torch.distributed knows of more than this process."""
    return distributed.is_available() and distributed.is_initialized() and distributed.get_world_size() > 1


@contextmanager
def whole_batch(counts: bool = True) -> Iterator[None]:
    """While it is open, `mean_of` is of the rows of all processes: each of them has to open it and call the same means.

    Args:
        counts: Whether this process' rows count. A process that is left without rows, for there are more processes
            than rows, computes with any, as all have to take part in every sum.
    """
    token = _counts.set(counts)
    try:
        yield
    finally:
        _counts.reset(token)


def rows_count() -> bool:
    """Whether this process' rows count; they do where nobody says otherwise."""
    return _counts.get() is not False


def mean_of(total: torch.Tensor, count: torch.Tensor, least: float = 1.0) -> torch.Tensor:
    """`total / count`; inside `whole_batch` this process' part of that of all, whose mean over processes is the mean.

    Args:
        total: Sum of this process' rows, a scalar, finite also where the rows do not count.
        count: How many (or which weights) were summed up, a scalar.
        least: Smallest number to divide by.
    """
    if _counts.get() is None or not several_processes():
        return total / count.clamp(min=least)
    summed = count.detach().to(torch.float64, copy=True) * rows_count()
    distributed.all_reduce(summed)
    share = distributed.get_world_size() / summed.clamp(min=least)
    return total * (share * rows_count()).to(total.dtype)


def means_of_all(parts: torch.Tensor) -> torch.Tensor:
    """What the processes' parts of `mean_of` are together, without gradient: the means over the rows of all.

    Args:
        parts: Tensor of this process' parts, of any shape; as it is outside of `whole_batch`.
    """
    whole = parts.detach().clone()
    if _counts.get() is not None and several_processes():
        distributed.all_reduce(whole)
        whole /= distributed.get_world_size()
    return whole


def rows_of_all(rows: torch.Tensor) -> torch.Tensor:
    """Rows of all processes, one process after the other; of a process whose rows do not count, none.

    Args:
        rows: Tensor of shape (N, …), N of each process' own, the rest equal.
    """
    if not several_processes():
        return rows
    rows = rows.detach().contiguous()
    rows = rows if rows_count() else rows[:0]
    number = torch.tensor(len(rows), device=rows.device)
    numbers = [torch.zeros_like(number) for _ in range(distributed.get_world_size())]
    distributed.all_gather(numbers, number)
    most = max(1, max(int(found) for found in numbers))
    padded = torch.cat([rows, rows.new_zeros(most - len(rows), *rows.shape[1:])])
    found = [torch.empty_like(padded) for _ in numbers]
    distributed.all_gather(found, padded)
    return torch.cat([part[: int(number)] for part, number in zip(found, numbers, strict=True)])


@contextmanager
def drawn_alike(device: torch.device) -> Iterator[None]:
    """Inside, torch draws the same numbers in all processes; outside, each goes on with its own.

    Costs one number of torch's global generator, whatever is drawn inside.

    Args:
        device: Where numbers are drawn.
    """
    seed = torch.randint(1 << 62, (), dtype=torch.long)
    if several_processes():
        seed = seed.to(device)
        distributed.broadcast(seed, src=0)
    with torch.random.fork_rng(devices=[device] if device.type == "cuda" else []):
        torch.manual_seed(int(seed))
        yield
