"""What part of space the picture shows: chosen once per sequence, so that the picture never jitters."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from signary.pose.render.actor import HAND, SIDES, Actor, finite_span
from signary.pose.render.raster import Canvas

#: Metres around the middle of the shoulders: crown with room above it, below the waist, elbows out.
_LEFT_RIGHT, _UP, _DOWN = 0.47, 0.43, 0.51
#: Room around the outermost hands, and how far the picture may widen for them (share of the usual extent).
_MARGIN, _WIDEST = 0.03, 1.35
#: The working picture is drawn finer and shrunk, which smooths all edges.
_WORKING_PIXELS, _MIN_FINE, _MAX_FINE = 1024, 2, 4
#: Width of the dark rim of every shape, in finished pixels.
_RIM = 1.1


@dataclass(frozen=True)
class View:
    """An orthographic view from the front.

    Attributes:
        width: Pixels of the finished picture.
        height: Likewise.
        fine: Working pixels per finished pixel.
        scale: Working pixels per metre.
        middle: Working pixel (x, y) of the origin.
    """

    width: int
    height: int
    fine: int
    scale: float
    middle: tuple[float, float]

    def pixels(self, points: np.ndarray) -> np.ndarray:
        """Points (..., 3) in metres, y up -> working pixels, y down, z still towards the viewer."""
        moved: np.ndarray = points * np.array([self.scale, -self.scale, self.scale])
        moved[..., 0] += self.middle[0]
        moved[..., 1] += self.middle[1]
        return moved

    def directions(self, vectors: np.ndarray) -> np.ndarray:
        """Directions (..., 3), y up -> y down."""
        turned: np.ndarray = vectors * np.array([1.0, -1.0, 1.0])
        return turned

    def canvas(self) -> Canvas:
        """An empty canvas for the view."""
        return Canvas(self.fine * self.width, self.fine * self.height, self.fine, _RIM * self.fine)


def fineness(width: int, height: int) -> int:
    """How much finer the working picture is."""
    return int(np.clip(_WORKING_PIXELS // max(width, height), _MIN_FINE, _MAX_FINE))


def frame_box(low: np.ndarray, high: np.ndarray, width: int, height: int, standing: bool = False) -> View:
    """The view that shows the box from `low` to `high` (x, y in metres) as large as possible.

    The box is in the middle of the picture, or `standing` on its lower edge.
    """
    fine = fineness(width, height)
    extent = np.maximum(high - low, 1e-6)
    scale = fine * float(min(width / extent[0], height / extent[1]))
    x = fine * width / 2 - scale * float(low[0] + high[0]) / 2
    y = fine * height + scale * float(low[1]) if standing else fine * height / 2 + scale * float(low[1] + high[1]) / 2
    return View(width, height, fine, scale, (x, y))


def frame_actor(actor: Actor, width: int, height: int) -> View:
    """The view of a signer: head to below the waist, wider where the hands go beyond."""
    return frame_signer(np.concatenate([actor.points[:, HAND[side]] for side in SIDES], 1), width, height)


def frame_signer(points: np.ndarray, width: int, height: int) -> View:
    """The view of a signer whose hands are at `points`, shape (T, N, 3), metres from between the shoulders."""
    low, high = np.array([-_LEFT_RIGHT, -_DOWN]), np.array([_LEFT_RIGHT, _UP])
    centre, half = (low + high) / 2, (high - low) / 2
    hands = finite_span(points)
    if hands is not None:
        # Hands hanging down below the picture are at rest: the picture widens up and sideways only.
        low[0] = min(low[0], max(hands[0][0] - _MARGIN, centre[0] - _WIDEST * half[0]))
        high = np.maximum(high, np.minimum(hands[1] + _MARGIN, centre + _WIDEST * half))
    return frame_box(low, high, width, height, standing=True)
