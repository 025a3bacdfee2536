"""Recordings of signs to build a dictionary of: a table of pose files, a data set on disk, or an index of others'."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from signary.corpora.corpus_files import is_corpus
from signary.corpora.readers.reader import CorpusReader, Dropped, ListingReader
from signary.corpora.readers.sign_index import is_letter
from signary.corpora.row_schema import SIGN_KINDS
from signary.corpora.rows import row_motion, row_reference
from signary.io.errors import FormatError, InputError, UnknownLanguageError, UnsafeFileError
from signary.io.quoting import quoted
from signary.io.tables import read_table
from signary.language.languages import resolve
from signary.pose.formats import is_video, read_pose
from signary.pose.layout import PoseLayout
from signary.pose.motion_spec import HasMotionSpec, MotionSpec
from signary.pose.sequence import PoseSequence
from signary.pose.video.environment import make_video_python
from signary.retrieval.builder import UnreadableSign
from signary.retrieval.dictionary import LETTER
from signary.retrieval.recording_fit import can_become, fit_recording
from signary.retrieval.sign_encoding import IsolatedSign, RefusedRecordingError

if TYPE_CHECKING:
    from datasets import Dataset

#: Name of the table in a folder.
TABLE = "signs.csv"
#: Between the words of a cell.
BETWEEN_WORDS = ";"
LETTER_KIND = "letter"
_NEEDED, _OPTIONAL = ("words", "language"), ("kind", "gloss", "source", "licence")


@dataclass(frozen=True)
class Recording:
    """A recording that has not been read yet.

    Attributes:
        name: Where it stands, for messages.
        words: What it stands for.
        language: Id of the sign language.
        about: `gloss`, `source` and `licence`.
        read: Reads the motion.
        span: When the sign is signed, in seconds, where the data set says so.
    """

    name: str
    words: tuple[str, ...]
    language: str
    about: Mapping[str, str]
    read: Callable[[], PoseSequence]
    span: tuple[float, float] | None = None

    def sign(self, spec: MotionSpec) -> IsolatedSign:
        """The recording, as a tokenizer reads it; errors as `fit_recording` and those of its file."""
        pose = fit_recording(self.read(), spec)
        return IsolatedSign(self.words, self.language, pose, **self.about, span=self.span, name=self.name)


@dataclass(frozen=True)
class IndexedRecording:
    """A sign that a reader has listed; which words it stands for is known when it is read.

    Attributes:
        reader: What has listed it.
        item: What was listed.
    """

    reader: ListingReader[Any]
    item: Any

    @property
    def name(self) -> str:
        """Of the sign in its data set."""
        return str(self.item.id)

    def sign(self, spec: MotionSpec) -> IsolatedSign:
        """The sign, as a tokenizer reads it; errors as `fit_recording` and those of its reader."""
        if isinstance(self.item, Dropped):
            raise RefusedRecordingError(self.item.reason, self.item.said.removeprefix(f"{self.name}: ") or "left out")
        row = self.reader.read(self.item)
        if row.motion is None or not row.words:
            raise RefusedRecordingError("no isolated sign", "it has no motion or no words")
        marked = tuple(_marked(word, row.kind or "") for word in row.words)
        about = (row.gloss or "", row.source or "", row.licence or "")
        return IsolatedSign(marked, row.language, fit_recording(row.motion, spec), *about, name=self.name)


#: What `list_recordings` and `index_recordings` list.
AnyRecording = Recording | IndexedRecording


def index_recordings(reader: CorpusReader, source: Path) -> list[IndexedRecording]:
    """The signs that a reader of isolated signs finds; their motion is not read yet.

    Args:
        reader: Of the form.
        source: The file or folder.

    Raises:
        InputError: If there is nothing there, an index is broken, or the reader cannot list its signs.
    """
    if not source.exists():
        raise InputError("input", "a file or folder", repr(str(source)))
    if not isinstance(reader, ListingReader):
        expected = "a reader of isolated signs (others: `signary corpus prepare` first, then --input)"
        raise InputError("reader", expected, type(reader).__name__)
    return [IndexedRecording(reader, item) for item in reader.listed(source)]


def list_recordings(place: Path, kind: MotionSpec | HasMotionSpec) -> list[Recording]:
    """The recordings of a table or data set; their motion is not read yet.

    A table (`signary.io.tables`; or a folder with one called `signs.csv`) has the columns `path` (a pose file,
    relative to the table and not outside of its folder), `words` (with `;` between them) and `language`; `gloss`,
    `source`, `licence` and `kind` (`letter` for letters of a manual alphabet) are optional, and there are no others.

    A data set is a folder written by `signary corpus prepare` or `datasets.save_to_disk` (of several splits `train` is
    read) with `words` (lists), `language`, `poses` (T, D) and `fps`; beside the optional ones of a table it may have
    `confidence` (T, J), `start` and `end` of the sign in seconds (else it is found by movement), and `hand_reference`
    (`flat` where it says nothing). Its layout is that of its `motion_spec.json`, else the tokenizer's.

    Args:
        place: The table, its folder, or the data set.
        kind: What the motion has to become, or the tokenizer's config.

    Raises:
        FormatError: If it is neither, lacks a column or has an unknown one, or a row is broken.
        UnsafeFileError: If the table is too large or a path leads out of its folder.
        UnknownLanguageError: If a row's language is not registered; names the row.
        InputError: If there is nothing there, a row has no words or no file, the layout of a data set cannot become
            the tokenizer's, or zero hand rotations mean something else in it.
    """
    if is_corpus(place):
        return list(_of_data_set(place, MotionSpec.of(kind)))
    table = place / TABLE if place.is_dir() else place
    if not table.is_file():
        expected = f"a .csv file, a folder with {TABLE}, or one written by datasets' save_to_disk"
        raise InputError("input", expected, repr(str(place)))
    return list(_of_table(table))


def read_sign(recording: AnyRecording, spec: MotionSpec) -> IsolatedSign | UnreadableSign:
    """Read a recording, or say why it cannot be used.

    Args:
        recording: Of `list_recordings` or `index_recordings`.
        spec: What motion of the tokenizer is like.
    """
    try:
        return recording.sign(spec)
    except UnknownLanguageError:
        raise
    except RefusedRecordingError as refused:
        reason = str(refused)
    except UnsafeFileError as error:
        reason = f"unsafe: {error}"
    except (InputError, OSError) as error:
        reason = f"cannot be read: {error}"
    gloss = recording.about["gloss"] if isinstance(recording, Recording) else ""
    return UnreadableSign(" ".join(reason.split()), gloss, recording.name)


def read_signs(
    recordings: Iterable[AnyRecording], kind: MotionSpec | HasMotionSpec
) -> Iterator[IsolatedSign | UnreadableSign]:
    """Read recordings one at a time; one that cannot be read does not stop the others."""
    return (read_sign(recording, MotionSpec.of(kind)) for recording in recordings)


def _recording(name: str, row: Mapping[str, Any], words: Iterable[str], read: Callable[[], PoseSequence]) -> Recording:
    """Check what a table or a data set says of a recording."""
    try:
        language = resolve(str(row["language"])).id
    except UnknownLanguageError as error:
        raise UnknownLanguageError(f"{name}, language", error.expected, error.got) from None
    about = {key: str(row.get(key) or "").strip() for key in _OPTIONAL}
    kind = about.pop("kind")
    if kind not in ("", *SIGN_KINDS):
        raise InputError(f"{name}, kind", " or ".join(SIGN_KINDS), quoted(kind))
    cleaned = tuple(word.strip() for word in words)
    if not cleaned or not all(cleaned):
        raise InputError(f"{name}, words", "at least one, none of them empty", repr(row["words"]))
    if kind == LETTER_KIND and not all(map(is_letter, cleaned)):
        expected = "letters of a manual alphabet, at most four characters and no blank"
        raise InputError(f"{name}, words", expected, quoted(row["words"]))
    marked = tuple(_marked(word, kind) for word in cleaned)
    return Recording(name, marked, language, about, read, _times(row, name))


def _marked(word: str, kind: str) -> str:
    """A word of a letter with the mark of letters; numerals are numbers, whatever index they stand in."""
    return LETTER + word if kind == LETTER_KIND and not word.isdecimal() else word


def _times(row: Mapping[str, Any], name: str) -> tuple[float, float] | None:
    """When a sign of a data set is signed, in seconds, if it says so."""
    start, end = row.get("start"), row.get("end")
    if start is None or end is None:
        return None
    if not (isinstance(start, (int, float)) and isinstance(end, (int, float)) and 0 <= start < end < math.inf):
        raise InputError(f"{name}, start and end", "seconds, the end behind the start", quoted((start, end)))
    return float(start), float(end)


def _of_table(table: Path) -> Iterator[Recording]:
    found = read_table(
        table, ("path", *_NEEDED, *_OPTIONAL), lambda header: _check_columns(header.name, header.columns)
    )
    for line, cells in found.rows:
        name, row = f"{table.name}, line {line}", dict(zip(found.columns, cells, strict=True))
        path = _inside(table.parent, row["path"], name)
        if is_video(path):
            make_video_python()
        yield _recording(name, row, row["words"].split(BETWEEN_WORDS), partial(read_pose, path))


def _check_columns(name: str, columns: Iterable[str]) -> None:
    found, needed = list(columns), ("path", *_NEEDED)
    if not set(needed) <= set(found) <= {*needed, *_OPTIONAL} or len(set(found)) < len(found):
        expected = f"the columns {', '.join(needed)} and perhaps {', '.join(_OPTIONAL)}"
        raise FormatError(name, expected, ", ".join(found) or "none")


def _inside(folder: Path, written: str, name: str) -> Path:
    """A file of the table's folder."""
    path = folder / written
    try:
        if "\0" in written or not path.resolve().is_relative_to(folder.resolve()):
            raise UnsafeFileError(f"{name}, path", "a file in the folder of the table", quoted(written))
        if path.exists():
            return path
    except OSError:  # a name that is longer than any, links in a circle
        pass
    raise InputError(f"{name}, path", "a file that is there", quoted(written))


