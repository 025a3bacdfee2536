import contextlib
import json
import random

import numpy as np
import pytest

from signary.io.errors import FormatError, InputError, UnsafeFileError
from signary.pose import PoseSequence, get_layout, layout_names
from signary.pose.formats import read_pose, write_pose
from signary.pose.formats.layout_json import layout_from_json, layout_to_json
from signary.pose.layout import Channel, keypoint_layout

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
        assert loaded.metadata["left_out"] == ["pelvis", "left_knee", "left_eye", "trans", "betas"]
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
        with pytest.raises(FormatError, match="described as 'smplx'"):
            read_pose(path)

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
