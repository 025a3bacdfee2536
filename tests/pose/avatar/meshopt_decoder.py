"""Decoder of EXT_meshopt_compression, as its text says it, a byte at a time."""

import numpy as np


def decode(content, mode, count, stride, kind="NONE"):
    """Packed bytes to a uint8 array of shape (count, stride)."""
    if mode == "TRIANGLES":
        indices = np.array(_triangles(content, count), dtype=np.uint16 if stride == 2 else np.uint32)
        return indices.view(np.uint8).reshape(count, stride)
    rows = _attributes(content, count, stride)
    return {"NONE": lambda rows: rows, "OCTAHEDRAL": _octahedra, "EXPONENTIAL": _exponents}[kind](rows)


def _attributes(content, count, stride):
    assert content[0] == 0xA0
    last = np.frombuffer(content[-stride:], np.uint8).astype(int)
    assert set(content[len(content) - max(stride, 32) : len(content) - stride]) <= {0}
    rows = np.zeros((count, stride), dtype=np.uint8)
    most, at = min((8192 // stride) & ~15, 256), 1
    for start in range(0, count, most):
        size = min(most, count - start)
        for byte in range(stride):
            groups = -(-size // 16)
            headers = content[at : at + -(-groups // 4)]
            at += len(headers)
            deltas = []
            for group in range(groups):
                found, at = _group(content, at, headers[group // 4] >> 2 * (group % 4) & 3)
                deltas += found
            value = last[byte]
            for row, delta in enumerate(deltas[:size]):
                value = (value + (-(delta + 1) // 2 if delta & 1 else delta // 2)) % 256
                rows[start + row, byte] = value
            last[byte] = value
    assert at == len(content) - max(stride, 32)
    return rows


def _group(content, at, way):
    if way == 0:
        return [0] * 16, at
    if way == 3:
        return list(content[at : at + 16]), at + 16
    bits = 2 * way
    packed = content[at : at + 2 * bits]
    at += 2 * bits
    values = []
    for number in range(16):
        shift = 8 - bits - number * bits % 8
        value = packed[number * bits // 8] >> shift & ((1 << bits) - 1)
        if value == (1 << bits) - 1:
            value, at = content[at], at + 1
        values.append(value)
    return values, at


def _octahedra(rows):
    x, y, one, w = rows.view(np.int8).astype(np.float64).T
    x, y = x / one, y / one
    z = 1 - abs(x) - abs(y)
    t = np.maximum(-z, 0)
    x, y = x - np.where(x >= 0, t, -t), y - np.where(y >= 0, t, -t)
    vectors = np.stack([x, y, z], 1) / np.linalg.norm([x, y, z], axis=0)[:, None]
    return np.concatenate([np.round(vectors * 127), w[:, None]], 1).astype(np.int8).view(np.uint8)


def _exponents(rows):
    words = np.ascontiguousarray(rows).view("<i4")
    floats = np.ldexp(((words << 8) >> 8).astype(np.float64), words >> 24).astype(np.float32)
    return floats.view(np.uint8).reshape(rows.shape)


def _triangles(content, count):
    assert content[0] == 0xE1
    codes, table = content[1 : 1 + count // 3], content[-16:]
    data = iter(content[1 + count // 3 : -16])
    edges, corners, out = [], [], []
    ahead = last = 0

    def free():
        value, shift = 0, 0
        while True:
            byte = next(data)
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return last + (-(value + 1) // 2 if value & 1 else value // 2)

    for code in codes:
        if code < 0xF0:
            a, b = edges[code >> 4]
            how = code & 15
            if how == 0:
                c, ahead = ahead, ahead + 1
            elif how < 13:
                c = corners[how]
            else:
                c = last = free() if how == 15 else last + (1 if how == 14 else -1)
            if how == 0 or how >= 13:
                corners.insert(0, c)
            new = [(c, b), (a, c)]
        else:
            pair = table[code & 15] if code < 0xFE else next(data)
            if code >= 0xFE and pair == 0:
                ahead = 0
            ways = (15 if code == 0xFF else 0, pair >> 4, pair & 15)
            triangle = []
            for way in ways:
                if way == 0:
                    triangle.append(ahead)
                    ahead += 1
                else:
                    triangle.append(None if way == 15 else corners[way - 1])
            for place, way in enumerate(ways):
                if way == 15:
                    triangle[place] = last = free()
            for corner, way in zip(triangle, ways, strict=True):
                if way in (0, 15):
                    corners.insert(0, corner)
            a, b, c = triangle
            new = [(b, a), (c, b), (a, c)]
        for edge in new:
            edges.insert(0, edge)
        del edges[16:], corners[16:]
        out += [a, b, c]
    assert next(data, None) is None
    return out
