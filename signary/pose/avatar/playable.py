"""Motion as programs play it: a rotation of every joint in every frame, of somebody who stands on the ground.

Files of animation have no word for a joint that is missing. Gaps are closed along the shortest turn, what lies before
the first or behind the last sighting stays as it was seen there, and a joint that is never seen stays at rest;
`remarks` says all that in words, for whoever writes the file to say.
"""

from __future__ import annotations

import numpy as np
import torch

from signary.io.errors import InputError
from signary.pose.motion_spec import MotionSpec
from signary.pose.rotations import axis_angle_to_quaternion, quaternion_to_axis_angle, slerp
from signary.pose.sequence import PoseSequence
from signary.pose.skeletons.smplx import ROTATED, SMPLX, TREE

#: Height of the pelvis over the ground in metres: the soles of the figure's shoes are this much below its pelvis.
PELVIS_HEIGHT = 0.964
#: Names in a remark; a list of all joints of a hand helps nobody.
_MOST_NAMED = 8


def playable(sequence: PoseSequence, kind: str) -> np.ndarray:
    """Values of layout `smplx` without gaps.

    Args:
        sequence: What is to be written.
        kind: The kind of file, for messages: `.glb`.

    Returns:
        float64 array of shape (T, 133), T at least 1, all finite.

    Raises:
        InputError: If the layout has no rotations, hands are relative to another pose than flat, or there is no frame.
    """
    if sequence.layout.name != SMPLX.name:
        made = f"which a {kind} is made of (signary.pose.lifting finds them for keypoints)"
        raise InputError("layout", f"rotations of joints (layout {SMPLX.name}), {made}", sequence.layout.name)
    spec = MotionSpec(SMPLX, sequence.fps, "flat")
    spec.require(sequence, argument="sequence", owner=f"the figure of a {kind}")
    if not len(sequence):
        raise InputError("sequence", f"at least one frame for a {kind}", "no frames")
    values = sequence.values.astype(np.float64)
    for block, lost in enumerate(_lost(sequence).T):
        if lost.any():
            columns = SMPLX.features([block])
            values[:, columns] = _closed(values[:, columns], lost, SMPLX.kinds[block] == "rotation")
    return values


def remarks(sequence: PoseSequence) -> list[str]:
    """What `playable` puts in place of missing joints, in words; nothing if none is missing."""
    if sequence.layout.name != SMPLX.name or not len(sequence):
        return []
    lost, found = _lost(sequence), []
    never = [SMPLX.joints[at] for at in np.flatnonzero(lost.all(0))]
    gaps = [SMPLX.joints[at] for at in np.flatnonzero(lost.any(0) & ~lost.all(0))]
    if never:
        found.append(f"at rest, as they are missing in all frames: {_named(never)}")
    if gaps:
        frames = int(lost[:, lost.any(0) & ~lost.all(0)].any(1).sum())
        found.append(f"closed, as they are missing in {frames} of {len(sequence)} frames: {_named(gaps)}")
    return found


def local_quaternions(values: np.ndarray) -> np.ndarray:
    """Rotations of the 55 joints of the tree relative to their parents.

    Args:
        values: Array of shape (T, 133), as `playable` gives it.

    Returns:
        float64 array of shape (T, 55, 4), unit quaternions (w, x, y, z), w >= 0; identity where layout `smplx` has no
        rotation.
    """
    turns = np.zeros((len(values), len(TREE), 4))
    turns[..., 0] = 1.0
    vectors = torch.from_numpy(values[:, : 3 * len(ROTATED)].reshape(len(values), len(ROTATED), 3))
    names = list(TREE)
    turns[:, [names.index(name) for name in ROTATED]] = axis_angle_to_quaternion(vectors).numpy()
    return turns


def _lost(sequence: PoseSequence) -> np.ndarray:
    """Which blocks (rotations, the coefficients) are not all there, shape (T, 42)."""
    finite = np.isfinite(sequence.values)
    return np.asarray(~np.logical_and.reduceat(finite, SMPLX.offsets, axis=1))


def _closed(block: np.ndarray, lost: np.ndarray, turns: bool) -> np.ndarray:
    """A block without gaps, shape (T, width)."""
    seen = np.flatnonzero(~lost)
    if not len(seen):
        return np.zeros_like(block)
    after = np.searchsorted(seen, np.arange(len(block)))
    low, high = seen[np.clip(after - 1, 0, len(seen) - 1)], seen[np.clip(after, 0, len(seen) - 1)]
    part = np.clip((np.arange(len(block)) - low) / np.maximum(high - low, 1), 0.0, 1.0)
    if turns:
        ends = [axis_angle_to_quaternion(torch.from_numpy(block[at])) for at in (low, high)]
        mixed = quaternion_to_axis_angle(slerp(ends[0], ends[1], torch.from_numpy(part))).numpy()
    else:
        mixed = block[low] * (1 - part)[:, None] + block[high] * part[:, None]
    return np.where(lost[:, None], mixed, block)


def _named(names: list[str]) -> str:
    more = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
