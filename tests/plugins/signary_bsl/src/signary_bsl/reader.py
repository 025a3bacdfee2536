"""Corpora as lines of JSON: a file a corpus, a sentence a line, 25 points a frame in metres, null where one is missing.

{"id": "bsl-1", "text": "The cat is good.", "signs": ["CAT", "GOOD"], "split": "train", "fps": 25, "points": […]}
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from signary.corpora.readers.reader import CorpusReader
from signary.corpora.row_schema import CorpusRow, SignedGloss
from signary.io.errors import FormatError
from signary.io.json_file import parse_json
from signary.pose.sequence import PoseSequence
from signary_bsl.layout import BSL25

_KEYS = ("id", "text", "signs", "split", "fps", "points")


@dataclass
class JsonLines(CorpusReader):
    """A file of such lines; one of them is held at a time."""

    about: ClassVar[str] = "a file with a JSON object a line: id, text, signs, split, fps, points (T, 25, 3)"

    language: str = field(default="bsl", metadata={"help": "Sign language, which the lines do not say."})
    least: float = field(default=0.0, metadata={"help": "Seconds; shorter sentences are left out, and counted."})
    short: int = field(default=0, init=False, repr=False)

    def rows(self, source: Path) -> Iterator[CorpusRow]:
        """A row a line."""
        self.short = 0
        with source.open("rb") as lines:
            for number, line in enumerate(lines, start=1):
                row = self._row(f"{source.name}, line {number}", line)
                if row.motion.seconds < self.least:
                    self.short += 1
                else:
                    yield row

    def remarks(self) -> list[str]:
        """How many sentences were left out."""
        return [f"{self.short} sentences are shorter than {self.least:g} s and left out"] if self.short else []

    def _row(self, where: str, line: bytes) -> CorpusRow:
        found = parse_json(line, where)
        if missing := [key for key in _KEYS if key not in found]:
            raise FormatError(where, f"keys {', '.join(_KEYS)}", f"none of {', '.join(missing)}")
        glosses = tuple(SignedGloss(str(sign)) for sign in found["signs"])
        facts = (found["id"], found["text"], self.language, _motion(where, found["points"], found["fps"]))
        return CorpusRow(*facts, found["split"], " ".join(sign.gloss for sign in glosses), glosses, source="JSON lines")


def _motion(where: str, points: Any, fps: Any) -> PoseSequence:
    """Frames of points; those that are null are missing."""
    try:
        filled = [[point if point is not None else [np.nan] * 3 for point in frame] for frame in points]
        values = np.array(filled, dtype=np.float32)
    except (TypeError, ValueError):
        values = np.zeros(0)
    if values.ndim != 3 or values.shape[1:] != (len(BSL25.joints), 3):
        raise FormatError(where, "points of shape (T, 25, 3)", f"others of shape {values.shape}")
    return PoseSequence.masked(values, BSL25, fps, np.isfinite(values).all(-1).astype(np.float32), {})
