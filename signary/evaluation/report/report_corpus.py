"""Sentences and references of a corpus, as a report reads them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from datasets import Dataset, DatasetDict

from signary.corpora.corpus_spec import read_corpus_spec
from signary.corpora.opening import open_corpus
from signary.corpora.rows import row_motion
from signary.evaluation.report.systems import Sentences
from signary.io.errors import InputError
from signary.pose.features import fit_sequence
from signary.pose.motion_spec import HasMotionSpec, MotionSpec
from signary.pose.sequence import PoseSequence

COLUMNS = ("poses", "fps", "text", "language")
TRAINING = "train"
#: Columns that motion is made of.
_MOTION = ("poses", "fps", "confidence", "hand_reference")
#: Rows that are read together: read one by one, most of the time would go into naming columns.
_BATCH = 64
#: Columns that only sentences made from templates have.
_TEMPLATES = {"pattern", "mood"}
SYNTHETIC = "synthetic motion of the rule-based signer"


@dataclass(frozen=True)
class ReportCorpus:
    """The sentences of a split, and those that baselines may learn from.

    Attributes:
        name: Of the split to measure on.
        split: Its rows that are measured.
        training: Rows of the split `train`.
        total: Rows of the whole split.
        motion: What the model's motion is like, which references are brought to.
    """

    name: str
    split: Dataset
    training: Dataset
    total: int
    motion: MotionSpec

    @classmethod
    def load(cls, folder: Path | str, split: str, limit: int | None, kind: MotionSpec | HasMotionSpec) -> ReportCorpus:
        """Read a corpus.

        Args:
            folder: Written by `datasets.save_to_disk`: splits with columns `poses` (of the model's layout), `fps`,
                `text`, `language` and, if known, `id`, `glosses`, `confidence`, `hand_reference`, `source`.
            split: Which to measure on.
            limit: The first rows of it; None for all.
            kind: What the model's motion is like, or a config that says it.

        Raises:
            FormatError: If a file of it is broken.
            UnsafeFileError: If it names files elsewhere.
            InputError: If it is no such folder, a split or column is missing, or its motion is of another kind.
        """
        motion, loaded = MotionSpec.of(kind), open_corpus(folder)
        if (carried := read_corpus_spec(folder)) is not None:
            motion.require(carried, argument="corpus", owner="the model", any_fps=True)
        if not isinstance(loaded, DatasetDict):
            raise InputError("corpus", f"splits {split} and {TRAINING}", "one data set without splits")
        for name in (split, TRAINING):
            if name not in loaded:
                raise InputError("split", f"one of {', '.join(loaded)}", repr(name))
            if missing := [column for column in COLUMNS if column not in loaded[name].column_names]:
                raise InputError("corpus", f"columns {', '.join(COLUMNS)}", f"none of {', '.join(missing)}")
        rows, training = (_numpy(loaded[name]) for name in (split, TRAINING))
        chosen = rows if limit is None else rows.select(range(min(limit, len(rows))))
        return cls(split, chosen, training, len(rows), motion)

    @property
    def motion_kind(self) -> str:
        """What the motion is, for the label of every table: synthetic where that is known."""
        if set(self.split.column_names) >= _TEMPLATES:
            return SYNTHETIC
        if "source" in self.split.column_names:
            return "; ".join(dict.fromkeys(str(source) for source in self.split["source"]))
        return "motion of an origin that the corpus does not name"

    def sentences(self) -> Sentences:
        """What was to be signed."""
        names = self.split.column_names
        ids = [str(one) for one in (self.split["id"] if "id" in names else range(len(self.split)))]
        glosses = None
        if "glosses" in names:
            glosses = [[sign["gloss"] for sign in signs] for signs in self.split["glosses"]]
        return Sentences(ids, list(self.split["text"]), list(self.split["language"]), glosses)

    def references(self) -> list[PoseSequence]:
        """Motion of the sentences, on the model's clock."""
        return list(self._sequences(self.split))

    def training_motion(self) -> Iterator[PoseSequence]:
        """Motion of all training sentences, on the model's clock."""
        return self._sequences(self.training)

    def training_sequence(self, at: int) -> PoseSequence:
        """Motion of one training sentence."""
        return self._sequence(self.training[at])

    def _sequences(self, rows: Dataset) -> Iterator[PoseSequence]:
        read = [name for name in _MOTION if name in rows.column_names]
        for batch in rows.select_columns(read).iter(_BATCH):
            for row in zip(*batch.values(), strict=True):
                yield self._sequence(dict(zip(batch, row, strict=True)))

    def _sequence(self, row: Mapping[str, Any]) -> PoseSequence:
        return fit_sequence(row_motion(row, self.motion.layout, "corpus, a row"), self.motion)


def _numpy(rows: Dataset) -> Dataset:
    arrays = [name for name in ("poses", "confidence") if name in rows.column_names]
    return rows.with_format("numpy", columns=arrays, output_all_columns=True)
