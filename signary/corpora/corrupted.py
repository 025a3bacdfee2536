"""A corpus with the faults of a detector: any corpus that is ready for training, read again and made worse.

Rows are read as any other form is (`prepare.py`), so that several processes work on one, and one that was stopped goes
on. What happens to a row depends on the seed, its split and its place there: not on processes, nor on other rows'
motion.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, ClassVar, NamedTuple

import numpy as np
from datasets import Dataset, DatasetDict

from signary.corpora.corpus_spec import read_corpus_spec
from signary.corpora.opening import open_corpus
from signary.corpora.readers.reader import ListingReader
from signary.corpora.row_schema import CorpusRow, SignedGloss
from signary.corpora.rows import row_motion
from signary.io.errors import InputError
from signary.io.quoting import quoted
from signary.pose.detector_faults import DetectorFaults, with_faults
from signary.pose.layout import PoseLayout
from signary.pose.registry import get_layout
from signary.pose.sequence import PoseSequence

#: Columns that a row keeps as they are, and what they hold.
_KEPT: Mapping[str, type] = MappingProxyType({"gloss": str, "signer": int, "licence": str, "kind": str})
#: Columns that the motion is made of.
_MOTION = ("poses", "fps", "confidence", "hand_reference", "layout")
#: Added to what a row says its motion is.
SAID = "with made-up faults of a detector"


class CorpusPlace(NamedTuple):
    """A row of a corpus: it goes from process to process.

    Attributes:
        folder: Of the corpus.
        split: Name.
        row: Number in its split.
        id: Of the sentence.
    """

    folder: str
    split: str
    row: int
    id: str


@dataclass
class CorruptedCorpus(ListingReader[CorpusPlace]):
    """Rows of a corpus that is ready for training, with the faults of a detector.

    Attributes:
        seed: Of the faults.
        severity: See `DetectorFaults.of_severity`.
        splits: Splits that get faults, parted by commas; the others stay as they are. Empty: all.
    """

    about: ClassVar[str] = "a corpus that is ready for training, made worse"

    seed: int = field(default=0, metadata={"help": "Seed of the faults."})
    severity: float = field(default=1.0, metadata={"help": "How bad the detector is: 0 not at all, 1 as usual."})
    splits: str = field(default="", metadata={"help": "Only these splits, parted by commas; others stay as they are."})

    def __post_init__(self) -> None:
        if self.seed < 0:
            raise InputError("seed", "0 or more", self.seed)
        self._opened: dict[str, tuple[DatasetDict, PoseLayout]] = {}
        self._left: set[str] = set()

    @cached_property
    def faults(self) -> DetectorFaults:
        """The faults of this severity."""
        return DetectorFaults.of_severity(self.severity)

    def listed(self, source: Path) -> Sequence[CorpusPlace]:
        """All rows, split by split.

        Raises:
            InputError: If it is no corpus of motion, or has none of the splits.
        """
        rows, _ = self._open(str(source))
        if strangers := self._chosen - set(rows):
            raise InputError("splits", f"splits of the corpus ({', '.join(rows)})", ", ".join(sorted(strangers)))
        found = []
        for split, part in rows.items():
            if "poses" not in part.column_names:
                raise InputError(f"corpus, split {split}", "a column poses", ", ".join(part.column_names))
            ids = part["id"] if "id" in part.column_names else [None] * len(part)
            # Ids are those of a split: a prepared corpus has every one once.
            found += [
                CorpusPlace(str(source), split, at, f"{split}-{at:06d}" if name in (None, "") else str(name))
                for at, name in enumerate(ids)
            ]
        names = [place.id for place in found]
        unique = len(set(names)) == len(names)
        return found if unique else [each._replace(id=f"{each.split}/{each.row:06d}") for each in found]

    def read(self, item: CorpusPlace) -> CorpusRow:
        """A row with its faults, which are drawn from the seed, the split and the row's number.

        Raises:
            InputError: If its motion cannot be read, or keypoints lack shoulders.
        """
        rows, layout = self._open(item.folder)
        row = rows[item.split][item.row]
        motion = row_motion(row, layout, f"{item.split}, row {item.row}")
        worse = not self._chosen or item.split in self._chosen
        if worse:
            key = [self.seed, zlib.crc32(item.split.encode()), item.row]
            motion = with_faults(motion, self.faults, np.random.default_rng(key))
        motion = replace(motion, confidence=motion.certainty)
        return _row(item, row, motion, worse)

    def remarks(self) -> Sequence[str]:
        """Columns that were left behind."""
        if not self._left:
            return ()
        return (f"columns that no prepared corpus has were left behind: {', '.join(sorted(self._left))}",)

    @property
    def _chosen(self) -> set[str]:
        return {name.strip() for name in self.splits.split(",") if name.strip()}

    def _open(self, folder: str) -> tuple[DatasetDict, PoseLayout]:
        """A corpus, opened once in a process."""
        if folder not in self._opened:
            rows = open_corpus(folder)
            rows = DatasetDict({"train": rows}) if isinstance(rows, Dataset) else rows
            spec = read_corpus_spec(folder)
            for part in rows.values():
                known = {*_MOTION, *_KEPT, "id", "text", "language", "glosses", "source", "words"}
                self._left |= {*part.column_names} - known
            self._opened[folder] = rows, get_layout("smplx") if spec is None else spec.layout
        return self._opened[folder]

    def __getstate__(self) -> dict[str, Any]:
        """Without corpora that are open: every process opens its own."""
        return {**vars(self), "_opened": {}}


def _row(place: CorpusPlace, row: dict[str, Any], motion: PoseSequence, worse: bool) -> CorpusRow:
    for name in ("text", "language"):
        if name not in row:
            raise InputError(f"corpus, split {place.split}", f"a column {name}", quoted(", ".join(row)))
    kept = {name: _checked(row, name, kind, place.split) for name, kind in _KEPT.items()}
    given, glosses = _checked(row, "source", str, place.split), row.get("glosses")
    for one in glosses or ():
        if not isinstance(one, dict) or not isinstance(one.get("gloss"), str):
            raise InputError(f"corpus, split {place.split}, glosses", "a list of {gloss, start, end}", quoted(one))
    source = (f"{given}, {SAID}" if given else SAID) if worse else given
    return CorpusRow(
        id=place.id,
        text=row["text"],
        language=row["language"],
        motion=motion,
        split=place.split,
        glosses=None if glosses is None else tuple(SignedGloss(*map(one.get, SignedGloss._fields)) for one in glosses),
        source=source or "as it was",
        words=None if row.get("words") is None else tuple(row["words"]),
        **kept,
    )


def _checked(row: Mapping[str, Any], name: str, kind: type, split: str) -> Any:
    """A value of a row, None where there is none.

    Raises:
        InputError: If it is of another type.
    """
    value = row.get(name)
    if value is not None and not isinstance(value, kind):
        raise InputError(f"corpus, split {split}, {name}", f"values of the type {kind.__name__}", quoted(value))
    return value
