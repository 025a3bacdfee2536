"""Every trainer and encode_corpus: broken rows named with split and row before training; dev read only if used."""

import math

import numpy as np
import pytest
from datasets import Dataset, DatasetDict, load_from_disk

from signary.bundle.folder import EMBEDDED
from signary.io.errors import InputError
from signary.tokenizer import MotionTokenizer, MotionTokenizerConfig

SMOKE = ["--preset", "smoke"]
ALONE = ["--coarse_sigma", "none", "--pair_share", "0", "--model", str(EMBEDDED)]
TRAINERS = {
    "train_tokenizer": [],
    "train_hybridsign": ALONE,
    "train_fgdm": [],
    "train_recogniser": [],
}
#: What is done to a row, and what is said of it.
BROKEN = {
    "no frames": ({"poses": []}, "poses: expected at least one frame, got none"),
    "no clock": ({"fps": 0.0}, "fps: expected a number above 0, at most 1000, got 0"),
    "infinity": ({"poses": [[math.inf] * 133]}, "poses: expected finite numbers, or NaN where missing"),
    "another width": ({"poses": [[0.0] * 132]}, r"poses: expected shape \(T, 133\) for layout smplx"),
    "other hands": ({"hand_reference": "open"}, "hand_reference: expected one of flat, mano_mean, got 'open'"),
}


@pytest.fixture(scope="module")
def rows(corpus):
    """Four sentences, in lists."""
    part = load_from_disk(corpus)["train"].select([0, 3, 6, 9])
    return [{**row, "hand_reference": "flat"} for row in part]


@pytest.fixture(scope="module")
def tokenizer(tmp_path_factory):
    """An untrained one with an id."""
    folder = tmp_path_factory.mktemp("tokenizer")
    model = MotionTokenizer(MotionTokenizerConfig(width=8, code_dim=8))
    model.assign_id()
    model.save_pretrained(folder)
    return str(folder)


def saved(folder, train, dev=None):
    splits = {"train": Dataset.from_list(train)} | ({"dev": Dataset.from_list(dev)} if dev is not None else {})
    DatasetDict(splits).save_to_disk(str(folder))
    return str(folder)


def flags_of(name, corpus, output):
    return [*SMOKE, *TRAINERS[name], "--corpus", corpus, "--output", str(output)]


@pytest.mark.parametrize("split", ["train", "dev"])
@pytest.mark.parametrize("broken", BROKEN)
@pytest.mark.parametrize("name", TRAINERS)
def test_a_broken_row_is_named_before_training(script, rows, tmp_path, name, broken, split):
    changes, words = BROKEN[broken]
    bad = [*rows[:2], rows[2] | changes]
    corpus = saved(tmp_path / "corpus", *((bad, rows) if split == "train" else (rows, bad)))
    with pytest.raises(InputError, match=f"corpus, split {split}, row 2, {words}"):
        script(name).main(flags_of(name, corpus, tmp_path / "run"))
    assert not list((tmp_path).glob("run/step_*"))


@pytest.mark.parametrize("broken", BROKEN)
def test_encode_corpus_names_it_before_encoding(script, rows, tokenizer, tmp_path, broken):
    changes, words = BROKEN[broken]
    corpus = saved(tmp_path / "corpus", rows, [rows[0], rows[1] | changes])
    flags = ["--tokenizer", tokenizer, "--corpus", corpus, "--output", str(tmp_path / "codes")]
    with pytest.raises(InputError, match=f"corpus, split dev, row 1, {words}"):
        script("encode_corpus").main(flags)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["corpus"]


@pytest.mark.parametrize("name", TRAINERS)
def test_without_evaluation_no_dev_split_is_needed(script, rows, tmp_path, name):
    corpus = saved(tmp_path / "corpus", rows)
    flags = [*flags_of(name, corpus, tmp_path / "run"), "--steps", "1"]
    with pytest.raises(InputError, match="corpus: expected a corpus with a split 'dev'"):
        script(name).main(flags)
    script(name).main([*flags, "--evaluate_every", "0"])
    assert (tmp_path / "run" / "model" / "config.json").is_file()
    assert "eval_" not in (tmp_path / "run" / "log.jsonl").read_text()


