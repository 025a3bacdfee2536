"""A corpus says what its motion is like, to everybody who reads it."""

import json

import pytest
from datasets import Dataset, DatasetDict

from signary.corpora.corpus_spec import FILE_NAME, read_corpus_spec, save_corpus, write_corpus_spec
from signary.corpora.opening import open_corpus
from signary.evaluation.report import ReportCorpus
from signary.io.errors import FormatError, InputError, UnknownLayoutError, UnsafeFileError
from signary.pose import MotionSpec, get_layout
from signary.retrieval.recordings import list_recordings
from signary.training.corpus import corpora_layout, corpora_spec, load_split
from signary.training.motion import MotionWindows, count_frames, row_sequence
from tests.carried_layout import seven_joints, waving

SEVEN, PHOENIX = MotionSpec(seven_joints(), 25), MotionSpec(get_layout("phoenix50"), 25)
FACTS = {"fps": 30.0, "text": "A wave", "language": "asl", "words": ["wave"], "gloss": "WAVE"}


def rows(layout=None, count=2, **facts) -> Dataset:
    poses = waving(12).values if layout is None else [[0.0] * layout.num_features] * 12
    return Dataset.from_list([{"poses": [list(map(float, frame)) for frame in poses], **FACTS, **facts}] * count)


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "corpus"
    save_corpus(DatasetDict({"train": rows(), "dev": rows(count=1)}), place, SEVEN.layout)
    return place


def test_it_is_what_it_was_saved_as(folder):
    assert read_corpus_spec(folder) == MotionSpec(SEVEN.layout, 30.0)
    assert {name: len(part) for name, part in open_corpus(folder).items()} == {"train": 2, "dev": 1}
    layout = get_layout("smplx")
    save_corpus(rows(layout, hand_reference="mano_mean"), folder.parent / "hands", layout)
    assert read_corpus_spec(folder.parent / "hands") == MotionSpec(layout, 30.0, "mano_mean")
    assert json.loads((folder.parent / "hands" / FILE_NAME).read_text())["layout_json"] is None


def test_corpora_that_say_nothing_are_read_as_before(tmp_path):
    rows().save_to_disk(str(tmp_path / "old"))
    assert read_corpus_spec(tmp_path / "old") is None
    with pytest.raises(UnknownLayoutError, match="'seven'"):
        corpora_layout([str(tmp_path / "old")], "seven")
    assert corpora_layout([str(tmp_path / "old")], "phoenix50") is get_layout("phoenix50")


def test_training_knows_the_layout_that_a_corpus_carries(folder):
    part = load_split([str(folder)], "train")
    spec = corpora_spec([str(folder)], [part], "seven", 25)
    assert spec == SEVEN
    assert count_frames(part, spec) == [10, 10]
    assert row_sequence(part[0], spec).motion_spec == SEVEN
    assert len(list(MotionWindows(part, _Tokens(), 4).sequences())) == 2
    assert corpora_layout([str(folder)], "seven", "phoenix50") is get_layout("phoenix50")
    assert corpora_layout([str(folder)], "seven", "seven") == SEVEN.layout


class _Tokens:
    stride, motion_spec = 4, SEVEN


def test_a_corpus_of_another_layout_is_refused_by_all_who_read_it(folder, tmp_path):
    with pytest.raises(InputError, match="corpus .*expected layout phoenix50, as training has it, got layout seven"):
        corpora_layout([str(folder)], "phoenix50")
    with pytest.raises(InputError, match="corpus: expected layout phoenix50, as the model has it, got layout seven"):
        ReportCorpus.load(folder, "dev", None, PHOENIX)
    with pytest.raises(InputError, match="corpus, motion: expected layout phoenix50, as the tokenizer has it"):
        list_recordings(folder, PHOENIX)
    assert len(list_recordings(folder, SEVEN)) == 2
    assert len(ReportCorpus.load(folder, "dev", None, SEVEN).references()) == 1
    save_corpus(rows(PHOENIX.layout), tmp_path / "other", PHOENIX.layout)
    with pytest.raises(InputError, match="other: expected layout seven"):
        corpora_layout([str(folder), str(tmp_path / "other")], "seven")


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("[]", FormatError),
        ("{}", UnknownLayoutError),
        ('{"layout": "smplx"}', InputError),
        ('{"layout": "smplx", "fps": 25, "hand_reference": "fist"}', InputError),
        ('{"layout": "smplx", "fps": 25, "layout_json": {"name": "smplx"}}', FormatError),
        ('{"layout": "nobody", "fps": 25}', UnknownLayoutError),
        ('{"layout": "smplx", "fps": ' + "9" * 500 + "}", UnsafeFileError),
    ],
)
def test_what_a_corpus_says_is_read_as_hostile(folder, text, error):
    (folder / FILE_NAME).write_text(text)
    with pytest.raises(error):
        read_corpus_spec(folder)


def test_a_file_elsewhere_is_not_read(folder, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    write_corpus_spec(tmp_path / "elsewhere", SEVEN)
    (folder / FILE_NAME).unlink()
    (folder / FILE_NAME).symlink_to(tmp_path / "elsewhere" / FILE_NAME)
    with pytest.raises(UnsafeFileError, match=FILE_NAME):
        read_corpus_spec(folder)
