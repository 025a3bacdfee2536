"""Training as it is started: every way is the same code; what `accelerate launch` says of precision is done."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

pytestmark = pytest.mark.slow
SCRIPT = Path(__file__).parent.parent.parent / "scripts" / "train_tokenizer.py"
LAUNCH = ["-m", "accelerate.commands.accelerate_cli", "launch", "--cpu", "--num_processes", "1"]


def run(output, corpus, *flags, launch=(), **environment):
    """The process that trains, when it is done."""
    command = [sys.executable, *launch, str(SCRIPT), "--preset", "smoke", "--corpus", corpus, "--output", str(output)]
    said = {**os.environ, "OMP_NUM_THREADS": "1", **environment}
    return subprocess.run([*command, *flags], check=False, capture_output=True, text=True, env=said)


@pytest.mark.parametrize(
    "way",
    [
        ["-m", "signary.cli", "train", "tokenizer"],
        ["-m", "signary.training.tokenizer"],
        [*LAUNCH, "-m", "signary.training.tokenizer"],
    ],
)
def test_every_way_trains_the_same(corpus, tmp_path, way):
    by_script = run(tmp_path / "script", corpus, "--steps", "2")
    assert not by_script.returncode, by_script.stderr
    flags = ["--preset", "smoke", "--corpus", corpus, "--output", str(tmp_path / "run"), "--steps", "2"]
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    command = [sys.executable, *way, *flags]
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment)
    assert not done.returncode, done.stderr
    first, second = weights(tmp_path / "script"), weights(tmp_path / "run")
    assert set(first) == set(second)
    assert all(torch.equal(value, second[name]) for name, value in first.items())


def weights(folder):
    return load_file(folder / "model" / "model.safetensors")


def precisions(folder):
    return {json.loads(line)["precision"] for line in (folder / "log.jsonl").read_text().splitlines()}


def rewind(folder, step=2):
    """As if the run had been killed after an earlier checkpoint."""
    name = f"step_{step:07d}"
    digest = hashlib.sha256((folder / name / "checkpoint.json").read_bytes()).hexdigest()
    last = json.loads((folder / "last.json").read_text())
    (folder / "last.json").write_text(json.dumps({**last, "checkpoint": name, "step": step, "sha256": digest}))
    shutil.rmtree(folder / "model")


def test_precision_of_the_launcher_is_used_said_kept_and_never_contradicted(corpus, tmp_path):
    whole = tmp_path / "whole"
    done = run(whole, corpus, launch=[*LAUNCH, "--mixed_precision", "bf16"])
    assert not done.returncode, done.stderr
    assert precisions(whole) == {"bf16"}
    before = weights(whole)
    rewind(whole)
    refused = run(whole, corpus, "--resume")
    assert refused.returncode == 2
    assert refused.stderr.splitlines()[-1] == "precision: expected 'bf16' as in the run that is resumed, got 'no'"
    config = tmp_path / "accelerate.yaml"
    said = "compute_environment: LOCAL_MACHINE\ndistributed_type: 'NO'\nmixed_precision: bf16\nnum_processes: 1\n"
    config.write_text(said + "use_cpu: true\n")
    resumed = run(whole, corpus, "--resume", launch=[*LAUNCH[:3], "--config_file", str(config)])
    assert not resumed.returncode, resumed.stderr
    assert all(torch.equal(value, before[name]) for name, value in weights(whole).items())
    refused = run(tmp_path / "other", corpus, "--precision", "no", ACCELERATE_MIXED_PRECISION="bf16")
    assert refused.returncode == 2
    assert "precision: expected bf16, as accelerate's mixed_precision is, got 'no'" in refused.stderr
    assert not (tmp_path / "other").exists()
