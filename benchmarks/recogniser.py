"""Can the recogniser be trusted? Gloss WER and BLEU of what it reads off the demo corpus' split `test`, in percent.

- `reference`: the signed sentences; `mean_pose`: the mean of the training motion, held still; `generated`: what the
  text-to-sign model makes of the text alone, as its codes give it (left out where there is no such model); `refined`:
  the same through its refiner.
- `any_order`: glosses of the training split in orders that no template has, signed; gloss WER alone, as they have no
  text. It says how much the recogniser reads, and how much it expects.
- Noise on the references, which has to make everything worse: `noise.LEVEL.*`, and `noise.monotonic`, 1 if it does.
- `megabytes`: the weights as they are stored.

Synthetic motion of the rule-based signer, canonical signer, corpus seed 0; every line carries the recogniser's notice.

    python benchmarks/recogniser.py --json [--recogniser FOLDER] [--model FOLDER] [--corpus FOLDER] [--limit N]
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from common import report
from datasets import Dataset, load_from_disk
from quality import Sentences, generate, load_pipeline, one_thread

from signary.bundle.folder import EMBEDDED, RECOGNISER
from signary.corpora.synthetic.demo import build_demo_corpus
from signary.corpora.synthetic.gloss_orders import gloss_orders
from signary.corpora.synthetic.grammars import SHIPPED
from signary.evaluation import get_metric
from signary.evaluation.back_translation import NOISE_LEVELS, LoadedRecogniser, noisy, read_motion, score_readings
from signary.evaluation.baselines import MeanPose
from signary.pose.registry import get_layout
from signary.pose.sequence import PoseSequence

#: Where the embedded text-to-sign model has its recogniser.
JUDGE = EMBEDDED / RECOGNISER
#: Sentences a language whose glosses stand in any order.
ANY_ORDER = 50
NAMES = {"gloss-wer": "gloss_wer", **{f"bleu-{order}-zh": f"bleu{order}" for order in (1, 2, 3, 4)}}


class Bench:
    """A recogniser and the sentences it reads.

    Args:
        folder: Of the recogniser.
        split: Sentences.
        limit: The first sentences; None for all.
        beams: Width of both beam searches.
        as_json: How to report.
    """

    def __init__(self, folder: Path, split: Dataset, limit: int | None, beams: int, as_json: bool) -> None:
        loaded = LoadedRecogniser.load(folder)
        self.model, self.processor = loaded.model, loaded.processor
        rows = [dict(row) for row in (split if limit is None else split.select(range(limit)))]
        self.sentences = Sentences(rows, [sequence_of(row) for row in rows])
        self.beams = beams
        self.tell = partial(
            report, as_json=as_json, sentences=len(rows), beams=beams, recogniser=loaded.name, notice=loaded.notice
        )
        self.tell("recogniser.megabytes", (folder / "model.safetensors").stat().st_size / 1e6, "MB")

    def score(self, motion: Sequence[PoseSequence]) -> dict[str, Any]:
        """Metric id -> result of what is read off motion, one sequence a sentence."""
        rows = self.sentences.rows
        languages = [row["language"] for row in rows]
        readings = read_motion(self.model, self.processor, motion, languages, self.beams)
        glosses = [[sign["gloss"] for sign in row["glosses"]] for row in rows]
        return dict(score_readings(readings, glosses, [row["text"] for row in rows], self.processor))

    def measure(self, name: str, motion: Sequence[PoseSequence]) -> None:
        """Report all metrics of motion."""
        for metric, result in self.score(motion).items():
            self.tell(f"recogniser.{NAMES[metric]}.{name}", result.value, "%", metric=str(result.signature))

    def measure_any_order(self) -> None:
        """Report what is read off glosses that stand in no template's order."""
        rows = [row for language in SHIPPED for row in gloss_orders(language, ANY_ORDER, signers=0)]
        languages, motion = [row["language"] for row in rows], [sequence_of(row) for row in rows]
        readings = read_motion(self.model, self.processor, motion, languages, self.beams)
        read = [" ".join(reading.glosses) for reading in readings]
        result = get_metric("gloss-wer").corpus([row["gloss"] for row in rows], read)
        about: dict[str, Any] = {"metric": str(result.signature), "sentences": len(rows)}
        self.tell("recogniser.gloss_wer.any_order", result.value, "%", **about)

    def measure_noise(self) -> None:
        """Report how noise makes the references worse."""
        levels = (0.0, *NOISE_LEVELS)
        scores = [self.score(noisy(self.model, self.sentences.motion, level)) for level in levels]
        values = {short: [found[metric].value for found in scores] for metric, short in NAMES.items()}
        for at, level in enumerate(NOISE_LEVELS, start=1):
            for name in ("gloss_wer", "bleu4"):
                self.tell(f"recogniser.noise.{level:g}.{name}", values[name][at], "%", noise="standard deviations")
        worse = monotonic(values["gloss_wer"]) and monotonic([-value for value in values["bleu4"]])
        self.tell("recogniser.noise.monotonic", float(worse), "yes/no", levels=list(levels))


def sequence_of(row: Mapping[str, Any]) -> PoseSequence:
    """The motion of a row of the demo corpus."""
    return PoseSequence(row["poses"], get_layout("smplx"), float(row["fps"]), None, {"hand_reference": "flat"})


def monotonic(values: Sequence[float]) -> bool:
    """Whether values never fall, and rise in the end."""
    return sorted(values) == list(values) and values[-1] > values[0]


def main() -> None:
    """Print all measures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--recogniser", default=str(JUDGE), help="recogniser folder; default: the embedded one")
    parser.add_argument("--model", help="text-to-sign folder; default: the embedded one, or none")
    parser.add_argument("--corpus", help="demo corpus on disk; default: it is built, or loaded where it was")
    parser.add_argument("--limit", type=int, help="the first sentences; default: all")
    parser.add_argument("--beams", type=int, default=3, help="width of both beam searches")
    parser.add_argument("--processes", type=int, default=2, help="processes that sign the corpus")
    arguments = parser.parse_args()
    one_thread()
    corpus = load_from_disk(arguments.corpus) if arguments.corpus else build_demo_corpus(processes=arguments.processes)
    train, test = (
        corpus[split].with_format("numpy", columns=["poses"], output_all_columns=True) for split in ("train", "test")
    )
    bench = Bench(Path(arguments.recogniser), test, arguments.limit, arguments.beams, arguments.json)
    motion = bench.sentences.motion
    bench.measure("reference", motion)
    still = MeanPose.of(sequence_of(row) for row in train)
    bench.measure("mean_pose", [still.hold(len(sequence)) for sequence in motion])
    if arguments.model or (EMBEDDED / "config.json").is_file():
        sign = load_pipeline(arguments.model)
        for name, refine in (("generated", False), ("refined", True))[: 1 + (sign.bundle.refiner is not None)]:
            results = generate(sign, bench.sentences, refine=refine)
            bench.measure(name, [result["pose"] for result in results])
    bench.measure_any_order()
    bench.measure_noise()


if __name__ == "__main__":
    main()
