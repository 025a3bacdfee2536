"""A network is loaded whole from its own folder, or refused by name before anything is built."""

import json
import os
import pickle
import shutil
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file
from transformers import MBartConfig, MBartForConditionalGeneration, MBartModel, pipeline

from signary.evaluation.back_translation import RecogniserConfig, SignRecogniser
from signary.generator.fgdm import FGDMConfig, FGDMModel
from signary.generator.hybridsign import HybridSignConfig, HybridSignModel
from signary.generator.sign_mbart import SignMBartConfig, SignMBartForConditionalGeneration
from signary.io.errors import FormatError, InputError, UnsafeFileError
from signary.io.model_files import ModelFolderError
from signary.nn.checked_loading import load_base, load_text_tokenizer
from signary.tokenizer import MotionTokenizer, MotionTokenizerConfig

MBART = {
    **{"d_model": 16, "encoder_layers": 1, "decoder_layers": 1, "encoder_attention_heads": 2},
    **{"decoder_attention_heads": 2, "encoder_ffn_dim": 32, "decoder_ffn_dim": 32, "max_position_embeddings": 32},
}
CODES = {"body": 6, "left_hand": 7, "right_hand": 8}
MODELS = {
    "generator": lambda: SignMBartForConditionalGeneration(
        SignMBartConfig(**MBART, vocab_size=20, codebook_sizes=CODES)
    ),
    "recogniser": lambda: SignRecogniser(
        RecogniserConfig(**MBART, vocab_size=20, glosses=["asl:A"], layout="phoenix50")
    ),
    "tokenizer": lambda: MotionTokenizer(MotionTokenizerConfig(width=8, code_dim=4, codebook_sizes=CODES)),
    "refiner": lambda: HybridSignModel(
        HybridSignConfig(hidden_size=16, joint_size=8, num_hidden_layers=1, num_attention_heads=2, text_size=6)
    ),
    "fgdm": lambda: FGDMModel(
        FGDMConfig(glosses=("A",), hidden_size=16, ffn_size=16, num_attention_heads=2, focal_layers=1, focal_channels=2)
    ),
}
#: A setting that asks for more layers than there are, and one that makes some of them wider.
DEEPER = {
    "generator": "decoder_layers",
    "recogniser": "encoder_layers",
    "refiner": "num_hidden_layers",
    "fgdm": "general_layers",
}
WIDER = {
    "generator": "decoder_ffn_dim",
    "recogniser": "encoder_ffn_dim",
    "tokenizer": "code_dim",
    "refiner": "joint_size",
    "fgdm": "ffn_size",
}


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    """Kind -> class and folder; folders are copied before they are changed."""
    torch.manual_seed(0)
    found = {}
    for kind, make in MODELS.items():
        model, folder = make(), tmp_path_factory.mktemp(kind)
        model.save_pretrained(folder)
        found[kind] = (type(model), folder)
    return found


@pytest.fixture(params=MODELS)
def kind(request):
    return request.param


@pytest.fixture
def model(kind, saved, tmp_path):
    """The class of a model, and a folder of it that may be changed."""
    shutil.copytree(saved[kind][1], tmp_path / "model")
    return saved[kind][0], tmp_path / "model"


def change_config(folder: Path, **settings):
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps(config | settings))


def change_weights(folder: Path, change):
    weights = load_file(folder / "model.safetensors")
    change(weights)
    save_file(weights, folder / "model.safetensors", {"format": "pt"})


def shard(folder: Path, names):
    """The weights in one file, under an index that calls it as `names` says."""
    (folder / "model.safetensors").rename(folder / "part.safetensors")
    places = {name: names(name) for name in load_file(folder / "part.safetensors")}
    (folder / "model.safetensors.index.json").write_text(json.dumps({"metadata": {}, "weight_map": places}))


class Runs:
    def __reduce__(self):
        return open, ("ran", "w")


