"""SOKE's generator: text and retrieved signs -> motion tokens (mBART with part heads)."""

from signary.generator.sign_mbart.configuration_sign_mbart import SignMBartConfig
from signary.generator.sign_mbart.generation_sign_mbart import DecodeState, EncoderState, Sampling
from signary.generator.sign_mbart.modeling_sign_mbart import SignMBartForConditionalGeneration, SignMBartOutput
from signary.generator.sign_mbart.vocabulary import SignVocabulary

__all__ = [
    "DecodeState",
    "EncoderState",
    "Sampling",
    "SignMBartConfig",
    "SignMBartForConditionalGeneration",
    "SignMBartOutput",
    "SignVocabulary",
]
