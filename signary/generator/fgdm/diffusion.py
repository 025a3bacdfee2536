"""F1: diffusion with a cosine schedule (Nichol and Dhariwal, 2021) and sampling by DDIM (Song et al., 2021).

The network predicts the clean pose x̂₀. With ᾱ(t) the share of the signal's variance after step t:

    x(t) = √ᾱ(t) · x₀ + √(1 − ᾱ(t)) · ε

All coefficients are computed in float64: near t = 999, ᾱ is so small that float32 takes the root of a negative
number for η = 1.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

import torch

#: No step takes more than this share of what is left of the signal.
MAX_BETA = 0.999
_OFFSET = 0.008

#: From noisy poses and steps (B,) to clean poses.
Denoiser = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]


@cache
def signal_shares(train_steps: int) -> tuple[float, ...]:
    """ᾱ(t) for t = 0 … train_steps − 1, falling."""

    def level(at: float) -> float:
        return math.cos((at / train_steps + _OFFSET) / (1 + _OFFSET) * math.pi / 2) ** 2

    shares, share = list[float](), 1.0
    for step in range(train_steps):
        share *= 1 - min(1 - level(step + 1) / level(step), MAX_BETA)
        shares.append(share)
    return tuple(shares)


def sampling_times(train_steps: int, sampling_steps: int) -> list[int]:
    """Steps that DDIM visits, from the last one down ("trailing" spacing): 999, 799, 599, 399, 199 for 5 of 1000."""
    return [round(train_steps - at * train_steps / sampling_steps) - 1 for at in range(sampling_steps)]


def add_noise(clean: torch.Tensor, noise: torch.Tensor, times: torch.Tensor, train_steps: int) -> torch.Tensor:
    """x(t) of every row.

    Args:
        clean: x₀, tensor of shape (B, …).
        noise: ε, tensor of the same shape.
        times: t, integers of shape (B,), from 0 to train_steps − 1.
        train_steps: Steps of the diffusion.
    """
    # On the CPU: not every device has float64.
    share = torch.tensor(signal_shares(train_steps), dtype=torch.float64)[times.cpu()]
    share = share.reshape(-1, *(1 for _ in clean.shape[1:]))
    return share.sqrt().to(clean) * clean + (1 - share).sqrt().to(clean) * noise


class _Step(NamedTuple):
    """x(next) = clean · x̂₀ + noise · ε̂ + fresh · ε, with ε̂ = (x(t) − signal · x̂₀) / spread."""

    time: int
    signal: float
    spread: float
    clean: float
    noise: float
    fresh: float


def _steps(train_steps: int, sampling_steps: int, eta: float) -> Iterator[_Step]:
    shares, times = signal_shares(train_steps), sampling_times(train_steps, sampling_steps)
    for time, later in zip(times, [*times[1:], -1], strict=True):
        # The step after the last one is the clean pose itself.
        now, then = shares[time], shares[later] if later >= 0 else 1.0
        fresh = eta * math.sqrt((1 - then) / (1 - now) * (1 - now / then))
        # At least 0 but for rounding.
        kept = math.sqrt(max(0.0, 1 - then - fresh**2))
        yield _Step(
            time,
            math.sqrt(now),
            math.sqrt(1 - now),
            math.sqrt(then),
            kept,
            fresh,
        )


def sample(
    denoise: Denoiser,
    draw: Callable[[], torch.Tensor],
    train_steps: int,
    sampling_steps: int,
    eta: float,
) -> torch.Tensor:
    """Clean poses from noise by DDIM.

    Args:
        denoise: The network: x(t) and t of every row to x̂₀.
        draw: Unit noise, anew at every call; called once, and for η above 0 once more for every step but the last.
        train_steps: Steps of the diffusion.
        sampling_steps: Steps to take.
        eta: 0 adds no noise on the way, 1 as much as the diffusion itself.

    Returns:
        The last x̂₀, of the shape of the noise.
    """
    noisy = draw()
    for step in _steps(train_steps, sampling_steps, eta):
        clean = denoise(noisy, torch.full((len(noisy),), step.time, device=noisy.device))
        noise = (noisy - step.signal * clean) / step.spread
        noisy = step.clean * clean + step.noise * noise
        if step.fresh > 0:
            noisy = noisy + step.fresh * draw()
    return noisy
