"""Semantic consistent guidance (SCG, F9): a recogniser on the general stage's features, in training only.

features ── adapter ── conv 5 ── max-pool 2 ── conv 5 ──┬── classifier ── CTC
                                                        └── BiLSTM ── classifier ── CTC
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import nn
from torch.nn import functional
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from signary.generator.fgdm.configuration_fgdm import FGDMConfig
from signary.generator.fgdm.vocabulary import PADDING
from signary.nn.whole_batch import mean_of

_KERNEL, _POOL = 5, 2


class GuidanceOutput(NamedTuple):
    """The loss, a scalar, and the number of rows that were too short for it."""

    loss: torch.Tensor
    skipped: int


def steps_of(frames: torch.Tensor) -> torch.Tensor:
    """Steps that so many frames become; convolutions are not padded."""
    return (frames - (_KERNEL - 1)) // _POOL - (_KERNEL - 1)


def frames_needed(gloss_ids: torch.Tensor) -> torch.Tensor:
    """2 · (glosses + repeats) + 12: CTC needs a step a gloss, and a blank between equal ones.

    Args:
        gloss_ids: Integers of shape (B, G), 0 for padding.
    """
    glosses = (gloss_ids != PADDING).sum(1)
    repeats = ((gloss_ids[:, 1:] == gloss_ids[:, :-1]) & (gloss_ids[:, 1:] != PADDING)).sum(1)
    return _POOL * (glosses + repeats) + 12


class SemanticGuidance(nn.Module):
    """The recogniser and its loss.

    Args:
        config: Sizes and weights.
    """

    def __init__(self, config: FGDMConfig) -> None:
        super().__init__()
        size = config.hidden_size
        self.decay, self.train_steps = config.scg_decay, config.train_steps
        self.adapter = nn.Sequential(nn.Linear(size, size), nn.ReLU(), nn.Linear(size, size))
        self.first, self.second = nn.Conv1d(size, size, _KERNEL), nn.Conv1d(size, size, _KERNEL)
        self.lstm = nn.LSTM(size, size // 2, bidirectional=True, batch_first=True)
        self.classifier = nn.Linear(size, len(config.glosses) + 1)

    def logits(self, features: torch.Tensor, lengths: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Logits of convolutions and LSTM, both (B, L, V), and the number of steps of each row, (B,).

        Args:
            features: Of the general stage, tensor of shape (B, T, d_g).
            lengths: Frames of each row, at least 14, integers of shape (B,).
        """
        x = self.adapter(features).transpose(1, 2)
        x = functional.max_pool1d(self.first(x).relu(), _POOL)
        x = self.second(x).relu().transpose(1, 2)
        steps = steps_of(lengths)
        packed = pack_padded_sequence(x, steps.cpu(), batch_first=True, enforce_sorted=False)
        heard, _ = pad_packed_sequence(self.lstm(packed)[0], batch_first=True, total_length=x.shape[1])
        return self.classifier(x), self.classifier(heard), steps

    def forward(
        self, features: torch.Tensor, lengths: torch.Tensor, gloss_ids: torch.Tensor, times: torch.Tensor
    ) -> GuidanceOutput:
        """Mean over the rows of exp(−α · t / steps) · (CTC of the convolutions + CTC of the LSTM).

        Args:
            features: Of the general stage, tensor of shape (B, T, d_g).
            lengths: Frames of each row, integers of shape (B,).
            gloss_ids: Integers of shape (B, G), 0 for padding.
            times: t of each row, integers of shape (B,).
        """
        fits = lengths >= frames_needed(gloss_ids)
        skipped = len(fits) - int(fits.sum())
        if skipped == len(fits):
            # Other processes may have rows that fit: the mean, and the gradient of each weight, is one with theirs.
            nothing = torch.stack([weight.sum() for weight in self.parameters()]).sum() * 0 + features.sum() * 0
            return GuidanceOutput(mean_of(nothing, fits.sum()), skipped)
        gloss_ids, lengths = gloss_ids[fits], lengths[fits]
        *found, steps = self.logits(features[fits], lengths)
        weights = torch.exp(-self.decay * times[fits].to(features.dtype) / self.train_steps)
        glosses = (gloss_ids != PADDING).sum(1)
        losses = [
            functional.ctc_loss(
                logits.log_softmax(-1).transpose(0, 1), gloss_ids, steps, glosses, blank=PADDING, reduction="none"
            )
            for logits in found
        ]
        return GuidanceOutput(mean_of((weights * (losses[0] + losses[1])).sum(), fits.sum()), skipped)
