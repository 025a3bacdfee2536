"""What each piece of FGDM brings: the demo corpus' German sentences (synthetic), the same budget for every model.

Motion is turned into layout `phoenix50` (forward kinematics, shoulders of PT format) at the preset's clock. Models:

- `stages`: the general stage alone, with the focal stage, with guidance (SCG), with both (`full`);
- `graph`: full without A_a, A_b or M;
- `data`: full on poses that are not standardised, as in the released code;
- `longer`: the general stage alone, and full, with three times the steps.

Each signs the glosses of `test` at predicted length and at the reference's (the two are never to be compared): PT-style
DTW, MPJPE (reference length only) and, with `--recogniser`, WER of the glosses it reads off them. `full` and
`not_standardised` also take other numbers of denoising steps. Rows `reference` and `mean_pose` (of the training
sentences, held as long as the reference) say what the figures mean; row `embedded` is the package's own model, on the
clock of the others; rows `embedded.ORDER` give it glosses in orders that no template has, and measure it against what
the rule-based signer makes of them.

What stands in WORK/fgdm_quality/results.jsonl is not measured again, and a model that is there not trained again.

    python benchmarks/fgdm_quality.py --work runs/demo --json [--recogniser FOLDER] [--only stages] [--limit N]
"""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from random import Random
from typing import Any

import torch
import yaml
from common import report
from datasets import Array2D, Dataset, DatasetDict, Features, Value, load_from_disk
from running import run_script

from signary.bundle.folder import embedded_gloss_folder
from signary.corpora.synthetic.config import DemoCorpusConfig
from signary.corpora.synthetic.demo import build_demo_corpus
from signary.corpora.synthetic.gloss_orders import training_units
from signary.evaluation import Mpjpe, PtDtw, get_metric, measure_poses
from signary.evaluation.back_translation import LoadedRecogniser, read_motion
from signary.evaluation.baselines import MeanPose
from signary.generator.fgdm import FGDMModel
from signary.io.atomic import atomic_folder
from signary.io.progress import track
from signary.nn.loading import load_model
from signary.pose.registry import get_layout
from signary.pose.sequence import PoseSequence
from signary.pose.view import to_layout
from signary.signer.score import SignUnit
from signary.signer.signer import Signer
from signary.training.flags import PRESETS

PRESET = PRESETS / "fgdm" / "ablation.yaml"
SEEDS = (0, 1, 2)
SPLITS = ("train", "dev", "test")
LAYOUT, LANGUAGE = "phoenix50", "dgs"
#: Steps of DDIM: the paper's, and others.
STEPS, OTHER_STEPS = 5, (1, 2, 20)
LENGTHS = ("predicted", "reference")
#: What can be measured at any length, and at the reference's only.
ANY_LENGTH = {"pt-dtw": PtDtw()}
SAME_LENGTH = {"mpjpe-body": Mpjpe("body"), "mpjpe-hand": Mpjpe("hand")}
#: Orders of glosses beside the sentences' own, and the glosses of a sentence in them; the last are any known ones.
ORDERS: dict[str, Callable[[list[str], list[str]], list[str]]] = {
    "last_two_swapped": lambda glosses, _: [*glosses[:-2], *glosses[:-3:-1]],
    "reversed": lambda glosses, _: glosses[::-1],
    "any_glosses": lambda glosses, known: Random(" ".join(glosses)).sample(known, len(glosses)),
}
LONGER = ("--steps", "6000")
GENERAL_ONLY, NO_GUIDANCE = ("--focal_layers", "0"), ("--scg_weight", "0")
BATCH = 16


@dataclass(frozen=True)
class Run:
    """A model.

    Attributes:
        group: What is compared.
        variant: The value of this model.
        seed: Of weights, order and noise.
        flags: Of its training, beside the preset.
        steps: Numbers of denoising steps that it is measured at.
    """

    group: str
    variant: str
    seed: int
    flags: tuple[str, ...] = ()
    steps: tuple[int, ...] = (STEPS,)

    @property
    def name(self) -> str:
        """Name of its folder."""
        return f"{self.group}-{self.variant}-{self.seed}"


