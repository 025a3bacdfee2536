"""A corpus is opened only inside its folder, and only whole."""

import json
import shutil
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from datasets import Array2D, Dataset, DatasetDict, Features, Image, List, Value, load_from_disk

from signary.corpora import opening
from signary.corpora.opening import open_corpus
from signary.io.errors import FormatError, InputError, UnsafeFileError

ARROW = "data-00000-of-00001.arrow"


def rows(count=3, fixed=True):
    lists = List(List(Value("float32")))
    features = Features(
        {
            "text": Value("string"),
            "fps": Value("float32"),
            "poses": Array2D((None, 3), "float32") if fixed else lists,
            "words": List(Value("string")),
        }
    )
    found = [{"text": "ä", "fps": 25.0, "poses": [[1.0, 2.0, 3.0]] * (2 + at), "words": ["x"]} for at in range(count)]
    return Dataset.from_list(found, features=features)


@pytest.fixture
def corpus(tmp_path):
    DatasetDict({"train": rows(), "dev": rows(2, fixed=False)}).save_to_disk(str(tmp_path / "corpus"))
    return tmp_path / "corpus"


def change(path: Path, **settings):
    path.write_text(json.dumps(json.loads(path.read_text()) | settings))


def stream(columns):
    table, sink = pa.table(columns), pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue().to_pybytes()


def test_what_was_saved_is_what_is_opened(corpus, tmp_path):
    opened = open_corpus(corpus)
    assert opened["train"][:] == load_from_disk(str(corpus))["train"][:]
    assert opened["dev"]["poses"][1] == [[1.0, 2.0, 3.0]] * 3
    rows(1).save_to_disk(str(tmp_path / "one"))
    assert open_corpus(tmp_path / "one").num_rows == 1
    shutil.copytree(corpus, tmp_path / "with 100% blanks")
    assert open_corpus(tmp_path / "with 100% blanks")["dev"].num_rows == 2


def test_a_file_is_looked_through_once(corpus, monkeypatch):
    open_corpus(corpus)
    monkeypatch.setattr(opening.subprocess, "run", None)
    assert open_corpus(corpus)["train"].num_rows == 3
    (corpus / "dev" / ARROW).write_bytes((corpus / "train" / ARROW).read_bytes())
    with pytest.raises(FormatError, match="not callable"):
        open_corpus(corpus)


@pytest.mark.parametrize(
    "name", ["../dev/" + ARROW, "/etc/passwd", "x/y.arrow", "..", "", "\0", "s3://x/y.arrow", "C:\\x.arrow", 5, None]
)
def test_files_elsewhere_are_not_opened(corpus, name):
    change(corpus / "train" / "state.json", _data_files=[{"filename": name}])
    with pytest.raises(FormatError, match=r"train/state\.json: expected names"):
        open_corpus(corpus)


@pytest.mark.parametrize(
    "names", [["../train"], ["/etc"], ["train", "train"], "train", [5], [], ["lost"], None, [["a"]]]
)
def test_splits_elsewhere_are_not_opened(corpus, names):
    change(corpus / "dataset_dict.json", splits=names)
    with pytest.raises(FormatError, match=r"dataset_dict\.json: expected"):
        open_corpus(corpus)


def test_links_out_of_the_folder_are_refused(corpus, tmp_path):
    (corpus / "train" / ARROW).rename(tmp_path / ARROW)
    (corpus / "train" / ARROW).symlink_to(tmp_path / ARROW)
    with pytest.raises(UnsafeFileError, match="a link out of"):
        open_corpus(corpus)
    (corpus / "dev").rename(tmp_path / "dev")
    (corpus / "dev").symlink_to(tmp_path / "dev")
    change(corpus / "dataset_dict.json", splits=["dev"])
    with pytest.raises(UnsafeFileError, match="expected dev in the folder"):
        open_corpus(corpus)


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("dataset_dict.json", b"[" * 100_000),
        ("train/state.json", b"{"),
        ("train/state.json", b"[]"),
        ("train/dataset_info.json", b'{"features": {"text": 5}}'),
        ("train/dataset_info.json", b'{"features": {"text": {"_type": "partial"}}}'),
        (f"train/{ARROW}", b""),
        (f"train/{ARROW}", b"\xff" * 100),
        (f"train/{ARROW}", b"\xff\xff\xff\xff\x10\0\0\0" + b"\xff" * 16),
        (f"train/{ARROW}", b"ARROW1\0\0" * 9),
    ],
)
def test_broken_files_are_named(corpus, file, content):
    (corpus / file).write_bytes(content)
    with pytest.raises(FormatError):
        open_corpus(corpus)


