import json

import numpy as np
import pytest

from signary.io.errors import FormatError, InputError, UnsafeFileError
from signary.pose.formats import read_pose

SIZES = {"pose_keypoints_2d": 25, "face_keypoints_2d": 70, "hand_left_keypoints_2d": 21, "hand_right_keypoints_2d": 21}


def _person(value: float, confidence: float = 0.5, **changes) -> dict:
    return {name: [value, value + 1, confidence] * count for name, count in SIZES.items()} | changes


@pytest.fixture
def folder(tmp_path):
    """A folder of frames, each a list of people or raw text, by number."""

    def write(frames: dict):
        for number, people in frames.items():
            text = people if isinstance(people, str) else json.dumps({"version": 1.3, "people": people})
            (tmp_path / f"clip-rgb_front_{number:012d}_keypoints.json").write_text(text)
        return tmp_path

    return write


def test_frames_are_in_order_of_their_numbers(folder):
    sequence = read_pose(folder({11: [_person(3)], 9: [_person(1)], 10: [_person(2)]}))
    assert (sequence.layout.name, sequence.fps, sequence.metadata["fps_assumed"]) == ("openpose137", 24.0, True)
    np.testing.assert_array_equal(sequence.joints[:, 5], [[1, 2], [2, 3], [3, 4]])
    assert (sequence.confidence == 0.5).all()


def test_a_stated_clock_is_not_assumed(folder):
    sequence = read_pose(folder({0: [_person(1)]}), fps=30)
    assert sequence.fps == 30
    assert "fps_assumed" not in sequence.metadata


def test_frames_without_a_file_or_person_are_missing(folder):
    sequence = read_pose(folder({0: [_person(1)], 1: [], 3: [_person(4)]}))
    assert len(sequence) == 4
    assert (sequence.confidence[[1, 2]] == 0).all()
    assert np.isnan(sequence.values[[1, 2]]).all()


def test_points_that_were_not_seen_are_missing(folder):
    hand = [0.0, 0.0, 0.0] * 20 + [5.0, 6.0, 1.09]
    sequence = read_pose(folder({0: [_person(1, hand_left_keypoints_2d=hand, face_keypoints_2d=[])]}))
    assert np.isnan(sequence.joints[0, 25:115]).all()
    np.testing.assert_array_equal(sequence.joints[0, 115], [5, 6])
    assert sequence.confidence[0, 115] == np.float32(1.09)


def test_numbers_that_are_none_are_missing(folder):
    body = [float("nan"), 1, 1] + [1, 1, float("inf")] + [1, 1, -1] + [1, 1, 1] * 22
    sequence = read_pose(folder({0: [_person(1, pose_keypoints_2d=body)]}))
    assert (sequence.confidence[0, :4] > 0).tolist() == [False, False, False, True]


def test_one_of_several_people(folder):
    path = folder({0: [_person(1), _person(7)], 1: [_person(2)]})
    sequence = read_pose(path, person=1)
    assert sequence.joints[0, 0, 0] == 7
    assert (sequence.confidence[1] == 0).all()
    for person in (2, -1):
        with pytest.raises(InputError, match="from 0 to 1"):
            read_pose(path, person=person)


def test_nobody_at_all_is_said(folder):
    with pytest.raises(InputError, match="a folder with people"):
        read_pose(folder({0: []}))


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", '{"people": 3}', '{"people": [3]}', "[" * 100_000, '{"people": [{"pose_keypoints_2d": [1, 2]}]}']
    + ['{"people": [{"pose_keypoints_2d": "abc"}]}', '{"people": [{"face_keypoints_2d": [[1], 2]}]}', "\xff"],
)
def test_broken_frames_are_named(content, folder):
    with pytest.raises(FormatError, match="000000000000_keypoints.json"):
        read_pose(folder({0: content}))


def test_folders_of_other_things_are_named(tmp_path, folder):
    with pytest.raises(FormatError, match="OpenPose files"):
        read_pose(tmp_path)
    (tmp_path / "index.json").write_text("{}")
    with pytest.raises(FormatError, match="index.json"):
        read_pose(tmp_path)


def test_numbers_that_lie_far_apart_are_no_clip(folder):
    with pytest.raises(FormatError, match="missing frames"):
        read_pose(folder({0: [_person(1)], 10**11: [_person(1)]}))


def test_two_files_for_one_frame_are_refused(folder):
    path = folder({3: [_person(1)]})
    (path / "other_3.json").write_text("{}")
    with pytest.raises(FormatError, match="one file a frame"):
        read_pose(path)


