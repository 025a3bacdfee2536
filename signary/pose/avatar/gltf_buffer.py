"""A glTF 2.0 file that grows: accessors with their bytes, and at the end one `.glb`.

Each array lies in a view of its own, whose elements begin at multiples of four bytes. With `compress` every view is
packed by `EXT_meshopt_compression` (`gltf_meshopt`), and readers must know that extension.
"""

from __future__ import annotations

import copy
import itertools
import json
import struct
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from signary.io import __version__
from signary.pose.avatar.gltf_meshopt import encode_attributes, encode_exponents, encode_octahedra, encode_triangles

MESHOPT, QUANTIZATION = "EXT_meshopt_compression", "KHR_mesh_quantization"
ARRAY_BUFFER, ELEMENT_ARRAY_BUFFER = 34962, 34963
_COMPONENTS = {"int8": 5120, "uint8": 5121, "int16": 5122, "uint16": 5123, "uint32": 5125, "float32": 5126}
_TYPES = {(): "SCALAR", (2,): "VEC2", (3,): "VEC3", (4,): "VEC4", (4, 4): "MAT4"}
_MAGIC, _JSON, _BINARY = 0x46546C67, 0x4E4F534A, 0x004E4942
#: Compressed places are multiples of 1/16,384 of a metre: they are at most 0.03 mm off.
FRACTION_BITS = 14
#: The same of changes of normals, to which 1/256 is a quarter of a degree.
_DIRECTION_BITS = 8


