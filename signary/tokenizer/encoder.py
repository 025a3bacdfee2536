"""Encoder of one part: standardised features to latent vectors, one every `stride` frames (SOKE §3.2)."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional

from signary.tokenizer.configuration_motion_tokenizer import MotionTokenizerConfig
from signary.tokenizer.layers import ConvRun, ResidualStack, SymmetricConv1d


class PartEncoder(nn.Module):
    """Convolution, then for every halving a convolution of stride 2 and dilated residual blocks, then a convolution.

    It looks ahead, also when the decoder does not: what is tokenized is known in full, so one tokenizer and one
    dictionary serve streamed and whole decoding.
    """

    def __init__(self, config: MotionTokenizerConfig, width: int, num_features: int) -> None:
        super().__init__()
        halvings = config.stride.bit_length() - 1
        self.first = SymmetricConv1d(num_features, width, 3)
        self.down = nn.ModuleList(nn.Conv1d(width, width, 4, stride=2, padding=1) for _ in range(halvings))
        self.stacks = nn.ModuleList(ResidualStack(width, config.dilations, SymmetricConv1d) for _ in range(halvings))
        self.last = SymmetricConv1d(width, config.code_dim, 3)

    def forward(self, features: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Encode padded rows.

        Args:
            features: Tensor of shape (B, T, D_part), T a multiple of the stride.
            mask: Boolean tensor of shape (B, T), true for a multiple of the stride in every row.

        Returns:
            Tensor of shape (B, L, code_dim); 0 where the mask is false.
        """
        run, seen = ConvRun(), mask[:, None].to(features.dtype)
        x = functional.relu(run(self.first, features.transpose(1, 2), seen))
        for down, stack in zip(self.down, self.stacks, strict=True):
            x = down(x * seen)
            seen = seen[..., ::2]
            x = stack(x, seen, run)
        return (run(self.last, x, seen) * seen).transpose(1, 2)
