"""F3: iconicity disentanglement. Where a joint is, how far its parent is, and in which direction it points."""

from __future__ import annotations

import torch
from torch import nn
from transformers import initialization as init

from signary.nn.bone_loss import SHORTEST
from signary.pose.layout import PoseLayout


class Iconicity(nn.Module):
    """Joints (…, J, C) to (…, J, 2C + 1), joint-major: coordinates, length of the bone, unit direction from the parent.

    Joints without a parent have a bone of length 0 and the direction 0. The released code stacks the numbers as
    (7, J) and reads them as (J, 7), which mixes joints with numbers.

    Args:
        layout: A keypoint layout.
    """

    parents: torch.Tensor

    def __init__(self, layout: PoseLayout) -> None:
        super().__init__()
        #: 2C + 1: 7 for joints in space.
        self.num_features = 2 * len(layout.channels) + 1
        # Roots are their own parents, so that their bone is 0.
        self._parents = [joint if parent < 0 else parent for joint, parent in enumerate(layout.parents)]
        self.register_buffer("parents", torch.tensor(self._parents), persistent=False)

    def reset_parameters(self) -> None:
        """Make the buffer anew, which no checkpoint holds."""
        init.copy_(self.parents, torch.tensor(self._parents))

    def forward(self, joints: torch.Tensor) -> torch.Tensor:
        """The numbers of every joint."""
        bones = joints - joints[..., self.parents, :]
        lengths = bones.norm(dim=-1, keepdim=True)
        return torch.cat([joints, lengths, bones / lengths.clamp(min=SHORTEST)], dim=-1)
