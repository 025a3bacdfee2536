import shutil

import pytest
import torch
from safetensors.torch import load_file, save_file

from signary.evaluation.back_translation import LoadedRecogniser, read_motion
from signary.io.errors import InputError


@pytest.fixture(scope="module")
def folder(model, processor, tmp_path_factory):
    folder = tmp_path_factory.mktemp("recogniser")
    model.save_pretrained(folder)
    processor.save_pretrained(folder)
    return folder


def copied(folder, target):
    shutil.copytree(folder, target)
    return target


def test_the_loaded_one_reads_as_the_saved_one(folder, model, processor, sequences, languages):
    loaded = LoadedRecogniser.load(folder)
    assert loaded.notice == model.config.notice
    read = read_motion(loaded.model, loaded.processor, sequences, languages)
    assert read == read_motion(model, processor, sequences, languages)


def test_the_name_is_that_of_the_weights(folder, tmp_path):
    name = LoadedRecogniser.load(folder).name
    assert name == LoadedRecogniser.load(copied(folder, tmp_path / "same")).name
    other = copied(folder, tmp_path / "other")
    weights = load_file(other / "model.safetensors")
    weights["gloss_head.bias"][0] += 1
    save_file(weights, other / "model.safetensors", metadata={"format": "pt"})
    assert LoadedRecogniser.load(other).name != name


def test_what_cannot_be_loaded_is_named(folder, tmp_path, make, processor):
    with pytest.raises(InputError, match="recogniser: expected a folder with model.safetensors"):
        LoadedRecogniser.load(tmp_path)
    poor = copied(folder, tmp_path / "poor")
    weights = load_file(poor / "model.safetensors")
    save_file({name: value for name, value in weights.items() if "gloss_head" not in name}, poor / "model.safetensors",
              metadata={"format": "pt"})  # fmt: skip
    with pytest.raises(InputError, match=r"all weights of the SignRecogniser .* without gloss_head\.bias and 1 more"):
        LoadedRecogniser.load(poor)
    broken = copied(folder, tmp_path / "broken")
    (broken / "model.safetensors").write_bytes(b"nothing")
    with pytest.raises(InputError, match=r"broken/model\.safetensors: expected a safetensors header of at most"):
        LoadedRecogniser.load(broken)
    foreign = copied(folder, tmp_path / "foreign")
    torch.manual_seed(0)
    make(glosses=processor.glosses[:-1]).save_pretrained(foreign)
    with pytest.raises(InputError, match="processor: expected the recogniser's"):
        LoadedRecogniser.load(foreign)
