"""Pose data for training: fixed windows of sequences, padded batches with masks, statistics of a corpus."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import Dataset

from signary.io.errors import InputError


@dataclass(frozen=True)
class PoseBatch:
    """Padded frames.

    Attributes:
        values: float32 of shape (B, T, D); padding repeats the last frame.
        mask: bool of shape (B, T), True for real frames.
    """

    values: Tensor
    mask: Tensor


class PoseWindows(Dataset[np.ndarray]):
    """Every sequence cut into windows of at most `frames` frames; remainders below `least` join the window before.

    Args:
        sequences: Arrays of shape (T, D).
        frames: Frames a window.
        least: Shortest remainder that stands alone.
    """

    def __init__(self, sequences: Sequence[np.ndarray], frames: int, least: int = 16) -> None:
        if frames < least:
            raise InputError("frames", f"at least {least}", frames)
        self.windows: list[np.ndarray] = []
        for sequence in sequences:
            starts = list(range(0, len(sequence), frames))
            if len(starts) > 1 and len(sequence) - starts[-1] < least:
                starts.pop()
            ends = [*starts[1:], len(sequence)]
            self.windows += [
                np.asarray(sequence[start:end], dtype=np.float32) for start, end in zip(starts, ends, strict=True)
            ]
        self.lengths = [len(window) for window in self.windows]

    def __len__(self) -> int:
        """Number of windows."""
        return len(self.windows)

    def __getitem__(self, index: int) -> np.ndarray:
        """One window, float32 of shape (T, D)."""
        return self.windows[index]


def pad_poses(windows: Sequence[np.ndarray]) -> PoseBatch:
    """Collate windows of different lengths into one batch."""
    longest = max(map(len, windows))
    values = np.stack([np.pad(window, ((0, longest - len(window)), (0, 0)), mode="edge") for window in windows])
    mask = np.arange(longest)[None] < np.array([len(window) for window in windows])[:, None]
    return PoseBatch(torch.from_numpy(values), torch.from_numpy(mask))


def statistics(sequences: Iterable[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Mean and standard deviation of each number over all frames that have it, float64 of shape (D,).

    Raises:
        InputError: If there is no frame, or a number is missing in all frames.
    """
    count: np.ndarray | float = 0.0
    total: np.ndarray | float = 0.0
    square: np.ndarray | float = 0.0
    for sequence in sequences:
        frames = np.asarray(sequence, dtype=np.float64)
        seen = np.isfinite(frames)
        frames = np.where(seen, frames, 0.0)
        count = count + seen.sum(0)
        total, square = total + frames.sum(0), square + (frames**2).sum(0)
    if not np.all(np.asarray(count) > 0):
        raise InputError(
            "sequences", "every number seen in at least one frame", "none, or a number that is always missing"
        )
    mean = np.asarray(total / count)
    return mean, np.sqrt(np.maximum(np.asarray(square / count) - mean**2, 0.0))
