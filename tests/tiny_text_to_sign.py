"""A tiny text-to-sign model, trained until it signs four sentences."""

import json
import shutil
from pathlib import Path

import pytest
import torch
from transformers import pipeline

from signary.bundle.bundle import Bundle
from signary.generator.sign_mbart import (
    SignMBartConfig,
    SignMBartForConditionalGeneration,
    SignMBartProcessor,
    train_text_tokenizer,
)
from signary.pose.feature_statistics import feature_statistics
from signary.pose.view import to_layout
from signary.retrieval.builder import IsolatedSign, build_dictionary
from signary.retrieval.retrieval_settings import RetrievalSettings
from signary.signer.signer import NOTICE
from signary.signing.rule_based import sign_text
from signary.tokenizer import MotionTokenizer, MotionTokenizerConfig

TRAINED = {
    "asl": ["Mother eats bread.", "Hello!"],
    "dgs": ["Es regnet.", "Guten Morgen."],
}
WORDS = {"asl": ["mother", "bread"], "dgs": ["regnen"]}


def make_tokenizer(poses, **settings):
    config = MotionTokenizerConfig(
        **settings,
        width=8,
        code_dim=4,
        codebook_sizes={"body": 6, "left_hand": 7, "right_hand": 8},
        threshold_ema_dead_code=0.05,
        causal_decoder=True,
    )
    tokenizer = MotionTokenizer(config)
    tokenizer.set_statistics(*feature_statistics(poses, config))
    tokenizer.assign_id()
    return tokenizer.eval()


def make_dictionary(tokenizer):
    signs = [
        IsolatedSign((word,), language, sign_text(word, language).pose, gloss=word.upper())
        for language, words in WORDS.items()
        for word in words
    ]
    return build_dictionary(signs, tokenizer, progress=False).dictionary


def make_generator(tokenizer):
    text_tokenizer = train_text_tokenizer([text for texts in TRAINED.values() for text in texts], 300)
    config = SignMBartConfig(
        vocab_size=len(text_tokenizer),
        d_model=16,
        encoder_layers=1,
        decoder_layers=1,
        encoder_attention_heads=2,
        decoder_attention_heads=2,
        encoder_ffn_dim=32,
        decoder_ffn_dim=32,
        max_position_embeddings=128,
        dropout=0.0,
        init_std=0.2,
        codebook_sizes=dict(tokenizer.config.codebook_sizes),
        languages=["asl", "dgs"],
        num_signers=2,
    )
    model = SignMBartForConditionalGeneration(config)
    return model, SignMBartProcessor.for_vocabulary(text_tokenizer, config.vocabulary, max_length=128)


@pytest.fixture(scope="session")
def taught():
    """(text, language) -> motion codes of shape (L, P) that the tiny model was taught; filled by `tiny`."""
    return {}


@pytest.fixture(scope="session")
def tiny(taught, overfit):
    """The model in memory."""
    torch.manual_seed(0)
    pairs = [(text, language) for language, texts in TRAINED.items() for text in texts]
    poses = [sign_text(text, language).pose for text, language in pairs]
    tokenizer = make_tokenizer(poses)
    dictionary, settings = make_dictionary(tokenizer), RetrievalSettings()
    model, processor = make_generator(tokenizer)
    for length, pair, pose in zip((12, 8, 9, 10), pairs, poses, strict=True):
        taught[pair] = tokenizer.encode(pose)[0][0, :length]
    signs = [settings.retriever(dictionary, language)(text).signs for text, language in pairs]
    texts, languages = zip(*pairs, strict=True)
    codes = torch.nn.utils.rnn.pad_sequence(list(taught.values()), batch_first=True, padding_value=-1)
    outputs = overfit(model, {**processor(texts, languages, signs), "motion_codes": codes}, 300, 1e-2)
    assert outputs[-1].loss < 0.05, outputs[-1].loss
    return Bundle(model, processor, tokenizer, dictionary, settings)


@pytest.fixture(scope="session")
def of_keypoints(tiny):
    """A model whose motion are keypoints in space; untrained."""
    torch.manual_seed(0)
    poses = [to_layout(sign_text(text, "asl").pose, "phoenix50") for text in TRAINED["asl"]]
    tokenizer = make_tokenizer(poses, layout="phoenix50")
    return Bundle(tiny.generator, tiny.processor, tokenizer, None, RetrievalSettings("none"))


@pytest.fixture(scope="session")
def sign(folder):
    """The pipeline, from the folder."""
    return pipeline("text-to-sign", model=str(folder), device="cpu")


@pytest.fixture(scope="session")
def folder(tiny, tmp_path_factory) -> Path:
    """The tiny model as a folder."""
    where = tmp_path_factory.mktemp("model")
    tiny.save(where)
    return where


@pytest.fixture
def honest_folder(folder, tmp_path) -> Path:
    """The folder, with a notice, as that of the embedded model has it."""
    where = shutil.copytree(folder, tmp_path / "honest")
    config = json.loads((where / "config.json").read_text())
    (where / "config.json").write_text(json.dumps(config | {"notice": NOTICE}))
    return where
