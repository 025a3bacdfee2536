"""Videos that nobody vouches for, and real ones, where a Python with MediaPipe is named."""

import os
import subprocess
import sys

import imageio_ffmpeg
import numpy as np
import pytest
from mediapipe_python import needs_mediapipe

from signary.io.cache_folder import CACHE_VARIABLE
from signary.io.errors import FormatError, InputError, UnsafeFileError
from signary.pose.formats import read_pose
from signary.pose.hands_seen import HANDS_SEEN, hands_seen, said_of_hands
from signary.pose.kinematics import forward_kinematics
from signary.pose.render import render
from signary.pose.render.mesh import MeshPainter
from signary.pose.video import video_reader
from signary.pose.video.environment import PYTHON_VARIABLE, make_video_python, video_python
from signary.pose.video.seen_clips import SeenClips
from signary.pose.video.video_reader import VideoReader
from signary.signing.rule_based import sign_text

SIZE = 320


def encode(path, *options, size="64x48", frames=5, source="testsrc"):
    """A small video that ffmpeg makes."""
    made = f"{source}=size={size}:rate=25" if source == "testsrc" else f"color=white:size={size}:rate=25"
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-y", "-loglevel", "error", "-f", "lavfi", "-i", made]
    subprocess.run([*command, "-frames:v", str(frames), *options, str(path)], check=True)
    return path


@pytest.fixture(scope="module")
def signed():
    return sign_text("Hello.", "asl").pose


@pytest.fixture(scope="module")
def film(signed, tmp_path_factory):
    path = tmp_path_factory.mktemp("film") / "hello.mp4"
    render(signed, path, size=SIZE)
    return path


@pytest.fixture
def reader():
    reader = VideoReader(cache=None)
    yield reader
    reader.close()


@pytest.mark.parametrize(
    "content", [b"", b"#EXTM3U\n#EXTINF:1,\n/etc/passwd\n", b"ffconcat version 1.0\nfile a", b"\0" * 99]
)
def test_what_is_no_video_is_never_opened(tmp_path, monkeypatch, content):
    monkeypatch.setenv(PYTHON_VARIABLE, sys.executable)
    (tmp_path / "a.mp4").write_bytes(content)
    for read in (VideoReader(cache=None).read, VideoReader(cache=None).facts, read_pose):
        with pytest.raises(FormatError, match=r"a.mp4: expected an MP4, MOV, WebM, Matroska or AVI file, got a"):
            read(tmp_path / "a.mp4")


def test_without_mediapipe_the_message_says_how_to_get_it(tmp_path, monkeypatch):
    monkeypatch.delenv(PYTHON_VARIABLE, raising=False)
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path))
    with pytest.raises(InputError, match=r"video: expected MediaPipe \(`signary convert VIDEO OUT.pose` installs it"):
        read_pose(encode(tmp_path / "a.mp4"))
    monkeypatch.setenv(PYTHON_VARIABLE, str(tmp_path / "none"))
    with pytest.raises(InputError, match=f"{PYTHON_VARIABLE}: expected an interpreter"):
        video_python()


@pytest.mark.slow
def test_what_pip_cannot_install_is_named_and_nothing_is_left(tmp_path, monkeypatch):
    monkeypatch.delenv(PYTHON_VARIABLE, raising=False)
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "cache"))
    for name, value in {"NO_INDEX": "1", "FIND_LINKS": str(tmp_path), "CONFIG_FILE": os.devnull}.items():
        monkeypatch.setenv(f"PIP_{name}", value)
    with pytest.raises(InputError, match=r"video: expected mediapipe 0.10.21, installed by pip .* got ERROR: No"):
        make_video_python()
    assert list((tmp_path / "cache").iterdir()) == []


