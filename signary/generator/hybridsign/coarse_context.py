"""Coarse motion around each frame: what a refiner may see of frames to come, and what it starts from, smoothed.

Codes are decided some frames at a time, and what comes next tells much of what the codes lost: which way a hand turns
at the end of a token is seen at the beginning of the next. Not in the paper, where a frame sees nothing that follows.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch.nn import functional

from signary.generator.hybridsign.configuration_hybridsign import HybridSignConfig
from signary.io.errors import InputError


class CoarseFrames(NamedTuple):
    """Coarse motion of some frames.

    Attributes:
        values: Standardised, smoothed if the model smooths, shape (B, n, D).
        around: As it came, from `lookahead` frames before each frame to `lookahead` frames after it, shape
            (B, n, 2 · lookahead + 1, D); None for a model that does not look ahead.
    """

    values: torch.Tensor
    around: torch.Tensor | None = None

    def part(self, first: int, count: int) -> CoarseFrames:
        """So many of the frames, from frame `first` on."""
        chosen = slice(first, first + count)
        return CoarseFrames(self.values[:, chosen], None if self.around is None else self.around[:, chosen])


def coarse_with_context(
    coarse: torch.Tensor, in_sentence: torch.Tensor, frame_mask: torch.Tensor, config: HybridSignConfig
) -> CoarseFrames:
    """Whole motions with their surroundings, as streams of the same sentences would have them.

    Before the first frame motion is as in the first. A sentence ends before anybody knows what follows: after its last
    frame motion is as in the last. What came before a sentence is known.

    Args:
        coarse: Standardised coarse motion of shape (B, T, D), finite.
        in_sentence: Position in its sentence of every frame, shape (B or 1, T).
        frame_mask: Booleans of shape (B, T), false for padding at the end of rows.
        config: How far the model looks ahead, and how it smooths.
    """
    if not config.lookahead:
        return CoarseFrames(coarse)
    rows, frames, _ = coarse.shape
    at = torch.arange(frames, device=coarse.device)
    goes_on = (in_sentence.diff(dim=1) == 1) & (frame_mask[:, 1:] == frame_mask[:, :-1])
    ends = torch.where(functional.pad(goes_on, (0, 1)), frames, at)
    ends = ends.flip(1).cummin(1).values.flip(1)
    reach = torch.arange(-config.lookahead, config.lookahead + 1, device=coarse.device)
    seen = (at[:, None] + reach).clamp(min=0).expand(rows, -1, -1).minimum(ends[..., None])
    return _smoothed(coarse[torch.arange(rows, device=coarse.device)[:, None, None], seen], config)


def next_coarse_with_context(
    coarse: torch.Tensor, past: torch.Tensor | None, ahead: torch.Tensor | None, config: HybridSignConfig
) -> tuple[CoarseFrames, torch.Tensor | None]:
    """The next frames of a stream with their surroundings, and what the frames after them need to know as their past.

    Args:
        coarse: Standardised coarse motion of the frames, shape (B, n, D).
        past: What the call before returned; None at the start.
        ahead: Of the frames after them, shape (B, at most lookahead, D); where there are fewer, motion ends.
        config: How far the model looks ahead, and how it smooths.

    Returns:
        The frames; and coarse motion as it came of the last `lookahead` frames, shape (B, lookahead, D), or None for a
        model that does not look ahead.
    """
    reach = config.lookahead
    if ahead is None or not reach:
        return CoarseFrames(coarse), None
    past = coarse[:, :1].expand(-1, reach, -1) if past is None else past
    known = torch.cat([past, coarse, ahead], dim=1)
    end = known[:, -1:].expand(-1, reach - ahead.shape[1], -1)
    windows = torch.cat([known, end], dim=1).unfold(1, 2 * reach + 1, 1).transpose(2, 3)
    # A copy: a view would hold all that came before.
    return _smoothed(windows, config), torch.cat([past, coarse], dim=1)[:, -reach:].clone()


def _smoothed(windows: torch.Tensor, config: HybridSignConfig) -> CoarseFrames:
    """Frames of their surroundings (B, n, 2 · lookahead + 1, D), by a Gaussian of standard deviation `smoothing`."""
    if not config.smoothing:
        return CoarseFrames(windows[:, :, config.lookahead], windows)
    at = torch.arange(-config.lookahead, config.lookahead + 1, device=windows.device, dtype=windows.dtype)
    weight = (-0.5 * (at / config.smoothing).square()).softmax(0)
    return CoarseFrames((windows * weight[:, None]).sum(2), windows)


def checked_ahead(
    ahead: torch.Tensor | None, coarse: torch.Tensor | None, config: HybridSignConfig
) -> torch.Tensor | None:
    """Coarse motion of the frames after some; None for a model that does not look ahead.

    Args:
        ahead: Tensor of shape (B, at most lookahead, D), or None.
        coarse: Of the frames themselves, shape (B, n, D).
        config: How far the model looks ahead.

    Raises:
        InputError: If it is missing, not wanted, of another shape, or not finite.
    """
    reach = config.lookahead
    if not reach or coarse is None:
        if ahead is not None:
            raise InputError("ahead", "none, as the model looks no frames ahead", f"shape {tuple(ahead.shape)}")
        return None
    if ahead is None:
        raise InputError("ahead", f"the next {reach} frames of coarse motion, fewer or none where it ends", "None")
    rows, _, size = coarse.shape
    if ahead.ndim != 3 or (ahead.shape[0], ahead.shape[2]) != (rows, size) or ahead.shape[1] > reach:
        raise InputError("ahead", f"shape ({rows}, 0 to {reach}, {size})", tuple(ahead.shape))
    if not torch.isfinite(ahead).all():
        raise InputError("ahead", "finite numbers", "NaN or infinity")
    return ahead
