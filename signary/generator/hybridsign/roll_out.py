"""Motion that a model makes of its own past, with a gradient that needs as much memory for a minute as for a second.

First everything is made without a gradient, as a stream makes it; what each chunk's last step of the flow started from
is kept, which is as large as the motion itself. When the gradient of the motion is known, each chunk's last step is
done again with a graph of its own, one chunk after another, and what it says of the weights is added up. No gradient
passes from chunk to chunk: what is written into the cache is taken as given, which is what makes this exact.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, NamedTuple

import torch

from signary.generator.hybridsign.coarse_context import CoarseFrames
from signary.generator.hybridsign.flow import flow_times
from signary.generator.hybridsign.generation_hybridsign import HybridSignState
from signary.generator.hybridsign.modeling_hybridsign import HybridSignModel
from signary.generator.hybridsign.runs import FramePlaces


class RollOut(NamedTuple):
    """Motion that a model made of its own past.

    Attributes:
        frames: Standardised, shape (B, T, D).
        confidence_logits: Tensor of shape (B, T, J).
    """

    frames: torch.Tensor
    confidence_logits: torch.Tensor


@dataclass(frozen=True)
class RollOutPlan:
    """What is to be made, and how.

    Attributes:
        model: The model.
        text: States (B, S, text_size), their mask (B, 1 or T, S), and the signers (B,) or None.
        positions: Number of each frame in its sentence, shape (B or 1, T).
        shape: (B, T, D).
        coarse: Coarse motion, for a model that refines.
        chunk_frames: Frames of a chunk; the last one may be shorter.
        steps: Steps of the flow.
        step: The step that has a gradient. It leads to the end of the flow, and those before it to where it starts.
        given: Frames that the motion begins with as they are, standardised and nothing missing, shape (B, n, D);
            None where it begins as a stream does, with nothing before.
    """

    model: HybridSignModel
    text: tuple[torch.Tensor, torch.Tensor, torch.Tensor | None]
    positions: torch.Tensor
    shape: tuple[int, int, int]
    coarse: CoarseFrames | None
    chunk_frames: int
    steps: int
    step: int
    given: torch.Tensor | None = None

    def chunks(self) -> Iterator[slice]:
        """Frames of each chunk that is made."""
        for first in range(0 if self.given is None else self.given.shape[1], self.shape[1], self.chunk_frames):
            yield slice(first, min(first + self.chunk_frames, self.shape[1]))

    def first_state(self) -> HybridSignState:
        """The stream before the first frame that is made, with a gradient to the weights that read the text."""
        state = HybridSignState(self.shape[0], self.model.network.read(*self.text), self.text[2])
        if self.given is None:
            return state
        chunk = slice(0, self.given.shape[1])
        with torch.no_grad():
            return self.after(state, self.at(state, chunk)[0], chunk, *self.known(self.given))

    def known(self, frames: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Frames that are given, and how sure they are: quite."""
        joints = len(self.model.config.pose_layout.joints)
        return frames, frames.new_ones(*frames.shape[:2], joints)

    def at(self, state: HybridSignState, chunk: slice) -> tuple[HybridSignState, FramePlaces, CoarseFrames | None]:
        """The state that hears what the frames of a chunk are to say; where they are, and their coarse motion."""
        mask, count = state.condition.text_mask, chunk.stop - chunk.start
        if mask is not None and mask.shape[2] > 1:
            state = replace(state, condition=replace(state.condition, text_mask=mask[:, :, chunk]))
        places = self.model.next_places(state, noisy=count, in_sentence=self.positions[:, chunk])
        return state, places, None if self.coarse is None else self.coarse.part(chunk.start, count)

    def after(
        self, state: HybridSignState, here: HybridSignState, chunk: slice, frames: torch.Tensor, sure: torch.Tensor
    ) -> HybridSignState:
        """The stream once a chunk's frames are written into its cache.

        Args:
            state: The stream before the chunk.
            here: What `at` made of it.
            chunk: Which frames.
            frames: What was made, of shape (B, n, D).
            sure: Its confidence, of shape (B, n, J).
        """
        coarse = None if self.coarse is None else self.coarse.part(chunk.start, chunk.stop - chunk.start)
        written = self.model.remember(here, frames, sure, coarse, self.positions[:, chunk])
        return replace(written, condition=state.condition)


