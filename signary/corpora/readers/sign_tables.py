"""Isolated signs whose index is a table: ASL Citizen, AUTSL, Sem-Lex, spoken-to-signed, SignSuisse and their like."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

import numpy as np

from signary.corpora.readers.annotations import signer_number, split_in
from signary.corpora.readers.reader import Dropped
from signary.corpora.readers.sign_index import (
    SignClip,
    SignIndexReader,
    find_index,
    letter_in,
    motion_files,
    plain_word,
    stem,
)
from signary.corpora.row_schema import SIGN_KINDS
from signary.io.errors import FormatError, InputError
from signary.io.npy import load_npy
from signary.io.quoting import quoted
from signary.io.tables import Table, read_lines, read_table
from signary.pose.formats.landmark_arrays import landmark_sequence
from signary.pose.formats.rates import settle_rate
from signary.pose.sequence import PoseSequence


def _cells(table: Table, row: tuple[str, ...]) -> dict[str, str]:
    return {name.casefold(): cell.strip() for name, cell in zip(table.columns, row, strict=True)}


def _first(cells: dict[str, str], *names: str) -> str:
    """The first of some columns that has something in it."""
    return next((cells[name] for name in names if cells.get(name)), "")


def _header(path: Path) -> str:
    """The first line of a table, in lower case; empty of what is none."""
    try:
        with path.open("rb") as file:
            return file.readline(1 << 16).decode("utf-8-sig", "replace").strip().casefold()
    except OSError:
        return ""


def _any_header(source: Path, *columns: str) -> bool:
    files = [source] if source.is_file() else [*source.glob("*.csv"), *source.glob("splits/*.csv")]
    return any(all(column in _header(path) for column in columns) for path in files[:20])


#: Columns that say what a row of an index is, and how they write it.
_KINDS = ("kind", "type", "fingerspelling")
_WRITTEN = {
    **dict.fromkeys(("letter", "fingerspelling", "true", "yes", "1"), "letter"),
    **dict.fromkeys(("", "sign", "false", "no", "0"), "sign"),
}


def _kind_columns(table: Table) -> tuple[str, ...]:
    """Columns that say what rows are; one called `type` only if it does: it may as well hold parts of speech."""
    there = [(at, name.casefold()) for at, name in enumerate(table.columns) if name.casefold() in _KINDS]
    return tuple(name for at, name in there if name != "type" or any(_says_kind(row[at]) for _, row in table.rows))


def _says_kind(cell: str) -> bool:
    return bool(cell.strip()) and cell.strip().casefold() in _WRITTEN


def _kind_of(cells: dict[str, str], columns: tuple[str, ...]) -> str | None:
    """`sign` or `letter`; None of a table that does not say it.

    Raises:
        InputError: If it says something else.
    """
    if not columns:
        return None
    written = _first(cells, *columns)
    if written.casefold() not in _WRITTEN:
        raise InputError(" or ".join(columns), " or ".join(SIGN_KINDS), quoted(written))
    return _WRITTEN[written.casefold()]


#: Why a row is left out that says to be something unknown.
_NO_KIND = "neither sign nor letter"


@dataclass
class AslCitizen(SignIndexReader):
    """`splits/train.csv`, `val.csv`, `test.csv`: Participant ID, Video file, Gloss, ASL-LEX Code."""

    about: ClassVar[str] = (
        "ASL Citizen: splits/train.csv, val.csv and test.csv, and files of motion named as its videos"
    )

    @classmethod
    def sniff(cls, source: Path) -> bool:
        """Its columns."""
        return _any_header(source, "participant id", "video file", "gloss")

    def signs(self, source: Path) -> Iterator[SignClip | Dropped]:
        """All recordings of all splits."""
        needed = ("Participant ID", "Video file", "Gloss")
        for path in find_index(source, ("splits/*.csv", "*.csv"), "tables of ASL Citizen"):
            table = read_table(path, needed, lambda header: header.need(*needed))
            for line, (person, file, gloss) in table.of(*needed):
                if not file.strip() or not gloss.strip():
                    raise FormatError(f"{path.name}, line {line}", "a file and its gloss", quoted((file, gloss)))
                yield SignClip(
                    stem(file),
                    (stem(file),),
                    (plain_word(gloss),),
                    gloss.strip(),
                    "ase",
                    split=split_in(path.stem) or "train",
                    signer=signer_number(person),
                    spoken="en",
                    source="ASL Citizen",
                )


@dataclass
class Autsl(SignIndexReader):
    """`train_labels.csv` … without a header: `signer0_sample1,41`; names of classes in `SignList_ClassId_TR_EN.csv`."""

    about: ClassVar[str] = "AUTSL: train_labels.csv …, SignList_ClassId_TR_EN.csv, files named signerX_sampleY_color"
    _LABELS: ClassVar[tuple[str, ...]] = ("*_labels.csv", "*labels*.csv", "*ground_truth*.csv")
    _CLASSES: ClassVar[str] = "SignList_ClassId_TR_EN.csv"

    words: str = field(default="TR", metadata={"help": "Column of the words: TR (Turkish) or EN."})

    @classmethod
    def sniff(cls, source: Path) -> bool:
        """Its table of classes."""
        return (source if source.is_dir() else source.parent).joinpath(cls._CLASSES).is_file()

    def signs(self, source: Path) -> Iterator[SignClip | Dropped]:
        """All recordings of all splits."""
        classes = self._classes((source if source.is_dir() else source.parent) / self._CLASSES)
        for path in find_index(source, self._LABELS, "the labels of AUTSL"):
            for number, line in enumerate(read_lines(path), start=1):
                name, _, label = (part.strip() for part in line.partition(","))
                if not line.strip():
                    continue
                if label not in classes or not name:
                    expected = f"signerX_sampleY,CLASS with a class of {self._CLASSES}"
                    raise FormatError(f"{path.name}, line {number}", expected, quoted(line))
                word = classes[label]
                yield SignClip(
                    name,
                    (f"{name}_color", name),
                    (plain_word(word),),
                    word,
                    "tsm",
                    split=split_in(path.stem) or "train",
                    signer=signer_number(name.partition("_")[0]),
                    spoken="tr" if self.words == "TR" else "en",
                    source="AUTSL",
                )

    def _classes(self, path: Path) -> dict[str, str]:
        if self.words not in ("TR", "EN"):
            raise InputError("words", "TR or EN", quoted(self.words))
        needed = ("ClassId", self.words)
        table = read_table(path, ("ClassId", "TR", "EN"), lambda header: header.need(*needed))
        return {label.strip(): word.strip() for _, (label, word) in table.of(*needed)}


@dataclass
class SemLex(SignIndexReader):
    """A table with `video_id` and `label` (or `gloss`), and arrays (T, 553, 3) of face, pose, hands."""

    about: ClassVar[str] = "Sem-Lex: a table with video_id and label, and .npy arrays (T, 553, 3) of face, pose, hands"
    _IDS: ClassVar[tuple[str, ...]] = ("video_id", "video id", "file", "filename", "video")

    @classmethod
    def sniff(cls, source: Path) -> bool:
        """Its columns."""
        return _any_header(source, "video_id", "label")

    def signs(self, source: Path) -> Iterator[SignClip | Dropped]:
        """All recordings of all tables."""
        for path in find_index(source, ("*metadata*.csv", "*.csv"), "tables of Sem-Lex"):
            table = read_table(path, (*self._IDS, "label", "gloss", "signer_id", "split"), self._check)
            for line, row in table.rows:
                cells = _cells(table, row)
                name, gloss = _first(cells, *self._IDS), _first(cells, "label", "gloss")
                if not name:
                    raise FormatError(f"{path.name}, line {line}", "a video_id", "none")
                if not gloss:
                    yield Dropped(stem(name), "no label")
                    continue
                yield SignClip(
                    stem(name),
                    (stem(name), stem(name).rpartition("/")[2]),
                    (plain_word(gloss),),
                    gloss,
                    "ase",
                    split=_first(cells, "split") or split_in(path.stem) or "train",
                    signer=signer_number(_first(cells, "signer_id", "signer", "participant_id")),
                    spoken="en",
                    source="Sem-Lex",
                )

    def read_file(self, path: Path) -> PoseSequence:
        """Arrays in Sem-Lex' own order; other files as they are."""
        if path.suffix.lower() != ".npy":
            return super().read_file(path)
        array = load_npy(path)
        order = "face-pose-hands" if array.ndim == 3 and array.shape[1] == 553 else None
        return landmark_sequence(path.name, np.asarray(array), settle_rate(path.name, None, self.fps), order)

    def _check(self, table: Table) -> None:
        if table.find(*self._IDS) is None or table.find("label", "gloss") is None:
            raise FormatError(table.name, "columns video_id and label", ", ".join(table.columns)[:200])


