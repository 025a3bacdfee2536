"""Free text, measured: the signer is right about itself, and what is taken from its motion is missed."""

import json
import subprocess
import sys
from copy import copy
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from free_text import COMPOSED, measure, phoenix_sentences, sentences, unseen_sentences
from free_text_measures import Expected, Findings, Ruler
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from recogniser import JUDGE
from sign_ranking import Templates, best_piece, cost, features, rank_of

from signary.evaluation import dtw_path
from signary.evaluation.back_translation import LoadedRecogniser
from signary.io.errors import NothingToSignError
from signary.pose import PoseSequence
from signary.pose.skeletons.rest import EXPRESSIONS
from signary.pose.skeletons.smplx import ROTATED
from signary.retrieval.segments import Segment
from signary.signer.lexicon import shipped_alphabet, shipped_lexicon
from signary.signer.score import SignUnit
from signary.signer.signer import Signer
from signary.signing.rule_based import sign_text
from signary.training.composing.held_out import unseen_signs

BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "free_text.py"
GLOSSES = ("ME", "YOU", "TODAY", "MOTHER", "BOOK", "DOG", "SLEEP", "NOT", "WHERE", "NAME", "MY", "COFFEE", "HAVE")


@pytest.fixture(scope="module")
def ruler():
    """One that knows a few signs, and the alphabet."""
    lexicon, alphabet = shipped_lexicon("asl"), shipped_alphabet("asl")
    found = Ruler.__new__(Ruler)
    found.signs = Templates((gloss, alone(lexicon.forms(gloss))) for gloss in GLOSSES)
    found.letters = Templates((f"#{letter}", alone([form])) for letter, form in alphabet.letters.items())
    found._names = frozenset(GLOSSES)
    found.language, found.judge = "asl", None
    return found


def alone(forms):
    motion = Signer().sign([SignUnit("?", tuple(forms))])
    start, end = (round(25 * time) for time in motion.spans[0])
    return features(motion.pose)[start : end + 1]


def found(ruler, text, change=lambda pose: pose, segments=()):
    expected = Expected(text, "asl")
    return ruler.measure(expected, change(expected.motion.pose), segments)


def changed(pose, columns, value):
    values = pose.values.copy()
    values[:, columns] = value
    return replace(pose, values=values)


def test_the_signer_is_right_about_itself(ruler):
    signed = sign_text("My mother doesn't have coffee. Where does Ben sleep today?", "asl")
    expected = Expected(signed.pose.metadata["text"], "asl")
    np.testing.assert_array_equal(expected.motion.pose.values, signed.pose.values)
    findings = ruler.measure(expected, signed.pose, signed.segments)
    assert len(findings.ranks) == len(findings.anywhere) == 8
    assert np.mean(np.array(findings.ranks) < 1) >= 0.75
    assert findings.letters == [True] * 3
    assert findings.spelled == findings.negations == findings.questions == [True]
    assert findings.durations == [1.0]
    assert max(findings.times) == 0
    assert 0 < max(findings.times_aligned) < 0.05


def test_other_signs_are_missed(ruler):
    expected = Expected("My dog has a book.", "asl")
    other = Expected("Where is your coffee today?", "asl").motion.pose
    right, wrong = (ruler.measure(expected, pose, ()) for pose in (expected.motion.pose, other))
    assert np.mean(wrong.ranks) > np.mean(right.ranks) + 2
    assert np.mean(wrong.anywhere) > np.mean(right.anywhere)


def test_order_does_not_matter_where_it_is_free(ruler):
    expected = Expected("Mother dog book sleep.", "asl")
    turned = Signer().sign([*reversed(expected.units)]).pose
    findings = ruler.measure(expected, turned, ())
    assert np.mean(np.array(findings.anywhere) < 1) > 0.5 > np.mean(np.array(findings.ranks) < 1)


def test_letters_in_another_order_are_missed(ruler):
    expected = Expected("Ben", "asl")
    (unit,) = expected.units
    turned = Signer().sign([replace(unit, forms=unit.forms[::-1])]).pose
    findings = ruler.measure(expected, turned, ())
    assert findings.spelled == [False]
    assert sum(findings.letters) < 3


