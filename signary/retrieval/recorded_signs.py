"""Recordings of signs, one by one, into the table that dictionaries are built of."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import asdict, dataclass
from pathlib import Path

from signary.io.atomic import atomic_path
from signary.io.errors import FormatError, InputError
from signary.io.reading import read_bytes
from signary.io.tables import read_table
from signary.language.languages import resolve
from signary.pose.formats import write_pose
from signary.pose.sequence import PoseSequence
from signary.retrieval.recordings import BETWEEN_WORDS, TABLE

CLIPS = "clips"
#: Recordings of one word in one folder.
_TAKES = 10_000
_LONGEST = 60


@dataclass(frozen=True)
class RecordedSign:
    """What a recording stands for: a row of the table, but for its path.

    Attributes:
        words: With `;` between them.
        language: Id, ISO 639-3 code or name of the sign language; here it becomes the id.
        gloss: What the sign is called, or empty.
        source: Who recorded it, or empty.
        licence: Under which it may be used, or empty.

    Raises:
        InputError: If there is no word.
        UnknownLanguageError: If the language is not registered.
    """

    words: str
    language: str
    gloss: str = ""
    source: str = ""
    licence: str = ""

    def __post_init__(self) -> None:
        words = [word.strip() for word in self.words.split(BETWEEN_WORDS)]
        if not all(words):
            raise InputError("words", "at least one, none of them empty", repr(self.words))
        object.__setattr__(self, "words", BETWEEN_WORDS.join(words))
        object.__setattr__(self, "language", resolve(self.language).id)


def add_recording(folder: Path, sign: RecordedSign, motion: PoseSequence) -> Path:
    """Write a recording beside the others of a folder, and a row of it in their table; both are made if not there.

    Args:
        folder: Of `signs.csv` and `clips/`.
        sign: What it stands for.
        motion: The recording, of any layout.

    Returns:
        The file of the recording.

    Raises:
        InputError: If the folder cannot be made or written to, or the recording has no frame.
        FormatError: If the table that is there lacks a column for something that is known of the sign.
    """
    if not len(motion):
        raise InputError("recording", "at least one frame", "none")
    table = folder / TABLE
    row = {key: value for key, value in asdict(sign).items() if value or key in ("words", "language")}
    columns, written = _table(table, row)
    try:
        (folder / CLIPS).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError("folder", "a folder that can be made", f"{str(folder)!r} ({error.strerror})") from None
    path = _free(folder / CLIPS, sign.words.partition(BETWEEN_WORDS)[0])
    write_pose(motion, path)
    line = io.StringIO()
    values = {**row, "path": f"{CLIPS}/{path.name}"}
    csv.writer(line, lineterminator="\n").writerow([values.get(column, "") for column in columns])
    with atomic_path(table) as temporary:
        temporary.write_text(written + line.getvalue(), encoding="utf-8")
    return path


def _table(table: Path, row: dict[str, str]) -> tuple[list[str], str]:
    """Columns of the table, and what is in it, with a line break at its end."""
    if not table.is_file():
        columns = ["path", *RecordedSign.__dataclass_fields__]
        return columns, ",".join(columns) + "\n"
    found = read_table(table, ("path", *RecordedSign.__dataclass_fields__), lambda header: header.need("path", *row))
    written = read_bytes(table).decode("utf-8-sig").replace("\r\n", "\n")
    if found.separator != ",":
        raise FormatError(table.name, "cells parted by commas", f"cells parted by {found.parted_by}")
    return list(found.columns), written if written.endswith("\n") else written + "\n"


def _free(folder: Path, word: str) -> Path:
    """A file's name that nothing has: the word, and a number."""
    name = re.sub(r"[^\w-]+", "_", word).strip("_")[:_LONGEST] or "sign"
    for take in range(1, _TAKES):
        path = folder / f"{name}-{take}.npz"
        if not path.exists():
            return path
    raise InputError("folder", f"fewer than {_TAKES:,} recordings of one word", f"{_TAKES:,}")
