"""benchmarks/hybridsign_ablation.py: rows that can be trained, figures that say what they say, nothing done twice."""

import json

import numpy as np
import pytest
import torch
from hybridsign_ablation import CLEAN, CORRUPTED, FPS, ROWS, Study, spread_of, unit_of_figure
from hybridsign_confidence import confidence_figures, held, predicted_confidence, within_joints

from signary.corpora.opening import open_corpus
from signary.generator.hybridsign import HybridSignConfig, HybridSignModel
from signary.pose import PoseSequence, get_layout
from signary.pose.detector_faults import DetectorFaults, with_faults
from signary.training.flags import parse_stage
from signary.training.hybridsign import KINDS


@pytest.mark.parametrize("name", ROWS)
def test_rows_are_flags_of_the_trainer_and_start_from_rows_that_there_are(name):
    row = ROWS[name]
    start = ("--start_from", "folder") if row.after else ()
    data = ("--preset", "ablation", "--model", "m", "--corpus", "c", "--output", "o")
    flags = parse_stage("hybridsign", KINDS, [*data, *row.flags, *start])[2]
    HybridSignConfig(**{name: value for name, value in flags.settings().items() if name not in ("layout", "fps")})
    assert row.data in (CLEAN, CORRUPTED)
    assert not row.after or not ROWS[row.after].after


def test_the_last_confidence_before_a_chunk_is_held():
    confidence = np.arange(7, dtype=float)[:, None] / 10
    assert held(confidence, 3)[:, 0].tolist() == [1, 1, 1, 0.2, 0.2, 0.2, 0.5]


def test_correlation_is_of_each_joint_alone_and_of_those_that_vary():
    rng = np.random.default_rng(0)
    given = [rng.uniform(size=(40, 3)) for _ in range(2)]
    for each in given:
        each[:, 2] = 0.5
    told = [each * np.array([1, -1, 1]) + np.array([0, 5, 0]) for each in given]
    assert within_joints(given, told, [0, 2]) == pytest.approx(1)
    assert within_joints(given, told, [0, 1, 2]) == pytest.approx(0)
    constant = [np.ones_like(each) for each in given]
    assert within_joints(given, constant, [0, 1]) == 0
    assert within_joints(given, told, [2]) == 0


@pytest.fixture
def model():
    torch.manual_seed(0)
    sizes = {"hidden_size": 16, "joint_size": 4, "num_hidden_layers": 1, "num_attention_heads": 2, "text_size": 6}
    made = HybridSignModel(HybridSignConfig(fps=FPS, confidence_memory=4, window=8, **sizes)).eval()
    with torch.no_grad():
        for parameter in made.parameters():
            parameter.add_(0.2 * torch.randn_like(parameter))
    return made


@pytest.fixture
def corrupted():
    rng = np.random.default_rng(1)
    values = 0.1 * np.cumsum(rng.normal(size=(2, 22, 133)), axis=1)
    faults = DetectorFaults.of_severity(4)
    return [with_faults(PoseSequence(each, get_layout("smplx"), FPS), faults, rng) for each in values]


def test_what_is_predicted_of_a_chunk_knows_all_before_it_and_nothing_of_itself(model, corrupted):
    states, mask = torch.randn(2, 3, 6), torch.ones(2, 3, dtype=torch.bool)

    def told(sequences):
        torch.manual_seed(0)
        return predicted_confidence(model, sequences, states, mask, 4)

    first = told(corrupted)
    assert [each.shape for each in first] == [(22, 42)] * 2
    changed = corrupted[0].certainty.copy()
    changed[9] = 0.3
    motion = PoseSequence.masked(np.nan_to_num(corrupted[0].values), get_layout("smplx"), FPS, changed)
    after = told([motion, corrupted[1]])[0]
    assert np.allclose(after[:12], first[0][:12], atol=1e-6)
    assert np.abs(after[12:16] - first[0][12:16]).max() > 1e-3
    figures = confidence_figures(model.config.pose_layout, corrupted, corrupted_certainty(corrupted), 4)
    assert figures["confidence.within_joints.hands"] == pytest.approx(1)
    assert figures["confidence.persistence.hands"] < 0.999


def corrupted_certainty(sequences):
    return [each.certainty for each in sequences]


def test_beta_and_spread_are_of_groups(model):
    for name, parameter in model.named_parameters():
        if name.endswith("mixer.beta"):
            parameter.data = torch.tensor([1.0, 2.0, 3.0])[:, None, None]
    said = [np.ones((5, 42), np.float32)]
    said[0][2:, list(model.config.group_joints["hands"])] = 0
    found = spread_of(model, said)
    assert [found[f"beta.{group}"] for group in ("face", "body", "hands")] == [1, 2, 3]
    assert found["confidence_spread.body"] == 0
    assert found["confidence_spread.hands"] == pytest.approx(np.std([1, 1, 0, 0, 0]))


def test_figures_have_units():
    names = ("test.steps_4.body", "seen.steps_1.jerk_ratio", "beta.body", "confidence.persistence.body", "core_minutes")
    assert [unit_of_figure(name) for name in names] == ["m", "x", "", "r", "min"]


def test_what_is_measured_is_kept(rows, save_splits, model_folder, tmp_path):
    corpus = save_splits({**rows, "dev": rows["test"]})
    study = Study(tmp_path, corpus, str(model_folder), None, 2, smoke=False)
    sizes = {"hidden_size": 16, "joint_size": 4, "num_hidden_layers": 1, "num_attention_heads": 2}
    text_size = study.sign.bundle.generator.config.d_model
    made = HybridSignModel(HybridSignConfig(fps=FPS, text_size=text_size, **sizes))
    made.save_pretrained(study.folder / "base-0" / "model")
    found = study.measured("base", 0)
    assert {"test.steps_1.hand", "seen.steps_8.jerk_ratio", "beta.hands", "confidence.within_joints.all"} <= set(found)
    assert all(np.isfinite(value) for value in found.values())
    clean, worse = (open_corpus(study.data(kind)) for kind in (CLEAN, CORRUPTED))
    assert clean["train"]["text"] == worse["train"]["text"]
    assert {row["fps"] for row in worse["train"]} == {FPS}
    lines = study.results.read_text(encoding="utf-8").splitlines()
    assert study.measured("base", 0) == found
    assert study.results.read_text(encoding="utf-8").splitlines() == lines
    assert json.loads(lines[0])["values"] == found