def test_what_was_saved_is_what_is_loaded(model, kind):
    loaded = model[0].from_pretrained(model[1])
    weights = load_file(model[1] / "model.safetensors")
    assert all(torch.equal(value, loaded.state_dict()[name]) for name, value in weights.items())
    again, info = model[0].from_pretrained(str(model[1]), output_loading_info=True)
    assert not info["missing_keys"]
    assert again.name_or_path == str(model[1])


def test_several_files_are_one_model(model):
    shard(model[1], lambda name: "part.safetensors")
    assert model[0].from_pretrained(model[1]).num_parameters()


def test_a_missing_weight_is_named(model):
    lost = []
    change_weights(model[1], lambda weights: lost.append(sorted(weights)[3]) or weights.pop(lost[0]))
    with pytest.raises(ModelFolderError, match=f"model: expected all weights of the {model[0].__name__}") as error:
        model[0].from_pretrained(model[1])
    assert f"without {lost[0]}" in str(error.value)


def test_a_weight_too_many_is_named(model):
    change_weights(model[1], lambda weights: weights.update({"layers.99.weight": torch.zeros(2)}))
    with pytest.raises(ModelFolderError, match=r"with layers\.99\.weight, which it has no place for"):
        model[0].from_pretrained(model[1])


def test_a_weight_of_another_shape_or_kind_is_named(model):
    first = next(name for name, one in load_file(model[1] / "model.safetensors").items() if one.dim() == 2)
    change_weights(model[1], lambda weights: weights.update({first: weights[first].to(torch.int64)}))
    with pytest.raises(ModelFolderError, match="numbers like float32, got I64"):
        model[0].from_pretrained(model[1])
    change_weights(model[1], lambda weights: weights.update({first: torch.zeros(3, 5, 7)}))
    with pytest.raises(ModelFolderError, match=rf"{first} as the config wants it.*got \(3, 5, 7\)"):
        model[0].from_pretrained(model[1])


def test_a_config_that_wants_more_layers_is_refused(model, kind):
    if kind not in DEEPER:
        pytest.skip("its depth is fixed")
    for layers, error in (
        (2 + (kind == "fgdm"), ModelFolderError),
        (10**6, UnsafeFileError),
        (10**12, UnsafeFileError),
    ):
        change_config(model[1], **{DEEPER[kind]: layers})
        with pytest.raises(error, match="without|that its [0-9]+ weights can fill"):
            model[0].from_pretrained(model[1])


@pytest.mark.parametrize("size", [64, 10**6, 10**9, 2**62])
def test_a_config_that_wants_wider_layers_is_refused(model, kind, size):
    change_config(model[1], **{WIDER[kind]: size})
    with pytest.raises(InputError, match=r"as the config wants it|sizes that a"):
        model[0].from_pretrained(model[1])


@pytest.mark.parametrize("name", ["pytorch_model.bin", "model.pt", "weights.pkl", "adapter_model.bin"])
def test_pickles_are_never_read(model, name, monkeypatch):
    monkeypatch.chdir(model[1].parent)
    (model[1] / "model.safetensors").unlink()
    (model[1] / name).write_bytes(pickle.dumps(Runs()))
    with pytest.raises(ModelFolderError, match=f"a folder with model.safetensors, got .* with {name}, a pickle"):
        model[0].from_pretrained(model[1])
    with pytest.raises(InputError, match="use_safetensors: expected True"):
        model[0].from_pretrained(model[1], use_safetensors=False)
    assert not Path("ran").exists()


@pytest.mark.parametrize(
    "place",
    ["../other/part.safetensors", "/tmp/part.safetensors", "a/part.safetensors", "part.bin", "", 5, "..", "a\0"],
)
def test_an_index_names_files_beside_it_alone(model, place):
    shutil.copytree(model[1], model[1].parent / "other")
    (model[1].parent / "other" / "model.safetensors").rename(model[1].parent / "other" / "part.safetensors")
    shard(model[1], lambda name: place)
    with pytest.raises(FormatError, match=r"model\.safetensors\.index\.json: expected names"):
        model[0].from_pretrained(model[1])


