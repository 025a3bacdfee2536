import contextlib
import math
import random
import struct
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from pose_format import Pose
from pose_format.numpy import NumPyPoseBody
from pose_format.pose_header import PoseHeader, PoseHeaderComponent, PoseHeaderDimensions

from signary.io.errors import FormatError, InputError, UnsafeFileError
from signary.pose import PoseSequence, get_layout
from signary.pose.formats import read_pose, write_pose
from signary.pose.kinematics import forward_kinematics

PIXEL_LAYOUTS = ["holistic", "holistic_refined", "openpose137"]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "a.pose"


def _component(name="BODY", points=("nose", "left_wrist"), limbs=((0, 1),), letters="XYC") -> PoseHeaderComponent:
    return PoseHeaderComponent(name, list(points), list(limbs), [(255, 0, 0)], letters)


def _library_file(path, components, data, confidence, fps=25.0) -> None:
    header = PoseHeader(0.2, PoseHeaderDimensions(640, 480, 0), components)
    body = NumPyPoseBody(fps, np.asarray(data, np.float32), np.asarray(confidence, np.float32))
    with path.open("wb") as file:
        Pose(header, body).write(file)


class TestRoundTrips:
    @pytest.mark.parametrize("name", PIXEL_LAYOUTS)
    @pytest.mark.parametrize("fps", [25.0, 29.97, 12.5, 1.0])
    def test_pixel_layouts_come_back_exactly(self, name, fps, make_sequence, path):
        sequence = make_sequence(name, missing=True)
        sequence = PoseSequence(sequence.values, sequence.layout, fps, sequence.confidence, sequence.metadata)
        write_pose(sequence, path)
        loaded = read_pose(path)
        assert loaded.layout is sequence.layout
        assert loaded.fps == fps
        np.testing.assert_array_equal(loaded.values, sequence.values)
        np.testing.assert_array_equal(loaded.confidence, sequence.confidence)
        facts = {"source": "a.pose", "version": 0.2, "width": 640, "height": 480, "depth": 0}
        assert loaded.metadata == facts

    def test_certain_joints_have_confidence_one(self, make_sequence, path):
        write_pose(make_sequence("openpose137"), path)
        assert (read_pose(path).confidence == 1).all()

    def test_no_frames_are_a_file_too(self, make_sequence, path):
        write_pose(make_sequence("openpose137")[:0], path)
        assert len(read_pose(path)) == 0

    def test_without_a_width_the_picture_holds_all_points(self, make_sequence, path):
        sequence = make_sequence("openpose137")
        write_pose(PoseSequence(sequence.values, sequence.layout, 25.0), path)
        width, height = (read_pose(path).metadata[name] for name in ("width", "height"))
        assert (width, height) == tuple(math.ceil(sequence.joints[..., at].max()) for at in (0, 1))

    @pytest.mark.parametrize("name", ["phoenix50", "slrtp178"])
    def test_layouts_without_pixels_keep_their_joints(self, name, make_sequence, path):
        sequence = make_sequence(name, missing=True)
        write_pose(sequence, path)
        loaded = read_pose(path)
        names = [sequence.layout.canonical(joint) for joint in range(len(sequence.layout.joints))]
        assert [loaded.layout.canonical(joint) for joint in range(len(names))] == names
        np.testing.assert_array_equal(loaded.confidence, sequence.confidence)
        write_pose(loaded, path)
        np.testing.assert_array_equal(read_pose(path).values, loaded.values)
        assert read_pose(path).layout is loaded.layout

    def test_the_library_sees_missing_points_as_masked_zeros(self, make_sequence, path):
        sequence = make_sequence("openpose137", missing=True)
        write_pose(sequence, path)
        pose = Pose.read(path.read_bytes())
        missing = sequence.confidence == 0
        assert missing.any()
        np.testing.assert_array_equal(pose.body.data.mask[:, 0, :, 0], missing)
        assert (pose.body.data.data[:, 0][missing] == 0).all()


