"""All systems, trained with one budget and measured in one run, by the same metrics and the same back-translator.

- `--corpus real`: can the networks hold real motion? Tokenizers and FGDM learn real recordings by heart (`--real`).
- `--corpus phoenix`: phoenix-text-synthetic-motion (`--phoenix`): 1,000 training sentences of PHOENIX14T, real texts
  and glosses, synthetic motion; test sentences are the first of `dev`, by which nothing is chosen. Every system is
  trained for `--budget` core-minutes (default 10).
- `--corpus demo`: German sentences of the demo corpus (synthetic). Systems as the package embeds them, or as they stand
  in WORK/systems/demo/given/SYSTEM; with `--budget` they are trained as above.

SOKE spends 0.3 of its budget on the tokenizer, the rest on the generator; with HybridSign's refiner 0.3, 0.4 and 0.3.
HybridSign alone gets all for itself, and the text encoder of the row SOKE. FGDM signs the reference's glosses. All
motion becomes joints of layout `phoenix50` at 25 frames a second, and is read by one recogniser of these joints: it
stands in WORK/systems/CORPUS/recogniser, or is trained there on references (`--recogniser_budget`), those of phoenix on
all 7,096. WORK/systems/CORPUS/…/tables.md has the tables. A model that is there is not trained again, a row that is
there not measured again.

    python benchmarks/systems.py --corpus phoenix --work runs --phoenix FOLDER --json [--budget 10] [--only SYSTEM]
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from common import report
from quality import one_thread
from systems_corpora import LAYOUT, as_keypoints, demo_sentences, phoenix_sentences
from systems_real import measure_real
from systems_recipes import DEMO, Systems
from systems_signing import Task
from systems_tables import UNITS, chosen, write_tables
from systems_training import Trained, Workshop

from signary.bundle.loading import quiet_loading
from signary.evaluation.back_translation import LoadedRecogniser
from signary.evaluation.report import Scored, System, score_systems
from signary.io.errors import InputError

CORPORA = ("real", "phoenix", "demo")
#: Sentences of PHOENIX14T that systems learn from.
TRAINING = 1000
#: Core-minutes where nobody says them.
BUDGET, RECOGNISER_BUDGET = 10.0, 30.0
#: Half the frames: a step of the recogniser then lasts 0.32 s, about as long as the shortest glosses, and costs half.
RECOGNISER_FPS = "12.5"


class Bench:
    """Measures rows into a file of result lines.

    Args:
        task: What is signed.
        systems: Who signs.
        recogniser: Reads all motion; None leaves back-translation out.
        processes: That measure.
    """

    def __init__(self, task: Task, systems: Systems, recogniser: LoadedRecogniser | None, processes: int) -> None:
        self.task, self.systems, self.recogniser, self.processes = task, systems, recogniser, processes
        self.results = systems.folder / "results.jsonl"
        systems.folder.mkdir(parents=True, exist_ok=True)

    def rows(self) -> dict[str, Callable[[], tuple[System, Trained | None] | None]]:
        """What makes each row, in the order of the tables; None for a system that cannot be had."""
        signed, task = self._signed, self.task
        return {
            "ground_truth": lambda: (task.truth, None),
            "mean_pose": lambda: self._baseline("mean pose"),
            "nearest_sentence": lambda: self._baseline("nearest training sentence"),
            "dictionary_stitching": lambda: self._baseline("dictionary stitching"),
            "soke": lambda: signed("soke", partial(task.soke, refine=False)),
            "soke_hybridsign": lambda: signed("soke_hybridsign", partial(task.soke, refine=True)),
            "hybridsign_alone": lambda: signed("hybridsign_alone", partial(self._alone, given_length=False)),
            "fgdm": lambda: signed("fgdm", partial(task.fgdm, given_length=False)),
            "tokenizer_reconstruction": lambda: self._baseline("tokenizer reconstruction"),
            "hybridsign_alone_told": lambda: signed("hybridsign_alone", partial(self._alone, given_length=True)),
            "fgdm_told": lambda: signed("fgdm", partial(task.fgdm, given_length=True)),
        }

    def known(self) -> dict[str, dict[str, Any]]:
        """Result lines of these sentences and this recogniser, by row."""
        lines = self.results.read_text(encoding="utf-8").splitlines() if self.results.exists() else []
        found = [json.loads(line) for line in lines]
        key = (len(self.task.sentences), self.recogniser and self.recogniser.name)
        return {line["row"]: line for line in found if (line["sentences"], line["recogniser"]) == key}

    def measure(self, row: str) -> dict[str, Any] | None:
        """The result line of a row, measured if it is not there yet; None for a system that cannot be had."""
        if row in self.known():
            return self.known()[row]
        made = self.rows()[row]()
        if made is None:
            sys.stderr.write(f"{row}: there is no such model, neither in {self.systems.folder} nor embedded\n")
            return None
        system, trained = made
        (scored,) = score_systems(
            [system], self.task.references, self.task.sentences, self.recogniser, self.processes
        )  # fmt: skip
        line = self._line(row, scored, trained)
        with self.results.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
        return line

    def _line(self, row: str, scored: Scored, trained: Trained | None) -> dict[str, Any]:
        system = scored.system
        results = {**scored.motion, **scored.reading}
        return {
            "row": row,
            "system": system.name,
            "about": system.about,
            "length": system.length,
            "core_minutes": trained and trained.core_minutes,
            "steps": trained and trained.steps,
            "motion": self.task.corpus.motion_kind,
            "sentences": len(self.task.sentences),
            "recogniser": self.recogniser and self.recogniser.name,
            "notice": self.recogniser and self.recogniser.notice,
            "metrics": {
                name: {"value": result.value, "signature": str(result.signature)} for name, result in results.items()
            },
        }

    @cached_property
    def _baselines(self) -> Mapping[str, System]:
        """By name: those of the text-to-sign model's parts, too."""
        soke = self.systems.find("soke")
        return {} if soke is None else {system.name: system for system in self.task.baselines(soke.folder)}

    def _baseline(self, name: str) -> tuple[System, Trained | None] | None:
        return (self._baselines[name], None) if name in self._baselines else None

    def _signed(self, name: str, sign: Callable[[Path], System]) -> tuple[System, Trained | None] | None:
        trained = self.systems.find(name)
        return None if trained is None else (sign(trained.folder), trained)

    def _alone(self, model: Path, given_length: bool) -> System:
        soke = self.systems.find("soke")
        if soke is None:
            raise InputError("work", "the text-to-sign model whose encoder HybridSign was trained with", "none")
        return self.task.hybridsign_alone(model, soke.folder, given_length)


