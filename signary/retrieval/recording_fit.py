"""Recordings in the layout of a motion tokenizer: lifted to a body, or as other keypoints, where theirs is another."""

from __future__ import annotations

from signary.io.errors import InputError
from signary.pose.features import fit_sequence
from signary.pose.layout import PoseLayout, joint_map
from signary.pose.lifting import lift, liftable
from signary.pose.motion_spec import MotionSpec
from signary.pose.sequence import PoseSequence
from signary.pose.skeletons.smplx import SMPLX
from signary.pose.view import to_layout
from signary.retrieval.sign_encoding import LIFTED, RefusedRecordingError

_ARMS = ("shoulder", "elbow", "wrist")


def can_become(layout: PoseLayout, target: PoseLayout) -> bool:
    """Whether motion of a layout can be brought into another one, with arms and hands.

    Args:
        layout: Of a recording.
        target: Of a motion tokenizer.
    """
    if layout == target:
        return True
    if target == SMPLX:
        return bool(liftable(layout))
    if not target.is_keypoints:
        return False
    needed = {joint for part in ("left_hand", "right_hand") for joint in target.parts.get(part, ())}
    needed |= {at for at, name in enumerate(target.joints) if name.endswith(_ARMS)}
    return layout == SMPLX or bool((joint_map(layout, target)[sorted(needed)] >= 0).all())


def fit_recording(pose: PoseSequence, spec: MotionSpec) -> PoseSequence:
    """A recording as a tokenizer reads it.

    Keypoints are lifted to `smplx` (`signary.pose.lifting`), with the signer's handshapes as what hands are like;
    keypoints and bodies become other keypoints by `to_layout`. Clocks are resampled.

    Args:
        pose: The recording.
        spec: What motion of the tokenizer is like.

    Raises:
        RefusedRecordingError: If its layout cannot become the tokenizer's, or zero hand rotations mean something else.
        InputError: If there is no frame.
    """
    if not len(pose):
        raise InputError("sequence", "at least one frame", "none")
    if pose.layout != spec.layout:
        pose = _in_layout(pose, spec.layout)
    if "hand_reference" in spec.differences(pose.motion_spec):
        said = f"{pose.motion_spec.hand_reference}, where the tokenizer has {spec.hand_reference}"
        raise RefusedRecordingError("another hand reference", f"{said} (converting needs the licensed hand means)")
    return fit_sequence(pose, spec)


def _in_layout(pose: PoseSequence, target: PoseLayout) -> PoseSequence:
    if not can_become(pose.layout, target):
        raise RefusedRecordingError("another layout", f"{pose.layout.name} cannot become {target.name}")
    try:
        if target == SMPLX:
            lifted = lift(pose)
            return lifted.pose.with_metadata(**{LIFTED: str(lifted.report)})
        return to_layout(pose, target)
    except InputError as error:
        said = f"{pose.layout.name} does not become {target.name}: {error}"
        raise RefusedRecordingError("another layout", said) from None
