"""How2Sign: its tables of sentences, parted by tabs, and a folder of OpenPose JSON a clip.

    how2sign_realigned_train.csv      VIDEO_ID … SENTENCE_NAME START_REALIGNED END_REALIGNED SENTENCE
    openpose_output/json/NAME/NAME_000000000000_keypoints.json …

A clip is called by its SENTENCE_NAME. The rate is that of the column `fps`, where SOKE's preprocessing has added it,
and 24 otherwise. Folders of DWPose JSON are read as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import ClassVar

from signary.corpora.readers.annotations import Annotation, annotated_row, looks_annotated, read_annotations, recording
from signary.corpora.readers.reader import Dropped, ListingReader
from signary.corpora.readers.soke import FrameClip
from signary.corpora.row_schema import CorpusRow
from signary.io.errors import InputError
from signary.language.languages import resolve
from signary.pose.formats import read_pose

#: Where the folders of clips are, below the folder that is given: the first that is there.
_PLACES = ("openpose_output/json", "json", ".")
#: Nominal rate of the recordings.
FPS = 24.0
LICENCE = "CC BY-NC 4.0"


@dataclass
class How2Sign(ListingReader[FrameClip]):
    """Clips that a table names and that have a folder of frames; layout `openpose137`, pixels."""

    about: ClassVar[str] = "How2Sign: tables parted by tabs, and a folder of OpenPose JSON a clip"

    texts: Path | None = field(
        default=None, metadata={"help": "Table of sentences, or folder with some; none: beside the clips."}
    )
    language: str = field(default="asl", metadata={"help": "Sign language."})
    fps: float | None = field(default=None, metadata={"help": "Frames a second, where the table does not say it (24)."})

    @classmethod
    def sniff(cls, source: Path) -> bool:
        """A place of clips, whose folders hold JSON."""
        folder = next((source / place for place in _PLACES if (source / place).is_dir()), None)
        if folder is None or not source.is_dir():
            return False
        first = next((entry for entry in sorted(folder.iterdir()) if entry.is_dir()), None)
        return first is not None and next(first.glob("*_keypoints.json"), None) is not None

    def listed(self, source: Path) -> list[FrameClip | Dropped]:
        """All sentences of the tables, and folders that none of them names.

        Raises:
            InputError: If there is no table, or no folder of clips.
        """
        resolve(self.language)
        if not source.is_dir():
            raise InputError("source", "a folder with a folder a clip", repr(str(source)))
        texts = self._texts(source)
        folder = next(source / place for place in _PLACES if (source / place).is_dir())
        there = {entry.name: entry for entry in sorted(folder.iterdir()) if entry.is_dir()}
        found = [self._clip(one, there) for one in texts.values()]
        return [*found, *(Dropped(name, "no text") for name in there if recording(name) not in texts)]

    def _texts(self, source: Path) -> Mapping[str, Annotation]:
        if self.texts is not None:
            return read_annotations(self.texts)
        near = (source, source.parent)
        place = next((one for one in near if any(looks_annotated(path) for path in sorted(one.glob("*.[ct]sv")))), None)
        if place is None:
            raise InputError("texts", "a table with SENTENCE_NAME and SENTENCE", f"none beside {str(source)!r}")
        return read_annotations(place)

    def _clip(self, one: Annotation, there: Mapping[str, Path]) -> FrameClip | Dropped:
        folder = there.get(one.id)
        if folder is None:
            return Dropped(one.id, "no folder of frames")
        if not one.text:
            return Dropped(one.id, "no text")
        return FrameClip(one.id, folder, one.fps or self.fps or FPS, one)

    def read(self, item: FrameClip) -> CorpusRow:
        """A clip; points that the detector did not see are missing."""
        motion = read_pose(item.folder, fps=item.fps)
        whole = replace(motion, confidence=motion.certainty)
        row = annotated_row(item.annotation, self.language, whole, "How2Sign, OpenPose")
        return replace(row, licence=row.licence or LICENCE)
