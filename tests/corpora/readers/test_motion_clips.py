"""Clips of OpenPose JSON with a table of sentences: what is read, what stays missing, what is refused."""

import json
import os
from pathlib import Path

import numpy as np
import pytest

from signary.corpora.opening import open_corpus
from signary.corpora.prepare import prepare_corpus
from signary.corpora.readers.motion_clips import MotionFiles, OpenPoseClips
from signary.io.errors import FormatError, InputError
from signary.pose import PoseSequence, get_layout
from signary.pose.formats import write_pose
from signary.pose.formats.skels import write_skels

FIELDS = {
    "pose_keypoints_2d": 25,
    "face_keypoints_2d": 70,
    "hand_left_keypoints_2d": 21,
    "hand_right_keypoints_2d": 21,
}
TABLE = 'clip\ttext\tsplit\nb\t"So, ""this"" is oil."\ttrain\na\tBread.\ttrain\n'


@pytest.fixture
def points():
    """Clip -> (T, 137, 3): the left hand of clip a is missing in frame 1."""
    rng = np.random.default_rng(0)
    found = {name: rng.uniform(0.1, 1.05, (frames, 137, 3)).round(3) for name, frames in (("a", 4), ("b", 2))}
    found["a"][1, 95:116] = 0
    return found


@pytest.fixture
def folder(tmp_path, points):
    """The clips as OpenPose writes them."""
    for name, frames in points.items():
        (tmp_path / "clips" / name).mkdir(parents=True)
        for number, frame in enumerate(frames):
            parts = np.split(frame, np.cumsum(list(FIELDS.values()))[:-1])
            person = {field: part.ravel().tolist() for field, part in zip(FIELDS, parts, strict=True)}
            file = tmp_path / "clips" / name / f"{name}_{number:012d}_keypoints.json"
            file.write_text(json.dumps({"people": [person]}))
    return tmp_path / "clips"


def read(folder, table, **settings):
    path = folder.parent / "table.tsv"
    path.write_bytes(table.encode() if isinstance(table, str) else table)
    return prepared(folder, path, **settings)


def prepared(folder, table, **settings):
    """The split `train`, written and opened."""
    output = folder.parent / "out"
    prepare_corpus(OpenPoseClips(**{"language": "ase", "table": table, "fps": 24, **settings}), folder, output)
    return open_corpus(str(output))["train"]


def test_clips_come_in_the_tables_order_and_what_is_missing_stays_so(folder, points):
    corpus = read(folder, TABLE)
    assert corpus["id"] == ["b", "a"]
    assert corpus["text"] == ['So, "this" is oil.', "Bread."]
    assert set(corpus["language"]) == {"asl"}
    for row in corpus:
        wanted = points[row["id"]]
        values = np.asarray(row["poses"], np.float32).reshape(len(wanted), 137, 2)
        confidence = np.asarray(row["confidence"], np.float32)
        missing = wanted[..., 2] == 0
        assert row["fps"] == 24
        assert np.isnan(values[missing]).all()
        assert np.array_equal(values[~missing], wanted[~missing][:, :2].astype(np.float32))
        assert np.array_equal(confidence, wanted[..., 2].astype(np.float32))


@pytest.mark.parametrize(
    ("table", "error", "words"),
    [
        ("name\ttext\na\tYes.\n", FormatError, "columns clip and text, got none of clip"),
        ("clip\ttext\na\tYes.\na\tNo.\n", FormatError, "line 3: expected a new clip and its text"),
        ("clip\ttext\na\t \n", FormatError, "line 2: expected a new clip and its text"),
        ("clip\ttext\na\n", FormatError, "line 2: expected 2 cells, as many as the header has, parted by tabs, got 1"),
        ("clip\ttext\na\tYes.\tNo.\n", FormatError, "line 2: expected 2 cells"),
        ("clip\ttext\n../clips/a\tYes.\n", FormatError, "line 2: expected the name of a file or folder"),
        ("clip\ttext\n..\tYes.\n", FormatError, "line 2: expected the name of a file or folder"),
        (f"clip\ttext\n{'x' * 256}\tYes.\n", FormatError, "line 2: expected the name of a file or folder"),
        ("clip\ttext\n", FormatError, "at least one clip"),
        ("clip\ttext\nc\tYes.\n", InputError, "an existing file or folder"),
        (b"clip\ttext\na\t\xff\n", FormatError, "UTF-8"),
    ],
)
def test_mistakes_are_named(folder, table, error, words):
    with pytest.raises(error, match=words):
        read(folder, table)


def test_motion_files_of_several_forms_are_a_corpus_with_splits_and_glosses(tmp_path):
    layout, rng = get_layout("phoenix50"), np.random.default_rng(0)
    clips, table = tmp_path / "clips", tmp_path / "table.csv"
    clips.mkdir()
    motion = [PoseSequence(rng.normal(size=(frames, 150)), layout, 25.0) for frames in (3, 5)]
    write_pose(motion[0], clips / "a.npz")
    write_skels([motion[1]], clips / "b.skels")
    table.write_text("text,clip,split,gloss\nEins.,a.npz,dev,EINS\nZwei drei.,b.skels,,ZWEI DREI\n", encoding="utf-8")
    prepare_corpus(MotionFiles("dgs", table), clips, tmp_path / "out")
    corpus = open_corpus(str(tmp_path / "out"))
    assert {split: rows["text"][:] for split, rows in corpus.items()} == {"dev": ["Eins."], "train": ["Zwei drei."]}
    row = corpus["train"][0]
    assert (row["gloss"], [sign["gloss"] for sign in row["glosses"]]) == ("ZWEI DREI", ["ZWEI", "DREI"])
    assert (row["layout"], row["fps"]) == ("phoenix50", 25)
    np.testing.assert_allclose(row["poses"], motion[1].values, atol=1e-5)


def test_a_table_that_is_not_there_is_named(folder):
    with pytest.raises(InputError, match="table: expected a file with the columns clip and text"):
        prepared(folder, folder / "none.tsv")


@pytest.mark.real_data
@pytest.mark.skipif("SIGNARY_REAL_DATA" not in os.environ, reason="SIGNARY_REAL_DATA is not set")
def test_how2sign_clips_are_read(tmp_path):
    clips = Path(os.environ["SIGNARY_REAL_DATA"]) / "how2sign-openpose"
    prepare_corpus(OpenPoseClips("asl", clips / "clips.tsv", 24), clips / "json", tmp_path / "out")
    corpus = open_corpus(str(tmp_path / "out"))["train"]
    assert [len(poses) for poses in corpus["poses"]] == [157, 109, 62]
    assert corpus["text"][0].startswith("So we are currently heating up the oil")
    for row in corpus:
        missing = np.asarray(row["confidence"], np.float32) == 0
        assert np.array_equal(np.isnan(np.asarray(row["poses"], np.float32))[:, ::2], missing)
