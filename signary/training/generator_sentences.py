"""Sentences with motion codes as training samples of the generator: retrieval, dropout, prompts, batches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import torch
from datasets import Dataset

from signary.bundle.prompter import Prompter
from signary.io.errors import InputError
from signary.io.progress import track
from signary.language.languages import resolve
from signary.language.read_text import read_sentence
from signary.retrieval.retriever import Outcome, RetrievedSign, drop_signs
from signary.training.batches import Draw

#: Code of steps behind the end of a sentence.
PADDING = -1
#: Prompts and motion of a batch are padded to multiples of these. On CPUs matrix products are compiled for each shape
#: (by oneDNN) and few are kept: with shapes that hardly come back, a fifth of the time went there.
PROMPT_MULTIPLE, STEPS_MULTIPLE = 16, 8


class SentenceSample(NamedTuple):
    """Prompt ids, and motion codes of shape (L, P)."""

    prompt: list[int]
    codes: np.ndarray


class SignedSentences(torch.utils.data.Dataset[SentenceSample]):
    """Sentences of a corpus with the signs that are retrieved for them.

    Retrieval of a sample: with probability `all_share` all its words, else what `settings` say; then dictionary
    dropout (docs/systems.md §2.4), so that the model works with many signs, few or none.

    Args:
        rows: Columns text, language, codes and, where the processor has signers, signer.
        prompter: Of the generator that is trained; one without a dictionary trains without retrieval.
        dropout: Dictionary dropout, 0 to 1.
        all_share: Share of samples with all words' signs.
    """

    def __init__(
        self,
        rows: Dataset,
        prompter: Prompter,
        dropout: float = 0.0,
        all_share: float = 0.0,
    ) -> None:
        self.languages = [resolve(name) for name in rows["language"]]
        pairs = zip(rows["text"], self.languages, strict=True)
        self.sentences = [read_sentence(text, language.spoken) for text, language in pairs]
        self.prompter, self.processor, self.dropout = prompter, prompter.processor, dropout
        self.signers = list(rows["signer"]) if self.processor.num_signers else [None] * len(rows)
        self.codes = [np.asarray(codes, dtype=np.int64) for codes in rows["codes"]]
        self.all_share = all_share if prompter.dictionary is not None else 0.0
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
            signs = drop_signs(self.usual[self._variant(rng)][draw.index], self.dropout, rng).signs
        sentence, language = self.sentences[draw.index], self.languages[draw.index]
        prompt = self.processor.sentence_prompt(sentence, language.id, signs, self.signers[draw.index])
        return SentenceSample(prompt, self.codes[draw.index])


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
        return {**prompts, "motion_codes": codes}
