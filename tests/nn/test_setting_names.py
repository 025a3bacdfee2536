"""Names of settings, of all five configurations: typos refused with the nearest name, transformers' own let through."""

import json

import pytest
from transformers import GenerationConfig, MBartConfig

from signary.evaluation.back_translation import RecogniserConfig
from signary.generator.fgdm import FGDMConfig
from signary.generator.hybridsign import HybridSignConfig
from signary.generator.sign_mbart import SignMBartConfig, SignMBartForConditionalGeneration
from signary.io.errors import InputError
from signary.tokenizer import MotionTokenizer, MotionTokenizerConfig

CONFIGS = (SignMBartConfig, MotionTokenizerConfig, HybridSignConfig, FGDMConfig, RecogniserConfig)
TYPOS = [
    (SignMBartConfig, "decodingg", "decoding"),
    (SignMBartConfig, "num_signer", "num_signers"),
    (SignMBartConfig, "encoder_layer", "encoder_layers"),
    (SignMBartConfig, "Dropout", "dropout"),
    (SignMBartConfig, "_decoding", "decoding"),
    (MotionTokenizerConfig, "hand_refernce", "hand_reference"),
    (HybridSignConfig, "coarse_sigm", "coarse_sigma"),
    (FGDMConfig, "focal_layer", "focal_layers"),
    (RecogniserConfig, "recognition_wieght", "recognition_weight"),
]
#: What configurations written by transformers 4 hold beside their own settings.
OLD = {
    "_name_or_path": "somewhere", "add_cross_attention": False, "architectures": ["Old"], "bad_words_ids": None,
    "bos_token_id": 0, "chunk_size_feed_forward": 0, "cross_attention_hidden_size": None, "diversity_penalty": 0.0,
    "do_sample": False, "early_stopping": False, "eos_token_id": 2, "finetuning_task": None, "id2label": {"0": "A"},
    "label2id": {"A": 0}, "length_penalty": 1.0, "max_length": 20, "num_beams": 1, "output_attentions": False,
    "pad_token_id": 1, "prefix": None, "problem_type": None, "pruned_heads": {}, "return_dict": True,
    "sep_token_id": None, "task_specific_params": None, "temperature": 1.0, "tf_legacy_loss": False,
    "tie_encoder_decoder": False, "tie_word_embeddings": True, "tokenizer_class": None, "top_k": 50, "top_p": 1.0,
    "torch_dtype": "float32", "torchscript": False, "transformers_version": "4.30.0", "typical_p": 1.0,
    "use_bfloat16": False, "use_cache": True,
}  # fmt: skip


def refused(config, name, nearest):
    return pytest.raises(InputError, match=rf"config: expected settings of {config.__name__}, got {name}.*{nearest}\?")


@pytest.mark.parametrize(("config", "name", "nearest"), TYPOS)
def test_a_typo_is_refused_with_the_nearest_name(config, name, nearest, tmp_path):
    with refused(config, name, nearest):
        config(**{name: 1})
    with refused(config, name, nearest):
        config.from_dict(config().to_dict() | {name: 1})
    config().save_pretrained(tmp_path)
    file = tmp_path / "config.json"
    sound = file.read_text()
    file.write_text(json.dumps(json.loads(sound) | {name: 1}))
    with refused(config, name, nearest):
        config.from_pretrained(tmp_path)
    file.write_text(sound)
    with refused(config, name, nearest):
        config.from_pretrained(tmp_path, **{name: 1})


def test_many_unknown_names_make_one_short_sentence():
    with pytest.raises(InputError) as error:
        SignMBartConfig(**{f"{'x' * 5000}{number}": 1 for number in range(50)})
    assert len(str(error.value)) < 300
    assert "and 47 more" in str(error.value)
    with pytest.raises(InputError, match="got qqq$"):
        FGDMConfig(qqq=1)


@pytest.mark.parametrize("config", CONFIGS)
def test_what_transformers_writes_and_passes_is_let_through(config, tmp_path):
    for names in (OLD, GenerationConfig._get_default_generation_params(), {"attn_implementation": "eager"}):
        config(**names)
    made = config(name_or_path="x", dtype="bfloat16", num_labels=3)
    for again in (config(**made.to_dict()), config.from_dict(made.to_dict()), config(**made.to_diff_dict())):
        assert again.to_diff_dict() == made.to_diff_dict()
    made.save_pretrained(tmp_path)
    file = tmp_path / "config.json"
    file.write_text(json.dumps(OLD | json.loads(file.read_text())))
    loaders = {"local_files_only": True, "revision": "main", "trust_remote_code": False, "cache_dir": str(tmp_path)}
    read = config.from_pretrained(tmp_path, output_hidden_states=True, **loaders)
    assert read.output_hidden_states
    assert config.from_pretrained(tmp_path, elsewhere=1, return_unused_kwargs=True)[1]["elsewhere"] == 1


def test_names_of_another_family_stay_settings_of_mbart():
    config = SignMBartConfig(hidden_size=32, num_attention_heads=4, num_hidden_layers=2)
    assert (config.d_model, config.encoder_attention_heads, config.encoder_layers) == (32, 4, 2)
    old = {"normalize_before": True, "classif_dropout": 0.0, "static_position_embeddings": False}
    assert SignMBartConfig(**MBartConfig(**old).to_dict() | {"model_type": "sign_mbart"}).d_model == 1024
    with pytest.raises(InputError, match="normalize_before"):
        MotionTokenizerConfig(normalize_before=True)


def test_models_and_starts_from_mbart_refuse_them_too(tmp_path):
    MotionTokenizer(MotionTokenizerConfig(width=8, code_dim=8)).save_pretrained(tmp_path)
    file = tmp_path / "config.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | {"widht": 3}))
    with refused(MotionTokenizerConfig, "widht", "width"):
        MotionTokenizer.from_pretrained(tmp_path)
    with refused(SignMBartConfig, "decodin", "decoding"):
        SignMBartForConditionalGeneration.from_mbart("nowhere", decodin="parallel")


def test_a_configuration_that_adds_settings_knows_them():
    class Wider(MotionTokenizerConfig):
        model_type = "wider"
        extra: int = 1

    assert Wider(extra=2).extra == 2
    with refused(Wider, "extr", "extra"):
        Wider(extr=2)
