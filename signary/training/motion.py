"""Rows of corpora (`corpus.py`) as training motion, checked, whole or in pieces."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import torch
from datasets import Dataset

from signary.corpora.rows import WHERE, named_row, row_motion
from signary.io.errors import InputError
from signary.io.progress import track
from signary.nn.motion_batch import MotionBatch
from signary.pose.features import KeypointScale, fit_sequence, sequence_features
from signary.pose.motion_spec import HasMotionSpec, MotionSpec
from signary.pose.sequence import PoseSequence
from signary.tokenizer import MotionTokenizerConfig
from signary.training.batches import Draw


def row_sequence(row: Mapping[str, Any], kind: MotionSpec | HasMotionSpec) -> PoseSequence:
    """The motion of a row, of a kind of motion and on its clock.

    Args:
        row: Of `load_split`.
        kind: What the motion has to be like, or a config that says it.

    Raises:
        InputError: If the row has no motion, or another kind of it; names the row.
    """
    spec = MotionSpec.of(kind)
    sequence = row_motion(row, spec.layout)
    try:
        fitted = fit_sequence(sequence, spec)
        # Keypoints that show no shoulders have no scale.
        KeypointScale.of(fitted)
    except InputError as error:
        raise named_row(error, str(row.get(WHERE, "row"))) from None
    return fitted


def count_frames(rows: Dataset, kind: MotionSpec | HasMotionSpec, doing: str = "checking the corpus") -> list[int]:
    """Frames of every row on the clock of a kind of motion; all is read, so that what is wrong is known early.

    Raises:
        InputError: As `row_sequence`.
    """
    return [len(row_sequence(row, kind)) for row in track(rows, doing, len(rows))]


class MotionWindow(NamedTuple):
    """Features (T, D) and certainty (T, J) of a piece of motion."""

    values: np.ndarray
    certainty: np.ndarray


class MotionWindows(torch.utils.data.Dataset[MotionWindow]):
    """Random pieces of a corpus.

    Args:
        corpus: From `load_split`.
        config: Of the tokenizer.
        frames: Frames of a piece; shorter sequences come whole.
    """

    def __init__(self, corpus: Dataset, config: MotionTokenizerConfig, frames: int) -> None:
        if frames < config.stride:
            raise InputError("frames", f"at least {config.stride} (a token)", frames)
        self.corpus, self.config, self.frames = corpus, config, frames

    def __len__(self) -> int:
        return len(self.corpus)

    def __getitem__(self, draw: Draw) -> MotionWindow:
        sequence = row_sequence(self.corpus[draw.index], self.config)
        start = int(draw.rng().integers(max(1, len(sequence) - self.frames + 1)))
        chosen = slice(start, start + self.frames)
        return MotionWindow(sequence_features(sequence)[chosen], sequence.certainty[chosen])

    def sequences(self) -> Iterator[PoseSequence]:
        """All sequences, whole, in order."""
        for row in self.corpus:
            yield row_sequence(row, self.config)


def collate_windows(windows: Sequence[MotionWindow]) -> dict[str, torch.Tensor]:
    """Pieces side by side, padded at the end: `values` (B, T, D), `frame_mask` (B, T), `confidence` (B, T, J)."""
    frames = max(len(window.values) for window in windows)

    def padded(arrays: Sequence[np.ndarray]) -> torch.Tensor:
        out = np.zeros((len(arrays), frames, *arrays[0].shape[1:]), np.float32)
        for row, array in zip(out, arrays, strict=True):
            row[: len(array)] = array
        return torch.from_numpy(out)

    lengths = torch.tensor([len(window.values) for window in windows])
    batch = MotionBatch(
        padded([window.values for window in windows]),
        torch.arange(frames) < lengths[:, None],
        padded([window.certainty for window in windows]),
    )
    return batch._asdict()
