"""The pipeline `gloss-to-sign` on a tiny model that was trained on two sentences of the rule-based signer."""

import json
import os
import subprocess
import sys

import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from transformers import pipeline
from transformers.pipelines.pt_utils import KeyDataset

from signary.bundle import folder as model_folder
from signary.bundle.folder import NoEmbeddedModelError
from signary.generator.fgdm import FGDMConfig, FGDMModel, UnknownGlossError, batch_sentences, sentence_poses
from signary.generator.fgdm import sentence_statistics as statistics
from signary.io.errors import InputError
from signary.pipelines.gloss_to_sign import GlossToSignPipeline
from signary.pose.view import to_layout
from signary.signing.rule_based import sign_text

GLOSSES = ("MORGEN", "REGEN", "NORD", "SÜD")
SENTENCES = {"Morgen regnet es im Norden.": GLOSSES[:3], "Süden": ("SÜD",)}
LINE = "MORGEN REGEN NORD"


@pytest.fixture(scope="module")
def model(overfit):
    """Trained for some steps: lengths differ from sentence to sentence."""
    torch.set_num_threads(1)
    torch.manual_seed(0)
    sizes = {"hidden_size": 16, "ffn_size": 32, "num_attention_heads": 2, "focal_layers": 1, "focal_channels": 4}
    config = FGDMConfig(fps=5, glosses=GLOSSES, max_frames=40, general_layers=1, gloss_layers=1, dropout=0, **sizes)
    config.notice = "a test"
    poses = [
        sentence_poses(to_layout(sign_text(text, "dgs").pose, config.layout), glosses, config)
        for text, glosses in SENTENCES.items()
    ]
    model = FGDMModel(config)
    model.set_statistics(statistics(poses))
    overfit(model, batch_sentences(poses)._asdict(), 20, 1e-2)
    return model


@pytest.fixture(scope="module")
def folder(model, tmp_path_factory):
    where = tmp_path_factory.mktemp("gloss_model")
    GlossToSignPipeline(model, device="cpu").save_pretrained(where)
    return where


@pytest.fixture(scope="module")
def sign(folder):
    return pipeline("gloss-to-sign", model=str(folder), device="cpu")


def same(one, other):
    assert np.allclose(one["pose"].values, other["pose"].values, atol=1e-5)
    assert one["length"] == other["length"]
    for found, expected in zip(one["segments"], other["segments"], strict=True):
        assert found["gloss"] == expected["gloss"]
        assert found["end"] == pytest.approx(expected["end"])


def test_a_line_becomes_the_motion_that_the_model_makes(sign, model, assert_same_motion):
    result = sign(LINE)
    (expected,) = model.generate([GLOSSES[:3]])
    assert_same_motion(result["pose"].values, expected.values)
    pose = result["pose"]
    assert (pose.layout.name, pose.fps) == ("phoenix50", 5)
    assert pose.metadata == {"gloss": LINE, "notice": "a test", "source": "signary gloss-to-sign"}
    assert result["length"] == "predicted"
    json.dumps(result["segments"])


def test_segments_share_the_motion_out_by_the_predicted_durations(sign, model):
    result = sign(LINE)
    durations = model.predict_durations(torch.tensor([[1, 2, 3]]))[0]
    assert [found["gloss"] for found in result["segments"]] == list(GLOSSES[:3])
    starts, ends = ([found[name] for found in result["segments"]] for name in ("start", "end"))
    assert starts == [0.0, *ends[:-1]]
    assert ends[-1] == pytest.approx(result["pose"].seconds)
    shares = np.diff([0.0, *ends]) / result["pose"].seconds
    assert shares == pytest.approx((durations / durations.sum()).numpy(), abs=1e-6)
    assert len(result["pose"]) == round(float(durations.sum()))


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(glosses=st.lists(st.sampled_from(GLOSSES), min_size=1, max_size=8), length=st.integers(1, 40))
def test_segments_cover_the_motion_without_gaps(sign, glosses, length):
    result = sign([glosses], lengths=[length])[0]
    assert [found["gloss"] for found in result["segments"]] == glosses
    times = [result["segments"][0]["start"], *(found["end"] for found in result["segments"])]
    assert [found["start"] for found in result["segments"]] == times[:-1]
    assert times == sorted(set(times))
    assert (times[0], times[-1]) == (0.0, pytest.approx(length / 5))
    assert np.isfinite(result["pose"].values).all()


def test_lengths_override_the_prediction(sign):
    result = sign(LINE, lengths=7)
    assert (len(result["pose"]), result["length"]) == (7, "given")
    assert result["segments"][-1]["end"] == pytest.approx(7 / 5)
    many = sign([LINE, ["SÜD"]], lengths=[np.int64(9), 40], batch_size=2)
    assert [len(found["pose"]) for found in many] == [9, 40]
    same(many[0], sign(LINE, lengths=9))
    with pytest.raises(InputError, match="lengths: expected none for a data set or generator"):
        sign((line for line in [LINE]), lengths=[5])


@pytest.mark.parametrize("batch_size", [1, 2, 3, 8])
def test_batches_equal_singles(sign, batch_size):
    lines = [LINE, "SÜD", "NORD NORD", "REGEN MORGEN SÜD NORD", "SÜD"]
    singles = [sign(line) for line in lines]
    lists = [line.split() for line in lines]
    for asked in (lines, lists, (line for line in lines), KeyDataset([{"gloss": line} for line in lines], "gloss")):
        found = list(sign(asked, batch_size=batch_size))
        assert len(found) == len(lines)
        for one, other in zip(found, singles, strict=True):
            same(one, other)


