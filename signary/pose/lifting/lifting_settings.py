"""What lifting weighs against what. Defaults are chosen on the rule-based signer's motion (docs/lifting.md)."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from signary.io.errors import InputError


@dataclass(frozen=True)
class LiftingSettings:
    """Standard deviations: what is twice as far off costs four times as much. Times are those of 25 frames a second.

    Attributes:
        iterations: Steps at most.
        tolerance: Steps end when the cost falls by less than this share.
        position: Of a seen point from where the body has it, metres.
        outlier: Beyond how many of these a point counts little.
        depth: Of a depth from foreshortening, metres.
        limit: Weight of squared radians beyond a joint's limits.
        wrist: Of wrist bends from straight, radians.
        shape: Of finger angles from the blended handshape in a picture, radians.
        shape_in_space: The same where depth is measured.
        finger_speed: Of finger angles from one frame to the next, radians.
        arm_speed: Of arm angles.
        finger_jerk: Of the change of that, radians.
        arm_jerk: The same for arms.
        skin: Of a hand's point from the skin of chest or face that it lies behind, metres.
        skin_in_space: The same where depth is measured, of bodies that are not as thick as the rest body.
        gap: Seconds for which a joint that is no longer seen is taken to be between where it was and will be.
    """

    iterations: int = 20
    tolerance: float = 2e-3
    position: float = 0.006
    outlier: float = 14.0
    depth: float = 0.04
    limit: float = 30.0
    wrist: float = 2.5
    shape: float = 0.26
    shape_in_space: float = 0.6
    finger_speed: float = 1.0
    arm_speed: float = 1.0
    finger_jerk: float = 0.5
    arm_jerk: float = 0.28
    gap: float = 0.3
    skin: float = 0.015
    skin_in_space: float = 0.05

    def __post_init__(self) -> None:
        _check_positive(self)


@dataclass(frozen=True)
class FittingSettings:
    """What fitting weighs against what, as standard deviations. Times are those of 25 frames a second.

    Attributes:
        iterations: Rounds of camera and steps.
        position: Of points in the picture, metres: S5, whose weight is 1 / position.
        soft: Below this distance in metres the L1 norm is rounded off.
        speed: Of rotations between frames, radians: S6.
        jerk: Of the change of that, radians.
        size: Of rotations, radians: S7.
        rough: Of rotations from the rough ones, radians.
    """

    iterations: int = 25
    position: float = 0.006
    soft: float = 0.006
    speed: float = 0.6
    jerk: float = 0.05
    size: float = 6.0
    rough: float = 0.25

    def __post_init__(self) -> None:
        _check_positive(self)


def _check_positive(settings: LiftingSettings | FittingSettings) -> None:
    for item in fields(settings):
        value = getattr(settings, item.name)
        if not np.isfinite(value) or value <= 0:
            raise InputError(item.name, "a number above 0", value)