def plan() -> Iterator[Run]:
    """All models."""
    for seed in SEEDS:
        yield Run("stages", "general_only", seed, (*GENERAL_ONLY, *NO_GUIDANCE))
        yield Run("stages", "focal", seed, NO_GUIDANCE)
        yield Run("stages", "scg", seed, GENERAL_ONLY)
        yield Run("stages", "full", seed, steps=(STEPS, *OTHER_STEPS))
        yield Run("graph", "without_a_a", seed, ("--contextual", "no"))
        yield Run("graph", "without_a_b", seed, ("--topology", "no"))
        yield Run("graph", "without_m", seed, ("--semantic_mask", "none"))
        yield Run("longer", "general_only", seed, (*GENERAL_ONLY, *NO_GUIDANCE, *LONGER))
        yield Run("longer", "full", seed, LONGER)
        yield Run("data", "not_standardised", seed, ("--standardise", "no"), (STEPS, *OTHER_STEPS))


def write_corpus(folder: Path, processes: int) -> None:
    """The sentences of one language as keypoints, on the preset's clock; a recogniser can be trained on them too."""
    names, fps = ("text", "language", "gloss"), float(yaml.safe_load(PRESET.read_text(encoding="utf-8"))["fps"])
    numbers = get_layout(LAYOUT).num_features
    columns = {"fps": Value("float32"), "poses": Array2D((None, numbers), "float32")}
    features = Features(
        {**{name: Value("string") for name in names}, "glosses": [{"gloss": Value("string")}], **columns}
    )
    demo, made = build_demo_corpus(processes=processes), {}
    for split in SPLITS:
        rows = demo[split].filter(lambda language: language == LANGUAGE, input_columns=["language"])
        found = track(_sequences(rows, "smplx"), f"keypoints of {split}", len(rows))
        motion = [(row, to_layout(sequence, LAYOUT).resample(fps).values) for row, sequence in found]
        made[split] = Dataset.from_list(
            [
                {**{name: row[name] for name in names}, "glosses": _glosses(row), "fps": fps, "poses": poses}
                for row, poses in motion
            ],
            features=features,
        )
    with atomic_folder(folder) as temporary:
        DatasetDict(made).save_to_disk(str(temporary))


def _glosses(row: dict[str, Any]) -> list[dict[str, str]]:
    return [{"gloss": gloss} for gloss in row["gloss"].split()]


def _sequences(rows: Dataset, layout: str) -> Iterator[tuple[dict[str, Any], PoseSequence]]:
    for row in rows.with_format("numpy", columns=["poses"], output_all_columns=True):
        yield row, PoseSequence(row["poses"], get_layout(layout), float(row["fps"]))


