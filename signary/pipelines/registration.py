"""What transformers is told: every kind of model of this package, and the tasks of its pipelines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from signary.bundle.folder import embedded_folder, embedded_gloss_folder


class _EmbeddedModel:
    """Name and revision of a task's default model, looked up when it is asked for."""

    def __init__(self, folder: Callable[[], Path]) -> None:
        self._folder = folder

    def __iter__(self) -> Iterator[str | None]:
        return iter((str(self._folder()), None))


def register_models() -> None:
    """Make the Auto classes know every kind of model."""
    from transformers import AutoConfig, AutoModel, AutoProcessor

    from signary.evaluation.back_translation import RecogniserConfig, RecogniserProcessor, SignRecogniser
    from signary.generator.fgdm import FGDMConfig, FGDMModel
    from signary.generator.hybridsign import HybridSignConfig, HybridSignModel
    from signary.generator.sign_mbart import SignMBartConfig, SignMBartForConditionalGeneration, SignMBartProcessor
    from signary.tokenizer import MotionTokenizer, MotionTokenizerConfig

    for config, model in (
        (MotionTokenizerConfig, MotionTokenizer),
        (SignMBartConfig, SignMBartForConditionalGeneration),
        (HybridSignConfig, HybridSignModel),
        (FGDMConfig, FGDMModel),
        (RecogniserConfig, SignRecogniser),
    ):
        AutoConfig.register(config.model_type, config)
        AutoModel.register(config, model)
    for config, processor in ((SignMBartConfig, SignMBartProcessor), (RecogniserConfig, RecogniserProcessor)):
        AutoProcessor.register(config, processor)  # type: ignore[no-untyped-call]


def register_tasks() -> None:
    """Make `transformers.pipeline` know the tasks."""
    from transformers.pipelines import PIPELINE_REGISTRY

    from signary.pipelines import gloss_to_sign, text_to_sign
    from signary.pipelines.named_auto_model import NamedAutoModel

    for task, pipeline, folder in (
        (text_to_sign.TASK, text_to_sign.TextToSignPipeline, embedded_folder),
        (gloss_to_sign.TASK, gloss_to_sign.GlossToSignPipeline, embedded_gloss_folder),
    ):
        default = {"model": _EmbeddedModel(folder)}
        PIPELINE_REGISTRY.register_pipeline(
            task, pipeline_class=pipeline, pt_model=NamedAutoModel, default=default, type="text"
        )
