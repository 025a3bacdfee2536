"""Folders of one JSON file a frame, of several detectors: which it is, and its files by the numbers in their names."""

from __future__ import annotations

import re
from pathlib import Path

from signary.io.budget import OPENPOSE, OPENPOSE_FRAME
from signary.io.errors import FormatError, InputError
from signary.io.json_file import parse_json
from signary.io.reading import read_bytes
from signary.pose.formats.dwpose_json import read_dwpose_frames
from signary.pose.formats.openpose_json import read_openpose_folder
from signary.pose.sequence import PoseSequence

#: Frames that no file stands for, for each file there is: more is a mistake in a name, not a gap.
_MAX_GAPS = 100


def read_frames_folder(path: Path | str, *, person: int | None = None, fps: float | None = None) -> PoseSequence:
    """One person of a folder of JSON files, of OpenPose (`read_openpose_folder`) or DWPose (`read_dwpose_frames`).

    Args:
        path: The folder.
        person: Which person, from 0; by default who is seen in most frames.
        fps: Frames a second; by default 24, and `metadata["fps_assumed"]` says so.

    Raises:
        InputError: If there is no such folder, or no frame has that person.
        FormatError: If the folder holds no such files, or one of them is broken.
        UnsafeFileError: If the folder asks for more memory than a clip needs.
    """
    path = Path(path)
    if not path.is_dir():
        raise InputError("path", "an existing folder", repr(str(path)))
    if not is_dwpose(path):
        return read_openpose_folder(path, person=person, fps=fps)
    return read_dwpose_frames(path.name, _numbered(path), person, fps)


def is_dwpose(folder: Path) -> bool:
    """Whether the first JSON file of a folder is one of DWPose's: `num_persons` instead of `people`."""
    first = min(folder.glob("*.json"), default=None)
    if first is None:
        return False
    frame = parse_json(read_bytes(first, OPENPOSE_FRAME.on_disk), first.name, OPENPOSE_FRAME, object)
    return isinstance(frame, dict) and "people" not in frame and "num_persons" in frame


def _numbered(folder: Path) -> dict[int, Path]:
    files: dict[int, Path] = {}
    for file in sorted(folder.glob("*.json")):
        found = re.search(r"(\d{1,15})\.json$", file.name)
        if not found:
            raise FormatError(file.name, "a frame number before .json", "none")
        if int(found[1]) in files:
            raise FormatError(file.name, "one file a frame", f"{files[int(found[1])].name} for the same frame")
        files[int(found[1])] = file
    first, last = min(files), max(files)
    if last - first >= len(files) * _MAX_GAPS:
        raise FormatError(folder.name, f"at most {_MAX_GAPS} missing frames a file", f"frames {first} to {last}")
    OPENPOSE.check_items(folder.name, last - first + 1, "frames")
    return files
