"""DETO, SOKE's decoupled tokenizer (ICCV 2025, §3.2): one VQ-VAE for every part of the body.

    values (B, T, D) ── standardise ── split ──┬─ body        encoder ── quantizer ── decoder ─┬── values (B, T, D)
                                               ├─ left hand   encoder ── quantizer ── decoder ─┤
                                               └─ right hand  encoder ── quantizer ── decoder ─┘
                                                                  codes (B, L, P), L = ⌈T / stride⌉

Beyond the paper: residual levels (further codebooks of what the first leaves over, each a column of codes), a decoder
without a look ahead that can be fed token by token, missing joints, any pose layout.
"""

from __future__ import annotations

import math
import secrets
from collections.abc import Mapping
from typing import Any

import numpy as np
import torch
from torch import nn
from transformers import PreTrainedModel
from transformers import initialization as init
from vector_quantize_pytorch import VectorQuantize

from signary.io.errors import InputError
from signary.nn.checked_loading import CheckedLoading
from signary.nn.masked_losses import masked_smooth_l1, masked_squared_error
from signary.nn.masks import checked_features
from signary.nn.motion_batch import batch_sequences
from signary.pose.feature_statistics import checked_statistics
from signary.pose.features import KeypointScale, feature_sequence, fit_sequence
from signary.pose.sequence import PoseSequence
from signary.tokenizer.configuration_motion_tokenizer import MotionTokenizerConfig
from signary.tokenizer.decoder import PartDecoder
from signary.tokenizer.encoder import PartEncoder
from signary.tokenizer.inputs import checked_codes, pad_to_steps
from signary.tokenizer.joint_loss import joint_loss
from signary.tokenizer.outputs import MotionDecoderOutput, MotionDecoderState, MotionTokenizerOutput
from signary.tokenizer.quantizer import PartQuantizer, init_codebook, nearest_levels, quantize_levels
from signary.tokenizer.usage import code_counts, perplexity, usage

_LOSSES = {"smooth_l1": masked_smooth_l1, "squared_error": masked_squared_error}


