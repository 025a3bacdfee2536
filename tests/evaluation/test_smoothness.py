"""Jerk and hold ratios equal their formulas, see jitter and stillness, and leave out steps with a missing wrist."""

import numpy as np
import pytest
from literal import lose, make_sequence, pad

from signary.evaluation import HoldRatio, JerkRatio
from signary.evaluation.errors import MissingJointError
from signary.pose.registry import get_layout
from signary.pose.sequence import PoseSequence


def wrist(sequence, side):
    return sequence.joints[:, sequence.layout.index(f"{side}_wrist")].astype(float)


def jerk(sequence):
    sizes = []
    for side in ("left", "right"):
        way = wrist(sequence, side)
        for t in range(len(way) - 3):
            third = way[t + 3] - 3 * way[t + 2] + 3 * way[t + 1] - way[t]
            sizes.append(np.linalg.norm(third) * sequence.fps**3)
    return np.mean(sizes)


def hold(sequence, width):
    still = 0
    for t in range(len(sequence) - 1):
        moved = [np.linalg.norm(wrist(sequence, side)[t + 1] - wrist(sequence, side)[t]) for side in ("left", "right")]
        still += max(moved) * sequence.fps / width < 0.5
    return still / (len(sequence) - 1)


def signing(seed, frames, width=0.4):
    """Wrists that move, rest and move; shoulders `width` apart."""
    random = np.random.default_rng(seed)
    layout = get_layout("phoenix50")
    steps = random.normal(size=(frames, 50, 3)) * 0.01
    steps[frames // 3 : -2] *= 0.1
    joints = steps.cumsum(0)
    joints[:, layout.index("left_shoulder")] = [width / 2, 0, 0]
    joints[:, layout.index("right_shoulder")] = [-width / 2, 0, 0]
    return PoseSequence(joints.reshape(frames, -1), layout, 25.0)


def test_ratios_are_their_definitions():
    for seed in range(50):
        references = [signing(seed, 12 + seed % 5), signing(seed + 100, 20)]
        hypotheses = [signing(seed + 200, 17), signing(seed + 300, 10 + seed % 7)]
        for metric, literal in ((JerkRatio(), jerk), (HoldRatio(), lambda one: hold(one, np.float32(0.4)))):
            expected = np.mean([literal(one) for one in hypotheses]) / np.mean([literal(one) for one in references])
            assert metric.corpus(references, hypotheses).mean == pytest.approx(expected, rel=1e-6)


def test_by_hand():
    layout = get_layout("phoenix50")
    joints = np.zeros((4, 50, 3))
    joints[:, layout.index("left_shoulder"), 0] = 1.0
    reference, hypothesis = joints.copy(), joints.copy()
    reference[3, layout.index("left_wrist"), 0] = 1.0
    hypothesis[3, layout.index("left_wrist"), 0] = 3.0
    one, other = (PoseSequence(values.reshape(4, -1), layout, 25.0) for values in (reference, hypothesis))
    assert JerkRatio().score(one, other) == pytest.approx(3.0)
    # Two of three steps are still in both; a hypothesis that never moves is still in three of three.
    assert HoldRatio().score(one, other) == pytest.approx(1.0)
    assert HoldRatio().score(one, PoseSequence(joints.reshape(4, -1), layout, 25.0)) == pytest.approx(1.5)


def test_jitter_raises_jerk():
    reference = signing(0, 40)
    noisy = PoseSequence(
        reference.values + np.random.default_rng(0).normal(0, 0.01, reference.values.shape), reference.layout, 25.0
    )
    assert JerkRatio().score(reference, noisy) > 3


@pytest.mark.parametrize("metric", [JerkRatio(), HoldRatio()], ids=lambda metric: metric.signature.name)
def test_padding_and_missing_wrists(metric):
    reference, hypothesis = signing(1, 20), signing(2, 25)
    expected = metric.score(reference, hypothesis)
    assert metric.score(pad(reference, 5), pad(hypothesis, 2)) == expected
    wrists = [reference.layout.index("left_wrist")]
    assert metric.signature.missing == "steps-left-out"
    # A last frame without wrists says nothing: the score is that of the frames before.
    assert metric.score(reference, lose(hypothesis, [24], wrists)) == pytest.approx(
        metric.score(reference, hypothesis[:24]), rel=1e-6
    )
    with pytest.raises(MissingJointError, match="frames in a row with both wrists"):
        metric.score(reference, lose(hypothesis, range(25), wrists))
    with pytest.raises(MissingJointError):
        metric.score(reference, make_sequence(0, 1))
