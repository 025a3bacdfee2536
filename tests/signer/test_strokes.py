"""Movements as curves: start where they should, end where they should, keep to their size."""

import numpy as np
import pytest

from signary.signer.phonology import Movement
from signary.signer.strokes import even, minimum_jerk, stroke_curve, stroke_seconds, to_and_fro

TIME = np.linspace(0, 1, 201)


def curve(raw, opposed=False):
    move = Movement.parse(raw)
    return stroke_curve(move, TIME, stroke_seconds(move), opposed=opposed)


@pytest.mark.parametrize("profile", [minimum_jerk, even])
def test_profiles_run_from_zero_to_one_without_turning_back(profile):
    values = profile(TIME)
    assert values[0] == pytest.approx(0)
    assert values[-1] == pytest.approx(1)
    assert (np.diff(values) >= -1e-12).all()


def test_minimum_jerk_starts_and_stops_at_rest():
    speed = np.gradient(minimum_jerk(TIME), TIME)
    assert speed[0] < 0.01
    assert speed[-1] < 0.01
    assert speed.max() == pytest.approx(1.875, rel=1e-3)


@pytest.mark.parametrize("repeat", [1, 2, 3])
def test_repeats_count_strokes(repeat):
    values = to_and_fro(TIME, repeat)
    assert values[-1] == pytest.approx(1)
    assert ((values[1:-1] > values[:-2]) & (values[1:-1] >= values[2:])).sum() == repeat - 1


def test_straight_goes_its_size_in_its_direction():
    place = curve({"kind": "straight", "direction": "up-out", "size": 10}).place
    assert np.allclose(place[-1], [0.1 / np.sqrt(2), 0.1 / np.sqrt(2), 0])


def test_arc_bows_to_its_side():
    place = curve({"kind": "arc", "direction": "out", "bulge": "up", "size": 20}).place
    assert place[100, 1] == pytest.approx(0.08, abs=1e-3)
    assert abs(place[-1, 1]) < 1e-9


@pytest.mark.parametrize("plane", ["frontal", "horizontal", "sagittal"])
def test_circles_close_and_keep_their_radius(plane):
    place = curve({"kind": "circle", "plane": plane, "size": 5}).place
    assert np.allclose(place[-1], 0, atol=1e-9)
    assert np.linalg.norm(place, axis=1).max() == pytest.approx(0.10, abs=1e-4)


def test_alternating_hands_are_half_a_period_apart():
    raw = {"kind": "circle", "plane": "sagittal", "size": 5}
    assert np.allclose(curve(raw).place[0] - curve(raw, opposed=True).place[0], [0, 0.1, 0])
    raw = {"kind": "straight", "direction": "up", "size": 10, "repeat": 2}
    assert np.allclose(curve(raw).place + curve(raw, opposed=True).place, [0, 0.1, 0])


def test_taps_end_in_contact():
    place = curve({"kind": "tap", "direction": "back", "size": 5}).place
    assert np.allclose(place[0], [0, 0, 0.05])
    assert np.allclose(place[-1], 0)


def test_paths_pass_their_points():
    place = curve({"kind": "path", "points": [[0, -10, 0], [5, -10, 0]]}).place
    assert np.linalg.norm(place - [0, -0.1, 0], axis=1).min() < 2e-3
    assert np.allclose(place[-1], [0.05, -0.1, 0])


def test_twist_turns_by_its_angle():
    turn = curve({"kind": "twist", "angle": 90}).turn
    assert np.degrees(np.abs(turn[-1])).tolist() == pytest.approx([90, 0, 0])


@pytest.mark.parametrize(
    "raw", [{"kind": "wiggle"}, {"kind": "rub"}, {"kind": "straight", "direction": "up", "wiggle": True}]
)
def test_finger_movements_move_fingers_and_end_still(raw):
    fingers = curve(raw).fingers
    assert np.abs(fingers).max() > 5
    assert np.abs(fingers[-1]).max() < 1


def test_longer_ways_take_longer_but_not_in_proportion():
    short, long = (
        stroke_seconds(Movement.parse({"kind": "straight", "direction": "up", "size": size})) for size in (10, 40)
    )
    assert short < long < 3 * short
