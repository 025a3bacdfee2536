"""Codes of several levels a part: a generator learns and says them by every method, a bundle turns them to motion."""

import pytest
import torch
from tiny_text_to_sign import make_dictionary

from signary.bundle.bundle import Bundle
from signary.generator.sign_mbart import SignMBartConfig, SignMBartForConditionalGeneration, SignMBartProcessor
from signary.generator.sign_mbart.text_tokenizer import train_text_tokenizer
from signary.pose.feature_statistics import feature_statistics
from signary.retrieval.retrieval_settings import RetrievalSettings
from signary.signing.rule_based import sign_text
from signary.tokenizer import MotionTokenizer, MotionTokenizerConfig
from tests.generator.test_sign_mbart import METHODS, TINY

TEXTS = ("Mother eats bread.", "Hello!")
LEVELS = {"body": 2, "left_hand": 1, "right_hand": 3}
SIZES = {"body": 9, "left_hand": 7, "right_hand": 8, "body_2": 6, "right_hand_2": 5, "right_hand_3": 4}


@pytest.fixture(scope="module")
def levelled(overfit):
    """A tokenizer with three, one and two levels, and the codes of two sentences, padded."""
    torch.manual_seed(0)
    poses = [sign_text(text, "asl").pose for text in TEXTS]
    config = MotionTokenizerConfig(
        width=8,
        code_dim=4,
        residual_levels=LEVELS,
        codebook_sizes=SIZES,
        threshold_ema_dead_code=0.05,
        causal_decoder=True,
    )
    tokenizer = MotionTokenizer(config)
    tokenizer.set_statistics(*feature_statistics(poses, config))
    values = torch.from_numpy(poses[0].values)[None]
    overfit(tokenizer, {"values": values}, 30, 5e-3)
    tokenizer.assign_id()
    codes = [tokenizer.encode(pose)[0][0, 4:length] for pose, length in zip(poses, (12, 9), strict=True)]
    return tokenizer, torch.nn.utils.rnn.pad_sequence(codes, batch_first=True, padding_value=-1)


def make_generator(method, **settings):
    text_tokenizer = train_text_tokenizer(list(TEXTS), 300)
    sizes = TINY | {"vocab_size": len(text_tokenizer), "codebook_sizes": SIZES, "languages": ["asl"], "init_std": 0.1}
    sizes |= {"max_position_embeddings": 256}
    torch.manual_seed(0)
    model = SignMBartForConditionalGeneration(SignMBartConfig(**sizes | {"decoding": method, **settings}))
    return model, SignMBartProcessor.for_vocabulary(text_tokenizer, model.config.vocabulary, max_length=256)


@pytest.mark.parametrize("method", METHODS)
def test_codes_of_levels_are_learnt_said_and_decoded(method, levelled, overfit, tmp_path):
    tokenizer, codes = levelled
    model, processor = make_generator(method)
    prompts = processor(list(TEXTS), "asl")
    outputs = overfit(model, {**prompts, "motion_codes": codes}, 120, 5e-3)
    assert len(outputs[-1].logits) == 6
    assert outputs[-1].loss < outputs[0].loss / 3
    said = model.generate(**prompts, max_new_tokens=20)
    assert torch.equal(said, codes)
    Bundle(model, processor, tokenizer, None, RetrievalSettings(mode="none")).save(tmp_path)
    again = Bundle.load(tmp_path)
    assert torch.equal(again.generator.generate(**prompts, max_new_tokens=20), codes)
    steps = int((codes[1, :, 0] >= 0).sum())
    assert again.motion_tokenizer.decode(said[1:, :steps]).values.shape == (1, 4 * steps, 133)


def test_a_prompt_shows_signs_with_all_their_columns(levelled):
    tokenizer, codes = levelled
    dictionary = make_dictionary(tokenizer)
    assert dictionary.header.parts == tokenizer.config.column_names
    model, processor = make_generator("multi_head")
    bundle = Bundle(model, processor, tokenizer, dictionary, RetrievalSettings())
    signs = bundle.settings.retriever(dictionary, "asl")("Mother eats bread.").signs
    assert signs
    assert all(sign.codes.shape[1] == 6 for sign in signs)
    prompt = processor(["Mother eats bread."], ["asl"], [signs])["input_ids"][0]
    names = processor.vocabulary.token_names()
    shown = [names[at - processor.vocabulary.text_size] for at in prompt if at >= processor.vocabulary.text_size]
    first = signs[0].codes[0].tolist()
    wanted = [f"<{name}_{code}>" for name, code in zip(("B", "LH", "RH", "B2", "RH2", "RH3"), first, strict=True)]
    assert shown[shown.index("<SIGN>") + 1 :][:6] == wanted


def test_levels_of_a_part_weigh_as_much_as_its_first():
    model, _ = make_generator("multi_head", part_weight=0.4)
    # (1 − 2λ, λ, λ) of the first level, the same shares for the others, all divided by their sum.
    raw = torch.tensor([0.2, 0.4, 0.4, 0.2, 0.4, 0.4])
    assert torch.allclose(torch.tensor(model.config.part_weights), raw / raw.sum())
    assert make_generator("multi_head")[0].config.part_weights == pytest.approx([1 / 6] * 6)
    with pytest.raises(ValueError, match="part_weight: expected 0 to 1/2 for 3 parts, got 0.6"):
        make_generator("multi_head", part_weight=0.6)
