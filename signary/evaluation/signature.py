"""What a number means: its signature."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields

import numpy as np

from signary.io.errors import InputError

VERSION = 1


class SignatureMismatchError(InputError):
    """Two numbers were computed in different ways."""


@dataclass(frozen=True)
class Signature:
    """How a metric was computed; `str` gives one line, such as `dtw-pa-jpe|cost:mean-l2|align:procrustes|…`.

    Attributes:
        name: Of the metric.
        cost: Distance of two frames.
        align: What is done to a pair of frames, or to both sequences, before.
        norm: What the sum is divided by.
        joints: Which joints.
        unit: Of the value.
        fps: Frames a second of what is compared.
        length: Where the hypothesis' length comes from: `own` or `reference`.
        missing: What is done about joints that are not there.
        version: Of the implementation.
    """

    name: str
    cost: str
    align: str
    norm: str
    joints: str
    unit: str
    fps: str = "25"
    length: str = "own"
    missing: str = "refused"
    version: int = VERSION

    def __str__(self) -> str:
        values = asdict(self)
        return "|".join([values.pop("name"), *(f"{key}:{value}" for key, value in values.items())])


@dataclass(frozen=True)
class MetricResult:
    """A metric over a corpus.

    Attributes:
        signature: How it was computed.
        scores: One number a sequence, float64 of shape (N,).
        weights: What the mean weighs sequences by, of shape (N,).
    """

    signature: Signature
    scores: np.ndarray
    weights: np.ndarray

    @property
    def mean(self) -> float:
        """Weighted mean of the scores."""
        return float(np.average(self.scores, weights=self.weights))


def require_same(*results: MetricResult) -> None:
    """Refuse to compare numbers that mean different things.

    Raises:
        SignatureMismatchError: Naming the first part of the signatures that differs.
    """
    first, *others = (result.signature for result in results)
    for other in others:
        for item in fields(Signature):
            mine, theirs = getattr(first, item.name), getattr(other, item.name)
            if mine != theirs:
                raise SignatureMismatchError(f"signature ({item.name})", repr(mine), repr(theirs))
