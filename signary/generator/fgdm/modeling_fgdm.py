"""FGDM, the focal–general diffusion model (CVPR 2026): glosses to poses. F1 … F9: docs/systems.md §4.

    glosses ── encoder (F2) ── + time ──────┬────────────────────┐
    x(t) ── iconicity (F3) ── focal stage (F4–F7) ── F2G ── general stage (F8) ──┬── x̂₀
                                                                                └── guidance (F9, training only)

Beyond the paper: lengths and times of glosses of its own (and frames that are told them, `gloss_knots`), any keypoint
layout with bones, poses standardised by statistics of the corpus.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import nn
from transformers import PreTrainedModel
from transformers import initialization as init

from signary.generator.fgdm.asgcn import Condition
from signary.generator.fgdm.configuration_fgdm import FGDMConfig
from signary.generator.fgdm.diffusion import add_noise, sample
from signary.generator.fgdm.durations import (
    DurationPredictor,
    Spans,
    duration_loss,
    known_spans,
    spans_of,
    times_loss,
)
from signary.generator.fgdm.focal_stage import FocalStage
from signary.generator.fgdm.general_stage import GeneralStage, GlossEncoder
from signary.generator.fgdm.guidance import SemanticGuidance
from signary.generator.fgdm.iconicity import Iconicity
from signary.generator.fgdm.inputs import (
    checked_gloss_mask,
    checked_lengths,
    checked_poses,
    checked_spans,
    pad_gloss_ids,
)
from signary.generator.fgdm.losses import bone_loss, joint_loss
from signary.generator.fgdm.outputs import Denoised, FGDMOutput
from signary.generator.fgdm.sentence_poses import SentenceStatistics, to_sequence
from signary.generator.fgdm.timing import Timing
from signary.io.errors import InputError
from signary.nn.checked_loading import CheckedLoading
from signary.nn.time_embedding import TimeEmbedding
from signary.pose.sequence import PoseSequence


class FGDMModel(CheckedLoading, PreTrainedModel):  # type: ignore[no-untyped-call, misc]
    """Glosses to poses by denoising.

    Poses are in shoulder widths from the neck (`sentences.py` makes them of sequences). Mean and standard deviation
    are the model's own buffers; without `set_statistics` poses are taken as they are.

    Args:
        config: Sizes, terms and the glosses that it knows.

    Raises:
        InputError: If the config names no gloss.
    """

    config: FGDMConfig
    frames_per_gloss: torch.Tensor
    mean: torch.Tensor
    std: torch.Tensor
    config_class = FGDMConfig
    base_model_prefix = "fgdm"
    main_input_name = "gloss_ids"

    def __init__(self, config: FGDMConfig) -> None:
        super().__init__(config)
        # Keywords of `from_pretrained` are set on the config after it was checked.
        config.check()
        if not config.glosses:
            raise InputError("glosses", "at least one gloss in the config", "none")
        layout = config.pose_layout
        joints, channels = len(layout.joints), len(layout.channels)
        self.register_buffer("mean", torch.zeros(joints, channels))
        self.register_buffer("std", torch.ones(()))
        self.register_buffer("frames_per_gloss", torch.ones(()))
        self.gloss_encoder = GlossEncoder(config)
        self.time_embedding = TimeEmbedding(config.hidden_size)
        self.iconicity = Iconicity(layout)
        numbers = self.iconicity.num_features
        self.focal_stage = FocalStage(config, numbers) if config.focal_layers else None
        width = config.focal_channels if config.focal_layers else numbers
        self.general_stage = GeneralStage(config, joints * width)
        self.output = nn.Linear(config.hidden_size, joints * channels)
        self.durations = DurationPredictor(config)
        self.timing = Timing(config) if config.gloss_knots else None
        self.guidance = SemanticGuidance(config) if config.scg_weight else None
        self.post_init()  # type: ignore[no-untyped-call]

    @torch.no_grad()
    def _init_weights(self, module: nn.Module) -> None:
        """Every module's own start. transformers guards what came from a checkpoint, in torch's functions too."""
        if isinstance(module, FGDMModel):
            init.zeros_(module.mean)
            init.ones_(module.std)
            init.ones_(module.frames_per_gloss)
        elif isinstance(module, nn.MultiheadAttention):
            module._reset_parameters()
        elif callable(reset := getattr(module, "reset_parameters", None)):
            reset()

    def set_statistics(self, statistics: SentenceStatistics, standardise: bool = True) -> None:
        """Set what poses are standardised with, and how long glosses usually take.

        Args:
            statistics: Of the training sentences.
            standardise: False leaves poses as they are, as the released code does.

        Raises:
            InputError: If a shape does not fit, or a number is not finite, or not above 0 where it must be.
        """
        mean, std, frames = statistics
        if mean.shape != self.mean.shape or not torch.isfinite(mean).all():
            raise InputError("mean", f"finite numbers of shape {tuple(self.mean.shape)}", tuple(mean.shape))
        for name, value in (("std", std), ("frames_per_gloss", frames)):
            if not 0 < value < float("inf"):
                raise InputError(name, "a finite number above 0", value)
        self.frames_per_gloss.fill_(frames)
        if standardise:
            self.mean.copy_(mean)
            self.std.fill_(std)

    def forward(
        self,
        poses: torch.Tensor,
        gloss_ids: torch.Tensor,
        frame_mask: torch.Tensor | None = None,
        times: torch.Tensor | None = None,
        noise: torch.Tensor | None = None,
        spans: torch.Tensor | None = None,
    ) -> FGDMOutput:
        """Take noise off poses, and say how well it went (F9).

        Args:
            poses: Tensor of shape (B, T, J, C), in shoulder widths from the neck; anything where padded.
            gloss_ids: Integers of shape (B, G), 0 for padding at the end of rows.
            frame_mask: Booleans of shape (B, T), false for padding at the end of rows; default: no padding.
            times: t of every row, integers of shape (B,); drawn evenly by default.
            noise: ε, tensor of the shape of the poses; drawn by default.
            spans: Start and end of every gloss in frames, tensor of shape (B, G, 2), NaN where nobody knows; read by a
                model that has `gloss_knots`. A row without all of them is told what the model predicts.

        Raises:
            InputError: If shapes, ids or lengths do not fit, or a number that counts is not finite.
        """
        frame_mask = checked_poses(poses, frame_mask, self.config)
        gloss_mask = checked_gloss_mask(gloss_ids, self.config)
        if len(gloss_ids) != len(poses):
            raise InputError("gloss_ids", f"{len(poses)} rows, as the poses", len(gloss_ids))
        if times is None:
            times = torch.randint(self.config.train_steps, (len(poses),), device=poses.device)
        clean = torch.where(frame_mask[..., None, None], (poses.to(self.dtype) - self.mean) / self.std, 0.0)
        noise = torch.randn_like(clean) if noise is None else noise.to(clean)
        features = self.gloss_encoder(gloss_ids, gloss_mask)
        noisy = add_noise(clean, noise, times, self.config.train_steps)
        predicted = self.durations(features, gloss_mask, self.frames_per_gloss)
        lengths = frame_mask.sum(1)
        spans = checked_spans(spans, gloss_ids, lengths)
        told = self._tell(gloss_ids, gloss_mask, features, _known_or(spans, predicted, lengths, gloss_mask), clean)
        denoised = self._denoise(noisy, frame_mask, times, features, gloss_mask, told)
        durations = duration_loss(predicted.sum(-1), lengths)
        if self.timing is not None:
            durations = durations + times_loss(predicted, spans, lengths, gloss_mask)
        return self._losses(denoised, clean, frame_mask, gloss_ids, times, durations)

    @torch.no_grad()
    def predict_durations(self, gloss_ids: torch.Tensor) -> torch.Tensor:
        """Frames of every gloss, numbers above 1 of shape (B, G), 0 for padding; their sum, rounded, is the length.

        Args:
            gloss_ids: Integers of shape (B, G), 0 for padding at the end of rows.

        Raises:
            InputError: If shapes or ids do not fit.
        """
        return self._predict_times(gloss_ids).sum(-1)

    @torch.no_grad()
    def predict_spans(self, gloss_ids: torch.Tensor, lengths: Sequence[int] | torch.Tensor | None = None) -> Spans:
        """Start and end of every gloss in frames, (B, G, 2), and lengths, (B,), not rounded.

        A model without `gloss_knots` shares the whole sentence out among the glosses; one with them leaves rest before
        the first and after the last, and transitions between them.

        Args:
            gloss_ids: Integers of shape (B, G), 0 for padding at the end of rows.
            lengths: Frames of every row, which times are then stretched to; predicted by default.

        Raises:
            InputError: If shapes or ids do not fit, or a length is not 1 to `max_frames`.
        """
        found = spans_of(self._predict_times(gloss_ids))
        if lengths is None:
            return found
        return found.stretched(checked_lengths(lengths, len(gloss_ids), self.config).to(gloss_ids.device))

    def _predict_times(self, gloss_ids: torch.Tensor) -> torch.Tensor:
        """Frames before, of and after every gloss, (B, G, 3)."""
        mask = checked_gloss_mask(gloss_ids, self.config)
        return torch.as_tensor(self.durations(self.gloss_encoder(gloss_ids, mask), mask, self.frames_per_gloss))

    @torch.no_grad()
    def sample(
        self, gloss_ids: torch.Tensor, lengths: Sequence[int] | torch.Tensor | None = None, seed: int = 0
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Poses for glosses, by DDIM (F1).

        Every row draws its own noise from the seed: a row is the same in every batch.

        Args:
            gloss_ids: Integers of shape (B, G), 0 for padding at the end of rows.
            lengths: Frames of every row; predicted by default.
            seed: Of the noise.

        Returns:
            Poses of shape (B, T, J, C), in shoulder widths from the neck, 0 where padded; and lengths, (B,).

        Raises:
            InputError: If shapes or ids do not fit, or a length, given or predicted, is not 1 to `max_frames`.
        """
        gloss_mask = checked_gloss_mask(gloss_ids, self.config)
        if lengths is None:
            lengths = self._predict_lengths(gloss_ids)
        lengths = checked_lengths(lengths, len(gloss_ids), self.config).to(gloss_ids.device)
        frame_mask = torch.arange(int(lengths.max()), device=lengths.device) < lengths[:, None]
        features = self.gloss_encoder(gloss_ids, gloss_mask)
        noise = _RowNoise(lengths, tuple(self.mean.shape), seed, self.mean)
        spans = spans_of(self.durations(features, gloss_mask, self.frames_per_gloss)).stretched(lengths)
        told = self._tell(gloss_ids, gloss_mask, features, spans, frame_mask)
        clean = sample(
            lambda noisy, times: self._denoise(noisy, frame_mask, times, features, gloss_mask, told).clean,
            noise,
            self.config.train_steps,
            self.config.sampling_steps,
            self.config.eta,
        )
        return torch.where(frame_mask[..., None, None], clean * self.std + self.mean, 0.0), lengths

    def _predict_lengths(self, gloss_ids: torch.Tensor) -> torch.Tensor:
        """Frames of every row, (B,)."""
        lengths = self.predict_durations(gloss_ids).sum(1).round().long()
        row = int(lengths.argmax())
        if lengths[row] > self.config.max_frames:
            expected = f"glosses that take at most {self.config.max_frames} frames (or lengths=)"
            raise InputError("glosses", expected, f"{int((gloss_ids[row] > 0).sum())} that take {int(lengths[row])}")
        return lengths

    def generate(
        self,
        sentences: Sequence[Sequence[str]],
        lengths: Sequence[int] | None = None,
        seed: int = 0,
        language: str | None = None,
    ) -> list[PoseSequence]:
        """Signed sentences, one for each sequence of glosses.

        Args:
            sentences: Glosses that the model knows, at least one a sentence.
            lengths: Frames of every sentence; predicted by default.
            seed: Of the noise.
            language: Sign language of the glosses, where the model has several and it is not plain.

        Raises:
            InputError: If there is no sentence or gloss, a length, given or predicted, is not 1 to `max_frames`, or the
                language is not plain or not one of the model's.
            UnknownGlossError: If a gloss is not known; names its nearest.
        """
        vocabulary = self.config.vocabulary
        gloss_ids = pad_gloss_ids([vocabulary.ids(glosses, language) for glosses in sentences]).to(self.device)
        poses, frames = self.sample(gloss_ids, lengths, seed)
        rows = zip(poses, frames.tolist(), sentences, strict=True)
        return [to_sequence(row[:length], self.config, glosses) for row, length, glosses in rows]

    def _denoise(
        self,
        noisy: torch.Tensor,
        frame_mask: torch.Tensor,
        times: torch.Tensor,
        features: torch.Tensor,
        gloss_mask: torch.Tensor,
        told: torch.Tensor | None,
    ) -> Denoised:
        """x(t), standardised, to x̂₀; `told` is what is signed in every frame, (B, T, d_g)."""
        time = self.time_embedding(1 - times.to(noisy.dtype) / self.config.train_steps)
        condition = Condition(features + time[:, None], gloss_mask)
        x = torch.where(frame_mask[..., None, None], noisy, 0.0)
        x = self.iconicity(x + self.mean / self.std)
        if self.focal_stage is not None:
            x = self.focal_stage(x, frame_mask, condition)
        states = self.general_stage(x, frame_mask, condition, told)
        return Denoised(self.output(states).unflatten(-1, tuple(self.mean.shape)), states)

    def _tell(
        self,
        gloss_ids: torch.Tensor,
        gloss_mask: torch.Tensor,
        features: torch.Tensor,
        spans: Spans,
        like: torch.Tensor,
    ) -> torch.Tensor | None:
        """What is signed in every frame, of as many frames as `like` has, (B, T, …); None if frames are not told."""
        if self.timing is None:
            return None
        alone = self.gloss_encoder.embedding(gloss_ids)
        return torch.as_tensor(self.timing(alone, features, gloss_mask, spans, like.shape[1]))

    def _losses(
        self,
        denoised: Denoised,
        clean: torch.Tensor,
        frame_mask: torch.Tensor,
        gloss_ids: torch.Tensor,
        times: torch.Tensor,
        durations: torch.Tensor,
    ) -> FGDMOutput:
        """All of them, with that of durations."""
        config, lengths, offset = self.config, frame_mask.sum(1), self.mean / self.std
        joints = joint_loss(denoised.clean, clean, frame_mask)
        bones = bone_loss(denoised.clean + offset, clean + offset, frame_mask, config.pose_layout, config.bone_loss)
        loss = joints + config.bone_weight * bones + config.duration_weight * durations
        out = FGDMOutput(
            loss=loss,
            clean=denoised.clean * self.std + self.mean,
            joint_loss=joints,
            bone_loss=bones,
            duration_loss=durations,
        )
        if self.guidance is not None:
            out.scg_loss, skipped = self.guidance(denoised.features, lengths, gloss_ids, times)
            out.scg_skipped = torch.tensor(skipped, device=loss.device)
            out.loss = loss + config.scg_weight * out.scg_loss
        return out