class Study:
    """Trains and measures in WORK/fgdm_quality.

    Args:
        work: Work folder.
        limit: Sentences of `test`; None for all.
        recogniser: Reads glosses off motion, if there is one.
        processes: That make the demo corpus.
    """

    def __init__(self, work: Path, limit: int | None, recogniser: LoadedRecogniser | None, processes: int) -> None:
        self.folder, self.limit, self.recogniser, self.processes = work / "fgdm_quality", limit, recogniser, processes
        self.results = self.folder / "results.jsonl"
        self.folder.mkdir(parents=True, exist_ok=True)

    @cached_property
    def corpus(self) -> Path:
        """Folder of the corpus; made where it is missing."""
        folder = self.folder / "corpus"
        if not folder.is_dir():
            write_corpus(folder, self.processes)
        return folder

    @cached_property
    def references(self) -> list[PoseSequence]:
        """Sentences of `test`; glosses are in their metadata."""
        rows = load_from_disk(str(self.corpus))["test"]
        chosen = rows.select(range(min(len(rows), self.limit or len(rows))))
        return [motion.with_metadata(gloss=row["gloss"]) for row, motion in _sequences(chosen, LAYOUT)]

    @cached_property
    def units(self) -> dict[str, SignUnit]:
        """Gloss -> sign."""
        return training_units(LANGUAGE, DemoCorpusConfig())

    def remembered(self, name: str, compute: Callable[[], dict[str, float]]) -> dict[str, float]:
        """A result, computed where it is not written down for these sentences and this recogniser."""
        key = {"run": name, "sentences": len(self.references), "recogniser": self.recogniser and self.recogniser.name}
        lines = self.results.read_text(encoding="utf-8").splitlines() if self.results.exists() else []
        for line in map(json.loads, lines):
            if {part: line[part] for part in key} == key:
                return dict(line["values"])
        values = compute()
        with self.results.open("a", encoding="utf-8") as file:
            file.write(json.dumps({**key, "values": values}) + "\n")
        return values

    def train(self, run: Run) -> Path:
        """Folder of a model; CPU seconds of its training stand beside it."""
        output = self.folder / run.name
        if (output / "model").is_dir():
            return output
        shutil.rmtree(output, ignore_errors=True)
        data = ("--corpus", str(self.corpus), "--corpus_layout", LAYOUT, "--output", str(output))
        flags = ("--preset", str(PRESET), "--seed", str(run.seed), *data, *run.flags)
        (output / "cpu_seconds").write_text(f"{run_script('train_fgdm', *flags):.1f}", encoding="utf-8")
        for checkpoint in output.glob("step_*"):
            shutil.rmtree(checkpoint)
        return output

    def measure_model(self, run: Run) -> dict[str, float]:
        """Figures of a model by `LENGTH.STEPS.METRIC`, and `cpu_minutes` of its training."""
        folder = self.train(run)
        minutes = float((folder / "cpu_seconds").read_text(encoding="utf-8")) / 60
        return {"cpu_minutes": minutes, **self.measure(folder / "model", run.steps, run.seed)}

    def measure(self, folder: Path, numbers: Sequence[int], seed: int) -> dict[str, float]:
        """Figures of a model folder at some numbers of denoising steps."""
        model, found = load_model(FGDMModel, folder), dict[str, float]()
        for steps in numbers:
            model.config.sampling_steps = steps
            for length in LENGTHS:
                scores = self.score(self.generate(model, self.references, length, seed), self.references, length)
                found |= {f"{length}.{steps}.{metric}": value for metric, value in scores.items()}
        return found

    def measure_order(self, folder: Path, order: str) -> dict[str, float]:
        """Figures of a model that is given glosses in another order, against the rule-based signer's motion of them."""
        known, signer, references = sorted(self.units), Signer(), list[PoseSequence]()
        for reference in track(self.references, "signing glosses"):
            glosses = ORDERS[order](reference.metadata["gloss"].split(), known)
            motion = to_layout(signer.sign([self.units[gloss] for gloss in glosses]).pose, LAYOUT)
            references.append(motion.resample(reference.fps).with_metadata(gloss=" ".join(glosses)))
        model = load_model(FGDMModel, folder)
        signed = self.generate(model, references, "reference", 0)
        found = {
            "0": self.score(references, references, "reference"),
            str(STEPS): self.score(signed, references, "reference"),
        }
        return {f"reference.{steps}.{metric}": value for steps, row in found.items() for metric, value in row.items()}

    def generate(
        self, model: FGDMModel, references: Sequence[PoseSequence], length: str, seed: int
    ) -> list[PoseSequence]:
        """What a model makes of the glosses of references, on their clock."""
        found = list[PoseSequence]()
        for first in track(range(0, len(references), BATCH), f"signing at {length} length"):
            batch = references[first : first + BATCH]
            rate = model.config.fps / batch[0].fps
            lengths = [round(len(sequence) * rate) for sequence in batch] if length == "reference" else None
            signed = model.generate([sequence.metadata["gloss"].split() for sequence in batch], lengths, seed)
            found += [motion.resample(batch[0].fps) for motion in signed]
        return found

    def score(
        self, motion: Sequence[PoseSequence], references: Sequence[PoseSequence], length: str
    ) -> dict[str, float]:
        """Metric -> figure of motion, one sequence a reference."""
        metrics = {**ANY_LENGTH, **SAME_LENGTH} if length == "reference" else ANY_LENGTH
        whose = "reference" if length == "reference" else "own"
        results = measure_poses(list(metrics.values()), references, motion, length=whose)
        found = {name: float(result.value) for name, result in zip(metrics, results, strict=True)}
        if self.recogniser is not None:
            found["gloss-wer"] = word_errors(self.recogniser, motion, references)
        return found

    def measure_frame_of_reference(self, name: str) -> dict[str, float]:
        """Figures of the references themselves, or of the training motion's mean at their lengths."""
        motion = self.references
        if name == "mean_pose":
            training = (sequence for _, sequence in _sequences(load_from_disk(str(self.corpus))["train"], LAYOUT))
            mean = MeanPose.of(training)
            motion = [mean.hold(len(sequence)) for sequence in self.references]
        return {
            f"reference.0.{metric}": value for metric, value in self.score(motion, self.references, "reference").items()
        }


