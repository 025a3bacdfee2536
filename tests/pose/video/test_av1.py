"""AV1: found by its mark, written anew, read as any other."""

import subprocess

import imageio_ffmpeg
import pytest
from mediapipe_python import needs_mediapipe

from signary.io.errors import FormatError
from signary.pose.render import render
from signary.pose.video.av1 import is_av1, write_as_h264
from signary.pose.video.video_reader import VideoReader
from signary.signing.rule_based import sign_text

FFMPEG = imageio_ffmpeg.get_ffmpeg_exe()


def encode(source, path):
    options = ["-c:v", "libaom-av1", "-cpu-used", "8", "-frames:v", "4", "-an"]
    subprocess.run([FFMPEG, "-y", "-loglevel", "error", *source, *options, str(path)], check=True)
    return path


@pytest.mark.parametrize("suffix", [".mp4", ".mkv", ".webm"])
def test_av1_is_written_anew(tmp_path, suffix):
    path = encode(["-f", "lavfi", "-i", "testsrc=size=63x49:rate=25"], tmp_path / f"a{suffix}")
    assert is_av1(path)
    write_as_h264(path, tmp_path / "b.mp4", 10_000)
    assert not is_av1(tmp_path / "b.mp4")
    frames, seconds = imageio_ffmpeg.count_frames_and_secs(str(tmp_path / "b.mp4"))
    assert (frames, seconds) == (4, pytest.approx(0.16, abs=0.05))


def test_what_ffmpeg_cannot_decode_is_named(tmp_path):
    path = encode(["-f", "lavfi", "-i", "testsrc=size=64x48:rate=25"], tmp_path / "a.mp4")
    with pytest.raises(FormatError, match=r"a.mp4: expected AV1 that ffmpeg decodes, got \["):
        write_as_h264(path, tmp_path / "b.mp4", 64 * 48 - 1)
    path.write_bytes(b"\0\0\0\x20ftypav01" + b"\0" * 30)
    with pytest.raises(FormatError, match=r"a.mp4: expected AV1 that ffmpeg decodes, got "):
        write_as_h264(path, tmp_path / "c.mp4", 10_000)


@needs_mediapipe
def test_av1_is_read_as_any_other(tmp_path):
    render(sign_text("bread", "asl").pose[:4], tmp_path / "film.mp4", size=256)
    path = encode(["-i", str(tmp_path / "film.mp4")], tmp_path / "a.webm")
    reader = VideoReader(cache=None)
    seen = reader.read(path)
    assert (len(seen), seen.fps, seen.metadata["source"]) == (4, 25.0, "a.webm")
    reader.close()
