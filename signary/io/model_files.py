"""The JSON files of a model folder, read as hostile: bounded, naming no code, no kernel and nothing outside the folder.

A folder comes from the Hub or from a colleague. Of what its files may ask transformers to do, some would leave the
folder (adapters, files of a tokenizer), some run code (`auto_map`, quantisation, fetched attention kernels): those
settings are refused by name, whatever they say. No model of this package has any of them.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

from signary.io.budget import JSON, Budget
from signary.io.errors import FormatError, InputError, UnsafeFileError
from signary.io.json_file import read_json
from signary.io.quoting import quoted
from signary.io.temporary import MAX_NAME

MODEL_WEIGHTS, INDEX_FILE, CONFIG_FILE = "model.safetensors", "model.safetensors.index.json", "config.json"
ADAPTER_FILE = "adapter_config.json"
#: What transformers reads beside weights, if it is there; those with `None` are text that it parses itself.
_SETTINGS_BUDGET = Budget(on_disk=16 << 20, items=1_000_000, depth=16)
_FILES: Mapping[str, Budget | None] = {
    CONFIG_FILE: _SETTINGS_BUDGET,
    "generation_config.json": _SETTINGS_BUDGET,
    "processor_config.json": _SETTINGS_BUDGET,
    "preprocessor_config.json": _SETTINGS_BUDGET,
    "tokenizer_config.json": _SETTINGS_BUDGET,
    "special_tokens_map.json": _SETTINGS_BUDGET,
    "added_tokens.json": JSON,
    "tokenizer.json": JSON,
    **dict.fromkeys(("sentencepiece.bpe.model", "tokenizer.model", "spiece.model", "vocab.json", "vocab.txt")),
    **dict.fromkeys(("merges.txt", "chat_template.jinja", "chat_template.json", "audio_tokenizer_config.json")),
}
_MOST_BYTES = 64 << 20
#: Settings with which a file could have code fetched or run, or other files read.
_REFUSED = (
    *("auto_map", "custom_pipelines", "quantization_config", "compression_config", "fusion_config", "kernel_config"),
    *("per_layer_config", "transformers_weights", "distributed_config", "use_kernels", "attribute_map", "_auto_class"),
    *("tokenizer_file", "fast_tokenizer_files", "vocab_file", "merges_file", "spm_file", "added_tokens_file"),
    "audio_tokenizer",
)
#: Ways to compute attention that torch brings along. Others may be fetched from the Hub as kernels, which is code.
ATTENTION = ("eager", "sdpa", "flex_attention")
_FLASH, _FLASH_PACKAGE = "flash_attention_2", "flash_attn"
_CHOICES = {
    **dict.fromkeys(("attn_implementation", "_attn_implementation", "_attn_implementation_internal"), ATTENTION),
    **dict.fromkeys(
        ("experts_implementation", "_experts_implementation", "_experts_implementation_internal"),
        ("eager", "batched_mm", "grouped_mm"),
    ),
    **dict.fromkeys(("dtype", "torch_dtype"), ("float32", "float16", "bfloat16", "float64")),
}
#: What a network gives beside its result: yes or no, or it fails at its first step.
_FLAGS = (
    *("output_attentions", "output_hidden_states", "output_scores", "output_logits", "return_dict"),
    *("return_dict_in_generate", "use_cache"),
)


class ModelFolderError(InputError):
    """A model folder lacks something, or its parts do not belong together."""


def check_model_folder(folder: Path) -> None:
    """Read all JSON files of a folder, before transformers does.

    Args:
        folder: Of a model or a processor, on this disk; folders below it are not looked at.

    Raises:
        ModelFolderError: If it is an adapter, which names another folder, or holds a pipe, a device or a link to
            nowhere.
        UnsafeFileError: If a file asks for code, for files elsewhere, or is too large or deep.
        FormatError: If a file is no JSON object, or a setting is none that there is.
    """
    if (folder / ADAPTER_FILE).exists():
        expected = "a whole model (an adapter names another folder: `merge_and_unload`, then `save_pretrained`)"
        raise ModelFolderError("model", expected, f"{str(folder)!r} with {ADAPTER_FILE}")
    check_entries(folder)
    for name, budget in _FILES.items():
        if not (folder / name).exists():
            continue
        path = inside(folder, name)
        if budget is None:
            if path.stat().st_size > _MOST_BYTES:
                raise UnsafeFileError(name, f"at most {_MOST_BYTES:,} bytes", f"{path.stat().st_size:,}")
        elif budget is JSON:
            read_json(path, budget)
        else:
            check_settings(name, read_json(path, budget))


def check_entries(folder: Path) -> None:
    """Refuse what is neither a file nor a folder: a pipe that is opened waits for ever, a broken link seems not there.

    Args:
        folder: On this disk; folders below it are not looked at.

    Raises:
        ModelFolderError: Names what is there.
    """
    try:
        for path in sorted(folder.iterdir()):
            if not (path.is_file() or path.is_dir()):
                raise ModelFolderError("model", "files and folders alone", f"{quoted(path.name)} in {str(folder)!r}")
            if path.name == "additional_chat_templates":
                raise ModelFolderError("model", f"no {path.name}", repr(str(folder)))
            if path.name in _FILES and path.is_dir():
                raise ModelFolderError("model", f"a file {path.name}", f"a folder of that name in {str(folder)!r}")
    except OSError as error:
        raise ModelFolderError("model", "a readable folder", f"{str(folder)!r} ({error.strerror})") from None


def check_settings(where: str, settings: Mapping[str, Any]) -> None:
    """Refuse settings that would run code, leave the folder, or are no number type or switch.

    Args:
        where: Name of the file, for messages.
        settings: Its content; what lies in objects below is looked at as well.

    Raises:
        UnsafeFileError: If it asks for code or for other files.
        FormatError: If a number type is none, or a switch neither on nor off.
    """
    for name, value in settings.items():
        if name in _REFUSED and value:
            raise UnsafeFileError(where, f"no {name} (it would run code or leave the folder)", quoted(value))
        if name in _CHOICES and value is not None:
            _check_choice(where, name, value)
        if name in _FLAGS and not (value is None or isinstance(value, bool)):
            raise FormatError(where, f"{name} true or false", quoted(value))
        for below in value if isinstance(value, list) else [value]:
            # A word that is spelled like a setting is none: vocabularies are words to numbers.
            if isinstance(below, Mapping) and any(isinstance(item, (dict, list, str)) for item in below.values()):
                check_settings(where, below)


def _check_choice(where: str, name: str, value: Any) -> None:
    choices = _CHOICES[name]
    if value in choices or (choices is ATTENTION and value == _FLASH and find_spec(_FLASH_PACKAGE) is not None):
        return
    if "dtype" in name:
        raise FormatError(where, f"{name} {', '.join(choices)}", quoted(value))
    raise UnsafeFileError(where, f"{name} {', '.join(choices)} (others are fetched as code)", quoted(value))


def is_model_file(name: str) -> bool:
    """Whether a file of this name is settings, text tokenizer or weights of a model."""
    return name in _FILES or name == INDEX_FILE or name.endswith(".safetensors")


def copy_model_files(source: Path, target: Path) -> None:
    """Copy what a model consists of, byte for byte; what else lies there, such as folders and checkpoints, stays.

    Args:
        source: Folder of a network, with processor or without.
        target: A folder that is there.

    Raises:
        UnsafeFileError: If a link leads out of the source.
    """
    for path in sorted(source.iterdir()):
        if is_model_file(path.name) and path.is_file():
            shutil.copyfile(inside(source, path.name), target / path.name)


def inside(folder: Path, name: str) -> Path:
    """The path of a file or folder in a folder, if that is where it lies.

    Links may lead from one place of the folder to another. In a snapshot of the Hub's cache they lead to the blobs
    beside it.

    Args:
        folder: On this disk.
        name: Plain, or with `/` for folders below.

    Raises:
        UnsafeFileError: If a link leads out of the folder.
    """
    path, home = folder / name, folder.resolve()
    found = path.resolve()
    if found.is_relative_to(home):
        return path
    for above in (home, *home.parents):
        if above.parent.name == "snapshots" and found.is_relative_to(above.parent.parent / "blobs"):
            return path
    raise UnsafeFileError("model", f"{name} in the folder (copy it there)", f"a link out of {str(folder)!r}")


def plain_name(where: str, name: object, suffix: str = "") -> str:
    """A file name that a file gives for one beside it.

    Args:
        where: Name of the file, for messages.
        name: What it says.
        suffix: What the name has to end with.

    Raises:
        UnsafeFileError: If it is a path, and so may lead anywhere.
        FormatError: If it is no name.
    """
    if not isinstance(name, str) or not name or "\0" in name or len(name.encode("utf-8", "replace")) > MAX_NAME:
        raise FormatError(where, "names of files beside it", quoted(name))
    if name in (".", "..") or PurePosixPath(name).name != name or PureWindowsPath(name).name != name:
        raise UnsafeFileError(where, "names of files beside it", quoted(name))
    if not name.endswith(suffix):
        raise UnsafeFileError(where, f"names that end with {suffix}", quoted(name))
    return name


def read_settings(path: Path) -> dict[str, Any]:
    """A JSON file with settings, bounded.

    Args:
        path: The file.

    Raises:
        UnsafeFileError: If it is too large or too deep.
        FormatError: If it is no JSON object.
        InputError: If it cannot be read.
    """
    found: dict[str, Any] = read_json(path, _SETTINGS_BUDGET)
    return found
