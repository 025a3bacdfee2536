"""How long each gloss takes, and when it is signed. Not in the paper, whose code takes the reference's length."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import nn

from signary.generator.fgdm.configuration_fgdm import FGDMConfig
from signary.nn.masked_losses import masked_mean

#: Of a model that times glosses: frames before a gloss, of it, and after it; the last counts at the end of a sentence.
TIMES = 3
#: Shorter times are as good as this many frames: their logarithm says nothing.
_LEAST = 0.5


class Spans(NamedTuple):
    """When glosses are signed, in frames.

    Attributes:
        spans: Start and end of every gloss, tensor of shape (B, G, 2).
        lengths: Of every row, shape (B,).
    """

    spans: torch.Tensor
    lengths: torch.Tensor

    def stretched(self, lengths: torch.Tensor) -> Spans:
        """The same, as long as lengths (B,) say."""
        lengths = lengths.to(self.spans.dtype)
        return Spans(self.spans * (lengths / self.lengths)[:, None, None], lengths)


class DurationPredictor(nn.Module):
    """Frames of every gloss, from the features of the gloss encoder; their sum is the length of the sentence.

    It reads the features without changing them, so that the rest of the model trains as published. Where frames are
    told what is signed in them (`gloss_knots`) it says three numbers a gloss instead of one, and does change them.

    Args:
        config: Sizes.
    """

    def __init__(self, config: FGDMConfig) -> None:
        super().__init__()
        size, self.timed = config.hidden_size, config.gloss_knots > 0
        numbers = TIMES if self.timed else 1
        self.layers = nn.Sequential(
            nn.Linear(size, size), nn.ReLU(), nn.Dropout(config.dropout), nn.Linear(size, numbers)
        )

    def forward(self, features: torch.Tensor, gloss_mask: torch.Tensor, usual: torch.Tensor) -> torch.Tensor:
        """Frames before, of and after every gloss, (B, G, 3): above 1 in all, so that no sentence is without.

        0 for padding, after a gloss that another follows and, of a model that does not time glosses, beside the gloss.

        Args:
            features: Of the gloss encoder, without the time, tensor of shape (B, G, d_g).
            gloss_mask: Booleans of shape (B, G), false for padding at the end of rows.
            usual: Frames a gloss takes on average.
        """
        found = usual * self.layers(features if self.timed else features.detach()).exp()
        if not self.timed:
            found = nn.functional.pad(found, (1, 1))
        found = found + torch.tensor([0.0, 1.0, 0.0], device=found.device, dtype=found.dtype)
        return torch.where(_counted(gloss_mask), found, 0.0)


def _counted(gloss_mask: torch.Tensor) -> torch.Tensor:
    """Which of the three times of glosses there are, booleans of shape (B, G, 3): after the last one alone."""
    last = gloss_mask & ~nn.functional.pad(gloss_mask[:, 1:], (0, 1))
    return torch.stack([gloss_mask, gloss_mask, last], dim=-1)


def spans_of(times: torch.Tensor) -> Spans:
    """When glosses are signed that take so many frames, (B, G, 3); padding is where the sentence ends."""
    ends = times.flatten(1).cumsum(1).reshape(times.shape)
    return Spans(ends[..., :2], ends[:, -1, 2])


def known_spans(spans: torch.Tensor, gloss_mask: torch.Tensor) -> torch.Tensor:
    """Rows of which all times are known, booleans of shape (B,).

    Args:
        spans: Start and end of every gloss in frames, (B, G, 2), NaN where nobody knows.
        gloss_mask: Booleans of shape (B, G).
    """
    return (torch.isfinite(spans).all(-1) | ~gloss_mask).all(1)


def duration_loss(durations: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
    """Mean over rows of the squared log of predicted over real length.

    Args:
        durations: Frames of every gloss, tensor of shape (B, G), 0 for padding.
        lengths: Frames of every row, shape (B,).
    """
    squared = (durations.sum(1).log() - lengths.to(durations.dtype).log()).square()
    return masked_mean(squared, torch.ones_like(squared, dtype=torch.bool))


def times_loss(
    times: torch.Tensor, spans: torch.Tensor, lengths: torch.Tensor, gloss_mask: torch.Tensor
) -> torch.Tensor:
    """Mean of |log of predicted over real| frames before, of and after glosses, of rows of which all are known.

    Absolute: where signers differ in tempo, what most of them do is learnt, not what none does.

    Args:
        times: What is predicted, (B, G, 3).
        spans: Start and end of every gloss in frames, (B, G, 2), NaN where nobody knows.
        lengths: Frames of every row, (B,).
        gloss_mask: Booleans of shape (B, G).
    """
    known = known_spans(spans, gloss_mask)
    spans = torch.where((gloss_mask & known[:, None])[..., None], spans, 0.0)
    before = spans[..., 0] - nn.functional.pad(spans[:, :-1, 1], (1, 0))
    real = torch.stack([before, spans[..., 1] - spans[..., 0], lengths[:, None] - spans[..., 1]], dim=-1)
    counted = _counted(gloss_mask) & known[:, None, None]
    difference = (times.clamp(min=_LEAST).log() - real.to(times.dtype).clamp(min=_LEAST).log()).abs()
    return masked_mean(difference, counted)
