"""A language that was registered without dictionaries: trained models sign it, and the rules say what they lack."""

import numpy as np
import pytest
import torch
from tiny_text_to_sign import make_tokenizer

from signary.bundle.bundle import Bundle
from signary.generator.sign_mbart import (
    SignMBartConfig,
    SignMBartForConditionalGeneration,
    SignMBartProcessor,
    train_text_tokenizer,
)
from signary.io.errors import NoDictionaryError
from signary.language import languages
from signary.language.languages import LANGUAGES, SignLanguage, register_language
from signary.retrieval.builder import IsolatedSign, build_dictionary
from signary.retrieval.retrieval_settings import RetrievalSettings
from signary.signing.model_signing import sign_by_model
from signary.signing.rule_based import sign_text
from signary.signing.text_signer import SigningOptions, make_text_signer
from signary.streaming.session import SignStream, StreamSettings

TEXT = "Les chats dorment. Bonjour, Zoé !"


@pytest.fixture(scope="module")
def lsf():
    """French Sign Language, known by its name alone."""
    len(LANGUAGES)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(languages, "_languages", dict(languages._languages))
        patch.setattr(languages, "_files", dict(languages._files))
        yield register_language(SignLanguage("lsf", "fsl", "French Sign Language", "fr"))


@pytest.fixture(scope="module")
def folder(lsf, tmp_path_factory):
    """A model of the language, not trained, with a dictionary of two signs and two letters."""
    torch.manual_seed(0)
    poses = [sign_text(word, "asl").pose for word in ("cat", "hello", "dog")]
    tokenizer = make_tokenizer(poses)
    words = ("chat", "bonjour", "#z", "#o", "#é")
    signs = [IsolatedSign((word,), "lsf", poses[at % 3], gloss=word.upper()) for at, word in enumerate(words)]
    text_tokenizer = train_text_tokenizer([TEXT] * 4, 300)
    sizes = {f"{side}_{name}": 1 for side in ("encoder", "decoder") for name in ("layers",)}
    sizes |= {f"{side}_attention_heads": 2 for side in ("encoder", "decoder")}
    sizes |= {f"{side}_ffn_dim": 32 for side in ("encoder", "decoder")}
    config = SignMBartConfig(
        vocab_size=len(text_tokenizer),
        d_model=16,
        max_position_embeddings=512,
        codebook_sizes=dict(tokenizer.config.codebook_sizes),
        languages=["lsf"],
        **sizes,
    )
    bundle = Bundle(
        SignMBartForConditionalGeneration(config).eval(),
        SignMBartProcessor.for_vocabulary(text_tokenizer, config.vocabulary, max_length=512),
        tokenizer,
        build_dictionary(signs, tokenizer, progress=False).dictionary,
        RetrievalSettings(spell=True),
    )
    where = tmp_path_factory.mktemp("lsf")
    bundle.save(where)
    return where


def test_a_model_signs_and_streams_it_with_signs_and_letters_of_its_dictionary(folder):
    bundle = Bundle.load(folder)
    result = sign_by_model(bundle, TEXT, bundle.language("fsl"), max_new_tokens=6)
    lemmas = [found["lemma"] for found in result["retrieved"]]
    assert lemmas == [None, "chat", None, "bonjour", "#zoé"]
    assert len(result["pose"]) == 48
    assert np.isfinite(result["pose"].values).all()
    session = SignStream(bundle, StreamSettings(bundle.language("French Sign Language"), max_new_tokens=6))
    chunks = [*session.push(TEXT), *session.flush()]
    assert sum(len(chunk.pose) for chunk in chunks) >= 48


@pytest.mark.parametrize("method", ["model", "auto"])
def test_the_methods_that_have_a_model_sign_it(folder, method):
    signed = make_text_signer(method, "lsf", SigningOptions(model=str(folder), max_steps=6))(TEXT)
    assert len(signed.pose) >= 48


def test_rules_are_refused_before_the_first_sentence(lsf):
    with pytest.raises(NoDictionaryError, match="needs none: asl, dgs, csl, got French Sign Language"):
        make_text_signer("signer", "lsf", SigningOptions())
