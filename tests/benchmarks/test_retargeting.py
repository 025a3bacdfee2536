"""The benchmark of retargeting: its distances are right, and it sees what it is to see."""

import json

import numpy as np
import pytest
import retargeting
from retargeting_measures import Mesh, degrees_between, nearest_on_triangles, peak_jerk, replayed
from retargeting_rigs import made_rig, our_body

from signary.pose.avatar.retarget import Retargeter
from signary.pose.avatar.rig_names import convention
from signary.pose.kinematics import BuiltInSkeleton
from signary.signer.score import SignUnit
from signary.signer.signer import Signer

CUBE = np.array([[x, y, z] for x in (0.0, 1) for y in (0.0, 1) for z in (0.0, 1)])
SIDES_OF_CUBE = np.array(
    [(0, 1, 3), (0, 3, 2), (4, 6, 7), (4, 7, 5), (0, 4, 5), (0, 5, 1), (2, 3, 7), (2, 7, 6), (0, 2, 6), (0, 6, 4)]
    + [(1, 5, 7), (1, 7, 3)]
)


def test_distances_to_a_cube():
    skin = Mesh(CUBE, SIDES_OF_CUBE).at(CUBE)
    places = np.array([[0.5, 0.5, 2], [0.5, 0.5, 0.9], [2, 2, 0.5], [0.3, 0.5, 0.5], [-0.2, 0.5, 0.5]])
    np.testing.assert_allclose(skin.signed(places), [1, -0.1, np.sqrt(2), -0.3, 0.2], atol=1e-12)


def test_what_is_behind_the_rim_of_an_open_skin_is_outside():
    skin = Mesh(CUBE, SIDES_OF_CUBE[2:]).at(CUBE)  # one side of the box is open
    assert skin.signed(np.array([[-0.2, 0.0, 0.0]]))[0] > 0


def test_nearest_points_are_those_of_a_search():
    rng = np.random.default_rng(0)
    corners, places = rng.normal(size=(200, 3, 3)), rng.normal(size=(200, 3))
    shares = rng.dirichlet([0.7, 0.7, 0.7], size=20000)
    found, bary = nearest_on_triangles(places, corners)
    np.testing.assert_allclose(np.einsum("nk,nkc->nc", bary, corners), found, atol=1e-9)
    searched = np.linalg.norm(shares @ corners - places[:, None], axis=-1).min(1)
    distance = np.linalg.norm(found - places, axis=-1)
    assert (distance <= searched + 1e-9).all()
    assert (searched - distance).max() < 0.1


def test_angles_and_jerk():
    assert degrees_between(np.array([1.0, 0, 0]), np.array([0.0, 2, 0])) == pytest.approx(90)
    seconds = np.arange(20)[:, None] / 25
    assert peak_jerk(seconds**3 * [1.0, 0, 0], 25.0) == pytest.approx(6.0)


def test_the_skin_moves_along_with_the_bones():
    longer = our_body(BuiltInSkeleton({"arms": 1.15}).rest)
    ours = our_body()
    moved = (longer.vertices - ours.vertices)[ours.regions == "left_hand"][:, 0]
    assert 0.15 * 0.53 * 0.8 < moved.mean() < 0.15 * 0.53 * 1.05
    assert np.abs(longer.vertices - ours.vertices)[ours.regions == "head"].max() < 1e-9
    assert convention("vrm")["head"] == "head"


def test_it_finds_nothing_where_nothing_is_changed_and_something_where_it_is(capsys):
    (entry,) = retargeting.touching_signs("asl", 1)
    pose = Signer().sign([SignUnit(entry.gloss, (entry.form,))]).pose
    body = our_body()
    own = retargeting.Regions(body, {"head": 15, "trunk": 0})
    source = retargeting.Source(pose, body, own)
    assert source.near.any()
    errors = {}
    for name, arms in (("same", 1.0), ("longer", 1.15)):
        rig, skinned = made_rig("mixamo", {"arms": arms})
        regions = retargeting.Regions(skinned, {"head": rig.bone("head"), "trunk": 0})
        found = retargeting.Findings()
        ways = {corrected: Retargeter(rig, contact=corrected) for corrected in (False, True)}
        retargeting.measure(source, rig, skinned, regions, ways, found)
        errors[name] = float(np.concatenate(found.uncorrected).mean())
        assert max(found.direction) < 0.01
        assert max(found.hand) < 0.01
        if name == "longer":
            retargeting.show(name, found, True)
    assert errors["same"] < 0.01 < 5 < errors["longer"]
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    figures = (
        "direction_degrees",
        "hand_degrees",
        "contact_mean_mm",
        "contact_p95_mm",
        "deep_frames_percent",
        "jerk_ratio",
    )
    assert [line["name"] for line in lines] == [f"retargeting.longer.{figure}" for figure in figures]
    assert lines[2]["value"] < lines[2]["uncorrected"]
    places, _ = replayed(ways[False](pose))
    assert places.shape[0] == len(pose)