class TestSmplx:
    def test_it_is_written_as_holistic(self, make_sequence, path):
        write_pose(make_sequence("smplx"), path)
        pose = Pose.read(path.read_bytes())
        expected = {"POSE_LANDMARKS": 33, "FACE_LANDMARKS": 468, "LEFT_HAND_LANDMARKS": 21, "RIGHT_HAND_LANDMARKS": 21}
        assert {component.name: len(component.points) for component in pose.header.components} == expected
        assert {component.format for component in pose.header.components} == {"XYZC"}
        assert round(pose.header.version, 3) == 0.2
        assert pose.header.normalization_info(("POSE_LANDMARKS", "RIGHT_SHOULDER"), ("POSE_LANDMARKS", "LEFT_SHOULDER"))
        assert read_pose(path).layout.name == "holistic"

    def test_the_view_is_from_the_front(self, path):
        values = np.zeros((1, 133), dtype=np.float32)
        layout = get_layout("smplx")
        # The left forearm is turned to the viewer.
        values[:, layout.features([layout.index("left_elbow")])] = [0, -math.pi / 2, 0]
        write_pose(PoseSequence(values, layout, 25.0), path)
        seen = read_pose(path)
        at = {name: seen.joints[0, seen.layout.index(name)] for name in ("left_shoulder", "right_shoulder", "nose")}
        at |= {name: seen.joints[0, seen.layout.index(name)] for name in ("left_elbow", "left_wrist", "left_hip")}
        np.testing.assert_allclose(at["left_shoulder"][:2], [625, 420], atol=1e-3)
        np.testing.assert_allclose(at["right_shoulder"][:2], [375, 420], atol=1e-3)
        assert at["nose"][1] < at["left_shoulder"][1] < at["left_hip"][1]
        assert at["left_wrist"][2] < at["left_elbow"][2] - 100
        assert (seen.metadata["width"], seen.metadata["height"]) == (1000, 1000)

    def test_points_that_nobody_moves_are_missing(self, make_sequence, path):
        write_pose(make_sequence("smplx"), path)
        seen = read_pose(path)
        has = {name: bool(seen.confidence[0, at]) for at, name in enumerate(seen.layout.joints)}
        for side in ("left", "right"):
            assert all(has[f"{side}_{joint}"] for joint in ("wrist", "hip", "ear", "pinky_tip"))
            assert not any(has[f"{side}_{joint}"] for joint in ("knee", "ankle", "heel", "big_toe"))
        assert sum(has[name] for name in has if name.startswith("face_")) > 128

    def test_joints_of_a_skeleton_give_the_same_file(self, make_sequence, path, tmp_path):
        sequence = make_sequence("smplx")
        write_pose(sequence, path)
        write_pose(forward_kinematics(sequence), tmp_path / "b.pose")
        assert path.read_bytes() == (tmp_path / "b.pose").read_bytes()

    def test_pieces_of_a_stream_are_pieces_of_the_whole(self, make_sequence, path, assert_same_motion):
        sequence = make_sequence("smplx", frames=9)
        write_pose(sequence, path)
        whole = read_pose(path)
        for start in (0, 3, 6):
            write_pose(sequence[start : start + 3], path)
            assert_same_motion(read_pose(path).values, whole.values[start : start + 3])

    def test_hands_of_another_reference_are_refused(self, make_sequence, path):
        with pytest.raises(InputError, match="mano_mean"):
            write_pose(make_sequence("smplx", hand_reference="mano_mean"), path)
        assert not path.exists()

    def test_motion_without_shoulders_has_no_scale(self, make_sequence, path):
        sequence = make_sequence("phoenix50")
        confidence = np.ones((len(sequence), 50))
        confidence[:, 2] = 0
        lost = PoseSequence.masked(sequence.values, sequence.layout, 25.0, confidence)
        with pytest.raises(InputError, match="shoulders"):
            write_pose(lost, path)


