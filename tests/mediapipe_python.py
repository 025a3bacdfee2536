"""Tests that look at videos: they need a Python with MediaPipe, which the user names."""

import os

import pytest

from signary.pose.video.environment import PYTHON_VARIABLE


def needs_mediapipe(test):
    """Skipped, with a reason, where no such Python is named; `pytest -m video` runs these alone."""
    reason = f"{PYTHON_VARIABLE} names no Python with mediapipe (docs/video.md)"
    return pytest.mark.video(pytest.mark.skipif(not os.environ.get(PYTHON_VARIABLE), reason=reason)(test))
