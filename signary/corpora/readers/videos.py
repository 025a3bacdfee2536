"""Videos of sentences: MediaPipe sees the motion, tables and pickles of the data sets say what is signed.

    clips/NAME.mp4 …        texts.csv  clip,text[,split][,gloss][,signer]

Of isolated signs, the readers of their indices look at the videos themselves (`--motion FOLDER`).
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import ClassVar

from signary.corpora.readers.annotations import Annotation, annotated_row, read_annotations, recording
from signary.corpora.readers.reader import Dropped, ListingReader
from signary.corpora.readers.sign_index import VIDEO_PART, walk_folders
from signary.corpora.row_schema import ODD, CorpusRow
from signary.io.errors import FormatError, InputError
from signary.io.quoting import quoted
from signary.language.languages import resolve
from signary.pose.formats import FORMATS, is_video
from signary.pose.video.environment import make_video_python
from signary.pose.video.video_reader import VideoReader

#: Files of a folder that are looked at, and that tell what it is; names that a remark mentions.
_SNIFFED, _NAMED = 1_000, 5
#: Suffixes of files of motion, videos among them.
_MOTION = tuple(suffix for suffix, form in FORMATS.items() if suffix and form.read is not None)
#: What of a video is odd: key of its metadata -> in words.
_ODD = {"frames_lost": "the video ends before its header says", "frames_held": "frames are missing in the video"}


@dataclass(frozen=True)
class VideoClip:
    """A video that was found.

    Attributes:
        id: Its name without suffix, which is that of the recording.
        file: The video.
        annotation: What the texts say of it.
    """

    id: str
    file: Path
    annotation: Annotation


@dataclass
class Videos(ListingReader[VideoClip]):
    """Videos in files and folders, and a table of what is signed in each; layout `holistic`, pixels."""

    about: ClassVar[str] = "videos (.mp4 .mov .webm .mkv .avi) that MediaPipe looks at, and a table of what is signed"

    texts: Path = field(
        metadata={"help": "Table (clip, text; also split, gloss, signer, fps) or pickle of sentences, or their folder."}
    )
    language: str = field(metadata={"help": "Sign language."})
    fps: float | None = field(default=None, metadata={"help": "Frames a second, where videos do not say it."})
    refine: bool = field(default=False, metadata={"help": "Look at irises as well: layout holistic_refined."})
    licence: str | None = field(default=None, metadata={"help": "Licence of the recordings."})
    _reader: VideoReader = field(default_factory=VideoReader, init=False, repr=False, compare=False)
    _without: set[str] | None = field(default=None, init=False, repr=False, compare=False)

    @classmethod
    def sniff(cls, source: Path) -> bool:
        """A video, or a folder with some in it and no other files of motion."""
        if source.is_file():
            return is_video(source)
        with os.scandir(source) as entries:
            names = [entry.name for entry in islice(entries, _SNIFFED)]
        motion = [name for name in names if Path(name).suffix.lower() in _MOTION]
        return bool(motion) and all(map(is_video, motion))

    def listed(self, source: Path) -> list[VideoClip | Dropped]:
        """All videos, with their texts.

        Raises:
            InputError: If there is no video, or no text, or MediaPipe can neither be found nor installed.
        """
        resolve(self.language)
        texts = _alike(read_annotations(self.texts))
        files = dict[str, Path]()
        for path in _videos(source):
            if path.stem in files:
                raise FormatError("source", "every video once", f"{quoted(path.stem)} twice")
            files[path.stem] = path
        if not files:
            raise InputError("source", "videos (.mp4, .mov, .webm, .mkv or .avi)", f"none in {str(source)!r}")
        make_video_python()
        self._without = (set(texts) if self._without is None else self._without) - {*map(recording, files)}
        return [self._clip(name, path, texts.get(recording(name))) for name, path in files.items()]

    def part_size(self, items: Sequence[VideoClip | Dropped]) -> int:
        """A few: a clip takes seconds."""
        return VIDEO_PART

    def _clip(self, name: str, path: Path, annotation: Annotation | Dropped | None) -> VideoClip | Dropped:
        if annotation is None:
            return Dropped(name, "no text", f"{path.name}, which the texts do not name")
        if isinstance(annotation, Dropped):
            return annotation
        return VideoClip(name, path, annotation)

    def read(self, item: VideoClip) -> CorpusRow:
        """What was seen in a video; points that were not seen are missing."""
        self._reader.refine = self.refine
        motion = self._reader.read(item.file, fps=item.annotation.fps or self.fps)
        for key, said in _ODD.items():
            if key in motion.metadata:
                motion = motion.with_metadata(**{ODD: said})
                break
        row = annotated_row(item.annotation, self.language, motion, "video, MediaPipe Holistic")
        return replace(row, licence=self.licence)

    def remarks(self) -> Sequence[str]:
        """Texts that no video was found for."""
        if not self._without:
            return ()
        named = ", ".join(sorted(self._without)[:_NAMED])
        return (f"texts without a video: {len(self._without):,}, such as {named}",)


def _alike(texts: dict[str, Annotation]) -> dict[str, Annotation | Dropped]:
    """Texts of one corpus: all have glosses, or none; all have signers, or none."""
    glossed = any(one.gloss for one in texts.values())
    signers = all(one.signer is not None for one in texts.values())
    found: dict[str, Annotation | Dropped] = {}
    for name, one in texts.items():
        if not one.text:
            found[name] = Dropped(name, "no text")
        elif glossed and not one.gloss:
            found[name] = Dropped(name, "no glosses, which others have")
        else:
            found[name] = one if signers else replace(one, signer=None)
    return found


def _videos(source: Path) -> Iterator[Path]:
    """A video, or all below a folder, in the order of their paths.

    Raises:
        InputError: If there are more files than any data set has.
    """
    if source.is_file():
        if is_video(source):
            yield source
        return
    for place, names in walk_folders(source, "source"):
        yield from (place / name for name in names if is_video(name))
