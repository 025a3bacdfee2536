"""What keypoint layouts share: the arms, and the 21 points of a hand: names, order, bones."""

from __future__ import annotations

FINGERS = ("thumb", "index", "middle", "ring", "pinky")
#: SMPL-X (MANO) order of the fingers, three joints each.
MANO_FINGERS = ("index", "middle", "pinky", "ring", "thumb")
#: The hands' first points, and the ends of the arms, which are at the same places.
HAND_WRISTS = {"left_hand_wrist": "left_wrist", "right_hand_wrist": "right_wrist"}
#: Joint -> parent from the elbows to the hands' first points.
ARM_PARENTS = HAND_WRISTS | {
    f"{side}_{joint}": f"{side}_{parent}"
    for side in ("left", "right")
    for joint, parent in (("elbow", "shoulder"), ("wrist", "elbow"))
}


def hand_points(side: str, wrist: str = "hand_wrist") -> tuple[str, ...]:
    """Wrist, then thumb to little finger from the knuckle (CMC for the thumb) to the tip: 21 names."""
    points = [f"{side}_{wrist}"]
    for finger in FINGERS:
        points += [f"{side}_{finger}1", f"{side}_{finger}2", f"{side}_{finger}3", f"{side}_{finger}_tip"]
    return tuple(points)


def hand_parents(side: str, wrist: str = "hand_wrist") -> dict[str, str]:
    """Joint -> parent for the points of `hand_points`, without the wrist's own parent."""
    parents: dict[str, str] = {}
    for finger in FINGERS:
        chain = (f"{side}_{wrist}", *(f"{side}_{finger}{part}" for part in (1, 2, 3)), f"{side}_{finger}_tip")
        parents |= dict(zip(chain[1:], chain[:-1], strict=True))
    return parents
