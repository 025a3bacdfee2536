import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from signary.io.errors import InputError
from signary.pose import PoseSequence, get_layout

PHOENIX = get_layout("phoenix50")
SMPLX = get_layout("smplx")


def _ramp(frames: int, fps: float = 25.0) -> PoseSequence:
    """Every number is the frame's index."""
    return PoseSequence(np.repeat(np.arange(frames, dtype=np.float32)[:, None], 150, axis=1), PHOENIX, fps)


def _one_lost(frame: int, joint: int, frames: int = 4) -> PoseSequence:
    confidence = np.ones((frames, 50))
    confidence[frame, joint] = 0
    return PoseSequence.masked(_ramp(frames).values, PHOENIX, 25.0, confidence)


class TestConstruction:
    def test_joints_of_three_dimensions_are_taken_flat(self, rng):
        joints = rng.normal(size=(4, 50, 3))
        sequence = PoseSequence(joints, PHOENIX, 25)
        assert sequence.values.dtype == np.float32
        np.testing.assert_allclose(sequence.joints, joints, rtol=1e-6)
        assert (len(sequence), sequence.seconds) == (4, 0.16)

    def test_no_frames_are_a_sequence_too(self):
        empty = PoseSequence(np.zeros((0, 150)), PHOENIX, 25.0)
        assert (len(empty), len(empty.resample(50.0)), len(empty.mirror())) == (0, 0, 0)
        assert len(empty.concatenate(_ramp(3))) == 3

    @pytest.mark.parametrize(
        ("changes", "named"),
        [
            ({"values": np.zeros((2, 149))}, "values"),
            ({"values": np.zeros(150)}, "values"),
            ({"values": np.full((2, 150), np.nan)}, "values"),
            ({"fps": 0.0}, "fps"),
            ({"fps": math.nan}, "fps"),
            ({"fps": 1001.0}, "fps"),
            ({"confidence": np.ones((2, 49))}, "confidence"),
            ({"confidence": np.full((2, 50), -1.0)}, "confidence"),
            ({"confidence": np.full((2, 50), np.nan)}, "confidence"),
            ({"confidence": np.zeros((2, 50))}, "values"),
            ({"values": np.full((2, 150), np.nan), "confidence": np.ones((2, 50))}, "values"),
            ({"values": np.full((2, 150), np.inf), "confidence": np.ones((2, 50))}, "values"),
        ],
    )
    def test_what_does_not_fit_is_refused(self, changes, named):
        facts = {"values": np.zeros((2, 150)), "layout": PHOENIX, "fps": 25.0, **changes}
        with pytest.raises(InputError) as error:
            PoseSequence(**facts)
        assert error.value.argument == named

    def test_masked_makes_detections_consistent(self):
        values = np.ones((1, 50, 3))
        values[0, 1, 2], values[0, 2, 0] = np.nan, np.inf
        confidence = np.full((1, 50), 0.5)
        confidence[0, 0] = 0
        sequence = PoseSequence.masked(values, PHOENIX, 25.0, confidence)
        assert np.isnan(sequence.joints[0, :3]).all()
        np.testing.assert_array_equal(sequence.confidence[0, :4], [0, 0, 0, 0.5])
        assert np.isfinite(sequence.joints[0, 3:]).all()

    def test_masked_takes_no_frames_and_names_wrong_shapes(self):
        assert len(PoseSequence.masked(np.zeros((0, 50, 3)), PHOENIX, 25.0, np.zeros((0, 50)))) == 0
        with pytest.raises(InputError, match=r"shape \(T, 150\)"):
            PoseSequence.masked(np.zeros((2, 49, 3)), PHOENIX, 25.0, np.ones((2, 50)))
        with pytest.raises(InputError, match="confidence"):
            PoseSequence.masked(np.zeros((2, 50, 3)), PHOENIX, 25.0, np.ones((2, 49)))

    def test_masked_leaves_the_callers_arrays_alone(self):
        values, confidence = np.full((1, 150), np.nan, np.float32), np.ones((1, 50), np.float32)
        PoseSequence.masked(values, PHOENIX, 25.0, confidence)
        assert confidence.all()

    def test_parameters_have_no_joints(self, make_sequence):
        with pytest.raises(InputError, match="forward_kinematics"):
            _ = make_sequence("smplx").joints


