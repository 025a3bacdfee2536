"""Faults of a detector: seeded, with reasons, and with confidences that say how far off everything is."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signary.io.errors import InputError
from signary.pose import PoseSequence, get_layout
from signary.pose.detector_faults import GUESSED, DetectorFaults, with_faults
from signary.pose.hidden_hands import joint_places, reasons_not_to_see
from signary.pose.view import shoulder_width, to_layout

LAYOUTS = ("smplx", "openpose137", "phoenix50", "holistic")
NONE = DetectorFaults.of_severity(0)
CERTAIN = DetectorFaults(0, 0, 0, 0)


def rng(seed=0):
    return np.random.default_rng(seed)


@pytest.fixture(scope="module")
def signed():
    """Arms and fingers that move, of `smplx`, without a signer's rules."""
    layout, draw = get_layout("smplx"), rng()
    at = np.linspace(0, 12, 120)[:, None]
    values = 0.3 * np.sin(at * draw.uniform(0.5, 2, 133) + draw.uniform(0, 6, 133))
    return PoseSequence(values.astype(np.float32), layout, 25)


@pytest.fixture(scope="module")
def in_layouts(signed):
    return {name: signed if name == "smplx" else to_layout(signed, name) for name in LAYOUTS}


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_same_seed_the_same_faults(in_layouts, name):
    first, again, other = (with_faults(in_layouts[name], DetectorFaults(), rng(seed)) for seed in (1, 1, 2))
    assert first == again
    assert first != other
    assert (first.layout, first.fps, len(first)) == (in_layouts[name].layout, 25, 120)
    assert first.metadata == in_layouts[name].metadata
    wide = np.repeat(first.certainty == 0, first.layout.widths, axis=1)
    assert np.array_equal(np.isnan(first.values), wide)
    assert (first.certainty <= 1).all()


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_detector_without_faults_moves_nothing_and_is_less_sure_only_where_there_is_a_reason(in_layouts, name):
    seen = with_faults(in_layouts[name], NONE, rng())
    assert np.allclose(seen.values, in_layouts[name].values, atol=1e-3, equal_nan=True)
    reasons = reasons_not_to_see(in_layouts[name])
    there = in_layouts[name].certainty > 0
    doubtful = (reasons.covered > 0.8) & there
    if doubtful.any():
        assert seen.certainty[doubtful].mean() < seen.certainty[there & (reasons.covered < 0.1)].mean() - 0.2


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 1000), st.floats(0, 10), st.sampled_from(["smplx", "phoenix50"]))
def test_whatever_happens_a_row_can_be_trained_on(in_layouts, seed, severity, name):
    seen = with_faults(in_layouts[name], DetectorFaults.of_severity(severity), rng(seed))
    assert np.isfinite(seen.values[0]).any()
    if name != "smplx":
        assert shoulder_width(seen) > 0


def test_what_is_missing_stays_missing(in_layouts):
    points = in_layouts["phoenix50"]
    certain = np.ones((120, 50), np.float32)
    certain[10:60, list(points.layout.parts["left_hand"])] = 0
    given_ = PoseSequence.masked(points.values, points.layout, 25, certain)
    for seed in range(5):
        seen = with_faults(given_, replace(DetectorFaults.of_severity(8), left_out=0), rng(seed))
        swapped = (seen.certainty[10:60, list(points.layout.parts["right_hand"])] == 0).all(1)
        lost = seen.certainty[10:60, list(points.layout.parts["left_hand"])] == 0
        assert lost[~swapped].all()


