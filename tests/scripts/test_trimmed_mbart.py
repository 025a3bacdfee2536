"""A generator that starts from an mBART folder and is trimmed: it reads words that its corpus does not have."""

import re

import pytest
import torch
from datasets import load_from_disk
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers
from transformers import MBartConfig, MBartModel, PreTrainedTokenizerFast

from signary.generator.sign_mbart import SignMBartForConditionalGeneration, SignMBartProcessor
from signary.io.errors import InputError
from signary.tokenizer import MotionTokenizer, MotionTokenizerConfig
from signary.training.flags import parse_arguments
from signary.training.new_generator import GeneratorFlags, StartArguments, make_generator

SPECIAL = {"bos_token": "<s>", "pad_token": "<pad>", "eos_token": "</s>", "unk_token": "<unk>"}
WORLD = [
    "My mother eats bread. The girl drinks milk, an umbrella for a quick zebra!",
    "Mein Vater trinkt Bier. Die Sonne scheint; größere Übungen & ein Regenschirm?",
    "Быстрая лиса прыгает через собаку",
] * 4


@pytest.fixture(scope="module")
def mbart(tmp_path_factory):
    """Folder of a small mBART with a tokenizer of the kind that mBART has."""
    folder = tmp_path_factory.mktemp("mbart")
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.NFKC()
    tokenizer.pre_tokenizer, tokenizer.decoder = pre_tokenizers.Metaspace(), decoders.Metaspace()
    trainer = trainers.UnigramTrainer(
        vocab_size=250, special_tokens=list(SPECIAL.values()), unk_token="<unk>", show_progress=False
    )
    tokenizer.train_from_iterator(WORLD, trainer)
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, **SPECIAL).save_pretrained(folder)
    torch.manual_seed(0)
    config = MBartConfig(
        vocab_size=tokenizer.get_vocab_size(), d_model=16, encoder_layers=1, decoder_layers=1,
        encoder_attention_heads=2, decoder_attention_heads=2, encoder_ffn_dim=16, decoder_ffn_dim=16,
        max_position_embeddings=200, dropout=0.2,
    )  # fmt: skip
    MBartModel(config).save_pretrained(folder)
    return str(folder)


def test_trimmed_it_still_reads_any_word(script, mbart, corpus, signs, tmp_path, capsys):
    model = MotionTokenizer(MotionTokenizerConfig(width=8, code_dim=8))
    model.assign_id()
    model.save_pretrained(tmp_path / "tokenizer")
    named, codes, dictionary = (
        ["--tokenizer", str(tmp_path / "tokenizer")],
        tmp_path / "codes",
        tmp_path / "dictionary.parquet",
    )
    script("encode_corpus").main([*named, "--corpus", corpus, "--output", str(codes)])
    script("build_dictionary").main([*named, "--input", signs, "--output", str(dictionary)])
    flags = ["--retrieval", "rare", "--num_signers", "9", "--evaluate_every", "0", "--mbart", mbart]
    flags += ["--codes", str(codes), "--dictionary", str(dictionary)]
    script("train_generator").main(
        [*flags, "--steps", "1", "--languages", "asl", "dgs", "--output", str(tmp_path / "run")]
    )
    (line,) = [line for line in capsys.readouterr().out.splitlines() if line.startswith("text vocabulary:")]
    kept, whole = map(int, re.match(r"text vocabulary: (\d+) of (\d+) pieces stay", line).groups())
    assert kept < whole
    assert "of other scripts, which become unknown" in line
    folder = tmp_path / "run" / "model"
    trained = SignMBartForConditionalGeneration.from_pretrained(folder).float().eval()
    processor = SignMBartProcessor.from_pretrained(folder)
    assert trained.config.vocab_size == kept == len(processor.kept_text_ids)
    assert "umbrella" not in " ".join(load_from_disk(corpus)["train"]["text"])
    for text in ("an umbrella, a zebra!", "größere Übungen & Regenschirm?", *WORLD[:2]):
        ids = [processor.kept_text_ids[new] for new in processor.text_ids(text)]
        assert processor.tokenizer.unk_token_id not in ids
        assert processor.tokenizer.decode(ids) == text
    assert trained.generate(**processor("an umbrella", "asl"), max_new_tokens=2).shape[2] == 3


def test_sizes_are_mbarts_and_the_rest_is_as_in_its_folder_unless_a_flag_says_otherwise(mbart, corpus):
    rows = load_from_disk(corpus)["train"]
    start, tokenizer = StartArguments(mbart=mbart, trim=False), MotionTokenizerConfig()

    def made(*words):
        (flags,) = parse_arguments((GeneratorFlags,), words, "generator")
        model, _ = make_generator(start, flags, tokenizer, rows, 0)
        return model.config

    assert made().dropout == 0.2
    assert made("--dropout", "0.1", "--d_model", "16", "--decoding", "parallel").dropout == 0.1
    for name, own, asked in (("d_model", "16", "32"), ("encoder_layers", "1", "2"), ("scale_embedding", "False", "")):
        expected = f"{name}: expected {own}, as the mBART to start from has \\(or no flag\\), got {asked or 'True'}"
        with pytest.raises(InputError, match=expected):
            made(f"--{name}", *asked.split())
