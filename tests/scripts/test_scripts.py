"""The training scripts on a corpus of twelve sentences: every stage, resume bit for bit, mistakes named."""

import numpy as np
import pytest
import torch
from datasets import load_from_disk

from signary.bundle.bundle import Bundle
from signary.generator.hybridsign import HybridSignModel
from signary.generator.sign_mbart import SignMBartForConditionalGeneration, SignMBartProcessor
from signary.io.errors import InputError
from signary.pipelines.loading import load_text_to_sign
from signary.retrieval.dictionary import SignDictionary
from signary.retrieval.dictionary_file import DictionaryMismatchError
from signary.retrieval.retrieval_settings import RetrievalSettings
from signary.tokenizer import MotionTokenizer, MotionTokenizerConfig
from signary.training.batches import Draw
from signary.training.frames import FrameCollator, text_of_frames
from signary.training.hybridsign import CorpusArguments, HybridSignFlags, read_frames
from signary.training.hybridsign_stages import StageArguments


def state(folder, kind):
    return kind.from_pretrained(folder).float().state_dict()


@pytest.fixture(scope="session")
def made(script, corpus, signs, tmp_path_factory):
    """All stages, in one folder."""
    work = tmp_path_factory.mktemp("work")
    smoke = ["--preset", "smoke"]
    script("train_tokenizer").main([*smoke, "--corpus", corpus, signs, "--output", str(work / "tokenizer")])
    tokenizer = ["--tokenizer", str(work / "tokenizer" / "model")]
    script("build_dictionary").main([*tokenizer, "--input", signs, "--output", str(work / "dictionary.parquet")])
    script("encode_corpus").main([*tokenizer, "--corpus", corpus, "--output", str(work / "codes")])
    generator = [*smoke, "--codes", str(work / "codes"), "--dictionary", str(work / "dictionary.parquet")]
    script("train_generator").main([*generator, "--output", str(work / "generator")])
    demo = script("train_demo")
    demo.put_together(demo.parts_of(work), work / "unrefined")
    refiner = [*smoke, "--model", str(work / "unrefined"), "--corpus", corpus, "--output", str(work / "refiner")]
    script("train_hybridsign").main(refiner)
    return work


def test_codes_are_those_of_the_saved_tokenizer(made, corpus):
    tokenizer = MotionTokenizer.from_pretrained(made / "tokenizer" / "model").float().eval()
    encoded, motion = load_from_disk(str(made / "codes"))["train"], load_from_disk(corpus)["train"]
    assert encoded["text"] == motion["text"]
    for index in (0, 5, 11):
        codes, _ = tokenizer.encode(torch.tensor(motion[index]["poses"])[None])
        assert encoded[index]["codes"] == codes[0].tolist()
    assert MotionTokenizerConfig.from_pretrained(made / "codes" / "motion_tokenizer").tokenizer_id


def test_the_model_folder_generates_from_retrieved_signs(made):
    folder = made / "generator" / "model"
    model = SignMBartForConditionalGeneration.from_pretrained(folder).float().eval()
    processor = SignMBartProcessor.from_pretrained(folder)
    processor.check(model.config.vocabulary)
    settings = RetrievalSettings.load(folder / "dictionary")
    assert settings.mode == "rare"
    assert settings.word_counts["asl"]["mother"] == 3
    dictionary = SignDictionary.load(made / "dictionary.parquet")
    found = settings.retriever(dictionary, "asl")("My mother eats bread.").signs
    assert [sign.lemma for sign in found] == ["mother", "bread"]
    codes = model.generate(**processor("My mother eats bread.", "asl", found), max_new_tokens=5)
    assert codes.shape[2] == 3
    assert codes.shape[1] <= 5


@pytest.mark.parametrize(
    ("name", "stage", "kind"),
    [
        ("train_tokenizer", "tokenizer", MotionTokenizer),
        ("train_generator", "generator", SignMBartForConditionalGeneration),
        ("train_hybridsign", "refiner", HybridSignModel),
    ],
)
def test_killed_between_checkpoints_and_resumed_is_as_uninterrupted(
    killed_and_resumed, made, corpus, signs, tmp_path, name, stage, kind
):
    inputs = {
        "tokenizer": ["--corpus", corpus, signs],
        "generator": ["--codes", str(made / "codes"), "--dictionary", str(made / "dictionary.parquet")],
        "refiner": ["--model", str(made / "unrefined"), "--corpus", corpus],
    }[stage]
    flags = ["--preset", "smoke", *inputs]
    killed_and_resumed(name, flags, tmp_path / "run")
    whole, resumed = state(made / stage / "model", kind), state(tmp_path / "run" / "model", kind)
    assert set(whole) == set(resumed)
    for key, value in whole.items():
        assert torch.equal(value, resumed[key]), key


