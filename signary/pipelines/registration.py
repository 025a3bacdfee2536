"""Every kind of model of this package, made known to the Auto classes of transformers."""

from __future__ import annotations

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