class GltfBuilder:
    """A glTF file in the making.

    Args:
        compress: Pack views, and keep normals as bytes.

    Attributes:
        document: What becomes the JSON of the file; lists of nodes, meshes and so on are added to by hand.
    """

    def __init__(self, compress: bool = False) -> None:
        self.compress = compress
        self.document: dict[str, Any] = {
            "asset": {"version": "2.0", "generator": f"signary {__version__}"},
            "accessors": [],
            "bufferViews": [],
        }
        if compress:
            names = [MESHOPT, QUANTIZATION]
            self.document |= {"extensionsUsed": names, "extensionsRequired": names}
        self._binary = bytearray()
        self._unpacked = 0

    def copy(self) -> GltfBuilder:
        """A file that begins as this one and grows by itself."""
        other = GltfBuilder(self.compress)
        other.document = copy.deepcopy(self.document)
        other._binary, other._unpacked = bytearray(self._binary), self._unpacked
        return other

    def add(self, kind: str, thing: dict[str, Any]) -> int:
        """Append to one of the document's lists, `nodes` say; returns its index."""
        things: list[dict[str, Any]] = self.document.setdefault(kind, [])
        things.append(thing)
        return len(things) - 1

    def accessor(
        self, array: np.ndarray, *, target: int | None = None, normalized: bool = False, bounds: bool = False
    ) -> int:
        """Append an array.

        Args:
            array: Shape (count,), (count, 2), (count, 3), (count, 4) or (count, 4, 4), of at least one element.
            target: What a mesh has it for, `ARRAY_BUFFER` or `ELEMENT_ARRAY_BUFFER`.
            normalized: Integers mean fractions of their largest number.
            bounds: State smallest and largest numbers, as positions and times must.

        Returns:
            Index of the accessor.
        """
        return self._accessor(array, self._view(array, target), normalized=normalized, bounds=bounds)

    def positions(self, array: np.ndarray) -> int:
        """Append places of vertices, shape (count, 3), metres."""
        kept, packed = self._rounded(array, FRACTION_BITS)
        return self._accessor(kept, self._view(kept, ARRAY_BUFFER, packed), bounds=True)

    def normals(self, array: np.ndarray) -> int:
        """Append unit vectors, shape (count, 3)."""
        if not self.compress:
            return self.accessor(array.astype(np.float32), target=ARRAY_BUFFER)
        shape = np.zeros((len(array), 3), dtype=np.int8)
        view = self._view(shape, ARRAY_BUFFER, (encode_octahedra(array), "OCTAHEDRAL"))
        return self._accessor(shape, view, normalized=True)

    def pool(self, arrays: Sequence[np.ndarray], *, normalized: bool = False) -> list[int]:
        """Append arrays of one type, whose elements are as long, in one view; returns the index of each."""
        view = self._view(np.concatenate(arrays))
        offsets = np.cumsum([0, *(array.nbytes for array in arrays)])
        return [
            self._accessor(array, view, normalized=normalized, offset=int(offset))
            for array, offset in zip(arrays, offsets, strict=False)
        ]

    def displacements(
        self, rows: Sequence[np.ndarray], changes: Mapping[str, Sequence[np.ndarray]], count: int
    ) -> list[dict[str, int]]:
        """Append morph targets as sparse accessors: what moves some of `count` vertices, the others staying.

        Args:
            rows: For each target the vertices that it moves, shape (M,), M at least 1, ascending, none twice.
            changes: `POSITION` and perhaps `NORMAL`: for each target how they change, shape (M, 3).
            count: Number of all vertices.

        Returns:
            For each target the accessors by attribute.
        """
        kind = np.dtype(np.uint16 if count <= 65536 else np.uint32)
        starts = np.cumsum([0, *(len(row) for row in rows)])
        places = self._view(np.concatenate(rows).astype(kind))
        targets: list[dict[str, int]] = [{} for _ in rows]
        for attribute, arrays in changes.items():
            bits = FRACTION_BITS if attribute == "POSITION" else _DIRECTION_BITS
            kept, packed = self._rounded(np.concatenate(arrays), bits)
            view = self._view(kept, packed=packed)
            for target, (start, end) in zip(targets, itertools.pairwise(starts.tolist()), strict=True):
                indices = {"bufferView": places, "byteOffset": start * kind.itemsize}
                found = {
                    "componentType": _COMPONENTS["float32"],
                    "count": count,
                    "type": "VEC3",
                    "sparse": {
                        "count": end - start,
                        "indices": indices | {"componentType": _COMPONENTS[kind.name]},
                        "values": {"bufferView": view, "byteOffset": start * kept.itemsize * 3},
                    },
                }
                target[attribute] = self.add("accessors", found | _bounds(kept[start:end], count))
        return targets

    def triangles(self, array: np.ndarray) -> int:
        """Append the corners of triangles, shape (F, 3)."""
        flat = array.reshape(-1).astype(np.uint16 if array.max(initial=0) < 65535 else np.uint32)
        if not self.compress:
            return self.accessor(flat, target=ELEMENT_ARRAY_BUFFER)
        view = self._packed_view(flat[:, None], ELEMENT_ARRAY_BUFFER, encode_triangles(array), "TRIANGLES", "NONE")
        return self._accessor(flat, view)

    def to_bytes(self) -> bytes:
        """The file: header, JSON, binary part."""
        document = {name: value for name, value in self.document.items() if value != []}
        buffers: list[dict[str, Any]] = [{"byteLength": len(self._binary)}]
        if self.compress:
            buffers.append({"byteLength": self._unpacked, "extensions": {MESHOPT: {"fallback": True}}})
        document["buffers"] = buffers
        text = json.dumps(document, separators=(",", ":"), allow_nan=False).encode("ascii")
        text += b" " * (-len(text) % 4)
        binary = bytes(self._binary) + b"\0" * (-len(self._binary) % 4)
        header = struct.pack("<III", _MAGIC, 2, 28 + len(text) + len(binary))
        chunks = (struct.pack("<II", len(part), kind) + part for part, kind in ((text, _JSON), (binary, _BINARY)))
        return header + b"".join(chunks)

    def _accessor(
        self, array: np.ndarray, view: int, *, normalized: bool = False, bounds: bool = False, offset: int = 0
    ) -> int:
        found: dict[str, Any] = {
            "bufferView": view,
            "componentType": _COMPONENTS[array.dtype.name],
            "count": len(array),
            "type": _TYPES[array.shape[1:]],
        }
        if normalized:
            found["normalized"] = True
        if offset:
            found["byteOffset"] = offset
        if bounds:
            found |= {"min": np.atleast_1d(array.min(0)).tolist(), "max": np.atleast_1d(array.max(0)).tolist()}
        return self.add("accessors", found)

    def _rounded(self, array: np.ndarray, bits: int) -> tuple[np.ndarray, tuple[np.ndarray, str] | None]:
        """Floats as the file will have them, and in a compressed one their packed form."""
        kept = array.astype(np.float32)
        if not self.compress:
            return kept, None
        return np.ldexp(np.round(np.ldexp(kept, bits)), -bits), (encode_exponents(kept, bits), "EXPONENTIAL")

    def _view(self, array: np.ndarray, target: int | None = None, packed: tuple[np.ndarray, str] | None = None) -> int:
        """A view of an array.

        Args:
            array: What readers find there.
            target: What a mesh has it for.
            packed: In a compressed file another form of it, bytes of the same shape, and the filter that undoes it.
        """
        rows = np.ascontiguousarray(array).reshape(len(array), -1).view(np.uint8)
        if target == ARRAY_BUFFER and rows.shape[1] % 4:
            rows = np.pad(rows, ((0, 0), (0, -rows.shape[1] % 4)))
        if self.compress and rows.shape[1] % 4 == 0:
            content, kind = packed or (rows, "NONE")
            return self._packed_view(rows, target, encode_attributes(content), "ATTRIBUTES", kind)
        found: dict[str, Any] = {"buffer": 0, **self._placed(rows.tobytes())}
        return self._added(found, rows, target)

    def _packed_view(self, rows: np.ndarray, target: int | None, packed: bytes, mode: str, kind: str) -> int:
        stride = rows.itemsize * rows.shape[1]
        self._unpacked += -self._unpacked % 4
        found: dict[str, Any] = {"buffer": 1, "byteOffset": self._unpacked, "byteLength": rows.nbytes}
        self._unpacked += rows.nbytes
        how: dict[str, Any] = {
            "buffer": 0,
            **self._placed(packed),
            "byteStride": stride,
            "count": len(rows),
            "mode": mode,
        }
        if kind != "NONE":
            how["filter"] = kind
        return self._added(found | {"extensions": {MESHOPT: how}}, rows, target)

    def _placed(self, content: bytes) -> dict[str, int]:
        self._binary += b"\0" * (-len(self._binary) % 4)
        at = len(self._binary)
        self._binary += content
        return {"byteOffset": at, "byteLength": len(content)}

    def _added(self, view: dict[str, Any], rows: np.ndarray, target: int | None) -> int:
        if target is not None:
            view["target"] = target
        if target == ARRAY_BUFFER:
            view["byteStride"] = rows.shape[1]
        return self.add("bufferViews", view)


def _bounds(moved: np.ndarray, count: int) -> dict[str, list[float]]:
    """Smallest and largest numbers of a sparse array; what is not moved is zero."""
    ends = moved if len(moved) == count else np.concatenate([moved, np.zeros((1, 3), dtype=moved.dtype)])
    return {"min": ends.min(0).tolist(), "max": ends.max(0).tolist()}
