"""Systems measured side by side: rows, labels, plots and cases of the page."""

import json
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from signary.evaluation import EmptyCorpusError, LengthMismatchError, get_metric
from signary.evaluation.back_translation import score_readings
from signary.evaluation.report import Report, Sentences, System, draw_cases, score_systems, write_report
from signary.evaluation.report.baseline_systems import baseline_systems, ground_truth, mean_pose, system_of
from signary.evaluation.report.blocks import Figure, Notice, Picture, Table
from signary.evaluation.report.cases import CHOSEN_BY, choose_cases
from signary.evaluation.report.contents import shown
from signary.evaluation.report.plots import colours, wrist_speeds
from signary.io.errors import InputError
from signary.pose import PoseSequence, get_layout


@pytest.fixture(scope="module")
def references(corpus):
    return corpus.references()


@pytest.fixture(scope="module")
def systems(corpus, references, tokenizer, dictionary):
    delayed = [sequence[2:] for sequence in references]
    model = System("model", "the references, begun late", delayed, is_model=True)
    mean = mean_pose(corpus)
    baselines = baseline_systems(corpus, corpus.sentences(), references, tokenizer, dictionary, mean)
    return [ground_truth(references), model, *baselines]


@pytest.fixture(scope="module")
def scored(systems, references, corpus, recogniser):
    return score_systems(systems, references, corpus.sentences(), recogniser)


@pytest.fixture(scope="module")
def report(scored, references, corpus, recogniser):
    cases = draw_cases(scored[1], scored[0], references, corpus.sentences())
    facts = {"corpus": "three sentences", "codes": "seed 5"}
    return Report(
        scored, references, corpus.sentences(), corpus.motion_kind, recogniser.notice, ["read this"], facts, cases
    )


def tables(report):
    return [block for block in report.blocks() if isinstance(block, Table) and block.numeric]


def test_numbers_are_the_metrics_own(scored, references, corpus, recogniser):
    model = scored[1]
    metric = get_metric("dtw-jpe-hand").corpus(references, model.system.motion)
    np.testing.assert_array_equal(model.motion["dtw-jpe-hand"].scores, metric.scores)
    assert model.motion["dtw-jpe-hand"].signature == metric.signature
    sentences = corpus.sentences()
    again = score_readings(model.readings, sentences.glosses, sentences.texts, recogniser.processor)
    assert model.reading["gloss-wer"].value == again["gloss-wer"].value
    assert f"features:{recogniser.name}|" in str(model.reading["fid"].signature)


def test_ground_truth_stands_first_and_oracle_lengths_apart(report):
    motion, told, reading, read_told = tables(report)
    names = ["ground truth", "model", "nearest training sentence", "dictionary stitching", "mean pose"]
    for table in (motion, reading):
        assert [row[0] for row in table.rows] == names
        assert table.bold == [1]
    for table in (told, read_told):
        assert [row[0] for row in table.rows] == ["tokenizer reconstruction"]
        assert table.title.startswith("Systems that are told the reference's length")
    assert all("synthetic motion of the rule-based signer" in table.title for table in (motion, told))
    assert all("not comparable with published BLEU" in table.title for table in (reading, read_told))


def test_languages_have_their_own_rates(report, scored):
    assert not any("by language" in table.title for table in tables(report))
    sentences = replace(report.sentences, languages=["asl", "dgs", "asl"])
    (table,) = (table for table in tables(replace(report, sentences=sentences)) if "by language" in table.title)
    assert list(table.header) == ["system", "asl, n = 2", "dgs, n = 1"]
    model = scored[1]
    read = [" ".join(model.readings[at].glosses) for at in (0, 2)]
    signed = [" ".join(sentences.glosses[at]) for at in (0, 2)]
    assert table.rows[1][1] == shown(get_metric("gloss-wer").corpus(signed, read).value)
    assert len(table.rows) == len(scored)


def test_every_number_has_a_signature_line(report, scored):
    lines = report.signatures()
    assert len(set(lines)) == len(lines)
    for one in scored:
        for result in (*one.motion.values(), *one.reading.values()):
            assert str(result.signature) in lines


def test_notices_stand_before_all_else(report):
    first = report.blocks()[:3]
    assert [block.text for block in first if isinstance(block, Notice)] == [
        "synthetic motion of the rule-based signer",
        "read this",
        "recogniser trained on synthetic signing; not comparable with published BLEU",
    ]


