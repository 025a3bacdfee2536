"""The experts: one for each group of joints, side by side, then fused (HybridSign, Eq. 14 and 15)."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import nn
from torch.nn import functional

from signary.generator.hybridsign.mixers import MixerCache, MixingFrames, temporal_mixer
from signary.nn.adaptive_norm import Modulation, adaptive_norm
from signary.nn.parallel_linear import ParallelLinear

#: Shift, scale and gate of each of the three parts of a layer.
NUM_MODULATIONS = 9
MLP_RATIO = 2


class TextMemory(NamedTuple):
    """Keys and values of a text for one layer, computed once a sentence.

    Attributes:
        keys: Tensor of shape (G · B, heads, S + 1, E).
        values: Tensor of the same shape.
    """

    keys: torch.Tensor
    values: torch.Tensor

    def read(self, query: torch.Tensor, mask: torch.Tensor | None) -> torch.Tensor:
        """What queries (G · B, heads, T, E) read, of the same shape, under a mask (G · B, 1, T or 1, S + 1)."""
        return functional.scaled_dot_product_attention(query, self.keys, self.values, mask)


class TextsSideBySide(NamedTuple):
    """Texts of several streams, each with its own number of tokens: every stream reads its own, without padding.

    Attributes:
        streams: Text and mask of each stream, for one row.
    """

    streams: tuple[tuple[TextMemory, torch.Tensor | None], ...]

    def read(self, query: torch.Tensor, mask: torch.Tensor | None) -> torch.Tensor:
        """As `TextMemory.read`, under the masks of the streams."""
        rows = query.reshape(-1, len(self.streams), *query.shape[1:]).unbind(1)  # B of shape (G, heads, T, E)
        read = [memory.read(row, own) for row, (memory, own) in zip(rows, self.streams, strict=True)]
        return torch.stack(read, dim=1).flatten(0, 1)


class TextAttention(nn.Module):
    """Frames attend to the text.

    Args:
        num_experts: G.
        size: d.
        num_heads: Heads of each expert.
    """

    def __init__(self, num_experts: int, size: int, num_heads: int) -> None:
        super().__init__()
        self.num_experts, self.num_heads = num_experts, num_heads
        self.query = ParallelLinear(num_experts, size, size)
        self.memory = ParallelLinear(num_experts, size, 2 * size)
        self.outward = ParallelLinear(num_experts, size, size)

    def remember(self, text: torch.Tensor) -> TextMemory:
        """Keys and values of text of shape (B, S + 1, d)."""
        both = self.memory(text.expand(self.num_experts, *text.shape))
        heads = both.flatten(0, 1).unflatten(-1, (2, self.num_heads, -1)).permute(2, 0, 3, 1, 4)
        return TextMemory(heads[0], heads[1])

    def forward(self, x: torch.Tensor, memory: TextMemory | TextsSideBySide, mask: torch.Tensor | None) -> torch.Tensor:
        """Tokens (G, B, T, d) to the same, under a mask of shape (G · B, 1, T or 1, S + 1)."""
        query = self.query(x).flatten(0, 1).unflatten(-1, (self.num_heads, -1)).transpose(1, 2)
        mixed = memory.read(query, mask)
        return torch.as_tensor(self.outward(mixed.transpose(1, 2).reshape(x.shape)))


class ExpertLayer(nn.Module):
    """One layer of all experts: mixing over time, attention to the text, MLP; each modulated by the flow's time.

    Args:
        num_experts: G.
        size: d.
        num_heads: Heads of each expert.
        mixer: Name of the temporal mixer.
    """

    def __init__(self, num_experts: int, size: int, num_heads: int, mixer: str) -> None:
        super().__init__()
        self.modulation = Modulation(num_experts, NUM_MODULATIONS, size)
        self.mixer = temporal_mixer(mixer, num_experts, size, num_heads)
        self.text = TextAttention(num_experts, size, num_heads)
        self.wide = ParallelLinear(num_experts, size, MLP_RATIO * size)
        self.narrow = ParallelLinear(num_experts, MLP_RATIO * size, size)

    def forward(
        self,
        x: torch.Tensor,
        shared: torch.Tensor,
        frames: MixingFrames,
        memory: TextMemory | TextsSideBySide,
        text_mask: torch.Tensor | None,
        cache: MixerCache | None,
    ) -> tuple[torch.Tensor, MixerCache | None]:
        """Tokens (G, B, T, d) to the same, and the cache after this run.

        Args:
            x: Tokens.
            shared: Modulation that all layers share, shape (B or 1, T or 1, 9 · d).
            frames: Who sees whom.
            memory: The text as this layer sees it.
            text_mask: 0 for text tokens that a frame sees and −∞ elsewhere, shape (G · B, 1, T or 1, S + 1).
            cache: Of this layer's mixer.
        """
        shift, scale, gate, text_shift, text_scale, text_gate, mlp_shift, mlp_scale, mlp_gate = self.modulation(shared)
        mixed, after = self.mixer(adaptive_norm(x, shift, scale), frames, cache)
        x = x + (1 + gate) * mixed
        x = x + (1 + text_gate) * self.text(adaptive_norm(x, text_shift, text_scale), memory, text_mask)
        wide = functional.silu(self.wide(adaptive_norm(x, mlp_shift, mlp_scale)))
        return x + (1 + mlp_gate) * self.narrow(wide), after

    def write(
        self, x: torch.Tensor, shared: torch.Tensor, frames: MixingFrames, cache: MixerCache | None
    ) -> MixerCache | None:
        """Only the cache after this run. Arguments as for `forward`."""
        shift, scale = self.modulation(shared)[:2]
        after: MixerCache | None = self.mixer(adaptive_norm(x, shift, scale), frames, cache)[1]
        return after


class Fusion(nn.Module):
    """α(k) = softmax_k(wᵀ tanh(W H(k))), H = Σ α(k) H(k) (Eq. 15).

    Args:
        size: d.
    """

    def __init__(self, size: int) -> None:
        super().__init__()
        self.inward = nn.Linear(size, size)
        self.weigh = nn.Linear(size, 1, bias=False)

    def forward(self, tokens: torch.Tensor) -> torch.Tensor:
        """(G, B, T, d) to (B, T, d)."""
        shares = self.weigh(torch.tanh(self.inward(tokens))).softmax(dim=0)
        return torch.as_tensor((shares * tokens).sum(0))
