"""SOKE's data (and NSA's, and what SignAvatars gave rise to): a pickle a frame of SMPL-X parameters.

    ROOT/train/poses/CLIP/CLIP_0_3D.pkl …          How2Sign
    ROOT/poses/CLIP/*.pkl                           CSL-Daily
    ROOT/train/CLIP/images0001.pkl …                PHOENIX14T

What a frame holds says `signary/pose/formats/soke_frames.py`. The clips may be sentences or, with a column `words` in
the table, isolated signs.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import ClassVar

from signary.corpora.readers.annotations import Annotation, annotated_row, read_annotations, recording, split_in
from signary.corpora.readers.reader import Dropped, ListingReader
from signary.corpora.row_schema import CorpusRow
from signary.io.errors import InputError
from signary.language.languages import resolve
from signary.pose.formats.soke_frames import HAND_REFERENCE, has_soke_frames, is_frame, soke_sequence
from signary.pose.motion_spec import checked_hand_reference

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
    hand_reference: str = field(default=HAND_REFERENCE, metadata={"help": "What zero hands mean: mano_mean or flat."})
    _said: list[str] = field(default_factory=list, init=False, repr=False)

    @classmethod
    def sniff(cls, source: Path) -> bool:
        """A first clip whose first frame is named as such frames are."""
        first = next(_clips(source), None) if source.is_dir() else None
        return first is not None and has_soke_frames(first)

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
        motion = soke_sequence(item.folder, item.fps, self.hand_reference, {"source": item.id})
        return annotated_row(item.annotation, self.language, motion)

    def remarks(self) -> Sequence[str]:
        """Where the texts are from."""
        return self._said


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
                elif not frames and is_frame(entry.name):
                    frames = True
        if frames:
            yield folder
        elif depth < _DEPTH:
            waiting += [(one, depth + 1) for one in sorted(below, reverse=True)]
