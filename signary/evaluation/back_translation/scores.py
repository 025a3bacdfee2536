"""How well readings agree with what was signed: gloss WER and BLEU, both sides in the recogniser's own spelling."""

from __future__ import annotations

from collections.abc import Sequence

from signary.evaluation.back_translation.processing_recogniser import RecogniserProcessor
from signary.evaluation.back_translation.recognition import Reading
from signary.evaluation.errors import check_paired
from signary.evaluation.registry import get_metric
from signary.evaluation.signature import CorpusResult, MetricResult

#: Chinese by characters, everything else as in `bleu-4`: one corpus may hold several languages.
TEXT_METRICS = tuple(f"bleu-{order}-zh" for order in (1, 2, 3, 4))
#: Ids of metrics of glosses begin so.
OF_GLOSSES = "gloss-"
GLOSS_METRICS = (f"{OF_GLOSSES}wer",)


def score_readings(
    readings: Sequence[Reading],
    glosses: Sequence[Sequence[str]] | None,
    texts: Sequence[str],
    processor: RecogniserProcessor,
    metrics: Sequence[str] = (*GLOSS_METRICS, *TEXT_METRICS),
) -> dict[str, MetricResult | CorpusResult]:
    """Metric id -> result: of glosses where they are known, and of lower-case text.

    Args:
        readings: Of a corpus.
        glosses: What was signed, of each; None if nobody knows.
        texts: What it means, of each.
        processor: Of the recogniser.
        metrics: Ids, *optional*, defaults to WER of glosses and BLEU; those of glosses begin with `OF_GLOSSES`.

    Raises:
        EmptyCorpusError: If there are none.
        LengthMismatchError: If numbers differ.
    """
    check_paired(texts, readings, "readings")
    found = dict[str, MetricResult | CorpusResult]()
    of_glosses = [name for name in metrics if name.startswith(OF_GLOSSES)]
    if glosses is not None:
        check_paired(glosses, readings, "readings")
        signed, recognised = (
            [" ".join(each) for each in side] for side in (glosses, [read.glosses for read in readings])
        )
        found |= {name: get_metric(name).corpus(signed, recognised) for name in of_glosses}
    references, written = [processor.written(text) for text in texts], [read.text for read in readings]
    others = [name for name in metrics if name not in of_glosses]
    return found | {name: get_metric(name).corpus(references, written) for name in others}
