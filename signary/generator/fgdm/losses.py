"""F9: how far generated poses are from real ones, by joints and by bones."""

from __future__ import annotations

import torch

from signary.nn.bone_loss import bone_orientations
from signary.nn.masked_losses import masked_mean
from signary.pose.layout import PoseLayout


def joint_loss(predicted: torch.Tensor, clean: torch.Tensor, frame_mask: torch.Tensor) -> torch.Tensor:
    """Mean absolute difference over all numbers of the frames that count.

    Args:
        predicted: Tensor of shape (B, T, J, C).
        clean: Tensor of the same shape.
        frame_mask: Booleans of shape (B, T).
    """
    return _masked_mean((predicted - clean).abs(), frame_mask)


def bone_loss(
    predicted: torch.Tensor, clean: torch.Tensor, frame_mask: torch.Tensor, layout: PoseLayout, kind: str
) -> torch.Tensor:
    """Mean squared difference over all numbers of the bones of the frames that count.

    Args:
        predicted: Joints, tensor of shape (B, T, J, C).
        clean: The same of the reference.
        frame_mask: Booleans of shape (B, T).
        layout: What the joints are.
        kind: `vector` compares bones as they are (the paper), `direction` as unit vectors (the released code).
    """
    if kind == "direction":
        difference = bone_orientations(predicted.flatten(2), layout) - bone_orientations(clean.flatten(2), layout)
    else:
        parents, children = (list(ends) for ends in zip(*layout.bones, strict=True))
        difference = (predicted - clean)[:, :, children] - (predicted - clean)[:, :, parents]
    return _masked_mean(difference.square(), frame_mask)


def _masked_mean(values: torch.Tensor, frame_mask: torch.Tensor) -> torch.Tensor:
    return masked_mean(values, frame_mask[:, :, None, None].expand_as(values))
