"""Several processes against one, and trainings that are killed: every stage by its script, with tiny models."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parent.parent.parent / "benchmarks"
STAGES = ("tokenizer", "generator", "hybridsign", "self_forcing", "fgdm")
pytestmark = pytest.mark.slow


def figures(name, *flags):
    command = [sys.executable, str(BENCHMARKS / f"{name}.py"), "--json", *flags]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert not done.returncode, done.stderr[-3000:]
    return {line["name"]: line["value"] for line in map(json.loads, done.stdout.splitlines())}


@pytest.mark.parametrize("stage", STAGES)
def test_two_processes_train_as_one(stage):
    found = figures("distributed", "--stages", stage)
    assert found[f"distributed.{stage}.loss_difference"] < 1e-4
    assert found[f"distributed.{stage}.samples_once"] == found[f"distributed.{stage}.epochs_differ"] == 1


@pytest.mark.parametrize("stage", STAGES)
def test_a_killed_training_ends_as_an_uninterrupted_one(stage):
    found = figures("kill_training", "--stages", stage, "--points", "4", "--seed", "1")
    assert found == {f"kill.{stage}.points": 4, f"kill.{stage}.equal": 4}


def test_every_variant_is_trained_and_measured(tmp_path):
    from datasets import DatasetDict, concatenate_datasets

    from signary.corpora.synthetic.demo import build_demo_corpus
    from signary.corpora.synthetic.demo_signs import isolated_signs
    from signary.tokenizer import MotionTokenizer, MotionTokenizerConfig
    from signary.training.composing.composed_corpus import build_composed_corpus

    build_composed_corpus(tmp_path / "kept", train=8, dev=2, test_unseen_signs=0).with_format(None).save_to_disk(
        str(tmp_path / "sentences")
    )
    templates = build_demo_corpus(tmp_path / "kept", train=8, dev=2, test=0, test_unseen_words=0).with_format(None)
    templates.save_to_disk(str(tmp_path / "templates"))
    signs = [isolated_signs(language).with_format(None).select(range(40)) for language in ("asl", "dgs", "csl")]
    DatasetDict(train=concatenate_datasets(signs))["train"].save_to_disk(str(tmp_path / "signs"))
    for name, levels in (("tokenizer", 2), ("plain_tokenizer", 1)):
        model = MotionTokenizer(MotionTokenizerConfig(width=8, code_dim=8, causal_decoder=True, residual_levels=levels))
        model.assign_id()
        model.save_pretrained(tmp_path / name)
    names = ("sentences", "templates", "signs", "tokenizer", "plain_tokenizer", "work")
    flags = [word for name in names for word in (f"--{name}", str(tmp_path / name))]
    found = figures("free_text_ablation", "--smoke", "--seeds", "0", "--limit", "1", *flags)
    variants = ("full", "no_pointer", "templates", "plain_tokenizer")
    assert set(found) == {f"free_text_ablation.{name}.top{top}" for name in variants for top in (1, 5)}
    assert found == figures("free_text_ablation", "--smoke", "--seeds", "0", "--limit", "1", *flags)
