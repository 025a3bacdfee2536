"""The recordings of a corpus on disk, one after another, whatever split they are in."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any

from datasets import DatasetDict

from signary.corpora.corpus_spec import read_corpus_spec
from signary.corpora.opening import open_corpus
from signary.corpora.rows import row_motion, row_place
from signary.io.errors import InputError
from signary.pose.registry import get_layout
from signary.pose.sequence import PoseSequence

#: Columns that travel along with the motion.
_FACTS = ("id", "text", "gloss", "language", "signer", "source", "licence")


class CorpusRecordings:
    """The motion of all rows, split after split, each read when it is asked for.

    The metadata of each say its `split` and what its row says of it: `id`, `text`, `gloss` …

    Args:
        folder: What `signary corpus prepare` or `save_to_disk` has written.

    Raises:
        InputError: If it is no corpus, or has no motion.
        FormatError: As `open_corpus`.
        UnsafeFileError: As `open_corpus`.
    """

    def __init__(self, folder: Path | str) -> None:
        loaded, spec = open_corpus(folder), read_corpus_spec(folder)
        self._name = Path(folder).name
        self._splits = {str(name): rows for name, rows in loaded.items()} if isinstance(loaded, DatasetDict) else {}
        self._splits = self._splits or {"": loaded}
        self._layout = get_layout("smplx") if spec is None else spec.layout
        for name, rows in self._splits.items():
            if missing := [column for column in ("poses", "fps") if column not in rows.column_names]:
                where = f"{self._name}, split {name}" if name else self._name
                raise InputError(where, "a corpus with motion (columns poses, fps)", f"none of {', '.join(missing)}")
        self._ends = list(accumulate(len(rows) for rows in self._splits.values()))

    def __len__(self) -> int:
        """Number of rows."""
        return self._ends[-1] if self._ends else 0

    def __getitem__(self, at: int) -> PoseSequence:
        """A row's motion, by its number from 0.

        Raises:
            InputError: If the row is broken; names it.
        """
        if not 0 <= at < len(self):
            raise IndexError(at)
        part = bisect_right(self._ends, at)
        name, rows = list(self._splits.items())[part]
        row = at - (self._ends[part] - len(rows))
        arrays = [one for one in ("poses", "confidence") if one in rows.column_names]
        found: dict[str, Any] = rows.with_format("numpy", columns=arrays, output_all_columns=True)[row]
        motion = row_motion(found, self._layout, row_place(self._name, name or "corpus", row))
        facts = {fact: str(found[fact]) for fact in _FACTS if found.get(fact) is not None}
        return motion.with_metadata(**facts, **({"split": name} if name else {}))

    def names(self, most: int | None = None) -> Sequence[str]:
        """Ids of the first `most` rows, by default of all; none if the corpus has no ids."""
        if not all("id" in rows.column_names for rows in self._splits.values()):
            return []
        found: list[str] = []
        for rows in self._splits.values():
            found += map(str, rows.select_columns("id")[: None if most is None else max(0, most - len(found))]["id"])
        return found