def test_the_refiner_belongs_to_the_model(script, made, tmp_path, corpus):
    demo, folder = script("train_demo"), tmp_path / "model"
    demo.put_together(demo.parts_of(made, refiner=made / "refiner" / "model"), folder)
    sign = load_text_to_sign(str(folder))
    assert sign.bundle.refiner.config.refines
    assert torch.equal(sign.bundle.refiner.mean, sign.bundle.refiner.mean.half().float())
    settings = {"language": "asl", "max_new_tokens": 3}
    refined, coarse = (sign("My mother eats bread.", **settings, refine=refine)["pose"] for refine in (True, False))
    assert refined.values.shape == coarse.values.shape
    assert not (refined.values == coarse.values).all()


def test_a_window_of_two_sentences_has_no_jump_and_knows_which_frame_is_whose(made, corpus):
    bundle = Bundle.load(made / "unrefined")
    arguments = CorpusArguments(str(made / "unrefined"), [corpus], 1000, 1.0)
    frames = read_frames(bundle, arguments, StageArguments(), HybridSignFlags(coarse_sigma=0.1), "train")
    sample = frames[Draw.of(0, 0, 3)]
    first = int((sample.sentence == 0).sum())
    assert 0 < first < len(sample.values)
    assert sample.positions.tolist() == [*range(first), *range(len(sample.values) - first)]
    steps = np.abs(np.diff(sample.values, axis=0)).max(1)
    assert steps[first - 1] < steps.max()
    batch = FrameCollator(bundle.processor)([sample, frames[Draw.of(0, 0, 4)]])
    states, seen = text_of_frames(bundle.generator, batch)
    alone = bundle.generator.encode(**bundle.processor.pad([sample.prompts[1]])).hidden[0]
    assert torch.allclose(states[0][seen[0, first]], alone, atol=1e-5)
    assert not (seen[0, 0] & seen[0, first]).any()


def test_a_generator_without_a_dictionary_says_what_the_text_says(script, made, tmp_path):
    flags = ["--preset", "smoke", "--codes", str(made / "codes"), "--retrieval", "none"]
    script("train_generator").main([*flags, "--output", str(tmp_path / "plain")])
    folder = tmp_path / "plain" / "model"
    assert not (folder / "dictionary").exists()
    model = SignMBartForConditionalGeneration.from_pretrained(folder).float().eval()
    processor = SignMBartProcessor.from_pretrained(folder)
    codes = model.generate(**processor("My mother eats bread.", "asl"), max_new_tokens=5)
    assert codes.shape[2] == 3


def test_another_tokenizers_dictionary_is_refused(script, made, corpus, signs, tmp_path):
    script("train_tokenizer").main(["--preset", "smoke", "--corpus", corpus, "--output", str(tmp_path / "tokenizer")])
    other = str(tmp_path / "tokenizer" / "model")
    dictionary = str(tmp_path / "dictionary.parquet")
    script("build_dictionary").main(["--tokenizer", other, "--input", signs, "--output", dictionary])
    flags = ["--codes", str(made / "codes"), "--dictionary", dictionary, "--output", str(tmp_path)]
    with pytest.raises(DictionaryMismatchError):
        script("train_generator").main(["--preset", "smoke", *flags])


def test_mistakes_are_named(script, made, corpus, tmp_path):
    generator = ["--preset", "smoke", "--codes", str(made / "codes"), "--output", str(tmp_path)]
    with pytest.raises(InputError, match="codes: expected sentences of 10 to 11 steps"):
        script("train_generator").main([*generator, "--max_steps", "11"])
    with pytest.raises(InputError, match="--widht 3"):
        script("train_generator").main([*generator, "--widht", "3"])
    with pytest.raises(InputError, match="corpus: expected a folder written by"):
        script("train_tokenizer").main(["--corpus", str(tmp_path / "none"), "--output", str(tmp_path / "run")])
    tokenizer = str(made / "tokenizer" / "model")
    with pytest.raises(InputError, match="output: expected a new folder"):
        script("encode_corpus").main(["--tokenizer", tokenizer, "--corpus", corpus, "--output", str(made / "codes")])
    assert not (tmp_path / "run").exists()