@dataclass
class SpokenToSigned(SignIndexReader):
    """`index.csv`: path, spoken_language, signed_language, start, end (ms; 0,0 is all), words, glosses, priority.

    A column `kind` or `type` with `letter` (or `fingerspelling`) in it, or one called `fingerspelling` with `true`,
    says which rows are letters of a manual alphabet.
    """

    about: ClassVar[str] = (
        "a lexicon of spoken-to-signed: index.csv with path, signed_language, start, end, words, glosses"
    )
    ends_with_file: ClassVar[bool] = True

    language: str | None = field(default=None, metadata={"help": "Only signs of this sign language; none: all."})

    @classmethod
    def sniff(cls, source: Path) -> bool:
        """Its columns."""
        path = source if source.is_file() else source / "index.csv"
        return path.is_file() and all(name in _header(path) for name in ("path", "signed_language", "words"))

    def signs(self, source: Path) -> Iterator[SignClip | Dropped]:
        """All rows of the index; a file that several rows name is cut for each."""
        (path,) = find_index(source, ("index.csv",), "the index of spoken-to-signed")[:1]
        needed = ("path", "signed_language", "words")
        others = ("start", "end", "glosses", "priority", *_KINDS)
        table = read_table(path, (*needed, *others), lambda header: header.need(*needed))
        seen: dict[str, int] = {}
        columns = _kind_columns(table)
        for line, row in table.rows:
            cells = _cells(table, row)
            if self.language is not None and cells["signed_language"] != self.language:
                continue
            name = stem(cells["path"])
            words = tuple(word for word in cells["words"].split("|") if word.strip()) or ("",)
            seen[name] = seen.get(name, 0) + 1
            key = name if seen[name] == 1 else f"{name}#{seen[name]}"
            where = f"{path.name}, line {line}"
            times = _milliseconds(where, cells.get("start", ""), cells.get("end", ""))
            if not name or not cells["signed_language"]:
                raise FormatError(where, "a path and a signed_language", quoted(cells["path"]))
            word, gloss = words[0].strip(), cells.get("glosses", "")
            if not word and not gloss:
                yield Dropped(key, "no words", f"{where}: neither words nor glosses")
                continue
            if isinstance(times, str):
                yield Dropped(key, "times that are none", f"{where}: {times}")
                continue
            try:
                kind = _kind_of(cells, columns)
            except InputError as error:
                yield Dropped(key, _NO_KIND, f"{where}: {error}")
                continue
            yield SignClip(
                key,
                (name,),
                tuple(one.strip() for one in words) if word else (plain_word(gloss),),
                gloss or word,
                cells["signed_language"],
                spoken=cells.get("spoken_language") or None,
                seconds=times,
                source="spoken-to-signed lexicon",
                kind=kind,
            )


