"""Triangles onto a grid of pixels, the nearest in front."""

from __future__ import annotations

import math

import numba
import numpy as np


@numba.njit(cache=True)
def fill_triangles(pixels: np.ndarray, triangles: np.ndarray, depth: np.ndarray, owner: np.ndarray) -> None:
    """Draw triangles.

    Args:
        pixels: Corners, shape (V, 3): column, row (of the middle of the first pixel: 0.5), and depth, near is large.
        triangles: Rows of corners, shape (F, 3).
        depth: Depth of every pixel, shape (H, W), -inf where nothing is yet; written.
        owner: Triangle of every pixel, shape (H, W); written where a triangle is nearer than what was there.
    """
    height, width = depth.shape
    for face in range(len(triangles)):
        a, b, c = triangles[face]
        ax, ay, az = pixels[a]
        bx, by, bz = pixels[b]
        cx, cy, cz = pixels[c]
        area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay)
        if abs(area) < 1e-9:
            continue
        left, right = max(0, math.floor(min(ax, bx, cx) - 0.5)), min(width - 1, math.ceil(max(ax, bx, cx) - 0.5))
        top, bottom = max(0, math.floor(min(ay, by, cy) - 0.5)), min(height - 1, math.ceil(max(ay, by, cy) - 0.5))
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                dx, dy = column + 0.5 - ax, row + 0.5 - ay
                second = (dx * (cy - ay) - dy * (cx - ax)) / area
                third = (dy * (bx - ax) - dx * (by - ay)) / area
                if second < -1e-6 or third < -1e-6 or second + third > 1 + 1e-6:
                    continue
                here = az + second * (bz - az) + third * (cz - az)
                if here > depth[row, column]:
                    depth[row, column] = here
                    owner[row, column] = face
