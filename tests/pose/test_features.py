import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from signary.io.errors import InputError
from signary.nn.motion_batch import batch_sequences
from signary.pose import MotionSpec, PoseSequence, get_layout
from signary.pose.feature_statistics import checked_statistics, feature_statistics
from signary.pose.features import KeypointScale, fit_sequence, sequence_features

KEYPOINTS = ["phoenix50", "openpose137", "holistic", "slrtp178"]
CONFIG = MotionSpec(get_layout("phoenix50"), 25)
SIZE = get_layout("phoenix50").num_features


def moved(pose, by, times=1.0):
    return PoseSequence(pose.values * times + by, pose.layout, pose.fps, None, pose.metadata)


def drawn(frames, seed=0, spread=1.0, far=0.0):
    """Frames of the tokenizer's layout with shoulders and neck in place and every other number drawn."""
    values = np.random.default_rng(seed).normal(far, spread, (frames, SIZE)).astype(np.float32)
    joints = values.reshape(frames, -1, 3)
    layout = get_layout("phoenix50")
    for name, place in (("left_shoulder", 1.0), ("right_shoulder", -1.0), ("neck", 0.0)):
        joints[:, layout.index(name)] = (place, 0.0, 0.0)
    return PoseSequence(values, layout, 25.0)


@pytest.mark.parametrize("layout", KEYPOINTS)
def test_keypoints_are_seen_from_the_neck_in_shoulder_widths(signed, layout):
    pose = signed("Hello", layout)
    scale = KeypointScale.of(pose)
    joints = sequence_features(pose).reshape(len(pose), len(pose.layout.joints), -1)
    left, right = (np.nanmedian(joints[:, pose.layout.index(f"{side}_shoulder")], 0) for side in ("left", "right"))
    assert np.hypot(*(left - right)[:2]) == pytest.approx(1.0, abs=0.02)
    if "neck" in pose.layout.joints:
        np.testing.assert_allclose(np.nanmedian(joints[:, pose.layout.index("neck")], 0), 0, atol=1e-5)
    back = scale.restore(scale.remove(pose.values))
    np.testing.assert_allclose(back, pose.values, atol=1e-4 * scale.width, equal_nan=True)


def test_place_and_size_of_the_signer_do_not_matter(signed):
    pose = signed("Hello", "phoenix50")
    np.testing.assert_allclose(sequence_features(moved(pose, 3.0, 2.0)), sequence_features(pose), atol=1e-4)


def test_parameters_are_their_own_features(signed):
    pose = signed("Hello")
    assert sequence_features(pose) is pose.values
    assert KeypointScale.of(pose) is None
    assert KeypointScale.typical(pose.layout) is None


def test_a_signer_from_nowhere_stands_in_the_middle_of_the_picture():
    pixels, none = KeypointScale.typical(get_layout("openpose137")), KeypointScale.typical(get_layout("phoenix50"))
    assert len(pixels.origin) == len(get_layout("openpose137").channels)
    assert all(at > 0 for at in pixels.origin[:2])
    assert pixels.width > 10
    assert set(none.origin) == {0.0}


def test_a_sequence_without_a_neck_is_refused():
    pose = drawn(4)
    pose.values.reshape(4, -1, 3)[:, pose.layout.index("neck")] = np.nan
    with pytest.raises(InputError, match="sequence: expected a frame that shows the neck, got none"):
        KeypointScale.of(pose)


def test_only_the_tokenizers_kind_of_motion_fits(signed):
    config = MotionSpec(get_layout("smplx"), 25)
    pose = signed()
    assert fit_sequence(pose, config) is pose
    assert fit_sequence(pose.resample(50), config).fps == 25
    with pytest.raises(InputError, match="25 fps.*resample first.*50 fps"):
        fit_sequence(pose.resample(50), config, resample=False)
    with pytest.raises(InputError, match="layout smplx"):
        fit_sequence(drawn(3), config)
    with pytest.raises(InputError, match="at least one frame"):
        fit_sequence(pose[:0], config)
    with pytest.raises(InputError, match="hand_reference flat.*hand_reference mano_mean"):
        fit_sequence(pose.with_metadata(hand_reference="mano_mean"), config)


