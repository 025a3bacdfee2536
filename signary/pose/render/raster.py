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
#: Tone = _TONE_MIDDLE + _TONE_SPAN * cosine between surface and lamp, minus the rim; never above 255.
_TONE_MIDDLE, _TONE_SPAN, _RIM_DEPTH = 96.0, 150.0, 95.0
#: Nails: what counts as the back of a finger tip (cosine to the palm, share of the bone's length).
_NAIL_COSINE, _NAIL_START = -0.70, 0.42
#: Large shapes are drawn in strips of rows of about this many pixels, which stay in the processor's cache.
_STRIP = 16000

Box = tuple[int, int, int, int]
Point = Sequence[float]
Plane = np.ndarray | float


@dataclass(frozen=True, slots=True)
class Surface:
    """How a shape is painted.

    Attributes:
        ink: Code of the ink; for hands the first of its PALM_STEPS rows.
        palm: Direction (unit vector) to which the palm side of a hand's bone looks; None for everything else.
        nail: Paint a finger nail on the side away from `palm`.
        rim: Darken the rim, so that the shape parts from its neighbours.
    """

    ink: int
    palm: tuple[float, float, float] | None = None
    nail: bool = False
    rim: bool = True


@dataclass(frozen=True)
class Stamp:
    """Something drawn once, to be put down at many places: ink and tone, depth, and where it lies around its origin."""

    both: np.ndarray
    depth: np.ndarray
    left: int
    top: int


