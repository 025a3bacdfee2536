"""LMDB corpora with streams in the forms that they may have; the databases are those of the library."""

import base64
import io
import pickle
import zlib

import numpy as np
import pytest
from lmdb_databases import DATABASES, KEYS

from signary.corpora.opening import open_corpus
from signary.corpora.prepare import prepare_corpus
from signary.corpora.readers.registry import looks_like
from signary.corpora.readers.signspark import SignSpark, _values
from signary.io.errors import FormatError, InputError, UnsafeFileError

WIDTHS = {"body": 63, "hands": 90, "face": 53}


@pytest.fixture
def texts(tmp_path):
    (tmp_path / "texts.csv").write_text("clip,text\na,Guten Tag.\nc,Nein.\n", encoding="utf-8")
    return tmp_path / "texts.csv"


def database(folder, packed):
    folder.mkdir(parents=True)
    (folder / "data.mdb").write_bytes(zlib.decompress(base64.b85decode(packed)))
    return folder


def numbers(width, start):
    return ((start + np.arange(3 * width) % 7) / 8).reshape(3, width).astype(np.float32)


def test_keys_that_name_a_stream(tmp_path, texts):
    place = database(tmp_path / "lmdb", KEYS)
    assert "signspark" in looks_like(place)
    made = prepare_corpus(SignSpark("dgs", texts), place, tmp_path / "out")
    (row,) = open_corpus(tmp_path / "out")["train"]
    wanted = [numbers(63, 4)[:, 33:], numbers(90, 5), numbers(53, 4)[:, :13]]
    np.testing.assert_array_equal(np.asarray(row["poses"], np.float32), np.concatenate(wanted, axis=1))
    assert (row["hand_reference"], row["text"], row["fps"]) == ("mano_mean", "Guten Tag.", 25)
    said = "\n".join(made.findings)
    assert "1 (no text), such as b" in said
    assert "1 (no streams), such as c" in said


def test_databases_in_a_database(tmp_path, texts):
    place = database(tmp_path / "lmdb", DATABASES)
    prepare_corpus(SignSpark("dgs", texts, fps=20.0), place, tmp_path / "out")
    (row,) = open_corpus(tmp_path / "out")["train"]
    parts = [numbers(30, 4), numbers(45, 9), numbers(45, 10), numbers(13, 4)]
    np.testing.assert_array_equal(np.asarray(row["poses"], np.float32), np.concatenate(parts, axis=1))


def test_arrays_of_every_kind():

    body, hands, face = (numbers(width, 1) for width in WIDTHS.values())
    saved = io.BytesIO()
    np.save(saved, body.reshape(3, 21, 3).astype(np.float64))
    found = _values("a", {"body": saved.getvalue(), "hands": pickle.dumps(hands), "face": face.tobytes()})
    np.testing.assert_array_equal(found, np.concatenate([body[:, 33:], hands, face[:, :13]], axis=1))


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"body": b""}, FormatError, "a, body: expected an array"),
        ({"body": numbers(31, 0).tobytes()}, FormatError, "an array"),
        ({"face": numbers(53, 0)[:2].tobytes()}, FormatError, "streams of one length"),
        ({"hands": b"\x80\x04cos\nsystem\n(S'true'\ntR."}, UnsafeFileError, "asks for os.system"),
        ({"hands": b"\x93NUMPY\x01\x00\xff\xff"}, FormatError, "numpy array"),
    ],
)
def test_broken_streams_are_named(change, error, words):
    streams = {name: numbers(width, 0).tobytes() for name, width in WIDTHS.items()}
    with pytest.raises(error, match=words):
        _values("a", {**streams, **change})


def test_streams_that_are_missing(tmp_path, texts):
    with pytest.raises(FormatError, match="streams of body, hands and face"):
        _values("a", {"body": numbers(63, 0).tobytes()})
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="LMDB databases of body, hands and face"):
        list(SignSpark("dgs", texts).rows(tmp_path / "empty"))