@pytest.mark.parametrize(
    ("fault", "part"), [("lost_hand", "left_hand"), ("lost_hands", "right_hand"), ("hidden_side", "right_hand")]
)
def test_what_is_not_seen_is_left_out_as_a_whole_and_for_a_while(in_layouts, fault, part):
    points, found, spans = in_layouts["openpose137"], 0, 0
    for seed in range(6):
        seen = with_faults(points, replace(CERTAIN, **{fault: 0.6}, left_out=1), rng(seed))
        lost = seen.certainty[:, list(points.layout.parts[part])] == 0
        assert (lost.all(1) == lost.any(1)).all()
        found, spans = found + lost.any(1).sum(), spans + (np.diff(lost.any(1).astype(int)) == 1).sum()
    # Half a second at 25 fps, and more with a reason; a frame each would be no span.
    assert found > 5 * spans > 0


def test_guesses_are_finite_wrong_and_hardly_believed(in_layouts):
    points = in_layouts["phoenix50"]
    width, hand = shoulder_width(points), list(points.layout.parts["right_hand"])
    seen = with_faults(points, replace(CERTAIN, lost_hand=2, left_out=0), rng(3))
    assert np.isfinite(seen.values).all()
    off = np.linalg.norm(seen.joints - points.joints, axis=-1)[:, hand] / width
    guessed = seen.certainty[:, hand] < 1.5 * GUESSED
    assert guessed.any()
    assert off[guessed].mean() > 5 * off[~guessed].mean()


@pytest.mark.parametrize("name", ["smplx", "openpose137"])
def test_errors_are_as_large_as_confidence_is_low(in_layouts, name):
    motion = in_layouts[name]
    seen = with_faults(motion, CERTAIN, rng(4))
    size = 1.0 if name == "smplx" else shoulder_width(motion)
    first = np.array(motion.layout.offsets)
    joints = [at for at, kind in enumerate(motion.layout.kinds) if kind != "coefficient"]
    off = np.abs(seen.values - motion.values)[:, first[joints]] / size
    sure = seen.certainty[:, joints]
    there = sure > 0
    unsure, certain = off[there & (sure < 0.6)], off[there & (sure > 0.9)]
    assert unsure.mean() > 1.3 * certain.mean()
    assert 0.003 < np.median(off[there]) < 0.05


def test_rotations_are_turned_a_little_however_far_they_are_turned():
    layout = get_layout("smplx")
    values = np.zeros((40, 133), np.float32)
    values[:, 9] = np.pi - 1e-3  # the head, nearly half a turn
    seen = with_faults(PoseSequence(values, layout, 25), replace(CERTAIN, noise=0.02), rng(5))
    turned = np.linalg.norm(seen.values[:, 9:12], axis=1)
    assert (turned <= np.pi + 1e-5).all()
    assert (np.abs(np.linalg.norm(np.cross(seen.values[:, 9:12], [1, 0, 0]), axis=1)) < 0.5).all()


@pytest.mark.parametrize("name", ["smplx", "phoenix50"])
def test_hands_that_are_swapped_are_the_other_hand(in_layouts, name):
    """Points change their names and stay where they are; rotations are those of a mirror image."""
    motion = in_layouts[name]
    layout = motion.layout
    # Hands in one place cross as much as they can.
    faults = replace(NONE, swapped_hands=10)
    seen = with_faults(motion, faults, rng(6))
    left, right = (list(layout.parts[part]) for part in ("left_hand", "right_hand"))
    partner = [layout.mirror[joint] for joint in left]
    own, other = layout.features(left), layout.features(partner)
    mirrored = motion.values[:, other] * (np.tile([1, -1, -1], len(left)) if name == "smplx" else 1)
    swapped = np.isclose(seen.values[:, own], mirrored, atol=1e-3).all(1)
    kept = np.isclose(seen.values[:, own], motion.values[:, own], atol=1e-3).all(1)
    assert swapped.any()
    assert (swapped ^ kept).all()
    body = layout.features(layout.parts["body"])
    assert np.allclose(seen.values[:, body], motion.values[:, body], atol=1e-3)
    assert seen.certainty[swapped][:, left + right].mean() < 0.7 * seen.certainty[kept][:, left + right].mean()


