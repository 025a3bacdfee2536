"""Drawing solids: a canvas with depth, and the few shapes a figure is made of, seen straight from the front.

Coordinates are canvas pixels: x to the right, y down, z towards the viewer. Every shape fills the pixels of its
bounding box only, tests depth per pixel and writes two bytes, ink and tone (`palette`). Rounded cones are exact: the
surface of a sphere that moves from a to b while its radius goes from one value to the other.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image

from signary.pose.render.palette import BACKGROUND, COLOURS, INKS, PALM_STEPS

#: Direction to the lamp (left of the picture, above, in front), length 1.
LIGHT = (-0.36, -0.44, 0.82)
FAR = np.float32(-1e6)
#: Tone = _TONE_MIDDLE + _TONE_SPAN * cosine between surface and lamp, minus the rim.
_TONE_MIDDLE, _TONE_SPAN, _RIM_DEPTH = 96.0, 150.0, 95.0
#: Palm side: cosine to the palm's direction -> step of the hand ink; nails: what counts as the back of a finger tip.
_PALM_SPAN = PALM_STEPS / 2
_NAIL_COSINE, _NAIL_START = -0.70, 0.42

#: Large shapes are drawn in strips of rows of about this many pixels, which stay in the processor's cache.
_STRIP = 12000

Box = tuple[int, int, int, int]
Point = Sequence[float]


@dataclass(frozen=True, slots=True)
class Surface:
    """How a shape is painted.

    Attributes:
        ink: Code of the ink; for hands the first of its PALM_STEPS rows.
        palm: Direction (unit vector) to which the palm side of a hand's bone looks; None for everything else.
        nail: Paint a finger nail on the side away from `palm`.
    """

    ink: int
    palm: tuple[float, float, float] | None = None
    nail: bool = False


class Canvas:
    """A picture under construction: depth, ink and tone of every pixel.

    Args:
        width: Pixels of the working picture, which is `fine` times the finished one.
        height: Likewise.
        rim: Width in pixels of the dark rim of every shape.
    """

    def __init__(self, width: int, height: int, rim: float) -> None:
        self.width, self.height, self.rim = width, height, rim
        self.depth = np.full((height, width), FAR, dtype=np.float32)
        self.paint = np.zeros((height, width, 2), dtype=np.uint8)
        self.paint[..., 0], self.paint[..., 1] = 255, INKS["background"]
        self._both = self.paint.view("<u2")[..., 0]
        self._x = np.arange(width, dtype=np.float32) + 0.5
        self._y = (np.arange(height, dtype=np.float32) + 0.5)[:, None]
        self._blank = int(self._both[0, 0])
        self._used: Box = (0, 0, 0, 0)

    def clear(self) -> None:
        """Back to the empty background; only where something was drawn."""
        x0, y0, x1, y1 = self._used
        self.depth[y0:y1, x0:x1] = FAR
        self._both[y0:y1, x0:x1] = self._blank
        self._used = (self.width, self.height, 0, 0)

    def _strips(self, left: float, top: float, right: float, bottom: float) -> Iterator[Box]:
        box = self.box(left, top, right, bottom)
        if box is None:
            return
        x0, y0, x1, y1 = box
        rows = max(_STRIP // (x1 - x0), 1)
        for start in range(y0, y1, rows):
            yield x0, start, x1, min(start + rows, y1)

    def box(self, left: float, top: float, right: float, bottom: float) -> Box | None:
        """Whole pixels around a rectangle, cut at the canvas; None if nothing is left. Notes the area as drawn on."""
        x0, y0 = max(int(left), 0), max(int(top), 0)
        x1, y1 = min(math.ceil(right) + 1, self.width), min(math.ceil(bottom) + 1, self.height)
        if x0 >= x1 or y0 >= y1:
            return None
        u = self._used
        self._used = (min(u[0], x0), min(u[1], y0), max(u[2], x1), max(u[3], y1))
        return x0, y0, x1, y1

    def cone(self, a: Point, b: Point, ra: float, rb: float, surface: Surface) -> None:
        """A rounded cone: spheres of radius `ra` at `a` to `rb` at `b`."""
        ax, ay, az = a
        axis = b[0] - ax, b[1] - ay, b[2] - az
        rr = ra - rb
        k = axis[0] ** 2 + axis[1] ** 2 - rr * rr
        if k <= 1e-2:  # seen from its end: one circle lies inside the other, so that the two end spheres say it all
            self.sphere(a, ra, surface)
            self.sphere(b, rb, surface)
            return
        slope = axis[2] / (k * math.sqrt(k + axis[2] ** 2))
        for box in self._strips(
            min(ax - ra, b[0] - rb), min(ay - ra, b[1] - rb), max(ax + ra, b[0] + rb), max(ay + ra, b[1] + rb)
        ):
            dx, dy = self._local(box, ax, ay)
            # Which sphere of the row touches the line of sight nearest to the viewer: the root of a quadratic.
            along = (axis[0] * dx - rr * ra) + axis[1] * dy  # (h, w)
            root = along * along
            root -= k * dx * dx - k * ra * ra
            root -= k * dy * dy
            np.maximum(root, 0.0, out=root)
            np.sqrt(root, out=root)
            root *= slope
            along *= 1.0 / k
            along += root
            np.clip(along, 0.0, 1.0, out=along)
            radius: np.ndarray | float = ra - rr * along if rr else ra
            self._ball(box, dx - axis[0] * along, dy - axis[1] * along, axis[2] * along + az, radius, max(ra, rb), surface, along)

    def sphere(self, centre: Point, radius: float, surface: Surface) -> None:
        """A sphere."""
        x, y, z = centre
        for box in self._strips(x - radius, y - radius, x + radius, y + radius):
            dx, dy = self._local(box, x, y)
            self._ball(box, dx, dy, z, radius, radius, surface)

    def _local(self, box: Box, x: float, y: float) -> tuple[np.ndarray, np.ndarray]:
        """Offsets of a box's pixels from a point: a row (w,) and a column (h, 1)."""
        return self._x[box[0] : box[2]] - np.float32(x), self._y[box[1] : box[3]] - np.float32(y)

    def _ball(
        self,
        box: Box,
        dx: np.ndarray,
        dy: np.ndarray,
        middle: np.ndarray | float,
        radius: np.ndarray | float,
        largest: float,
        surface: Surface,
        along: np.ndarray | None = None,
    ) -> None:
        """Pixels of spheres whose centres lie (dx, dy) beside them at depth `middle`."""
        front = radius * radius - dx * dx - dy * dy
        inside = front > 0.0
        np.maximum(front, 0.0, out=front)
        np.sqrt(front, out=front)
        depth = front + middle
        inside &= depth > self.depth[box[1] : box[3], box[0] : box[2]]
        if inside.any():
            unit = np.float32(1.0) / radius
            self._put(box, inside, depth, (dx * unit, dy * unit, front * unit), largest, surface, along)

    def ellipsoid(self, centre: Point, axes: np.ndarray, surface: Surface) -> None:
        """An ellipsoid; `axes` of shape (3, 3) has the half axes as columns."""
        across, down, _ = np.sqrt((axes**2).sum(1)).tolist()
        (m11, m12, m13), (_, m22, m23), (_, _, m33) = np.linalg.inv(axes @ axes.T).tolist()
        x, y, z = centre
        for box in self._strips(x - across, y - down, x + across, y + down):
            dx, dy = self._local(box, x, y)
            tilt = m13 * dx + m23 * dy
            front = tilt * tilt - (m33 * m11) * dx * dx - (2 * m33 * m12) * dx * dy - (m33 * m22) * dy * dy
            front += m33
            inside = front > 0
            np.maximum(front, 0, out=front)
            np.sqrt(front, out=front)
            dz = (front - tilt) / m33
            depth = dz + z
            inside &= depth > self.depth[box[1] : box[3], box[0] : box[2]]
            if not inside.any():
                continue
            nx, ny = m11 * dx + m12 * dy + m13 * dz, m12 * dx + m22 * dy + m23 * dz
            unit = 1 / np.sqrt(np.maximum(nx * nx + ny * ny + front * front, 1e-12))
            self._put(box, inside, depth, (nx * unit, ny * unit, front * unit), min(across, down), surface)

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
        for box in self._strips(
            float((middle - half).min()), top, float((middle + half).max()), top + len(half) - 1
        ):
            x0, y0, x1, y1 = box
            rows = slice(y0 - top, y1 - top)
            width, slope, thickness = (track[rows, None].astype(np.float32) for track in (half, slopes, deep))
            nx = self._x[x0:x1] / width - (middle[rows, None] / half[rows, None]).astype(np.float32)
            front = 1 - nx * nx
            inside = front > 0
            np.maximum(front, 0, out=front)
            np.sqrt(front, out=front)
            reached = front * thickness
            reached += depth
            inside &= reached > self.depth[y0:y1, x0:x1]
            front *= width / thickness
            unit = 1 / np.sqrt(nx * nx + front * front + slope * slope)
            self._put(box, inside, reached, (nx * unit, -slope * unit, front * unit), float(half.max()), surface)

    def triangle(self, corners: np.ndarray, normals: np.ndarray, surface: Surface) -> None:
        """A flat piece between three corners of shape (3, 3), its shading bent along the corners' normals (3, 3)."""
        (ax, ay, az), (bx, by, bz), (cx, cy, cz) = corners.tolist()
        area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay)
        if abs(area) < 1.0:
            return
        box = self.box(min(ax, bx, cx), min(ay, by, cy), max(ax, bx, cx), max(ay, by, cy))
        if box is None:
            return
        x0, y0, x1, y1 = box
        dx, dy = self._x[x0:x1] - np.float32(ax), self._y[y0:y1] - np.float32(ay)
        second = dx * ((cy - ay) / area) - dy * ((cx - ax) / area)  # weights of b and c
        third = dy * ((bx - ax) / area) - dx * ((by - ay) / area)
        inside = (second >= -0.01) & (third >= -0.01) & (second + third <= 1.01)
        depth = az + (bz - az) * second + (cz - az) * third
        inside &= depth > self.depth[y0:y1, x0:x1]
        normals = normals.astype(np.float32)
        steps = normals[1] - normals[0], normals[2] - normals[0]
        normal = tuple(normals[0][at] + steps[0][at] * second + steps[1][at] * third for at in range(3))
        self._put(box, inside, depth, normal, 0.0, surface)  # type: ignore[arg-type]

    def _put(
        self,
        box: Box,
        inside: np.ndarray,
        depth: np.ndarray,
        normal: tuple[np.ndarray, np.ndarray, np.ndarray],
        radius: float,
        surface: Surface,
        along: np.ndarray | None = None,
    ) -> None:
        """Write depth, tone and ink where `inside`."""
        x0, y0, x1, y1 = box
        nx, ny, nz = normal
        tone = nx * (LIGHT[0] * _TONE_SPAN) + ny * (LIGHT[1] * _TONE_SPAN)
        tone += nz * (LIGHT[2] * _TONE_SPAN)
        tone += _TONE_MIDDLE
        if radius > self.rim:
            # The rim is as wide on a finger as on an arm: it begins where the surface has turned away that far.
            turned = math.sqrt(1 - (1 - self.rim / radius) ** 2)
            tone -= np.maximum(turned - nz, 0.0) * (_RIM_DEPTH / turned)
        np.clip(tone, 0.0, 255.0, out=tone)
        paint = tone.astype(np.uint16)
        if surface.palm is None:
            paint += surface.ink << 8
        else:
            px, py, pz = surface.palm
            side = nx * px + ny * py + nz * pz
            step = ((side + 1.0) * _PALM_SPAN).astype(np.uint16)
            np.minimum(step, PALM_STEPS - 1, out=step)
            step += surface.ink
            if surface.nail and along is not None:
                step[(side < _NAIL_COSINE) & (along > _NAIL_START)] = INKS["nail"]
            paint += step << 8
        np.copyto(self.depth[y0:y1, x0:x1], depth, where=inside)
        np.copyto(self._both[y0:y1, x0:x1], paint, where=inside)

    def stain(self, box: Box, inks: np.ndarray, ground: int) -> None:
        """Change the ink, not the tone, where `inks` (h, w) is above 0 and the ink so far is `ground`."""
        x0, y0, x1, y1 = box
        ink = self.paint[y0:y1, x0:x1, 1]
        np.copyto(ink, inks, where=(inks > 0) & (ink == ground))

    def outline(self, box: Box, reach: int, low: float, high: float, strength: float) -> None:
        """Darken what lies behind something nearer within `reach` pixels: fingers part from fingers, arms from the shirt.

        Args:
            box: Where.
            reach: Distance in pixels from the nearer thing.
            low: Difference in depth (pixels) from which on it darkens.
            high: Difference at which it is darkest.
            strength: Share of the tone that is lost there.
        """
        x0, y0, x1, y1 = max(box[0], reach), max(box[1], reach), min(box[2], self.width - reach), min(box[3], self.height - reach)
        if x0 >= x1 or y0 >= y1:
            return
        own = self.depth[y0:y1, x0:x1]
        near = np.maximum(self.depth[y0:y1, x0 - reach : x1 - reach], self.depth[y0:y1, x0 + reach : x1 + reach])
        np.maximum(near, self.depth[y0 - reach : y1 - reach, x0:x1], out=near)
        np.maximum(near, self.depth[y0 + reach : y1 + reach, x0:x1], out=near)
        near -= own
        near -= low
        np.clip(near, 0.0, high - low, out=near)
        near *= -strength / (high - low)
        near += 1.0
        tone = self.paint[y0:y1, x0:x1, 0]
        np.multiply(tone, near, out=tone, casting="unsafe")

    def finish(self, fine: int) -> Image.Image:
        """The picture in RGB, `fine` times smaller, edges smooth."""
        picture = Image.new("RGB", (self.width // fine, self.height // fine), BACKGROUND)
        x0, y0, x1, y1 = (at // fine * fine if low else -(-at // fine) * fine for at, low in zip(self._used, (1, 1, 0, 0), strict=True))
        if x0 < x1 and y0 < y1:
            colours = COLOURS.take(self._both[y0:y1, x0:x1], mode="clip")
            drawn = Image.frombuffer("RGBX", (x1 - x0, y1 - y0), colours, "raw", "RGBX", 0, 1)
            picture.paste(drawn.reduce(fine).convert("RGB"), (x0 // fine, y0 // fine))
        return picture
