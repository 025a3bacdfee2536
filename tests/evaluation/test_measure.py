"""Several metrics at once, in several processes: the same numbers as one by one."""

import pytest
from literal import lose, make_sequence, pad

from signary.evaluation import (
    DtwJpe,
    DtwPaJpe,
    Mpjpe,
    SignatureMismatchError,
    TotalDistance,
    measure_poses,
    require_same,
)
from signary.evaluation.errors import EmptyCorpusError, LengthMismatchError, MissingJointError
from signary.evaluation.measure import measure_systems
from signary.evaluation.pose_metric import LENGTHS
from signary.io.errors import InputError


def corpus(layout):
    references = [make_sequence(seed, 4 + seed % 3, layout) for seed in range(6)]
    return references, [make_sequence(50 + seed, 4 + seed % 3, layout) for seed in range(6)]


@pytest.mark.parametrize("layout", ["smplx", "phoenix50"])
def test_together_is_one_by_one(layout):
    metrics = [DtwPaJpe("hand"), DtwJpe("body"), Mpjpe("body")]
    references, hypotheses = corpus(layout)
    for metric, found in zip(metrics, measure_poses(metrics, references, hypotheses), strict=True):
        alone = metric.corpus(references, hypotheses)
        assert found.signature == alone.signature
        assert found.scores.tolist() == alone.scores.tolist()
        assert found.weights.tolist() == alone.weights.tolist()


def test_several_systems_are_measured_as_each_alone():
    references, hypotheses = corpus("phoenix50")
    longer = [make_sequence(90 + seed, 7, "phoenix50") for seed in range(6)]
    metrics = [DtwPaJpe("hand"), TotalDistance()]
    found = measure_systems(metrics, references, [hypotheses, longer], lengths=["reference", "own"])
    for results, motion, length in zip(found, (hypotheses, longer), ("reference", "own"), strict=True):
        alone = measure_poses(metrics, references, motion, length=length)
        assert [result.scores.tolist() for result in results] == [result.scores.tolist() for result in alone]
        assert [result.signature for result in results] == [result.signature for result in alone]
    with pytest.raises(LengthMismatchError, match="lengths: expected 2, one a system, got 1"):
        measure_systems(metrics, references, [hypotheses, longer], lengths=["own"])
    longer[2] = lose(longer[2], [1], [references[0].layout.index("left_wrist")])
    with pytest.raises(MissingJointError, match=r"pairs\[2\]"):
        measure_systems(metrics, references, [hypotheses, longer])


def test_processes_do_not_change_numbers():
    references, hypotheses = corpus("smplx")
    hypotheses[0] = pad(hypotheses[0], 2)
    metrics = [DtwPaJpe("hand"), DtwJpe("body")]
    here, there = (measure_poses(metrics, references, hypotheses, processes=count) for count in (1, 2))
    for one, other in zip(here, there, strict=True):
        assert one.signature == other.signature
        assert one.scores.tolist() == other.scores.tolist()


@pytest.mark.parametrize("processes", [1, 2])
def test_errors_say_which_pair(processes):
    references, hypotheses = corpus("phoenix50")
    hypotheses[3] = lose(hypotheses[3], [1], [references[0].layout.index("neck")])
    with pytest.raises(MissingJointError, match=r"pairs\[3\], sequence: expected all joints of body .* in frame 1"):
        measure_poses([DtwJpe("body")], references, hypotheses, processes=processes)
    with pytest.raises(MissingJointError, match=r"pairs\[3\], sequence"):
        DtwJpe("body").corpus(references, hypotheses, threads=processes)


def test_systems_that_are_told_the_length_are_kept_apart():
    references, hypotheses = corpus("phoenix50")
    own, told = (measure_poses([DtwJpe("body")], references, hypotheses, length=whose)[0] for whose in LENGTHS)
    assert own.scores.tolist() == told.scores.tolist()
    with pytest.raises(SignatureMismatchError, match=r"signature \(length\): expected 'own', got 'reference'"):
        require_same(own, told)
    assert Mpjpe("body").corpus(references, hypotheses).signature.length == "reference"
    with pytest.raises(InputError, match="length: expected one of own, reference, got 'mine'"):
        DtwJpe("body").corpus(references, hypotheses, length="mine")


def test_mistakes_are_named():
    one = make_sequence(0, 4)
    with pytest.raises(EmptyCorpusError, match="references: expected at least one of the sequences, got none"):
        measure_poses([DtwJpe("body")], [], [])
    with pytest.raises(LengthMismatchError, match="hypotheses: expected 1 sequences, as the references, got 2"):
        measure_poses([DtwJpe("body")], [one], [one, one])
    with pytest.raises(InputError, match="metrics: expected at least one"):
        measure_poses([], [one], [one])
    with pytest.raises(InputError, match="references: expected one layout"):
        DtwJpe("body").corpus([one, make_sequence(0, 4, "slrtp178")], [one, make_sequence(1, 4, "slrtp178")])
