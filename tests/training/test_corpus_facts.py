"""What `signary corpus info` finds in corpora of every kind: sizes, motion, clocks, languages, and what encoded it."""

import numpy as np
import pytest
from datasets import Array2D, Dataset, DatasetDict, Features, Value

from signary.cli import main
from signary.io.errors import InputError
from signary.pose import get_layout
from signary.tokenizer import MotionTokenizerConfig
from signary.training.corpus_facts import corpus_facts


def row(frames, width=133, fps=25.0, **more):
    return {"poses": np.zeros((frames, width)).tolist(), "fps": fps, **more}


def saved(folder, **splits):
    DatasetDict({name: Dataset.from_list(rows) for name, rows in splits.items()}).save_to_disk(str(folder))
    return folder


def shown(folder, capsys):
    """What the command line says, by its first word."""
    with pytest.raises(SystemExit) as ended:
        main(["corpus", "info", str(folder)])
    assert ended.value.code == 0
    return dict(line.split(": ", 1) for line in capsys.readouterr().out.splitlines())


def test_a_corpus_of_motion(tmp_path, capsys):
    train = [row(50, language="asl", hand_reference=None), row(75, language="dgs", hand_reference="mano_mean")]
    facts = shown(saved(tmp_path / "corpus", train=[*train, train[0]], dev=[row(25, fps=12.5, language="asl")]), capsys)
    assert facts == {
        "train": "3 rows, 7.0 s",
        "dev": "1 rows, 2.0 s",
        "motion": "133 numbers a frame",
        "layout": "smplx",
        "fps": "25 3, 12.5 1",
        "hand reference": "flat (nothing said) 3, mano_mean 1",
        "languages": "asl 3, dgs 1",
        "columns": "poses, fps, language, hand_reference",
        "encoded": "no",
    }


def test_keypoints_have_no_hand_reference(tmp_path):
    facts = corpus_facts(saved(tmp_path / "flat", train=[row(20, 150)]))
    assert (facts.layouts, dict(facts.hand_references)) == ([get_layout("phoenix50")], {})
    facts = corpus_facts(saved(tmp_path / "fast", train=[row(10, 274, fps=20.0)]))
    assert (facts.features, facts.splits["train"].seconds) == (274, 0.5)
    assert facts.layouts == [get_layout("openpose137")]


def test_a_data_set_without_splits_of_arrays(tmp_path):
    features = Features({"poses": Array2D((None, 150), "float32"), "fps": Value("float32")})
    rows = [{"poses": np.zeros((frames, 150), np.float32), "fps": 25.0} for frames in (25, 50)]
    Dataset.from_list(rows, features=features).save_to_disk(str(tmp_path / "corpus"))
    facts = corpus_facts(tmp_path / "corpus")
    assert (facts.splits["train"].rows, facts.splits["train"].seconds, facts.features) == (2, 3.0, 150)


def test_an_encoded_corpus_names_its_tokenizer(tmp_path, capsys):
    sizes = {"body": 16, "left_hand": 8, "right_hand": 8}
    kind = {"stride": 2, "fps": 20, "codebook_sizes": sizes, "hand_reference": "mano_mean"}
    codes = {"codes": [[1, 2, 3]] * 30, "fps": 25.0, "language": "csl", "text": "x"}
    saved(tmp_path / "codes", train=[codes, codes])
    MotionTokenizerConfig(**kind, tokenizer_id="ab" * 8).save_pretrained(tmp_path / "codes" / "motion_tokenizer")
    facts = shown(tmp_path / "codes", capsys)
    assert facts["train"] == "2 rows, 6.0 s"
    assert facts["motion"] == "codes of body 16, left_hand 8, right_hand 8, 2 frames a step at 20 fps"
    assert (facts["layout"], facts["hand reference"]) == ("smplx", "mano_mean")
    assert facts["encoded"] == f"by tokenizer {'ab' * 8}"


def test_what_is_not_there_is_said(tmp_path, capsys):
    rows = [{"text": "a", "fps": None}, {"text": "b", "fps": 1.0}]
    facts = shown(saved(tmp_path / "texts", train=rows), capsys)
    assert (facts["train"], facts["motion"], facts["layout"]) == ("2 rows, 0.0 s", "none", "none that is registered")
    odd = corpus_facts(saved(tmp_path / "odd", train=[row(10, 7), row(10, 7, fps=0.0)]))
    assert (odd.layouts, odd.splits["train"].unclocked, odd.splits["train"].seconds) == ([], 1, 0.4)
    assert "train: 2 rows, 0.4 s (1 rows without fps)" in odd.lines()


def test_what_is_no_corpus_is_one_line_and_exit_code_2(tmp_path, capsys):
    with pytest.raises(InputError, match="corpus: expected a folder written by"):
        corpus_facts(tmp_path)
    with pytest.raises(SystemExit) as ended:
        main(["corpus", "info", str(tmp_path / "none")])
    assert ended.value.code == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
