"""BVH: the skeleton of the built-in body and its motion as text, for Blender, MotionBuilder, Maya, Unreal and others.

Metres, y up, the figure looks to +z. All 55 joints of SMPL-X under their names, with end sites at finger tips, toes,
chin, eyes and the top of the head; the hierarchy is the rest pose, a T with flat hands. The root has six channels, the
other joints three, `Zrotation Xrotation Yrotation` in degrees, unwrapped: no angle jumps by a turn, so that curves
can be edited and resampled. The root's offset is zero and its position channels have it stand on the ground. What BVH
has no place for is left out: expressions, text and times of signs.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch

from signary.io.atomic import atomic_path
from signary.pose.avatar.playable import PELVIS_HEIGHT, local_quaternions, playable
from signary.pose.rotations import quaternion_to_matrix
from signary.pose.sequence import PoseSequence
from signary.pose.skeletons import face
from signary.pose.skeletons.rest import rest_positions
from signary.pose.skeletons.smplx import SMPLX_JOINTS, TIPS, TREE

_CHIN = 152
#: From the ball of the foot to the tip of the shoe.
_TOE = (0.0, -0.01, 0.08)
#: Joint without children -> the joint of `smplx_joints` at which it ends.
_ENDS = {tip.replace("_tip", "3"): tip for tip in TIPS} | {
    "jaw": face.name(_CHIN),
    "left_eye": face.name(face.LEFT_IRIS),
    "right_eye": face.name(face.RIGHT_IRIS),
}
_ROOT_CHANNELS = "CHANNELS 6 Xposition Yposition Zposition Zrotation Xrotation Yrotation"
_CHANNELS = "CHANNELS 3 Zrotation Xrotation Yrotation"
#: Beyond this share of a half turn's sine, the outer two angles turn about one axis.
_LOCKED = 1e-9


def write_bvh(sequence: PoseSequence, path: Path | str) -> None:
    """Write motion as a BVH file; it appears whole or not at all.

    Args:
        sequence: Motion of layout `smplx`, at least one frame.
        path: The file.

    Raises:
        InputError: If the motion has no rotations or frames, or the folder cannot be written to.
    """
    angles = euler_angles(playable(sequence, ".bvh"))
    root = np.broadcast_to([0.0, PELVIS_HEIGHT, 0.0], (len(angles), 3))
    # Zeros without a sign: -0.000000 is noise in a file that people compare.
    rows = np.round(np.concatenate([root, angles.reshape(len(angles), -1)], 1), 6) + 0.0
    line = " ".join(["%.6f"] * rows.shape[1])
    with atomic_path(path) as temporary, temporary.open("w", encoding="ascii", newline="\n") as file:
        file.write("HIERARCHY\n" + "\n".join(_hierarchy()))
        file.write(f"\nMOTION\nFrames: {len(rows)}\nFrame Time: {1 / sequence.fps:.9g}\n")
        file.writelines(line % tuple(row) + "\n" for row in rows)


def euler_angles(values: np.ndarray) -> np.ndarray:
    """Angles about z, x and y of each joint, R = Rz Rx Ry, in the order of the hierarchy.

    Args:
        values: Array of shape (T, 133), layout `smplx`, radians, all finite.

    Returns:
        float64 array of shape (T, 55, 3), degrees; along time each differs as little as it can from the frame before.
    """
    order = [list(TREE).index(name) for name in _depth_first("pelvis")]
    return zxy_degrees(quaternion_to_matrix(torch.from_numpy(local_quaternions(values)[:, order])).numpy())


def zxy_degrees(matrices: np.ndarray) -> np.ndarray:
    """Angles about z, x and y of rotation matrices, R = Rz Rx Ry.

    Args:
        matrices: Array of shape (T, J, 3, 3).

    Returns:
        float64 array of shape (T, J, 3), degrees; along time each differs as little as it can from the frame before.
    """
    middle = np.hypot(matrices[..., 0, 1], matrices[..., 1, 1])
    about_x = np.arctan2(matrices[..., 2, 1], middle)
    locked = middle < _LOCKED
    about_z = np.where(
        locked,
        np.arctan2(matrices[..., 1, 0], matrices[..., 0, 0]),
        np.arctan2(-matrices[..., 0, 1], matrices[..., 1, 1]),
    )
    about_y = np.where(locked, 0.0, np.arctan2(-matrices[..., 2, 0], matrices[..., 2, 2]))
    return _unwrapped(np.degrees(np.stack([about_z, about_x, about_y], -1)))


def _unwrapped(angles: np.ndarray) -> np.ndarray:
    """The same turns; of the two ways to write each, and of all whole turns, those nearest to the frame before."""
    found = angles.copy()
    for at in range(1, len(found)):
        before = found[at - 1]
        z, x, y = np.moveaxis(found[at], -1, 0)
        ways = np.stack([found[at], np.stack([z + 180.0, 180.0 - x, y + 180.0], -1)])
        ways -= 360.0 * np.round((ways - before) / 360.0)
        nearer = np.abs(ways - before).sum(-1).argmin(0)
        found[at] = np.where(nearer[:, None] == 0, ways[0], ways[1])
    return found


def _children(joint: str) -> list[str]:
    return [name for name, parent in TREE.items() if parent == joint]


def _depth_first(joint: str) -> Iterator[str]:
    """Joints in the order in which a BVH file lists them and their channels."""
    yield joint
    for child in _children(joint):
        yield from _depth_first(child)


def _hierarchy() -> Iterator[str]:
    """Lines of the part before the motion, without the first."""
    rest = dict(zip(SMPLX_JOINTS.joints, rest_positions(), strict=True))

    def lines(joint: str, depth: int) -> Iterator[str]:
        parent, children, tab = TREE[joint], _children(joint), "\t" * depth
        yield f"{tab}{'JOINT' if parent else 'ROOT'} {joint}"
        yield f"{tab}{{"
        yield f"{tab}\t{_offset(rest[joint] - rest[parent] if parent else rest[joint])}"
        yield f"{tab}\t{_CHANNELS if parent else _ROOT_CHANNELS}"
        for child in children:
            yield from lines(child, depth + 1)
        if not children:
            end = np.array(_TOE) if joint.endswith("foot") else rest[_ENDS[joint]] - rest[joint]
            yield from (f"{tab}\tEnd Site", f"{tab}\t{{", f"{tab}\t\t{_offset(end)}", f"{tab}\t}}")
        yield f"{tab}}}"

    return lines("pelvis", 0)


def _offset(offset: np.ndarray) -> str:
    return "OFFSET " + " ".join(f"{number:.6f}" for number in np.round(offset, 6) + 0.0)
