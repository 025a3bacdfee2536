"""The flow: t = 0 is noise, t = 1 is data, x_t = (1 − t)·z + t·x, velocity v = x − z (HybridSign, Eq. 5 and 6).

Eq. 6 prints the velocity as (x₀ − x_t) / t; with its own x_t the denominator is 1 − t, which makes it x − z.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import torch


def between(start: torch.Tensor, data: torch.Tensor, times: torch.Tensor) -> torch.Tensor:
    """x_t on the straight way from `start` (t = 0) to `data` (t = 1); `times` broadcast to both."""
    return (1 - times) * start + times * data


def flow_times(steps: int) -> list[float]:
    """The steps + 1 times at which a flow of so many steps stops, 0 and 1 included."""
    return [step / steps for step in range(steps + 1)]


def follow(velocity: Callable[[torch.Tensor, float], torch.Tensor], start: torch.Tensor, steps: int) -> torch.Tensor:
    """Follow a flow from t = 0 to t = 1 in equal (Euler) steps: x ← x + (t_{k+1} − t_k)·v(x, t_k).

    Args:
        velocity: Velocity at a point and a time.
        start: Where the flow starts, of any shape.
        steps: At least 1.
    """
    x = start
    for now, later in pairwise(flow_times(steps)):
        x = x + (later - now) * velocity(x, now)
    return x
