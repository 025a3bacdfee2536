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

__all__ = ["FORMATS", "Format", "options_of", "read_pose", "read_skels", "write_pose", "write_skels"]


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

    What of the file the sequence does not hold (other people, joints without a place in the layout, arrays that are not
    read) is named in `metadata["left_out"]`, a list of texts.

    Args:
        path: A `.pose`, `.npz` or `.skels` file, or a folder.
        **options: What the format asks for: `person` (`.pose`, folders) and `index` (`.skels`) from 0, `fps` for what
            states no frame rate. `options_of` says which there are.

    Raises:
        InputError: If there is no such file, its suffix is unknown, or an option is not one of its format.
        FormatError: If the content is not what the suffix promises.
    """
    path = Path(path)
    found = _format_of(path)
    for option, value in options.items():
        if option not in options_of(path):
            raise InputError(
                option, f"an option for {_kind(path)}: {', '.join(options_of(path))}", f"{option}={value!r}"
            )
    return found.read(path, **options)


def options_of(path: Path | str) -> tuple[str, ...]:
    """The options that `read_pose` takes for a file or folder.

    Raises:
        InputError: If there is no such file, or its suffix is unknown.
    """
    parameters = inspect.signature(_format_of(Path(path)).read).parameters
    return tuple(name for name, what in parameters.items() if what.kind is what.KEYWORD_ONLY)


def _format_of(path: Path) -> Format:
    if not path.exists():
        raise InputError("path", "an existing file or folder", repr(str(path)))
    suffix = "" if path.is_dir() else path.suffix.lower()
    if suffix not in FORMATS or (suffix == "" and not path.is_dir()):
        raise InputError("path", f"{_known()} or a folder of OpenPose JSON files", repr(str(path)))
    return FORMATS[suffix]


def _kind(path: Path) -> str:
    return "a folder" if path.is_dir() else path.suffix.lower()


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
