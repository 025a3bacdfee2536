"""Pose sequences out of videos, layout `holistic` (or `holistic_refined`, with irises), in pixels of the picture."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from signary.io.budget import Budget
from signary.io.cache_folder import cache_folder
from signary.io.errors import FormatError, InputError
from signary.io.npz import load_npz
from signary.io.reading import open_file
from signary.pose.formats.landmark_arrays import LAYOUTS, landmark_sequence
from signary.pose.formats.rates import settle_rate
from signary.pose.hands_seen import HANDS_SEEN, hands_seen
from signary.pose.sequence import PoseSequence
from signary.pose.video.av1 import is_av1, write_as_h264
from signary.pose.video.environment import video_python
from signary.pose.video.joint_centres import SEEN_BY_MEDIAPIPE
from signary.pose.video.seen_clips import SeenClips
from signary.pose.video.worker_process import WorkerProcess

#: Bytes of a video; items are frames that are looked at at once.
VIDEO = Budget(on_disk=64 << 30, items=40_000)
#: Pixels of a picture: more than the largest cameras have; and pixels of all frames: half an hour of 1080p.
MOST_PIXELS, MOST_WORK = 64_000_000, 1 << 37
#: Share of its frames that a header may count too much.
_LOST = 0.02
_KINDS = "an MP4, MOV, WebM, Matroska or AVI file"
#: What a file that is none of these would be opened as, nobody knows: lists of other files among them.
_BOXES = (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")


class VideoFacts(NamedTuple):
    """Of a video.

    Attributes:
        fps: Frames a second; None where the file does not say it.
        frames: As its header says; None where it does not.
        width: Pixels.
        height: Pixels.
    """

    fps: float | None
    frames: int | None
    width: int
    height: int


@dataclass
class VideoReader:
    """Looks at videos, in a process of its own that is started for the first and kept for the others.

    Attributes:
        refine: Look at irises as well: layout `holistic_refined`.
        cache: Folder in which what was seen is kept, so that nothing is looked at twice; None keeps nothing.
        python: The interpreter that has MediaPipe; None: `video_python`, when the first video is looked at.
    """

    refine: bool = False
    cache: Path | None = field(default_factory=lambda: cache_folder() / "videos")
    python: Path | None = None
    _process: WorkerProcess | None = field(default=None, init=False, repr=False)
    _rewritten: tuple[Path, tempfile.TemporaryDirectory[str]] | None = field(default=None, init=False, repr=False)

    def facts(self, path: Path | str) -> VideoFacts:
        """Size and clock of a video.

        Raises:
            InputError: If there is no such file, or no MediaPipe.
            FormatError: If it is no video, or nothing in it can be decoded.
            UnsafeFileError: If it, or its picture, is larger than any.
        """
        path = checked_video(path)
        said = self._worker().ask(path.name, task="facts", video=self._decodable(path))
        found = VideoFacts(
            _number(said.get("fps")), _whole(said.get("frames")) or None, _whole(said["width"]), _whole(said["height"])
        )
        Budget(items=MOST_PIXELS).check_items(path.name, found.width * found.height, "pixels in a picture")
        return found

    def read(
        self, path: Path | str, *, fps: float | None = None, first: int = 0, last: int | None = None
    ) -> PoseSequence:
        """The motion of a video, or of a part of it.

        Args:
            path: The video.
            fps: Frames a second, where the file does not say it.
            first: First frame, of the video's own rate.
            last: Frame after the last; frames behind the end of the video are not there. None is the end.

        Returns:
            x and y in pixels of the picture; z in the scale of x, guessed: of the body from between the hips, of a
            hand from its wrist, of the face from its middle. What was not seen is NaN. Confidence is the visibility
            of the body's points, 1 of all others that were seen. `metadata` has `width`, `height`, `source`, who has
            seen it (`SEEN_BY_MEDIAPIPE`) and `hands_seen`, the shares of frames in which each hand was seen;
            `frames_held` where frames were missing and those before them stand for them; `frames_lost` of a video
            that ends too early.

        Raises:
            InputError: As `facts`; or if the video has no rate and none is given.
            FormatError: As `facts`; or if that part has no frames, or nobody is seen in it.
            UnsafeFileError: As `facts`; or if that part has more pixels than a machine looks at in a night.
        """
        path = checked_video(path)
        if first < 0 or (last is not None and last <= first):
            raise InputError("first, last", "a frame of the video and one behind it", f"{first} and {last}")
        key = {"first": first, "last": last, "refine": self.refine, "fps": fps}
        kept = None if self.cache is None else SeenClips(self.cache)
        if kept is not None and (found := kept.find(path, key)) is not None:
            return found.with_metadata(**SEEN_BY_MEDIAPIPE)
        facts = self.facts(path)
        rate = _rate(path.name, facts, fps)
        end = last if facts.frames is None else min(last or facts.frames, facts.frames)
        if end is not None:
            VIDEO.check_items(path.name, end - first, "frames (cut it into clips)")
            work = (end - first) * facts.width * facts.height
            Budget(items=MOST_WORK).check_items(path.name, work, "pixels in all frames (cut it into clips)")
        # What the header says may be wrong: the process counts as well.
        most = min(VIDEO.items, MOST_WORK // max(1, facts.width * facts.height))
        sequence = self._looked_at(path.name, self._decodable(path), rate, first, last, most)
        if last is None and (lost := (facts.frames or 0) - first - len(sequence)) > max(2, _LOST * len(sequence)):
            sequence = sequence.with_metadata(frames_lost=lost)
        if kept is not None:
            kept.keep(path, key, sequence)
        return sequence

    def rate(self, path: Path | str, fps: float | None = None) -> float:
        """Frames a second of a video.

        Args:
            path: The video.
            fps: The rate, where the file does not say it.

        Raises:
            InputError: As `facts`; or if neither says it.
        """
        return _rate(Path(path).name, self.facts(path), fps)

    def record(
        self, camera: int, seconds: float, fps: float = 25.0, looked_at: Callable[[int], None] | None = None
    ) -> PoseSequence:
        """The motion that a camera sees from now on; pictures are looked at and not kept.

        Args:
            camera: Its number, from 0.
            seconds: How long.
            fps: Frames a second of the sequence; where the camera or the machine is slower, frames are held.
            looked_at: Is told how many frames were looked at so far, from the first on.

        Raises:
            InputError: If there is no such camera, or nobody is seen.
        """
        if isinstance(camera, bool) or not isinstance(camera, int) or camera < 0:
            raise InputError("camera", "the number of a camera, from 0", repr(camera))
        if not 0 < seconds <= VIDEO.items / fps:
            raise InputError("seconds", f"a length above 0, at most {VIDEO.items / fps:g}", seconds)
        return self._looked_at(f"camera {camera}", camera, fps, 0, math.ceil(seconds * fps), VIDEO.items, looked_at)

    @property
    def process_id(self) -> int | None:
        """Of the process that looks at videos, while it runs."""
        return None if self._process is None else self._process.number

    def __getstate__(self) -> dict[str, Any]:
        """Without the process: whoever gets a copy starts their own."""
        return {**self.__dict__, "_process": None, "_rewritten": None}

    def close(self) -> None:
        """End the process that looks at videos, if there is one."""
        if self._process is not None:
            self._process.close()
        if self._rewritten is not None:
            self._rewritten[1].cleanup()
            self._rewritten = None

    def _decodable(self, path: Path) -> str:
        """The video, or what was made of one that OpenCV cannot decode; kept until the next, for its other clips."""
        path = path.resolve()
        if not is_av1(path):
            return str(path)
        if self._rewritten is None or self._rewritten[0] != path:
            folder = tempfile.TemporaryDirectory(prefix="signary-video-")
            write_as_h264(path, Path(folder.name) / "video.mp4", MOST_PIXELS)
            self._rewritten = (path, folder)
        return str(Path(self._rewritten[1].name) / "video.mp4")

    def _worker(self) -> WorkerProcess:
        if self._process is None:
            self._process = WorkerProcess(self.python or video_python())
        return self._process

    def _looked_at(
        self,
        name: str,
        video: str | int,
        fps: float,
        first: int,
        last: int | None,
        most_frames: int,
        looked_at: Callable[[int], None] | None = None,
    ) -> PoseSequence:
        with tempfile.TemporaryDirectory(prefix="signary-video-") as folder:
            target = Path(folder) / "seen.npz"
            said = self._worker().ask(
                name,
                looked_at,
                task="read",
                video=video,
                fps=fps,
                first=first,
                last=last,
                refine=self.refine,
                most_pixels=MOST_PIXELS,
                most_frames=most_frames,
                output=str(target),
            )
            arrays = load_npz(target, ("points", "world"))
        points = _with_depth(name, arrays["points"], arrays["world"])
        return _sequence(name, points, fps, _whole(said["width"]), _whole(said["height"]), _whole(said["held"]))


def read_video(path: Path | str, *, fps: float | None = None) -> PoseSequence:
    """The motion of a video: one `VideoReader` for one file; arguments and errors as for `VideoReader.read`.

    Raises:
        InputError: Also if another rate is given than the file states.
    """
    reader = VideoReader()
    try:
        if fps is not None:
            settle_rate(Path(path).name, reader.facts(path).fps, fps)
        return reader.read(path, fps=fps)
    finally:
        reader.close()


def checked_video(path: Path | str) -> Path:
    """A file whose first bytes are those of a video that we know.

    Raises:
        InputError: If there is no such file.
        FormatError: If it is another file.
        UnsafeFileError: If it is larger than any.
    """
    path = Path(path)
    with open_file(path, VIDEO.on_disk) as file:
        head = file.read(12)
    known = head[4:8] in _BOXES or head[:4] == b"\x1a\x45\xdf\xa3" or (head[:4] == b"RIFF" and head[8:12] == b"AVI ")
    if not known:
        raise FormatError(path.name, _KINDS, f"a file that begins with {head!r}" if head else "an empty file")
    return path


def _with_depth(name: str, points: np.ndarray, world: np.ndarray) -> np.ndarray:
    """The body's depth is that of its world landmarks, which are in metres, brought into pixels by the shoulders.

    MediaPipe's own depth in the picture is several times too large where the legs are not in it.
    """
    if (
        points.ndim != 3
        or points.shape[1] not in LAYOUTS
        or points.shape[2] != 4
        or world.shape != (len(points), 33, 3)
    ):
        got = f"shapes {points.shape} and {world.shape}"
        raise FormatError(name, "landmarks of MediaPipe Holistic", got)
    wide = [np.linalg.norm(each[:, 11, :2] - each[:, 12, :2], axis=-1) for each in (points, world)]
    there = np.isfinite(wide).all(0) & (np.array(wide) > 0).all(0)
    if there.any():
        points = points.copy()
        points[:, :33, 2] = world[..., 2] * float(np.median(wide[0][there] / wide[1][there]))
    return points


def _sequence(name: str, points: np.ndarray, fps: float, width: int, height: int, held: int) -> PoseSequence:
    if not np.isfinite(points).all(-1).any():
        raise FormatError(name, "somebody who is seen", f"nobody in {len(points)} frames")
    sequence = landmark_sequence(name, points, fps, "pose-face-hands")
    size = {"width": width, "height": height}
    metadata = {**sequence.metadata, **size, **SEEN_BY_MEDIAPIPE, HANDS_SEEN: hands_seen(sequence)}
    if held:
        metadata["frames_held"] = held
    return PoseSequence(sequence.values, sequence.layout, sequence.fps, sequence.confidence, metadata)


def _rate(name: str, facts: VideoFacts, fps: float | None) -> float:
    return settle_rate(name, facts.fps, fps if facts.fps is None else None)


def _number(said: object) -> float | None:
    return float(said) if isinstance(said, (int, float)) and said > 0 else None


def _whole(said: object) -> int:
    return int(said) if isinstance(said, int) and said > 0 else 0