class TestForeignFiles:
    def test_several_people(self, path, rng):
        data = rng.normal(size=(4, 3, 2, 2))
        _library_file(path, [_component()], data, np.ones((4, 3, 2)))
        np.testing.assert_allclose(read_pose(path, person=2).joints, data[:, 2], rtol=1e-6)
        for person in (3, -1):
            with pytest.raises(InputError, match="from 0 to 2"):
                read_pose(path, person=person)

    def test_what_is_not_finite_or_not_seen_is_missing(self, path):
        data = np.ones((1, 1, 6, 2))
        data[0, 0, 0, 1], data[0, 0, 1, 0] = np.nan, np.inf
        points = ("a", "b", "c", "d", "e", "f")
        _library_file(path, [_component(points=points, limbs=())], data, [[[1, 1, 0, np.nan, -1, 1.09]]])
        loaded = read_pose(path)
        assert np.isnan(loaded.joints[0, :5]).all()
        np.testing.assert_array_equal(loaded.confidence[0], np.array([0, 0, 0, 0, 0, 1.09], np.float32))

    def test_unknown_points_keep_names_limbs_and_header(self, path, rng):
        components = [
            _component("TAIL", ("Base Joint", "tip", "tip", "ä"), ((0, 1), (1, 2), (2, 0), (0, 9))),
            _component("LEFT_HAND_X", ("WRIST", "odd"), ()),
            _component("FACE_X", ("chin",), ()),
        ]
        components[0].points[3] = "a"
        _library_file(path, components, rng.normal(size=(2, 1, 7, 2)), np.ones((2, 1, 7)))
        loaded = read_pose(path)
        assert loaded.layout.joints == ("base_joint", "tip", "tip_2", "a", "left_hand_wrist", "left_odd", "face_chin")
        assert loaded.layout.bones == ((0, 1), (1, 2))
        assert loaded.layout.articulators["face"] == (6,)
        again = path.with_name("b.pose")
        write_pose(loaded, again)
        assert again.read_bytes() == path.read_bytes()

    def test_names_that_are_not_ascii_survive_the_library(self, path, make_sequence, rng):
        _library_file(path, [_component()], rng.normal(size=(1, 1, 2, 2)), np.ones((1, 1, 2)))
        loaded = read_pose(path)
        header = [{**loaded.metadata["pose_header"][0], "name": "Körper"}]
        write_pose(loaded.with_metadata(pose_header=header), path)
        assert read_pose(path).layout is loaded.layout

    def test_world_landmarks_are_left_out_and_named(self, path, make_sequence):
        sequence = make_sequence("holistic")
        write_pose(sequence, path)
        pose = Pose.read(path.read_bytes())
        world = PoseHeaderComponent("POSE_WORLD_LANDMARKS", pose.header.components[0].points, [], [], "XYZC")
        data = np.concatenate([pose.body.data.data, np.ones((6, 1, 33, 3))], axis=2)
        _library_file(path, [*pose.header.components, world], data, np.ones((6, 1, 576)))
        loaded = read_pose(path)
        assert loaded.metadata["left_out"] == ["POSE_WORLD_LANDMARKS"]
        np.testing.assert_array_equal(loaded.values, sequence.values)

    def test_more_channels_than_three_are_kept(self, path, rng):
        data = rng.normal(size=(2, 1, 2, 4))
        _library_file(path, [_component(letters="XYZKC")], data, np.ones((2, 1, 2)))
        loaded = read_pose(path)
        assert [channel.name for channel in loaded.layout.channels] == ["x", "y", "z", "k"]
        np.testing.assert_allclose(loaded.joints, data[:, 0], rtol=1e-6)

    def test_equal_points_are_one_layout_whatever_the_limbs(self, path, rng):
        points = ("NOSE", "LEFT_SHOULDER", "LEFT_ELBOW")
        layouts = []
        for limbs in (((0, 1),), ((0, 1), (1, 2))):
            component = _component("POSE_LANDMARKS", points, limbs)
            _library_file(path, [component], rng.normal(size=(1, 1, 3, 2)), np.ones((1, 1, 3)))
            layouts.append(read_pose(path).layout)
        assert layouts[0] is layouts[1]
        assert layouts[0].bones == ((1, 2),)


