import gzip
import json
import os
import pickle
from pathlib import Path

import numpy as np
import pytest
import torch

from signary.corpora.opening import open_corpus
from signary.corpora.prepare import prepare_corpus
from signary.corpora.readers.pt_format import (
    PtFormat,
    read_pt_split,
    read_segments,
    read_translation_pickle,
    write_pt_split,
    write_translation_pickle,
)
from signary.io.errors import FormatError, InputError, UnsafeFileError
from signary.pose import PoseSequence, get_layout

FILES = ("skels", "files", "text", "gloss")


def sentence(name="train/a-1", frames=4, **facts):
    values = np.random.default_rng(frames).normal(size=(frames, 150)).round(5)
    known = {"id": name, "text": "im süden regnet es .", "gloss": "SUED REGEN", "signer": "Signer08", **facts}
    return PoseSequence(values, get_layout("phoenix50"), 25.0, metadata=known)


def test_a_split_is_written_and_read(tmp_path):
    sentences = [sentence(), sentence("train/a-2", 7, gloss="WOLKE")]
    write_pt_split(sentences, tmp_path, "train")
    again = read_pt_split(tmp_path, "train")
    assert [one.metadata["gloss"] for one in again] == ["SUED REGEN", "WOLKE"]
    assert [one.metadata["id"] for one in again] == ["train/a-1", "train/a-2"]
    for one, other in zip(sentences, again, strict=True):
        np.testing.assert_allclose(one.values, other.values, atol=1e-6)
    numbers = (tmp_path / "train.skels").read_text().splitlines()[1].split()
    assert len(numbers) == 7 * 151
    assert [float(number) for number in numbers[150::151]] == pytest.approx([at / 7 for at in range(7)], abs=1e-4)


def test_a_corpus_has_the_splits_that_are_there(tmp_path):
    write_pt_split([sentence()], tmp_path, "train")
    write_pt_split([sentence("dev/b-1", 9), sentence("dev/b-2", 2)], tmp_path, "dev")
    prepare_corpus(PtFormat(), tmp_path, tmp_path / "out")
    corpus = open_corpus(str(tmp_path / "out"))
    assert {split: len(rows) for split, rows in corpus.items()} == {"train": 1, "dev": 2}
    row = corpus["dev"][0]
    assert (row["id"], row["text"], row["gloss"], row["fps"]) == ("dev/b-1", "im süden regnet es .", "SUED REGEN", 25.0)
    np.testing.assert_allclose(row["poses"], sentence("dev/b-1", 9).values, atol=1e-6)


SEGMENTS = [["__ON__", 0, 1], ["loc-SUED", 1, 3], [None, 3, 4], ["REGEN-PLUSPLUS", 4, 9]]


def segments(path, *entries):
    path.write_text(json.dumps([{"name": name, "segments": parts} for name, parts in entries]), encoding="utf-8")
    return path


def test_glosses_get_the_times_of_their_segments(tmp_path):
    names = ("b-1", "b-2", "b-3", "b-4")
    write_pt_split([sentence(f"dev/{name}", 9) for name in names], tmp_path, "dev")
    otherwise, beyond = [["A", 0, 2], ["B", 2, 3], ["C", 3, 5]], [["A", 0, 4], ["B", 4, 99]]
    times = segments(
        tmp_path / "times.json", ("dev/b-1", SEGMENTS), ("dev/b-2", otherwise), ("dev/b-3", []), ("dev/b-4", beyond)
    )
    reader = PtFormat(segments=times)
    rows = {row.id[4:]: row for row in reader.rows(tmp_path)}
    assert rows["b-1"].glosses == (("SUED", 1 / 25, 3 / 25), ("REGEN", 4 / 25, 9 / 25))
    assert [sign.gloss for sign in rows["b-2"].glosses] == ["A", "B", "C"]
    for untimed in ("b-3", "b-4"):
        assert rows[untimed].glosses == (("SUED", None, None), ("REGEN", None, None))
    assert {row.gloss for row in rows.values()} == {"SUED REGEN"}
    (said,) = reader.remarks()
    assert said == "2 sentences have glosses with times, 2 have not; in 1 the times part the glosses otherwise"
    prepare_corpus(PtFormat(segments=times), tmp_path, tmp_path / "out")
    assert open_corpus(tmp_path / "out")["dev"][0]["glosses"][1]["end"] == pytest.approx(9 / 25)


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ([["A", 3, 2]], "segments .gloss, first, end. from frame 0 on"),
        ([["A", 0, 4], ["B", 3, 5]], "from frame 4 on"),
        ([["A", 0, 1.5]], "segments"),
        ([["A", 0]], "segments"),
        ([[7, 0, 1]], "segments"),
        ([["A", True, 1]], "segments"),
        ("AB", "a list of segments"),
    ],
)
def test_segments_that_are_none_are_named(tmp_path, parts, words):
    with pytest.raises(FormatError, match=f"times.json, entry 1: expected .*{words}"):
        read_segments(segments(tmp_path / "times.json", ("a", SEGMENTS), ("b", parts)))
    with pytest.raises(FormatError, match="a name of its own"):
        read_segments(segments(tmp_path / "times.json", ("a", SEGMENTS), ("a", SEGMENTS)))