def test_links_out_of_the_folder_are_refused_but_in_the_cache_of_the_hub(model, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (model[1] / "model.safetensors").rename(tmp_path / "elsewhere" / "blob.safetensors")
    (model[1] / "model.safetensors").symlink_to(tmp_path / "elsewhere" / "blob.safetensors")
    with pytest.raises(UnsafeFileError, match=r"model: expected model\.safetensors in the folder"):
        model[0].from_pretrained(model[1])
    cache = tmp_path / "models--user--name"
    (cache / "blobs").mkdir(parents=True)
    (cache / "snapshots" / "0123").mkdir(parents=True)
    (tmp_path / "elsewhere" / "blob.safetensors").rename(cache / "blobs" / "abc")
    (model[1] / "config.json").rename(cache / "blobs" / "def")
    for name, blob in (("model.safetensors", "abc"), ("config.json", "def")):
        (cache / "snapshots" / "0123" / name).symlink_to(Path("../../blobs") / blob)
    assert model[0].from_pretrained(cache / "snapshots" / "0123").num_parameters()


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"attn_implementation": "kernels-community/flash-attn2"}, "attn_implementation eager, sdpa"),
        ({"_attn_implementation": "someone/kernel:run"}, "_attn_implementation eager, sdpa"),
        ({"_attn_implementation_internal": {"": "someone/kernel"}}, "fetched as code"),
        ({"auto_map": {"AutoModel": "other/repository--code.Model"}}, "no auto_map"),
        ({"quantization_config": {"quant_method": "gptq"}}, "no quantization_config"),
        ({"transformers_weights": "../x.safetensors"}, "no transformers_weights"),
        ({"architectures": ["BertModel"]}, "architectures of this package"),
        ({"architectures": "BertModel"}, "architectures of this package"),
        ({"dtype": "load"}, "dtype float32"),
        ({"torch_dtype": "torch.nn"}, "torch_dtype float32"),
        ({"dtype": ["float32"]}, "dtype float32"),
        ({"model_type": "bert"}, "the folder of a"),
        ({"output_hidden_states": 0.5}, "output_hidden_states true or false"),
        ({"output_attentions": ["x"]}, "output_attentions true or false"),
        ({"use_cache": "no"}, "use_cache true or false"),
        ({"return_dict": {}}, "return_dict true or false"),
        ({"notice" * 40: [[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]}, "at most 16 levels"),
    ],
)
def test_what_a_config_must_not_ask_for(model, settings, message):
    change_config(model[1], **settings)
    with pytest.raises(InputError, match=message):
        model[0].from_pretrained(model[1])


@pytest.mark.parametrize("name", ["chat_template.jinja", "vocab.json", "config.json", "generation_config.json", "x"])
@pytest.mark.parametrize(
    "make", [os.mkfifo, lambda path: path.symlink_to("/dev/zero"), lambda path: path.symlink_to(path)]
)
def test_pipes_devices_and_links_to_nowhere_are_refused(model, name, make):
    (model[1] / name).unlink(missing_ok=True)
    make(model[1] / name)
    with pytest.raises(InputError):
        model[0].from_pretrained(model[1])


def test_a_folder_in_the_place_of_a_file_is_refused(model):
    (model[1] / "generation_config.json").unlink(missing_ok=True)
    (model[1] / "generation_config.json").mkdir()
    with pytest.raises(ModelFolderError, match="a file generation_config.json"):
        model[0].from_pretrained(model[1])


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"[" * 100_000, b"{", b'{"d_model": "x"}', b"\xff\xfe", b'{"a":1,"a":2}']
)
def test_a_broken_config_is_named(model, content):
    (model[1] / "config.json").write_bytes(content)
    with pytest.raises(InputError):
        model[0].from_pretrained(model[1])


