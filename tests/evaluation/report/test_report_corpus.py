import numpy as np
import pytest
from datasets import Dataset, DatasetDict, load_from_disk

from signary.evaluation.report import ReportCorpus
from signary.io.errors import InputError
from signary.tokenizer import MotionTokenizerConfig

MOTION = MotionTokenizerConfig()


def changed(corpus_folder, folder, change):
    DatasetDict({name: change(part) for name, part in load_from_disk(str(corpus_folder)).items()}).save_to_disk(
        str(folder)
    )
    return folder


def test_the_first_sentences_of_the_split(corpus_folder, rows):
    corpus = ReportCorpus.load(corpus_folder, "test", 2, MOTION)
    sentences, references = corpus.sentences(), corpus.references()
    assert list(sentences.ids) == ["test-0", "test-1"]
    assert (len(corpus.split), corpus.total) == (2, 3)
    assert sentences.glosses[0] == ["MY", "MOTHER", "DRINK", "MILK"]
    np.testing.assert_array_equal(references[1].values, rows["test"][1]["poses"])
    lengths = [len(row["poses"]) for row in rows["train"]]
    assert [len(sequence) for sequence in corpus.training_motion()] == lengths
    assert len(corpus.training_sequence(1)) == lengths[1]


def test_motion_comes_on_the_models_clock(corpus_folder):
    slow = ReportCorpus.load(corpus_folder, "test", None, MotionTokenizerConfig(fps=12.5))
    fast = ReportCorpus.load(corpus_folder, "test", None, MOTION)
    for one, other in zip(slow.references(), fast.references(), strict=True):
        assert one.fps == 12.5
        assert len(one) == -(-len(other) // 2)


def test_what_motion_is_is_said(corpus_folder, tmp_path):
    assert (
        ReportCorpus.load(corpus_folder, "test", 1, MOTION).motion_kind == "synthetic motion of the rule-based signer"
    )
    bare = changed(corpus_folder, tmp_path / "bare", lambda part: part.remove_columns(["pattern", "glosses", "id"]))
    corpus = ReportCorpus.load(bare, "test", None, MOTION)
    assert corpus.motion_kind == "motion of an origin that the corpus does not name"
    assert corpus.sentences().glosses is None
    assert list(corpus.sentences().ids) == ["0", "1", "2"]
    named = changed(bare, tmp_path / "named", lambda part: part.add_column("source", ["studio"] * len(part)))
    assert ReportCorpus.load(named, "test", None, MOTION).motion_kind == "studio"


def test_mistakes_are_named(corpus_folder, tmp_path):
    with pytest.raises(InputError, match="split: expected one of train, test, got 'dev'"):
        ReportCorpus.load(corpus_folder, "dev", None, MOTION)
    with pytest.raises(InputError, match="corpus: expected a folder written by datasets' save_to_disk"):
        ReportCorpus.load(tmp_path / "nothing", "test", None, MOTION)
    Dataset.from_dict({"a": [1]}).save_to_disk(str(tmp_path / "one"))
    with pytest.raises(InputError, match="corpus: expected splits test and train, got one data set without splits"):
        ReportCorpus.load(tmp_path / "one", "test", None, MOTION)
    poor = changed(corpus_folder, tmp_path / "poor", lambda part: part.remove_columns(["fps"]))
    with pytest.raises(InputError, match="columns poses, fps, text, language, got none of fps"):
        ReportCorpus.load(poor, "test", None, MOTION)
    with pytest.raises(InputError, match="sequence|layout|values"):
        ReportCorpus.load(corpus_folder, "test", None, MotionTokenizerConfig(layout="phoenix50")).references()