def _milliseconds(where: str, start: str, end: str) -> tuple[float, float] | None | str:
    """A range in seconds; None is all of the file, a text says what is wrong."""
    try:
        first, last = float(start or 0) / 1000, float(end or 0) / 1000
    except ValueError:
        raise FormatError(where, "start and end in milliseconds", quoted((start, end))) from None
    if first == last == 0:
        return None
    return (first, last) if 0 <= first < last < 1e6 else f"{start} to {end} ms"


@dataclass
class SignTable(SignIndexReader):
    """A table of signs under the names that SignSuisse and other dictionaries of `sign-language-datasets` use."""

    about: ClassVar[str] = "a table of signs as SignSuisse's: id or pose or video, name or gloss, signedLanguage"
    _FILES: ClassVar[tuple[str, ...]] = ("pose", "path", "file", "filename", "video", "id")
    _WORDS: ClassVar[tuple[str, ...]] = ("words", "word", "name", "gloss", "label", "text")
    _LANGUAGES: ClassVar[tuple[str, ...]] = ("signedlanguage", "signed_language", "sign_language", "language")

    language: str | None = field(default=None, metadata={"help": "Sign language, where the table does not say it."})

    @classmethod
    def sniff(cls, source: Path) -> bool:
        """The columns of SignSuisse."""
        return _any_header(source, "signedlanguage", "name")

    def signs(self, source: Path) -> Iterator[SignClip | Dropped]:
        """All rows of all tables."""
        known = (*self._FILES, *self._WORDS, *self._LANGUAGES, "spokenLanguage", "split", "licence", "license", *_KINDS)
        for path in find_index(source, ("*.csv", "*.tsv"), "a table of signs"):
            table = read_table(path, known, self._check)
            columns = _kind_columns(table)
            for line, row in table.rows:
                cells = _cells(table, row)
                word, file = _first(cells, *self._WORDS), _first(cells, *self._FILES)
                language = _first(cells, *self._LANGUAGES) or self.language
                if language is None:
                    raise InputError("language", f"a sign language, which {path.name} does not say", "none")
                name = _first(cells, "id") or stem(file)
                if not word or not name:
                    yield Dropped(name or f"{path.name}, line {line}", "no word or no file")
                    continue
                try:
                    kind = _kind_of(cells, columns)
                except InputError as error:
                    yield Dropped(name, _NO_KIND, f"{path.name}, line {line}: {error}")
                    continue
                others = (stem(cells[one]) for one in self._FILES if cells.get(one))
                yield SignClip(
                    name,
                    tuple(dict.fromkeys(each for one in (name, *others) for each in (one, one.rpartition("/")[2]))),
                    tuple(part.strip() for part in word.split(";") if part.strip()),
                    _first(cells, "gloss") or word,
                    language,
                    split=_first(cells, "split") or "train",
                    spoken=_first(cells, "spokenlanguage", "spoken_language") or None,
                    source=path.stem,
                    licence=_first(cells, "licence", "license") or None,
                    kind=kind,
                )

    def _check(self, table: Table) -> None:
        if table.find(*self._WORDS) is None or table.find(*self._FILES) is None:
            raise FormatError(
                table.name, "columns id (or pose, video) and name (or word, gloss)", ", ".join(table.columns)
            )


