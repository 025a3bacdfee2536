"""What the installed transformers calls what it renamed: the one place that knows.

transformers 5.24 renamed `past_key_values` to `cache` in every `forward`; 5.20 to 5.23 know the old name only. Our
own modules say `cache`, and take what `GenerationMixin` hands them under either name.
"""

from __future__ import annotations

import inspect
from typing import Any, cast

from transformers import Cache, GenerationConfig
from transformers.models.mbart.modeling_mbart import MBartDecoder

from signary.io.errors import InputError

_NAMES = ("cache", "past_key_values")

#: The argument of `forward` and the field of outputs that hold the cache of keys and values.
CACHE_NAME = next(name for name in _NAMES if name in inspect.signature(MBartDecoder.forward).parameters)


def take_cache(cache: Cache | None, others: dict[str, Any]) -> Cache | None:
    """The cache of a call of ours, whichever name `GenerationMixin` gave it.

    Args:
        cache: What came as `cache`.
        others: The call's further keywords; the older name is taken out of them.

    Returns:
        The cache, or None if none was given.

    Raises:
        InputError: If caches come under both names.
    """
    older = others.pop("past_key_values", None)
    if cache is not None and older is not None:
        raise InputError("past_key_values", "none beside cache, which says the same", type(older).__name__)
    return cast("Cache | None", cache if older is None else older)


def cache_keyword(cache: Cache | None) -> dict[str, Any]:
    """The cache as a keyword of a `forward` of transformers.

    Args:
        cache: Of earlier tokens, or None.

    Returns:
        One entry, named as the installed transformers names it.
    """
    return {CACHE_NAME: cache}


def cache_of(output: Any) -> Cache | None:
    """The cache in an output of transformers.

    Args:
        output: What a `forward` of transformers returned.

    Returns:
        Its cache, or None if it made none.
    """
    return cast("Cache | None", output.get(CACHE_NAME))


def explicit_settings(config: GenerationConfig, usual: GenerationConfig) -> dict[str, Any]:
    """What a configuration sets that does not follow from the model's own.

    Args:
        config: Of a model, as its folder has it.
        usual: What its model's configuration alone would give: `GenerationConfig.from_model_config`.
    """
    standard = usual.to_dict()
    return {
        name: value
        for name, value in config.to_dict().items()
        if value is not None and value != standard.get(name) and name[0] != "_" and name != "transformers_version"
    }
