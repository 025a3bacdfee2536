"""Regression losses in which padded frames and missing numbers do not count, whatever stands in them."""

from __future__ import annotations

import torch
from torch.nn import functional

from signary.io.errors import InputError
from signary.nn.masks import checked_mask
from signary.nn.whole_batch import mean_of


def masked_mean(values: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Mean over the entries where `mask` is true; 0 (with a gradient of 0) where there are none.

    Inside `whole_batch` over those of all processes.

    Args:
        values: Tensor of any shape, finite where the mask is true.
        mask: Boolean tensor of the same shape.
    """
    return mean_of(torch.where(mask, values, 0.0).sum(), mask.sum())


def masked_smooth_l1(
    prediction: torch.Tensor,
    target: torch.Tensor,
    frame_mask: torch.Tensor,
    confidence: torch.Tensor | None = None,
) -> torch.Tensor:
    """Smooth L1 (quadratic below 1, linear above), averaged over the numbers that count.

    Args:
        prediction: Tensor of shape (B, T, D).
        target: Tensor of shape (B, T, D); may hold NaN where it does not count.
        frame_mask: Boolean tensor of shape (B, T), false for padding.
        confidence: Tensor of shape (B, T, D); only numbers with confidence above 0 count.

    Raises:
        InputError: If shapes do not fit.
    """
    counted, target = _counted(prediction, target, frame_mask, confidence)
    return masked_mean(functional.smooth_l1_loss(prediction, target, reduction="none"), counted)


def masked_squared_error(
    prediction: torch.Tensor,
    target: torch.Tensor,
    frame_mask: torch.Tensor,
    confidence: torch.Tensor | None = None,
) -> torch.Tensor:
    """Squared error, averaged over the numbers that count. Arguments and errors as for `masked_smooth_l1`."""
    counted, target = _counted(prediction, target, frame_mask, confidence)
    return masked_mean(functional.mse_loss(prediction, target, reduction="none"), counted)


def _counted(
    prediction: torch.Tensor, target: torch.Tensor, frame_mask: torch.Tensor, confidence: torch.Tensor | None
) -> tuple[torch.Tensor, torch.Tensor]:
    """Which numbers count, and the target without NaN (NaN times a zero gradient would still be NaN)."""
    if prediction.ndim != 3 or target.shape != prediction.shape:
        raise InputError("target", f"shape (B, T, D) of the prediction, {tuple(prediction.shape)}", tuple(target.shape))
    counted = checked_mask(frame_mask, prediction)[..., None].expand_as(prediction)
    if confidence is not None:
        if confidence.shape != prediction.shape:
            raise InputError("confidence", f"shape {tuple(prediction.shape)}", tuple(confidence.shape))
        counted = counted & (confidence > 0)
    return counted, torch.where(counted, target, 0.0)
