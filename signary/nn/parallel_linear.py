"""Linear maps side by side: one for every joint, or one for every expert, computed as one product."""

from __future__ import annotations

import math

import torch
from torch import nn


class ParallelLinear(nn.Module):
    """N linear maps, each for its own slice of the first dimension.

    A loop over N small layers costs mostly the calling; one batched product costs mostly the arithmetic.

    Args:
        count: N.
        in_features: Numbers that go in.
        out_features: Numbers that come out.
    """

    def __init__(self, count: int, in_features: int, out_features: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.empty(count, in_features, out_features))
        self.bias = nn.Parameter(torch.empty(count, 1, out_features))
        self.reset_parameters()

    def reset_parameters(self) -> None:
        """Start like `nn.Linear`: uniform within 1 / √in_features."""
        bound = 1 / math.sqrt(self.weight.shape[1])
        nn.init.uniform_(self.weight, -bound, bound)
        nn.init.uniform_(self.bias, -bound, bound)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(N, …, in_features) to (N, …, out_features)."""
        flat = x.flatten(1, -2)
        return torch.baddbmm(self.bias, flat, self.weight).reshape(*x.shape[:-1], self.weight.shape[-1])
