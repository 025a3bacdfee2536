"""Folders of one file a frame: which form it is, and DWPose's files by the numbers in their names."""

from __future__ import annotations

from pathlib import Path

from signary.io.budget import OPENPOSE_FRAME
from signary.io.errors import InputError
from signary.io.json_file import parse_json
from signary.io.reading import read_bytes
from signary.pose.formats.dwpose_json import read_dwpose_frames
from signary.pose.formats.frame_files import numbered_files
from signary.pose.formats.openpose_json import read_openpose_folder
from signary.pose.formats.soke_frames import has_soke_frames, read_soke_folder
from signary.pose.sequence import PoseSequence


def read_frames_folder(path: Path | str, *, person: int | None = None, fps: float | None = None) -> PoseSequence:
    """One person of a folder of JSON files, of OpenPose (`read_openpose_folder`) or DWPose (`read_dwpose_frames`).

    A folder of SOKE's pickles is read as well (`read_soke_folder`).

    Args:
        path: The folder.
        person: Which person, from 0; by default who is seen in most frames. Pickles have one.
        fps: Frames a second; by default 24, and `metadata["fps_assumed"]` says so. Pickles have no usual rate.

    Raises:
        InputError: If there is no such folder, no frame has that person, or pickles are given no rate.
        FormatError: If the folder holds no such files, or one of them is broken.
        UnsafeFileError: If the folder asks for more memory than a clip needs.
    """
    path = Path(path)
    if not path.is_dir():
        raise InputError("path", "an existing folder", repr(str(path)))
    if has_soke_frames(path):
        if person:
            raise InputError("person", f"0, whom alone {path.name} has", person)
        return read_soke_folder(path, fps=fps)
    if not is_dwpose(path):
        return read_openpose_folder(path, person=person, fps=fps)
    return read_dwpose_frames(path.name, numbered_files(path, "DWPose"), person, fps)


def is_dwpose(folder: Path) -> bool:
    """Whether the first JSON file of a folder is one of DWPose's: `num_persons` instead of `people`."""
    first = min(folder.glob("*.json"), default=None)
    if first is None:
        return False
    frame = parse_json(read_bytes(first, OPENPOSE_FRAME.on_disk), first.name, OPENPOSE_FRAME, object)
    return isinstance(frame, dict) and "people" not in frame and "num_persons" in frame
