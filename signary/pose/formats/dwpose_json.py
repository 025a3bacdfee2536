"""Frames of DWPose as JSON: `num_persons`, and a `person_N` with points of body 18, face 68 and hands 21 + 21.

Coordinates are shares of a picture whose size the files do not say. `body_scores` are no confidences: each is the index
of its point, −1 where it is missing. Scores of face and hands are confidences, at times beyond 1, and a point without
one above 0 is missing. The layout is `openpose137`, of which the hips' middle, feet and pupils stay missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from signary.io.budget import OPENPOSE_FRAME
from signary.io.errors import FormatError
from signary.io.json_file import parse_json
from signary.io.reading import read_bytes
from signary.pose.formats.openpose_json import FPS
from signary.pose.formats.people import other_people, with_left_out
from signary.pose.formats.rates import settle_rate
from signary.pose.formats.tracking import follow_person
from signary.pose.layout import PoseLayout
from signary.pose.picture_size import ASSUMED
from signary.pose.registry import get_layout
from signary.pose.sequence import PoseSequence

#: OpenPose's 18 points of a body, in the names of our layouts.
BODY18 = (
    *("nose", "neck", "right_shoulder", "right_elbow", "right_wrist", "left_shoulder", "left_elbow", "left_wrist"),
    *("right_hip", "right_knee", "right_ankle", "left_hip", "left_knee", "left_ankle"),
    *("right_eye", "left_eye", "right_ear", "left_ear"),
)
_PARTS = {"body": len(BODY18), "face": 68, "left_hand": 21, "right_hand": 21}
_MAX_PEOPLE = 100
#: Side of the square that shares become pixels of: the files do not say how large the picture was.
SIDE = 1000


def read_dwpose_frames(name: str, files: Mapping[int, Path], person: int | None, fps: float | None) -> PoseSequence:
    """One person of numbered frames.

    Args:
        name: Of their folder.
        files: Number -> file; frames without one are missing.
        person: Which person, from 0 for who is seen in most frames; the default.
        fps: Frames a second; by default 24, and `metadata["fps_assumed"]` says so.

    Returns:
        The sequence, in pixels of a square picture: `metadata["picture_assumed"]` says that its sides are not known.

    Raises:
        InputError: If no frame has that person.
        FormatError: If a file is broken.
    """
    layout = get_layout("openpose137")
    table, who, most = follow_person({number: _people(file) for number, file in files.items()}, person)
    metadata: dict[str, Any] = {"source": name, "width": SIDE, "height": SIDE, ASSUMED: True}
    metadata = with_left_out(metadata, other_people(who, most))
    if fps is None:
        metadata["fps_assumed"] = True
    rate = FPS if fps is None else settle_rate(name, None, fps)
    return PoseSequence.masked(table[..., :2], layout, rate, table[..., 2], metadata)


def _people(file: Path) -> np.ndarray:
    """Points of everybody in a frame, shape (people, 137, 3); the confidence of points that are nowhere is 0."""
    frame = parse_json(read_bytes(file, OPENPOSE_FRAME.on_disk), file.name, OPENPOSE_FRAME)
    count = frame.get("num_persons")
    if not isinstance(count, int) or isinstance(count, bool) or not 0 <= count <= _MAX_PEOPLE:
        raise FormatError(file.name, f"num_persons of 0 to {_MAX_PEOPLE}", str(count))
    layout = get_layout("openpose137")
    people = [_person(file.name, frame.get(f"person_{at}"), layout) for at in range(count)]
    return np.array(people, dtype=np.float32).reshape(-1, len(layout.joints), 3)


def _person(name: str, person: Any, layout: PoseLayout) -> np.ndarray:
    if not isinstance(person, dict):
        raise FormatError(name, "people with keypoints", "other content")
    points = np.zeros((len(layout.joints), 3), dtype=np.float32)
    for part, joints in _places(layout).items():
        found = _numbers(name, person.get(f"{part}_keypoints"), f"{part}_keypoints", (_PARTS[part], 2))
        scores = _numbers(name, person.get(f"{part}_scores"), f"{part}_scores", (_PARTS[part],))
        # Of the body a score is the point's index, and -1 where there is none.
        sure = (scores >= 0).astype(np.float32) if part == "body" else scores
        seen = np.isfinite(found).all(-1) & np.isfinite(sure) & (sure > 0) & (found >= 0).all(-1)
        points[joints, :2] = np.where(seen[:, None], found * SIDE, 0.0)
        points[joints, 2] = np.where(seen, sure, 0.0)
    return points


def _places(layout: PoseLayout) -> dict[str, list[int]]:
    hands = {side: [layout.index(f"{side}_hand_wrist") + at for at in range(21)] for side in ("left", "right")}
    return {
        "body": [layout.index(joint) for joint in BODY18],
        "face": [layout.index(f"face_op{at}") for at in range(_PARTS["face"])],
        **{f"{side}_hand": joints for side, joints in hands.items()},
    }


def _numbers(name: str, found: Any, field: str, shape: tuple[int, ...]) -> np.ndarray:
    """Numbers of a part; zeros where the detector was switched off."""
    if not found and isinstance(found, (list, type(None))):
        return np.zeros(shape, np.float32)
    try:
        with np.errstate(over="ignore"):
            array = np.array(found, dtype=np.float32)
    except (ValueError, TypeError, OverflowError):
        raise FormatError(name, f"numbers in {field}", "other content") from None
    if array.shape != shape:
        raise FormatError(name, f"{field} of shape {shape}", f"shape {array.shape}")
    return array
