"""The loss of places: what is wrong on the body, in centimetres, from all parts together."""

import copy

import pytest
import torch

from signary.nn.motion_batch import batch_sequences
from signary.pose.kinematics import forward_kinematics
from signary.pose.sequence import PoseSequence
from signary.pose.sign_places import ARMS, HANDS, sign_places
from signary.tokenizer.joint_loss import joint_loss

#: Where the rotations of the left shoulder, the right wrist and the left middle finger begin.
SHOULDER, WRIST, FINGER, JAW = 12, 27, 39, 120


@pytest.fixture
def motion(signed):
    pose = signed("Thank you")
    return torch.from_numpy(pose.values)[None], torch.ones(1, len(pose), dtype=torch.bool)


def test_places_are_those_of_forward_kinematics(signed):
    pose = signed("Thank you")
    joints = forward_kinematics(pose)
    arms, hands = sign_places(torch.from_numpy(pose.values))
    at = [joints.layout.index(name) for name in ARMS]
    assert torch.allclose(arms.unflatten(-1, (-1, 3)), torch.from_numpy(100 * joints.joints[:, at]), atol=1e-3)
    wrists = [joints.layout.index(f"{name.split('_')[0]}_wrist") for name in HANDS]
    wanted = joints.joints[:, [joints.layout.index(name) for name in HANDS]] - joints.joints[:, wrists]
    assert torch.allclose(hands.unflatten(-1, (-1, 3)), torch.from_numpy(100 * wanted), atol=1e-3)
    assert sum(name.endswith("_tip") for name in HANDS) == 10


def test_the_same_error_counts_for_more_where_it_moves_more(motion):
    values, mask = motion
    known = torch.ones_like(values, dtype=torch.bool)
    assert joint_loss(values, values, mask, known) == 0
    found = []
    for at in (SHOULDER, WRIST, FINGER, JAW):
        wrong = values.clone()
        wrong[..., at + 2] += 0.1
        found.append(float(joint_loss(wrong, values, mask, known)))
    assert found[0] > found[1] > found[2] > found[3] == 0


def test_frames_that_are_not_whole_do_not_count(motion):
    values, mask = motion
    wrong = values + 0.1 * torch.randn(values.shape, generator=torch.Generator().manual_seed(0))
    known = torch.ones_like(values, dtype=torch.bool)
    known[:, 5:, 7] = False
    lost = torch.where(known, values, torch.nan)
    wrong.requires_grad_()
    found = joint_loss(wrong, lost, mask, known)
    assert torch.allclose(found, joint_loss(wrong[:, :5], values[:, :5], mask[:, :5], known[:, :5]))
    found.backward()
    assert torch.isfinite(wrong.grad).all()
    assert (wrong.grad[:, 5:] == 0).all()


def test_motion_without_a_face_counts(motion):
    """As it is lifted from keypoints."""
    values, mask = motion
    known = torch.ones_like(values, dtype=torch.bool)
    wrong = values + 0.1
    whole = joint_loss(wrong, values, mask, known)
    known[..., JAW:] = False
    wrong = wrong.clone().requires_grad_()
    found = joint_loss(wrong, torch.where(known, values, torch.nan), mask, known)
    assert torch.allclose(found, whole)
    found.backward()
    assert torch.isfinite(wrong.grad).all()
    assert wrong.grad[..., SHOULDER].abs().sum() > 0


def test_with_it_hands_come_nearer_to_where_they_are(make_model, signed, overfit):
    """Decoders of the same codes, from the same start."""
    start, found = make_model(60), []
    batch = batch_sequences([signed("Hello"), signed("Thank you")], start.config)._asdict()
    for weight in (0.0, 1.0):
        model = copy.deepcopy(start)
        model.config.joint_weight = weight
        model.freeze_codes()
        outputs = overfit(model, batch, 100, 2e-3)
        assert (outputs[-1].joint_loss is not None) == bool(weight)
        made, wanted = (sign_places(each)[0] for each in (outputs[-1].reconstruction, batch["values"].nan_to_num()))
        off = made - wanted
        found.append(float(off.unflatten(-1, (-1, 3)).norm(dim=-1)[batch["frame_mask"]].mean()))
    assert found[1] < 0.9 * found[0]


def test_the_loss_is_weighted_once(make_model, rows):
    model = make_model(3, joint_weight=2.0)
    values, mask = rows(model, float("nan"))
    out = model(values, mask)
    without = out.reconstruction_loss.sum() + model.config.commitment_weight * out.commitment_loss.sum()
    assert torch.allclose(out.loss, without + 2 * out.joint_loss)
    assert torch.isfinite(out.loss)
    assert isinstance(
        model.reconstruct(PoseSequence(values[7, :22].numpy(), model.config.pose_layout, 25.0)), PoseSequence
    )
