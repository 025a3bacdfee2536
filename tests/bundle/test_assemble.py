"""Parts become a model folder that signs, as a whole; what does not belong together is one sentence and no folder."""

import json
import re
import shutil

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file
from separate_parts import SENTENCES, make_recogniser, make_refiner, save_both
from transformers import pipeline

from signary.bundle.assemble import MAX_NOTICE, PartFolders, assemble
from signary.bundle.bundle import Bundle
from signary.generator.fgdm import FGDMModel
from signary.generator.sign_mbart import SignMBartForConditionalGeneration
from signary.io.errors import InputError
from signary.retrieval.dictionary import SignDictionary
from signary.retrieval.retrieval_settings import RetrievalSettings
from signary.tokenizer import MotionTokenizer, MotionTokenizerConfig

TEXT = "Hello! Mother eats bread."


@pytest.fixture
def places(saved_parts):
    """Part -> folder; a test may name others."""
    return dict(vars(saved_parts))


@pytest.fixture
def refused(places, tmp_path):
    """The sentence with which parts are refused: nothing is there afterwards that was not there before."""

    def refuse(output=None, notice=None, **changed):
        before = sorted(tmp_path.rglob("*"))
        with pytest.raises(InputError) as error:
            assemble(PartFolders(**places | changed), output or tmp_path / "model", notice)
        assert sorted(tmp_path.rglob("*")) == before
        assert "\n" not in str(error.value)
        return str(error.value)

    return refuse


@pytest.fixture(scope="module")
def whole(saved_parts, tmp_path_factory):
    where = tmp_path_factory.mktemp("whole") / "model"
    assemble(PartFolders(**vars(saved_parts)), where, notice="a test")
    return where


def test_the_pipeline_signs_with_it(whole, tiny):
    sign = pipeline("text-to-sign", model=str(whole), device="cpu", language="asl")
    result = sign(TEXT)
    assert result["complete"]
    assert result["pose"].metadata["notice"] == "a test"
    assert np.abs(np.diff(result["pose"].values, axis=0)).max() > 0
    assert {found["lemma"] for found in result["retrieved"] if found["lemma"]} >= {"mother", "bread"}
    assert sign.bundle.refiner is not None
    assert set(sign.bundle.training_text) == {"asl", "dgs"}
    assert sign.bundle.settings == tiny.settings


def test_files_are_copied_byte_for_byte(whole, saved_parts):
    for name, part in (("tokenizer", "motion_tokenizer"), ("gloss_model", "fgdm"), ("recogniser", "recogniser")):
        weights = "model.safetensors"
        assert (whole / part / weights).read_bytes() == (getattr(saved_parts, name) / weights).read_bytes()
    assert {value.dtype for value in load_file(whole / "model.safetensors").values()} == {torch.float16}
    assert not list(whole.rglob("*.parquet"))[1:]


def test_gloss_model_and_recogniser_are_loaded_when_they_are_asked_for(whole, tmp_path):
    bundle = Bundle.load(whole)
    assert not {"gloss_model", "recogniser"} & set(vars(bundle))
    assert isinstance(bundle.gloss_model, FGDMModel)
    assert bundle.gloss_model.config.notice == "a test"
    assert bundle.recogniser.name.startswith("recogniser-")
    assert bundle.with_refiner(None).recogniser.name == bundle.recogniser.name
    bundle.save(tmp_path / "again")
    again = Bundle.load(tmp_path / "again")
    # Its name is that of its weights.
    assert again.recogniser.name == bundle.recogniser.name
    assert again.gloss_model.config.glosses == bundle.gloss_model.config.glosses
    own, other = (each.text_motion.state_dict() for each in (bundle, again))
    assert all(torch.equal(own[name], other[name]) for name in own)
    for part in ("fgdm", "recogniser", "hybridsign"):
        shutil.rmtree(tmp_path / "again" / part)
    lesser = Bundle.load(tmp_path / "again")
    assert (lesser.gloss_model, lesser.recogniser, lesser.text_motion) == (None, None, None)
    (tmp_path / "again" / "fgdm").write_text("")
    with pytest.raises(InputError, match="a folder fgdm, or none"):
        Bundle.load(tmp_path / "again")


def test_the_least_is_a_tokenizer_and_a_generator_without_retrieval(places, tmp_path):
    alone = shutil.copytree(places["generator"], tmp_path / "generator")
    shutil.rmtree(alone / "dictionary")
    (alone / "training_text.json").unlink()
    (alone / "optimizer.bin").write_bytes(b"not of the model")
    (alone / "step_0000010").mkdir()
    made = assemble(PartFolders(places["tokenizer"], alone), tmp_path / "model")
    assert (made.dictionary, made.refiner, made.gloss_model, made.recogniser) == (None,) * 4
    assert sorted(path.name for path in (tmp_path / "model").iterdir()) == sorted(
        ["motion_tokenizer", *(path.name for path in alone.iterdir() if path.suffix in (".json", ".safetensors"))]
    )
    assert pipeline("text-to-sign", model=str(tmp_path / "model"), device="cpu")("Hello!", language="asl")["complete"]
    assert made.notice is None


