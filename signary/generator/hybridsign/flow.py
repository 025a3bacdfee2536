"""The flow: t = 0 is noise, t = 1 is data, x_t = (1 − t)·z + t·x, velocity v = x − z (HybridSign, Eq. 5 and 6).

Eq. 6 prints the velocity as (x₀ − x_t) / t; with its own x_t the denominator is 1 − t, which makes it x − z.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import torch

#: Steps of a flow, where nothing else is said.
STEPS = 4


def between(start: torch.Tensor, data: torch.Tensor, times: torch.Tensor) -> torch.Tensor:
    """x_t on the straight way from `start` (t = 0) to `data` (t = 1); `times` broadcast to both."""
    return (1 - times) * start + times * data


def flow_times(steps: int) -> list[float]:
    """The steps + 1 times at which a flow of so many steps stops, 0 and 1 included."""
    return [step / steps for step in range(steps + 1)]


def follow(
    velocity: Callable[[torch.Tensor, float, float], torch.Tensor], start: torch.Tensor, steps: int
) -> torch.Tensor:
    """Follow a flow from t = 0 to t = 1 in equal (Euler) steps: x ← x + (t_{k+1} − t_k)·v(x, t_k, t_{k+1}).

    Args:
        velocity: Velocity at a point, from a time on, until another.
        start: Where the flow starts, of any shape.
        steps: At least 1.
    """
    x = start
    for now, later in pairwise(flow_times(steps)):
        x = x + (later - now) * velocity(x, now, later)
    return x


def average_velocity(
    average: Callable[[torch.Tensor, torch.Tensor], torch.Tensor],
    x: torch.Tensor,
    times: torch.Tensor,
    spans: torch.Tensor,
    velocity: torch.Tensor,
) -> torch.Tensor:
    """What the average velocity u from t until r should be: v + (r − t)·(v·∂ₓu + ∂ₜu) (MeanFlow, 2025).

    It follows from u·(r − t) = ∫ v, differentiated along the flow with r fixed. It equals v where r = t.

    Args:
        average: u as a function of x and t, r being fixed; differentiable forward.
        x: Point on the way, of any shape.
        times: t, of any shape.
        spans: r − t, broadcasting to x.
        velocity: v = x₁ − x₀ of that way, of the shape of x.

    Returns:
        Tensor of the shape of x, without gradient.
    """
    with torch.no_grad():
        change = torch.func.jvp(average, (x, times), (velocity, torch.ones_like(times)))[1]
        return torch.as_tensor(velocity + spans * change)
