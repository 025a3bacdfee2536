"""HybridSign: motion frame by frame, each refined by a few steps of a flow (`papers`: Hybrid Autoregressive-Diffusion).

    text states ──────────────────────────────────────────┐
    clean frames so far ── cache ──┐                      │
    noise, or coarse motion + σ·noise ── x₀ ── steps of the flow ── next chunk of frames ── cache

Training is one pass (stage 1): the sequence stands twice, [clean copy, t = 1 | noisy copy, one t a chunk], and every
noisy chunk sees the clean frames before it and itself (`frame_plan.py`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import torch
from torch import nn
from torch.nn.attention import SDPBackend, sdpa_kernel
from transformers import PreTrainedModel
from transformers import initialization as init
from transformers.utils.generic import ModelOutput

from signary.generator.hybridsign.clean_noisy_copies import CleanNoisyCopies, draw_times, plan_copies
from signary.generator.hybridsign.coarse_context import CoarseFrames, coarse_with_context
from signary.generator.hybridsign.configuration_hybridsign import HybridSignConfig
from signary.generator.hybridsign.flow import average_velocity
from signary.generator.hybridsign.frame_plan import FramePlan
from signary.generator.hybridsign.generation_hybridsign import HybridSignGenerationMixin
from signary.generator.hybridsign.inputs import (
    KnownMotion,
    checked_coarse,
    checked_motion,
    checked_positions,
    checked_signer,
    checked_text,
    drop_hands,
)
from signary.generator.hybridsign.losses import adaptive_error, adaptive_weight, confidence_entropy, jitter_error
from signary.generator.hybridsign.network import HybridSignNetwork
from signary.generator.hybridsign.pace import Pace, PaceTargets, pace_loss
from signary.generator.hybridsign.runs import Condition, FramePlaces, Velocities
from signary.io.errors import InputError
from signary.nn.checked_loading import CheckedLoading
from signary.nn.masked_losses import masked_mean
from signary.pose.feature_statistics import checked_statistics
from signary.pose.sign_places import sign_places

#: How far a stream that has no coarse motion to hold on to is taken to be off, standardised.
TEXT_ERROR = 0.2


@dataclass
class HybridSignOutput(ModelOutput):
    """What a training or validation step gives.

    Attributes:
        loss: Flow loss + `confidence_weight` · confidence loss + `pace_weight` · pace loss, a scalar.
        flow_loss: Squared error of the velocity, standardised, over numbers that are not missing or padded; for a
            refiner that of the frame to which it leads, in units of the coarse error, and what `jitter_weight` and
            `joint_weight` add; for average velocities that of each chunk over itself + 0.01.
        confidence_loss: Cross-entropy of the predicted confidence, weighted by 1 − t.
        pace_loss: Error of the frames that prompts take; None where nobody says what they should.
        velocity: Of the noisy copy, standardised, shape (B, T, D).
    """

    loss: torch.Tensor | None = None
    flow_loss: torch.Tensor | None = None
    confidence_loss: torch.Tensor | None = None
    pace_loss: torch.Tensor | None = None
    velocity: torch.Tensor | None = None


class HybridSignModel(CheckedLoading, HybridSignGenerationMixin, PreTrainedModel):  # type: ignore[no-untyped-call, misc]
    """Text, or coarse motion and text, to motion: chunk by chunk, each from the frames before it.

    Its features are the layout's parameters, or keypoints in shoulder widths from the neck, as the motion
    tokenizer's. Mean and standard deviation of the features are its own buffers.

    Args:
        config: Sizes and the kind of motion.
    """

    config_class = HybridSignConfig
    base_model_prefix = "hybridsign"
    main_input_name = "values"
    #: Motion is as precise as the statistics it is standardised with, whatever the weights are loaded as.
    _keep_in_fp32_modules_strict = {"mean", "std", "coarse_error", "rest"}
    config: HybridSignConfig

    def __init__(self, config: HybridSignConfig) -> None:
        super().__init__(config)
        # Keywords of `from_pretrained` are set on the config after it was checked.
        config.check()
        self.network = HybridSignNetwork(config)
        if config.paced:
            self.pace = Pace(config.text_size, config.hidden_size)
        num_features = config.pose_layout.num_features
        self.register_buffer("mean", torch.zeros(num_features))
        self.register_buffer("std", torch.ones(num_features))
        if config.paced and config.refines:
            self.register_buffer("rest", torch.zeros(num_features))
        self.post_init()  # type: ignore[no-untyped-call]

    @torch.no_grad()
    def _init_weights(self, module: nn.Module) -> None:
        """Every module's own start. transformers guards what came from a checkpoint, in torch's functions too."""
        if isinstance(module, HybridSignModel):
            init.zeros_(module.mean)
            init.ones_(module.std)
            if module.config.paced and module.config.refines:
                init.zeros_(module.rest)
        elif callable(reset := getattr(module, "reset_parameters", None)):
            reset()

    def set_statistics(self, mean: torch.Tensor, std: torch.Tensor, coarse_error: torch.Tensor | None = None) -> None:
        """Set what features are standardised with, and how far coarse motion is off.

        A feature that never moves in the training motion is only shifted (`checked_statistics`).

        Args:
            mean: Tensor of shape (D,).
            std: Tensor of shape (D,), at least 0.
            coarse_error: For a refiner, how far coarse motion is off (`coarse_error` computes it), shape (D,), above 0.
                Default: 1, as if coarse motion knew nothing.

        Raises:
            InputError: If a shape does not fit, or a number is not finite or out of range.
        """
        mean, std = checked_statistics(mean, std, self.mean.shape)
        if coarse_error is not None:
            if coarse_error.shape != self.mean.shape or not (torch.isfinite(coarse_error) & (coarse_error > 0)).all():
                got = f"{coarse_error.min():g} to {coarse_error.max():g}, shape {tuple(coarse_error.shape)}"
                raise InputError("coarse_error", f"finite numbers above 0, shape {tuple(self.mean.shape)}", got)
            self.network.coarse_error.copy_(coarse_error)
        self.mean.copy_(mean)
        self.std.copy_(std)

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
        chunk_frames: int | None = None,
        pace: PaceTargets | None = None,
    ) -> HybridSignOutput:
        """Flow matching in one pass (Eq. 6, corrected). In training hands are dropped and the past is not the true one.

        Args:
            values: Features of shape (B, T, D), NaN where missing.
            text_states: What an encoder makes of the sentences, shape (B, S, text_size).
            frame_mask: Booleans of shape (B, T), false for padding at the end of rows. Default: no padding.
            confidence: Tensor of shape (B, T, J), 0 to 1, 0 where missing. Default: 1 for what is not missing.
            coarse: Coarse motion of shape (B, T, D), for a model that refines.
            text_mask: Which states count, booleans (or 0 and 1) of shape (B, S); or of shape (B, T, S), where frames
                belong to several sentences. Default: all.
            positions: Frame number in its sentence of each frame, integers of shape (B, T). Default: 0 to T − 1.
            signer: Ids of signers, shape (B,). Default: no signer in particular.
            chunk_frames: Frames of a chunk. Default: drawn from the config's.
            pace: Frames that prompts take, *optional*; a model that is not paced learns nothing of them.

        Raises:
            InputError: If shapes do not fit or numbers are out of range.
        """
        motion = checked_motion(values, frame_mask, confidence, self.config)
        given = self.standardised(checked_coarse(coarse, tuple(values.shape), motion.frame_mask, self.config))
        states, seen = checked_text(text_states, text_mask, len(values), values.shape[1], self.config.text_size)
        in_sentence = checked_positions(positions, values)
        rough = None if given is None else coarse_with_context(given, in_sentence, motion.frame_mask, self.config)
        signer = checked_signer(signer, len(values), self.config)
        if self.training:
            motion = drop_hands(motion, self.config)
        condition = self.network.read(states, seen, signer)
        if chunk_frames is None:
            chunk_frames = self.config.chunk_frames[int(torch.randint(len(self.config.chunk_frames), ()))]
        plan = plan_copies(values.shape[1], self.config.window, chunk_frames)
        known = motion.known_numbers(self.config.pose_layout)
        copies = self._draw(plan, motion, known, rough)
        places = self.network.places(plan, 0, in_sentence, motion.frame_mask.repeat(1, 2))
        if self.training and self.config.own_past:
            copies = self._of_own_past(copies, known, places, condition)
        moves = self.network(copies.inputs(copies.noisy(), copies.times), places, condition)
        target = self._average_velocity(copies, places, condition) if self.config.average_velocity else copies.velocity
        flow_loss = self._flow_loss(moves.velocity, target, known, copies)
        # Late in a flow a missing joint can be read off the frame itself, which a stream could not do.
        weight = (1 - copies.of_frames(copies.times)) * motion.frame_mask
        confidence_loss = confidence_entropy(moves.confidence_logits, motion.confidence, weight)
        loss = flow_loss + self.config.confidence_weight * confidence_loss
        of_pace = None
        if pace is not None and self.config.paced:
            of_pace = pace_loss(self.pace(pace.states, pace.mask), pace)
            loss = loss + self.config.pace_weight * of_pace
        return HybridSignOutput(loss, flow_loss, confidence_loss, of_pace, moves.velocity)

    def _flow_loss(
        self, velocity: torch.Tensor, target: torch.Tensor, known: torch.Tensor, copies: CleanNoisyCopies
    ) -> torch.Tensor:
        """Error of velocities (B, T, D) over the numbers that are known."""
        averaged, error = self.config.average_velocity, velocity - target
        if not self.config.refines:
            chunks = copies.of_noisy
            return adaptive_error(velocity, target, known, chunks) if averaged else masked_mean(error.square(), known)
        # The velocity leads to a frame, whose error counts.
        unit, chunks = self._error_unit(), copies.of_noisy
        made, shown = error * (1 - copies.of_frames(copies.times))[..., None], copies.clean - copies.data
        weight = adaptive_weight(made / unit, known, chunks) if averaged else None
        loss = self._loss_of_frames(made / unit, shown / unit, known, chunks, weight)
        if not self.config.joint_weight:
            return loss
        made, shown = (torch.where(known, off, 0.0) for off in (made, shown))
        return loss + self.config.joint_weight * self._loss_of_places(made, shown, known, copies, weight)

    def _loss_of_places(
        self,
        made: torch.Tensor,
        shown: torch.Tensor,
        known: torch.Tensor,
        copies: CleanNoisyCopies,
        weight: torch.Tensor | None,
    ) -> torch.Tensor:
        """What `_loss_of_frames` says of arms + of the hands from their wrists, which have more joints than arms.

        Rotations may be wrong in ways that cancel out along an arm, and codes that were trained on places are. Making
        each rotation less wrong by itself would move the hand away from where it is.
        """
        right, off, before = (
            sign_places((copies.data + error) * self.std + self.mean)
            for error in (torch.zeros_like(shown), made, shown)
        )
        loss = made.new_zeros(())
        for places, of_made, of_shown in zip(right, off, before, strict=True):
            there = known.any(-1, keepdim=True).expand_as(places)
            loss = loss + self._loss_of_frames(of_made - places, of_shown - places, there, copies.of_noisy, weight)
        return loss

    def _error_unit(self) -> torch.Tensor:
        """By how much coarse motion is off, standardised, shape (D,): of an articulator's numbers of a kind together.

        Each number's own error as its unit would make those count most that hardly move, and that nobody sees. That of
        the face is smaller, so that what it is off by counts `face_weight` times.
        """
        layout, off = self.config.pose_layout, (self.network.coarse_error * self.std).square()
        for joints in layout.articulators.values():
            for kind in {layout.kinds[joint] for joint in joints}:
                alike = torch.from_numpy(layout.features(joint for joint in joints if layout.kinds[joint] == kind))
                off[alike] = off[alike].mean()
        if self.config.face_weight != 1:
            face = torch.from_numpy(layout.features(layout.articulators["face"]))
            off[face] = off[face] / self.config.face_weight
        return off.sqrt() / self.std

    def _loss_of_frames(
        self,
        error: torch.Tensor,
        shown: torch.Tensor,
        known: torch.Tensor,
        chunk_of_frame: torch.Tensor,
        weight: torch.Tensor | None,
    ) -> torch.Tensor:
        """Square of the errors of noisy frames, and how they jitter, also from the frames shown before a chunk on."""
        jitter = jitter_error(error, shown, known, chunk_of_frame, weight)
        squared = error.square()
        errors = masked_mean(squared if weight is None else weight * squared, known)
        return errors + self.config.jitter_weight * jitter

    def _draw(
        self, plan: FramePlan, motion: KnownMotion, known: torch.Tensor, coarse: CoarseFrames | None
    ) -> CleanNoisyCopies:
        """Standardise motion, and draw flows to it. In training the clean copy jitters."""
        dtype = self.mean.dtype
        # What is missing is taken to be as the coarse motion has it: nothing that the network sees is far off there.
        unknown = torch.zeros_like(self.mean) if coarse is None else coarse.values
        data = torch.where(known, (motion.values - self.mean) / self.std, unknown).to(dtype)
        unit = self.network.coarse_error if self.config.refines else torch.full_like(self.mean, TEXT_ERROR)
        jitter = self.config.clean_jitter * unit * torch.randn_like(data) if self.training else 0.0
        clean = torch.where(known, data + jitter, 0.0)
        at_start = self.config.start_share if self.training else 0.0
        times, until = draw_times(len(data), len(plan.chunks), self.config.average_velocity, at_start)
        until = None if until is None else until.to(data)
        start = self.flow_start(tuple(data.shape), coarse)
        return CleanNoisyCopies(plan, data, clean, motion.confidence.to(dtype), coarse, start, times.to(data), until)

    def _of_own_past(
        self, copies: CleanNoisyCopies, known: torch.Tensor, places: FramePlaces, condition: Condition
    ) -> CleanNoisyCopies:
        """With the past that the model itself makes, in one step and of coarse motion, in `own_past` of the rows.

        A true past tells what the coarse motion is off by now, for that changes slowly. A stream's past does not: a
        model that has relied on it goes on from its own errors.
        """
        assert copies.coarse is not None
        to_the_end = None if copies.until is None else torch.ones_like(copies.until)
        unknowing = replace(copies, clean=torch.where(known, copies.coarse.values, 0.0), until=to_the_end)
        with torch.no_grad():
            moves = self.network(unknowing.inputs(copies.start, torch.zeros_like(copies.times)), places, condition)
        made = torch.where(known, copies.start + moves.velocity, 0.0)
        own = torch.rand(len(made), 1, 1).to(made) < self.config.own_past
        return replace(copies, clean=torch.where(own, made, unknowing.clean))

    def _average_velocity(self, copies: CleanNoisyCopies, places: FramePlaces, condition: Condition) -> torch.Tensor:
        """What average velocities should be; attention in plain arithmetic, which alone has a forward derivative."""
        assert copies.until is not None
        spans = copies.of_frames(copies.until - copies.times)[..., None]

        def average(x: torch.Tensor, times: torch.Tensor) -> torch.Tensor:
            moves: Velocities = self.network(copies.inputs(x, times), places, condition)
            return moves.velocity

        with sdpa_kernel(SDPBackend.MATH):
            return average_velocity(average, copies.noisy(), copies.times, spans, copies.velocity)
