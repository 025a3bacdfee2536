"""Files of pose sequences: one module a format, one function to read them all and one to write."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from signary.io.errors import InputError
from signary.pose.formats.npz_file import read_npz_file, write_npz_file
from signary.pose.formats.openpose_json import read_openpose_folder
from signary.pose.formats.pose_file import read_pose_file, write_pose_file
from signary.pose.formats.skels import read_skels, read_skels_file, write_skels, write_skels_file
from signary.pose.sequence import PoseSequence

__all__ = ["FORMATS", "Format", "read_pose", "read_skels", "write_pose", "write_skels"]


@dataclass(frozen=True)
class Format:
    """How one kind of file is read and, unless `write` is None, written."""

    read: Callable[..., PoseSequence]
    write: Callable[[PoseSequence, Path | str], None] | None


#: By suffix in lower case; a folder has the empty suffix.
FORMATS = {
    ".pose": Format(read_pose_file, write_pose_file),
    ".npz": Format(read_npz_file, write_npz_file),
    ".skels": Format(read_skels_file, write_skels_file),
    "": Format(read_openpose_folder, None),
}


def read_pose(path: Path | str, **options: Any) -> PoseSequence:
    """The pose sequence in a file, whose suffix says what it is, or in a folder of OpenPose JSON files.

    Args:
        path: A `.pose`, `.npz` or `.skels` file, or a folder.
        **options: What the format asks for: `person` (`.pose`, folders), `fps` (`.npz`, folders), `index` (`.skels`).

    Raises:
        InputError: If there is no such file, its suffix is unknown, or an option is not one of its format.
        FormatError: If the content is not what the suffix promises.
    """
    path = Path(path)
    if not path.exists():
        raise InputError("path", "an existing file or folder", repr(str(path)))
    suffix = "" if path.is_dir() else path.suffix.lower()
    if suffix not in FORMATS or (suffix == "" and not path.is_dir()):
        raise InputError("path", f"{_known()} or a folder of OpenPose JSON files", repr(str(path)))
    read = FORMATS[suffix].read
    known = [name for name, what in inspect.signature(read).parameters.items() if what.kind is what.KEYWORD_ONLY]
    for option in options:
        if option not in known:
            raise InputError("options", f"for {suffix or 'a folder'}: {', '.join(known)}", repr(option))
    return read(path, **options)


def write_pose(sequence: PoseSequence, path: Path | str) -> None:
    """Write a pose sequence in the format that the suffix of `path` names; the file appears whole or not at all.

    Args:
        sequence: The sequence.
        path: A path that ends in `.pose`, `.npz` or `.skels`.

    Raises:
        InputError: If the suffix is unknown, the folder cannot be written to, or the format cannot hold the sequence.
    """
    found = FORMATS.get(Path(path).suffix.lower())
    if found is None or found.write is None:
        raise InputError("output", _known(), repr(str(path)))
    found.write(sequence, path)


def _known() -> str:
    suffixes = [suffix for suffix in FORMATS if suffix]
    return f"a path that ends in {', '.join(suffixes[:-1])} or {suffixes[-1]}"
