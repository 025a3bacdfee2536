"""What goes into a run of HybridSign's network, and what comes out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import torch

from signary.generator.hybridsign.coarse_context import CoarseFrames
from signary.generator.hybridsign.experts import TextMemory, TextsSideBySide
from signary.generator.hybridsign.frame_plan import FramePlan
from signary.generator.hybridsign.mixers import MixerCache

Caches = tuple[MixerCache | None, ...]


class FrameInputs(NamedTuple):
    """The frames of a run, N = `plan.num_frames`.

    Attributes:
        values: Standardised numbers of shape (B, N, D), 0 where missing.
        confidence: Tensor of shape (B, N, J), 0 where missing; 1 for noisy frames, whose confidence is yet to be said.
        coarse: Standardised coarse motion of shape (B, N, D), if the model refines.
        times: Flow time of the clean frames (1), if there are any, then of each chunk; shape (B or 1, 1 + K or K).
        until: Time until which the velocity is averaged, of the shape of `times`; None at an instant.
        before: The frame before this run, coarse and as it was made, standardised, shape (B, 2, D), if the model
            refines; None at the beginning of a stream.
        around: Coarse motion around each frame as it came, standardised, shape (B, N, 2 · lookahead + 1, D), if the
            model looks ahead; `coarse` is then what it was smoothed to.
        same: Of a step of a flow: what it has in common with the others.
        sure_before: Confidence of the last frames before the chunk, shape (B, confidence_memory, J), of a stream whose
            model has such a memory; None where all frames before it, if there are any, are among the clean ones.
    """

    values: torch.Tensor
    confidence: torch.Tensor
    coarse: torch.Tensor | None
    times: torch.Tensor
    until: torch.Tensor | None = None
    before: torch.Tensor | None = None
    around: torch.Tensor | None = None
    same: SameOfSteps | None = None
    sure_before: torch.Tensor | None = None

    def then(self, later: FrameInputs) -> FrameInputs:
        """Clean frames and the frames of a chunk that follows on them, as one run."""

        def joined(one: torch.Tensor | None, other: torch.Tensor | None) -> torch.Tensor | None:
            return None if one is None or other is None else torch.cat([one, other], dim=1)

        return FrameInputs(
            torch.cat([self.values, later.values], dim=1),
            torch.cat([self.confidence, later.confidence], dim=1),
            joined(self.coarse, later.coarse),
            torch.cat([self.times, later.times], dim=1),
            joined(self.until, later.until),
            self.before,
            joined(self.around, later.around),
            sure_before=later.sure_before,
        )


class MadeFrames(NamedTuple):
    """A chunk that is made, as its run writes it into the cache.

    Attributes:
        values: Standardised numbers of shape (B, n, D).
        confidence: Tensor of shape (B, n, J).
        coarse: Coarse motion of those frames, if the model refines.
        before: The frame before them, as of `FrameInputs`.
    """

    values: torch.Tensor
    confidence: torch.Tensor
    coarse: CoarseFrames | None
    before: torch.Tensor | None


class SameOfSteps(NamedTuple):
    """What the steps of a flow share, made once for all of them.

    Attributes:
        told: What joints are told of coarse motion, of shape (B, N, J, numbers), if the model refines.
        shared: What the flow's time of this step says to every frame, of shape (B or 1, 1, 9 · d).
    """

    told: torch.Tensor | None
    shared: torch.Tensor


@dataclass(frozen=True)
class FramePlaces:
    """Where the frames of a run are; the same for all flow steps of a chunk.

    Attributes:
        plan: Which frames there are.
        mask: 0 where a frame sees a key and −∞ elsewhere, shape (B or 1, 1, N, past + N).
        turns: Rotary turns of the frames' positions in the stream, shape (2, N, E / 2), or (2, G · B, 1, N, E / 2) of
            streams side by side.
        encoding: Encoding of the frames' positions in their sentence, shape (B or 1, N, d).
    """

    plan: FramePlan
    mask: torch.Tensor
    turns: torch.Tensor
    encoding: torch.Tensor


@dataclass(frozen=True)
class Condition:
    """What the motion is to say, and who says it.

    Attributes:
        memories: The text as each layer sees it.
        text_mask: 0 for text tokens that count and −∞ elsewhere, shape (G · B, 1, 1 or T, S + 1); the first token
            stands for no text. None where the memories have masks of their own.
        signer: Embedding of the signer, shape (B, 1, d), or None.
    """

    memories: tuple[TextMemory | TextsSideBySide, ...]
    text_mask: torch.Tensor | None
    signer: torch.Tensor | None


class Velocities(NamedTuple):
    """Where the noisy frames of a run should move.

    Attributes:
        velocity: Standardised, shape (B, M, D), M noisy frames.
        confidence_logits: Tensor of shape (B, M, J).
    """

    velocity: torch.Tensor
    confidence_logits: torch.Tensor
