"""Twenty-five joints that say what British Sign Language needs: where the arms are, and how hands lie on each other."""

from __future__ import annotations

import signary
from signary.pose.layout import Channel, keypoint_layout

NAME = "bsl25"
_SIDES = ("left", "right")
#: Point of a hand -> the point before it.
_HAND = {
    "thumb_tip": "wrist",
    "index1": "wrist",
    "index_tip": "index1",
    "middle1": "wrist",
    "middle_tip": "middle1",
    "ring_tip": "wrist",
    "pinky1": "wrist",
    "pinky_tip": "pinky1",
}
_ARM = {"shoulder": "neck", "elbow": "shoulder", "wrist": "elbow"}
_PARENTS = {"nose": "neck", "neck": "pelvis"} | {
    f"{side}_{joint}": parent if parent == "neck" else f"{side}_{parent}"
    for side in _SIDES
    for joint, parent in (_ARM | _HAND).items()
}
BSL25 = keypoint_layout(
    NAME,
    ("pelvis", "nose", "neck", *(f"{side}_{joint}" for group in (_ARM, _HAND) for side in _SIDES for joint in group)),
    (Channel("x", "metre", "left"), Channel("y", "metre", "up"), Channel("z", "metre", "forward")),
    parents=_PARENTS,
)


def register() -> None:
    """Add the layout."""
    signary.register_layout(BSL25)