def test_plots_and_pictures_are_there(report):
    blocks = report.blocks()
    figures = {block.name: block for block in blocks if isinstance(block, Figure)}
    assert set(figures) == {"dtw-pa-jpe-hand", "dtw-pa-jpe-body", "durations", "wrist-speeds"}
    assert "mean pose 100% of all steps" in figures["wrist-speeds"].title
    assert "mean pose" not in figures["wrist-speeds"].svg
    assert "ground truth" in figures["wrist-speeds"].svg
    assert figures["durations"].svg.count("<circle") == 4 * 3
    pictures = [block for block in blocks if isinstance(block, Picture)]
    assert [picture.name for picture in pictures] == ["case-best", "case-median", "case-worst"]
    assert pictures[0].lines[1].startswith("signed: ")
    assert pictures[0].lines[-1].startswith("read off model: ")


def test_a_system_has_the_same_colour_whoever_is_shown(scored):
    assert colours(scored)["model"] == colours(scored[1:2])["model"]
    assert len(set(colours(scored).values())) == len(scored)


def test_cases_are_best_median_and_worst(scored):
    order = np.argsort(scored[1].motion[CHOSEN_BY].scores)
    assert list(choose_cases(scored[1]).values()) == order.tolist()
    result = scored[1].motion[CHOSEN_BY]
    two = replace(scored[1], motion={CHOSEN_BY: replace(result, scores=result.scores[:2])})
    assert set(choose_cases(two)) == {"best", "worst"}


def test_the_folder_holds_the_numbers(report, scored, tmp_path):
    write_report(report, tmp_path / "report")
    found = json.loads((tmp_path / "report" / "report.json").read_text(encoding="utf-8"))
    for written, one in zip(found["systems"], scored, strict=True):
        for name, result in {**one.motion, **one.reading}.items():
            assert written["metrics"][name]["value"] == result.value
            assert written["metrics"][name]["signature"] == str(result.signature)
    assert found["facts"]["codes"] == "seed 5"
    with Image.open(tmp_path / "report" / "images" / "case-worst.png") as picture:
        assert np.ptp(np.asarray(picture), axis=(0, 1)).min() > 50
    with pytest.raises(InputError, match="output: expected a new or empty folder"):
        write_report(report, tmp_path / "report")


def test_without_recogniser_or_glosses(systems, references, corpus, recogniser):
    plain = score_systems(systems[:2], references, corpus.sentences(), None)
    assert not plain[0].reading
    assert not plain[0].readings
    nameless = replace(corpus.sentences(), glosses=None)
    read = score_systems(systems[:1], references, nameless, recogniser)
    assert "gloss-wer" not in read[0].reading
    assert "bleu-4-zh" in read[0].reading


def test_sentences_without_motion_are_the_mean_pose_and_counted(corpus, references):
    mean = mean_pose(corpus)
    system = system_of("model", "it", [references[0], None, references[2]], mean, is_model=True)
    assert system.about == "it; 1 of 3 sentences without any motion are the mean pose"
    np.testing.assert_array_equal(system.motion[1].values, mean.hold().values)
    assert system_of("model", "it", references, mean).about == "it"


def test_wrist_speeds_are_shoulder_widths_a_second():
    layout = get_layout("phoenix50")
    joints = np.zeros((3, 50, 3), np.float32)
    joints[:, layout.index("left_shoulder"), 0], joints[:, layout.index("right_shoulder"), 0] = 1, -1
    joints[:, layout.index("left_wrist"), 1] = (0, 2, 2)
    speeds = wrist_speeds([PoseSequence(joints, layout, 25.0)])
    assert sorted(speeds.tolist()) == pytest.approx([0, 0, 0, 25])


def test_small_numbers_are_rounding_errors():
    assert shown(-1.2e-13) == "0"
    assert shown(0.0123456) == "0.01235"


def test_mistakes_are_named(systems, references, corpus):
    sentences = corpus.sentences()
    with pytest.raises(InputError, match="systems: expected different names"):
        score_systems([systems[0], systems[0]], references, sentences, None)
    with pytest.raises(LengthMismatchError):
        score_systems(systems[:1], references[:2], sentences, None)
    with pytest.raises(InputError, match="length: expected one of own, reference"):
        System("x", "", [], "mine")
    with pytest.raises(EmptyCorpusError):
        Sentences([], [], [], None)
    with pytest.raises(InputError, match="texts: expected 1, one a sentence, got 2"):
        Sentences(["a"], ["b", "c"], ["asl"], None)
