"""What a number means: its signature. Numbers of different signatures are not comparable."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields

import numpy as np

from signary.io.errors import InputError

VERSION = 1


class SignatureMismatchError(InputError):
    """Two numbers were computed in different ways."""


@dataclass(frozen=True)
class Signature:
    """How a metric was computed; `str` gives one line, such as `dtw-pa-jpe|cost:mean-l2|align:procrustes|…|version:1`.

    Attributes:
        name: Of the metric.
        version: Of the implementation.
    """

    name: str
    version: int = field(default=VERSION, kw_only=True)

    def __str__(self) -> str:
        values = asdict(self)
        name, version = values.pop("name"), values.pop("version")
        return "|".join([name, *(f"{key}:{value}" for key, value in values.items()), f"version:{version}"])


@dataclass(frozen=True)
class PoseSignature(Signature):
    """Of a metric of motion.

    Attributes:
        cost: Distance of two frames, or what is measured of a sequence.
        align: What is done to a pair of frames, or to both sequences, before.
        norm: What the sum is divided by.
        joints: Which joints.
        unit: Of the value; of distances the unit of the layout, known when sequences have been seen.
        fps: Frames a second of what is compared.
        length: Where the hypothesis' length comes from: `own` or `reference`.
        missing: What is done about joints that are not there.
        cut: Which frames at the ends are not compared. Frames at the end without any joint are padding and never are.
        layout: Whose joints, known when sequences have been seen.
    """

    cost: str
    align: str
    norm: str
    joints: str
    unit: str
    fps: str = "25"
    length: str = "own"
    missing: str = "refused"
    cut: str = "padding"
    layout: str = ""


@dataclass(frozen=True)
class FeatureSignature(Signature):
    """Of a distance of sets of features.

    Attributes:
        features: What made the features, a recogniser's name.
        formula: What is computed of them.
        norm: What it is divided by.
        frames: N of the references and of the hypotheses, such as `5000+4800`: these distances are biased by N.
        dimensions: d, numbers of a feature.
    """

    features: str
    formula: str
    norm: str = "none"
    frames: str = ""
    dimensions: int = 0


@dataclass(frozen=True)
class TextSignature(Signature):
    """Of a metric of text.

    Attributes:
        tokens: What a text is split into.
        mean: Over what: the corpus pooled, or the mean of sentences.
        smoothing: Of n-gram counts that are 0.
        settings: Numbers of the formula.
        case: What is done about upper and lower case; punctuation is kept.
        tool: Library that counts, with its version.
    """

    tokens: str
    mean: str
    smoothing: str = "none"
    settings: str = "none"
    case: str = "kept"
    tool: str = "signary"


@dataclass(frozen=True)
class MetricResult:
    """A metric over a corpus that is a mean of its sequences' scores.

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

    @property
    def value(self) -> float:
        """The corpus' number, as of `CorpusResult`."""
        return self.mean


@dataclass(frozen=True)
class CorpusResult:
    """A metric over a corpus that is no mean of scores, such as BLEU or FID.

    Attributes:
        signature: How it was computed.
        value: The number.
        count: Sequences.
    """

    signature: Signature
    value: float
    count: int


def require_same(*results: MetricResult | CorpusResult) -> None:
    """Refuse to compare numbers that mean different things.

    Raises:
        SignatureMismatchError: Naming the first part of the signatures that differs.
    """
    first, *others = (result.signature for result in results)
    for other in others:
        for item in fields(first):
            mine, theirs = getattr(first, item.name), getattr(other, item.name, None)
            if mine != theirs:
                raise SignatureMismatchError(f"signature ({item.name})", repr(mine), repr(theirs))
