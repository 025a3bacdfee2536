"""F9: how far generated poses are from real ones, by joints and by bones."""

from __future__ import annotations

import torch

from signary.generator.fgdm.iconicity import bone_directions
from signary.nn.masked_losses import masked_mean


def joint_loss(predicted: torch.Tensor, clean: torch.Tensor, frame_mask: torch.Tensor) -> torch.Tensor:
    """Mean absolute difference over all numbers of the frames that count.

    Args:
        predicted: Tensor of shape (B, T, J, C).
        clean: Tensor of the same shape.
        frame_mask: Booleans of shape (B, T).
    """
    return _masked_mean((predicted - clean).abs(), frame_mask)


def bone_loss(
    predicted: torch.Tensor, clean: torch.Tensor, frame_mask: torch.Tensor, has_bone: torch.Tensor, kind: str
) -> torch.Tensor:
    """Mean squared difference over all numbers of the bones of the frames that count.

    Args:
        predicted: Vectors from each joint's parent, tensor of shape (B, T, J, C).
        clean: The same of the reference.
        frame_mask: Booleans of shape (B, T).
        has_bone: Booleans of shape (J,), false for roots.
        kind: `vector` compares bones as they are (the paper), `direction` as unit vectors (the released code).
    """
    if kind == "direction":
        predicted, clean = bone_directions(predicted), bone_directions(clean)
    return _masked_mean((predicted - clean).square()[:, :, has_bone], frame_mask)


def _masked_mean(values: torch.Tensor, frame_mask: torch.Tensor) -> torch.Tensor:
    return masked_mean(values, frame_mask[:, :, None, None].expand_as(values))
