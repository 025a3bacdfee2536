"""The shipped layouts and the built-in rest body."""

from __future__ import annotations

from signary.pose.layout import PoseLayout
from signary.pose.skeletons.data_sets import PHOENIX50, SLRTP178
from signary.pose.skeletons.holistic import HOLISTIC, HOLISTIC_REFINED
from signary.pose.skeletons.openpose137 import OPENPOSE137
from signary.pose.skeletons.smplx import SMPLX, SMPLX_JOINTS


def shipped() -> tuple[PoseLayout, ...]:
    """All layouts that signary knows from the start."""
    return (SMPLX, SMPLX_JOINTS, PHOENIX50, OPENPOSE137, HOLISTIC, HOLISTIC_REFINED, SLRTP178)
