"""What goes into FGDM, checked: glosses, lengths, poses."""

from __future__ import annotations

from collections.abc import Sequence

import torch

from signary.generator.fgdm.configuration_fgdm import FGDMConfig
from signary.generator.fgdm.vocabulary import PADDING
from signary.io.errors import InputError
from signary.nn.masks import checked_mask


def pad_gloss_ids(rows: Sequence[Sequence[int]]) -> torch.Tensor:
    """Ids of sentences side by side, (B, G), padded at the end.

    Raises:
        InputError: If there is no sentence.
    """
    if not rows:
        raise InputError("glosses", "at least one sentence", "none")
    longest = max(len(row) for row in rows)
    return torch.tensor([[*row, *([PADDING] * (longest - len(row)))] for row in rows], dtype=torch.long)


def checked_gloss_mask(gloss_ids: torch.Tensor, config: FGDMConfig) -> torch.Tensor:
    """Which ids are glosses, booleans of shape (B, G).

    Args:
        gloss_ids: Integers of shape (B, G), 0 for padding at the end of rows.
        config: What the model was made for.

    Raises:
        InputError: If the shape does not fit, a row has no gloss, padding is not at the end, or an id is unknown.
    """
    if gloss_ids.ndim != 2 or not gloss_ids.shape[0] or gloss_ids.is_floating_point() or gloss_ids.dtype == torch.bool:
        got = f"{gloss_ids.dtype} of shape {tuple(gloss_ids.shape)}"
        raise InputError("gloss_ids", "integers of shape (B, G), B above 0", got)
    known = len(config.glosses)
    if ((gloss_ids < 0) | (gloss_ids > known)).any():
        raise InputError("gloss_ids", f"0 (padding) to {known}", f"{int(gloss_ids.min())} to {int(gloss_ids.max())}")
    mask = gloss_ids != PADDING
    return checked_mask(mask, gloss_ids, "gloss_ids", at_end=True, no_empty_row=True)


def checked_lengths(lengths: Sequence[int] | torch.Tensor, batch_size: int, config: FGDMConfig) -> torch.Tensor:
    """Frames of every row, int64 of shape (B,).

    Args:
        lengths: Whole numbers, one a row.
        batch_size: B.
        config: What the model was made for.

    Raises:
        InputError: If a length is no whole number from 1 to `max_frames`, or their number does not fit.
    """
    found = torch.as_tensor(lengths)
    if found.shape != (batch_size,) or found.is_floating_point() or found.dtype == torch.bool:
        got = f"{found.dtype} of shape {tuple(found.shape)}"
        raise InputError("lengths", f"{batch_size} whole numbers, one a sentence", got)
    wrong = found[(found < 1) | (found > config.max_frames)]
    if len(wrong):
        raise InputError("lengths", f"1 to {config.max_frames} frames", int(wrong[0]))
    return found.long()


def checked_poses(poses: torch.Tensor, frame_mask: torch.Tensor | None, config: FGDMConfig) -> torch.Tensor:
    """The mask of frames, booleans of shape (B, T); without one all frames count.

    Args:
        poses: Tensor of shape (B, T, J, C).
        frame_mask: Booleans of shape (B, T), false for padding at the end of rows, or None.
        config: What the model was made for.

    Raises:
        InputError: If shapes do not fit, a row has no frame or too many, padding is not at the end, or a number that
            counts is not finite.
    """
    layout = config.pose_layout
    expected = (len(layout.joints), len(layout.channels))
    if poses.ndim != 4 or poses.shape[2:] != expected or not poses.shape[0] * poses.shape[1]:
        raise InputError("poses", f"shape (B, T, {expected[0]}, {expected[1]}), B and T above 0", tuple(poses.shape))
    frame_mask = checked_mask(frame_mask, poses, at_end=True)
    checked_lengths(frame_mask.sum(1), len(poses), config)
    if not torch.isfinite(poses[frame_mask]).all():
        row = int((~torch.isfinite(poses).all(-1).all(-1) & frame_mask).any(1).nonzero()[0])
        raise InputError("poses", "finite numbers (FGDM has no missing joints)", f"NaN or infinity in row {row}")
    return frame_mask


def checked_spans(spans: torch.Tensor | None, gloss_ids: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
    """When glosses are signed, (B, G, 2) in frames, NaN where nobody knows, for padding, and without `spans`.

    Args:
        spans: Start and end of every gloss, or None.
        gloss_ids: Integers of shape (B, G), 0 for padding.
        lengths: Frames of every row, shape (B,).

    Raises:
        InputError: If the shape does not fit, or a time is infinite, out of its row or not in order.
    """
    expected = (*gloss_ids.shape, 2)
    if spans is None:
        return torch.full(expected, torch.nan, device=gloss_ids.device)
    if spans.shape != expected or not spans.is_floating_point():
        raise InputError("spans", f"numbers of shape {expected}", f"{spans.dtype} of shape {tuple(spans.shape)}")
    spans = torch.where((gloss_ids != PADDING)[..., None], spans, torch.nan)
    # A frame of grace: clocks of motion and of times are rounded apart.
    wrong = (spans < 0) | (spans > lengths[:, None, None] + 1) | torch.isinf(spans)
    flat = spans.flatten(1)
    wrong = wrong.flatten(1) | torch.nn.functional.pad(flat[:, 1:] < flat[:, :-1], (0, 1))
    if wrong.any():
        row = int(wrong.any(1).nonzero()[0])
        raise InputError("spans", "times in order, from 0 to the row's frames", f"others in row {row}")
    return spans
