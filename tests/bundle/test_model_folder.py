"""The model folder: what is in it, what is refused, and that it comes back as it was."""

import os
import shutil
from dataclasses import replace

import numpy as np
import pyarrow.parquet as pq
import pytest
import torch
from transformers import AutoConfig, AutoModel, AutoProcessor, BertConfig, BertModel, pipeline

from signary.bundle import folder as model_folder
from signary.bundle.bundle import Bundle
from signary.bundle.folder import ModelFolderError, NoEmbeddedModelError
from signary.generator.hybridsign import HybridSignConfig, HybridSignModel
from signary.generator.sign_mbart import SignMBartForConditionalGeneration, SignMBartProcessor
from signary.io.errors import FormatError, InputError
from signary.pipelines.text_to_sign import TextToSignPipeline
from signary.retrieval.dictionary import SignDictionary
from signary.retrieval.dictionary_file import DictionaryMismatchError, EmptyDictionaryError
from signary.retrieval.retrieval_settings import RetrievalSettings
from signary.tokenizer import MotionTokenizer, MotionTokenizerConfig

TEXT = "Hello! Mother eats bread."


def load(where, **settings):
    return pipeline("text-to-sign", model=str(where), device="cpu", language="asl", **settings)


@pytest.fixture
def mine(folder, tmp_path):
    """A copy of the model folder."""
    return shutil.copytree(folder, tmp_path / "model")


def test_what_is_saved_comes_back(sign, tmp_path, assert_same_motion, assert_same_weights):
    sign.save_pretrained(tmp_path / "again")
    again = load(tmp_path / "again")
    assert_same_weights(again.model, sign.model)
    one, other = sign(TEXT, language="asl"), again(TEXT)
    assert np.array_equal(one["codes"], other["codes"])
    assert_same_motion(one["pose"].values, other["pose"].values)
    assert one["retrieved"] == other["retrieved"]
    assert one["pose"].metadata == other["pose"].metadata
    assert not list((tmp_path / "again").rglob("*.py"))
    with pytest.raises(InputError, match="save_directory: expected a folder, got"):
        sign.save_pretrained(tmp_path / "again" / "config.json")


def test_auto_classes_know_it(folder):
    assert AutoConfig.from_pretrained(folder).model_type == "sign_mbart"
    assert isinstance(AutoModel.from_pretrained(folder), SignMBartForConditionalGeneration)
    assert isinstance(AutoProcessor.from_pretrained(folder), SignMBartProcessor)


def test_all_networks_have_one_number_type(mine):
    half = load(mine, dtype=torch.float16)
    assert {half.model.dtype, half.bundle.motion_tokenizer.dtype} == {torch.float16}
    assert np.isfinite(half("Hello!")["pose"].values).all()
    half.save_pretrained(mine)
    assert AutoModel.from_pretrained(mine).dtype == torch.float16
    single = load(mine)
    assert {single.model.dtype, single.bundle.motion_tokenizer.dtype} == {torch.float32}


@pytest.mark.gpu
@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a GPU")
def test_all_networks_move_to_the_device(folder, sign):
    moved = pipeline("text-to-sign", model=str(folder), device="cuda", language="asl")
    assert {moved.model.device.type, moved.bundle.motion_tokenizer.device.type} == {"cuda"}
    assert np.array_equal(moved(TEXT)["codes"], sign(TEXT, language="asl")["codes"])


@pytest.mark.parametrize(
    ("lost", "error", "words"),
    [
        ("processor_config.json", ModelFolderError, "model: expected a folder with processor_config.json"),
        ("tokenizer.json", ModelFolderError, "model: expected a folder with tokenizer.json, got"),
        ("motion_tokenizer", ModelFolderError, "model: expected a folder with motion_tokenizer/config.json"),
        (
            "motion_tokenizer/model.safetensors",
            ModelFolderError,
            "model.safetensors, got .*tokenizer' without",
        ),
        ("dictionary/dictionary.parquet", ModelFolderError, "dictionary/dictionary.parquet, as its retrieval is 'all'"),
        ("model.safetensors", ModelFolderError, "expected a folder with model.safetensors"),
    ],
)
def test_missing_parts_are_named(mine, lost, error, words):
    path = mine / lost
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    with pytest.raises(error, match=words):
        load(mine)


@pytest.mark.parametrize(
    ("broken", "error", "words"),
    [
        ("dictionary/dictionary.parquet", FormatError, "dictionary.parquet"),
        ("dictionary/retrieval.json", FormatError, "retrieval.json"),
        (
            "motion_tokenizer/model.safetensors",
            FormatError,
            "model.safetensors: expected a safetensors header",
        ),
    ],
)
def test_broken_parts_are_named(mine, broken, error, words):
    (mine / broken).write_bytes(b"nothing of the kind")
    with pytest.raises(error, match=words):
        load(mine)


def test_a_model_without_a_dictionary_signs_without(mine):
    shutil.rmtree(mine / "dictionary")
    sign = load(mine)
    result = sign(TEXT, max_new_tokens=5)
    assert {found["reason"] for found in result["retrieved"]} == {"the model has no dictionary"}
    with pytest.raises(InputError, match="retrieval: expected none, as the model has no dictionary"):
        sign(TEXT, retrieval="all")


