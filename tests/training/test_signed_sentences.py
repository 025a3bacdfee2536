"""Batches of the generator: padded to shapes that come back, never beyond what fits, and no different for it."""

import numpy as np
import pytest
import torch
from datasets import Dataset

from signary.bundle.prompter import Prompter
from signary.generator.sign_mbart import (
    SignMBartConfig,
    SignMBartForConditionalGeneration,
    SignMBartProcessor,
    train_text_tokenizer,
)
from signary.retrieval.retrieval_settings import RetrievalSettings
from signary.training.batches import Draw
from signary.training.generator_sentences import PADDING, SentenceCollator, SignedSentences

TEXTS = ["My mother eats bread.", "My father drinks.", "Bread!", "My mother eats bread and my father drinks."]
STEPS = (9, 3, 17, 20)
SIZES = {"body": 8, "left_hand": 6, "right_hand": 6}


@pytest.fixture(scope="module")
def model():
    torch.manual_seed(0)
    tokenizer = train_text_tokenizer(TEXTS, 300)
    config = SignMBartConfig(
        vocab_size=len(tokenizer), codebook_sizes=SIZES, languages=["asl"], d_model=16, encoder_layers=1,
        decoder_layers=1, encoder_attention_heads=2, decoder_attention_heads=2, encoder_ffn_dim=16, decoder_ffn_dim=16,
        max_position_embeddings=40,
    )  # fmt: skip
    return SignMBartForConditionalGeneration(config).eval(), tokenizer


@pytest.fixture(scope="module")
def samples(model):
    rng = np.random.default_rng(0)
    codes = [rng.integers(6, size=(steps, 3)).tolist() for steps in STEPS]
    rows = Dataset.from_dict({"text": TEXTS, "language": ["asl"] * 4, "codes": codes})
    processor = SignMBartProcessor.for_vocabulary(model[1], model[0].config.vocabulary, max_length=40)
    return SignedSentences(rows, Prompter(processor, None, RetrievalSettings("none")))


def collated(samples, *indices):
    chosen = [samples[Draw.of(0, 0, index)] for index in indices]
    return chosen, SentenceCollator(samples)(chosen)


@pytest.mark.parametrize(("indices", "steps"), [((1,), 8), ((0, 1), 16), ((2, 0), 20), ((3,), 20)])
def test_shapes_come_back_and_stay_within_the_longest_motion(samples, indices, steps):
    chosen, batch = collated(samples, *indices)
    assert batch["motion_codes"].shape == (len(indices), steps, 3)
    assert batch["input_ids"].shape[1] in (16, 32, 40)
    for sample, ids, mask, codes in zip(
        chosen, batch["input_ids"], batch["attention_mask"], batch["motion_codes"], strict=True
    ):
        assert ids[mask.bool()].tolist() == sample.prompt
        assert (codes[: len(sample.codes)].numpy() == sample.codes).all()
        assert (codes[len(sample.codes) :] == PADDING).all()


def test_no_prompt_is_padded_beyond_what_the_generator_takes(samples):
    processor = samples.processor
    for length in range(33, 41):
        assert processor.pad([[5] * length], 16)["input_ids"].shape == (1, 40)
    assert processor.pad([[5] * 33])["input_ids"].shape == (1, 33)


@torch.no_grad()
def test_the_loss_is_that_of_a_batch_without_more_padding(model, samples):
    chosen, batch = collated(samples, 0, 1)
    tight = samples.processor.pad([sample.prompt for sample in chosen])
    longest = max(len(sample.codes) for sample in chosen)
    assert tight["input_ids"].shape[1] < batch["input_ids"].shape[1]
    expected = model[0](**tight, motion_codes=batch["motion_codes"][:, :longest]).loss
    assert model[0](**batch).loss == pytest.approx(float(expected), rel=1e-6)


def test_rows_are_read_as_one_sentence_as_in_use(model):
    texts = ["“Bread!”  My mother eats…", "My father\u00a0drinks.\nBread!", "My ｍother doesn’t eat."]
    languages = ["American Sign Language", "ase", "asl"]
    rows = Dataset.from_dict({"text": texts, "language": languages, "codes": [[[1, 2, 3]]] * 3})
    processor = SignMBartProcessor.for_vocabulary(model[1], model[0].config.vocabulary, max_length=80)
    prompter = Prompter(processor, None, RetrievalSettings("none"))
    samples = SignedSentences(rows, prompter)
    for at, text in enumerate(texts):
        prompt = samples[Draw.of(0, 0, at)].prompt
        assert prompt == processor.prompt(text, "asl") == prompter.prompt(text, samples.languages[at])
        assert samples.sentences[at].typed.text == text
