"""`.pose` files of pose-format (sign.mt), versions 0.0 to 0.2.

Positions are in pixels of a picture of width × height; missing points are zeros with confidence 0. The z of MediaPipe
files is no pixel depth: pose-format stores it as MediaPipe gives it, in fractions of the picture's width, and tools
shift it; it is read and written as it is.
"""

from __future__ import annotations

import math
import struct
from pathlib import Path
from typing import Any

import numpy as np
from pose_format import Pose
from pose_format.numpy import NumPyPoseBody
from pose_format.pose_header import PoseHeader, PoseHeaderCache, PoseHeaderComponent, PoseHeaderDimensions
from pose_format.utils.reader import BufferReader

from signary.io.atomic import atomic_path
from signary.io.errors import FormatError, InputError
from signary.io.reading import read_bytes
from signary.pose.formats.pose_header import WORLD, Component, from_library, header_layout, layout_header
from signary.pose.sequence import MAX_FPS, PoseSequence
from signary.pose.view import in_pixels

VERSION = 0.2
_MAX_POINTS = 20_000
_LARGEST = 65_535
_BROKEN = (struct.error, ValueError, TypeError, IndexError, OverflowError, ZeroDivisionError, NotImplementedError)


def read_pose_file(path: Path | str, *, person: int = 0) -> PoseSequence:
    """One person of a `.pose` file.

    The layout is `holistic`, `holistic_refined` or `openpose137` if the points are theirs; otherwise one is made from
    the header, which then travels in `metadata["pose_header"]`. World landmarks are left out and named in
    `metadata["left_out"]`. Points with confidence 0, or with a coordinate or confidence that is no finite number, are
    missing; confidences beyond 1 are kept.

    Args:
        path: The file.
        person: Which person, from 0. Of version 0.0 pose-format reads the first only; the others are named as left out.

    Returns:
        The sequence, with `source`, `version`, `width`, `height` and `depth` in its metadata.

    Raises:
        InputError: If there is no such file or person.
        FormatError: If the file is no `.pose` file, is cut off, or its header cannot be true.
    """
    path = Path(path)
    header, body, stated_people = _parse(path)
    people = body.data.shape[1]
    if not 0 <= person < people:
        raise InputError("person", f"a number from 0 to {people - 1}" if people else "a file with people", person)
    # The shortest decimal that is this float32: 29.97, not 29.969999313.
    fps = float(str(np.float32(body.fps)))
    if not 0 < fps <= MAX_FPS:
        raise FormatError(path.name, f"frames a second above 0, at most {MAX_FPS:g}", fps)
    components = [from_library(component) for component in header.components]
    kept = [component for component in components if component.name != WORLD] or components
    columns = np.concatenate([np.full(len(part.points), part in kept) for part in components])
    confidence = np.asarray(body.confidence, dtype=np.float32)[:, person, columns]
    confidence = np.where(np.isfinite(confidence) & (confidence > 0), confidence, 0.0)
    values = np.asarray(body.data.data, dtype=np.float32)[:, person, columns]
    layout = header_layout(kept)
    metadata: dict[str, Any] = {
        "source": path.name,
        "version": round(float(header.version), 1),
        **{name: getattr(header.dimensions, name) for name in ("width", "height", "depth")},
    }
    left_out = [WORLD] if len(kept) < len(components) else []
    left_out += ["people beyond the first"] if stated_people > people else []
    if left_out:
        metadata["left_out"] = left_out
    if layout.name.startswith("pose_"):
        metadata["pose_header"] = [component.as_json() for component in kept]
    return PoseSequence.masked(values, layout, fps, confidence, metadata)


