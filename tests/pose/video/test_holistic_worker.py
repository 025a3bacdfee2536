"""The script of the other interpreter, as far as it goes without MediaPipe: clocks, cuts, landmarks as arrays."""

import ast
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from signary.pose.formats.landmark_arrays import landmark_sequence
from signary.pose.video import holistic_worker as worker


class Film:
    """A capture of frames that come at given times; each picture says which frame it is."""

    def __init__(self, times, fps=25.0, count=None, jumps=True):
        self.times, self.fps, self.at, self.jumps = list(times), fps, -1, jumps
        self.count = len(self.times) if count is None else count

    def grab(self):
        self.at += 1
        return self.at < len(self.times)

    def retrieve(self):
        return True, np.full((4, 6, 3), self.at, np.int32)

    def get(self, what):
        times = self.times or [0.0]
        return {0: 1000 * times[max(self.at, 0)], 5: self.fps, 7: self.count}[what]

    def set(self, what, value):
        assert what == 0
        if self.jumps:
            self.at = int(np.searchsorted(np.asarray(self.times), value / 1000)) - 1

    def release(self):
        self.at = len(self.times)


@pytest.fixture
def shown(monkeypatch):
    """Frames of a part of a film: (tick, number of the frame)."""

    def show(film, first=0, last=None, fps=25.0):
        monkeypatch.setattr(worker, "opened", lambda video: film)
        film.at = -1
        start = film.times[0] if film.times else 0.0
        found = worker.frames_of("a.mp4", fps, start, first, last, lambda count: None)
        return [(tick, int(picture[0, 0, 0])) for tick, picture in found]

    return show


def even(count, fps=25.0, start=0.0):
    return start + np.arange(count) / fps


def test_frames_of_an_even_clock_are_counted(shown):
    assert shown(Film(even(5))) == [(at, at) for at in range(5)]
    assert shown(Film(even(9, start=3.2)), 2, 5) == [(2, 2), (3, 3), (4, 4)]
    assert shown(Film(even(5)), 3, 99) == [(3, 3), (4, 4)]
    assert shown(Film(even(5)), 5, 9) == []


def test_of_an_odd_rate_every_frame_has_a_tick(shown):
    rate = 30000 / 1001
    times = np.floor(even(900, rate) * 1000) / 1000  # milliseconds, as WebM has them
    assert [tick for tick, _ in shown(Film(times, rate), fps=29.97)] == list(range(900))


def test_frames_that_come_when_they_can_are_put_on_an_even_clock(shown):
    times = [0.0, 0.041, 0.079, 0.082, 0.21, 0.24]  # two in one tick; ticks 3 and 4 without a frame
    assert shown(Film(times)) == [(0, 0), (1, 1), (2, 2), (5, 4), (6, 5)]


@pytest.mark.parametrize("times", [[0.0] * 5, [np.nan] * 5, [-1.0] * 5, [0.0, 0.04, 1e6, 0.08, 1e-9], [5, 4, 3, 2, 1]])
def test_times_that_cannot_be_true_are_not_believed(shown, times):
    assert shown(Film(times)) == [(at, at) for at in range(5)]


def test_of_a_camera_the_clock_of_the_machine_counts(monkeypatch):
    film = Film([0.0] * 100)
    monkeypatch.setattr(worker, "opened", lambda video: film)
    now = iter(np.arange(0, 9, 0.1))  # ten frames a second, where twenty-five are wanted
    monkeypatch.setattr(worker.time, "monotonic", lambda: next(now))
    found = [tick for tick, _ in worker.frames_of(0, 25.0, 0.0, 0, 20, lambda count: None)]
    assert found == [2, 5, 8, 10, 12, 15, 18]


@pytest.mark.parametrize("jumps", [True, False])
def test_a_late_part_is_the_same_whether_the_film_jumps_or_not(shown, jumps):
    film = Film(even(3000), jumps=jumps)
    assert shown(film, 2500, 2503) == [(2500, 2500), (2501, 2501), (2502, 2502)]


