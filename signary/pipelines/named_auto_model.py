"""Why a model cannot be loaded, through `transformers.pipeline`, which would bury it in a text of its own.

Where a class raises, `transformers.pipeline` tries every other that the folder's config names, and then raises one
error with all tracebacks in it. So the class that our tasks are registered with hands the error on instead of a model,
and the pipeline raises it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from transformers import AutoConfig, AutoModel

from signary.io.errors import InputError
from signary.io.hub import A_MODEL, HUB_KEYWORDS
from signary.io.library_errors import named_errors
from signary.io.quoting import quoted
from signary.nn.checked_config import CheckedConfig


@dataclass(frozen=True)
class RefusedModel:
    """Stands where a model would.

    Attributes:
        error: Why there is none.
    """

    error: InputError


class NamedAutoModel(AutoModel):
    """`AutoModel`, but for what becomes of our errors."""

    @classmethod
    def from_pretrained(cls, pretrained_model_name_or_path: Any, *model_args: Any, **kwargs: Any) -> Any:
        """A model, or a `RefusedModel`."""
        name, known = pretrained_model_name_or_path, {key: kwargs[key] for key in HUB_KEYWORDS if key in kwargs}
        try:
            with named_errors("model", A_MODEL, repr(name)):
                config = AutoConfig.from_pretrained(name, **known)
                if not isinstance(config, CheckedConfig):
                    # Models of transformers would load what they find, and draw the rest at random.
                    raise InputError("model", "a model of this package", quoted(config.model_type, 60))
                return super().from_pretrained(name, *model_args, **kwargs)
        except InputError as error:
            return RefusedModel(error)


class LoadsModelOnly:
    """Mix-in of pipelines that read everything but the network themselves, from the folder of the model."""

    _load_processor: Any = False
    _load_tokenizer: Any = False
    _load_feature_extractor: Any = False
    _load_image_processor: Any = False
    _load_video_processor: Any = False


def raise_if_refused(model: object) -> None:
    """Raise the error of a refused model; others pass."""
    if isinstance(model, RefusedModel):
        raise model.error
