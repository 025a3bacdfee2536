"""Pipelines for programs of this package, loaded without a word on the screen."""

from __future__ import annotations

from typing import Any

from transformers import pipeline

from signary.bundle.folder import embedded_folder, embedded_gloss_folder
from signary.bundle.loading import quiet_loading
from signary.io.hub import A_MODEL, HUB_KEYWORDS, require_model
from signary.io.library_errors import named_errors
from signary.pipelines.gloss_to_sign import TASK as GLOSS_TO_SIGN
from signary.pipelines.gloss_to_sign import GlossToSignPipeline
from signary.pipelines.text_to_sign import TASK as TEXT_TO_SIGN
from signary.pipelines.text_to_sign import TextToSignPipeline


def load_text_to_sign(name: str | None = None, **settings: Any) -> TextToSignPipeline:
    """The pipeline `text-to-sign` of a model.

    Args:
        name: Folder or Hub id, *optional*, defaults to the embedded model.
        **settings: Of the pipeline.

    Raises:
        InputError: If it cannot be loaded, or a setting is out of range.
    """
    loaded: TextToSignPipeline = _load(TEXT_TO_SIGN, str(embedded_folder()) if name is None else name, settings)
    return loaded


def load_gloss_to_sign(name: str | None = None, **settings: Any) -> GlossToSignPipeline:
    """The pipeline `gloss-to-sign` of a model; arguments and errors as for `load_text_to_sign`."""
    chosen = str(embedded_gloss_folder()) if name is None else name
    loaded: GlossToSignPipeline = _load(GLOSS_TO_SIGN, chosen, settings)
    return loaded


def _load(task: str, name: str, settings: dict[str, Any]) -> Any:
    with quiet_loading(), named_errors("model", A_MODEL, repr(name)):
        # transformers reads the config before it asks the model's class.
        require_model(name, **{key: settings[key] for key in HUB_KEYWORDS if settings.get(key) is not None})
        return pipeline(task, model=name, **settings)  # type: ignore[call-overload]
