"""PHOENIX14T from small files of its formats; none of its data."""

import gzip
import json
import os
from pathlib import Path

import numpy as np
import pytest

from signary.corpora.opening import open_corpus
from signary.corpora.prepare import prepare_corpus
from signary.corpora.readers.phoenix14t import Phoenix14T, read_phoenix14t
from signary.corpora.readers.pt_format import write_pt_split
from signary.corpora.synthetic.phoenix_signing import SYNTHETIC_NAME, PhoenixSyntheticMotion
from signary.io.errors import FormatError, InputError
from signary.pose import PoseSequence, get_layout

CLASSES = {"0": "REGEN", "1": "loc-SUED", "2": "SONNE"}
#: id, signer, glosses, text, state of every frame.
SENTENCES = {
    "train": (
        ("one-1", "Signer01", "SUED REGEN", "im süden regnet es", [0] * 5 + [4] * 10 + [6] * 10 + [1] * 15 + [0] * 20),
        ("one-2", "Signer04", "SONNE", "überall sonne .", [0] * 8 + [7] * 8 + [8] * 8 + [0] * 8),
        ("one-3", "Signer04", "QUALMWOLKE SONNE", "nirgends sonne", [0] * 8 + [7] * 20 + [0] * 12),
    ),
    "dev": (("two-1", "Signer08", "REGEN SONNE", "erst regen | dann sonne".replace(" |", ""), [1] * 20 + [8] * 20),),
}


def write_files(folder, official=False):
    folder.mkdir(parents=True, exist_ok=True)
    for split, sentences in SENTENCES.items():
        if official:
            lines = ["name|video|start|end|speaker|orth|translation"]
            lines += [
                f"{name}|{name}/1/*.png|-1|-1|{signer}|{gloss}|{text}" for name, signer, gloss, text, _ in sentences
            ]
            table = folder / f"PHOENIX-2014-T.{split}.corpus.csv"
        else:
            lines = ["id|signer|annotation|translation", *("|".join(row[:4]) for row in sentences)]
            table = folder / f"{split}_phoenix2014t.csv"
        table.write_text("\n".join(lines) + "\n", encoding="utf-8")
        rows = [{"name": f"{split}/{row[0]}", "pami0": " ".join(map(str, row[4]))} for row in sentences]
        content = "".join(json.dumps(row) + "\n" for row in rows)
        (folder / f"phoenix14t.{split}.jsonl.gz").write_bytes(gzip.compress(content.encode()))
    (folder / "phoenix14t_pami0_class_to_gloss.json").write_text(json.dumps(CLASSES), encoding="utf-8")
    return folder


@pytest.fixture
def folder(tmp_path):
    return write_files(tmp_path / "phoenix")


def skeletons(folder, *ids):
    sequences = []
    for name in ids:
        values = np.random.default_rng(0).normal(size=(6, 150)).round(5)
        facts = {"id": f"train/{name}", "text": "text", "gloss": "GLOSS"}
        sequences.append(PoseSequence(values, get_layout("phoenix50"), 25.0, metadata=facts))
    folder.mkdir()
    write_pt_split(sequences, folder, "train")
    return folder


@pytest.mark.parametrize("official", [False, True])
def test_sentences_are_read_with_the_times_of_their_glosses(tmp_path, official):
    one, two, three = read_phoenix14t(write_files(tmp_path, official), "train")
    assert (one.id, one.signer, one.glosses, one.frames) == ("one-1", 1, ("SUED", "REGEN"), 60)
    assert (one.spans, one.aligned) == (((5, 25), (25, 40)), True)
    assert (two.text, two.spans) == ("überall sonne", ((8, 24),))
    assert (three.spans, three.aligned) == (((0, 20), (20, 40)), False)


