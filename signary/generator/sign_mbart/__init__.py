"""SOKE's generator: text and retrieved signs -> motion tokens (mBART with part heads)."""

from signary.generator.sign_mbart.configuration_sign_mbart import SignMBartConfig
from signary.generator.sign_mbart.decode_state import DecodeState, EncoderState
from signary.generator.sign_mbart.modeling_sign_mbart import SignMBartForConditionalGeneration, SignMBartOutput
from signary.generator.sign_mbart.processing_sign_mbart import SignMBartProcessor, TextTooLongError, corpus_text_ids
from signary.generator.sign_mbart.sampling import Sampling
from signary.generator.sign_mbart.text_tokenizer import train_text_tokenizer
from signary.generator.sign_mbart.text_trimming import KeptText, kept_text
from signary.generator.sign_mbart.vocabulary import SignVocabulary

__all__ = [
    "DecodeState",
    "EncoderState",
    "KeptText",
    "Sampling",
    "SignMBartConfig",
    "SignMBartForConditionalGeneration",
    "SignMBartOutput",
    "SignMBartProcessor",
    "SignVocabulary",
    "TextTooLongError",
    "corpus_text_ids",
    "kept_text",
    "train_text_tokenizer",
]
