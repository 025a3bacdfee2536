"""Light: from the direction of a surface to its tone, and the colouring of hands bone by bone.

Bones of hands are first drawn as depth and owner only. Then every visible pixel looks up the row of its bone, which
holds what is needed to find the surface's direction there again: cheaper than colouring every bone in full.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from signary.pose.render.palette import INKS, PALM_STEPS

#: Tone = TONE_MIDDLE + cosine between surface and lamp * the lamp's strength, minus the rim; never above 255.
TONE_MIDDLE, RIM_DEPTH = 96.0, 95.0
#: Direction to the lamp (left of the picture, above, in front; y counts down) times its strength.
LAMP = tuple(150.0 * direction for direction in (-0.36, -0.44, 0.82))
#: Nails: what counts as the back of a finger tip (cosine to the palm, share of the bone's length).
_NAIL_COSINE, _NAIL_START = -0.70, 0.42


Plane = np.ndarray | float


@dataclass(frozen=True, slots=True)
class Surface:
    """How a shape is painted.

    Attributes:
        ink: Code of the ink.
        rim: Darken the rim, so that the shape parts from its neighbours.
    """

    ink: int
    rim: bool = True


class Normal:
    """Directions of a surface: (x, y, front) * unit, where x and y may shift along an axis.

    Kept in pieces, as most shapes need only dot products of it.
    """

    __slots__ = ("along", "axis", "front", "unit", "x", "y")

    def __init__(
        self,
        x: np.ndarray,
        y: np.ndarray,
        front: np.ndarray,
        unit: Plane,
        along: np.ndarray | None = None,
        axis: tuple[float, float] = (0.0, 0.0),
    ) -> None:
        self.x, self.y, self.front, self.unit, self.along, self.axis = x, y, front, unit, along, axis

    def dot(self, direction: tuple[float, ...]) -> np.ndarray:
        """Dot product with a direction."""
        dx, dy, dz = direction
        product = self.front * dz
        product += dx * self.x + dy * self.y
        if self.along is not None:
            product -= self.along * (dx * self.axis[0] + dy * self.axis[1])
        product *= self.unit
        return product


@dataclass(frozen=True, slots=True)
class Skin:
    """How a bone of a hand is painted.

    Attributes:
        ink: Code of the first of the ink's PALM_STEPS rows.
        palm: Direction (unit vector) to which its palm side looks.
        nail: Paint a finger nail on the side away from `palm`.
        rim: Darken the rim.
    """

    ink: int
    palm: tuple[float, float, float]
    nail: bool = False
    rim: bool = True


def rim_slope(rim: float, radius: float) -> float:
    """Tone lost per cosine to the viewer: a rim `rim` pixels wide begins where a surface has turned away that far."""
    return RIM_DEPTH / math.sqrt(1 - (1 - min(rim / radius, 1.0)) ** 2)


def bone_row(a: Sequence[float], b: Sequence[float], ra: float, rb: float, skin: Skin, rim: float) -> tuple[float, ...]:
    """What `shade_bones` must know of a bone: see there for the order."""
    (ax, ay, az), (bx, by, bz) = a, (b[0] - a[0], b[1] - a[1], b[2] - a[2])
    rr = ra - rb
    d = max(bx * bx + by * by + bz * bz - rr * rr, 1e-6)
    (lx, ly, lz), (px, py, pz) = LAMP, skin.palm
    return (
        *(-(bx * ax + by * ay + bz * az + rr * ra) / d, bx / d, by / d, bz / d),
        *(ra, rr),
        *(lx * ax + ly * ay + lz * az, lx * bx + ly * by + lz * bz),
        *(az, bz),
        *(px, py, pz, px * ax + py * ay + pz * az, px * bx + py * by + pz * bz),
        rim_slope(rim, max(ra, rb)) if skin.rim else 1e6,
        skin.ink,
        1.0 if skin.nail else 0.0,
    )


def bone_table(rows: Sequence[tuple[float, ...]]) -> np.ndarray:
    """Rows of bones 1, 2, …, as columns of a float32 array."""
    return np.array([rows[0], *rows], dtype=np.float32).T.copy()


def shade_bones(bones: np.ndarray, owner: np.ndarray, x: np.ndarray, y: np.ndarray, z: np.ndarray) -> np.ndarray:
    """Ink and tone (uint16) of pixels at (x, y, z), each on the surface of the bone `owner`."""
    (s0, sx, sy, sz, ra, rr, la, lb, za, zb, px, py, pz, pa, pb, rim, ink, nail) = bones.take(owner, axis=1)
    along = s0 + sx * x + sy * y + sz * z  # place along the bone's axis
    np.maximum(along, 0.0, out=along)
    np.minimum(along, 1.0, out=along)
    unit = 1.0 / (ra - rr * along)
    tone = LAMP[0] * x + LAMP[1] * y + LAMP[2] * z - la - lb * along
    tone *= unit
    slant = (z - za - zb * along) * unit * rim
    tone += np.minimum(slant, RIM_DEPTH, out=slant)
    tone += TONE_MIDDLE - RIM_DEPTH
    np.maximum(tone, 0.0, out=tone)
    np.minimum(tone, 255.0, out=tone)
    side = (px * x + py * y + pz * z - pa - pb * along) * unit  # cosine to the palm
    step = np.minimum(np.maximum((side + 1.0) * (PALM_STEPS / 2), 0), PALM_STEPS - 1)
    inks = (ink + step).astype(np.uint16)
    inks[(side < _NAIL_COSINE) & (along > _NAIL_START) & (nail > 0)] = INKS["nail"]
    inks <<= 8
    inks += tone.astype(np.uint16)
    return np.asarray(inks)