def test_every_file_is_asked_for(tmp_path):
    with pytest.raises(InputError, match=r"train\.skels, dev\.skels, test\.skels or some"):
        list(PtFormat().rows(tmp_path))
    write_pt_split([sentence()], tmp_path, "dev")
    for suffix in FILES[1:]:
        kept = (tmp_path / f"dev.{suffix}").rename(tmp_path / "kept")
        with pytest.raises(InputError, match=rf"without dev\.{suffix}"):
            read_pt_split(tmp_path, "dev")
        kept.rename(tmp_path / f"dev.{suffix}")
    (tmp_path / "dev.gloss").write_text("A\nB\n")
    with pytest.raises(FormatError, match=r"dev\.gloss: expected 1 lines"):
        read_pt_split(tmp_path, "dev")


@pytest.mark.parametrize("facts", [{"gloss": None}, {"gloss": "A\nB"}, {"text": ""}, {"id": 3}])
def test_a_sentence_without_its_lines_is_not_written(tmp_path, facts):
    with pytest.raises(InputError, match=r"sequences\[0\]: expected metadata"):
        write_pt_split([sentence(**facts)], tmp_path, "train")
    assert not list(tmp_path.iterdir())


def test_back_translators_get_rows_of_tensors(tmp_path):
    sentences = [sentence(), sentence("train/a-2", 7)]
    write_translation_pickle(sentences, tmp_path / "a.test")
    with gzip.open(tmp_path / "a.test") as file:
        rows = pickle.load(file)
    assert [list(row) for row in rows] == [["name", "signer", "gloss", "text", "sign"]] * 2
    assert rows[1]["sign"].dtype == torch.float32
    assert rows[1]["sign"].shape == (7, 150)
    for one, other in zip(sentences, read_translation_pickle(tmp_path / "a.test"), strict=True):
        np.testing.assert_array_equal(one.values, other.values)
        assert one.metadata == other.metadata


def test_plain_pickles_of_arrays_are_read_too(tmp_path):
    row = {"name": "a", "signer": 3, "gloss": "A", "text": "a", "sign": np.zeros((2, 150))}
    (tmp_path / "a").write_bytes(pickle.dumps([row]))
    assert read_translation_pickle(tmp_path / "a")[0].metadata["signer"] == 3


class Evil:
    def __reduce__(self):
        return os.system, ("true",)


@pytest.mark.parametrize(
    ("content", "error", "message"),
    [
        ({"name": "a"}, FormatError, "a list of rows"),
        ([{"name": "a"}], FormatError, "row 0: expected keys .* got no signer, gloss, text, sign"),
        ([Evil()], UnsafeFileError, "system"),
        (
            [{"name": "a", "signer": 1, "gloss": [], "text": "d", "sign": 0}],
            FormatError,
            "row 0, gloss: expected text",
        ),
        *(
            ([{"name": "a", "signer": "b", "gloss": "c", "text": "d", "sign": sign}], FormatError, message)
            for sign, message in (
                (torch.zeros(2, 151, dtype=torch.bfloat16), r"sign of shape \(T, 150\)"),
                ([[0.0]], r"sign of shape \(T, 150\)"),
                (torch.full((2, 150), torch.nan), "finite numbers"),
            )
        ),
    ],
)
def test_other_pickles_are_refused(tmp_path, content, error, message):
    with gzip.open(tmp_path / "a", "wb") as file:
        pickle.dump(content, file)
    with pytest.raises(error, match=message):
        read_translation_pickle(tmp_path / "a")


def test_what_back_translators_cannot_read_is_refused(tmp_path):
    with pytest.raises(InputError, match="sequences: expected at least one"):
        write_translation_pickle([], tmp_path / "a")
    with pytest.raises(InputError, match=r"sequences\[0\]: expected metadata 'signer'"):
        write_translation_pickle([sentence(signer=None)], tmp_path / "a")
    other = PoseSequence(np.zeros((2, 534)), get_layout("slrtp178"), 25.0)
    with pytest.raises(InputError, match=r"sequences\[0\]: expected layout phoenix50"):
        write_translation_pickle([other], tmp_path / "a")
    with pytest.raises(InputError, match="got no frames"):
        write_translation_pickle([sentence()[:0]], tmp_path / "a")


@pytest.mark.real_data
@pytest.mark.skipif("SIGNARY_REAL_DATA" not in os.environ, reason="SIGNARY_REAL_DATA is not set")
@pytest.mark.parametrize("split", ["train", "dev"])
def test_real_sentences_survive_byte_for_byte(tmp_path, split):
    folder = Path(os.environ["SIGNARY_REAL_DATA"]) / "phoenix14t-skels"
    sentences = read_pt_split(folder, split)
    assert len(sentences) == 5
    write_pt_split(sentences, tmp_path, split)
    for suffix in FILES:
        assert (tmp_path / f"{split}.{suffix}").read_bytes() == (folder / f"{split}.{suffix}").read_bytes()
    signed = [one.with_metadata(signer="Signer01") for one in sentences]
    write_translation_pickle(signed, tmp_path / "a")
    for one, other in zip(signed, read_translation_pickle(tmp_path / "a"), strict=True):
        np.testing.assert_array_equal(one.values, other.values)
