"""The time of a flow as a vector."""

from __future__ import annotations

import math

import torch
from torch import nn

#: Sinusoids see t times this, as if a flow had a thousand steps.
SCALE = 1000.0
NUM_FREQUENCIES = 64


class TimeEmbedding(nn.Module):
    """Sinusoids of the time, then two linear layers.

    Args:
        size: Numbers of the embedding.
    """

    def __init__(self, size: int) -> None:
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(2 * NUM_FREQUENCIES, size), nn.SiLU(), nn.Linear(size, size))

    def forward(self, times: torch.Tensor) -> torch.Tensor:
        """Times of any shape, 0 (noise) to 1 (data), to the same shape and (size,)."""
        steps = torch.arange(NUM_FREQUENCIES, device=times.device, dtype=times.dtype)
        angles = times[..., None] * (SCALE * torch.exp(-math.log(10 * SCALE) * steps / NUM_FREQUENCIES))
        return torch.as_tensor(self.layers(torch.cat([angles.sin(), angles.cos()], dim=-1)))
