"""Several systems, measured by the same metrics on the same sentences in one run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np

from signary.evaluation.back_translation import LoadedRecogniser, Reading, motion_features, read_motion, score_readings
from signary.evaluation.errors import EmptyCorpusError, check_paired
from signary.evaluation.measure import measure_systems
from signary.evaluation.pose_metric import LENGTHS, PoseMetric
from signary.evaluation.registry import get_metric
from signary.evaluation.report.metric_choice import MetricChoice
from signary.evaluation.signature import CorpusResult, MetricResult
from signary.io.errors import InputError
from signary.pose.sequence import PoseSequence

#: Width of the beam searches that read motion.
BEAMS = 3

Result = MetricResult | CorpusResult


@dataclass(frozen=True)
class Sentences:
    """What was to be signed, one entry a sentence.

    Attributes:
        ids: Of the sentences.
        texts: Spoken-language texts.
        languages: Ids of the sign languages.
        glosses: What was signed; None if the corpus does not say.

    Raises:
        EmptyCorpusError: If there is none.
        InputError: If numbers differ.
    """

    ids: Sequence[str]
    texts: Sequence[str]
    languages: Sequence[str]
    glosses: Sequence[Sequence[str]] | None

    def __post_init__(self) -> None:
        if not self.ids:
            raise EmptyCorpusError("sentences", "at least one", "none")
        for name in ("texts", "languages", "glosses"):
            if getattr(self, name) is not None and len(getattr(self, name)) != len(self.ids):
                raise InputError(name, f"{len(self.ids)}, one a sentence", len(getattr(self, name)))

    def __len__(self) -> int:
        """Number of sentences."""
        return len(self.ids)


@dataclass(frozen=True)
class System:
    """What makes motion, and the motion that it made.

    Attributes:
        name: In tables and plots.
        about: What it is, in one line.
        motion: One sequence a sentence, on the clock of the references.
        length: One of `LENGTHS`: whether lengths are its own, or those of the references, which it was told.
        is_model: Whether it is what the report is about, not a baseline.

    Raises:
        InputError: If `length` is unknown.
    """

    name: str
    about: str
    motion: Sequence[PoseSequence]
    length: str = "own"
    is_model: bool = False

    def __post_init__(self) -> None:
        if self.length not in LENGTHS:
            raise InputError("length", f"one of {', '.join(LENGTHS)}", repr(self.length))


@dataclass(frozen=True)
class Scored:
    """A system and its numbers.

    Attributes:
        system: The system.
        motion: Metric id -> result of its motion.
        reading: Metric id -> result of what a recogniser reads off it; empty without one.
        readings: What it reads off each sequence; empty without one.
    """

    system: System
    motion: Mapping[str, Result]
    reading: Mapping[str, Result]
    readings: Sequence[Reading]


def score_systems(
    systems: Sequence[System],
    references: Sequence[PoseSequence],
    sentences: Sentences,
    recogniser: LoadedRecogniser | None,
    processes: int = 1,
    choice: MetricChoice | None = None,
) -> list[Scored]:
    """Measure systems, in their order.

    Args:
        systems: Different names.
        references: One sequence a sentence.
        sentences: What was to be signed.
        recogniser: Reads motion; None to leave back-translation and its features out.
        processes: That measure motion; see `measure_systems`.
        choice: What is measured, *optional*, defaults to what every report has.

    Raises:
        LengthMismatchError: If numbers differ.
        InputError: If motion cannot be compared or read, a metric lacks what it measures, or two systems have the
            same name.
    """
    names = [system.name for system in systems]
    if len(set(names)) < len(names):
        raise InputError("systems", "different names", ", ".join(names))
    check_paired(sentences.ids, references, "references")
    choice = choice or MetricChoice()
    choice.check(recogniser is not None, sentences.glosses is not None)
    reader = recogniser if choice.needs_recogniser else None
    wanted = motion_features(reader.model, references) if reader and choice.features else []
    found = []
    for system, results in zip(systems, _measured(systems, references, processes, choice), strict=True):
        readings, scores = list[Reading](), dict[str, Result]()
        if reader is not None:
            readings, scores = _read(system, wanted, sentences, reader, choice)
        found.append(Scored(system, results, scores, readings))
    return found


def _measured(
    systems: Sequence[System], references: Sequence[PoseSequence], processes: int, choice: MetricChoice
) -> list[dict[str, Result]]:
    """For each system id -> result of the metrics of motion."""
    if not choice.motion:
        return [{} for _ in systems]
    metrics = cast(list[PoseMetric], [get_metric(name) for name in choice.motion])
    motion, lengths = [system.motion for system in systems], [system.length for system in systems]
    measured = measure_systems(metrics, references, motion, processes, lengths)
    return [dict(zip(choice.motion, results, strict=True)) for results in measured]


def _read(
    system: System,
    wanted: list[np.ndarray],
    sentences: Sentences,
    recogniser: LoadedRecogniser,
    choice: MetricChoice,
) -> tuple[list[Reading], dict[str, Result]]:
    """What is read off a system's motion, and back-translation's metrics of it."""
    model, processor = recogniser.model, recogniser.processor
    readings = read_motion(model, processor, system.motion, sentences.languages, BEAMS)
    scores: dict[str, Any] = score_readings(readings, sentences.glosses, sentences.texts, processor, choice.reading)
    features = motion_features(model, system.motion) if choice.features else []
    return readings, scores | {
        name: get_metric(name, recogniser.name).corpus(wanted, features) for name in choice.features
    }
