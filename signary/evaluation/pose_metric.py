"""What metrics of motion share: checks, padding, units, and a corpus measured pair by pair."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace

import numpy as np

from signary.evaluation.errors import check_paired
from signary.evaluation.measured_joints import PARTS, as_joints, joint_layout, part_joints
from signary.evaluation.metric import Metric
from signary.evaluation.signature import MetricResult, PoseSignature
from signary.io.errors import InputError
from signary.io.progress import track
from signary.pose.layout import PoseLayout
from signary.pose.motion_spec import MotionSpec
from signary.pose.sequence import PoseSequence

#: Whose the hypotheses' lengths are: the system's own, or the reference's, which it was told.
LENGTHS = ("own", "reference")
#: Units of layouts as signatures write them; distances in metres may be reported in millimetres.
_UNITS = {"metre": "m", "normalised": "picture"}


class PoseMetric(Metric[PoseSequence]):
    """A metric of motion: a few numbers of each pair of sequences, then a result of all pairs' numbers.

    Layout `smplx` becomes joints by forward kinematics. Frames at the end of a sequence in which no joint is there are
    padding: they are cut, so that padding never changes a score.
    """

    signature: PoseSignature

    def score(self, reference: PoseSequence, hypothesis: PoseSequence) -> float:
        """The number of one pair: that of a corpus of one.

        Args:
            reference: At least one frame.
            hypothesis: Of the same layout and clock.

        Raises:
            InputError: If layouts or clocks differ, a sequence has no frame, or a joint is missing that the metric
                needs.
        """
        return float(self._scores(self.measure(reference, hypothesis)[None])[0][0])

    def corpus(
        self,
        references: Sequence[PoseSequence],
        hypotheses: Sequence[PoseSequence],
        threads: int = 1,
        length: str = "own",
    ) -> MetricResult:
        """The numbers of all pairs; for several metrics or processes see `measure_poses`.

        Args:
            references: At least one.
            hypotheses: As many, in the same order.
            threads: Threads that compute; the compiled loops do not hold the interpreter.
            length: One of `LENGTHS`: whose the hypotheses' lengths are. Of systems that are told the reference's
                length say `reference`.

        Raises:
            EmptyCorpusError: If there are no references.
            LengthMismatchError: If numbers differ.
            InputError: If a pair cannot be compared.
        """
        check_paired(references, hypotheses, "sequences")
        with ThreadPoolExecutor(threads) as pool:
            found = pool.map(self._measure_pair, range(len(references)), references, hypotheses)
            rows = list(track(found, self.signature.name, len(references)))
        return self.collect(np.array(rows), references, length)

    def measure(self, reference: PoseSequence, hypothesis: PoseSequence) -> np.ndarray:
        """The numbers of one pair from which `collect` makes a result, float64 of shape (K,).

        Raises:
            InputError: As `score`.
        """
        # Motion of any body is measured by its joints.
        wanted, given = (MotionSpec(joint_layout(each.layout), each.fps) for each in (reference, hypothesis))
        wanted.require(given, argument="hypothesis", owner="the reference")
        pair = as_joints(reference), as_joints(hypothesis)
        for name, sequence in zip(("reference", "hypothesis"), pair, strict=True):
            if not len(sequence):
                raise InputError(name, "at least one frame", "none")
        return np.asarray(self._measure(*pair), dtype=np.float64)

    def _measure_pair(self, number: int, reference: PoseSequence, hypothesis: PoseSequence) -> np.ndarray:
        with naming_pair(number):
            return self.measure(reference, hypothesis)

    def collect(self, rows: np.ndarray, references: Sequence[PoseSequence], length: str = "own") -> MetricResult:
        """The result of the numbers of all pairs, (N, K), with the signature completed.

        Raises:
            InputError: If the references are of different layouts, the metric is not defined for them, or `length` is
                unknown.
        """
        if length not in LENGTHS:
            raise InputError("length", f"one of {', '.join(LENGTHS)}", repr(length))
        layouts = {layout.name: layout for layout in (joint_layout(reference.layout) for reference in references)}
        if len(layouts) > 1:
            raise InputError("references", "one layout", " and ".join(layouts))
        rates = "+".join(sorted({f"{reference.fps:g}" for reference in references}))
        layout = next(iter(layouts.values()))
        # Metrics of frames at the same place have the reference's length whatever is said.
        whose = length if self.signature.length == "own" else self.signature.length
        signature = replace(self.signature, fps=rates, length=whose, layout=layout.name, unit=self._unit(layout))
        return MetricResult(signature, *self._scores(rows))

    @abstractmethod
    def _measure(self, reference: PoseSequence, hypothesis: PoseSequence) -> Sequence[float]:
        """Numbers of a pair of the same keypoint layout and clock, at least one frame each."""

    def _scores(self, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Scores and weights (N,) of numbers (N, K): here the columns."""
        return rows[:, 0], rows[:, 1]

    def _unit(self, layout: PoseLayout) -> str:
        return self.signature.unit


class DistanceMetric(PoseMetric):
    """A distance in the unit of the layout."""

    def _unit(self, layout: PoseLayout) -> str:
        return distance_unit(layout)


class PartMetric(DistanceMetric):
    """A distance of a part of the body; hands: the mean of both.

    Args:
        part: `body` (upper body) or `hand`.

    Raises:
        InputError: If the part is unknown.
    """

    def __init__(self, part: str) -> None:
        if part not in PARTS:
            raise InputError("part", f"one of {', '.join(PARTS)}", repr(part))
        self.part = part
        self.signature = replace(self.signature, joints=part)

    def _measure(self, reference: PoseSequence, hypothesis: PoseSequence) -> Sequence[float]:
        pairs = zip(part_joints(reference, self.part), part_joints(hypothesis, self.part), strict=True)
        return float(np.mean([self._distance(first, second) for first, second in pairs])), self._weight(reference)

    @abstractmethod
    def _distance(self, reference: np.ndarray, hypothesis: np.ndarray) -> float:
        """Distance of joints (T, J, C) and (S, J, C)."""

    def _weight(self, reference: PoseSequence) -> float:
        return 1.0


@contextmanager
def naming_pair(number: int) -> Iterator[None]:
    """Errors about a pair of a corpus say which, from 0."""
    try:
        yield
    except InputError as error:
        raise type(error)(f"pairs[{number}], {error.argument}", error.expected, error.got) from None


def distance_unit(layout: PoseLayout) -> str:
    """Unit of distances between joints of a keypoint layout."""
    unit = layout.channels[0].unit
    return _UNITS.get(unit, unit)
