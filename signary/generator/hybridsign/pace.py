"""How long a sentence takes: frames of every position of its prompt, whose sum says when the sentence is over.

A stream of a chain ends where its codes end. A model that makes motion of text alone has to say so itself: as speech
synthesis does (FastSpeech, 2019), it says of every position of the prompt how many frames it takes. A position of a
shown sign takes the frames on the way to it, and those in which it is signed; the last position of a prompt, those on
the way back to rest. A text without shown signs is only as long as all of its positions together. Not in the paper,
whose model is told a length.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import nn
from torch.nn import functional

from signary.nn.masked_losses import masked_mean

#: What a position takes: frames on the way to it, and frames at it.
WAY, STAY = 0, 1
#: Positions that a position hears of, itself included.
_SEEN = 5


class PaceTargets(NamedTuple):
    """What prompts should take, and what they are read by; R prompts.

    Attributes:
        states: What an encoder makes of the prompts, shape (R, S, text_size).
        mask: Which of the positions count, booleans of shape (R, S).
        frames: Frames of every position, on the way and at it, shape (R, S, 2); NaN where nobody knows.
        total: Frames of the sentence, shape (R,).
    """

    states: torch.Tensor
    mask: torch.Tensor
    frames: torch.Tensor
    total: torch.Tensor


class Pace(nn.Module):
    """Text states to frames.

    Args:
        text_size: Width of the states.
        size: Width of what is between.
    """

    def __init__(self, text_size: int, size: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(text_size)
        self.hear = nn.Conv1d(text_size, size, _SEEN, padding=_SEEN // 2)
        self.say = nn.Linear(size, 2)

    def forward(self, states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Frames of every position, on the way to it and at it, float32 of shape (R, S, 2); 0 of those that are masked.

        Args:
            states: Tensor of shape (R, S, text_size).
            mask: Booleans of shape (R, S).
        """
        kind = self.say.weight.dtype
        heard = self.norm(torch.where(mask[..., None], states, 0.0).to(kind)) * mask[..., None]
        between = functional.silu(self.hear(heard.transpose(1, 2))).transpose(1, 2)
        frames = functional.softplus(self.say(between).float())
        return torch.where(mask[..., None], frames, 0.0)


def pace_loss(made: torch.Tensor, targets: PaceTargets) -> torch.Tensor:
    """Error of frames: of positions in logarithms, for a slow sign may be off by more; of sentences as a share.

    Args:
        made: Frames of shape (R, S, 2).
        targets: What they should be.
    """
    known = torch.isfinite(targets.frames) & targets.mask[..., None]
    wanted = torch.where(known, targets.frames, 0.0)
    each = masked_mean((torch.log1p(made) - torch.log1p(wanted)).abs(), known)
    counted = targets.total > 0
    total = made.sum((1, 2))
    whole = masked_mean(((total - targets.total) / targets.total.clamp(min=1)).abs(), counted)
    return each + whole
