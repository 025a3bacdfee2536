import numpy as np
import pytest

from signary.io.errors import InputError
from signary.pose.avatar.figure import load_figure
from signary.pose.avatar.playable import PELVIS_HEIGHT, local_quaternions, playable, remarks
from signary.pose.sequence import PoseSequence
from signary.pose.skeletons.smplx import ROTATED, SMPLX, TREE

JOINTS = len(SMPLX.joints)


def with_gaps(values, *gaps):
    """A sequence of which blocks are missing: pairs of a block and frames."""
    confidence = np.ones((len(values), JOINTS), dtype=np.float32)
    for block, frames in gaps:
        confidence[frames, SMPLX.index(block)] = 0
    return PoseSequence.masked(np.asarray(values, dtype=np.float32), SMPLX, 25.0, confidence)


def test_whole_motion_stays_as_it_is(signed):
    np.testing.assert_array_equal(playable(signed(), ".glb"), signed().values)
    assert remarks(signed()) == []


def test_gaps_are_closed_along_the_shortest_turn():
    """From 170° to -170° it is 20°, over the half turn."""
    values = np.zeros((5, 133))
    elbow = SMPLX.features([SMPLX.index("left_elbow")])
    values[0, elbow[1]], values[4, elbow[1]] = np.radians(170), np.radians(-170)
    sequence = with_gaps(values, ("left_elbow", slice(1, 4)))
    found = np.degrees(playable(sequence, ".bvh")[:, elbow])
    np.testing.assert_allclose(found[:, 1] % 360, [170, 175, 180, 185, 190], atol=1e-4)
    np.testing.assert_allclose(found[:, [0, 2]], 0, atol=1e-4)
    assert remarks(sequence) == ["closed, as they are missing in 3 of 5 frames: left_elbow"]


def test_before_the_first_and_behind_the_last_sighting_nothing_moves():
    values = np.tile(np.linspace(0.1, 0.6, 6)[:, None], (1, 133))
    found = playable(with_gaps(values, ("expression", [0, 1, 5]), ("jaw", [0, 1, 5])), ".glb")
    for columns in (slice(123, 133), slice(120, 123)):
        np.testing.assert_allclose(found[:, columns][:, 0], [0.3, 0.3, 0.3, 0.4, 0.5, 0.5], atol=1e-6)


def test_coefficients_are_mixed_evenly():
    values = np.zeros((4, 133))
    values[0, 123:], values[3, 123:] = 0.0, 3.0
    found = playable(with_gaps(values, ("expression", [1, 2])), ".glb")
    np.testing.assert_allclose(found[:, 123:], np.tile([[0.0], [1.0], [2.0], [3.0]], (1, 10)))


def test_what_is_never_seen_rests_and_is_named():
    sequence = with_gaps(np.ones((3, 133)), ("jaw", slice(None)), ("expression", slice(None)), ("head", [1]))
    found = playable(sequence, ".glb")
    assert not found[:, 120:].any()
    assert np.isfinite(found).all()
    assert remarks(sequence) == [
        "at rest, as they are missing in all frames: jaw, expression",
        "closed, as they are missing in 1 of 3 frames: head",
    ]


def test_long_lists_of_joints_are_cut():
    sequence = with_gaps(np.ones((2, 133)), *((joint, slice(None)) for joint in ROTATED))
    (remark,) = remarks(sequence)
    assert remark.endswith("right_elbow and 33 more")


def test_other_layouts_have_no_remarks(make_sequence):
    assert remarks(make_sequence("holistic", missing=True)) == []


def test_quaternions_are_of_the_whole_tree(rng):
    turns = local_quaternions(rng.normal(size=(7, 133)))
    assert turns.shape == (7, len(TREE), 4)
    np.testing.assert_allclose(np.linalg.norm(turns, axis=-1), 1)
    for at, joint in enumerate(TREE):
        assert np.allclose(turns[:, at], (1, 0, 0, 0)) == (joint not in ROTATED)


@pytest.mark.parametrize("kind", [".glb", ".bvh", ".vrma"])
def test_refusals_name_the_kind_of_file(kind, make_sequence):
    with pytest.raises(InputError, match=rf"layout: .*smplx.* a {kind} is made of.* got openpose137"):
        playable(make_sequence("openpose137"), kind)
    with pytest.raises(InputError, match=rf"sequence: expected at least one frame for a {kind}, got no frames"):
        playable(make_sequence("smplx")[:0], kind)


def test_the_soles_of_the_figure_are_on_the_ground():
    lowest = min(part.vertices[:, 1].min() for part in load_figure("full").parts)
    assert abs(lowest + PELVIS_HEIGHT) < 2e-3
