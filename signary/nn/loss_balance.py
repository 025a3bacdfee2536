"""Losses of different sizes, weighted so that each counts about the same (HybridSign, Eq. 20)."""

from __future__ import annotations

import torch
from torch import nn

from signary.io.errors import InputError
from signary.nn.whole_batch import means_of_all

DECAY = 0.99
EPSILON = 1e-3


class InverseLossBalance(nn.Module):
    """λ_i = (1 / (EMA_i + ε)) / Σ_j (1 / (EMA_j + ε)), the moving averages being of the losses themselves.

    The weighted sum hides whether anything gets better: log the losses, and choose checkpoints by a metric.

    Args:
        count: Number of losses.
    """

    average: torch.Tensor
    started: torch.Tensor

    def __init__(self, count: int) -> None:
        super().__init__()
        self.register_buffer("average", torch.zeros(count))
        self.register_buffer("started", torch.tensor(False))

    @torch.no_grad()
    def forward(self, losses: torch.Tensor) -> torch.Tensor:
        """Weights that sum to 1, without gradient. In training mode the averages take the losses in first.

        Inside `whole_batch` losses are those of all processes, and so are the weights.

        Args:
            losses: Tensor of shape (count,), at least 0 (up to rounding) and finite.

        Raises:
            InputError: If the shape does not fit, or a loss is negative or not finite: its weight would be, too.
        """
        if losses.shape != self.average.shape:
            raise InputError("losses", f"shape {tuple(self.average.shape)}", tuple(losses.shape))
        losses = means_of_all(losses)
        if not torch.isfinite(losses).all() or (losses < -EPSILON / 2).any():
            raise InputError("losses", "finite numbers of at least 0", losses.tolist())
        if self.training:
            now = losses.to(self.average)
            self.average.copy_(torch.where(self.started, DECAY * self.average + (1 - DECAY) * now, now))
            self.started.fill_(True)
        inverse = 1 / ((self.average if self.started else losses.to(self.average)) + EPSILON)
        return inverse / inverse.sum()
