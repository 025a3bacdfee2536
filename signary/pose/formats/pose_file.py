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
from pose_format.pose_header import PoseHeader, PoseHeaderComponent, PoseHeaderDimensions
from pose_format.utils.reader import BufferReader, ConstStructs

from signary.io.atomic import atomic_path
from signary.io.budget import POSE
from signary.io.errors import FormatError, InputError
from signary.io.reading import read_bytes
from signary.pose.formats.people import choose_person, other_people, with_left_out
from signary.pose.formats.pose_body import read_body
from signary.pose.formats.pose_header import WORLD, Component, from_library, header_layout, layout_header
from signary.pose.formats.rates import settle_rate, shortest_rate
from signary.pose.sequence import PoseSequence
from signary.pose.view import in_pixels

VERSION = 0.2
#: Estimators have up to six components; each joint is a channel of at most x, y, z and some more.
_MAX_COMPONENTS, _MAX_CHANNELS, _MAX_LIMBS = 100, 16, 65_535
_LARGEST = 65_535
_BROKEN = (struct.error, ValueError, TypeError, IndexError, OverflowError, ZeroDivisionError, NotImplementedError)


def read_pose_file(path: Path | str, *, person: int | None = None, fps: float | None = None) -> PoseSequence:
    """One person of a `.pose` file.

    The layout is `holistic`, `holistic_refined` or `openpose137` if the points are theirs; otherwise one is made from
    the header, which then travels in `metadata["pose_header"]`. World landmarks and other people are left out and named
    in `metadata["left_out"]`. Points with confidence 0, or with a coordinate or confidence that is no finite number,
    are missing; confidences beyond 1 are kept.

    Args:
        path: The file.
        person: Which person, from 0; by default the first. In version 0.0 frames may have different numbers of people.
        fps: Frames a second: for files that state 0, or for those of version 0.1, which hold whole numbers only, the
            rate that was rounded.

    Returns:
        The sequence, with `source`, `version`, `width`, `height` and `depth` in its metadata.

    Raises:
        InputError: If there is no such file or person, `fps` is not what the file states, or nobody asks for the first
            person, who is missing in all frames while others are seen.
        FormatError: If the file is no `.pose` file, is cut off, or its header cannot be true.
        UnsafeFileError: If it asks for more memory than its size explains.
    """
    path = Path(path)
    content = read_bytes(path, POSE.on_disk)
    try:
        header, start = _read_header(path.name, content)
        body = read_body(path.name, header, content, start, person or 0)
    except InputError:
        raise
    except _BROKEN as error:
        raise FormatError(path.name, "a whole .pose file", f"{type(error).__name__}: {error}") from None
    rate = settle_rate(path.name, _stated_rate(header.version, body.fps, fps), fps)
    who = choose_person(person, body.seen)
    components = [from_library(component) for component in header.components]
    keep = [component.name != WORLD for component in components]
    keep = keep if any(keep) else [True] * len(components)
    kept = [component for component, flag in zip(components, keep, strict=True) if flag]
    columns = np.repeat(keep, [len(component.points) for component in components])
    layout = header_layout(kept)
    metadata: dict[str, Any] = {
        "source": path.name,
        "version": header.version,
        **{name: getattr(header.dimensions, name) for name in ("width", "height", "depth")},
    }
    left_out = [WORLD] if len(kept) < len(components) else []
    metadata = with_left_out(metadata, left_out + other_people(who, len(body.seen)))
    if layout.name.startswith("pose_"):
        metadata["pose_header"] = [component.as_json() for component in kept]
    confidence = body.confidence[:, columns]
    confidence = np.where(np.isfinite(confidence) & (confidence > 0), confidence, 0.0)
    return PoseSequence.masked(body.data[:, columns], layout, rate, confidence, metadata)


def _stated_rate(version: float, stated: float, given: float | None) -> float | None:
    """Zero states nothing to somebody who knows better; whole numbers of old versions are what is left of others."""
    if given is not None and math.isfinite(given):
        rounded = version < VERSION and stated in (math.floor(given), round(given))
        if stated == 0 or rounded:
            return None
    return shortest_rate(np.float32(stated))


def _read_header(name: str, content: bytes) -> tuple[PoseHeader, int]:
    """The header, and where the body starts.

    Component by component: pose-format's own `PoseHeader.read` makes all of them before anybody can ask how many there
    are, and keeps the last one it read.
    """
    reader = BufferReader(content)
    version = round(reader.unpack(ConstStructs.float), 3)
    if version not in (0.0, 0.1, 0.2):
        raise FormatError(name, "a .pose file of version 0.0, 0.1 or 0.2", "another version or other content")
    dimensions = PoseHeaderDimensions.read(version, reader)
    count, points, components = reader.unpack(ConstStructs.ushort), 0, []
    if not 0 < count <= _MAX_COMPONENTS:
        raise FormatError(name, f"from 1 to {_MAX_COMPONENTS} components", f"{count:,}")
    for _ in range(count):
        component = PoseHeaderComponent.read(version, reader)
        points += len(component.points)
        POSE.check_items(name, points, "points")
        POSE.check_text(name, max(map(len, (component.name, component.format, *component.points))))
        if not len(component.limbs) + len(component.colors) <= _MAX_LIMBS:
            raise FormatError(name, f"at most {_MAX_LIMBS:,} limbs and colours", "more")
        components.append(component)
    header = PoseHeader(version, dimensions, components)
    if not points:
        raise FormatError(name, "points", "none")
    if not 1 <= header.num_dims() <= _MAX_CHANNELS:
        raise FormatError(name, f"points with 1 to {_MAX_CHANNELS} coordinates and a confidence", header.num_dims())
    return header, int(reader.read_offset)


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
