"""`signary generate --gloss`: glosses of a tiny model become files; what does not go together is one line."""

import pytest
import torch

from signary.bundle import folder as model_folder
from signary.cli import main
from signary.generator.fgdm import FGDMConfig, FGDMModel
from signary.pose.formats import read_pose


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """An untrained model: motion of the right shape is all that is asked for here."""
    torch.manual_seed(0)
    sizes = {"hidden_size": 16, "ffn_size": 32, "num_attention_heads": 2, "focal_layers": 1, "focal_channels": 4}
    config = FGDMConfig(fps=10, glosses=["MORGEN", "REGEN", "NORD"], max_frames=40, notice="a test", **sizes)
    model = FGDMModel(config)
    model.mean.copy_(torch.randn(model.mean.shape))
    model.frames_per_gloss.fill_(5)
    where = tmp_path_factory.mktemp("model")
    model.save_pretrained(where)
    return where


@pytest.fixture
def run(capsys, tmp_path, monkeypatch):
    """Run the command; exit code, output, errors. An existing folder is the working directory."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments):
        with pytest.raises(SystemExit) as stopped:
            main(["generate", *(str(argument) for argument in arguments)])
        captured = capsys.readouterr()
        return stopped.value.code, captured.out, captured.err

    return call


def test_glosses_become_every_kind_of_file(run, folder, tmp_path):
    flags = [part for suffix in ("npz", "pose", "png", "vtt", "eaf") for part in ("-o", f"a.{suffix}")]
    code, out, err = run("--gloss", "MORGEN REGEN NORD", "--model", folder, "--length", 12, "--size", 96, *flags)
    assert code == 0, err
    assert "3 glosses signed; length given" in out
    assert "a test; not for communication" in err
    pose = read_pose(tmp_path / "a.npz")
    assert (len(pose), pose.fps, pose.layout.name) == (12, 10, "phoenix50")
    captions = (tmp_path / "a.vtt").read_text(encoding="utf-8")
    assert captions.index("MORGEN") < captions.index("REGEN") < captions.index("NORD")


def test_keypoints_move_a_figure_which_is_said(run, folder, tmp_path):
    flags = [part for suffix in ("glb", "bvh", "vrma") for part in ("-o", f"a.{suffix}")]
    code, _, err = run("--gloss", "MORGEN REGEN", "--model", folder, "--length", 12, *flags)
    assert code == 0, err
    assert err.startswith("lifted 12 frames, depth measured: ")
    assert err.count("lifted 12 frames") == err.count("a test; not for communication") == 1
    assert b'"REGEN"' in (tmp_path / "a.glb").read_bytes()
    code, _, err = run("--gloss", "REGEN", "--model", folder, "-o", "b.bvh", "--rig", "mixamo")
    assert (code, err.count("lifted")) == (0, 1)


def test_length_clock_and_seed(run, folder, tmp_path):
    model = ["--gloss", "REGEN", "--model", folder]
    for name, flags in (("own", []), ("faster", ["--fps", 20]), ("again", ["--seed", 0]), ("other", ["--seed", 1])):
        code, out, err = run(*model, "-o", f"{name}.npz", *flags)
        assert code == 0, err
        assert "1 gloss signed; length predicted" in out
    own, faster, again, other = (read_pose(tmp_path / f"{name}.npz") for name in ("own", "faster", "again", "other"))
    assert faster.fps == 20
    assert len(faster) > len(own)
    assert (again.values == own.values).all()
    assert not (other.values == own.values).all()


def test_the_embedded_model_signs_where_none_is_named(run, folder, tmp_path, monkeypatch):
    monkeypatch.setattr(model_folder, "GLOSS_MODEL", str(folder))
    assert run("--gloss", "REGEN", "-o", "a.npz")[0] == 0
    monkeypatch.setattr(model_folder, "GLOSS_MODEL", str(tmp_path / "none"))
    code, _, err = run("--gloss", "REGEN", "-o", "b.npz")
    assert (code, "carries no gloss model" in err) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--gloss", "MORGEN REGNEN"], "one of 3 known glosses (nearest: REGEN, MORGEN), got 'REGNEN'"),
        (["--gloss", ""], "glosses: expected at least one gloss"),
        (["--gloss", "REGEN", "--length", "0"], "lengths: expected 1 to 40 frames, got 0"),
        (["--gloss", "REGEN", "--length", "41"], "lengths: expected 1 to 40 frames, got 41"),
        (["--gloss", "REGEN", "Morgen"], "text: expected nothing beside --gloss"),
        (
            ["--gloss", "REGEN", "--language", "dgs"],
            "language: expected none (the model does not tell languages apart)",
        ),
        (["--gloss", "REGEN", "--method", "signer"], "method: expected nothing beside --gloss"),
        (["--gloss", "REGEN", "--left-handed"], "left_handed: expected nothing beside --gloss"),
        (["--gloss", "REGEN", "--no-retrieval"], "no_retrieval: expected nothing beside --gloss"),
        (["Morgen", "-l", "dgs", "--length", "9"], "length: expected to be used with --gloss"),
    ],
)
def test_mistakes_are_one_line_and_leave_no_file(run, folder, tmp_path, arguments, words):
    code, _, err = run(*arguments, "--model", folder, "-o", "a.npz")
    assert code == 2
    assert words in err
    assert len(err.strip().splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_model_that_is_none_is_named(run, tmp_path):
    code, _, err = run("--gloss", "REGEN", "--model", tmp_path / "none", "-o", "a.npz")
    assert code == 2
    assert "model: expected a model folder or Hub id that can be loaded" in err
