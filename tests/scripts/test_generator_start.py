"""A generator that goes on from another one: weights, text vocabulary and processor are its own."""

import pytest
import torch
from datasets import Dataset

from signary.generator.sign_mbart import SignMBartForConditionalGeneration, SignMBartProcessor
from signary.io.errors import InputError
from signary.tokenizer import MotionTokenizerConfig
from signary.training.flags import parse_arguments
from signary.training.new_generator import GeneratorFlags, StartArguments, make_generator

SIZES = {"d_model": 16, "max_position_embeddings": 64, "num_signers": 2}
for _half in ("encoder", "decoder"):
    SIZES |= {f"{_half}_layers": 1, f"{_half}_attention_heads": 2, f"{_half}_ffn_dim": 16}
SMALL = [word for name, size in SIZES.items() for word in (f"--{name}", str(size))]
ROWS = Dataset.from_list([{"text": "My mother eats bread.", "language": "asl"}, {"text": "Hello!", "language": "dgs"}])
OTHER_ROWS = Dataset.from_list(
    [{"text": "Zebras quickly jump.", "language": "asl"}, {"text": "Guten Tag!", "language": "dgs"}]
)


def make(*words, rows=ROWS, tokenizer=None, **start):
    (flags,) = parse_arguments((GeneratorFlags,), words, "generator")
    return make_generator(
        StartArguments(text_tokens=280, **start), flags, tokenizer or MotionTokenizerConfig(), rows, 0
    )


@pytest.fixture(scope="module")
def before(tmp_path_factory):
    folder = tmp_path_factory.mktemp("start")
    torch.manual_seed(0)
    for part in make(*SMALL, "--pointer", "True", "--dropout", "0.2"):
        part.save_pretrained(folder)
    return str(folder)


def test_weights_vocabulary_and_settings_are_those_of_the_other_unless_a_flag_says_otherwise(before):
    model, processor = make("--dropout", "0.1", rows=OTHER_ROWS, start_from=before)
    other = SignMBartForConditionalGeneration.from_pretrained(before)
    assert (model.config.dropout, other.config.dropout, model.config.pointer) == (0.1, 0.2, True)
    weights = other.state_dict()
    assert all(torch.equal(value, weights[name]) for name, value in model.state_dict().items())
    theirs = SignMBartProcessor.from_pretrained(before)
    for text in ("My mother", "Zebras quickly jump."):
        assert processor.text_ids(text) == theirs.text_ids(text)


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("--d_model 32", "start_from: .*shape"),
        ("--num_signers 5", "start_from: .*shape"),
        ("--pointer False", "start_from: .*none"),
    ],
)
def test_one_of_another_shape_is_named(before, words, named):
    with pytest.raises(InputError, match=named):
        make(*words.split(), start_from=before)


def test_other_motion_and_other_languages_are_named(before):
    with pytest.raises(InputError, match="codebook_sizes"):
        make(start_from=before, tokenizer=MotionTokenizerConfig(codebook_sizes={"body": 5}))
    with pytest.raises(InputError, match="languages"):
        make(start_from=before, rows=ROWS.select([0]))
    with pytest.raises(InputError, match="mbart"):
        make(start_from=before, mbart=before)
