"""A figure of boxes: one around each joint, shared with its parent, and a face of a few triangles that has morphs."""

from itertools import product

import numpy as np

from signary.pose.avatar.figure import Figure, FigurePart
from signary.pose.skeletons.rest import EXPRESSIONS, rest_positions
from signary.pose.skeletons.smplx import TREE

_CORNERS = np.array(list(product((-1, 1), repeat=3)), dtype=np.float64) * 0.01
_SIDES = [(0, 1, 3), (0, 3, 2), (4, 6, 7), (4, 7, 5), (0, 4, 5), (0, 5, 1), (2, 3, 7), (2, 7, 6), (0, 2, 6), (0, 6, 4)]


def tiny_figure() -> Figure:
    names = list(TREE)
    parents = tuple(names.index(parent) if parent else -1 for parent in TREE.values())
    rest = rest_positions()[: len(names)]
    return Figure(tuple(names), parents, rest, (_boxes(rest, parents), _face(rest, names), _teeth(rest, names)), ())


def _boxes(rest, parents):
    vertices = (rest[:, None] + _CORNERS).reshape(-1, 3).astype(np.float32)
    triangles = np.array([8 * joint + np.array(side) for joint in range(len(rest)) for side in _SIDES])
    joints = np.zeros((len(vertices), 4), dtype=np.uint8)
    joints[:, 0] = np.repeat(np.arange(len(rest)), 8)
    joints[:, 1] = np.repeat(np.maximum(parents, 0), 8)
    weights = np.zeros((len(vertices), 4), dtype=np.float32)
    weights[:, 0], weights[:, 1] = 0.7, 0.3
    joints[:8, 1], weights[:8] = 0, (1, 0, 0, 0)
    return FigurePart("skin", (0.7, 0.5, 0.4), 0.6, vertices, _normals(len(rest)), triangles, joints, weights, {})


def _normals(boxes):
    unit = _CORNERS / np.linalg.norm(_CORNERS, axis=1, keepdims=True)
    return np.tile(unit, (boxes, 1)).astype(np.float32)


def _on_head(name, vertices, head, morphs):
    joints = np.zeros((len(vertices), 4), dtype=np.uint8)
    joints[:, 0] = head
    weights = np.zeros((len(vertices), 4), dtype=np.float32)
    weights[:, 0] = 1
    triangles = np.array([(at, at + 1, at + 2) for at in range(len(vertices) - 2)])
    normals = np.tile(np.array([0, 0, 1], dtype=np.float32), (len(vertices), 1))
    return FigurePart(name, (0.6, 0.2, 0.2), 0.5, vertices, normals, triangles, joints, weights, morphs)


def _face(rest, names):
    """A strip, of which each expression moves vertices of its own, one of them none, and with and without normals."""
    at = np.arange(24, dtype=np.float64)
    vertices = np.stack([0.005 * at - 0.06, 0.01 * (at % 2), np.full(24, 0.1)], 1) + rest[names.index("head")]
    morphs = {}
    for number, name in enumerate(EXPRESSIONS[:-1]):
        moved = np.array([2 * number + 1, 2 * number])
        deltas = np.array([[0.001 * (number + 1), 0.004, 0.0], [0.0, -0.002, 0.001 * number]], dtype=np.float32)
        turned = None if number % 2 else np.array([[0.1, 0.0, 0.0], [0.0, 0.1, 0.0]], dtype=np.float32)
        morphs[name] = (moved, deltas, turned)
    return _on_head("face skin", vertices.astype(np.float32), names.index("head"), morphs)


def _teeth(rest, names):
    """Parted by lips_parted alone, which moves all of them."""
    vertices = np.array([[0, 0, 0], [0.01, 0, 0], [0, 0.01, 0], [0.01, 0.01, 0]]) + rest[names.index("jaw")]
    deltas = np.tile(np.array([0.0, -0.003, 0.0], dtype=np.float32), (4, 1))
    morphs = {"lips_parted": (np.arange(4), deltas, None)}
    return _on_head("teeth", vertices.astype(np.float32), names.index("jaw"), morphs)