def test_a_batch_is_padded_at_the_end_and_says_what_is_missing():
    first, second = drawn(3), drawn(5, seed=1)
    values = first.values.copy()
    values[1, :3] = np.nan
    certainty = np.ones((3, SIZE // 3), dtype=np.float32)
    certainty[1, 0] = 0
    first = PoseSequence(values, first.layout, 25.0, certainty)
    batch = batch_sequences([first, second], CONFIG)
    assert batch.values.shape == (2, 5, SIZE)
    assert batch.frame_mask.tolist() == [[True] * 3 + [False] * 2, [True] * 5]
    assert (batch.values[0, 3:] == 0).all()
    assert (batch.confidence[0, 3:] == 0).all()
    assert batch.values[0, 1, :3].isnan().all()
    assert batch.confidence[0, 1, 0] == 0
    assert torch.equal(batch.values[1], torch.tensor(sequence_features(second)))
    with pytest.raises(InputError, match="sequences: expected at least one"):
        batch_sequences([], CONFIG)


@settings(max_examples=25, deadline=None)
@given(
    lengths=st.lists(st.integers(1, 9), min_size=1, max_size=6), lost=st.floats(0, 0.9), far=st.sampled_from([0.0, 1e3])
)
def test_statistics_of_pieces_are_those_of_the_whole(lengths, lost, far):
    draw = np.random.default_rng(sum(lengths))
    poses = []
    for seed, frames in enumerate(lengths):
        pose = drawn(frames, seed, far=far)
        hidden = draw.random((frames, SIZE // 3)) < lost
        hidden[:, [pose.layout.index(name) for name in ("left_shoulder", "right_shoulder", "neck")]] = False
        pose.values.reshape(frames, -1, 3)[hidden] = np.nan
        poses.append(pose)
    mean, std = feature_statistics(poses, CONFIG)
    whole = np.concatenate([sequence_features(pose) for pose in poses]).astype(np.float64)
    known = np.isfinite(whole)
    count = np.maximum(known.sum(0), 1)
    expected = np.where(known, whole, 0).sum(0) / count
    spread = np.sqrt((np.where(known, whole - expected, 0) ** 2).sum(0) / count)
    np.testing.assert_allclose(mean.numpy(), expected, rtol=1e-5, atol=1e-5)
    np.testing.assert_allclose(std.numpy(), np.where(spread < 1e-4, 0, spread), rtol=1e-4, atol=1e-5)


def test_features_that_never_move_are_only_shifted():
    still = drawn(1)
    mean, std = feature_statistics([still[:1].concatenate(still[:1])], CONFIG)
    assert (std == 0).all()
    usable = checked_statistics(mean, std, mean.shape)
    assert (usable[1] == 1).all()
    assert torch.equal(usable[0], mean)
    assert torch.equal(checked_statistics(mean, torch.full_like(std, 2e-4), mean.shape)[1], torch.full_like(std, 2e-4))


@pytest.mark.parametrize(("name", "wrong"), [("mean", torch.nan), ("std", torch.inf), ("std", -1.0)])
def test_statistics_that_are_none_are_refused(name, wrong):
    given = {"mean": torch.zeros(3), "std": torch.ones(3)}
    given[name][1] = wrong
    with pytest.raises(InputError, match=f"{name}: expected (finite )?numbers"):
        checked_statistics(**given, shape=(3,))
    with pytest.raises(InputError, match=r"mean: expected finite numbers of shape \(4,\)"):
        checked_statistics(torch.zeros(3), torch.ones(3), (4,))


def test_statistics_of_nothing_are_refused():
    with pytest.raises(InputError, match="sequences: expected at least one"):
        feature_statistics([], CONFIG)
