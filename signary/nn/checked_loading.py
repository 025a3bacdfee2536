"""Loading a network from a folder, whole or not at all.

transformers draws weights at random that a file lacks, passes over those that it has no place for, reads pickles where
there is no safetensors file, and builds whatever a config asks for before it looks at the weights. Every model of ours
that is loaded by name goes through `CheckedLoading` instead: the folder's JSON is read as hostile
(`signary.io.model_files`), the headers of its weights say what there is, a skeleton without memory says what the config
asks for, never growing beyond what the file could fill, and both have to be the same. Only then is anything loaded.
"""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch
from torch import nn
from torch.nn.modules import module as hooks
from transformers import AutoTokenizer, PreTrainedConfig, PreTrainedModel, PreTrainedTokenizerBase

from signary.io.errors import InputError, UnsafeFileError
from signary.io.hub import HUB_KEYWORDS, check_model_name, fetch_model
from signary.io.library_errors import named_errors
from signary.io.model_files import (
    ADAPTER_FILE,
    CONFIG_FILE,
    INDEX_FILE,
    MODEL_WEIGHTS,
    ModelFolderError,
    check_model_folder,
    read_settings,
)
from signary.io.quoting import quoted
from signary.io.weights_file import TensorFacts, WeightsFacts, weights_of_folder

#: What is fetched of a Hub repository for a network, and for a processor.
_NETWORK_FILES = (CONFIG_FILE, "generation_config.json", ADAPTER_FILE, MODEL_WEIGHTS, INDEX_FILE, "model-*.safetensors")
_PROCESSOR_FILES = (CONFIG_FILE, "*_config.json", "*token*.json", ADAPTER_FILE, "*.model", "vocab.*", "merges.txt")
_FETCHING = (*HUB_KEYWORDS, "force_download", "proxies")
#: Keywords of transformers that would read other weights than those that were checked.
_NOT_TAKEN = ("variant", "gguf_file", "state_dict", "ignore_mismatched_sizes")
#: Modules that a network may have beside each of its tensors, and in any case.
_MODULES_A_TENSOR, _ANY_MODULES = 8, 1_000
#: Tensors that a layer has at least.
_LAYER_TENSORS = 4
#: Bytes of tables that a network computes for itself, beside the bytes of its weights.
_TABLE_BYTES = 256 << 20
_FLOATS = ("F64", "F32", "F16", "BF16")


class CheckedLoading:
    """Mix-in of models, before `PreTrainedModel`: `from_pretrained` loads all weights, or says which are wrong."""

    @classmethod
    def from_pretrained(
        cls, pretrained_model_name_or_path: str | os.PathLike[str], *model_args: Any, **kwargs: Any
    ) -> Any:
        """Load a model that `save_pretrained` has written.

        Args:
            pretrained_model_name_or_path: Folder or Hub id.
            *model_args: As in transformers.
            **kwargs: As in transformers; weights are safetensors, and no code is taken from a folder.

        Raises:
            ModelFolderError: If weights are missing, left over or of another shape; names them.
            UnsafeFileError: If a file asks for code, for files elsewhere or for more than its weights can fill.
            FormatError: If a file is broken.
            InputError: If a setting is out of range, or nothing can be fetched.
        """
        _refuse_code(kwargs)
        for name in _NOT_TAKEN:
            if kwargs.pop(name, None):
                raise InputError(name, "none: a model is read from its own safetensors, whole", "another wish")
        if kwargs.pop("use_safetensors", None) is False:
            raise InputError("use_safetensors", "True: other files can hold programs", False)
        if isinstance(kwargs.get("dtype"), torch.dtype) and not kwargs["dtype"].is_floating_point:
            raise InputError("dtype", "a number type with fractions", kwargs["dtype"])
        folder = _local(pretrained_model_name_or_path, kwargs)
        wants_info, settings = kwargs.pop("output_loading_info", False), dict(kwargs)
        for name in ("subfolder", *_FETCHING):
            settings.pop(name, None)
        with named_errors("model", f"a {cls.__name__} that can be loaded", repr(str(folder)), ModelFolderError):
            weights = _checked_folder(cls, folder)
            config = settings.pop("config", None)
            if not isinstance(config, PreTrainedConfig):
                kind: Any = cls.config_class  # type: ignore[attr-defined]
                config, _ = kind.from_pretrained(folder, return_unused_kwargs=True, **settings)
            check_weights(folder, skeleton(cls, config, weights), weights)
            model, info = super().from_pretrained(  # type: ignore[misc]
                pretrained_model_name_or_path, *model_args, use_safetensors=True, output_loading_info=True, **kwargs
            )
            check_loaded(folder, model, info)
        return (model, info) if wants_info else model


