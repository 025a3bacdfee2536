import pytest
import torch

from signary.io.errors import InputError
from signary.nn.bone_loss import bone_loss, bone_orientations
from signary.pose.kinematics import BuiltInSkeleton
from signary.pose.registry import get_layout
from signary.pose.rotations import axis_angle_to_matrix
from signary.pose.skeletons.smplx import SMPLX_JOINTS

SMPLX, PHOENIX = get_layout("smplx"), get_layout("phoenix50")


def known(layout, frames: int = 4) -> torch.Tensor:
    return torch.ones(1, frames, len(layout.joints), dtype=torch.bool)


def test_bones_of_keypoints_are_unit_vectors_from_parent_to_joint():
    values = torch.randn(2, 3, 150)
    bones, joints = bone_orientations(values, PHOENIX), values.reshape(2, 3, 50, 3)
    for at, (parent, child) in enumerate(PHOENIX.bones):
        way = joints[:, :, child] - joints[:, :, parent]
        assert torch.allclose(bones[:, :, at], way / way.norm(dim=-1, keepdim=True), atol=1e-6)


def test_size_and_place_do_not_count():
    values = torch.randn(1, 4, 150)
    assert bone_loss(3 * values + 1, values, known(PHOENIX), PHOENIX) < 1e-10


def test_rotations_are_turned_by_their_parents_as_kinematics_does():
    values = 0.5 * torch.randn(2, 133)
    turned = bone_orientations(values, SMPLX)
    assert turned.shape == (2, 41, 9)
    tree = BuiltInSkeleton().rotations(values)
    for at, name in enumerate(SMPLX.joints[:41]):
        assert torch.allclose(turned[:, at].reshape(2, 3, 3), tree[:, SMPLX_JOINTS.index(name)], atol=1e-5)


def test_turning_the_shoulder_turns_the_hand():
    values, other = torch.zeros(1, 1, 133), torch.zeros(1, 1, 133)
    shoulder = SMPLX.features([SMPLX.index("left_shoulder")])
    other[..., shoulder] = torch.tensor([0.0, 0.3, 0.0])
    moved = (bone_orientations(values, SMPLX) - bone_orientations(other, SMPLX)).abs().amax(-1)[0, 0] > 1e-6
    names = {SMPLX.joints[at] for at in moved.nonzero().flatten().tolist()}
    assert {"left_shoulder", "left_elbow", "left_wrist", "left_index3"} <= names
    assert not any(name.startswith("right_") for name in names)
    expected = (axis_angle_to_matrix(torch.tensor([0.0, 0.3, 0.0])) - torch.eye(3)).square().mean() * len(names) / 41
    assert torch.allclose(bone_loss(values, other, known(SMPLX, 1), SMPLX), expected)


@pytest.mark.parametrize("layout", [SMPLX, PHOENIX], ids=lambda layout: layout.name)
def test_missing_joints_have_no_influence(layout):
    prediction = torch.randn(1, 4, layout.num_features, requires_grad=True)
    target, there = torch.randn(1, 4, layout.num_features), known(layout)
    lost = layout.parts["left_hand"]
    there[:, 1, list(lost)] = False
    target[:, 1, layout.features(lost)] = torch.nan
    loss = bone_loss(prediction, target, there, layout)
    loss.backward()
    assert torch.isfinite(prediction.grad).all()
    assert not prediction.grad[:, 1, layout.features(lost)].any()
    with torch.no_grad():
        other = prediction.clone()
        other[:, 1, layout.features(lost)] += 1
        assert torch.equal(bone_loss(other, target, there, layout), loss)


def test_joints_on_one_spot_have_a_gradient():
    values = torch.zeros(1, 2, 150, requires_grad=True)
    bone_loss(values, torch.randn(1, 2, 150), known(PHOENIX, 2), PHOENIX).backward()
    assert torch.isfinite(values.grad).all()


def test_errors_are_named():
    values = torch.zeros(1, 2, 150)
    for name, call in {
        "values": lambda: bone_orientations(values, SMPLX),
        "target": lambda: bone_loss(values, values[:, :1], known(PHOENIX, 2), PHOENIX),
        "known": lambda: bone_loss(values, values, known(PHOENIX, 3), PHOENIX),
    }.items():
        with pytest.raises(InputError, match=f"^{name}: expected"):
            call()