def test_a_head_that_stays_still_does_not_negate(ruler):
    columns = [3 * ROTATED.index(joint) + 1 for joint in ("neck", "head")]
    assert found(ruler, "I don't sleep.").negations == [True]
    assert found(ruler, "I don't sleep.", lambda pose: changed(pose, columns, 0.0)).negations == [False]
    assert found(ruler, "I sleep.").negations == []


@pytest.mark.parametrize(("text", "brow", "wrong"), [
    ("Do you sleep?", "brows_raised", "brows_furrowed"), ("Where is my dog?", "brows_furrowed", "brows_raised"),
])  # fmt: skip
def test_brows_ask(ruler, text, brow, wrong):
    columns = [3 * len(ROTATED) + EXPRESSIONS.index(name) for name in (brow, wrong)]
    assert found(ruler, text).questions == [True]
    assert found(ruler, text, lambda pose: changed(pose, columns[0], 0.2)).questions == [False]
    assert found(ruler, text, lambda pose: changed(pose, columns[1], 1.5)).questions == [False]
    assert found(ruler, "My dog sleeps.").questions == []


def test_duration_and_frame_rate(ruler):
    slower = found(ruler, "My dog sleeps.", lambda pose: PoseSequence(pose.values, pose.layout, 12.5))
    assert slower.durations == [pytest.approx(2, abs=0.05)]
    finer = found(ruler, "My dog sleeps.", lambda pose: pose.resample(50.0))
    assert finer.durations == [pytest.approx(1, abs=0.02)]
    assert finer.ranks == found(ruler, "My dog sleeps.").ranks


def test_times_of_those_segments_that_name_a_sign(ruler):
    spans = Expected("My dog sleeps.", "asl").motion.spans
    late = [
        Segment(word, gloss, start + 0.1, end + 0.3, "model")
        for word, gloss, (start, end) in zip(("my", "dog", "sleeps"), ("MY", "DOG", "SLEEP"), spans, strict=True)
    ]
    assert found(ruler, "My dog sleeps.", segments=late).times == pytest.approx([0.1, 0.3] * 3)
    assert found(ruler, "My dog sleeps.", segments=late[1:2]).times == pytest.approx([0.1, 0.3])
    sentence = [Segment("My dog sleeps.", "", 0.0, 3.0, "model")]
    assert found(ruler, "My dog sleeps.", segments=sentence).times == []


def test_a_sentence_that_is_refused_is_wrong_in_all(ruler):
    def refuse(text):
        raise NothingToSignError("text", "something", "nothing")

    findings = measure(["Ben doesn't sleep.", "Where is my dog?"], "asl", refuse, ruler, "x")
    assert (findings.sentences, findings.failed) == (2, 2)
    assert findings.ranks == findings.anywhere == [len(GLOSSES)] * len(findings.ranks)
    assert len(findings.ranks) == 5
    assert not any(findings.letters + findings.spelled + findings.negations + findings.questions)
    assert len(findings.letters) == 3
    assert (len(findings.negations), len(findings.questions)) == (1, 1)


def test_findings_are_joined():
    both = Findings([1], [2], [1.0], sentences=1)
    both += Findings([3], [4], [0.5], failed=1, sentences=1)
    assert both == Findings([1, 3], [2, 4], [1.0, 0.5], sentences=2, failed=1)


NUMBERS = st.floats(-1, 1, width=32)


@given(arrays(np.float64, (5, 2), elements=NUMBERS), st.lists(arrays(np.float64, (4, 2), elements=NUMBERS), min_size=1))
def test_distances_are_the_mean_costs_of_dtw_paths(piece, signs):
    templates = Templates((str(at), sign[: 1 + at % 4]) for at, sign in enumerate(signs))
    pairs = [cost(piece, sign[: 1 + at % 4]) for at, sign in enumerate(signs)]
    paths = [dtw_path(each) for each in pairs]
    expected = [each[path[:, 0], path[:, 1]].mean() for each, path in zip(pairs, paths, strict=True)]
    np.testing.assert_allclose(templates.distances(piece), expected, atol=1e-6)


def test_signs_that_are_signed_alike_are_no_nearer():
    one, other = np.zeros((6, 3)), np.ones((6, 3))
    templates = Templates([("A", one), ("B", one.copy()), ("C", other)])
    assert [rank_of(name, one, templates) for name in "ABC"] == [0, 0, 2]