class CheckedProcessor:
    """Mix-in of processors, before `ProcessorMixin`: their files are read as hostile."""

    @classmethod
    def from_pretrained(cls, pretrained_model_name_or_path: str | os.PathLike[str], **kwargs: Any) -> Any:
        """Load a processor that `save_pretrained` has written.

        Args:
            pretrained_model_name_or_path: Folder or Hub id.
            **kwargs: As in transformers; no code is taken from a folder.

        Raises:
            UnsafeFileError: If a file asks for code or for files elsewhere, or is too large.
            FormatError: If a file is broken.
            ModelFolderError: If the files make no processor.
            InputError: If a setting is out of range, or nothing can be fetched.
        """
        _refuse_code(kwargs)
        folder = _local(pretrained_model_name_or_path, kwargs, _PROCESSOR_FILES)
        with named_errors("model", f"a {cls.__name__} that can be loaded", repr(str(folder)), ModelFolderError):
            check_model_folder(folder)
            return super().from_pretrained(pretrained_model_name_or_path, **kwargs)  # type: ignore[misc]


def load_text_tokenizer(name: str | os.PathLike[str]) -> PreTrainedTokenizerBase:
    """A tokenizer of text from any folder or Hub repository, read as hostile.

    Raises:
        UnsafeFileError: If a file asks for code or for files elsewhere, or is too large.
        ModelFolderError: If the files make no tokenizer.
        InputError: If nothing can be fetched.
    """
    folder = _local(name, {}, _PROCESSOR_FILES)
    with named_errors("model", "a folder with a text tokenizer", repr(str(folder)), ModelFolderError):
        check_model_folder(folder)
        tokenizer: PreTrainedTokenizerBase = AutoTokenizer.from_pretrained(folder)
        return tokenizer


def load_base(kind: type[PreTrainedModel], name: str | os.PathLike[str], prefix: str) -> tuple[Any, list[str]]:
    """A network of transformers to start from, in float32, whole.

    Args:
        kind: Its class.
        name: Folder or Hub id.
        prefix: What names begin with in files that have heads as well.

    Returns:
        The network, and the names of weights that the file has beside it (heads).

    Raises:
        ModelFolderError: If weights are missing or of another shape, or it has more of the network itself.
        UnsafeFileError: If a file asks for code, for files elsewhere or for more than its weights can fill.
        FormatError: If a file is broken.
        InputError: If nothing can be fetched.
    """
    keywords: dict[str, Any] = {}
    folder = _local(name, keywords)
    with named_errors("model", f"a {kind.__name__} that can be loaded", repr(str(folder)), ModelFolderError):
        weights = _checked_folder(kind, folder)
        config = kind.config_class.from_pretrained(folder)  # type: ignore[union-attr]
        heads = [one for one in weights.tensors if not one.startswith(prefix)]
        heads = heads if len(heads) < len(weights.tensors) else []
        extra = check_weights(folder, skeleton(kind, config, weights), weights, prefix, heads)
        loaded: Any = kind.from_pretrained(
            name, dtype=torch.float32, use_safetensors=True, output_loading_info=True, **keywords
        )
        check_loaded(folder, *loaded)
    return loaded[0], sorted(extra)


def _refuse_code(keywords: dict[str, Any]) -> None:
    if keywords.pop("trust_remote_code", None):
        raise InputError("trust_remote_code", "False: no code is taken from a model's folder", True)


def _local(name: str | os.PathLike[str], keywords: dict[str, Any], files: Sequence[str] = _NETWORK_FILES) -> Path:
    """The folder of a model on this disk; what is fetched is pinned in the keywords, so that it is what is loaded."""
    below = keywords.get("subfolder") or ""
    check_model_name(name)
    if os.path.isdir(name):
        return Path(name) / below
    patterns = [f"{below}/{pattern}" if below else pattern for pattern in files]
    fetched = fetch_model(name, patterns, **{key: keywords[key] for key in HUB_KEYWORDS if key in keywords})
    keywords["revision"] = fetched.name
    return fetched / below


def _checked_folder(kind: type, folder: Path) -> WeightsFacts:
    if not (folder / CONFIG_FILE).is_file():
        raise ModelFolderError("model", f"a folder with {CONFIG_FILE}", f"{str(folder)!r} without it")
    check_model_folder(folder)
    expected, found = kind.config_class.model_type, read_settings(folder / CONFIG_FILE).get("model_type")  # type: ignore[attr-defined]
    if found not in (None, expected):
        raise ModelFolderError("model", f"the folder of a {expected}", f"that of a {quoted(found, 60)}")
    return weights_of_folder(folder)


def skeleton(kind: type, config: PreTrainedConfig, weights: WeightsFacts) -> PreTrainedModel:
    """The network that a config asks for, without memory, unless the weights could never fill it.

    Args:
        kind: Of model.
        config: Its own.
        weights: What is there.

    Raises:
        UnsafeFileError: If it has many more tensors, or computes tables that are far larger.
        InputError: If the config is none to build a network with.
    """
    too_large = f"sizes of a {kind.__name__} that its {len(weights.tensors):,} weights can fill"
    for name, size in config.to_dict().items():
        # Copies of a layer, which torch's transformers are made of, pass the hooks.
        if name.endswith("layers") and isinstance(size, int) and size > len(weights.tensors) // _LAYER_TENSORS + 1:
            raise UnsafeFileError(CONFIG_FILE, too_large, f"{quoted(size)} {name}")
    with named_errors("config", f"sizes that a {kind.__name__} can be built with", "others"):
        with torch.device("meta"), _bounded_build(too_large, len(weights.tensors)):
            model: PreTrainedModel = kind(config)
        kept = set(model.state_dict())
        tables = [table for name, table in model.named_buffers() if name not in kept]
    if (asked := sum(table.nbytes for table in tables)) > _TABLE_BYTES + weights.bytes:
        raise UnsafeFileError(CONFIG_FILE, f"tables of at most {_TABLE_BYTES + weights.bytes:,} bytes", f"{asked:,}")
    return model


