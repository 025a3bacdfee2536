"""Metrics with signatures: what is compared, how frames cost, how they are aligned, and in what units.

So far: SOKE's DTW-JPE and DTW-PA-JPE, MPJPE and PA-MPJPE, and a paired bootstrap. Back-translation, the other public
metrics and reports are to come. A number means nothing without its signature, and numbers with different signatures are
not comparable: `require_same` refuses.
"""

from signary.evaluation.bootstrap import RatioInterval, bootstrap_ratio
from signary.evaluation.dtw import dtw_cost, dtw_path
from signary.evaluation.joints import PARTS, part_joints
from signary.evaluation.measure import measure_poses
from signary.evaluation.pose_metrics import DtwJpe, DtwJpePerStep, DtwPaJpe, DtwPaJpePerStep, Mpjpe, PaMpjpe
from signary.evaluation.signature import MetricResult, Signature, SignatureMismatchError, require_same

__all__ = [
    "PARTS",
    "DtwJpe",
    "DtwJpePerStep",
    "DtwPaJpe",
    "DtwPaJpePerStep",
    "MetricResult",
    "Mpjpe",
    "PaMpjpe",
    "RatioInterval",
    "Signature",
    "SignatureMismatchError",
    "bootstrap_ratio",
    "dtw_cost",
    "dtw_path",
    "measure_poses",
    "part_joints",
    "require_same",
]
