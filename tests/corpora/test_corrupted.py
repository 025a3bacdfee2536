"""`signary corpus corrupt`: any corpus, the same in any number of processes, only the splits that were asked for."""

import numpy as np
import pytest
from datasets import Dataset, DatasetDict

from signary.cli import main
from signary.corpora.corpus_spec import read_corpus_spec, save_corpus
from signary.corpora.opening import open_corpus
from signary.corpora.rows import row_motion
from signary.pose import get_layout


@pytest.fixture(scope="module")
def corpora(tmp_path_factory):
    """A corpus of rotations with ids, and one of keypoints without, each of two splits."""
    folder, draw = tmp_path_factory.mktemp("corpora"), np.random.default_rng(0)
    for name, layout in (("turning", get_layout("smplx")), ("points", get_layout("phoenix50"))):
        splits = {}
        for split, count in (("train", 130), ("test", 3)):
            start = draw.normal(size=(count, 1, layout.num_features))
            poses = start + 0.02 * np.cumsum(draw.normal(size=(count, 12, layout.num_features)), axis=1)
            columns = {"poses": list(poses.astype(np.float32)), "fps": [25.0] * count}
            columns |= {"text": [f"Satz {at}." for at in range(count)], "language": ["dgs"] * count}
            if name == "turning":
                columns |= {"id": [f"{split}-{at}" for at in range(count)], "mood": ["gut"] * count}
                columns |= {"glosses": [[{"gloss": "SATZ", "start": 0.0, "end": 0.4}]] * count}
            splits[split] = Dataset.from_dict(columns)
        save_corpus(DatasetDict(splits), folder / name, layout)
    return folder


def motion(folder, split):
    layout = read_corpus_spec(folder).layout
    return [row_motion(row, layout) for row in open_corpus(folder)[split]]


def corrupt(*words):
    with pytest.raises(SystemExit) as stopped:
        main(["corpus", "corrupt", *map(str, words)])
    return stopped.value.code


def test_a_corpus_is_made_worse_and_keeps_what_else_it_has(corpora, tmp_path, capsys):
    assert corrupt(corpora / "turning", "-o", tmp_path / "out", "--splits", "train", "--severity", "3") == 0
    assert "left behind: mood" in capsys.readouterr().err
    before, after = (open_corpus(folder)["train"] for folder in (corpora / "turning", tmp_path / "out"))
    assert before["text"] == after["text"]
    assert after[5]["glosses"][0]["gloss"] == "SATZ"
    assert after[0]["source"] == "with made-up faults of a detector"
    assert any((each.certainty == 0).any() for each in motion(tmp_path / "out", "train"))
    for old, new in zip(*(motion(folder, "test") for folder in (corpora / "turning", tmp_path / "out")), strict=True):
        assert np.array_equal(old.values, new.values)
        assert (new.certainty == 1).all()


@pytest.mark.slow
def test_two_processes_and_one_do_the_same(corpora, tmp_path):
    for processes in (1, 2):
        flags = ("--seed", 4, "--processes", processes)
        assert corrupt(corpora / "points", "-o", tmp_path / str(processes), *flags) == 0
    for split in ("train", "test"):
        assert motion(tmp_path / "1", split) == motion(tmp_path / "2", split)


def test_seeds_and_rows_differ(corpora, tmp_path):
    for seed in (0, 1):
        assert corrupt(corpora / "points", "-o", tmp_path / str(seed), "--seed", seed) == 0
    first, second = (motion(tmp_path / str(seed), "test") for seed in (0, 1))
    assert first != second
    same = [np.array_equal(one.certainty, first[0].certainty) for one in first]
    assert same == [True, False, False]


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        (("--severity", "-1"), "severity: expected a number from 0 to 10"),
        (("--seed", "-1"), "seed: expected 0 or more"),
        (("--splits", "train,other"), "splits: expected splits of the corpus (train, test), got other"),
    ],
    ids=str,
)
def test_what_cannot_be_done_is_one_line(corpora, tmp_path, capsys, flags, message):
    assert corrupt(corpora / "points", "-o", tmp_path / "out", *flags) == 2
    assert message in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("column", "value"), [("glosses", ["SATZ"]), ("signer", "Anna"), ("kind", 3), ("source", 0.5)], ids=str
)
def test_columns_that_hold_something_else_are_named(tmp_path, capsys, column, value):
    row = {"poses": np.zeros((4, 133), np.float32), "fps": 25.0, "text": "Satz.", "language": "dgs", column: value}
    save_corpus(Dataset.from_list([row]), tmp_path / "odd", get_layout("smplx"))
    assert corrupt(tmp_path / "odd", "-o", tmp_path / "out") == 2
    assert f"corpus, split train, {column}: expected" in capsys.readouterr().err


def test_numbers_are_ids_as_well(tmp_path):
    row = {"poses": np.zeros((4, 133), np.float32), "fps": 25.0, "text": "Satz.", "language": "dgs", "id": 7}
    save_corpus(Dataset.from_list([row]), tmp_path / "numbered", get_layout("smplx"))
    assert corrupt(tmp_path / "numbered", "-o", tmp_path / "out") == 0
    assert open_corpus(tmp_path / "out")["train"]["id"] == ["7"]


def test_a_folder_that_is_no_corpus_is_named(tmp_path, capsys):
    (tmp_path / "empty").mkdir()
    assert corrupt(tmp_path / "empty", "-o", tmp_path / "out") == 2
    assert capsys.readouterr().err.startswith("signary: corpus: expected a folder")