def test_retrieval_that_is_off_needs_no_dictionary(mine):
    (mine / "dictionary" / "dictionary.parquet").unlink()
    RetrievalSettings(mode="none").save(mine / "dictionary")
    assert load(mine)("Hello!", max_new_tokens=5)["complete"] is False


def test_another_tokenizer_is_refused(mine):
    other = MotionTokenizer.from_pretrained(mine / "motion_tokenizer")
    other.config.tokenizer_id = None
    other.assign_id()
    other.save_pretrained(mine / "motion_tokenizer")
    with pytest.raises(DictionaryMismatchError, match="tokenizer_id"):
        load(mine)
    settings = MotionTokenizerConfig(width=8, code_dim=4, codebook_sizes=dict.fromkeys(other.config.part_names, 5))
    MotionTokenizer(settings).save_pretrained(mine / "motion_tokenizer")
    with pytest.raises(InputError, match="motion_tokenizer|tokenizer_id"):
        load(mine)
    shutil.rmtree(mine / "dictionary")
    with pytest.raises(ModelFolderError, match="motion_tokenizer: expected the codes of the generator"):
        load(mine)


def test_parts_in_memory_are_checked_too(tiny):
    model, parts = tiny.generator, tiny
    other = MotionTokenizer(parts.motion_tokenizer.config.__class__(**parts.motion_tokenizer.config.to_diff_dict()))
    other.config.tokenizer_id = None
    with pytest.raises(ModelFolderError, match="tokenizer_id"):
        Bundle(model, parts.processor, other, parts.dictionary, parts.settings)
    other.assign_id()
    with pytest.raises(DictionaryMismatchError, match="dictionary: expected a dictionary of the motion tokenizer"):
        Bundle(model, parts.processor, other, parts.dictionary, parts.settings)
    with pytest.raises(InputError, match="dictionary: expected one, as retrieval is 'all'"):
        Bundle(model, parts.processor, other, None, RetrievalSettings())
    with pytest.raises(InputError, match="bundle: expected the other parts of a generator"):
        TextToSignPipeline(SignMBartForConditionalGeneration(model.config), device="cpu")


def test_parts_of_other_motion_are_refused(tiny):
    assert tiny.motion_spec == tiny.motion_tokenizer.config.motion_spec
    other = replace(tiny.motion_spec, hand_reference="mano_mean")
    table, header = tiny.dictionary.__reduce__()[1]
    dictionary = SignDictionary(table, replace(header, motion_spec=other))
    with pytest.raises(DictionaryMismatchError, match="dictionary: .*flat, as the motion tokenizer has it.*mano_mean"):
        replace(tiny, dictionary=dictionary)
    config = HybridSignConfig(hand_reference="mano_mean", coarse_sigma=1.0, hidden_size=8, joint_size=4)
    config.num_hidden_layers = 1
    with pytest.raises(ModelFolderError, match="refiner: .*flat, as the motion tokenizer has it.*mano_mean"):
        tiny.with_refiner(HybridSignModel(config))


def test_an_empty_dictionary_is_named(mine):
    path = mine / "dictionary" / "dictionary.parquet"
    pq.write_table(pq.read_table(path).slice(0, 0), path)
    with pytest.raises(EmptyDictionaryError):
        load(mine)


def test_other_models_are_refused():
    config = BertConfig(hidden_size=8, num_hidden_layers=1, num_attention_heads=1, intermediate_size=8, vocab_size=9)
    with pytest.raises(InputError, match="model: expected a SignMBartForConditionalGeneration, got BertModel"):
        TextToSignPipeline(BertModel(config), device="cpu")


def test_without_a_name_it_is_the_embedded_model_and_says_so(monkeypatch, honest_folder, tmp_path):
    monkeypatch.setattr(model_folder, "EMBEDDED", tmp_path / "nothing")
    with pytest.raises(NoEmbeddedModelError, match="model: expected a folder or Hub id"):
        pipeline("text-to-sign")
    monkeypatch.setattr(model_folder, "EMBEDDED", honest_folder)
    sign = pipeline("text-to-sign", device="cpu", language="asl")
    assert "not verified by signers" in sign("Hello!")["pose"].metadata["notice"]
    sign.save_pretrained(tmp_path / "elsewhere")
    assert "not verified by signers" in load(tmp_path / "elsewhere")("Hello!")["pose"].metadata["notice"]


@pytest.mark.parametrize("name", ["refiner", "dictionary"])
def test_a_file_in_the_place_of_a_part_is_no_missing_part(mine, name):
    shutil.rmtree(mine / name, ignore_errors=True)
    (mine / name).write_bytes(b"")
    with pytest.raises(ModelFolderError, match=f"a folder {name}, or none"):
        load(mine)


@pytest.mark.parametrize("name", ["retrieval.json", "dictionary.parquet", "other"])
@pytest.mark.parametrize("make", [os.mkfifo, lambda path: path.symlink_to("gone"), lambda path: path.symlink_to(path)])
def test_pipes_and_broken_links_of_a_dictionary_are_refused(mine, name, make):
    (mine / "dictionary" / name).unlink(missing_ok=True)
    make(mine / "dictionary" / name)
    with pytest.raises(InputError):
        load(mine)


def test_templates_of_chats_are_refused(mine):
    (mine / "additional_chat_templates").mkdir()
    with pytest.raises(ModelFolderError, match="no additional_chat_templates"):
        load(mine)
