"""Corpora in another layout than that of their files: points chosen by name, keypoints lifted, and what is said."""

import json
from dataclasses import dataclass

import numpy as np
import pytest

from signary.cli import main
from signary.corpora.corpus_spec import read_corpus_spec
from signary.corpora.in_layout import in_layout, reader_in_layout
from signary.corpora.opening import open_corpus
from signary.corpora.prepare import prepare_corpus
from signary.corpora.readers.motion_clips import MotionFiles
from signary.corpora.readers.pt_format import PtFormat, write_pt_split
from signary.corpora.readers.reader import CorpusReader
from signary.corpora.row_schema import CorpusRow
from signary.corpora.rows import row_motion
from signary.io.errors import InputError, UnknownLayoutError
from signary.pose import PoseSequence, get_layout
from signary.pose.formats import write_pose
from signary.pose.kinematics import forward_kinematics
from signary.pose.view import to_layout
from signary.signing.rule_based import sign_text


@pytest.fixture(scope="module")
def signed():
    """Two short sentences of the rule-based signer."""
    return {name: sign_text(text, "dgs").pose[8:32] for name, text in (("a", "Die Sonne scheint."), ("b", "Bier."))}


@pytest.fixture(scope="module")
def clips(signed, tmp_path_factory):
    """Motion of three layouts and two clocks, and one that has no arms; the left hand of `b` is not seen."""
    folder = tmp_path_factory.mktemp("clips")
    write_pose(to_layout(signed["a"], "phoenix50"), folder / "a.npz")
    points = to_layout(signed["b"], "openpose137").resample(20)
    certain = np.array(points.certainty)
    certain[:, [at for at, name in enumerate(points.layout.joints) if name.startswith("left_") and at >= 95]] = 0
    certain[2, points.layout.index("right_wrist")] = 0.5
    write_pose(PoseSequence.masked(points.values, points.layout, 20, certain, {}), folder / "b.npz")
    write_pose(signed["a"], folder / "c.npz")
    hands = get_layout("openpose137")
    only = np.zeros((5, len(hands.joints)))
    only[:, list(hands.parts["left_hand"])] = 1
    write_pose(PoseSequence.masked(np.ones((5, hands.num_features)), hands, 24, only, {}), folder / "d.npz")
    lines = "".join(f"{name}.npz,Text {name}.\n" for name in "abcd")
    (folder / "table.csv").write_text(f"clip,text\n{lines}", encoding="utf-8")
    return folder


def rows(folder):
    layout = read_corpus_spec(folder).layout
    return {row["id"]: row_motion(row, layout) for row in open_corpus(folder)["train"]}


def test_corpora_of_several_detectors_become_one_of_the_body(clips, signed, tmp_path, capsys):
    table = ["--table", str(clips / "table.csv"), "--language", "dgs", "--processes", "1"]
    with pytest.raises(SystemExit) as stopped:
        main(
            ["corpus", "prepare", "motion-files", str(clips), "--layout", "smplx", "-o", str(tmp_path / "out"), *table]
        )
    said = capsys.readouterr()
    assert stopped.value.code == 0, said.err
    found = rows(tmp_path / "out")
    assert list(found) == ["a.npz", "b.npz", "c.npz"]
    assert [(one.layout.name, one.fps) for one in found.values()] == [("smplx", 25), ("smplx", 20), ("smplx", 25)]
    assert {one["hand_reference"] for one in open_corpus(tmp_path / "out")["train"]} == {"flat"}
    np.testing.assert_array_equal(found["c.npz"].values, signed["a"].values)
    made, true = (forward_kinematics(one) for one in (found["a.npz"], signed["a"]))
    wrists = [true.layout.index(f"{side}_wrist") for side in ("left", "right")]
    off = np.linalg.norm(made.joints[:, wrists] - true.joints[:, wrists], axis=-1)
    assert np.median(off) < 0.05
    left = [at for at, name in enumerate(found["b.npz"].layout.joints) if name.startswith("left_index")]
    assert (found["b.npz"].certainty[:, left] == 0).all()
    assert "dropped: 1" in said.err
    assert "such as d.npz" in said.err
    assert "lifted: 2 with" in said.err
    assert "depth: inferred 1, measured 1" in said.err
    report = json.loads((tmp_path / "out" / "report.json").read_text())
    assert (report["lifted"]["rows"], report["lifted"]["frames"]) == (2, len(found["a.npz"]) + len(found["b.npz"]))
    assert report["lifted"]["sums"]["left"] == pytest.approx(len(found["a.npz"]))
    with pytest.raises(SystemExit):
        main(["corpus", "info", str(tmp_path / "out")])
    shown = capsys.readouterr().out
    assert "lifted: 2 with" in shown
    assert "jaw" in shown


