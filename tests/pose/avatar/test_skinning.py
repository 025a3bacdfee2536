"""Skinning: bones go where forward kinematics puts them, and skin goes with them without collapsing."""

import numpy as np
import pytest
import torch

from signary.io.errors import InputError
from signary.pose.avatar.figure import DETAILS, load_figure, local_rotations
from signary.pose.avatar.skinning import bone_transforms, pose_figure, skin
from signary.pose.kinematics import BuiltInSkeleton
from signary.pose.skeletons import face
from signary.pose.skeletons.rest import EXPRESSIONS
from signary.pose.skeletons.smplx import ROTATED, SMPLX_JOINTS, TREE


def frames(count: int = 1, **joints) -> np.ndarray:
    """Frames of layout `smplx`, at rest but for some joints (axis-angle)."""
    values = np.zeros((count, 133))
    for name, rotation in joints.items():
        values[:, 3 * ROTATED.index(name) : 3 * ROTATED.index(name) + 3] = rotation
    return values


def part_at(detail: str, name: str, values: np.ndarray) -> np.ndarray:
    """Vertices of a part in the first frame."""
    return pose_figure(load_figure(detail), values)[name][0][0]


def test_bones_are_where_forward_kinematics_puts_them(rng):
    figure, motion = load_figure(), rng.normal(0, 0.5, (6, 133))
    transforms = bone_transforms(figure, local_rotations(figure, motion)).astype(float)
    places = np.einsum("tjab,jb->tja", transforms[..., :3], figure.rest) + transforms[..., 3]
    wanted = BuiltInSkeleton().joints(torch.from_numpy(motion)).numpy()[:, : len(TREE)]
    moved = [at for at, name in enumerate(TREE) if name not in ("left_eye", "right_eye", "jaw")]
    assert np.abs(places[:, moved] - wanted[:, moved]).max() < 2e-6
    for twist in figure.twists:
        at, parent = figure.joints.index(twist.name), figure.joints.index(twist.parent)
        assert np.abs(places[:, at] - places[:, parent]).max() < 1e-6


@pytest.mark.parametrize("detail", DETAILS)
def test_at_rest_nothing_moves(detail):
    figure = load_figure(detail)
    for name, (vertices, normals) in pose_figure(figure, np.zeros((2, 133))).items():
        assert np.abs(vertices - figure.part(name).vertices).max() < 1e-6
        assert np.abs(normals - figure.part(name).normals).max() < 1e-5


def test_skin_is_the_weighted_mean_of_its_bones(rng):
    figure, motion = load_figure("light"), rng.normal(0, 0.3, (3, 133))
    transforms = bone_transforms(figure, local_rotations(figure, motion))
    for name in ("head", "hands", "sleeves"):
        part = figure.part(name)
        shares = motion[:, 123:].astype(np.float32)
        vertices, normals = skin(part, transforms, shares)
        for frame in range(3):
            rest = part.vertices.astype(float).copy()
            for row, expression in enumerate(EXPRESSIONS):
                if expression in part.morphs:
                    rows, moved, _ = part.morphs[expression]
                    rest[rows] += shares[frame, row] * moved
            bones = transforms[frame][part.joints].astype(float)  # (V, 4, 3, 4)
            each = np.einsum("vkab,vb->vka", bones[..., :3], rest) + bones[..., 3]
            assert np.abs((part.weights[..., None] * each).sum(1) - vertices[frame]).max() < 1e-5
        assert np.abs(np.linalg.norm(normals, axis=-1) - 1).max() < 1e-5


@pytest.mark.parametrize("detail", DETAILS)
@pytest.mark.parametrize("angle", [-0.9, 0.9])
def test_a_turned_forearm_keeps_its_thickness(detail, angle):
    figure = load_figure(detail)
    part = figure.part("sleeves")
    calm = part.vertices
    turned = part_at(detail, "sleeves", frames(left_elbow=(angle, 0, 0), left_wrist=(angle, 0, 0)))
    axis = figure.rest[figure.joints.index("left_elbow")][1:]
    fore = (calm[:, 0] > 0.47) & (calm[:, 0] < 0.67)
    assert np.abs(turned[fore, 0] - calm[fore, 0]).max() < 1e-4
    before, after = (np.linalg.norm(points[fore, 1:] - axis, axis=1) for points in (calm, turned))
    assert (after / before).min() > 0.85

    # The skin turns along the forearm: little at the elbow, all the way at the wrist.
    def roll(rows: np.ndarray) -> float:
        there, here = (points[rows, 1:] - axis for points in (calm, turned))
        cross = there[:, 0] * here[:, 1] - there[:, 1] * here[:, 0]
        return float(np.arctan2(cross.sum(), (there * here).sum()))

    near, far = (roll(fore & (np.abs(calm[:, 0] - x) < 0.02)) for x in (0.48, 0.66))
    assert abs(near) < 0.6
    assert far == pytest.approx(2 * angle * 0.82, abs=0.45)


