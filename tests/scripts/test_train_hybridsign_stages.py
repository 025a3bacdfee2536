"""Stages of HybridSign by its script: killed and resumed, chosen by DTW, with and without signers and coarse motion."""

import json
import math

import pytest
import torch
from safetensors.torch import load_file

from signary.bundle.folder import EMBEDDED
from signary.generator.hybridsign import HybridSignModel
from signary.io.errors import InputError

SMOKE = ["--preset", "smoke", "--model", str(EMBEDDED), "--frames", "12", "--batch_size", "3", "--weights", "fp32"]
KINDS = {"alone": ["--coarse_sigma", "none", "--num_signers", "9", "--sentences", "3", "--pair_share", "0.7"]}
KINDS |= {"refiner": ["--lookahead", "2", "--seam_frames", "2"]}
FORCED = ["--stage", "self_forcing", "--flow_steps", "2"]
RUN = ["--steps", "4", "--save_every", "2", "--log_every", "1", "--evaluate_every", "1"]


@pytest.fixture(scope="module", params=KINDS)
def kind(request):
    return KINDS[request.param]


@pytest.fixture(scope="module")
def started(script, corpus, kind, tmp_path_factory):
    """Folder of a model that has been through stage 1."""
    folder = tmp_path_factory.mktemp("started")
    flags = [*SMOKE, *kind, "--corpus", corpus, "--steps", "2", "--evaluate_every", "0", "--output", str(folder)]
    script("train_hybridsign").main(flags)
    return folder / "model"


def logged(folder):
    return [json.loads(line) for line in (folder / "log.jsonl").read_text().splitlines()]


def without_seconds(folder):
    return [{name: value for name, value in line.items() if name != "seconds"} for line in logged(folder)]


@pytest.mark.parametrize("stage", [[], FORCED], ids=["flow_matching", "self_forcing"])
def test_a_killed_stage_ends_as_an_uninterrupted_one(
    script, killed_and_resumed, corpus, kind, started, stage, tmp_path
):
    flags = [*SMOKE, *kind, *stage, *RUN, "--start_from", str(started), "--corpus", corpus]
    script("train_hybridsign").main([*flags, "--output", str(tmp_path / "whole")])
    killed_and_resumed("train_hybridsign", flags, tmp_path / "killed")
    one, other = (load_file(tmp_path / name / "model" / "model.safetensors") for name in ("whole", "killed"))
    assert set(one) == set(other)
    assert all(torch.equal(one[name], other[name]) for name in one)
    assert without_seconds(tmp_path / "whole") == without_seconds(tmp_path / "killed")
    begun = load_file(started / "model.safetensors")
    assert any(not torch.equal(begun[name], one[name]) for name in one)
    if stage:
        # Balance and choice are part of what is resumed.
        kept = load_file(tmp_path / "killed" / "step_0000004" / "model.safetensors")
        assert kept["balance.started"]
        assert (kept["balance.average"] > 0).all()


def test_losses_are_logged_as_they_are_and_the_least_dtw_is_kept(script, corpus, kind, started, tmp_path):
    flags = [*SMOKE, *kind, *FORCED, *RUN, "--losses", "joint", "soft_dtw", "--learning_rate", "0.1"]
    script("train_hybridsign").main(
        [*flags, "--start_from", str(started), "--corpus", corpus, "--output", str(tmp_path)]
    )
    lines = logged(tmp_path)
    steps, evaluated = ([line for line in lines if ("eval_dtw" in line) == judged] for judged in (False, True))
    for line in steps:
        total = sum(line[f"{name}_loss"] * line[f"{name}_weight"] for name in ("joint", "soft_dtw"))
        assert line["loss"] == pytest.approx(total + 0.1 * line["confidence_loss"], rel=1e-4)
        assert "bone_loss" not in line
    best = min(evaluated, key=lambda line: line["eval_dtw"])
    # So large a rate makes motion worse: the last is not the best.
    assert best["step"] < evaluated[-1]["step"]
    last = load_file(tmp_path / "step_0000004" / "best.safetensors")
    assert float(last["figure"]) == best["eval_dtw"]
    shared = load_file(tmp_path / "model" / "model.safetensors")
    assert all(torch.equal(value, last[f"model.{name}"]) for name, value in shared.items())
    assert all(math.isfinite(value) for line in lines for value in line.values() if isinstance(value, float))


def test_signers_are_learnt_by_number(script, corpus, tmp_path):
    flags = [*SMOKE, *KINDS["alone"], "--corpus", corpus, "--steps", "2", "--evaluate_every", "0"]
    script("train_hybridsign").main([*flags, "--learning_rate", "0.01", "--output", str(tmp_path)])
    model = HybridSignModel.from_pretrained(tmp_path / "model").float().eval()
    assert model.config.num_signers == 9
    made = []
    for signer in (0, 1):
        noise = torch.Generator().manual_seed(0)
        who = torch.tensor([signer])
        states = torch.zeros(1, 1, model.config.text_size)
        made.append(model.generate(states, num_frames=8, signer=who, generator=noise).values)
    assert not torch.allclose(*made, atol=1e-6)


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        (["--stage", "third"], "stage: expected one of flow_matching, self_forcing, got 'third'"),
        (FORCED, "start_from: expected a model that has been through flow_matching, for self_forcing, got none"),
        (["--flow_steps", "0"], "flow_steps: expected 1 to 1,000, got 0"),
        (["--roll_out_chunk", "0"], "roll_out_chunk: expected at least 1, got 0"),
        (["--num_signers", "2"], "signer: expected a number from 0 to 1, got 2"),
    ],
)
def test_mistakes_are_named(script, corpus, tmp_path, flags, message):
    with pytest.raises(InputError, match=message):
        script("train_hybridsign").main([*SMOKE, *flags, "--corpus", corpus, "--output", str(tmp_path / "out")])


def test_a_start_of_another_shape_is_named(script, corpus, started, kind, tmp_path):
    other = [*kind, "--num_signers", "0"] if "--num_signers" in kind else [*kind, "--num_signers", "9"]
    expected = "without network.signers" if "--num_signers" in kind else "network.signers.weight of shape"
    with pytest.raises(InputError, match=f"start_from: expected a model .*{expected}"):
        script("train_hybridsign").main(
            [
                *SMOKE,
                *other,
                *FORCED,
                "--start_from",
                str(started),
                "--corpus",
                corpus,
                "--output",
                str(tmp_path / "out"),
            ]
        )
