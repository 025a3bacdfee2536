"""A convolution over time that never looks ahead and can be fed piece by piece."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional

from signary.io.errors import InputError

#: Frames, of all rows together, up to which a product is faster than a convolution.
FEW = 64


class CausalConv1d(nn.Module):
    """Stride-1 convolution, left-padded with zeros or with what an earlier call left in its cache.

    Feeding a sequence in pieces gives the output of feeding it at once, whatever the sizes of the pieces. The cache
    is put in front of the input before the new cache is cut, so a piece shorter than the padding (one frame, say)
    shifts the cache instead of replacing it.

    Args:
        in_channels: Channels of the input.
        out_channels: Channels of the output.
        kernel_size: Frames that one output frame sees.
        dilation: Distance between those frames.
    """

    def __init__(self, in_channels: int, out_channels: int, kernel_size: int, dilation: int = 1) -> None:
        super().__init__()
        self.conv = nn.Conv1d(in_channels, out_channels, kernel_size, dilation=dilation)
        self.padding = (kernel_size - 1) * dilation

    def forward(self, x: torch.Tensor, cache: torch.Tensor | None = None) -> tuple[torch.Tensor, torch.Tensor]:
        """Convolve a piece.

        Args:
            x: Tensor of shape (B, in_channels, T), T at least 1.
            cache: What the previous call returned, of shape (B, in_channels, padding); None starts a sequence.

        Returns:
            The output of shape (B, out_channels, T), and the cache for the next piece.

        Raises:
            InputError: If the cache belongs to another batch size or layer.
        """
        expected = (x.shape[0], x.shape[1], self.padding)
        if cache is None:
            cache = x.new_zeros(expected)
        elif cache.shape != expected:
            raise InputError("cache", f"shape {expected}", tuple(cache.shape))
        joined = torch.cat([cache, x], dim=-1) if self.padding else x
        few = x.shape[0] * x.shape[2] <= FEW and not torch.is_grad_enabled()
        # Cloned: a view would keep the whole input alive for as long as the stream lasts.
        after = joined[..., joined.shape[-1] - self.padding :].clone()
        return (self._of_few(joined) if few else self.conv(joined)), after

    def _of_few(self, joined: torch.Tensor) -> torch.Tensor:
        """The convolution of few frames as one product: its kernels take several times as long to start."""
        weight = self.conv.weight
        seen = joined.unfold(-1, self.padding + 1, 1)[..., :: self.conv.dilation[0]]  # (B, in_channels, T, kernel_size)
        rows = seen.transpose(1, 2).flatten(2)
        return functional.linear(rows, weight.flatten(1), self.conv.bias).transpose(1, 2)
