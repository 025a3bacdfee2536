"""The focal stage of FGDM (F8): joints of a frame by graph convolutions, frames of a joint by temporal ones."""

from __future__ import annotations

import torch
from torch import nn

from signary.generator.fgdm.asgcn import ASGCN, Condition
from signary.generator.fgdm.configuration_fgdm import FGDMConfig


class FocalLayer(nn.Module):
    """ASGCN, then a convolution over time with layer norm, dropout, residual and ReLU.

    Args:
        config: Sizes.
    """

    def __init__(self, config: FGDMConfig) -> None:
        super().__init__()
        channels, kernel = config.focal_channels, config.temporal_kernel
        self.spatial = ASGCN(config)
        # Over (frames, joints): joints are convolved apart, and (B, T, J, C) is read without being copied.
        self.temporal = nn.Conv2d(channels, channels, (kernel, 1), padding=(kernel // 2, 0))
        self.norm = nn.LayerNorm(channels)
        self.dropout = nn.Dropout(config.dropout)

    def forward(self, x: torch.Tensor, frame_mask: torch.Tensor, condition: Condition) -> torch.Tensor:
        """(B, T, J, C) to the same; padded frames are as good as none."""
        x = self.spatial(x, frame_mask, condition)
        x = torch.where(frame_mask[:, :, None, None], x, 0.0)
        y = self.temporal(x.permute(0, 3, 1, 2)).permute(0, 2, 3, 1)
        return torch.relu(x + self.dropout(self.norm(y)))


class FocalStage(nn.Module):
    """All focal layers, with the embedding of the joints' numbers before them.

    Args:
        config: Sizes.
        num_features: Numbers a joint (7 in space).
    """

    def __init__(self, config: FGDMConfig, num_features: int) -> None:
        super().__init__()
        self.embedding = nn.Linear(num_features, config.focal_channels)
        self.layers = nn.ModuleList(FocalLayer(config) for _ in range(config.focal_layers))

    def forward(self, x: torch.Tensor, frame_mask: torch.Tensor, condition: Condition) -> torch.Tensor:
        """(B, T, J, num_features) to (B, T, J, d_f)."""
        x = self.embedding(x)
        for layer in self.layers:
            x = layer(x, frame_mask, condition)
        return x