def test_the_rate_is_that_of_the_header_or_of_the_times(monkeypatch):
    def facts(film):
        monkeypatch.setattr(worker, "opened", lambda video: film)
        return worker.facts_of("a.webm")

    assert facts(Film(even(80))) == worker.Facts(25.0, 80, 6, 4, 0.0)
    assert facts(Film(even(80, 30.0, start=1.5), fps=1000.0, count=-5)) == worker.Facts(30.0, 0, 6, 4, 1.5)
    assert facts(Film([0.0] * 80, fps=0.0)).fps == 0
    with pytest.raises(worker.CannotReadError, match="frames"):
        facts(Film([]))


def found(**blocks):
    def landmarks(count, seed):
        dice = np.random.default_rng(seed).uniform(0.1, 0.9, (count, 3))
        return SimpleNamespace(landmark=[SimpleNamespace(x=x, y=y, z=z, visibility=0.75) for x, y, z in dice])

    names = ("pose", "face", "left_hand", "right_hand", "pose_world")
    counts = {"pose": 33, "face": 468, "left_hand": 21, "right_hand": 21, "pose_world": 33, **blocks}
    return SimpleNamespace(
        **{f"{name}_landmarks": landmarks(counts[name], at) if counts[name] else None for at, name in enumerate(names)}
    )


def test_landmarks_become_pixels_and_what_is_not_seen_is_missing():
    seen = found(left_hand=0)
    points = worker.points_of(seen, 640, 480, 468)
    first = seen.pose_landmarks.landmark[0]
    np.testing.assert_allclose(points[0], [640 * first.x, 480 * first.y, 640 * first.z, 0.75], rtol=1e-6)
    sequence = landmark_sequence("a.mp4", points[None], 25.0, "pose-face-hands")
    assert sequence.layout.name == "holistic"
    confidence = dict(zip(sequence.layout.joints, sequence.certainty[0], strict=True))
    assert confidence["left_shoulder"] == np.float32(0.75)
    assert confidence["right_index1"] == 1
    assert confidence["left_index1"] == 0
    at = sequence.layout.index("right_hand_wrist")
    wrist = seen.right_hand_landmarks.landmark[0]
    np.testing.assert_allclose(sequence.joints[0, at, :2], [640 * wrist.x, 480 * wrist.y], rtol=1e-6)
    assert np.isnan(worker.points_of(found(pose=0, face=0, left_hand=0, right_hand=0), 640, 480, 468)).all()


def test_refined_faces_have_irises():
    points = worker.points_of(found(face=478), 640, 480, 478)
    assert landmark_sequence("a.mp4", points[None], 25.0, "pose-face-hands").layout.name == "holistic_refined"
    assert worker.world_of(found()).shape == (33, 3)
    assert np.isnan(worker.world_of(found(pose_world=0))).all()


def test_holes_are_filled_with_the_frame_before(monkeypatch, tmp_path):
    film = Film([0.0, 0.04, 0.2, 0.24])
    monkeypatch.setattr(worker, "opened", lambda video: film)

    class Numbers:
        def looks(self, pictures, refine):
            for picture in pictures:
                yield np.full((543, 4), picture[0, 0, 0], np.float32), np.zeros((33, 3), np.float32)

    def released_later(self):
        self.at = -1

    monkeypatch.setattr(Film, "release", released_later)
    task = {"video": "a.mp4", "fps": 25.0, "first": 0, "last": None, "refine": False, "most_pixels": 24}
    task |= {"most_frames": 9, "output": str(tmp_path / "seen.npz")}
    said = worker.read(task, Numbers(), lambda count: None)
    assert said == {"frames": 7, "held": 3, "first": 0, "width": 6, "height": 4}
    assert np.load(tmp_path / "seen.npz")["points"][:, 0, 0].tolist() == [0, 1, 1, 1, 1, 2, 3]
    with pytest.raises(worker.CannotReadError, match="pixels"):
        worker.read({**task, "most_pixels": 23}, Numbers(), lambda count: None)
    with pytest.raises(worker.CannotReadError, match="at most 3 frames"):
        worker.read({**task, "most_frames": 3}, Numbers(), lambda count: None)


def test_the_script_stands_alone():
    """It is run by an interpreter that has neither signary nor what signary needs."""
    tree = ast.parse(Path(worker.__file__).read_text(encoding="utf-8"))
    names = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert {name.partition(".")[0] for name in names} - {"numpy"} <= sys.stdlib_module_names
