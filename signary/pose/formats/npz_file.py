"""`.npz` files: SMPL-X motion under the keys of AMASS and the SMPL-X Blender add-on, other layouts under our own.

SMPL-X: `poses` (T, 165) in the model's joint order (root, 21 of the body, jaw, eyes, left hand, right hand; axis-angle,
radians), `trans`, `betas`, `expression`, `expressions`, `gender`, `mocap_frame_rate`, `surface_model_type`, y up;
`smplx_npz` says which other spellings are read. Blender's add-on and AMASS readers know these; what starts with
`signary_` is ours.
"""

from __future__ import annotations

import json
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np

from signary.io.atomic import atomic_path
from signary.io.budget import MOTION, NPZ_MOTION
from signary.io.errors import FormatError, InputError
from signary.io.json_file import parse_json
from signary.io.npz import load_npz, npz_members
from signary.io.quoting import quoted
from signary.pose.formats.people import with_left_out
from signary.pose.formats.rates import settle_rate, shortest_rate
from signary.pose.formats.smplx_npz import BODY_KEYS, KEYS, WHOLE_KEYS, read_smplx, smplx_arrays
from signary.pose.layout import PoseLayout
from signary.pose.layout_json import carried_json, carried_layout
from signary.pose.motion_spec import checked_hand_reference
from signary.pose.registry import get_layout
from signary.pose.sequence import PoseSequence

_RATES = ("mocap_frame_rate", "mocap_framerate", "fps", "frame_rate", "framerate")
_OWN = ("values", "confidence", "layout", "layout_json")
_OURS = ("signary_hand_reference", "signary_metadata", "signary_confidence")
#: What says something about the recording or the body model, and nothing of the motion.
_FACTS = (
    *("gender", "model", "surface_model_type", "num_betas", "mocap_time_length"),
    *("signary_version", "signary_up_axis"),
)
#: Frames a second under which the SMPL-X Blender add-on cancels an import, unless its own target rate is lowered.
ADDON_FPS = 30


def read_npz_file(path: Path | str, *, fps: float | None = None) -> PoseSequence:
    """The sequence in an `.npz` file of ours, of AMASS, of BEAT2 or of the SMPL-X Blender add-on.

    What layout `smplx` cannot hold (root, spine and legs that turn, eyes, translation, body shape, expression
    coefficients beyond ten) and arrays that are not read are named in `metadata["left_out"]`. A jaw or expression that
    the file does not have is missing, not zero; so is what is no finite number.

    Args:
        path: The file.
        fps: Frames a second, for files that do not say.

    Raises:
        InputError: If there is no such file, or it states no frame rate and none is given, or another one.
        FormatError: If the file is no such archive, is cut off, or its arrays do not fit together.
        UnsafeFileError: If it asks for more memory than its size explains, or for Python objects.
    """
    path = Path(path)
    members = npz_members(path)
    if "values" in members and "layout" in members:
        known: tuple[str, ...] = _OWN
    elif members.keys() & {*WHOLE_KEYS, *BODY_KEYS}:
        known = KEYS
    else:
        expected = "arrays `poses` or `pose_body`, or `values` and `layout`"
        raise FormatError(path.name, expected, ", ".join(members) or "none of them")
    known = (*known, *_RATES, *_OURS)
    asked, size = sum(members.get(key, 0) for key in known), path.stat().st_size
    NPZ_MOTION.check_unpacked(path.name, asked, size)
    if known[0] != _OWN[0]:  # rotations become ten times as many numbers when they become joints
        MOTION.check_unpacked(path.name, asked, size)
    arrays = load_npz(path, known)
    rate = settle_rate(path.name, _stated_rate(path.name, arrays), fps)
    try:
        read = _read_own if known[0] == _OWN[0] else _read_smplx
        sequence = read(path.name, arrays, rate)
    except FormatError:
        raise
    except (KeyError, TypeError, ValueError, RecursionError, OverflowError) as error:
        raise FormatError(path.name, "arrays that fit together", str(error)) from None
    unread = [name for name in members if name not in (*known, *_FACTS)]
    return replace(sequence, metadata=with_left_out(sequence.metadata, unread))


def _read_own(name: str, arrays: dict[str, np.ndarray], rate: float) -> PoseSequence:
    layout = _layout(name, str(arrays["layout"]), arrays)
    confidence = _numbers("confidence", arrays["confidence"]) if "confidence" in arrays else None
    return PoseSequence(_numbers("values", arrays["values"]), layout, rate, confidence, _metadata(name, arrays))


