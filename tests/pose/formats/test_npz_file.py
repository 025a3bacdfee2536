import contextlib
import json
import random

import numpy as np
import pytest

from signary.io.budget import Budget
from signary.io.errors import FormatError, InputError, UnsafeFileError
from signary.pose import PoseSequence, get_layout, layout_names
from signary.pose.formats import npz_file, read_pose, write_pose
from signary.pose.kinematics import forward_kinematics
from signary.pose.layout import Channel, keypoint_layout
from signary.pose.layout_json import layout_from_json, layout_to_json
from signary.pose.skeletons.rest import rest_positions
from signary.pose.skeletons.smplx import SMPLX_JOINTS, TREE
from tests.carried_layout import seven_joints, waving

SMPLX = get_layout("smplx")
#: SMPL-X's own order, as AMASS and the Blender add-on count it.
COLUMNS = {"neck": 36, "head": 45, "left_wrist": 60, "right_wrist": 63, "jaw": 66}
COLUMNS |= {"left_index1": 75, "right_thumb3": 162}


@pytest.fixture
def path(tmp_path):
    return tmp_path / "a.npz"


def _amass(frames: int = 3, **changes) -> dict:
    arrays = {
        "poses": np.zeros((frames, 165)),
        "trans": np.zeros((frames, 3)),
        "betas": np.zeros(16),
        "gender": np.array("neutral"),
        "mocap_frame_rate": np.array(120.0),
        "surface_model_type": np.array("smplx"),
    }
    return {name: value for name, value in {**arrays, **changes}.items() if value is not None}


class TestRoundTrips:
    @pytest.mark.parametrize("name", layout_names())
    @pytest.mark.parametrize("missing", [True, False])
    def test_every_layout_comes_back_exactly(self, name, missing, make_sequence, path):
        sequence = make_sequence(name, missing=missing, hand_reference="flat", text="häuser", box=[1, 2.5, None])
        write_pose(sequence, path)
        loaded = read_pose(path)
        assert loaded.layout is sequence.layout
        assert (loaded.fps, loaded.metadata) == (sequence.fps, sequence.metadata)
        np.testing.assert_array_equal(loaded.values, sequence.values)
        if missing:
            np.testing.assert_array_equal(loaded.confidence, sequence.confidence)
        else:
            assert loaded.confidence is None

    def test_a_layout_that_no_registry_knows_comes_with_the_file(self, path, rng):
        channels = (Channel("x", "metre", "left"), Channel("d", "none"))
        layout = keypoint_layout("two", ("left_a", "right_a"), channels, {"right_a": "left_a"}, {"left_a": "nose"})
        write_pose(PoseSequence(rng.normal(size=(3, 4)), layout, 23.976), path)
        loaded = read_pose(path)
        assert loaded.layout == layout
        assert loaded.fps == 23.976

    @pytest.mark.parametrize("name", layout_names())
    def test_layouts_are_json(self, name):
        facts = json.loads(json.dumps(layout_to_json(get_layout(name))))
        assert layout_from_json(facts) == get_layout(name)

    def test_no_frames_are_a_file_too(self, make_sequence, path):
        for name in ("smplx", "holistic"):
            write_pose(make_sequence(name)[:0], path)
            assert len(read_pose(path)) == 0

    def test_numpy_numbers_in_the_metadata_become_numbers(self, make_sequence, path):
        write_pose(make_sequence("phoenix50", width=np.int64(640), score=np.float32(0.5)), path)
        assert read_pose(path).metadata == {"width": 640, "score": 0.5}

    @pytest.mark.parametrize("fact", [{1, 2}, object(), float("nan"), b"x"])
    def test_metadata_that_are_no_json_are_named(self, fact, make_sequence, path):
        with pytest.raises(InputError, match="metadata"):
            write_pose(make_sequence("phoenix50", fact=fact), path)
        assert not path.exists()

    def test_equal_sequences_give_equal_bytes(self, make_sequence, path):
        sequence = make_sequence("smplx")
        write_pose(sequence, path)
        first = path.read_bytes()
        write_pose(sequence, path)
        assert path.read_bytes() == first


