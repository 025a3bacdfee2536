"""Relaxed hands become flat ones by the means of a licensed model's file, here one of that form made by the test."""

import numpy as np
import pytest

from signary.cli import main
from signary.io.errors import FormatError, InputError
from signary.pose import PoseSequence, get_layout
from signary.pose.formats import read_pose, write_pose
from signary.pose.hand_means import HandMeans, with_flat_hands
from signary.pose.kinematics import forward_kinematics

LAYOUT = get_layout("smplx")
DICE = np.random.default_rng(0)


@pytest.fixture
def model(tmp_path):
    """Folder of a model, with arrays that nobody asks for."""
    place = tmp_path / "models" / "smplx"
    place.mkdir(parents=True)
    means = {name: DICE.normal(scale=0.3, size=45) for name in ("hands_meanl", "hands_meanr")}
    np.savez(place / "SMPLX_NEUTRAL.npz", **means, v_template=np.zeros((9, 3)), joint2num=np.array({"a": 1}, object))
    return tmp_path / "models"


def relaxed(frames=4):
    values = DICE.normal(scale=0.2, size=(frames, 133)).astype(np.float32)
    certain = np.ones((frames, len(LAYOUT.joints)), np.float32)
    certain[1, LAYOUT.index("left_index1")] = 0
    return PoseSequence.masked(values, LAYOUT, 25.0, certain, {"hand_reference": "mano_mean", "source": "x"})


def test_means_are_added_to_hands_and_to_nothing_else(model):
    given, means = relaxed(), HandMeans.load(model)
    found = with_flat_hands(given, means)
    assert found.metadata == {"hand_reference": "flat", "source": "x"}
    np.testing.assert_array_equal(found.certainty, given.certainty)
    away = np.nan_to_num(found.values - given.values)
    np.testing.assert_array_equal(away[:, :30], 0)
    np.testing.assert_array_equal(away[:, 120:], 0)
    np.testing.assert_allclose(away[0, 30:75], means.left_hand, atol=1e-6)
    np.testing.assert_allclose(away[2, 75:120], means.right_hand, atol=1e-6)
    assert np.isnan(found.values[1, LAYOUT.features([LAYOUT.index("left_index1")])]).all()
    assert np.isfinite(forward_kinematics(found).joints[0]).any()


def test_what_is_flat_or_has_no_rotations_stays(model):
    means = HandMeans.load(model / "smplx" / "SMPLX_NEUTRAL.npz")
    flat = PoseSequence(np.zeros((2, 133)), LAYOUT, 25.0)
    points = PoseSequence(np.ones((2, 150)), get_layout("phoenix50"), 25.0)
    assert with_flat_hands(flat, means) is flat
    assert with_flat_hands(points, means) is points


def test_by_the_command_line_relaxed_motion_becomes_a_figure(model, tmp_path, capsys):
    write_pose(relaxed(), tmp_path / "a.npz")
    for words, code in (([], 2), (["--flat-hands", str(model)], 0)):
        with pytest.raises(SystemExit) as stopped:
            main(["convert", str(tmp_path / "a.npz"), str(tmp_path / "a.bvh"), *words])
        assert stopped.value.code == code, capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["convert", str(tmp_path / "a.npz"), str(tmp_path / "b.npz"), "--flat-hands", str(model)])
    assert read_pose(tmp_path / "b.npz").motion_spec.hand_reference == "flat"
    capsys.readouterr()
    with pytest.raises(SystemExit) as stopped:
        main(["convert", str(tmp_path / "a.npz"), str(tmp_path / "c.npz"), "--flat-hands", str(tmp_path)])
    assert stopped.value.code == 2
    assert "a folder with smplx/SMPLX_NEUTRAL.npz" in capsys.readouterr().err


def test_files_without_means_are_named(tmp_path):
    with pytest.raises(InputError, match="flat_hands: expected a folder with"):
        HandMeans.load(tmp_path / "none")
    for arrays, words in (
        ({"hands_meanl": np.zeros(45)}, "hands_meanr: expected 45 finite numbers, got none"),
        ({"hands_meanl": np.zeros(44), "hands_meanr": np.zeros(45)}, "hands_meanl: expected 45 finite numbers"),
        ({"hands_meanl": np.full(45, np.nan), "hands_meanr": np.zeros(45)}, "45 finite numbers"),
    ):
        np.savez(tmp_path / "SMPLX_NEUTRAL.npz", **arrays)
        with pytest.raises(FormatError, match=words):
            HandMeans.load(tmp_path)
