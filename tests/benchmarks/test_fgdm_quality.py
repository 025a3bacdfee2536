"""benchmarks/fgdm_quality.py: models of every clock are judged on the corpus' clock, and nothing is measured twice."""

import numpy as np
import pytest
import torch
from datasets import Array2D, Dataset, DatasetDict, Features, Value
from fgdm_quality import LANGUAGE, LAYOUT, ORDERS, PRESET, Study, plan

from signary.corpora.synthetic.config import DemoCorpusConfig
from signary.corpora.synthetic.gloss_orders import training_units
from signary.generator.fgdm import FGDMConfig, FGDMModel
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
    signed = study.generate(model, study.references, "reference", 0)
    assert [(len(motion), motion.fps) for motion in signed] == [(12, 10), (9, 10)]
    scores = study.score(signed, study.references, "reference")
    assert set(scores) == {"pt-dtw", "mpjpe-body", "mpjpe-hand"}
    assert min(scores.values()) > 0
    signed = study.generate(model, study.references, "predicted", 0)
    assert set(study.score(signed, study.references, "predicted")) == {"pt-dtw"}


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
    study.units = training_units(LANGUAGE, DemoCorpusConfig(train=4, dev=0, test=0, test_unseen_words=0))
    first, second, *_ = study.units
    study.references = [motion.with_metadata(gloss=f"{first} {second}") for motion in study.references]
    config = FGDMConfig(layout=LAYOUT, fps=10, glosses=list(study.units), **SIZES)
    FGDMModel(config).eval().save_pretrained(tmp_path / "model")
    found = study.measure_order(tmp_path / "model", "reversed")
    assert found["reference.0.pt-dtw"] == 0
    assert found["reference.5.pt-dtw"] > 0