class TestSmplx:
    def test_blender_and_amass_find_their_keys(self, make_sequence, path):
        sequence = make_sequence("smplx")
        write_pose(sequence, path)
        with np.load(path, allow_pickle=False) as arrays:
            np.testing.assert_array_equal(arrays["expressions"][:, :10], arrays["expression"])
            assert arrays["expressions"].shape == (6, 100)
            assert not arrays["expressions"][:, 10:].any()
            assert arrays["signary_up_axis"] == "y"
            shapes = {name: arrays[name].shape for name in ("poses", "trans", "betas", "expression")}
            assert shapes == {"poses": (6, 165), "trans": (6, 3), "betas": (10,), "expression": (6, 10)}
            assert arrays["poses"].dtype == np.float32
            assert (str(arrays["gender"]), str(arrays["surface_model_type"])) == ("neutral", "smplx")
            assert arrays["mocap_frame_rate"] == 25
            assert str(arrays["signary_hand_reference"]) == "flat"
            for joint, column in COLUMNS.items():
                expected = sequence.values[:, SMPLX.features([SMPLX.index(joint)])]
                np.testing.assert_array_equal(arrays["poses"][:, column : column + 3], expected)
            assert not arrays["poses"][:, :36].any()
            assert not arrays["poses"][:, 69:75].any()

    def test_missing_rotations_are_none_in_blender(self, make_sequence, path):
        write_pose(make_sequence("smplx", missing=True), path)
        with np.load(path) as arrays:
            assert np.isfinite(arrays["poses"]).all()

    def test_the_hand_reference_is_said(self, make_sequence, path):
        write_pose(make_sequence("smplx", hand_reference="mano_mean"), path)
        assert read_pose(path).metadata["hand_reference"] == "mano_mean"

    def test_amass_files_are_read_and_what_is_left_out_is_named(self, path):
        poses = np.zeros((3, 165))
        poses[1, 1], poses[:, 12], poses[2, 70], poses[:, 60] = 0.1, 0.2, 0.3, 0.4
        arrays = _amass(poses=poses, trans=np.ones((3, 3)), betas=np.ones(16))
        np.savez(path, **arrays, markers_latent_vids=np.array({}, dtype=object))
        loaded = read_pose(path)
        assert loaded.fps == 120
        left_out = ["pelvis", "left_knee", "left_eye", "trans", "betas", "markers_latent_vids"]
        assert loaded.metadata["left_out"] == left_out
        assert loaded.metadata["hand_reference"] == "flat"
        wrist = loaded.values[:, SMPLX.features([SMPLX.index("left_wrist")])]
        np.testing.assert_allclose(wrist[:, 0], 0.4)
        assert (loaded.confidence[:, SMPLX.index("expression")] == 0).all()
        assert (loaded.confidence[:, SMPLX.index("jaw")] == 1).all()

    def test_smpl_h_files_have_no_jaw(self, path, rng):
        poses = rng.normal(size=(2, 156))
        np.savez(path, **_amass(2, poses=poses, surface_model_type=None, mocap_frame_rate=None, mocap_framerate=30.0))
        loaded = read_pose(path)
        lost = {SMPLX.joints[joint] for joint in np.flatnonzero(loaded.confidence[0] == 0)}
        assert lost == {"jaw", "expression"}
        thumb = loaded.values[:, SMPLX.features([SMPLX.index("right_thumb3")])]
        np.testing.assert_allclose(thumb, poses[:, 153:], rtol=1e-6)

    @pytest.mark.parametrize(("size", "left_out"), [(5, False), (10, False), (50, True)])
    def test_expressions_of_other_lengths(self, size, left_out, path):
        np.savez(path, **_amass(2, expression=np.ones((2, size))))
        loaded = read_pose(path)
        np.testing.assert_array_equal(loaded.values[0, 123:], [1.0] * min(size, 10) + [0.0] * (10 - min(size, 10)))
        assert ("expression[10:]" in loaded.metadata.get("left_out", ())) == left_out

    def test_a_file_without_a_clock_needs_one(self, path):
        np.savez(path, **_amass(mocap_frame_rate=None))
        with pytest.raises(InputError, match="a frame rate"):
            read_pose(path)
        assert read_pose(path, fps=60).fps == 60

    def test_a_clock_that_contradicts_the_file_is_refused(self, path):
        np.savez(path, **_amass())
        assert read_pose(path, fps=120.0).fps == 120
        with pytest.raises(InputError, match="the 120 that"):
            read_pose(path, fps=25.0)


