"""How well a codebook is used: counts of codes over a corpus, perplexity and usage from them."""

from __future__ import annotations

from collections.abc import Sequence

import torch

from signary.io.errors import InputError
from signary.nn.masks import checked_mask


def code_counts(
    codes: torch.Tensor, sizes: Sequence[int], code_mask: torch.Tensor | None = None
) -> tuple[torch.Tensor, ...]:
    """How often each code occurs; counts of several batches add up to those of a corpus.

    Args:
        codes: Integers of shape (B, L, P), part-local.
        sizes: V of each part.
        code_mask: Boolean tensor of shape (B, L); default: steps whose codes are all at least 0.

    Returns:
        For each part an integer tensor of shape (V,).

    Raises:
        InputError: If shapes do not fit or a code that counts is out of range.
    """
    if codes.ndim != 3 or codes.shape[-1] != len(sizes):
        raise InputError("codes", f"shape (B, L, {len(sizes)})", tuple(codes.shape))
    if code_mask is None:
        code_mask = (codes >= 0).all(-1)
    counted = codes[checked_mask(code_mask, codes, "code_mask")]  # (N, P)
    for part, size in enumerate(sizes):
        check_range(counted[:, part], f"codes of part {part}", size)
    return tuple(torch.bincount(counted[:, part], minlength=size) for part, size in enumerate(sizes))


def perplexity(counts: torch.Tensor) -> torch.Tensor:
    """Two to the entropy in bits of the code distribution: from 1 (one code says everything) to V (all equally often).

    Args:
        counts: Tensor of shape (V,).

    Raises:
        InputError: If nothing was counted.
    """
    share = _shares(counts)
    return torch.exp(-torch.special.xlogy(share, share).sum())


def usage(counts: torch.Tensor) -> torch.Tensor:
    """Share of the V codes that occur at all, from 0 to 1.

    Args:
        counts: Tensor of shape (V,).

    Raises:
        InputError: If nothing was counted.
    """
    return (_shares(counts) > 0).float().mean()


def dead_code_threshold(num_tokens: int, codebook_size: int) -> float:
    """A threshold of dead codes that fits the batch: N ÷ (25 · V), a twenty-fifth of an equal share.

    Args:
        num_tokens: N, unmasked tokens of a training batch over all processes.
        codebook_size: V.

    Raises:
        InputError: If either is below 1.
    """
    for name, value in (("num_tokens", num_tokens), ("codebook_size", codebook_size)):
        if value < 1:
            raise InputError(name, "at least 1", value)
    return num_tokens / (25 * codebook_size)


def check_range(codes: torch.Tensor, name: str, size: int) -> None:
    """Refuse codes outside [0, size).

    Raises:
        InputError: Naming `name`, the range and the first code outside it.
    """
    outside = codes[(codes < 0) | (codes >= size)]
    if outside.numel():
        raise InputError(name, f"codes from 0 to {size - 1}", int(outside[0]))


def _shares(counts: torch.Tensor) -> torch.Tensor:
    if counts.ndim != 1 or not counts.sum() > 0:
        raise InputError("counts", "shape (V,) with at least one count", counts.tolist())
    return counts.double() / counts.sum()
