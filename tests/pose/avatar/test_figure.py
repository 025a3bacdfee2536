"""The figure of the package: its bones are ours, its surface lies on them, its face does what it should."""

import json
from importlib.resources import files

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from signary.io.errors import InputError
from signary.pose.avatar.figure import DETAILS, JOINTS, load_figure, local_rotations
from signary.pose.avatar.skinning import morphed
from signary.pose.rotations import axis_angle_to_matrix, quaternion_to_matrix
from signary.pose.skeletons import face
from signary.pose.skeletons.hands import FINGERS
from signary.pose.skeletons.rest import EXPRESSIONS, expression_basis, rest_positions
from signary.pose.skeletons.smplx import ROTATED, SMPLX_JOINTS, TREE
from tests.pose.avatar.surfaces import inside, seen_parts

REST = dict(zip(SMPLX_JOINTS.joints, rest_positions(), strict=True))
FLESH = ("head", "lips", "mouth", "hands", "nails", "top", "sleeves")


def values(frames: int = 1, **joints) -> np.ndarray:
    """Frames of layout `smplx` in the rest position but for some joints (axis-angle) and `expression` (name, share)."""
    made = np.zeros((frames, 133))
    for name, rotation in joints.items():
        made[:, 3 * ROTATED.index(name) : 3 * ROTATED.index(name) + 3] = rotation
    return made


@pytest.mark.parametrize("detail", DETAILS)
def test_bones_are_those_of_the_rest_body(detail):
    figure = load_figure(detail)
    assert figure.joints[: len(TREE)] == tuple(TREE)
    for name, parent, place in zip(figure.joints[: len(TREE)], figure.parents, figure.rest, strict=False):
        assert (figure.joints[parent] if parent >= 0 else None) == TREE[name]
        assert (place == REST[name]).all()
    assert all(parent < at for at, parent in enumerate(figure.parents))
    assert {twist.name for twist in figure.twists} == set(figure.joints[len(TREE) :])


@pytest.mark.parametrize(("detail", "least", "most"), [("full", 20_000, 30_000), ("light", 8_000, 12_000)])
def test_parts_are_whole(detail, least, most):
    figure = load_figure(detail)
    assert least < sum(len(part.triangles) for part in figure.parts) < most
    for part in figure.parts:
        assert part.vertices.dtype == part.normals.dtype == part.weights.dtype == np.float32
        assert np.abs(part.weights.sum(1) - 1).max() < 1e-6
        assert part.joints.max() < len(JOINTS)
        assert np.array_equal(np.unique(part.triangles), np.arange(len(part.vertices)))
        assert np.abs(np.linalg.norm(part.normals, axis=1) - 1).max() < 1e-5
        assert all(0 <= channel <= 1 for channel in (*part.colour, part.roughness))
        corners = part.vertices[part.triangles]
        outward = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        along = (outward * part.normals[part.triangles].sum(1)).sum(1)
        assert (along > 0).mean() > 0.95, part.name


def test_the_light_mesh_has_the_shape_of_the_full_one():
    full, light = (load_figure(detail) for detail in DETAILS)
    assert [part.name for part in full.parts] == [part.name for part in light.parts]
    for ours in light.parts:
        theirs = full.part(ours.name).vertices
        gap = np.linalg.norm(theirs[:, None] - ours.vertices[None], axis=-1)
        assert gap.min(0).max() < 1e-6  # every vertex is one of the full mesh
        assert gap.min(1).max() < 0.09


