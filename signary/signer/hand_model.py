"""From 21 finger angles in degrees to the 15 joint rotations of an SMPL-X hand, batched.

Order of the 21 numbers: index, middle, ring, little finger, each (knuckle flexion, middle-joint flexion, end-joint
flexion, spread towards the thumb); then the thumb: (palmar abduction, radial abduction, roll, middle flexion, end
flexion). Zero is the flat hand of the rest body. Angles are linear coordinates: a changing handshape is interpolated
in them.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor

from signary.pose.rotations import axis_angle_to_quaternion, quaternion_multiply, quaternion_to_axis_angle
from signary.pose.skeletons.hands import MANO_FINGERS
from signary.pose.skeletons.rest import rest_positions
from signary.pose.skeletons.smplx import SMPLX_JOINTS

NUM_ANGLES = 21
ANGLE_FINGERS = ("index", "middle", "ring", "pinky")
#: Angle between the plane in which the thumb bends and the palm, at zero roll.
_THUMB_TILT = math.radians(35.0)


def _thumb_axes() -> dict[str, Tensor]:
    """Axes of the left thumb at rest, in the rest body's coordinates."""
    rest = torch.from_numpy(rest_positions())
    bone = rest[SMPLX_JOINTS.index("left_thumb2")] - rest[SMPLX_JOINTS.index("left_thumb1")]
    bone = bone / bone.norm()
    flat = torch.tensor([bone[0], 0.0, bone[2]], dtype=torch.float64)
    flat = flat / flat.norm()
    up = torch.tensor([0.0, 1.0, 0.0], dtype=torch.float64)
    sideways = torch.linalg.cross(up, flat)
    bend = math.cos(_THUMB_TILT) * sideways - math.sin(_THUMB_TILT) * up
    bend = bend - bone * (bend @ bone)
    flexion = torch.linalg.cross(bone, bend / bend.norm())
    return {"up": up, "palmar": torch.linalg.cross(flat, -up), "bone": bone, "flexion": flexion}


_AXES = _thumb_axes()
_FLEX = torch.tensor([0.0, 0.0, -1.0], dtype=torch.float64)
_SPREAD = torch.tensor([0.0, -1.0, 0.0], dtype=torch.float64)


def _turn(axis: Tensor, degrees: Tensor) -> Tensor:
    return axis_angle_to_quaternion(axis * torch.deg2rad(degrees)[..., None])


def finger_rotations(angles: Tensor, side: str = "left") -> Tensor:
    """Axis-angle rotations of the 15 hand joints in SMPL-X order.

    Args:
        angles: Tensor of shape (..., 21), degrees.
        side: `left` or `right`.

    Returns:
        Tensor of shape (..., 45), radians.
    """
    rows = {}
    for at, finger in enumerate(ANGLE_FINGERS):
        knuckle, middle, end, spread = angles[..., 4 * at : 4 * at + 4].unbind(-1)
        rows[finger] = [
            quaternion_multiply(_turn(_SPREAD, spread), _turn(_FLEX, knuckle)),
            _turn(_FLEX, middle),
            _turn(_FLEX, end),
        ]
    palmar, radial, roll, middle, end = angles[..., 16:21].unbind(-1)
    base = quaternion_multiply(_turn(_SPREAD, radial), _turn(_AXES["palmar"], palmar))
    rows["thumb"] = [
        quaternion_multiply(base, _turn(_AXES["bone"], roll)),
        _turn(_AXES["flexion"], middle),
        _turn(_AXES["flexion"], end),
    ]
    turns = torch.stack([turn for finger in MANO_FINGERS for turn in rows[finger]], -2)
    vectors = quaternion_to_axis_angle(turns)
    if side == "right":
        vectors = vectors * torch.tensor([1.0, -1.0, -1.0], dtype=vectors.dtype)
    return vectors.flatten(-2)
