"""Frames are told what is signed in them. Not in the paper, whose frames find their glosses by attention alone.

A gloss is much the same motion wherever it stands. Told which gloss it shows and how far into it it is, a frame needs
not find that out of noise, which is what takes long to learn, and glosses are signed in the order in which they are
given, whatever orders training has.
"""

from __future__ import annotations

import torch
from torch import nn
from transformers import initialization as init

from signary.generator.fgdm.configuration_fgdm import FGDMConfig
from signary.generator.fgdm.durations import Spans

#: Frames that two knots are apart at least, so that none lies on another.
_APART = 1e-3


class Timing(nn.Module):
    """Every gloss lays vectors, its knots, evenly over its time; a frame gets what lies between its two nearest.

    Before the first gloss and after the last lies rest, a vector of its own.

    Args:
        config: Sizes.
    """

    def __init__(self, config: FGDMConfig) -> None:
        super().__init__()
        size, self.knots = config.hidden_size, config.gloss_knots
        # The gloss by itself, the gloss among the others, and how many frames it takes and follows the one before.
        self.vectors = nn.Linear(2 * size + 2, self.knots * size)
        self.rest = nn.Parameter(torch.zeros(size))
        self.between = nn.Parameter(torch.zeros(size))

    def reset_parameters(self) -> None:
        """Rest and transitions start as nothing of their own."""
        init.zeros_(self.rest)
        init.zeros_(self.between)

    def forward(
        self, alone: torch.Tensor, among: torch.Tensor, gloss_mask: torch.Tensor, times: Spans, frames: int
    ) -> torch.Tensor:
        """What is signed in every frame, tensor of shape (B, T, d_g).

        Args:
            alone: Each gloss by itself, tensor of shape (B, G, d_g).
            among: Each among the others, of the same shape.
            gloss_mask: Booleans of shape (B, G), false for padding at the end of rows.
            times: When each gloss is signed, and how long rows are; anything for padding.
            frames: T.
        """
        rows, glosses, size = alone.shape
        ends = times.lengths[:, None, None].to(alone.dtype)
        spans = torch.where(gloss_mask[..., None], times.spans.to(alone.dtype), ends)
        gaps = spans[..., 0] - nn.functional.pad(spans[:, :-1, 1], (1, 0))
        told = torch.stack([gaps, spans[..., 1] - spans[..., 0]], dim=-1).clamp(min=0).log1p()
        vectors = self.vectors(torch.cat([alone, among, told], dim=-1)).reshape(rows, glosses * self.knots, size)
        rest = self.rest.expand(rows, 1, size)
        weights = self.shares(spans, ends[:, :, 0], frames)
        # Padding is at the end: what it says of frames behind the last gloss is rest, too.
        inside = gloss_mask.repeat_interleave(self.knots, 1)
        vectors = torch.where(inside[..., None], vectors, rest)
        at = torch.arange(frames, device=alone.device, dtype=alone.dtype)[None, :, None]
        signed = ((spans[:, None, :, 0] <= at) & (at <= spans[:, None, :, 1]) & gloss_mask[:, None]).any(-1)
        found = weights @ torch.cat([rest, vectors, rest], dim=1)
        return found + torch.where(signed[..., None], 0.0, self.between)

    def shares(self, spans: torch.Tensor, ends: torch.Tensor, frames: int) -> torch.Tensor:
        """How much a frame takes of each knot: (B, T, 1 + G · knots + 1), rest first and last; they sum to 1.

        Args:
            spans: Start and end of every gloss in frames, (B, G, 2); the row's end for padding.
            ends: Of the row, (B, 1).
            frames: T.
        """
        steps = torch.linspace(0, 1, self.knots, device=spans.device, dtype=spans.dtype)
        laid = (spans[..., :1] + (spans[..., 1:] - spans[..., :1]) * steps).flatten(1)
        laid = torch.cat([torch.zeros_like(ends), laid, ends], dim=1).cummax(1).values
        laid = laid + _APART * torch.arange(laid.shape[1], device=laid.device, dtype=laid.dtype)
        at = torch.arange(frames, device=laid.device, dtype=laid.dtype)[None, :, None]
        apart = laid[:, None, 1:] - laid[:, None, :-1]
        passed = ((at - laid[:, None, :-1]) / apart).clamp(0, 1)
        # Of knot n: passed n − 1 wholly, n not yet.
        return nn.functional.pad(passed, (1, 0), value=1.0) - nn.functional.pad(passed, (0, 1))