def _raw_file(path, version, fps, people, components=None) -> None:
    """A file of an older version: `people` (frames, people, points, x y confidence), None for nobody in a frame."""
    _library_file(path, components or [_component()], np.ones((0, 1, 2, 2)), np.ones((0, 1, 2)))
    header = struct.pack("<f", version) + path.read_bytes()[4:-10]
    if version == 0.0:
        body = struct.pack("<HH", fps, len(people))
        for frame in people:
            persons = [struct.pack("<H", 7) + np.asarray(person, "<f4").tobytes() for person in frame]
            body += struct.pack("<H", len(persons)) + b"".join(persons)
    else:
        points = np.asarray(people, "<f4")
        layout = "<HHH" if version == 0.1 else "<fIH"
        body = struct.pack(layout, fps, *points.shape[:2]) + points[..., :2].tobytes() + points[..., 2].tobytes()
    path.write_bytes(header + body)


@pytest.mark.parametrize("version", [0.0, 0.1, 0.2])
class TestPeople:
    def test_the_first_is_read_and_the_others_are_named(self, version, path, rng):
        points = rng.uniform(0.1, 1, size=(5, 3, 2, 3)).astype(np.float32)
        _raw_file(path, version, 25, points)
        for person in (None, 0, 1, 2):
            loaded = read_pose(path, **({} if person is None else {"person": person}))
            at = person or 0
            np.testing.assert_array_equal(loaded.joints, points[:, at, :, :2])
            np.testing.assert_array_equal(loaded.confidence, points[:, at, :, 2])
            assert loaded.metadata["left_out"] == [f"person {other + 1} of 3" for other in range(3) if other != at]
        for person in (3, -1, 10**6):
            with pytest.raises(InputError, match="person: expected a number from 0 to 2"):
                read_pose(path, person=person)

    @pytest.mark.parametrize("lost", ["confidence", "place"])
    def test_nobody_is_taken_for_somebody_who_is_never_seen(self, version, lost, path, rng):
        points = rng.uniform(0.1, 1, size=(70, 2, 2, 3)).astype(np.float32)
        points[:, 0, :, 2 if lost == "confidence" else 1] = 0 if lost == "confidence" else np.nan
        _raw_file(path, version, 25, points)
        with pytest.raises(
            InputError, match=r"person: .* number 1 .* missing in all frames \(left out: person 2 of 2\)"
        ):
            read_pose(path)
        np.testing.assert_array_equal(read_pose(path, person=1).joints, points[:, 1, :, :2])
        # Whoever asks for them by number gets them as they are.
        assert not read_pose(path, person=0).certainty.any()

    def test_somebody_who_is_seen_in_one_frame_is_seen(self, version, path):
        points = np.zeros((200, 2, 2, 3), np.float32)
        points[199, 0, 1], points[:, 1] = 1, 1
        _raw_file(path, version, 25, points)
        assert read_pose(path).certainty.sum() == 1

    def test_one_who_is_never_seen_is_all_there_is(self, version, path):
        _raw_file(path, version, 25, np.zeros((3, 1, 2, 3)))
        loaded = read_pose(path)
        assert len(loaded) == 3
        assert not loaded.certainty.any()
        assert "left_out" not in loaded.metadata

    def test_no_frames(self, version, path):
        _raw_file(path, version, 25, np.zeros((0, 2, 2, 3)) if version else [])
        loaded = read_pose(path)
        assert (len(loaded), loaded.fps) == (0, 25)
        assert loaded.metadata.get("left_out", ["person 2 of 2"]) == ["person 2 of 2"]

    def test_a_rate_that_is_given_must_be_the_files(self, version, path):
        _raw_file(path, version, 25, np.ones((2, 1, 2, 3)))
        assert read_pose(path, fps=25).fps == 25
        with pytest.raises(InputError, match="the 25 that a.pose states"):
            read_pose(path, fps=50)

    def test_a_file_that_states_zero_may_be_told(self, version, path):
        _raw_file(path, version, 0, np.ones((2, 1, 2, 3)))
        assert read_pose(path, fps=29.97).fps == 29.97
        with pytest.raises(FormatError, match="a frame rate above 0"):
            read_pose(path)


