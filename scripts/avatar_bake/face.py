"""The face: landmarks are found on the head of the source, and the head is warped until they lie on ours."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from avatar_bake.geometry import Affine, Warp, smoothstep
from avatar_bake.skeleton import head_weights, rest, summed
from avatar_bake.source import Source
from avatar_bake.zbuffer import fill_triangles
from signary.pose.skeletons import face

#: Pixel of the front view in which landmarks are found, metres, and its half width.
_PIXEL, _HALF = 0.0002, 0.11
#: The ball of the left eye: its middle and radius, metres.
EYE_MIDDLE, EYE_RADIUS = np.array([0.0322, 0.6926, 0.0845]), 0.0134
#: Bones of the source that move the lower lip and the chin.
LOWER_LIP = ("jaw", "oris01", "oris07.L", "oris07.R", "special04")
#: How far lips are pressed into each other at their edges, and how high above and below that is felt, metres.
_LIP_PRESS, _LIP_REACH = 0.0006, 0.008
#: Skin of lids over the eyeball.
_LID = 0.0008
#: How much the warp may miss a landmark (it smooths what contradicts itself).
_SMOOTH = 0.0004


def first_head(source: Source) -> Affine:
    """Eyes and top of the head to their places."""
    eye = source.bones["eye.L"][0]
    top = source.vertices[source.groups["body"]][:, 1].max()
    wide = rest("left_eye")[0] / eye[0]
    high = (rest("head_top")[1] - rest("left_eye")[1]) / (top - eye[1])
    matrix = np.diag([wide, high, wide])
    middle = np.array([0.0, 1.0, 1.0])
    return Affine(matrix, EYE_MIDDLE * middle - matrix @ (eye * middle))


class FrontView:
    """The head seen from the front, every pixel with its depth and its triangle."""

    def __init__(self, vertices: np.ndarray, triangles: np.ndarray, middle: float) -> None:
        self.size = round(2 * _HALF / _PIXEL)
        self._middle = middle
        pixels = np.stack([self._column(vertices[:, 0]), self._row(vertices[:, 1]), vertices[:, 2]], 1)
        self.depth = np.full((self.size, self.size), -np.inf)
        self.triangle = np.full((self.size, self.size), -1, dtype=np.int64)
        fill_triangles(pixels, triangles, self.depth, self.triangle)

    def _column(self, x: np.ndarray) -> np.ndarray:
        column: np.ndarray = x / _PIXEL + self.size / 2
        return column

    def _row(self, y: np.ndarray) -> np.ndarray:
        row: np.ndarray = (self._middle - y) / _PIXEL + self.size / 2
        return row

    def point(self, x: float, y: float) -> np.ndarray:
        """The surface's point at (x, y)."""
        row, column = int(self._row(np.array(y))), int(self._column(np.array(x)))
        return np.array([x, y, self.depth[row, column]])

    def span(self, wanted: np.ndarray, x: float) -> tuple[float, float]:
        """Lowest and highest y of the wanted pixels (a mask) in the column of x."""
        rows = np.flatnonzero(wanted[:, int(self._column(np.array(x)))])
        low, high = (self._middle - (row + 0.5 - self.size / 2) * _PIXEL for row in (rows.max(), rows.min()))
        return float(low), float(high)

    def reach(self, wanted: np.ndarray) -> tuple[float, float]:
        """Smallest and largest x of the wanted pixels."""
        columns = np.flatnonzero(wanted.any(0))
        low, high = (float((edge + 0.5 - self.size / 2) * _PIXEL) for edge in (columns.min(), columns.max()))
        return low, high

    def profile(self) -> tuple[np.ndarray, np.ndarray]:
        """Heights and depths of the middle line, from the top of the picture down."""
        rows = np.arange(self.size)
        return self._middle - (rows + 0.5 - self.size / 2) * _PIXEL, self.depth[:, self.size // 2]


def head_warp(source: Source, first: Affine) -> Callable[[np.ndarray], np.ndarray]:
    """From the source's head to ours."""
    near = first.apply(source.vertices)
    groups = ("body", "helper-l-eye", "helper-r-eye")
    quads = np.concatenate([source.faces[group] for group in groups])
    kind = np.concatenate([np.full(len(source.faces[group]), at) for at, group in enumerate(groups)])
    triangles = np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]])
    kind = np.concatenate([kind, kind])
    view = FrontView(near, triangles, 0.69)
    lips = np.zeros(len(kind), dtype=bool)
    lips[kind == 0] = source.mask("mpfb_lips")[triangles[kind == 0]].min(1) > 0.5
    seen = view.triangle >= 0
    eye = seen & (kind[view.triangle] == 1)
    low = summed(source, LOWER_LIP)[triangles].mean(1) > 0.5
    mouth, lower = seen & lips[view.triangle], seen & (lips & low)[view.triangle]
    pairs = [
        *_lids(view, eye),
        *_lips(view, mouth, lower),
        *_middle_line(view, view.span(mouth, 0.0)[0]),
        *_skull(source, near),
    ]
    mirrored = [(there * [-1, 1, 1], here * [-1, 1, 1]) for there, here in pairs if abs(there[0]) > 1e-6]
    points, goals = (np.array(side) for side in zip(*pairs, *mirrored, strict=True))
    warp = Warp(points, goals, _SMOOTH)
    return lambda vertices: warp.apply(first.apply(vertices))


Pair = tuple[np.ndarray, np.ndarray]


