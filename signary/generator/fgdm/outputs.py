"""What FGDM gives back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import torch
from transformers.utils.generic import ModelOutput


@dataclass
class FGDMOutput(ModelOutput):
    """What a training or validation step gives.

    Attributes:
        loss: Joint loss + λ · bone loss + γ · guidance + weight · duration loss, a scalar.
        clean: Predicted clean poses of shape (B, T, J, C), in the input's units; padded frames mean nothing.
        joint_loss: Mean absolute difference of standardised numbers.
        bone_loss: Mean squared difference of bones.
        scg_loss: Semantic guidance, unweighted by γ; None where the model has no such branch.
        scg_skipped: Rows that were too short for guidance, an integer; None as above.
        duration_loss: Squared log of predicted over real length.
    """

    loss: torch.Tensor | None = None
    clean: torch.Tensor | None = None
    joint_loss: torch.Tensor | None = None
    bone_loss: torch.Tensor | None = None
    scg_loss: torch.Tensor | None = None
    scg_skipped: torch.Tensor | None = None
    duration_loss: torch.Tensor | None = None


class Denoised(NamedTuple):
    """One pass of the network.

    Attributes:
        clean: x̂₀, standardised, tensor of shape (B, T, J, C).
        features: Of the general stage, tensor of shape (B, T, d_g).
    """

    clean: torch.Tensor
    features: torch.Tensor