def test_the_signer_signs_real_sentences_in_real_time(folder, tmp_path):
    reader = PhoenixSyntheticMotion()
    made = prepare_corpus(reader, folder, tmp_path / "out")
    account = reader.account
    corpus = open_corpus(str(tmp_path / "out"))
    assert {split: len(part) for split, part in corpus.items()} == {"train": 3, "dev": 1}
    row = corpus["train"][0]
    assert (row["text"], row["language"], row["gloss"], row["signer"]) == ("im süden regnet es", "dgs", "SUED REGEN", 1)
    assert np.shape(row["poses"]) == (60, 133)
    assert [(sign["gloss"], round(sign["start"] * 25), round(sign["end"] * 25)) for sign in row["glosses"]] == [
        ("SUED", 5, 25),
        ("REGEN", 25, 40),
    ]
    assert all(row["source"].startswith(SYNTHETIC_NAME) for part in corpus.values() for row in part)
    assert "synthetic motion" in row["source"]
    assert account.invented == {"QUALMWOLKE"}
    assert account.invented_share == pytest.approx(1 / 7)
    assert account.shared_evenly == 1
    assert made.remarks == (str(account),)
    assert "sentences: train 3, dev 1; 1 of them share" in str(account)
    assert "invented forms: 14.3% of 7 glosses (1 of 4 different ones)" in str(account)
    assert not (tmp_path / "out" / "raw").exists()


@pytest.mark.slow
def test_processes_do_not_change_motion(folder, tmp_path):
    prepare_corpus(PhoenixSyntheticMotion(), folder, tmp_path / "one")
    prepare_corpus(PhoenixSyntheticMotion(processes=2), folder, tmp_path / "two")
    one, two = (open_corpus(str(tmp_path / name))["train"]["poses"] for name in ("one", "two"))
    assert list(one) == list(two)


def test_skeletons_where_there_are_some(folder, tmp_path):
    places = skeletons(tmp_path / "skels", "one-3", "one-1")
    (remark,) = prepare_corpus(Phoenix14T(places), folder, tmp_path / "out").remarks
    corpus = open_corpus(str(tmp_path / "out"))
    assert list(corpus) == ["train"]
    assert corpus["train"]["id"] == ["one-1", "one-3"]
    assert np.shape(corpus["train"][0]["poses"]) == (6, 150)
    times = [(sign["start"] * 25, sign["end"] * 25) for sign in corpus["train"][0]["glosses"]]
    assert np.allclose(times, [(0, 2), (2, 4)])  # frames 5, 25 and 40 of 60, over 6
    assert corpus["train"][0]["source"] == "PHOENIX14T skeletons (PT format)"
    assert remark == (
        "PHOENIX14T skeletons (PT format); 1 sentences share their frames evenly; 2 skeletons have another number of "
        "frames than the alignment, whose times are stretched; 2 left out, without a skeleton"
    )


@pytest.mark.parametrize("twice", ["skeleton", "states"])
def test_a_recording_that_stands_twice_is_refused(folder, tmp_path, twice):
    poses = skeletons(tmp_path / "skels", "one-1", *(["one-1"] if twice == "skeleton" else []))
    if twice == "states":
        path = folder / "phoenix14t.train.jsonl.gz"
        line = gzip.decompress(path.read_bytes()).splitlines(keepends=True)[0]
        path.write_bytes(gzip.compress(line * 2))
    with pytest.raises(FormatError, match="expected every recording once, got 'one-1' twice"):
        prepare_corpus(Phoenix14T(poses), folder, tmp_path / "out")


def test_a_part_is_chosen_evenly(folder, tmp_path):
    poses = skeletons(tmp_path / "skels", "one-1", "one-2", "one-3")
    prepare_corpus(Phoenix14T(poses, limit=2), folder, tmp_path / "out")
    assert open_corpus(str(tmp_path / "out"))["train"]["id"] == ["one-1", "one-2"]


