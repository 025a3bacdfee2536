"""An inventory of handshapes as prior knowledge: what hands are likely to do where a picture leaves it open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from signary.io.errors import InputError
from signary.pose.lifting.arm_chain import (
    ARM_ANGLES,
    FINGER_ANGLES,
    POINTS,
    ArmChain,
    ArmPose,
    rest_offsets,
    turns_of,
)
from signary.pose.skeletons.hands import MANO_FINGERS
from signary.pose.skeletons.handshapes import HANDSHAPES

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class HandshapePrior:
    """Named handshapes.

    Attributes:
        names: Of the S shapes.
        angles: 21 finger angles of each in radians, shape (S, 21), in the order of `arm_chain`.
    """

    names: tuple[str, ...]
    angles: Floats

    @classmethod
    def of_degrees(cls, shapes: Mapping[str, tuple[float, ...]]) -> HandshapePrior:
        """A prior of shapes in degrees.

        Raises:
            InputError: If there is none, or one has not 21 finite angles.
        """
        if not shapes:
            raise InputError("shapes", "at least one handshape", "none")
        for name, angles in shapes.items():
            if len(angles) != FINGER_ANGLES or not np.isfinite(angles).all():
                raise InputError(f"shapes[{name!r}]", f"{FINGER_ANGLES} finite angles", len(angles))
        return cls(tuple(shapes), np.radians(np.array(list(shapes.values()), dtype=float)))

    def nearest(self, hands: Floats) -> list[str | None]:
        """The shape nearest to each hand: the least mean angle between the bones; None where a hand is missing.

        Args:
            hands: Axis-angle rotations of the 15 joints of a left hand (or a mirrored right one), shape (T, 45), in
                the order of layout `smplx`.
        """
        order = distances(hands, self)
        known = np.asarray(np.isfinite(order).all(axis=1))
        return [self.names[row.argmin()] if seen else None for row, seen in zip(order, known, strict=True)]


def distances(hands: Floats, prior: HandshapePrior) -> Floats:
    """Mean angle in radians between the 15 finger bones of hands (T, 45) and of each shape, shape (T, S)."""
    ours, theirs = bone_directions(hands), _bones(_joints(prior.angles))
    cosine = np.einsum("tbc,sbc->tsb", ours, theirs)
    return np.asarray(np.arccos(np.clip(cosine, -1.0, 1.0)).mean(-1))


def _joints(angles: Floats) -> Floats:
    """Rotations of the 15 joints in the order of layout `smplx`, shape (S, 15, 3, 3), of finger angles (S, 21)."""
    pose = ArmPose(
        np.concatenate([np.zeros((len(angles), ARM_ANGLES)), angles], 1), np.tile(np.eye(3), (len(angles), 1, 1))
    )
    found = ArmChain().rotations(pose)
    return turns_of(np.stack([found[f"{finger}{part}"] for finger in MANO_FINGERS for part in (1, 2, 3)], 1))


def bone_directions(hands: Floats) -> Floats:
    """Directions of the 15 finger bones in the hand's frame, shape (T, 15, 3), of rotations (T, 45) of a left hand."""
    return _bones(turns_of(np.ascontiguousarray(hands, dtype=np.float64).reshape(-1, 15, 3)))


def _bones(turns: Floats) -> Floats:
    """Directions of the 15 finger bones in the hand's frame, shape (T, 15, 3)."""
    offsets = rest_offsets()
    found = []
    for at, finger in enumerate(MANO_FINGERS):
        whole = np.eye(3)
        for part, end in enumerate(("2", "3", "_tip")):
            whole = whole @ turns[:, 3 * at + part]
            bone = offsets[POINTS.index(f"{finger}{end}")]
            found.append(whole @ (bone / np.linalg.norm(bone)))
    return np.stack(found, 1)


@cache
def handshape_prior() -> HandshapePrior:
    """The inventory of the rule-based signer, `HANDSHAPES`."""
    return HandshapePrior.of_degrees(HANDSHAPES)
