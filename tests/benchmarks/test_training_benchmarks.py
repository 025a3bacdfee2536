"""Several processes against one, and trainings that are killed: every stage by its script, with tiny models."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parent.parent.parent / "benchmarks"
STAGES = ("tokenizer", "generator", "hybridsign", "fgdm")
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
