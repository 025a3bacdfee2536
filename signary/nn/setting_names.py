"""Settings by a name that nobody knows are refused, and the nearest known name is said.

transformers sets whatever a configuration is given as an attribute, so that a typo leaves the default in place without
a word. But it also writes names into `config.json` and passes names that are no settings of ours; they stand here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from difflib import get_close_matches

from transformers import GenerationConfig, MBartConfig, PreTrainedConfig

from signary.io.errors import InputError

#: What transformers 5 writes into a configuration or passes to one beside its fields.
_OF_TRANSFORMERS = frozenset(
    (
        *("attn_implementation", "auto_map", "custom_pipelines", "experts_implementation", "model_type"),
        *("name_or_path", "num_labels", "output_attentions", "per_layer_config", "quantization_config", "torch_dtype"),
        *("tie_last_hidden_states", "transformers_weights", "use_kernels"),
    )
)
#: What transformers 4 wrote into every configuration.
_OF_OLD_TRANSFORMERS = frozenset(
    (
        *("add_cross_attention", "bos_token_id", "cross_attention_hidden_size", "decoder_start_token_id"),
        *("eos_token_id", "finetuning_task", "gradient_checkpointing", "is_decoder", "pad_token_id", "prefix"),
        *("pruned_heads", "sep_token_id", "task_specific_params", "tf_legacy_loss", "tie_encoder_decoder"),
        *("tie_word_embeddings", "tokenizer_class", "torchscript", "use_bfloat16", "use_return_dict", "xla_device"),
    )
)
#: What the configurations of published mBART models have beside that.
_OF_OLD_MBART = frozenset(
    (
        *("add_bias_logits", "add_final_layer_norm", "classif_dropout", "do_blenderbot_90_layernorm"),
        *("extra_pos_embeddings", "force_bos_token_to_be_generated", "normalize_before", "normalize_embedding"),
        *("output_past", "static_position_embeddings"),
    )
)
#: What a loader may say of where a configuration comes from.
OF_LOADERS = frozenset(
    (
        *("cache_dir", "code_revision", "commit_hash", "force_download", "gguf_file", "local_files_only", "proxies"),
        *("resume_download", "revision", "subfolder", "token", "trust_remote_code", "use_auth_token", "user_agent"),
    )
)
#: Names of a message, and characters of a name.
_SHOWN, _LENGTH = 3, 60


def check_names(config: type[PreTrainedConfig], names: Iterable[str]) -> None:
    """Refuse names that are no settings.

    Args:
        config: The configuration's class; its own fields are known.
        names: Names that it was given.

    Raises:
        InputError: If one is unknown; the nearest known name stands beside it.
    """
    own = {setting.name for setting in fields(config)} | set(config.attribute_map)
    foreign = _OF_TRANSFORMERS | _OF_OLD_TRANSFORMERS | (_OF_OLD_MBART if issubclass(config, MBartConfig) else set())
    foreign |= set(GenerationConfig._get_default_generation_params())
    # Names with a line before them are transformers' own notes, unless they are a setting's with a line too many.
    unknown = sorted(
        name
        for name in map(str, names)
        if name not in own | foreign and (not name.startswith("_") or name.strip("_") in own)
    )
    if unknown:
        more = f" and {len(unknown) - _SHOWN} more" if len(unknown) > _SHOWN else ""
        got = ", ".join(_with_nearest(name, own) for name in unknown[:_SHOWN])
        raise InputError("config", f"settings of {config.__name__}", got + more)


def _with_nearest(name: str, known: set[str]) -> str:
    """A name, and the one that was perhaps meant."""
    shown = name if len(name) <= _LENGTH else f"{name[: _LENGTH - 3]}..."
    near = get_close_matches(name[:_LENGTH].strip("_").lower(), sorted(known), n=1)
    return f"{shown} (did you mean {near[0]}?)" if near else shown
