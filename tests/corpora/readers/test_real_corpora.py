"""Every real corpus by the command line, read, written and read again. Set SIGNARY_REAL_DATA and run `-m real_data`."""

import os
import sys
from fnmatch import fnmatch
from pathlib import Path

import numpy as np
import pytest

from signary.cli import main
from signary.corpora.corpus_spec import read_corpus_spec
from signary.corpora.opening import open_corpus
from signary.corpora.rows import row_motion
from signary.pose.formats import read_pose, write_pose

pytestmark = [
    pytest.mark.real_data,
    pytest.mark.skipif("SIGNARY_REAL_DATA" not in os.environ, reason="SIGNARY_REAL_DATA is not set"),
]
#: What is given -> splits with their rows, layout, and what is said to be dropped.
CORPORA = {
    "pt phoenix14t-skels": ({"train": 5, "dev": 5}, "phoenix50", ""),
    "phoenix14t phoenix14t-text --poses ROOT/phoenix14t-skels": ({"train": 5, "dev": 5}, "phoenix50", "left out"),
    "sentences phoenix14t-text -l dgs": ({"train": 7096, "dev": 519}, "", ""),
    "how2sign how2sign-openpose": ({"train": 3}, "openpose137", ""),
    "openpose how2sign-openpose/json --table ROOT/how2sign-openpose/clips.tsv -l asl --fps 24": (
        {"train": 3},
        "openpose137",
        "",
    ),
    "dgs-pairs dgs-corpus-pairs": ({"train": 16, "test": 4}, "pose_178_", ""),
    "dgs-pairs dgs-corpus-pairs --take updated --text english": (
        {"train": 15, "test": 4},
        "pose_178_",
        "1 (expected text that is not empty)",
    ),
    "how2sign how2sign-openpose --layout smplx": ({"train": 3}, "smplx", "lifted: 3 with 328 frames"),
    "pt phoenix14t-skels --layout smplx": ({"train": 5, "dev": 5}, "smplx", "lifted: 10 with 1,172 frames"),
    "dgs-pairs dgs-corpus-pairs --layout smplx": ({"train": 16, "test": 4}, "smplx", "lifted: 20 with 1,092 frames"),
    "gloss-folder dgs-corpus-pairs/raw-sentence/poses -l dgs": ({"train": 6}, "holistic", "another layout"),
    "spoken-to-signed pose-lexicon/fingerspelling_lexicon": ({"train": 30}, "holistic", "596 (no file of motion)"),
    "spoken-to-signed pose-lexicon/dummy_lexicon": ({"train": 3}, "pose_178_", "1 (no file of motion)"),
    "gloss-folder pose-samples -l ase": (None, "", "another layout"),
    "wlasl wlasl-metadata --index_only true": ({"train": 14289, "dev": 3916, "test": 2878}, "", ""),
    "wlasl wlasl-metadata/nslt_100.json --index_only true": ({"train": 1442, "dev": 338, "test": 258}, "", ""),
}


#: Files that no command reads: licences, and what says nothing of a recording that its neighbours do not say.
LEFT = {
    "README.md",
    "*/LICENSE*",
    "phoenix14t-skels/src_vocab.txt",  # the words of the texts
    "phoenix14t-text/phoenix10_traindev_gloss_segments.json",  # of the alignment in *.jsonl.gz
}
#: Files that are opened while this is a set; hooks cannot be taken away again.
_opened: set[str] | None = None


def _hook(event, arguments):
    if event == "open" and _opened is not None and isinstance(arguments[0], (str, bytes, os.PathLike)):
        _opened.add(os.path.realpath(os.fsdecode(arguments[0])))


if "SIGNARY_REAL_DATA" in os.environ:
    sys.addaudithook(_hook)


@pytest.fixture
def real():
    return Path(os.environ["SIGNARY_REAL_DATA"])


def ended(*words):
    with pytest.raises(SystemExit) as stopped:
        main([str(word) for word in words])
    return stopped.value.code


def prepared(real, arguments, out, capsys):
    name, source, *options = arguments.split()
    options = [one.replace("ROOT", str(real)) for one in options]
    processes = [] if name in ("pt", "phoenix14t") else ["--processes", "1"]
    code = ended("corpus", "prepare", name, real / source, "-o", out, *options, *processes)
    said = capsys.readouterr()
    assert code == 0, said.err
    return said


@pytest.mark.parametrize("arguments", CORPORA)
def test_real_corpora_are_prepared_by_the_command_line(arguments, real, tmp_path, capsys):
    rows, layout, dropped = CORPORA[arguments]
    said = prepared(real, arguments, tmp_path / "out", capsys)
    assert dropped in said.err
    corpus = open_corpus(tmp_path / "out")
    if rows is not None:
        assert {split: len(part) for split, part in corpus.items()} == rows
    spec = read_corpus_spec(tmp_path / "out")
    if not layout and rows is not None:
        assert spec is None
        return
    assert spec.layout.name.startswith(layout)
    for part in corpus.values():
        for row in part:
            motion = row_motion(row, spec.layout)
            assert len(motion) == len(row["poses"])