def test_whole_numbers_of_old_files_are_what_is_left_of_other_rates(path):
    for version, stated in ((0.1, 29), (0.1, 30), (0.0, 29)):
        _raw_file(path, version, stated, np.ones((2, 1, 2, 3)))
        assert read_pose(path).fps == stated
        assert read_pose(path, fps=29.97).fps == 29.97
    _raw_file(path, 0.2, 30, np.ones((2, 1, 2, 3)))
    with pytest.raises(InputError, match="the 30 that"):
        read_pose(path, fps=29.97)


def test_people_of_old_files_come_and_go(path):
    one, two = np.ones((2, 3)), np.full((2, 3), 2.0)
    _raw_file(path, 0.0, 25, [[], [one, two], [two], []])
    np.testing.assert_array_equal(read_pose(path).joints[:, 0, 0], [np.nan, 1, 2, np.nan])
    np.testing.assert_array_equal(read_pose(path, person=1).joints[:, 0, 0], [np.nan, 2, np.nan, np.nan])


def test_old_files_are_read_as_the_library_reads_them(path, rng):
    components = [_component(), _component("LEFT_HAND", ("a", "b", "c"), ())]
    points = rng.uniform(0.1, 9, size=(4, 1, 5, 3)).astype(np.float32)
    points[1, 0, 2, 2] = 0
    for version in (0.0, 0.1, 0.2):
        _raw_file(path, version, 25, points, components)
        library, loaded = Pose.read(path.read_bytes()), read_pose(path)
        np.testing.assert_array_equal(library.body.confidence[:, 0], loaded.confidence)
        np.testing.assert_array_equal(library.body.data.filled(np.nan)[:, 0], loaded.joints)


def test_threads_do_not_read_each_others_headers(tmp_path, rng):
    """pose-format keeps the last header that it read, for all threads."""
    paths = [tmp_path / f"{name}.pose" for name in "abcd"]
    for at, path in enumerate(paths):
        points = tuple(f"point_{at}_{number}" for number in range(at + 2))
        _library_file(path, [_component(points=points)], rng.normal(size=(3, 1, at + 2, 2)), np.ones((3, 1, at + 2)))
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(read_pose, paths * 50))
    assert [sequence.layout.joints[0] for sequence in found] == [f"point_{at}_0" for at in range(4)] * 50