def test_seeds_repeat_and_those_of_the_constructor_hold(folder, sign, assert_same_motion):
    one, again, other = (sign("SÜD", lengths=5, seed=seed)["pose"].values for seed in (3, 3, 4))
    assert np.array_equal(one, again)
    assert not np.array_equal(one, other)
    seeded = pipeline("gloss-to-sign", model=str(folder), device="cpu", seed=3)
    assert_same_motion(seeded("SÜD", lengths=5)["pose"].values, one)
    assert_same_motion(seeded("SÜD", lengths=5, seed=4)["pose"].values, other)


def test_a_saved_model_signs_alike(sign, tmp_path, assert_same_motion, assert_same_weights):
    sign.save_pretrained(tmp_path / "again")
    assert sorted(path.name for path in (tmp_path / "again").iterdir()) == ["config.json", "model.safetensors"]
    again = pipeline("gloss-to-sign", model=str(tmp_path / "again"), device="cpu")
    assert_same_weights(again.model, sign.model)
    assert_same_motion(again(LINE)["pose"].values, sign(LINE)["pose"].values)
    assert again(LINE)["pose"].metadata["notice"] == "a test"


def test_networks_are_float32_unless_said_otherwise(folder, tmp_path):
    half = pipeline("gloss-to-sign", model=str(folder), device="cpu", dtype=torch.bfloat16)
    assert half.model.dtype == torch.bfloat16
    assert np.isfinite(half("SÜD", lengths=4)["pose"].values).all()
    half.save_pretrained(tmp_path)
    assert pipeline("gloss-to-sign", model=str(tmp_path), device="cpu").model.dtype == torch.float32


@pytest.mark.parametrize(
    ("glosses", "settings", "words"),
    [
        ("", {}, "glosses: expected at least one gloss, got none"),
        ([], {}, "glosses: expected at least one sentence, got an empty list"),
        ([LINE, ""], {}, "at least one gloss"),
        ([[]], {}, "at least one gloss"),
        (5, {}, "glosses: expected a line of glosses"),
        (("MORGEN", "REGEN"), {}, "glosses: expected a line of glosses"),
        ([LINE, 5], {}, "glosses: expected sentences, each a line or a list of glosses, got 5"),
        ([["MORGEN", 5]], {}, "each a line or a list"),
        (LINE, {"lengths": 0}, "lengths: expected 1 to 40 frames, got 0"),
        (LINE, {"lengths": 41}, "lengths: expected 1 to 40 frames, got 41"),
        (LINE, {"lengths": float("nan")}, "lengths: expected a whole number"),
        (LINE, {"lengths": True}, "lengths: expected a whole number"),
        (LINE, {"lengths": [5]}, "lengths: expected a whole number"),
        ([LINE], {"lengths": 5}, "or a list of them for a list of sentences, got 5"),
        ([LINE, "SÜD"], {"lengths": [5]}, "lengths: expected 2 whole numbers"),
        (LINE, {"seed": -1}, "seed: expected an integer of at least 0"),
        (LINE, {"language": "dgs"}, "language: expected none .the model does not tell languages apart., got 'dgs'"),
        (LINE, {"language": 5}, "language: expected the name of a sign language, got 5"),
        (LINE, {"lang": "dgs"}, "expected no settings but lengths, language, seed and batch_size, got lang"),
    ],
)
def test_mistakes_are_named(sign, glosses, settings, words):
    with pytest.raises(InputError, match=words):
        sign(glosses, **settings)


def test_unknown_glosses_are_named_with_the_nearest(sign):
    with pytest.raises(UnknownGlossError, match=r"one of 4 known glosses \(nearest: REGEN, MORGEN\), got 'REGNEN'"):
        sign("MORGEN REGNEN")
    with pytest.raises(UnknownGlossError, match="got 'SONNE'"):
        sign(["SÜD", "SONNE"], batch_size=2)


def test_glosses_that_take_too_long_are_named(sign):
    with pytest.raises(InputError, match=r"glosses that take at most 40 frames \(or lengths=\), got 30 that take"):
        sign(" ".join([LINE] * 10))
    assert len(sign(" ".join([LINE] * 10), lengths=40)["pose"]) == 40


def test_other_models_and_settings_are_refused(folder, tiny):
    with pytest.raises(InputError, match=r"model: expected an FGDMModel \(.* in its folder fgdm\), got SignMBart"):
        GlossToSignPipeline(tiny.generator)
    with pytest.raises(InputError, match="got refine"):
        pipeline("gloss-to-sign", model=str(folder), device="cpu", refine=True)
    with pytest.raises(InputError, match="dtype: expected"):
        pipeline("gloss-to-sign", model=str(folder), device="cpu", dtype="int8")


def test_without_a_model_the_embedded_one_is_asked_for(folder, sign, tmp_path, monkeypatch, assert_same_motion):
    monkeypatch.setattr(model_folder, "GLOSS_MODEL", str(tmp_path / "none"))
    with pytest.raises(NoEmbeddedModelError, match="carries no gloss model"):
        pipeline("gloss-to-sign", device="cpu")
    monkeypatch.setattr(model_folder, "GLOSS_MODEL", str(folder))
    embedded = pipeline("gloss-to-sign", device="cpu")
    assert_same_motion(embedded("SÜD")["pose"].values, sign("SÜD")["pose"].values)


def test_transformers_may_be_imported_first(folder):
    program = (
        "from transformers import pipeline\nimport signary\n"
        f"sign = pipeline('gloss-to-sign', model={str(folder)!r}, device='cpu')\n"
        "assert len(sign('SÜD', lengths=3)['pose']) == 3\n"
    )
    environment = {**os.environ, "HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "1"}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr
