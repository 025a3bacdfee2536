"""Bodies of `.pose` files: the numbers of one person, in all three versions.

pose-format reads the first person only of version 0.0, and of the others everybody with a mask a number; here what the
file states is checked against its bytes before memory is taken, and one person is taken out of them.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

import numpy as np
from pose_format.pose_header import PoseHeader

from signary.io.budget import MOTION
from signary.io.errors import FormatError, InputError, UnsafeFileError

#: Frames that are looked at together for somebody who is seen.
_FRAMES = 64


@dataclass(frozen=True)
class Body:
    """One person.

    Attributes:
        fps: Frames a second, as the file states it.
        data: float32 array of shape (T, points, channels).
        confidence: float32 array of shape (T, points), as the file has it.
        seen: For everybody in the file whether any frame shows them.
    """

    fps: float
    data: np.ndarray
    confidence: np.ndarray
    seen: tuple[bool, ...]


def read_body(name: str, header: PoseHeader, content: bytes, start: int, person: int) -> Body:
    """The body that follows a header.

    Args:
        name: The file's name, for messages.
        header: The header.
        content: The whole file.
        start: Where the body starts.
        person: Whom to read, from 0.

    Raises:
        InputError: If there is no such person.
        FormatError: If there are not the bytes that the body states.
        UnsafeFileError: If frames without people would take far more memory than the file has bytes.
        struct.error: If the body is cut off in its first bytes.
    """
    if header.version == 0:
        return _read_frame_by_frame(name, header, content, start, person)
    return _read_arrays(name, header, content, start, person)


def _read_arrays(name: str, header: PoseHeader, content: bytes, start: int, person: int) -> Body:
    """Versions 0.1 and 0.2: all coordinates of everybody, then all confidences."""
    layout = "<HHH" if header.version < 0.15 else "<fIH"
    fps, frames, people = struct.unpack_from(layout, content, start)
    start += struct.calcsize(layout)
    left, points, channels = len(content) - start, header.total_points(), header.num_dims()
    if not people:
        raise FormatError(name, "at least one person", "none")
    one = people * points * (channels + 1) * 4
    if header.version < 0.15:
        # Frames are counted in 16 bits, which long films overflow: their number follows from the bytes there are. In a
        # file that is cut off coordinates would be taken for confidences.
        whole = left % one == 0 and left // one % 2**16 == frames
        stated, frames = frames, left // one
    else:
        whole, stated = frames * one <= left, frames
    if not whole:
        raise FormatError(name, f"{stated:,} frames of {one:,} bytes", f"{left:,} bytes")
    _check_person(person, people)
    count = frames * people * points
    data = np.frombuffer(content, "<f4", count * channels, start).reshape(frames, people, points, channels)
    confidence = np.frombuffer(content, "<f4", count, start + 4 * count * channels).reshape(frames, people, points)
    seen = tuple(_shows(data[:, one], confidence[:, one]) for one in range(people))
    return Body(fps, data[:, person], confidence[:, person], seen)


def _read_frame_by_frame(name: str, header: PoseHeader, content: bytes, start: int, person: int) -> Body:
    """Version 0.0: every frame has its own number of people, each with a number and then component after component."""
    fps, frames = struct.unpack_from("<HH", content, start)
    points, channels = header.total_points(), header.num_dims()
    if any(len(component.format) != channels + 1 for component in header.components):
        raise FormatError(name, "as many channels in every component", "different ones")
    size = 2 + 4 * points * (channels + 1)
    at, starts = start + 4, []
    for _ in range(frames):
        (people,) = struct.unpack_from("<H", content, at)
        starts.append((at + 2, people))
        at += 2 + people * size
    if at > len(content):
        raise FormatError(name, f"{at:,} bytes", f"{len(content):,}")
    room, needed = MOTION.room(len(content)), frames * (size - 2)
    if needed > room:
        raise UnsafeFileError(name, f"frames that take at most {room:,} bytes", f"{needed:,}, most of them for nobody")
    most = max([1, *(people for _, people in starts)])
    _check_person(person, most)
    numbers = np.zeros((frames, points, channels + 1), dtype=np.float32)
    seen = [False] * most
    for frame, (at, people) in enumerate(starts):
        for one in range(people):
            block = np.frombuffer(content, "<f4", points * (channels + 1), at + one * size + 2)
            block = block.reshape(points, channels + 1)
            seen[one] = seen[one] or _shows(block[None, :, :-1], block[None, :, -1])
            if one == person:
                numbers[frame] = block
    return Body(float(fps), numbers[..., :-1], numbers[..., -1], tuple(seen))


def _check_person(person: int, people: int) -> None:
    if not 0 <= person < people:
        raise InputError("person", f"a number from 0 to {people - 1}" if people else "a file with people", person)


def _shows(data: np.ndarray, confidence: np.ndarray) -> bool:
    """Whether any point has a confidence and a place; mostly the first frames tell."""
    for at in range(0, len(data), _FRAMES):
        frames = slice(at, at + _FRAMES)
        sure = np.isfinite(confidence[frames]) & (confidence[frames] > 0)
        if (sure & np.isfinite(data[frames]).all(-1)).any():
            return True
    return False
