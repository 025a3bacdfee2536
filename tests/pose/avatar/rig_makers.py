"""Rigs of other people, made up: other axes, other units, bones turned anyhow at rest; and the files that hold them."""

import json
import struct

import numpy as np
from scipy.spatial.transform import Rotation

from signary.pose.avatar.rig import Rig
from signary.pose.avatar.rig_files import named_rig
from signary.pose.kinematics import BuiltInSkeleton
from signary.pose.skeletons.smplx import SMPLX_JOINTS

#: Z up, looking to -y, as Blender has it.
Z_UP = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.0, -1.0, 0.0]]).T


def posed_rest(degrees=35.0, proportions=None):
    """Rest positions of our body in an A-pose: both arms lowered."""
    rest = BuiltInSkeleton(proportions or {}).rest.copy()
    for side, sign in (("left", -1), ("right", 1)):
        turn = Rotation.from_euler("z", sign * degrees, degrees=True)
        shoulder = rest[SMPLX_JOINTS.index(f"{side}_shoulder")]
        for at, name in enumerate(SMPLX_JOINTS.joints):
            bare = name.removeprefix(f"{side}_")
            if name.startswith(side) and bare.startswith(
                ("elbow", "wrist", "thumb", "index", "middle", "ring", "pinky")
            ):
                rest[at] = shoulder + turn.apply(rest[at] - shoulder)
    return rest


def turned_rig(seed=0, convention="mixamo", rest=None, axes=None, unit=1.0):
    """A rig of a convention whose bones have random rotations at rest, in other axes and another unit."""
    straight = named_rig(convention, posed_rest() if rest is None else rest)
    axes = np.eye(3) if axes is None else axes
    count = len(straight.bones)
    turns = Rotation.random(count, random_state=seed).as_matrix()
    places = straight.places @ axes.T / unit
    offsets, local = np.zeros((count, 3)), np.zeros((count, 3, 3))
    for at, parent in enumerate(straight.parents):
        base, turn = (places[parent], turns[parent]) if parent >= 0 else (np.zeros(3), np.eye(3))
        offsets[at], local[at] = turn.T @ (places[at] - base), turn.T @ turns[at]
    ends = {bone: turns[bone].T @ axes @ end / unit for bone, end in straight.ends.items()}
    return Rig("turned rig", straight.bones, straight.parents, offsets, local, straight.mapping, ends)


def gltf_document(rig, scale=1.0):
    """A glTF document with the nodes of a rig and a skin of them all."""
    nodes = []
    for at, name in enumerate(rig.bones):
        children = [child for child, parent in enumerate(rig.parents) if parent == at]
        node = {"name": name, "translation": rig.offsets[at].tolist()}
        node["rotation"] = Rotation.from_matrix(rig.turns[at]).as_quat().tolist()
        nodes.append(node | ({"children": children} if children else {}))
    if scale != 1.0:
        nodes[0]["scale"] = [scale] * 3
        nodes[0]["translation"] = (scale * rig.offsets[0]).tolist()
    roots = [at for at, parent in enumerate(rig.parents) if parent < 0]
    skins = [{"joints": list(range(len(nodes)))}]
    return {"asset": {"version": "2.0"}, "nodes": nodes, "skins": skins, "scenes": [{"nodes": roots}]}


def glb(document, binary=b"\0\0\0\0"):
    """A `.glb` file."""
    document = document | {"buffers": [{"byteLength": len(binary)}]}
    text = json.dumps(document).encode()
    text += b" " * (-len(text) % 4)
    body = struct.pack("<II", len(text), 0x4E4F534A) + text + struct.pack("<II", len(binary), 0x004E4942) + binary
    return struct.pack("<III", 0x46546C67, 2, 12 + len(body)) + body


def replay(motion):
    """Places of the bones, in the rig's own axes and unit, from rotations and translation alone."""
    rig, local = motion.rig, Rotation.from_quat(motion.rotations.reshape(-1, 4).astype(float)).as_matrix()
    local = local.reshape(*motion.rotations.shape[:2], 3, 3)
    places, turns = np.zeros((*local.shape[:2], 3)), np.zeros(local.shape)
    for at, parent in enumerate(rig.parents):
        if parent < 0:
            places[:, at], turns[:, at] = motion.translations, local[:, at]
        else:
            places[:, at] = places[:, parent] + turns[:, parent] @ rig.offsets[at]
            turns[:, at] = turns[:, parent] @ local[:, at]
    return places
