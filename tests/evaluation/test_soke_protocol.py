"""`signary evaluate --protocol soke`: its clips, forms on disk, bodies and refusals."""

import json
import pickle

import numpy as np
import pytest
import torch
from literal import make_sequence
from soke_formulas import warped

from signary.cli import main
from signary.corpora.corpus_spec import save_corpus
from signary.evaluation.measured_joints import as_joints
from signary.evaluation.soke.clip_rules import indexed, obstacle, thinned
from signary.evaluation.soke.scored_joints import BODY
from signary.pose import PoseSequence, get_layout
from signary.pose.formats import write_pose
from signary.pose.formats.signavatars_pickle import KEPT
from signary.tokenizer import MotionTokenizer, MotionTokenizerConfig

PARAMETERS = {"root": 3, "body": 63, "lhand": 45, "rhand": 45, "jaw": 3, "shape": 10, "expr": 10}
SUFFIX = {**dict.fromkeys(("root", "body", "lhand", "rhand", "jaw"), "_pose"), "shape": "", "expr": ""}
CLIPS = {("how2sign", "a_1-5-rgb_front"): 50, ("csl", "S000020_P0000_T00"): 47, ("phoenix", "01April_2010_x-1"): 44}


def motion(seed, frames, fps=24.0):
    """Small turns of joints about their rest positions."""
    values = np.random.default_rng(seed).normal(0, 0.05, (frames, 133)).astype(np.float32).cumsum(0) * 0.2
    return PoseSequence(values, get_layout("smplx"), fps, None, {"hand_reference": "flat"})


@pytest.fixture
def evaluate(capsys, tmp_path):
    def evaluate(corpus, *flags, out="report"):
        arguments = ["--protocol", "soke", "--corpus", corpus, "-o", tmp_path / out, "--processes", 1, *flags]
        capsys.readouterr()
        with pytest.raises(SystemExit) as stopped:
            main(["evaluate", *map(str, arguments)])
        said = capsys.readouterr()
        if stopped.value.code:
            assert not (tmp_path / out).exists()
            assert said.err.count("\n") == 1
            assert "Traceback" not in said.err
            return said.err
        found = json.loads((tmp_path / out / "report.json").read_text(encoding="utf-8"))
        return {one["name"]: one for one in found["data_sets"]} | {"": found}

    return evaluate


@pytest.fixture
def sides(tmp_path):
    """References and hypotheses as motion files in a folder for each data set."""
    for seed, ((data_set, name), frames) in enumerate(CLIPS.items()):
        for side, motions in (("references", motion(seed, frames)), ("hypotheses", motion(50 + seed, 12))):
            folder = tmp_path / side / data_set
            folder.mkdir(parents=True)
            write_pose(motions, folder / f"{name}.npz")
    return tmp_path / "references", tmp_path / "hypotheses"


def test_each_data_set_scores_what_the_formulas_score(evaluate, sides):
    found = evaluate(sides[0], "--hypotheses", sides[1])
    for seed, (data_set, name) in enumerate(CLIPS):
        reference, hypothesis = indexed(motion(seed, CLIPS[data_set, name])), motion(50 + seed, 12)
        places = [as_joints(one).joints.astype(float) for one in (hypothesis, reference)]
        body = [as_joints(reference).layout.joints.index(joint) for joint in BODY]
        one = found[data_set]
        assert one["clips"] == [name]
        expected = warped(places[0].tolist(), places[1].tolist(), body, 0)
        assert one["metrics"]["soke-dtw-jpe-body"]["value"] == pytest.approx(expected, abs=1e-6)
        body, hand = (one["metrics"][f"soke-dtw-jpe-{part}"]["value"] for part in ("body", "hand"))
        assert one["averages"]["soke-dtw-jpe"] == pytest.approx((12 * body + 42 * hand) / 54)
        assert "cut:soke-clips-40-400" in one["metrics"]["soke-dtw-pa-jpe-hand"]["signature"]
        assert "layout:smplx_joints" in one["metrics"]["soke-dtw-pa-jpe-hand"]["signature"]


