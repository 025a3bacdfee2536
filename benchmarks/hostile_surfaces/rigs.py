"""Rigs of other people: `.glb`, `.vrm`, `.gltf` and `.bvh` files with a skeleton, and mappings; read and moved."""

from __future__ import annotations

import base64
import contextlib
import json
import random
import struct
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from hostile_surfaces.mutating import BINARY, JSON, TEXT, YAML, change_json
from hostile_surfaces.surface import Files, Surface, put
from signary.io.errors import InputError
from signary.pose.avatar.gltf_buffer import GltfBuilder
from signary.pose.avatar.rig import SIDES, Rig
from signary.pose.avatar.rig_files import named_rig
from signary.pose.avatar.rig_writing import check_rig, write_on_rig
from signary.pose.avatar.vrma import BONES
from signary.pose.formats import write_pose
from signary.pose.registry import get_layout
from signary.pose.sequence import PoseSequence

_CHUNK, _JSON_KIND = struct.Struct("<II"), 0x4E4F534A
_MAPPINGS = ("mapping.yaml", "mapping.json")


@cache
def _motion() -> PoseSequence:
    values = np.linspace(0, 0.3, 4)[:, None].astype(np.float32) * np.ones((1, 133), dtype=np.float32)
    return PoseSequence(values, get_layout("smplx"), 25.0)


def _ball(middle: np.ndarray, radius: float) -> tuple[np.ndarray, np.ndarray]:
    """Points around a place, and triangles between them."""
    rings, around = 8, 12
    high, turn = np.meshgrid(np.linspace(0.05, np.pi - 0.05, rings), np.arange(around) * 2 * np.pi / around)
    points = np.stack([np.sin(high) * np.cos(turn), np.cos(high), np.sin(high) * np.sin(turn)], -1).reshape(-1, 3)
    corner = np.arange(around)[:, None] * rings + np.arange(rings - 1)
    beside = (corner + rings) % (rings * around)
    triangles = np.concatenate(
        [np.stack([corner, corner + 1, beside], -1), np.stack([beside, corner + 1, beside + 1], -1)]
    )
    return middle + radius * points, triangles.reshape(-1, 3)


def _skinned(rig: Rig, vrm: bool) -> GltfBuilder:
    """A rig with balls as head, trunk and hands."""
    builder = GltfBuilder()
    for at, name in enumerate(rig.bones):
        children = [child for child, parent in enumerate(rig.parents) if parent == at]
        node: dict[str, Any] = {"name": name, "translation": rig.offsets[at].tolist()}
        builder.add("nodes", node | ({"children": children} if children else {}))
    spheres = [("head", 0.1), ("spine1", 0.15), *((f"{side}_middle1", 0.05) for side in SIDES)]
    vertices, triangles, bones = list[np.ndarray](), list[np.ndarray](), list[np.ndarray]()
    for joint, radius in spheres:
        points, faces = _ball(rig.points[joint], radius)
        triangles.append(faces + sum(map(len, vertices)))
        vertices.append(points)
        bones.append(np.full((len(points), 4), rig.bone(joint), dtype=np.uint16))
    weights = np.tile(np.array([1, 0, 0, 0], np.float32), (sum(map(len, vertices)), 1))
    mesh = {
        "POSITION": builder.positions(np.concatenate(vertices)),
        "JOINTS_0": builder.accessor(np.concatenate(bones), target=34962),
        "WEIGHTS_0": builder.accessor(weights, target=34962),
    }
    primitive = {"attributes": mesh, "indices": builder.triangles(np.concatenate(triangles))}
    builder.add("meshes", {"primitives": [primitive]})
    inverse = np.tile(np.eye(4, dtype=np.float32), (len(rig.bones), 1, 1))
    inverse[:, 3, :3] = -rig.places
    builder.add("skins", {"joints": list(range(len(rig.bones))), "inverseBindMatrices": builder.accessor(inverse)})
    skinned = builder.add("nodes", {"mesh": 0, "skin": 0, "name": "body"})
    builder.add("scenes", {"nodes": [rig.parents.index(-1), skinned]})
    if vrm:
        names = {bone: {"node": rig.bone(joint)} for joint, bone in BONES.items() if rig.has(joint)}
        builder.document["extensions"] = {"VRMC_vrm": {"specVersion": "1.0", "humanoid": {"humanBones": names}}}
        builder.document["extensionsUsed"] = ["VRMC_vrm"]
    return builder


def _document(content: bytes) -> tuple[dict[str, Any], bytes]:
    """The JSON and the rest of a binary glTF file."""
    size, _ = _CHUNK.unpack_from(content, 12)
    document: dict[str, Any] = json.loads(content[20 : 20 + size])
    return document, content[20 + size :]


def _binary(text: bytes, rest: bytes) -> bytes:
    text += b" " * (-len(text) % 4)
    body = _CHUNK.pack(len(text), _JSON_KIND) + text + rest
    return struct.pack("<4sII", b"glTF", 2, 12 + len(body)) + body


