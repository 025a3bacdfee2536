"""The time of a flow as a vector."""

from __future__ import annotations

import math

import torch
from torch import nn
from torch.nn import functional

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
        self.first, self.second = nn.Linear(2 * NUM_FREQUENCIES, size), nn.Linear(size, size)

    def forward(self, times: torch.Tensor) -> torch.Tensor:
        """Times of any shape, 0 (noise) to 1 (data), in float32 or more, to the same shape and (size,)."""
        steps = torch.arange(NUM_FREQUENCIES, device=times.device, dtype=times.dtype)
        angles = times[..., None] * (SCALE * torch.exp(-math.log(10 * SCALE) * steps / NUM_FREQUENCIES))
        # In half precision the angles would be off by more than a turn.
        waves = torch.cat([angles.sin(), angles.cos()], dim=-1).to(self.first.weight.dtype)
        return torch.as_tensor(self.second(functional.silu(self.first(waves))))