class TestSpellings:
    """What AMASS, BEAT2, the SMPL-X add-on and programs around the `smplx` package call their arrays."""

    @pytest.mark.parametrize("key", ["expression", "expressions", "expr"])
    @pytest.mark.parametrize("size", [10, 50, 100])
    def test_expressions(self, key, size, path, rng):
        coefficients = rng.normal(size=(3, size))
        np.savez(path, **_amass(**{key: coefficients}))
        loaded = read_pose(path)
        np.testing.assert_allclose(loaded.values[:, 123:], coefficients[:, :10], rtol=1e-6)
        assert loaded.confidence is None
        assert loaded.metadata.get("left_out") == ([f"{key}[10:]"] if size > 10 else None)

    def test_coefficients_that_are_zero_are_not_left_out(self, path):
        np.savez(path, **_amass(expressions=np.eye(3, 100)))
        assert "left_out" not in read_pose(path).metadata

    def test_two_names_for_one_thing(self, path, rng):
        coefficients = rng.normal(size=(3, 10))
        np.savez(path, **_amass(expression=coefficients, expressions=coefficients.astype(np.float32)))
        assert "left_out" not in read_pose(path).metadata
        np.savez(path, **_amass(expression=coefficients, expressions=np.pad(coefficients, ((0, 0), (0, 90)))))
        assert "left_out" not in read_pose(path).metadata
        for other in (
            coefficients + 1,
            np.pad(coefficients, ((0, 0), (0, 90)), constant_values=1),
            coefficients[:, :9],
        ):
            np.savez(path, **_amass(expression=coefficients, expressions=other))
            assert read_pose(path).metadata["left_out"] == ["expressions"]

    def test_a_body_in_parts(self, path, rng):
        poses = rng.normal(size=(4, 165)).astype(np.float32)
        parts = {"root_orient": poses[:, :3], "pose_body": poses[:, 3:66], "pose_hand": poses[:, 75:]}
        parts |= {"pose_jaw": poses[:, 66:69], "pose_eye": poses[:, 69:75]}
        np.savez(path, **parts, mocap_frame_rate=60)
        loaded = read_pose(path)
        np.savez(path, poses=poses, mocap_frame_rate=60)
        whole = read_pose(path)
        np.testing.assert_array_equal(loaded.values, whole.values)
        assert loaded.metadata == whole.metadata
        # AMASS has both, which say the same.
        np.savez(path, poses=poses, **parts, mocap_frame_rate=60)
        assert read_pose(path).metadata == whole.metadata
        np.savez(path, poses=poses, **parts | {"pose_hand": parts["pose_hand"] + 1}, mocap_frame_rate=60)
        assert "pose_hand" in read_pose(path).metadata["left_out"]

    @pytest.mark.parametrize("shape", [(4, 21, 3), (4, 1, 63), (4, 63)])
    def test_parts_of_the_smplx_package(self, shape, path, rng):
        body, hand = rng.normal(size=(4, 63)), rng.normal(size=(4, 15, 3))
        arrays = {"body_pose": body.reshape(shape), "left_hand_pose": hand, "global_orient": np.zeros((4, 1, 3))}
        np.savez(path, **arrays, jaw_pose=np.ones((4, 3)), leye_pose=np.ones((4, 3)), transl=np.ones((4, 3)), fps=30)
        loaded = read_pose(path)
        assert loaded.metadata["left_out"][-2:] == ["left_eye", "transl"]
        wrist = loaded.values[:, SMPLX.features([SMPLX.index("left_wrist")])]
        np.testing.assert_allclose(wrist, body[:, 57:60], rtol=1e-6)
        lost = {SMPLX.joints[joint] for joint in np.flatnonzero(loaded.confidence[0] == 0)}
        assert lost == {joint for joint in SMPLX.joints if joint.startswith("right_") and joint[-1] in "123"} | {
            "expression"
        }

    def test_hands_in_a_space_of_their_own_are_left_out(self, path):
        arrays = {
            "body_pose": np.ones((2, 63)),
            "left_hand_pose": np.ones((2, 12)),
            "right_hand_pose": np.ones((2, 12)),
        }
        np.savez(path, **arrays, fps=30)
        left_out = read_pose(path).metadata["left_out"]
        assert left_out[:2] == [f"{side}_hand_pose of shape (2, 12)" for side in ("left", "right")]

    @pytest.mark.parametrize("key", ["poses", "fullpose", "full_pose"])
    @pytest.mark.parametrize("joints", [55, 52])
    def test_whole_bodies(self, key, joints, path, rng):
        poses = rng.normal(size=(2, joints, 3))
        np.savez(path, **{key: poses}, fps=30)
        thumb = read_pose(path).values[:, SMPLX.features([SMPLX.index("right_thumb3")])]
        np.testing.assert_allclose(thumb, poses[:, -1], rtol=1e-6)

    def test_whatever_is_not_read_is_named(self, path):
        np.savez(path, **_amass(dmpls=np.zeros((3, 8)), labels=np.array(["a"]), mocap_time_length=0.025))
        assert read_pose(path).metadata["left_out"] == ["dmpls", "labels"]
        many = {f"marker_{at}_{'x' * 200}": np.zeros(1) for at in range(50)}
        np.savez(path, **_amass(**many))
        left_out = read_pose(path).metadata["left_out"]
        assert len(left_out) == 21
        assert left_out[-1] == "30 more"
        assert max(map(len, left_out)) <= 100

    def test_arrays_beside_our_own_are_named_and_nothing_of_ours_is(self, path, make_sequence):
        write_pose(make_sequence("phoenix50", missing=True), path)
        assert "left_out" not in read_pose(path).metadata
        with np.load(path) as arrays:
            kept = dict(arrays)
        np.savez(path, **kept, glosses=np.array(["A"]))
        assert read_pose(path).metadata["left_out"] == ["glosses"]

    @pytest.mark.parametrize(
        "arrays",
        [
            {"body_pose": np.ones((3, 69))},
            {"pose_body": np.ones((3, 63)), "pose_hand": np.ones((2, 90))},
            {"pose_hand": np.ones((3, 90))},
            {"poses": np.ones((3, 165)), "pose_jaw": np.ones((2, 3))},
            {"poses": np.ones((3, 165)), "expressions": np.ones((2, 10))},
            {"poses": np.ones((3, 165)), "expressions": np.array([["a"] * 10] * 3)},
        ],
    )
    def test_parts_that_do_not_fit_are_named(self, arrays, path):
        np.savez(path, **arrays, fps=30)
        with pytest.raises(FormatError, match="a.npz"):
            read_pose(path)


