"""Convolutions of the part networks, with or without a look ahead, behind one interface."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import repeat

import torch
from torch import nn
from torch.nn import functional

from signary.nn.causal_conv import CausalConv1d


class SymmetricConv1d(nn.Module):
    """Stride-1 convolution padded with zeros on both sides. It keeps no cache: it cannot be fed in pieces."""

    def __init__(self, in_channels: int, out_channels: int, kernel_size: int, dilation: int = 1) -> None:
        super().__init__()
        padding = dilation * (kernel_size - 1) // 2
        self.conv = nn.Conv1d(in_channels, out_channels, kernel_size, dilation=dilation, padding=padding)

    def forward(self, x: torch.Tensor, cache: None = None) -> tuple[torch.Tensor, None]:
        """(B, in_channels, T) to (B, out_channels, T)."""
        return self.conv(x), None


Conv = type[SymmetricConv1d] | type[CausalConv1d]


class ConvRun:
    """One pass through a network's convolutions: hands each its cache, in the order in which they run.

    Inputs are masked before every convolution. A padded step is then what the zero padding at the end of a shorter
    batch would be, so a row gives the same with and without padding behind it.

    Attributes:
        after: Caches that the convolutions returned.
    """

    def __init__(self, caches: Sequence[torch.Tensor] | None = None) -> None:
        self._before: Iterator[torch.Tensor | None] = repeat(None) if caches is None else iter(caches)
        self.after: list[torch.Tensor | None] = []

    def __call__(self, conv: nn.Module, x: torch.Tensor, mask: torch.Tensor | None) -> torch.Tensor:
        """Convolve `x` of shape (B, C, T) under `mask` of shape (B, 1, T), or all of it."""
        y, cache = conv(x if mask is None else x * mask, next(self._before))
        self.after.append(cache)
        return torch.as_tensor(y)


class ResidualStack(nn.Module):
    """Residual blocks: ReLU, dilated convolution of 3 frames, ReLU, convolution of 1 frame, plus the input."""

    def __init__(self, width: int, dilations: Sequence[int], conv: Conv) -> None:
        super().__init__()
        self.wide = nn.ModuleList(conv(width, width, 3, dilation) for dilation in dilations)
        self.narrow = nn.ModuleList(conv(width, width, 1) for _ in dilations)

    def forward(self, x: torch.Tensor, mask: torch.Tensor | None, run: ConvRun) -> torch.Tensor:
        """(B, width, T) to the same."""
        for wide, narrow in zip(self.wide, self.narrow, strict=True):
            x = x + run(narrow, functional.relu(run(wide, functional.relu(x), mask)), mask)
        return x
