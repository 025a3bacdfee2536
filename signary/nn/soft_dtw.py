"""Soft dynamic time warping (Cuturi and Blondel, 2017), as the divergence that is never negative.

Plain soft-DTW of two equal sequences is below zero, and the further below the longer they are. The divergence
sdtw(x, y) − ½ sdtw(x, x) − ½ sdtw(y, y) (Blondel et al., 2021) is zero there and at least zero elsewhere.
"""

from __future__ import annotations

from typing import Any

import torch
from torch.autograd.function import once_differentiable
from torch.nn import functional

from signary.io.errors import InputError
from signary.nn.masks import checked_mask

#: Stands for infinity: the soft minimum of three infinities would have no gradient.
_FAR = 1e8


def soft_dtw(cost: torch.Tensor, lengths: torch.Tensor, gamma: float) -> torch.Tensor:
    """Soft minimum, over all warping paths, of the cost along the path (HybridSign's soft-DTW loss).

    All cells of an anti-diagonal are computed at once, of all rows; so is the gradient, which needs the table of
    totals and nothing else.

    Args:
        cost: Cost of matching frame i of one sequence with frame j of the other, shape (B, N, M), at least 0.
        lengths: Frames of both sequences that count, integers of shape (B, 2), at least 1.
        gamma: Softness; 0 < gamma, towards 0 the hard minimum.

    Returns:
        Tensor of shape (B,), with a first derivative.
    """
    rows, height, width = cost.shape
    # Row i moves i places to the right, which makes columns of the anti-diagonals.
    skewed = functional.pad(cost, (0, height), value=_FAR).flatten(1)[:, : height * (width + height - 1)]
    totals: torch.Tensor = _Totals.apply(skewed.reshape(rows, height, width + height - 1), gamma)  # type: ignore[no-untyped-call]
    ends = lengths - 1
    return totals[torch.arange(rows, device=cost.device), ends[:, 0], ends.sum(1)]


class _Totals(torch.autograd.Function):
    """R of every cell (Algorithm 1) of skewed costs (B, N, K), K anti-diagonals; its gradient is Algorithm 2."""

    @staticmethod
    def forward(ctx: Any, skewed: torch.Tensor, gamma: float) -> torch.Tensor:
        totals = torch.empty_like(skewed)
        for at in range(skewed.shape[-1]):
            neighbours = _neighbours(totals, at)
            total = skewed[..., at] - gamma * torch.logsumexp(-neighbours / gamma, dim=0)
            totals[..., at] = total.clamp(max=_FAR)
        ctx.save_for_backward(totals)
        ctx.gamma = gamma
        return totals

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, gradient: torch.Tensor) -> tuple[torch.Tensor, None]:
        (totals,) = ctx.saved_tensors
        found = gradient.clone()
        for at in range(totals.shape[-1] - 1, 0, -1):
            # A cell's total takes from its neighbours' as their soft minimum says.
            shares = torch.softmax(-_neighbours(totals, at) / ctx.gamma, dim=0) * found[..., at]
            found[..., at - 1] += shares[0]
            found[:, :-1, at - 1] += shares[1][:, 1:]
            if at > 1:
                found[:, :-1, at - 2] += shares[2][:, 1:]
        return found, None


def _neighbours(totals: torch.Tensor, at: int) -> torch.Tensor:
    """Totals of the cells before those of an anti-diagonal: left (i, j − 1), above, and diagonal; shape (3, B, N).

    Cell i of anti-diagonal k is (i, k − i). Before the first cell stands 0, and beyond the table what is far.
    """
    far = torch.full_like(totals[..., 0], _FAR)
    left = totals[..., at - 1] if at else far
    before = totals[..., at - 2] if at > 1 else far
    above, diagonal = (functional.pad(each[:, :-1], (1, 0), value=_FAR) for each in (left, before))
    if not at:
        diagonal[:, 0] = 0.0
    return torch.stack([left, above, diagonal])


def soft_dtw_divergence(x: torch.Tensor, y: torch.Tensor, frame_mask: torch.Tensor, gamma: float = 0.1) -> torch.Tensor:
    """How far two sequences are apart when time may be warped, a number a frame.

    The cost of two frames is the mean squared difference of their numbers, not the sum, so that one gamma fits every
    layout. The divergence is divided by the frames of both.

    Args:
        x: Tensor of shape (B, T, D), finite.
        y: Tensor of shape (B, T, D), finite; numbers that do not count should be 0 in both.
        frame_mask: Booleans of shape (B, T), false for padding at the end of rows of both; at least one true a row.
        gamma: Softness of the minimum, above 0.

    Returns:
        Tensor of shape (B,), at least 0 up to rounding.

    Raises:
        InputError: If shapes do not fit, a row has no frame, or gamma is not above 0.
    """
    if x.ndim != 3 or x.shape != y.shape:
        raise InputError("y", f"shape (B, T, D) of x, {tuple(x.shape)}", tuple(y.shape))
    frame_mask = checked_mask(frame_mask, x, at_end=True, no_empty_row=True)
    if not gamma > 0:
        raise InputError("gamma", "a number above 0", gamma)
    x, y = (torch.where(frame_mask[..., None], part, 0.0) for part in (x, y))
    first, second = torch.cat([x, x, y]), torch.cat([y, x, y])
    # |a − b|² = |a|² + |b|² − 2ab: all differences of all frames would be D times the table. Rounding may go below 0.
    squares = first.square().sum(-1)[:, :, None] + second.square().sum(-1)[:, None]
    cost = ((squares - 2 * first @ second.mT) / x.shape[-1]).clamp(min=0)
    lengths = frame_mask.sum(1)
    both = soft_dtw(cost, lengths.repeat(3)[:, None].expand(-1, 2), gamma).view(3, -1)
    return (both[0] - (both[1] + both[2]) / 2) / (2 * lengths)