def test_a_whole_model_can_give_the_generator_and_a_dictionary_is_a_file_too(whole, places, tmp_path):
    parts = PartFolders(places["tokenizer"], whole, dictionary=places["dictionary"] / "dictionary.parquet")
    made = assemble(parts, tmp_path / "model")
    assert made.notice == "a test"
    assert sorted(path.name for path in (tmp_path / "model").iterdir() if path.is_dir()) == [
        "dictionary",
        "motion_tokenizer",
    ]
    assert len(made.dictionary) == 3


def test_settings_are_the_generators_else_those_beside_the_dictionary_else_the_papers(places, tmp_path):
    def mode(name, **changed):
        return assemble(PartFolders(**places | changed), tmp_path / name).settings.mode

    rare = RetrievalSettings("rare", word_counts={"asl": {"mother": 9}})
    alone = shutil.copytree(places["generator"], tmp_path / "generator")
    rare.save(alone / "dictionary")
    beside = shutil.copytree(places["dictionary"], tmp_path / "dictionary")
    RetrievalSettings("at_most").save(beside)
    assert mode("1", generator=alone, dictionary=beside) == "rare"
    shutil.rmtree(alone / "dictionary")
    assert mode("2", generator=alone, dictionary=beside) == "at_most"
    assert mode("3", generator=alone) == "all"
    assert mode("4", generator=alone, dictionary=None) == "none"


def test_a_mismatch_of_codes_is_named(refused, tmp_path):
    sizes = {"body": 6, "left_hand": 7, "right_hand": 9}
    other = MotionTokenizer(MotionTokenizerConfig(width=8, code_dim=4, codebook_sizes=sizes))
    other.assign_id()
    other.save_pretrained(tmp_path / "other")
    message = refused(tokenizer=tmp_path / "other", dictionary=None)
    assert message.startswith("motion_tokenizer: expected the codes of the generator, {'body': 6, ")


def test_a_dictionary_of_another_tokenizer_is_named(refused, places, tmp_path):
    other = MotionTokenizer.from_pretrained(places["tokenizer"])
    other.config.tokenizer_id = None
    other.save_pretrained(tmp_path / "nameless")
    assert "expected one with a tokenizer_id" in refused(tokenizer=tmp_path / "nameless")
    other.assign_id()
    other.save_pretrained(tmp_path / "other")
    message = refused(tokenizer=tmp_path / "other")
    assert f"dictionary: expected a dictionary of the motion tokenizer '{other.config.tokenizer_id}'" in message


@pytest.mark.parametrize(
    ("setting", "value"), [("stride", 8), ("codebook_sizes", (6, 7, 9)), ("parts", ("body", "a", "b"))]
)
def test_a_dictionary_with_the_right_id_and_other_codes_is_named(refused, places, tmp_path, setting, value):
    found = SignDictionary.load(places["dictionary"])
    header = type(found.header)(**vars(found.header) | {setting: value})
    SignDictionary(found._table, header).save(tmp_path / "dictionary")
    assert f"dictionary: expected the {setting} of the motion tokenizer" in refused(dictionary=tmp_path / "dictionary")


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"fps": 12.5}, "refiner: expected layout smplx, 25 fps, hand_reference flat, as the motion tokenizer has it"),
        (
            {"hand_reference": "mano_mean"},
            "(converting needs the licensed hand means), got layout smplx, 25 fps, hand_reference mano_mean",
        ),
        ({"layout": "phoenix50"}, "as the motion tokenizer has it, got layout phoenix50, 25 fps"),
        ({"coarse_sigma": None}, "refiner: expected a model that refines coarse motion"),
        ({"text_size": 6}, "refiner: expected text_size 16, the width of the generator, got 6"),
    ],
)
def test_refiners_of_other_motion_are_named(refused, tiny, tmp_path, settings, words):
    make_refiner(tiny.motion_tokenizer, **settings).save_pretrained(tmp_path / "other")
    assert words in refused(refiner=tmp_path / "other")


@pytest.mark.parametrize(
    ("sentences", "settings", "words"),
    [
        (SENTENCES[:1], {}, "recogniser: expected one that reads asl, dgs, got one without dgs"),
        (SENTENCES, {"hand_reference": "mano_mean"}, "recogniser: expected one that reads the motion"),
    ],
)
def test_recognisers_that_cannot_read_the_motion_are_named(refused, tmp_path, sentences, settings, words):
    save_both(tmp_path / "other", *make_recogniser(sentences, **settings))
    assert words in refused(recogniser=tmp_path / "other")


