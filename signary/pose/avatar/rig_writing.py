"""Motion on other people's rigs as files: `.bvh` of any rig, and a user's own `.glb` or `.vrm` with motion added."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from signary.io.atomic import atomic_path
from signary.io.errors import InputError
from signary.io.quoting import cut
from signary.pose.avatar.bvh import zxy_degrees
from signary.pose.avatar.gltf import animation_name, extras
from signary.pose.avatar.gltf_reading import GltfFile
from signary.pose.avatar.retarget import Retargeter, RigMotion
from signary.pose.avatar.rig import Rig
from signary.pose.avatar.rig_files import load_rig
from signary.pose.sequence import PoseSequence

#: Files of a rig that can take an animation.
_WHOLE = (".glb", ".vrm")
#: Local rotations that differ by less, as quaternions, are the same.
_SAME = 1e-6
_CHANNELS = "CHANNELS 3 Zrotation Xrotation Yrotation"


def write_on_rig(
    sequence: PoseSequence, path: Path | str, rig: Path | str, mapping: Path | str | None = None
) -> tuple[str, ...]:
    """Bring motion onto a rig, contact kept, and write it; the file appears whole or not at all.

    Args:
        sequence: Motion of layout `smplx`; `text`, `language`, `notice` and `segments` of its metadata go along into a
            `.glb`.
        path: A `.bvh` file, with the rig's own bones, unit and axes, its rest pose as in its file; or a `.glb`: then
            the rig is a `.glb` or `.vrm` file, and what is written is that file with an animation more.
        rig: As of `load_rig`.
        mapping: As of `load_rig`.

    Returns:
        The joints whose rotations the rig has no bone for.

    Raises:
        InputError: If the motion has no rotations, the rig lacks bones that are needed, the path is of another kind or
            cannot be written to.
        FormatError: If a file is not what its suffix promises.
        UnsafeFileError: If it holds more than a figure needs.
    """
    path, source = Path(path), Path(rig)
    kind = path.suffix.lower()
    target = check_rig(kind, rig, mapping)
    motion = Retargeter(target)(sequence)
    content = _bvh(motion) if kind == ".bvh" else with_animation(GltfFile(source), motion, sequence)
    with atomic_path(path) as temporary:
        temporary.write_bytes(content)
    return target.missing


def check_rig(kind: str, rig: Path | str, mapping: Path | str | None = None, compress: bool = False) -> Rig:
    """The rig, if files of a kind can be written with it.

    Args:
        kind: `.bvh` or `.glb`.
        rig: As of `write_on_rig`.
        mapping: As of `write_on_rig`.
        compress: Whether files shall be packed, which is for our own figure only.

    Raises:
        InputError: If not; for more see `load_rig`.
    """
    if kind not in (".bvh", ".glb"):
        raise InputError("rig", "a .bvh or .glb to be written", repr(kind))
    if compress:
        raise InputError("compress", "our own figure, whose files can be packed", f"the rig {rig}")
    if kind == ".glb" and Path(rig).suffix.lower() not in _WHOLE:
        expected = "a .glb or .vrm file to which a .glb adds the motion (a .bvh can be written for every rig)"
        raise InputError("rig", expected, repr(str(rig)))
    return load_rig(rig, mapping)


def _bvh(motion: RigMotion) -> bytes:
    """A BVH file: the rest pose is that of the rig, whose bones have no rotations there, as the format has it."""
    rig = motion.rig
    kept = _tree(rig)
    rest, turns = (
        rig.places @ rig.axes / rig.unit,
        rig.axes.T @ (motion.turns @ rig.rest_turns.swapaxes(1, 2)) @ rig.axes,
    )
    local = np.stack(
        [
            turns[:, bone] if bone == kept[0] else turns[:, rig.parents[bone]].swapaxes(1, 2) @ turns[:, bone]
            for bone in kept
        ],
        1,
    )
    angles = zxy_degrees(local)
    root = np.broadcast_to(rest[kept[0]], (len(angles), 3))
    rows = np.round(np.concatenate([root, angles.reshape(len(angles), -1)], 1), 6) + 0.0
    lines = ["HIERARCHY", *_hierarchy(rig, kept, rest), "MOTION", f"Frames: {len(rows)}"]
    lines.append(f"Frame Time: {1 / motion.fps:.9g}")
    lines += [" ".join(f"{number:.6f}" for number in row) for row in rows]
    return ("\n".join(lines) + "\n").encode()


def _tree(rig: Rig) -> list[int]:
    """Bones of the tree in which the body is, in the order of a BVH file: depth first."""
    root = rig.bone("head")
    while rig.parents[root] >= 0:
        root = rig.parents[root]
    order, waiting = list[int](), [root]
    while waiting:
        bone = waiting.pop()
        order.append(bone)
        waiting.extend(reversed([child for child, parent in enumerate(rig.parents) if parent == bone]))
    return order


def _hierarchy(rig: Rig, kept: list[int], rest: np.ndarray) -> Iterator[str]:
    """Lines that say which bone hangs where; the root stands at zero and is moved to its place by its channels."""
    depth = {kept[0]: 0}
    children = {bone: [child for child in kept if rig.parents[child] == bone] for bone in kept}
    open_bones = list[int]()
    for bone in kept:
        parent = rig.parents[bone] if bone != kept[0] else -1
        while open_bones and open_bones[-1] != parent:
            yield "\t" * depth[open_bones.pop()] + "}"
        depth[bone] = depth[parent] + 1 if parent >= 0 else 0
        tab = "\t" * depth[bone]
        name = "_".join(rig.bones[bone].split())
        yield f"{tab}{'JOINT' if parent >= 0 else 'ROOT'} {name}"
        yield f"{tab}{{"
        yield f"{tab}\t{_offset(rest[bone] - rest[parent] if parent >= 0 else np.zeros(3))}"
        yield f"{tab}\t{_CHANNELS if parent >= 0 else _CHANNELS.replace('3', '6 Xposition Yposition Zposition', 1)}"
        if not children[bone]:
            end = rig.axes.T @ rig.rest_turns[bone] @ rig.ends[bone] if bone in rig.ends else rest[bone] - rest[parent]
            yield from (f"{tab}\tEnd Site", f"{tab}\t{{", f"{tab}\t\t{_offset(end)}", f"{tab}\t}}")
        open_bones.append(bone)
    while open_bones:
        yield "\t" * depth[open_bones.pop()] + "}"


def _offset(offset: np.ndarray) -> str:
    return "OFFSET " + " ".join(f"{number:.6f}" for number in np.round(offset, 6) + 0.0)


def with_animation(file: GltfFile, motion: RigMotion, sequence: PoseSequence) -> bytes:
    """The bytes of a `.glb` or `.vrm` file with an animation more, before those that it has.

    Args:
        file: The file from which the rig was read.
        motion: The rig's motion.
        sequence: Where it comes from: says name and captions.
    """
    if file.binary is None or not file.items("buffers") or "uri" in file.items("buffers")[0]:
        raise InputError("rig", "a file with its buffer inside", f"none in {cut(file.name)}")
    document = json.loads(json.dumps(file.document))
    binary = bytearray(file.binary)
    channels, samplers, rig = list[dict[str, Any]](), list[dict[str, Any]](), motion.rig
    times = (np.arange(len(motion)) / motion.fps).astype(np.float32)
    clock = _accessor(document, binary, times, "SCALAR", bounds=True)
    rest = Retargeter.rest_rotations(rig)
    for bone, node in enumerate(rig.nodes):
        turns = motion.rotations[:, bone]
        if np.abs(np.abs((turns * rest[bone]).sum(-1)) - 1).max() < _SAME:
            continue
        _as_parts(document["nodes"][node])
        channels.append({"sampler": len(samplers), "target": {"node": node, "path": "rotation"}})
        samplers.append(
            {"input": clock, "interpolation": "LINEAR", "output": _accessor(document, binary, turns, "VEC4")}
        )
    animation = {"name": animation_name(sequence), "channels": channels, "samplers": samplers}
    document["animations"] = [animation | {"extras": extras(sequence)}, *file.items("animations")]
    document["buffers"][0]["byteLength"] = len(binary)
    return _container(document, bytes(binary))


def _accessor(document: dict[str, Any], binary: bytearray, array: np.ndarray, kind: str, bounds: bool = False) -> int:
    binary += b"\0" * (-len(binary) % 4)
    content = np.ascontiguousarray(array, dtype="<f4").tobytes()
    views, accessors = document.setdefault("bufferViews", []), document.setdefault("accessors", [])
    views.append({"buffer": 0, "byteOffset": len(binary), "byteLength": len(content)})
    binary += content
    found = {"bufferView": len(views) - 1, "componentType": 5126, "count": len(array), "type": kind}
    accessors.append(found | ({"min": [float(array.min())], "max": [float(array.max())]} if bounds else {}))
    return len(accessors) - 1


def _as_parts(node: dict[str, Any]) -> None:
    """Move, turn and scale instead of a matrix, which glTF does not animate."""
    from scipy.spatial.transform import Rotation

    if "matrix" not in node:
        return
    matrix = np.array(node.pop("matrix"), dtype=float).reshape(4, 4).T
    scale = np.linalg.norm(matrix[:3, :3], axis=0)
    node["translation"], node["scale"] = matrix[:3, 3].tolist(), scale.tolist()
    node["rotation"] = Rotation.from_matrix(matrix[:3, :3] / scale).as_quat().tolist()


def _container(document: dict[str, Any], binary: bytes) -> bytes:
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    chunks = ((0x4E4F534A, text + b" " * (-len(text) % 4)), (0x004E4942, binary + b"\0" * (-len(binary) % 4)))
    body = b"".join(struct.pack("<II", len(chunk), kind) + chunk for kind, chunk in chunks)
    return struct.pack("<III", 0x46546C67, 2, 12 + len(body)) + body