def change_glb(content: bytes, dice: random.Random) -> bytes:
    """The JSON of a binary file changed, its chunks still whole."""
    try:
        document, rest = _document(content)
    except (ValueError, struct.error, RecursionError):  # an earlier damage has broken it
        return dice.choice(BINARY)(content, dice)
    return _binary(change_json(json.dumps(document).encode(), dice), rest)


def _write_rigs(folder: Path) -> None:
    glb = _skinned(named_rig("mixamo"), vrm=False).to_bytes()
    put(folder / "glb", {"rig.glb": glb})
    put(folder / "vrm", {"rig.vrm": _skinned(named_rig("vrm"), vrm=True).to_bytes()})
    document, rest = _document(glb)
    whole = "data:application/octet-stream;base64," + base64.b64encode(rest[8:]).decode()
    for name, address in (("inside", whole), ("beside", "rig.bin")):
        buffers = [document["buffers"][0] | {"uri": address}]
        files = {"rig.gltf": json.dumps(document | {"buffers": buffers}).encode()}
        put(folder / name, files | ({"rig.bin": rest[8:]} if name == "beside" else {}))
    (folder / "bvh").mkdir()
    write_pose(_motion(), folder / "bvh" / "rig.bvh", rig="game_engine")


def _write_mappings(folder: Path) -> None:
    rig = named_rig("makehuman")
    said = {joint: rig.bones[bones[0]] for joint, bones in rig.mapping.items()}
    for name in _MAPPINGS:
        (folder / name).mkdir()
        write_pose(_motion(), folder / name / "rig.bvh", rig="makehuman")
        (folder / name / name).write_text(json.dumps(said | {"neck": [said["neck"]]}))


def _use(folder: Path) -> object:
    """Read a rig and do with it what a user does: move it and write that."""
    rig = next(path for path in sorted(folder.iterdir()) if path.stem == "rig" and path.suffix != ".bin")
    mapping = next((folder / name for name in _MAPPINGS if (folder / name).exists()), None)
    found = check_rig(".bvh", rig, mapping)
    write_on_rig(_motion(), folder / "out.bvh", rig, mapping)
    if rig.suffix in (".glb", ".vrm"):
        with contextlib.suppress(InputError):  # files whose buffers lie elsewhere take no animation
            write_on_rig(_motion(), folder / "out.glb", rig, mapping)
    return found


def _attacks() -> Sequence[Files]:
    """Skeletons without end, buffers of other people, counts that nobody has memory for."""
    document, rest = _document(_skinned(named_rig("mixamo"), vrm=False).to_bytes())

    def changed(**parts: Any) -> Files:
        return {"rig.glb": _binary(json.dumps(document | parts).encode(), rest)}

    nodes = document["nodes"]
    circle = [*nodes[:-1], nodes[-1] | {"children": [0]}]
    endless = [{"name": f"b{at}", "children": [at + 1]} for at in range(200_000)] + [{"name": "end"}]
    huge = [accessor | {"count": 1 << 39} for accessor in document["accessors"]]
    outside = [{"uri": "../../../../../../etc/passwd", "byteLength": 10}]
    far = [node | {"translation": [1e308, -1e308, 1e300]} for node in nodes]
    tiny = [node | {"scale": [1e-300] * 3} for node in nodes]
    many = [{"uri": f"data:;base64,{'A' * 4}", "byteLength": 1 << 40}] * 1000
    bvh = "HIERARCHY\n" + "".join(f"{'ROOT' if not at else 'JOINT'} b{at}\n{{\nOFFSET 0 1 0\n" for at in range(50_000))
    return [
        changed(nodes=circle),
        changed(nodes=endless, scenes=[{"nodes": [0]}]),
        changed(accessors=huge),
        changed(buffers=outside),
        changed(nodes=far),
        changed(nodes=tiny),
        changed(buffers=many),
        changed(skins=document["skins"] * 20_000),
        changed(meshes=document["meshes"] * 20_000),
        {"rig.gltf": json.dumps(document | {"buffers": outside}).encode()},
        {"rig.bvh": bvh.encode()},
        {"rig.bvh": b"HIERARCHY\nROOT a\n{\nOFFSET 1e999 0 0\nCHANNELS 999999999 Xposition\n}\n"},
    ]


_GLB = (*BINARY, *[change_glb] * 14)
SURFACES = (
    Surface(
        "rig",
        _write_rigs,
        _use,
        {".glb": _GLB, ".vrm": _GLB, ".gltf": JSON, ".bvh": TEXT, ".bin": BINARY},
        _attacks,
    ),
    Surface(
        "rig_mapping",
        _write_mappings,
        _use,
        {".yaml": YAML, ".json": JSON, "": TEXT},
        whole=frozenset({"rig.bvh"}),
    ),
)
