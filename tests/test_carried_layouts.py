"""A layout that comes with nothing is known again where nobody has registered it: in another process."""

import json
import subprocess
import sys

import numpy as np
import pytest
import torch
from datasets import Dataset

from signary.corpora.corpus_spec import save_corpus
from signary.evaluation.back_translation import RecogniserConfig, SignRecogniser
from signary.generator.fgdm import FGDMConfig, FGDMModel
from signary.generator.hybridsign import HybridSignConfig, HybridSignModel
from signary.io.errors import FormatError, InputError
from signary.pose import MotionSpec, register_layout
from signary.pose.feature_statistics import feature_statistics
from signary.pose.formats import write_pose
from signary.retrieval.builder import IsolatedSign, build_dictionary
from signary.retrieval.dictionary import SignDictionary
from signary.retrieval.dictionary_file import DictionaryHeader
from signary.tokenizer import MotionTokenizer, MotionTokenizerConfig
from tests.carried_layout import seven_joints, waving

SPEC = MotionSpec(seven_joints(), 25)
TINY = {
    "motion_tokenizer": (MotionTokenizer, MotionTokenizerConfig, {"partition": "whole", "width": 16, "code_dim": 8}),
    "refiner": (
        HybridSignModel,
        HybridSignConfig,
        {
            "num_experts": 1,
            "hidden_size": 8,
            "joint_size": 4,
            "num_hidden_layers": 1,
            "num_attention_heads": 2,
            "text_size": 8,
        },
    ),
    "gloss_model": (
        FGDMModel,
        FGDMConfig,
        {
            "glosses": ["A"],
            "hidden_size": 8,
            "ffn_size": 8,
            "num_attention_heads": 1,
            "focal_layers": 1,
            "focal_channels": 2,
        },
    ),
    "recogniser": (
        SignRecogniser,
        RecogniserConfig,
        {
            "d_model": 16,
            "encoder_layers": 1,
            "decoder_layers": 1,
            "encoder_attention_heads": 2,
            "decoder_attention_heads": 2,
            "encoder_ffn_dim": 16,
            "decoder_ffn_dim": 16,
            "max_position_embeddings": 8,
            "vocab_size": 40,
            "glosses": ["asl:A"],
        },
    ),
}
#: What another process says of everything that lies in a folder.
READER = """
import json, sys
from pathlib import Path
import signary
from signary.corpora.corpus_spec import read_corpus_spec
from signary.evaluation.back_translation import SignRecogniser
from signary.generator.fgdm import FGDMModel
from signary.generator.hybridsign import HybridSignModel
from signary.pose.registry import find_layout
from signary.retrieval.dictionary import SignDictionary
from signary.tokenizer import MotionTokenizer

place = Path(sys.argv[1])
kinds = {"motion_tokenizer": MotionTokenizer, "refiner": HybridSignModel, "gloss_model": FGDMModel,
         "recogniser": SignRecogniser}
models = {name: kind.from_pretrained(place / name).eval() for name, kind in kinds.items()}
specs = {name: model.config.motion_spec for name, model in models.items()}
specs["corpus"] = read_corpus_spec(place / "corpus")
specs["dictionary"] = SignDictionary.load(place / "dictionary").header.motion_spec
motion = signary.read_pose(place / "waving.npz")
specs["npz"] = motion.motion_spec
assert find_layout("seven") is None
first = specs["motion_tokenizer"]
for name, spec in specs.items():
    first.require(spec, argument=name, owner="the motion tokenizer")
tokenizer = models["motion_tokenizer"]
print(json.dumps({
    "specs": {name: spec.settings() for name, spec in specs.items()},
    "codes": tokenizer.encode(motion)[0].tolist(),
    "made": tokenizer.reconstruct(motion).values.tolist(),
}))
tokenizer.save_pretrained(place / "again")
"""


def tiny(name: str):
    kind, config, sizes = TINY[name]
    torch.manual_seed(0)
    return kind(config(**SPEC.settings() | sizes)).eval()


@pytest.fixture(scope="module")
def folder(tmp_path_factory, overfit):
    """Models, a corpus, a dictionary and a file of a layout that nobody has registered."""
    place = tmp_path_factory.mktemp("seven")
    models = {name: tiny(name) for name in TINY}
    tokenizer = models["motion_tokenizer"]
    tokenizer.set_statistics(*feature_statistics([waving(60)], SPEC))
    tokenizer.assign_id()
    for name, model in models.items():
        model.save_pretrained(place / name)
    rows = [{"poses": waving(20).values.tolist(), "fps": 25.0, "text": "A wave"}]
    save_corpus(Dataset.from_list(rows), place / "corpus", SPEC.layout)
    built = build_dictionary([IsolatedSign(("wave",), "asl", waving(20))], tokenizer, progress=False)
    built.dictionary.save(place / "dictionary")
    write_pose(waving(), place / "waving.npz")
    return place


