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

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from signary.pose.layout import Channel, PoseLayout, joint_map
    from signary.pose.motion_spec import MotionSpec
    from signary.pose.registry import get_layout, layout_names, register_layout
    from signary.pose.sequence import PoseSequence

_HOMES = {
    "Channel": "layout",
    "MotionSpec": "motion_spec",
    "PoseLayout": "layout",
    "PoseSequence": "sequence",
    "get_layout": "registry",
    "joint_map": "layout",
    "layout_names": "registry",
    "register_layout": "registry",
}

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


def __getattr__(name: str) -> Any:
    """What a layout is costs next to nothing to import; sequences need torch, which takes seconds."""
    if name not in _HOMES:
        raise AttributeError(f"module 'signary.pose' has no attribute {name!r}")
    return getattr(import_module(f"signary.pose.{_HOMES[name]}"), name)