class TestCutting:
    def test_slices_are_frames(self):
        assert _ramp(10)[2:5].values[:, 0].tolist() == [2, 3, 4]
        assert len(_ramp(10)[20:]) == 0
        assert _ramp(10)[-2:].values[:, 0].tolist() == [8, 9]

    def test_a_step_slows_the_clock(self):
        every_second = _ramp(10)[::2]
        assert (every_second.fps, len(every_second), every_second.seconds) == (12.5, 5, 0.4)

    @pytest.mark.parametrize("frames", [3, slice(None, None, -1)])
    def test_other_indices_are_refused(self, frames):
        with pytest.raises(InputError):
            _ramp(4)[frames]

    def test_windows_together_are_the_sequence(self, make_sequence):
        sequence = make_sequence("holistic", frames=7, missing=True)
        pieces = list(sequence.windows(3))
        assert [len(piece) for piece in pieces] == [3, 3, 1]
        whole = pieces[0].concatenate(*pieces[1:])
        np.testing.assert_array_equal(whole.values, sequence.values)
        np.testing.assert_array_equal(whole.confidence, sequence.confidence)
        with pytest.raises(InputError, match="at least 1"):
            sequence.windows(0)

    def test_certain_and_uncertain_pieces_join(self):
        joined = _ramp(2).concatenate(_one_lost(0, 7))
        assert joined.confidence.shape == (6, 50)
        assert joined.confidence[:2].all()
        assert joined.confidence[2, 7] == 0

    def test_pieces_that_differ_do_not_join(self, make_sequence):
        with pytest.raises(InputError, match="layout phoenix50"):
            _ramp(2).concatenate(make_sequence("slrtp178"))
        with pytest.raises(InputError, match="resample first"):
            _ramp(2).concatenate(_ramp(2, fps=50.0))
        with pytest.raises(InputError, match="hand_reference"):
            make_sequence("smplx").concatenate(make_sequence("smplx", hand_reference="mano_mean"))

    def test_parts_split_and_merge(self, make_sequence):
        sequence = make_sequence("smplx", missing=True)
        parts = sequence.split()
        assert {part: values.shape[1] for part, values in parts.items()} == {
            "body": 43,
            "left_hand": 45,
            "right_hand": 45,
        }
        np.testing.assert_array_equal(PoseSequence.merge(parts, sequence).values, sequence.values)
        with pytest.raises(InputError, match="exactly body"):
            PoseSequence.merge({"body": parts["body"]}, sequence)
        with pytest.raises(InputError, match="45 columns"):
            PoseSequence.merge({**parts, "left_hand": parts["body"]}, sequence)
        with pytest.raises(InputError, match="equal numbers of frames"):
            PoseSequence.merge({**parts, "body": parts["body"][:2]}, sequence)


class TestResampling:
    @settings(max_examples=60, deadline=None)
    @given(st.integers(1, 200), st.sampled_from([10.0, 12.5, 24.0, 25.0, 29.97, 30.0, 50.0, 59.94, 120.0]))
    def test_time_is_kept(self, frames, fps):
        sequence = _ramp(frames, fps=24.0)
        resampled = sequence.resample(fps)
        at = np.arange(len(resampled)) * 24.0 / fps
        np.testing.assert_allclose(resampled.values[:, 0], at, rtol=1e-5, atol=1e-4)
        assert at[-1] <= frames - 1 + 1e-4
        assert at[-1] + 24.0 / fps > frames - 1 - 1e-4

    def test_frames_that_coincide_are_copied_bit_for_bit(self, make_sequence):
        for name in ("smplx", "openpose137"):
            sequence = make_sequence(name, frames=9, missing=True)
            doubled = sequence.resample(50.0)
            np.testing.assert_array_equal(doubled.values[::2], sequence.values)
            np.testing.assert_array_equal(doubled.resample(25.0).values, sequence.values)
            np.testing.assert_array_equal(doubled.resample(25.0).confidence, sequence.confidence)

    def test_missing_joints_lose_the_frames_mixed_from_them(self):
        doubled = _one_lost(2, 7).resample(50.0)
        lost = np.flatnonzero(doubled.confidence[:, 7] == 0)
        assert lost.tolist() == [3, 4, 5]
        assert (doubled.confidence[:, 8] > 0).all()

    def test_rotations_take_the_short_way_through_pi(self):
        values = np.zeros((2, 133), dtype=np.float32)
        values[0, :3] = [0, 0, math.radians(170)]
        values[1, :3] = [0, 0, math.radians(-170)]
        between = PoseSequence(values, SMPLX, 10.0).resample(20.0).values[1, :3]
        half_turn = Rotation.from_rotvec([0, 0, math.pi])
        assert (Rotation.from_rotvec(between) * half_turn.inv()).magnitude() < 1e-5

    def test_rotations_turn_evenly(self, rng):
        ends = Rotation.from_rotvec(rng.normal(size=(2, 3)))
        values = np.zeros((2, 133), dtype=np.float32)
        values[:, 30:33] = ends.as_rotvec()
        turned = Rotation.from_rotvec(PoseSequence(values, SMPLX, 10.0).resample(40.0).values[:, 30:33])
        steps = [(turned[at + 1] * turned[at].inv()).magnitude() for at in range(4)]
        np.testing.assert_allclose(steps, (ends[1] * ends[0].inv()).magnitude() / 4, atol=1e-5)

    @pytest.mark.parametrize("fps", [0.0, -1.0, math.nan, 1e9])
    def test_impossible_rates_are_refused(self, fps):
        with pytest.raises(InputError, match="fps"):
            _ramp(3).resample(fps)