def test_everything_is_known_again_in_another_process(folder):
    done = subprocess.run(
        [sys.executable, "-c", READER, str(folder)], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout.strip().splitlines()[-1])
    assert found["specs"] == dict.fromkeys(found["specs"], json.loads(json.dumps(SPEC.settings())))
    here = MotionTokenizer.from_pretrained(folder / "motion_tokenizer").eval()
    assert found["codes"] == here.encode(waving())[0].tolist()
    np.testing.assert_allclose(found["made"], here.reconstruct(waving()).values, atol=1e-5)
    # What was read where nobody knew the layout carries it on.
    first, again = (json.loads((folder / name / "config.json").read_text()) for name in ("motion_tokenizer", "again"))
    assert first == again
    assert first["layout_json"]["name"] == first["layout"] == "seven"


@pytest.mark.parametrize("name", TINY)
def test_a_registered_layout_is_saved_by_its_name_and_content(name, monkeypatch, tmp_path):
    monkeypatch.setattr("signary.pose.registry._REGISTRY", {})
    register_layout(seven_joints())
    _, config, sizes = TINY[name]
    config(layout="seven", **sizes).save_pretrained(tmp_path)
    monkeypatch.setattr("signary.pose.registry._REGISTRY", {})
    read = config.from_pretrained(tmp_path)
    assert read.motion_spec == MotionSpec(seven_joints(), 25)
    assert read.to_dict()["layout_json"] == json.loads((tmp_path / "config.json").read_text())["layout_json"]


@pytest.mark.parametrize("name", TINY)
def test_shipped_layouts_are_saved_by_name_alone(name, tmp_path):
    _, config, sizes = TINY[name]
    config(layout="phoenix50", **sizes).save_pretrained(tmp_path)
    saved = json.loads((tmp_path / "config.json").read_text())
    assert (saved["layout"], saved["fps"], saved["hand_reference"]) == ("phoenix50", 25, "flat")
    assert not {name for name in saved if "layout" in name} - {"layout"}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": "eight"}, "'seven' described, got that of 'eight'"),
        ({"joints": ["neck"]}, "entries, one a joint|joints"),
        ({"parents": [1, 0, 0, 1, 2, 3, 4]}, "no joint above itself"),
        ({"joints": [str(at) for at in range(20_001)]}, "at most 20,000 joints"),
    ],
)
def test_what_comes_along_is_read_as_hostile(folder, tmp_path, changes, said):
    settings = json.loads((folder / "motion_tokenizer" / "config.json").read_text())
    settings["layout_json"] |= changes
    (tmp_path / "config.json").write_text(json.dumps(settings))
    with pytest.raises(FormatError, match=said):
        MotionTokenizerConfig.from_pretrained(tmp_path)


@pytest.mark.parametrize("carried", ["phoenix50", "smplx"])
def test_a_model_cannot_bring_another_layout_under_a_shipped_name(folder, tmp_path, carried):
    text = (folder / "motion_tokenizer" / "config.json").read_text().replace('"seven"', f'"{carried}"')
    (tmp_path / "config.json").write_text(text)
    with pytest.raises(
        InputError, match=f"'{carried}' that comes with this package.*another layout '{carried}'.*7 joints"
    ):
        MotionTokenizerConfig.from_pretrained(tmp_path)


def test_copies_of_a_config_keep_the_layout(folder):
    import copy
    import pickle

    config = MotionTokenizerConfig.from_pretrained(folder / "motion_tokenizer")
    for again in (
        copy.deepcopy(config),
        pickle.loads(pickle.dumps(config)),
        MotionTokenizerConfig(**SPEC.settings() | {"partition": "whole"}),
    ):
        assert again.pose_layout == seven_joints()
    assert MotionTokenizerConfig.from_dict(config.to_dict()) == config


def test_dictionaries_say_what_their_motion_is_like(folder):
    header = SignDictionary.load(folder / "dictionary").header
    assert header.motion_spec == SPEC
    with pytest.raises(InputError, match="fps: expected 25, the clock of the motion, got 20"):
        DictionaryHeader("id", ("whole",), (8,), 4, 20.0, SPEC)


def test_a_header_of_the_first_release_says_nothing_of_it():
    facts = {
        "format_version": 1,
        "tokenizer_id": "abc",
        "parts": ["a"],
        "codebook_sizes": [9],
        "stride": 4,
        "fps": 20.0,
    }
    assert DictionaryHeader.from_json(facts, "a.parquet").motion_spec is None
    with pytest.raises(FormatError, match="a.parquet, layout"):
        DictionaryHeader.from_json(facts | {"layout": "smplx", "layout_json": {"name": "smplx"}}, "a.parquet")
