"""Landmarks of MediaPipe Holistic out of videos: a script for the interpreter that has MediaPipe, not for ours.

It imports nothing of signary. A task is a line of JSON on its standard input, an answer a line on its output:

    {"task": "facts", "video": PATH}                        -> {"fps": …, "frames": …, "width": …, "height": …}
    {"task": "read", "video": PATH, "fps": F, "first": A, "last": B, "refine": false, "most_pixels": …, "output": PATH}
        -> {"looked_at": N} from time to time, then {"frames": N, …}; the arrays are in PATH, an `.npz` file
    anything that cannot be done                             -> {"expected": …, "got": …}

`video` is a path, or the number of a camera. When its input ends the process does, whatever it is doing.
"""

from __future__ import annotations

import importlib
import json
import math
import os
import queue
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import IO, Any, NamedTuple

import numpy as np

#: Of what is seen: another detector, or another way to look, is another number.
VERSION = 1
#: Points of MediaPipe Holistic: body, face (with irises ten more), each hand.
BODY, FACE, REFINED_FACE, HAND = 33, 468, 478, 21
#: Pictures are looked at with at most so many pixels on the longer side.
LONGEST_SIDE = 1280
#: Frames between two signs of life while frames are passed over; frames that are looked at for the clock.
_SIGN_OF_LIFE, _CLOCK_FRAMES = 200, 60
#: A clip that begins later than this is jumped to, to so many seconds before it.
_JUMP_SECONDS, _BEFORE_SECONDS = 30.0, 8.0
#: What is said as a rate where nobody knows it: clocks that tick a thousand times a second.
_MOST_FPS = 240.0
#: Frames that a hole in a video may be long: the last picture is held.
_LONGEST_HOLE = 150
_DECODED = "H.264, H.265, VP8, VP9, AV1, MPEG-4"
#: Bytes of address space; models and threads take one, a picture of 64 million pixels half of one.
_MEMORY = 8 << 30


class CannotReadError(Exception):
    """What cannot be done: what was expected, and what was found."""

    def __init__(self, expected: str, got: str) -> None:
        super().__init__(expected, got)
        self.expected, self.got = expected, got


class Facts(NamedTuple):
    """Of a video.

    Attributes:
        fps: Frames a second; 0 where nothing says it.
        frames: As its header says; 0 where it does not.
        width: Pixels.
        height: Pixels.
        start: Time of the first frame in seconds.
    """

    fps: float
    frames: int
    width: int
    height: int
    start: float


def opened(video: str | int) -> Any:
    """A capture of OpenCV; videos by ffmpeg alone, whose other ways in are for pictures and networks.

    Raises:
        CannotReadError: If it is no video, or the camera is not there.
    """
    cv2 = importlib.import_module("cv2")
    capture = cv2.VideoCapture(video) if isinstance(video, int) else cv2.VideoCapture(video, cv2.CAP_FFMPEG)
    if not capture.isOpened():
        raise CannotReadError("a camera" if isinstance(video, int) else "a video that ffmpeg opens", "none")
    capture.set(cv2.CAP_PROP_ORIENTATION_AUTO, 1)  # phones write pictures as they lie, and how to turn them
    return capture


def seconds(capture: Any) -> float:
    """Time of the frame that was grabbed last; NaN where nobody knows."""
    found = float(capture.get(0)) / 1000  # CAP_PROP_POS_MSEC
    return found if math.isfinite(found) and found >= 0 else math.nan


def facts_of(video: str | int) -> Facts:
    """Size and clock of a video: as its header says, or as its first frames show.

    Raises:
        CannotReadError: If it has no frame.
    """
    capture = opened(video)
    try:
        fps, count = float(capture.get(5)), float(capture.get(7))
        times: list[float] = []
        shape = (0, 0)
        while len(times) < _CLOCK_FRAMES and capture.grab():
            times.append(seconds(capture))
            if len(times) == 1:
                shape = _shape(capture)
            if 0 < fps <= _MOST_FPS:
                break
    finally:
        capture.release()
    if not times:
        raise CannotReadError(f"a video with frames ({_DECODED})", "none that can be decoded")
    if not 0 < fps <= _MOST_FPS:
        fps = rate_of(times)
    frames = int(count) if math.isfinite(count) and 0 < count < 1e9 else 0
    return Facts(fps, frames, shape[1], shape[0], 0.0 if math.isnan(times[0]) else times[0])


def _shape(capture: Any) -> tuple[int, int]:
    """Height and width of the frame that was grabbed, as it is turned for people."""
    there, frame = capture.retrieve()
    if not there or frame is None:
        raise CannotReadError(f"a video with frames ({_DECODED})", "a first one that cannot be decoded")
    return int(frame.shape[0]), int(frame.shape[1])


def rate_of(times: list[float]) -> float:
    """Frames a second of frames at such times; 0 where they do not say it."""
    steps = np.diff(np.asarray(times, float))
    steps = steps[np.isfinite(steps) & (steps > 0)]
    if len(steps) < 3:
        return 0.0
    rate = 1 / float(np.mean(steps))
    return round(rate, 3) if 1 <= rate <= _MOST_FPS else 0.0


class Clock:
    """Which tick of an even clock a frame belongs to, by its time, or by its number where times say nothing.

    Phones and browsers record when they can; motion has one rate.
    """

    def __init__(self, fps: float, start: float, tick: int = 0) -> None:
        self._fps, self._start, self._last, self._before = fps, start, tick - 1, -math.inf

    def tick(self, time: float) -> int:
        """Tick of the next frame; that of the frame before it if both belong to one."""
        # Where nothing says the times, all are 0.
        found = round((time - self._start) * self._fps) if time > self._before else -1
        if not self._last <= found <= self._last + _LONGEST_HOLE:
            found = self._last + 1  # no time, or none that can be true
        self._before = self._before if math.isnan(time) else time
        self._last = max(found, 0)
        return self._last


def frames_of(
    video: str | int, fps: float, start: float, first: int, last: int | None, alive: Callable[[int], None]
) -> Iterator[tuple[int, np.ndarray]]:
    """Ticks and pictures (height, width, 3) of a part of a video, in order; of frames of one tick the first.

    Args:
        video: A path, or the number of a camera.
        fps: Frames a second of the clock.
        start: Time of the first frame.
        first: First tick.
        last: Tick after the last; None is the end.
        alive: Is told how many frames were passed over.
    """
    capture, clock = _at(video, fps, start, first)
    begun = time.monotonic()
    try:
        before, passed = -1, 0
        while (last is None or before < last - 1) and capture.grab():
            tick = clock.tick(time.monotonic() - begun if isinstance(video, int) else seconds(capture))
            if tick >= first and tick != before and (last is None or tick < last):
                there, frame = capture.retrieve()
                if not there:
                    return
                yield tick, frame
            elif last is not None and tick >= last:
                return
            else:
                passed += 1
                if passed % _SIGN_OF_LIFE == 0:
                    alive(0)
            before = tick
    finally:
        capture.release()


def _at(video: str | int, fps: float, start: float, first: int) -> tuple[Any, Clock]:
    """A capture that stands before a tick, and its clock: long ways are jumped over where the video allows it."""
    capture = opened(video)
    wanted = first / fps + start
    if isinstance(video, str) and first / fps > _JUMP_SECONDS:
        capture.set(0, (wanted - _BEFORE_SECONDS) * 1000)
        if capture.grab() and seconds(capture) < wanted - 1:
            return capture, Clock(fps, start, round((seconds(capture) - start) * fps))
        capture.release()
        capture = opened(video)
    return capture, Clock(fps, start)


def points_of(found: Any, width: int, height: int, face: int) -> np.ndarray:
    """Landmarks of a frame: body, face, left hand, right hand; (points, 4) of x, y, z in pixels and visibility.

    Depths are MediaPipe's weak ones: of the body from between the hips, of a hand from its wrist, of the face from
    its middle, all in the scale of x. What was not seen is NaN.

    Args:
        found: What MediaPipe has found in a picture.
        width: Of the picture.
        height: Likewise.
        face: Points of the face.
    """
    sizes = {"pose": BODY, "face": face, "left_hand": HAND, "right_hand": HAND}
    blocks = []
    for name, count in sizes.items():
        block = np.full((count, 4), np.nan, np.float32)
        landmarks = getattr(found, f"{name}_landmarks", None)
        if landmarks is not None and len(landmarks.landmark) == count:
            block[:] = [(one.x * width, one.y * height, one.z * width, 1.0) for one in landmarks.landmark]
            if name == "pose":
                block[:, 3] = [one.visibility for one in landmarks.landmark]
        blocks.append(block)
    return np.concatenate(blocks)


def world_of(found: Any) -> np.ndarray:
    """World landmarks of the body in metres from between the hips, (33, 3); NaN where it was not seen."""
    block = np.full((BODY, 3), np.nan, np.float32)
    landmarks = getattr(found, "pose_world_landmarks", None)
    if landmarks is not None and len(landmarks.landmark) == BODY:
        block[:] = [(one.x, one.y, one.z) for one in landmarks.landmark]
    return block


def shrunk(picture: np.ndarray, longest: int) -> np.ndarray:
    """A picture with at most so many pixels on its longer side."""
    cv2 = importlib.import_module("cv2")
    height, width = picture.shape[:2]
    if max(height, width) <= longest:
        return picture
    share = longest / max(height, width)
    size = (max(1, round(width * share)), max(1, round(height * share)))
    small: np.ndarray = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    return small


class Detector:
    """MediaPipe Holistic, with or without refined faces; each clip begins as if none had been before."""

    def __init__(self) -> None:
        self._models: dict[bool, Any] = {}

    def looks(self, pictures: Iterator[np.ndarray], refine: bool) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Points and world landmarks of each picture, in pixels of the picture as it was given."""
        model = self._model(refine)
        model.reset()
        for picture in pictures:
            height, width = picture.shape[:2]
            small = np.ascontiguousarray(shrunk(picture, LONGEST_SIDE)[..., ::-1])  # blue, green, red in OpenCV
            small.flags.writeable = False
            found = model.process(small)
            yield points_of(found, width, height, REFINED_FACE if refine else FACE), world_of(found)

    def _model(self, refine: bool) -> Any:
        if refine not in self._models:
            holistic = importlib.import_module("mediapipe.python.solutions.holistic")
            # 1 is the model of the body that the wheel holds; 0 and 2 would be downloaded.
            self._models[refine] = holistic.Holistic(model_complexity=1, refine_face_landmarks=refine)
        return self._models[refine]


def read(task: dict[str, Any], detector: Detector, alive: Callable[[int], None]) -> dict[str, Any]:
    """Look at a part of a video and write what was seen.

    Raises:
        CannotReadError: If there is no frame in that part, or a picture is larger than is allowed.
    """
    facts = facts_of(task["video"]) if isinstance(task["video"], str) else Facts(task["fps"], 0, 0, 0, 0.0)
    ticks: list[int] = []
    size: list[int] = []

    def pictures() -> Iterator[np.ndarray]:
        for tick, picture in frames_of(task["video"], task["fps"], facts.start, task["first"], task["last"], alive):
            if picture.shape[0] * picture.shape[1] > task["most_pixels"]:
                raise CannotReadError(f"pictures of at most {task['most_pixels']:,} pixels", f"{picture.shape[:2]}")
            if size and list(picture.shape[1::-1]) != size:
                raise CannotReadError("frames of one size", f"{size} and {list(picture.shape[1::-1])}")
            size[:] = picture.shape[1::-1]
            ticks.append(tick)
            if len(ticks) > task["most_frames"]:
                raise CannotReadError(f"at most {task['most_frames']:,} frames", "more")
            yield picture
            alive(len(ticks))

    seen = list(detector.looks(pictures(), task["refine"]))
    if not seen:
        raise CannotReadError("frames in the part that is asked for", f"none from frame {task['first']} on")
    # Where a frame is missing the one before it is held.
    held = np.searchsorted(ticks, np.arange(ticks[0], ticks[-1] + 1), "right") - 1
    points, world = (np.stack(arrays)[held] for arrays in zip(*seen, strict=True))
    np.savez(task["output"], points=points, world=world)
    return {"frames": len(held), "held": len(held) - len(ticks), "first": ticks[0], "width": size[0], "height": size[1]}


def answer(task: dict[str, Any], detector: Detector, alive: Callable[[int], None]) -> dict[str, Any]:
    """What is said to a task."""
    try:
        if task["task"] == "facts":
            return facts_of(task["video"])._asdict()
        return read(task, detector, alive)
    except CannotReadError as problem:
        return {"expected": problem.expected, "got": problem.got}
    except ImportError as error:
        return {"expected": "an interpreter with mediapipe and OpenCV", "got": str(error)[:300]}
    except (MemoryError, OSError, RuntimeError, ValueError) as error:  # anything else ends the process, which is seen
        return {"expected": "a video that can be read", "got": f"{type(error).__name__}: {error}"[:300]}


def limit_memory() -> None:
    """A video that asks for more memory than any needs gets none."""
    if sys.platform != "win32":
        resource = importlib.import_module("resource")
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _listen(lines: IO[str], tasks: queue.SimpleQueue[str]) -> None:
    for line in lines:
        tasks.put(line)
    os._exit(0)  # whoever asked is gone


def main() -> None:
    """Answer tasks until there are no more."""
    # Libraries write where they like: the answers get an output of their own.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    limit_memory()
    tasks: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin, tasks), daemon=True).start()

    def say(what: dict[str, Any]) -> None:
        answers.write(json.dumps(what) + "\n")
        answers.flush()

    detector = Detector()
    while True:
        say(answer(json.loads(tasks.get()), detector, lambda count: say({"looked_at": count})))


if __name__ == "__main__":
    main()
