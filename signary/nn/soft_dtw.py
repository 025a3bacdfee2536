"""Soft dynamic time warping (Cuturi and Blondel, 2017), as the divergence that is never negative.

Plain soft-DTW of two equal sequences is below zero, and the further below the longer they are. The divergence
sdtw(x, y) − ½ sdtw(x, x) − ½ sdtw(y, y) (Blondel et al., 2021) is zero there and at least zero elsewhere.
"""

from __future__ import annotations

import torch
from torch.nn import functional

from signary.io.errors import InputError
from signary.nn.masks import checked_mask

#: Stands for infinity: the soft minimum of three infinities would have no gradient.
_FAR = 1e8


def soft_dtw(cost: torch.Tensor, lengths: torch.Tensor, gamma: float) -> torch.Tensor:
    """Soft minimum, over all warping paths, of the cost along the path (HybridSign's soft-DTW loss).

    All cells of an anti-diagonal are computed at once, of all rows.

    Args:
        cost: Cost of matching frame i of one sequence with frame j of the other, shape (B, N, M), at least 0.
        lengths: Frames of both sequences that count, integers of shape (B, 2), at least 1.
        gamma: Softness; 0 < gamma, towards 0 the hard minimum.

    Returns:
        Tensor of shape (B,).
    """
    rows, height, width = cost.shape
    # Row i moves i places to the right, which makes columns of the anti-diagonals.
    skewed = functional.pad(cost, (0, height), value=_FAR).flatten(1)[:, : height * (width + height - 1)]
    diagonals = skewed.reshape(rows, height, width + height - 1).unbind(-1)
    far = cost.new_full((rows, 1), _FAR)
    before = torch.cat([torch.zeros_like(far), far.expand(-1, height)], dim=1)  # R[−1, −1] = 0
    last = far.expand(-1, height + 1)
    totals = list[torch.Tensor]()
    for diagonal in diagonals:
        # Entry i + 1 is cell (i, k − i); its neighbours are left (i, k − i − 1), above and diagonal (i − 1, …).
        neighbours = torch.stack([last[:, 1:], last[:, :-1], before[:, :-1]])
        total = diagonal - gamma * torch.logsumexp(-neighbours / gamma, dim=0)
        before, last = last, torch.cat([far, total.clamp(max=_FAR)], dim=1)
        totals.append(total)
    ends = lengths - 1
    return torch.stack(totals, dim=-1)[torch.arange(rows, device=cost.device), ends[:, 0], ends.sum(1)]


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
    cost = (first[:, :, None] - second[:, None]).square().mean(-1)
    lengths = frame_mask.sum(1)
    both = soft_dtw(cost, lengths.repeat(3)[:, None].expand(-1, 2), gamma).view(3, -1)
    return (both[0] - (both[1] + both[2]) / 2) / (2 * lengths)
