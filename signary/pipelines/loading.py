"""Pipelines for programs of this package, loaded without a word on the screen."""

from __future__ import annotations

from typing import Any

from signary.bundle.bundle import Bundle
from signary.bundle.folder import gloss_folder
from signary.bundle.loading import quiet_loading
from signary.generator.fgdm import FGDMModel
from signary.nn.loading import load_model
from signary.pipelines.gloss_to_sign import GlossToSignPipeline
from signary.pipelines.text_to_sign import TextToSignPipeline


def load_text_to_sign(name: str | None = None, **settings: Any) -> TextToSignPipeline:
    """The pipeline `text-to-sign` of a model.

    Args:
        name: Folder or Hub id, *optional*, defaults to the embedded model.
        **settings: Of the pipeline.

    Raises:
        InputError: If it cannot be loaded, or a setting is out of range.
    """
    with quiet_loading():
        bundle = Bundle.load(name)
        return TextToSignPipeline(bundle.generator, bundle=bundle, **settings)


def load_gloss_to_sign(name: str | None = None, **settings: Any) -> GlossToSignPipeline:
    """The pipeline `gloss-to-sign` of a model.

    Args:
        name: Folder or Hub id of a gloss model, or of a text-to-sign model that has one, *optional*, defaults to the
            embedded one.
        **settings: Of the pipeline.

    Raises:
        InputError: If it cannot be loaded, or a setting is out of range.
    """
    with quiet_loading():
        return GlossToSignPipeline(load_model(FGDMModel, gloss_folder(name)), **settings)
