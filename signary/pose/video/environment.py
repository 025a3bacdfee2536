"""The environment in which MediaPipe runs: made once by pip, in the cache folder, or named by the user.

Where packages come from is pip's own configuration. Nothing else of this room needs a network.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from signary.io.cache_folder import cache_folder
from signary.io.errors import InputError
from signary.io.progress import track
from signary.io.temporary import clean_once, temporary_beside

#: Names an interpreter that has MediaPipe, instead of the one that is made.
PYTHON_VARIABLE = "SIGNARY_VIDEO_PYTHON"
#: The last MediaPipe with its models in the wheel, and what Holistic needs of what it asks for: its parts for language
#: models (jax, half a gigabyte) are left out, and OpenCV is the one without windows.
REQUIREMENTS = (
    "mediapipe==0.10.21",
    "numpy>=1.26,<2",
    "protobuf>=4.25.3,<5",
    "opencv-python-headless>=4.10,<4.12",
    "matplotlib>=3.8,<4",
    "absl-py>=2,<3",
    "attrs>=23",
    "flatbuffers>=24",
)
#: Those of these that bring what they need themselves.
_WHOLE = ("matplotlib",)
#: Python versions that its wheels are for.
_OLDEST, _NEWEST = (3, 10), (3, 12)
_NAME = "video-mediapipe-0.10.21"
_SECONDS = 1800
_LONGEST = 300


def video_python() -> Path:
    """The interpreter that has MediaPipe.

    Raises:
        InputError: If there is none: names the command that makes it, and the variable that names another.
    """
    if named := os.environ.get(PYTHON_VARIABLE):
        path = Path(named).expanduser()
        if not path.is_file():
            raise InputError(PYTHON_VARIABLE, "an interpreter of Python that has mediapipe", repr(named))
        return path
    path = _interpreter(cache_folder() / _NAME)
    if not path.is_file():
        expected = (
            f"MediaPipe (`signary convert VIDEO OUT.pose` installs it, or {PYTHON_VARIABLE} names a Python with it)"
        )
        raise InputError("video", expected, f"none in {str(path.parent.parent)!r}")
    return path


def make_video_python() -> Path:
    """The interpreter that has MediaPipe; its environment is made where there is none, which takes a minute.

    Raises:
        InputError: If no Python for it is found, or pip cannot install it; ends with pip's last line.
    """
    target = cache_folder() / _NAME
    if os.environ.get(PYTHON_VARIABLE) or _interpreter(target).is_file():
        return video_python()
    base = _base_python()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        clean_once(target.parent)
        made = temporary_beside(target)
        try:
            for _ in track(_steps(base, made), "installing MediaPipe for videos", 4):
                pass
            made.rename(target)
        finally:
            shutil.rmtree(made, ignore_errors=True)
    except OSError as error:
        if not _interpreter(target).is_file():  # another process may have made it meanwhile
            raise InputError("video", f"room for MediaPipe in {str(target)!r}", str(error.strerror or error)) from None
    return video_python()


def _steps(base: str, folder: Path) -> Iterator[None]:
    """Make the environment, step by step; it can be moved afterwards, as only its interpreter is called."""
    _run([base, "-m", "venv", str(folder)])
    yield
    pip = [str(_interpreter(folder)), "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]
    for alone in (False, True):
        chosen = [one for one in REQUIREMENTS if one.startswith(_WHOLE) is not alone]
        # numpy stands in both: what matplotlib brings has to be the one that MediaPipe takes.
        _run([*pip, *(["--no-deps"] if alone else []), *dict.fromkeys([*chosen, REQUIREMENTS[1]])])
        yield
    _run([str(_interpreter(folder)), "-c", "import cv2, mediapipe.python.solutions.holistic"])
    yield


def _run(command: Sequence[str]) -> None:
    with tempfile.TemporaryFile() as said:
        try:
            done = subprocess.run(
                command, stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT, timeout=_SECONDS, check=False
            )
            status = done.returncode
        except subprocess.TimeoutExpired:
            status = 1
        said.seek(0)
        lines = [line.strip() for line in said.read().decode("utf-8", "replace").splitlines() if line.strip()]
    if status:
        errors = [line for line in lines if "error" in line.lower()] or lines or [f"status {status}"]
        expected = f"mediapipe 0.10.21, installed by pip (or {PYTHON_VARIABLE}, a Python that has it)"
        raise InputError("video", expected, errors[-1][:_LONGEST])


def _interpreter(folder: Path) -> Path:
    return folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def _base_python() -> str:
    """A Python that MediaPipe has a wheel for: this one, or another on the path."""
    if _OLDEST <= sys.version_info[:2] <= _NEWEST:
        return sys.executable
    for minor in range(_NEWEST[1], _OLDEST[1] - 1, -1):
        if found := shutil.which(f"python3.{minor}"):
            return found
    expected = f"Python 3.{_OLDEST[1]} to 3.{_NEWEST[1]} for MediaPipe ({PYTHON_VARIABLE} names one that has it)"
    raise InputError("video", expected, f"only {sys.version_info[0]}.{sys.version_info[1]}")
