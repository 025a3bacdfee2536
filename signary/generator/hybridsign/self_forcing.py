"""Stage 2 of training: the model goes on from frames of its own, as it will in a stream (Self-Forcing, 2025).

Stage 1 shows it a clean past that it will never have. Here it rolls motion out with its sampler and its cache
(`roll_out.py`), and whole motions are compared with the data. Gradients pass through one step of the flow a chunk: the
steps before it, and what is written into the cache, are taken as given.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import nn
from transformers.utils.generic import ModelOutput

from signary.generator.hybridsign.coarse_context import coarse_with_context
from signary.generator.hybridsign.configuration_hybridsign import HybridSignConfig
from signary.generator.hybridsign.flow import flow_times
from signary.generator.hybridsign.generation_hybridsign import CHUNK_FRAMES
from signary.generator.hybridsign.inputs import (
    checked_coarse,
    checked_motion,
    checked_positions,
    checked_signer,
    checked_text,
)
from signary.generator.hybridsign.losses import MOTION_LOSSES, confidence_entropy, motion_losses
from signary.generator.hybridsign.modeling_hybridsign import HybridSignModel
from signary.generator.hybridsign.roll_out import RollOutPlan, roll_out
from signary.io.errors import InputError
from signary.nn.loss_balance import InverseLossBalance


@dataclass
class SelfForcingOutput(ModelOutput):
    """What a step of stage 2 gives.

    Attributes:
        loss: Balanced losses of the motion (Eq. 21) + `confidence_weight` · confidence loss, a scalar. It says
            nothing about progress, for the balance moves.
        motion_losses: The losses as they are, in the order of their names, shape (N,).
        weights: λ of each, shape (N,).
        confidence_loss: Cross-entropy of the predicted confidence.
        made: The motion, standardised, shape (B, T, D).
    """

    loss: torch.Tensor | None = None
    motion_losses: torch.Tensor | None = None
    weights: torch.Tensor | None = None
    confidence_loss: torch.Tensor | None = None
    made: torch.Tensor | None = None


class SelfForcing(nn.Module):
    """A model with what its second stage needs: train this module, save its `model`.

    Args:
        model: A model that has been through stage 1.
        losses: Names of the losses of motion that are balanced, of `MOTION_LOSSES`.

    Raises:
        InputError: If a loss is unknown or named twice, or there is none.
    """

    def __init__(self, model: HybridSignModel, losses: Sequence[str] = MOTION_LOSSES) -> None:
        super().__init__()
        if not losses or len(set(losses)) < len(losses) or not set(losses) <= set(MOTION_LOSSES):
            raise InputError("losses", f"some of {', '.join(MOTION_LOSSES)}, each once", " ".join(losses) or "none")
        self.model, self.losses = model, tuple(losses)
        self.balance = InverseLossBalance(len(losses))

    @property
    def config(self) -> HybridSignConfig:
        """That of the model."""
        return self.model.config

    def forward(
        self,
        values: torch.Tensor,
        text_states: torch.Tensor,
        frame_mask: torch.Tensor | None = None,
        confidence: torch.Tensor | None = None,
        coarse: torch.Tensor | None = None,
        text_mask: torch.Tensor | None = None,
        positions: torch.Tensor | None = None,
        signer: torch.Tensor | None = None,
        chunk_frames: int = CHUNK_FRAMES,
        steps: int | None = None,
    ) -> SelfForcingOutput:
        """Roll motion out and compare it with the data.

        Rows begin as streams do: nothing came before. The flow step that has a gradient is drawn, one for all chunks.
        Weights get a gradient, inputs none.

        Args:
            values: Features of shape (B, T, D), NaN where missing.
            text_states: What an encoder makes of the sentences, shape (B, S, text_size).
            frame_mask: Booleans of shape (B, T), false for padding at the end of rows, at least one true a row.
            confidence: Tensor of shape (B, T, J), 0 to 1, 0 where missing. Default: 1 for what is not missing.
            coarse: Coarse motion of shape (B, T, D), for a model that refines.
            text_mask: Which states count, booleans (or 0 and 1) of shape (B, S); or of shape (B, T, S), where frames
                belong to several sentences. Default: all.
            positions: Frame number in its sentence of each frame, integers of shape (B, T). Default: 0 to T − 1.
            signer: Ids of signers, shape (B,). Default: no signer in particular.
            chunk_frames: Frames of a chunk.
            steps: Steps of the flow. Default: the config's `flow_steps`.

        Raises:
            InputError: If shapes do not fit, numbers are out of range, or chunk or steps are below 1.
        """
        steps = self.config.flow_steps if steps is None else steps
        for name, number in (("chunk_frames", chunk_frames), ("steps", steps)):
            if number < 1:
                raise InputError(name, "at least 1", number)
        model, config = self.model, self.model.config
        motion = checked_motion(values, frame_mask, confidence, config)
        given = model.standardised(checked_coarse(coarse, tuple(values.shape), motion.frame_mask, config))
        places = checked_positions(positions, values)
        rough = None if given is None else coarse_with_context(given, places, motion.frame_mask, config)
        known = motion.known_numbers(config.pose_layout)
        data = torch.where(known, (values - model.mean) / model.std, 0.0).to(model.mean.dtype)
        states, seen = checked_text(text_states, text_mask, len(values), values.shape[1], config.text_size)
        text = states.detach(), seen, checked_signer(signer, len(values), config)
        step, shape = int(torch.randint(steps, ())), (data.shape[0], data.shape[1], data.shape[2])
        made = roll_out(RollOutPlan(model, text, places, shape, rough, chunk_frames, steps, step))
        statistics = (model.mean, model.std)
        losses = motion_losses(made.frames, data, known, motion.frame_mask, config.pose_layout, statistics, self.losses)
        weights = self.balance(losses)
        time = flow_times(steps)[step]
        entropy = confidence_entropy(made.confidence_logits, motion.confidence, (1 - time) * motion.frame_mask)
        loss = (weights * losses).sum() + config.confidence_weight * entropy
        return SelfForcingOutput(loss, losses, weights, entropy, made.frames)
