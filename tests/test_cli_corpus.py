"""`signary corpus prepare` and `formats`: what is written, and what is refused in one line."""

import numpy as np
import pytest

from signary.cli import main
from signary.corpora.opening import open_corpus
from signary.corpora.readers.pt_format import write_pt_split
from signary.pose import PoseSequence, get_layout
from signary.pose.formats import write_pose


@pytest.fixture
def run(capsys):
    def run(*arguments):
        with pytest.raises(SystemExit) as stopped:
            main(["corpus", *map(str, arguments)])
        captured = capsys.readouterr()
        return stopped.value.code, captured.out, captured.err

    return run


@pytest.fixture
def pt_folder(tmp_path):
    (tmp_path / "pt").mkdir()
    for split, frames in (("train", (4, 6)), ("dev", (5,))):
        sentences = [
            PoseSequence(
                np.random.default_rng(count).normal(size=(count, 150)),
                get_layout("phoenix50"),
                25.0,
                metadata={"id": f"{split}/{count}", "text": "im süden", "gloss": "SUED"},
            )
            for count in frames
        ]
        write_pt_split(sentences, tmp_path / "pt", split)
    return tmp_path / "pt"


def test_a_folder_in_pt_format(run, pt_folder, tmp_path):
    out = tmp_path / "out"
    code, said, err = run("prepare", "--language", "ase", pt_folder, "--format", "pt", "-o", out)
    assert (code, err) == (0, "")
    assert said == f"{out}: train 2, dev 1 rows, layout phoenix50, 0.6 s in float32\n"
    corpus = open_corpus(str(out))
    assert corpus["dev"]["id"][:] == ["dev/5"]
    assert set(corpus["train"]["language"]) == {"asl"}


def test_motion_files_whose_clock_is_said(run, tmp_path):
    (tmp_path / "clips").mkdir()
    values = np.random.default_rng(0).normal(size=(4, 150))
    write_pose(PoseSequence(values, get_layout("phoenix50"), 12.5), tmp_path / "clips" / "a.npz")
    (tmp_path / "clips.csv").write_text("clip,text\na.npz,Ja.\n")
    out, given = tmp_path / "out", ["--format", "motion-files", "--language", "dgs"]
    code, _, err = run("prepare", tmp_path / "clips", *given, "--table", tmp_path / "clips.csv", "-o", out)
    assert (code, err) == (0, "")
    assert open_corpus(str(out))["train"][0]["fps"] == 12.5


def test_formats_are_listed_with_their_options(run):
    code, said, _ = run("formats")
    assert code == 0
    assert "pt: a folder in PT format" in said
    assert "    --fps FLOAT (needed)  Frames a second, which the files do not say.\n" in said
    code, said, _ = run("formats", "pt")
    assert said.splitlines()[1:] == [
        "    --language STR (default dgs)  Sign language, which the files do not say: PHOENIX14T's.",
        "    --segments PATH (optional)  JSON of the glosses' frames, a list of {name, segments}.",
    ]


def test_help_is_that_of_the_format(run):
    code, said, _ = run("prepare", "--format", "openpose", "--help")
    assert code == 0
    assert "--table PATH" in said
    code, said, _ = run("prepare", "--help")
    assert code == 0
    assert "keypoint-pickles" in said


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "format: expected --format with a name"),
        (("--format", "nothing", "FOLDER", "-o", "OUT"), "format: expected one of motion-files"),
        (("--format", "pt", "FOLDER"), "arguments: expected those that `signary corpus prepare --help` lists, got the"),
        (("--format", "pt", "FOLDER", "-o", "OUT", "--colour", "red"), "unrecognized arguments: --colour red"),
        (("--format", "openpose", "FOLDER", "-o", "OUT", "-l", "asl", "--table", "t", "--fps", "x"), "invalid float"),
        (("--format", "openpose", "FOLDER", "-o", "OUT", "-l", "asl", "--fps", "25"), "required: --table"),
        (("--format", "pt", "FOLDER", "-o", "FOLDER"), "output: expected a new folder"),
        (("--format", "pt", "NOTHING", "-o", "OUT"), "source: expected a file or folder"),
        (("--format", "pt", "FOLDER", "-o", "OUT"), "folder: expected a folder with train.skels, dev.skels"),
        (("--format", "pt", "FOLDER", "-o", "OUT", "--language", "xyz"), "language: expected"),
    ],
)
def test_mistakes_are_one_line(run, tmp_path, pt_folder, arguments, words):
    empty = tmp_path / "empty"
    empty.mkdir()
    source = pt_folder if "xyz" in arguments else empty
    places = {"FOLDER": source, "OUT": tmp_path / "out", "NOTHING": tmp_path / "nothing"}
    code, said, err = run("prepare", *(places.get(one, one) for one in arguments))
    assert (code, said, len(err.splitlines())) == (2, "", 1)
    assert err.startswith("signary: ")
    assert words in err
    assert not (tmp_path / "out").exists()
