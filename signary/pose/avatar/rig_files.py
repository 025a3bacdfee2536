"""Rigs by name and from files: `.glb`, `.gltf`, `.vrm` and `.bvh`."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from signary.io.errors import InputError
from signary.pose.avatar.rig import Rig
from signary.pose.avatar.rig_bvh import read_bvh_skeleton
from signary.pose.avatar.rig_gltf import read_gltf_skeleton
from signary.pose.avatar.rig_names import CONVENTIONS, convention, read_mapping
from signary.pose.skeletons.rest import ATTACHED, rest_positions
from signary.pose.skeletons.smplx import SMPLX_JOINTS, TIPS, TREE

_READERS = {
    ".glb": read_gltf_skeleton,
    ".gltf": read_gltf_skeleton,
    ".vrm": read_gltf_skeleton,
    ".bvh": read_bvh_skeleton,
}


def load_rig(rig: Path | str, mapping: Path | str | None = None) -> Rig:
    """A rig by its file or by the name of a convention.

    Args:
        rig: A `.glb`, `.gltf`, `.vrm` or `.bvh` file with a humanoid skeleton, or `mixamo`, `game_engine`, `vrm` or
            `makehuman` for bones of these names in the proportions of our own figure.
        mapping: A YAML or JSON file that says which bone is which joint, for names that are not recognised.

    Raises:
        InputError: If there is no such file or convention, or a joint that is needed has no bone.
        FormatError: If a file is not what its suffix promises.
        UnsafeFileError: If it holds more than a skeleton needs, or leads out of its folder.
    """
    path = Path(rig)
    if path.suffix.lower() not in _READERS:
        if mapping is not None:
            raise InputError("mapping", "a rig from a file, whose bones it names", f"the convention {rig}")
        return named_rig(str(rig))
    return _READERS[path.suffix.lower()](path, read_mapping(mapping) if mapping is not None else None)


def named_rig(name: str, rest: np.ndarray | None = None) -> Rig:
    """Our own rest body with the bone names of a convention, in T-pose, in metres.

    Args:
        name: One of `mixamo`, `game_engine`, `vrm`, `makehuman`.
        rest: Other proportions: rest positions of layout `smplx_joints`, metres, shape (J, 3).

    Raises:
        InputError: If it is none of them.
    """
    names = convention(name)
    places = dict(zip(SMPLX_JOINTS.joints, rest_positions() if rest is None else rest, strict=True))
    joints = [joint for joint in TREE if joint in names]
    parents = [_parent(joint, joints) for joint in joints]
    offsets = np.stack(
        [
            places[joint] - (places[joints[parent]] if parent >= 0 else 0.0)
            for joint, parent in zip(joints, parents, strict=True)
        ]
    )
    ends = {joints.index(ATTACHED[tip]): places[tip] - places[ATTACHED[tip]] for tip in TIPS}
    ends[joints.index("head")] = places["head_top"] - places["head"]
    turns = np.broadcast_to(np.eye(3), (len(joints), 3, 3)).copy()
    mapping = {joint: (at,) for at, joint in enumerate(joints)}
    return Rig(f"{name} rig", tuple(names[joint] for joint in joints), tuple(parents), offsets, turns, mapping, ends)


def _parent(joint: str, kept: list[str]) -> int:
    above = TREE[joint]
    while above is not None and above not in kept:
        above = TREE[above]
    return -1 if above is None else kept.index(above)


__all__ = ["CONVENTIONS", "load_rig", "named_rig"]
