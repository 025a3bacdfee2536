"""Torso, arms, neck and head as solids."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

import numpy as np
from scipy.interpolate import PchipInterpolator

from signary.pose.render.actor import REST, SHOULDER_WIDTH, SIDES, Actor
from signary.pose.render.hand import Solids
from signary.pose.render.head import ORIGIN, HeadPose
from signary.pose.render.palette import INKS
from signary.pose.render.raster import Canvas, Stamp, Surface
from signary.pose.render.view import View
from signary.pose.skeletons import face
from signary.pose.skeletons.smplx import SMPLX_JOINTS

#: Radii in metres of sleeves at shoulder, elbow and cuff, and of the yoke at the neck.
_SHOULDER, _ELBOW, _CUFF, _YOKE = 0.058, 0.045, 0.0315, 0.040
#: Where the sleeve ends and the cuff begins, as a share of the forearm.
_CUFF_FROM, _CUFF_TO = 0.885, 0.935
#: Half widths (share of the shoulders' width) and half depths (metres) of the torso by height over the shoulders.
_TORSO = (
    (0.085, 0.15, 0.045),
    (0.055, 0.23, 0.062),
    (0.01, 0.37, 0.080),
    (-0.05, 0.44, 0.098),
    (-0.12, 0.455, 0.108),
    (-0.22, 0.43, 0.106),
    (-0.33, 0.395, 0.100),
    (-0.45, 0.405, 0.100),
    (-0.70, 0.45, 0.110),
)
_HEIGHTS, _WIDTHS, _DEPTHS = np.array(_TORSO)[::-1].T
_TORSO_WIDTH, _TORSO_DEPTH = PchipInterpolator(_HEIGHTS, _WIDTHS), PchipInterpolator(_HEIGHTS, _DEPTHS)
#: The shirt's collar: height over the shoulders and half axes, metres.
_COLLAR_AT, _COLLAR = 0.072, (0.060, 0.020, 0.058)
#: Ellipsoids of the head: centre and half axes in metres of the built-in body, ink, follows the jaw.
_HEAD = (
    ((0.0, 0.712, -0.002), (0.0775, 0.094, 0.097), "skin", False),
    ((0.0, 0.668, 0.036), (0.0665, 0.078, 0.068), "skin", False),
    ((0.0, 0.640, 0.030), (0.0570, 0.056, 0.062), "skin", True),
    ((0.0755, 0.668, -0.012), (0.009, 0.020, 0.013), "neck", False),
    ((-0.0755, 0.668, -0.012), (0.009, 0.020, 0.013), "neck", False),
    ((0.0, 0.736, -0.024), (0.0860, 0.093, 0.098), "hair", False),
    ((0.0, 0.705, -0.040), (0.0870, 0.085, 0.080), "hair", False),
    ((0.024, 0.782, 0.010), (0.0580, 0.050, 0.083), "hair", False),
    ((-0.044, 0.776, 0.004), (0.0400, 0.048, 0.076), "hair", False),
)


#: The nose: bridge, tip and wings on the built-in head (offset from the landmarks into the flesh), radii in metres.
_NOSE = tuple(REST[SMPLX_JOINTS.index(face.name(point))] for point in (168, 4, 75, 305))
_BRIDGE, _TIP, _WING = 0.0065, 0.0125, 0.0070
#: Drawings kept for reuse, and how finely what they depend on is told apart: pixels, lean, rotation, jaw in metres.
_KEPT, _WIDTH_STEP, _LEAN_STEP, _TURN_STEP, _JAW_STEP = 6, 2.0, 0.02, 0.01, 0.001


class _Stamps:
    """Drawings that are put down again where nothing but their place has changed: bodies move little.

    Args:
        view: The picture they are for.
        origin: Where on a canvas of its own a drawing has its origin, as shares of the picture's width and height.
    """

    def __init__(self, view: View, origin: tuple[float, float]) -> None:
        # Roomier than the picture, for what lies below its edge may rise into it.
        self._canvas = view.canvas(room=1.4)
        self.origin = round(origin[0] * self._canvas.width), round(origin[1] * self._canvas.height)
        self._kept: dict[Hashable, Stamp] = {}

    def put(
        self, canvas: Canvas, place: tuple[float, float, float], key: Hashable, draw: Callable[[Canvas], None]
    ) -> None:
        """Put the drawing of `key` down at `place`; `draw` makes it, around the origin at depth 0, where it is new."""
        stamp = self._kept.pop(key, None)
        if stamp is None:
            self._canvas.clear()
            draw(self._canvas)
            stamp = self._canvas.cut(*self.origin)
        self._kept[key] = stamp
        if len(self._kept) > _KEPT:
            del self._kept[next(iter(self._kept))]
        canvas.stamp(stamp, round(place[0]), round(place[1]), place[2])


class TorsoPainter:
    """Draws the shirt: a column of elliptical slices from the neck to below the picture, and its collar.

    Args:
        actor: The points.
        view: How metres become pixels.
    """

    def __init__(self, actor: Actor, view: View) -> None:
        shoulders = actor.at("left_shoulder", "right_shoulder").astype(float)
        middle = shoulders.mean(1)
        # Turned sideways, a body is narrower, but never as flat as a board.
        width = np.linalg.norm(shoulders[:, 0, :2] - shoulders[:, 1, :2], axis=-1)
        width = np.clip(width, 0.6 * SHOULDER_WIDTH, 1.5 * SHOULDER_WIDTH) * view.scale
        down = actor.at("left_hip", "right_hip").mean(1) - middle
        lean = np.clip(np.nan_to_num(down[:, 0] / np.minimum(down[:, 1], -0.1)), -0.5, 0.5)
        self._scale = view.scale
        self._places = view.pixels(middle)
        self._keys = np.stack([np.round(width / _WIDTH_STEP), np.round(lean / _LEAN_STEP)], -1).astype(int)
        self._stamps = _Stamps(view, (0.5, 0.3))

    def draw(self, canvas: Canvas, frame: int) -> None:
        """One frame."""
        x, y, z = self._places[frame].tolist()
        width, lean = self._keys[frame].tolist()
        self._stamps.put(canvas, (x, y, z), (width, lean), lambda empty: self._draw(empty, width, lean))

    def _draw(self, canvas: Canvas, width: int, lean: int) -> None:
        x, y = self._stamps.origin
        top = y - int(_HEIGHTS[-1] * self._scale)
        bottom = min(y - int(_HEIGHTS[0] * self._scale), canvas.height)
        height = (y - np.arange(top, bottom) - 0.5) / self._scale
        middle = x + lean * _LEAN_STEP * height * self._scale
        shirt = Surface(INKS["shirt"])
        half = _TORSO_WIDTH(height) * width * _WIDTH_STEP
        canvas.column(top, middle, half, 0.0, _TORSO_DEPTH(height) * self._scale, shirt)
        collar = np.diag(np.array(_COLLAR) * self._scale)
        canvas.ellipsoid((float(x), y - _COLLAR_AT * self._scale, 0.0), collar, Surface(INKS["cuff"]))


class HeadPainter:
    """Draws skull, jaw, ears, hair and nose.

    Args:
        head: Where the head is in every frame.
        view: How metres become pixels.
    """

    def __init__(self, head: HeadPose, view: View) -> None:
        self._scale = head.size * view.scale
        self._places = view.pixels(head.centre)
        self._jaws = np.round(np.nan_to_num(head.jaw) / _JAW_STEP).astype(int)
        self._turns = np.round(np.nan_to_num(head.rotation) / _TURN_STEP).astype(int)
        self._stamps = _Stamps(view, (0.5, 0.5))

    def draw(self, canvas: Canvas, frame: int) -> None:
        """One frame; nothing where the head is missing."""
        x, y, z = self._places[frame].tolist()
        if not np.isfinite(x + y + z):
            return
        jaw, turn = int(self._jaws[frame]), self._turns[frame]
        self._stamps.put(canvas, (x, y, z), (jaw, turn.tobytes()), lambda empty: self._draw(empty, jaw, turn))

    def _draw(self, canvas: Canvas, jaw: int, turn: np.ndarray) -> None:
        u, _, vt = np.linalg.svd(turn * _TURN_STEP)  # back to a rotation after rounding
        axes = np.diag([1.0, -1.0, 1.0]) @ (u @ vt) * self._scale  # metres of the built-in head -> pixels
        origin = np.array([*self._stamps.origin, 0.0])

        def place(point: Sequence[float] | np.ndarray) -> np.ndarray:
            return origin + axes @ (np.asarray(point) - ORIGIN)

        for centre, half, ink, jawed in _HEAD:
            drop = (0.0, jaw * _JAW_STEP, 0.0) if jawed else (0.0, 0.0, 0.0)
            middle = place(np.subtract(centre, drop)).tolist()
            canvas.ellipsoid(middle, axes * np.array(half), Surface(INKS[ink]))
        bridge, tip, right, left = _NOSE
        skin, scale = Surface(INKS["skin"], rim=False), self._scale
        back = place(bridge - (0, 0, 0.008)), place(tip - (0, 0, 0.012))
        canvas.cone(back[0].tolist(), back[1].tolist(), _BRIDGE * scale, _TIP * scale, skin)
        for wing in (left, right):
            canvas.sphere(place(wing - (0, -0.001, 0.004)).tolist(), _WING * scale, skin)


def arm_solids(actor: Actor) -> Solids:
    """Yoke, sleeves and cuffs of both arms; NaN where joints are missing."""
    starts, ends, radii, inks = [], [], [], []
    shoulders = actor.at("left_shoulder", "right_shoulder")
    middle = shoulders.mean(1)
    for at, side in enumerate(SIDES):
        shoulder, elbow, wrist = shoulders[:, at], actor.at(f"{side}_elbow"), actor.at(f"{side}_wrist")
        collar = middle + 0.16 * (shoulder - middle) + np.array([0.0, 0.060, -0.010])
        shoulder = shoulder + np.array([0.0, -0.012, 0.0])
        forearm = wrist - elbow
        for start, end, first, last, ink in (
            (collar, shoulder, _YOKE, 0.95 * _SHOULDER, "shirt"),
            (shoulder, elbow, _SHOULDER, _ELBOW, "sleeve"),
            (elbow, elbow + _CUFF_FROM * forearm, _ELBOW, _CUFF, "sleeve"),
            (elbow + _CUFF_FROM * forearm, elbow + _CUFF_TO * forearm, 1.06 * _CUFF, 1.03 * _CUFF, "cuff"),
        ):
            starts.append(start)
            ends.append(end)
            radii.append((first, last))
            inks.append(INKS[ink])
    soft = tuple(ink == INKS["shirt"] for ink in inks)
    return Solids(np.stack(starts, 1), np.stack(ends, 1), np.array(radii), tuple(inks), soft=soft)


def neck_solids(actor: Actor, head: HeadPose) -> Solids:
    """The neck, from between the shoulders into the head."""
    base = actor.at("left_shoulder", "right_shoulder").mean(1) + np.array([0.0, 0.060, -0.005])
    top = head.place(np.array([[0.0, 0.655, -0.02]]))[:, 0]
    return Solids(base[:, None], top[:, None], np.array([(0.050, 0.046)]), (INKS["neck"],))
