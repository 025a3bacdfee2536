"""`.npz` files: SMPL-X motion under the keys of AMASS and the SMPL-X Blender add-on, other layouts under our own.

SMPL-X: `poses` (T, 165) in the model's joint order (root, 21 of the body, jaw, eyes, left hand, right hand; axis-angle,
radians), `trans`, `betas`, `expression`, `gender`, `mocap_frame_rate`, `surface_model_type`. Blender's add-on and
AMASS readers know these; what starts with `signary_` is ours.
"""

from __future__ import annotations

import json
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np

from signary.io.atomic import atomic_path
from signary.io.errors import FormatError, InputError
from signary.io.npz import load_npz
from signary.pose.formats.layout_json import layout_from_json, layout_to_json
from signary.pose.kinematics import HAND_REFERENCES
from signary.pose.layout import PoseLayout
from signary.pose.registry import get_layout, layout_names
from signary.pose.sequence import MAX_FPS, PoseSequence
from signary.pose.skeletons.smplx import NUM_EXPRESSION, ROTATED, TREE

_NUM_BETAS = 10
_POSES = 3 * len(TREE)
#: SMPL+H, which AMASS also has: the same body and hands, neither jaw nor eyes.
_POSES_SMPLH = _POSES - 9
#: Only these are looked at: AMASS files also hold Python objects, which are never loaded.
_KEYS = (
    *("poses", "trans", "betas", "expression", "mocap_frame_rate", "mocap_framerate"),
    *("values", "confidence", "fps", "layout", "layout_json"),
    *("signary_hand_reference", "signary_metadata", "signary_confidence"),
)
_FACE = ("jaw", "left_eye", "right_eye")
_COLUMNS = {joint: slice(3 * at, 3 * at + 3) for at, joint in enumerate(TREE)}
_COLUMNS_SMPLH = {
    joint: slice(3 * at, 3 * at + 3) for at, joint in enumerate(joint for joint in TREE if joint not in _FACE)
}


def read_npz_file(path: Path | str, *, fps: float | None = None) -> PoseSequence:
    """The sequence in an `.npz` file of ours, of AMASS or of the SMPL-X Blender add-on.

    What layout `smplx` cannot hold (root, spine and legs that turn, eyes, translation, body shape, expression
    coefficients beyond ten) is left out and named in `metadata["left_out"]`. A jaw or expression that the file does
    not have is missing, not zero.

    Args:
        path: The file.
        fps: Frames a second, for files that do not say.

    Raises:
        InputError: If there is no such file, or it states no frame rate and none is given, or another one.
        FormatError: If the file is no such archive, is cut off, or its arrays do not fit together.
    """
    path = Path(path)
    arrays = load_npz(path, _KEYS)
    if "poses" not in arrays and not {"values", "layout"} <= set(arrays):
        raise FormatError(path.name, "arrays `poses`, or `values` and `layout`", ", ".join(arrays) or "none of them")
    rate = _frame_rate(path.name, arrays, fps)
    try:
        if "poses" in arrays:
            return _read_smplx(path.name, arrays, rate)
        layout = _layout(str(arrays["layout"]), arrays)
        confidence = _confidence(arrays, "confidence")
        return PoseSequence(_numbers(arrays, "values"), layout, rate, confidence, _metadata(path.name, arrays))
    except FormatError:
        raise
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise FormatError(path.name, "arrays that fit together", str(error)) from None


def _layout(name: str, arrays: dict[str, np.ndarray]) -> PoseLayout:
    if "layout_json" in arrays and name not in layout_names():
        layout = layout_from_json(json.loads(str(arrays["layout_json"])))
        if layout.name != name:
            raise ValueError(f"layout {name!r} described as {layout.name!r}")
        return layout
    return get_layout(name)


def _read_smplx(name: str, arrays: dict[str, np.ndarray], rate: float) -> PoseSequence:
    poses = _numbers(arrays, "poses")
    if poses.ndim != 2 or poses.shape[1] not in (_POSES, _POSES_SMPLH):
        raise FormatError(name, f"poses of shape (T, {_POSES}) or (T, {_POSES_SMPLH})", poses.shape)
    columns = _COLUMNS if poses.shape[1] == _POSES else _COLUMNS_SMPLH
    layout = get_layout("smplx")
    values = np.full((len(poses), layout.num_features), np.nan, dtype=np.float32)
    for joint in ROTATED:
        if joint in columns:
            values[:, layout.features([layout.index(joint)])] = poses[:, columns[joint]]
    left_out = [joint for joint, at in columns.items() if joint not in ROTATED and poses[:, at].any()]
    left_out += [key for key in ("trans", "betas") if key in arrays and _numbers(arrays, key).any()]
    if "expression" in arrays:
        expression = _numbers(arrays, "expression")
        if expression.ndim != 2 or len(expression) != len(poses):
            raise FormatError(name, f"expression of shape ({len(poses)}, {NUM_EXPRESSION})", expression.shape)
        given = min(expression.shape[1], NUM_EXPRESSION)
        start = layout.offsets[layout.index("expression")]
        values[:, start:] = 0.0  # coefficients beyond those of the file are zero by the model's definition
        values[:, start : start + given] = expression[:, :given]
        left_out += [f"expression[{NUM_EXPRESSION}:]"] if expression[:, NUM_EXPRESSION:].any() else []
    confidence = _confidence(arrays, "signary_confidence")
    if confidence is None and np.isnan(values).any():
        confidence = np.ones((len(values), len(layout.joints)), dtype=np.float32)
    metadata = _metadata(name, arrays) | {"hand_reference": _hand_reference(name, arrays)}
    if left_out:
        metadata["left_out"] = left_out
    if confidence is None:
        return PoseSequence(values, layout, rate, None, metadata)
    return PoseSequence.masked(values, layout, rate, confidence, metadata)


