"""Metrics by id: the package's own, and those that `signary.register_metric` adds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from functools import partial
from types import MappingProxyType
from typing import Any

from signary.evaluation.errors import UnknownMetricError
from signary.evaluation.feature_metrics import FeatureMetric, Fid, FidPerSequence, Kid
from signary.evaluation.ham2pose import Ham2PoseNdtw, Ham2PoseNdtwFastDtw
from signary.evaluation.measured_joints import PARTS
from signary.evaluation.metric import Metric
from signary.evaluation.pose_metrics import DtwJpe, DtwJpePerStep, DtwPaJpe, DtwPaJpePerStep, Mpjpe, PaMpjpe
from signary.evaluation.progressive import PtDtw
from signary.evaluation.slrtp import DurationRatio, SlrtpDtwMje, SlrtpDtwMjeFastDtw, TotalDistance
from signary.evaluation.smoothness import HoldRatio, JerkRatio
from signary.evaluation.soke.soke_metrics import SokeDtwJpe, SokeDtwPaJpe
from signary.evaluation.soke.soke_reconstruction import SURFACES, SokeMpjpe, SokeMpvpe, SokePaMpjpe, SokePaMpvpe
from signary.evaluation.text_metrics import ORDERS, Bleu, Chrf, LegacyBleu, RougeL
from signary.evaluation.word_errors import GlossWer, Wer
from signary.io.errors import InputError
from signary.io.extensions import METRIC
from signary.io.registry import Registry

_OF_PARTS = (
    *(DtwPaJpe, DtwJpe, DtwPaJpePerStep, DtwJpePerStep, Mpjpe, PaMpjpe),
    *(SokeDtwPaJpe, SokeDtwJpe, SokePaMpjpe, SokeMpjpe),
)
_OF_SURFACES = (SokePaMpvpe, SokeMpvpe)
_OF_MOTION = (
    *(PtDtw, SlrtpDtwMje, SlrtpDtwMjeFastDtw, Ham2PoseNdtw, Ham2PoseNdtwFastDtw),
    *(TotalDistance, DurationRatio, JerkRatio, HoldRatio),
)
_OF_FEATURES = (Fid, FidPerSequence, Kid)
_OF_TEXT = (Chrf, RougeL, Wer, GlossWer)

_FEATURES: Mapping[str, Callable[[str], FeatureMetric]] = MappingProxyType(
    {kind.signature.name: kind for kind in _OF_FEATURES}
)
_METRICS: Registry[Callable[..., Metric[Any]]] = Registry(
    METRIC,
    {
        **{f"{kind.signature.name}-{part}": partial(kind, part) for kind in _OF_PARTS for part in PARTS},
        **{f"{kind.signature.name}-{part}": partial(kind, part) for kind in _OF_SURFACES for part in SURFACES},
        **{kind.signature.name: kind for kind in (*_OF_MOTION, *_OF_TEXT)},
        **{f"bleu-{order}": partial(Bleu, order) for order in ORDERS},
        **{f"bleu-{order}-zh": partial(Bleu, order, "zh") for order in ORDERS},
        **{f"bleu-{order}-legacy": partial(LegacyBleu, order) for order in ORDERS},
        **_FEATURES,
    },
)


def metric_ids() -> tuple[str, ...]:
    """Ids of all metrics."""
    return _METRICS.names()


def needs_features(metric_id: str) -> bool:
    """Whether the metric is a distance of features, whose maker has to be named."""
    return metric_id in _FEATURES


def get_metric(metric_id: str, features: str | None = None) -> Metric[Any]:
    """The metric of that id.

    Args:
        metric_id: One of `metric_ids`.
        features: For distances of features, which need it: the name of what makes them.

    Raises:
        UnknownMetricError: If there is none of that id; names the nearest.
        InputError: If the name of the features is missing, or given where there are none.
    """
    if metric_id not in metric_ids():
        near = get_close_matches(metric_id, metric_ids(), 5, 0.5) or metric_ids()
        raise UnknownMetricError("metric", f"an id such as {', '.join(near)}", repr(metric_id))
    if (features is not None) != needs_features(metric_id):
        wanted = "the name of what makes the features" if needs_features(metric_id) else f"none for {metric_id}"
        raise InputError("features", wanted, repr(features))
    make = _METRICS.get(metric_id)
    return make() if features is None else make(features)
