"""benchmarks/systems.py: budgets become steps, rows are measured once, real recordings keep what is missing."""

import json
import shutil

import numpy as np
import pytest
from datasets import load_from_disk
from hypothesis import given
from hypothesis import strategies as st
from systems import Bench, Systems
from systems_corpora import as_keypoints
from systems_real import distances, held_mean, write_recordings
from systems_recipes import card_minutes, together
from systems_signing import Task
from systems_tables import CHOSEN, tables
from systems_training import Trained, Workshop, affordable, read_spent, write_spent

from signary.bundle.folder import EMBEDDED
from signary.io.errors import InputError
from signary.pose import PoseSequence, get_layout

ROWS = ["ground_truth", "mean_pose", "nearest_sentence", "dictionary_stitching"]
ROWS += ["soke", "soke_hybridsign", "hybridsign_alone", "fgdm"]
TOLD = ["tokenizer_reconstruction", "hybridsign_alone_told", "fgdm_told"]


@given(st.floats(0, 60), st.floats(0.01, 10), st.floats(1, 5000))
def test_a_budget_pays_for_start_and_steps_and_not_for_one_more(start, step, budget):
    seconds = {few: start + few * step for few in (5, 25)}
    if budget < start + step:
        with pytest.raises(InputError, match="budget"):
            affordable(seconds, budget * (1 - 1e-9))
        return
    steps = affordable(seconds, budget * (1 + 1e-9))
    assert steps >= 1
    assert start + steps * step <= budget * (1 + 1e-6)
    assert start + (steps + 1) * step > budget * (1 - 1e-6)


def test_what_a_system_cost_is_the_sum_of_its_stages(tmp_path):
    folder = tmp_path / "tokenizer"
    folder.mkdir()
    write_spent(folder, 90, 7)
    tokenizer = read_spent(folder, folder / "model")
    assert tokenizer == Trained(folder / "model", 1.5, 7)
    assert together(Trained(tmp_path, 2.0, 9), tokenizer) == Trained(tmp_path, 3.5)
    assert together(Trained(tmp_path), tokenizer).core_minutes is None


def test_minutes_of_an_embedded_system_are_those_of_its_card():
    card = "| stage | CPU hours |\n|---|---|\n| tokenizer | 0.50 |\n| generator | 1.25 |\n"
    assert card_minutes(card, ("tokenizer", "generator")) == 105
    assert card_minutes(card, ("tokenizer", "refiner")) is None
    assert card_minutes((EMBEDDED / "README.md").read_text(encoding="utf-8"), ("tokenizer", "generator")) > 60


@pytest.fixture(scope="module")
def bench(corpus_folder, model_folder, alone_folder, fgdm_folder, recogniser, tmp_path_factory):
    """All systems stand in the work folder."""
    work = tmp_path_factory.mktemp("work")
    for name, folder in (
        ("soke", model_folder),
        ("soke_hybridsign", model_folder),
        ("hybridsign_alone", alone_folder),
        ("fgdm", fgdm_folder),
    ):
        shutil.copytree(folder, work / "given" / name)
    write_spent(work / "given" / "fgdm", 120, 10)
    return Bench(Task.load(corpus_folder, "test", 2), Systems(work, corpus_folder, None, False), recogniser, 1)


@pytest.fixture(scope="module")
def lines(bench):
    return {row: bench.measure(row) for row in bench.rows()}


def test_every_system_has_a_row_and_those_that_are_told_lengths_say_so(lines):
    assert list(lines) == ROWS + TOLD
    assert [row for row, line in lines.items() if line["length"] == "reference"] == TOLD
    for row, line in lines.items():
        signatures = {name: metric["signature"] for name, metric in line["metrics"].items()}
        assert all("layout:phoenix50" in signatures[name] for name in CHOSEN if name.startswith("dtw")), row
        assert f"length:{line['length']}" in signatures["dtw-pa-jpe-hand"]
        assert line["motion"] == "synthetic motion of the rule-based signer"


def test_the_right_answer_is_right_and_others_are_not(lines):
    values = {row: {name: metric["value"] for name, metric in line["metrics"].items()} for row, line in lines.items()}
    assert values["ground_truth"]["dtw-pa-jpe-body"] == pytest.approx(0, abs=1e-6)
    assert values["ground_truth"]["duration-ratio"] == 1
    assert values["ground_truth"]["jerk-ratio"] == pytest.approx(1)
    assert all(found["dtw-pa-jpe-hand"] > 1e-3 for row, found in values.items() if row != "ground_truth")
    assert values["soke"] != values["soke_hybridsign"]
    assert values["hybridsign_alone_told"]["duration-ratio"] == 1
    assert values["hybridsign_alone"]["duration-ratio"] != 1


def test_rows_say_where_motion_and_minutes_come_from(lines):
    assert lines["fgdm"]["core_minutes"] == 2
    assert lines["soke"]["core_minutes"] is None
    assert "1 of 7 glosses are unknown to it and left out" in lines["fgdm"]["about"]
    assert "made as phoenix50, 12.5 fps" in lines["fgdm"]["about"]
    assert "made as smplx, 25 fps" in lines["soke"]["about"]
    assert "2 sentences cut off by the limit of steps" in lines["soke"]["about"]