@pytest.mark.parametrize(
    ("file", "content", "message"),
    [
        ("train_phoenix2014t.csv", "id|signer|text\na|b|c\n", "columns id|signer|annotation|translation"),
        ("train_phoenix2014t.csv", "id|signer|annotation|translation\nx|Signer01|A\n", "line 2: expected 4 cells"),
        ("train_phoenix2014t.csv", "id|signer|annotation|translation\nx|Signer01|A|b\n", "a line for 'x', got none"),
        ("train_phoenix2014t.csv", "id|signer|annotation|translation\none-1|Anna|A|b\n", "a signer such as Signer01"),
        ("train_phoenix2014t.csv", "id|signer|annotation|translation\none-1|Signer01||b\n", "glosses and a text"),
        ("phoenix14t.train.jsonl.gz", "{}\n", "line 1: expected JSON with name and pami0"),
        ("phoenix14t.train.jsonl.gz", '{"name": "train/one-1", "pami0": "4"}\n', "at least 2 frames of 'one-1'"),
        ("phoenix14t_pami0_class_to_gloss.json", "[1]", "JSON that maps numbers of classes to glosses"),
        ("train_phoenix2014t.csv", b"\xff\xfe", "expected UTF-8"),
    ],
)
def test_broken_files_are_named(folder, file, content, message):
    (folder / file).write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(FormatError) as error:
        read_phoenix14t(folder, "train")
    assert message in str(error.value)


def test_mistakes_are_named(folder, tmp_path):
    out = tmp_path / "out"
    with pytest.raises(InputError, match="folder: expected a folder with test_phoenix2014t.csv or PHOENIX"):
        read_phoenix14t(folder, "test")
    signed = PhoenixSyntheticMotion()
    for reader, source, message in (
        (signed, tmp_path, "folder: expected a folder with train_phoenix2014t.csv or such"),
        (Phoenix14T(tmp_path), folder, "poses: expected a folder with train.skels, dev.skels"),
        (Phoenix14T(skeletons(tmp_path / "skels", "elsewhere")), folder, "poses: expected skeletons of sentences of"),
        (PhoenixSyntheticMotion(limit=0), folder, "limit: expected at least 1"),
        (Phoenix14T(tmp_path / "skels", limit=0), folder, "limit: expected at least 1"),
        (PhoenixSyntheticMotion(processes=0), folder, "processes: expected at least 1"),
        (signed, tmp_path / "nothing", "source: expected a file or folder"),
    ):
        with pytest.raises(InputError, match=message):
            prepare_corpus(reader, source, out)
    (folder / "phoenix14t_pami0_class_to_gloss.json").unlink()
    with pytest.raises(InputError, match="path: expected an existing file"):
        prepare_corpus(signed, folder, out)
    assert not out.exists()
    out.mkdir()
    with pytest.raises(InputError, match="output: expected a new folder"):
        prepare_corpus(signed, folder, out)


@pytest.mark.real_data
@pytest.mark.skipif("SIGNARY_REAL_DATA" not in os.environ, reason="SIGNARY_REAL_DATA is not set")
def test_the_real_corpus():
    folder = Path(os.environ["SIGNARY_REAL_DATA"]) / "phoenix14t-text"
    sentences = {split: read_phoenix14t(folder, split) for split in ("train", "dev")}
    assert {split: len(found) for split, found in sentences.items()} == {"train": 7096, "dev": 519}
    assert sum(not sentence.aligned for found in sentences.values() for sentence in found) == 32
    known = json.loads((folder / "phoenix10_traindev_gloss_segments.json").read_text(encoding="utf-8"))
    by_name = {f"{split}/{sentence.id}": sentence for split, found in sentences.items() for sentence in found}
    compared = 0
    for row in known:
        sentence = by_name[row["name"]]
        assert sentence.frames == row["num_frames"]
        segments = [(name, start, end) for name, start, end in row["segments"] if name and not name.startswith("__")]
        if sentence.aligned and [name for name, _, _ in segments] == list(sentence.glosses):
            assert list(sentence.spans) == [(start, end) for _, start, end in segments]
            compared += 1
    assert compared >= 2