def _frame_rate(name: str, arrays: dict[str, np.ndarray], fps: float | None) -> float:
    stated = next((arrays[key] for key in ("mocap_frame_rate", "mocap_framerate", "fps") if key in arrays), None)
    if stated is None:
        if fps is None:
            raise InputError("fps", f"a frame rate, as {name} states none", "none")
        return fps
    if stated.size != 1 or stated.dtype.kind not in "fiu" or not 0 < stated.item() <= MAX_FPS:
        raise FormatError(name, f"a frame rate above 0, at most {MAX_FPS:g}", str(stated)[:50])
    if fps is not None and fps != stated.item():
        raise InputError("fps", f"the {stated.item():g} that {name} states, or none (resample afterwards)", fps)
    return float(stated.item())


def _hand_reference(name: str, arrays: dict[str, np.ndarray]) -> str:
    reference = str(arrays.get("signary_hand_reference", "flat"))
    if reference not in HAND_REFERENCES:
        raise FormatError(name, f"signary_hand_reference of {' or '.join(HAND_REFERENCES)}", repr(reference))
    return reference


def _numbers(arrays: dict[str, np.ndarray], key: str) -> np.ndarray:
    if arrays[key].dtype.kind not in "fiu":
        raise ValueError(f"{key} holds no numbers")
    return arrays[key].astype(np.float32)


def _confidence(arrays: dict[str, np.ndarray], key: str) -> np.ndarray | None:
    return _numbers(arrays, key) if key in arrays else None


def _metadata(name: str, arrays: dict[str, np.ndarray]) -> dict[str, Any]:
    if "signary_metadata" not in arrays:
        return {"source": name}
    metadata = json.loads(str(arrays["signary_metadata"]))
    if not isinstance(metadata, dict):
        raise ValueError("signary_metadata holds no facts with names")
    return metadata


def write_npz_file(sequence: PoseSequence, path: Path | str) -> None:
    """Write a sequence as a compressed `.npz` file, exactly: values, confidence, clock, layout and metadata.

    Args:
        sequence: The sequence. Its metadata must be text, numbers, booleans, None, lists and dicts.
        path: The file to write; it appears whole or not at all.

    Raises:
        InputError: If the folder cannot be written to, or the metadata hold something else.
    """
    arrays = _smplx_arrays(sequence) if sequence.layout.name == "smplx" else _own_arrays(sequence)
    arrays["signary_metadata"] = np.array(_metadata_json(sequence))
    arrays["signary_version"] = np.array(_version())
    with atomic_path(path) as temporary, temporary.open("wb") as file:
        np.savez_compressed(file, **arrays)  # type: ignore[arg-type]


def _smplx_arrays(sequence: PoseSequence) -> dict[str, np.ndarray]:
    layout = sequence.layout
    frames = len(sequence)
    # Blender reads these: a missing rotation is none there, and its confidence of 0 says so here.
    values = np.nan_to_num(sequence.values, nan=0.0)
    poses = np.zeros((frames, _POSES), dtype=np.float32)
    for joint in ROTATED:
        poses[:, _COLUMNS[joint]] = values[:, layout.features([layout.index(joint)])]
    arrays = {
        "poses": poses,
        "trans": np.zeros((frames, 3), dtype=np.float32),
        "betas": np.zeros(_NUM_BETAS, dtype=np.float32),
        "expression": values[:, layout.features([layout.index("expression")])],
        "gender": np.array("neutral"),
        "mocap_frame_rate": np.array(sequence.fps),
        "surface_model_type": np.array("smplx"),
        "signary_hand_reference": np.array(sequence.metadata.get("hand_reference", "flat")),
    }
    if sequence.confidence is not None:
        arrays["signary_confidence"] = sequence.confidence
    return arrays


def _own_arrays(sequence: PoseSequence) -> dict[str, np.ndarray]:
    layout = sequence.layout
    arrays = {"values": sequence.values, "fps": np.array(sequence.fps), "layout": np.array(layout.name)}
    if sequence.confidence is not None:
        arrays["confidence"] = sequence.confidence
    if layout.name not in layout_names():
        arrays["layout_json"] = np.array(json.dumps(layout_to_json(layout)))
    return arrays


def _metadata_json(sequence: PoseSequence) -> str:
    try:
        return json.dumps(dict(sequence.metadata), default=_plain_number, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise InputError("metadata", "text, numbers, lists and dicts", str(error)) from None


def _plain_number(value: Any) -> Any:
    if isinstance(value, np.generic):
        return value.item()
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")


def _version() -> str:
    try:
        return version("signary")
    except PackageNotFoundError:  # run from a source tree that was never installed
        return "unknown"
