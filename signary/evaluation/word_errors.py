"""Word error rates of text and of glosses, errors of the whole corpus over words of all references."""

from __future__ import annotations

from collections.abc import Sequence

import jiwer
import numpy as np

from signary.evaluation.metric import Metric
from signary.evaluation.signature import MetricResult, TextSignature
from signary.evaluation.text_metrics import checked_texts

_TOOL = "jiwer"


class Wer(Metric[str]):
    """WER: see `definition`. Above 100 where more is inserted than there are words."""

    definition = "substituted, deleted and inserted words over words of the references, pooled, in percent"
    source = "jiwer; words between spaces, case and punctuation kept"
    best = 0.0
    signature = TextSignature("wer", "spaces", "pooled", settings="costs=1-1-1", tool=_TOOL)

    def corpus(self, references: Sequence[str], hypotheses: Sequence[str]) -> MetricResult:
        """WER of a corpus; a sentence's score is its own rate and weighs as many as its reference has words."""
        pairs = zip(*checked_texts(references, hypotheses), strict=True)
        counts = np.array([_errors(reference.split(), hypothesis.split()) for reference, hypothesis in pairs])
        return MetricResult(self.signature, 100 * counts[:, 0] / counts[:, 1], counts[:, 1].astype(np.float64))


class GlossWer(Wer):
    """Gloss WER: see `definition`."""

    definition = "WER of glosses, given as texts with spaces between glosses"
    source = "Koller et al. 2015; jiwer"
    signature = TextSignature("gloss-wer", "glosses", "pooled", settings="costs=1-1-1", tool=_TOOL)


def _errors(reference: list[str], hypothesis: list[str]) -> tuple[int, int]:
    """Errors, and words of the reference."""
    found = jiwer.process_words(" ".join(reference), " ".join(hypothesis))
    return found.substitutions + found.deletions + found.insertions, len(reference)
