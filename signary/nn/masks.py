"""Masks of frames, steps and tokens: the one check of their shape, their type and where padding may be."""

from __future__ import annotations

import torch

from signary.io.errors import InputError


def checked_mask(
    mask: torch.Tensor | None,
    masked: torch.Tensor,
    name: str = "frame_mask",
    *,
    dims: int = 2,
    at_end: bool = False,
    no_empty_row: bool = False,
    numbers: bool = False,
) -> torch.Tensor:
    """Which entries of the first dimensions of a tensor count, booleans of shape (B, T).

    Args:
        mask: Booleans of shape (B, T), false for padding; None: all count.
        masked: What it is about, shape (B, T, …).
        name: What messages call the mask.
        dims: Dimensions of the mask; rows are along the last one.
        at_end: Rows may have padding at their end only.
        no_empty_row: Every row needs an entry that counts.
        numbers: Whole numbers will do, 0 being padding, as text tokenizers write them.

    Raises:
        InputError: If shape or type do not fit, or padding is where it may not be; names the row.
    """
    shape = masked.shape[:dims]
    if mask is None:
        return torch.ones(shape, dtype=torch.bool, device=masked.device)
    fits = mask.dtype == torch.bool or (numbers and not mask.is_floating_point() and not mask.is_complex())
    if mask.shape != shape or not fits:
        kind = "booleans (or 0 and 1)" if numbers else "booleans"
        raise InputError(name, f"{kind} of shape {tuple(shape)}", f"{mask.dtype} of shape {tuple(mask.shape)}")
    mask = mask.bool()
    if at_end:
        behind = (mask[..., 1:] & ~mask[..., :-1]).any(-1)
        _refuse(behind, name, "padding at the end of rows only", "something behind padding")
    if no_empty_row:
        _refuse(~mask.any(-1), name, "at least one entry that counts in every row", "none")
    return mask


def checked_features(values: torch.Tensor, frame_mask: torch.Tensor | None, num_features: int) -> torch.Tensor:
    """The mask of the frames of features, booleans of shape (B, T), padding at the end of rows.

    Args:
        values: Features of shape (B, T, D), NaN where missing.
        frame_mask: Booleans of shape (B, T), or None: all frames count.
        num_features: D.

    Raises:
        InputError: If shapes do not fit, padding is not at the end, or a number that counts is infinite.
    """
    if values.ndim != 3 or values.shape[-1] != num_features or not values.shape[0] * values.shape[1]:
        raise InputError("values", f"shape (B, T, {num_features}), B and T above 0", tuple(values.shape))
    frame_mask = checked_mask(frame_mask, values, at_end=True)
    if torch.isinf(values[frame_mask]).any():
        raise InputError("values", "finite numbers, NaN where missing", "infinity")
    return frame_mask


def _refuse(bad: torch.Tensor, name: str, expected: str, got: str) -> None:
    if bool(bad.any()):
        raise InputError(name, expected, f"{got} in row {int(bad.flatten().long().argmax())}")
