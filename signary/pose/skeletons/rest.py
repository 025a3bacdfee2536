"""The built-in rest body: a person of average adult proportions in the SMPL-X rest position.

Metres, x to the signer's left, y up, z forward, pelvis at the origin: arms stretched out sideways, palms down, fingers
flat and together. Written by hand from anthropometric averages (stature about 1.72 m); contains nothing of SMPL-X.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from signary.pose.skeletons import face
from signary.pose.skeletons.smplx import SMPLX_JOINTS, TREE

_MIDDLE = {
    "pelvis": (0.0, 0.0, 0.0),
    "spine1": (0.0, 0.11, -0.015),
    "spine2": (0.0, 0.23, -0.015),
    "spine3": (0.0, 0.30, -0.01),
    "neck": (0.0, 0.5, -0.025),
    "head": (0.0, 0.595, 0.0),
    "jaw": (0.0, 0.65, 0.025),
    "nose": (0.0, 0.655, 0.138),
    "head_top": (0.0, 0.812, 0.0),
}
_LEFT = {
    "hip": (0.075, -0.085, 0.0),
    "knee": (0.095, -0.49, 0.005),
    "ankle": (0.09, -0.89, -0.03),
    "foot": (0.11, -0.95, 0.09),
    "collar": (0.045, 0.43, -0.01),
    "shoulder": (0.178, 0.462, -0.02),
    "elbow": (0.458, 0.462, -0.02),
    "wrist": (0.708, 0.462, -0.02),
    "eye": (0.032, 0.693, 0.085),
    "ear": (0.078, 0.675, 0.005),
}
#: Left hand relative to its wrist: x along the hand, y out of its back, z to the thumb side.
_LEFT_HAND = {
    "index": ((0.091, 0.004, 0.025), (0.132, 0.004, 0.0265), (0.156, 0.004, 0.027), (0.178, 0.004, 0.0275)),
    "middle": ((0.093, 0.006, 0.004), (0.138, 0.006, 0.004), (0.166, 0.006, 0.004), (0.190, 0.006, 0.004)),
    "ring": ((0.087, 0.004, -0.015), (0.129, 0.004, -0.016), (0.156, 0.004, -0.0165), (0.180, 0.004, -0.017)),
    "pinky": ((0.079, 0.0, -0.033), (0.112, 0.0, -0.035), (0.131, 0.0, -0.036), (0.151, 0.0, -0.037)),
    "thumb": ((0.022, -0.008, 0.027), (0.060, -0.016, 0.051), (0.090, -0.020, 0.066), (0.116, -0.023, 0.077)),
}


def rest_positions() -> np.ndarray:
    """Rest positions of the joints of layout `smplx_joints`, float64 array of shape (J, 3)."""
    positions = {name: np.array(at) for name, at in _MIDDLE.items()}
    for name, at in _LEFT.items():
        positions[f"left_{name}"] = np.array(at)
    for finger, points in _LEFT_HAND.items():
        for name, at in zip((f"{finger}1", f"{finger}2", f"{finger}3", f"{finger}_tip"), points, strict=True):
            positions[f"left_{name}"] = positions["left_wrist"] + np.array(at)
    positions |= {
        name.replace("left_", "right_", 1): at * np.array([-1.0, 1.0, 1.0])
        for name, at in positions.items()
        if name.startswith("left_")
    }
    positions |= {face.name(point): at for point, at in _face_points().items()}
    return np.stack([positions[name] for name in SMPLX_JOINTS.joints])


def _arc(start: tuple[float, ...], end: tuple[float, ...], lift: float, count: int, peak: float = 0.5) -> np.ndarray:
    """Points from `start` to `end`, lifted in y by a bow that is highest at fraction `peak`; shape (count, 3)."""
    t = np.linspace(0, 1, count)
    points = np.outer(1 - t, start) + np.outer(t, end)
    warped = t ** (math.log(0.5) / math.log(peak))
    points[:, 1] += lift * np.sin(np.pi * warped)
    return points


def _face_points() -> dict[int, np.ndarray]:
    points: dict[int, np.ndarray] = {}
    turn = np.linspace(0, 2 * np.pi, len(face.OVAL), endpoint=False)
    narrow = 1 - 0.28 * np.maximum(0, -np.cos(turn)) ** 2
    oval = np.stack([0.073 * np.sin(turn) * narrow, 0.684 + 0.096 * np.cos(turn), 0.1 - 0.09 * np.sin(turn) ** 2], -1)
    points |= dict(zip(face.OVAL, oval, strict=True))
    for curve, (half, corner_z, middle_z), lift in (
        (face.LIPS_OUTER_UPPER, (0.025, 0.104, 0.116), 0.0085),
        (face.LIPS_OUTER_LOWER, (0.025, 0.104, 0.116), -0.011),
        (face.LIPS_INNER_UPPER, (0.021, 0.105, 0.114), 0.0008),
        (face.LIPS_INNER_LOWER, (0.021, 0.105, 0.114), -0.0008),
    ):
        lips = _arc((-half, 0.63, corner_z), (half, 0.63, corner_z), lift, len(curve))
        lips[:, 2] += (middle_z - corner_z) * np.sin(np.pi * np.linspace(0, 1, len(curve)))
        points |= dict(zip(curve, lips, strict=True))
    mirror = np.array([-1.0, 1.0, 1.0])
    for left, right, start, end, lift, peak in (
        (face.LEFT_EYE_UPPER, face.RIGHT_EYE_UPPER, (0.047, 0.692, 0.087), (0.018, 0.691, 0.099), 0.0075, 0.5),
        (face.LEFT_EYE_LOWER, face.RIGHT_EYE_LOWER, (0.047, 0.692, 0.087), (0.018, 0.691, 0.099), -0.0055, 0.5),
        (face.LEFT_BROW_UPPER, face.RIGHT_BROW_UPPER, (0.056, 0.7085, 0.088), (0.014, 0.7165, 0.108), 0.008, 0.4),
        (face.LEFT_BROW_LOWER, face.RIGHT_BROW_LOWER, (0.056, 0.7075, 0.088), (0.014, 0.7095, 0.109), 0.007, 0.4),
    ):
        bow = _arc(start, end, lift, len(left), peak)
        points |= dict(zip(left, bow, strict=True)) | dict(zip(right, bow * mirror, strict=True))
    bridge = ((0, 0.692, 0.112), (0, 0.678, 0.122), (0, 0.664, 0.134), (0, 0.656, 0.139))
    points |= {point: np.array(at, dtype=float) for point, at in zip(face.NOSE_BRIDGE, bridge, strict=True)}
    base = (
        (-0.014, 0.648, 0.118),
        (-0.007, 0.645, 0.124),
        (0, 0.644, 0.126),
        (0.007, 0.645, 0.124),
        (0.014, 0.648, 0.118),
    )
    points |= {point: np.array(at, dtype=float) for point, at in zip(face.NOSE_BASE, base, strict=True)}
    points[1] = np.array([0.0, 0.651, 0.136])
    points[face.LEFT_IRIS] = np.array([0.032, 0.6925, 0.098])
    points[face.RIGHT_IRIS] = points[face.LEFT_IRIS] * mirror
    return points


#: What the ten expression coefficients move on the built-in face (0 rest, 1 fully); the user's licensed SMPL-X model
#: has a learned basis of its own, for which these coefficients mean something else.
EXPRESSIONS = (
    *("brows_raised", "brows_furrowed", "eyes_closed", "smile", "pucker"),
    *("stretched", "lips_parted", "cheeks_puffed", "lips_pressed", "nose_wrinkled"),
)


def expression_basis() -> np.ndarray:
    """Displacements in metres of the joints of `smplx_joints` for a coefficient of 1; shape (10, J, 3)."""
    basis = np.zeros((len(EXPRESSIONS), len(SMPLX_JOINTS.joints), 3))
    rest = dict(zip(SMPLX_JOINTS.joints, rest_positions(), strict=True))

    def move(expression: str, points: tuple[int, ...], displacement: Any) -> None:
        row = EXPRESSIONS.index(expression)
        for point in set(points):
            value = displacement(rest[face.name(point)]) if callable(displacement) else displacement
            basis[row, SMPLX_JOINTS.index(face.name(point))] = value

    brows = face.LEFT_BROW_LOWER + face.LEFT_BROW_UPPER + face.RIGHT_BROW_LOWER + face.RIGHT_BROW_UPPER
    upper, lower = face.LIPS_OUTER_UPPER + face.LIPS_INNER_UPPER, face.LIPS_OUTER_LOWER + face.LIPS_INNER_LOWER
    lips = upper + lower
    move("brows_raised", brows, (0.0, 0.009, 0.0))
    move("brows_furrowed", brows, lambda at: (-0.09 * at[0], -0.009 * (1 - abs(at[0]) / 0.07), 0.0))
    for eye in (face.LEFT_EYE_UPPER, face.RIGHT_EYE_UPPER):
        move("eyes_closed", eye[1:-1], lambda at: (0.0, -1.45 * max(at[1] - 0.6925, 0.0), 0.0))
    for eye in (face.LEFT_EYE_LOWER, face.RIGHT_EYE_LOWER):
        move("eyes_closed", eye[1:-1], lambda at: (0.0, 0.3 * max(0.6925 - at[1], 0.0), 0.0))
    move("smile", lips, lambda at: (0.28 * at[0], 16.0 * at[0] ** 2 - 0.002, -0.1 * abs(at[0])))
    move("pucker", lips, lambda at: (-0.5 * at[0], 0.25 * (at[1] - 0.63), 0.008))
    move("stretched", lips, lambda at: (0.32 * at[0], -0.15 * (at[1] - 0.63), -0.12 * abs(at[0])))
    move("lips_parted", upper, lambda at: (0.0, 0.0035 * (1 - (at[0] / 0.026) ** 2), 0.0))
    move("lips_parted", lower, lambda at: (0.0, -0.0055 * (1 - (at[0] / 0.026) ** 2), 0.0))
    move("lips_pressed", lips, lambda at: (0.03 * at[0], -0.55 * (at[1] - 0.63), -0.003))
    cheeks = tuple(
        point for point in face.OVAL if rest[face.name(point)][1] < 0.68 and abs(rest[face.name(point)][0]) > 0.03
    )
    move("cheeks_puffed", cheeks, lambda at: (0.14 * at[0], 0.0, 0.004))
    move("nose_wrinkled", face.NOSE_BASE, (0.0, 0.004, 0.0))
    return basis


def jaw_weights() -> np.ndarray:
    """How much each joint of `smplx_joints` follows the jaw (0 none, 1 fully); shape (J,)."""
    rest = dict(zip(SMPLX_JOINTS.joints, rest_positions(), strict=True))
    weights = np.zeros(len(SMPLX_JOINTS.joints))
    lower = (*face.LIPS_OUTER_LOWER[1:-1], *face.LIPS_INNER_LOWER[1:-1])
    corners = (61, 291, 78, 308)
    for point in face.LANDMARKS:
        at = SMPLX_JOINTS.index(face.name(point))
        if point in lower:
            weights[at] = 0.9
        elif point in corners:
            weights[at] = 0.4
        elif point in face.OVAL:
            weights[at] = float(np.clip((0.66 - rest[face.name(point)][1]) / 0.05, 0.0, 1.0))
    return weights


#: Parents of the joints of `smplx_joints` for forward kinematics: the tree, then what hangs rigidly on it.
ATTACHED: dict[str, str] = {
    **{name: parent for name, parent in TREE.items() if parent},
    **{tip: tip.replace("_tip", "3") for tip in SMPLX_JOINTS.joints if tip.endswith("_tip")},
    **{
        name: "head"
        for name in SMPLX_JOINTS.joints
        if name.startswith("face_") or name in ("nose", "left_ear", "right_ear", "head_top")
    },
}
