"""FGDM: glosses to poses by focal–general diffusion (CVPR 2026)."""

from signary.generator.fgdm.configuration_fgdm import FGDMConfig
from signary.generator.fgdm.modeling_fgdm import FGDMModel
from signary.generator.fgdm.outputs import FGDMOutput
from signary.generator.fgdm.sentence_poses import (
    SentenceBatch,
    SentencePoses,
    SentenceStatistics,
    batch_sentences,
    sentence_poses,
    sentence_statistics,
)
from signary.generator.fgdm.vocabulary import GlossVocabulary, UnknownGlossError

__all__ = [
    "FGDMConfig",
    "FGDMModel",
    "FGDMOutput",
    "GlossVocabulary",
    "SentenceBatch",
    "SentencePoses",
    "SentenceStatistics",
    "UnknownGlossError",
    "batch_sentences",
    "sentence_poses",
    "sentence_statistics",
]
