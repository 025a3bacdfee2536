"""The user's licensed body model, stood in for by a made-up model file of the same form (no data of SMPL-X in it)."""

import numpy as np
import pytest
import torch
from smplx_stand_in import write_model

from signary.io.errors import InputError
from signary.pose.kinematics import BuiltInSkeleton, SmplxSkeleton, forward_kinematics
from signary.pose.registry import get_layout
from signary.pose.sequence import PoseSequence
from signary.pose.skeletons.smplx import SMPLX_JOINTS, TREE


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    """A model file whose joints are those of the built-in rest body."""
    pytest.importorskip("smplx")
    return write_model(tmp_path_factory.mktemp("models"))


@pytest.mark.slow
def test_same_joints_as_the_built_in_body_when_the_rest_body_is_the_same(model):
    parameters = torch.zeros(4, 133)
    parameters[:, :120] = torch.randn(4, 120, generator=torch.Generator().manual_seed(0)) * 0.3
    theirs = SmplxSkeleton(model).joints(parameters)
    ours = BuiltInSkeleton().joints(parameters)
    assert theirs.shape == ours.shape
    tree = slice(0, len(TREE))
    offset = theirs[:, :1] - ours[:, :1]
    assert (theirs[:, tree] - offset - ours[:, tree]).abs().max() < 1e-4
    assert torch.isnan(theirs[:, SMPLX_JOINTS.index("face_10")]).all()


@pytest.mark.slow
def test_hand_reference_adds_the_models_mean_hand(model):
    flat, mean = (SmplxSkeleton(model, reference).joints(torch.zeros(1, 133)) for reference in ("flat", "mano_mean"))
    tip = SMPLX_JOINTS.index("left_index3")
    assert (flat[0, tip] - mean[0, tip]).norm() > 0.005
    assert torch.allclose(
        flat[0, SMPLX_JOINTS.index("left_wrist")], mean[0, SMPLX_JOINTS.index("left_wrist")], atol=1e-5
    )


def test_a_missing_model_is_named(tmp_path):
    pytest.importorskip("smplx")
    with pytest.raises(InputError, match="model: expected a folder"):
        SmplxSkeleton(tmp_path / "none")


@pytest.mark.slow
def test_hand_references_do_not_mix(model):
    pose = PoseSequence(np.zeros((2, 133)), get_layout("smplx"), 25, metadata={"hand_reference": "mano_mean"})
    assert len(forward_kinematics(pose, SmplxSkeleton(model, "mano_mean"))) == 2
    for body in (SmplxSkeleton(model), BuiltInSkeleton()):
        with pytest.raises(InputError, match="hand_reference flat, as the body"):
            forward_kinematics(pose, body)
