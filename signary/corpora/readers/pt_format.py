"""Corpora in PT format, and what back-translators of its users read.

PT format (Progressive Transformers, docs/pose_files.md): four files a split, parallel by line:

    dev.files   ids                       dev.text   sentences of the spoken language
    dev.gloss   glosses                   dev.skels  frames of 151 numbers: 50 joints × (x, y, z), counter i/T

FGDM and Sign-IDD hand generated poses to a back-translator as a pickle of rows `{name, signer, gloss, text, sign}`
compressed by gzip, `sign` a float32 tensor of shape (T, 150).
"""

from __future__ import annotations

import gzip
import pickle
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

import numpy as np
import torch

from signary.corpora.readers.reader import CorpusReader
from signary.corpora.row_schema import CorpusRow, SignedGloss
from signary.io.atomic import atomic_path
from signary.io.errors import FormatError, InputError
from signary.io.json_file import read_json
from signary.io.quoting import quoted
from signary.io.torch_file import as_array
from signary.io.unpickle import load_pickle
from signary.language.languages import resolve
from signary.pose.formats.skels import FPS, SkelsFile, write_skels
from signary.pose.registry import get_layout
from signary.pose.sequence import PoseSequence

SPLITS = ("train", "dev", "test")
#: Suffix of the file -> key of the metadata.
_LINES = {"files": "id", "text": "text", "gloss": "gloss"}
#: Segments that are no signs.
_NO_SIGN = re.compile(r"__\w*__")
#: Key of a row -> key of the metadata.
_ROW = {"name": "id", "signer": "signer", "gloss": "gloss", "text": "text"}


def open_pt_split(folder: Path | str, split: str) -> SkelsFile:
    """The sentences of a split, of layout `phoenix50`, parsed one by one; `id`, `text`, `gloss` are in their metadata.

    Args:
        folder: Where the four files of the split are.
        split: Name of the files before the dot.

    Raises:
        InputError: If one of the four files is missing.
        FormatError: If a file has another number of lines than the others; later, if a line is no sentence.
    """
    path = Path(folder) / f"{split}.skels"
    for suffix in ("skels", *_LINES):
        if not path.with_suffix(f".{suffix}").is_file():
            wanted = ", ".join(f"{split}.{each}" for each in ("skels", *_LINES))
            raise InputError("folder", f"a folder with {wanted}", f"{str(folder)!r} without {split}.{suffix}")
    return SkelsFile(path)


def read_pt_split(folder: Path | str, split: str) -> list[PoseSequence]:
    """All sentences of a split; arguments and errors as of `open_pt_split`."""
    return list(open_pt_split(folder, split))


def write_pt_split(sequences: Sequence[PoseSequence], folder: Path | str, split: str) -> None:
    """Write the four files of a split; what `read_pt_split` has read is written byte for byte.

    Args:
        sequences: Sentences of layout `phoenix50` at 25 fps without missing joints, at least one; `id`, `text` and
            `gloss` in their metadata.
        folder: An existing folder.
        split: Name of the files before the dot.

    Raises:
        InputError: If a sentence does not fit, lacks one of the three lines, or the folder cannot be written to.
    """
    lines = {suffix: [_line(at, one, key) for at, one in enumerate(sequences)] for suffix, key in _LINES.items()}
    write_skels(sequences, Path(folder) / f"{split}.skels")
    for suffix, entries in lines.items():
        with atomic_path(Path(folder) / f"{split}.{suffix}") as temporary:
            temporary.write_text("".join(f"{entry}\n" for entry in entries), encoding="utf-8", newline="\n")


def splits_in(folder: Path, suffix: str, argument: str) -> list[str]:
    """Splits of which a folder has a file of this suffix.

    Raises:
        InputError: If it has none; calls the folder by the argument.
    """
    found = [split for split in SPLITS if (folder / f"{split}{suffix}").is_file()]
    if not found:
        wanted = ", ".join(f"{split}{suffix}" for split in SPLITS)
        raise InputError(argument, f"a folder with {wanted} or some of them", repr(str(folder)))
    return found


class Segment(NamedTuple):
    """A gloss in a sentence, from its first frame to the one after its last."""

    gloss: str
    first: int
    end: int


def read_segments(path: Path) -> dict[str, tuple[Segment, ...]]:
    """Id of a sentence -> its glosses in order, with their frames.

    A JSON list of `{"name": id, "segments": [[gloss, first, end], …]}`. What is no sign is left out: null, and names
    such as `__ON__`, which stand for the beginning and the end of signing.

    Raises:
        InputError: If there is no such file.
        FormatError: If it holds anything else, frames go back, or a sentence is there twice.
    """
    found: dict[str, tuple[Segment, ...]] = {}
    for at, entry in enumerate(read_json(path, kind=list)):
        where = f"{path.name}, entry {at}"
        name, parts = (entry.get("name"), entry.get("segments")) if isinstance(entry, dict) else (None, None)
        if not isinstance(name, str) or not isinstance(parts, list) or name in found:
            raise FormatError(where, "a name of its own, and a list of segments", quoted(entry))
        segments, last = [], 0
        for part in parts:
            if not _is_segment(part) or not last <= part[1] <= part[2]:
                raise FormatError(where, f"segments [gloss, first, end] from frame {last} on", quoted(part))
            last = part[2]
            if part[0] and not _NO_SIGN.fullmatch(part[0]):
                segments.append(Segment(*part))
        found[name] = tuple(segments)
    return found


def _is_segment(part: object) -> bool:
    if not isinstance(part, list) or len(part) != 3 or not (part[0] is None or isinstance(part[0], str)):
        return False
    return all(isinstance(one, int) and not isinstance(one, bool) for one in part[1:])