def _parse(path: Path) -> tuple[PoseHeader, NumPyPoseBody, int]:
    """Header, body, and the number of people that the file states."""
    content = read_bytes(path)
    # Another file's header with the same digest must not be taken for this one's.
    PoseHeaderCache.clear_cache()
    try:
        version = round(struct.unpack_from("<f", content)[0], 3)
        if version not in (0.0, 0.1, 0.2):
            raise FormatError(path.name, "a .pose file of version 0.0, 0.1 or 0.2", "another version or other content")
        reader = BufferReader(content)
        header = PoseHeader.read(reader)
        points = header.total_points()
        if not 0 < points <= _MAX_POINTS:
            raise FormatError(path.name, f"from 1 to {_MAX_POINTS:,} points", f"{points:,}")
        if header.num_dims() < 1:
            raise FormatError(path.name, "points with coordinates", "confidences alone")
        check = _check_frames_of_version_0 if version == 0.0 else _check_frames
        people = check(path.name, version, header, content[reader.read_offset :])
        return header, NumPyPoseBody.read(header, reader), people
    except FormatError:
        raise
    except _BROKEN as error:
        raise FormatError(path.name, "a whole .pose file", f"{type(error).__name__}: {error}") from None


def _check_frames(name: str, version: float, header: PoseHeader, body: bytes) -> int:
    layout = "<HHH" if version == 0.1 else "<fIH"
    _, frames, people = struct.unpack_from(layout, body)
    left = len(body) - struct.calcsize(layout)
    one = people * header.total_points() * (header.num_dims() + 1) * 4
    if not people:
        raise FormatError(name, "at least one person", "none")
    # Version 0.1 counts frames in 16 bits; pose-format takes their number from the bytes there are, and in a file that
    # is cut off it would take coordinates for confidences.
    if frames * one > left or (version == 0.1 and (left % one or left // one % 2**16 != frames)):
        raise FormatError(name, f"{frames:,} frames of {one:,} bytes", f"{left:,} bytes")
    return int(people)


def _check_frames_of_version_0(name: str, version: float, header: PoseHeader, body: bytes) -> int:
    """Every frame of version 0.0 has its own number of people, each with a number before the points."""
    person = 2 + 4 * sum(len(component.points) * len(component.format) for component in header.components)
    _, frames = struct.unpack_from("<HH", body)
    at, most = 4, 0
    for _ in range(frames):
        (people,) = struct.unpack_from("<H", body, at)
        at, most = at + 2 + people * person, max(most, people)
    if not frames or at > len(body):
        raise FormatError(name, f"{at:,} bytes of frames", f"{len(body):,}")
    return most


def write_pose_file(sequence: PoseSequence, path: Path | str) -> None:
    """Write a sequence as a `.pose` file of version 0.2.

    Motion that is not in pixels is drawn into a picture first (`signary.pose.view`): SMPL-X as MediaPipe
    Holistic, other layouts with their own joints. Without a width and height in the metadata the picture is as large
    as the largest coordinates. fps and confidence are written as float32; certain joints have confidence 1.

    Args:
        sequence: The sequence.
        path: The file to write; it appears whole or not at all.

    Raises:
        InputError: If the folder cannot be written to, or the sequence cannot be drawn (see `in_pixels`).
    """
    sequence = in_pixels(sequence)
    components = [_to_library(component) for component in layout_header(sequence.layout, sequence.metadata)]
    joints = np.nan_to_num(sequence.joints, nan=0.0)
    body = NumPyPoseBody(sequence.fps, joints[:, None], np.ascontiguousarray(sequence.certainty)[:, None])
    header = PoseHeader(VERSION, PoseHeaderDimensions(*_picture(sequence)), components)
    with atomic_path(path) as temporary, temporary.open("wb") as file:
        Pose(header, body).write(file)


def _picture(sequence: PoseSequence) -> tuple[int, int, int]:
    sizes = []
    for at, name in enumerate(("width", "height", "depth")):
        size = sequence.metadata.get(name)
        if size is None and name != "depth":
            reach = sequence.joints[..., at] if at < len(sequence.layout.channels) else np.zeros(1)
            size = np.nanmax(reach, initial=1.0)
        sizes.append(min(max(math.ceil(float(size or 0)), 0), _LARGEST))
    return sizes[0], sizes[1], sizes[2]


def _to_library(component: Component) -> PoseHeaderComponent:
    """A component of ours as one of pose-format, which cuts names that are not ASCII in the middle."""
    points = [_ascii(point) for point in component.points]
    return PoseHeaderComponent(
        _ascii(component.name), points, list(component.limbs), list(component.colors), component.format
    )


def _ascii(text: str) -> str:
    return text.encode("ascii", "backslashreplace").decode("ascii")
