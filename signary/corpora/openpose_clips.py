"""Clips of keypoints as a corpus: a folder of OpenPose JSON a clip, and a table that says what is signed.

clips/  NAME/000000000000_keypoints.json …        table.tsv  clip<TAB>text
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

from datasets import Dataset

from signary.corpora.keypoint_rows import keypoint_rows
from signary.io.errors import FormatError, InputError
from signary.io.reading import read_bytes
from signary.language.languages import resolve
from signary.pose.formats import read_pose

#: Columns of the table.
NAME, TEXT = "clip", "text"
#: A hundred times the sentences of How2Sign.
_MAX_TABLE = 1 << 30


def load_openpose_clips(folder: Path | str, table: Path | str, *, fps: float, language: str) -> Dataset:
    """The clips of a table, in its order; folders that it does not name are left alone.

    Args:
        folder: Where each clip has a folder of its name.
        table: Lines parted by tabs, UTF-8, with the columns `clip` and `text`; others are not read.
        fps: Frames a second of the clips, which the files do not say.
        language: Sign language, by id, ISO 639-3 code or name.

    Returns:
        Columns id, text, language, fps, poses (T, 274; pixels, NaN where a point is missing) and confidence (T, 137;
        0 where missing, as the detector gave it, at times a little beyond 1).

    Raises:
        InputError: If there is no such table, or a clip has no folder.
        FormatError: If the table has no such columns, a clip stands twice or has no text, or a clip's files are broken.
        UnknownLanguageError: If the language is not registered.
    """
    spoken, texts = resolve(language).id, _sentences(Path(table))
    motion = ((name, text, read_pose(Path(folder) / name, fps=fps)) for name, text in texts.items())
    return keypoint_rows(motion, spoken, fps)


def _sentences(table: Path) -> dict[str, str]:
    """Text of every clip."""
    if not table.is_file():
        raise InputError("table", "a file with the columns clip and text", repr(str(table)))
    try:
        content = read_bytes(table, _MAX_TABLE).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FormatError(table.name, "UTF-8", str(error)) from None
    lines = csv.DictReader(io.StringIO(content, newline=""), delimiter="\t")
    if missing := {NAME, TEXT} - set(lines.fieldnames or ()):
        raise FormatError(table.name, f"columns {NAME} and {TEXT}", f"none of {', '.join(sorted(missing))}")
    found = dict[str, str]()
    for number, line in enumerate(lines, 2):
        name, text = ((line[column] or "").strip() for column in (NAME, TEXT))
        if not name or not text or name in found:
            raise FormatError(f"{table.name}, line {number}", "a new clip and its text", f"{name!r} and {text!r}")
        # A name, not a path: nothing outside the folder is read.
        if Path(name).name != name or name == "..":
            raise FormatError(f"{table.name}, line {number}", "the name of a folder", repr(name))
        found[name] = text
    if not found:
        raise FormatError(table.name, "at least one clip", "none")
    return found
