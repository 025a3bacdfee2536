"""What goes into HybridSign, checked and brought into shape: motion, coarse motion, text, positions, signer."""

from __future__ import annotations

from typing import NamedTuple

import torch

from signary.generator.hybridsign.configuration_hybridsign import HybridSignConfig
from signary.io.errors import InputError
from signary.nn.masks import checked_features, checked_mask
from signary.pose.layout import PARTS, PoseLayout


class KnownMotion(NamedTuple):
    """Motion and what is known of it.

    Attributes:
        values: Tensor of shape (B, T, D) in the input's units, NaN where missing.
        frame_mask: Booleans of shape (B, T).
        confidence: Tensor of shape (B, T, J), 0 where missing or padded.
    """

    values: torch.Tensor
    frame_mask: torch.Tensor
    confidence: torch.Tensor

    def known_numbers(self, layout: PoseLayout) -> torch.Tensor:
        """Numbers that are neither missing nor padded, booleans of shape (B, T, D)."""
        widths = torch.tensor(layout.widths, device=self.confidence.device)
        return self.confidence.repeat_interleave(widths, dim=-1) > 0


def checked_motion(
    values: torch.Tensor,
    frame_mask: torch.Tensor | None,
    confidence: torch.Tensor | None,
    config: HybridSignConfig,
) -> KnownMotion:
    """Motion with a mask and confidences. A joint with a NaN or with confidence 0 is missing as a whole.

    Args:
        values: Tensor of shape (B, T, D), NaN where missing.
        frame_mask: Booleans of shape (B, T), false for padding at the end; None: no padding.
        confidence: Tensor of shape (B, T, J), 0 to 1; None: 1 for every joint that is not missing.
        config: What the model was made for.

    Raises:
        InputError: If shapes do not fit, padding is not at the end, or a number that counts is out of range.
    """
    layout = config.pose_layout
    frame_mask = checked_features(values, frame_mask, layout.num_features)
    widths = torch.tensor(layout.widths, device=values.device)
    joint_of_feature = torch.arange(len(widths), device=values.device).repeat_interleave(widths)
    expected = (*values.shape[:2], len(widths))
    lost = torch.zeros(expected, device=values.device).index_add(2, joint_of_feature, values.isnan().float()) > 0
    if confidence is None:
        confidence = values.new_ones(expected)
    if confidence.shape != expected:
        raise InputError("confidence", f"shape {expected}", tuple(confidence.shape))
    counted = confidence[frame_mask]
    if not ((counted >= 0) & (counted <= 1)).all():
        raise InputError("confidence", "numbers from 0 to 1", f"{counted.min().item():g} to {counted.max().item():g}")
    known = ~lost & frame_mask[..., None]
    return KnownMotion(values, frame_mask, torch.where(known, confidence, 0.0).to(values.dtype))


def checked_coarse(
    coarse: torch.Tensor | None, shape: tuple[int, ...], frame_mask: torch.Tensor | None, config: HybridSignConfig
) -> torch.Tensor | None:
    """Coarse motion, 0 where padded; None for a model that makes motion of text alone.

    Args:
        coarse: Tensor of shape (B, T, D), or None.
        shape: The shape that it should have.
        frame_mask: Booleans of shape (B, T); None: no padding.
        config: What the model was made for.

    Raises:
        InputError: If it is missing, not wanted, of another shape, or not finite.
    """
    if coarse is None or not config.refines:
        if coarse is None and not config.refines:
            return None
        expected = "coarse motion, as the model refines" if coarse is None else "none, as the model has no coarse_sigma"
        raise InputError("coarse", expected, "none" if coarse is None else f"shape {tuple(coarse.shape)}")
    if coarse.shape != shape:
        raise InputError("coarse", f"shape {shape}", tuple(coarse.shape))
    if frame_mask is not None:
        coarse = torch.where(frame_mask[..., None], coarse, 0.0)
    if not torch.isfinite(coarse).all():
        raise InputError("coarse", "finite numbers", "NaN or infinity")
    return coarse


