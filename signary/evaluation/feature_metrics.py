"""Distances of sets of features of frames: FID, KID, and the FID of single sequences that Sign-IDD-SLT reports.

Features are handed in, an array (T, d) a sequence, made by one recogniser for references and hypotheses; padded frames
must not be among them. All three depend on the recogniser and on N: numbers with other features, N or d are refused
when they are compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from signary.evaluation.errors import check_paired
from signary.evaluation.metric import Metric
from signary.evaluation.signature import CorpusResult, FeatureSignature, MetricResult
from signary.io.errors import InputError
from signary.io.progress import track

#: Rows of a kernel that are in memory at a time.
_BLOCK = 2048


class FeatureMetric(Metric[np.ndarray]):
    """A distance of features.

    Args:
        features: What makes them: name and version of a recogniser.

    Raises:
        InputError: If that is empty.
    """

    best = 0.0
    signature: FeatureSignature

    def __init__(self, features: str) -> None:
        if not features:
            raise InputError("features", "the name of what makes them", "none")
        self.signature = replace(self.signature, features=features)

    def _checked(
        self, references: Sequence[np.ndarray], hypotheses: Sequence[np.ndarray]
    ) -> tuple[list[np.ndarray], list[np.ndarray], FeatureSignature]:
        check_paired(references, hypotheses, "sequences")
        sides = {"references": list[np.ndarray](), "hypotheses": list[np.ndarray]()}
        for (name, side), given in zip(sides.items(), (references, hypotheses), strict=True):
            for at, array in enumerate(given):
                side.append(_array(f"{name}[{at}]", array))
        first, second = sides.values()
        size = first[0].shape[1]
        for name, side in sides.items():
            for at, array in enumerate(side):
                if array.shape[1] != size:
                    raise InputError(f"{name}[{at}]", f"{size} numbers a feature", array.shape[1])
        counts = "+".join(str(sum(map(len, side))) for side in (first, second))
        return first, second, replace(self.signature, frames=counts, dimensions=size)


class Fid(FeatureMetric):
    """FID: see `definition`."""

    definition = "Fréchet distance ‖μ − m‖² + tr(Σ + S − 2(ΣS)^½) of Gaussians fitted to all frames' features"
    source = "Heusel et al. 2017"
    signature = FeatureSignature("fid", "", "frechet")

    def corpus(self, references: Sequence[np.ndarray], hypotheses: Sequence[np.ndarray]) -> CorpusResult:
        """FID of all frames, (T, d) a sequence; at least two frames on either side."""
        first, second, signature = self._checked(references, hypotheses)
        return CorpusResult(signature, frechet(np.concatenate(first), np.concatenate(second)), len(first))


class FidPerSequence(FeatureMetric):
    """FID of single sequences: see `definition`."""

    definition = "Fréchet distance of the frames of each pair of sequences, divided by the reference's frames; mean"
    source = "Sign-IDD-SLT, signjoey/metrics.py (divided by the padded length); FGDM"
    signature = FeatureSignature("fid-per-sequence", "", "frechet", "reference")

    def corpus(self, references: Sequence[np.ndarray], hypotheses: Sequence[np.ndarray]) -> MetricResult:
        """Mean over the pairs, (T, d) a sequence, at least two frames each."""
        first, second, signature = self._checked(references, hypotheses)
        pairs = track(zip(first, second, strict=True), signature.name, len(first))
        scores = [frechet(one, other) / len(one) for one, other in pairs]
        return MetricResult(signature, np.array(scores), np.ones(len(scores)))


class Kid(FeatureMetric):
    """KID: see `definition`. All frames count, no random subsets; the time grows with their number squared."""

    definition = "unbiased squared maximum mean discrepancy of all frames' features, kernel (x·y/d + 1)³"
    source = "Bińkowski et al. 2018"
    signature = FeatureSignature("kid", "", "mmd2-unbiased,poly3,no-subsets")

    def corpus(self, references: Sequence[np.ndarray], hypotheses: Sequence[np.ndarray]) -> CorpusResult:
        """KID of all frames, (T, d) a sequence; at least two frames on either side. May be below 0."""
        sides = self._checked(references, hypotheses)
        first, second = np.concatenate(sides[0]), np.concatenate(sides[1])
        _check_two(first, second)
        value = _mean_kernel(first, first) + _mean_kernel(second, second) - 2 * _mean_kernel(first, second)
        return CorpusResult(sides[2], value, len(references))


def frechet(first: np.ndarray, second: np.ndarray) -> float:
    """Fréchet distance of Gaussians with the means and (N − 1) covariances of features (N, d) and (M, d).

    tr (ΣS)^½ is the sum of the roots of the eigenvalues of Σ^½ S Σ^½, which is symmetric, also where N ≤ d.

    Raises:
        InputError: If a side has fewer than two features.
    """
    _check_two(first, second)
    covariances = [np.atleast_2d(np.cov(side, rowvar=False)) for side in (first, second)]
    values, vectors = np.linalg.eigh(covariances[0])
    root = (vectors * np.sqrt(np.maximum(values, 0))) @ vectors.T
    inner = np.linalg.eigvalsh(root @ covariances[1] @ root)
    # Rounding puts eigenvalues that are 0 a little below it.
    trace = np.trace(covariances[0]) + np.trace(covariances[1]) - 2 * np.sqrt(np.maximum(inner, 0)).sum()
    return float(((first.mean(0) - second.mean(0)) ** 2).sum() + trace)


def _mean_kernel(first: np.ndarray, second: np.ndarray) -> float:
    """Mean of the kernel over all pairs; of a set with itself without the pairs of a feature with itself."""
    total = 0.0
    for start in track(range(0, len(first), _BLOCK), "kid"):
        block = first[start : start + _BLOCK]
        total += float(((block @ second.T / first.shape[1] + 1) ** 3).sum())
    if first is not second:
        return total / (len(first) * len(second))
    total -= float((((first**2).sum(1) / first.shape[1] + 1) ** 3).sum())
    return total / (len(first) * (len(first) - 1))


def _check_two(*sides: np.ndarray) -> None:
    for name, side in zip(("references", "hypotheses"), sides, strict=True):
        if len(side) < 2:
            raise InputError(name, "at least two frames, for a covariance", len(side))


def _array(name: str, given: np.ndarray) -> np.ndarray:
    array = np.asarray(given, dtype=np.float64)
    if array.ndim != 2 or not array.shape[0] or not array.shape[1]:
        raise InputError(name, "shape (T, d), T and d above 0", array.shape)
    if not np.isfinite(array).all():
        raise InputError(name, "finite numbers", "NaN or infinity")
    return array