@dataclass
class PtFormat(CorpusReader):
    """A folder in PT format: `train.skels`, `.files`, `.text`, `.gloss`, and those of `dev` and `test`, or some."""

    about: ClassVar[str] = "a folder in PT format: train.skels, .files, .text, .gloss, and those of dev and test"

    language: str = field(default="dgs", metadata={"help": "Sign language, which the files do not say: PHOENIX14T's."})
    segments: Path | None = field(
        default=None,
        metadata={"help": "JSON of the glosses' frames, a list of {name, segments}."},
    )
    _counts: dict[str, int] = field(default_factory=dict, init=False, repr=False)

    def rows(self, source: Path) -> Iterator[CorpusRow]:
        """A row a sentence, of layout `phoenix50`; its glosses have times where `segments` says them.

        Raises:
            InputError: If there is no split, or a file of a split is missing.
            FormatError: As `open_pt_split`, or if the segments are none.
            UnknownLanguageError: If the language is not registered.
        """
        segments = {} if self.segments is None else read_segments(self.segments)
        self._counts = dict.fromkeys(("timed", "untimed", "split"), 0)
        splits = splits_in(source, ".skels", "folder")
        spoken = resolve(self.language).id
        for split in splits:
            for motion in open_pt_split(source, split):
                name, text, gloss = (motion.metadata[fact] for fact in _LINES.values())
                signs = self._timed(gloss.split(), segments.get(name, ()), len(motion))
                yield CorpusRow(name, text, spoken, motion, split, gloss, signs)

    def _timed(self, glosses: Sequence[str], segments: Sequence[Segment], frames: int) -> tuple[SignedGloss, ...]:
        """Glosses with their times; where the segments part them otherwise, theirs."""
        if not segments or segments[-1].end > frames:
            self._counts["untimed"] += 1
            return tuple(map(SignedGloss, glosses))
        alike = len(glosses) == len(segments)
        self._counts["timed" if alike else "split"] += 1
        names = glosses if alike else [segment.gloss for segment in segments]
        return tuple(SignedGloss(n, one.first / FPS, one.end / FPS) for n, one in zip(names, segments, strict=True))

    def remarks(self) -> list[str]:
        """How many sentences have times."""
        if self.segments is None:
            return []
        found = self._counts
        said = f"{found['timed'] + found['split']:,} sentences have glosses with times, {found['untimed']:,} have not"
        return [said + (f"; in {found['split']:,} the times part the glosses otherwise" if found["split"] else "")]


def write_translation_pickle(sequences: Sequence[PoseSequence], path: Path | str) -> None:
    """Write sentences for a back-translator.

    Args:
        sequences: Sentences of layout `phoenix50` without missing joints, at least one; `id`, `signer`, `gloss` and
            `text` in their metadata.
        path: The file to write; it appears whole or not at all.

    Raises:
        InputError: If a sentence does not fit, or the folder cannot be written to.
    """
    if not sequences:
        raise InputError("sequences", "at least one", "none")
    rows = [_translation_row(at, one) for at, one in enumerate(sequences)]
    with atomic_path(path) as temporary:
        temporary.write_bytes(gzip.compress(pickle.dumps(rows, protocol=4)))


def read_translation_pickle(path: Path | str) -> list[PoseSequence]:
    """The sentences in such a file, of layout `phoenix50` at 25 fps; read without running what a pickle may ask for.

    Raises:
        InputError: If there is no such file.
        FormatError: If it does not hold such rows.
        UnsafeFileError: If it asks for anything but data, or is too large.
    """
    path = Path(path)
    rows = load_pickle(path)
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise FormatError(path.name, "a list of rows {name, signer, gloss, text, sign}", type(rows).__name__)
    return [_translated(f"{path.name}, row {at}", row) for at, row in enumerate(rows)]


def _line(at: int, sequence: PoseSequence, key: str) -> str:
    """A line of metadata."""
    entry = sequence.metadata.get(key)
    if not isinstance(entry, str) or entry.splitlines() != [entry]:
        raise InputError(f"sequences[{at}]", f"metadata {key!r}, text of one line", repr(entry))
    return entry


def _translation_row(at: int, sequence: PoseSequence) -> dict[str, Any]:
    layout = get_layout("phoenix50")
    if sequence.layout.name != layout.name:
        raise InputError(f"sequences[{at}]", f"layout {layout.name} (convert first)", sequence.layout.name)
    if not len(sequence) or not np.isfinite(sequence.values).all():
        got = "a missing joint" if len(sequence) else "no frames"
        raise InputError(f"sequences[{at}]", "frames without missing joints", got)
    row = {name: _line(at, sequence, key) for name, key in _ROW.items()}
    # Cloned: a tensor that shares memory would be pickled with all of it.
    return {**row, "sign": torch.from_numpy(sequence.values).clone()}


def _translated(where: str, row: dict[Any, Any]) -> PoseSequence:
    """A row of a pickle as a sentence."""
    missing = [name for name in (*_ROW, "sign") if name not in row]
    if missing:
        raise FormatError(where, f"keys {', '.join((*_ROW, 'sign'))}", f"no {', '.join(missing)}")
    for name in ("name", "gloss", "text"):
        if not isinstance(row[name], str):
            raise FormatError(f"{where}, {name}", "text", quoted(row[name]))
    layout, sign = get_layout("phoenix50"), row["sign"]
    values = as_array(sign)
    if values is None or values.ndim != 2 or values.shape[1] != layout.num_features:
        got = getattr(sign, "shape", type(sign).__name__)
        raise FormatError(where, f"sign of shape (T, {layout.num_features})", got)
    if values.dtype.kind not in "fiu" or not np.isfinite(values).all():
        raise FormatError(where, "sign of finite numbers", "other values")
    return PoseSequence(values, layout, FPS, metadata={key: row[name] for name, key in _ROW.items()})
