"""FID and KID equal their formulas; N and d stand in their signatures; sets that are equal are at no distance."""

import numpy as np
import pytest
from scipy.linalg import sqrtm

from signary.evaluation import Fid, FidPerSequence, Kid, require_same
from signary.evaluation.errors import EmptyCorpusError, LengthMismatchError
from signary.evaluation.signature import SignatureMismatchError
from signary.io.errors import InputError


def corpus(seed, size=3, shortest=6):
    random = np.random.default_rng(seed)
    mixing = random.normal(size=(size, size))
    return tuple(
        [random.normal(at * 0.3, size=(int(random.integers(shortest, 12)), size)) @ mixing for _ in range(3)]
        for at in range(2)
    )


def frechet(first, second):
    """Heusel et al. 2017, Eq. 6, with the matrix root of a textbook."""
    means = [side.mean(0) for side in (first, second)]
    covariances = [
        sum(np.outer(row - mean, row - mean) for row in side) / (len(side) - 1)
        for side, mean in zip((first, second), means, strict=True)
    ]
    root = sqrtm(covariances[0] @ covariances[1]).real
    return ((means[0] - means[1]) ** 2).sum() + np.trace(covariances[0] + covariances[1] - 2 * root)


def kid(first, second):
    """Bińkowski et al. 2018, Eq. 4 and 5, pair by pair."""

    def kernel(x, y):
        return (x @ y / len(x) + 1) ** 3

    def own(side):
        pairs = [kernel(x, y) for i, x in enumerate(side) for j, y in enumerate(side) if i != j]
        return np.mean(pairs)

    return own(first) + own(second) - 2 * np.mean([kernel(x, y) for x in first for y in second])


def test_distances_are_their_definitions():
    for seed in range(50):
        references, hypotheses = corpus(seed)
        first, second = np.concatenate(references), np.concatenate(hypotheses)
        assert Fid("random").corpus(references, hypotheses).value == pytest.approx(frechet(first, second), rel=1e-6)
        assert Kid("random").corpus(references, hypotheses).value == pytest.approx(kid(first, second), rel=1e-6)
        expected = np.mean([frechet(a, b) / len(a) for a, b in zip(references, hypotheses, strict=True)])
        assert FidPerSequence("random").corpus(references, hypotheses).mean == pytest.approx(expected, rel=1e-6)


def test_by_hand():
    # Means 1 and 3, variances 2 and 8 (N − 1): 4 + 2 + 8 − 2·4.
    references, hypotheses = [np.array([[0.0], [2.0]])], [np.array([[1.0], [5.0]])]
    assert Fid("x").corpus(references, hypotheses).value == pytest.approx(6)
    assert FidPerSequence("x").corpus(references, hypotheses).mean == pytest.approx(3)
    # Kernels (xy + 1)³: own 1 and 216; across 1, 1, 27, 1331, their mean 340.
    assert Kid("x").corpus(references, hypotheses).value == pytest.approx(1 + 216 - 2 * 340)


@pytest.mark.parametrize("kind", [Fid, FidPerSequence])
def test_a_set_is_at_no_distance_from_itself_with_fewer_frames_than_dimensions(kind):
    references, _ = corpus(0, size=20)
    assert kind("x").corpus(references, references).value == pytest.approx(0, abs=1e-4)


def test_large_sets_are_summed_in_blocks():
    random = np.random.default_rng(0)
    first, second = random.normal(size=(2500, 4)), random.normal(0.5, size=(2100, 4))
    kernels = [(a @ b.T / 4 + 1) ** 3 for a, b in ((first, first), (second, second), (first, second))]
    own = [(kernel.sum() - np.trace(kernel)) / (len(kernel) * (len(kernel) - 1)) for kernel in kernels[:2]]
    expected = sum(own) - 2 * kernels[2].mean()
    assert Kid("x").corpus([first], [second]).value == pytest.approx(expected, rel=1e-6)


def test_n_and_d_stand_in_the_signature_and_are_not_mixed():
    references, hypotheses = corpus(0)
    found = Fid("recogniser-1").corpus(references, hypotheses)
    count = "+".join(str(sum(map(len, side))) for side in (references, hypotheses))
    assert str(found.signature) == (
        f"fid|features:recogniser-1|formula:frechet|norm:none|frames:{count}|dimensions:3|version:1"
    )
    with pytest.raises(SignatureMismatchError, match=r"signature \(frames\)"):
        require_same(found, Fid("recogniser-1").corpus(references, references[:2] + [hypotheses[0][:4]]))
    with pytest.raises(SignatureMismatchError, match=r"signature \(features\)"):
        require_same(found, Fid("recogniser-2").corpus(references, hypotheses))


@pytest.mark.parametrize("kind", [Fid, FidPerSequence, Kid])
def test_mistakes_are_named(kind):
    metric, one = kind("x"), np.ones((3, 2))
    with pytest.raises(EmptyCorpusError, match="references: expected at least one"):
        metric.corpus([], [])
    with pytest.raises(LengthMismatchError, match="hypotheses: expected 1 sequences"):
        metric.corpus([one], [one, one])
    with pytest.raises(InputError, match=r"hypotheses\[0\]: expected finite numbers, got NaN or infinity"):
        metric.corpus([one], [np.array([[np.nan, 1.0], [1.0, 2.0]])])
    with pytest.raises(InputError, match=r"hypotheses\[0\]: expected 2 numbers a feature, got 3"):
        metric.corpus([one], [np.ones((3, 3))])
    with pytest.raises(InputError, match=r"references\[0\]: expected shape \(T, d\)"):
        metric.corpus([np.ones(3)], [one])
    with pytest.raises(InputError, match="hypotheses: expected at least two frames"):
        metric.corpus([one], [one[:1]])
    with pytest.raises(InputError, match="features: expected the name of what makes them"):
        kind("")
