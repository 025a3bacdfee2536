"""benchmarks/hybridsign_training.py: what counts as drift, the checkpoints that are stored, and training them."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from hybridsign_series import GIVEN_FRAMES, Series, rolled_out
from hybridsign_training import KINDS, SEEDS, STORED, WINDOWS, measured

from signary.generator.hybridsign import HybridSignModel
from signary.nn.loading import load_model

BENCHMARKS = Path(__file__).parent.parent.parent / "benchmarks"
#: Most bytes of a checkpoint, and of the series.
SMALL, SERIES = 600_000, 1_100_000


@pytest.fixture(scope="module")
def wanted():
    """Motion of three series that never stays where it is."""
    time = torch.arange(300.0)[:, None] / 5
    return torch.stack([torch.sin(time * speed + torch.arange(6)) for speed in (0.8, 1.0, 1.3)])


def test_motion_that_wanders_off_drifts_and_what_is_late_does_not(wanted):
    off = torch.linspace(0, 3, 300)[None, :, None]
    wandering, late = measured(wanted + off, wanted), measured(torch.roll(wanted, 3, dims=1) + 1e-3, wanted)
    assert wandering["drift"] > 2
    assert wandering["speed_late"] == pytest.approx(1, abs=0.1)
    assert late["drift"] == pytest.approx(1, abs=0.2)
    assert late["early"] < 0.4 * wandering["late"]


def test_a_pose_that_stands_still_is_told_by_its_error_and_its_speed(wanted):
    still = measured(torch.zeros_like(wanted), wanted)
    assert still["drift"] == pytest.approx(1, abs=0.1)
    assert still["speed_early"] == still["speed_late"] == 0
    assert still["early"] > 0.4


@pytest.mark.parametrize("kind", KINDS)
def test_the_stored_checkpoints_are_small_and_sign_the_stored_series(kind):
    series = Series.load(STORED / "series.safetensors")
    assert (STORED / "series.safetensors").stat().st_size < SERIES
    short = replace(series, **{name: getattr(series, name)[:2, :40] for name in ("values", "sentence", "positions")})
    short = replace(short, signer=series.signer[:2])
    for seed in SEEDS:
        folder = STORED / f"{kind}-{seed}"
        assert (folder / "model.safetensors").stat().st_size < SMALL
        model = load_model(HybridSignModel, folder)
        reference = (short.values - model.mean) / model.std
        made = rolled_out(model, short, reference, GIVEN_FRAMES, 4, 2, 0)
        assert torch.equal(made[:, :GIVEN_FRAMES], reference[:, :GIVEN_FRAMES])
        assert made.shape == reference.shape
        assert made.isfinite().all()
        assert torch.equal(made, rolled_out(model, short, reference, GIVEN_FRAMES, 4, 2, 0))


def test_windows_lie_in_what_the_models_make_themselves():
    assert GIVEN_FRAMES <= WINDOWS["early"].start < WINDOWS["late"].start


@pytest.mark.slow
def test_it_trains_and_prints_every_figure(tmp_path):
    command = [sys.executable, str(BENCHMARKS / "hybridsign_training.py"), "--json", "--smoke", "--seeds", "0"]
    places = ["--train", str(tmp_path / "work"), "--checkpoints", str(tmp_path / "stored")]
    done = subprocess.run([*command, *places], check=False, capture_output=True, text=True)
    assert not done.returncode, done.stderr[-3000:]
    found = {line["name"]: line for line in map(json.loads, done.stdout.splitlines())}
    for name in ("hybridsign", "hybridsign.from_nothing"):
        drifts = [found[f"{name}.{kind}.drift"]["value"] for kind in KINDS]
        assert found[f"{name}.drift_ratio"]["value"] == pytest.approx(drifts[1] / drifts[0], rel=1e-3)
    assert "passed" in found["hybridsign.drift_ratio"]
    assert found["hybridsign.self_forcing.memory_100"]["value"] > 0
    # Two steps each: only the start costs anything.
    minutes = [found[f"hybridsign.training.{kind}"]["value"] for kind in KINDS]
    assert max(minutes) < 2 * min(minutes)
