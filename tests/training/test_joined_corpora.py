"""Corpora joined for training: nothing of one is lost for the other, and what is wrong is named with split and row."""

from pathlib import Path

import numpy as np
import pytest
from datasets import Array2D, Dataset, DatasetDict, Features, List, Value

from signary.corpora.rows import WHERE
from signary.io.errors import InputError, UnknownLanguageError
from signary.tokenizer import MotionTokenizerConfig
from signary.training.corpus import (
    check_codes,
    check_signers,
    common_hand_reference,
    load_split,
    open_splits,
    splits_to_read,
)
from signary.training.motion import count_frames, row_sequence

CONFIG = MotionTokenizerConfig(layout="phoenix50")


def motion(frames, seed=0):
    return np.random.default_rng(seed).normal(size=(frames, 150)).astype(np.float32)


def saved(folder, rows, split="train", features=None):
    DatasetDict({split: Dataset.from_list(rows, features=features)}).save_to_disk(str(folder))
    return str(folder)


@pytest.fixture
def detected(tmp_path):
    """A corpus with confidence, in arrays of float32."""
    certain = np.full((4, 50), 0.5, np.float32)
    values = motion(4)
    values[1, :3], certain[1, 0] = np.nan, 0
    features = Features(
        {
            "poses": Array2D((None, 150), "float32"),
            "fps": Value("float32"),
            "confidence": Array2D((None, 50), "float32"),
        }
    )
    return saved(tmp_path / "detected", [{"poses": values, "fps": 25.0, "confidence": certain}], features=features)


@pytest.fixture
def captured(tmp_path):
    """One without, in lists of float64, with a gap."""
    values = motion(3, 1)
    values[2, 6] = np.nan
    rows = [{"poses": values.tolist(), "fps": 50}, {"poses": motion(6, 2).tolist(), "fps": 25}]
    return saved(tmp_path / "captured", rows)


@pytest.mark.parametrize("turned", [False, True])
def test_confidence_of_one_corpus_is_kept_beside_one_without(detected, captured, turned):
    folders = [captured, detected] if turned else [detected, captured]
    rows = load_split(folders, "train")
    sizes = {detected: 1, captured: 2}
    assert rows[WHERE] == [f"{folder}, split train, row {at}" for folder in folders for at in range(sizes[folder])]
    by_place = {row[WHERE]: row_sequence(row, CONFIG) for row in rows}
    one = by_place[f"{detected}, split train, row 0"]
    assert np.unique(one.certainty).tolist() == [0, 0.5]
    np.testing.assert_array_equal(one.values[0], motion(4)[0])
    gap = by_place[f"{captured}, split train, row 0"]
    assert (len(gap), gap.fps) == (2, 25)
    assert gap.certainty[1, 2] == 0
    assert gap.certainty.sum() == 2 * 50 - 1
    assert by_place[f"{captured}, split train, row 1"].confidence is None
    assert count_frames(rows, CONFIG) == ([2, 6, 4] if turned else [4, 2, 6])
    # Corpora are read, not written to.
    assert not [path for folder in folders for path in Path(folder).rglob("*") if "cache" in path.name]


def test_hand_references_of_corpora_are_kept_and_compared(tmp_path):
    about = {"poses": np.zeros((2, 133)).tolist(), "fps": 25.0}
    mano = saved(tmp_path / "mano", [about | {"hand_reference": "mano_mean"}] * 2)
    flat = saved(tmp_path / "flat", [about | {"hand_reference": "flat"}])
    silent = saved(tmp_path / "silent", [about])
    both = load_split([mano], "train")
    assert common_hand_reference([both], "smplx") == "mano_mean"
    assert common_hand_reference([load_split([flat, silent], "train")], "smplx") == "flat"
    for other in (flat, silent):
        expected = rf"one in all rows .*, got 'mano_mean' \({mano}, split train, row 0\) and 'flat' \({other}"
        with pytest.raises(InputError, match=expected):
            common_hand_reference([load_split([mano, other], "train")], "smplx")
        with pytest.raises(InputError, match="hand_reference: expected one in all rows"):
            common_hand_reference([both, load_split([other], "train")], "smplx")
    # Keypoints have no rotations.
    assert common_hand_reference([load_split([mano, flat], "train")], "phoenix50") == "flat"
    odd = saved(tmp_path / "odd", [about | {"hand_reference": each} for each in ("flat", "open")])
    with pytest.raises(InputError, match="odd, split train, row 1, hand_reference: expected one of flat, mano_mean"):
        common_hand_reference([load_split([odd], "train")], "smplx")
    with pytest.raises(InputError, match="mano, split train, row 0, sequence: .*hand_reference flat"):
        row_sequence(both[0], MotionTokenizerConfig())
    sequence = row_sequence(both[0], MotionTokenizerConfig(hand_reference="mano_mean"))
    assert sequence.metadata["hand_reference"] == "mano_mean"


def test_motion_without_shoulders_or_of_another_layout_names_its_row(tmp_path):
    values = motion(3)
    values[:] = np.nan
    values[:, :3] = 1
    folder = saved(
        tmp_path / "c", [{"poses": motion(3).tolist(), "fps": 25.0}, {"poses": values.tolist(), "fps": 25.0}]
    )
    with pytest.raises(InputError, match="split train, row 1, sequence: expected .*shoulder"):
        count_frames(load_split([folder], "train"), CONFIG)
    with pytest.raises(InputError, match=r"split train, row 0, poses: expected shape \(T, 133\) for layout smplx"):
        count_frames(load_split([folder], "train"), MotionTokenizerConfig())