def _of_data_set(folder: Path, spec: MotionSpec) -> Iterator[Recording]:
    from datasets import DatasetDict

    from signary.corpora.corpus_spec import read_corpus_spec
    from signary.corpora.opening import open_corpus

    loaded = open_corpus(folder)
    carried = read_corpus_spec(folder)
    if carried is not None and not can_become(carried.layout, spec.layout):
        spec.require(carried, argument=f"{folder.name}, motion", owner="the tokenizer", any_fps=True)
    layout = spec.layout if carried is None else carried.layout
    data: Dataset | None = loaded.get("train") if isinstance(loaded, DatasetDict) else loaded
    if data is None:
        raise FormatError(folder.name, "a data set with a split train", ", ".join(loaded))
    if missing := {*_NEEDED, "poses", "fps"}.difference(data.column_names):
        raise FormatError(folder.name, f"the columns {', '.join(_NEEDED)}, poses, fps", f"none {', '.join(missing)}")
    arrays = [name for name in ("poses", "confidence") if name in data.column_names]
    motion = data.with_format("numpy", columns=arrays, output_all_columns=True)
    for at, row in enumerate(data.remove_columns(arrays)):
        if not isinstance(row["words"], list):
            raise FormatError(f"{folder.name}, row {at}, words", "a list", repr(row["words"]))
        # Said before anything is encoded: it is the data set's mistake, not the recording's.
        given = MotionSpec(layout, spec.fps, row_reference(row, f"{folder.name}, row {at}"))
        if layout == spec.layout:
            spec.require(given, argument=f"{folder.name}, row {at}, hand_reference", owner="the tokenizer")
        yield _recording(f"{folder.name}, row {at}", row, row["words"], partial(_read_row, motion, at, layout))


def _read_row(motion: Dataset, at: int, layout: PoseLayout) -> PoseSequence:
    return row_motion(motion[at], layout, f"row {at}")
