"""Prompts: layout, signs, signers, trimming, saving, and mistakes named."""

from types import SimpleNamespace

import numpy as np
import pytest
import torch

from signary.generator.sign_mbart import (
    SignMBartConfig,
    SignMBartForConditionalGeneration,
    SignMBartProcessor,
    SignVocabulary,
    TextTooLongError,
    corpus_text_ids,
    train_text_tokenizer,
)
from signary.io.errors import InputError

SENTENCES = ["My mother eats bread.", "Morgen regnet es im Norden.", "我妈妈吃面包。"]
SIZES = {"body": 10, "left_hand": 8, "right_hand": 6}


@pytest.fixture(scope="module")
def tokenizer():
    return train_text_tokenizer(SENTENCES * 3, 330)


@pytest.fixture(scope="module")
def processor(tokenizer):
    vocabulary = SignVocabulary(len(tokenizer), tuple(SIZES), tuple(SIZES.values()), ("asl", "csl", "dgs"), 2)
    return SignMBartProcessor.for_vocabulary(tokenizer, vocabulary, max_length=60)


def sign(lemma, *steps):
    return SimpleNamespace(lemma=lemma, codes=np.array(steps))


def test_a_prompt_is_text_then_signs_then_signer_end_and_language(processor):
    vocabulary = processor.vocabulary
    ids = processor.prompt("My mother", "asl", [sign("mother", (1, 2, 3), (4, 5, 5))], signer=1)
    text, lemma = processor.text_ids("My mother"), processor.text_ids("mother")
    body, left, right = vocabulary.motion_offsets
    steps = [body + 1, left + 2, right + 3, body + 4, left + 5, right + 5]
    end = [vocabulary.signer_id(1), 2, vocabulary.language_id("asl")]
    assert ids == [*text, vocabulary.marker_id, *lemma, *steps, *end]
    assert text[-len(lemma) :] == lemma  # a word has the same pieces in the sentence and in the marker


def test_chinese_words_have_the_same_pieces_everywhere(processor):
    sentence, word = processor.text_ids("我妈妈吃面包。"), processor.text_ids("面包")
    word = word[1:]  # the blank in front of a text is a piece of its own before Chinese
    assert any(sentence[at : at + len(word)] == word for at in range(len(sentence)))


def test_a_batch_equals_its_rows_padded_at_the_end(processor):
    batch = processor(SENTENCES[:2], ["asl", "dgs"], [[sign("mother", (1, 1, 1))], []], signer=[0, 1])
    for row, (text, language, signs, signer) in enumerate(
        [(SENTENCES[0], "asl", [sign("mother", (1, 1, 1))], 0), (SENTENCES[1], "gsg", [], 1)]
    ):
        alone = processor.prompt(text, language, signs, signer)
        assert batch["input_ids"][row, : len(alone)].tolist() == alone
        assert set(batch["input_ids"][row, len(alone) :].tolist()) <= {1}
        assert batch["attention_mask"][row].sum() == len(alone)


def test_the_canonical_signer_is_asked_for_where_nobody_is_named(processor):
    ids = processor("My mother", "asl")["input_ids"][0]
    assert ids[-3] == processor.vocabulary.signer_id(0)


def test_characters_without_a_piece_are_bytes_and_special_tokens_in_text_are_text(processor, tokenizer):
    assert tokenizer.decode(processor.text_ids("fjørd 魚")) == "fjørd 魚"
    assert not {0, 1, 2} & set(processor.text_ids("</s> <pad> <s>"))
    assert 3 not in processor.text_ids("<unk> Ω")


@pytest.mark.parametrize(
    ("typed", "form", "language"),
    [
        ("My mother doesn’t eat.", "My mother doesn't eat.", "asl"),
        ("My mother doesn´t\u00a0 eat.", "My mother doesn't eat.", "asl"),
        ("\ufeff“My”\tmo\u00adther —\u200beats…", '"My" mother - eats…', "asl"),
        ("我媽媽吃麵包。", "我妈妈吃面包。", "csl"),
    ],
)
def test_texts_and_lemmas_are_read_in_their_normal_form(processor, typed, form, language):
    lemma = {"asl": "don{}t", "csl": "面包"}[language]
    signs = [sign(lemma.format(mark), (1, 1, 1)) for mark in "’'"]
    prompts = [processor.prompt(text, language, [found]) for text, found in zip((typed, form), signs, strict=True)]
    assert prompts[0] == prompts[1]


def test_saving_keeps_every_prompt(processor, tmp_path):
    processor.save_pretrained(tmp_path)
    loaded = SignMBartProcessor.from_pretrained(tmp_path)
    assert loaded.vocabulary == processor.vocabulary
    for text in SENTENCES:
        assert torch.equal(loaded(text, "dgs")["input_ids"], processor(text, "dgs")["input_ids"])


def test_a_trimmed_model_and_processor_compute_what_they_computed(tokenizer):
    config = SignMBartConfig(
        vocab_size=len(tokenizer),
        d_model=16,
        encoder_layers=1,
        decoder_layers=1,
        encoder_attention_heads=2,
        decoder_attention_heads=2,
        encoder_ffn_dim=16,
        decoder_ffn_dim=16,
        max_position_embeddings=60,
        codebook_sizes=SIZES,
    )
    model = SignMBartForConditionalGeneration(config).eval()
    full = SignMBartProcessor.for_vocabulary(tokenizer, config.vocabulary, max_length=60)
    codes = torch.randint(0, 6, (1, 4, 3))
    before = model(**full(SENTENCES[0], "asl"), motion_codes=codes).logits
    kept = model.trim_text_vocabulary(corpus_text_ids(tokenizer, SENTENCES[:1]))
    assert len(kept) < 40
    trimmed = SignMBartProcessor.for_vocabulary(tokenizer, model.config.vocabulary, max_length=60, kept_text_ids=kept)
    after = model(**trimmed(SENTENCES[0], "asl"), motion_codes=codes).logits
    for one, other in zip(before, after, strict=True):
        torch.testing.assert_close(one, other, atol=1e-6, rtol=0)
    unknown = kept.index(3)
    assert unknown in trimmed.text_ids("Morgen")


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"text": "My mother eats bread. " * 20}, TextTooLongError, "at most 60 tokens"),
        ({"language": "bsl"}, InputError, "language"),
        ({"signer": 2}, InputError, "signer: expected 0 to 1"),
        ({"language": ["asl", "dgs"]}, InputError, "language: expected one, or one for each of 1"),
        ({"signs": [sign("mother", (1, 2))]}, InputError, "codes of 'mother': expected shape"),
        ({"signs": [sign("mother", (1, 2, 6))]}, InputError, "codes of 'mother': expected 0 and more"),
        ({"signs": [sign("mother", (-1, 2, 0))]}, InputError, "codes of 'mother': expected 0 and more"),
    ],
)
def test_mistakes_are_named(processor, change, error, words):
    with pytest.raises(error, match=words):
        processor(**{"text": "My mother", "language": "asl"} | change)


def test_a_processor_refuses_another_models_vocabulary(tokenizer, processor):
    other = SignVocabulary(len(tokenizer) + 1, tuple(SIZES), tuple(SIZES.values()), ("asl", "csl", "dgs"), 2)
    with pytest.raises(InputError, match="processor: expected the generator's vocabulary"):
        SignMBartProcessor.for_vocabulary(tokenizer, other, max_length=60)


def test_a_text_tokenizer_needs_room_for_pieces():
    with pytest.raises(InputError, match="vocab_size: expected more than 260"):
        train_text_tokenizer(SENTENCES, 200)
