"""From pose sequences to the features that models read and back: clock, hand reference, scale of keypoints.

Parameter layouts are their own features. Keypoints depend on camera and signer, so they are first put on one scale:
the neck at the origin, a shoulder width of 1 (`docs/systems.md` §1.1). Origin and width are one a sequence, not one a
frame: the body's sway survives, and the way back needs two numbers and a point.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from signary.io.errors import InputError
from signary.pose.layout import PoseLayout
from signary.pose.motion_spec import HasMotionSpec, MotionSpec
from signary.pose.sequence import PoseSequence
from signary.pose.view import SHOULDER_WIDTH, SHOULDERS_AT, SIZE, shoulder_width, unit_of


@dataclass(frozen=True)
class KeypointScale:
    """Where the neck of a sequence is and how wide its shoulders are, in the units of its layout.

    Attributes:
        origin: Median position of the neck, one number a channel.
        width: Median distance between the shoulders in the frontal plane.
    """

    origin: tuple[float, ...]
    width: float

    @classmethod
    def of(cls, sequence: PoseSequence) -> KeypointScale | None:
        """The scale of a keypoint sequence; None for parameters, which need none.

        Raises:
            InputError: If the shoulders are missing.
        """
        layout = sequence.layout
        if not layout.is_keypoints:
            return None
        width = shoulder_width(sequence)
        shoulders = [layout.index("left_shoulder"), layout.index("right_shoulder")]
        # MediaPipe and SLRTP have no neck: it is taken to be in the middle of the shoulders.
        neck = sequence.joints[:, [layout.index("neck")] if "neck" in layout.joints else shoulders].mean(1)
        neck = neck[np.isfinite(neck).all(1)]
        if not len(neck):
            raise InputError("sequence", "a frame that shows the neck", "none")
        return cls(tuple(float(at) for at in np.median(neck, axis=0)), width)

    @classmethod
    def typical(cls, layout: PoseLayout) -> KeypointScale | None:
        """Where `signary.pose.view` puts a signer that comes from nowhere: the middle of the picture, or 0."""
        if not layout.is_keypoints:
            return None
        unit = unit_of(layout)
        picture = {"pixel": float(SIZE), "normalised": 1.0}.get(unit, 0.0)
        place = (SHOULDERS_AT[0] * picture, SHOULDERS_AT[1] * picture, 0.0)
        return cls(place[: len(layout.channels)], SHOULDER_WIDTH[unit])

    def remove(self, values: np.ndarray) -> np.ndarray:
        """(T, D) in the layout's units to (T, D) in shoulder widths from the neck."""
        return np.asarray((values - self._tiled(values)) / self.width, dtype=np.float32)

    def restore(self, values: np.ndarray) -> np.ndarray:
        """The way back."""
        return np.asarray(values * self.width + self._tiled(values), dtype=np.float32)

    def _tiled(self, values: np.ndarray) -> np.ndarray:
        return np.tile(np.array(self.origin), values.shape[-1] // len(self.origin))


def fit_sequence(sequence: PoseSequence, kind: MotionSpec | HasMotionSpec, resample: bool = True) -> PoseSequence:
    """The sequence on the clock of a kind of motion, if it is of that kind at all.

    Args:
        sequence: At least one frame.
        kind: What the motion has to be like, or a config that says it.
        resample: Bring another clock to that of the kind; otherwise refuse it.

    Raises:
        InputError: If layout, hand reference or (without `resample`) fps differ, or there is no frame.
    """
    spec = MotionSpec.of(kind)
    if not len(sequence):
        raise InputError("sequence", "at least one frame", "none")
    spec.require(sequence, argument="sequence", owner="the model", any_fps=resample)
    return sequence.resample(spec.fps) if spec.differences(sequence.motion_spec) else sequence


def sequence_features(sequence: PoseSequence) -> np.ndarray:
    """What models read: parameters as they are, keypoints in shoulder widths from the neck; (T, D).

    Raises:
        InputError: If keypoints lack shoulders.
    """
    scale = KeypointScale.of(sequence)
    return sequence.values if scale is None else scale.remove(sequence.values)


def feature_sequence(
    values: np.ndarray,
    kind: MotionSpec | HasMotionSpec,
    scale: KeypointScale | None = None,
    confidence: np.ndarray | None = None,
    metadata: Mapping[str, Any] | None = None,
) -> PoseSequence:
    """Features as a sequence: the way back from `sequence_features`.

    Args:
        values: Array of shape (T, D).
        kind: What the motion is like, or a config that says it; its hand reference is told of parameter layouts only.
        scale: Place and size of keypoints; default: the middle of the picture or the origin, at the usual size.
        confidence: Array of shape (T, J), keypoints with 0 being missing, *optional*. Parameters have none.
        metadata: Facts that travel along.

    Raises:
        InputError: If the shape of the values does not fit.
    """
    spec = MotionSpec.of(kind)
    layout = spec.layout
    if values.ndim != 2 or values.shape[1] != layout.num_features:
        raise InputError("values", f"shape (T, {layout.num_features})", values.shape)
    facts = dict(metadata or {})
    if not layout.is_keypoints:
        return PoseSequence(values, layout, spec.fps, None, {**facts, "hand_reference": spec.hand_reference})
    if scale is None and unit_of(layout) == "pixel":
        facts |= {"width": SIZE, "height": SIZE, "depth": SIZE}
    place = scale or KeypointScale.typical(layout)
    placed = values if place is None else place.restore(values)
    if confidence is None:
        return PoseSequence(placed, layout, spec.fps, None, facts)
    return PoseSequence.masked(placed, layout, spec.fps, confidence, facts)