def _known_or(spans: torch.Tensor, predicted: torch.Tensor, lengths: torch.Tensor, gloss_mask: torch.Tensor) -> Spans:
    """Spans (B, G, 2) of rows of which all are known, else those of the times (B, G, 3) that are predicted."""
    known = known_spans(spans, gloss_mask)[:, None, None]
    # What frames are told is no way to change what is predicted: that has a loss of its own.
    guessed = spans_of(predicted.detach()).stretched(lengths)
    return Spans(torch.where(known, spans.to(guessed.spans), guessed.spans), guessed.lengths)


class _RowNoise:
    """Unit noise of shape (B, T, J, C): every row from a generator of its own, as long as the row is.

    It is drawn on the CPU, so that a seed means the same everywhere.
    """

    def __init__(self, lengths: torch.Tensor, shape: tuple[int, ...], seed: int, like: torch.Tensor) -> None:
        self.lengths, self.shape, self.like = lengths.tolist(), shape, like
        self.generators = [torch.Generator().manual_seed(seed) for _ in self.lengths]

    def __call__(self) -> torch.Tensor:
        noise = torch.zeros(len(self.lengths), max(self.lengths), *self.shape)
        for row, length, generator in zip(noise, self.lengths, self.generators, strict=True):
            row[:length] = torch.randn(length, *self.shape, generator=generator)
        return noise.to(self.like)
