"""Stage 2 of training: the model goes on from frames of its own, as it will in a stream (Self-Forcing, 2025).

Stage 1 shows it a clean past that it will never have. Here it rolls motion out with its sampler and its cache, and
whole motions are compared with the data. Gradients pass through one step of the flow a chunk: the steps before it, and
what is written into the cache, are taken as given, or memory would grow with steps times chunks.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import torch
from torch import nn
from transformers.utils.generic import ModelOutput

from signary.generator.hybridsign.coarse_context import CoarseFrames, coarse_with_context
from signary.generator.hybridsign.flow import flow_times
from signary.generator.hybridsign.generation_hybridsign import CHUNK_FRAMES, STEPS, HybridSignState
from signary.generator.hybridsign.inputs import checked_coarse, checked_motion, checked_positions
from signary.generator.hybridsign.losses import MOTION_LOSSES, confidence_entropy, motion_losses
from signary.generator.hybridsign.modeling_hybridsign import HybridSignModel
from signary.io.errors import InputError
from signary.nn.loss_balance import InverseLossBalance


@dataclass
class SelfForcingOutput(ModelOutput):
    """What a step of stage 2 gives.

    Attributes:
        loss: Balanced losses of the motion (Eq. 21) + `confidence_weight` · confidence loss, a scalar. It says
            nothing about progress, for the balance moves.
        motion_losses: Joint, bone, soft-DTW and change loss as they are, shape (4,).
        weights: λ of the four, shape (4,).
        confidence_loss: Cross-entropy of the predicted confidence.
        made: The motion, standardised, shape (B, T, D).
    """

    loss: torch.Tensor | None = None
    motion_losses: torch.Tensor | None = None
    weights: torch.Tensor | None = None
    confidence_loss: torch.Tensor | None = None
    made: torch.Tensor | None = None


class RollOut(NamedTuple):
    """Motion that a model made of its own past.

    Attributes:
        frames: Standardised, shape (B, T, D).
        confidence_logits: Tensor of shape (B, T, J).
    """

    frames: torch.Tensor
    confidence_logits: torch.Tensor


class SelfForcing(nn.Module):
    """A model with what its second stage needs: train this module, save its `model`.

    Args:
        model: A model that has been through stage 1.
    """

    def __init__(self, model: HybridSignModel) -> None:
        super().__init__()
        self.model = model
        self.balance = InverseLossBalance(len(MOTION_LOSSES))

    def forward(
        self,
        values: torch.Tensor,
        text_states: torch.Tensor,
        frame_mask: torch.Tensor | None = None,
        confidence: torch.Tensor | None = None,
        coarse: torch.Tensor | None = None,
        text_mask: torch.Tensor | None = None,
        signer: torch.Tensor | None = None,
        chunk_frames: int = CHUNK_FRAMES,
        steps: int = STEPS,
    ) -> SelfForcingOutput:
        """Roll motion out and compare it with the data.

        Rows begin where their sentence begins. The flow step that has a gradient is drawn, one for all chunks.

        Args:
            values: Features of shape (B, T, D), NaN where missing.
            text_states: What an encoder makes of the sentences, shape (B, S, text_size).
            frame_mask: Booleans of shape (B, T), false for padding at the end of rows, at least one true a row.
            confidence: Tensor of shape (B, T, J), 0 to 1, 0 where missing. Default: 1 for what is not missing.
            coarse: Coarse motion of shape (B, T, D), for a model that refines.
            text_mask: Which states count, booleans (or 0 and 1) of shape (B, S). Default: all.
            signer: Ids of signers, shape (B,). Default: no signer in particular.
            chunk_frames: Frames of a chunk.
            steps: Steps of the flow.

        Raises:
            InputError: If shapes do not fit, numbers are out of range, or chunk or steps are below 1.
        """
        for name, number in (("chunk_frames", chunk_frames), ("steps", steps)):
            if number < 1:
                raise InputError(name, "at least 1", number)
        model = self.model
        layout = model.config.pose_layout
        motion = checked_motion(values, frame_mask, confidence, model.config)
        given = model.standardised(checked_coarse(coarse, tuple(values.shape), motion.frame_mask, model.config))
        places = checked_positions(None, values)
        rough = None if given is None else coarse_with_context(given, places, motion.frame_mask, model.config)
        known = motion.known_numbers(layout)
        data = torch.where(known, (values - model.mean) / model.std, 0.0).to(model.mean.dtype)
        state = model.first_state(text_states, text_mask, signer)
        step = int(torch.randint(steps, ()))
        time = flow_times(steps)[step]
        made = self._roll_out(state, tuple(data.shape), rough, chunk_frames, steps, step)
        losses = motion_losses(made.frames, data, known, motion.frame_mask, layout, (model.mean, model.std))
        weights = self.balance(losses)
        entropy = confidence_entropy(made.confidence_logits, motion.confidence, (1 - time) * motion.frame_mask)
        loss = (weights * losses).sum() + model.config.confidence_weight * entropy
        return SelfForcingOutput(loss, losses, weights, entropy, made.frames)

    def _roll_out(
        self,
        state: HybridSignState,
        shape: tuple[int, ...],
        coarse: CoarseFrames | None,
        chunk_frames: int,
        steps: int,
        step: int,
    ) -> RollOut:
        """Make all chunks, each up to a step of the flow without gradient, and from there to the end in one with it."""
        chunks = list[RollOut]()
        for first in range(0, shape[1], chunk_frames):
            count = min(chunk_frames, shape[1] - first)
            piece = None if coarse is None else coarse.part(first, count)
            chunk, confidence = self._chunk(state, (shape[0], count, shape[2]), piece, steps, step)
            chunks.append(chunk)
            with torch.no_grad():
                state = self.model.remember(state, chunk.frames.detach(), confidence, piece)
        return RollOut(*(torch.cat(parts, dim=1) for parts in zip(*chunks, strict=True)))

    def _chunk(
        self, state: HybridSignState, shape: tuple[int, ...], coarse: CoarseFrames | None, steps: int, step: int
    ) -> tuple[RollOut, torch.Tensor]:
        """A chunk, and the confidence that a stream would remember of it."""
        places, times, said = self.model.next_places(state, noisy=shape[1]), flow_times(steps), list[torch.Tensor]()
        x = self.model.flow_start(shape, coarse)
        with torch.no_grad():
            for now, later in pairwise(times[: step + 1]):
                moves = self.model.next_moves(state, places, x, (now, later), coarse)
                said.append(moves.confidence_logits)
                x = x + (later - now) * moves.velocity
        moves = self.model.next_moves(state, places, x, (times[step], 1.0), coarse)
        said.append(moves.confidence_logits)
        frames = x + (1 - times[step]) * moves.velocity
        return RollOut(frames, moves.confidence_logits), said[0].detach().sigmoid()
