"""benchmarks/fgdm_quality.py: models of every clock are judged on the corpus' clock, and nothing is measured twice."""

import shutil

import numpy as np
import pytest
import torch
from datasets import Array2D, Dataset, DatasetDict, Features, Value
from fgdm_corpora import HARDER, as_detected
from fgdm_quality import LANGUAGE, LAYOUT, ORDERS, PRESET, STAGES, Study, as_body, plan

from signary.corpora.synthetic.config import DemoCorpusConfig
from signary.corpora.synthetic.gloss_orders import training_units
from signary.generator.fgdm import FGDMConfig, FGDMModel
from signary.pose.features import KeypointScale
from signary.pose.registry import get_layout
from signary.pose.sequence import PoseSequence
from signary.pose.view import to_layout
from signary.signing.rule_based import sign_text
from signary.training.fgdm import KINDS
from signary.training.flags import parse_stage

SIZES = {"hidden_size": 16, "ffn_size": 32, "num_attention_heads": 2, "focal_layers": 0}


@pytest.fixture
def study(tmp_path):
    """Two sentences at 10 frames a second."""
    rng, columns = np.random.default_rng(0), {"fps": Value("float32"), "gloss": Value("string")}
    features = Features({**columns, "poses": Array2D((None, 150), "float32")})
    rows = [
        {"fps": 10.0, "gloss": gloss, "poses": rng.normal(size=(frames, 150)).astype(np.float32)}
        for gloss, frames in (("A B", 12), ("B", 9))
    ]
    corpus = DatasetDict({split: Dataset.from_list(rows, features=features) for split in ("train", "test")})
    corpus.save_to_disk(str(tmp_path / "fgdm_quality" / "corpus"))
    return Study(tmp_path, None, None, 1)


@pytest.fixture(params=[10, 20, 25])
def model(request):
    """Untrained, on a clock of its own."""
    torch.manual_seed(0)
    return FGDMModel(FGDMConfig(layout=LAYOUT, fps=request.param, glosses=["A", "B"], **SIZES)).eval()


def test_motion_is_as_long_as_the_reference_on_its_clock(study, model):
    signed = study.generate(model, study.references("plain"), "reference", 0)
    assert [(len(motion), motion.fps) for motion in signed] == [(12, 10), (9, 10)]
    scores = study.score(signed, study.references("plain"), "reference")
    assert set(scores) == {"pt-dtw", "mpjpe-body", "mpjpe-hand"}
    assert min(scores.values()) > 0
    signed = study.generate(model, study.references("plain"), "predicted", 0)
    assert set(study.score(signed, study.references("plain"), "predicted")) == {"pt-dtw"}


def test_references_are_without_error_and_the_mean_pose_is_not(study):
    assert set(study.measure_frame_of_reference("reference").values()) == {0}
    assert min(study.measure_frame_of_reference("mean_pose").values()) > 0


def test_nothing_is_measured_twice(study):
    assert study.remembered("a", lambda: {"x": 1.0}) == {"x": 1.0}
    assert study.remembered("a", lambda: {"x": 2.0}) == {"x": 1.0}
    assert study.remembered("b", lambda: {"x": 2.0}) == {"x": 2.0}


def test_models_have_names_of_their_own_and_flags_that_training_knows():
    names = [run.name for run in plan()]
    assert len(set(names)) == len(names)
    assert {f"{corpus}-{variant}-{seed}" for corpus in HARDER for variant in STAGES for seed in (0, 1, 2)} < set(names)
    for run in plan():
        _, _, flags, *_ = parse_stage(
            "fgdm", KINDS, ["--preset", str(PRESET), "--corpus", "x", "--output", "y", *run.flags]
        )
        assert FGDMConfig(glosses=["A"], **flags.settings()).fps == 6.25


def test_other_orders_have_the_same_glosses_and_are_judged_by_the_signer(study, tmp_path):
    glosses, known = ["A", "B", "C"], ["A", "B", "C", "D"]
    assert ORDERS["last_two_swapped"](glosses, known) == ["A", "C", "B"]
    assert ORDERS["reversed"](glosses, known) == ["C", "B", "A"]
    assert len(set(ORDERS["any_glosses"](glosses, known))) == 3
    units = training_units(LANGUAGE, DemoCorpusConfig(train=4, dev=0, test=0, test_unseen_words=0))
    study.units = {LANGUAGE: units}.__getitem__
    first, second, *_ = units
    named = [motion.with_metadata(gloss=f"{first} {second}") for motion in study.references("plain")]
    study.references = lambda _corpus: named
    config = FGDMConfig(layout=LAYOUT, fps=10, glosses=list(units), **SIZES)
    FGDMModel(config).eval().save_pretrained(tmp_path / "model")
    found = study.measure_order(tmp_path / "model", "reversed")
    assert found["reference.0.pt-dtw"] == 0
    assert found["reference.5.pt-dtw"] > 0


def test_detectors_jitter_and_drift(study):
    """Frame by frame they differ by the jitter; what is left over a second is the drift. It is the same every time."""
    still = PoseSequence(np.repeat(study.references("plain")[0].values[:1], 2000, 0), get_layout(LAYOUT), 10.0)
    noisy, again = (as_detected(still, np.random.default_rng(1)) for _ in range(2))
    assert (noisy.values == again.values).all()
    width = KeypointScale.of(still).width
    off = (noisy.values - still.values) / width
    assert off.std() == pytest.approx(np.hypot(0.02, 0.04), rel=0.1)
    assert np.diff(off, axis=0).std() == pytest.approx(np.sqrt(2 * (0.02**2 + 0.04**2 * (1 - 0.9))), rel=0.1)


def test_keypoints_are_shown_as_a_body_without_what_they_do_not_show():
    motion = to_layout(sign_text("Hello", "asl").pose, LAYOUT).resample(8.0)
    body = as_body(motion)
    hidden = {joint for joint, sure in zip(body.layout.joints, body.confidence.max(0), strict=True) if not sure}
    assert (body.layout.name, body.fps) == ("smplx", 25.0)
    assert hidden == {"left_collar", "right_collar", "jaw", "expression"}


def test_an_interrupted_model_is_trained_on(study, monkeypatch):
    """It is resumed where a checkpoint is, and costs are said only of what was trained in one go."""
    seen = []

    def train(_script, *flags):
        seen.append("--resume" in flags)
        (study.folder / "stages-full-0" / "model").mkdir(parents=True)
        return 60.0

    monkeypatch.setattr("fgdm_quality.run_script", train)
    run = next(run for run in plan() if run.name == "stages-full-0")
    (study.folder / run.name).mkdir()
    (study.folder / run.name / "last.json").write_text("{}")
    folder = study.train(run)
    assert (seen, (folder / "cpu_seconds").exists()) == ([True], False)
    shutil.rmtree(folder)
    assert (study.train(run) / "cpu_seconds").read_text() == "60.0"
    assert study.train(run) == folder
    assert seen == [True, False]
