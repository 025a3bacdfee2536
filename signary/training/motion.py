"""Corpora on disk as training motion: columns `poses`, `fps` and, where joints are missing, `confidence`.

A corpus is a folder written by `datasets.save_to_disk`: a Dataset, or a DatasetDict with the splits `train` and `dev`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import torch
from datasets import Dataset, DatasetDict, concatenate_datasets

from signary.corpora.opening import open_corpus
from signary.io.errors import InputError
from signary.pose.registry import get_layout
from signary.pose.sequence import PoseSequence
from signary.tokenizer import MotionBatch, MotionTokenizerConfig, fit_sequence, sequence_features
from signary.training.batches import Draw

COLUMNS = ("poses", "fps")


def load_split(
    folders: Sequence[str], split: str, columns: Sequence[str] = COLUMNS, optional: Sequence[str] = ("confidence",)
) -> Dataset:
    """One split of several corpora, one after another; a corpus without splits counts as `train`.

    Args:
        folders: Folders written by `save_to_disk`.
        split: Name of the split.
        columns: Columns that every corpus needs.
        optional: Columns that are kept where every corpus has them; others are dropped.

    Raises:
        InputError: If a folder is no corpus, lacks a column, or none has the split.
    """
    found = list[Dataset]()
    for folder in folders:
        loaded = open_corpus(folder)
        part = loaded.get(split) if isinstance(loaded, DatasetDict) else loaded if split == "train" else None
        if part is not None:
            missing = set(columns) - set(part.column_names)
            if missing:
                raise InputError("corpus", f"columns {', '.join(columns)}", f"{folder!r} without {', '.join(missing)}")
            found.append(part)
    if not found:
        raise InputError("corpus", f"a corpus with a split {split!r}", ", ".join(folders))
    shared = [name for name in optional if all(name in part.column_names for part in found)]
    parts = [part.select_columns([*columns, *shared]).with_format(None) for part in found]
    kept = concatenate_datasets([_like(part, parts[0]) for part in parts])
    arrays = [name for name in ("poses", "confidence") if name in kept.column_names]
    return kept.with_format("numpy", columns=arrays, output_all_columns=True) if arrays else kept


def _like(part: Dataset, first: Dataset) -> Dataset:
    """A data set with the column types of another, so that both can stand one after the other."""
    if part.features == first.features:
        return part
    try:
        return part.cast(first.features)
    except (TypeError, ValueError) as error:
        raise InputError("corpus", f"columns of the types {first.features}", f"{part.features} ({error})") from None


def row_sequence(row: Mapping[str, Any], config: MotionTokenizerConfig) -> PoseSequence:
    """The motion of a row, of the tokenizer's layout and on its clock."""
    layout = get_layout(config.layout)
    metadata = {} if layout.is_keypoints else {"hand_reference": row.get("hand_reference", config.hand_reference)}
    sequence = PoseSequence(
        np.asarray(row["poses"], np.float32), layout, float(row["fps"]), row.get("confidence"), metadata
    )
    return fit_sequence(sequence, config)


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
