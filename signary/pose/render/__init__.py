"""Pictures of pose sequences: a signer in whom handshapes can be recognised and signing can be read.

`render(sequence, "out.mp4")` writes a file (`.gif`, `.mp4`, or a `.png` contact sheet), `render_pair` two sequences
side by side, `frames` yields arrays. Parameters of layout `smplx` move the project's skinned figure
(`signary.pose.avatar`); a signer of solids is drawn from named joints of any other layout, and layouts without
shoulders and arms are drawn as plain bones.

From parameters to picture: `mesh` (the figure's vertices and inks) with `triangles` (its inner loops). From joints to
picture: `actor` (any layout to one set of points in metres) -> `view` (framing) -> `body`, `head`,
`face`, `hand` (points to solids) -> `painter` (a frame's solids onto the canvas) -> `raster`, `shading`, `palette`
(depth, tone, colour) -> `film`, `text` (mark and captions) -> `gif`, `files`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from signary.io.errors import InputError
from signary.pose.kinematics import Skeleton
from signary.pose.render.files import write_mp4, write_png
from signary.pose.render.film import Captions, Film, Size, make_film, pair_films
from signary.pose.render.gif import write_gif
from signary.pose.sequence import PoseSequence

__all__ = ["Film", "frames", "make_film", "pair_films", "render", "render_pair", "write_gif", "write_mp4", "write_png"]

SUFFIXES = (".gif", ".mp4", ".png")


def frames(
    sequence: PoseSequence,
    *,
    size: Size = 512,
    mark: bool = True,
    captions: Captions = (),
    skeleton: Skeleton | None = None,
) -> Iterator[np.ndarray]:
    """Draw a sequence.

    Args:
        sequence: What to draw, in any layout with positions, or `smplx`.
        size: Pixels, one number for a square or (width, height).
        mark: Write `signary · unverified demonstration` in the corner.
        captions: Lines burnt in at the bottom, each (start in seconds, end in seconds, text).
        skeleton: The body for `smplx` parameters; the built-in one by default.

    Returns:
        One uint8 array of shape (height, width, 3) per frame.

    Raises:
        InputError: If the sequence is empty, the size not from 64 to 2048, a caption malformed.
    """
    return make_film(sequence, size, mark, captions, skeleton).frames()


def render(
    sequence: PoseSequence,
    path: Path | str,
    *,
    size: Size = 512,
    mark: bool = True,
    captions: Captions = (),
    skeleton: Skeleton | None = None,
) -> None:
    """Draw a sequence into a file: film (`.gif`, `.mp4`) or contact sheet (`.png`).

    Args:
        sequence: What to draw; see `frames` for this and the other arguments.
        path: Where to; appears whole or not at all.
        size: Pixels, of one picture.
        mark: Write the mark.
        captions: Lines burnt in.
        skeleton: The body for `smplx` parameters.

    Raises:
        InputError: As `frames`, or if the suffix is another.
    """
    check_suffix(path)
    _write(make_film(sequence, size, mark, captions, skeleton), path)


def render_pair(
    left: PoseSequence,
    right: PoseSequence,
    path: Path | str,
    *,
    labels: tuple[str, str] = ("", ""),
    size: Size = 512,
    mark: bool = True,
    captions: Captions = (),
    skeleton: Skeleton | None = None,
) -> None:
    """Draw two sequences side by side, for comparison.

    The film runs at the higher of both frame rates; the shorter sequence holds its last frame.

    Args:
        left: What to draw on the left.
        right: What to draw on the right.
        path: Where to, as in `render`.
        labels: Written above.
        size: Pixels of each of the two pictures.
        mark: Write the mark.
        captions: Lines burnt in.
        skeleton: The body for `smplx` parameters.

    Raises:
        InputError: As `render`.
    """
    check_suffix(path)
    films = [make_film(sequence, size, False, (), skeleton) for sequence in (left, right)]
    _write(pair_films(films[0], films[1], labels, mark, captions), path)


def check_suffix(path: Path | str) -> str:
    """The suffix of a path to write to, in lower case.

    Raises:
        InputError: If it is none of those that can be written.
    """
    suffix = Path(path).suffix.lower()
    if suffix not in SUFFIXES:
        raise InputError("path", f"a name ending in {', '.join(SUFFIXES)}", repr(str(path)))
    return suffix


def _write(film: Film, path: Path | str) -> None:
    {".gif": write_gif, ".mp4": write_mp4, ".png": write_png}[check_suffix(path)](film, path)
