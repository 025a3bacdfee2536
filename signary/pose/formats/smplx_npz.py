"""SMPL-X motion in `.npz` files: the spellings of AMASS, BEAT2, the SMPL-X Blender add-on and the `smplx` package.

All hold axis-angle rotations (radians) in the model's joint order: as one array `poses` (T, 165; SMPL+H: T, 156), or
one array a part of the body. Ours is written under the names that AMASS and the add-on share.
"""

from __future__ import annotations

import math

import numpy as np

from signary.io.errors import FormatError
from signary.pose.registry import get_layout
from signary.pose.sequence import PoseSequence
from signary.pose.skeletons.smplx import HAND_JOINTS, NUM_EXPRESSION, ROTATED, TREE

_NUM_BETAS = 10
#: Coefficients of expression that BEAT2 and newer exporters have; those beyond ours are zero.
_WIDE_EXPRESSION = 100
_FACE = ("jaw", "left_eye", "right_eye")
_BODY = tuple(TREE)[1:22]
#: Whole bodies by the number of rotations: SMPL-X, and SMPL+H, which has neither jaw nor eyes.
_WHOLE = {len(joints): joints for joints in (tuple(TREE), tuple(joint for joint in TREE if joint not in _FACE))}
WHOLE_KEYS = ("poses", "fullpose", "full_pose")
#: Arrays that hold the whole of the body without root, face and hands.
BODY_KEYS = ("pose_body", "body_pose")
_PARTS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("root_orient", "global_orient"), ("pelvis",)),
    **dict.fromkeys(BODY_KEYS, _BODY),
    **dict.fromkeys(("pose_jaw", "jaw_pose"), ("jaw",)),
    "pose_eye": ("left_eye", "right_eye"),
    "leye_pose": ("left_eye",),
    "reye_pose": ("right_eye",),
    "pose_hand": (*HAND_JOINTS["left"], *HAND_JOINTS["right"]),
    "left_hand_pose": HAND_JOINTS["left"],
    "right_hand_pose": HAND_JOINTS["right"],
}
#: The first is AMASS' and ours, the second BEAT2's and that of newer exporters, the third that of OSX and its heirs.
_EXPRESSIONS = ("expression", "expressions", "expr")
#: What layout `smplx` has no place for: where the signer stands, and how they are built.
_UNHELD = ("trans", "transl", "betas")
#: Every array that is looked at.
KEYS = (*WHOLE_KEYS, *_PARTS, *_EXPRESSIONS, *_UNHELD)
#: Two arrays that say the same, in float32 and float64.
_EQUAL = 1e-5


def read_smplx(
    name: str, arrays: dict[str, np.ndarray], confidence: np.ndarray | None
) -> tuple[np.ndarray, np.ndarray | None, list[str]]:
    """Values of layout `smplx`, their confidence, and what of the arrays is left out.

    Joints that no array holds are missing, and so are those that are no finite number; a rotation or coefficient that
    is not finite is no motion that could be left out.

    Args:
        name: The file's name, for messages.
        arrays: Arrays of numbers by key, one of `WHOLE_KEYS` or `BODY_KEYS` among them; keys other than `KEYS` are
            passed over.
        confidence: Of shape (T, 121 rotations and blocks), if the file has it.

    Returns:
        Values (T, 133), confidence or None where every value is there, and names of arrays and joints.

    Raises:
        FormatError: If the arrays do not fit together.
    """
    joints, left_out = _joints(name, arrays)
    frames = len(next(iter(joints.values())))
    layout = get_layout("smplx")
    values = np.full((frames, layout.num_features), np.nan, dtype=np.float32)
    for joint in ROTATED:
        if joint in joints:
            values[:, layout.features([layout.index(joint)])] = joints[joint]
    left_out += [joint for joint in TREE if joint in joints and joint not in ROTATED and _says(joints[joint])]
    left_out += [key for key in _UNHELD if key in arrays and _says(arrays[key])]
    start = layout.offsets[layout.index("expression")]
    left_out += _fill_expression(name, arrays, values[:, start:])
    if confidence is None and not np.isfinite(values).all():
        confidence = np.ones((frames, len(layout.joints)), dtype=np.float32)
    return values, confidence, left_out


