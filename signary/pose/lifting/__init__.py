"""Keypoints to a body: `lift` finds SMPL-X rotations for joints in space or in a picture (docs/lifting.md)."""

from signary.pose.lifting.fitting import fit
from signary.pose.lifting.handshape_prior import HandshapePrior, handshape_prior
from signary.pose.lifting.lift import lift, liftable
from signary.pose.lifting.lifted import FittingReport, Lifted, LiftingReport
from signary.pose.lifting.lifted_many import LiftedMany
from signary.pose.lifting.lifting_settings import FittingSettings, LiftingSettings

__all__ = [
    "FittingReport",
    "FittingSettings",
    "HandshapePrior",
    "Lifted",
    "LiftedMany",
    "LiftingReport",
    "LiftingSettings",
    "fit",
    "handshape_prior",
    "lift",
    "liftable",
]
