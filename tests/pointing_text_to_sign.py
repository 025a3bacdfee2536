"""A tiny text-to-sign model with a pointer, untrained: what it shows, and in which order, its rules see to."""

import pytest
import torch

from signary.bundle.bundle import Bundle
from signary.generator.sign_mbart import (
    SignMBartConfig,
    SignMBartForConditionalGeneration,
    SignMBartProcessor,
    train_text_tokenizer,
)
from signary.pose.feature_statistics import feature_statistics
from signary.retrieval.builder import IsolatedSign, build_dictionary
from signary.retrieval.retrieval_settings import RetrievalSettings
from signary.signer.lexicon import shipped_alphabet, shipped_lexicon
from signary.signer.score import SignUnit
from signary.signer.signer import Signer
from signary.tokenizer import MotionTokenizer, MotionTokenizerConfig

SIGNS = ("MOTHER", "BREAD", "EAT", "NOT", "TWO", "FIVE", "YESTERDAY")
LETTERS = "ANOST"


def isolated(gloss, unit, words):
    motion = Signer().sign([unit])
    return IsolatedSign(words, "asl", motion.pose, gloss, span=motion.spans[0])


def recordings():
    lexicon, alphabet = shipped_lexicon("asl"), shipped_alphabet("asl")
    for gloss in SIGNS:
        entry = lexicon.entries[gloss]
        numeral = () if entry.number is None else (str(entry.number),)
        yield isolated(gloss, SignUnit(gloss, tuple(lexicon.forms(gloss))), (*entry.words, *numeral))
    for letter in LETTERS:
        unit = SignUnit(f"#{letter}", (alphabet.letters[letter],), spelled=True)
        yield isolated(f"#{letter}", unit, (f"#{letter.lower()}",))


def make_tokenizer(poses):
    config = MotionTokenizerConfig(
        width=8,
        code_dim=4,
        codebook_sizes={"body": 6, "left_hand": 7, "right_hand": 8, "face": 5},
        residual_levels={"body": 2, "left_hand": 1, "right_hand": 1, "face": 1},
        face_part=True,
        threshold_ema_dead_code=0.05,
        causal_decoder=True,
    )
    tokenizer = MotionTokenizer(config)
    tokenizer.set_statistics(*feature_statistics(poses, config))
    tokenizer.assign_id()
    return tokenizer.eval()


@pytest.fixture(scope="session")
def pointing():
    """The model in memory."""
    torch.manual_seed(0)
    signs = list(recordings())
    tokenizer = make_tokenizer([sign.pose for sign in signs])
    dictionary = build_dictionary(signs, tokenizer, progress=False).dictionary
    text_tokenizer = train_text_tokenizer(["Mother eats bread.", "Anna does not eat twenty-five."], 300)
    config = SignMBartConfig(
        vocab_size=len(text_tokenizer),
        d_model=16,
        encoder_layers=1,
        decoder_layers=1,
        encoder_attention_heads=2,
        decoder_attention_heads=2,
        encoder_ffn_dim=32,
        decoder_ffn_dim=32,
        max_position_embeddings=256,
        dropout=0.0,
        init_std=0.2,
        codebook_sizes=dict(zip(tokenizer.config.column_names, tokenizer.config.sizes, strict=True)),
        languages=["asl"],
        pointer=True,
        spoken_parts=["face"],
    )
    model = SignMBartForConditionalGeneration(config)
    processor = SignMBartProcessor.for_vocabulary(text_tokenizer, config.vocabulary, max_length=256)
    return Bundle(model.eval(), processor, tokenizer, dictionary, RetrievalSettings(spell=True))
