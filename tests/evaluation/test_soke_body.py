"""The licensed body with SOKE's joints, stood in for by a made-up model file of the same form."""

import numpy as np
import pytest
import torch
from literal import make_sequence
from smplx_stand_in import VERTICES, write_model
from soke_formulas import warped

from signary.evaluation.measured_joints import part_joints
from signary.evaluation.soke import SokeDtwJpe, SokeDtwPaJpe, SokeMpvpe
from signary.evaluation.soke.scored_joints import BODY
from signary.evaluation.soke.soke_body import MEAN_SHAPE, SokeBody
from signary.io.errors import InputError
from signary.pose import PoseSequence, get_layout

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    pytest.importorskip("smplx")
    return write_model(tmp_path_factory.mktemp("models"), shapes=True)


def literal_joints(folder, sequence, betas):
    """What SOKE takes from the model: its 144 joints, and 21 of each hand from regressor and vertices."""
    import smplx
    from smplx.vertex_ids import vertex_ids

    model = smplx.create(str(folder), "smplx", use_pca=False, use_face_contour=True, flat_hand_mean=True, ext="npz")
    values = torch.from_numpy(sequence.values)
    count = len(values)
    zero = torch.zeros(count, 36)
    whole = torch.cat([zero, values], 1)
    output = model(
        **{"global_orient": whole[:, :3], "body_pose": whole[:, 3:66], "left_hand_pose": whole[:, 66:111]},
        **{"right_hand_pose": whole[:, 111:156], "jaw_pose": whole[:, 156:159], "expression": whole[:, 159:169]},
        **dict.fromkeys(("leye_pose", "reye_pose", "transl"), torch.zeros(count, 3)),
        betas=torch.tensor([betas]).float().repeat(count, 1),
    )
    hands = {}
    for side, wrist, first in (("left", 20, 25), ("right", 21, 40)):
        rows = {name: first + 3 * at for at, name in enumerate(("index", "middle", "pinky", "ring", "thumb"))}
        joints = [model.J_regressor[wrist] @ output.vertices]
        for name in ("thumb", "index", "middle", "ring", "pinky"):
            joints += [model.J_regressor[rows[name] + part] @ output.vertices for part in range(3)]
            joints.append(output.vertices[:, vertex_ids["smplx"][side[0] + name]])
        hands[side] = torch.stack(joints, 1).detach().numpy().astype(float)
    return output.joints.detach().numpy().astype(float), hands


@pytest.mark.parametrize("betas", [MEAN_SHAPE, (0.5, -0.25, *(0.1,) * 8)])
def test_scores_are_those_of_its_formulas_on_its_joints(folder, betas):
    body = SokeBody(folder, betas)
    pair = [make_sequence(seed, 3, "smplx") for seed in (0, 1)]
    ours = [body.joints(one) for one in pair]
    (all_y, hands_y), (all_x, hands_x) = (literal_joints(folder, one, betas) for one in pair)
    assert all_x.shape[1] == 144
    # Neck, shoulders, elbows, wrists, ears, eyes and nose of the model's own order.
    chosen = [12, 16, 17, 18, 19, 20, 21, 59, 58, 57, 56, 55]
    assert [ours[0].layout.joints[at] for at in chosen] == list(BODY)
    for kind, root in ((SokeDtwJpe, 0), (SokeDtwPaJpe, None)):
        places = [one.joints[:, :144].tolist() for one in ours]
        np.testing.assert_allclose(places[0], all_y, atol=1e-5)
        hands = np.mean([warped(hands_x[side].tolist(), hands_y[side].tolist(), range(21), root) for side in hands_x])
        assert kind("hand").score(*ours) == pytest.approx(hands, abs=1e-5)
        expected = warped(all_x.tolist(), all_y.tolist(), chosen, root)
        assert kind("body").score(*ours) == pytest.approx(expected, abs=1e-5)
    shape = "mean" if betas == MEAN_SHAPE else ""
    assert f"layout:smplx144+hands42,betas:{shape}" in str(SokeDtwJpe("hand").corpus(ours[:1], ours[1:]).signature)


def test_hands_are_regressed_and_faces_are_there(folder):
    body = SokeBody(folder)
    one = body.joints(make_sequence(0, 2, "smplx"))
    _, hands = literal_joints(folder, make_sequence(0, 2, "smplx"), MEAN_SHAPE)
    for side, found in zip(("left", "right"), part_joints(one, "hand"), strict=True):
        np.testing.assert_allclose(found, hands[side], atol=1e-5)
    assert len(one.layout.articulators["face"]) == 68
    assert SokeMpvpe("face").score(one, one) == 0


def test_the_hand_reference_decides_what_zero_hands_are(folder):
    zero = np.zeros((1, 133), np.float32)
    flat, relaxed = (
        SokeBody(folder).joints(PoseSequence(zero, get_layout("smplx"), 25.0, None, {"hand_reference": reference}))
        for reference in ("flat", "mano_mean")
    )
    assert np.abs(flat.values - relaxed.values).max() > 1e-3
    assert VERTICES == 10475


def test_what_does_not_fit_is_refused(folder, tmp_path):
    with pytest.raises(InputError, match="body: expected a folder with SMPL-X model files"):
        SokeBody(tmp_path / "none")
    with pytest.raises(InputError, match="betas: expected 10 finite numbers, got 1, 2"):
        SokeBody(folder, (1, 2))
    with pytest.raises(InputError, match="layout smplx"):
        SokeBody(folder).joints(make_sequence(0, 2, "phoenix50"))
