"""From the numbers of joints to one token a group and frame, and back to a velocity for every number.

    numbers (B, T, D) ── one map a joint ── attention within the group ──┬── joints (B, T, J, e)
                                                                         └── pooled: tokens (G, B, T, d)

The paper embeds every keypoint with one MLP (Eq. 12) and averages over joints. Here the first layer of that MLP is a
map of each joint's own, whose offset is the joint embedding: joints differ in what their numbers mean, and in layouts
of parameters in how many there are. And pooling joins what is left of each joint side by side before it mixes them,
for an average of 30 finger joints no longer tells which finger bends.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import nn
from torch.nn import functional

from signary.nn.parallel_linear import ParallelLinear

#: Numbers that pooling keeps of each joint.
POOLED = 16


class JointMap(ParallelLinear):
    """A map a joint of its few standardised numbers, whose outputs vary by about 1 at the start.

    With the usual start each map down to the tokens makes motion smaller, until it varies by a fiftieth of the
    positions that are added there, and training takes long to find it.
    """

    def reset_parameters(self) -> None:
        """Start so."""
        nn.init.normal_(self.weight, std=0.8)
        nn.init.normal_(self.bias, std=0.5)


class KeepingLinear(nn.Linear):
    """A map that at the start gives about as much variation as it gets."""

    def reset_parameters(self) -> None:
        """Start so."""
        nn.init.normal_(self.weight, std=self.in_features**-0.5)
        nn.init.zeros_(self.bias)


class JointAttention(nn.Module):
    """One block of attention and MLP among the joints of a frame, each joint seeing those of its group.

    Groups share the weights: the joint embedding tells them apart, and one product serves all.

    Args:
        size: e.
        num_heads: Heads.
    """

    def __init__(self, size: int, num_heads: int) -> None:
        super().__init__()
        self.num_heads = num_heads
        self.inward, self.outward = nn.Linear(size, 3 * size), nn.Linear(size, size)
        self.norms = nn.ModuleList(nn.LayerNorm(size) for _ in range(2))
        self.mlp = nn.Sequential(nn.Linear(size, 2 * size), nn.SiLU(), nn.Linear(2 * size, size))

    def forward(self, x: torch.Tensor, same_group: torch.Tensor) -> torch.Tensor:
        """(F, J, e) to the same; `same_group` is a boolean tensor of shape (J, J)."""
        heads = self.inward(self.norms[0](x)).unflatten(-1, (3, self.num_heads, -1)).permute(2, 0, 3, 1, 4)
        mixed = functional.scaled_dot_product_attention(heads[0], heads[1], heads[2], same_group)
        x = x + self.outward(mixed.transpose(1, 2).flatten(2))
        return x + torch.as_tensor(self.mlp(self.norms[1](x)))


class JointEncoder(nn.Module):
    """Numbers and confidence of joints to joint vectors and group tokens (Eq. 12 and 13).

    Args:
        groups: Joint indices of each group.
        num_inputs: Numbers that go in for a joint.
        joint_size: e.
        hidden_size: d.
        num_heads: Heads of the attention among joints.
    """

    def __init__(
        self, groups: Sequence[Sequence[int]], num_inputs: int, joint_size: int, hidden_size: int, num_heads: int
    ) -> None:
        super().__init__()
        self.groups = [list(joints) for joints in groups]
        self.first = JointMap(sum(map(len, self.groups)), num_inputs, joint_size)
        self.second = KeepingLinear(joint_size, joint_size)
        self.attention = JointAttention(joint_size, num_heads)
        self.narrow = KeepingLinear(joint_size, POOLED)
        self.pool = nn.ModuleList(KeepingLinear(POOLED * len(joints), hidden_size) for joints in self.groups)

    def forward(self, inputs: torch.Tensor, same_group: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Embed.

        Args:
            inputs: Tensor of shape (B, T, J, num_inputs).
            same_group: Which joints share a group, booleans of shape (J, J).

        Returns:
            Joints of shape (B, T, J, e) and tokens of shape (G, B, T, d).
        """
        first = functional.silu(self.first(inputs.permute(2, 0, 1, 3))).permute(1, 2, 0, 3)
        embedded = self.second(first)
        joints = self.attention(embedded.flatten(0, 1), same_group).unflatten(0, embedded.shape[:2])
        narrow = self.narrow(joints)
        tokens = [pool(narrow[:, :, at].flatten(2)) for pool, at in zip(self.pool, self.groups, strict=True)]
        return joints, torch.stack(tokens)


class VelocityHead(ParallelLinear):
    """A map a joint that starts at zero: a new model moves nothing, a new refiner changes nothing."""

    def reset_parameters(self) -> None:
        """Stand still."""
        nn.init.zeros_(self.weight)
        nn.init.zeros_(self.bias)


class JointDecoder(nn.Module):
    """Joint vector, its group's token and the fused token to the joint's confidence and velocity.

    What the tokens say to a joint is a map of each joint's own, or all joints of a group would be told the same.
    For a refiner it is not the velocity, but what is to be added to the coarse motion (`network.py`).

    Args:
        groups: Joint indices of each group.
        num_outputs: Numbers that come out for a joint.
        joint_size: e.
        hidden_size: d.
        sure: Whether it says confidences.
    """

    def __init__(
        self, groups: Sequence[Sequence[int]], num_outputs: int, joint_size: int, hidden_size: int, sure: bool
    ) -> None:
        super().__init__()
        in_row = [joint for joints in groups for joint in joints]
        self.place = sorted(range(len(in_row)), key=in_row.__getitem__)
        self.of_joint = nn.Linear(joint_size, joint_size)
        self.of_tokens = nn.ModuleList(
            nn.Linear(2 * hidden_size, len(joints) * joint_size, bias=False) for joints in groups
        )
        self.velocity = VelocityHead(len(in_row), joint_size, num_outputs)
        self.confidence = nn.Linear(joint_size, 1) if sure else None

    def forward(
        self, joints: torch.Tensor, tokens: torch.Tensor, fused: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor | None]:
        """Decode.

        Args:
            joints: Tensor of shape (B, T, J, e).
            tokens: Tensor of shape (G, B, T, d).
            fused: Tensor of shape (B, T, d).

        Returns:
            Velocities of shape (B, T, J, num_outputs) and logits of confidence of shape (B, T, J), if it says any.
        """
        told = [tell(torch.cat([token, fused], -1)) for tell, token in zip(self.of_tokens, tokens, strict=True)]
        to_joints = torch.cat(told, -1).reshape(joints.shape)[:, :, self.place]
        hidden = functional.silu(self.of_joint(joints) + to_joints)
        velocity = self.velocity(hidden.permute(2, 0, 1, 3)).permute(1, 2, 0, 3)
        return velocity, None if self.confidence is None else self.confidence(hidden).squeeze(-1)