def _layout(file: str, name: str, arrays: dict[str, np.ndarray]) -> PoseLayout:
    argument = f"layout_json of {file}"
    return carried_layout(
        name, parse_json(str(arrays["layout_json"]), argument) if "layout_json" in arrays else None, argument
    )


def _read_smplx(name: str, arrays: dict[str, np.ndarray], rate: float) -> PoseSequence:
    numbers = {key: _numbers(key, arrays[key]) for key in KEYS if key in arrays}
    stated = _numbers("signary_confidence", arrays["signary_confidence"]) if "signary_confidence" in arrays else None
    values, confidence, left_out = read_smplx(name, numbers, stated)
    metadata = _metadata(name, arrays) | {"hand_reference": _hand_reference(name, arrays)}
    metadata = with_left_out(metadata, left_out)
    if confidence is None:
        return PoseSequence(values, get_layout("smplx"), rate, None, metadata)
    return PoseSequence.masked(values, get_layout("smplx"), rate, confidence, metadata)


def _stated_rate(name: str, arrays: dict[str, np.ndarray]) -> float | None:
    rates = {}
    for key in _RATES:
        if key in arrays:
            if arrays[key].size != 1 or arrays[key].dtype.kind not in "fiu":
                raise FormatError(name, f"one number in {key}", quoted(arrays[key]))
            rates[key] = shortest_rate(next(iter(arrays[key].flat)))
    if len(set(rates.values())) > 1:
        raise FormatError(name, "one frame rate", ", ".join(f"{key} of {rate:g}" for key, rate in rates.items()))
    return next(iter(rates.values()), None)


def _hand_reference(name: str, arrays: dict[str, np.ndarray]) -> str:
    stated = str(arrays["signary_hand_reference"]) if "signary_hand_reference" in arrays else None
    return checked_hand_reference(stated, f"signary_hand_reference of {name}", FormatError)


def _numbers(key: str, array: np.ndarray) -> np.ndarray:
    if array.dtype.kind not in "fiu":
        raise ValueError(f"{key} holds no numbers")
    with np.errstate(over="ignore", invalid="ignore"):  # what no float32 can hold is no finite number
        return array.astype(np.float32, copy=False)


def _metadata(name: str, arrays: dict[str, np.ndarray]) -> dict[str, Any]:
    if "signary_metadata" not in arrays:
        return {"source": name}
    facts: dict[str, Any] = parse_json(str(arrays["signary_metadata"]), f"signary_metadata of {name}")
    return facts


def write_npz_file(sequence: PoseSequence, path: Path | str) -> None:
    """Write a sequence as a compressed `.npz` file, exactly: values, confidence, clock, layout and metadata.

    Args:
        sequence: The sequence. Its metadata must be text, numbers, booleans, None, lists and dicts.
        path: The file to write; it appears whole or not at all.

    Raises:
        InputError: If the folder cannot be written to, the metadata hold something else, or there is more motion than
            is read again.
    """
    arrays = smplx_arrays(sequence) if sequence.layout.name == "smplx" else _own_arrays(sequence)
    if (size := sum(array.nbytes for array in arrays.values())) > NPZ_MOTION.unpacked:  # could not be read again
        expected = f"at most {NPZ_MOTION.unpacked:,} bytes of motion in a file (slices of it in several files)"
        raise InputError("sequence", expected, f"{size:,}")
    arrays["signary_metadata"] = np.array(_metadata_json(sequence))
    arrays["signary_version"] = np.array(_version())
    with atomic_path(path) as temporary, temporary.open("wb") as file:
        np.savez_compressed(file, **arrays)  # type: ignore[arg-type]


def npz_remarks(sequence: PoseSequence) -> list[str]:
    """What the SMPL-X Blender add-on makes of a file with this sequence."""
    if sequence.layout.name != "smplx" or sequence.fps >= ADDON_FPS:
        return []
    refused = f"the SMPL-X Blender add-on refuses less than {ADDON_FPS} frames a second, and this has {sequence.fps:g}"
    return [f"{refused} (--fps {ADDON_FPS} resamples)"]


def _own_arrays(sequence: PoseSequence) -> dict[str, np.ndarray]:
    layout = sequence.layout
    arrays = {"values": sequence.values, "fps": np.array(sequence.fps), "layout": np.array(layout.name)}
    if sequence.confidence is not None:
        arrays["confidence"] = sequence.confidence
    if (carried := carried_json(layout)) is not None:
        arrays["layout_json"] = np.array(json.dumps(carried))
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
