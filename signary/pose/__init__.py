"""What a pose sequence is: layouts, sequences, rotations, kinematics, geometry, files and pictures.

One legend for shapes everywhere in signary:

| letter | is |
|---|---|
| B | batch |
| T | pose frames |
| L | token steps (L = T / stride) |
| P | parts (body, left_hand, right_hand) |
| J | joints (or parameter blocks of a parameter layout) |
| D | numbers a frame |
| C | channels of a joint |
| V | codebook size |
| S | text tokens |
| K | retrieved signs |
"""

from signary.pose.layout import Channel, PoseLayout, joint_map
from signary.pose.motion_spec import MotionSpec
from signary.pose.registry import get_layout, layout_names, register_layout
from signary.pose.sequence import PoseSequence

__all__ = [
    "Channel",
    "MotionSpec",
    "PoseLayout",
    "PoseSequence",
    "get_layout",
    "joint_map",
    "layout_names",
    "register_layout",
]
