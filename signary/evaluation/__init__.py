"""Metrics with signatures: what is compared, how frames cost, how they are aligned, and in what units.

So far: SOKE's DTW-JPE and DTW-PA-JPE, MPJPE and PA-MPJPE, and a paired bootstrap. Back-translation, the other public
metrics and reports are to come. A number means nothing without its signature, and numbers with different signatures are
not comparable: `require_same` refuses.
"""

from signary.evaluation.bootstrap import RatioInterval, bootstrap_ratio
from signary.evaluation.dtw import dtw_cost, dtw_path
from signary.evaluation.ham2pose import Ham2PoseNdtw
from signary.evaluation.joints import PARTS, part_joints
from signary.evaluation.measure import measure_poses
from signary.evaluation.pose_metrics import DtwJpe, DtwJpePerStep, DtwPaJpe, DtwPaJpePerStep, Mpjpe, PaMpjpe
from signary.evaluation.progressive import PtDtw
from signary.evaluation.signature import CorpusResult, MetricResult, Signature, SignatureMismatchError, require_same
from signary.evaluation.slrtp import DurationRatio, SlrtpDtwMje, TotalDistance
from signary.evaluation.smoothness import HoldRatio, JerkRatio

__all__ = [
    "CorpusResult",
    "DtwJpe",
    "DtwJpePerStep",
    "DtwPaJpe",
    "DtwPaJpePerStep",
    "DurationRatio",
    "Ham2PoseNdtw",
    "HoldRatio",
    "JerkRatio",
    "MetricResult",
    "Mpjpe",
    "PARTS",
    "PaMpjpe",
    "PtDtw",
    "RatioInterval",
    "Signature",
    "SignatureMismatchError",
    "SlrtpDtwMje",
    "TotalDistance",
    "bootstrap_ratio",
    "dtw_cost",
    "dtw_path",
    "measure_poses",
    "part_joints",
    "require_same",
]
