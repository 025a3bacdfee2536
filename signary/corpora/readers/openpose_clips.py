"""Clips of keypoints as a corpus: a folder of OpenPose JSON a clip, and a table that says what is signed.

clips/  NAME/000000000000_keypoints.json …        table.tsv  clip<TAB>text
"""

from __future__ import annotations

from pathlib import Path

from datasets import Dataset

from signary.corpora.readers.keypoint_rows import keypoint_rows
from signary.io.errors import FormatError, InputError
from signary.io.tables import read_table
from signary.language.languages import resolve
from signary.pose.formats import read_pose

#: Columns of the table.
NAME, TEXT = "clip", "text"
#: Bytes of a name; no file system has longer ones.
_MAX_NAME = 255


def load_openpose_clips(folder: Path | str, table: Path | str, *, fps: float, language: str) -> Dataset:
    """The clips of a table, in its order; folders that it does not name are left alone.

    Args:
        folder: Where each clip has a folder of its name.
        table: With the columns `clip` and `text` (`signary.io.tables`); others are not read.
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
    found = dict[str, str]()
    rows = read_table(table, (NAME, TEXT), lambda header: header.need(NAME, TEXT))
    for number, cells in rows.of(NAME, TEXT):
        name, text = (cell.strip() for cell in cells)
        if not name or not text or name in found:
            raise FormatError(f"{table.name}, line {number}", "a new clip and its text", f"{name!r} and {text!r}")
        # A name, not a path: nothing outside the folder is read.
        if Path(name).name != name or name == ".." or len(name.encode()) > _MAX_NAME:
            raise FormatError(f"{table.name}, line {number}", "the name of a folder", repr(name))
        found[name] = text
    if not found:
        raise FormatError(table.name, "at least one clip", "none")
    return found
