"""A picture of a corpus: some of its clips, a line each, a few frames of every one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from datasets import Dataset
from PIL import Image

from signary.corpora.opening import open_corpus
from signary.corpora.rows import row_motion
from signary.io.atomic import atomic_path
from signary.io.errors import InputError
from signary.pose.layout import PoseLayout
from signary.pose.render import make_film
from signary.pose.sequence import PoseSequence

#: Clips, frames of each, pixels of a frame.
_CLIPS, _FRAMES, _SIZE = 8, 6, 192


def write_sheet(folder: Path | str, layout: PoseLayout, path: Path | str) -> None:
    """Draw evenly chosen clips of all splits.

    Args:
        folder: Of the corpus.
        layout: Of its motion.
        path: The `.png` to write.

    Raises:
        InputError: If there is no motion, or nothing of it can be drawn.
    """
    if Path(path).suffix.lower() != ".png":
        raise InputError("sheet", "a path that ends in .png", repr(str(path)))
    loaded = open_corpus(folder)
    splits = list(loaded.values()) if isinstance(loaded, dict) else [loaded]
    lines = [line for split in splits for line in _lines(split, layout, max(1, _CLIPS // len(splits)))]
    if not lines:
        raise InputError("sheet", "a corpus with motion that can be drawn", repr(str(folder)))
    with atomic_path(path) as temporary:
        Image.fromarray(np.concatenate(lines)).save(temporary, format="PNG")


def _lines(rows: Dataset, layout: PoseLayout, count: int) -> list[np.ndarray]:
    """A line of pictures a clip; clips that cannot be drawn have none."""
    if "poses" not in rows.column_names:
        return []
    chosen = np.unique(np.linspace(0, len(rows) - 1, min(count, len(rows))).round().astype(int))
    found = []
    for at in chosen.tolist():
        try:
            found.append(_line(row_motion(rows[at], layout)))
        except InputError:
            continue
    return found


def _line(motion: PoseSequence) -> np.ndarray:
    film = make_film(motion, _SIZE, mark=False)
    at = np.linspace(0, len(motion) - 1, _FRAMES).round().astype(int)
    return np.concatenate([np.asarray(film.picture(int(frame))) for frame in at], axis=1)
