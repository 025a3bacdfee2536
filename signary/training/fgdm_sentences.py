"""Sentences with glosses as FGDM learns from them: read from both kinds of corpora, converted, checked, in batches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor

from signary.corpora.readers.pt_format import SPLITS, read_pt_split
from signary.corpora.rows import WHERE, named_row, row_motion, row_place
from signary.generator.fgdm import FGDMConfig, SentencePoses, batch_sentences, sentence_poses
from signary.io.errors import InputError
from signary.io.progress import track
from signary.language.languages import resolve
from signary.pose.layout import PoseLayout
from signary.pose.sequence import PoseSequence
from signary.pose.view import to_layout
from signary.retrieval.gloss_parts import gloss_parts
from signary.training.batches import Draw
from signary.training.corpus import OPTIONAL, corpora_layout, load_split

#: Optional column of corpora: what glosses are made of, and when each part is signed.
PIECES = "pieces"


class Glossed(NamedTuple):
    """Motion and its glosses.

    Attributes:
        sequence: In the model's layout.
        glosses: As the model knows them, without their language.
        language: Id of the sign language where the model tells languages apart, else None.
        seconds: Start and end of each gloss, array of shape (G, 2), NaN where nobody knows; None if the corpus does not
            say.
    """

    sequence: PoseSequence
    glosses: list[str]
    language: str | None = None
    seconds: np.ndarray | None = None

    @property
    def names(self) -> list[str]:
        """The glosses as the vocabulary has them."""
        return [gloss if self.language is None else f"{self.language}:{gloss}" for gloss in self.glosses]


@dataclass
class CorpusArguments:
    """What to train on."""

    corpus: list[str] = field(
        metadata={"help": "Corpora; `train` is trained on (all of one without splits), `dev` evaluated."}
    )
    corpus_layout: str = field(default="smplx", metadata={"help": "Layout of corpora that are not in PT format."})
    language: str = field(default="", metadata={"help": "Only rows of this sign language; none: all."})
    by_language: bool = field(
        default=False,
        metadata={
            "help": "Keep sign languages apart (column language): DOG of one is another gloss than DOG of the next, "
            "and names and numbers are the letters and numerals that they are made of."
        },
    )
    standardise: bool = field(default=True, metadata={"help": "False takes poses as they are, as the released code."})


def read_sentences(arguments: CorpusArguments, split: str, layout: PoseLayout) -> list[Glossed]:
    """All sentences of a split, in the model's layout."""
    read, others = list[Iterable[Glossed]](), list[str]()
    for folder in arguments.corpus:
        if not _is_pt_format(folder):
            others.append(folder)
        elif arguments.by_language:
            raise InputError("by_language", "corpora that say of which language they are", f"{folder!r} in PT format")
        else:
            read.append(_pt_rows(folder, split))
    if others:
        read.append(_rows(others, split, arguments))
    found = track(chain.from_iterable(read), f"reading {split}")
    return [one._replace(sequence=_in_layout(one.sequence, layout)) for one in found]


def _pt_rows(folder: str, split: str) -> Iterator[Glossed]:
    for row, one in enumerate(read_pt_split(folder, split)):
        yield Glossed(one.with_metadata(**{WHERE: row_place(folder, split, row)}), one.metadata["gloss"].split())


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


def _rows(folders: Sequence[str], split: str, arguments: CorpusArguments) -> Iterator[Glossed]:
    told = arguments.language or arguments.by_language
    columns = ("poses", "fps", "gloss", *(("language",) if told else ()))
    layout = corpora_layout(folders, arguments.corpus_layout)
    language = arguments.language and resolve(arguments.language).id
    for row in load_split(folders, split, columns, (*OPTIONAL, PIECES)):
        if not language or row["language"] == language:
            sequence = row_motion(row, layout).with_metadata(**{WHERE: row[WHERE]})
            if arguments.by_language:
                yield Glossed(sequence, *_parts(row))
            else:
                yield Glossed(sequence, row["gloss"].split())


def _parts(row: Mapping[str, Any]) -> tuple[list[str], str, np.ndarray | None]:
    """What the glosses of a row are made of, their language, and when each part is signed."""
    language, pieces = row["language"], row.get(PIECES)
    if not pieces:
        return [part for gloss in row["gloss"].split() for part in gloss_parts(gloss, language)], language, None
    expected = "rows of entry, start and end in seconds"
    try:
        glosses = [str(piece["entry"]) for piece in pieces]
        times = [[np.nan if piece[name] is None else piece[name] for name in ("start", "end")] for piece in pieces]
        return glosses, language, np.array(times, dtype=np.float32)
    except (KeyError, TypeError, ValueError):
        raise InputError(f"{row[WHERE]}, {PIECES}", expected, f"{pieces!r:.80}") from None


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
        self.left_out = {"too_long": 0, "unknown_gloss": 0}
        self.sentences = list[SentencePoses]()
        vocabulary = config.vocabulary
        for one in glossed:
            if len(one.sequence) * config.fps / one.sequence.fps > config.max_frames:
                self.left_out["too_long"] += 1
            elif any(name not in vocabulary for name in one.names):
                self.left_out["unknown_gloss"] += 1
            else:
                self.sentences.append(_learnable(one, config))
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


def _learnable(one: Glossed, config: FGDMConfig) -> SentencePoses:
    try:
        return sentence_poses(one.sequence, one.glosses, config, one.language, one.seconds)
    except InputError as error:
        raise named_row(error, one.sequence.metadata[WHERE]) from None


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
