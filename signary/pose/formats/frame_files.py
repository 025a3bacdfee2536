"""The files of a folder that has one JSON file a frame, by the numbers in their names."""

from __future__ import annotations

import re
from pathlib import Path

from signary.io.budget import OPENPOSE
from signary.io.errors import FormatError

#: Frames that no file stands for, for each file there is: more is a mistake in a name, not a gap.
_MAX_GAPS = 100


def numbered_files(folder: Path, detector: str, ending: str = "") -> dict[int, Path]:
    """Frame number -> file.

    Args:
        folder: There is one.
        detector: Name of what made the files.
        ending: What may stand between number and `.json`.

    Raises:
        FormatError: If a file has no number, two have the same, most frames have no file, or there is no file.
        UnsafeFileError: If there are more frames than a clip has.
    """
    files: dict[int, Path] = {}
    for file in sorted(folder.glob("*.json")):
        found = re.search(rf"(\d{{1,15}})(?:{re.escape(ending)})?\.json$", file.name)
        if not found:
            raise FormatError(file.name, f"a frame number before {ending}.json", "none")
        if int(found[1]) in files:
            raise FormatError(file.name, "one file a frame", f"{files[int(found[1])].name} for the same frame")
        files[int(found[1])] = file
    if not files:
        raise FormatError(folder.name, f"{detector} files such as 000000000000{ending}.json", "none")
    first, last = min(files), max(files)
    if last - first >= len(files) * _MAX_GAPS:
        raise FormatError(folder.name, f"at most {_MAX_GAPS} missing frames a file", f"frames {first} to {last}")
    OPENPOSE.check_items(folder.name, last - first + 1, "frames")
    return files