def test_a_row_that_is_there_is_not_measured_again(bench, lines):
    again = Bench(bench.task, bench.systems, bench.recogniser, 1)
    assert again.known() == lines
    shutil.move(bench.systems.folder / "fgdm", bench.systems.folder / "away")
    assert again.measure("fgdm") == lines["fgdm"]
    shutil.move(bench.systems.folder / "away", bench.systems.folder / "fgdm")


def test_tables_begin_with_the_truth_and_keep_told_lengths_apart(lines):
    text = "\n".join(tables(list(lines.values())))
    own, told = text.split("Told the reference's length")
    first = [line.split("|")[1].strip() for line in own.splitlines() if line.startswith("| ")]
    assert first[:3] == ["system", "---", "ground truth"]
    assert len(first) == 2 + len(ROWS)
    assert text.count("**synthetic motion of the rule-based signer**") == 2
    assert text.count("not comparable with published BLEU") == 2
    assert "(told the length)" in told.split("- **")[0]
    assert "(told the length)" not in own
    assert text.count("gloss-wer|") == 1


def test_without_a_recogniser_motion_is_measured_all_the_same(bench, lines):
    without = Bench(bench.task, bench.systems, None, 1)
    assert without.known() == {}  # rows of another recogniser are other rows
    line = without.measure("mean_pose")
    motion = [name for name in CHOSEN if name not in ("gloss-wer", "bleu-4-zh")]
    assert [line["metrics"][name] for name in motion] == [lines["mean_pose"]["metrics"][name] for name in motion]
    (header,) = [row for row in tables([line]) if row.startswith("| system")]
    assert header.count("|") == 3 + len(motion)


def test_the_line_of_lengths_goes_through_the_training_sentences(bench, rows):
    for row in rows["train"]:  # two points: the line meets both
        assert bench.task.frames_of(row["text"]) == len(row["poses"])


def test_keypoints_are_the_same_sentences(corpus_folder, joints, tmp_path):
    made = load_from_disk(str(as_keypoints(corpus_folder, tmp_path / "keypoints", 1))).with_format("numpy")
    before = load_from_disk(str(corpus_folder))
    assert list(made["test"]["text"]) == list(before["test"]["text"])
    for row, expected in zip(made["train"], joints, strict=True):
        np.testing.assert_array_equal(row["poses"], expected.values)


@pytest.fixture
def half_seen():
    """A signer of 2 units between the shoulders, whose left hand is never seen."""
    layout = get_layout("phoenix50")
    values = np.random.default_rng(0).normal(size=(6, 50, 3))
    values[:, [layout.index("left_shoulder"), layout.index("right_shoulder")]] = [[1, 0, 0], [-1, 0, 0]]
    confidence = np.ones((6, 50), np.float32)
    confidence[:, list(layout.parts["left_hand"])] = 0
    return PoseSequence.masked(values.reshape(6, -1), layout, 25.0, confidence)


def test_distances_are_shares_of_the_shoulder_width_of_what_was_seen(half_seen):
    moved = PoseSequence(np.nan_to_num(half_seen.values) + [0.1, 0, 0] * 50, half_seen.layout, 25.0)
    np.testing.assert_allclose(distances(half_seen, moved), np.full(6 * 29, 5.0), rtol=1e-4)
    origin = np.median(half_seen.joints[:, half_seen.layout.index("neck")], axis=0)
    mean = ((half_seen.joints[0] - origin) / 2).reshape(-1)
    still = PoseSequence(np.repeat(half_seen.values[:1], 6, 0), half_seen.layout, 25.0, half_seen.confidence)
    np.testing.assert_allclose(held_mean(half_seen, mean), distances(half_seen, still), rtol=1e-4, atol=1e-4)


def test_what_is_missing_stays_missing_in_a_corpus(half_seen, tmp_path):
    made = load_from_disk(str(write_recordings([half_seen, half_seen[:4]], tmp_path / "corpus"))).with_format("numpy")
    for split in ("train", "dev"):
        assert [len(row["poses"]) for row in made[split]] == [6, 4]
        np.testing.assert_array_equal(made[split][0]["poses"], half_seen.values)
        np.testing.assert_array_equal(made[split][0]["confidence"], half_seen.certainty)


@pytest.mark.slow
def test_a_script_trains_once_and_what_it_cost_stands_beside_it(half_seen, tmp_path):
    corpus = write_recordings([half_seen.resample(100.0)], tmp_path / "corpus")
    kind = ("--layout", "phoenix50", "--fps", "100", "--corpus", str(corpus))
    workshop = Workshop(tmp_path, smoke=True)
    trained = workshop.train("model", "train_tokenizer", "overfit", None, *kind)
    assert trained.steps == 4
    assert trained.core_minutes > 0
    assert (trained.folder / "model.safetensors").is_file()
    assert not list((tmp_path / "model").glob("step_*"))
    assert json.loads((tmp_path / "model" / "spent.json").read_text())["steps"] == 4
    assert workshop.train("model", "no_such_script", "overfit", None) == trained
