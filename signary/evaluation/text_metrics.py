"""Metrics of text that a back-translator reads off the motion: BLEU, chrF, ROUGE-L.

Text is taken as it is: no lower case, no punctuation removed. Give both sides in the same form (PHOENIX14T's texts end
in " .", its csv files do not).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import sacrebleu
from sacrebleu.metrics.bleu import BLEU
from sacrebleu.metrics.chrf import CHRF

from signary.evaluation.errors import check_paired
from signary.evaluation.metric import Metric
from signary.evaluation.signature import CorpusResult, MetricResult, TextSignature
from signary.io.errors import InputError

_TOOL = f"sacrebleu-{sacrebleu.__version__}"
#: How texts are split: as the machine translation conference does, Chinese by characters.
TOKENIZERS = ("13a", "zh")
ORDERS = (1, 2, 3, 4)
#: ROUGE-L's weight of recall over precision in MSCOCO's captions, which the field took over.
BETA = 1.2


class Bleu(Metric[str]):
    """BLEU-1 to BLEU-4 of today's sacrebleu: see `definition`.

    Args:
        order: n of the longest n-grams.
        tokenize: One of `TOKENIZERS`.

    Raises:
        InputError: If one is unknown.
    """

    definition = "brevity penalty times the geometric mean of the precisions of 1- to n-grams, pooled, in percent"
    source = "Papineni et al. 2002; Post 2018 (sacrebleu: 13a, exponential smoothing)"
    best = 100.0
    signature: TextSignature

    def __init__(self, order: int, tokenize: str = "13a") -> None:
        if order not in ORDERS or tokenize not in TOKENIZERS:
            raise InputError("order", f"1 to 4, and tokenize one of {', '.join(TOKENIZERS)}", (order, tokenize))
        suffix = "" if tokenize == "13a" else f"-{tokenize}"
        self.signature = TextSignature(f"bleu-{order}{suffix}", tokenize, "pooled", "exp", f"n={order}", tool=_TOOL)
        self._bleu = BLEU(tokenize=tokenize, max_ngram_order=order)

    def corpus(self, references: Sequence[str], hypotheses: Sequence[str]) -> CorpusResult:
        """BLEU of a corpus, one reference a sentence."""
        texts = checked_texts(references, hypotheses)
        return CorpusResult(self.signature, self._bleu.corpus_score(texts[1], [texts[0]]).score, len(references))


class LegacyBleu(Bleu):
    """BLEU as the code of sign language papers computes it: see `definition`."""

    definition = "BLEU of words between spaces, without smoothing: 0 where no n-gram matches"
    source = "sacrebleu 1.4.2, raw_corpus_bleu ('floor' of 0), as copied into Sign Language Transformers, PT, SLRTP"

    def __init__(self, order: int) -> None:
        super().__init__(order)
        name = f"{self.signature.name}-legacy"
        self.signature = replace(self.signature, name=name, tokens="spaces", smoothing="floor-0")
        self._bleu = BLEU(tokenize="none", force=True, smooth_method="floor", smooth_value=0.0, max_ngram_order=order)


class Chrf(Metric[str]):
    """chrF: see `definition`."""

    definition = "F-score (β = 2) of character 1- to 6-grams without spaces, pooled, in percent"
    source = "Popović 2015; sacrebleu"
    best = 100.0
    signature = TextSignature("chrf", "characters", "pooled", "effective-order", "n=6,beta=2", tool=_TOOL)

    def corpus(self, references: Sequence[str], hypotheses: Sequence[str]) -> CorpusResult:
        """Score of a corpus, one reference a sentence."""
        texts = checked_texts(references, hypotheses)
        return CorpusResult(self.signature, CHRF().corpus_score(texts[1], [texts[0]]).score, len(references))


class RougeL(Metric[str]):
    """ROUGE-L: see `definition`. Of texts without spaces between words give the words with spaces."""

    definition = "F-score (β = 1.2) of the longest common subsequence of words, mean of sentences, in percent"
    source = "Lin 2004; MSCOCO captions' code, as in Sign Language Transformers, PT, SLRTP"
    best = 100.0
    signature = TextSignature("rouge-l", "spaces", "sentences", settings=f"beta={BETA}")

    def corpus(self, references: Sequence[str], hypotheses: Sequence[str]) -> MetricResult:
        """ROUGE-L of a corpus, one reference a sentence."""
        pairs = zip(*checked_texts(references, hypotheses), strict=True)
        scores = [100 * _rouge(reference.split(), hypothesis.split()) for reference, hypothesis in pairs]
        return MetricResult(self.signature, np.array(scores), np.ones(len(scores)))


def checked_texts(references: Sequence[str], hypotheses: Sequence[str]) -> tuple[list[str], list[str]]:
    """Both sides as lists.

    Raises:
        EmptyCorpusError: If there are no references.
        LengthMismatchError: If numbers differ.
        InputError: If something is no text, or a reference has no words.
    """
    for name, side in (("references", references), ("hypotheses", hypotheses)):
        # A text is itself a sequence of texts: its characters would be compared.
        if isinstance(side, str) or any(not isinstance(text, str) for text in side):
            raise InputError(name, "a list of texts", type(side).__name__ if isinstance(side, str) else "other things")
    check_paired(references, hypotheses, "texts")
    for at, text in enumerate(references):
        if not text.strip():
            raise InputError(f"references[{at}]", "words", repr(text))
    return list(references), list(hypotheses)


def _rouge(reference: list[str], hypothesis: list[str]) -> float:
    common = _common(reference, hypothesis)
    if not common:
        return 0.0
    precision, recall = common / len(hypothesis), common / len(reference)
    return (1 + BETA**2) * precision * recall / (recall + BETA**2 * precision)


def _common(first: list[str], second: list[str]) -> int:
    """Length of the longest common subsequence, row by row."""
    row = [0] * (len(second) + 1)
    for word in first:
        before = 0
        for at, other in enumerate(second, start=1):
            before, row[at] = row[at], before + 1 if word == other else max(row[at], row[at - 1])
    return row[-1]
