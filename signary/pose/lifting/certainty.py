"""How sure each rotation is: as sure as the points that it was found from, less where they are only near in time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from signary.pose.lifting.arm_chain import POINTS
from signary.pose.lifting.arm_depth import ELBOW, SHOULDER, WRIST
from signary.pose.lifting.arm_lift import ArmLifted
from signary.pose.lifting.lifting_settings import LiftingSettings
from signary.pose.lifting.observations import SIDES, ArmSeen, Seen
from signary.pose.skeletons.hands import FINGERS
from signary.pose.skeletons.smplx import SMPLX

Floats = NDArray[np.float64]

#: Metres off at which a point's share of certainty has fallen to a third.
_OFF = 0.06
#: Certainty of what is taken from other frames, and of what only its neighbours on the body show.
_FROM_TIME, _FROM_NEIGHBOUR = 0.5, 0.4
#: A face's rest is unknown: what differs from a clip's median is less sure than the points it is found from.
_FACE = 0.5
#: What depth that is inferred leaves of certainty.
_INFERRED = 0.7


def confidences(
    seen: Seen, arms: dict[str, ArmLifted], head: Floats, face: Floats, settings: LiftingSettings
) -> Floats:
    """Confidence 0 … 1 of each block of layout `smplx`, shape (T, J); 0 says: nobody saw it, nothing is known."""
    found = np.zeros((len(head), len(SMPLX.joints)))
    for side in SIDES:
        for name, certain in _of_arm(seen.arms[side], arms[side], seen.depth[0] >= 1.0, seen.fps, settings).items():
            found[:, SMPLX.joints.index(f"{side}_{name}")] = certain
    for name in ("neck", "head"):
        found[:, SMPLX.joints.index(name)] = near_in_time(head, settings.gap * seen.fps)
    for name in ("jaw", "expression"):
        found[:, SMPLX.joints.index(name)] = _FACE * near_in_time(face, settings.gap * seen.fps)
    return found


def _of_arm(seen: ArmSeen, arm: ArmLifted, measured: bool, fps: float, settings: LiftingSettings) -> dict[str, Floats]:
    axes = 3 if measured else 2
    off = np.nan_to_num(np.linalg.norm(arm.own[..., :axes] - seen.points[..., :axes], axis=-1))
    sure = seen.weights * np.exp(-((off / _OFF) ** 2)) * (1.0 if measured else _INFERRED)
    sure = near_in_time(sure, settings.gap * fps)
    hand = near_in_time(np.where(seen.hand_seen, seen.weights[:, 3:].mean(1), 0.0), settings.gap * fps)
    wrist = np.minimum(hand, np.maximum(sure[:, WRIST], _FROM_NEIGHBOUR * hand)) * (1.0 if measured else _INFERRED)
    elbow = np.maximum(sure[:, ELBOW], _FROM_NEIGHBOUR * sure[:, WRIST])
    found = {
        "collar": np.minimum(sure[:, SHOULDER], np.maximum(elbow, _FROM_NEIGHBOUR * sure[:, SHOULDER])),
        "shoulder": np.minimum(sure[:, SHOULDER], elbow),
        "elbow": np.minimum(elbow, sure[:, WRIST]),
        "wrist": wrist,
    }
    for finger in FINGERS:
        ends = [sure[:, POINTS.index(f"{finger}{part}")] for part in ("2", "3", "_tip")]
        for part in range(3):
            distal = np.mean(ends[part:], axis=0)
            found[f"{finger}{part + 1}"] = np.where(hand > 0, np.maximum(distal, _FROM_NEIGHBOUR**2 * hand), 0.0)
    return found


def near_in_time(certain: Floats, reach: float) -> Floats:
    """Certainty (T, …) with gaps bridged: what neighbours within `reach` frames know, less the farther they are."""
    found = certain.copy()
    for shift in range(1, int(reach) + 1):
        if shift >= len(certain):
            break
        part = _FROM_TIME * (1 - shift / (reach + 1))
        found[shift:] = np.maximum(found[shift:], part * certain[:-shift])
        found[:-shift] = np.maximum(found[:-shift], part * certain[shift:])
    return found