GOOD = {"poses": [[0.0] * 133], "fps": 25.0, "text": "Yes.", "language": "asl", "gloss": "YES"}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"text": None}, "(row 1, text|column text, row 1): expected .*, got [Nn]one"),
        ({"text": " \n"}, "row 1, text: expected text that is not empty"),
        ({"gloss": ""}, "row 1, gloss: expected text that is not empty, got ''"),
        ({"language": None}, "(row 1, language|column language, row 1): expected .*, got [Nn]one"),
        ({"language": "klingon"}, r"row 1, language: expected one of asl .*, got 'klingon'"),
    ],
)
def test_texts_that_are_none_are_named(tmp_path, changes, words):
    folder = saved(tmp_path / "c", [GOOD, GOOD | changes])
    with pytest.raises((InputError, UnknownLanguageError), match=f"split train, {words}"):
        load_split([folder], "train", tuple(GOOD))


def test_texts_of_another_type_are_named(tmp_path):
    folder = saved(tmp_path / "c", [GOOD | {"text": 5}])
    with pytest.raises(InputError, match="split train, .*text: expected text.*, got"):
        load_split([folder], "train", ("text",))


def test_languages_are_called_by_id_whatever_a_corpus_calls_them(tmp_path):
    folders = [saved(tmp_path / name, [GOOD | {"language": name}]) for name in ("dgs", "gsg", "German Sign Language")]
    assert load_split(folders, "train", ("text", "language"), ())["language"] == ["dgs"] * 3


def test_missing_splits_columns_and_rows_are_named(tmp_path, captured):
    features = Features({"poses": List(List(Value("float32"))), "fps": Value("float32")})
    empty, nothing = str(tmp_path / "empty"), str(tmp_path / "nothing")
    Dataset.from_list([{"poses": [[0.0]], "fps": 1.0}]).filter(lambda row: row["fps"] == 0).save_to_disk(empty)
    Dataset.from_dict({"poses": [], "fps": []}, features=features).save_to_disk(nothing)
    with pytest.raises(InputError, match="at least one row in every split, got '.*empty' with none in split train"):
        load_split([captured, empty], "train")
    with pytest.raises(InputError, match="nothing"):
        load_split([captured, nothing], "train")
    with pytest.raises(InputError, match="corpus: expected a corpus with a split 'dev'"):
        load_split([captured], "dev")
    with pytest.raises(
        InputError, match="corpus: expected columns poses, fps, text, got '.*', split train, without text"
    ):
        load_split([captured], "train", ("poses", "fps", "text"))
    other = saved(tmp_path / "other", [{"poses": "words", "fps": 25.0}])
    with pytest.raises(InputError, match="corpus.* expected .*, got .*string"):
        load_split([captured, other], "train")
    taken = saved(tmp_path / "taken", [GOOD | {WHERE: "here"}])
    with pytest.raises(InputError, match=f"no column {WHERE}"):
        load_split([taken], "train")
    Dataset.from_list([GOOD]).save_to_disk(str(tmp_path / "whole"))
    assert list(open_splits(str(tmp_path / "whole"))) == ["train"]


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        (None, r"integers of shape \(L, 3\), L at least 1, got none"),
        ([], "L at least 1, got none"),
        ([[1, 2]], r"got shape \(1, 2\)"),
        ([[1, 2, 3], [1, 2]], r"got shape \(2,\)"),
        ([[1, 2, 3], [1, -1, 3]], r"0 and more, less than \[4, 5, 6\], got \[1, -1, 3\] to \[1, 2, 3\]"),
        ([[4, 2, 3]], r"less than \[4, 5, 6\], got \[4, 2, 3\] to"),
        ([[1.5, 2.0, 3.0]], "got others"),
        ([[None, 2, 3]], "got others"),
    ],
)
def test_codes_that_no_tokenizer_makes_are_named(codes, words):
    rows = (
        Dataset.from_dict({"codes": [[[0, 0, 0]]], WHERE: ["a"]}),
        Dataset.from_dict({"codes": [codes], WHERE: ["b"]}),
    )
    check_codes(rows[0], (4, 5, 6))
    with pytest.raises(InputError, match=f"^b, codes: expected .*{words}"):
        check_codes(rows[1], (4, 5, 6))


def test_signers_without_a_token_are_named():
    rows = Dataset.from_dict({"signer": [0, None, 8], WHERE: ["a", "b", "c"]})
    with pytest.raises(InputError, match="^b, signer: expected a number from 0 to 8, got None"):
        check_signers(rows, 9)
    check_signers(rows, 9, needed=False)
    with pytest.raises(InputError, match="^c, signer: expected a number from 0 to 7, got 8"):
        check_signers(rows, 8, needed=False)
    with pytest.raises(InputError, match="^a, signer: expected a number from 0 to 8, got 'Anna'"):
        check_signers(Dataset.from_dict({"signer": ["Anna"], WHERE: ["a"]}), 9)


def test_dev_is_read_only_where_something_is_evaluated():
    assert splits_to_read(5) == ("train", "dev")
    assert splits_to_read(0) == ("train",)
    with pytest.raises(InputError, match="evaluate_every: expected 0"):
        splits_to_read(-1)