class TestSmallFilesThatAskForMuch:
    def _header(self, version, components) -> bytes:
        def text(content):
            return struct.pack("<H", len(content)) + content

        packed = [
            text(name) + text(letters) + struct.pack("<HHH", len(points), 0, 0) + b"".join(map(text, points))
            for name, letters, points in components
        ]
        return struct.pack("<fHHHH", version, 100, 100, 0, len(components)) + b"".join(packed)

    def test_frames_for_nobody(self, path):
        points = [b"p%d" % at for at in range(10_000)]
        body = struct.pack("<HH", 25, 65_535) + bytes(2 * 65_535)
        path.write_bytes(self._header(0.0, [(b"POSE", b"XYZC", points)]) + body)
        with pytest.raises(UnsafeFileError, match="most of them for nobody"):
            read_pose(path)

    def test_components_without_end(self, path):
        path.write_bytes(self._header(0.2, [(b"c%d" % at, b"XYC", []) for at in range(65_535)]) + bytes(100))
        with pytest.raises(FormatError, match="from 1 to 100 components, got 65,535"):
            read_pose(path)

    def test_names_without_end(self, path):
        path.write_bytes(self._header(0.2, [(b"LEFT_HAND", b"XYC", [b"hand_" + b"9" * 60_000])]) + bytes(100))
        with pytest.raises(UnsafeFileError, match="characters in a text"):
            read_pose(path)

    @pytest.mark.parametrize("point", [b"hand_" + b"9" * 900, b"9" * 900, "hand_٣".encode(), "٣٤".encode(), b"hand_21"])
    @pytest.mark.parametrize("component", [b"LEFT_HAND", b"FACE"])
    def test_numbers_in_names_that_number_nothing(self, point, component, path):
        body = struct.pack("<fIH", 25, 1, 1) + np.ones(3, "<f4").tobytes()
        path.write_bytes(self._header(0.2, [(component, b"XYC", [point])]) + body)
        assert read_pose(path).joints.tolist() == [[[1, 1]]]

    def test_channels_without_end(self, path):
        path.write_bytes(self._header(0.2, [(b"A", b"X" * 900, [b"p"])]) + struct.pack("<fIH", 25, 0, 1))
        with pytest.raises(FormatError, match="1 to 16 coordinates"):
            read_pose(path)

    def test_faces_of_twenty_thousand_points_take_no_longer_than_others(self, path):
        points = [b"%d_x" % at for at in range(20_000)]
        body = struct.pack("<fIH", 25, 1, 1) + np.ones(60_000, "<f4").tobytes()
        path.write_bytes(self._header(0.2, [(b"FACE", b"XYC", points)]) + body)
        start = time.process_time()
        assert len(read_pose(path).layout.articulators["face"]) == 20_000
        assert time.process_time() - start < 5

    def test_everybody_of_a_crowd_is_not_named(self, path):
        body = struct.pack("<fIH", 25, 0, 65_535)
        path.write_bytes(self._header(0.2, [(b"A", b"XYC", [b"p"])]) + body)
        left_out = read_pose(path, person=0).metadata["left_out"]
        assert (left_out[0], left_out[-1], len(left_out)) == ("person 2 of 65535", "65,514 more", 21)


