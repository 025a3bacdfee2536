"""Corpora of keypoints as HybridSign asks for them: `train.pkl`, `dev.pkl`, `test.pkl` with arrays (T, 137, 3).

Its README names the files and says that keypoints are "stacked together, maintaining the (x, y, confidence) format";
its loader was never released. So what is around the arrays is not known, and these forms are read:

    {name: array}   {name: {"text": …, "keypoints": array}}   [{"name": …, "text": …, "keypoints": array}]

The 137 keypoints are taken to be in OpenPose's order (body 25, face 70, hands 21 + 21), which is how the released model
cuts them. Points with confidence 0 are missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from datasets import DatasetDict

from signary.corpora.readers.keypoint_rows import LAYOUT, keypoint_rows
from signary.io.errors import FormatError, InputError
from signary.io.quoting import quoted
from signary.io.unpickle import load_pickle
from signary.language.languages import resolve
from signary.pose.registry import get_layout
from signary.pose.sequence import PoseSequence

SPLITS = ("train", "dev", "test")
#: Keys of a row that may hold its array.
ARRAYS = ("keypoints", "poses", "sign")
_FORMS = "{name: array}, {name: row} or a list of rows {name, text, keypoints}"


def load_keypoint_pickles(
    folder: Path | str, *, fps: float, language: str, texts: Mapping[str, str] | None = None
) -> DatasetDict:
    """The splits of a folder, ready for `signary train hybridsign`.

    Args:
        folder: Where `train.pkl`, `dev.pkl` and `test.pkl`, or some of them, are; compressed or not.
        fps: Frames a second, which the files do not say.
        language: Sign language, by id, ISO 639-3 code or name.
        texts: Name of a sentence -> its text, *optional*; goes before a text that stands in the file.

    Returns:
        Columns id, text, language, fps, poses (T, 274; NaN where a point is missing) and confidence (T, 137).

    Raises:
        InputError: If there is no such file, or a sentence has no text.
        FormatError: If a file has another form, or an array another shape.
        UnsafeFileError: If a file asks for anything but data, or is too large.
        UnknownLanguageError: If the language is not registered.
    """
    found = [split for split in SPLITS if (Path(folder) / f"{split}.pkl").is_file()]
    if not found:
        wanted = ", ".join(f"{split}.pkl" for split in SPLITS)
        raise InputError("folder", f"a folder with {wanted} or some of them", repr(str(folder)))
    spoken = resolve(language).id
    return DatasetDict(
        {
            split: keypoint_rows(_sentences(Path(folder) / f"{split}.pkl", fps, texts or {}), spoken, fps)
            for split in found
        }
    )


def _sentences(path: Path, fps: float, texts: Mapping[str, str]) -> Iterator[tuple[str, str, PoseSequence]]:
    """Name, text and motion of every sentence of a file."""
    content = load_pickle(path)
    if isinstance(content, dict):
        rows = [(name, row if isinstance(row, dict) else {ARRAYS[0]: row}) for name, row in content.items()]
    elif isinstance(content, list) and all(isinstance(row, dict) for row in content):
        rows = [(row.get("name"), row) for row in content]
    else:
        raise FormatError(path.name, _FORMS, type(content).__name__)
    for at, (name, row) in enumerate(rows):
        if not isinstance(name, str):
            raise FormatError(f"{path.name}, sentence {at}", "a name", quoted(name))
        text = texts.get(name, row.get("text"))
        if not isinstance(text, str) or not text.strip():
            raise InputError("texts", f"a text for {quoted(name)} of {path.name}, which has none", quoted(text))
        yield name, text, _motion(f"{path.name}, {name}", row, fps)


def _motion(where: str, row: Mapping[Any, Any], fps: float) -> PoseSequence:
    layout = get_layout(LAYOUT)
    array = next((row[key] for key in ARRAYS if key in row), None)
    values = array.numpy() if isinstance(array, torch.Tensor) else array
    shape = (len(layout.joints), 3)
    if not isinstance(values, np.ndarray) or values.ndim != 3 or values.shape[1:] != shape or not len(values):
        got = getattr(values, "shape", type(values).__name__)
        raise FormatError(where, f"{' or '.join(ARRAYS)} of shape (T, {shape[0]}, {shape[1]})", got)
    if values.dtype.kind not in "fiu" or not np.isfinite(values[..., 2]).all() or (values[..., 2] < 0).any():
        raise FormatError(where, "numbers, with confidences of 0 or more", "other values")
    return PoseSequence.masked(values[..., :2].astype(np.float32), layout, fps, values[..., 2].astype(np.float32), {})
