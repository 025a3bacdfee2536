"""How long each gloss takes. Not in the paper, whose code takes the reference's length: real use has none."""

from __future__ import annotations

import torch
from torch import nn

from signary.generator.fgdm.configuration_fgdm import FGDMConfig
from signary.nn.masked_losses import masked_mean


class DurationPredictor(nn.Module):
    """Frames of every gloss, from the features of the gloss encoder; their sum is the length of the sentence.

    It reads the features without changing them, so that the rest of the model trains as published.

    Args:
        config: Sizes.
    """

    def __init__(self, config: FGDMConfig) -> None:
        super().__init__()
        size = config.hidden_size
        self.layers = nn.Sequential(nn.Linear(size, size), nn.ReLU(), nn.Dropout(config.dropout), nn.Linear(size, 1))

    def forward(self, features: torch.Tensor, gloss_mask: torch.Tensor, usual: torch.Tensor) -> torch.Tensor:
        """Frames, (B, G), above 1, so that no sentence is without; 0 for padding.

        Args:
            features: Of the gloss encoder, without the time, tensor of shape (B, G, d_g).
            gloss_mask: Booleans of shape (B, G).
            usual: Frames a gloss takes on average.
        """
        return torch.where(gloss_mask, 1 + usual * self.layers(features.detach())[..., 0].exp(), 0.0)


def duration_loss(durations: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
    """Mean over rows of the squared log of predicted over real length.

    Args:
        durations: Frames of every gloss, tensor of shape (B, G), 0 for padding.
        lengths: Frames of every row, shape (B,).
    """
    squared = (durations.sum(1).log() - lengths.to(durations.dtype).log()).square()
    return masked_mean(squared, torch.ones_like(squared, dtype=torch.bool))
