"""Systems that every report carries beside the model: what a number means shows when these have it, too.

| baseline | what it knows | what it shows |
|---|---|---|
| `MeanPose` | the mean of the training motion | what metrics give for saying nothing |
| `NearestSentence` | the training sentences, by their text | what can be had by heart |
| `DictionaryStitching` | isolated signs of words | what can be had without grammar and without learning |

Ground truth and tokenizer reconstruction (`MotionTokenizer.reconstruct`) need no code of their own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import torch
from scipy.sparse import csr_matrix

from signary.io.errors import InputError
from signary.pose.sequence import PoseSequence
from signary.retrieval.dictionary import DictionarySign, SignDictionary
from signary.retrieval.dictionary_file import DictionaryMismatchError
from signary.retrieval.retriever import Retriever
from signary.tokenizer import MotionTokenizer

#: Seconds from the end of one dictionary sign to the beginning of the next.
TRANSITION = 0.2
#: Longest run of characters that two texts are compared by.
_LONGEST = 4


@dataclass(frozen=True)
class MeanPose:
    """The mean of all training frames, held still for the median duration of the training sentences.

    Attributes:
        still: One frame; joints that training never has are missing.
        frames: T.
    """

    still: PoseSequence
    frames: int

    @classmethod
    def of(cls, training: Iterable[PoseSequence]) -> MeanPose:
        """The mean pose of sentences, number by number, over the frames in which it is there.

        Args:
            training: Of one layout, clock and hand reference; read once.

        Raises:
            InputError: If there is none, or they differ.
        """
        first: PoseSequence | None = None
        sums, counts, lengths = np.zeros(0), np.zeros(0), list[int]()
        for sequence in training:
            if first is None:
                first = sequence
                sums, counts = np.zeros(sequence.layout.num_features), np.zeros(sequence.layout.num_features)
            first.motion_spec.require(sequence, argument="training", owner="the first sentence")
            known = np.isfinite(sequence.values)
            sums += np.where(known, sequence.values, 0).sum(0, dtype=np.float64)
            counts += known.sum(0)
            lengths.append(len(sequence))
        if first is None:
            raise InputError("training", "at least one sentence", "none")
        values = np.where(counts > 0, sums / np.maximum(counts, 1), np.nan)
        layout, metadata = first.layout, {}
        if "hand_reference" in first.metadata:
            metadata["hand_reference"] = first.metadata["hand_reference"]
        still = PoseSequence.masked(
            values[None], layout, first.fps, np.ones((1, len(layout.joints)), np.float32), metadata
        )
        return cls(still, max(1, int(np.median(lengths))))

    def hold(self, frames: int | None = None) -> PoseSequence:
        """The pose for some frames, by default `frames` of the object.

        Raises:
            InputError: If there is none.
        """
        count = self.frames if frames is None else frames
        if count < 1:
            raise InputError("frames", "at least 1", count)
        confidence = np.repeat(self.still.certainty, count, axis=0)
        values = np.repeat(self.still.values, count, axis=0)
        return PoseSequence.masked(values, self.still.layout, self.still.fps, confidence, self.still.metadata)


class NearestSentence:
    """The training sentence of the same language whose text is nearest: cosine of tf-idf of runs of characters.

    Args:
        texts: Of the training sentences.
        languages: Of each.

    Raises:
        InputError: If there is none, or numbers differ.
    """

    def __init__(self, texts: Sequence[str], languages: Sequence[str]) -> None:
        if not texts or len(texts) != len(languages):
            raise InputError("texts", "training texts, and a language for each", (len(texts), len(languages)))
        counts = [_runs(text) for text in texts]
        seen = Counter(run for found in counts for run in found)
        self._columns = {run: column for column, run in enumerate(seen)}
        self._weights = np.log((1 + len(texts)) / (1 + np.array(list(seen.values())))) + 1
        self._rows = {
            language: np.array([at for at, one in enumerate(languages) if one == language])
            for language in dict.fromkeys(languages)
        }
        vectors = self._vectors(counts)
        self._matrices = {language: vectors[rows] for language, rows in self._rows.items()}

    def find(self, text: str, language: str) -> int:
        """Number of the training sentence; of equally near ones the first.

        Raises:
            InputError: If training has no sentence of the language.
        """
        if language not in self._rows:
            raise InputError("language", f"one of {', '.join(sorted(self._rows))}", repr(language))
        likeness = self._matrices[language] @ self._vectors([_runs(text)]).T
        return int(self._rows[language][likeness.toarray()[:, 0].argmax()])

    def _vectors(self, counts: Sequence[Counter[str]]) -> csr_matrix:
        """Rows of length 1; runs that training does not have are left out."""
        entries = [
            (row, self._columns[run], number)
            for row, found in enumerate(counts)
            for run, number in found.items()
            if run in self._columns
        ]
        rows, columns, numbers = np.array(entries, dtype=np.int64).reshape(-1, 3).T
        values = numbers * self._weights[columns]
        sizes = np.sqrt(np.bincount(rows, values**2, len(counts)))[rows]
        return csr_matrix((values / sizes, (rows, columns)), (len(counts), len(self._columns)))


class DictionaryStitching:
    """Dictionary signs of a text's words, one after the other in the order of the text, with straight transitions.

    Words that the dictionary does not have are not signed. Signs were cut out of their recordings when the dictionary
    was built, so that they begin and end in motion.

    Args:
        dictionary: Signs as codes.
        tokenizer: That made them.

    Raises:
        DictionaryMismatchError: If another tokenizer made them.
    """

    def __init__(self, dictionary: SignDictionary, tokenizer: MotionTokenizer) -> None:
        if dictionary.header.tokenizer_id != tokenizer.config.tokenizer_id:
            expected = f"a dictionary of the motion tokenizer {tokenizer.config.tokenizer_id!r}"
            raise DictionaryMismatchError("dictionary", expected, repr(dictionary.header.tokenizer_id))
        self.tokenizer = tokenizer
        self._retriever = cache(lambda language: Retriever(dictionary, language))

    def stitch(self, text: str, language: str) -> PoseSequence | None:
        """The signs of a text, or None if the dictionary has none of its words.

        Raises:
            UnknownLanguageError: If there is no such sign language.
        """
        found = self._retriever(language)(text)
        entries = [entry for sign in found.signs for entry in sign.entries]
        if not entries:
            return None
        joined = self._decode(entries[0])
        for entry in entries[1:]:
            following = self._decode(entry)
            joined = joined.concatenate(transition(joined, following), following)
        return joined

    def _decode(self, entry: DictionarySign) -> PoseSequence:
        codes = torch.from_numpy(entry.codes)[None].to(self.tokenizer.device)
        return self.tokenizer.to_sequence(self.tokenizer.decode(codes).values[0, : entry.frames])


def transition(before: PoseSequence, after: PoseSequence, seconds: float = TRANSITION) -> PoseSequence:
    """The frames between the last of one sequence and the first of another: positions straight, rotations turned.

    Args:
        before: At least one frame.
        after: Of the same kind.
        seconds: From that last frame to that first one.

    Raises:
        InputError: If the kinds differ.
    """
    ends = before[-1:].concatenate(after[:1])
    between = PoseSequence(ends.values, ends.layout, 1 / seconds, ends.confidence, ends.metadata)
    return between.resample(before.fps)[1 : max(1, int(np.ceil(seconds * before.fps - 1e-6)))]


def _runs(text: str) -> Counter[str]:
    """Runs of one to four characters, spaces at both ends included, in lower case."""
    padded = f" {' '.join(text.lower().split())} "
    return Counter(padded[at : at + size] for size in range(1, _LONGEST + 1) for at in range(len(padded) - size + 1))