def _on_ball(point: np.ndarray) -> np.ndarray:
    """A point of a lid, brought out of the eyeball."""
    across, up, _ = point - EYE_MIDDLE
    inside = (EYE_RADIUS + _LID) ** 2 - across**2 - up**2
    if inside <= 0:
        return point
    return np.array([*point[:2], max(point[2], EYE_MIDDLE[2] + np.sqrt(inside))])


def _lids(view: FrontView, eye: np.ndarray) -> list[Pair]:
    inner, outer = view.reach(eye)
    pairs = []
    for curve, upper in ((face.LEFT_EYE_UPPER, True), (face.LEFT_EYE_LOWER, False)):
        for at, point in enumerate(curve):
            share = at / (len(curve) - 1)
            x = outer + (inner - outer) * np.clip(share, 0.005, 0.995)
            low, high = view.span(eye, x)
            y = high + 2 * _PIXEL if upper else low - 2 * _PIXEL
            if at in (0, len(curve) - 1):
                if not upper:
                    continue
                y = (low + high) / 2
            there = view.point(x, y)
            pairs.append((there, _on_ball(rest(face.name(point)))))
    return pairs


def _lips(view: FrontView, lips: np.ndarray, lower: np.ndarray) -> list[Pair]:
    _, corner = view.reach(lips)
    pairs = []
    for curve, upper in ((face.LIPS_OUTER_UPPER, True), (face.LIPS_OUTER_LOWER, False)):
        half = len(curve) // 2
        for at, point in enumerate(curve[half:]):  # from the middle to the left corner
            x = corner * min(at / half, 0.985)
            low, high = view.span(lips, x)
            there = view.point(x, high if upper else low)
            if at == half:
                if not upper:
                    continue
                there = view.point(x, (low + high) / 2)
            pairs.append((there, rest(face.name(point))))
    half = len(face.LIPS_INNER_UPPER) // 2
    for at in range(half):
        upper_point, lower_point = face.LIPS_INNER_UPPER[half + at], face.LIPS_INNER_LOWER[half + at]
        goal = (rest(face.name(upper_point)) + rest(face.name(lower_point))) / 2
        x = corner * goal[0] / rest(face.name(face.LIPS_OUTER_UPPER[-1]))[0]
        pairs.append((view.point(x, view.span(lower, x)[1]), goal))
    return pairs


def _middle_line(view: FrontView, lip: float) -> list[Pair]:
    """Bridge, tip and base of the nose, chin and forehead; `lip` is the height of the lower lip's edge."""
    heights, depths = view.profile()

    def extreme(low: float, high: float, score: np.ndarray) -> np.ndarray:
        rows = np.flatnonzero((heights > low) & (heights < high))
        best = rows[int(np.argmax(score[rows]))]
        return np.array([0.0, heights[best], depths[best]])

    tip = extreme(0.64, 0.69, depths)
    base = extreme(tip[1] - 0.02, tip[1] - 0.004, -depths - 0.3 * heights)
    eye = EYE_MIDDLE[1]
    pairs = [(tip, np.array([0.0, 0.655, 0.139])), (base, rest(face.name(2)))]
    for point in face.NOSE_BRIDGE[:3]:
        goal = rest(face.name(point))
        share = (eye - goal[1]) / (eye - 0.655)
        y = eye + share * (tip[1] - eye)
        pairs.append((view.point(0.0, y), goal))
    chin = extreme(lip - 0.036, lip - 0.014, depths)
    under = extreme(lip - 0.06, lip - 0.014, depths - heights)
    pairs += [(chin, np.array([0.0, 0.604, 0.1165])), (under, np.array([0.0, 0.5885, 0.104]))]
    pairs += [(view.point(0.0, 0.745), np.array([0.0, 0.745, 0.1065]))]
    return pairs


def _skull(source: Source, near: np.ndarray) -> list[Pair]:
    """Ear, top and back of the head."""
    body = near[source.groups["body"]]
    ears = source.mask("mpfb_ears")[source.groups["body"]] > 0.5
    ear = body[ears & (body[:, 0] > 0)].mean(0)
    top = body[np.argmax(body[:, 1])] * [0, 1, 1]
    head = body[(body[:, 1] > 0.66) & (abs(body[:, 0]) < 0.004)]
    back = head[np.argmin(head[:, 2])] * [0, 1, 1]
    side = body[(abs(body[:, 1] - 0.735) < 0.012) & ~ears]
    temple = side[np.argmax(side[:, 0])]
    return [
        (ear, np.array([0.0732, 0.675, ear[2]])),
        (top, np.array([0.0, rest("head_top")[1], top[2]])),
        (back, back),
        (temple, temple * [1, 1, 1]),
    ]


def closed_lips(source: Source, vertices: np.ndarray) -> np.ndarray:
    """The vertices with lips that press a little into each other: the source leaves a slit through which teeth show."""
    _, height, depth = vertices.T
    mouth = rest(face.name(face.LIPS_INNER_UPPER[0]))
    low = summed(source, LOWER_LIP) / np.maximum(head_weights(source), 1e-9)
    near = smoothstep((depth - 0.085) / 0.01) * smoothstep((1.15 - abs(vertices[:, 0]) / abs(mouth[0])) / 0.1)
    reach = smoothstep(1 - abs(height - mouth[1]) / _LIP_REACH)
    closed = vertices.copy()
    closed[:, 1] += near * reach * _LIP_PRESS * (2 * low - 1)
    return closed
