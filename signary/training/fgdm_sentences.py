"""Sentences with glosses as FGDM learns from them: read from both kinds of corpora, converted, checked, in batches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from signary.corpora.readers.pt_format import SPLITS, read_pt_split
from signary.corpora.rows import WHERE, named_row, row_motion, row_place
from signary.generator.fgdm import FGDMConfig, GlossVocabulary, SentencePoses, batch_sentences, sentence_poses
from signary.io.errors import InputError
from signary.io.progress import track
from signary.language.languages import resolve
from signary.pose.layout import PoseLayout
from signary.pose.sequence import PoseSequence
from signary.pose.view import to_layout
from signary.training.batches import Draw
from signary.training.corpus import corpora_layout, load_split

#: Motion and glosses.
Glossed = tuple[PoseSequence, list[str]]


@dataclass
class CorpusArguments:
    """What to train on."""

    corpus: list[str] = field(
        metadata={"help": "Corpora; `train` is trained on (all of one without splits), `dev` evaluated."}
    )
    corpus_layout: str = field(default="smplx", metadata={"help": "Layout of corpora that are not in PT format."})
    language: str = field(default="", metadata={"help": "Only rows of this sign language; none: all."})
    standardise: bool = field(default=True, metadata={"help": "False takes poses as they are, as the released code."})


def read_sentences(arguments: CorpusArguments, split: str, layout: PoseLayout) -> list[Glossed]:
    """All sentences of a split, in the model's layout."""
    read, others = list[Iterable[PoseSequence]](), list[str]()
    for folder in arguments.corpus:
        if _is_pt_format(folder):
            sentences = enumerate(read_pt_split(folder, split))
            read.append(one.with_metadata(**{WHERE: row_place(folder, split, row)}) for row, one in sentences)
        else:
            others.append(folder)
    if others:
        read.append(_rows(others, split, arguments))
    sequences = track(chain.from_iterable(read), f"reading {split}")
    return [(_in_layout(sequence, layout), sequence.metadata["gloss"].split()) for sequence in sequences]


def model_layout(arguments: CorpusArguments, name: str) -> PoseLayout:
    """The model's layout, which a corpus may carry."""
    others = [folder for folder in arguments.corpus if not _is_pt_format(folder)]
    return corpora_layout(others, arguments.corpus_layout, name)


def _is_pt_format(folder: str) -> bool:
    return any((Path(folder) / f"{name}.skels").is_file() for name in SPLITS)


def _in_layout(sequence: PoseSequence, layout: PoseLayout) -> PoseSequence:
    try:
        return to_layout(sequence, layout)
    except InputError as error:
        raise named_row(error, sequence.metadata[WHERE]) from None


def _rows(folders: Sequence[str], split: str, arguments: CorpusArguments) -> Iterator[PoseSequence]:
    columns = ("poses", "fps", "gloss", *(("language",) if arguments.language else ()))
    layout = corpora_layout(folders, arguments.corpus_layout)
    language = arguments.language and resolve(arguments.language).id
    for row in load_split(folders, split, columns):
        if not language or row["language"] == language:
            yield row_motion(row, layout).with_metadata(gloss=row["gloss"], **{WHERE: row[WHERE]})


class Sentences(torch.utils.data.Dataset[tuple[SentencePoses, Draw]]):
    """Sentences that the model can learn from or be judged by.

    Args:
        glossed: All sentences of a split.
        config: Of the model.
        split: Its name, for errors.

    Attributes:
        left_out: Why sentences are left out, and how many.
    """

    def __init__(self, glossed: Sequence[Glossed], config: FGDMConfig, split: str = "train") -> None:
        vocabulary = GlossVocabulary(config.glosses)
        self.left_out = {"too_long": 0, "unknown_gloss": 0}
        self.sentences = list[SentencePoses]()
        for sequence, glosses in glossed:
            if len(sequence) * config.fps / sequence.fps > config.max_frames:
                self.left_out["too_long"] += 1
            elif any(gloss not in vocabulary for gloss in glosses):
                self.left_out["unknown_gloss"] += 1
            else:
                self.sentences.append(_learnable(sequence, glosses, config))
        if not self.sentences:
            expected = f"sentences of at most {config.max_frames} frames with glosses that the model has"
            too_long, unknown = self.left_out.values()
            got = f"none: {too_long} too long, {unknown} with other glosses"
            raise InputError("corpus", f"{expected} in {split}", got)

    @property
    def lengths(self) -> list[int]:
        """Frames of every sentence."""
        return [len(sentence.poses) for sentence in self.sentences]

    def __len__(self) -> int:
        return len(self.sentences)

    def __getitem__(self, draw: Draw) -> tuple[SentencePoses, Draw]:
        return self.sentences[draw.index], draw


def _learnable(sequence: PoseSequence, glosses: list[str], config: FGDMConfig) -> SentencePoses:
    try:
        return sentence_poses(sequence, glosses, config)
    except InputError as error:
        raise named_row(error, sequence.metadata[WHERE]) from None


def collate(samples: Sequence[tuple[SentencePoses, Draw]]) -> dict[str, Tensor]:
    """A batch."""
    return batch_sentences([sentence for sentence, _ in samples])._asdict()


def collate_noisy(samples: Sequence[tuple[SentencePoses, Draw]], train_steps: int) -> dict[str, Tensor]:
    """A batch with times and noise of every sentence's own: the same ones in any number of processes."""
    batch, generators = collate(samples), [draw.rng() for _, draw in samples]
    noise = torch.zeros_like(batch["poses"])
    times = torch.tensor([int(rng.integers(train_steps)) for rng in generators])
    for row, rng, (sentence, _) in zip(noise, generators, samples, strict=True):
        row[: len(sentence.poses)] = torch.from_numpy(rng.standard_normal(sentence.poses.shape, dtype=np.float32))
    return {**batch, "times": times, "noise": noise}