def test_the_best_piece_is_where_the_sign_is():
    template = np.linspace(0, 1, 6)[:, None] * [1.0, 2.0]
    shown = np.concatenate([np.full((9, 2), 5.0), template.repeat(2, 0), np.full((7, 2), 5.0)])
    # Of frames that are the same at either end one is enough.
    np.testing.assert_array_equal(best_piece(template, shown), shown[10:20])


def test_sentences_of_files(tmp_path):
    (tmp_path / "asl.txt").write_text("# licence\nOne.\n\n Two. \nThree.\n", encoding="utf-8")
    assert sentences(tmp_path, "asl") == ["One.", "Two.", "Three."]
    assert sentences(tmp_path, "asl", 2) == ["One.", "Two."]
    rows = "".join(f"n{at}|S1|GLOSS|text {at}\n" for at in range(100))
    (tmp_path / "dev.csv").write_text("id|signer|annotation|translation\n" + rows, encoding="utf-8")
    assert phoenix_sentences(tmp_path / "dev.csv", 3) == ["text 0", "text 50", "text 99"]
    assert len(phoenix_sentences(tmp_path / "dev.csv")) == 60


def test_unseen_signs_are_expected_in_the_sentences_that_show_them(ruler):
    hidden = unseen_signs("asl", COMPOSED.seed, COMPOSED.unseen_share)
    texts = unseen_sentences("asl", 3)
    shown = [{item.gloss for item in Expected(text, "asl").items} for text in texts]
    assert len(texts) == 3
    assert all(not hidden.isdisjoint(glosses) for glosses in shown)
    only = found(ruler.of({"BOOK", "CAT"}), "My mother has a book.")
    assert len(only.ranks) == 1 < len(found(ruler, "My mother has a book.").ranks)


@pytest.mark.slow
def test_the_script(tmp_path, model_folder):
    (tmp_path / "dgs.txt").write_text("Ist der Vater nicht müde?\nHallo, ich bin Anna.\n", encoding="utf-8")
    command = [sys.executable, str(BENCHMARK), "--json", "--languages", "dgs", "--sentences", str(tmp_path)]
    named = {}
    for flags in (["--method", "signer"], ["--tokenizer", str(model_folder / "motion_tokenizer")]):
        done = subprocess.run([*command, *flags], check=False, capture_output=True, text=True)
        assert not done.returncode, done.stderr[-2000:]
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        named[flags[0]] = {line["name"]: line["value"] for line in lines}
    expected = {f"free_text.{group}.{name}" for group in ("dgs", "all") for name in (
        "top1", "top5", "order_free.top1", "order_free.top5", "duration_ratio", "duration_ratio.median",
        "spelled_recall", "spelled_words", "word_times_error", "negation_kept", "question_kept",
    )}  # fmt: skip
    assert expected <= set(named["--method"])
    assert {"free_text.signer.dgs.recall_1", "free_text.signer.recall_5"} <= set(named["--method"])
    assert named["--method"]["free_text.all.top5"] == 1
    assert named["--tokenizer"]["free_text.all.top5"] < 1
    assert "free_text.tokenizer.recall_1" in named["--tokenizer"]


def test_the_recogniser_reads_negation_and_question_words_where_they_are_signed(ruler):
    asking = copy(ruler)
    asking.judge = LoadedRecogniser.load(JUDGE)
    text = "I do not sleep. Where is the dog?"
    signed = found(asking, text)
    assert (signed.negations_read, signed.questions_read) == ([True], [True])
    other = found(asking, text, lambda pose: sign_text("My mother has a book.", "asl").pose)
    assert (other.negations_read, other.questions_read) == ([False], [False])
    # Brows are no gloss, and who is not asked says nothing.
    assert found(asking, "Do you have a dog?").questions_read == []
    assert found(ruler, text).negations_read == []
    refused = asking.failed(Expected(text, "asl"))
    assert (refused.negations_read, refused.questions_read) == ([False], [False])


def test_sentences_are_expected_one_after_another_as_the_rules_sign_them():
    expected = Expected("I do not sleep. Where is the dog?", "asl")
    whole = sign_text("I do not sleep. Where is the dog?", "asl")
    assert len(expected.motion.pose) == len(whole.pose)
    assert expected.motion.spans == tuple((segment.start, segment.end) for segment in whole.segments)
