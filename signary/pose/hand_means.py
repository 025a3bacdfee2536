"""Relaxed hands to flat ones: what zero hand rotations mean, by the means of the user's own licensed SMPL-X model.

The model adds the mean pose of its hands to the rotations that it is given unless it is told that they are flat
(`flat_hand_mean`): numbers of one kind become those of the other by a sum of axis-angle vectors.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from signary.io.errors import FormatError, InputError
from signary.io.npz import load_npz
from signary.pose.motion_spec import USUAL_REFERENCE
from signary.pose.sequence import PoseSequence
from signary.pose.skeletons.smplx import SMPLX

#: Arrays of the model's file, 15 rotations each.
_ARRAYS = {"left_hand": "hands_meanl", "right_hand": "hands_meanr"}
_NUMBERS = 45
#: Where the file is below the folder that is given.
_PLACES = ("smplx/SMPLX_NEUTRAL.npz", "SMPLX_NEUTRAL.npz")


@dataclass(frozen=True)
class HandMeans:
    """Mean rotations of relaxed hands.

    Attributes:
        left_hand: Axis-angle in radians, (45,): index, middle, pinky, ring finger, thumb, from the palm outwards.
        right_hand: The same.
    """

    left_hand: np.ndarray
    right_hand: np.ndarray

    @classmethod
    def load(cls, model: Path | str) -> HandMeans:
        """The means of a model.

        Args:
            model: Folder that holds `smplx/SMPLX_NEUTRAL.npz`, or a file of the model (`.npz`).

        Raises:
            InputError: If there is no such file.
            FormatError: If it has no such means.
            UnsafeFileError: If it asks for too much.
        """
        place = Path(model)
        files = [place / below for below in _PLACES] if place.is_dir() else [place]
        file = next((path for path in files if path.is_file()), None)
        if file is None:
            expected = f"a folder with {' or '.join(_PLACES)}, of your licensed model, or that file"
            raise InputError("flat_hands", expected, repr(str(model)))
        found = load_npz(file, tuple(_ARRAYS.values()))
        return cls(*(_means(file.name, name, found.get(name)) for name in _ARRAYS.values()))


def _means(file: str, name: str, found: np.ndarray | None) -> np.ndarray:
    if found is None or found.size != _NUMBERS or found.dtype.kind != "f" or not np.isfinite(found).all():
        got = "none" if found is None else f"{found.dtype} of shape {found.shape}"
        raise FormatError(f"{file}, {name}", f"{_NUMBERS} finite numbers", got)
    return np.asarray(found.reshape(-1), np.float32)


def with_flat_hands(sequence: PoseSequence, means: HandMeans) -> PoseSequence:
    """The same motion with rotations from flat hands; keypoints, and what is flat already, come back as they are.

    Args:
        sequence: Of layout `smplx`, or of keypoints.
        means: Of the body that its rotations are for.
    """
    if sequence.layout != SMPLX or sequence.motion_spec.hand_reference == USUAL_REFERENCE:
        return sequence
    values = np.array(sequence.values)
    for part in _ARRAYS:
        values[:, SMPLX.features(SMPLX.parts[part])] += getattr(means, part)
    facts = {**sequence.metadata, "hand_reference": USUAL_REFERENCE}
    return PoseSequence(values, SMPLX, sequence.fps, sequence.confidence, facts)
