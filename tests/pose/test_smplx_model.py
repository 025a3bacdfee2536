"""The user's licensed body model, stood in for by a made-up model file of the same form (no data of SMPL-X in it)."""

import numpy as np
import pytest
import torch

from signary.io.errors import InputError
from signary.pose.kinematics import BuiltInSkeleton, SmplxSkeleton, forward_kinematics
from signary.pose.registry import get_layout
from signary.pose.sequence import PoseSequence
from signary.pose.skeletons.rest import rest_positions
from signary.pose.skeletons.smplx import SMPLX_JOINTS, TREE

VERTICES, FACES = 10475, 20908


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    """A model file whose joints are those of the built-in rest body: each joint is a vertex of its own."""
    pytest.importorskip("smplx")
    names = list(TREE)
    rest = rest_positions()[: len(names)]
    rng = np.random.default_rng(0)
    vertices = rng.normal(0, 0.1, (VERTICES, 3))
    vertices[: len(names)] = rest
    regressor = np.zeros((len(names), VERTICES))
    regressor[np.arange(len(names)), np.arange(len(names))] = 1.0
    weights = np.zeros((VERTICES, len(names)))
    weights[np.arange(VERTICES), np.arange(VERTICES) % len(names)] = 1.0
    parents = [names.index(TREE[name]) if TREE[name] else 2**32 - 1 for name in names]
    arrays = {
        "v_template": vertices,
        "shapedirs": np.zeros((VERTICES, 3, 400)),
        "posedirs": np.zeros((VERTICES, 3, 486)),
        "J_regressor": regressor,
        "weights": weights,
        "f": rng.integers(0, VERTICES, (FACES, 3)).astype(np.uint32),
        "kintree_table": np.stack([np.array(parents, dtype=np.uint32), np.arange(len(names), dtype=np.uint32)]),
        "hands_componentsl": np.eye(45),
        "hands_componentsr": np.eye(45),
        "hands_meanl": np.full(45, 0.1),
        "hands_meanr": np.full(45, 0.1),
        "lmk_faces_idx": np.arange(51),
        "lmk_bary_coords": np.full((51, 3), 1 / 3),
        "dynamic_lmk_faces_idx": np.zeros((79, 17), dtype=np.int64),
        "dynamic_lmk_bary_coords": np.full((79, 17, 3), 1 / 3),
    }
    folder = tmp_path_factory.mktemp("models")
    (folder / "smplx").mkdir()
    np.savez(folder / "smplx" / "SMPLX_NEUTRAL.npz", **arrays)
    return folder


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
        with pytest.raises(InputError, match="hand_reference: expected flat"):
            forward_kinematics(pose, body)