@pytest.mark.parametrize("seed", range(12))
def test_damaged_bytes_end_in_an_error_or_in_data(corpus, seed):
    """Offsets that lead anywhere end other readers' processes."""
    draw = np.random.default_rng(seed)
    damaged = bytearray((corpus / "train" / ARROW).read_bytes())
    for at in draw.integers(len(damaged), size=20):
        damaged[at] = draw.integers(256)
    (corpus / "train" / ARROW).write_bytes(damaged)
    try:
        opened = open_corpus(corpus)
    except InputError:
        return
    assert len(opened["train"][:]["poses"]) == 3


def test_few_bytes_are_few_values(corpus):
    endless = pa.FixedSizeListArray.from_arrays(pa.nulls(2**31 - 1, pa.null()), 2**31 - 1)
    words = pa.DictionaryArray.from_arrays(pa.array([0] * 1000, pa.int32()), pa.array(["x" * 100_000]))
    for column, message in ((endless, "more values than a file of its size"), (words, "a column of type dictionary")):
        (corpus / "train" / ARROW).write_bytes(stream({"text": column}))
        with pytest.raises(FormatError, match=rf"train/{ARROW}: .* got {message}"):
            open_corpus(corpus)
    change(corpus / "train" / "state.json", _data_files=[{"filename": ARROW}] * 3)
    with pytest.raises(FormatError, match="every file once"):
        open_corpus(corpus)


def test_columns_are_what_their_names_say(tmp_path):
    lists = Features({"poses": List(List(Value("float32")))})
    for at, (columns, features, message) in enumerate(
        (
            ({"text": [1]}, None, "split corpus, column text: expected texts"),
            ({"fps": ["25"]}, None, "column fps: expected numbers"),
            ({"poses": [[1.0]]}, None, "column poses: expected lists of lists of numbers"),
            ({"codes": [[[0.5]]]}, None, "column codes: expected lists of lists of whole numbers"),
            ({"words": ["a"]}, None, "column words: expected lists of texts"),
            ({"text": ["a", None]}, None, "column text, row 1: expected a value, got none"),
            ({"poses": [[[1.0]], [[1.0], [1.0, 2.0]]]}, lists, "column poses, row 1: .* lists of different lengths"),
            ({"poses": [[[1.0]], [[1.0], None]]}, lists, "column poses, row 1: .* missing lists"),
        )
    ):
        Dataset.from_dict(columns, features=features).save_to_disk(str(tmp_path / str(at)))
        with pytest.raises(FormatError, match=message):
            open_corpus(tmp_path / str(at))


def test_columns_that_would_open_files_are_refused(tmp_path):
    picture = {"bytes": None, "path": "/etc/passwd"}
    Dataset.from_dict({"a": [picture]}, features=Features({"a": Image()})).save_to_disk(str(tmp_path / "pictures"))
    with pytest.raises(UnsafeFileError, match=r"column 'a': expected numbers, texts or lists .* got Image"):
        open_corpus(tmp_path / "pictures")


def test_an_array_is_of_the_shape_that_is_declared(corpus):
    info = json.loads((corpus / "train" / "dataset_info.json").read_text())
    info["features"]["poses"]["shape"] = [None, 7]
    (corpus / "train" / "dataset_info.json").write_text(json.dumps(info))
    with pytest.raises(FormatError, match=r"column 'poses': expected arrays of shape \(None, 7\)"):
        open_corpus(corpus)


@pytest.mark.parametrize("place", ["nowhere", "https://example.org/corpus", ""])
def test_only_folders_are_corpora(place, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match="corpus: expected a folder written by datasets' save_to_disk"):
        open_corpus(place)
