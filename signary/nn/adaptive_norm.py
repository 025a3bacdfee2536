"""Layer normalisation whose shift and scale depend on the time of a flow (adaLN), shared by all layers but a table."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional


def adaptive_norm(x: torch.Tensor, shift: torch.Tensor, scale: torch.Tensor) -> torch.Tensor:
    """Normalise, then scale by 1 + `scale` and shift.

    Args:
        x: Tensor of shape (…, E).
        shift: Tensor that broadcasts to it.
        scale: Tensor that broadcasts to it.
    """
    return functional.layer_norm(x, x.shape[-1:]) * (1 + scale) + shift


class Modulation(nn.Module):
    """What one layer adds to the modulation that all layers share.

    The time is one number: a map of its own from time to shifts and scales in every layer would be the largest part
    of a small model. So one map serves all layers, and each layer shifts its result by a table.

    Args:
        count: N, networks side by side.
        num_vectors: Vectors (shifts, scales, gates) that the layer needs.
        size: Numbers of a vector.
    """

    def __init__(self, count: int, num_vectors: int, size: int) -> None:
        super().__init__()
        self.num_vectors = num_vectors
        self.table = nn.Parameter(torch.empty(count, 1, 1, num_vectors * size))
        self.reset_parameters()

    def reset_parameters(self) -> None:
        """Start close to no modulation."""
        nn.init.normal_(self.table, std=0.02)

    def forward(self, shared: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """(B, T, num_vectors · size) to `num_vectors` tensors of shape (N, B, T, size)."""
        return (shared + self.table).chunk(self.num_vectors, dim=-1)
