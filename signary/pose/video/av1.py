"""AV1, which OpenCV's wheels cannot decode: ffmpeg, which signary brings for its own films, writes it anew as H.264."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

import imageio_ffmpeg

from signary.io.errors import FormatError
from signary.io.quoting import cut

#: What such files are marked with: in MP4, in Matroska and WebM.
_MARKS = (b"av01", b"V_AV1")
#: Bytes at both ends of a file in which the mark is: the header of an MP4 is at either.
_HEADER = 4 << 20
#: Seconds that it may take, and the largest piece of memory that ffmpeg may ask for.
_SECONDS, _MOST_MEMORY = 3600, 1 << 30
#: x264 quality; what it loses the detector does not see.
_CRF = "14"


def is_av1(path: Path) -> bool:
    """Whether a video says that it is AV1; one that does not and is cannot be decoded, and is named."""
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(_HEADER)
        file.seek(max(len(head), size - _HEADER))
        tail = file.read(_HEADER)
    return any(mark in head or mark in tail for mark in _MARKS)


def write_as_h264(path: Path, target: Path, most_pixels: int) -> None:
    """The pictures of a video as H.264 in MP4, at their own times.

    Args:
        path: The video.
        target: File to write.
        most_pixels: Of a picture.

    Raises:
        FormatError: If ffmpeg cannot do it, in an hour.
    """
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-y", "-nostdin", "-loglevel", "error", "-max_alloc", str(_MOST_MEMORY)]
    command += ["-protocol_whitelist", "file", "-max_pixels", str(most_pixels), "-i", str(path.resolve())]
    command += ["-map", "0:v:0", "-an", "-sn", "-c:v", "libx264", "-preset", "ultrafast", "-crf", _CRF]
    command += ["-vf", "pad=ceil(iw/2)*2:ceil(ih/2)*2", "-pix_fmt", "yuv420p", "-fps_mode", "passthrough", str(target)]
    with tempfile.TemporaryFile() as said:
        # In a session of its own: Ctrl-C is for this program, which then ends ffmpeg.
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=said, start_new_session=True
        )
        try:
            status = process.wait(_SECONDS)
        except subprocess.TimeoutExpired:
            status = -1
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
        said.seek(0)
        lines = said.read(1 << 16).decode("utf-8", "replace").split("\n")
    if status or not target.is_file():
        raise FormatError(path.name, "AV1 that ffmpeg decodes", cut(lines[0].strip()) or f"status {status}")
