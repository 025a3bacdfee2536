"""The picture under construction: buffers for depth, ink and tone, what lies under the moving parts, and the end.

Only what was drawn on is cleared, coloured and shrunk again: a frame costs what moves in it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass

import numpy as np
from PIL import Image

from signary.pose.render.palette import BACKGROUND, COLOURS, INKS

FAR = np.float32(-1e6)
#: Large shapes are drawn in strips of rows of about this many pixels, which stay in the processor's cache.
STRIP = 40000

Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class Stamp:
    """Something drawn once, to be put down at many places: ink and tone, depth, and where it lies around its origin."""

    both: np.ndarray
    depth: np.ndarray
    left: int
    top: int


@dataclass(frozen=True)
class _Ground:
    """What lies under a frame's moving parts, and its finished picture."""

    key: Hashable
    both: np.ndarray
    depth: np.ndarray
    box: Box
    picture: Image.Image


class Sheet:
    """Buffers of a picture, finer than the finished one.

    Args:
        width: Pixels of the working picture, a multiple of `fine`.
        height: Likewise.
        fine: Working pixels per finished pixel.
    """

    def __init__(self, width: int, height: int, fine: int) -> None:
        self.width, self.height, self.fine = width, height, fine
        self.depth = np.full((height, width), FAR, dtype=np.float32)
        self.both = np.empty((height, width), dtype="<u2")
        paint = self.both.view(np.uint8).reshape(height, width, 2)
        self.tone, self.ink = paint[..., 0], paint[..., 1]
        self._blank = INKS["background"] << 8
        self.both[:] = self._blank
        self._colours = np.empty(width * height, dtype=np.uint32)
        self._nothing: Box = (width, height, 0, 0)
        self._parts: list[Box] = [self._nothing]
        self._ground: _Ground | None = None
        self._key: Hashable = None

    def begin(self, key: Hashable, draw: Callable[[], None]) -> None:
        """Begin a frame with a ground that `draw` makes; while `key` stays the same it is kept, not drawn again."""
        if self._ground is not None and self._ground.key == key:
            for x0, y0, x1, y1 in self._regions():
                self.depth[y0:y1, x0:x1] = self._ground.depth[y0:y1, x0:x1]
                self.both[y0:y1, x0:x1] = self._ground.both[y0:y1, x0:x1]
            self._parts = []
            return
        self.clear()
        draw()
        # Kept from the second time on: a ground that changes in every frame is not worth its copy.
        if key == self._key:
            box = _around(self._parts)
            self._ground = _Ground(key, self.both.copy(), self.depth.copy(), box, self.finish())
            self._parts = []
        self._key = key

    def part(self) -> None:
        """What is drawn from now on lies apart from what was drawn before: their areas are handled one by one."""
        self._parts.append(self._nothing)

    def drawn(self) -> Box:
        """The area of the part that is being drawn; empty if nothing was."""
        return self._parts[-1]

    def clear(self) -> None:
        """Back to the empty background; only where something was drawn."""
        if self._ground is not None:
            self._parts.append(self._ground.box)
            self._ground = None
        for x0, y0, x1, y1 in self._regions():
            self.depth[y0:y1, x0:x1] = FAR
            self.both[y0:y1, x0:x1] = self._blank
        self._parts = [self._nothing]

    def box(self, left: float, top: float, right: float, bottom: float) -> Box | None:
        """Whole pixels around a rectangle, cut at the sheet; None if nothing is left. Notes the area as drawn on."""
        x0, y0 = max(math.floor(left), 0), max(math.floor(top), 0)
        x1, y1 = min(math.ceil(right) + 1, self.width), min(math.ceil(bottom) + 1, self.height)
        if x0 >= x1 or y0 >= y1:
            return None
        if not self._parts:
            self.part()
        self._parts[-1] = _around([self._parts[-1], (x0, y0, x1, y1)])
        return x0, y0, x1, y1

    def strips(self, left: float, top: float, right: float, bottom: float) -> Iterator[Box]:
        """Pieces of at most STRIP pixels of the `box` of a rectangle."""
        box = self.box(left, top, right, bottom)
        if box is None:
            return
        x0, y0, x1, y1 = box
        rows = max(STRIP // (x1 - x0), 1)
        for start in range(y0, y1, rows):
            yield x0, start, x1, min(start + rows, y1)

    def _regions(self) -> list[Box]:
        """Areas drawn on, in whole finished pixels and with room for outlines; those that overlap much are one."""
        fine, room = self.fine, 3 * self.fine
        regions: list[Box] = []
        for x0, y0, x1, y1 in self._parts:
            if x0 >= x1:
                continue
            low = (max(x0 - room, 0) // fine * fine, max(y0 - room, 0) // fine * fine)
            high = (min(x1 + room, self.width), min(y1 + room, self.height))
            box = (*low, -(-high[0] // fine) * fine, -(-high[1] // fine) * fine)
            for other in regions:
                both = _around([box, other])
                if _area(both) <= _area(box) + _area(other):
                    regions.remove(other)
                    box = both
                    break
            regions.append(box)
        return regions

    def cut(self, x: int, y: int) -> Stamp:
        """What was drawn since `clear`, as a stamp with its origin at (x, y, 0)."""
        x0, y0, x1, y1 = _around(self._parts)
        return Stamp(self.both[y0:y1, x0:x1].copy(), self.depth[y0:y1, x0:x1].copy(), x0 - x, y0 - y)

    def stamp(self, stamp: Stamp, x: int, y: int, z: float) -> None:
        """Put a stamp down with its origin at (x, y, z)."""
        left, top = x + stamp.left, y + stamp.top
        height, width = stamp.both.shape
        for x0, y0, x1, y1 in self.strips(left, top, left + width - 1, top + height - 1):
            piece = slice(y0 - top, y1 - top), slice(x0 - left, x1 - left)
            depth = stamp.depth[piece] + np.float32(z)
            nearer = depth > self.depth[y0:y1, x0:x1]
            np.copyto(self.depth[y0:y1, x0:x1], depth, where=nearer)
            np.copyto(self.both[y0:y1, x0:x1], stamp.both[piece], where=nearer)

    def stain(self, box: Box, inks: np.ndarray, ground: int) -> None:
        """Change the ink, not the tone, where `inks` (h, w) is above 0 and the ink so far is `ground`."""
        x0, y0, x1, y1 = box
        ink = self.ink[y0:y1, x0:x1]
        np.copyto(ink, inks, where=(inks > 0) & (ink == ground))

    def outline(self, box: Box, reach: int, low: float, high: float, loss: float) -> None:
        """Darken what lies behind something nearer: fingers part from fingers, arms from the shirt.

        Args:
            box: Where the nearer things are, as `drawn` gives it.
            reach: Distance in finished pixels from the nearer thing, at most 2.
            low: Difference in depth (working pixels) from which on it darkens.
            high: Difference at which it is darkest.
            loss: How much tone (of 255) is lost there.
        """
        fine, margin = self.fine, self.fine * reach
        x0, y0 = (max((edge - margin) // fine * fine, margin) for edge in box[:2])
        x1 = min(-(-(box[2] + margin) // fine) * fine, self.width - margin)
        y1 = min(-(-(box[3] + margin) // fine) * fine, self.height - margin)
        height = max(STRIP // max(x1 - x0, 1), 1) * fine
        for top in range(y0, y1, height):
            end = min(top + height, y1)
            # Depth at the resolution of the finished picture is enough for a soft edge.
            depth = self.depth[top - margin : end + margin : fine, x0 - margin : x1 + margin : fine].copy()
            inner = slice(reach, -reach)
            near = np.maximum(depth[inner, : -2 * reach], depth[inner, 2 * reach :])
            np.maximum(near, depth[: -2 * reach, inner], out=near)
            np.maximum(near, depth[2 * reach :, inner], out=near)
            near -= depth[inner, inner]
            near -= low
            rows, columns = np.nonzero(near > 0)
            less = np.minimum(near[rows, columns] * (loss / (high - low)), loss).astype(np.uint8)
            rows *= fine
            columns *= fine
            tone = self.tone[top:end, x0:x1]
            for below in range(fine):
                for beside in range(fine):
                    at = rows + below, columns + beside
                    before = tone[at]
                    tone[at] = before - np.minimum(less, before)

    def finish(self) -> Image.Image:
        """The picture in RGB, shrunk to its finished size, which smooths all edges."""
        fine = self.fine
        if self._ground is not None:
            picture = self._ground.picture.copy()
        else:
            picture = Image.new("RGB", (self.width // fine, self.height // fine), BACKGROUND)
        for x0, y0, x1, y1 in self._regions():
            colours = self._colours[: (x1 - x0) * (y1 - y0)].reshape(y1 - y0, x1 - x0)
            rows = max(STRIP // (x1 - x0), 1)
            for top in range(y0, y1, rows):
                end = min(top + rows, y1)
                np.take(COLOURS, self.both[top:end, x0:x1], out=colours[top - y0 : end - y0], mode="clip")
            drawn = Image.frombuffer("RGBX", (x1 - x0, y1 - y0), colours, "raw", "RGBX", 0, 1)
            picture.paste(drawn.reduce(fine).convert("RGB"), (x0 // fine, y0 // fine))
        return picture


def _around(boxes: list[Box]) -> Box:
    """The smallest box around others."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _area(box: Box) -> int:
    return max(box[2] - box[0], 0) * max(box[3] - box[1], 0)