@pytest.mark.parametrize("detail", DETAILS)
def test_bones_lie_in_their_flesh(detail):
    figure = load_figure(detail)
    hidden = [name for name in TREE if name.split("_")[-1] not in ("hip", "knee", "ankle", "foot")]
    points = np.array([REST[name] for name in hidden if name not in ("pelvis", "jaw", "left_eye", "right_eye")])
    parts = [figure.part(name) for name in (*FLESH, "trousers", "hair")]
    assert inside(points, parts).all()


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("finger", FINGERS)
def test_fingers_end_where_their_tips_are_and_have_their_joints_in_the_middle(side, finger):
    figure = load_figure("full")
    flesh = [figure.part(name) for name in ("hands", "nails")]
    own = np.concatenate(
        [
            part.vertices[[figure.joints[at].startswith(f"{side}_{finger}") for at in part.joints[:, 0]]]
            for part in flesh
        ]
    )
    joints = [REST[f"{side}_{finger}{part}"] for part in (1, 2, 3)] + [REST[f"{side}_{finger}_tip"]]
    along = (joints[3] - joints[2]) / np.linalg.norm(joints[3] - joints[2])
    assert abs(((own - joints[3]) @ along).max()) < 0.001
    for joint in joints[1:3]:
        section = own[np.abs((own - joint) @ along) < 0.004] - joint
        section -= np.outer(section @ along, along)
        spread = np.linalg.norm(section, axis=1)
        assert spread.min() > 0.004
        assert spread.max() < (0.016 if finger == "thumb" else 0.0125)
        assert np.linalg.norm((section.min(0) + section.max(0)) / 2) < 0.0025


def test_the_face_lies_on_the_landmarks():
    figure = load_figure("full")
    surface = np.concatenate(
        [figure.part(name).vertices for name in ("head", "lips", "mouth", "brows", "lashes", "iris", "pupil")]
    )
    for curve, most in (
        (face.LIPS_OUTER_UPPER + face.LIPS_OUTER_LOWER, 0.004),
        (face.LIPS_INNER_UPPER, 0.003),
        (face.LEFT_EYE_UPPER + face.RIGHT_EYE_LOWER, 0.005),
        (face.LEFT_BROW_UPPER + face.RIGHT_BROW_LOWER, 0.008),
        (face.NOSE_BRIDGE, 0.004),
        ((face.LEFT_IRIS, face.RIGHT_IRIS), 0.002),
    ):
        for point in curve:
            assert np.linalg.norm(surface - REST[face.name(point)], axis=1).min() < most, point


@pytest.mark.parametrize("detail", DETAILS)
@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_expressions_move_the_face_as_landmarks_do(detail, expression):
    figure = load_figure(detail)
    row = EXPRESSIONS.index(expression)
    basis = expression_basis()[row]
    shares = np.zeros(len(EXPRESSIONS))
    shares[row] = 1.0
    moved, places = [], []
    for part in figure.parts:
        after, _ = morphed(part, shares)
        moved.append(after - part.vertices)
        places.append(part.vertices)
        if part.name in ("hands", "top", "sleeves", "trousers", "shoes", "hair", "eyes"):
            assert not part.morphs
    moved, places = np.concatenate(moved), np.concatenate(places)
    assert 0.002 < np.linalg.norm(moved, axis=1).max() < 0.025
    marks = [at for at in range(len(basis)) if np.linalg.norm(basis[at]) > 0.0015]
    near = [int(np.linalg.norm(places - rest_positions()[at], axis=1).argmin()) for at in marks]
    agree = (basis[marks] * moved[near]).sum() / (np.linalg.norm(basis[marks]) * np.linalg.norm(moved[near]))
    assert agree > 0.25


@pytest.mark.parametrize("detail", DETAILS)
def test_lids_close_over_the_eyes(detail):
    figure = load_figure(detail)
    counts = {}
    for share in (-0.45, 0.0, 0.5, 1.0):
        shares = np.zeros(len(EXPRESSIONS))
        shares[EXPRESSIONS.index("eyes_closed")] = share
        counts[share] = seen_parts(figure, shares, ("eyes", "iris", "pupil"))
    assert counts[1.0] == 0
    assert 0.15 * counts[0.0] < counts[0.5] < 0.8 * counts[0.0]
    assert counts[-0.45] > 1.2 * counts[0.0]


@pytest.mark.parametrize("detail", DETAILS)
def test_teeth_show_between_parted_lips_and_not_between_closed_ones(detail):
    figure = load_figure(detail)
    parted = np.zeros(len(EXPRESSIONS))
    parted[EXPRESSIONS.index("lips_parted")] = 1.0
    assert seen_parts(figure, np.zeros(len(EXPRESSIONS)), ("teeth", "tongue")) == 0
    assert seen_parts(figure, parted, ("teeth", "tongue")) > 100


