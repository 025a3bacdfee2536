"""Videos, as far as the process that looks at them: only where MediaPipe is there (docs/video.md)."""

from __future__ import annotations

import struct
import subprocess
from functools import cache
from pathlib import Path

import imageio_ffmpeg
import numpy as np

from hostile_surfaces.mutating import BINARY
from hostile_surfaces.surface import Files, Surface
from signary.io.errors import InputError
from signary.pose import PoseSequence, get_layout
from signary.pose.render import render
from signary.pose.video.environment import video_python
from signary.pose.video.video_reader import VideoReader

_FRAMES, _SIZE = 3, 128
#: Name, container and codec of each kind.
_KINDS = (
    ("mp4", "mp4", "libx264"),
    ("matroska", "matroska", "libx264"),
    ("webm", "webm", "libvpx"),
    ("avi", "avi", "mpeg4"),
    ("av1", "mp4", "libaom-av1"),
)


def _write(folder: Path) -> None:
    """The figure, three frames long, in five kinds of files."""
    still = PoseSequence(np.zeros((_FRAMES, 133)), get_layout("smplx"), 25.0, metadata={"hand_reference": "flat"})
    film = folder / "film.mp4"
    render(still, film, size=_SIZE)
    for kind, container, codec in _KINDS:
        (folder / kind).mkdir()
        command = [imageio_ffmpeg.get_ffmpeg_exe(), "-loglevel", "error", "-i", str(film), "-c:v", codec, "-f"]
        subprocess.run([*command, container, str(folder / kind / "a.mp4")], check=True)
    film.unlink()


def _box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", 8 + len(content)) + kind + content


def _attacks() -> list[Files]:
    """Lists of other files, boxes that say they are endless or lie in one another, pictures of endless size."""
    start = _box(b"ftyp", b"isom\0\0\2\0isom")
    deep = b""
    for _ in range(2000):
        deep = _box(b"moov", deep)
    matroska = b"\x1a\x45\xdf\xa3\x01\xff\xff\xff\xff\xff\xff\xff" + b"\x18\x53\x80\x67\x01" + b"\xff" * 60
    wide = b"\x28\0\0\0" + struct.pack("<iiHHI", 2**31 - 1, 2**31 - 1, 1, 24, 0) + b"\0" * 20
    riff = b"RIFF\xff\xff\xff\x7fAVI LIST\xff\xff\0\0hdrlavih\x38\0\0\0" + b"\xff" * 56 + b"strf" + wide
    contents = (
        b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n",
        b"ffconcat version 1.0\nfile '/etc/passwd'\n",
        start + b"\xff\xff\xff\xffmoov",
        start + b"\0\0\0\1moov" + b"\xff" * 8,
        start + deep,
        start + b"\0\0\0\0mdat",
        matroska,
        riff,
        b"\0" * 1000,
        b"",
    )
    return [{"a.mp4": content} for content in contents]


@cache
def _reader() -> VideoReader:
    return VideoReader(cache=None)


def _read(folder: Path) -> object:
    return _reader().read(folder / "a.mp4")


def _there() -> bool:
    try:
        return video_python().is_file()
    except InputError:
        return False


SURFACES = (Surface("videos", _write, _read, {"": BINARY}, _attacks),) if _there() else ()