class MotionTokenizer(CheckedLoading, PreTrainedModel):  # type: ignore[no-untyped-call, misc]
    """Motion to part-wise codes and back.

    Its features are the layout's parameters, or keypoints in shoulder widths from the neck (`sequence_features` makes
    them). Mean and standard deviation of the features are its own buffers.

    Args:
        config: Sizes and the kind of motion.
    """

    config_class = MotionTokenizerConfig
    base_model_prefix = "motion_tokenizer"
    main_input_name = "values"
    config: MotionTokenizerConfig
    mean: torch.Tensor
    std: torch.Tensor
    joint_of_feature: torch.Tensor

    def __init__(self, config: MotionTokenizerConfig) -> None:
        super().__init__(config)
        self._frozen = False
        # Keywords of `from_pretrained` are set on the config after it was checked.
        config.check()
        features, thresholds, widths = self._features(), config.dead_code_thresholds(), config.part_widths
        self.encoders = nn.ModuleDict({p: PartEncoder(config, widths[p], len(at)) for p, at in features.items()})
        self.decoders = nn.ModuleDict({p: PartDecoder(config, widths[p], len(at)) for p, at in features.items()})
        self.quantizers = nn.ModuleDict(
            {
                column: PartQuantizer(size, config.code_dim, config.decay, config.commitment_weight, thresholds[column])
                for column, size in self._sizes().items()
            }
        )
        num_features = config.pose_layout.num_features
        self.register_buffer("mean", torch.zeros(num_features))
        self.register_buffer("std", torch.ones(num_features))
        self.register_buffer("joint_of_feature", self._joint_of_feature(), persistent=False)
        for part, at in features.items():
            self.register_buffer(f"features_{part}", at, persistent=False)
        self.post_init()  # type: ignore[no-untyped-call]

    def _features(self) -> dict[str, torch.Tensor]:
        layout = self.config.pose_layout
        return {
            part: torch.tensor(np.sort(layout.features(joints)).tolist(), dtype=torch.long)
            for part, joints in self.config.part_joints.items()
        }

    def _joint_of_feature(self) -> torch.Tensor:
        widths = self.config.pose_layout.widths
        return torch.tensor([joint for joint, width in enumerate(widths) for _ in range(width)], dtype=torch.long)

    @torch.no_grad()
    def _init_weights(self, module: nn.Module) -> None:
        """PyTorch's own start for convolutions; buffers that no checkpoint holds are made anew."""
        if isinstance(module, nn.Conv1d):
            init.kaiming_uniform_(module.weight, a=math.sqrt(5))
            bound = 1 / math.sqrt(module.in_channels * module.kernel_size[0])
            if module.bias is not None:
                init.uniform_(module.bias, -bound, bound)
        elif isinstance(module, VectorQuantize):
            init_codebook(module)
        elif isinstance(module, MotionTokenizer):
            init.zeros_(module.mean)
            init.ones_(module.std)
            init.copy_(module.joint_of_feature, module._joint_of_feature())
            for part, features in module._features().items():
                init.copy_(getattr(module, f"features_{part}"), features)

    def set_statistics(self, mean: torch.Tensor, std: torch.Tensor) -> None:
        """Set what features are standardised with (`feature_statistics` computes it from sequences).

        A feature that never moves in the training motion is only shifted (`checked_statistics`).

        Args:
            mean: Tensor of shape (D,).
            std: Tensor of shape (D,), at least 0.

        Raises:
            InputError: If shapes do not fit, or a number is not finite or a standard deviation negative.
        """
        mean, std = checked_statistics(mean, std, self.mean.shape)
        self.mean.copy_(mean)
        self.std.copy_(std)

    def set_dead_code_threshold(self, threshold: float | Mapping[str, float]) -> None:
        """Set the moving count below which codes are replaced, in the model and its config; see the config.

        Raises:
            InputError: If columns are missing or unknown, or a threshold is negative.
        """
        new = float(threshold) if not isinstance(threshold, Mapping) else {k: float(v) for k, v in threshold.items()}
        old, self.config.threshold_ema_dead_code = self.config.threshold_ema_dead_code, new
        try:
            self.config.check()
        except InputError:
            self.config.threshold_ema_dead_code = old
            raise
        for column, value in self.config.dead_code_thresholds().items():
            self._quantizer(column).set_threshold(value)

    def assign_id(self) -> str:
        """Name these weights, once, at the end of training: codes are only good for the tokenizer that made them.

        Raises:
            InputError: If they have a name.
        """
        if self.config.tokenizer_id is not None:
            raise InputError("tokenizer_id", "none yet (it is written once)", repr(self.config.tokenizer_id))
        self.config.tokenizer_id = secrets.token_hex(16)
        return self.config.tokenizer_id

    def freeze_codes(self) -> None:
        """Train nothing but the decoders from now on: what has been encoded stays valid, and so does the id."""
        self._frozen = True
        for module in (self.encoders, self.quantizers):
            module.requires_grad_(False)
        self.train(self.training)

    def train(self, mode: bool = True) -> MotionTokenizer:
        """As PyTorch's; frozen codes stay as they are."""
        super().train(mode)
        if self._frozen:
            self.quantizers.eval()
        return self

    def forward(
        self,
        values: torch.Tensor,
        frame_mask: torch.Tensor | None = None,
        confidence: torch.Tensor | None = None,
    ) -> MotionTokenizerOutput:
        """Reconstruct motion through the codebooks. Training mode also moves the codebooks.

        Args:
            values: Features of shape (B, T, D); NaN where missing.
            frame_mask: Boolean tensor of shape (B, T), false for padding at the end of rows; default: no padding.
            confidence: Tensor of shape (B, T, J); numbers of joints with confidence 0 are missing, too.

        Raises:
            InputError: If shapes do not fit, padding is not at the end, values are infinite or there is no frame.
        """
        frame_mask = checked_features(values, frame_mask, len(self.mean))
        features, known = self._standardise(values, frame_mask, confidence)
        padded, padded_mask, code_mask = pad_to_steps(features, frame_mask, self.config.stride)
        if not code_mask.any():
            raise InputError("frame_mask", "at least one frame", "none")
        measure = _LOSSES[self.config.loss]
        reconstruction = torch.zeros_like(features, dtype=torch.float32)
        codes, commitments = dict[str, torch.Tensor](), dict[str, torch.Tensor]()
        losses = []
        for part in self.config.part_names:
            at = getattr(self, f"features_{part}")
            latent = self.encoders[part](padded[..., at].to(self.dtype), padded_mask)
            levels = self._levels(part)
            quantized = quantize_levels([*levels.values()], latent, code_mask)
            decoded = self.decoders[part](quantized.vectors, code_mask)[0][:, : features.shape[1]].float()
            losses.append(measure(decoded, features[..., at], frame_mask, known[..., at].float()))
            commitments |= zip(levels, quantized.commitments, strict=True)
            codes |= zip(levels, quantized.codes, strict=True)
            reconstruction = reconstruction.index_copy(-1, at, decoded)
        joined = self._by_column(codes)  # (B, L, P)
        counts = code_counts(joined, self.config.sizes, code_mask)
        reconstruction_loss, commitment_loss = torch.stack(losses), self._by_column(commitments)
        loss, reconstruction = reconstruction_loss.sum(), reconstruction * self.std + self.mean
        loss = loss + self.config.commitment_weight * commitment_loss.sum()
        of_joints = None
        if self.config.joint_weight:
            of_joints = joint_loss(reconstruction, values, frame_mask, known)
            loss = loss + self.config.joint_weight * of_joints
        return MotionTokenizerOutput(
            loss=loss,
            reconstruction=torch.where(frame_mask[..., None], reconstruction, 0.0),
            codes=joined,
            code_mask=code_mask,
            reconstruction_loss=reconstruction_loss,
            commitment_loss=commitment_loss,
            joint_loss=of_joints,
            perplexity=torch.stack([perplexity(column) for column in counts]).float(),
            usage=torch.stack([usage(column) for column in counts]),
        )

    @torch.no_grad()
    def encode(
        self,
        values: torch.Tensor | PoseSequence,
        frame_mask: torch.Tensor | None = None,
        resample: bool = True,
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Turn motion into codes; L = ⌈T / stride⌉, each row padded with its last frame to a full token.

        Never changes the codebooks, in training mode neither.

        Args:
            values: Features of shape (B, T, D), NaN where missing; or a sequence, which is a batch of one.
            frame_mask: Boolean tensor of shape (B, T), false for padding at the end of rows. Not with a sequence.
            resample: Bring a sequence with another clock to the tokenizer's; otherwise refuse it.

        Returns:
            Codes of shape (B, L, P), -1 where masked, and their boolean mask of shape (B, L).

        Raises:
            InputError: If shapes do not fit, padding is not at the end, values are infinite, or a sequence is of
                another layout, hand reference or (without `resample`) fps.
        """
        if isinstance(values, PoseSequence):
            if frame_mask is not None:
                raise InputError("frame_mask", "none with a sequence, whose frames all count", "a mask")
            values = batch_sequences([values], self.config, resample).values.to(self.mean.device)
        frame_mask = checked_features(values, frame_mask, len(self.mean))
        features, _ = self._standardise(values, frame_mask, None)
        padded, padded_mask, code_mask = pad_to_steps(features, frame_mask, self.config.stride)
        codes = dict[str, torch.Tensor]()
        for part in self.config.part_names:
            at, levels = getattr(self, f"features_{part}"), self._levels(part)
            latent = self.encoders[part](padded[..., at].to(self.dtype), padded_mask)
            codes |= zip(levels, nearest_levels(levels.values(), latent, code_mask), strict=True)
        return self._by_column(codes), code_mask

    def start_stream(self, batch_size: int = 1) -> MotionDecoderState:
        """The state before the first token of a stream.

        Raises:
            InputError: If the decoder is not causal, or the batch size is below 1.
        """
        self._require_causal()
        if batch_size < 1:
            raise InputError("batch_size", "at least 1", batch_size)
        return MotionDecoderState(batch_size, {})

    @torch.no_grad()
    def decode(
        self,
        codes: torch.Tensor,
        state: MotionDecoderState | None = None,
        code_mask: torch.Tensor | None = None,
    ) -> MotionDecoderOutput:
        """Turn codes into motion, all at once or, with a causal decoder, as they arrive.

        Decoding piece by piece, each with the state that the piece before returned, gives the same frames as
        decoding everything at once.

        Args:
            codes: Integers of shape (B, L, P), part-local.
            state: What `start_stream` or the previous call returned; None starts anew.
            code_mask: Boolean tensor of shape (B, L), false for padding at the end of rows, whose codes are ignored
                and whose frames mean nothing. Default: no padding.

        Returns:
            Features of shape (B, stride · L, D), and the next state if the decoder is causal.

        Raises:
            InputError: If a code is out of range (-1 is), shapes do not fit, a state belongs to another batch size,
                or a state is given to a decoder that is not causal.
        """
        codes = checked_codes(codes, code_mask, self._sizes())
        if state is not None:
            self._require_causal()
            if state.batch_size != len(codes):
                raise InputError("state", f"one made for a batch of {len(codes)}", f"one for {state.batch_size}")
        features = self.mean.new_zeros(*codes.shape[:2], self.mean.shape[0]).repeat_interleave(self.config.stride, 1)
        caches = {}
        by_column = dict(zip(self.config.column_names, codes.unbind(-1), strict=True))
        for part in self.config.part_names:
            found = [level.lookup(by_column[column]) for column, level in self._levels(part).items()]
            vectors = torch.stack(found).sum(0).to(self.dtype)
            before = None if state is None else state.caches.get(part)
            decoded, caches[part] = self.decoders[part](vectors, code_mask, before)
            features[..., getattr(self, f"features_{part}")] = decoded.to(features.dtype)
        after = MotionDecoderState(len(codes), caches) if self.config.causal_decoder else None
        return MotionDecoderOutput(values=features * self.std + self.mean, state=after)

    def reconstruct(self, sequence: PoseSequence, resample: bool = True) -> PoseSequence:
        """The sequence as the codes keep it: same frames, place and scale, on the tokenizer's clock, no joint missing.

        Raises:
            InputError: As `encode`.
        """
        fitted = fit_sequence(sequence, self.config, resample)
        values = self.decode(self.encode(fitted)[0]).values
        return self.to_sequence(values[0, : len(fitted)], KeypointScale.of(fitted), fitted.metadata)

    def to_sequence(
        self,
        values: torch.Tensor,
        scale: KeypointScale | None = None,
        metadata: Mapping[str, Any] | None = None,
    ) -> PoseSequence:
        """A sequence of decoded features.

        Args:
            values: Tensor of shape (T, D).
            scale: Place and size of keypoints; default: the middle of the picture or the origin, at the usual size.
            metadata: Facts that travel along; the hand reference is added for parameter layouts.

        Raises:
            InputError: If the shape does not fit.
        """
        return feature_sequence(values.detach().float().cpu().numpy(), self.config, scale, metadata=metadata)

    def _sizes(self) -> dict[str, int]:
        return dict(zip(self.config.column_names, self.config.sizes, strict=True))

    def _quantizer(self, column: str) -> PartQuantizer:
        quantizer = self.quantizers[column]
        assert isinstance(quantizer, PartQuantizer)
        return quantizer

    def _levels(self, part: str) -> dict[str, PartQuantizer]:
        """Column -> quantizer of the levels of a part, the first one first."""
        return {one.name: self._quantizer(one.name) for one in self.config.columns if one.part == part}

    def _by_column(self, found: Mapping[str, torch.Tensor]) -> torch.Tensor:
        """Tensors of every column, in the order of the columns, side by side in a last dimension."""
        return torch.stack([found[column] for column in self.config.column_names], dim=-1)

    def _require_causal(self) -> None:
        if not self.config.causal_decoder:
            raise InputError("state", "a tokenizer with causal_decoder=True to stream from", "one without")

    def _standardise(
        self, values: torch.Tensor, frame_mask: torch.Tensor, confidence: torch.Tensor | None
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Standardised features with 0 for what is missing, and which numbers are known; both (B, T, D)."""
        known = frame_mask[..., None] & ~torch.isnan(values)
        if confidence is not None:
            expected = (*values.shape[:2], len(self.config.pose_layout.joints))
            if confidence.shape != expected:
                raise InputError("confidence", f"shape {expected}", tuple(confidence.shape))
            known = known & (confidence > 0)[..., self.joint_of_feature]
        return torch.where(known, (values - self.mean) / self.std, 0.0), known
