"""Keypoint pickles: the forms that are read, what is missing in them, and what is refused."""

import pickle

import numpy as np
import pytest
import torch

from signary.corpora.opening import open_corpus
from signary.corpora.prepare import prepare_corpus
from signary.corpora.readers.keypoint_pickles import KeypointPickles
from signary.io.errors import FormatError, InputError, UnsafeFileError


@pytest.fixture
def keypoints():
    """(T, 137, 3): the left hand is missing in frame 1."""
    points = np.random.default_rng(0).uniform(0.1, 1.0, (6, 137, 3)).astype(np.float32)
    points[1, 95:116] = 0
    return points


def write(folder, split, content):
    (folder / f"{split}.pkl").write_bytes(pickle.dumps(content))


def table_of(folder, **texts):
    (folder / "texts.tsv").write_text("clip\ttext\n" + "".join(f"{name}\t{text}\n" for name, text in texts.items()))
    return folder / "texts.tsv"


@pytest.mark.parametrize("form", ["rows", "named rows", "named arrays"])
def test_every_form_says_the_same(tmp_path, keypoints, form):
    row = {"text": "My mother eats bread.", "keypoints": keypoints}
    content = {"rows": [{"name": "a", **row}], "named rows": {"a": row}, "named arrays": {"a": keypoints}}[form]
    write(tmp_path, "train", content)
    table = table_of(tmp_path, a=row["text"]) if form == "named arrays" else None
    prepare_corpus(KeypointPickles("ase", 24, table), tmp_path, tmp_path / "out")
    corpus = open_corpus(str(tmp_path / "out"))
    (found,) = corpus["train"]
    assert list(corpus) == ["train"]
    assert (found["id"], found["text"], found["language"], found["fps"]) == ("a", row["text"], "asl", 24)
    values = np.asarray(found["poses"], np.float32).reshape(6, 137, 2)
    missing = keypoints[..., 2] == 0
    assert np.isnan(values[missing]).all()
    assert np.array_equal(values[~missing], keypoints[~missing][:, :2])
    assert np.array_equal(np.asarray(found["confidence"], np.float32), keypoints[..., 2])


@pytest.mark.parametrize("kind", [torch.float16, torch.bfloat16, torch.float64])
def test_tensors_of_every_kind_are_read(tmp_path, keypoints, kind):
    write(tmp_path, "train", {"a": {"text": "Yes.", "keypoints": torch.from_numpy(keypoints).to(kind)}})
    (row,) = KeypointPickles("asl", 24).rows(tmp_path)
    assert np.allclose(row.motion.certainty, keypoints[..., 2], atol=0.01)


class Call:
    def __reduce__(self):
        return (print, ("run",))


@pytest.mark.parametrize(
    ("content", "error", "words"),
    [
        (lambda points: "text", FormatError, "expected {name: array}"),
        (lambda points: {1: points}, FormatError, "sentence 0: expected a name"),
        (lambda points: {"a": points[:, :100]}, FormatError, r"a: expected keypoints .* \(T, 137, 3\), got \(6, 100"),
        (lambda points: {"a": {"text": "Yes."}}, FormatError, "got NoneType"),
        (lambda points: {"a": -points}, FormatError, "confidences of 0 or more"),
        (
            lambda points: {"a": np.where(points > 0.5, np.inf, points)},
            FormatError,
            "a: expected numbers up to 1e\\+09, NaN where",
        ),
        (lambda points: {"a": points.astype(np.float64) * 1e300}, FormatError, "a: expected numbers up to 1e\\+09"),
        (lambda points: {"a": points.astype(complex)}, FormatError, "a: expected numbers up to"),
        (lambda points: [{"name": "b", "keypoints": points}], InputError, "a text for 'b'"),
        (lambda points: {"a": Call()}, UnsafeFileError, "print"),
    ],
)
def test_mistakes_are_named(tmp_path, keypoints, content, error, words):
    write(tmp_path, "dev", content(keypoints))
    with pytest.raises(error, match=words):
        list(KeypointPickles("asl", 24, table_of(tmp_path, a="Yes.", b1="No.")).rows(tmp_path))


def test_an_empty_folder_is_named(tmp_path):
    with pytest.raises(InputError, match=r"folder: expected a folder with train.pkl"):
        list(KeypointPickles("asl", 24).rows(tmp_path))