@dataclass
class GlossFolder(SignIndexReader):
    """Files that are named by their glosses, `HOUSE1A.pose`, or lie in folders named so, `HOUSE/1.pose`."""

    about: ClassVar[str] = "a folder of files of motion named by their glosses, or with a folder a gloss"

    language: str = field(default="", metadata={"help": "Sign language; needed."})

    def signs(self, source: Path) -> Iterator[SignClip | Dropped]:
        """All files below the folder."""
        if not self.language:
            raise InputError("language", "a sign language, which names of files do not say", "none")
        if not source.is_dir():
            raise InputError("source", "a folder of files of motion", repr(str(source)))
        below = {key: path for key, path in motion_files(source).items() if key == _below(path, source)}
        if not below:
            raise InputError("source", "files of motion", f"none in {str(source)!r}")
        for key in sorted(below):
            head, _, name = key.rpartition("/")
            gloss = self._gloss(head.rpartition("/")[2], name)
            yield SignClip(
                key,
                (key,),
                (plain_word(gloss),),
                gloss,
                self.language,
                split=split_in(head) or "train",
                source=source.name,
            )

    def _gloss(self, folder: str, name: str) -> str:
        """Of a file: its name, or its folder's, where the name is a number, or letters are read and it is none."""
        likely = (folder, name) if folder and name.isdigit() else (name, folder)
        if self.kind == "letter":
            return next((one for one in likely if letter_in(plain_word(one)) is not None), likely[0])
        return likely[0]


def _below(path: Path, source: Path) -> str:
    there = path.relative_to(source)
    return (there if path.is_dir() else there.with_name(there.stem)).as_posix()
