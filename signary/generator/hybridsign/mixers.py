"""How a frame hears of the frames before it: three ways behind one interface (HybridSign, Table 4)."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

import torch
from torch import nn
from torch.nn import functional

from signary.generator.hybridsign.frame_plan import FramePlan
from signary.nn.parallel_linear import ParallelLinear
from signary.nn.positions import rotate
from signary.nn.windowed_cache import WindowedCache


@dataclass(frozen=True)
class MixingFrames:
    """What the layers need to know about the frames of a run.

    Attributes:
        plan: Which frames there are.
        mask: 0 where a frame sees a key and −∞ elsewhere, shape (B or 1, 1, num_frames, past + num_frames).
        turns: Rotary turns of the frames' positions, shape (2, num_frames, E / 2).
        confidence: Mean confidence of each group in each frame, c̄ of Eq. 17, shape (G, B, num_frames).
    """

    plan: FramePlan
    mask: torch.Tensor
    turns: torch.Tensor
    confidence: torch.Tensor


@dataclass(frozen=True)
class RecurrentCache:
    """The state of a recurrent mixer.

    Attributes:
        state: Tensor of shape (G, B, d).
    """

    state: torch.Tensor


MixerCache = WindowedCache | RecurrentCache


class TemporalMixer(nn.Module, ABC):
    """Mixes the tokens of G experts over time, each expert's with its own."""

    @abstractmethod
    def forward(
        self, x: torch.Tensor, frames: MixingFrames, cache: MixerCache | None
    ) -> tuple[torch.Tensor, MixerCache | None]:
        """Mix.

        Args:
            x: Tokens of shape (G, B, num_frames, d).
            frames: Who sees whom.
            cache: What the clean frames before left; None if there are none.

        Returns:
            Tensor of the same shape, and the cache after the run, None if it writes nothing: only clean frames do.
        """


class CausalMixer(TemporalMixer):
    """Attention to the past (Eq. 10), over a window; distances are seen by rotary positions.

    Args:
        num_experts: G.
        size: d.
        num_heads: Heads of each expert.
    """

    def __init__(self, num_experts: int, size: int, num_heads: int) -> None:
        super().__init__()
        self.num_heads = num_heads
        self.inward = ParallelLinear(num_experts, size, 3 * size)
        self.outward = ParallelLinear(num_experts, size, size)

    def key_bias(self, confidence: torch.Tensor) -> torch.Tensor:
        """Logit of each key of its own, from confidences (G, B, T) to the same shape; here none."""
        return torch.zeros_like(confidence)

    def forward(
        self, x: torch.Tensor, frames: MixingFrames, cache: MixerCache | None
    ) -> tuple[torch.Tensor, MixerCache | None]:
        """As `TemporalMixer.forward`."""
        rows = x.shape[0] * x.shape[1]
        heads = self.inward(x).reshape(rows, x.shape[2], 3, self.num_heads, -1).permute(2, 0, 3, 1, 4)
        query, key = rotate(heads[:2], frames.turns)
        seen = WindowedCache(key, heads[2], self.key_bias(frames.confidence).flatten(0, 1))
        if isinstance(cache, WindowedCache):
            seen = cache.extended(seen)
        bias = seen.bias.reshape(*x.shape[:2], 1, 1, -1)  # (G, B, 1, 1, keys)
        mixed = functional.scaled_dot_product_attention(
            query, seen.keys, seen.values, (frames.mask + bias).flatten(0, 1)
        )
        noisy = sum(frames.plan.chunks)
        after = seen.last(frames.plan.window - 1, noisy) if frames.plan.writes else None
        return self.outward(mixed.transpose(1, 2).reshape(x.shape)), after


class ConfidenceMixer(CausalMixer):
    """Confidence-aware causal attention (Eq. 17): logits q·k / √E + β·c̄(s), one learned β an expert."""

    def __init__(self, num_experts: int, size: int, num_heads: int) -> None:
        super().__init__(num_experts, size, num_heads)
        self.beta = nn.Parameter(torch.empty(num_experts, 1, 1))
        self.reset_parameters()

    def reset_parameters(self) -> None:
        """Trust confident frames more from the beginning."""
        nn.init.ones_(self.beta)

    def key_bias(self, confidence: torch.Tensor) -> torch.Tensor:
        """β·c̄, shape (G, B, T)."""
        return self.beta * confidence


class RecurrentMixer(TemporalMixer):
    """A gated recurrent unit an expert: the paper's `RNN`. Each noisy chunk starts from the clean frames before it.

    Arguments as for `CausalMixer`, without heads. It has no window: its state holds all of the past.
    """

    def __init__(self, num_experts: int, size: int) -> None:
        super().__init__()
        self.cells = nn.ModuleList(nn.GRU(size, size, batch_first=True) for _ in range(num_experts))

    def forward(
        self, x: torch.Tensor, frames: MixingFrames, cache: MixerCache | None
    ) -> tuple[torch.Tensor, MixerCache | None]:
        """As `TemporalMixer.forward`."""
        before = cache.state if isinstance(cache, RecurrentCache) else x.new_zeros(len(x), x.shape[1], x.shape[-1])
        runs = [_recur(cell, x[at], before[at], frames.plan) for at, cell in enumerate(self.cells)]
        last = frames.plan.clean - 1
        after = RecurrentCache(torch.stack([run[:, last] for run in runs])) if frames.plan.writes else None
        return torch.stack(runs), after


def _recur(cell: nn.Module, x: torch.Tensor, before: torch.Tensor, plan: FramePlan) -> torch.Tensor:
    """Outputs (B, num_frames, d) of clean frames in a row, and of chunks that start from the states between them."""
    clean = x[:, : plan.clean]
    outputs = cell(clean, before[None])[0] if plan.clean else clean
    if not plan.chunks:
        return torch.as_tensor(outputs)
    longest = max(plan.chunks)
    states = torch.cat([before[:, None], outputs], dim=1)[:, list(plan.starts)]  # (B, K, d)
    chunks = [
        functional.pad(part, (0, 0, 0, longest - part.shape[1]))
        for part in torch.split(x[:, plan.clean :], list(plan.chunks), 1)
    ]
    padded = torch.stack(chunks, dim=1)  # (B, K, longest, d)
    made = cell(padded.flatten(0, 1), states.flatten(0, 1)[None].contiguous())[0].unflatten(0, padded.shape[:2])
    kept = [made[:, at, :count] for at, count in enumerate(plan.chunks)]
    return torch.cat([outputs, *kept], dim=1)


def temporal_mixer(kind: str, num_experts: int, size: int, num_heads: int) -> TemporalMixer:
    """The mixer of a name in `MIXERS`."""
    if kind == "rnn":
        return RecurrentMixer(num_experts, size)
    return (ConfidenceMixer if kind == "confidence" else CausalMixer)(num_experts, size, num_heads)
