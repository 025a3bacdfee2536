"""Losses of HybridSign that are not those of its flow: confidence, and whole motions (Eq. 18 to 21)."""

from __future__ import annotations

from collections.abc import Sequence
from math import comb

import torch
from torch.nn import functional

from signary.nn.bone_loss import bone_loss
from signary.nn.masked_losses import masked_mean
from signary.nn.soft_dtw import soft_dtw_divergence
from signary.nn.whole_batch import mean_of
from signary.pose.layout import PoseLayout

#: Keeps the weight of a chunk without error finite.
ADAPTIVE = 1e-2
#: Differences from frame to frame that jitter is told by: jerk is the third.
JERK = 3
#: The losses of `motion_losses`.
MOTION_LOSSES = ("joint", "bone", "soft_dtw", "change")


def confidence_entropy(logits: torch.Tensor, target: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
    """Mean cross-entropy of predicted confidence.

    Args:
        logits: Tensor of shape (B, T, J).
        target: The data's confidence, 0 to 1, shape (B, T, J).
        weight: How much each frame counts, shape (B, T).
    """
    entropy = functional.binary_cross_entropy_with_logits(logits, target, reduction="none").mean(-1)
    return mean_of((entropy * weight).sum(), weight.sum(), least=torch.finfo(weight.dtype).tiny)


def adaptive_error(
    prediction: torch.Tensor, target: torch.Tensor, known: torch.Tensor, chunk_of_frame: torch.Tensor
) -> torch.Tensor:
    """Mean of e / (e + 0.01) over chunks, e a chunk's mean squared error and the denominator without gradient.

    The error of average velocities is far larger in some chunks than in most, and would be all that counts (MeanFlow).

    Args:
        prediction: Tensor of shape (B, T, D).
        target: Tensor of shape (B, T, D).
        known: Numbers that count, booleans of shape (B, T, D).
        chunk_of_frame: Integers from 0 of shape (T,).
    """
    error, count = _of_chunks(prediction - target, known, chunk_of_frame)
    return masked_mean(error / (error.detach() + ADAPTIVE), count > 0)


def adaptive_weight(error: torch.Tensor, known: torch.Tensor, chunk_of_frame: torch.Tensor) -> torch.Tensor:
    """Weight 1 / (e + 0.01) of every frame, e its chunk's mean squared error; shape (B, T, 1), without gradient.

    Args:
        error: Tensor of shape (B, T, D).
        known: Numbers that count, booleans of shape (B, T, D).
        chunk_of_frame: Integers from 0 of shape (T,).
    """
    found, _ = _of_chunks(error.detach(), known, chunk_of_frame)
    return (1 / (found + ADAPTIVE))[:, chunk_of_frame, None]


def _of_chunks(
    error: torch.Tensor, known: torch.Tensor, chunk_of_frame: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor]:
    """Mean squared error of each chunk, and of how many numbers it is, (B, K) each."""
    squared = torch.where(known, error.square(), 0.0).sum(-1)
    chunks = squared.new_zeros(len(squared), int(chunk_of_frame[-1]) + 1)
    total = chunks.index_add(1, chunk_of_frame, squared)
    count = chunks.index_add(1, chunk_of_frame, known.sum(-1).to(squared.dtype))
    return total / count.clamp(min=1), count


def jitter_error(
    error: torch.Tensor,
    past: torch.Tensor,
    known: torch.Tensor,
    chunk_of_frame: torch.Tensor,
    weight: torch.Tensor | None = None,
) -> torch.Tensor:
    """Mean square of the third difference of errors over frames: 0 for errors that stay or grow steadily.

    Args:
        error: Errors of shape (B, T, D), finite where known.
        past: Errors that frames of earlier chunks are shown with, of the same shape.
        known: Numbers that count, booleans of shape (B, T, D).
        chunk_of_frame: Integers of shape (T,).
        weight: How much each frame's counts, shape (B, T, 1). Default: all alike.
    """
    frames = error.shape[1] - JERK
    if frames < 1:
        # Other processes may have longer rows, and take the mean with this one.
        return masked_mean(error[:, :0], known[:, :0])
    total, counted = error.new_zeros(()), known[:, JERK:]
    for lag in range(JERK + 1):
        part = slice(JERK - lag, JERK - lag + frames)
        same = (chunk_of_frame[part] == chunk_of_frame[JERK:])[:, None]
        total = total + (-1) ** lag * comb(JERK, lag) * torch.where(same, error[:, part], past[:, part])
        counted = counted & known[:, part]
    squared = total.square()
    return masked_mean(squared if weight is None else weight[:, JERK:] * squared, counted)


def motion_losses(
    made: torch.Tensor,
    data: torch.Tensor,
    known: torch.Tensor,
    frame_mask: torch.Tensor,
    layout: PoseLayout,
    statistics: tuple[torch.Tensor, torch.Tensor],
    names: Sequence[str] = MOTION_LOSSES,
) -> torch.Tensor:
    """Losses of whole motions by their names, of shape (N,).

    | name | |
    |---|---|
    | `joint` | mean absolute error of numbers (Eq. 18) |
    | `bone` | mean squared error of bone orientations (Eq. 19) |
    | `soft_dtw` | soft-DTW divergence over the frames of both, mean of rows |
    | `change` | mean absolute error of changes from frame to frame: not in the paper. The other three hardly see a jump
      of a hundredth of a standard deviation where one chunk follows another; a viewer does |

    Args:
        made: Standardised motion of shape (B, T, D).
        data: What it should be, standardised, 0 where missing.
        known: Numbers that are neither missing nor padded, booleans of shape (B, T, D).
        frame_mask: Booleans of shape (B, T).
        layout: What the numbers mean.
        statistics: Mean and standard deviation, for bones have no meaning in standardised numbers.
        names: Which losses, in which order.
    """

    def bones() -> torch.Tensor:
        mean, std = statistics
        return bone_loss(made * std + mean, data * std + mean, known[..., list(layout.offsets)], layout)

    def warped() -> torch.Tensor:
        # What is missing is missing in both, or warping would pay for it.
        rows = soft_dtw_divergence(torch.where(known, made, 0.0), data, frame_mask)
        return mean_of(rows.sum(), rows.new_tensor(len(rows)))

    def changes() -> torch.Tensor:
        return masked_mean((made - data).diff(dim=1).abs(), known[:, 1:] & known[:, :-1])

    def joints() -> torch.Tensor:
        return masked_mean((made - data).abs(), known)

    losses = dict(zip(MOTION_LOSSES, (joints, bones, warped, changes), strict=True))
    return torch.stack([losses[name]() for name in names])