class TestRates:
    @pytest.mark.parametrize("rate", [29.97, 23.976, 59.94, 14.985, 30.0, 25.0])
    @pytest.mark.parametrize("kind", [np.float32, np.float64, np.float16])
    def test_the_shortest_decimal_is_meant(self, rate, kind, path):
        np.savez(path, **_amass(mocap_frame_rate=kind(rate)))
        loaded = read_pose(path)
        assert loaded.fps == (rate if kind is not np.float16 else float(str(np.float16(rate))))
        assert read_pose(path, fps=loaded.fps).fps == loaded.fps

    def test_a_double_that_was_a_single_is_one_still(self, path):
        np.savez(path, **_amass(mocap_frame_rate=float(np.float32(29.97))))
        assert read_pose(path).fps == 29.97
        assert read_pose(path, fps=29.97).fps == 29.97
        assert read_pose(path, fps=30000 / 1001).fps == 29.97

    def test_what_a_program_writes_is_read(self, path):
        np.savez(path, **_amass(mocap_frame_rate=30000 / 1001))
        assert read_pose(path).fps == 30000 / 1001

    @pytest.mark.parametrize("key", ["mocap_frame_rate", "mocap_framerate", "fps", "frame_rate", "framerate"])
    def test_names_of_rates(self, key, path):
        np.savez(path, **_amass(**{"mocap_frame_rate": None, key: np.int32(60)}))
        assert read_pose(path).fps == 60
        assert "left_out" not in read_pose(path).metadata

    def test_two_rates_are_none(self, path):
        np.savez(path, **_amass(fps=60))
        with pytest.raises(FormatError, match="mocap_frame_rate of 120, fps of 60"):
            read_pose(path)

    @pytest.mark.parametrize("fps", [0, -1, float("nan"), float("inf"), 1e9])
    def test_rates_of_users_that_are_none(self, fps, path):
        np.savez(path, **_amass(mocap_frame_rate=None))
        with pytest.raises(InputError, match="fps"):
            read_pose(path, fps=fps)


