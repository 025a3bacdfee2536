"""What a recogniser returns."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from transformers import Cache
from transformers.utils.generic import ModelOutput


@dataclass
class RecogniserOutput(ModelOutput):
    """States, probabilities and, with labels, losses.

    Attributes:
        loss: λ_R · recognition + λ_T · translation (Eq. 10), where there are labels.
        recognition_loss: −log p(glosses | motion), mean of sentences, in nats.
        translation_loss: Cross-entropy of all tokens of a text, smoothed, mean of sentences, in nats.
        logits: Of the next text token, (B, S, V).
        gloss_log_probabilities: log p(gloss | step) of shape (B, L, 1 + glosses), 0 being the blank.
        step_mask: Booleans of shape (B, L).
        encoder_last_hidden_state: States of shape (B, L, d).
        cache: Of the decoder, as far as it has read.
    """

    loss: torch.Tensor | None = None
    recognition_loss: torch.Tensor | None = None
    translation_loss: torch.Tensor | None = None
    logits: torch.Tensor | None = None
    gloss_log_probabilities: torch.Tensor | None = None
    step_mask: torch.Tensor | None = None
    encoder_last_hidden_state: torch.Tensor | None = None
    cache: Cache | None = None
