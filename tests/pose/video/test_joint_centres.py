"""From MediaPipe's points to the joints of the body model: what was put off comes back, and nothing else moves."""

import numpy as np
import pytest

from signary.io.errors import InputError
from signary.pose import PoseSequence, get_layout
from signary.pose.layout import keypoint_layout
from signary.pose.lifting import lift
from signary.pose.video.joint_centres import SEEN_BY_MEDIAPIPE, JointCentres, at_joints, fit_centres
from signary.pose.view import to_layout
from signary.signing.rule_based import sign_text

LAYOUT = get_layout("holistic")
CENTRES = JointCentres((-0.05, 0.08), (0.01, -0.03, -0.1, -0.02))
ENDS = ("shoulder", "elbow", "wrist")


def body(frames=40, seed=0):
    """Joints in a picture: shoulders 100 apart that lean a little, arms anywhere."""
    dice = np.random.default_rng(seed)
    lean = dice.uniform(-0.3, 0.3, frames)
    half = 50 * np.stack([np.cos(lean), np.sin(lean)], -1)
    middle = dice.uniform(150, 250, (frames, 2))
    found = {"left_shoulder": middle + half, "right_shoulder": middle - half}
    for side in ("left", "right"):
        found[f"{side}_elbow"] = found[f"{side}_shoulder"] + dice.uniform(-80, 80, (frames, 2))
        found[f"{side}_wrist"] = found[f"{side}_elbow"] + dice.uniform(-80, 80, (frames, 2))
    return found


def as_seen(true, centres=CENTRES):
    """What MediaPipe would see of them, and of all other points something."""
    frames = len(true["left_wrist"])
    values = np.random.default_rng(1).uniform(0, 400, (frames, len(LAYOUT.joints), 3))
    along = (true["left_shoulder"] - true["right_shoulder"]) / 100
    up = np.stack([along[:, 1], -along[:, 0]], -1)
    for side, sign in (("left", 1), ("right", -1)):
        shoulder, elbow, wrist = (true[f"{side}_{end}"] for end in ENDS)
        (a, b), (c, d, e, f) = centres.shoulder, centres.elbow
        seen = {
            "shoulder": shoulder + 100 * (a * sign * along + b * up),
            "elbow": elbow + 100 * (c * sign * along + d * up) + e * (elbow - shoulder) + f * (wrist - elbow),
            "wrist": wrist,
        }
        for end, places in seen.items():
            values[:, LAYOUT.index(f"{side}_{end}"), :2] = places
    return PoseSequence(values.reshape(frames, -1), LAYOUT, 25.0, np.ones((frames, len(LAYOUT.joints))), {"width": 400})


def test_joints_come_back_and_all_else_stays():
    true = body()
    seen = as_seen(true)
    found = CENTRES.joints(seen)
    moved = [LAYOUT.index(f"{side}_{end}") for side in ("left", "right") for end in ("shoulder", "elbow")]
    for side in ("left", "right"):
        for end in ENDS:
            places = found.joints[:, LAYOUT.index(f"{side}_{end}"), :2]
            np.testing.assert_allclose(places, true[f"{side}_{end}"], atol=1e-3)
    others = np.setdiff1d(np.arange(len(LAYOUT.joints)), moved)
    np.testing.assert_array_equal(found.joints[:, others], seen.joints[:, others])
    np.testing.assert_array_equal(found.joints[..., 2], seen.joints[..., 2])
    assert (found.fps, found.metadata) == (seen.fps, seen.metadata)


def test_numbers_are_found_from_clips_whose_joints_are_known():
    clips = []
    for seed in (2, 3):
        true = body(seed=seed)
        there = {name: np.random.default_rng(seed).random(len(places)) > 0.3 for name, places in true.items()}
        clips.append((as_seen(true), true, there))
    found = fit_centres(clips)
    np.testing.assert_allclose(found.shoulder, CENTRES.shoulder, atol=1e-5)
    np.testing.assert_allclose(found.elbow, CENTRES.elbow, atol=1e-5)


def test_frames_without_a_shoulder_stay_as_they_are():
    seen = as_seen(body())
    certainty = seen.certainty.copy()
    certainty[3, LAYOUT.index("left_shoulder")] = 0
    masked = PoseSequence.masked(seen.values, LAYOUT, 25.0, certainty, seen.metadata)
    found = CENTRES.joints(masked)
    np.testing.assert_array_equal(found.joints[3], masked.joints[3])
    np.testing.assert_array_equal(found.certainty, masked.certainty)
    assert not np.allclose(found.joints[4], masked.joints[4])


def test_other_layouts_are_refused():
    layout = keypoint_layout("wrists", ("left_wrist", "right_wrist"), LAYOUT.channels, {})
    with pytest.raises(InputError, match="layout: expected one of MediaPipe"):
        CENTRES.joints(PoseSequence(np.zeros((2, layout.num_features)), layout, 25.0))


def test_only_what_mediapipe_has_seen_is_moved():
    seen = as_seen(body())
    assert at_joints(seen) is seen
    found = at_joints(seen.with_metadata(**SEEN_BY_MEDIAPIPE))
    assert found.values.tobytes() == JointCentres().joints(seen).values.tobytes()
    assert not set(SEEN_BY_MEDIAPIPE) & set(found.metadata)


def test_a_lifted_video_has_the_bones_of_the_body():
    """Points off the joints make shoulders narrow, and all bones too long for them."""
    true = to_layout(sign_text("The house is big.", "asl").pose[:40], "holistic")
    places = {f"{s}_{e}": true.joints[:, true.layout.index(f"{s}_{e}"), :2] for s in ("left", "right") for e in ENDS}
    width = float(np.median(np.linalg.norm(places["left_shoulder"] - places["right_shoulder"], axis=-1)))
    scale = 100 / width
    ours = JointCentres()
    seen = as_seen({name: each * scale for name, each in places.items()}, ours)
    values = true.joints * scale
    for name in places:
        values[:, true.layout.index(name), :2] = seen.joints[:, LAYOUT.index(name), :2]
    points = PoseSequence.masked(values.reshape(len(true), -1), true.layout, true.fps, true.certainty, true.metadata)
    raw, moved = (lift(one).report for one in (points, points.with_metadata(**SEEN_BY_MEDIAPIPE)))
    exact = lift(true).report
    for bone in ("upper_arm", "forearm"):
        assert abs(moved.bones[bone] - exact.bones[bone]) < 0.02
        assert raw.bones[bone] > exact.bones[bone] + 0.05
