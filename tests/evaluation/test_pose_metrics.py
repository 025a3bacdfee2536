"""Metrics equal what their definitions say, written out literally; signatures keep apart what is different."""

import numpy as np
import pytest

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
from signary.pose.registry import get_layout
from signary.pose.sequence import PoseSequence


def literal_dtw(cost):
    """Recursion over the whole table, as in any textbook."""
    total = np.full((cost.shape[0] + 1, cost.shape[1] + 1), np.inf)
    total[0, 0] = 0
    for i in range(cost.shape[0]):
        for j in range(cost.shape[1]):
            total[i + 1, j + 1] = cost[i, j] + min(total[i, j], total[i + 1, j], total[i, j + 1])
    return total[-1, -1]


def literal_pa(reference, hypothesis):
    first, second = hypothesis - hypothesis.mean(0), reference - reference.mean(0)
    left, values, right = np.linalg.svd(first.T @ second)
    signs = np.array([1, 1, np.sign(np.linalg.det(left @ right))])
    aligned = (values * signs).sum() / (first**2).sum() * first @ ((left * signs) @ right)
    return np.linalg.norm(aligned - second, axis=1).mean()


def sequence(seed, frames, layout="phoenix50", fps=25.0):
    random = np.random.default_rng(seed)
    layout = get_layout(layout)
    values = random.normal(size=(frames, layout.num_features)).astype(np.float32).cumsum(0) * 0.1
    return PoseSequence(values, layout, fps, None, {} if layout.is_keypoints else {"hand_reference": "flat"})


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("part", ["body", "hand"])
@pytest.mark.parametrize("layout", ["phoenix50", "smplx"])
def test_dtw_metrics_are_their_definitions(seed, part, layout):
    reference, hypothesis = sequence(seed, 5 + seed, layout), sequence(100 + seed, 9, layout)
    pa, jpe = [], []
    for one, other in zip(part_joints(reference, part), part_joints(hypothesis, part), strict=True):
        pa.append(literal_dtw(np.array([[literal_pa(a, b) for b in other] for a in one])))
        moved = one - one[:, :1], other - other[:, :1]
        jpe.append(literal_dtw(np.array([[np.linalg.norm(a - b, axis=1).mean() for b in moved[1]] for a in moved[0]])))
    assert DtwPaJpe(part).score(reference, hypothesis) == pytest.approx(np.mean(pa), rel=1e-6)
    assert DtwJpe(part).score(reference, hypothesis) == pytest.approx(np.mean(jpe), rel=1e-9)


@pytest.mark.parametrize("part", ["body", "hand"])
def test_frame_metrics_are_their_definitions(part):
    pairs = [
        (sequence(seed, frames, "smplx"), sequence(seed + 50, frames, "smplx")) for seed, frames in ((0, 3), (1, 8))
    ]
    plain, aligned = [], []
    for reference, hypothesis in pairs:
        for one, other in zip(part_joints(reference, part), part_joints(hypothesis, part), strict=True):
            plain.append(np.linalg.norm(one - other, axis=2).mean(1))
            aligned.append(np.array([literal_pa(a, b) for a, b in zip(one, other, strict=True)]))
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
    reference = sequence(0, 12)
    slow = PoseSequence(reference.values.repeat(3, 0), reference.layout, 25.0)
    for metric in (DtwPaJpe("hand"), DtwJpe("body")):
        assert metric.score(reference, reference) == pytest.approx(0, abs=1e-6)
        assert metric.score(reference, slow) == pytest.approx(0, abs=1e-6)


def test_threads_do_not_change_scores():
    references, hypotheses = [sequence(seed, 6) for seed in range(3)], [sequence(seed, 5) for seed in range(9, 12)]
    alone = DtwPaJpe("body").corpus(references, hypotheses)
    together = DtwPaJpe("body").corpus(references, hypotheses, threads=2)
    assert alone.scores.tolist() == together.scores.tolist()


def test_signatures_are_one_line_and_different_ones_are_not_compared():
    references = [sequence(0, 6)]
    body, hand = (DtwPaJpe(part).corpus(references, references) for part in ("body", "hand"))
    expected = "dtw-pa-jpe|cost:mean-l2|align:procrustes-per-pair|norm:none|joints:body|unit:m|fps:25"
    assert str(body.signature).startswith(expected)
    require_same(body, body)
    with pytest.raises(SignatureMismatchError, match=r"signature \(joints\): expected 'body', got 'hand'"):
        require_same(body, hand)
    slower = DtwPaJpe("body").corpus([sequence(0, 6, fps=12.5)], [sequence(1, 6, fps=12.5)])
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
        (lambda one: DtwJpe("body").score(one, sequence(0, 5, "smplx")), "hypothesis: expected layout phoenix50"),
        (lambda one: DtwJpe("body").score(one, sequence(0, 5, fps=30.0)), "hypothesis: expected 25 frames a second"),
        (lambda one: Mpjpe("body").score(one, sequence(0, 4)), "hypothesis: expected 5 frames"),
        (lambda one: DtwJpe("body").corpus([one], []), "hypotheses: expected 1 sequences"),
        (lambda one: dtw_cost(np.array([[np.nan]])), "cost: expected finite"),
        (lambda one: DtwPaJpe("hand").score(one, missing(one)), "a missing one in frame 2"),
    ],
)
def test_mistakes_are_named(call, words):
    with pytest.raises(InputError, match=words):
        call(sequence(0, 5))


def missing(sequence):
    values = sequence.values.copy()
    values[2] = np.nan
    confidence = np.ones((len(values), len(sequence.layout.joints)), dtype=np.float32)
    confidence[2] = 0
    return PoseSequence(values, sequence.layout, sequence.fps, confidence)
