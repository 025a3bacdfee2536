"""Texts and glosses that lie beside motion, or alone: the tables and pickles in which the data sets publish them.

- our own tables: columns `clip` and `text`, perhaps `split`, `gloss`, `signer`, `fps`, `source`, `licence`, and for
  isolated signs `words`;
- How2Sign, parted by tabs: `SENTENCE_NAME`, `SENTENCE`, perhaps `fps`, which SOKE's preprocessing has added;
- PHOENIX14T, parted by bars: `name`, `speaker`, `orth`, `translation`, or `id`, `signer`, `annotation`, `translation`;
- neccam/slt and CSL-Daily, pickles that mostly are gzip files: a list of rows `name`, `text`, perhaps `gloss` and
  `signer`; `sign` is not looked at.

Names are those of recordings, without the split before a slash. The split is what the file's name says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, ClassVar

from signary.corpora.readers.reader import Dropped, ListingReader
from signary.corpora.row_schema import CorpusRow, SignedGloss
from signary.io.errors import FormatError, InputError
from signary.io.quoting import quoted
from signary.io.tables import Table, read_table
from signary.io.unpickle import load_pickle
from signary.language.languages import resolve

#: Columns of name, text, glosses, signer and clock, form by form; the first two have to be there.
_COLUMNS = (
    ("SENTENCE_NAME", "SENTENCE", None, None, "fps"),
    ("name", "translation", "orth", "speaker", None),
    ("id", "translation", "annotation", "signer", None),
    ("clip", "text", "gloss", "signer", "fps"),
)
_KNOWN = tuple(dict.fromkeys(name for form in _COLUMNS for name in form if name))
#: Columns that any of them may have.
_MORE = ("split", "words", "source", "licence")
#: Between the words of a cell.
_BETWEEN = ";"
_TABLES = frozenset({".csv", ".tsv", ".txt"})
_SPLIT = re.compile(r"(?:^|[^a-z])(train|dev|val|valid|validation|test)(?:[^a-z]|$)")
_NUMBER = re.compile(r"[0-9]{1,9}")
#: Numbers of signers; what is not a number has none.
_SIGNER = re.compile(r"(?:.*[^0-9])?0*([0-9]{1,8})")


@dataclass(frozen=True)
class Annotation:
    """What a data set says of a sentence.

    Attributes:
        id: Of the recording, without its split.
        text: In the spoken language.
        split: Of the sentence; None where nobody says it.
        gloss: Glosses parted by blanks, where there are any.
        signer: Number of the signer, where there is one.
        fps: Frames a second of the recording, where the table says it.
        words: What an isolated sign stands for; None of sentences.
        source: Where the recording is from, where the table says it.
        licence: Under which it may be used, where the table says it.
    """

    id: str
    text: str
    split: str | None = None
    gloss: str | None = None
    signer: int | None = None
    fps: float | None = None
    words: tuple[str, ...] | None = None
    source: str | None = None
    licence: str | None = None


def read_annotations(place: Path) -> dict[str, Annotation]:
    """What one file says, or all files of such a form in a folder, by the ids of recordings.

    Raises:
        InputError: If there is no such file, or none of such a form in the folder.
        FormatError: If a file is broken, or names a recording twice.
    """
    files = sorted(path for path in place.iterdir() if looks_annotated(path)) if place.is_dir() else [place]
    found: dict[str, Annotation] = {}
    for file in files:
        for one in _read(file):
            if one.id in found:
                raise FormatError(file.name, "every recording once", f"{quoted(one.id)} twice")
            found[one.id] = one
    if not found:
        raise InputError("texts", "a table or pickle of sentences, or a folder with some", repr(str(place)))
    return found


def looks_annotated(path: Path) -> bool:
    """Whether a file is a table or pickle of sentences, by its name and its first bytes."""
    if not path.is_file() or path.name.startswith("."):
        return False
    if path.suffix.lower() in _TABLES:
        try:
            with path.open("rb") as file:
                head = file.read(4096).decode("utf-8", "replace").partition("\n")[0].strip("\ufeff\r\n ")
        except OSError:
            return False
        names = {name.strip('" ') for name in re.split(r"[\t|;,]", head)}
        return any({form[0], form[1]} <= names for form in _COLUMNS)
    # `phoenix14t.train`, `csl-daily.dev`, `csl_clean.val`, and what has been renamed to .pkl or .gzip.
    named = _SPLIT.search(path.name.lower()) is not None and ".json" not in path.name.lower()
    with path.open("rb") as file:
        return named and file.read(2) in (b"\x1f\x8b", b"\x80\x02", b"\x80\x03", b"\x80\x04", b"\x80\x05")


def split_in(name: str) -> str | None:
    """The split that a name of a file or folder says; None if it says none."""
    found = _SPLIT.search(name.lower())
    return found[1] if found else None


def recording(name: str) -> str:
    """Name of a recording without its split: `dev/11August_2010_Wednesday_tagesschau-2`."""
    return name.strip().rpartition("/")[2]


def signer_number(found: object) -> int | None:
    """The number of a signer who is called `Signer08`, `P3`, 118 or `signer_4`; None of those without a number."""
    if isinstance(found, int) and not isinstance(found, bool):
        return found if 0 <= found < 1 << 31 else None
    number = _SIGNER.fullmatch(found.strip()) if isinstance(found, str) else None
    return int(number[1]) if number and len(number[1]) < 10 else None


def _read(path: Path) -> Iterator[Annotation]:
    split = split_in(path.name)
    if path.suffix.lower() in _TABLES:
        yield from _of_table(read_table(path, _KNOWN, _columns), split)
    else:
        yield from _of_pickle(path, split)


def _columns(table: Table) -> tuple[str | None, ...]:
    """The form whose name and text a table has."""
    for form in _COLUMNS:
        if {form[0], form[1]} <= set(table.columns):
            return form
    expected = " or ".join(f"{name} and {text}" for name, text, *_ in _COLUMNS)
    raise FormatError(table.name, f"columns {expected}", ", ".join(table.columns)[:200])


def _of_table(table: Table, split: str | None) -> Iterator[Annotation]:
    keys = ("id", "text", "gloss", "signer", "fps")
    chosen = {key: name for key, name in zip(keys, _columns(table), strict=True) if name in table.columns}
    more = {name: name for name in _MORE if name in table.columns}
    names = {**chosen, **more}
    for line, cells in table.of(*(str(name) for name in names.values())):
        row = dict(zip(names, map(str.strip, cells), strict=True))
        where = f"{table.name}, line {line}"
        if not row["id"]:
            raise FormatError(where, "the name of a recording", "none")
        yield Annotation(
            recording(row["id"]),
            row["text"],
            row.get("split") or split,
            row.get("gloss"),
            signer_number(row.get("signer", "")),
            _rate(where, row.get("fps", "")),
            _words(where, row["words"]) if "words" in row else None,
            row.get("source"),
            row.get("licence"),
        )


def _words(where: str, said: str) -> tuple[str, ...]:
    found = tuple(word.strip() for word in said.split(_BETWEEN))
    if not all(found):
        raise FormatError(f"{where}, words", f"words with {_BETWEEN} between them", quoted(said))
    return found


def _rate(where: str, said: str) -> float | None:
    if not said:
        return None
    try:
        rate = float(said)
    except ValueError:
        rate = float("nan")
    if not 0 < rate <= 1000:
        raise FormatError(f"{where}, fps", "frames a second", quoted(said))
    return rate


def _of_pickle(path: Path, split: str | None) -> Iterator[Annotation]:
    content = load_pickle(path)
    rows = [{"name": name, **row} for name, row in content.items()] if _is_named(content) else content
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise FormatError(path.name, "a list of rows {name, text, gloss, signer, sign}", type(content).__name__)
    for at, row in enumerate(rows):
        name, text, gloss = row.get("name"), row.get("text"), row.get("gloss")
        if not isinstance(name, str) or not isinstance(text, str):
            raise FormatError(f"{path.name}, row {at}", "texts in name and text", quoted((name, text)))
        if isinstance(gloss, (list, tuple)) and all(isinstance(one, str) for one in gloss):
            gloss = " ".join(gloss)
        if gloss is not None and not isinstance(gloss, str):
            raise FormatError(f"{path.name}, row {at}, gloss", "text", quoted(gloss))
        yield Annotation(recording(name), text.strip(), split, gloss, signer_number(row.get("signer")))


def _is_named(content: Any) -> bool:
    return isinstance(content, dict) and all(
        isinstance(name, str) and isinstance(row, dict) for name, row in content.items()
    )


@dataclass
class Sentences(ListingReader[Annotation]):
    """Text and glosses alone, of tables and pickles that come without motion, or with features nobody can look at."""

    about: ClassVar[str] = (
        "sentences without motion: PHOENIX14T's table, gzip pickles of slt and CSL-Daily, How2Sign's table"
    )

    language: str = field(metadata={"help": "Sign language."})

    @classmethod
    def sniff(cls, source: Path) -> bool:
        """Tables and pickles of sentences, without folders beside them."""
        if source.is_file():
            return looks_annotated(source)
        entries = [path for path in source.iterdir() if not path.name.startswith(".")]
        return not any(path.is_dir() for path in entries) and any(looks_annotated(path) for path in entries)

    def listed(self, source: Path) -> list[Annotation | Dropped]:
        """All sentences; those without a text are dropped."""
        resolve(self.language)
        found = read_annotations(source).values()
        glossed = any(one.gloss for one in found)
        return [_usable(one, glossed) for one in found]

    def read(self, item: Annotation) -> CorpusRow:
        """The sentence as a row without motion."""
        return annotated_row(item, self.language, None)


def _usable(one: Annotation, glossed: bool) -> Annotation | Dropped:
    if not one.text:
        return Dropped(one.id, "no text")
    return Dropped(one.id, "no glosses, which others have") if glossed and not one.gloss else one


def annotated_row(one: Annotation, language: str, motion: Any, source: str | None = None) -> CorpusRow:
    """A row of an annotation.

    Args:
        one: The annotation.
        language: Sign language.
        motion: A pose sequence, or None.
        source: What the motion is, where the table does not say it, *optional*.
    """
    gloss = one.gloss or None
    glosses = None if gloss is None else tuple(map(SignedGloss, gloss.split()))
    row = CorpusRow(one.id, one.text, language, motion, one.split or "train", gloss, glosses, one.signer)
    return replace(row, source=one.source or source, words=one.words, licence=one.licence)