def test_a_mirrored_hand_is_a_swapped_hand(in_layouts):
    """Swapping the hands of a body whose hands mirror each other changes nothing but how sure the detector is."""
    motion = in_layouts["smplx"]
    mirrored = motion.mirror()
    hands = motion.layout.features(motion.layout.articulators["hands"])
    values = motion.values.copy()
    left = motion.layout.part_features("left_hand")
    values[:, left] = mirrored.values[:, left]
    seen = with_faults(replace(motion, values=values), replace(NONE, swapped_hands=10), rng(7))
    assert np.allclose(seen.values[:, hands], values[:, hands], atol=1e-4)


def test_a_hand_at_the_face_and_hands_that_cross_are_lost_more_often(signed):
    layout = get_layout("phoenix50")
    points = np.zeros((200, 50, 3), np.float32)
    for joint, place in {"left_shoulder": (0.17, 0, 0), "right_shoulder": (-0.17, 0, 0), "nose": (0, -0.2, 0)}.items():
        points[:, layout.index(joint)] = place
    away, face, crossing = (points.copy() for _ in range(3))
    for each, left, right in ((away, 0.4, -0.4), (crossing, 0.02, -0.02)):
        for part, x in (("left_hand", left), ("right_hand", right)):
            each[:, list(layout.parts[part])] = (x, 0.5, 0)
    face[:, list(layout.parts["left_hand"])] = (0, -0.2, 0)
    face[:, list(layout.parts["right_hand"])] = (-0.4, 0.5, 0)
    lost = {}
    for name, each in {"away": away, "face": face, "crossing": crossing}.items():
        sequence = PoseSequence(each, layout, 25)
        hand = list(layout.parts["left_hand"])
        seen = [
            with_faults(sequence, DetectorFaults(left_out=1), rng(seed)).certainty[:, hand] == 0 for seed in range(8)
        ]
        lost[name] = np.mean(seen)
    assert lost["face"] > 3 * lost["away"]
    assert lost["crossing"] > 3 * lost["away"]


def test_places_are_in_shoulder_widths_and_those_of_rotations_on_the_body(in_layouts):
    for name in ("smplx", "phoenix50"):
        layout, places = in_layouts[name].layout, joint_places(in_layouts[name])
        apart = places[:, layout.index("left_wrist")] - places[:, layout.index("left_elbow")]
        assert 0.4 < np.median(np.linalg.norm(apart, axis=-1)) < 1.1


def test_keypoints_without_shoulders_are_refused(in_layouts):
    points = in_layouts["phoenix50"]
    certain = np.ones((120, 50), np.float32)
    certain[:, points.layout.index("left_shoulder")] = 0
    with pytest.raises(InputError, match="^sequence: expected a frame that shows both shoulders"):
        with_faults(PoseSequence.masked(points.values, points.layout, 25, certain), DetectorFaults(), rng())


def test_nothing_stays_nothing(in_layouts):
    assert len(with_faults(in_layouts["smplx"][:0], DetectorFaults(), rng())) == 0
    assert len(with_faults(in_layouts["smplx"][:1], DetectorFaults.of_severity(10), rng())) == 1


@pytest.mark.parametrize(
    ("faults", "message"),
    [
        ({"lost_hand": -1}, "lost_hand: expected a number from 0 to 10"),
        ({"left_out": 1.5}, "left_out: expected a number from 0 to 1"),
        ({"noise": float("nan")}, "noise: expected a number from 0 to 1"),
        ({"seconds": True}, "seconds: expected a number from 0 to 60"),
    ],
    ids=str,
)
def test_bad_detectors_are_refused(faults, message):
    with pytest.raises(InputError, match=f"^{message}"):
        DetectorFaults(**faults)


@pytest.mark.parametrize("severity", [-0.1, 11, float("nan"), "1"])
def test_bad_severities_are_refused(severity):
    with pytest.raises(InputError, match="^severity: expected a number from 0 to 10"):
        DetectorFaults.of_severity(severity)
