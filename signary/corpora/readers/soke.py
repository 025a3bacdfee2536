"""SOKE's data (and NSA's, and what SignAvatars gave rise to): a pickle a frame of SMPL-X parameters.

    ROOT/train/poses/CLIP/CLIP_0_3D.pkl …          How2Sign
    ROOT/poses/CLIP/*.pkl                           CSL-Daily
    ROOT/train/CLIP/images0001.pkl …                PHOENIX14T

Each has `smplx_root_pose` 3, `smplx_body_pose` 63, `smplx_lhand_pose` 45, `smplx_rhand_pose` 45, `smplx_jaw_pose` 3,
`smplx_shape` 10, `smplx_expr` 10: axis-angle in radians, 179 numbers. Of these layout `smplx` holds 133: root and
eleven lower joints and the shape are left out. Zero hand rotations are the relaxed hands of MANO (`mano_mean`). Frames
come in the order of the numbers in their names, not in that of the letters.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from signary.corpora.readers.annotations import Annotation, annotated_row, read_annotations, recording, split_in
from signary.corpora.readers.reader import Dropped, ListingReader, as_array
from signary.corpora.row_schema import CorpusRow
from signary.io.alike_pickles import read_alike_pickles
from signary.io.budget import Budget
from signary.io.errors import FormatError, InputError
from signary.io.quoting import quoted
from signary.language.languages import resolve
from signary.pose.formats.signavatars_pickle import KEPT
from signary.pose.motion_spec import checked_hand_reference
from signary.pose.registry import get_layout
from signary.pose.sequence import PoseSequence

#: Parameters of a frame in the order of SOKE's 179 numbers.
PARAMETERS: Mapping[str, int] = {
    **{"smplx_root_pose": 3, "smplx_body_pose": 63, "smplx_lhand_pose": 45, "smplx_rhand_pose": 45},
    **{"smplx_jaw_pose": 3, "smplx_shape": 10, "smplx_expr": 10},
}
_FRAME = re.compile(r"(\d{1,9})(?:_3D)?\.pkl")
#: Frames of a clip; frames that no file stands for, for each file there is.
_CLIP, _GAPS = Budget(items=200_000), 10
#: Folders in folders that are looked through, and files that none of them is expected to exceed.
_DEPTH, _FOLDERS = 6, 2_000_000


@dataclass(frozen=True)
class FrameClip:
    """A folder of frames that was found.

    Attributes:
        id: Name of the recording.
        folder: With its frames.
        fps: Frames a second.
        annotation: What the texts say of it.
    """

    id: str
    folder: Path
    fps: float
    annotation: Annotation


@dataclass
class SokeFrames(ListingReader[FrameClip]):
    """Folders of one pickle a frame; layout `smplx`."""

    about: ClassVar[str] = "folders of one pickle a frame of SMPL-X parameters, as SOKE and NSA have them (179 numbers)"

    language: str = field(metadata={"help": "Sign language."})
    texts: Path | None = field(
        default=None,
        metadata={"help": "Table or pickle of sentences, or folder with some; none: a clip's name is its text."},
    )
    fps: float | None = field(default=None, metadata={"help": "Frames a second, where the texts do not say it."})
    hand_reference: str = field(default="mano_mean", metadata={"help": "What zero hands mean: mano_mean or flat."})
    _said: list[str] = field(default_factory=list, init=False, repr=False)

    @classmethod
    def sniff(cls, source: Path) -> bool:
        """A first clip whose first frame is named as such frames are."""
        first = next(_clips(source), None) if source.is_dir() else None
        if first is None:
            return False
        file = next(entry for entry in first.iterdir() if _FRAME.search(entry.name))
        with file.open("rb") as opened:
            return b"smplx_" in opened.read(4096)

    def listed(self, source: Path) -> list[FrameClip | Dropped]:
        """All folders of frames, and texts that have none.

        Raises:
            InputError: If there is no folder of frames, or the texts are none.
        """
        resolve(self.language)
        checked_hand_reference(self.hand_reference)
        texts = {} if self.texts is None else read_annotations(self.texts)
        found: list[FrameClip | Dropped] = []
        folders = list(_clips(source))
        if not folders:
            raise InputError("source", "folders with frames such as CLIP_0_3D.pkl", f"none in {str(source)!r}")
        there = set[str]()
        for folder in folders:
            name = recording(folder.name)
            there.add(name)
            found.append(self._clip(name, folder, source, texts))
        found += [Dropped(name, "no folder of frames") for name in texts if name not in there]
        self._said = [] if texts else ["no texts were given: the name of each clip is its text"]
        return found

    def _clip(self, name: str, folder: Path, source: Path, texts: Mapping[str, Annotation]) -> FrameClip | Dropped:
        below = folder.relative_to(source).as_posix()
        split = next((part for part in map(split_in, below.split("/")[:-1]) if part), None)
        annotation = texts.get(name, None) if texts else Annotation(name, name)
        if annotation is None:
            return Dropped(name, "no text", f"{below}: nothing in {self.texts and self.texts.name}")
        if not annotation.text:
            return Dropped(name, "no text", f"{below}: an empty text")
        fps = annotation.fps or self.fps
        if fps is None:
            raise InputError("fps", "frames a second, which neither the frames nor the texts say", "none")
        return FrameClip(name, folder, fps, replace(annotation, split=annotation.split or split))

    def read(self, item: FrameClip) -> CorpusRow:
        """A clip; frames that no file stands for, and parameters that are no finite numbers, are missing."""
        values = frame_values(item.folder)
        layout = get_layout("smplx")
        metadata = {"hand_reference": self.hand_reference, "source": item.id}
        certain = np.ones((len(values), len(layout.joints)), np.float32)
        motion = PoseSequence.masked(values, layout, item.fps, certain, metadata)
        return annotated_row(item.annotation, self.language, motion)

    def remarks(self) -> Sequence[str]:
        """Where the texts are from."""
        return self._said


def frame_values(folder: Path) -> np.ndarray:
    """The frames of a folder, (T, 133) float32, NaN in frames without a file.

    Raises:
        FormatError: If a file is broken or lacks a parameter.
        UnsafeFileError: If one asks for anything but data.
    """
    files = frame_files(folder)
    first, last = files[0][0], files[-1][0]
    step = _step([number for number, _ in files])
    count = (last - first) // step + 1
    if count > len(files) * _GAPS:
        raise FormatError(folder.name, f"at most {_GAPS} frames a file", f"frames {first} to {last}")
    _CLIP.check_items(folder.name, count, "frames")
    whole = np.full((count, sum(PARAMETERS.values())), np.nan, np.float32)
    arrays = read_alike_pickles((path for _, path in files), parameters_in)
    for (number, _), frame in zip(files, arrays, strict=True):
        numbers = [frame[name].ravel() for name in PARAMETERS]
        np.concatenate(numbers, out=whole[(number - first) // step], casting="same_kind")
    values = whole[:, KEPT]
    values[~np.isfinite(values)] = np.nan
    return values


def frame_files(folder: Path) -> list[tuple[int, str]]:
    """Number and path of every frame of a folder, by their numbers.

    Raises:
        FormatError: If a file has no number, or two have the same one.
    """
    found: dict[int, str] = {}
    for entry in os.scandir(folder):
        if not entry.name.endswith(".pkl"):
            continue
        number = _FRAME.search(entry.name)
        if number is None:
            raise FormatError(f"{folder.name}/{entry.name}", "a number before .pkl", "none")
        if int(number[1]) in found:
            raise FormatError(f"{folder.name}/{entry.name}", "one file a frame", f"two of number {number[1]}")
        found[int(number[1])] = entry.path
    if not found:
        raise FormatError(folder.name, "frames such as CLIP_0_3D.pkl", "none")
    return sorted(found.items())


def _step(numbers: Sequence[int]) -> int:
    """Frames that every second or fourth picture was made of are not frames with gaps."""
    steps = set(np.diff(numbers).tolist())
    return steps.pop() if len(steps) == 1 else 1


def parameters_in(path: Path, found: Any) -> dict[str, np.ndarray]:
    """The parameters of a frame, each of the size it has to have.

    Raises:
        FormatError: If one is missing, or has another size.
    """
    where = f"{path.parent.name}/{path.name}"
    if not isinstance(found, dict):
        raise FormatError(where, f"a dictionary with {', '.join(PARAMETERS)}", type(found).__name__)
    arrays: dict[str, np.ndarray] = {}
    for name, size in PARAMETERS.items():
        array = found.get(name)
        numbers = as_array(array) if not isinstance(array, (list, tuple)) else _listed(array)
        if numbers is None or numbers.size != size or numbers.dtype.kind not in "fiu":
            got = getattr(array, "shape", None) or quoted(array)
            raise FormatError(f"{where}, {name}", f"{size} numbers", str(got))
        arrays[name] = numbers
    return arrays


def _listed(numbers: Sequence[Any]) -> np.ndarray | None:
    """A flat list of numbers as an array: a list of lists may be endless when it is written out."""
    if not all(isinstance(number, (int, float, np.number)) for number in numbers):
        return None
    try:
        return np.array(numbers, np.float32)
    except OverflowError:
        return None


def _clips(source: Path) -> Iterator[Path]:
    """Folders below a folder, or itself, that hold frames, in order of their names."""
    waiting, seen = [(source, 0)], 0
    while waiting:
        folder, depth = waiting.pop()
        seen += 1
        if seen > _FOLDERS:
            raise InputError("source", f"at most {_FOLDERS:,} folders", "more")
        below: list[Path] = []
        frames = False
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    below.append(Path(entry.path))
                elif not frames and _FRAME.search(entry.name):
                    frames = True
        if frames:
            yield folder
        elif depth < _DEPTH:
            waiting += [(one, depth + 1) for one in sorted(below, reverse=True)]
