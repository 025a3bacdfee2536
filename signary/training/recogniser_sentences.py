"""Signed sentences with glosses as a recogniser learns from them: read, checked, on its clock, in batches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import torch
from datasets import Dataset
from torch import Tensor

from signary.corpora.rows import WHERE, named_row
from signary.evaluation.back_translation import RecogniserConfig, RecogniserProcessor, motion_batch
from signary.evaluation.back_translation.ctc import steps_needed
from signary.evaluation.back_translation.provenance import refuse_generated
from signary.evaluation.back_translation.recognition import fitting
from signary.io.errors import InputError
from signary.io.progress import track
from signary.pose.feature_statistics import feature_statistics
from signary.pose.features import fit_sequence
from signary.pose.layout import PoseLayout
from signary.pose.motion_spec import MotionSpec
from signary.pose.registry import get_layout
from signary.pose.sequence import PoseSequence
from signary.training.batches import Draw
from signary.training.corpus import common_hand_reference, load_split, open_splits
from signary.training.motion import row_sequence

COLUMNS = ("poses", "fps", "text", "language", "glosses")


class Sample(NamedTuple):
    """A signed sentence; the noise of its training motion is drawn from `key`."""

    motion: PoseSequence
    text: str
    language: str
    glosses: list[str]
    draw: Draw


class SignedSentences(torch.utils.data.Dataset[Sample]):
    """Sentences of a split, their motion as the recogniser reads it.

    Args:
        rows: Columns `COLUMNS` and, where joints are missing, `confidence`.
        layout: Of the rows.
        config: Of the recogniser.
    """

    def __init__(self, rows: Dataset, layout: PoseLayout | str, config: RecogniserConfig) -> None:
        self.rows, self.config = rows, config
        layout = get_layout(layout) if isinstance(layout, str) else layout
        self.kind = MotionSpec(layout, config.fps, common_hand_reference([rows], layout, config.hand_reference))
        self.texts, self.languages = list(rows["text"]), list(rows["language"])
        self.glosses = glosses_of(rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, draw: Draw) -> Sample:
        at = draw.index
        return Sample(self.motion(at), self.texts[at], self.languages[at], self.glosses[at], draw)

    def motion(self, at: int) -> PoseSequence:
        """Motion of a row on the recogniser's clock."""
        row = self.rows[at]
        sequence = row_sequence(row, self.kind)
        try:
            return fit_sequence(fitting(sequence, self.config), self.config)
        except InputError as error:
            raise named_row(error, str(row.get(WHERE, at))) from None

    def sequences(self) -> Iterator[PoseSequence]:
        """All motion, in order."""
        return (self.motion(at) for at in range(len(self)))


class Collator:
    """Sentences side by side, as `SignRecogniser.forward` takes them.

    Args:
        processor: Of the recogniser.
        config: Of the recogniser.
        noise: Standard deviations of the noise on each feature, (D,); None for none.
    """

    def __init__(self, processor: RecogniserProcessor, config: RecogniserConfig, noise: Tensor | None = None) -> None:
        self.processor, self.config, self.noise = processor, config, noise

    def __call__(self, samples: Sequence[Sample]) -> dict[str, Tensor]:
        """A batch."""
        batch = motion_batch([sample.motion for sample in samples], self.config)
        if self.noise is not None:
            for row, sample in zip(batch.values, samples, strict=True):
                drawn = sample.draw.rng().standard_normal((len(sample.motion), row.shape[1]), dtype="float32")
                row[: len(drawn)] += torch.from_numpy(drawn) * self.noise
        texts, glosses = [sample.text for sample in samples], [sample.glosses for sample in samples]
        return batch._asdict() | self.processor.labels(texts, glosses, [sample.language for sample in samples])


def glosses_of(rows: Dataset) -> list[list[str]]:
    """Glosses of every row."""
    return [[sign["gloss"] for sign in signs] for signs in rows["glosses"]]


def read_split(folders: Sequence[str], split: str) -> Dataset:
    """Sentences of a split of corpora, none of which holds generated motion."""
    rows = load_split(folders, split, COLUMNS)
    for place, signs in zip(rows[WHERE], rows["glosses"], strict=True):
        if not isinstance(signs, list) or not all(isinstance(sign, dict) and sign.get("gloss") for sign in signs):
            raise InputError(f"{place}, glosses", "a list of signs with a gloss each", f"{signs!r:.60}")
    for folder in folders:
        for part in open_splits(folder).values():
            refuse_generated(part["source"] if "source" in part.column_names else (), folder)
    return rows


def make_processor(rows: Dataset, text_tokens: int) -> RecogniserProcessor:
    """A processor with the vocabulary of the training sentences."""
    sentences = zip(rows["language"], rows["text"], glosses_of(rows), strict=True)
    return RecogniserProcessor.train([tuple(sentence) for sentence in sentences], text_tokens)


def measure(samples: SignedSentences) -> tuple[list[int], tuple[Tensor, Tensor]]:
    """Frames of every row, and mean and standard deviation of all features: the corpus is read once."""
    lengths = list[int]()

    def counted() -> Iterator[PoseSequence]:
        for sequence in track(samples.sequences(), "reading the corpus", len(samples)):
            lengths.append(len(sequence))
            yield sequence

    statistics = feature_statistics(counted(), samples.config)
    return lengths, statistics


def usable(
    samples: SignedSentences, processor: RecogniserProcessor, lengths: Sequence[int], split: str = ""
) -> dict[str, list[int]]:
    """Rows that can be learnt, as `used`, and others by the reason for which they are left out."""
    found: dict[str, list[int]] = {"used": [], "unknown_gloss": [], "too_many_glosses": [], "too_long_text": []}
    for at, (glosses, language) in enumerate(zip(samples.glosses, samples.languages, strict=True)):
        reason = "used"
        if not glosses or not processor.vocabulary.knows(glosses, language):
            reason = "unknown_gloss"
        elif steps_needed(glosses) > -(-lengths[at] // samples.config.stride):
            reason = "too_many_glosses"
        elif len(processor.text_ids(samples.texts[at])) >= samples.config.max_position_embeddings:
            reason = "too_long_text"
        found[reason].append(at)
    if not found["used"]:
        reasons = ", ".join(f"{len(rows)} with {reason}" for reason, rows in found.items() if rows)
        expected = "a sentence whose glosses stand in training and, with its text, fit the model"
        raise InputError(f"corpus, {split}" if split else "corpus", expected, reasons or "no sentence")
    return found


class Split(NamedTuple):
    """A split, ready for training.

    Attributes:
        samples: Sentences that can be learnt.
        lengths: Frames of each.
        counts: Used and left out, by reason.
        statistics: Mean and standard deviation of all features, (D,) each.
    """

    samples: SignedSentences
    lengths: list[int]
    counts: dict[str, int]
    statistics: tuple[Tensor, Tensor]

    @classmethod
    def of(
        cls, rows: Dataset, layout: PoseLayout, config: RecogniserConfig, processor: RecogniserProcessor, name: str = ""
    ) -> Split:
        """Sentences of a corpus; its motion is read once. Errors are about the split of that name."""
        samples = SignedSentences(rows, layout, config)
        lengths, statistics = measure(samples)
        found = usable(samples, processor, lengths, f"split {name}" if name else "")
        kept = SignedSentences(rows.select(found["used"]), layout, config)
        counts = {reason: len(left) for reason, left in found.items()}
        return cls(kept, [lengths[at] for at in found["used"]], counts, statistics)