class TestSeveralPeople:
    def _signer(self, frame: int, **changes) -> dict:
        return _body(300 + frame % 3, 200, 150) | changes

    def test_a_ghost_that_is_listed_first_is_not_the_signer(self, folder):
        frames = {frame: [self._signer(frame)] for frame in range(8)}
        frames[5] = [_body(900, 500, 40), self._signer(5)]
        sequence = read_pose(folder(frames))
        assert sequence.metadata["left_out"] == ["person 2 of 2"]
        np.testing.assert_array_equal(sequence.joints[:, 0, 0], [300 + frame % 3 for frame in range(8)])
        ghost = read_pose(folder(frames), person=1)
        assert ghost.metadata["left_out"] == ["person 1 of 2"]
        assert np.flatnonzero(ghost.certainty.any(1)).tolist() == [5]

    def test_a_ghost_in_the_first_frame_is_not_the_signer(self, folder):
        frames = {frame: [self._signer(frame)] for frame in range(5)}
        frames[0].insert(0, _body(900, 500, 40))
        np.testing.assert_array_equal(read_pose(folder(frames)).joints[:, 0, 0], [300, 301, 302, 300, 301])

    def test_a_ghost_alone_in_a_frame_leaves_the_signer_missing(self, folder):
        frames = {frame: [self._signer(frame)] for frame in range(5)}
        frames[1].append(_body(900, 500, 40))
        frames[3] = [_body(901, 500, 40)]
        sequence = read_pose(folder(frames))
        assert np.flatnonzero(~sequence.certainty.any(1)).tolist() == [3]
        assert np.flatnonzero(read_pose(folder(frames), person=1).certainty.any(1)).tolist() == [1, 3]

    def test_people_who_change_their_order_stay_who_they_are(self, folder):
        frames = {frame: [_body(300, 200, 150), _body(900 + frame, 200, 150)] for frame in range(6)}
        for frame in (1, 4):
            frames[frame].reverse()
        path = folder(frames)
        np.testing.assert_array_equal(read_pose(path).joints[:, 0, 0], [300] * 6)
        np.testing.assert_array_equal(read_pose(path, person=1).joints[:, 0, 0], [900 + frame for frame in range(6)])

    def test_who_shows_other_points_than_before_is_followed_by_where_they_are(self, folder):
        hidden = {"pose_keypoints_2d": [0.0] * 75, "hand_left_keypoints_2d": [0.0] * 63}
        frames = {0: [self._signer(0) | {"face_keypoints_2d": [0.0] * 210}, _body(900, 500, 150)]}
        frames |= {1: [_body(900, 500, 150), self._signer(1) | hidden]}
        assert read_pose(folder(frames)).joints[1, 25, 0] == self._signer(1)["face_keypoints_2d"][0]

    def test_somebody_without_a_point_is_counted_and_does_not_move_anybody(self, folder):
        nobody = {name: [0.0] * 3 * count for name, count in SIZES.items()}
        frames = {0: [nobody, self._signer(0)], 1: [self._signer(1)], 2: [self._signer(2), nobody]}
        sequence = read_pose(folder(frames))
        assert sequence.metadata["left_out"] == ["person 2 of 2"]
        np.testing.assert_array_equal(sequence.joints[:, 0, 0], [300, 301, 302])

    def test_crowds_are_no_signers(self, folder):
        with pytest.raises(FormatError, match="at most 100 people, got 101"):
            read_pose(folder({0: [{}] * 101}))


def _body(x: float, y: float, size: float) -> dict:
    """Somebody whose points lie in a square, the first in its corner at (x, y)."""
    person = {}
    for name, count in SIZES.items():
        person[name] = [number for at in range(count) for number in (x + at * size / count, y + at * size / count, 0.9)]
    return person


def test_gaps_without_end_are_no_clip(folder):
    files = {frame * 99: [_person(1)] for frame in range(1_100)}
    with pytest.raises(UnsafeFileError, match="at most 100,000 frames"):
        read_pose(folder(files))


@pytest.mark.parametrize("number", ["1e39", "-1e400", "Infinity", "null"])
def test_what_no_float_holds_is_missing(number, folder):
    person = json.dumps(_person(1)).replace("[1, 2, 0.5", f"[{number}, 2, 0.5", 1)
    sequence = read_pose(folder({0: f'{{"people": [{person}]}}'}))
    assert np.flatnonzero(sequence.confidence[0] == 0).tolist() == [0]


def test_a_rate_that_is_none_is_refused(folder):
    for fps in (0, -24, float("nan"), 1e9):
        with pytest.raises(InputError, match="fps"):
            read_pose(folder({0: [_person(1)]}), fps=fps)
