"""Motion to states (Sign Language Transformers, §3.1 and §3.2): embedding, convolutions, transformer layers.

    values (B, T, D) ── standardise ── embedding (Eq. 1) ── convolutions ── + positions (Eq. 3) ── layers ── (B, L, d)

Beyond the paper: L = ⌈T / stride⌉ steps instead of T, and joints that may be missing.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import nn
from transformers.masking_utils import create_bidirectional_mask
from transformers.modeling_outputs import BaseModelOutput
from transformers.models.mbart.modeling_mbart import MBartEncoderLayer

from signary.evaluation.back_translation.configuration_recogniser import RecogniserConfig
from signary.io.errors import InputError
from signary.nn.masks import checked_features, checked_mask
from signary.nn.positions import position_encoding


class MissingJoints(nn.Linear):
    """What missing joints add to the embedding of a frame: nothing, before anything was learnt about them."""

    def __init__(self, joints: int, width: int) -> None:
        super().__init__(joints, width, bias=False)


class FrameEmbedding(nn.Module):
    """A frame as a vector (Eq. 1); LayerNorm, because with BatchNorm a sentence would depend on its batch.

    Args:
        config: Of the recogniser.
    """

    def __init__(self, config: RecogniserConfig) -> None:
        super().__init__()
        layout = config.pose_layout
        self.features = nn.Linear(layout.num_features, config.d_model)
        self.missing = MissingJoints(len(layout.joints), config.d_model)
        self.norm = nn.LayerNorm(config.d_model)

    def forward(self, features: torch.Tensor, missing: torch.Tensor) -> torch.Tensor:
        """Features (B, T, D) and missing joints (B, T, J), 1 or 0, to (B, T, d)."""
        return torch.relu(self.norm(self.features(features) + self.missing(missing)))


class StridedConvolution(nn.Module):
    """A convolution over frames that skips some; padding stays outside, however much of it there is.

    Args:
        config: Of the recogniser.
        stride: Frames a step.
    """

    def __init__(self, config: RecogniserConfig, stride: int) -> None:
        super().__init__()
        width, kernel = config.d_model, config.kernel_size
        self.stride = stride
        self.conv = nn.Conv1d(width, width, kernel, stride, padding=kernel // 2)
        self.norm = nn.LayerNorm(width)

    def forward(self, states: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """States (B, T, d) and mask (B, T) to those of ⌈T / stride⌉ steps."""
        inside = torch.where(mask[..., None], states, 0.0)
        found = self.conv(inside.transpose(1, 2)).transpose(1, 2)
        return torch.relu(self.norm(found)), mask[:, :: self.stride]


class RecogniserEncoder(nn.Module):
    """Motion to states; mean and standard deviation of the features are its own buffers.

    Args:
        config: Of the recogniser; its layers are mBART's.
    """

    main_input_name = "values"
    mean: torch.Tensor
    std: torch.Tensor
    joint_of_feature: torch.Tensor

    def __init__(self, config: RecogniserConfig) -> None:
        super().__init__()
        self.config = config
        num_features = config.pose_layout.num_features
        self.register_buffer("mean", torch.zeros(num_features))
        self.register_buffer("std", torch.ones(num_features))
        self.register_buffer("joint_of_feature", self.joints_of_features(), persistent=False)
        self.embedding = FrameEmbedding(config)
        self.convolutions = nn.ModuleList(StridedConvolution(config, stride) for stride in config.strides)
        self.dropout = nn.Dropout(config.dropout)
        self.layers = nn.ModuleList(MBartEncoderLayer(config) for _ in range(config.encoder_layers))
        self.norm = nn.LayerNorm(config.d_model)

    def joints_of_features(self) -> torch.Tensor:
        """Joint of every feature, integers of shape (D,)."""
        widths = self.config.pose_layout.widths
        return torch.tensor([joint for joint, width in enumerate(widths) for _ in range(width)], dtype=torch.long)

    def forward(
        self,
        values: torch.Tensor,
        frame_mask: torch.Tensor | None = None,
        confidence: torch.Tensor | None = None,
        **extras: Any,
    ) -> BaseModelOutput:
        """States of shape (B, L, d) as `last_hidden_state`; those of padding mean nothing.

        Args:
            values: Features of shape (B, T, D), NaN where missing, as `motion_batch` makes them.
            frame_mask: Booleans of shape (B, T), false for padding at the end of rows; default: no padding.
            confidence: Tensor of shape (B, T, J); joints with confidence 0 are missing, too.
            **extras: What `generate` asks every encoder for, attentions and such, which this one does not give.

        Raises:
            InputError: If shapes do not fit, padding is not at the end, a number that counts is infinite or a row has
                no frame.
        """
        frame_mask = checked_mask(checked_features(values, frame_mask, len(self.mean)), values, no_empty_row=True)
        features, missing = self._standardise(values, frame_mask, confidence)
        states, mask = self.embedding(features, missing), frame_mask
        for convolution in self.convolutions:
            states, mask = convolution(states, mask)
        positions = torch.arange(states.shape[1], device=states.device)
        states = self.dropout(states + position_encoding(positions, states.shape[-1]).to(states.dtype))
        attention = create_bidirectional_mask(config=self.config, inputs_embeds=states, attention_mask=mask)
        for layer in self.layers:
            states = layer(states, attention)
        return BaseModelOutput(last_hidden_state=self.norm(states))

    def steps(self, frame_mask: torch.Tensor) -> torch.Tensor:
        """Mask of steps, booleans of shape (B, L), of a mask of frames, (B, T)."""
        return frame_mask[:, :: self.config.stride]

    def _standardise(
        self, values: torch.Tensor, frame_mask: torch.Tensor, confidence: torch.Tensor | None
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Standardised features (B, T, D), 0 where missing; and which joints miss a number, (B, T, J)."""
        joints = len(self.config.pose_layout.joints)
        unknown = torch.isnan(values)
        if confidence is not None:
            expected = (*values.shape[:2], joints)
            if confidence.shape != expected:
                raise InputError("confidence", f"shape {expected}", tuple(confidence.shape))
            unknown = unknown | (confidence == 0)[..., self.joint_of_feature]
        unknown = unknown & frame_mask[..., None]
        features = torch.where(unknown | ~frame_mask[..., None], 0.0, (values - self.mean) / self.std)
        missing = features.new_zeros(*values.shape[:2], joints)
        missing = missing.index_add(-1, self.joint_of_feature, unknown.to(features.dtype)).clamp(max=1)
        dtype = self.embedding.features.weight.dtype
        return features.to(dtype), missing.to(dtype)
