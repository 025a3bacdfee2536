"""Decoder of one part: codebook vectors to standardised features (SOKE §3.2), optionally without a look ahead."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import nn
from torch.nn import functional

from signary.nn.causal_conv import CausalConv1d
from signary.tokenizer.configuration_motion_tokenizer import MotionTokenizerConfig
from signary.tokenizer.layers import Conv, ConvRun, ResidualStack, SymmetricConv1d


class PartDecoder(nn.Module):
    """The encoder mirrored: residual blocks, nearest-neighbour doubling and a convolution for every halving.

    With `causal_decoder` (not in the paper) every convolution is left-padded: token l decides frames from
    stride · l on and none before, so frames can be given out as tokens arrive.
    """

    def __init__(self, config: MotionTokenizerConfig, width: int, num_features: int) -> None:
        super().__init__()
        conv: Conv = CausalConv1d if config.causal_decoder else SymmetricConv1d
        doublings = config.stride.bit_length() - 1
        self.first = conv(config.code_dim, width, 3)
        self.stacks = nn.ModuleList(ResidualStack(width, config.dilations, conv) for _ in range(doublings))
        self.up = nn.ModuleList(conv(width, width, 3) for _ in range(doublings))
        self.before_last = conv(width, width, 3)
        self.last = conv(width, num_features, 3)

    def forward(
        self, vectors: torch.Tensor, mask: torch.Tensor | None = None, caches: Sequence[torch.Tensor] | None = None
    ) -> tuple[torch.Tensor, tuple[torch.Tensor, ...] | None]:
        """Decode whole rows, or the next piece of a stream.

        Args:
            vectors: Codebook vectors of shape (B, L, code_dim).
            mask: Boolean tensor of shape (B, L), false for padding.
            caches: What the previous call returned; only a causal decoder uses them.

        Returns:
            Features of shape (B, stride · L, D_part), and the caches for the next piece, None if not causal.
        """
        run = ConvRun(caches)
        seen = None if mask is None else mask[:, None].to(vectors.dtype)
        x = functional.relu(run(self.first, vectors.transpose(1, 2), seen))
        for stack, up in zip(self.stacks, self.up, strict=True):
            x = stack(x, seen, run).repeat_interleave(2, dim=-1)
            seen = None if seen is None else seen.repeat_interleave(2, dim=-1)
            x = run(up, x, seen)
        x = functional.relu(run(self.before_last, x, seen))
        features = run(self.last, x, seen).transpose(1, 2)
        kept = tuple(cache for cache in run.after if cache is not None)
        return features, kept or None