@pytest.mark.parametrize("detail", DETAILS)
@pytest.mark.parametrize("angle", [-1.3, 1.3])
def test_a_turned_upper_arm_does_not_turn_its_shoulder(detail, angle):
    calm = load_figure(detail).part("sleeves").vertices
    turned = part_at(detail, "sleeves", frames(left_shoulder=(angle, 0, 0)))
    shoulder = (calm[:, 0] > 0) & (calm[:, 0] < 0.19)
    assert np.linalg.norm(turned[shoulder] - calm[shoulder], axis=1).max() < 0.03


@pytest.mark.parametrize("detail", DETAILS)
@pytest.mark.parametrize("finger", ["index", "middle", "ring", "pinky"])
def test_a_bent_finger_keeps_its_thickness_and_its_length(detail, finger):
    figure = load_figure(detail)
    part = figure.part("hands")
    bend = (0.0, 0.0, -1.4)
    motion = frames(**{f"left_{finger}{row}": bend for row in (1, 2, 3)})
    hand = part_at(detail, "hands", motion)
    own = np.array([figure.joints[at] == f"left_{finger}2" for at in part.joints[:, 0]]) & (part.weights[:, 0] > 0.9)
    bones = bone_transforms(figure, local_rotations(figure, motion))[0].astype(float)
    bone = bones[figure.joints.index(f"left_{finger}2")]
    back = (hand[own] - bone[:, 3]) @ bone[:, :3]
    assert np.abs(back - part.vertices[own]).max() < 0.003  # the middle of a segment is rigid
    joints = BuiltInSkeleton().limbs(torch.from_numpy(motion))[0].numpy()
    tip = joints[SMPLX_JOINTS.index(f"left_{finger}_tip")]
    nails = part_at(detail, "nails", motion)
    assert min(np.linalg.norm(points - tip, axis=1).min() for points in (hand, nails)) < 0.006


@pytest.mark.parametrize("detail", DETAILS)
def test_the_jaw_takes_chin_lower_teeth_and_tongue_along(detail):
    figure, motion = load_figure(detail), frames(jaw=(0.3, 0, 0))
    wanted = BuiltInSkeleton().joints(torch.from_numpy(np.concatenate([np.zeros((1, 133)), motion]))).numpy()
    chin = SMPLX_JOINTS.index(face.name(152))
    head = figure.part("head").vertices
    near = int(np.linalg.norm(head - wanted[0, chin], axis=1).argmin())
    dropped = part_at(detail, "head", motion)[near] - head[near]
    assert np.linalg.norm(dropped - (wanted[1, chin] - wanted[0, chin])) < 0.006
    teeth = figure.part("teeth").vertices
    fell = np.linalg.norm(part_at(detail, "teeth", motion) - teeth, axis=1)
    assert (fell < 1e-6).any()  # the upper ones stay
    assert fell.max() > 0.01
    assert (part_at(detail, "tongue", motion)[:, 1] < figure.part("tongue").vertices[:, 1]).mean() > 0.7
    assert np.abs(part_at(detail, "iris", motion) - figure.part("iris").vertices).max() < 1e-6


def test_bad_shapes_are_named():
    figure = load_figure("light")
    with pytest.raises(InputError, match=r"rotations: expected an array of shape \(T, 63, 4\), got \(2, 55, 4\)"):
        bone_transforms(figure, np.zeros((2, 55, 4)))
    transforms = bone_transforms(figure, local_rotations(figure, np.zeros((2, 133))))
    with pytest.raises(InputError, match=r"expressions: expected an array of shape \(2, 10\), got \(1, 10\)"):
        skin(figure.part("head"), transforms, np.zeros((1, 10), dtype=np.float32))
