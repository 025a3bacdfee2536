"""Inner loops of pictures of skinned meshes: vertices to pixels and tones, triangles to depth, tone and ink."""

from __future__ import annotations

import math

import numba
import numpy as np


@numba.njit(cache=True, fastmath=True)
def light_vertices(
    places: np.ndarray,
    normals: np.ndarray,
    slopes: np.ndarray,
    lamp: tuple[float, float, float],
    middle: tuple[float, float],
    scale: float,
    tones: tuple[float, float],
    seen: np.ndarray,
) -> None:
    """Vertices seen from the front.

    Args:
        places: Metres, shape (V, 3), y up.
        normals: Directions, shape (V, 3).
        slopes: Tone lost by a cosine to the viewer, shape (V,): the dark rim.
        lamp: Direction to the lamp times its strength, y down.
        middle: Pixel of the origin.
        scale: Pixels a metre.
        tones: Tone of a surface across the light, and most tone that a rim takes.
        seen: Written, shape (V, 4): column, row, depth (pixels, near is large) and tone (0 to 255).
    """
    for at in range(len(places)):
        seen[at, 0] = middle[0] + scale * places[at, 0]
        seen[at, 1] = middle[1] - scale * places[at, 1]
        seen[at, 2] = scale * places[at, 2]
        tone = tones[0] + lamp[0] * normals[at, 0] - lamp[1] * normals[at, 1] + lamp[2] * normals[at, 2]
        tone += min(max(normals[at, 2], 0.0) * slopes[at], tones[1]) - tones[1]
        seen[at, 3] = min(max(tone, 0.0), 255.0)


@numba.njit(cache=True, fastmath=True)
def draw_triangles(
    seen: np.ndarray,
    sides: np.ndarray,
    triangles: np.ndarray,
    inks: np.ndarray,
    inner: float,
    depth: np.ndarray,
    both: np.ndarray,
) -> None:
    """Triangles into the buffers of a canvas.

    Args:
        seen: As `light_vertices` writes.
        sides: For inks of several rows, which row a vertex has (a fraction between), shape (V,).
        triangles: Shape (F, 3), counter-clockwise from outside.
        inks: Code of each triangle's ink, shape (F,).
        inner: Tone of those that look away from the viewer; below 0 they are not drawn.
        depth: Shape (H, W); written where a triangle is nearer.
        both: Ink and tone, shape (H, W); likewise.
    """
    height, width = depth.shape
    for face in range(len(triangles)):
        a, b, c = triangles[face, 0], triangles[face, 1], triangles[face, 2]
        ax, ay, bx, by, cx, cy = seen[a, 0], seen[a, 1], seen[b, 0], seen[b, 1], seen[c, 0], seen[c, 1]
        area = (cx - ax) * (by - ay) - (bx - ax) * (cy - ay)  # rows count down: fronts are positive
        if abs(area) <= 1e-6 or (area < 0 and inner < 0):
            continue
        left, right = max(0, math.ceil(min(ax, bx, cx) - 0.5)), min(width - 1, math.floor(max(ax, bx, cx) - 0.5))
        top, bottom = max(0, math.ceil(min(ay, by, cy) - 0.5)), min(height - 1, math.floor(max(ay, by, cy) - 0.5))
        if left > right or top > bottom:
            continue
        # Shares of corners b and c, and what a step to the right and down adds to them.
        b_right, b_down = -(cy - ay) / area, (cx - ax) / area
        c_right, c_down = (by - ay) / area, -(bx - ax) / area
        b_row = b_right * (left + 0.5 - ax) + b_down * (top + 0.5 - ay)
        c_row = c_right * (left + 0.5 - ax) + c_down * (top + 0.5 - ay)
        az, bz, cz = seen[a, 2], seen[b, 2] - seen[a, 2], seen[c, 2] - seen[a, 2]
        at, bt, ct = seen[a, 3], seen[b, 3] - seen[a, 3], seen[c, 3] - seen[a, 3]
        if area < 0:
            at, bt, ct = inner, 0.0, 0.0
        first, second, third = sides[a], sides[b] - sides[a], sides[c] - sides[a]
        ink = int(inks[face])
        for row in range(top, bottom + 1):
            b_share, c_share = b_row, c_row
            for column in range(left, right + 1):
                if b_share >= -1e-5 and c_share >= -1e-5 and b_share + c_share <= 1.00001:
                    here = az + b_share * bz + c_share * cz
                    if here > depth[row, column]:
                        depth[row, column] = here
                        tone = at + b_share * bt + c_share * ct
                        side = first + b_share * second + c_share * third
                        both[row, column] = ((ink + int(side)) << 8) | int(tone)
                b_share += b_right
                c_share += c_right
            b_row += b_down
            c_row += c_down


@numba.njit(cache=True, fastmath=True)
def bounds(seen: np.ndarray, rows: np.ndarray) -> tuple[float, float, float, float]:
    """Smallest column and row and largest column and row of some vertices (rows of `seen`)."""
    left, top, right, bottom = np.inf, np.inf, -np.inf, -np.inf
    for at in rows:
        column, row = seen[at, 0], seen[at, 1]
        left, right = min(left, column), max(right, column)
        top, bottom = min(top, row), max(bottom, row)
    return left, top, right, bottom
