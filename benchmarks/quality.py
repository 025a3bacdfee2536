"""What the benchmarks of quality share: sentences of the demo corpus, generated motion, distances to the reference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import torch
import transformers
from datasets import Dataset

import signary  # noqa: F401 - registers "text-to-sign"
from signary.evaluation import DtwPaJpe
from signary.pose.features import fit_sequence
from signary.pose.registry import get_layout
from signary.pose.sequence import PoseSequence
from signary.tokenizer import MotionTokenizer

BATCH = 16
#: Most steps of a sentence: the longest sentence of the demo corpus has 87.
MAX_STEPS = 110
PARTS = ("body", "hand")


@dataclass(frozen=True)
class Sentences:
    """Rows of a split, and their motion on the tokenizer's clock."""

    rows: list[dict[str, Any]]
    motion: list[PoseSequence]

    @classmethod
    def of(cls, split: Dataset, tokenizer: MotionTokenizer, limit: int | None) -> Sentences:
        """The first `limit` rows of every language."""
        counts, rows = dict[str, int](), list[dict[str, Any]]()
        for row in split:
            counts[row["language"]] = counts.get(row["language"], 0) + 1
            if limit is None or counts[row["language"]] <= limit:
                rows.append(row)
        metadata = {"hand_reference": tokenizer.config.hand_reference}
        motion = [PoseSequence(row["poses"], get_layout("smplx"), float(row["fps"]), None, metadata) for row in rows]
        return cls(rows, [fit_sequence(sequence, tokenizer.config) for sequence in motion])


def load_pipeline(model: str | None) -> Any:
    """The pipeline of a model folder, or of the embedded model."""
    # Its task is not among those that the overloads of transformers' function list.
    return cast(Any, transformers.pipeline)("text-to-sign", model=model)


def generate(sign: Any, sentences: Sentences, **options: Any) -> list[dict[str, Any]]:
    """Results of the pipeline for all sentences, in their order; each language in batches. As the codes give them."""
    options = {"refine": False, **options}
    found: dict[int, dict[str, Any]] = {}
    for language in dict.fromkeys(row["language"] for row in sentences.rows):
        chosen = [at for at, row in enumerate(sentences.rows) if row["language"] == language]
        texts = [sentences.rows[at]["text"] for at in chosen]
        results = sign(texts, language=language, batch_size=BATCH, max_new_tokens=MAX_STEPS, **options)
        found |= dict(zip(chosen, results, strict=True))
    return [found[at] for at in range(len(sentences.rows))]


def distances(reference: Sequence[PoseSequence], motion: Sequence[PoseSequence], threads: int) -> dict[str, np.ndarray]:
    """DTW-PA-JPE of every sentence, for body and hands (raw path sum, SOKE's definition)."""
    return {part: np.asarray(DtwPaJpe(part).corpus(reference, motion, threads=threads).scores) for part in PARTS}


def one_thread() -> None:
    """Small models are fastest on one thread; figures say so."""
    torch.set_num_threads(1)