def test_no_file_is_left_over(real, tmp_path, capsys):
    """Every file is opened by some command, but for those that say nothing of a recording."""
    global _opened
    _opened = set()
    try:
        for at, arguments in enumerate(CORPORA):
            prepared(real, arguments, tmp_path / f"out{at}", capsys)
        for file in [
            *sorted((real / "pose-samples").rglob("*.pose")),
            real / "dgs-corpus-pairs/raw-sentence/sentence.pose",
        ]:
            assert ended("convert", file, tmp_path / "one.npz") == 0, capsys.readouterr().err
        assert ended("convert", real / "dwpose-clip", tmp_path / "one.npz", "--input-fps", 25) == 0
        found, _opened = _opened, None
    finally:
        _opened = None
    files = {path.relative_to(real).as_posix() for path in real.rglob("*") if path.is_file()}
    read = {Path(path).relative_to(real.resolve()).as_posix() for path in found if path.startswith(str(real.resolve()))}
    left = {name for name in files - read if not any(fnmatch(name, pattern) for pattern in LEFT)}
    assert left == set()


def test_what_was_prepared_is_what_the_files_say(real, tmp_path, capsys):
    """Values, missing points and confidences beyond 1, bit for bit."""
    prepared(real, "how2sign how2sign-openpose", tmp_path / "out", capsys)
    spec = read_corpus_spec(tmp_path / "out")
    beyond = False
    for row in open_corpus(tmp_path / "out")["train"]:
        motion, file = row_motion(row, spec.layout), read_pose(real / "how2sign-openpose/json" / row["id"], fps=24)
        np.testing.assert_array_equal(motion.values, file.values)
        np.testing.assert_array_equal(motion.confidence, file.confidence)
        beyond |= bool((motion.confidence > 1).any())
        assert row["licence"] == "CC BY-NC 4.0"
    assert beyond


def test_glosses_of_the_dgs_corpus_have_their_times(real, tmp_path, capsys):
    prepared(real, "dgs-pairs dgs-corpus-pairs", tmp_path / "out", capsys)
    row = next(row for row in open_corpus(tmp_path / "out")["train"] if row["id"] == "train_10")
    assert row["text"] == "Ich hatte dann nicht sofort einen Beruf gefunden."
    assert [sign["gloss"] for sign in row["glosses"]][:3] == ["ICH1", "BERUF6*", "ICH2*"]
    ends = [sign["end"] for sign in row["glosses"]]
    assert ends == sorted(ends)
    assert ends[-1] == pytest.approx(len(row["poses"]) / row["fps"], abs=1e-3)


def test_the_dwpose_clip_is_read_written_and_read_again(real, tmp_path, capsys):
    clip = read_pose(real / "dwpose-clip", fps=25)
    assert (len(clip), clip.layout.name) == (135, "openpose137")
    assert clip.confidence.max() > 1
    for suffix in (".npz", ".pose"):
        write_pose(clip, tmp_path / f"a{suffix}")
        again = read_pose(tmp_path / f"a{suffix}")
        np.testing.assert_array_equal(again.values, clip.values)
        np.testing.assert_array_equal(again.confidence, clip.confidence)
    where = {joint: np.nanmedian(clip.joints[:, at], axis=0) for at, joint in enumerate(clip.layout.joints)}
    assert where["left_shoulder"][0] > where["right_shoulder"][0]
    for side in ("left", "right"):
        apart = (
            clip.joints[:, clip.layout.index(f"{side}_wrist")] - clip.joints[:, clip.layout.index(f"{side}_hand_wrist")]
        )
        assert (
            np.nanmedian(np.linalg.norm(apart, axis=-1)) < 0.3 * (where["left_shoulder"] - where["right_shoulder"])[0]
        )
    assert ended("convert", real / "dwpose-clip", tmp_path / "b.npz", "--input-fps", 25) == 0
    assert "135 frames at 25 fps" in capsys.readouterr().out


@pytest.mark.parametrize("folder", ["pose-samples", "dgs-corpus-pairs", "pose-lexicon"])
def test_every_pose_file_is_prepared(folder, real, tmp_path, capsys):
    """One by one with a table of their own, as their layouts differ."""
    for at, file in enumerate(sorted((real / folder).rglob("*.pose"))[::9]):
        (tmp_path / "table.csv").write_text(f"clip,text\n{file.name},x\n", encoding="utf-8")
        out = tmp_path / f"out{at}"
        options = ["--table", str(tmp_path / "table.csv"), "-l", "asl", "--processes", "1"]
        assert ended("corpus", "prepare", "motion-files", file.parent, "-o", out, *options) == 0, (
            capsys.readouterr().err
        )
        (row,) = open_corpus(out)["train"]
        motion, given = row_motion(row, read_corpus_spec(out).layout), read_pose(file)
        np.testing.assert_array_equal(motion.values, given.values)
        np.testing.assert_array_equal(motion.confidence, given.certainty)