def test_what_older_versions_and_other_tools_wrote_is_read(model):
    change_config(
        model[1],
        torch_dtype="float32",
        transformers_version="4.57.0",
        _name_or_path="/home/someone",
    )
    if model[0] is SignMBartForConditionalGeneration:
        change_config(model[1], num_labels=3, id2label={"0": "a"}, label2id={"a": 0}, use_cache=True)
    change_weights(
        model[1], lambda weights: [weights.update({k: v.half()}) for k, v in weights.items() if v.is_floating_point()]
    )
    assert model[0].from_pretrained(model[1], dtype=torch.float32).dtype == torch.float32


def test_code_is_taken_from_nowhere(model):
    with pytest.raises(InputError, match="trust_remote_code: expected False"):
        model[0].from_pretrained(model[1], trust_remote_code=True)
    (model[1] / "adapter_config.json").write_text('{"base_model_name_or_path": "other/base"}')
    with pytest.raises(ModelFolderError, match="an adapter names another folder"):
        model[0].from_pretrained(model[1])


def test_the_pipeline_of_transformers_says_the_same(saved, tmp_path):
    shutil.copytree(saved["fgdm"][1], tmp_path / "fgdm")
    change_weights(tmp_path / "fgdm", lambda weights: weights.pop("output.bias"))
    with pytest.raises(ModelFolderError, match=r"without output\.bias"):
        pipeline("gloss-to-sign", model=str(tmp_path / "fgdm"), device="cpu")
    MBartModel(MBartConfig(**MBART, vocab_size=20)).save_pretrained(tmp_path / "mbart")
    with pytest.raises(InputError, match="model: expected a model of this package, got 'mbart'"):
        pipeline("gloss-to-sign", model=str(tmp_path / "mbart"), device="cpu")


@pytest.mark.parametrize("kind_of_base", [MBartModel, MBartForConditionalGeneration])
def test_from_mbart_takes_all_of_it_and_says_what_is_new(kind_of_base, tmp_path, caplog):
    torch.manual_seed(0)
    base = kind_of_base(MBartConfig(**MBART, vocab_size=20))
    base.save_pretrained(tmp_path)
    model = SignMBartForConditionalGeneration.from_mbart(tmp_path, codebook_sizes=CODES)
    inner = base if kind_of_base is MBartModel else base.model
    assert torch.equal(model.model.encoder.layers[0].fc1.weight, inner.encoder.layers[0].fc1.weight)
    change_weights(tmp_path, lambda weights: weights.pop(next(name for name in weights if "layers.0.fc1" in name)))
    with pytest.raises(ModelFolderError, match=r"all weights of the MBartModel .* without decoder\.layers\.0\.fc1"):
        SignMBartForConditionalGeneration.from_mbart(tmp_path, codebook_sizes=CODES)


def test_a_base_says_what_it_has_beside(tmp_path):
    MBartForConditionalGeneration(MBartConfig(**MBART, vocab_size=20)).save_pretrained(tmp_path)
    assert load_base(MBartModel, tmp_path, "model.")[1] == ["final_logits_bias"]
    change_config(tmp_path, decoder_layers=10**6)
    with pytest.raises(UnsafeFileError, match="sizes of a MBartModel that its"):
        load_base(MBartModel, tmp_path, "model.")


def test_a_tokenizer_of_another_folder_is_refused(tmp_path):
    (tmp_path / "config.json").write_text('{"model_type": "mbart"}')
    (tmp_path / "tokenizer_config.json").write_text('{"tokenizer_file": "/etc/passwd"}')
    with pytest.raises(UnsafeFileError, match=r"tokenizer_config\.json: expected no tokenizer_file"):
        load_text_tokenizer(tmp_path)
    (tmp_path / "tokenizer_config.json").write_text('{"auto_map": {"AutoTokenizer": ["code.Tokenizer", null]}}')
    with pytest.raises(UnsafeFileError, match="no auto_map"):
        load_text_tokenizer(tmp_path)