def test_what_is_kept_is_found_by_content_and_part(tmp_path, make_sequence):
    video, kept = tmp_path / "a.mp4", SeenClips(tmp_path / "kept")
    video.write_bytes(b"content")
    seen, part = make_sequence("holistic", missing=True), {"first": 0, "last": None}
    assert kept.find(video, part) is None
    kept.keep(video, part, seen)
    assert kept.find(video, part) == seen
    assert kept.find(video, {**part, "first": 1}) is None
    video.write_bytes(b"another")
    assert kept.find(video, part) is None
    video.write_bytes(b"content")
    os.utime(video, ns=(1, 1))
    kept.keep(video, part, seen)
    for file in (tmp_path / "kept").rglob("*.npz"):
        file.write_bytes(b"broken")
    assert kept.find(video, part) is None


def test_how_often_hands_are_seen(make_sequence):
    sequence = make_sequence("holistic", frames=4)
    assert hands_seen(sequence) == {"left": 1.0, "right": 1.0}
    assert said_of_hands({"left": 0.7, "right": 0.96}) == "hands seen in 83 % of frames (left 70 %, right 96 %)"
    assert hands_seen(make_sequence("holistic", frames=0)) == {}
    assert said_of_hands({}) == ""


@needs_mediapipe
def test_the_figure_is_seen_where_it_is(film, signed, reader):
    seen = reader.read(film)
    assert (seen.layout.name, seen.fps, len(seen)) == ("holistic", 25.0, len(signed))
    assert (seen.metadata["width"], seen.metadata["height"]) == (SIZE, SIZE)
    assert seen.metadata[HANDS_SEEN] == hands_seen(seen)
    assert min(hands_seen(seen).values()) > 0.6
    true = forward_kinematics(signed)
    places = MeshPainter(signed.values, SIZE, SIZE).places(true.joints)[..., :2]
    width = np.linalg.norm(
        places[0, true.layout.index("left_shoulder")] - places[0, true.layout.index("right_shoulder")]
    )
    errors = []
    for side in ("left", "right"):
        for finger in ("index", "middle", "ring", "pinky"):
            for joint in ("1", "2", "3", "_tip"):
                at, there = (layout.index(f"{side}_{finger}{joint}") for layout in (seen.layout, true.layout))
                errors.append(np.linalg.norm(seen.joints[:, at, :2] - places[:, there], axis=-1))
    assert np.nanmean(errors) < 0.04 * width
    assert reader.read(film) == seen  # whatever was looked at before


@needs_mediapipe
def test_only_the_part_that_is_asked_for_is_looked_at(film, reader):
    part = reader.read(film, first=4, last=9)
    assert len(part) == 5
    whole = reader.read(film)
    np.testing.assert_allclose(part.joints[:, 0, :2], whole.joints[4:9, 0, :2], atol=4)
    with pytest.raises(FormatError, match=r"hello.mp4: expected frames in the part that is asked for"):
        reader.read(film, first=10_000)
    for first, last in ((-1, 4), (4, 4), (4, 3)):
        with pytest.raises(InputError, match="first, last: expected a frame of the video and one behind it"):
            reader.read(film, first=first, last=last)
    assert len(reader.read(film, first=4, last=10_000)) == len(whole) - 4


@needs_mediapipe
def test_nothing_is_looked_at_twice(film, tmp_path, monkeypatch):
    reader = VideoReader(cache=tmp_path)
    seen = reader.read(film, last=4)
    monkeypatch.setattr(VideoReader, "_looked_at", None)
    assert VideoReader(cache=tmp_path).read(film, last=4) == seen
    reader.close()


@needs_mediapipe
@pytest.mark.parametrize("suffix", [".mov", ".webm", ".mkv", ".avi"])
def test_other_kinds_of_videos_have_the_same_clock(film, tmp_path, reader, suffix):
    path = tmp_path / f"a{suffix}"
    codec = {".webm": "libvpx", ".avi": "mpeg4"}.get(suffix, "libx264")
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-loglevel", "error", "-i", str(film), "-c:v", codec, "-b:v", "2M"]
    subprocess.run([*command, "-frames:v", "12", str(path)], check=True)
    facts = reader.facts(path)
    assert (facts.fps, facts.width, facts.height) == (25.0, SIZE, SIZE)
    assert len(reader.read(path)) == 12


