"""Corpora of keypoints as HybridSign asks for them: `train.pkl`, `dev.pkl`, `test.pkl` with arrays (T, 137, 3).

Its README names the files and says that keypoints are "stacked together, maintaining the (x, y, confidence) format";
its loader was never released. So what is around the arrays is not known, and these forms are read:

    {name: array}   {name: {"text": …, "keypoints": array}}   [{"name": …, "text": …, "keypoints": array}]

The 137 keypoints are taken to be in OpenPose's order (body 25, face 70, hands 21 + 21), which is how the released model
cuts them. Points with confidence 0, −1 or NaN are missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from signary.corpora.readers.motion_clips import read_clip_table
from signary.corpora.readers.pt_format import splits_in
from signary.corpora.readers.reader import CorpusReader
from signary.corpora.row_schema import CorpusRow
from signary.io.errors import FormatError, InputError
from signary.io.quoting import quoted
from signary.io.torch_file import as_array
from signary.io.unpickle import load_pickle
from signary.language.languages import resolve
from signary.pose.registry import get_layout
from signary.pose.sequence import PoseSequence

LAYOUT = "openpose137"
#: Keys of a row that may hold its array.
ARRAYS = ("keypoints", "poses", "sign")
#: Pixels, and confidences.
_LARGEST = 1e9
_FORMS = "{name: array}, {name: row} or a list of rows {name, text, keypoints}"


@dataclass
class KeypointPickles(CorpusReader):
    """A folder of `train.pkl`, `dev.pkl` and `test.pkl`, or some of them, compressed or not; one at a time is read."""

    about: ClassVar[str] = "a folder with train.pkl, dev.pkl and test.pkl of keypoints (T, 137, 3), or some of them"

    language: str = field(metadata={"help": "Sign language."})
    fps: float = field(metadata={"help": "Frames a second, which the files do not say."})
    table: Path | None = field(
        default=None, metadata={"help": "Columns clip and text: texts of the names, before those in the files."}
    )

    def rows(self, source: Path) -> Iterator[CorpusRow]:
        """A row a sentence, with confidence; NaN where a point is missing.

        Raises:
            InputError: If there is no such file, or a sentence has no text.
            FormatError: If a file has another form, or an array another shape.
            UnsafeFileError: If a file asks for anything but data, or is too large.
            UnknownLanguageError: If the language is not registered.
        """
        splits = splits_in(source, ".pkl", "folder")
        spoken = resolve(self.language).id
        texts = {} if self.table is None else {clip.name: clip.text for clip in read_clip_table(self.table)}
        for split in splits:
            for name, text, motion in _sentences(source / f"{split}.pkl", self.fps, texts):
                yield CorpusRow(name, text, spoken, motion, split)


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
    values, shape = as_array(array), (len(layout.joints), 3)
    if values is None or values.ndim != 3 or values.shape[1:] != shape or not len(values):
        got = getattr(array, "shape", type(array).__name__)
        raise FormatError(where, f"{' or '.join(ARRAYS)} of shape (T, {shape[0]}, {shape[1]})", got)
    if values.dtype.kind not in "fiu" or not (np.abs(values) <= _LARGEST)[~np.isnan(values)].all():
        raise FormatError(where, f"numbers up to {_LARGEST:g}, NaN where a point is missing", "other values")
    values = values.astype(np.float32)
    confidence = np.where(np.isnan(values[..., 2]) | (values[..., 2] == -1), 0.0, values[..., 2])
    if not (confidence >= 0).all():
        raise FormatError(where, "confidences of 0 or more (0, -1 and NaN: missing)", "other values")
    return PoseSequence.masked(values[..., :2], layout, fps, confidence, {})
