"""Metrics with signatures: what is compared, how frames cost, how they are aligned, and in what units.

Motion (SOKE, Progressive Transformers, SLRTP, Ham2Pose, MPJPE, jerk and holds), features (FID, KID), text (BLEU, chrF,
ROUGE-L, WER), and a paired bootstrap; `docs/evaluation.md` says who computes what. Below lie `back_translation` (a
recogniser), `baselines` and `report` (several systems side by side, as `signary evaluate` writes it). A number means
nothing without its signature, and numbers with different signatures are not comparable: `require_same` refuses.
"""

from pathlib import Path

from signary.evaluation.bootstrap import RatioInterval, bootstrap_ratio
from signary.evaluation.dtw import dtw_cost, dtw_path
from signary.evaluation.errors import EmptyCorpusError, LengthMismatchError, MissingJointError, UnknownMetricError
from signary.evaluation.feature_metrics import Fid, FidPerSequence, Kid
from signary.evaluation.ham2pose import Ham2PoseNdtw, Ham2PoseNdtwFastDtw
from signary.evaluation.measure import measure_poses
from signary.evaluation.measured_joints import PARTS, part_joints
from signary.evaluation.metric import Metric
from signary.evaluation.pose_metric import PoseMetric
from signary.evaluation.pose_metrics import DtwJpe, DtwJpePerStep, DtwPaJpe, DtwPaJpePerStep, Mpjpe, PaMpjpe
from signary.evaluation.progressive import PtDtw
from signary.evaluation.registry import get_metric, metric_ids
from signary.evaluation.signature import CorpusResult, MetricResult, Signature, SignatureMismatchError, require_same
from signary.evaluation.slrtp import DurationRatio, SlrtpDtwMje, SlrtpDtwMjeFastDtw, TotalDistance
from signary.evaluation.smoothness import HoldRatio, JerkRatio
from signary.evaluation.text_metrics import Bleu, Chrf, LegacyBleu, RougeL
from signary.evaluation.word_errors import GlossWer, Wer

#: What `evaluate.load` is given, with a metric's id as the configuration.
EVALUATE_MODULE = str(Path(__file__).with_name("evaluate_module.py"))

__all__ = [
    "Bleu",
    "Chrf",
    "CorpusResult",
    "DtwJpe",
    "DtwJpePerStep",
    "DtwPaJpe",
    "DtwPaJpePerStep",
    "DurationRatio",
    "EVALUATE_MODULE",
    "EmptyCorpusError",
    "Fid",
    "FidPerSequence",
    "GlossWer",
    "Ham2PoseNdtw",
    "Ham2PoseNdtwFastDtw",
    "HoldRatio",
    "JerkRatio",
    "Kid",
    "LegacyBleu",
    "LengthMismatchError",
    "Metric",
    "MetricResult",
    "MissingJointError",
    "Mpjpe",
    "PARTS",
    "PaMpjpe",
    "PoseMetric",
    "PtDtw",
    "RatioInterval",
    "RougeL",
    "Signature",
    "SignatureMismatchError",
    "SlrtpDtwMje",
    "SlrtpDtwMjeFastDtw",
    "TotalDistance",
    "UnknownMetricError",
    "Wer",
    "bootstrap_ratio",
    "dtw_cost",
    "dtw_path",
    "get_metric",
    "measure_poses",
    "metric_ids",
    "part_joints",
    "require_same",
]