def test_clips_are_indexed_as_the_loader_does():
    numbers = PoseSequence(
        np.arange(1000, dtype=np.float32)[:, None] * np.ones(133, np.float32), get_layout("smplx"), 30
    )

    def kept(frames, fps=30.0, language=None):
        one = PoseSequence(numbers.values[:frames], numbers.layout, fps)
        return thinned(one, language).values[:, 0], indexed(thinned(one, language)).values[:, 0]

    assert kept(5)[1].tolist() == np.linspace(0, 4, 40).astype(int).tolist()
    assert kept(1000)[1].tolist() == [int(999 * at / 399) for at in range(400)]
    assert kept(47)[1].tolist() == list(range(1, 45))  # 47 is 44 and 3: one is cut off before, two after
    assert kept(400)[1].tolist() == list(range(400))
    count = int(24 * 100 / 30)
    assert kept(100, 30.0, "asl")[0].tolist() == [int(at * 100 / count) for at in range(count)]
    assert kept(100, 24.0, "asl")[0].tolist() == kept(100, 30.0, "csl")[0].tolist() == list(range(100))
    assert obstacle(motion(0, 720), "asl").startswith("30 s or more")
    assert obstacle(motion(0, 720), "dgs") is None
    assert obstacle(motion(0, 3), "dgs") == "fewer than 4 frames"


def test_what_is_left_out_is_counted_and_named(evaluate, sides, tmp_path):
    write_pose(motion(9, 3), sides[0] / "csl" / "short.npz")
    write_pose(motion(9, 720), sides[0] / "how2sign" / "long.npz")
    write_pose(motion(9, 20), sides[0] / "how2sign" / "bad.npz")
    (tmp_path / "bad.txt").write_text("bad\n\n")
    found = evaluate(sides[0], "--hypotheses", sides[1], "--leave-out", tmp_path / "bad.txt")
    assert found[""]["dropped"] == {
        "how2sign/bad.npz": "listed to be left out",
        "csl/short.npz": "fewer than 4 frames",
        "how2sign/long.npz": "30 s or more (How2Sign)",
    }
    page = (tmp_path / "report" / "report.md").read_text(encoding="utf-8")
    assert "| fewer than 4 frames | 1 |" in page
    # Without the rules these clips count, and have no hypotheses.
    refused = evaluate(sides[0], "--hypotheses", sides[1], "--no-clip-rules", out="other")
    assert "hypotheses: expected one for each of 6 references, got none for csl/short.npz" in refused


def write_frames(folder, sequence):
    """A pickle a frame, as SOKE has them."""
    folder.mkdir(parents=True)
    for number, values in enumerate(sequence.values):
        whole = np.zeros(sum(PARAMETERS.values()), np.float32)
        whole[list(KEPT)] = values
        parts = np.split(whole, np.cumsum(list(PARAMETERS.values()))[:-1])
        named = {f"smplx_{name}{SUFFIX[name]}": part for name, part in zip(PARAMETERS, parts, strict=True)}
        (folder / f"{folder.name}_{number}_3D.pkl").write_bytes(pickle.dumps(named))


def test_frames_of_sokes_form_score_as_motion_files_do(evaluate, sides, tmp_path):
    for seed, ((data_set, name), frames) in enumerate(CLIPS.items()):
        write_frames(tmp_path / "frames" / data_set / "test" / "poses" / name, motion(seed, frames))
    flags = ["--hypotheses", sides[1], "--input-fps", 24]
    one = evaluate(sides[0], *flags[:2])
    other = evaluate(tmp_path / "frames", *flags, "--hand-reference", "flat", out="frames-report")
    for data_set, _ in CLIPS:
        assert other[data_set]["metrics"] == one[data_set]["metrics"]
    relaxed = evaluate(tmp_path / "frames", *flags, out="relaxed")
    assert "csl/test/poses/S000020_P0000_T00, hand_reference: expected the licensed body" in relaxed
    without = evaluate(tmp_path / "frames", *flags[:2], out="without")
    assert "csl/test/poses/S000020_P0000_T00, fps: expected frames a second" in without
    split = evaluate(tmp_path / "frames", *flags, "--split", "train", out="split")
    assert "split: expected one of test, the folders in 'csl', got 'train'" in split


@pytest.fixture
def tokenizer(tmp_path):
    torch.manual_seed(0)
    sizes = {"body": 5, "left_hand": 6, "right_hand": 7}
    made = MotionTokenizer(MotionTokenizerConfig(width=8, code_dim=4, codebook_sizes=sizes, fps=24.0)).eval()
    made.set_statistics(torch.zeros(133), torch.full((133,), 0.1))
    made.assign_id()
    made.save_pretrained(tmp_path / "tokenizer")
    return made


