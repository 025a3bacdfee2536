"""Lengths of the signer's bones over a clip: medians of measured bones, high percentiles of pictures of them.

A bone in a picture is at most as long as it is; how long it is shows when it lies in the plane of the picture. What a
clip never shows so is taken from the rest body.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from signary.pose.lifting.arm_chain import POINTS, rest_offsets
from signary.pose.lifting.observations import ArmSeen
from signary.pose.skeletons.hands import FINGERS

Floats = NDArray[np.float64]

#: Ratios to the rest body's bones beyond these are faults of a detector.
_ARM, _HAND = (0.72, 1.3), (0.6, 1.5)
_PERCENTILE = 85.0
#: How far single bones of the fingers may differ from their hand in a picture.
_FINGER = (0.85, 1.15)
_FRAMES = 5
#: Upper arm and forearm, each over the rest body's, differ by no more than this.
_NEIGHBOUR = 0.94


def bone_ratios(arms: list[ArmSeen], depth: float) -> dict[str, float]:
    """Ratio to the rest body's bone of each bone, named by its outer point; both sides are one body.

    Args:
        arms: Both sides as left arms.
        depth: Trust in depth: bones are measured in space from 1 on, in the picture below.
    """
    ratios = dict.fromkeys(POINTS, 1.0)
    measured = depth >= 1.0
    for name, above in (("elbow", "shoulder"), ("wrist", "elbow")):
        if (found := _ratio(arms, name, above, measured)) is not None:
            ratios[name] = float(np.clip(found, *_ARM))
    if not measured:
        # A picture that never shows a whole bone would fold the arm: its neighbour tells how long it is at least.
        longer = max(ratios["elbow"], ratios["wrist"], 0.94)
        ratios |= {name: max(ratios[name], _NEIGHBOUR * longer) for name in ("elbow", "wrist")}
    palm = [_ratio(arms, f"{finger}1", "wrist", measured) for finger in FINGERS[1:]]
    known = [one for one in palm if one is not None]
    if not known:
        return ratios
    hand = float(np.clip(np.median(known), *_HAND))
    for finger in FINGERS:
        chain = ("wrist", *(f"{finger}{part}" for part in ("1", "2", "3", "_tip")))
        for above, name in zip(chain[:-1], chain[1:], strict=True):
            ratios[name] = _of_hand(_ratio(arms, name, above, measured), hand, measured)
    if not measured:
        _average_fingers(ratios, hand)
    return ratios


def _of_hand(found: float | None, hand: float, measured: bool) -> float:
    if found is None:
        return hand
    return float(np.clip(found, *_HAND)) if measured else float(hand * np.clip(found / hand, *_FINGER))


def _average_fingers(ratios: dict[str, float], hand: float) -> None:
    """Phalanges of one order share a ratio, half way to the hand's: single ones are too short to be told apart."""
    for finger in FINGERS:
        ratios[f"{finger}1"] = hand
    for fingers in (FINGERS[1:], FINGERS[:1]):
        for part in ("2", "3", "_tip"):
            mean = np.mean([ratios[f"{finger}{part}"] for finger in fingers])
            for finger in fingers:
                ratios[f"{finger}{part}"] = float(np.sqrt(mean * hand))


def _ratio(arms: list[ArmSeen], name: str, above: str, measured: bool) -> float | None:
    one, two = POINTS.index(above), POINTS.index(name)
    rest = rest_offsets()
    lengths = []
    for arm in arms:
        span = arm.points[:, two] - arm.points[:, one]
        seen = np.minimum(arm.weights[:, one], arm.weights[:, two]) > 0.2
        if measured:
            lengths.append(np.linalg.norm(span[seen], axis=-1))
        else:
            lengths.append(_in_picture(span[:, :2], seen))
    every = np.concatenate(lengths)
    every = every[np.isfinite(every)]
    if len(every) < _FRAMES:
        return None
    found = np.median(every) if measured else np.percentile(every, _PERCENTILE)
    return float(found / np.linalg.norm(rest[two]))


def _in_picture(span: Floats, seen: NDArray[np.bool_]) -> Floats:
    """Lengths where three frames in a row show the bone, averaged over them: trembling makes bones longer."""
    if len(span) < 3:
        return np.asarray(np.linalg.norm(span[seen], axis=-1))
    whole = seen[1:-1] & seen[:-2] & seen[2:]
    mean = 0.25 * span[:-2] + 0.5 * span[1:-1] + 0.25 * span[2:]
    return np.asarray(np.linalg.norm(mean[whole], axis=-1))


def offsets_of(ratios: dict[str, float]) -> Floats:
    """Offsets of an arm (P, 3) with bones of these ratios; the shoulder stays as wide as the rest body's."""
    factors = np.array([ratios[name] for name in POINTS])
    return np.asarray(rest_offsets() * factors[:, None])
