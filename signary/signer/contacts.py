"""Points of a hand that touch something, in the hand's own frame: x to the fingers, y out of the back, z to the thumb.

The frame is that of the left hand of the rest body with its origin in the wrist; the right hand is its mirror image.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import torch

from signary.pose.kinematics import BuiltInSkeleton
from signary.pose.skeletons.hands import hand_points
from signary.pose.skeletons.handshapes import HANDSHAPES
from signary.pose.skeletons.smplx import SMPLX_JOINTS
from signary.signer.hand_model import ANGLE_FINGERS, finger_rotations

#: Half the thickness of a palm and of a finger, metres.
PALM_HALF, FINGER_HALF = 0.015, 0.008
#: A finger counts as extended while its three bends sum up to less than this, degrees.
EXTENDED_BELOW = 120.0
_POINTS = ("left_wrist", *hand_points("left")[1:])


@cache
def shape_angles(handshape: str) -> np.ndarray:
    """The 21 angles of a handshape in degrees, read-only float64."""
    angles = np.array(HANDSHAPES[handshape], dtype=np.float64)
    angles.setflags(write=False)
    return angles


@cache
def hand_joints(handshape: str) -> dict[str, np.ndarray]:
    """Joints of a hand in that shape, metres in the hand's frame: `wrist`, `index1` … `thumb_tip`."""
    skeleton = BuiltInSkeleton()
    parameters = torch.zeros(133, dtype=torch.float64)
    parameters[30:75] = finger_rotations(torch.from_numpy(shape_angles(handshape).copy()))
    joints = skeleton.joints(parameters).numpy()
    wrist = joints[SMPLX_JOINTS.index("left_wrist")]
    return {name.removeprefix("left_"): joints[SMPLX_JOINTS.index(name)] - wrist for name in _POINTS}


@cache
def contact_point(handshape: str, contact: str) -> np.ndarray:
    """A contact of `signary.signer.phonology.CONTACTS` for a handshape, metres in the hand's frame, shape (3,)."""
    joints = hand_joints(handshape)
    knuckles = np.mean([joints[f"{finger}1"] for finger in ("index", "middle", "ring", "pinky")], axis=0)
    palm = 0.35 * joints["wrist"] + 0.65 * knuckles
    points = {
        "wrist": joints["wrist"],
        "palm": palm - [0.0, PALM_HALF, 0.0],
        "back": palm + [0.0, PALM_HALF, 0.0],
        "fingertips": np.mean([joints[f"{finger}_tip"] for finger in _reaching(handshape)], axis=0),
        "index_tip": joints["index_tip"],
        "middle_tip": joints["middle_tip"],
        "thumb_tip": joints["thumb_tip"],
        "pinky_tip": joints["pinky_tip"],
        "index_side": joints["index2"] + [0.0, 0.0, FINGER_HALF],
        "index_knuckle": joints["index2"] + [FINGER_HALF, 0.0, 0.0],
        "pinky_side": 0.5 * (joints["wrist"] + joints["pinky1"]) + [0.02, 0.0, -0.012],
        "knuckles": 0.5 * (joints["index1"] + joints["middle1"]) + [FINGER_HALF, 0.0, 0.0],
        "pinch": 0.5 * (joints["thumb_tip"] + joints["index_tip"]),
    }
    return np.asarray(points[contact], dtype=np.float64)


def _reaching(handshape: str) -> list[str]:
    """The fingers whose tips touch first: of index and middle finger the extended ones, else any extended one."""
    bent = shape_angles(handshape)[:16].reshape(4, 4)[:, :3].sum(1)
    extended = [finger for finger, flexion in zip(ANGLE_FINGERS, bent, strict=True) if flexion < EXTENDED_BELOW]
    first = [finger for finger in extended if finger in ("index", "middle")]
    return first or extended or ["index", "middle"]


def base_point(handshape: str, place: str) -> np.ndarray:
    """A place on the second hand (`base_palm`, …) in that hand's frame, metres, shape (3,)."""
    joints = hand_joints(handshape)
    palm = contact_point(handshape, "palm")
    points = {
        "base_palm": palm - [0.0, 0.006, 0.0],
        "base_back": contact_point(handshape, "back") + [0.0, 0.006, 0.0],
        "base_fingertips": contact_point(handshape, "fingertips"),
        "base_index_side": joints["index2"] + [0.0, 0.0, FINGER_HALF],
        "base_pinky_side": contact_point(handshape, "pinky_side"),
        "base_thumb": joints["thumb_tip"],
        "base_index_tip": joints["index_tip"],
        "base_middle_tip": joints["middle_tip"],
        "base_ring_tip": joints["ring_tip"],
        "base_pinky_tip": joints["pinky_tip"],
        "base_pinch": contact_point(handshape, "pinch"),
        "base_web": 0.5 * (joints["thumb2"] + joints["index1"]),
        "base_heel": 0.75 * joints["wrist"] + 0.25 * joints["middle1"] - [0.0, PALM_HALF + 0.006, 0.0],
        "base_wrist": np.array([-0.02, 0.03, 0.0]),
        "base_forearm": np.array([-0.12, 0.04, 0.0]),
        "base_elbow": np.array([-0.24, 0.0, -0.02]),
        "base_above": palm,
    }
    return np.asarray(points[place], dtype=np.float64)
