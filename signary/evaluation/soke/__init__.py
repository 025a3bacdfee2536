"""SOKE's protocol (ICCV 2025): its distances of motion, its choice of clips, its tables, on any layout or its own body.

What its released code computes (`t2m.py`, `dtw.py`, `mr.py`) was restated from its formulas. `signary evaluate
--protocol soke` is the way in.
"""

from signary.evaluation.soke.soke_metrics import SokeDtwJpe, SokeDtwPaJpe, joint_weighted
from signary.evaluation.soke.soke_reconstruction import SokeMpjpe, SokeMpvpe, SokePaMpjpe, SokePaMpvpe

__all__ = ["SokeDtwJpe", "SokeDtwPaJpe", "SokeMpjpe", "SokeMpvpe", "SokePaMpjpe", "SokePaMpvpe", "joint_weighted"]
