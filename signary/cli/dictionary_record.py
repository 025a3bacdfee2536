"""Where a recorded sign comes from: a clip, or a camera."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from signary.cli.motion_files import read_inputs, say_remarks

if TYPE_CHECKING:
    from signary.pose.sequence import PoseSequence

#: Seconds in which whoever has pressed the key gets before the camera.
_READY = 3


def seen_in_clip(clip: Path) -> PoseSequence:
    """The motion in a video or a file of motion, with what there is to say of it on stderr."""
    (motion,) = read_inputs([clip], {})
    say_remarks([clip], [motion])
    return motion


def seen_by_camera(camera: int, seconds: float) -> PoseSequence:
    """The motion before a camera, after a count; MediaPipe is there before the count begins."""
    from signary.pose.hands_seen import hands_seen, said_of_hands
    from signary.pose.video.environment import make_video_python
    from signary.pose.video.video_reader import VideoReader

    reader = VideoReader(python=make_video_python())
    for left in range(_READY, 0, -1):
        typer.echo(f"{left} …", err=True)
        time.sleep(1)
    try:
        motion = reader.record(camera, seconds, looked_at=_say_go)
    finally:
        reader.close()
    typer.echo(said_of_hands(hands_seen(motion)), err=True)
    return motion


def _say_go(frames: int) -> None:
    if frames == 1:
        typer.echo("recording: sign now", err=True)
