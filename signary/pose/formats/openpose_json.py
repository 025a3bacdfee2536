"""A folder of OpenPose JSON files, one a frame, as How2Sign has them.

A person is 137 × (x, y, confidence): body 25, face 70, hands 21 + 21, in pixels.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from signary.io.budget import OPENPOSE_FRAME
from signary.io.errors import FormatError, InputError
from signary.io.json_file import parse_json
from signary.io.reading import read_bytes
from signary.pose.formats.frame_files import numbered_files
from signary.pose.formats.people import other_people, with_left_out
from signary.pose.formats.rates import settle_rate
from signary.pose.formats.tracking import follow_person
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
_POINTS = sum(_FIELDS.values())
#: A crowd; a frame of a signer has two or three at most.
_MAX_PEOPLE = 100


def read_openpose_folder(path: Path | str, *, person: int | None = None, fps: float | None = None) -> PoseSequence:
    """One person of a folder of `…_000000000012_keypoints.json` files, of layout `openpose137`.

    Frames run from the lowest number in a name to the highest. Frames without a file, frames without the person, and
    points with confidence 0 are missing; confidences beyond 1 are kept. Where frames have several people, they are
    followed by their places (`tracking`), as OpenPose's order may change; the others are named in
    `metadata["left_out"]`.

    Args:
        path: The folder.
        person: Which person, from 0 for who is seen in most frames; the default.
        fps: Frames a second; by default How2Sign's 24, and `metadata["fps_assumed"]` says so.

    Raises:
        InputError: If there is no such folder, or no frame has that person.
        FormatError: If the folder holds no such files, or one of them is broken.
        UnsafeFileError: If the folder asks for more memory than a clip needs.
    """
    path = Path(path)
    if not path.is_dir():
        raise InputError("path", "an existing folder", repr(str(path)))
    files = numbered_files(path, "OpenPose", "_keypoints")
    table, who, most = follow_person({number: _people(file) for number, file in files.items()}, person)
    metadata = with_left_out({"source": path.name}, other_people(who, most))
    if fps is None:
        metadata["fps_assumed"] = True
    rate = FPS if fps is None else settle_rate(path.name, None, fps)
    return PoseSequence.masked(table[..., :2], get_layout("openpose137"), rate, table[..., 2], metadata)


def _people(file: Path) -> np.ndarray:
    """Points of everybody in a frame, shape (people, 137, 3); the confidence of points that are nowhere is 0."""
    frame = parse_json(read_bytes(file, OPENPOSE_FRAME.on_disk), file.name, OPENPOSE_FRAME)
    people = frame.get("people")
    if not isinstance(people, list):
        raise FormatError(file.name, "a list `people`", "none")
    if len(people) > _MAX_PEOPLE:
        raise FormatError(file.name, f"at most {_MAX_PEOPLE} people", len(people))
    points = np.array([_numbers(file.name, person) for person in people], dtype=np.float32).reshape(-1, _POINTS, 3)
    # NaN is not above 0.
    points[..., 2] = np.where(np.isfinite(points).all(-1) & (points[..., 2] > 0), points[..., 2], 0.0)
    points[points[..., 2] == 0] = 0.0
    return points


def _numbers(name: str, person: Any) -> np.ndarray:
    if not isinstance(person, dict):
        raise FormatError(name, "people with keypoints", "other content")
    parts = []
    for field, points in _FIELDS.items():
        numbers = person.get(field) or [0.0] * (3 * points)  # a detector that is switched off writes an empty list
        try:
            with np.errstate(over="ignore"):  # what no float32 can hold is missing
                part = np.array(numbers, dtype=np.float32)
        except (ValueError, TypeError, OverflowError):
            raise FormatError(name, f"numbers in {field}", "other content") from None
        if part.shape != (3 * points,):
            raise FormatError(name, f"{3 * points} numbers in {field}", f"shape {part.shape}")
        parts.append(part)
    return np.concatenate(parts)
