"""MP4 films and PNG contact sheets."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
from PIL import Image

from signary.io.atomic import atomic_path
from signary.io.errors import InputError
from signary.pose.render.encoding import check_mp4, encode_h264
from signary.pose.render.film import Film
from signary.pose.render.palette import BACKGROUND
from signary.pose.render.text import label_sheet


def write_mp4(film: Film, path: Path | str) -> None:
    """Write a film as H.264 in MP4, playable everywhere (yuv420p) and while it loads (faststart).

    Odd sizes gain a row or column, as the format knows even ones only.

    Args:
        film: What to write.
        path: Where to; appears whole or not at all.

    Raises:
        InputError: If the place cannot be written to, or ffmpeg fails.
        NoRoomError: If the disk or quota is full.
    """
    width, height = film.size
    spare = ((0, height % 2), (0, width % 2), (0, 0))
    frames = (np.ascontiguousarray(np.pad(frame, spare, mode="edge")) for frame in film.frames())
    with atomic_path(path) as temporary:
        encode_h264(frames, (width + width % 2, height + height % 2), film.fps, temporary, str(path))
        check_mp4(temporary, film.count, str(path))


def write_png(film: Film, path: Path | str, count: int = 12) -> None:
    """Write a contact sheet: evenly spaced frames in a grid, each with its time below.

    Args:
        film: What to write.
        path: Where to; appears whole or not at all.
        count: How many frames at most, the first and the last among them.

    Raises:
        InputError: If `count` is below 1.
    """
    if count < 1:
        raise InputError("count", "at least 1", count)
    width, height = film.size
    count = min(count, film.count)
    columns = math.ceil(math.sqrt(count))
    stamps = [label_sheet(f"{at / film.fps:.2f} s", width, height, BACKGROUND) for at in spaced(film.count, count)]
    cell = height + stamps[0].height
    sheet = Image.new("RGB", (columns * width, math.ceil(count / columns) * cell), BACKGROUND)
    for at, (frame, stamp) in enumerate(zip(spaced(film.count, count), stamps, strict=True)):
        corner = at % columns * width, at // columns * cell
        sheet.paste(film.picture(frame), corner)
        sheet.paste(stamp, (corner[0], corner[1] + height))
    with atomic_path(path) as temporary:
        sheet.save(temporary, format="PNG", optimize=True)


def spaced(total: int, count: int) -> list[int]:
    """`count` frame numbers spread evenly over `total`, the middle one for a count of 1."""
    if count == 1:
        return [total // 2]
    return [round(at * (total - 1) / (count - 1)) for at in range(count)]
