"""What goes into the motion tokenizer, checked and brought into shape: masks, padding, codes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import torch

from signary.io.errors import InputError
from signary.nn.masks import checked_mask
from signary.tokenizer.usage import check_range


class PaddedFrames(NamedTuple):
    """Rows of whole steps.

    Attributes:
        features: Tensor of shape (B, stride · L, D), 0 where masked.
        mask: Boolean tensor of shape (B, stride · L), true for a multiple of the stride in every row.
        code_mask: Boolean tensor of shape (B, L).
    """

    features: torch.Tensor
    mask: torch.Tensor
    code_mask: torch.Tensor


def pad_to_steps(features: torch.Tensor, frame_mask: torch.Tensor, stride: int) -> PaddedFrames:
    """Let every row go on with its last frame to a full step.

    Args:
        features: Tensor of shape (B, T, D).
        frame_mask: Boolean tensor of shape (B, T), padding at the end.
        stride: Frames a step.
    """
    lengths = frame_mask.sum(1)[:, None]
    steps = -(-features.shape[1] // stride)
    at = torch.arange(stride * steps, device=features.device)[None]
    inside = at < -(-lengths // stride) * stride
    source = torch.minimum(at, (lengths - 1).clamp(min=0))
    padded = features.gather(1, source[..., None].expand(-1, -1, features.shape[-1]))
    return PaddedFrames(torch.where(inside[..., None], padded, 0.0), inside, inside[:, ::stride])


def checked_codes(codes: torch.Tensor, code_mask: torch.Tensor | None, sizes: Mapping[str, int]) -> torch.Tensor:
    """The codes as int64, shape (B, L, P), those of padding replaced by 0.

    Args:
        codes: Integers of shape (B, L, P).
        code_mask: Boolean tensor of shape (B, L), or None.
        sizes: Part -> V, in the order of P.

    Raises:
        InputError: If shapes do not fit, or a code that counts is no integer or out of range (-1 is).
    """
    if codes.ndim != 3 or codes.shape[-1] != len(sizes) or not codes.shape[0] * codes.shape[1]:
        raise InputError("codes", f"shape (B, L, {len(sizes)}), B and L above 0", tuple(codes.shape))
    if codes.is_floating_point() or codes.is_complex() or codes.dtype == torch.bool:
        raise InputError("codes", "integers", codes.dtype)
    if code_mask is not None:
        codes = torch.where(checked_mask(code_mask, codes, "code_mask")[..., None], codes, 0)
    for at, (part, size) in enumerate(sizes.items()):
        check_range(codes[..., at], f"codes of part {part}", size)
    return codes.long()
