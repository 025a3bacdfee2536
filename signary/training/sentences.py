"""Sentences with motion codes as training samples of the generator: retrieval, dropout, prompts, batches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import torch
from datasets import Dataset

from signary.generator.sign_mbart import SignMBartProcessor
from signary.io.errors import InputError
from signary.retrieval.dictionary import SignDictionary
from signary.retrieval.retriever import RetrievedSign
from signary.retrieval.settings import RetrievalSettings
from signary.training.batches import Draw

#: Code of steps behind the end of a sentence.
PADDING = -1


class SentenceSample(NamedTuple):
    """Prompt ids, and motion codes of shape (L, P)."""

    prompt: list[int]
    codes: np.ndarray


class SignedSentences(torch.utils.data.Dataset[SentenceSample]):
    """Sentences of a corpus with the signs that are retrieved for them.

    Retrieval of a sample: with probability `all_share` all its words, else what `settings` say; then dictionary
    dropout (SYSTEMS.md §1.4), so that the model works with many signs, few or none.

    Args:
        rows: Columns text, language, codes and, where the processor has signers, signer.
        processor: Of the generator.
        dictionary: None trains without retrieval.
        settings: Of the retriever.
        dropout: Dictionary dropout, 0 to 1.
        all_share: Share of samples with all words' signs.
    """

    def __init__(
        self,
        rows: Dataset,
        processor: SignMBartProcessor,
        dictionary: SignDictionary | None,
        settings: RetrievalSettings,
        dropout: float = 0.0,
        all_share: float = 0.0,
    ) -> None:
        self.texts, self.languages = list(rows["text"]), list(rows["language"])
        self.signers = list(rows["signer"]) if processor.num_signers else [None] * len(rows)
        self.codes = [np.asarray(codes, dtype=np.int64) for codes in rows["codes"]]
        self.processor, self.dropout, self.all_share = processor, dropout, all_share
        self.retrievers: dict[tuple[str, bool], Any] = {}
        if dictionary is not None:
            for language in set(self.languages):
                self.retrievers[language, False] = settings.retriever(dictionary, language)
                self.retrievers[language, True] = settings.retriever(dictionary, language, "all")
        known = processor.vocabulary.codebook_sizes
        if any(codes.ndim != 2 or codes.shape[1] != len(known) for codes in self.codes):
            raise InputError("corpus", f"codes of {len(known)} parts in every row", "others")

    def __len__(self) -> int:
        return len(self.texts)

    @property
    def steps(self) -> list[int]:
        """Number of steps of every sentence."""
        return [len(codes) for codes in self.codes]

    def __getitem__(self, draw: Draw) -> SentenceSample:
        text, language = self.texts[draw.index], self.languages[draw.index]
        signs: Sequence[RetrievedSign] = ()
        if self.retrievers:
            rng = draw.rng()
            retriever = self.retrievers[language, bool(rng.random() < self.all_share)]
            signs = retriever(text, dropout=self.dropout, generator=rng).signs
        prompt = self.processor.prompt(text, language, signs, self.signers[draw.index])
        return SentenceSample(prompt, self.codes[draw.index])


class SentenceCollator:
    """Samples side by side: `input_ids`, `attention_mask` (B, S) and `motion_codes` (B, L, P), padded at the end."""

    def __init__(self, processor: SignMBartProcessor) -> None:
        self.processor = processor

    def __call__(self, samples: Sequence[SentenceSample]) -> Mapping[str, torch.Tensor]:
        """A batch."""
        longest = max(len(sample.codes) for sample in samples)
        codes = torch.full((len(samples), longest, samples[0].codes.shape[1]), PADDING)
        for row, sample in zip(codes, samples, strict=True):
            row[: len(sample.codes)] = torch.from_numpy(sample.codes)
        return {**self.processor.pad([sample.prompt for sample in samples]), "motion_codes": codes}
