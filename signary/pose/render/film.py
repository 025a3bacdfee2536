"""Films: sequences ready to be drawn frame by frame, with mark and captions."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from PIL import Image

from signary.io.errors import InputError
from signary.pose.kinematics import Skeleton
from signary.pose.render.painter import make_painter
from signary.pose.render.palette import BACKGROUND
from signary.pose.render.text import STRIP, Caption, caption_sheet, check_captions, label_sheet, mark_sheet
from signary.pose.sequence import PoseSequence

MIN_SIZE, MAX_SIZE = 64, 2048

Size = int | tuple[int, int]
Captions = Sequence[tuple[float, float, str]]


@dataclass(frozen=True)
class Film:
    """Pictures with a clock.

    Attributes:
        count: Number of frames.
        fps: Frames a second.
        size: Width and height in pixels.
        picture: Draws one frame by its number, as an RGB picture.
    """

    count: int
    fps: float
    size: tuple[int, int]
    picture: Callable[[int], Image.Image]

    def frames(self) -> Iterator[np.ndarray]:
        """All frames in order, each a new uint8 array of shape (height, width, 3)."""
        return (np.array(self.picture(frame)) for frame in range(self.count))


def make_film(
    sequence: PoseSequence,
    size: Size = 512,
    mark: bool = True,
    captions: Captions = (),
    skeleton: Skeleton | None = None,
) -> Film:
    """A film of one sequence; see `signary.pose.render.render` for the arguments.

    Raises:
        InputError: If the sequence is empty, the size out of range or a caption malformed.
    """
    if not len(sequence):
        raise InputError("sequence", "at least one frame", "none")
    width, height = check_size(size)
    spans = check_captions(captions)
    strip = _strip_height(spans, width, height)
    painter = make_painter(sequence, width, height - strip, skeleton)
    film = Film(len(sequence), sequence.fps, (width, height - strip), painter.picture)
    return _written_on(film, mark, spans, strip, height)


def pair_films(left: Film, right: Film, labels: tuple[str, str], mark: bool, captions: Captions) -> Film:
    """Two films side by side at the higher of both frame rates; the shorter one holds its last frame."""
    fps = max(left.fps, right.fps)
    count = max(math.ceil(round(film.count / film.fps * fps, 6)) for film in (left, right))
    height = max(left.size[1], right.size[1])
    width = left.size[0] + right.size[0]
    headers = [
        label_sheet(text, film.size[0], height, BACKGROUND) for text, film in zip(labels, (left, right), strict=True)
    ]
    top = headers[0].height if any(text.strip() for text in labels) else 0

    def picture(frame: int) -> Image.Image:
        both = Image.new("RGB", (width, height + top), BACKGROUND)
        for film, header, x in ((left, headers[0], 0), (right, headers[1], left.size[0])):
            if top:
                both.paste(header, (x, 0))
            at = min(int(frame / fps * film.fps + 1e-6), film.count - 1)
            both.paste(film.picture(at), (x, top))
        return both

    spans = check_captions(captions)
    strip = _strip_height(spans, width, height + top)
    return _written_on(Film(count, fps, (width, height + top), picture), mark, spans, strip, height + top, top)


def check_size(size: Size) -> tuple[int, int]:
    """Width and height of a size given as one number (square) or two.

    Raises:
        InputError: If it is neither, or out of range.
    """
    sides = size if isinstance(size, tuple) else (size, size)
    if len(sides) != 2 or not all(isinstance(side, int) and MIN_SIZE <= side <= MAX_SIZE for side in sides):
        raise InputError("size", f"pixels from {MIN_SIZE} to {MAX_SIZE}, one number or (width, height)", repr(size))
    return sides[0], sides[1]


def _strip_height(captions: Sequence[Caption], width: int, height: int) -> int:
    """Pixels that the highest caption needs: captions lie below the signer, never on the hands."""
    return max((caption_sheet(caption.text, width, height).height for caption in captions), default=0)


def _written_on(film: Film, mark: bool, captions: Sequence[Caption], strip: int, reference: int, top: int = 0) -> Film:
    """The film with the mark (`top` pixels from above) and, below, captions sized for the height `reference`."""
    width, height = film.size
    corner = mark_sheet(width, height) if mark else None
    latest_first = sorted(captions, key=lambda caption: -caption.start)

    @lru_cache(maxsize=4)
    def sheet(text: str) -> Image.Image:
        return caption_sheet(text, width, reference)

    def picture(frame: int) -> Image.Image:
        drawn = film.picture(frame)
        if corner is not None:
            drawn.paste(corner, (0, top), mask=corner)
        if not strip:
            return drawn
        whole = Image.new("RGB", (width, height + strip), STRIP)
        whole.paste(drawn)
        now = frame / film.fps + 1e-9
        # Where captions overlap, the one that began last is shown.
        text = next((caption.text for caption in latest_first if caption.start <= now < caption.end), "")
        if text.strip():
            line = sheet(text)
            whole.paste(line, (0, height + (strip - line.height) // 2))
        return whole

    return Film(film.count, film.fps, (width, height + strip), picture)