def test_any_layout_of_points_can_be_asked_for(clips, signed, tmp_path):
    reader = MotionFiles("dgs", clips / "table.csv")
    prepare_corpus(reader_in_layout(reader, "phoenix50"), clips, tmp_path / "out")
    found = rows(tmp_path / "out")
    assert {one.layout.name for one in found.values()} == {"phoenix50"}
    np.testing.assert_allclose(found["c.npz"].values, found["a.npz"].values, atol=1e-5)
    assert read_corpus_spec(tmp_path / "out").layout == get_layout("phoenix50")


def test_forms_that_come_row_by_row_are_brought_there_too(signed, tmp_path):
    skeletons = [
        PoseSequence(
            pose.values, pose.layout, 25.0, metadata={"id": f"train/{name}", "text": "Bier .", "gloss": "BIER"}
        )
        for name, pose in ((name, to_layout(one, "phoenix50")) for name, one in signed.items())
    ]
    write_pt_split(skeletons, tmp_path, "train")
    made = prepare_corpus(reader_in_layout(PtFormat(), "smplx"), tmp_path, tmp_path / "out")
    assert (dict(made.rows), made.layout) == ({"train": 2}, "smplx")
    assert made.findings[0].startswith("lifted: 2 with")


@dataclass
class Mixed(CorpusReader):
    """A row that can be lifted and one that has no shoulders."""

    about = "mixed"

    def rows(self, source):
        good = np.random.default_rng(0).normal(size=(4, 150))
        yield CorpusRow("good", "x", "dgs", PoseSequence(good, get_layout("phoenix50"), 25.0))
        none = np.ones((4, 50))
        none[:, [2, 5]] = 0
        yield CorpusRow("none", "x", "dgs", PoseSequence.masked(good, get_layout("phoenix50"), 25.0, none, {}))


def test_what_cannot_be_brought_there_is_dropped_and_named(tmp_path):
    made = prepare_corpus(reader_in_layout(Mixed(), "smplx"), tmp_path, tmp_path / "out")
    assert dict(made.rows) == {"train": 1}
    (dropped,) = [line for line in made.findings if line.startswith("dropped")]
    assert dropped.startswith("dropped: 1 (cannot be brought to the layout), such as none: ")
    assert "both shoulders" in dropped


def test_layouts_that_nothing_can_be_brought_to_are_named():
    with pytest.raises(UnknownLayoutError, match="layout"):
        reader_in_layout(PtFormat(), "smpl")
    nobody = PoseSequence.masked(np.ones((3, 150)), get_layout("phoenix50"), 25.0, np.zeros((3, 50)), {})
    with pytest.raises(InputError, match="sequence: expected"):
        in_layout(nobody, "smplx")


def test_relaxed_hands_become_flat_while_preparing(signed, tmp_path):
    means = {f"hands_mean{side}": np.full(45, 0.1) for side in "lr"}
    np.savez(tmp_path / "SMPLX_NEUTRAL.npz", **means)
    relaxed = signed["b"].with_metadata(hand_reference="mano_mean")
    (tmp_path / "clips").mkdir()
    write_pose(relaxed, tmp_path / "clips" / "b.npz")
    (tmp_path / "table.csv").write_text("clip,text\nb.npz,Bier.\n", encoding="utf-8")
    words = ["--table", str(tmp_path / "table.csv"), "-l", "dgs", "--flat_hands", str(tmp_path), "--processes", "1"]
    with pytest.raises(SystemExit) as stopped:
        main(["corpus", "prepare", "motion-files", str(tmp_path / "clips"), "-o", str(tmp_path / "out"), *words])
    assert stopped.value.code == 0
    (motion,) = rows(tmp_path / "out").values()
    np.testing.assert_allclose(motion.values[:, 30:120], signed["b"].values[:, 30:120] + 0.1, atol=1e-6)
    assert read_corpus_spec(tmp_path / "out").hand_reference == "flat"