class TestBrokenFiles:
    @pytest.mark.parametrize("content", [b"", b"abc", b'{"people": []}', b"PK\x03\x04" + bytes(50), bytes(40)])
    def test_other_content_is_named(self, content, path):
        path.write_bytes(content)
        with pytest.raises(FormatError, match="a.pose"):
            read_pose(path)

    @pytest.mark.parametrize(
        "body",
        [
            struct.pack("<fIH", 25.0, 2**32 - 1, 1),
            struct.pack("<fIH", 25.0, 2**32 - 1, 65535),
            struct.pack("<fIH", 25.0, 2**32 - 1, 0),
            struct.pack("<fIH", 0.0, 0, 1),
            struct.pack("<fIH", math.nan, 0, 1),
            struct.pack("<fIH", 1e30, 0, 1),
            struct.pack("<fI", 25.0, 1),
        ],
    )
    def test_absurd_bodies_are_named(self, body, path):
        _library_file(path, [_component()], np.ones((1, 1, 2, 2)), np.ones((1, 1, 2)))
        content = path.read_bytes()
        path.write_bytes(content[: len(content) - 10 - 4 * 6] + body)
        with pytest.raises(FormatError, match="a.pose"):
            read_pose(path)

    @pytest.mark.parametrize("version", [0.0, 0.1, 0.2])
    def test_absurd_headers_are_named(self, version, path):
        start = struct.pack("<fHHH", version, 640, 480, 0)
        many = b"\x01\x00A\x03\x00XYC" + struct.pack("<HHH", 65535, 65535, 65535)
        none = b"\x01\x00A\x03\x00XYC" + struct.pack("<HHH", 0, 0, 0)
        bare = b"\x01\x00A\x01\x00C" + struct.pack("<HHH", 1, 0, 0) + b"\x01\x00p"
        for components in (b"\xff\xff", b"\x01\x00" + many, b"\x01\x00" + none, b"\x01\x00" + bare, b"\x00\x00"):
            path.write_bytes(start + components + struct.pack("<HHHHH", 25, 65535, 65535, 0, 0))
            with pytest.raises(FormatError, match="a.pose"):
                read_pose(path)

    def test_version_01_is_read_only_whole(self, path, rng):
        """Cut off, pose-format would read fewer frames and take coordinates for their confidences."""
        _library_file(path, [_component()], rng.normal(size=(9, 1, 2, 2)), np.ones((9, 1, 2)))
        content = path.read_bytes()
        at = len(content) - 9 * 6 * 4 - 10
        old = struct.pack("<f", 0.1) + content[4:at] + struct.pack("<HHH", 25, 9, 1) + content[at + 10 :]
        path.write_bytes(old)
        assert (read_pose(path).confidence == 1).all()
        for lost in (1, 4, 6 * 4, 3 * 6 * 4):
            path.write_bytes(old[:-lost])
            with pytest.raises(FormatError, match="9 frames"):
                read_pose(path)

    def test_version_00_is_read_frame_by_frame(self, path):
        _library_file(path, [_component()], np.ones((1, 1, 2, 2)), np.ones((1, 1, 2)))
        content = path.read_bytes()
        header = struct.pack("<f", 0.0) + content[4 : len(content) - 10 - 4 * 6]
        person = struct.pack("<h6f", 7, 1, 2, 0.5, 3, 4, 0.0)
        frames = [struct.pack("<H", people) + people * person for people in (1, 0, 2)]
        path.write_bytes(header + struct.pack("<HH", 24, 3) + b"".join(frames))
        loaded = read_pose(path)
        assert (loaded.fps, loaded.metadata["version"]) == (24, 0.0)
        assert loaded.metadata["left_out"] == ["person 2 of 2"]
        np.testing.assert_array_equal(loaded.confidence, [[0.5, 0], [0, 0], [0.5, 0]])
        np.testing.assert_array_equal(loaded.joints[2, 0], [1, 2])
        whole = path.read_bytes()
        for length in range(len(header), len(whole)):
            path.write_bytes(whole[:length])
            with pytest.raises(FormatError):
                read_pose(path)

    def test_every_truncation_is_named(self, path, rng):
        _library_file(path, [_component()], rng.normal(size=(3, 1, 2, 2)), np.ones((3, 1, 2)))
        content = path.read_bytes()
        for length in range(len(content)):
            path.write_bytes(content[:length])
            with pytest.raises(FormatError):
                read_pose(path)

    def test_flipped_bytes_raise_nothing_but_format_errors(self, path, rng):
        dice = random.Random(5)
        _library_file(path, [_component(), _component("LEFT_HAND")], rng.normal(size=(3, 2, 4, 2)), np.ones((3, 2, 4)))
        content = path.read_bytes()
        for _ in range(500):
            damaged = bytearray(content)
            for _ in range(dice.choice((1, 2, 8))):
                damaged[dice.randrange(len(damaged))] = dice.choice((0, 255, dice.randrange(256)))
            path.write_bytes(damaged)
            with contextlib.suppress(FormatError):
                assert len(read_pose(path)) <= 3

    def test_a_header_in_the_metadata_that_is_none_is_named(self, path, make_sequence, rng):
        _library_file(path, [_component()], rng.normal(size=(1, 1, 2, 2)), np.ones((1, 1, 2)))
        with pytest.raises(InputError, match="pose_header"):
            write_pose(read_pose(path).with_metadata(pose_header=[{"name": "BODY"}]), path)
