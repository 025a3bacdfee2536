"""A pose sequence: numbers, confidences, a clock and the layout that says what the numbers mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import torch

from signary.io.errors import InputError
from signary.pose.layout import PoseLayout, joint_map
from signary.pose.motion_spec import MAX_FPS, MotionSpec, checked_hand_reference
from signary.pose.registry import get_layout
from signary.pose.rotations import axis_angle_to_quaternion, quaternion_to_axis_angle, slerp


@dataclass(frozen=True)
class PoseSequence:
    """T frames of one signer. Missing joints are NaN in `values` and 0 in `confidence`, never a silent 0.

    Attributes:
        values: float32 array of shape (T, D), in the units of the layout's channels.
        layout: What the D numbers mean.
        fps: Frames a second.
        confidence: float32 array of shape (T, J), at least 0, or None when every joint is certain.
        metadata: Facts that travel along: `hand_reference`, `source`, `width` and `height` of pixel layouts, …

    Raises:
        InputError: If shapes, clock or confidences do not fit, or a value is not finite where it is confident.
    """

    values: np.ndarray
    layout: PoseLayout
    fps: float
    confidence: np.ndarray | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        values = _flat(np.asarray(self.values, dtype=np.float32), self.layout)
        if not np.isfinite(self.fps) or not 0 < self.fps <= MAX_FPS:
            raise InputError("fps", f"a number above 0, at most {MAX_FPS:g}", self.fps)
        object.__setattr__(self, "values", values)
        object.__setattr__(self, "fps", float(self.fps))
        object.__setattr__(self, "metadata", dict(self.metadata))
        finite = self._joint_wise(np.isfinite(values))
        if self.confidence is None:
            if not finite.all():
                raise InputError("values", "finite numbers, as no confidence is given", "NaN or infinity")
            return
        confidence = np.asarray(self.confidence, dtype=np.float32)
        if confidence.shape != (len(values), len(self.layout.joints)):
            raise InputError("confidence", f"shape {(len(values), len(self.layout.joints))}", confidence.shape)
        if not np.isfinite(confidence).all() or (confidence < 0).any():
            raise InputError("confidence", "finite numbers of at least 0", "NaN, infinity or a negative number")
        if (~finite & (confidence > 0)).any():
            raise InputError("values", "finite numbers where confidence is above 0", "NaN or infinity")
        if (self._joint_wise(~np.isnan(values)) & (confidence == 0)).any():
            raise InputError("values", "NaN where confidence is 0 (PoseSequence.masked sets it)", "numbers")
        object.__setattr__(self, "confidence", confidence)

    @classmethod
    def masked(
        cls,
        values: np.ndarray,
        layout: PoseLayout,
        fps: float,
        confidence: np.ndarray,
        metadata: Mapping[str, Any] | None = None,
    ) -> PoseSequence:
        """A sequence from raw detections: values are set to NaN where confidence is 0, and confidence to 0 where NaN.

        Args:
            values: Array of shape (T, D), or (T, J, C) for keypoints.
            layout: What the numbers mean.
            fps: Frames a second.
            confidence: Array of shape (T, J).
            metadata: Facts that travel along.
        """
        values = _flat(np.array(values, dtype=np.float32), layout)
        confidence = np.array(confidence, dtype=np.float32)
        if confidence.shape != (len(values), len(layout.joints)):
            raise InputError("confidence", f"shape {(len(values), len(layout.joints))}", confidence.shape)
        if len(values):
            lost = ~np.logical_and.reduceat(np.isfinite(values), layout.offsets, axis=1) | (confidence == 0)
            values[np.repeat(lost, layout.widths, axis=1)] = np.nan
            confidence[lost] = 0.0
        return cls(values, layout, fps, confidence, metadata or {})

    def _joint_wise(self, flags: np.ndarray) -> np.ndarray:
        """All numbers of a joint flagged -> the joint flagged; (T, D) to (T, J)."""
        if not len(flags):
            return np.zeros((0, len(self.layout.joints)), dtype=bool)
        return np.logical_and.reduceat(flags, self.layout.offsets, axis=1)

    def __eq__(self, other: object) -> bool:
        """Whether everything is the same: frames (missing ones too), layout, clock, confidences and metadata."""
        if not isinstance(other, PoseSequence):
            return NotImplemented
        return (
            (self.fps, self.layout, self.confidence is None) == (other.fps, other.layout, other.confidence is None)
            and np.array_equal(self.values, other.values, equal_nan=True)
            and (self.confidence is None or np.array_equal(self.confidence, np.asarray(other.confidence)))
            and _same(self.metadata, other.metadata)
        )

    def __len__(self) -> int:
        """T, the number of frames."""
        return len(self.values)

    def __getitem__(self, frames: slice) -> PoseSequence:
        """Frames of a slice; a step of n divides fps by n.

        Raises:
            InputError: If `frames` is no slice, or its step is not above 0.
        """
        if not isinstance(frames, slice):
            raise InputError("frames", "a slice such as [10:20]", repr(frames))
        step = 1 if frames.step is None else frames.step
        if step < 1:
            raise InputError("step", "at least 1", step)
        confidence = None if self.confidence is None else self.confidence[frames]
        return replace(self, values=self.values[frames], confidence=confidence, fps=self.fps / step)

    def __repr__(self) -> str:
        """Layout, frames, seconds and fps."""
        return f"PoseSequence({self.layout.name}, {len(self)} frames, {self.seconds:.2f} s at {self.fps:g} fps)"

    @property
    def seconds(self) -> float:
        """Duration, T / fps."""
        return len(self) / self.fps

    @property
    def joints(self) -> np.ndarray:
        """The (T, J, C) view of a keypoint layout.

        Raises:
            InputError: For parameter layouts, which have no joint positions before forward kinematics.
        """
        if not self.layout.is_keypoints:
            raise InputError("layout", "a keypoint layout (apply forward_kinematics first)", self.layout.name)
        return self.values.reshape(len(self), len(self.layout.joints), len(self.layout.channels))

    @property
    def certainty(self) -> np.ndarray:
        """Confidence of shape (T, J), with ones where none was given."""
        if self.confidence is not None:
            return self.confidence
        return np.ones((len(self), len(self.layout.joints)), dtype=np.float32)

    @property
    def motion_spec(self) -> MotionSpec:
        """Layout, clock and hand reference (`flat` where the metadata say nothing).

        Raises:
            InputError: If the metadata hold no hand reference that there is.
        """
        said = None if self.layout.is_keypoints else self.metadata.get("hand_reference")
        return MotionSpec(self.layout, self.fps, checked_hand_reference(said))

    def concatenate(self, *others: PoseSequence) -> PoseSequence:
        """This sequence followed by others.

        Raises:
            InputError: If layouts, clocks or hand references differ.
        """
        everyone = (self, *others)
        for other in others:
            self.motion_spec.require(other, argument="others", owner="the first sequence")
        confidence = None
        if any(one.confidence is not None for one in everyone):
            confidence = np.concatenate([one.certainty for one in everyone])
        return replace(self, values=np.concatenate([one.values for one in everyone]), confidence=confidence)

    def resample(self, fps: float) -> PoseSequence:
        """The same motion at another frame rate: positions linearly, rotations along the shortest turn.

        The first frame stays the first; the last new frame is the last that lies inside the old sequence. A joint
        that is missing in a frame it would be mixed from is missing.

        Raises:
            InputError: If fps is not above 0.
        """
        if not np.isfinite(fps) or not 0 < fps <= MAX_FPS:
            raise InputError("fps", f"a number above 0, at most {MAX_FPS:g}", fps)
        if not len(self) or abs(fps - self.fps) < 1e-9:
            return replace(self, fps=fps)
        count = int(np.floor((len(self) - 1) * fps / self.fps + 1e-6)) + 1
        at = np.minimum(np.arange(count) * (self.fps / fps), len(self) - 1)
        low = np.minimum(np.floor(at + 1e-9).astype(int), len(self) - 1)
        high = np.minimum(low + 1, len(self) - 1)
        part = np.clip(at - low, 0.0, 1.0).astype(np.float32)
        part[part < 1e-6] = 0.0
        values = _mix(self.values[low], self.values[high], part[:, None])
        turning = [joint for joint, kind in enumerate(self.layout.kinds) if kind == "rotation"]
        if turning:
            columns = self.layout.features(turning)
            values[:, columns] = _mix_rotations(self.values[low][:, columns], self.values[high][:, columns], part)
        confidence = None
        if self.confidence is not None:
            mixed = _mix(self.confidence[low], self.confidence[high], part[:, None])
            lost = (self.confidence[low] == 0) | ((self.confidence[high] == 0) & (part[:, None] > 0))
            confidence = np.where(lost, 0.0, mixed).astype(np.float32)
            return PoseSequence.masked(values, self.layout, fps, confidence, self.metadata)
        return replace(self, values=values, fps=fps)

    def mirror(self, about: float | None = None) -> PoseSequence:
        """Left and right exchanged, as in a mirror; twice gives the sequence back.

        Args:
            about: Position of the mirror on the sideways axis. Default: 0, or half of `metadata["width"]` for pixels.

        Raises:
            InputError: If the layout is in pixels and neither `about` nor a width is known.
        """
        layout = self.layout
        order = layout.features(layout.mirror)
        values = self.values[:, order].copy()
        for joint, kind in enumerate(layout.kinds):
            numbers = layout.features([joint])
            if kind == "rotation":
                values[:, numbers] *= np.array([1, -1, -1], dtype=np.float32)
            elif kind == "coefficient":
                values[:, numbers] *= np.array(layout.mirror_signs[layout.joints[joint]], dtype=np.float32)
        if layout.is_keypoints:
            centre = self._mirror_plane(about)
            for at, channel in enumerate(layout.channels):
                if channel.direction in ("left", "right"):
                    columns = slice(at, None, len(layout.channels))
                    values[:, columns] = 2 * centre - values[:, columns]
        confidence = None if self.confidence is None else self.confidence[:, list(layout.mirror)]
        return replace(self, values=values, confidence=confidence)

    def _mirror_plane(self, about: float | None) -> float:
        if about is not None:
            return about
        if not any(channel.unit == "pixel" for channel in self.layout.channels):
            return 0.0
        if "width" not in self.metadata:
            raise InputError("about", "the mirror's place, as the pixels' width is not in the metadata", "nothing")
        return float(self.metadata["width"]) / 2

    def split(self) -> dict[str, np.ndarray]:
        """Part -> array of shape (T, D_part), columns in frame order."""
        return {part: self.values[:, self.layout.part_features(part)] for part in self.layout.parts}

    @classmethod
    def merge(cls, parts: Mapping[str, np.ndarray], like: PoseSequence) -> PoseSequence:
        """Put split parts together again; layout, clock, confidence and metadata are those of `like`.

        Raises:
            InputError: If parts are missing or their shapes do not fit.
        """
        layout = like.layout
        if set(parts) != set(layout.parts):
            raise InputError("parts", f"exactly {', '.join(layout.parts)}", ", ".join(parts))
        frames = {len(values) for values in parts.values()}
        if len(frames) != 1:
            raise InputError("parts", "equal numbers of frames", sorted(frames))
        merged = np.empty((frames.pop(), layout.num_features), dtype=np.float32)
        for part, values in parts.items():
            columns = layout.part_features(part)
            if values.shape[1] != len(columns):
                raise InputError(f"parts[{part!r}]", f"{len(columns)} columns", values.shape[1])
            merged[:, columns] = values
        return replace(like, values=merged)

    def convert(
        self, layout: PoseLayout | str, scale: float = 1.0, origin: Sequence[float] | None = None
    ) -> PoseSequence:
        """The same pose in another keypoint layout; joints it does not have come out missing.

        Axes are matched by direction, so a y that grows up becomes one that grows down, and depth is dropped or
        turned as the target needs it. Units are the caller's business: new = old · scale + origin.

        Args:
            layout: Target layout or its name.
            scale: Target units per source unit, for example pixels per metre.
            origin: Where the source origin lies in target channels, one number a target channel; default zeros.

        Raises:
            InputError: If either layout holds parameters, a target axis has no counterpart, or units differ and no
                scale was given.
        """
        target = get_layout(layout) if isinstance(layout, str) else layout
        if target is self.layout:
            return self
        source = self.joints
        if not target.is_keypoints:
            raise InputError("layout", "a keypoint layout", target.name)
        shift = np.zeros(len(target.channels)) if origin is None else np.asarray(origin, dtype=float)
        if shift.shape != (len(target.channels),):
            raise InputError("origin", f"{len(target.channels)} numbers", shift.shape)
        units = {channel.unit for channel in self.layout.channels}, {channel.unit for channel in target.channels}
        if units[0] != units[1] and scale == 1.0 and "dataset" not in units[0] | units[1]:
            raise InputError("scale", f"a factor from {units[0].pop()} to {units[1].pop()}", "none")
        joints = joint_map(self.layout, target)
        values = np.full((len(self), len(target.joints), len(target.channels)), np.nan, dtype=np.float32)
        known = joints >= 0
        for at, channel in enumerate(target.channels):
            axis, sign = _find_axis(self.layout, channel)
            values[:, known, at] = sign * scale * source[:, joints[known], axis] + shift[at]
        confidence = np.zeros(values.shape[:2], dtype=np.float32)
        confidence[:, known] = self.certainty[:, joints[known]]
        return PoseSequence(values, target, self.fps, confidence, self.metadata)

    def with_metadata(self, **facts: Any) -> PoseSequence:
        """A copy with facts added to the metadata."""
        return replace(self, metadata={**self.metadata, **facts})

    def windows(self, frames: int) -> Iterator[PoseSequence]:
        """Consecutive pieces of at most `frames` frames.

        Raises:
            InputError: If `frames` is below 1.
        """
        if frames < 1:
            raise InputError("frames", "at least 1", frames)
        return (self[start : start + frames] for start in range(0, len(self), frames))


def _flat(values: np.ndarray, layout: PoseLayout) -> np.ndarray:
    """(T, J, C) of a keypoint layout to (T, D); (T, D) as it is."""
    flat = values
    if values.ndim == 3 and layout.is_keypoints:
        flat = values.reshape(len(values), values.shape[1] * values.shape[2])
    if flat.ndim != 2 or flat.shape[1] != layout.num_features:
        raise InputError("values", f"shape (T, {layout.num_features}) for {layout.name}", values.shape)
    return flat


def _same(one: Any, other: Any) -> bool:
    """Equality of metadata, which may hold arrays."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(_same(value, other[key]) for key, value in one.items())
    if isinstance(one, np.ndarray) or isinstance(other, np.ndarray):
        one, other = np.asarray(one), np.asarray(other)
        return np.array_equal(one, other, equal_nan=one.dtype.kind == other.dtype.kind == "f")
    return bool(one == other)


def _find_axis(layout: PoseLayout, channel: Any) -> tuple[int, int]:
    for axis, candidate in enumerate(layout.channels):
        if sign := candidate.sign_to(channel):
            return axis, sign
    raise InputError("layout", f"a source with an axis along {channel.direction}", f"{layout.name}, which has none")


def _mix(low: np.ndarray, high: np.ndarray, part: np.ndarray) -> np.ndarray:
    # Where part is 0 the neighbour must not matter, not even when it is NaN.
    return np.where(part == 0, low, low * (1 - part) + high * part).astype(np.float32)


def _mix_rotations(low: np.ndarray, high: np.ndarray, part: np.ndarray) -> np.ndarray:
    turns = [
        axis_angle_to_quaternion(torch.from_numpy(values.reshape(len(values), -1, 3)).double())
        for values in (low, high)
    ]
    fraction = torch.from_numpy(part).double()[:, None].expand(turns[0].shape[:-1])
    mixed = quaternion_to_axis_angle(slerp(turns[0], turns[1], fraction)).flatten(-2).numpy()
    return np.where(part[:, None] == 0, low, mixed).astype(np.float32)