def test_tokens_are_decoded_and_the_tokenizer_is_measured(evaluate, sides, tokenizer, tmp_path):
    folder = tmp_path / "tokens"
    for seed, (data_set, name) in enumerate(CLIPS):
        codes = np.random.default_rng(seed).integers(0, 5, (1, 3, 3))
        for side in (folder / "codes" / data_set, folder / "motion" / data_set):
            side.mkdir(parents=True)
        np.save(folder / "codes" / data_set / f"{name}.npy", codes)
        decoded = tokenizer.to_sequence(tokenizer.decode(torch.from_numpy(codes)).values[0])
        write_pose(decoded, folder / "motion" / data_set / f"{name}.npz")
    flags = ["--tokenizer", tmp_path / "tokenizer"]
    one = evaluate(sides[0], "--hypotheses", folder / "codes", *flags)
    other = evaluate(sides[0], "--hypotheses", folder / "motion", out="other")
    for data_set, _ in CLIPS:
        assert one[data_set]["metrics"] == other[data_set]["metrics"]
        rebuilt = one[data_set]["tokenizer"]
        assert set(rebuilt) >= {"soke-pa-mpjpe-body", "soke-mpjpe-hand", "soke-mpvpe-all", "soke-pa-mpvpe-face"}
        assert "joints:joints-for-vertices-all|unit:mm" in rebuilt["soke-mpvpe-all"]["signature"]
        assert rebuilt["soke-mpjpe-hand"]["value"] > rebuilt["soke-pa-mpjpe-hand"]["value"] > 0
    assert "Reconstruction" in (tmp_path / "report" / "report.md").read_text(encoding="utf-8")
    refused = evaluate(sides[0], "--hypotheses", folder / "codes", out="refused")
    assert "csl/S000020_P0000_T00.npy, tokens: expected a tokenizer to decode them with (--tokenizer)" in refused
    np.save(folder / "codes" / "csl" / "S000020_P0000_T00.npy", np.full((1, 3, 3), 99))
    assert "csl/S000020_P0000_T00.npy" in evaluate(sides[0], "--hypotheses", folder / "codes", *flags, out="range")


def test_results_hold_both_sides(evaluate, sides, tmp_path):
    mean, std = np.linspace(-1, 1, 133, dtype=np.float32), np.linspace(0.5, 2, 133, dtype=np.float32)
    for name, numbers in (("mean", mean), ("std", std)):
        torch.save(torch.from_numpy(numbers), tmp_path / f"{name}.pt")
    folder = tmp_path / "results" / "test_rank_0"
    folder.mkdir(parents=True)
    (folder / "test_scores.json").write_text("{}")
    for seed, ((_, name), frames) in enumerate(CLIPS.items()):
        features = [(one.values - mean) / std for one in (indexed(motion(seed, frames)), motion(50 + seed, 12))]
        found = dict(zip(("feats_ref", "feats_rst"), features, strict=True)) | {"text": "Hello", "lengths_rst": 12}
        (folder / f"{name}.pkl").write_bytes(pickle.dumps(found))
    flags = ["--mean", tmp_path / "mean.pt", "--std", tmp_path / "std.pt", "--input-fps", 24]
    found = evaluate(tmp_path / "results", *flags, "--hand-reference", "flat")
    known = evaluate(sides[0], "--hypotheses", sides[1], out="known")
    for data_set, _ in CLIPS:
        for metric, one in known[data_set]["metrics"].items():
            assert found[data_set]["metrics"][metric]["value"] == pytest.approx(one["value"], rel=1e-4)
    assert "(--mean, --std)" in evaluate(tmp_path / "results", out="a")
    assert "std: expected both --mean and --std" in evaluate(tmp_path / "results", *flags[:2], out="b")
    assert "input-fps: expected frames a second" in evaluate(tmp_path / "results", *flags[:4], out="c")
    (folder / "x.pkl").write_bytes(pickle.dumps({"feats_ref": np.ones((3, 4)), "feats_rst": np.ones((3, 133))}))
    assert "test_rank_0/x.pkl, feats_ref: expected features of shape (T, 133)" in evaluate(
        tmp_path / "results", *flags, out="d"
    )
    (folder / "x.pkl").write_bytes(b"cos\nsystem\n(S'echo'\ntR.")
    assert "x.pkl" in evaluate(tmp_path / "results", *flags, out="e")


def save_rows(folder, layout, rows):
    from datasets import Dataset, DatasetDict

    columns = {name: [row[name] for row in rows] for name in rows[0]}
    save_corpus(DatasetDict({"test": Dataset.from_dict(columns)}), folder, get_layout(layout))


def row(name, language, sequence):
    return {"id": name, "text": f"text of {name}", "language": language, "fps": sequence.fps,
            "poses": sequence.values.tolist(), "hand_reference": "flat"}  # fmt: skip