class TestMirror:
    def test_positions_and_names_change_sides(self, make_sequence):
        sequence = make_sequence("phoenix50")
        left, right = PHOENIX.index("left_wrist"), PHOENIX.index("right_wrist")
        np.testing.assert_array_equal(sequence.mirror().joints[:, left], sequence.joints[:, right] * [-1, 1, 1])

    def test_pixels_are_mirrored_about_the_middle_of_the_picture(self, make_sequence):
        sequence = make_sequence("openpose137", width=640)
        nose = sequence.layout.index("nose")
        np.testing.assert_allclose(sequence.mirror().joints[:, nose, 0], 640 - sequence.joints[:, nose, 0])
        np.testing.assert_allclose(sequence.mirror(about=100).joints[:, nose, 0], 200 - sequence.joints[:, nose, 0])

    def test_pixels_without_a_width_need_a_mirror(self, make_sequence):
        sequence = make_sequence("openpose137")
        bare = PoseSequence(sequence.values, sequence.layout, 25.0)
        with pytest.raises(InputError, match="about"):
            bare.mirror()


class TestConversion:
    def test_axes_follow_their_directions(self, make_sequence):
        metres = make_sequence("smplx_joints")
        pixels = metres.convert("holistic", scale=100.0, origin=[320, 240, 0])
        one, other = metres.layout.index("nose"), pixels.layout.index("nose")
        expected = metres.joints[:, one] * [100, -100, -100] + [320, 240, 0]
        np.testing.assert_allclose(pixels.joints[:, other], expected, rtol=1e-4)

    def test_joints_that_the_source_lacks_are_missing(self, make_sequence):
        converted = make_sequence("phoenix50").convert("openpose137")
        hips = converted.layout.index("left_hip")
        assert np.isnan(converted.joints[:, hips]).all()
        assert (converted.confidence[:, hips] == 0).all()
        assert (converted.confidence[:, converted.layout.index("nose")] == 1).all()

    def test_there_and_back_keeps_what_both_have(self, make_sequence):
        sequence = make_sequence("slrtp178", missing=True)
        back = sequence.convert("holistic").convert("slrtp178")
        kept = back.confidence > 0
        assert kept.mean() > 0.8
        np.testing.assert_allclose(back.joints[kept], sequence.joints[kept])

    def test_the_same_layout_changes_nothing(self, make_sequence):
        sequence = make_sequence("phoenix50")
        assert sequence.convert("phoenix50") is sequence

    @pytest.mark.parametrize(
        ("source", "target", "named"),
        [
            ("smplx", "phoenix50", "layout"),
            ("phoenix50", "smplx", "layout"),
            ("smplx_joints", "holistic", "scale"),
            ("openpose137", "holistic", "layout"),
        ],
    )
    def test_what_cannot_be_converted_is_refused(self, source, target, named, make_sequence):
        with pytest.raises(InputError) as error:
            make_sequence(source).convert(target)
        assert error.value.argument == named

    def test_an_origin_of_another_size_is_refused(self, make_sequence):
        with pytest.raises(InputError, match="3 numbers"):
            make_sequence("smplx_joints").convert("phoenix50", origin=[0, 0])


def test_metadata_travels_and_is_not_shared(make_sequence):
    sequence = make_sequence("phoenix50", source="a")
    other = sequence[1:].resample(50.0).mirror().with_metadata(text="b")
    assert other.metadata == {"source": "a", "text": "b"}
    assert sequence.metadata == {"source": "a"}
    assert repr(sequence) == "PoseSequence(phoenix50, 6 frames, 0.24 s at 25 fps)"
