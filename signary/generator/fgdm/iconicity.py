"""F3: iconicity disentanglement. Where a joint is, how far its parent is, and in which direction it points."""

from __future__ import annotations

import torch
from torch import nn
from transformers import initialization as init

from signary.pose.layout import PoseLayout

#: A shorter bone has no direction: its numbers are those of a root.
MIN_LENGTH = 1e-8


class Iconicity(nn.Module):
    """Joints (…, J, C) to (…, J, 2C + 1), joint-major: coordinates, length of the bone, unit direction from the parent.

    Joints without a parent have a bone of length 0 and the direction 0.

    Args:
        layout: A keypoint layout.
    """

    parents: torch.Tensor

    def __init__(self, layout: PoseLayout) -> None:
        super().__init__()
        self.layout = layout
        self.register_buffer("parents", self._parents(), persistent=False)

    @property
    def num_features(self) -> int:
        """2C + 1: 7 for joints in space."""
        return 2 * len(self.layout.channels) + 1

    def _parents(self) -> torch.Tensor:
        """Each joint's parent; roots are their own, so that their bone is 0."""
        return torch.tensor([joint if parent < 0 else parent for joint, parent in enumerate(self.layout.parents)])

    @property
    def has_bone(self) -> torch.Tensor:
        """Booleans of shape (J,), false for joints without a parent."""
        return self.parents != torch.arange(len(self.parents), device=self.parents.device)

    def reset_parameters(self) -> None:
        """Make the buffer anew, which no checkpoint holds."""
        init.copy_(self.parents, self._parents())

    def bones(self, joints: torch.Tensor) -> torch.Tensor:
        """(…, J, C) to the vector from each joint's parent, of the same shape."""
        return joints - joints[..., self.parents, :]

    def forward(self, joints: torch.Tensor) -> torch.Tensor:
        """The numbers of every joint."""
        bones = self.bones(joints)
        lengths = bone_lengths(bones)
        return torch.cat([joints, lengths, bone_directions(bones)], dim=-1)


def bone_lengths(bones: torch.Tensor) -> torch.Tensor:
    """(…, C) to (…, 1); the gradient of a bone without length is 0, not NaN."""
    squared = bones.square().sum(-1, keepdim=True)
    short = squared < MIN_LENGTH**2
    return torch.where(short, 0.0, torch.where(short, 1.0, squared).sqrt())


def bone_directions(bones: torch.Tensor) -> torch.Tensor:
    """(…, C) to unit vectors of the same shape; 0 for a bone without length."""
    lengths = bone_lengths(bones)
    return torch.where(lengths > 0, bones / torch.where(lengths > 0, lengths, 1.0), 0.0)
