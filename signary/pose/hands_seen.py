"""How often hands were seen: what a detector of keypoints misses most, and what signing needs most."""

from __future__ import annotations

from collections.abc import Mapping

from signary.pose.sequence import PoseSequence

#: Key of a motion's metadata: side -> share of frames in which that hand was seen.
HANDS_SEEN = "hands_seen"
SIDES = ("left", "right")


def hands_seen(sequence: PoseSequence) -> dict[str, float]:
    """Side -> share of frames in which a finger of that hand was seen; without sides that the layout has no hand of."""
    shares = {}
    for side in SIDES:
        joints = list(sequence.layout.parts.get(f"{side}_hand", ()))
        if joints and len(sequence):
            shares[side] = float((sequence.certainty[:, joints] > 0).any(1).mean())
    return shares


def said_of_hands(shares: Mapping[str, float]) -> str:
    """The shares in words: `hands seen in 83 % of frames (left 70 %, right 96 %)`; empty without any."""
    if not shares:
        return ""
    each = ", ".join(f"{side} {share:.0%}" for side, share in shares.items()).replace("%", " %")
    mean = sum(shares.values()) / len(shares)
    return f"hands seen in {100 * mean:.0f} % of frames ({each})"