def test_brows_go_where_the_skin_under_them_goes():
    figure = load_figure("full")
    shares = np.zeros(len(EXPRESSIONS))
    shares[EXPRESSIONS.index("brows_raised")] = 1.0
    brows, _ = morphed(figure.part("brows"), shares)
    skin, _ = morphed(figure.part("head"), shares)
    before = figure.part("brows").vertices
    assert (brows - before)[:, 1].max() > 0.004
    gaps = [
        np.linalg.norm(skin[None] - brows[:, None], axis=-1).min(1),
        np.linalg.norm(figure.part("head").vertices[None] - before[:, None], axis=-1).min(1),
    ]
    assert np.abs(gaps[0] - gaps[1]).max() < 0.002


def test_rotations_are_those_of_the_motion(rng):
    figure = load_figure()
    motion = rng.normal(0, 0.4, (5, 133))
    found = local_rotations(figure, motion)
    assert found.shape == (5, len(JOINTS), 4)
    assert found.dtype == np.float32
    assert np.abs(np.linalg.norm(found, axis=-1) - 1).max() < 1e-6
    import torch

    ours = axis_angle_to_matrix(torch.from_numpy(motion[:, :123].reshape(5, -1, 3)))
    rows = [figure.joints.index(name) for name in ROTATED]
    theirs = quaternion_to_matrix(torch.from_numpy(found[:, rows][..., [3, 0, 1, 2]].astype(np.float64)))
    assert (ours - theirs).abs().max() < 1e-5
    still = [at for at, name in enumerate(TREE) if name not in ROTATED]
    assert (found[:, still] == [0, 0, 0, 1]).all()


@given(roll=st.floats(-2.8, 2.8), swing=st.floats(-1.2, 1.2), side=st.sampled_from(["left", "right"]))
def test_twist_bones_take_their_share_of_the_roll(roll, swing, side):
    import torch

    from signary.pose.rotations import axis_angle_to_quaternion, quaternion_multiply, quaternion_to_axis_angle

    figure = load_figure()
    sign = 1.0 if side == "left" else -1.0
    turn = quaternion_multiply(
        axis_angle_to_quaternion(torch.tensor([0.0, swing, 0.3 * swing])),
        axis_angle_to_quaternion(torch.tensor([sign * roll, 0.0, 0.0])),
    )
    found = local_rotations(figure, values(**{f"{side}_wrist": quaternion_to_axis_angle(turn).numpy()}))
    x, y, z, w = found[0, figure.joints.index(f"{side}_wrist_twist")]
    assert abs(y) + abs(z) < 1e-6
    assert 2 * np.arctan2(sign * x, w) == pytest.approx(roll / 2, abs=1e-4)


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (np.zeros((2, 132)), r"values: expected an array of shape \(T, 133\), got \(2, 132\)"),
        (np.zeros(133), "values: expected an array of shape"),
        (np.full((1, 133), np.nan), "values: expected finite numbers, got NaN or infinity"),
    ],
)
def test_bad_values_are_named(bad, message):
    with pytest.raises(InputError, match=message):
        local_rotations(load_figure(), bad)


def test_an_unknown_detail_or_part_is_named():
    with pytest.raises(InputError, match="detail: expected one of full, light, got 'tiny'"):
        load_figure("tiny")
    with pytest.raises(InputError, match="name: expected one of head, .*, got 'tail'"):
        load_figure().part("tail")


def test_the_figure_is_loaded_once_and_cannot_be_changed():
    assert load_figure("light") is load_figure("light")
    for array in (load_figure().rest, load_figure().part("head").vertices, load_figure().part("hands").weights):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


def test_everything_it_was_made_of_is_free_and_it_is_small():
    folder = files("signary.pose.avatar")
    manifest = json.loads((folder / "manifest.json").read_text())
    assert len(manifest["files"]) > 20
    for name, row in manifest["files"].items():
        assert row["licence"] == "CC0-1.0"
        assert len(row["says_so"]) > 10
        assert len(row["sha256"]) == 64
        assert not any(word in name for word in ("soma", "smplx", "topology"))
    assert sum(len((folder / f"{detail}.npz").read_bytes()) for detail in DETAILS) < 1_000_000