class TestMissing:
    def test_frames_without_numbers_are_missing_and_turn_nothing(self, path, rng):
        poses = np.zeros((6, 165))
        poses[:, 36:66] = rng.normal(size=(6, 30))
        poses[2:4] = np.nan
        arrays = _amass(6, poses=poses, trans=np.full((6, 3), np.nan), expression=np.full((6, 20), np.nan))
        np.savez(path, **arrays | {"betas": np.full(16, np.nan)})
        loaded = read_pose(path)
        assert "left_out" not in loaded.metadata
        assert (loaded.confidence[2:4] == 0).all()
        assert np.isnan(loaded.values[2:4]).all()
        assert (loaded.confidence[[0, 1, 4, 5], : SMPLX.index("expression")] == 1).all()

    def test_a_turn_beside_missing_frames_is_still_left_out(self, path):
        poses = np.zeros((3, 165))
        poses[0], poses[2, 0] = np.nan, 0.5
        np.savez(path, **_amass(poses=poses))
        assert read_pose(path).metadata["left_out"] == ["pelvis"]

    @pytest.mark.parametrize("value", [np.inf, -np.inf, 1e300])
    def test_what_is_no_finite_number_is_missing(self, value, path):
        poses = np.zeros((2, 165))
        poses[1, COLUMNS["left_wrist"]] = value
        np.savez(path, **_amass(2, poses=poses, expression=np.zeros((2, 10))))
        loaded = read_pose(path)
        assert np.argwhere(loaded.confidence == 0).tolist() == [[1, SMPLX.index("left_wrist")]]


class TestBrokenFiles:
    @pytest.mark.parametrize(
        "arrays",
        [
            {"other": np.ones(3)},
            {"values": np.ones((2, 150)), "layout": np.array("phoenix51"), "fps": np.array(25.0)},
            {"values": np.ones((2, 149)), "layout": np.array("phoenix50"), "fps": np.array(25.0)},
            {"values": np.ones((2, 150)), "layout": np.array("phoenix50"), "fps": np.array("fast")},
            {"values": np.array([["a"] * 150]), "layout": np.array("phoenix50"), "fps": np.array(25.0)},
            {"values": np.full((2, 150), np.nan), "layout": np.array("phoenix50"), "fps": np.array(25.0)},
            {"values": np.ones((2, 1)), "layout": np.array("x"), "fps": np.array(25.0), "layout_json": np.array("[]")},
            {"values": np.ones((2, 1)), "layout": np.array("x"), "fps": np.array(25.0), "layout_json": np.array("{")},
            _amass(poses=np.ones((3, 72))),
            _amass(poses=np.ones(165)),
            _amass(mocap_frame_rate=np.array(0.0)),
            _amass(mocap_frame_rate=np.ones(2)),
            _amass(expression=np.ones((2, 10))),
            _amass(signary_metadata=np.array("[1]")),
            _amass(signary_metadata=np.array("{" * 10)),
            _amass(signary_hand_reference=np.array("fist")),
            _amass(signary_confidence=np.ones((3, 2))),
        ],
    )
    def test_arrays_that_do_not_fit_are_named(self, arrays, path):
        np.savez(path, **arrays)
        with pytest.raises(FormatError, match="a.npz"):
            read_pose(path)

    def test_a_layout_in_a_file_cannot_pass_for_another(self, path, make_sequence):
        facts = layout_to_json(get_layout("phoenix50")) | {"name": "smplx"}
        values = make_sequence("phoenix50").values
        np.savez(path, values=values, fps=25.0, layout="mine", layout_json=json.dumps(facts))
        with pytest.raises(FormatError, match="layout_json of .*'mine' described, got that of 'smplx'"):
            read_pose(path)

    def test_a_layout_in_a_file_cannot_take_the_name_of_a_known_one(self, path):
        facts = layout_to_json(seven_joints("phoenix50"))
        np.savez(path, values=waving().values, fps=25.0, layout="phoenix50", layout_json=json.dumps(facts))
        with pytest.raises(FormatError, match="'phoenix50' that comes with this package.*7 joints, 14 numbers"):
            read_pose(path)
        with pytest.raises(InputError, match="another layout 'phoenix50'"):
            write_pose(waving(layout=seven_joints("phoenix50")), path)
        write_pose(waving(), path)
        assert read_pose(path) == waving().with_metadata(**read_pose(path).metadata)
        assert read_pose(path).layout == seven_joints()

    @pytest.mark.parametrize("shape", [(200_000, 165), (200_000, 52, 3)])
    def test_hours_of_nothing_from_a_small_file_are_refused(self, shape, path):
        np.savez_compressed(path, poses=np.zeros(shape, np.float32), mocap_frame_rate=30)
        assert path.stat().st_size < 200_000
        with pytest.raises(UnsafeFileError, match="after decompression"):
            read_pose(path)

    def test_minutes_of_somebody_who_does_not_move_are_read(self, path, make_sequence):
        still = make_sequence("holistic", frames=1)
        sequence = PoseSequence(np.repeat(still.values, 5_000, axis=0), still.layout, 25.0, metadata=still.metadata)
        write_pose(sequence, path)
        assert len(read_pose(path)) == 5_000
        write_pose(PoseSequence(np.zeros((20_000, 133)), SMPLX, 25.0), path)
        assert len(read_pose(path)) == 20_000

    def test_what_is_not_read_may_be_large(self, path):
        np.savez_compressed(path, **_amass(), markers_latent=np.zeros(20_000_000, np.float32))
        assert read_pose(path).metadata["left_out"] == ["markers_latent"]

    def test_python_objects_are_refused(self, path):
        np.savez(path, **_amass(poses=np.array([{}], dtype=object)))
        with pytest.raises(UnsafeFileError):
            read_pose(path)

    def test_flipped_and_lost_bytes_raise_nothing_but_named_errors(self, make_sequence, path):
        dice = random.Random(5)
        write_pose(make_sequence("smplx", frames=2), path)
        content = path.read_bytes()
        for _ in range(400):
            damaged = bytearray(content)
            for _ in range(dice.choice((1, 2, 8))):
                damaged[dice.randrange(len(damaged))] = dice.choice((0, 255, dice.randrange(256)))
            path.write_bytes(damaged[: dice.choice((len(damaged), dice.randrange(len(damaged))))])
            with contextlib.suppress(InputError):
                assert len(read_pose(path)) <= 2


