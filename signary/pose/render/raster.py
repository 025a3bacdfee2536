"""Drawing solids: a canvas with depth, and the few shapes a figure is made of, seen straight from the front.

Coordinates are canvas pixels: x to the right, y down, z towards the viewer. Every shape fills the pixels of its
bounding box only, tests depth per pixel and writes two bytes, ink and tone (`palette`). Rounded cones are exact: the
surface of a sphere that moves from a to b while its radius goes from one value to the other.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np

from signary.pose.render.canvas import Box, Sheet
from signary.pose.render.shading import (
    LAMP,
    RIM_DEPTH,
    TONE_MIDDLE,
    Normal,
    Plane,
    Skin,
    Surface,
    bone_row,
    bone_table,
    rim_slope,
    shade_bones,
)

#: Pixels of hands that are coloured at a time: as many as stay in the processor's cache.
_CHUNK = 8192

Point = Sequence[float]


class Canvas(Sheet):
    """A sheet on which solids are drawn.

    Args:
        width: Pixels of the working picture, a multiple of `fine`.
        height: Likewise.
        fine: Working pixels per finished pixel.
        rim: Width in working pixels of the dark rim of shapes.
    """

    def __init__(self, width: int, height: int, fine: int, rim: float) -> None:
        super().__init__(width, height, fine)
        self.rim = rim
        self._x = np.arange(width, dtype=np.float32) + 0.5
        self._y = (np.arange(height, dtype=np.float32) + 0.5)[:, None]
        self._bones: list[tuple[float, ...]] = []
        self._owner = np.zeros((height, width), dtype=np.uint16)
        self._shaded: Box = (width, height, 0, 0)

    def _local(self, box: Box, x: float, y: float) -> tuple[np.ndarray, np.ndarray]:
        """Offsets of a box's pixels from a point: a row (w,) and a column (h, 1)."""
        return self._x[box[0] : box[2]] - x, self._y[box[1] : box[3]] - y

    def cone(self, a: Point, b: Point, ra: float, rb: float, surface: Surface) -> None:
        """A rounded cone: spheres of radius `ra` at `a` to `rb` at `b`."""
        if _is_end_view(a, b, ra, rb):
            self.sphere(a, ra, surface)
            self.sphere(b, rb, surface)
            return
        for box, depth, front, along in self._swept(a, b, ra, rb):
            unit: Plane = 1 / (ra - (ra - rb) * along) if ra != rb else 1 / ra
            dx, dy = self._local(box, a[0], a[1])
            self._put(box, depth, Normal(dx, dy, front, unit, along, (b[0] - a[0], b[1] - a[1])), max(ra, rb), surface)

    def _swept(
        self, a: Point, b: Point, ra: float, rb: float
    ) -> Iterator[tuple[Box, np.ndarray, np.ndarray, np.ndarray]]:
        """Strips of a rounded cone: box, depth, height over the axis, place along it (0 to 1); NaN off the shape."""
        ax, ay, az = a
        bx, by, bz = b[0] - ax, b[1] - ay, b[2] - az
        rr = ra - rb
        k = bx * bx + by * by - rr * rr
        slope = 0.5 * bz / (k * math.sqrt(k + bz * bz))
        for strip in self.strips(
            min(ax - ra, b[0] - rb), min(ay - ra, b[1] - rb), max(ax + ra, b[0] + rb), max(ay + ra, b[1] + rb)
        ):
            box = strip if strip[3] - strip[1] > abs(by) else _beside(strip, a, (bx, by), max(ra, rb))
            dx, dy = self._local(box, ax, ay)
            # Which sphere of the row touches the line of sight nearest to the viewer: the root of a quadratic. Off the
            # shape the roots are NaN, which loses every comparison of depth.
            double = (2 * bx * dx - 2 * rr * ra) + 2 * by * dy  # (h, w)
            room = (ra * ra - dx * dx) - dy * dy
            along = double * double
            along += room * (4 * k)
            np.sqrt(along, out=along)
            along *= slope
            along += double * (0.5 / k)
            np.maximum(along, 0.0, out=along)
            np.minimum(along, 1.0, out=along)
            front = along * -k
            front += double
            front *= along
            front += room
            np.sqrt(front, out=front)
            depth = along * bz
            depth += az
            depth += front
            yield box, depth, front, along

    def bone(self, a: Point, b: Point, ra: float, rb: float, skin: Skin) -> None:
        """A rounded cone of a hand. Its colour comes with `shade`: bones are many and mostly hidden by each other."""
        if _is_end_view(a, b, ra, rb):
            for centre, radius in ((a, ra), (b, rb)):
                self._bones.append(bone_row(centre, centre, radius, radius, skin, self.rim))
                for box in self.strips(centre[0] - radius, centre[1] - radius, centre[0] + radius, centre[1] + radius):
                    dx, dy = self._local(box, centre[0], centre[1])
                    self._own(box, np.sqrt((radius * radius - dx * dx) - dy * dy) + centre[2])
            return
        self._bones.append(bone_row(a, b, ra, rb, skin, self.rim))
        for box, depth, _, _ in self._swept(a, b, ra, rb):
            self._own(box, depth)

    def plate(self, triangles: Sequence[Sequence[Point]], centre: Point, skin: Skin, bend: float) -> None:
        """Flat triangles of a palm, shaded like a cushion: a ball of radius `bend` around `centre` behind them."""
        self._bones.append(bone_row(centre, centre, bend, bend, skin, self.rim))
        for (ax, ay, az), (bx, by, bz), (cx, cy, cz) in triangles:
            area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay)
            if abs(area) < 1.0:
                continue
            for box in self.strips(min(ax, bx, cx), min(ay, by, cy), max(ax, bx, cx), max(ay, by, cy)):
                dx, dy = self._local(box, ax, ay)
                second = dx * ((cy - ay) / area) - dy * ((cx - ax) / area)  # weights of b and c
                third = dy * ((bx - ax) / area) - dx * ((by - ay) / area)
                depth = second * (bz - az) + third * (cz - az)
                depth += az
                rest = 1.0 - second - third
                # Within 1% of the edge counts as inside, or cracks would open between neighbours.
                np.minimum(rest, second, out=rest)
                np.minimum(rest, third, out=rest)
                self._own(box, depth, rest > -0.01)

    def _own(self, box: Box, depth: np.ndarray, inside: np.ndarray | bool = True) -> None:
        x0, y0, x1, y1 = box
        here = self.depth[y0:y1, x0:x1]
        nearer = depth > here
        nearer &= inside
        np.copyto(here, depth, where=nearer)
        np.copyto(self._owner[y0:y1, x0:x1], len(self._bones), where=nearer)
        t = self._shaded
        self._shaded = (min(t[0], x0), min(t[1], y0), max(t[2], x1), max(t[3], y1))

    def shade(self) -> None:
        """Colour the bones drawn since the last call, where they are seen."""
        x0, y0, x1, y1 = self._shaded
        if x0 >= x1 or y0 >= y1:
            return
        owner = self._owner[y0:y1, x0:x1]
        rows, columns = np.divmod(np.flatnonzero(owner != 0), x1 - x0)
        rows += y0
        columns += x0
        places = rows * self.width + columns
        depths, both = self.depth.reshape(-1), self.both.reshape(-1)
        owners = self._owner.reshape(-1)[places]
        bones = bone_table(self._bones)
        for start in range(0, len(places), _CHUNK):
            some = slice(start, start + _CHUNK)
            at = places[some]
            x, y = (line[some].astype(np.float32) + np.float32(0.5) for line in (columns, rows))
            both[at] = shade_bones(bones, owners[some], x, y, depths[at])
        owner[:] = 0
        self._bones.clear()
        self._shaded = (self.width, self.height, 0, 0)

    def sphere(self, centre: Point, radius: float, surface: Surface) -> None:
        """A sphere."""
        x, y, z = centre
        for box in self.strips(x - radius, y - radius, x + radius, y + radius):
            dx, dy = self._local(box, x, y)
            front = np.sqrt((radius * radius - dx * dx) - dy * dy)
            self._put(box, front + z, Normal(dx, dy, front, 1 / radius), radius, surface)

    def ellipsoid(self, centre: Point, axes: np.ndarray, surface: Surface) -> None:
        """An ellipsoid; `axes` of shape (3, 3) has the half axes as columns."""
        across, down, _ = np.sqrt((axes**2).sum(1)).tolist()
        (m11, m12, m13), (_, m22, m23), (_, _, m33) = np.linalg.inv(axes @ axes.T).tolist()
        x, y, z = centre
        for box in self.strips(x - across, y - down, x + across, y + down):
            dx, dy = self._local(box, x, y)
            tilt = m13 * dx + m23 * dy
            front = tilt * tilt - (m33 * m11) * dx * dx - (2 * m33 * m12) * dx * dy - (m33 * m22) * dy * dy
            front += m33
            np.sqrt(front, out=front)
            dz = (front - tilt) / m33
            nx, ny = m11 * dx + m12 * dy + m13 * dz, m12 * dx + m22 * dy + m23 * dz
            unit = 1 / np.sqrt(nx * nx + ny * ny + front * front)
            self._put(box, dz + z, Normal(nx, ny, front, unit), min(across, down), surface)

    def column(
        self, top: int, middle: np.ndarray, half: np.ndarray, depth: float, deep: np.ndarray, surface: Surface
    ) -> None:
        """A stack of elliptical slices, one a row from `top` on.

        Args:
            top: First row.
            middle: Middle of each row's slice, x.
            half: Half its width.
            depth: Depth of the stack's axis.
            deep: Half the slices' depth.
            surface: How it is painted.
        """
        slopes = np.gradient(half)
        for box in self.strips(float((middle - half).min()), top, float((middle + half).max()), top + len(half) - 1):
            x0, y0, x1, y1 = box
            rows = slice(y0 - top, y1 - top)
            width, slope, thickness, centre = (
                track[rows, None].astype(np.float32) for track in (half, slopes, deep, middle / half)
            )
            nx = self._x[x0:x1] / width - centre
            front = 1 - nx * nx
            np.sqrt(front, out=front)
            reached = front * thickness
            reached += depth
            front *= width / thickness
            unit = 1 / np.sqrt(nx * nx + front * front + slope * slope)
            self._put(box, reached, Normal(nx, -slope, front, unit), float(half.max()), surface)

    def _put(self, box: Box, depth: np.ndarray, normal: Normal, large: float, surface: Surface) -> None:
        """Write depth, tone and ink where `depth` is a number and in front of what is there."""
        x0, y0, x1, y1 = box
        nearer = depth > self.depth[y0:y1, x0:x1]
        if not nearer.any():
            return
        tone = normal.dot(LAMP)
        base = TONE_MIDDLE + (surface.ink << 8)
        if surface.rim and large > self.rim:
            # The rim is as wide on a finger as on an arm: it begins where the surface has turned away that far.
            slant = normal.front * normal.unit
            slant *= rim_slope(self.rim, large)
            tone += np.minimum(slant, RIM_DEPTH, out=slant)
            base -= RIM_DEPTH
        tone += base
        np.maximum(tone, surface.ink << 8, out=tone)
        np.copyto(self.depth[y0:y1, x0:x1], depth, where=nearer)
        np.copyto(self.both[y0:y1, x0:x1], tone.astype(np.uint16), where=nearer)


def _beside(strip: Box, a: Point, axis: tuple[float, float], radius: float) -> Box:
    """The part of a strip that a slanting limb of at most `radius` can touch."""
    x0, y0, x1, y1 = strip
    bx, by = axis
    if abs(by) < 1.0:
        return strip
    at = sorted(min(max((row - a[1]) / by, 0.0), 1.0) for row in (y0 - radius, y1 + radius))
    low, high = sorted(a[0] + part * bx for part in at)
    left, right = max(x0, math.floor(low - radius)), min(x1, math.ceil(high + radius) + 1)
    return (left, y0, right, y1) if left < right else (x0, y0, x0 + 1, y1)


def _is_end_view(a: Point, b: Point, ra: float, rb: float) -> bool:
    """True if one end's circle lies inside the other's, so that the two end spheres say it all."""
    return (b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2 - (ra - rb) ** 2 <= 1e-2