def find_recogniser(
    work: Path, read: Callable[[], Path], minutes: float, smoke: bool, processes: int
) -> LoadedRecogniser | None:
    """The recogniser of a corpus, trained on its references if it is not there; None if that may cost nothing."""
    name = "recogniser_smoke" if smoke else "recogniser"
    trained = work / name / "model"
    if not trained.is_dir():
        if not minutes:
            return None
        corpus = as_keypoints(read(), work / f"sentences_as_{LAYOUT}", processes)
        kind = ("--layout", LAYOUT, "--corpus_layout", LAYOUT, "--fps", RECOGNISER_FPS)
        data = ("--corpus", str(corpus), *kind)
        trained = Workshop(work, smoke).train(name, "train_recogniser", DEMO, minutes, *data).folder
    with quiet_loading():
        return LoadedRecogniser.load(trained)


def make_bench(arguments: argparse.Namespace) -> Bench:
    """Corpora, systems and recogniser of the arguments."""
    work, smoke, processes = arguments.work / "systems" / arguments.corpus, arguments.smoke, arguments.processes
    work.mkdir(parents=True, exist_ok=True)
    if arguments.corpus == "demo":
        sentences = demo_sentences(work / "sentences", processes)
        split, budget = "test", arguments.budget or (BUDGET if smoke else None)
    else:
        if arguments.phoenix is None:
            raise InputError("phoenix", "the folder of PHOENIX14T's texts and alignment", "none")
        sentences = phoenix_sentences(work / f"{TRAINING}_sentences", arguments.phoenix, TRAINING, processes)
        split, budget = "dev", arguments.budget or BUDGET

    def read() -> Path:
        if arguments.corpus == "demo":
            return sentences
        return phoenix_sentences(work / "sentences", arguments.phoenix, None, processes)

    recogniser = find_recogniser(work, read, arguments.recogniser_budget, smoke, processes)
    task = Task.load(sentences, split, arguments.limit)
    return Bench(task, Systems(work, sentences, budget, smoke), recogniser, processes)


def measure_corpus(arguments: argparse.Namespace) -> None:
    """Measure and report all rows whose name begins with `--only`, and write the tables."""
    bench = make_bench(arguments)
    for row in bench.rows():
        line = bench.measure(row) if row.startswith(arguments.only) else None
        if line is not None:
            about = {name: line[name] for name in ("core_minutes", "steps", "sentences", "motion", "recogniser")}
            for metric in chosen(line):
                found, name = line["metrics"][metric], f"systems.{arguments.corpus}.{row}.{metric.replace('-', '_')}"
                report(
                    name, found["value"], UNITS.get(metric, ""), arguments.json, **about, signature=found["signature"]
                )
    write_tables(list(map(bench.known().get, bench.rows())), bench.systems.folder / "tables.md")


def main() -> None:
    """Run what is missing, then print everything."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", choices=CORPORA, required=True, help="what is learnt and signed")
    parser.add_argument("--work", type=Path, required=True, help="work folder")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--budget", type=float, help="core-minutes a system")
    parser.add_argument(
        "--recogniser_budget", type=float, default=RECOGNISER_BUDGET, help="core-minutes of its own; 0: none"
    )
    parser.add_argument("--limit", type=int, default=100, help="test sentences")
    parser.add_argument("--only", default="", help="only rows whose name begins with this")
    parser.add_argument("--phoenix", type=Path, help="folder of PHOENIX14T's texts and alignment")
    parser.add_argument("--real", type=Path, help="folder of real recordings")
    parser.add_argument("--smoke", action="store_true", help="train nearly nothing, to try everything out")
    parser.add_argument("--processes", type=int, default=2, help="processes that sign and measure")
    arguments = parser.parse_args()
    one_thread()
    try:
        if arguments.corpus != "real":
            measure_corpus(arguments)
            return
        if arguments.real is None:
            raise InputError("real", "the folder of real recordings", "none")
        workshop = Workshop(arguments.work / "systems" / "real", arguments.smoke)
        measure_real(arguments.real, workshop, partial(report, as_json=arguments.json), arguments.only)
    except InputError as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(2) from None


if __name__ == "__main__":
    main()