def test_a_recogniser_of_other_processors_or_keypoints(refused, places, tmp_path):
    keypoints = save_both(tmp_path / "keypoints", *make_recogniser(layout="phoenix50"))
    assert assemble(PartFolders(**places | {"recogniser": keypoints}), tmp_path / "model").recogniser
    shutil.rmtree(tmp_path / "model")
    mixed = save_both(tmp_path / "mixed", make_recogniser()[0], make_recogniser(SENTENCES[:1])[1])
    assert refused(recogniser=mixed).startswith("recogniser")


def test_a_processor_of_another_generator_is_named(refused, places, tmp_path):
    mixed = shutil.copytree(places["generator"], tmp_path / "generator")
    config = json.loads((mixed / "processor_config.json").read_text())
    (mixed / "processor_config.json").write_text(json.dumps(config | {"languages": ["asl", "csl"]}))
    assert refused(generator=mixed).startswith("generator")


@pytest.mark.parametrize("part", ["tokenizer", "generator", "refiner", "gloss_model", "recogniser", "text_motion"])
def test_a_part_is_read_by_its_own_loader_and_named(refused, places, tmp_path, part):
    """Missing, of another kind, without a weight, with a broken file, with code: each says which part it is."""
    assert refused(**{part: tmp_path / "none"}).startswith(f"{part}: expected a folder, got")
    other = "refiner" if part not in ("refiner", "text_motion") else "tokenizer"
    assert refused(**{part: places[other]}).startswith(f"{part}: expected the folder of a")
    broken = shutil.copytree(places[part], tmp_path / "broken")
    weights = load_file(broken / "model.safetensors")
    save_file(dict(list(weights.items())[1:]), broken / "model.safetensors", metadata={"format": "pt"})
    assert refused(**{part: broken}).startswith(f"{part}: expected")
    (broken / "model.safetensors").write_bytes(b"nothing of the kind")
    assert refused(**{part: broken}).startswith(f"{part}, broken/model.safetensors: expected a safetensors header")
    config = json.loads((broken / "config.json").read_text())
    (broken / "config.json").write_text(json.dumps(config | {"auto_map": {"AutoModel": "evil.Model"}}))
    assert refused(**{part: broken}).startswith(f"{part}, config.json: expected no auto_map")


def test_other_mistakes_are_named_too(refused, places, tmp_path):
    assert refused(dictionary=None) == "dictionary: expected one, as retrieval is 'all', got none"
    (tmp_path / "not.parquet").write_bytes(b"PAR1")
    assert "not.parquet" in refused(dictionary=tmp_path / "not.parquet")
    for notice in ("", "  ", "two\nlines", "x" * (MAX_NOTICE + 1)):
        assert refused(notice=notice).startswith("notice: expected one line of at most 300 characters")
    half = shutil.copytree(places["generator"], tmp_path / "half")
    (half / "processor_config.json").unlink()
    assert refused(generator=half).startswith("generator: expected a folder with processor_config.json")


def test_what_is_there_is_not_written_over(refused, tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine").write_text("")
    assert refused(tmp_path / "full").startswith("output: expected a new or empty folder")
    assert refused(tmp_path / "full" / "mine").startswith("output: expected a new or empty folder")


def test_a_disk_that_is_full_leaves_nothing(places, tmp_path, monkeypatch):
    def full(source, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", full)
    with pytest.raises(InputError, match="output: expected room for the whole folder"):
        assemble(PartFolders(**places), tmp_path / "model")
    assert not list(tmp_path.iterdir())


def test_saving_over_a_model_leaves_its_card_and_nothing_of_the_other_model(tiny, whole, tmp_path):
    target = shutil.copytree(whole, tmp_path / "model")
    (target / "README.md").write_text("mine")
    (target / "model-00001-of-00002.safetensors").write_bytes(b"of the other")
    bare = Bundle(tiny.generator, tiny.processor, tiny.motion_tokenizer, None, RetrievalSettings(mode="none"))
    bare.save(target)
    assert sorted(path.name for path in target.iterdir() if path.is_dir()) == ["fgdm", "motion_tokenizer", "recogniser"]
    assert (target / "README.md").read_text() == "mine"
    assert not (target / "model-00001-of-00002.safetensors").exists()
    again = Bundle.load(target)
    assert (again.dictionary, again.refiner, again.training_text) == (None, None, {})
    assert isinstance(again.generator, SignMBartForConditionalGeneration)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (
            {"paced": False, "coarse_sigma": None},
            "expected a model that says how long a sentence is .paced., got one",
        ),
        ({"coarse_sigma": 0.1}, "expected a model without coarse_sigma, .* .pointer., got coarse_sigma 0.1"),
        ({"coarse_sigma": None, "text_size": 8}, "expected text_size 16, the width of the generator, got 8"),
        ({"coarse_sigma": None, "fps": 12}, "25 fps"),
    ],
)
def test_what_makes_motion_of_text_alone_fits_the_others(refused, tiny, tmp_path, settings, said):
    model = make_refiner(tiny.motion_tokenizer, **{"paced": True, **settings})
    model.save_pretrained(tmp_path / "other")
    assert re.search(f"^hybridsign: .*{said}", refused(text_motion=tmp_path / "other"))
