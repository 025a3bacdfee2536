"""A file or folder of motion a clip, and a table that says what is signed in each.

clips/  NAME.pose or NAME/000000000000_keypoints.json …        table.tsv  clip<TAB>text[<TAB>split][<TAB>gloss]
"""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import ClassVar, NamedTuple

from signary.corpora.readers.reader import ListingReader
from signary.corpora.row_schema import CorpusRow, SignedGloss
from signary.io.errors import FormatError, InputError
from signary.io.tables import read_table
from signary.language.languages import resolve
from signary.pose.formats import options_of, read_pose
from signary.pose.sequence import PoseSequence

#: Columns of the table: name and text of a clip, and what may be there.
NAME, TEXT, SPLIT, GLOSS = "clip", "text", "split", "gloss"
#: Bytes of a name; no file system has longer ones.
_MAX_NAME = 255


class Clip(NamedTuple):
    """A line of the table; without a split it is one of training.

    Attributes:
        name: Of the clip.
        text: What is signed.
        split: Which it belongs to.
        gloss: Its glosses, where the table has them.
        place: The folder of the clips, where it is known.
    """

    name: str
    text: str
    split: str = "train"
    gloss: str | None = None
    place: Path = Path()

    @property
    def id(self) -> str:
        """Of the sentence: the clip's name."""
        return self.name


def read_clip_table(table: Path | str) -> list[Clip]:
    """The clips of a table, in its order.

    Args:
        table: With the columns `clip` and `text` (`signary.io.tables`), and perhaps `split` and `gloss`; others are
            not read.

    Raises:
        InputError: If there is no such table.
        FormatError: If it has no such columns, or a clip stands twice, has no text or no name of a file.
    """
    table = Path(table)
    if not table.is_file():
        raise InputError("table", f"a file with the columns {NAME} and {TEXT}", repr(str(table)))
    rows = read_table(table, (NAME, TEXT), lambda header: header.need(NAME, TEXT))
    more = [name for name in (SPLIT, GLOSS) if name in rows.columns]
    found = dict[str, Clip]()
    for number, (name, text, *others) in rows.of(NAME, TEXT, *more):
        where, facts = f"{table.name}, line {number}", dict(zip(more, map(str.strip, others), strict=True))
        clip = Clip(name.strip(), text.strip(), facts.get(SPLIT) or "train", facts.get(GLOSS))
        if not clip.name or not clip.text or clip.name in found:
            raise FormatError(where, "a new clip and its text", f"{clip.name!r} and {clip.text!r}")
        # A name, not a path: nothing outside the folder is read.
        if Path(clip.name).name != clip.name or clip.name == ".." or len(clip.name.encode()) > _MAX_NAME:
            raise FormatError(where, "the name of a file or folder", repr(clip.name))
        found[clip.name] = clip
    if not found:
        raise FormatError(table.name, "at least one clip", "none")
    return list(found.values())


class ClipReader(ListingReader[Clip]):
    """Clips of a table; folders and files that it does not name are left alone."""

    language: str
    table: Path

    def listed(self, source: Path) -> list[Clip]:
        """The clips of the table, in its order."""
        resolve(self.language)
        return [clip._replace(place=source) for clip in read_clip_table(self.table)]

    def read(self, item: Clip) -> CorpusRow:
        """A clip; every motion has its confidence."""
        motion = self._motion(item.place / item.name)
        # The same in all rows, whatever the files say of it.
        whole = replace(motion, confidence=motion.certainty)
        glosses = None if item.gloss is None else tuple(map(SignedGloss, item.gloss.split()))
        return CorpusRow(item.name, item.text, self.language, whole, item.split, item.gloss, glosses)

    @abstractmethod
    def _motion(self, path: Path) -> PoseSequence:
        """The motion of a clip."""


@dataclass
class MotionFiles(ClipReader):
    """Motion files of any form that `signary convert` reads; a clip is called by the name of its file."""

    about: ClassVar[str] = "a folder of motion files (.pose, .npz …), and a table with the columns clip and text"

    language: str = field(metadata={"help": "Sign language."})
    table: Path = field(metadata={"help": "Columns clip (name of the file) and text; also split, gloss."})
    fps: float | None = field(default=None, metadata={"help": "Frames a second, where files do not say it."})

    def _motion(self, path: Path) -> PoseSequence:
        asked = {"fps": self.fps} if self.fps is not None and "fps" in options_of(path) else {}
        return read_pose(path, **asked)


@dataclass
class OpenPoseClips(ClipReader):
    """A folder of OpenPose JSON a clip, layout `openpose137`: pixels, NaN where a point is missing.

    Confidence is the detector's, 0 where missing, at times a little beyond 1.
    """

    about: ClassVar[str] = "a folder with a folder of OpenPose JSON a clip, and a table with the columns clip and text"

    language: str = field(metadata={"help": "Sign language."})
    table: Path = field(metadata={"help": "Columns clip (name of its folder) and text; also split, gloss."})
    fps: float = field(metadata={"help": "Frames a second, which the files do not say."})

    def _motion(self, path: Path) -> PoseSequence:
        return read_pose(path, fps=self.fps)
