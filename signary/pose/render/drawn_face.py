"""The face's features, painted on the head where the landmarks are: brows, eyes, lips."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw

from signary.pose.render.actor import Actor
from signary.pose.render.camera import View
from signary.pose.render.head import HeadPose
from signary.pose.render.palette import INKS
from signary.pose.render.raster import Canvas
from signary.pose.skeletons import face

#: Metres on the built-in head: radius of iris and pupil, widths of lid lines, brow, lip line.
_IRIS, _PUPIL, _LID, _LOWER_LID, _BROW, _LIP_LINE = 0.0066, 0.0032, 0.0034, 0.0014, 0.0046, 0.0018
#: Eyes are drawn this much larger than they are: they are read at the size of a thumbnail.
_EYE_ZOOM = 1.16
#: Opening of an eye (height / width) below which it is closed; of the mouth (metres) above which it is open.
_CLOSED, _OPEN, _TEETH = 0.14, 0.0030, 0.0065
_EYES: tuple[tuple[tuple[int, ...], tuple[int, ...], int], ...] = (
    (face.LEFT_EYE_UPPER, face.LEFT_EYE_LOWER, face.LEFT_IRIS),
    (face.RIGHT_EYE_UPPER, face.RIGHT_EYE_LOWER, face.RIGHT_IRIS),
)
_BROWS: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...] = (
    (face.LEFT_BROW_UPPER, face.LEFT_BROW_LOWER),
    (face.RIGHT_BROW_UPPER, face.RIGHT_BROW_LOWER),
)

Line = list[tuple[float, float]]


class FacePainter:
    """Paints the face of one sequence.

    Args:
        actor: The points.
        head: Where the head is.
        view: How metres become pixels.
    """

    def __init__(self, actor: Actor, head: HeadPose, view: View) -> None:
        landmarks = view.pixels(actor.at(*(face.name(point) for point in face.LANDMARKS)))
        self._known = np.isfinite(landmarks).all(-1)
        self._at = {point: at for at, point in enumerate(face.LANDMARKS)}
        self._landmarks = landmarks[..., :2]
        self._frame: list[tuple[float, float] | None] = []
        self._unit = head.size * view.scale
        self._depth = head.rotation[:, 2, 2]

    def draw(self, canvas: Canvas, frame: int) -> None:
        """One frame, as paint on the skin that is there."""
        if self._depth[frame] < 0.15 or not self._known[frame].any():  # the face is turned away
            return
        seen = self._landmarks[frame][self._known[frame]]
        margin = 0.01 * self._unit
        box = canvas.box(*(seen.min(0) - margin), *(seen.max(0) + margin))
        if box is None:
            return
        corner = np.array(box[:2])
        points = (self._landmarks[frame] - corner).tolist()
        self._frame = [
            tuple(point) if known else None for point, known in zip(points, self._known[frame].tolist(), strict=True)
        ]
        sheet = _Sheet((box[2] - box[0], box[3] - box[1]), self._unit)
        for upper, lower in _BROWS:
            self._paint_brow(sheet, self._line(upper), self._line(lower))
        for upper, lower, iris in _EYES:
            self._paint_eye(sheet, self._line(upper), self._line(lower), self._line((iris,)))
        self._paint_mouth(sheet)
        canvas.stain(box, np.asarray(sheet.image), INKS["skin"])

    def _line(self, points: Sequence[int]) -> Line:
        """The known ones of some landmarks, on the sheet."""
        found = (self._frame[self._at[point]] for point in points)
        return [point for point in found if point is not None]

    def _paint_brow(self, sheet: _Sheet, upper: Line, lower: Line) -> None:
        if len(upper) >= 3 and len(lower) >= 3:
            sheet.area(upper + lower[::-1], "brow")
            middle = [((a[0] + b[0]) / 2, (a[1] + b[1]) / 2) for a, b in zip(upper, lower, strict=False)]
            sheet.stroke(middle[:-1] if len(middle) > 3 else middle, 0.8 * _BROW, "brow")
        elif len(upper) >= 2:
            sheet.stroke(upper, _BROW, "brow")

    def _paint_eye(self, sheet: _Sheet, upper: Line, lower: Line, iris: Line) -> None:
        if len(upper) < 3 or len(lower) < 3:
            return
        centre = np.mean(upper + lower, axis=0)
        upper, lower = (((np.array(line) - centre) * _EYE_ZOOM + centre).tolist() for line in (upper, lower))
        width = np.hypot(upper[-1][0] - upper[0][0], upper[-1][1] - upper[0][1])
        height = np.hypot(*(np.mean(upper[1:-1], 0) - np.mean(lower[1:-1], 0)))
        if height < _CLOSED * width:
            sheet.stroke(lower, _LID, "lid")
            return
        sheet.eye(upper + lower[::-1], iris[0] if iris else (float(centre[0]), float(centre[1])))
        sheet.stroke(lower, _LOWER_LID, "lip_line")
        sheet.stroke(upper, _LID, "lid")

    def _paint_mouth(self, sheet: _Sheet) -> None:
        outer = self._line(face.LIPS_OUTER_UPPER), self._line(face.LIPS_OUTER_LOWER)
        inner = self._line(face.LIPS_INNER_UPPER), self._line(face.LIPS_INNER_LOWER)
        if min(len(outer[0]), len(outer[1])) < 3:
            return
        sheet.area(outer[0] + outer[1][::-1], "lip")
        sheet.stroke(outer[0], 0.0012, "lip")
        sheet.stroke(outer[1], 0.0012, "lip")
        if min(len(inner[0]), len(inner[1])) < 3:
            return
        upper, lower = np.array(inner[0]), np.array(inner[1])
        middle = len(upper) // 2, len(lower) // 2
        gap = float(np.hypot(*(lower[middle[1]] - upper[middle[0]]))) / self._unit
        if gap < _OPEN:
            sheet.stroke(inner[0], _LIP_LINE, "lip_line")
            return
        sheet.area(inner[0] + inner[1][::-1], "mouth")
        if gap > _TEETH:
            edge = upper + 0.22 * (lower[middle[1]] - upper[middle[0]])
            sheet.area(inner[0][1:-1] + edge[1:-1].tolist()[::-1], "teeth")


class _Sheet:
    """A small picture of ink codes that lies over the face; 0 is clear."""

    def __init__(self, size: tuple[int, int], unit: float) -> None:
        self._unit = unit
        self.image = Image.new("L", size)
        self._draw = ImageDraw.Draw(self.image)

    def area(self, outline: Line, ink: str) -> None:
        """A filled outline."""
        self._draw.polygon(outline, fill=INKS[ink])

    def stroke(self, line: Line, width: float, ink: str) -> None:
        """A line `width` metres wide, at least one working pixel."""
        self._draw.line(line, fill=INKS[ink], width=max(round(width * self._unit), 1), joint="curve")

    def eye(self, outline: Line, iris: tuple[float, float]) -> None:
        """White, iris and pupil, cut at the lids."""
        left, top = (int(min(at)) for at in zip(*outline, strict=True))
        right, bottom = (int(max(at)) + 2 for at in zip(*outline, strict=True))
        lids = Image.new("L", (right - left, bottom - top))
        ball = Image.new("L", lids.size, INKS["eye"])
        ImageDraw.Draw(lids).polygon([(x - left, y - top) for x, y in outline], fill=255)
        draw = ImageDraw.Draw(ball)
        x, y = iris[0] - left, iris[1] - top
        for radius, ink in ((_IRIS * self._unit, "iris"), (_PUPIL * self._unit, "pupil")):
            draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=INKS[ink])
        self.image.paste(ball, (left, top), mask=lids)