def roll_out(plan: RollOutPlan) -> RollOut:
    """Make all chunks, each up to a step of the flow without gradient, and from there to the end in one with it.

    The gradient reaches the weights that want one, through that step alone.
    """
    weights = [weight for weight in plan.model.parameters() if weight.requires_grad]
    return RollOut(*_Chunked.apply(plan, *weights))  # type: ignore[no-untyped-call]


class _Chunked(torch.autograd.Function):
    """A roll-out as one operation on the weights, whose backward pass goes chunk by chunk."""

    @staticmethod
    def forward(ctx: Any, plan: RollOutPlan, *weights: torch.Tensor) -> RollOut:
        ctx.plan, ctx.mixed, ctx.weights = plan, _as_now(plan.model.mean.device.type), weights
        kept: tuple[list[torch.Tensor], ...] = ([], [], [], [])
        if plan.given is not None:
            given, certain = plan.known(plan.given)
            for parts, part in zip(kept, (given, certain, given, torch.zeros_like(certain)), strict=True):
                parts.append(part)
        state = plan.first_state()
        for chunk in plan.chunks():
            here, places, coarse = plan.at(state, chunk)
            x, confidence = _up_to_last_step(plan, here, places, coarse)
            made = _last_step(plan, here, places, x, coarse)
            confidence = made.confidence_logits.sigmoid() if confidence is None else confidence
            for parts, part in zip(kept, (x, confidence, *made), strict=True):
                parts.append(part)
            state = plan.after(state, here, chunk, made.frames, confidence)
        starts, sure, frames, logits = (torch.cat(parts, dim=1) for parts in kept)
        # Detached: what is returned will hold this operation, which would then hold itself.
        ctx.kept = starts, sure, frames.detach()
        return RollOut(frames, logits)

    @staticmethod
    def backward(ctx: Any, *gradients: torch.Tensor) -> tuple[torch.Tensor | None, ...]:
        plan, (starts, sure, frames) = ctx.plan, ctx.kept
        total = [torch.zeros_like(weight) for weight in ctx.weights]
        with torch.enable_grad(), ctx.mixed:
            state = plan.first_state()
            for chunk in plan.chunks():
                here, places, coarse = plan.at(state, chunk)
                made = _last_step(plan, here, places, starts[:, chunk], coarse)
                wanted = [gradient[:, chunk] for gradient in gradients]
                # What has read the text is one graph for all chunks; a chunk's own is gone with it.
                found = torch.autograd.grad(made, ctx.weights, wanted, retain_graph=True, allow_unused=True)
                for each, more in zip(total, found, strict=True):
                    if more is not None:
                        each += more
                with torch.no_grad():
                    state = plan.after(state, here, chunk, frames[:, chunk], sure[:, chunk])
        return None, *total


def _as_now(device: str) -> torch.autocast:
    """Mixed precision as it is while this is called: a backward pass runs outside of it."""
    kind, on = torch.get_autocast_dtype(device), torch.is_autocast_enabled(device)
    return torch.autocast(device, kind, on)


def _up_to_last_step(
    plan: RollOutPlan, state: HybridSignState, places: FramePlaces, coarse: CoarseFrames | None
) -> tuple[torch.Tensor, torch.Tensor | None]:
    """Where a chunk's last step of the flow starts, and the confidence that a stream would remember of the chunk.

    A stream remembers what the first step says of confidence; None where that is the last one, too.
    """
    count, times = places.plan.num_frames, flow_times(plan.steps)
    x, said = plan.model.flow_start((plan.shape[0], count, plan.shape[2]), coarse), list[torch.Tensor]()
    for now, later in pairwise(times[: plan.step + 1]):
        moves = plan.model.next_moves(state, places, x, (now, later), coarse)
        said.append(moves.confidence_logits)
        x = x + (later - now) * moves.velocity
    return x, said[0].sigmoid() if said else None


def _last_step(
    plan: RollOutPlan, state: HybridSignState, places: FramePlaces, x: torch.Tensor, coarse: CoarseFrames | None
) -> RollOut:
    """From a step of the flow to its end at once, joined to the chunk before as a stream joins it."""
    now = flow_times(plan.steps)[plan.step]
    moves = plan.model.next_moves(state, places, x, (now, 1.0), coarse)
    frames = plan.model.joined(x + (1 - now) * moves.velocity, coarse, state.before)
    return RollOut(frames, moves.confidence_logits)