def _joints(name: str, arrays: dict[str, np.ndarray]) -> tuple[dict[str, np.ndarray], list[str]]:
    """Joint -> rotations (T, 3), and the arrays of rotations that could not be used."""
    whole = next((key for key in WHOLE_KEYS if key in arrays), None)
    joints: dict[str, np.ndarray] = {}
    if whole is not None:
        poses = arrays[whole]
        joints = _split(poses, _WHOLE.get(math.prod(poses.shape[1:]) // 3, ())) or {}
        if not joints:
            widths = " or ".join(f"(T, {3 * count})" for count in _WHOLE)
            raise FormatError(name, f"{whole} of shape {widths}", poses.shape)
    left_out = []
    # The body first: it says how many frames there are.
    for key in sorted((key for key in _PARTS if key in arrays), key=lambda key: key not in BODY_KEYS):
        found = _split(arrays[key], _PARTS[key])
        if found is None and key in BODY_KEYS:
            raise FormatError(name, f"{key} of shape (T, {3 * len(_BODY)})", arrays[key].shape)
        if found is None:  # hands as coefficients of a hand space that the file does not have
            left_out.append(f"{key} of shape {arrays[key].shape}")
            continue
        if joints and len(next(iter(found.values()))) != len(next(iter(joints.values()))):
            raise FormatError(name, f"{len(next(iter(joints.values())))} frames in {key}", arrays[key].shape)
        if any(joint in joints and not _same(joints[joint], turns) for joint, turns in found.items()):
            left_out.append(key)
        joints = found | joints
    if whole is not None:
        others = [key for key in WHOLE_KEYS if key in arrays and key != whole]
        left_out += [key for key in others if not _equal(arrays[key], arrays[whole])]
    return joints, left_out


def _split(array: np.ndarray, joints: tuple[str, ...]) -> dict[str, np.ndarray] | None:
    """Joint -> rotations (T, 3), or None if the array is none of (T, 3 J), (T, J, 3), or one frame without its axis."""
    width = 3 * len(joints)
    if not width:
        return None
    if array.ndim >= 2 and math.prod(array.shape[1:]) == width:
        turns = array.reshape(len(array), len(joints), 3)
    elif array.size == width:
        turns = array.reshape(1, len(joints), 3)
    else:
        return None
    return {joint: turns[:, at] for at, joint in enumerate(joints)}


def _fill_expression(name: str, arrays: dict[str, np.ndarray], columns: np.ndarray) -> list[str]:
    """Write the coefficients of expression into (T, 10); returns what of them is left out."""
    keys = [key for key in _EXPRESSIONS if key in arrays]
    if not keys:
        return []
    key, frames = keys[0], len(columns)
    expression = arrays[key]
    if expression.ndim == 1 and frames == 1:
        expression = expression[None]
    if expression.ndim != 2 or len(expression) != frames:
        raise FormatError(name, f"{key} of shape ({frames}, {NUM_EXPRESSION})", arrays[key].shape)
    given = min(expression.shape[1], NUM_EXPRESSION)
    columns[:] = 0.0  # coefficients beyond those of the file are zero by the model's definition
    columns[:, :given] = expression[:, :given]
    left_out = [f"{key}[{NUM_EXPRESSION}:]"] if _says(expression[:, NUM_EXPRESSION:]) else []
    return left_out + [other for other in keys[1:] if not _begins_with(arrays[other], arrays[key])]


def _says(array: np.ndarray) -> bool:
    """Whether there is anything but zeros and missing values."""
    return bool((np.isfinite(array) & (array != 0)).any())


def _same(one: np.ndarray, other: np.ndarray) -> bool:
    return np.allclose(one, other, rtol=0, atol=_EQUAL, equal_nan=True)


def _equal(one: np.ndarray, other: np.ndarray) -> bool:
    return one.size == other.size and _same(one.ravel(), other.ravel())


def _begins_with(wider: np.ndarray, array: np.ndarray) -> bool:
    """Whether an array is another one, perhaps with columns of zeros behind it."""
    if wider.ndim != 2 or array.ndim != 2 or len(wider) != len(array) or wider.shape[1] < array.shape[1]:
        return _equal(wider, array)
    return _same(wider[:, : array.shape[1]], array) and not _says(wider[:, array.shape[1] :])


def smplx_arrays(sequence: PoseSequence) -> dict[str, np.ndarray]:
    """The arrays under which a sequence of layout `smplx` is written."""
    layout = sequence.layout
    frames = len(sequence)
    # Blender reads these: a missing rotation is none there, and its confidence of 0 says so here.
    values = np.nan_to_num(sequence.values, nan=0.0)
    poses = np.zeros((frames, len(TREE), 3), dtype=np.float32)
    for at, joint in enumerate(TREE):
        if joint in ROTATED:
            poses[:, at] = values[:, layout.features([layout.index(joint)])]
    expression = values[:, layout.features([layout.index("expression")])]
    arrays = {
        "poses": poses.reshape(frames, 3 * len(TREE)),
        "trans": np.zeros((frames, 3), dtype=np.float32),
        "betas": np.zeros(_NUM_BETAS, dtype=np.float32),
        "expression": expression,
        "expressions": np.pad(expression, ((0, 0), (0, _WIDE_EXPRESSION - NUM_EXPRESSION))),
        "gender": np.array("neutral"),
        "mocap_frame_rate": np.array(sequence.fps),
        "surface_model_type": np.array("smplx"),
        "signary_up_axis": np.array("y"),
        "signary_hand_reference": np.array(sequence.metadata.get("hand_reference", "flat")),
    }
    if sequence.confidence is not None:
        arrays["signary_confidence"] = sequence.confidence
    return arrays
