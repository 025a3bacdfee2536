"""Animated GIF, written frame by frame: one palette for all, only what changed, true timing."""

from __future__ import annotations

import math
import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image
from scipy.spatial import cKDTree

from signary.io.atomic import atomic_path
from signary.pose.render.film import Film

#: Viewers show delays below 2 hundredths of a second as 10: faster films leave frames out.
_LEAST_DELAY = 2
#: The last palette entry stands for "as before".
_COLOURS = 255
#: Frames the palette is made from, and bits of each channel it tells apart.
_SAMPLES, _BITS = 16, 6


def write_gif(film: Film, path: Path | str) -> None:
    """Write a film as a GIF that repeats forever.

    Delays are whole hundredths of a second, so that frames begin at the nearest hundredth to their time: 25 fps is
    exactly 40 ms each, others alternate. Above 50 fps every second (third, …) frame is written.

    Args:
        film: What to write.
        path: Where to; appears whole or not at all.
    """
    step = max(1, math.ceil(film.fps * _LEAST_DELAY / 100 - 1e-9))
    numbers = range(0, film.count, step)
    starts = [round(100 * number / film.fps) for number in (*numbers, film.count)]
    palette, nearest = _palette(film)
    before: np.ndarray | None = None
    with atomic_path(path) as temporary, temporary.open("wb") as file:
        file.write(_header(film.size, palette))
        for number, start, end in zip(numbers, starts[:-1], starts[1:], strict=True):
            indices = nearest(np.asarray(film.picture(number)))
            file.write(_frame(indices, before, max(end - start, 1)))
            before = indices
        file.write(b";")


def _palette(film: Film) -> tuple[bytes, Callable[[np.ndarray], np.ndarray]]:
    """A palette of 256 RGB colours, and a function from pictures (H, W, 3) to its indices (H, W), uint8."""
    frames = sorted({round(at) for at in np.linspace(0, film.count - 1, min(_SAMPLES, film.count))})
    counts = np.zeros(1 << 3 * _BITS, dtype=np.int64)
    for frame in frames:
        counts += np.bincount(_coarse(np.asarray(film.picture(frame))).reshape(-1), minlength=len(counts))
    used = np.flatnonzero(counts)
    # By the root of their number: hands are small and must not lose their colours to the shirt.
    weights = np.sqrt(counts[used] / len(frames)).clip(1, 40).astype(int)
    colours = _centres(used)
    crowd = np.repeat(colours, weights, axis=0)[None].astype(np.uint8)
    chosen = Image.fromarray(crowd).quantize(_COLOURS, method=Image.Quantize.MEDIANCUT, kmeans=1)
    table = np.array(chosen.getpalette() or [], dtype=np.uint8).reshape(-1, 3)[:_COLOURS]
    background = used[np.argmax(counts[used])]
    table[np.argmin(((table.astype(int) - _centres(np.array([background]))) ** 2).sum(1))] = _most_common(
        film, background
    )
    lookup = cKDTree(table).query(_centres(np.arange(len(counts))))[1].astype(np.uint8)
    padded = np.zeros((256, 3), dtype=np.uint8)
    padded[: len(table)] = table
    return padded.tobytes(), lambda picture: lookup[_coarse(picture)]


def _coarse(picture: np.ndarray) -> np.ndarray:
    """The first bits of each channel as one number, int32 of shape (H, W)."""
    parts = (picture >> (8 - _BITS)).astype(np.int32)
    return (parts[..., 0] << 2 * _BITS) | (parts[..., 1] << _BITS) | parts[..., 2]


def _centres(numbers: np.ndarray) -> np.ndarray:
    """Colours in the middle of what `_coarse` maps to each number, (N, 3)."""
    mask, half = (1 << _BITS) - 1, 1 << (7 - _BITS)
    channels = np.stack([numbers >> 2 * _BITS & mask, numbers >> _BITS & mask, numbers & mask], -1)
    return (channels << (8 - _BITS)) + half


def _most_common(film: Film, number: int) -> np.ndarray:
    """The exact colour most often met among those of one coarse number: the background must not shift."""
    picture = np.asarray(film.picture(0))
    there = picture[_coarse(picture) == number]
    if not len(there):
        return np.asarray(_centres(np.array([number]))[0], dtype=np.uint8)
    colours, counts = np.unique(there, axis=0, return_counts=True)
    return np.asarray(colours[np.argmax(counts)])


def _header(size: tuple[int, int], palette: bytes) -> bytes:
    # Version, screen with a palette of 256 colours, then the extension that makes it repeat.
    return b"GIF89a" + struct.pack("<HHBBB", *size, 0xF7, 0, 0) + palette + b"!\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00"


def _frame(indices: np.ndarray, before: np.ndarray | None, delay: int) -> bytes:
    """One frame: its delay in hundredths, and the rectangle that changed, with what stayed left clear."""
    top, left, (bottom, right) = 0, 0, indices.shape
    if before is not None:
        changed = indices != before
        rows, columns = np.flatnonzero(changed.any(1)), np.flatnonzero(changed.any(0))
        # A frame in which nothing moved is one clear pixel: it keeps the time.
        top, bottom = (int(rows[0]), int(rows[-1]) + 1) if len(rows) else (0, 1)
        left, right = (int(columns[0]), int(columns[-1]) + 1) if len(columns) else (0, 1)
        indices = np.where(changed, indices, _COLOURS)[top:bottom, left:right]
    piece = Image.fromarray(np.ascontiguousarray(indices, dtype=np.uint8), "L")
    return (
        b"!\xf9\x04"
        + struct.pack("<BHBB", 0x05, delay, _COLOURS, 0)
        + b","
        + struct.pack("<HHHHB", left, top, right - left, bottom - top, 0)
        + b"\x08"
        + piece.tobytes("gif", "L", 8, 0)
        + b"\x00"
    )
