"""Which metrics a report has: the usual ones, or those that were asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Self

from signary.evaluation.back_translation.scores import GLOSS_METRICS, OF_GLOSSES, TEXT_METRICS
from signary.evaluation.measurable import unmeasurable
from signary.evaluation.pose_metric import PoseMetric
from signary.evaluation.registry import get_metric, needs_features
from signary.io.errors import InputError
from signary.pose.sequence import PoseSequence

#: Metrics of motion in every report.
MOTION_METRICS = (
    *("dtw-pa-jpe-body", "dtw-pa-jpe-hand", "dtw-jpe-body", "dtw-jpe-hand"),
    *("dtw-pa-jpe-per-step-body", "dtw-pa-jpe-per-step-hand"),
    *("slrtp-dtw-mje", "duration-ratio", "total-distance", "jerk-ratio", "hold-ratio"),
)
#: Distances of the recogniser's features.
FEATURE_METRICS = ("fid", "kid")


@dataclass(frozen=True)
class MetricChoice:
    """Ids of metrics by what they measure.

    Attributes:
        motion: Of motion.
        reading: Of the glosses and texts that a recogniser reads off it.
        features: Of the recogniser's features.
    """

    motion: tuple[str, ...] = MOTION_METRICS
    reading: tuple[str, ...] = (*GLOSS_METRICS, *TEXT_METRICS)
    features: tuple[str, ...] = FEATURE_METRICS

    @classmethod
    def of(cls, ids: Sequence[str]) -> Self:
        """The metrics of some ids, each once, in their order; the usual ones if there is none.

        Raises:
            UnknownMetricError: If there is no metric of an id.
        """
        if not ids:
            return cls()
        chosen = list(dict.fromkeys(ids))
        features = tuple(name for name in chosen if needs_features(name))
        others = [name for name in chosen if name not in features]
        motion = tuple(name for name in others if isinstance(get_metric(name), PoseMetric))
        return cls(motion, tuple(name for name in others if name not in motion), features)

    def measurable(self, sequences: Iterable[PoseSequence]) -> tuple[Self, dict[str, str]]:
        """This choice without the metrics of motion that a corpus cannot be measured by, and why each.

        Only of the usual ones: what was asked for is measured or refused.

        Args:
            sequences: All that is to be measured, of one layout.
        """
        if self != type(self)():
            return self, {}
        metrics = {name: metric for name in self.motion if isinstance(metric := get_metric(name), PoseMetric)}
        why = unmeasurable(metrics, sequences)
        return replace(self, motion=tuple(name for name in self.motion if name not in why)), why

    @property
    def needs_recogniser(self) -> bool:
        """Whether anything is to be read off the motion."""
        return bool(self.reading or self.features)

    def check(self, recogniser: bool, glosses: bool, why: str = "") -> None:
        """Refuse metrics that were asked for and have nothing to measure.

        Args:
            recogniser: Whether there is one.
            glosses: Whether the corpus says what was signed.
            why: Why there is no recogniser, *optional*.

        Raises:
            InputError: If a metric lacks a recogniser or glosses.
        """
        usual = MetricChoice()
        if (self.reading, self.features) == (usual.reading, usual.features):
            return
        if self.needs_recogniser and not recogniser:
            asked = ", ".join(self.reading + self.features)
            expected = f"a recogniser for what is read off motion{why and f' ({why})'}"
            raise InputError("metric", expected, asked)
        if wanted := [name for name in self.reading if name.startswith(OF_GLOSSES) and not glosses]:
            raise InputError("metric", "a corpus with glosses", ", ".join(wanted))
