"""Back-translation: a recogniser that reads glosses and text off motion, and features for FID and KID.

| | shape |
|---|---|
| in | motion of any pose layout, `PoseSequence`s or features (B, T, D) |
| out | glosses (CTC), text (`generate`), features (L, d), one a step of `config.stride` frames |
"""

from signary.evaluation.back_translation.configuration_recogniser import RecogniserConfig
from signary.evaluation.back_translation.glosses import GlossesOfLanguages
from signary.evaluation.back_translation.loading import LoadedRecogniser
from signary.evaluation.back_translation.modeling_recogniser import SignRecogniser
from signary.evaluation.back_translation.noise import NOISE_LEVELS, noisy
from signary.evaluation.back_translation.outputs import RecogniserOutput
from signary.evaluation.back_translation.processing_recogniser import RecogniserProcessor
from signary.evaluation.back_translation.recognition import (
    Reading,
    motion_batch,
    motion_features,
    read_batch,
    read_glosses,
    read_motion,
)
from signary.evaluation.back_translation.scores import score_readings

__all__ = [
    "GlossesOfLanguages",
    "LoadedRecogniser",
    "NOISE_LEVELS",
    "Reading",
    "RecogniserConfig",
    "RecogniserOutput",
    "RecogniserProcessor",
    "SignRecogniser",
    "motion_batch",
    "motion_features",
    "noisy",
    "read_batch",
    "read_glosses",
    "read_motion",
    "score_readings",
]
