"""PHOENIX14T's real sentences, their **real glosses in their real durations** signed by the rule-based signer.

The corpus is called `phoenix-text-synthetic-motion`: its sentences are real, its motion is not. Glosses that the
lexicon lacks get a form that their name decides and no signer uses; the account says how many.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import ClassVar

import numpy as np
import torch

from signary.corpora.readers.phoenix14t import FPS, LANGUAGE, PhoenixSentence, phoenix_row, read_splits
from signary.corpora.readers.reader import CorpusReader
from signary.corpora.row_schema import CorpusRow
from signary.corpora.synthetic.signing import signer_style
from signary.corpora.synthetic.timed_signing import sign_in_time
from signary.io.errors import InputError
from signary.nn.threads import on_threads
from signary.pose.registry import get_layout
from signary.pose.sequence import PoseSequence
from signary.signer.lexicon import shipped_lexicon

#: What real sentences with the rule-based signer's motion are called, everywhere.
SYNTHETIC_NAME = "phoenix-text-synthetic-motion"
_SOURCE = f"{SYNTHETIC_NAME}: real sentences and gloss durations, synthetic motion of the rule-based signer"
_CHUNK = 16


@dataclass(frozen=True)
class PhoenixAccount:
    """What was signed.

    Attributes:
        sentences: Split -> sentences.
        shared_evenly: Sentences whose alignment has fewer signs than glosses.
        glosses: Gloss -> how often it comes.
        invented: Those that the lexicon lacks, whose form their name decides.
    """

    sentences: Mapping[str, int]
    shared_evenly: int
    glosses: Mapping[str, int]
    invented: frozenset[str]

    @classmethod
    def of(cls, splits: Mapping[str, Sequence[PhoenixSentence]]) -> PhoenixAccount:
        """The account of sentences."""
        everything = [sentence for part in splits.values() for sentence in part]
        glosses = Counter(gloss for sentence in everything for gloss in sentence.glosses)
        known = shipped_lexicon(LANGUAGE).entries
        return cls(
            {split: len(part) for split, part in splits.items()},
            sum(not sentence.aligned for sentence in everything),
            glosses,
            frozenset(gloss for gloss in glosses if gloss not in known),
        )

    @property
    def invented_share(self) -> float:
        """Share of the signed glosses whose form is invented."""
        return sum(self.glosses[gloss] for gloss in self.invented) / sum(self.glosses.values())

    def __str__(self) -> str:
        """One line."""
        counts = ", ".join(f"{split} {count:,}" for split, count in self.sentences.items())
        line = f"{_SOURCE}; sentences: {counts}; {self.shared_evenly} of them share their frames evenly"
        share = f"{self.invented_share:.1%} of {sum(self.glosses.values()):,} glosses"
        kinds = f"{len(self.invented):,} of {len(self.glosses):,} different ones"
        return f"{line}; invented forms: {share} ({kinds}), which the lexicon lacks" if self.invented else line


@dataclass
class PhoenixSyntheticMotion(CorpusReader):
    """PHOENIX14T without its skeletons: the rule-based signer signs its glosses.

    Attributes:
        account: Of what was signed; None before.
    """

    about: ClassVar[str] = "a folder with PHOENIX14T's tables and alignment; synthetic motion of the rule-based signer"

    limit: int | None = field(default=None, metadata={"help": "Sentences a split, evenly chosen; none: all."})
    processes: int = field(default=1, metadata={"help": "Processes that sign."})
    account: PhoenixAccount | None = field(default=None, init=False, repr=False)

    def rows(self, source: Path) -> Iterator[CorpusRow]:
        """A row a sentence, of layout `smplx`.

        More than one process are spawned, so that scripts need `if __name__ == "__main__":`.

        Raises:
            InputError: If a file is missing, no split is there, or a number is below 1.
            FormatError: If a file is not what it should be, or lacks a sentence.
        """
        if self.processes < 1:
            raise InputError("processes", "at least 1", self.processes)
        splits = read_splits(source, self.limit)
        self.account = PhoenixAccount.of(splits)
        for split, sentences in splits.items():
            for sentence, motion in zip(sentences, _signed(sentences, self.processes), strict=True):
                yield phoenix_row(sentence, motion, split, _SOURCE)

    def remarks(self) -> list[str]:
        """The account."""
        return [str(self.account)]


def _signed(sentences: Sequence[PhoenixSentence], processes: int) -> Iterator[PoseSequence]:
    if processes == 1:
        with on_threads(1):
            yield from map(_sign, sentences)
        return
    with get_context("spawn").Pool(processes, initializer=torch.set_num_threads, initargs=(1,)) as pool:
        values = pool.imap(_sign_values, sentences, chunksize=_CHUNK)
        yield from (PoseSequence(each, get_layout("smplx"), FPS) for each in values)


def _sign(sentence: PhoenixSentence) -> PoseSequence:
    """Each of the real signers is one of the synthetic ones, whose numbers are the same."""
    style = signer_style(sentence.signer, sentence.id)
    return sign_in_time(sentence.glosses, sentence.spans, sentence.frames, LANGUAGE, style, FPS)


def _sign_values(sentence: PhoenixSentence) -> np.ndarray:
    # The layout is known, and need not travel from process to process with each of them.
    return _sign(sentence).values
