"""Isolated signs: an index that says which sign is in which file and when, and files of motion named as it says.

What differs between data sets is the index (`wlasl.py`, `ms_asl.py` …). It is read here into `SignClip`s, which know
nothing of motion; then files of motion, or videos, are looked for by their names. Of a video only the part that the
index names is looked at.
"""

from __future__ import annotations

import os
import re
from abc import abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import ClassVar

from signary.corpora.readers.reader import Dropped, ListingReader
from signary.corpora.row_schema import ODD, SIGN_KINDS, CorpusRow
from signary.io.errors import FormatError, InputError
from signary.io.quoting import quoted
from signary.language.languages import meet
from signary.pose.formats import FORMATS, is_video, options_of, read_pose
from signary.pose.formats.soke_frames import has_soke_frames, is_frame
from signary.pose.sequence import PoseSequence
from signary.pose.video.environment import make_video_python
from signary.pose.video.video_reader import VideoReader

#: Files of a folder of motion that are looked at.
_FILES = 5_000_000
#: Clips of a part of a corpus that is prepared from videos: a clip takes seconds.
VIDEO_PART = 16
#: Characters of a letter of a manual alphabet at most: `SCH`, `Dž`.
_LETTER_LENGTH = 4
#: What stands beside a letter in names of files and words of an index, and says that it is one.
_LETTER_NAMES = frozenset({"letter", "letters", "fingerspelling", "alphabet", "buchstabe", "fingeralphabet", "字母"})
_VARIANT = re.compile(r"(?<=[^\W\d_])[0-9]{1,3}[A-Z]?$")
_MARKS = re.compile(r"[\s_\-]+")


@dataclass(frozen=True)
class SignClip:
    """A sign that an index names.

    Attributes:
        id: Of the recording in its data set.
        files: Names that its file may have, without suffix; the first that is there is taken.
        words: What the sign stands for, at least one.
        gloss: As the index writes it.
        language: ISO 639-3 code, id or name of the sign language.
        split: `train`, `dev`, `test`.
        signer: Number of the signer, where there is one.
        spoken: ISO 639-1 code of the language of the words, where the index says it.
        frames: First frame and the frame after the last, from 0; None as an end is the end of the file.
        seconds: The same in seconds.
        fps: Frames a second of the recording that `frames` count.
        source: The data set.
        licence: Of the data set.
        motion: The file of its motion, where it was found.
        kind: `sign` or `letter`, where the index says it.
    """

    id: str
    files: tuple[str, ...]
    words: tuple[str, ...]
    gloss: str
    language: str
    split: str = "train"
    signer: int | None = None
    spoken: str | None = None
    frames: tuple[int, int | None] | None = None
    seconds: tuple[float, float | None] | None = None
    fps: float | None = None
    source: str | None = None
    licence: str | None = None
    motion: Path | None = None
    kind: str | None = None


