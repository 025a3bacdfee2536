"""Films by ffmpeg: whole, or an error that says what ffmpeg said, and no file."""

import os
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image

from signary.io.errors import InputError, NoRoomError
from signary.pose.render.encoding import check_mp4
from signary.pose.render.files import write_mp4
from signary.pose.render.film import Film

FILM = """
from PIL import Image
import numpy as np
from signary.pose.render.film import Film
noise = np.random.default_rng(0).integers(0, 255, (96, 96, 3), dtype=np.uint8)
film = Film(30, 25.0, (96, 96), lambda frame: Image.fromarray(np.roll(noise, frame, 1)))
"""


@pytest.fixture
def film():
    noise = np.random.default_rng(0).integers(0, 255, (67, 65, 3), dtype=np.uint8)
    return Film(7, 23.976, (65, 67), lambda frame: Image.fromarray(np.roll(noise, frame, 1)))


def test_a_whole_film_has_all_frames(film, tmp_path):
    target = tmp_path / "a.mp4"
    write_mp4(film, target)
    assert os.listdir(tmp_path) == ["a.mp4"]
    check_mp4(target, 7, "a.mp4")
    with pytest.raises(InputError, match="a film of 8 frames of ffmpeg, got 'a.mp4' with 7"):
        check_mp4(target, 8, "a.mp4")


@pytest.mark.parametrize("part", [0, 0.01, 0.3, 0.9, 0.999])
def test_a_film_that_was_cut_is_none(film, tmp_path, part):
    target = tmp_path / "a.mp4"
    write_mp4(film, target)
    content = target.read_bytes()
    target.write_bytes(content[: int(len(content) * part)])
    with pytest.raises(InputError, match="a whole film of ffmpeg, got 'a.mp4'"):
        check_mp4(target, 7, "a.mp4")


@pytest.mark.parametrize("room", [0, 20_000])
def test_no_room_is_named_and_leaves_nothing(tmp_path, room):
    pytest.importorskip("resource")
    program = FILM + (
        "import resource\n"
        "from signary.io.errors import NoRoomError\n"
        "from signary.pose.render.files import write_mp4\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({room}, {room}))\n"
        "try: write_mp4(film, 'a.mp4')\n"
        "except NoRoomError as error: print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.stdout.startswith("output: expected room for the whole file, got 'a.mp4': ffmpeg ended with "), done
    assert os.listdir(tmp_path) == []


def test_an_error_while_drawing_ends_ffmpeg_and_leaves_nothing(tmp_path):
    def fail(frame):
        raise MemoryError(frame)

    with pytest.raises(MemoryError):
        write_mp4(Film(3, 25.0, (64, 64), fail), tmp_path / "a.mp4")
    assert os.listdir(tmp_path) == []


def test_what_ffmpeg_refuses_is_an_error_with_its_words(tmp_path):
    wrong = Film(2, 25.0, (64, 64), lambda frame: Image.new("RGB", (64, 50)))
    with pytest.raises(InputError, match="output: expected a film") as error:
        write_mp4(wrong, tmp_path / "a.mp4")
    assert not isinstance(error.value, NoRoomError)
    assert os.listdir(tmp_path) == []