class Canvas:
    """A picture under construction: depth, ink and tone of every pixel.

    Args:
        width: Pixels of the working picture, a multiple of `fine`.
        height: Likewise.
        fine: Working pixels per finished pixel.
        rim: Width in working pixels of the dark rim of shapes.
    """

    def __init__(self, width: int, height: int, fine: int, rim: float) -> None:
        self.width, self.height, self.fine, self.rim = width, height, fine, rim
        self.depth = np.full((height, width), FAR, dtype=np.float32)
        paint = np.zeros((height, width, 2), dtype=np.uint8)
        self.tone, self.ink = paint[..., 0], paint[..., 1]
        self._both = paint.view("<u2")[..., 0]
        self._blank = INKS["background"] << 8
        self._both[:] = self._blank
        self._colours = np.empty(width * height, dtype=np.uint32)
        self._x = np.arange(width, dtype=np.float32) + 0.5
        self._y = (np.arange(height, dtype=np.float32) + 0.5)[:, None]
        self._used: Box = (width, height, 0, 0)

    def clear(self) -> None:
        """Back to the empty background; only where something was drawn."""
        x0, y0, x1, y1 = self._used
        self.depth[y0:y1, x0:x1] = FAR
        self._both[y0:y1, x0:x1] = self._blank
        self._used = (self.width, self.height, 0, 0)

    def box(self, left: float, top: float, right: float, bottom: float) -> Box | None:
        """Whole pixels around a rectangle, cut at the canvas; None if nothing is left. Notes the area as drawn on."""
        x0, y0 = max(math.floor(left), 0), max(math.floor(top), 0)
        x1, y1 = min(math.ceil(right) + 1, self.width), min(math.ceil(bottom) + 1, self.height)
        if x0 >= x1 or y0 >= y1:
            return None
        u = self._used
        self._used = (min(u[0], x0), min(u[1], y0), max(u[2], x1), max(u[3], y1))
        return x0, y0, x1, y1

    def _strips(self, left: float, top: float, right: float, bottom: float) -> Iterator[Box]:
        box = self.box(left, top, right, bottom)
        if box is None:
            return
        x0, y0, x1, y1 = box
        rows = max(_STRIP // (x1 - x0), 1)
        for start in range(y0, y1, rows):
            yield x0, start, x1, min(start + rows, y1)

    def _local(self, box: Box, x: float, y: float) -> tuple[np.ndarray, np.ndarray]:
        """Offsets of a box's pixels from a point: a row (w,) and a column (h, 1)."""
        return self._x[box[0] : box[2]] - x, self._y[box[1] : box[3]] - y

    def cone(self, a: Point, b: Point, ra: float, rb: float, surface: Surface) -> None:
        """A rounded cone: spheres of radius `ra` at `a` to `rb` at `b`."""
        ax, ay, az = a
        bx, by, bz = b[0] - ax, b[1] - ay, b[2] - az
        rr, large = ra - rb, max(ra, rb)
        k = bx * bx + by * by - rr * rr
        if k <= 1e-2:  # seen from its end: one circle lies inside the other, so that the two end spheres say it all
            self.sphere(a, ra, surface)
            self.sphere(b, rb, surface)
            return
        slope = bz / (k * math.sqrt(k + bz * bz))
        for strip in self._strips(
            min(ax - ra, b[0] - rb), min(ay - ra, b[1] - rb), max(ax + ra, b[0] + rb), max(ay + ra, b[1] + rb)
        ):
            box = _beside(strip, a, (bx, by), large)
            dx, dy = self._local(box, ax, ay)
            # Which sphere of the row touches the line of sight nearest to the viewer: the root of a quadratic.
            along = (bx * dx - rr * ra) + by * dy  # (h, w)
            root = along * along
            root -= (k * dx * dx - k * ra * ra) + k * dy * dy
            np.maximum(root, 0.0, out=root)
            np.sqrt(root, out=root)
            root *= slope
            along *= 1.0 / k
            along += root
            np.maximum(along, 0.0, out=along)
            np.minimum(along, 1.0, out=along)
            radius: Plane = ra - rr * along if rr else ra
            self._ball(box, dx - bx * along, dy - by * along, az + bz * along, radius, large, surface, along)

    def sphere(self, centre: Point, radius: float, surface: Surface) -> None:
        """A sphere."""
        x, y, z = centre
        for box in self._strips(x - radius, y - radius, x + radius, y + radius):
            self._ball(box, *self._local(box, x, y), z, radius, radius, surface)

    def _ball(
        self,
        box: Box,
        dx: np.ndarray,
        dy: np.ndarray,
        middle: Plane,
        radius: Plane,
        large: float,
        surface: Surface,
        along: np.ndarray | None = None,
    ) -> None:
        """Pixels of spheres whose centres lie (dx, dy) beside them at depth `middle`; `large` is the largest radius."""
        front = radius * radius - dx * dx - dy * dy
        inside = front > 0.0
        np.maximum(front, 0.0, out=front)
        np.sqrt(front, out=front)
        self._put(box, inside, front + middle, (dx, dy, front), 1.0 / radius, large, surface, along)

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
            nx, ny = m11 * dx + m12 * dy + m13 * dz, m12 * dx + m22 * dy + m23 * dz
            unit = 1 / np.sqrt(np.maximum(nx * nx + ny * ny + front * front, 1e-12))
            self._put(box, inside, dz + z, (nx, ny, front), unit, min(across, down), surface)

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
            width, slope, thickness, centre = (
                track[rows, None].astype(np.float32) for track in (half, slopes, deep, middle / half)
            )
            nx = self._x[x0:x1] / width - centre
            front = 1 - nx * nx
            inside = front > 0
            np.maximum(front, 0, out=front)
            np.sqrt(front, out=front)
            reached = front * thickness
            reached += depth
            front *= width / thickness
            unit = 1 / np.sqrt(nx * nx + front * front + slope * slope)
            self._put(box, inside, reached, (nx, -slope, front), unit, float(half.max()), surface)

    def triangle(self, corners: np.ndarray, normals: np.ndarray, surface: Surface) -> None:
        """A flat piece between three corners of shape (3, 3), its shading bent along the corners' normals (3, 3)."""
        (ax, ay, az), (bx, by, bz), (cx, cy, cz) = corners.tolist()
        area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay)
        if abs(area) < 1.0:
            return
        first, second_step, third_step = normals[0], normals[1] - normals[0], normals[2] - normals[0]
        bent = list(zip(first.tolist(), second_step.tolist(), third_step.tolist(), strict=True))
        for box in self._strips(min(ax, bx, cx), min(ay, by, cy), max(ax, bx, cx), max(ay, by, cy)):
            dx, dy = self._local(box, ax, ay)
            second = dx * ((cy - ay) / area) - dy * ((cx - ax) / area)  # weights of b and c
            third = dy * ((bx - ax) / area) - dx * ((by - ay) / area)
            inside = (second >= -0.01) & (third >= -0.01) & (second + third <= 1.01)
            depth = az + (bz - az) * second + (cz - az) * third
            nx, ny, nz = (start + to_b * second + to_c * third for start, to_b, to_c in bent)
            self._put(box, inside, depth, (nx, ny, nz), 1.0, 0.0, surface)

    def _put(
        self,
        box: Box,
        inside: np.ndarray,
        depth: np.ndarray,
        normal: tuple[np.ndarray, np.ndarray, np.ndarray],
        unit: Plane,
        large: float,
        surface: Surface,
        along: np.ndarray | None = None,
    ) -> None:
        """Write depth, tone and ink where `inside` and in front of what is there; the normal is `normal` * `unit`."""
        x0, y0, x1, y1 = box
        inside &= depth > self.depth[y0:y1, x0:x1]
        if not inside.any():
            return
        nx, ny, nz = normal
        tone = nx * (LIGHT[0] * _TONE_SPAN) + ny * (LIGHT[1] * _TONE_SPAN) + nz * (LIGHT[2] * _TONE_SPAN)
        tone *= unit
        if surface.rim and large > self.rim:
            # The rim is as wide on a finger as on an arm: it begins where the surface has turned away that far.
            turned = math.sqrt(1 - (1 - self.rim / large) ** 2)
            slant = nz * (unit * (_RIM_DEPTH / turned))
            tone += np.minimum(slant, _RIM_DEPTH, out=slant)
            tone += _TONE_MIDDLE - _RIM_DEPTH
        else:
            tone += _TONE_MIDDLE
        np.maximum(tone, 0.0, out=tone)
        paint = tone.astype(np.uint16)
        if surface.palm is None:
            paint += surface.ink << 8
        else:
            paint += _palm_inks(surface, normal, unit, along)
        np.copyto(self.depth[y0:y1, x0:x1], depth, where=inside)
        np.copyto(self._both[y0:y1, x0:x1], paint, where=inside)

    def cut(self, x: int, y: int, z: float) -> Stamp:
        """What was drawn since `clear`, as a stamp with its origin at (x, y, z)."""
        x0, y0, x1, y1 = self._used
        return Stamp(self._both[y0:y1, x0:x1].copy(), self.depth[y0:y1, x0:x1] - np.float32(z), x0 - x, y0 - y)

    def stamp(self, stamp: Stamp, x: int, y: int, z: float) -> None:
        """Put a stamp down with its origin at (x, y, z)."""
        left, top = x + stamp.left, y + stamp.top
        height, width = stamp.both.shape
        for x0, y0, x1, y1 in self._strips(left, top, left + width - 1, top + height - 1):
            piece = slice(y0 - top, y1 - top), slice(x0 - left, x1 - left)
            depth = stamp.depth[piece] + np.float32(z)
            nearer = depth > self.depth[y0:y1, x0:x1]
            np.copyto(self.depth[y0:y1, x0:x1], depth, where=nearer)
            np.copyto(self._both[y0:y1, x0:x1], stamp.both[piece], where=nearer)

    def stain(self, box: Box, inks: np.ndarray, ground: int) -> None:
        """Change the ink, not the tone, where `inks` (h, w) is above 0 and the ink so far is `ground`."""
        x0, y0, x1, y1 = box
        ink = self.ink[y0:y1, x0:x1]
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
        x0, y0 = max(box[0], reach), max(box[1], reach)
        x1, y1 = min(box[2], self.width - reach), min(box[3], self.height - reach)
        rows = max(_STRIP // max(x1 - x0, 1), 1)
        factor = -strength / (high - low)
        for top in range(y0, y1, rows):
            end = min(top + rows, y1)
            depth = self.depth[top - reach : end + reach, x0 - reach : x1 + reach]
            across, down = slice(reach, -reach), slice(reach, -reach)
            near = np.maximum(depth[down, : -2 * reach], depth[down, 2 * reach :])
            np.maximum(near, depth[: -2 * reach, across], out=near)
            np.maximum(near, depth[2 * reach :, across], out=near)
            near -= depth[down, across]
            near -= low
            np.maximum(near, 0.0, out=near)
            np.minimum(near, high - low, out=near)
            near *= factor
            near += 1.0
            tone = self.tone[top:end, x0:x1]
            np.multiply(tone, near, out=tone, casting="unsafe")

    def finish(self) -> Image.Image:
        """The picture in RGB, shrunk to its finished size, which smooths all edges."""
        fine = self.fine
        picture = Image.new("RGB", (self.width // fine, self.height // fine), BACKGROUND)
        x0, y0 = (at // fine * fine for at in self._used[:2])
        x1, y1 = (-(-at // fine) * fine for at in self._used[2:])
        if x0 >= x1 or y0 >= y1:
            return picture
        colours = self._colours[: (x1 - x0) * (y1 - y0)].reshape(y1 - y0, x1 - x0)
        rows = max(_STRIP // (x1 - x0), 1)
        for top in range(y0, y1, rows):
            end = min(top + rows, y1)
            np.take(COLOURS, self._both[top:end, x0:x1], out=colours[top - y0 : end - y0], mode="clip")
        drawn = Image.frombuffer("RGBX", (x1 - x0, y1 - y0), colours, "raw", "RGBX", 0, 1)
        picture.paste(drawn.reduce(fine).convert("RGB"), (x0 // fine, y0 // fine))
        return picture


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


def _palm_inks(
    surface: Surface, normal: tuple[np.ndarray, np.ndarray, np.ndarray], unit: Plane, along: np.ndarray | None
) -> np.ndarray:
    """Ink codes (in the high byte) of a hand's bone: from its back to its palm side, and the nail."""
    if surface.palm is None:
        raise AssertionError("only hands have palms")
    px, py, pz = (direction * PALM_STEPS / 2 for direction in surface.palm)
    side = normal[0] * px + normal[1] * py + normal[2] * pz
    side *= unit
    side += PALM_STEPS / 2
    np.maximum(side, 0.0, out=side)
    inks = side.astype(np.uint16)
    np.minimum(inks, PALM_STEPS - 1, out=inks)
    inks += surface.ink
    if surface.nail and along is not None:
        inks[(side < (1 + _NAIL_COSINE) * PALM_STEPS / 2) & (along > _NAIL_START)] = INKS["nail"]
    inks <<= 8
    return inks
