"""Points of many clips in one file: HRNet's COCO-WholeBody pickles, SLRTP's `.pt` files.

| form | what |
|---|---|
| HRNet, as SLRT (PHOENIX14T, CSL-Daily) | pickle `name -> {"keypoints": (T, 133, 3)}` |
| HRNet, as NLA-SLR (WLASL, MSASL, NMFs-CSL) | pickle `name -> (T, 133, 3)` |
| SLRTP 2025 | `.pt`: `name -> {"text", "gloss", "speaker", "poses_3d": (N, 178, 3)}`, 25 frames a second |

The points of HRNet are pixels and confidences, those of SLRTP 3D joints. The texts of HRNet's are elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from signary.corpora.readers.annotations import (
    Annotation,
    annotated_row,
    read_annotations,
    recording,
    signer_number,
    split_in,
)
from signary.corpora.readers.reader import CorpusReader, Dropped
from signary.corpora.row_schema import CorpusRow
from signary.io.errors import FormatError, InputError
from signary.io.quoting import quoted
from signary.io.torch_file import as_array, load_torch
from signary.io.unpickle import load_pickle
from signary.language.languages import resolve
from signary.pose.registry import get_layout
from signary.pose.sequence import PoseSequence
from signary.pose.skeletons.wholebody133 import WHOLEBODY133

#: Pixels, metres and confidences.
_LARGEST = 1e9
_SLRTP_FPS = 25.0
#: The pickles of whole corpora are larger than other files.
_MOST_BYTES = 8 << 30
_PICKLE_HEADS = (b"\x80\x02", b"\x80\x03", b"\x80\x04", b"\x80\x05", b"\x1f\x8b")


def _files(source: Path, suffixes: Sequence[str]) -> list[Path]:
    """The file, or those of a folder."""
    if source.is_file():
        return [source]
    found = sorted(path for path in source.iterdir() if path.suffix.lower() in suffixes and path.is_file())
    if not found:
        raise InputError("source", f"a file or files *{' or *'.join(suffixes)}", f"none in {str(source)!r}")
    return found


def _named(path: Path, content: Any) -> Mapping[str, Any]:
    if not isinstance(content, dict) or not content or not all(isinstance(name, str) for name in content):
        raise FormatError(path.name, "a dictionary from names of clips to points", quoted(content))
    return content


def _numbers(where: str, found: Any, shape: tuple[int, int]) -> np.ndarray:
    """Points (T, J, C), NaN where they are no numbers."""
    values = as_array(found)
    if values is None or values.ndim != 3 or values.shape[1:] != shape or not len(values):
        got = getattr(found, "shape", type(found).__name__)
        raise FormatError(where, f"points of shape (T, {shape[0]}, {shape[1]})", str(got))
    if values.dtype.kind not in "fiu" or not (np.abs(values[np.isfinite(values)]) <= _LARGEST).all():
        raise FormatError(where, f"numbers up to {_LARGEST:g}, NaN where a point is missing", "other values")
    return values.astype(np.float32)


@dataclass
class WholeBodyPickles(CorpusReader):
    """Pickles of 133 points, layout `wholebody133`; points of confidence 0, NaN or below 0 are missing."""

    about: ClassVar[str] = "pickles of HRNet, COCO-WholeBody: name -> (T, 133, 3), or name -> {keypoints}"

    language: str = field(metadata={"help": "Sign language."})
    texts: Path = field(metadata={"help": "Table or pickle of sentences, or folder with some."})
    fps: float = field(metadata={"help": "Frames a second, where the texts do not say it."})

    @classmethod
    def sniff(cls, source: Path) -> bool:
        """A pickle that says how many points it has."""
        files = [source] if source.is_file() else sorted(source.glob("*.pkl"))[:1]
        for path in files:
            with path.open("rb") as file:
                head = file.read(4096)
            # 133 as an item of a shape: a byte, after one that says so.
            return head[:2] in _PICKLE_HEADS[:4] and b"K\x85K\x03" in head
        return False

    def rows(self, source: Path) -> Iterator[CorpusRow | Dropped]:
        """A row a clip that has a text.

        Raises:
            InputError: If there is no file, or the texts are none.
            FormatError: If a file has another form.
        """
        resolve(self.language)
        texts, seen = read_annotations(self.texts), set[str]()
        for path in _files(source, (".pkl", ".pickle")):
            for name, row in _named(path, load_pickle(path, _MOST_BYTES)).items():
                found = row.get("keypoints") if isinstance(row, dict) else row
                short = recording(name)
                seen.add(short)
                if (text := texts.get(short)) is None or not text.text:
                    yield Dropped(short, "no text", f"{path.name}, {short}")
                    continue
                yield self._row(f"{path.name}, {short}", text, found, split_in(path.stem) or split_in(name))
        for name in texts:
            if name not in seen:
                yield Dropped(name, "no points")

    def _row(self, where: str, text: Annotation, found: Any, split: str | None) -> CorpusRow | Dropped:
        values = _numbers(where, found, (len(WHOLEBODY133.joints), 3))
        confidence = np.where(np.isfinite(values).all(-1) & (values[..., 2] > 0), values[..., 2], 0.0)
        if not confidence.any():
            return Dropped(text.id, "nothing but missing joints", where)
        motion = PoseSequence.masked(values[..., :2], WHOLEBODY133, text.fps or self.fps, confidence, {})
        said = text if text.split else replace(text, split=split)
        return annotated_row(said, self.language, motion, "HRNet, COCO-WholeBody")


@dataclass
class Slrtp(CorpusReader):
    """`train.pt`, `dev.pt`, `test.pt` of the SLRTP challenge, or predictions in the same form; layout `slrtp178`."""

    about: ClassVar[str] = "SLRTP 2025: train.pt, dev.pt, test.pt, name -> {text, gloss, speaker, poses_3d (N, 178, 3)}"

    language: str = field(default="dgs", metadata={"help": "Sign language, which the files do not say: PHOENIX14T's."})
    texts: Path | None = field(default=None, metadata={"help": "Table of sentences, for files that hold poses alone."})
    fps: float = field(default=_SLRTP_FPS, metadata={"help": "Frames a second, where the texts do not say it."})

    @classmethod
    def sniff(cls, source: Path) -> bool:
        """A torch file that names its poses."""
        files = [source] if source.suffix == ".pt" else sorted(source.glob("*.pt"))[:1] if source.is_dir() else []
        for path in files:
            with path.open("rb") as file:
                return b"poses_3d" in file.read(1 << 16)
        return False

    def rows(self, source: Path) -> Iterator[CorpusRow | Dropped]:
        """A row a sentence.

        Raises:
            InputError: If there is no file.
            FormatError: If a file has another form.
        """
        resolve(self.language)
        texts = {} if self.texts is None else read_annotations(self.texts)
        for path in _files(source, (".pt", ".pth")):
            for name, row in _named(path, load_torch(path)).items():
                facts = row if isinstance(row, dict) else {"poses_3d": row}
                said = _said(name, facts, texts, split_in(path.stem))
                where = f"{path.name}, {quoted(name)}"
                values = _numbers(where, facts.get("poses_3d"), (178, 3))
                if said is None:
                    yield Dropped(recording(name), "no text", where)
                    continue
                # Zeros in all three are what nobody saw: a joint lies at the origin in no frame.
                seen = np.isfinite(values).all(-1) & (values != 0).any(-1)
                if not seen.any():
                    yield Dropped(said.id, "nothing but missing joints", where)
                    continue
                layout = get_layout("slrtp178")
                motion = PoseSequence.masked(values, layout, said.fps or self.fps, seen.astype(np.float32), {})
                yield annotated_row(said, self.language, motion, "SLRTP 2025, 3D uplift")


def _said(name: str, facts: Mapping[str, Any], texts: Mapping[str, Annotation], split: str | None) -> Annotation | None:
    """The texts of a row of its own, or of the table."""
    own = [facts.get(key) for key in ("text", "gloss")]
    text, gloss = (one.strip() if isinstance(one, str) else None for one in own)
    if text:
        return Annotation(recording(name), text, split_in(name) or split, gloss, signer_number(facts.get("speaker")))
    return texts.get(recording(name))
