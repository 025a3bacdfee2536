"""A folder of OpenPose JSON files, one a frame, as How2Sign has them.

A person is 137 × (x, y, confidence): body 25, face 70, hands 21 + 21, in pixels.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np

from signary.io.errors import FormatError, InputError
from signary.io.reading import read_bytes
from signary.pose.registry import get_layout
from signary.pose.sequence import PoseSequence

#: How2Sign's nominal rate; the files themselves hold none.
FPS = 24.0
_FIELDS = {
    "pose_keypoints_2d": 25,
    "face_keypoints_2d": 70,
    "hand_left_keypoints_2d": 21,
    "hand_right_keypoints_2d": 21,
}
_NUMBERS = 3 * sum(_FIELDS.values())
#: A frame with a dozen people has less than a tenth of this.
_MAX_FILE = 8 << 20
#: Frames that no file stands for, for each file there is: more is a mistake in a name, not a gap.
_MAX_GAPS = 100


def read_openpose_folder(path: Path | str, *, person: int = 0, fps: float | None = None) -> PoseSequence:
    """One person of a folder of `…_000000000012_keypoints.json` files, of layout `openpose137`.

    Frames run from the lowest number in a name to the highest. Frames without a file, frames without the person, and
    points with confidence 0 are missing; confidences beyond 1 are kept.

    Args:
        path: The folder.
        person: Which of the people in each frame, from 0 in OpenPose's order, which may change between frames.
        fps: Frames a second; by default How2Sign's 24, and `metadata["fps_assumed"]` says so.

    Raises:
        InputError: If there is no such folder, or no frame has that person.
        FormatError: If the folder holds no such files, or one of them is broken.
    """
    path = Path(path)
    if not path.is_dir():
        raise InputError("path", "an existing folder", repr(str(path)))
    files = _numbered(path)
    first, last = min(files), max(files)
    if last - first >= len(files) * _MAX_GAPS:
        raise FormatError(path.name, f"at most {_MAX_GAPS} missing frames a file", f"frames {first} to {last}")
    table = np.zeros((last - first + 1, _NUMBERS), dtype=np.float32)
    most = 0
    for number, file in files.items():
        people = _people(file)
        most = max(most, len(people))
        if 0 <= person < len(people):
            table[number - first] = _numbers(file.name, people[person])
    if not 0 <= person < most:
        raise InputError("person", f"a number from 0 to {most - 1}" if most else "a folder with people", person)
    points = table.reshape(len(table), -1, 3)
    confidence = np.where(np.isfinite(points[..., 2]) & (points[..., 2] > 0), points[..., 2], 0.0)
    metadata: dict[str, Any] = {"source": path.name}
    if fps is None:
        metadata["fps_assumed"] = True
    rate = FPS if fps is None else fps
    return PoseSequence.masked(points[..., :2], get_layout("openpose137"), rate, confidence, metadata)


def _numbered(folder: Path) -> dict[int, Path]:
    files: dict[int, Path] = {}
    for file in sorted(folder.glob("*.json")):
        found = re.search(r"(\d{1,15})(?:_keypoints)?\.json$", file.name)
        if not found:
            raise FormatError(file.name, "a frame number before _keypoints.json", "none")
        if int(found[1]) in files:
            raise FormatError(file.name, "one file a frame", f"{files[int(found[1])].name} for the same frame")
        files[int(found[1])] = file
    if not files:
        raise FormatError(folder.name, "OpenPose files such as 000000000000_keypoints.json", "none")
    return files


def _people(file: Path) -> list[Any]:
    try:
        frame = json.loads(read_bytes(file, _MAX_FILE))
    except (ValueError, RecursionError) as error:
        raise FormatError(file.name, "JSON", str(error)) from None
    people = frame.get("people") if isinstance(frame, dict) else None
    if not isinstance(people, list):
        raise FormatError(file.name, "a list `people`", "none")
    return people


def _numbers(name: str, person: Any) -> np.ndarray:
    if not isinstance(person, dict):
        raise FormatError(name, "people with keypoints", "other content")
    parts = []
    for field, points in _FIELDS.items():
        numbers = person.get(field) or [0.0] * (3 * points)  # a detector that is switched off writes an empty list
        try:
            part = np.array(numbers, dtype=np.float32)
        except (ValueError, TypeError, OverflowError):
            raise FormatError(name, f"numbers in {field}", "other content") from None
        if part.shape != (3 * points,):
            raise FormatError(name, f"{3 * points} numbers in {field}", f"shape {part.shape}")
        parts.append(part)
    return np.concatenate(parts)
