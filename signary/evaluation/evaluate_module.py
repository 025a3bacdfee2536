"""signary's metrics for the `evaluate` library, offline: the metric's id is the configuration.

    import evaluate
    from signary.evaluation import EVALUATE_MODULE

    evaluate.load(EVALUATE_MODULE, "bleu-4").compute(references=["guten tag"], predictions=["guten abend"])
    evaluate.load(EVALUATE_MODULE, "dtw-pa-jpe-hand").compute(
        references=[motion], predictions=[other], layout="phoenix50", fps=25.0
    )

Motion is a list of frames of a layout's numbers (`smplx`: hands flat at zero); there is no place for missing joints.
Distances of features need `features`, the name of what makes them. `evaluate` copies this file into
its cache and imports it from there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import datasets
import evaluate
import numpy as np

from signary.evaluation.feature_metrics import FeatureMetric
from signary.evaluation.pose_metric import PoseMetric
from signary.evaluation.registry import get_metric, needs_features
from signary.io.errors import InputError
from signary.pose.registry import get_layout
from signary.pose.sequence import PoseSequence


class SignaryMetric(evaluate.Metric):  # type: ignore[misc]
    """One metric; `compute` gives its value under its id, and its signature."""

    def _info(self) -> evaluate.MetricInfo:
        metric = get_metric(self.config_name, "unnamed" if needs_features(self.config_name) else None)
        item = datasets.Value("string")
        if isinstance(metric, PoseMetric | FeatureMetric):
            number = datasets.Value("float32" if isinstance(metric, PoseMetric) else "float64")
            item = datasets.Sequence(datasets.Sequence(number))
        return evaluate.MetricInfo(
            description=f"{metric.definition} ({metric.source})",
            citation="",
            features=datasets.Features({"predictions": item, "references": item}),
        )

    def _compute(
        self,
        predictions: Sequence[Any],
        references: Sequence[Any],
        layout: str | None = None,
        fps: float | None = None,
        features: str | None = None,
    ) -> dict[str, Any]:
        metric = get_metric(self.config_name, features)
        sides: list[list[Any]] = [list(references), list(predictions)]
        if isinstance(metric, PoseMetric):
            if layout is None or fps is None:
                raise InputError("layout", "the motion's layout, and its fps", (layout, fps))
            sides = [_sequences(side, layout, fps) for side in sides]
        elif isinstance(metric, FeatureMetric):
            sides = [[np.array(one) for one in side] for side in sides]
        result = metric.corpus(*sides)
        return {self.config_name: result.value, "signature": str(result.signature)}


def _sequences(motion: Sequence[Any], layout: str, fps: float) -> list[PoseSequence]:
    return [PoseSequence(np.array(one), get_layout(layout), fps) for one in motion]
