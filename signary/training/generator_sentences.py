"""Sentences with motion codes as training samples of the generator: retrieval, dropout, prompts, batches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, NamedTuple

import numpy as np
import torch
from datasets import Dataset

from signary.bundle.prompter import Prompter
from signary.io.errors import InputError
from signary.io.progress import track
from signary.language.languages import resolve
from signary.language.read_text import read_sentence
from signary.retrieval.prompt import CodedSign
from signary.retrieval.retriever import Outcome, RetrievedSign, drop_signs, in_order
from signary.training.batches import Draw
from signary.training.pointer_targets import (
    UNKNOWN,
    PointerTargets,
    ShownPiece,
    find_spans,
    pointer_targets,
)

#: Code of steps behind the end of a sentence.
PADDING = -1
#: Prompts and motion of a batch are padded to multiples of these. On CPUs matrix products are compiled for each shape
#: (by oneDNN) and few are kept: with shapes that hardly come back, a fifth of the time went there.
PROMPT_MULTIPLE, STEPS_MULTIPLE = 16, 8


class SentenceSample(NamedTuple):
    """Prompt ids, motion codes of shape (L, P), and for a pointer what it is taught."""

    prompt: list[int]
    codes: np.ndarray
    taught: PointerTargets | None = None


class TimedEntry(NamedTuple):
    """A dictionary entry that is signed in a sentence: its gloss, and when, in steps of the motion tokenizer."""

    gloss: str
    start: float
    end: float


class SignedSentences(torch.utils.data.Dataset[SentenceSample]):
    """Sentences of a corpus with the signs that are retrieved for them.

    Retrieval of a sample: with probability `all_share` all its words, else what `settings` say; then dictionary
    dropout (docs/systems.md §2.4), so that the model works with many signs, few or none.

    Args:
        rows: Columns text, language, codes and, where the processor has signers, signer.
        prompter: Of the generator that is trained; one without a dictionary trains without retrieval.
        dropout: Dictionary dropout, 0 to 1.
        all_share: Share of samples with all words' signs.
        steps_per_second: Steps of the motion tokenizer, for the times of `pieces`, a column that is read where the
            generator has a pointer: entries of the dictionary with their times.
    """

    def __init__(
        self,
        rows: Dataset,
        prompter: Prompter,
        dropout: float = 0.0,
        all_share: float = 0.0,
        steps_per_second: float = 6.25,
    ) -> None:
        self.languages = [resolve(name) for name in rows["language"]]
        pairs = zip(rows["text"], self.languages, strict=True)
        self.sentences = [read_sentence(text, language.spoken) for text, language in pairs]
        self.prompter, self.processor, self.dropout = prompter, prompter.processor, dropout
        self.signers = list(rows["signer"]) if self.processor.num_signers else [None] * len(rows)
        self.codes = [np.asarray(codes, dtype=np.int64) for codes in rows["codes"]]
        self.all_share = all_share if prompter.dictionary is not None else 0.0
        timed = rows["pieces"] if "pieces" in rows.column_names else [None] * len(rows)
        #: With a pointer: entries that are signed; None for a sentence of which nobody says when.
        self.pieces = [None if row is None else timed_entries(row, steps_per_second) for row in timed]
        #: What is retrieved for every sentence: as the settings say, and for all words.
        self.usual = [self._retrieve(None)] if prompter.dictionary is not None else []
        self.usual += [self._retrieve("all")] if self.all_share else []
        known = self.processor.vocabulary.codebook_sizes
        if any(codes.ndim != 2 or codes.shape[1] != len(known) for codes in self.codes):
            raise InputError("corpus", f"codes of {len(known)} parts in every row", "others")

    def __len__(self) -> int:
        return len(self.sentences)

    def _retrieve(self, mode: str | None) -> list[Sequence[Outcome]]:
        pairs = list(zip(self.sentences, self.languages, strict=True))
        found = track(pairs, "retrieving signs")
        return [self.prompter.retrieval(language, mode)(sentence) for sentence, language in found]

    def lengths(self, seed: int, epoch: int) -> list[int]:
        """Tokens that the samples of an epoch take in encoder and decoder, about: what batches are sorted by."""
        steps = [[_steps(outcomes) for outcomes in found] for found in self.usual] or [[0] * len(self)]
        draws = (Draw.of(seed, epoch, index) for index in range(len(self)))
        parts = len(self.processor.parts)
        return [parts * steps[self._variant(draw.rng())][draw.index] + len(self.codes[draw.index]) for draw in draws]

    def _variant(self, rng: np.random.Generator) -> int:
        """Which of the retrievals a sample uses: the first number that its generator draws decides."""
        return int(rng.random() < self.all_share)

    def __getitem__(self, draw: Draw) -> SentenceSample:
        signs: Sequence[RetrievedSign] = ()
        if self.usual:
            rng = draw.rng()
            kept = drop_signs(self.usual[self._variant(rng)][draw.index], self.dropout, rng).signs
            signs = in_order(kept, self.processor.pointer)
        sentence, language, codes = self.sentences[draw.index], self.languages[draw.index], self.codes[draw.index]
        taught, shown = None, list[CodedSign](signs)
        if self.processor.pointer:
            timed = self.pieces[draw.index]
            pieces, shown = find_pieces(codes, signs) if timed is None else match_pieces(timed, signs)
            taught = pointer_targets(codes, pieces, whole=timed is not None)
        prompt = self.processor.sentence_prompt(sentence, language.id, shown, self.signers[draw.index])
        return SentenceSample(prompt, codes, taught)


def timed_entries(pieces: Sequence[Mapping[str, Any]], steps_per_second: float) -> tuple[TimedEntry, ...]:
    """Entries of a row, in the order of signing, with times in steps."""
    found = (
        TimedEntry(piece["entry"], piece["start"] * steps_per_second, piece["end"] * steps_per_second)
        for piece in pieces
    )
    return tuple(sorted(found, key=lambda piece: piece.start))


def match_pieces(
    pieces: Sequence[TimedEntry], signs: Sequence[RetrievedSign]
) -> tuple[list[ShownPiece], list[CodedSign]]:
    """What of a sentence's motion its prompt shows.

    Args:
        pieces: Entries that are signed.
        signs: Retrieved signs, in the order of signing.

    Returns:
        The pieces with the codes that are shown of them, and the entries to show: those that are signed.
    """
    entries = [entry for sign in signs for entry in sign.entries]
    names = [entry.gloss for entry in entries]
    shown = dict[int, CodedSign]()
    wanted = [piece.gloss for piece in pieces]
    for block in SequenceMatcher(None, wanted, names, autojunk=False).get_matching_blocks():
        shown |= {block.a + at: entries[block.b + at] for at in range(block.size)}
    timed = [
        ShownPiece(piece.start, piece.end, shown[at].codes if at in shown else None) for at, piece in enumerate(pieces)
    ]
    return timed, [shown[at] for at in sorted(shown)]


def find_pieces(codes: np.ndarray, signs: Sequence[RetrievedSign]) -> tuple[list[ShownPiece], list[CodedSign]]:
    """What of a sentence's motion its prompt shows, where nobody says when a sign is signed.

    Args:
        codes: Of the sentence, of shape (L, P).
        signs: Retrieved signs, in the order of signing or of the text.

    Returns:
        The pieces that were found, with their codes, and the entries to show: those that were found.
    """
    entries = [entry for sign in signs for entry in sign.entries]
    spans = find_spans(codes, [entry.codes for entry in entries])
    pieces = [ShownPiece(*span, entry.codes) for span, entry in zip(spans, entries, strict=True) if span is not None]
    return pieces, [entry for span, entry in zip(spans, entries, strict=True) if span is not None]


def _steps(outcomes: Sequence[Outcome]) -> int:
    return sum(len(outcome.codes) for outcome in outcomes if isinstance(outcome, RetrievedSign))


class SentenceCollator:
    """Samples side by side: `input_ids`, `attention_mask` (B, S) and `motion_codes` (B, L, P), padded at the end.

    S and L are such as come back in other batches (`PROMPT_MULTIPLE`, `STEPS_MULTIPLE`), but nothing is padded beyond
    the longest prompt that the generator takes, or the longest motion of the samples.

    Args:
        samples: Where the samples of the batches are from.
    """

    def __init__(self, samples: SignedSentences) -> None:
        self.processor = samples.processor
        self.most_steps = max(map(len, samples.codes))

    def __call__(self, samples: Sequence[SentenceSample]) -> Mapping[str, torch.Tensor]:
        """A batch."""
        longest = max(len(sample.codes) for sample in samples)
        longest = min(-(-longest // STEPS_MULTIPLE) * STEPS_MULTIPLE, self.most_steps)
        codes = torch.full((len(samples), longest, samples[0].codes.shape[1]), PADDING)
        for row, sample in zip(codes, samples, strict=True):
            row[: len(sample.codes)] = torch.from_numpy(sample.codes)
        prompts = self.processor.pad([sample.prompt for sample in samples], PROMPT_MULTIPLE)
        return {**prompts, "motion_codes": codes, **_taught(samples, codes)}


def _taught(samples: Sequence[SentenceSample], codes: torch.Tensor) -> dict[str, torch.Tensor]:
    """What pointers are taught, of shape (B, L), -1 behind the end; nothing for a generator without."""
    if all(sample.taught is None for sample in samples):
        return {}
    places, inside = torch.full(codes.shape[:2], UNKNOWN), torch.full(codes.shape[:2], float(UNKNOWN))
    for row, sample in enumerate(samples):
        if sample.taught is not None:
            places[row, : len(sample.codes)] = torch.from_numpy(sample.taught.places)
            inside[row, : len(sample.codes)] = torch.from_numpy(sample.taught.inside)
    return {"pointer_targets": places, "inside": inside}