def check_weights(
    folder: Path, model: nn.Module, weights: WeightsFacts, prefix: str = "", beside: Iterable[str] = ()
) -> list[str]:
    """Compare what a network needs with what a file has, by name, shape and number type.

    Tied weights need to be there once; tables that are not saved are no weights.

    Args:
        folder: For messages.
        model: The network; its memory is not looked at.
        weights: What there is.
        prefix: Before the names in the file, where they have one.
        beside: Names that the file may have in addition.

    Returns:
        The names that are there in addition.

    Raises:
        ModelFolderError: If a weight is missing, left over, or of another shape or number type.
    """
    needed: Mapping[str, torch.Tensor] = model.state_dict()
    found = {name.removeprefix(prefix): facts for name, facts in weights.tensors.items()}
    tied = _tied(model)
    missing = [name for name in needed if not any(one in found for one in tied.get(name, {name}))]
    extra = [name for name in found if name not in needed]
    _refuse(folder, model, "without", [name for name in missing if not _ignored(model, "missing", name)])
    _refuse(folder, model, "with", [name for name in extra if name not in beside], "which it has no place for")
    for name, facts in found.items():
        if name in needed and (problem := _misfit(facts, needed[name])):
            raise ModelFolderError("model", f"{name} as the config wants it, {problem[0]}", problem[1])
    return extra


def check_loaded(folder: Path, model: nn.Module, info: Mapping[str, Any]) -> None:
    """Refuse a network of which transformers says that it did not load all of it.

    Raises:
        ModelFolderError: Names the weights.
    """
    tied = _tied(model)
    missing = [name for name in info["missing_keys"] if len(tied.get(name, ())) < 2]
    _refuse(folder, model, "without", [name for name in missing if not _ignored(model, "missing", name)])
    for key in ("mismatched_keys", "error_msgs"):
        _refuse(folder, model, "with", [str(one)[:100] for one in info.get(key) or ()], "which does not fit")


def _refuse(folder: Path, model: nn.Module, how: str, names: Iterable[str], why: str = "") -> None:
    if names := sorted(names):
        others = f" and {len(names) - 1:,} more" if len(names) > 1 else ""
        got = f"{str(folder)!r} {how} {names[0][:100]}{others}{', ' + why if why else ''}"
        raise ModelFolderError("model", f"all weights of the {type(model).__name__} of its config and no others", got)


def _misfit(facts: TensorFacts, needed: torch.Tensor) -> tuple[str, str] | None:
    if facts.shape != tuple(needed.shape):
        return f"of shape {tuple(needed.shape)}", quoted(facts.shape)
    fits = facts.dtype in _FLOATS if needed.is_floating_point() else facts.dtype[0] in "IUB" and facts.dtype != "BF16"
    return None if fits else (f"numbers like {str(needed.dtype).removeprefix('torch.')}", facts.dtype)


def _tied(model: nn.Module) -> dict[str, set[str]]:
    """Names of weights that are one tensor, by each of them."""
    groups = dict[int, set[str]]()
    for name, weight in model.named_parameters(remove_duplicate=False):
        groups.setdefault(id(weight), set()).add(name)
    found = {name: group for group in groups.values() for name in group if len(group) > 1}
    for target, source in (getattr(model, "all_tied_weights_keys", None) or {}).items():
        group = found.get(target, {target}) | found.get(source, {source})
        found |= dict.fromkeys(group, group)
    return found


def _ignored(model: nn.Module, what: str, name: str) -> bool:
    patterns = getattr(model, f"_keys_to_ignore_on_load_{what}", None) or ()
    return any(re.search(pattern, name) for pattern in patterns)


@contextmanager
def _bounded_build(expected: str, tensors: int) -> Iterator[None]:
    """Within it, this thread builds no network of many more tensors or modules than a file has tensors."""
    thread, count = threading.get_ident(), {"tensors": 0, "modules": 0}
    # Tied weights stand in the file once, and small tables not at all.
    most = {"tensors": 2 * tensors + 100, "modules": _MODULES_A_TENSOR * tensors + _ANY_MODULES}

    def counted(what: str) -> Any:
        def hook(*_: object) -> None:
            if threading.get_ident() == thread:
                count[what] += 1
                if count[what] > most[what]:
                    raise UnsafeFileError(CONFIG_FILE, expected, "more layers, or larger ones")

        return hook

    handles = [
        hooks.register_module_parameter_registration_hook(counted("tensors")),
        hooks.register_module_module_registration_hook(counted("modules")),
    ]
    try:
        yield
    finally:
        for handle in handles:
            handle.remove()
