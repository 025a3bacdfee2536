"""F4, F5, F7: the adaptive semantic graph convolution (ASGCN). Every frame has a graph of its joints of its own.

    A = (A_a + A_b) ⊙ M        A_a from the joints of the frames around, A_b from the skeleton, M from the glosses
    Y = Σ_k A_k X W_k          over the spatial partitions k (root, closer, further)

Graphs are kept transposed, shape (B, T, K, J', J) with the neighbour J' first: in this order all comparisons of a frame
with those around it are one matrix product that reads the keys where they are.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import torch
from torch import nn
from torch.nn import functional
from transformers import initialization as init

from signary.generator.fgdm.configuration_fgdm import FGDMConfig
from signary.generator.fgdm.skeleton_graph import PARTITIONS, skeleton_graph

_K = len(PARTITIONS)
#: Without gradients graphs are made and used so many frames at a time: they then stay in the processor's cache.
_FRAMES_AT_ONCE = 16


class Condition(NamedTuple):
    """What motion is conditioned on.

    Attributes:
        states: Gloss features, tensor of shape (B, G, d_g).
        mask: Booleans of shape (B, G), false for padding.
    """

    states: torch.Tensor
    mask: torch.Tensor


class Comparison(NamedTuple):
    """What A_a is made of.

    Attributes:
        queries: Tensor of shape (B, T, J, C), divided by √C.
        keys: Tensor of shape (B, T + 2n, J, C), n frames of 0 at both ends.
        mixing: Weights of the offsets, (B, T, K, 2n + 1); 0 for frames that do not exist.
    """

    queries: torch.Tensor
    keys: torch.Tensor
    mixing: torch.Tensor


class ContextualCorrelation(nn.Module):
    """F5, A_a: how joints of a frame go with joints of the frames around it.

    σ(q · k / √C) of the queries of frame i with the keys of frames i − n … i + n, mixed over the 2n + 1 offsets to the
    partitions by weights that start at 0. A frame beyond the ends, or padded, adds nothing.

    Args:
        channels: C.
        window: n.
    """

    def __init__(self, channels: int, window: int) -> None:
        super().__init__()
        self.window = window
        self.query, self.key = nn.Linear(channels, channels), nn.Linear(channels, channels)
        self.mix = nn.Parameter(torch.zeros(_K, 2 * window + 1))

    def reset_parameters(self) -> None:
        """Start without the term."""
        init.zeros_(self.mix)

    def compare(self, x: torch.Tensor, frame_mask: torch.Tensor) -> Comparison:
        """Queries, keys and weights of (B, T, J, C) and its mask (B, T)."""
        n = self.window
        there = functional.pad(frame_mask, (n, n)).unfold(1, 2 * n + 1, 1)
        return Comparison(
            self.query(x) / math.sqrt(x.shape[3]),
            functional.pad(self.key(x), (0, 0, 0, 0, n, n)),
            self.mix * there[:, :, None].to(self.mix.dtype),
        )

    def forward(self, compared: Comparison, start: int, end: int, fixed: torch.Tensor | None) -> torch.Tensor:
        """A_a of some frames, transposed, plus a graph (K, J' · J) that all frames share: (B · T', K, J' · J)."""
        width, joints = 2 * self.window + 1, compared.queries.shape[2]
        # A view: the joints of neighbouring frames lie one after another.
        windows = compared.keys[:, start : end + width - 1].unfold(1, width, 1).permute(0, 1, 4, 2, 3).flatten(2, 3)
        similar = torch.matmul(windows, compared.queries[:, start:end].transpose(-1, -2))
        similar = similar.sigmoid_().reshape(-1, width, joints * joints)
        mixing = compared.mixing[:, start:end].flatten(0, 1)
        mixed = torch.bmm(mixing, similar)
        return mixed if fixed is None else mixed.add_(fixed)


class Relevance(NamedTuple):
    """What M is made of.

    Attributes:
        weights: Share of each gloss in a frame times the gain of a partition, and its bias: (B, T, K, G + 1), or per
            joint (B, T, K, J, G + 1).
        prototypes: Of each gloss, transposed, and one of ones for the bias: (B, G + 1, J', J).
    """

    weights: torch.Tensor
    prototypes: torch.Tensor


class SemanticMask(nn.Module):
    """F7, M: which edges the glosses of a frame strengthen (up to 2) or weaken (down to 0); it starts at 1 everywhere.

    Every gloss has a prototype of a mask. A frame takes the mean of the prototypes, weighted by a softmax over the
    similarity of glosses and pose.

    Args:
        channels: C, numbers a joint.
        hidden_size: d_g, numbers a gloss.
        joints: J.
        per_joint: A weight for every frame and joint, as in the released code, instead of one a frame.
    """

    def __init__(self, channels: int, hidden_size: int, joints: int, per_joint: bool) -> None:
        super().__init__()
        self.joints, self.per_joint = joints, per_joint
        self.prototype = nn.Linear(hidden_size, joints * joints)
        self.similarity = nn.Linear(hidden_size, channels)
        self.gain, self.bias = nn.Parameter(torch.zeros(_K, 1)), nn.Parameter(torch.zeros(_K, 1))

    def reset_parameters(self) -> None:
        """Start with a mask of 1."""
        init.zeros_(self.gain)
        init.zeros_(self.bias)

    def shares(self, x: torch.Tensor, condition: Condition) -> torch.Tensor:
        """How much of each gloss is in a frame, (B, T, G), or in each joint of a frame, (B, T, J, G); they sum to 1."""
        keys = self.similarity(condition.states) / math.sqrt(x.shape[3])  # (B, G, C)
        poses = x.flatten(1, 2) if self.per_joint else x.mean(2)
        logits = (poses @ keys.transpose(1, 2)).masked_fill(~condition.mask[:, None], -torch.inf)
        return torch.softmax(logits, dim=-1).reshape(*x.shape[: 3 if self.per_joint else 2], -1)

    def relate(self, x: torch.Tensor, condition: Condition) -> Relevance:
        """Weights and prototypes for (B, T, J, C)."""
        shape = (_K, 1, 1) if self.per_joint else (_K, 1)
        scaled = self.shares(x, condition)[:, :, None] * self.gain.reshape(shape)
        weights = torch.cat([scaled, self.bias.reshape(shape).expand(*scaled.shape[:-1], 1)], dim=-1)
        prototypes = self.prototype(condition.states).reshape(*condition.states.shape[:2], self.joints, self.joints)
        return Relevance(weights, functional.pad(prototypes.transpose(-1, -2), (0, 0, 0, 0, 0, 1), value=1.0))

    def forward(self, related: Relevance, start: int, end: int) -> torch.Tensor:
        """Half the mask of some frames, σ(…), transposed: (B · T', K, J' · J)."""
        weights, prototypes = related.weights[:, start:end], related.prototypes
        if self.per_joint:
            mean = torch.einsum("btkpg,bgqp->btkqp", weights, prototypes)
        else:
            mean = weights.flatten(1, 2) @ prototypes.flatten(2)
        return mean.reshape(-1, _K, self.joints**2).sigmoid_()


class ASGCN(nn.Module):
    """F4: graph convolution of every frame, then layer norm, dropout, residual and ReLU.

    The released code norms by batch, which padding would enter, and lets each partition see 6 of 16 channels; here
    every partition has a full map of its own.

    Args:
        config: Which terms a graph has, and sizes.
    """

    skeleton: torch.Tensor

    def __init__(self, config: FGDMConfig) -> None:
        super().__init__()
        self.layout = config.pose_layout
        channels, joints = config.focal_channels, len(config.pose_layout.joints)
        self.maps = nn.Linear(channels, _K * channels, bias=False)
        self.contextual = ContextualCorrelation(channels, config.window) if config.contextual else None
        self.semantic = (
            SemanticMask(channels, config.hidden_size, joints, config.semantic_mask == "joint")
            if config.semantic_mask != "none"
            else None
        )
        self.has_topology = config.topology
        if config.topology:
            self.register_buffer("skeleton", skeleton_graph(self.layout), persistent=False)
            self.learned = nn.Parameter(skeleton_graph(self.layout))
        self.norm = nn.LayerNorm(channels)
        self.dropout = nn.Dropout(config.dropout)

    def reset_parameters(self) -> None:
        """The learned graph starts as the skeleton's; the buffer, which no checkpoint holds, is made anew."""
        if self.has_topology:
            init.copy_(self.skeleton, skeleton_graph(self.layout))
            init.copy_(self.learned, skeleton_graph(self.layout))

    def topology(self) -> torch.Tensor | None:
        """F6, A_b: the skeleton and its learned copy, transposed, (K, J' · J)."""
        return (self.skeleton + self.learned).transpose(1, 2).flatten(1) if self.has_topology else None

    def forward(self, x: torch.Tensor, frame_mask: torch.Tensor, condition: Condition) -> torch.Tensor:
        """Convolve.

        Args:
            x: Tensor of shape (B, T, J, C), finite.
            frame_mask: Booleans of shape (B, T), false for padding.
            condition: The glosses.
        """
        batch, frames, joints, channels = x.shape
        fixed = self.topology()
        compared = None if self.contextual is None else self.contextual.compare(x, frame_mask)
        related = None if self.semantic is None else self.semantic.relate(x, condition)
        # M is 2σ: the 2 is multiplied here, where numbers are few.
        weight = self.maps.weight if related is None else 2 * self.maps.weight
        step = frames if torch.is_grad_enabled() else _FRAMES_AT_ONCE
        found = list[torch.Tensor]()
        for start in range(0, frames, step):
            end = min(start + step, frames)
            graphs = self._graphs(fixed, compared, related, start, end)
            maps = functional.linear(x[:, start:end], weight).reshape(-1, joints, _K, channels).transpose(1, 2)
            y = graphs.reshape(-1, _K * joints, joints).transpose(1, 2) @ maps.reshape(-1, _K * joints, channels)
            found.append(y.reshape(batch, end - start, joints, channels))
        return torch.relu(x + self.dropout(self.norm(torch.cat(found, dim=1))))

    def _graphs(
        self, fixed: torch.Tensor | None, compared: Comparison | None, related: Relevance | None, start: int, end: int
    ) -> torch.Tensor:
        """(A_a + A_b) ⊙ M / 2 of some frames, or A_a + A_b without a mask, transposed: (B · T' or 1, K, J' · J)."""
        if self.contextual is not None and compared is not None:
            graphs = self.contextual(compared, start, end, fixed)
        else:
            assert fixed is not None
            graphs = fixed[None]
        if self.semantic is not None and related is not None:
            graphs = graphs * self.semantic(related, start, end)
        return torch.as_tensor(graphs)
