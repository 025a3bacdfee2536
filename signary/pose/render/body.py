"""Torso, arms, neck and head as solids."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

import numpy as np
from scipy.interpolate import PchipInterpolator
from scipy.ndimage import uniform_filter1d

from signary.pose.render.actor import REST, SHOULDER_WIDTH, Actor
from signary.pose.render.camera import View
from signary.pose.render.canvas import Stamp
from signary.pose.render.hand import Solids
from signary.pose.render.head import ORIGIN, HeadPose
from signary.pose.render.palette import INKS
from signary.pose.render.raster import Canvas
from signary.pose.render.shading import Surface
from signary.pose.skeletons import face
from signary.pose.skeletons.smplx import SMPLX_JOINTS

#: Radii in metres of sleeves at shoulder, elbow and cuff, and of the yoke at the neck.
_SHOULDER, _ELBOW, _CUFF, _YOKE = 0.058, 0.045, 0.0315, 0.040
#: How far below the shoulder joint the middle of the sleeve begins.
_SHOULDER_DROP = 0.012
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
#: Ellipsoids of the head: centre and half axes in metres of the built-in body, ink, follows the jaw, has a rim.
_HEAD = (
    ((0.0, 0.708, -0.002), (0.0775, 0.096, 0.098), "skin", False, True),
    ((0.0, 0.670, 0.034), (0.0670, 0.080, 0.0685), "skin", False, False),
    ((0.0, 0.646, 0.0315), (0.0590, 0.062, 0.0645), "skin", True, False),
    ((0.0755, 0.668, -0.012), (0.009, 0.020, 0.013), "neck", False, True),
    ((-0.0755, 0.668, -0.012), (0.009, 0.020, 0.013), "neck", False, True),
    ((0.0, 0.724, -0.030), (0.0870, 0.102, 0.094), "hair", False, True),
    ((0.022, 0.774, 0.006), (0.0630, 0.057, 0.086), "hair", False, True),
    ((-0.041, 0.770, 0.000), (0.0460, 0.056, 0.081), "hair", False, True),
)
#: The nose: bridge, tip and wings on the built-in head (offset from the landmarks into the flesh), radii in metres.
_NOSE = tuple(REST[SMPLX_JOINTS.index(face.name(point))] for point in (168, 4, 75, 305))
_BRIDGE, _TIP, _WING = 0.0065, 0.0125, 0.0070
#: Drawings kept for reuse: bodies take some megabytes, heads a quarter of one.
_BODIES, _HEADS = 4, 48
#: How finely is told apart what drawings depend on: pixels (of shoulder and of width), lean, rotation, jaw in metres.
_SHOULDER_STEP, _WIDTH_STEP, _LEAN_STEP, _TURN_STEP, _JAW_STEP = 3.0, 4.0, 0.01, 0.02, 0.002
#: Frames over which the shape of the shirt is averaged.
_CALM = 9


class _Stamps:
    """Drawings that are put down again where nothing but their place has changed: bodies move little.

    Args:
        scratch: A canvas as large as the picture to draw them on.
        height: How far down that canvas a drawing has its origin, as a share.
        kept: How many drawings to keep, those used last.
    """

    def __init__(self, scratch: Canvas, height: float, kept: int) -> None:
        self._canvas, self._most = scratch, kept
        self.origin = scratch.width // 2, round(height * scratch.height)
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
        if len(self._kept) > self._most:
            del self._kept[next(iter(self._kept))]
        canvas.stamp(stamp, round(place[0]), round(place[1]), place[2])


class TorsoPainter:
    """Draws the shirt: a column of elliptical slices from the neck to below the picture, and its collar.

    Args:
        actor: The points.
        view: How metres become pixels.
        scratch: A canvas for drawings to be kept.
    """

    def __init__(self, actor: Actor, view: View, scratch: Canvas) -> None:
        shoulders = actor.at("left_shoulder", "right_shoulder").astype(float)
        middle = shoulders.mean(1)
        # Turned sideways, a body is narrower, but never as flat as a board.
        width = np.linalg.norm(shoulders[:, 0, :2] - shoulders[:, 1, :2], axis=-1)
        width = np.clip(width, 0.6 * SHOULDER_WIDTH, 1.5 * SHOULDER_WIDTH)
        down = actor.at("left_hip", "right_hip").mean(1) - middle
        lean = np.clip(np.nan_to_num(down[:, 0] / np.minimum(down[:, 1], -0.1)), -0.5, 0.5)
        self._scale = view.scale
        self._places = view.pixels(middle)
        shape = np.column_stack([width * view.scale / _WIDTH_STEP, lean / _LEAN_STEP])
        self._shapes = np.round(uniform_filter1d(shape, _CALM, axis=0, mode="nearest")).astype(int)
        half = view.directions(shoulders[:, 0] - middle) * view.scale / _SHOULDER_STEP
        self._halves = np.round(uniform_filter1d(half, _CALM, axis=0, mode="nearest")).astype(int)
        # High up on the canvas: what lies below the picture's edge may rise into it.
        self._shirts, self._yokes = _Stamps(scratch, 0.15, _BODIES), _Stamps(scratch, 0.15, _BODIES)

    def draw(self, canvas: Canvas, frame: int) -> None:
        """One frame, onto which the rest comes; nothing is drawn while the body keeps still."""
        (x, y, z), (width, lean) = self._places[frame].tolist(), self._shapes[frame].tolist()
        half = tuple(self._halves[frame].tolist())
        place = round(x), round(y), round(z)
        canvas.begin((place, width, lean, half), lambda: self._draw(canvas, place, (width, lean), half))

    def _draw(self, canvas: Canvas, place: tuple[int, int, int], shape: tuple[int, int], half: tuple[int, ...]) -> None:
        self._shirts.put(canvas, place, shape, lambda empty: self._draw_shirt(empty, *shape))
        self._yokes.put(canvas, place, half, lambda empty: self._draw_yoke(empty, half))

    def _draw_shirt(self, canvas: Canvas, width: int, lean: int) -> None:
        x, y = self._shirts.origin
        top = y - int(_HEIGHTS[-1] * self._scale)
        bottom = min(y - int(_HEIGHTS[0] * self._scale), canvas.height)
        height = (y - np.arange(top, bottom) - 0.5) / self._scale
        middle = x + lean * _LEAN_STEP * height * self._scale
        across = _TORSO_WIDTH(height) * width * _WIDTH_STEP
        canvas.column(top, middle, across, 0.0, _TORSO_DEPTH(height) * self._scale, Surface(INKS["shirt"]))
        collar = np.diag(np.array(_COLLAR) * self._scale)
        canvas.ellipsoid((float(x), y - _COLLAR_AT * self._scale, 0.0), collar, Surface(INKS["cuff"]))

    def _draw_yoke(self, canvas: Canvas, half: tuple[int, ...]) -> None:
        x, y = self._yokes.origin
        for sign in (1, -1):  # from the neck to each shoulder
            neck = (x + sign * 0.16 * half[0] * _SHOULDER_STEP, y - 0.060 * self._scale, -0.010 * self._scale)
            tip = [start + sign * _SHOULDER_STEP * offset for start, offset in zip((x, y, 0), half, strict=True)]
            tip[1] += _SHOULDER_DROP * self._scale
            canvas.cone(
                neck, tip, _YOKE * self._scale, 0.95 * _SHOULDER * self._scale, Surface(INKS["shirt"], rim=False)
            )


class HeadPainter:
    """Draws skull, jaw, ears, hair and nose.

    Args:
        head: Where the head is in every frame.
        view: How metres become pixels.
        scratch: A canvas for drawings to be kept.
    """

    def __init__(self, head: HeadPose, view: View, scratch: Canvas) -> None:
        self._scale = head.size * view.scale
        self._places = view.pixels(head.centre)
        self._jaws = np.round(np.nan_to_num(head.jaw) / _JAW_STEP).astype(int)
        self._turns = np.round(np.nan_to_num(head.rotation) / _TURN_STEP).astype(int)
        self._stamps = _Stamps(scratch, 0.5, _HEADS)

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
            placed: np.ndarray = origin + axes @ (np.asarray(point) - ORIGIN)
            return placed

        for centre, half, ink, jawed, rim in _HEAD:
            # The lower face grows by as much as the jaw drops, its upper end stays.
            drop = np.array([0.0, 0.5 * jaw * _JAW_STEP if jawed else 0.0, 0.0])
            canvas.ellipsoid(place(centre - drop).tolist(), axes * (half + drop), Surface(INKS[ink], rim))
        bridge, tip, right, left = _NOSE
        skin, scale = Surface(INKS["skin"], rim=False), self._scale
        back = place(bridge - (0, 0, 0.008)), place(tip - (0, 0, 0.012))
        canvas.cone(back[0].tolist(), back[1].tolist(), _BRIDGE * scale, _TIP * scale, skin)
        for wing in (left, right):
            canvas.sphere(place(wing - (0, -0.001, 0.004)).tolist(), _WING * scale, skin)


def arm_solids(actor: Actor, side: str) -> Solids:
    """Sleeve and cuff of one arm; NaN where joints are missing."""
    shoulder, elbow, wrist = actor.at(f"{side}_shoulder"), actor.at(f"{side}_elbow"), actor.at(f"{side}_wrist")
    shoulder = shoulder - np.array([0.0, _SHOULDER_DROP, 0.0])
    edge, end = (elbow + share * (wrist - elbow) for share in (_CUFF_FROM, _CUFF_TO))
    radii = ((_SHOULDER, _ELBOW), (_ELBOW, _CUFF), (1.06 * _CUFF, 1.03 * _CUFF))
    inks = (INKS["sleeve"], INKS["sleeve"], INKS["cuff"])
    return Solids(np.stack([shoulder, elbow, edge], 1), np.stack([elbow, edge, end], 1), np.array(radii), inks)


def neck_solids(actor: Actor, head: HeadPose) -> Solids:
    """The neck, from between the shoulders into the head."""
    base = actor.at("left_shoulder", "right_shoulder").mean(1) + np.array([0.0, 0.060, -0.005])
    top = head.place(np.array([[0.0, 0.655, -0.02]]))[:, 0]
    return Solids(base[:, None], top[:, None], np.array([(0.050, 0.046)]), (INKS["neck"],))