def test_corpora_of_several_languages_are_data_sets(evaluate, sides, tmp_path):
    rows = [row(name, language, motion(seed, frames)) for seed, (((_, name), frames), language) in
            enumerate(zip(CLIPS.items(), ("asl", "csl", "dgs"), strict=True))]  # fmt: skip
    save_rows(tmp_path / "corpus", "smplx", rows)
    found = evaluate(tmp_path / "corpus", "--hypotheses", sides[1])
    known = evaluate(sides[0], "--hypotheses", sides[1], out="known")
    for language, (data_set, _) in zip(("asl", "csl", "dgs"), CLIPS, strict=True):
        assert found[language]["metrics"] == known[data_set]["metrics"]
    wrong = [{**one, "language": "csl"} for one in rows]
    save_rows(tmp_path / "wrong", "smplx", wrong)
    said = evaluate(tmp_path / "wrong", "--hypotheses", sides[1], out="mixed")
    assert "hypotheses, how2sign/a_1-5-rgb_front.npz: expected csl, as wrong, split test, row 0, got asl" in said
    assert "split: expected one of test, the splits of 'corpus', got 'dev'" in evaluate(
        tmp_path / "corpus", "--hypotheses", sides[1], "--split", "dev", out="dev"
    )


def test_another_layout_is_measured_by_what_it_has(evaluate, tmp_path):
    for side, seed in (("references", 0), ("hypotheses", 9)):
        rows = [row(f"s{at}", "dgs", make_sequence(seed + at, 42, "phoenix50")) for at in range(2)]
        save_rows(
            tmp_path / side, "phoenix50", [{k: v for k, v in one.items() if k != "hand_reference"} for one in rows]
        )
    found = evaluate(tmp_path / "references", "--hypotheses", tmp_path / "hypotheses")
    signature = found["dgs"]["metrics"]["soke-dtw-jpe-body"]["signature"]
    assert "align:neck" in signature
    assert "layout:phoenix50" in signature
    assert "unit:dataset" in signature


def test_bad_folders_are_named_by_their_place(evaluate, sides, tmp_path):
    references, hypotheses = sides
    assert "corpus: expected an existing folder" in evaluate(tmp_path / "none", "--hypotheses", hypotheses)
    assert "hypotheses: expected a folder of motion" in evaluate(references)
    assert "hypotheses: expected an existing folder" in evaluate(references, "--hypotheses", tmp_path / "none")
    (tmp_path / "empty").mkdir()
    assert "hypotheses: expected a corpus, motion files" in evaluate(references, "--hypotheses", tmp_path / "empty")
    clip = hypotheses / "csl" / "S000020_P0000_T00.npz"
    content = clip.read_bytes()
    clip.write_bytes(content[:100])
    assert "csl/S000020_P0000_T00.npz" in evaluate(references, "--hypotheses", hypotheses)
    write_pose(motion(0, 10, 30.0), clip)
    assert "hypotheses, csl/S000020_P0000_T00.npz: expected 24 frames a second, as csl/" in evaluate(
        references, "--hypotheses", hypotheses
    )
    write_pose(make_sequence(0, 10, "phoenix50", 24.0), clip)
    assert "csl/S000020_P0000_T00.npz" in evaluate(references, "--hypotheses", hypotheses)
    clip.unlink()
    assert "hypotheses, csl: expected a corpus, motion files" in evaluate(references, "--hypotheses", hypotheses)
    clip.parent.rmdir()
    assert "got none for csl/S000020_P0000_T00.npz" in evaluate(references, "--hypotheses", hypotheses)


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (["--protocol", "sok"], "protocol: expected one of soke, got 'sok'"),
        (["--metric", "dtw-jpe-body"], "metric: expected none with --protocol soke"),
        (["--betas", "1,2"], "betas: expected a body whose shape they are (--body)"),
        (["--hand-reference", "bent"], "hand_reference"),
        (["--leave-out", "/none"], "leave-out: expected an existing file"),
        (["--model", "x"], "model: expected none with --hypotheses"),
        (["--tokenizer", "/none"], "tokenizer"),
    ],
)
def test_options_that_do_not_fit_are_refused(evaluate, sides, flags, said):
    assert said in evaluate(sides[0], "--hypotheses", sides[1], *flags)


def test_options_of_a_protocol_need_it(sides, tmp_path, capsys):
    with pytest.raises(SystemExit):
        main(["evaluate", "--corpus", str(sides[0]), "-o", str(tmp_path / "o"), "--hypotheses", str(sides[1])])
    assert "--hypotheses: expected --protocol soke with it" in capsys.readouterr().err
