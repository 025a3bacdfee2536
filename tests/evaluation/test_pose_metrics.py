"""Metrics equal what their definitions say, written out literally; signatures keep apart what is different."""

import numpy as np
import pytest
from literal import aligned_distance, dtw, make_sequence

from signary.evaluation import (
    DtwJpe,
    DtwPaJpe,
    MetricResult,
    Mpjpe,
    PaMpjpe,
    SignatureMismatchError,
    bootstrap_ratio,
    dtw_cost,
    dtw_path,
    part_joints,
    require_same,
)
from signary.io.errors import InputError
from signary.pose.sequence import PoseSequence


@pytest.mark.parametrize("seed", range(50))
@pytest.mark.parametrize("part", ["body", "hand"])
@pytest.mark.parametrize("layout", ["phoenix50", "smplx"])
def test_dtw_metrics_are_their_definitions(seed, part, layout):
    reference, hypothesis = make_sequence(seed, 3 + seed % 7, layout), make_sequence(100 + seed, 3 + seed % 5, layout)
    pa, jpe = [], []
    for one, other in zip(part_joints(reference, part), part_joints(hypothesis, part), strict=True):
        pa.append(dtw(np.array([[aligned_distance(a, b) for b in other] for a in one])))
        moved = one - one[:, :1], other - other[:, :1]
        jpe.append(dtw(np.array([[np.linalg.norm(a - b, axis=1).mean() for b in moved[1]] for a in moved[0]])))
    assert DtwPaJpe(part).score(reference, hypothesis) == pytest.approx(np.mean(pa), rel=1e-6)
    assert DtwJpe(part).score(reference, hypothesis) == pytest.approx(np.mean(jpe), rel=1e-9)


@pytest.mark.parametrize("part", ["body", "hand"])
def test_frame_metrics_are_their_definitions(part):
    pairs = [
        (make_sequence(seed, frames, "smplx"), make_sequence(seed + 50, frames, "smplx"))
        for seed, frames in ((0, 3), (1, 8))
    ]
    plain, aligned = [], []
    for reference, hypothesis in pairs:
        for one, other in zip(part_joints(reference, part), part_joints(hypothesis, part), strict=True):
            plain.append(np.linalg.norm(one - other, axis=2).mean(1))
            aligned.append(np.array([aligned_distance(a, b) for a, b in zip(one, other, strict=True)]))
    for metric, expected in ((Mpjpe(part), plain), (PaMpjpe(part), aligned)):
        found = metric.corpus(*zip(*pairs, strict=True))
        assert found.mean == pytest.approx(1000 * np.concatenate(expected).mean(), rel=1e-6)
        assert found.signature.joints == part


def test_two_frames_by_hand():
    cost = np.array([[1.0, 5.0], [2.0, 1.0]])
    assert dtw_cost(cost) == 2.0
    assert dtw_path(cost).tolist() == [[0, 0], [1, 1]]
    assert dtw_cost(np.array([[1.0, 1.0, 4.0]])) == 6.0
    assert dtw_path(np.array([[3.0], [1.0], [1.0]])).tolist() == [[0, 0], [1, 0], [2, 0]]


def test_a_paths_costs_sum_to_the_distance():
    cost = np.random.default_rng(3).random((17, 23))
    path = dtw_path(cost)
    assert cost[path[:, 0], path[:, 1]].sum() == pytest.approx(dtw_cost(cost))
    assert np.isin(np.diff(path, axis=0).sum(1), (1, 2)).all()


def test_a_sequence_is_at_no_distance_from_itself_and_slower_is_free_of_charge():
    reference = make_sequence(0, 12)
    slow = PoseSequence(reference.values.repeat(3, 0), reference.layout, 25.0)
    for metric in (DtwPaJpe("hand"), DtwJpe("body")):
        assert metric.score(reference, reference) == pytest.approx(0, abs=1e-6)
        assert metric.score(reference, slow) == pytest.approx(0, abs=1e-6)


def test_threads_do_not_change_scores():
    references, hypotheses = (
        [make_sequence(seed, 6) for seed in range(3)],
        [make_sequence(seed, 5) for seed in range(9, 12)],
    )
    alone = DtwPaJpe("body").corpus(references, hypotheses)
    together = DtwPaJpe("body").corpus(references, hypotheses, threads=2)
    assert alone.scores.tolist() == together.scores.tolist()


def test_signatures_are_one_line_and_different_ones_are_not_compared():
    references = [make_sequence(0, 6)]
    body, hand = (DtwPaJpe(part).corpus(references, references) for part in ("body", "hand"))
    expected = "dtw-pa-jpe|cost:mean-l2|align:procrustes-per-pair|norm:none|joints:body|unit:dataset|fps:25"
    assert str(body.signature).startswith(expected)
    require_same(body, body)
    with pytest.raises(SignatureMismatchError, match=r"signature \(joints\): expected 'body', got 'hand'"):
        require_same(body, hand)
    slower = DtwPaJpe("body").corpus([make_sequence(0, 6, fps=12.5)], [make_sequence(1, 6, fps=12.5)])
    with pytest.raises(SignatureMismatchError, match="fps"):
        bootstrap_ratio(body, slower)


def test_the_bootstrap_is_paired_and_seeded():
    random = np.random.default_rng(0)
    signature, hard = DtwJpe("body").signature, random.uniform(1, 100, 200)
    worse = MetricResult(signature, 1.1 * hard + random.normal(0, 0.01, 200), np.ones(200))
    found = bootstrap_ratio(worse, MetricResult(signature, hard, np.ones(200)))
    assert found.low < found.ratio < found.high
    assert found.high - found.low < 0.01
    assert found.ratio == pytest.approx(1.1, abs=0.01)
    assert found == bootstrap_ratio(worse, MetricResult(signature, hard, np.ones(200)))


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda one: DtwPaJpe("feet"), "part: expected one of body, hand"),
        (lambda one: DtwJpe("body").score(one, one[:0]), "hypothesis: expected at least one frame"),
        (lambda one: DtwJpe("body").score(one, make_sequence(0, 5, "smplx")), "hypothesis: expected layout phoenix50"),
        (
            lambda one: DtwJpe("body").score(one, make_sequence(0, 5, fps=30.0)),
            "hypothesis: expected 25 frames a second",
        ),
        (lambda one: Mpjpe("body").score(one, make_sequence(0, 4)), "hypothesis: expected 5 frames"),
        (lambda one: DtwJpe("body").corpus([one], []), "hypotheses: expected 1 sequences"),
        (lambda one: dtw_cost(np.array([[np.nan]])), "cost: expected finite"),
        (lambda one: DtwPaJpe("hand").score(one, missing(one)), "a missing one in frame 2"),
    ],
)
def test_mistakes_are_named(call, words):
    with pytest.raises(InputError, match=words):
        call(make_sequence(0, 5))


def missing(sequence):
    values = sequence.values.copy()
    values[2] = np.nan
    confidence = np.ones((len(values), len(sequence.layout.joints)), dtype=np.float32)
    confidence[2] = 0
    return PoseSequence(values, sequence.layout, sequence.fps, confidence)