def checked_text(
    text_states: torch.Tensor, text_mask: torch.Tensor | None, batch_size: int, frames: int | None, size: int
) -> tuple[torch.Tensor, torch.Tensor]:
    """Text states, 0 where no frame may see them, and the mask of shape (B, 1 or T, S).

    Args:
        text_states: Tensor of shape (B, S, text_size); S may be 0.
        text_mask: Booleans or 0 and 1 of shape (B, S), or of shape (B, T, S) if frames belong to several sentences.
        batch_size: B.
        frames: T; None where a mask can have no frames.
        size: text_size.

    Raises:
        InputError: If shapes do not fit, or a state that counts is not finite.
    """
    if text_states.ndim != 3 or text_states.shape[0] != batch_size or text_states.shape[2] != size:
        raise InputError("text_states", f"shape ({batch_size}, S, {size})", tuple(text_states.shape))
    if frames is not None and text_mask is not None and text_mask.ndim == 3:
        shown = text_states[:, None].expand(-1, frames, -1, -1)
        mask = checked_mask(text_mask, shown, "text_mask", dims=3, numbers=True)
    else:
        mask = checked_mask(text_mask, text_states, "text_mask", numbers=True)[:, None]
    states = torch.where(mask.any(1)[..., None], text_states, 0.0)
    if not torch.isfinite(states).all():
        raise InputError("text_states", "finite numbers", "NaN or infinity")
    return states, mask


def checked_positions(positions: torch.Tensor | None, values: torch.Tensor) -> torch.Tensor:
    """Position in its sentence of every frame, shape (B or 1, T); by default each row is one sentence.

    Args:
        positions: Integers of shape (B, T), or None.
        values: The motion, shape (B, T, D).

    Raises:
        InputError: If they are no integers of at least 0, or of another shape.
    """
    if positions is None:
        return torch.arange(values.shape[1], device=values.device)[None]
    shape = tuple(values.shape[:2])
    if positions.shape != shape or positions.is_floating_point() or positions.dtype == torch.bool:
        got = f"{positions.dtype} of shape {tuple(positions.shape)}"
        raise InputError("positions", f"integers of shape {shape}", got)
    if (positions < 0).any():
        raise InputError("positions", "0 or more", int(positions.min()))
    return positions


def checked_signer(signer: torch.Tensor | None, batch_size: int, config: HybridSignConfig) -> torch.Tensor | None:
    """Ids of signers, shape (B,), or None for no signer in particular.

    Raises:
        InputError: If the model knows no such signer, or the shape does not fit.
    """
    if signer is None:
        return None
    if signer.shape != (batch_size,) or signer.is_floating_point():
        raise InputError("signer", f"integers of shape ({batch_size},)", f"{signer.dtype}, {tuple(signer.shape)}")
    if not config.num_signers:
        raise InputError("signer", "none, as the model knows no signers", signer.tolist())
    if ((signer < 0) | (signer >= config.num_signers)).any():
        raise InputError("signer", f"0 to {config.num_signers - 1}", signer.tolist())
    return signer


def drop_hands(motion: KnownMotion, config: HybridSignConfig) -> KnownMotion:
    """Make each hand of each row missing for a random while, with probability `hand_dropout`.

    Args:
        motion: Motion, which is not changed.
        config: Layout and probability.
    """
    rows, frames, _ = motion.confidence.shape
    hidden = torch.zeros_like(motion.confidence, dtype=torch.bool)
    for part in PARTS[1:]:
        joints = config.pose_layout.parts.get(part, ())
        first, second = torch.randint(frames, (2, rows, 1))
        at = torch.arange(frames)[None]
        inside = (at >= torch.minimum(first, second)) & (at <= torch.maximum(first, second))
        chosen = torch.rand(rows, 1) < config.hand_dropout
        hidden[:, :, list(joints)] |= (inside & chosen).to(hidden.device)[..., None]
    return motion._replace(confidence=torch.where(hidden, 0.0, motion.confidence))
