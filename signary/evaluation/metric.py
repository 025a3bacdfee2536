"""What every metric is: a definition with its source, a signature, and a number over a corpus."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import ClassVar, Generic, TypeVar

from signary.evaluation.signature import CorpusResult, MetricResult, Signature

Item = TypeVar("Item")


class Metric(ABC, Generic[Item]):
    """A number that says how a system's output compares with the references.

    Attributes:
        definition: What it is, in one line.
        source: Who defined it or uses it: paper or public code.
        best: What a perfect output scores.
        signature: How it is computed.
    """

    definition: ClassVar[str]
    source: ClassVar[str]
    best: ClassVar[float]
    signature: Signature

    @abstractmethod
    def corpus(self, references: Sequence[Item], hypotheses: Sequence[Item]) -> MetricResult | CorpusResult:
        """The number over a corpus.

        Args:
            references: At least one.
            hypotheses: As many, in the same order.

        Raises:
            EmptyCorpusError: If there are no references.
            LengthMismatchError: If numbers differ, or lengths where equal ones are needed.
            InputError: If a pair cannot be compared.
        """
