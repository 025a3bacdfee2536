"""Pictures to H.264 by ffmpeg, whose every failure is one: its status is read, and what it wrote is looked at.

imageio-ffmpeg carries the program; its own writer tells nobody how the program ended.
"""

from __future__ import annotations

import re
import signal
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import IO

import imageio_ffmpeg
import numpy as np

from signary.io.errors import InputError, NoRoomError

#: x264 quality: 18 is taken for visually lossless.
_CRF = "18"
#: What ffmpeg says, and the signal that ends it, where there is no room.
_FULL = re.compile("no space left|quota exceeded|file too large|file size limit", re.IGNORECASE)
#: Boxes of an MP4 file on the way to the number of its frames.
_WAY = (b"moov", b"trak", b"mdia", b"minf", b"stbl", b"stsz")


def encode_h264(frames: Iterable[np.ndarray], size: tuple[int, int], fps: float, target: Path, name: str) -> None:
    """Write frames as H.264 in MP4 (yuv420p, faststart).

    Args:
        frames: uint8 arrays of shape (height, width, 3).
        size: Width and height in pixels, both even.
        fps: Frames a second.
        target: File to write; half a file may be left there after an error.
        name: What the file is called in messages.

    Raises:
        NoRoomError: If there is no room for the file.
        InputError: If ffmpeg fails otherwise; ends with its last line.
    """
    rate = str(Fraction(fps).limit_denominator(1001))
    shape = f"{size[0]}x{size[1]}"
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-y", "-loglevel", "error"]
    command += ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", shape, "-framerate", rate, "-i", "-"]
    command += ["-an", "-c:v", "libx264", "-pix_fmt", "yuv420p", "-crf", _CRF, "-movflags", "+faststart", str(target)]
    with tempfile.TemporaryFile() as said:
        # In a session of its own: Ctrl-C is for this program, which then ends ffmpeg.
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=said, start_new_session=True
        )
        try:
            _feed(process.stdin, frames)
            status = process.wait()
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
        said.seek(0)
        words = said.read().decode("utf-8", errors="replace").strip()
    if status or words:
        raise _failure(status, words, name)


def _feed(pipe: IO[bytes] | None, frames: Iterable[np.ndarray]) -> None:
    """All frames; fewer if ffmpeg has ended, whose status says why."""
    assert pipe is not None
    try:
        with pipe:
            for frame in frames:
                pipe.write(frame.data)
    except BrokenPipeError:
        return


def _failure(status: int, words: str, name: str) -> InputError:
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    ended = f"signal {signal.Signals(-status).name}" if status < 0 else f"status {status}"
    full = next((line for line in lines if _FULL.search(line)), None)
    last = full or (lines[-1] if lines else "")
    got = f"{name!r}: ffmpeg ended with {ended}" + (f" and {last[:200]!r}" if last else "")
    if full or -status == getattr(signal, "SIGXFSZ", None):
        return NoRoomError("output", "room for the whole file", got)
    return InputError("output", "a film that ffmpeg can write", got)


def check_mp4(path: Path, frames: int, name: str) -> None:
    """Refuse an MP4 file that is not whole, as ffmpeg may leave one and call it well.

    Args:
        path: The file.
        frames: How many it should have.
        name: What the file is called in messages.

    Raises:
        InputError: If a box goes beyond the end, one is missing, or the number of frames is another.
    """
    content = path.read_bytes() if path.is_file() else b""
    try:
        found = _frames(content)
    except ValueError as error:
        raise InputError("output", "a whole film of ffmpeg", f"{name!r} ({error})") from None
    if found != frames:
        raise InputError("output", f"a film of {frames} frames of ffmpeg", f"{name!r} with {found}")


def _frames(content: bytes) -> int:
    top = dict(_boxes(content))
    if b"mdat" not in top:
        raise ValueError("no pictures in it")
    inside = content
    for kind in _WAY:
        inside = dict(_boxes(inside)).get(kind, b"")
        if not inside:
            raise ValueError(f"no {kind.decode()} in it")
    # Version and flags, the size all frames have (0: each its own), their number.
    return int.from_bytes(inside[8:12], "big")


def _boxes(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Kind and content of the boxes that lie one behind the other: size (4 bytes, or 8 behind a 1), kind, content."""
    at = 0
    while at < len(content):
        size, head = int.from_bytes(content[at : at + 4], "big"), 8
        if size == 1:
            size, head = int.from_bytes(content[at + 8 : at + 16], "big"), 16
        if size < head or at + size > len(content):
            raise ValueError("it is cut off")
        yield content[at + 4 : at + 8], content[at + head : at + size]
        at += size