@needs_mediapipe
def test_videos_nobody_can_use_are_named_and_the_next_is_read(film, tmp_path, reader, monkeypatch):
    whole = film.read_bytes()
    (tmp_path / "cut.mp4").write_bytes(whole[: len(whole) // 2].replace(b"moov", b"gone"))
    with pytest.raises(FormatError, match=r"cut.mp4: expected a video that ffmpeg opens"):
        reader.read(tmp_path / "cut.mp4")
    (tmp_path / "half.mp4").write_bytes(whole[: len(whole) // 2])
    half = reader.read(tmp_path / "half.mp4")
    assert 1 < len(half) < len(reader.read(film)) == len(half) + half.metadata["frames_lost"]
    nobody = encode(tmp_path / "nobody.mp4", source="white", frames=3)
    with pytest.raises(FormatError, match=r"nobody.mp4: expected somebody who is seen, got nobody in 3 frames"):
        reader.read(nobody)
    monkeypatch.setattr(video_reader, "MOST_PIXELS", 64 * 48 - 1)
    with pytest.raises(UnsafeFileError, match=r"at most 3,071 pixels in a picture, got 3,072"):
        reader.read(nobody)
    monkeypatch.undo()
    monkeypatch.setattr(video_reader, "MOST_WORK", 3 * 64 * 48 - 1)
    with pytest.raises(UnsafeFileError, match="pixels in all frames"):
        reader.read(nobody)
    monkeypatch.undo()
    with pytest.raises(InputError, match=r"fps: expected the 25 that hello.mp4 states"):
        read_pose(film, fps=30.0)
    assert len(reader.read(film, last=2)) == 2


@needs_mediapipe
def test_clips_of_phones_are_turned(film, tmp_path, reader):
    high, turned = tmp_path / "high.mp4", tmp_path / "turned.mp4"
    ffmpeg = [imageio_ffmpeg.get_ffmpeg_exe(), "-loglevel", "error"]
    subprocess.run(
        [*ffmpeg, "-i", str(film), "-vf", "crop=240:320,transpose=1", "-frames:v", "3", str(high)], check=True
    )
    subprocess.run([*ffmpeg, "-display_rotation", "90", "-i", str(high), "-c", "copy", str(turned)], check=True)
    assert reader.facts(high)[2:] == (320, 240)
    assert reader.facts(turned)[2:] == (240, 320)
    seen = reader.read(turned)
    assert (seen.metadata["width"], seen.metadata["height"]) == (240, 320)
    nose, shoulder = (np.nanmedian(seen.joints[:, seen.layout.index(name), 1]) for name in ("nose", "left_shoulder"))
    assert nose < shoulder < 320


@needs_mediapipe
def test_videos_without_a_rate_ask_for_it(film, tmp_path, reader):
    raw = tmp_path / "a.mkv"
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-loglevel", "error", "-i", str(film), "-frames:v", "2"]
    subprocess.run([*command, "-c:v", "libx264", "-bsf:v", "setts=ts=0", str(raw)], check=True)
    if reader.facts(raw).fps is None:
        with pytest.raises(InputError, match="fps: expected a frame rate"):
            reader.read(raw)
    assert reader.read(raw, fps=25.0).fps > 0


@needs_mediapipe
def test_it_works_without_a_network(film):
    """In a namespace that has no network, where the system allows one."""
    program = "import sys; from signary.pose.video.video_reader import VideoReader as Reader; "
    program += "print(len(Reader(cache=None).read(sys.argv[1], last=3)))"
    command = ["unshare", "-rn", sys.executable, "-c", program, str(film)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if "unshare" in done.stderr:
        pytest.skip(f"no namespace without a network here: {done.stderr.strip()}")
    assert done.stdout.split() == ["3"], done.stderr