@dataclass
class SignIndexReader(ListingReader[SignClip]):
    """Signs of an index; those without a file of motion are dropped, and counted.

    A subclass gives `signs` and perhaps other defaults.
    """

    motion: Path | None = field(
        default=None,
        metadata={"help": "Folder of the files of motion (.pose, .npz, .npy …) or videos; none: beside the index."},
    )
    fps: float | None = field(default=None, metadata={"help": "Frames a second, where files of motion do not say it."})
    whole: bool = field(
        default=False, metadata={"help": "Files hold one sign each, cut already: times of the index are not looked at."}
    )
    index_only: bool = field(default=False, metadata={"help": "Rows of the index alone, without motion."})
    kind: str | None = field(
        default=None,
        metadata={"help": "What all of it is: sign, or letter (of a manual alphabet); none: what the index says."},
    )
    also_reads: ClassVar[tuple[str, ...]] = ("video",)
    #: Whether a time that ends behind its file stands for the file's end: of videos that were cut after the index.
    ends_with_file: ClassVar[bool] = False
    _videos: VideoReader = field(default_factory=VideoReader, init=False, repr=False, compare=False)

    @abstractmethod
    def signs(self, source: Path) -> Iterator[SignClip | Dropped]:
        """What the index says.

        Args:
            source: The index, or the folder that it lies in.

        Raises:
            InputError: If there is no index, or it is broken.
        """

    def read_file(self, path: Path) -> PoseSequence:
        """The motion in a file."""
        asked = {"fps": self.fps} if self.fps is not None and "fps" in options_of(path) else {}
        return read_pose(path, **asked)

    def listed(self, source: Path) -> list[SignClip | Dropped]:
        """All signs of the index, with their files."""
        if self.kind not in (None, *SIGN_KINDS):
            raise InputError("kind", " or ".join(SIGN_KINDS), quoted(self.kind))
        found = list(self.signs(source))
        if any(isinstance(clip, SignClip) and clip.signer is None for clip in found):
            # A corpus has signers in all rows or in none.
            found = [replace(clip, signer=None) if isinstance(clip, SignClip) else clip for clip in found]
        found = [_as_kind(clip, self.kind or clip.kind) if isinstance(clip, SignClip) else clip for clip in found]
        if self.index_only:
            return found
        folder = self.motion or (source if source.is_dir() else source.parent)
        if not folder.is_dir():
            raise InputError("motion", "a folder of files of motion", repr(str(folder)))
        files = motion_files(folder)
        listed = [_with_file(clip, files) if isinstance(clip, SignClip) else clip for clip in found]
        if any(map(_is_video_clip, listed)):
            make_video_python()
        return listed

    def part_size(self, items: Sequence[SignClip | Dropped]) -> int:
        """A few, where videos have to be looked at."""
        return VIDEO_PART if any(map(_is_video_clip, items)) else super().part_size(items)

    def read(self, item: SignClip) -> CorpusRow:
        """A sign, cut as the index says; its confidence is there, whatever the file says of it."""
        motion = None
        if item.motion is not None:
            part = self._of_video(item, item.motion) if is_video(item.motion) else self._of_file(item, item.motion)
            motion = replace(part, confidence=part.certainty)
        return CorpusRow(
            item.id,
            item.words[0],
            meet(item.language, item.spoken).id,
            motion,
            item.split,
            item.gloss,
            signer=item.signer,
            source=item.source,
            words=item.words,
            licence=item.licence,
            kind=self.kind or item.kind,
        )

    def _of_file(self, clip: SignClip, path: Path) -> PoseSequence:
        whole = self.read_file(path)
        return whole if self.whole else cut_clip(whole, clip, self.ends_with_file)

    def _of_video(self, clip: SignClip, path: Path) -> PoseSequence:
        """The part of a video that the index names, and no more of it."""
        if self.whole:
            return self._videos.read(path, fps=self.fps)
        first, last = _frames(clip, self._videos.rate(path, self.fps))
        part = self._videos.read(path, fps=self.fps, first=first, last=last)
        there = first + len(part)
        return _ending(part, clip, (first, there if last is None else last), there, self.ends_with_file)


def _is_video_clip(clip: SignClip | Dropped) -> bool:
    return isinstance(clip, SignClip) and clip.motion is not None and is_video(clip.motion)


def walk_folders(folder: Path, argument: str) -> Iterator[tuple[Path, list[str]]]:
    """A folder and all below it, each with the names of its files; always in the same order.

    Raises:
        InputError: If there are more files than any data set has; calls the folder by the argument.
    """
    count = 0
    for place, folders, names in os.walk(folder):
        folders.sort()
        count += len(names)
        if count > _FILES:
            raise InputError(argument, f"at most {_FILES:,} files", "more")
        yield Path(place), sorted(names)


def motion_files(folder: Path) -> dict[str, Path]:
    """Files of motion below a folder by their names without suffix, and by their paths without suffix.

    A name that several files have leads to the first of them; their paths lead to each. Folders of JSON files count as
    files, and folders of SOKE's frames. Of a video and a file of its motion, the file is taken.

    Raises:
        InputError: If there are more than any data set has.
    """
    found: dict[str, Path] = {}
    videos: dict[str, Path] = {}
    for here, names in walk_folders(folder, "motion"):
        if any(name.endswith(".json") for name in names) and here != folder:
            _add_file(found, here, here.relative_to(folder).as_posix())
        frames = any(map(is_frame, names)) and has_soke_frames(here)
        if frames and here != folder:
            _add_file(found, here, here.relative_to(folder).as_posix())
        for name in names:
            stem, suffix = os.path.splitext(name)
            if frames and is_frame(name):
                continue
            if suffix and suffix.lower() in FORMATS:
                kind = videos if is_video(name) else found
                _add_file(kind, here / name, (here / stem).relative_to(folder).as_posix())
    return videos | found


def _add_file(found: dict[str, Path], path: Path, below: str) -> None:
    found[below] = path
    found.setdefault(below.rpartition("/")[2], path)


def is_letter(word: str) -> bool:
    """Whether a word may be a letter of a manual alphabet, or a numeral among them."""
    return 0 < len(word) <= _LETTER_LENGTH and not any(map(str.isspace, word))


