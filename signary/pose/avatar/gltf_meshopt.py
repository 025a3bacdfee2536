"""Packing of arrays as the glTF extension `EXT_meshopt_compression` defines it: vertices, and corners of triangles.

Written from the extension's text. Elements are told as differences to the element before, byte by byte, in groups of
sixteen with 0, 2, 4 or 8 bits a byte; triangles as the edge of an earlier one and a corner. Two filters make floats and
unit vectors of few bits.
"""

from __future__ import annotations

import numpy as np

_GROUP = 16
_MOST_BYTES, _MOST_ELEMENTS = 8192, 256
_TAIL = 32
_ATTRIBUTES, _TRIANGLES = 0xA0, 0xE1
#: Largest coordinate of a vector in eight bits.
_UNIT = 127
#: Pairs of codes of two corners that get four bits; the decoder finds them at the end of the data.
_USUAL_PAIRS = bytes.fromhex("00 76 87 56 67 78 a9 86 65 89 68 98 01 69 00 00")


def encode_attributes(rows: np.ndarray) -> bytes:
    """Elements of equal size.

    Args:
        rows: uint8 array of shape (count, stride), at least one element; stride a multiple of 4, at most 256.

    Returns:
        The packed stream.
    """
    count, stride = rows.shape
    before = np.concatenate([rows[:1], rows[:-1]])
    change = (rows - before).view(np.int8)
    zigzag = ((change >> 7) ^ (change << 1)).view(np.uint8)
    block = min(_MOST_BYTES // stride & ~(_GROUP - 1), _MOST_ELEMENTS)
    pieces = [bytes([_ATTRIBUTES])]
    for start in range(0, count, block):
        part = zigzag[start : start + block]
        part = np.pad(part, ((0, -len(part) % _GROUP), (0, 0)))
        groups = np.ascontiguousarray(part.T).reshape(stride, -1, _GROUP)
        pieces += _encoded_groups(groups)
    pieces.append(b"\0" * (_TAIL - stride) + rows[0].tobytes())
    return b"".join(pieces)


def _encoded_groups(groups: np.ndarray) -> list[bytes]:
    """Streams of a block: for each byte of an element two bits a group that say how it is written, then the groups."""
    stride, count, _ = groups.shape
    sizes = np.stack(
        [
            np.where(groups.any(-1), 255, 0),
            4 + (groups >= 3).sum(-1),
            8 + (groups >= 15).sum(-1),
            np.full((stride, count), _GROUP),
        ]
    )
    ways = sizes.argmin(0)
    two, four = np.minimum(groups, 3), np.minimum(groups, 15)
    two = two[..., 0::4] << 6 | two[..., 1::4] << 4 | two[..., 2::4] << 2 | two[..., 3::4]
    four = four[..., 0::2] << 4 | four[..., 1::2]
    shifted = np.pad(ways.astype(np.uint8), ((0, 0), (0, -count % 4)))
    headers = shifted[:, 0::4] | shifted[:, 1::4] << 2 | shifted[:, 2::4] << 4 | shifted[:, 3::4] << 6
    pieces = []
    for byte in range(stride):
        pieces.append(headers[byte].tobytes())
        for at in np.flatnonzero(ways[byte]):
            group, way = groups[byte, at], ways[byte, at]
            if way == 3:
                pieces.append(group.tobytes())
            else:
                packed, limit = (two, 3) if way == 1 else (four, 15)
                pieces.append(packed[byte, at].tobytes() + group[group >= limit].tobytes())
    return pieces


def encode_exponents(array: np.ndarray, bits: int) -> np.ndarray:
    """Floats as multiples of 2^-bits, for the filter EXPONENTIAL.

    Args:
        array: Shape (count, k), numbers under 2^(23 - bits).
        bits: Binary digits behind the point.

    Returns:
        uint8 array of shape (count, 4 k).
    """
    multiples = np.round(np.ldexp(array.astype(np.float64), bits)).astype(np.int32)
    packed = multiples & 0xFFFFFF | np.int32(-bits) << 24
    return np.ascontiguousarray(packed.astype("<i4")).view(np.uint8).reshape(len(array), -1)


def encode_octahedra(array: np.ndarray) -> np.ndarray:
    """Unit vectors as points of an octahedron, for the filter OCTAHEDRAL.

    Args:
        array: Shape (count, 3).

    Returns:
        uint8 array of shape (count, 4): two coordinates, the number that stands for one, zero.
    """
    vectors = array.astype(np.float64)
    flat = vectors / np.abs(vectors).sum(1, keepdims=True)
    folded = (1 - np.abs(flat[:, [1, 0]])) * np.where(flat[:, :2] >= 0, 1.0, -1.0)
    places = np.where(flat[:, 2:] < 0, folded, flat[:, :2])
    packed = np.zeros((len(array), 4), dtype=np.int8)
    packed[:, :2], packed[:, 2] = np.round(places * _UNIT), _UNIT
    return packed.view(np.uint8)


def encode_triangles(triangles: np.ndarray) -> bytes:
    """Corners of triangles; each may come back turned (b, c, a), which is the same triangle.

    Args:
        triangles: Integers of shape (F, 3).

    Returns:
        The packed stream.
    """
    coder = _TriangleCoder()
    for a, b, c in triangles.tolist():
        coder.add(a, b, c)
    return bytes([_TRIANGLES]) + bytes(coder.codes) + bytes(coder.data) + _USUAL_PAIRS


class _TriangleCoder:
    """The last sixteen edges and corners, newest first, and what was written so far."""

    def __init__(self) -> None:
        self.codes, self.data = bytearray(), bytearray()
        self._edges: list[tuple[int, int]] = []
        self._corners: list[int] = []
        self._next = self._last = 0

    def add(self, a: int, b: int, c: int) -> None:
        """Write a triangle."""
        for at, edge in enumerate(self._edges[:15]):
            for corners in ((a, b, c), (b, c, a), (c, a, b)):
                if edge == corners[:2]:
                    self._add_on_edge(at, *corners)
                    return
        if b == self._next:
            a, b, c = b, c, a
        elif c == self._next:
            a, b, c = c, a, b
        self._add_apart(a, b, c)

    def _add_on_edge(self, edge: int, a: int, b: int, c: int) -> None:
        place = self._corners.index(c) if c in self._corners else -1
        if 1 <= place < 13:
            code = place
        elif c == self._next:
            code, self._next = 0, self._next + 1
        elif c == self._last - 1:
            code, self._last = 13, c
        elif c == self._last + 1:
            code, self._last = 14, c
        else:
            code = 15
        self.codes.append(edge << 4 | code)
        if code == 15:
            self._write(c)
        if code == 0 or code >= 13:
            self._remember(c)
        self._remember_edges((c, b), (a, c))

    def _add_apart(self, a: int, b: int, c: int) -> None:
        # Corners 0, 1, 2 mean "begin anew" to a decoder that has begun.
        again = (a, b, c) == (0, 1, 2) and self._next > 0
        if again:
            self._next, self._corners = 0, []
        known = tuple(self._corners)
        first = 0 if a == self._next else 15
        self._next += first == 0
        codes = []
        for corner in (b, c):
            place = known.index(corner) if corner in known else 15
            code = place + 1 if place < 14 else 0 if corner == self._next else 15
            self._next += code == 0
            codes.append(code)
        pair = codes[0] << 4 | codes[1]
        usual = _USUAL_PAIRS.find(pair, 0, 14)
        if first == 0 and usual >= 0 and not again:
            self.codes.append(0xF0 | usual)
        else:
            self.codes.append(0xF0 | (14 if first == 0 else 15))
            self.data.append(pair)
        for corner, code in zip((a, b, c), (first, *codes), strict=True):
            if code == 15:
                self._write(corner)
        for corner, code in zip((a, b, c), (first, *codes), strict=True):
            if code in (0, 15):
                self._remember(corner)
        self._remember_edges((b, a), (c, b), (a, c))

    def _write(self, corner: int) -> None:
        """A corner as the difference to the last one that was written so, seven bits a byte."""
        change = corner - self._last
        rest = change << 1 if change >= 0 else (-change << 1) - 1
        while rest > 127:
            self.data.append(rest & 127 | 128)
            rest >>= 7
        self.data.append(rest)
        self._last = corner

    def _remember(self, corner: int) -> None:
        self._corners = [corner, *self._corners[:15]]

    def _remember_edges(self, *edges: tuple[int, int]) -> None:
        self._edges = [*reversed(edges), *self._edges][:16]
