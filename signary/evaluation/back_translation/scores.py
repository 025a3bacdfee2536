"""How well readings agree with what was signed: gloss WER and BLEU, both sides in the recogniser's own spelling."""

from __future__ import annotations

from collections.abc import Sequence

from signary.evaluation.back_translation.processing_recogniser import RecogniserProcessor
from signary.evaluation.back_translation.reading import Reading
from signary.evaluation.errors import check_paired
from signary.evaluation.registry import get_metric
from signary.evaluation.signature import CorpusResult, MetricResult

#: Chinese by characters, everything else as in `bleu-4`: one corpus may hold several languages.
TEXT_METRICS = tuple(f"bleu-{order}-zh" for order in (1, 2, 3, 4))


def score_readings(
    readings: Sequence[Reading],
    glosses: Sequence[Sequence[str]] | None,
    texts: Sequence[str],
    processor: RecogniserProcessor,
) -> dict[str, MetricResult | CorpusResult]:
    """Metric id -> result: `gloss-wer` where glosses are known, and BLEU of lower-case text.

    Args:
        readings: Of a corpus.
        glosses: What was signed, of each; None if nobody knows.
        texts: What it means, of each.
        processor: Of the recogniser.

    Raises:
        EmptyCorpusError: If there are none.
        LengthMismatchError: If numbers differ.
    """
    check_paired(texts, readings, "readings")
    found = dict[str, MetricResult | CorpusResult]()
    if glosses is not None:
        check_paired(glosses, readings, "readings")
        signed, recognised = (
            [" ".join(each) for each in side] for side in (glosses, [read.glosses for read in readings])
        )
        found["gloss-wer"] = get_metric("gloss-wer").corpus(signed, recognised)
    references, written = [processor.written(text) for text in texts], [read.text for read in readings]
    return found | {name: get_metric(name).corpus(references, written) for name in TEXT_METRICS}
