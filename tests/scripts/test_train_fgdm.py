"""train_fgdm.py on a few sentences, in both kinds of corpora: it trains, resumes bit for bit, names mistakes."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from datasets import Dataset, DatasetDict, load_from_disk
from safetensors.torch import load_file

from signary.corpora.readers.pt_format import write_pt_split
from signary.generator.fgdm import FGDMConfig, FGDMModel
from signary.io.errors import InputError
from signary.pose import PoseSequence, get_layout
from signary.signer.signer import NOTICE
from signary.training.fgdm import KINDS
from signary.training.flags import PRESETS, parse_stage, preset_names

SMOKE = ("--preset", "smoke")


def sentence(number, gloss, frames):
    """Arms that swing, in PT format."""
    values = np.random.default_rng(0).normal(size=150) + 0.1 * np.sin(np.arange(frames)[:, None] / 5 + np.arange(150))
    facts = {"id": f"train/{number}", "text": "text .", "gloss": gloss}
    return PoseSequence(values - np.tile(values[:, 3:6], 50), get_layout("phoenix50"), 25.0, metadata=facts)


@pytest.fixture
def pt_corpus(tmp_path):
    folder = tmp_path / "pt"
    folder.mkdir()
    write_pt_split([sentence(at, gloss, 20 + at) for at, gloss in enumerate(("A B", "B", "C A"))], folder, "train")
    held_out = [sentence(0, "B A", 30), sentence(1, "D", 20), sentence(2, "A", 301)]
    write_pt_split(held_out, folder, "dev")
    return str(folder)


@pytest.fixture
def trained(script, pt_corpus, tmp_path):
    """The flags of a run that is done."""
    flags = [*SMOKE, "--corpus", pt_corpus, "--weights", "fp32"]
    script("train_fgdm").main([*flags, "--output", str(tmp_path / "run")])
    return flags


def test_a_pt_corpus_makes_a_model_that_signs(trained, tmp_path):
    model = FGDMModel.from_pretrained(tmp_path / "run" / "model")
    assert model.config.glosses == ("A", "B", "C")
    assert float(model.frames_per_gloss) == pytest.approx((20 + 21 + 22) / 5)
    (pose,) = model.generate([["C", "B"]], lengths=[12])
    assert pose.joints.shape == (12, 50, 3)
    counts = json.loads((tmp_path / "run" / "sentences.json").read_text())
    assert counts["train"] == {"used": 3, "too_long": 0, "unknown_gloss": 0}
    assert counts["dev"] == {"used": 1, "too_long": 1, "unknown_gloss": 1}
    last = json.loads((tmp_path / "run" / "log.jsonl").read_text().splitlines()[-1])
    assert last["eval_mpjpe_reference_length"] > 0


def test_what_is_saved_is_the_moving_average(script, trained, tmp_path):
    """A decay of 0 is no average: the last weights, which are others."""
    script("train_fgdm").main([*trained, "--output", str(tmp_path / "last"), "--ema_decay", "0"])
    average, last = (FGDMModel.from_pretrained(tmp_path / run / "model") for run in ("run", "last"))
    assert not torch.equal(average.output.weight, last.output.weight)
    training = load_file(tmp_path / "run" / "step_0000004" / "average.safetensors")
    assert torch.equal(training["module.output.weight"], average.output.weight)
    assert int(training["n_averaged"]) == 4


def test_killed_between_checkpoints_and_resumed_is_as_uninterrupted(killed_and_resumed, trained, tmp_path):
    killed_and_resumed("train_fgdm", trained, tmp_path / "again")
    whole, resumed = (FGDMModel.from_pretrained(tmp_path / run / "model").state_dict() for run in ("run", "again"))
    for name, value in whole.items():
        assert torch.equal(value, resumed[name]), name


def test_a_model_goes_on_from_another(script, trained, tmp_path):
    """With a rate of nearly nothing it stays what it was; glosses and statistics stay in any case."""
    start = ("--start_from", str(tmp_path / "run" / "model"))
    still = ("--learning_rate", "1e-12", "--final_learning_rate", "0")
    script("train_fgdm").main([*trained, *start, *still, "--output", str(tmp_path / "still")])
    script("train_fgdm").main([*trained, *start, "--output", str(tmp_path / "on")])
    first, same, other = (FGDMModel.from_pretrained(tmp_path / run / "model") for run in ("run", "still", "on"))
    assert all(torch.allclose(value, same.state_dict()[name], atol=1e-6) for name, value in first.state_dict().items())
    assert not torch.equal(first.output.weight, other.output.weight)
    assert torch.equal(first.mean, other.mean)
    assert other.config.glosses == first.config.glosses
    for flag, value, words in (
        ("hidden_size", "32", "hidden_size: expected 16, as"),
        ("num_attention_heads", "2", "num_attention_heads: expected 4, as"),
        ("window", "5", "window: expected 3, as"),
        ("scg_weight", "0", "scg_weight"),
        ("standardise", "no", "standardise: expected True, as in the start, .*, got False"),
    ):
        with pytest.raises(InputError, match=words):
            script("train_fgdm").main([*trained, *start, f"--{flag}", value, "--output", str(tmp_path / flag)])


def test_a_corpus_of_parameters_is_converted(script, corpus, tmp_path):
    flags = [*SMOKE, "--corpus", corpus, "--language", "dgs", "--output", str(tmp_path / "run"), "--standardise", "no"]
    script("train_fgdm").main(flags)
    model = FGDMModel.from_pretrained(tmp_path / "run" / "model").float()
    rows = [row["gloss"] for row in load_from_disk(corpus)["train"] if row["language"] == "dgs"]
    assert set(model.config.glosses) == {gloss for row in rows for gloss in row.split()}
    assert (float(model.std), float(model.mean.abs().max())) == (1.0, 0.0)
    assert float(model.frames_per_gloss) > 1


def test_corpora_with_and_without_splits_stand_beside_each_other(script, corpus, tmp_path):
    """The one without adds to training, and is not asked for sentences to evaluate."""
    rows = load_from_disk(corpus)["train"].filter(lambda language: language == "dgs", input_columns=["language"])
    rows.select(range(2)).save_to_disk(str(tmp_path / "more"))
    flags = [*SMOKE, "--corpus", corpus, str(tmp_path / "more"), "--language", "dgs", "--output", str(tmp_path / "run")]
    script("train_fgdm").main([*flags, "--max_frames", "300"])
    counts = json.loads((tmp_path / "run" / "sentences.json").read_text())
    held_out = load_from_disk(corpus)["dev"]["language"][:].count("dgs")
    assert (counts["train"]["used"], counts["dev"]["used"]) == (len(rows) + 2, held_out)


def test_mistakes_are_named(script, pt_corpus, tmp_path):
    flags = [*SMOKE, "--corpus", pt_corpus, "--output", str(tmp_path / "run")]
    with pytest.raises(InputError, match="at most 9 frames .* in train, got none: 3 too long, 0 with"):
        script("train_fgdm").main([*flags, "--max_frames", "9"])
    with pytest.raises(InputError, match="--widht 3"):
        script("train_fgdm").main([*flags, "--widht", "3"])
    (Path(pt_corpus) / "dev.gloss").unlink()
    with pytest.raises(InputError, match=r"without dev\.gloss"):
        script("train_fgdm").main(flags)
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize(
    ("features", "broken", "words"),
    [
        (147, 0.0, "150"),
        (150, np.nan, r"split train, row 0, .*all joints in every frame, got a missing one in frame 7"),
        (150, np.inf, "finite"),
    ],
)
def test_poses_that_cannot_be_learned_from_are_named(script, tmp_path, features, broken, words):
    poses = sentence(0, "A", 20).values[:, :features].copy()
    poses[7, 4] += broken
    rows = Dataset.from_list([{"poses": poses.tolist(), "fps": 25.0, "gloss": "A"}])
    DatasetDict({"train": rows, "dev": rows}).save_to_disk(str(tmp_path / "corpus"))
    flags = ["--corpus", str(tmp_path / "corpus"), "--corpus_layout", "phoenix50", "--output", str(tmp_path / "run")]
    with pytest.raises(InputError, match=words):
        script("train_fgdm").main([*SMOKE, *flags])


def test_a_model_carries_its_notice_and_its_clock(script, pt_corpus, tmp_path):
    flags = [*SMOKE, "--corpus", pt_corpus, "--output", str(tmp_path / "run"), "--notice", "a test", "--fps", "12.5"]
    script("train_fgdm").main(flags)
    (pose,) = FGDMModel.from_pretrained(tmp_path / "run" / "model").float().generate([["A"]], lengths=[5])
    assert (pose.metadata["notice"], pose.fps) == ("a test", 12.5)


def test_presets_make_models():
    presets = preset_names(PRESETS / "fgdm")
    assert presets
    for name in presets:
        _, _, flags, *_ = parse_stage("fgdm", KINDS, ["--preset", name, "--corpus", "x", "--output", "y"])
        config = FGDMConfig(glosses=["A"], **flags.settings())
        # What is trained on the demo lexicon says so wherever it shows.
        assert config.notice == (NOTICE if name == "demo" else "")