def test_the_generator_needs_no_dev_split_either_and_names_bad_codes(script, rows, tokenizer, tmp_path):
    corpus = saved(tmp_path / "corpus", rows)
    codes = tmp_path / "codes"
    script("encode_corpus").main(["--tokenizer", tokenizer, "--corpus", corpus, "--output", str(codes)])
    flags = [*SMOKE, "--retrieval", "none", "--steps", "1", "--num_signers", "0"]
    with pytest.raises(InputError, match="corpus: expected a corpus with a split 'dev'"):
        script("train_generator").main([*flags, "--codes", str(codes), "--output", str(tmp_path / "run")])
    never = [*flags, "--evaluate_every", "0"]
    script("train_generator").main([*never, "--codes", str(codes), "--output", str(tmp_path / "run")])
    assert (tmp_path / "run" / "model" / "config.json").is_file()
    bad = [*load_from_disk(str(codes))["train"]][:3]
    bad[1]["codes"][0][0] = 96
    saved(tmp_path / "bad", bad)
    (codes / "motion_tokenizer").rename(tmp_path / "bad" / "motion_tokenizer")
    with pytest.raises(InputError, match="bad, split train, row 1, codes: expected 0 and more, less than"):
        script("train_generator").main([*never, "--codes", str(tmp_path / "bad"), "--output", str(tmp_path / "other")])
    with pytest.raises(InputError, match="codes: expected a folder that signary corpus encode wrote"):
        script("train_generator").main([*never, "--codes", str(codes), "--output", str(tmp_path / "other")])


def test_nan_without_confidence_trains_and_encodes(script, rows, tokenizer, tmp_path):
    holes = [dict(row) for row in rows]
    for row in holes:
        poses = np.array(row["poses"], np.float32)
        poses[2:5, 20:60] = np.nan
        row["poses"] = poses.tolist()
    corpus = saved(tmp_path / "corpus", holes, holes)
    script("train_tokenizer").main(flags_of("train_tokenizer", corpus, tmp_path / "run"))
    script("train_hybridsign").main(flags_of("train_hybridsign", corpus, tmp_path / "alone"))
    named = ["--tokenizer", str(tmp_path / "run" / "model"), "--corpus", corpus]
    script("encode_corpus").main([*named, "--output", str(tmp_path / "codes")])
    codes = load_from_disk(str(tmp_path / "codes"))["train"]["codes"]
    assert [len(each) for each in codes] == [-(-len(row["poses"]) // 4) for row in rows]


def test_mano_hands_are_carried_and_refused_where_hands_are_flat(script, rows, signs, tokenizer, tmp_path):
    mano = [row | {"hand_reference": "mano_mean"} for row in rows]
    corpus = saved(tmp_path / "corpus", mano, mano)
    script("train_tokenizer").main(flags_of("train_tokenizer", corpus, tmp_path / "run"))
    trained = tmp_path / "run" / "model"
    assert MotionTokenizer.from_pretrained(trained).config.hand_reference == "mano_mean"
    encode = ["--corpus", corpus, "--output", str(tmp_path / "codes")]
    with pytest.raises(InputError, match="split train, row 0, sequence: expected layout smplx, hand_reference flat"):
        script("encode_corpus").main(["--tokenizer", tokenizer, *encode])
    script("encode_corpus").main(["--tokenizer", str(trained), *encode])
    folder = tmp_path / "codes" / "motion_tokenizer"
    assert MotionTokenizerConfig.from_pretrained(folder).hand_reference == "mano_mean"
    build = ["--input", signs, "--output", str(tmp_path / "dictionary.parquet")]
    with pytest.raises(InputError, match="signs, row 0, .*hand_reference mano_mean, as the tokenizer has it"):
        script("build_dictionary").main(["--tokenizer", str(trained), *build])
    # Forward kinematics has a body with flat hands only.
    with pytest.raises(InputError, match="split train, row 0, sequence: .*hand_reference flat"):
        script("train_fgdm").main(flags_of("train_fgdm", corpus, tmp_path / "fgdm"))
    refiner = [*flags_of("train_hybridsign", corpus, tmp_path / "refiner"), "--coarse_sigma", "0.1"]
    with pytest.raises(InputError, match="motion: .*hand_reference flat, as coarse motion"):
        script("train_hybridsign").main(refiner)
    mixed = saved(tmp_path / "mixed", [*mano[:2], rows[2]], rows)
    with pytest.raises(InputError, match=r"hand_reference: expected one in all rows .*row 0\) and 'flat' .*row 2\)"):
        script("train_tokenizer").main(flags_of("train_tokenizer", mixed, tmp_path / "other"))


@pytest.mark.parametrize("name", ["train_hybridsign", "train_recogniser"])
def test_other_models_say_what_their_corpus_says(script, rows, tmp_path, name):
    mano = [row | {"hand_reference": "mano_mean"} for row in rows]
    corpus = saved(tmp_path / "corpus", mano)
    flags = [*flags_of(name, corpus, tmp_path / "run"), "--evaluate_every", "0", "--steps", "1"]
    script(name).main(flags)
    config = (tmp_path / "run" / "model" / "config.json").read_text()
    assert '"hand_reference": "mano_mean"' in config
