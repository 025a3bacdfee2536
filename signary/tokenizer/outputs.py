"""What the motion tokenizer gives back, and the state of its streams."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import torch
from transformers.utils.generic import ModelOutput


@dataclass
class MotionTokenizerOutput(ModelOutput):
    """What a training or validation step gives; P entries are in the order of the config's columns.

    Attributes:
        loss: Sum of the reconstruction losses + commitment weight · sum of the commitment losses, and with a
            `joint_weight` that times the joint loss; a scalar.
        reconstruction: Features of shape (B, T, D) in the input's units; 0 where padded.
        codes: Integers of shape (B, L, P), -1 where padded.
        code_mask: Boolean tensor of shape (B, L).
        reconstruction_loss: For each part the mean over the numbers that count, standardised, shape (parts,).
        commitment_loss: Mean squared distance to the codebook, unweighted, shape (P,).
        joint_loss: Error of places, unweighted, a scalar; None with a `joint_weight` of 0.
        perplexity: exp of the entropy of the batch's codes, shape (P,).
        usage: Share of the codebook that the batch uses, shape (P,).
    """

    loss: torch.Tensor | None = None
    reconstruction: torch.Tensor | None = None
    codes: torch.Tensor | None = None
    code_mask: torch.Tensor | None = None
    reconstruction_loss: torch.Tensor | None = None
    commitment_loss: torch.Tensor | None = None
    joint_loss: torch.Tensor | None = None
    perplexity: torch.Tensor | None = None
    usage: torch.Tensor | None = None


@dataclass(frozen=True)
class MotionDecoderState:
    """Where a stream of codes stands: the last inputs of every convolution of every part.

    Attributes:
        batch_size: B of the stream.
        caches: Part -> caches of its decoder's convolutions, in the order in which they run; empty at the start.
    """

    batch_size: int
    caches: Mapping[str, tuple[torch.Tensor, ...]]


class MotionDecoderOutput(NamedTuple):
    """Decoded motion. No `ModelOutput`: that is a dictionary, and a field called `values` would hide its method.

    Attributes:
        values: Features of shape (B, stride · L, D).
        state: For the next call of a causal decoder; None otherwise.
    """

    values: torch.Tensor
    state: MotionDecoderState | None