def test_more_motion_than_is_read_again_is_not_written(make_sequence, path, monkeypatch):
    sequence = make_sequence("phoenix50")
    monkeypatch.setattr(npz_file, "NPZ_MOTION", Budget(unpacked=sequence.values.nbytes // 2))
    with pytest.raises(InputError, match="sequence: expected at most .* bytes of motion in a file"):
        write_pose(sequence, path)
    assert not path.exists()


#: The joints of the SMPL-X Blender add-on, in the order in which it reads `poses`.
_ADDON_JOINTS = (
    *("pelvis", "left_hip", "right_hip", "spine1", "left_knee", "right_knee", "spine2", "left_ankle", "right_ankle"),
    *("spine3", "left_foot", "right_foot", "neck", "left_collar", "right_collar", "head", "left_shoulder"),
    *("right_shoulder", "left_elbow", "right_elbow", "left_wrist", "right_wrist", "jaw", "left_eye", "right_eye"),
    *(
        f"{side}_{finger}{part}"
        for side in ("left", "right")
        for finger in ("index", "middle", "pinky", "ring", "thumb")
        for part in (1, 2, 3)
    ),
)


def _addon_turn(vector):
    """Rodrigues' formula, as the add-on has it: an axis, and the angle as its length."""
    angle = np.linalg.norm(vector)
    x, y, z = vector / angle if angle else np.zeros(3)
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    return np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * cross @ cross


def test_the_blender_add_on_has_our_joints(path, signed):
    """What it does with a file: names, frame rate, every nth frame, bones turned one by one in the hierarchy."""
    sequence = signed().resample(30)
    write_pose(sequence, path)
    with np.load(path) as data:
        assert {"trans", "gender", "betas", "poses"} <= set(data)
        step = int(data["mocap_frame_rate"]) / 30
        assert step >= 1, "it cancels the import"
        poses, trans = data["poses"], data["trans"]
    rest = dict(zip(SMPLX_JOINTS.joints, rest_positions(), strict=True))
    ours = forward_kinematics(sequence)
    for frame in range(0, len(poses), 10 * int(step)):
        turns, places = {}, {}
        for joint, vector in zip(_ADDON_JOINTS, poses[frame].reshape(-1, 3), strict=True):
            above = TREE[joint]
            turned = _addon_turn(vector.astype(float))
            turns[joint] = turns[above] @ turned if above else turned
            places[joint] = places[above] + turns[above] @ (rest[joint] - rest[above]) if above else trans[frame]
        found = np.array([places[joint] for joint in TREE])
        np.testing.assert_allclose(found, ours.joints[frame, : len(TREE)], atol=0.01e-3)