def letter_in(word: str) -> str | None:
    """The letter that a word of an index or the name of a file stands for: `p` of `letter p`; None if it is none."""
    parts = [part for part in word.split() if part.casefold() not in _LETTER_NAMES]
    return parts[0] if len(parts) == 1 and is_letter(parts[0]) else None


def _as_kind(clip: SignClip, kind: str | None) -> SignClip | Dropped:
    """A letter stands for a letter: nothing else can be spelled with it."""
    if kind != "letter":
        return clip
    letters = tuple(letter for letter in map(letter_in, clip.words) if letter is not None)
    if len(letters) == len(clip.words):
        return replace(clip, words=letters)
    said = f"{clip.id}: {quoted(clip.words[0])} has more than {_LETTER_LENGTH} characters or a blank"
    return Dropped(clip.id, "not a letter", said)


def _with_file(clip: SignClip, files: dict[str, Path]) -> SignClip | Dropped:
    path = next((files[name] for name in clip.files if name in files), None)
    if path is None and any(name.startswith("/") or ".." in name.split("/") for name in clip.files):
        return Dropped(clip.id, "a path out of the folder", f"{clip.id}: not below the folder of the files of motion")
    if path is None:
        return Dropped(clip.id, "no file of motion", f"{clip.id}: no {' or '.join(clip.files[:3])}")
    return replace(clip, motion=path)


def cut_clip(motion: PoseSequence, clip: SignClip, ends_with_file: bool = False) -> PoseSequence:
    """The part of a file that an index names.

    Args:
        motion: The file.
        clip: What the index says.
        ends_with_file: Take an end behind the file for the file's end; the metadata then say so, under `odd`.

    Raises:
        FormatError: If that part lies outside of the file.
    """
    if clip.seconds is None and clip.frames is None:
        return motion
    first, last = _frames(clip, motion.fps)
    end = len(motion) if last is None else last
    return _ending(motion[max(first, 0) : max(end, 0)], clip, (first, end), len(motion), ends_with_file)


def _frames(clip: SignClip, fps: float) -> tuple[int, int | None]:
    """The first frame of a part, and that after its last, at the file's rate; None is the end of the file."""
    if clip.seconds is not None:
        start, end = (None if at is None else at * fps for at in clip.seconds)
    elif clip.frames is not None:
        start, end = (None if at is None else at * fps / (clip.fps or fps) for at in clip.frames)
    else:
        return 0, None
    return round(start or 0.0), None if end is None else round(end)


def _ending(
    part: PoseSequence, clip: SignClip, frames: tuple[int, int], there: int, ends_with_file: bool
) -> PoseSequence:
    """A part, if it lies in its file, which has so many frames as are `there`."""
    first, last = frames
    # Times and clocks are rounded: a frame more or less is no other file.
    beyond = last > there + max(2, round(0.1 * part.fps))
    if first < 0 or first >= last or first >= there or (beyond and not ends_with_file):
        expected = "a part that lies in its file (--whole true for files that hold one sign each)"
        raise FormatError(quoted(clip.id), expected, f"frames {first} to {last} of {there}")
    odd = "the index ends behind the file, which is taken to its end"
    return replace(part, metadata={**part.metadata, ODD: odd}) if beyond else part


def plain_word(gloss: str) -> str:
    """The word that a gloss stands for: `DOG1`, `dog_2`, `SMOOTH-OR-SLICK1^` -> `dog`, `dog`, `smooth or slick`."""
    bare = re.sub(r"[\^*$]+$", "", gloss.strip())
    bare = re.sub(r"[ _\-]\(?[0-9]{1,3}\)?$|\s*\([0-9]{1,3}\)$", "", bare)
    bare = _VARIANT.sub("", bare)
    words = _MARKS.sub(" ", bare).strip()
    return words.lower() if words.upper() == words or "_" in gloss else words


def find_index(source: Path, names: Sequence[str], what: str) -> list[Path]:
    """The files of an index: the file itself, or those of a folder whose names match.

    Args:
        source: File or folder.
        names: Patterns, such as `MSASL_*.json`, the likeliest first: the first that matches any file counts.
        what: What it is, for messages.

    Raises:
        InputError: If there is none.
    """
    if source.is_file():
        return [source]
    for name in names:
        if found := sorted(source.glob(name)):
            return found
    raise InputError("source", f"{what} ({' or '.join(names)})", f"none in {str(source)!r}")


def stem(written: str) -> str:
    """A file's name in an index without its suffix, as a path below the folder of motion."""
    path = written.strip().replace("\\", "/").removeprefix("./")
    head, _, name = path.rpartition("/")
    bare = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", name)
    return f"{head}/{bare}" if head else bare
