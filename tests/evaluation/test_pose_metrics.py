"""Metrics equal what their definitions say, written out literally; signatures keep apart what is different."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from literal import aligned_distance, dtw, make_sequence, pad, path

from signary.evaluation import (
    DtwJpe,
    DtwJpePerStep,
    DtwPaJpe,
    DtwPaJpePerStep,
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
from signary.evaluation.measured_joints import as_joints
from signary.io.errors import InputError
from signary.pose.registry import get_layout
from signary.pose.sequence import PoseSequence

PART_JOINTS = {
    "phoenix50": {"body": [list(range(1, 8))], "hand": [list(range(29, 50)), list(range(8, 29))]},
    "openpose137": {"body": [list(range(1, 8))], "hand": [list(range(95, 116)), list(range(116, 137))]},
}


@pytest.mark.parametrize("layout", list(PART_JOINTS))
@pytest.mark.parametrize("part", ["body", "hand"])
def test_parts_are_these_joints(layout, part):
    sequence = make_sequence(0, 2, layout)
    for found, expected in zip(part_joints(sequence, part), PART_JOINTS[layout][part], strict=True):
        assert sorted(map(tuple, found[0].tolist())) == sorted(map(tuple, sequence.joints[0, expected].tolist()))


def test_hands_begin_with_the_wrist_and_have_21_joints():
    sequence = make_sequence(0, 3, "smplx")
    joints = as_joints(sequence)
    for side, hand in zip(("left", "right"), part_joints(sequence, "hand"), strict=True):
        assert hand.shape == (3, 21, 3)
        assert np.array_equal(hand[:, 0], joints.joints[:, joints.layout.index(f"{side}_wrist")])


@pytest.mark.parametrize("part", ["body", "hand"])
@pytest.mark.parametrize(("layout", "seeds"), [("phoenix50", 50), ("smplx", 2)])
def test_dtw_metrics_are_their_definitions(layout, seeds, part):
    for seed in range(seeds):
        check_dtw_metrics(
            make_sequence(seed, 3 + seed % 5, layout), make_sequence(100 + seed, 3 + seed % 4, layout), part
        )


def check_dtw_metrics(reference, hypothesis, part):
    expected = {DtwPaJpe: [], DtwJpe: [], DtwPaJpePerStep: [], DtwJpePerStep: []}
    for one, other in zip(part_joints(reference, part), part_joints(hypothesis, part), strict=True):
        moved = one - one[:, :1], other - other[:, :1]
        pa = np.array([[aligned_distance(a, b) for b in other] for a in one])
        jpe = np.array([[np.linalg.norm(a - b, axis=1).mean() for b in moved[1]] for a in moved[0]])
        for whole, per_step, cost in ((DtwPaJpe, DtwPaJpePerStep, pa), (DtwJpe, DtwJpePerStep, jpe)):
            expected[whole].append(dtw(cost))
            expected[per_step].append(dtw(cost) / len(path(cost)))
    for kind, distances in expected.items():
        assert kind(part).score(reference, hypothesis) == pytest.approx(np.mean(distances), rel=1e-6)


@pytest.mark.parametrize("part", ["body", "hand"])
def test_frame_metrics_are_their_definitions(part):
    for seed in range(50):
        pairs = [
            (make_sequence(seed + at, frames, "smplx_joints"), make_sequence(seed + at + 50, frames, "smplx_joints"))
            for at, frames in ((0, 3), (100, 1 + seed % 5))
        ]
        plain, aligned = [], []
        for reference, hypothesis in pairs:
            for one, other in zip(part_joints(reference, part), part_joints(hypothesis, part), strict=True):
                plain.append(np.linalg.norm(one - other, axis=2).mean(1))
                aligned.append(np.array([aligned_distance(a, b) for a, b in zip(one, other, strict=True)]))
        for metric, expected in ((Mpjpe(part), plain), (PaMpjpe(part), aligned)):
            found = metric.corpus(*zip(*pairs, strict=True))
            assert found.mean == pytest.approx(1000 * np.concatenate(expected).mean(), rel=1e-6)
            assert (found.signature.joints, found.signature.unit) == (part, "mm")


def hand_of_two_frames(spread, turned=False):
    """Both hands: wrist at (7, 7, 7), the other 20 joints `spread` away from it along x, or y if turned."""
    values = np.full((2, 50, 3), 7, np.float32)
    for frame, size in enumerate(spread):
        values[frame, 9:29, int(turned)] += size
        values[frame, 30:50, int(turned)] += size
    return PoseSequence(values, get_layout("phoenix50"), 25.0)


def test_dtw_jpe_of_two_frames_by_hand():
    # Costs 20/21 · |spread − spread|: [[2, 1], [1, 2]]; the path (0, 0), (0, 1), (1, 1) costs 5, (0, 0), (1, 1) 4.
    reference, hypothesis = hand_of_two_frames([1, 2]), hand_of_two_frames([3, 0])
    cost = 20 / 21 * np.array([[2, 1], [1, 2]])
    assert DtwJpe("hand").score(reference, hypothesis) == pytest.approx(cost[0, 0] + cost[1, 1])
    assert DtwJpePerStep("hand").score(reference, hypothesis) == pytest.approx((cost[0, 0] + cost[1, 1]) / 2)
    # Size and direction of a hand do not count after Procrustes.
    larger = hand_of_two_frames([3, 5], turned=True)
    assert DtwPaJpe("hand").score(reference, larger) == pytest.approx(0, abs=1e-6)
    assert DtwJpe("hand").score(reference, larger) == pytest.approx(20 / 21 * (np.sqrt(10) + np.sqrt(29)))


def test_mpjpe_of_two_frames_by_hand():
    reference, hypothesis = hand_of_two_frames([1, 2]), hand_of_two_frames([3, 0])
    found = Mpjpe("hand").corpus([reference], [hypothesis])
    # Not metres: the unit of the data set, unscaled.
    assert (found.mean, found.signature.unit) == (pytest.approx(20 / 21 * 2), "dataset")


@pytest.mark.parametrize("metric", [DtwPaJpe, DtwJpe, DtwPaJpePerStep, DtwJpePerStep])
@pytest.mark.parametrize("layout", ["phoenix50", "smplx"])
def test_padding_never_changes_a_score(metric, layout):
    reference, hypothesis = make_sequence(0, 6, layout), make_sequence(1, 4, layout)
    expected = metric("hand").score(reference, hypothesis)
    assert metric("hand").score(pad(reference, 3), pad(hypothesis, 1)) == expected


def test_padding_does_not_count_as_length_or_weight():
    reference, hypothesis = make_sequence(0, 6, "smplx"), make_sequence(1, 6, "smplx")
    for kind in (Mpjpe, PaMpjpe):
        found = kind("body").corpus([reference, reference[:2]], [hypothesis, hypothesis[:2]])
        padded = kind("body").corpus([pad(reference, 2), reference[:2]], [pad(hypothesis, 9), pad(hypothesis[:2], 1)])
        assert padded.weights.tolist() == [6, 2]
        assert padded.mean == found.mean


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 6), st.integers(1, 6))
def test_distances_are_symmetric_where_the_definition_is_and_never_negative(seed, frames, others):
    reference, hypothesis = make_sequence(seed, frames), make_sequence(seed + 1, others)
    there, back = DtwJpe("body").score(reference, hypothesis), DtwJpe("body").score(hypothesis, reference)
    assert there == pytest.approx(back, rel=1e-9)
    assert 0 <= DtwPaJpe("body").score(reference, hypothesis) < np.inf


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
            "hypothesis: expected layout .*25 fps.*30 fps",
        ),
        (lambda one: Mpjpe("body").score(one, make_sequence(0, 4)), "hypothesis: expected 5 frames"),
        (
            lambda one: DtwPaJpe("hand").score(*[make_sequence(0, 2, "openpose137")] * 2),
            "reference: .* three dimensions",
        ),
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
