"""glTF 2.0 as a container, read as hostile: the JSON document and its buffers, and numbers out of accessors."""

from __future__ import annotations

import base64
import binascii
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from signary.io.budget import Budget
from signary.io.errors import FormatError, UnsafeFileError
from signary.io.json_file import parse_json
from signary.io.quoting import quoted
from signary.io.reading import read_bytes

#: A whole figure with its pictures: items are values of the document, text is a buffer that stands in it.
GLTF = Budget(on_disk=512 << 20, items=1_000_000, depth=64, text=256 << 20)
#: Numbers of one accessor: a million vertices with four coordinates.
_MOST_NUMBERS = 1 << 23
_TYPES = {"SCALAR": 1, "VEC2": 2, "VEC3": 3, "VEC4": 4, "MAT4": 16}
_COMPONENTS = {5120: "<i1", 5121: "<u1", 5122: "<i2", 5123: "<u2", 5125: "<u4", 5126: "<f4"}
_GLB, _JSON_CHUNK, _BIN_CHUNK = 0x46546C67, 0x4E4F534A, 0x004E4942


class GltfFile:
    """A `.glb`, `.vrm` or `.gltf` file.

    Args:
        path: The file; buffers beside a `.gltf` lie in its folder.

    Attributes:
        name: Of the file, for messages.
        document: The JSON object.
        binary: The buffer inside of a `.glb`, or None.

    Raises:
        InputError: If there is no such file.
        FormatError: If it is no glTF 2.0.
        UnsafeFileError: If it holds more than its budget.
    """

    def __init__(self, path: Path) -> None:
        self.name, self._folder = path.name, path.parent
        data = read_bytes(path, GLTF.on_disk)
        self.binary: bytes | None = None
        text = self._chunks(data) if path.suffix.lower() != ".gltf" else data
        self.document: dict[str, Any] = parse_json(text, path.name, GLTF)
        asset = self.document.get("asset")
        version = asset.get("version") if isinstance(asset, dict) else None
        if not isinstance(version, str) or not version.startswith("2."):
            raise FormatError(self.name, "glTF of version 2", quoted(version, 40))
        self._buffers: dict[int, bytes] = {}

    def _chunks(self, data: bytes) -> bytes:
        if len(data) < 20 or struct.unpack_from("<I", data)[0] != _GLB:
            raise FormatError(self.name, "a binary glTF file, which begins with glTF", quoted(data[:4]))
        _, version, length = struct.unpack_from("<III", data)
        if version != 2 or length > len(data):
            raise FormatError(self.name, f"version 2 and {length:,} bytes", f"version {version}, {len(data):,} bytes")
        chunks, at = list[tuple[int, bytes]](), 12
        while at + 8 <= length and len(chunks) < 16:
            size, kind = struct.unpack_from("<II", data, at)
            if at + 8 + size > length:
                raise FormatError(self.name, "chunks within the file", f"one of {size:,} bytes")
            chunks.append((kind, data[at + 8 : at + 8 + size]))
            at += 8 + size
        if not chunks or chunks[0][0] != _JSON_CHUNK:
            raise FormatError(self.name, "a first chunk with JSON", "another one")
        self.binary = next((chunk for kind, chunk in chunks[1:] if kind == _BIN_CHUNK), None)
        return chunks[0][1].rstrip(b" \0")

    def items(self, kind: str) -> list[dict[str, Any]]:
        """The objects of a list at the root of the document, such as `nodes`; empty where it has none.

        Raises:
            FormatError: If it is no list of objects.
        """
        found = self.document.get(kind, [])
        if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
            raise FormatError(self.name, f"a list of objects as {kind}", quoted(found, 60))
        return found

    def numbers(self, index: Any) -> np.ndarray:
        """The numbers of an accessor, float64 (normalised integers as fractions) of shape (n, components).

        Raises:
            FormatError: If there is no such accessor, or it leads out of its buffer.
            UnsafeFileError: If it is larger than any figure.
        """
        accessor = self.item("accessors", index)
        count: Any = accessor.get("count")
        width = _TYPES.get(accessor.get("type"), 0)  # type: ignore[arg-type]
        code = _COMPONENTS.get(accessor.get("componentType"))  # type: ignore[arg-type]
        if not width or code is None or not _is_count(count) or "sparse" in accessor or "bufferView" not in accessor:
            raise FormatError(self.name, "accessors of plain numbers in a buffer", quoted(accessor, 100))
        if count * width > _MOST_NUMBERS:
            raise UnsafeFileError(self.name, f"at most {_MOST_NUMBERS:,} numbers in an accessor", f"{count * width:,}")
        view = self.item("bufferViews", accessor["bufferView"])
        data = self._buffer(view.get("buffer"))
        start, size = view.get("byteOffset", 0), view.get("byteLength")
        first, item = accessor.get("byteOffset", 0), np.dtype(code).itemsize * width
        stride = view.get("byteStride", item)
        if not all(map(_is_count, (start, size, first, stride))) or stride < item:
            raise FormatError(self.name, "offsets and lengths of at least 0", quoted(view, 100))
        if start + size > len(data) or (count and first + stride * (count - 1) + item > size):
            raise FormatError(self.name, "accessors within their buffer", f"{count:,} items in {size:,} bytes")
        if not count:
            return np.zeros((0, width))
        strided = np.ndarray((count, width), code, data, start + first, (stride, np.dtype(code).itemsize))
        values = strided.astype(np.float64)
        if accessor.get("normalized") is True and code != "<f4":
            values = np.maximum(values / np.iinfo(code).max, -1.0)
        if not np.isfinite(values).all():
            raise FormatError(self.name, "finite numbers", "others")
        return values

    def item(self, kind: str, index: Any) -> dict[str, Any]:
        """One of `items`.

        Raises:
            FormatError: If there is none of this number.
        """
        found = self.items(kind)
        if not _is_count(index) or index >= len(found):
            raise FormatError(self.name, f"one of {len(found)} {kind}", quoted(index, 40))
        found_item: dict[str, Any] = found[index]
        return found_item

    def _buffer(self, index: Any) -> bytes:
        buffer = self.item("buffers", index)
        if index not in self._buffers:
            self._buffers[index] = self._bytes(index, buffer)
        return self._buffers[index]

    def _bytes(self, index: int, buffer: Mapping[str, Any]) -> bytes:
        address = buffer.get("uri")
        if address is None:
            if index or self.binary is None:
                raise FormatError(self.name, "a buffer with an address", "none")
            return self.binary
        if not isinstance(address, str):
            raise FormatError(self.name, "text as address of a buffer", quoted(address, 40))
        if address.startswith("data:"):
            try:
                return base64.b64decode(address.partition(";base64,")[2], validate=True)
            except (binascii.Error, ValueError):
                raise FormatError(self.name, "base64 in an address", "something else") from None
        path = (self._folder / address).resolve()
        if ":" in address or "%" in address or path.parent != self._folder.resolve():
            raise UnsafeFileError(self.name, "buffers in the file's own folder", quoted(address, 100))
        return read_bytes(path, GLTF.on_disk)


def _is_count(value: Any) -> bool:
    return type(value) is int and 0 <= value < 1 << 40