def word_errors(
    recogniser: LoadedRecogniser, motion: Sequence[PoseSequence], references: Sequence[PoseSequence]
) -> float:
    """WER of the glosses that a recogniser reads, in percent."""
    readings = read_motion(recogniser.model, recogniser.processor, motion, [LANGUAGE] * len(motion))
    glosses = [sequence.metadata["gloss"] for sequence in references]
    return float(get_metric("gloss-wer").corpus(glosses, [" ".join(found.glosses) for found in readings]).value)


UNITS = {"pt-dtw": "data units, summed", "mpjpe-body": "data units", "mpjpe-hand": "data units", "gloss-wer": "%"}


def say(name: str, values: dict[str, float], tell: Callable[..., None], **context: Any) -> None:
    """Report all figures of a row."""
    about = {name: round(value, 2) for name, value in values.items() if name == "cpu_minutes"}
    for key in sorted(values.keys() - about.keys()):
        length, steps, metric = key.split(".")
        measure = f"fgdm_quality.{name}.{length}.{metric.replace('-', '_')}"
        tell(measure, values[key], UNITS[metric], steps=int(steps), **context, **about)


def main() -> None:
    """Run what is missing, then print everything."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True, help="work folder")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--recogniser", type=Path, help=f"recogniser folder, of layout {LAYOUT} or parameters")
    parser.add_argument("--only", default="", help="only models whose name begins with this")
    parser.add_argument("--limit", type=int, default=60, help="sentences of the test split; 0: all")
    parser.add_argument("--processes", type=int, default=2, help="processes that make the demo corpus")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    recogniser = LoadedRecogniser.load(arguments.recogniser) if arguments.recogniser else None
    study = Study(arguments.work, arguments.limit or None, recogniser, arguments.processes)
    tell = partial(report, as_json=arguments.json, sentences=len(study.references), data="synthetic")
    for name in ("reference", "mean_pose"):
        say(name, study.remembered(name, partial(study.measure_frame_of_reference, name)), tell)
    if "embedded".startswith(arguments.only):
        own = partial(study.measure, embedded_gloss_folder(), (STEPS, *OTHER_STEPS), 0)
        say("embedded", study.remembered("embedded", own), tell)
        for order in ORDERS:
            other = partial(study.measure_order, embedded_gloss_folder(), order)
            say(f"embedded.{order}", study.remembered(f"embedded-{order}", other), tell)
    for run in plan():
        if run.name.startswith(arguments.only):
            values = study.remembered(run.name, partial(study.measure_model, run))
            say(f"{run.group}.{run.variant}", values, tell, seed=run.seed)


if __name__ == "__main__":
    main()
