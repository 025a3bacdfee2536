"""What each piece of FGDM brings: the demo corpus' German sentences (synthetic), the same budget for every model.

Motion is turned into layout `phoenix50` (forward kinematics, shoulders of PT format) at the preset's clock. Models:

- `stages`: the general stage alone, with the focal stage, with guidance (SCG), with both (`full`);
- `graph`: full without A_a, A_b or M;
- `data`: full on poses that are not standardised, as in the released code;
- `longer`: the general stage alone, and full, with three times the steps;
- `noisy`, `signers`, `lifted`: the rows of `stages` with three times the steps, on corpora in which the paper's claims
  could show (`fgdm_corpora.py`): jitter and drift, signers of whom none is known, real skeletons (`--real`).

Each signs the glosses of `test` at predicted length and at the reference's (the two are never to be compared): PT-style
DTW, MPJPE (reference length only) and, with `--recogniser`, WER of the glosses it reads off them. `full` and
`not_standardised` also take other numbers of denoising steps. Rows `reference` and `mean_pose` (of the training
sentences, held as long as the reference) say what the figures mean; row `embedded` is the package's own model, on the
clock of the others; rows `embedded.ORDER` give it glosses in orders that no template has, and measure it against what
the rule-based signer makes of them; rows `embedded.LANGUAGE`, `reference.LANGUAGE` are on the sentences of a language,
and rows `embedded.LANGUAGE.ORDER` on those of the others in such orders. A recogniser that reads parameters of a body
is shown keypoints lifted to one, without collars and face, of which they say too little; row `reference` tells what
that costs.

What stands in WORK/fgdm_quality/results.jsonl is not measured again, a model that is there not trained again, and one
whose training was interrupted goes on from its last checkpoint: run it as often as there is time.

    python benchmarks/fgdm_quality.py --work runs/demo --json [--recogniser FOLDER] [--only stages] [--limit N]
        [--model FOLDER] [--real FOLDER]
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import torch
import yaml
from common import report
from datasets import Dataset, load_from_disk
from fgdm_corpora import HARDER, LANGUAGE, LAYOUT, write_corpus
from running import run_script

from signary.bundle.folder import embedded_gloss_folder
from signary.corpora.synthetic.config import DemoCorpusConfig
from signary.corpora.synthetic.gloss_orders import training_units
from signary.evaluation import Mpjpe, PtDtw, get_metric, measure_poses
from signary.evaluation.back_translation import LoadedRecogniser, read_motion
from signary.evaluation.baselines import MeanPose
from signary.generator.fgdm import FGDMModel
from signary.io.progress import track
from signary.nn.loading import load_model
from signary.pose.lifting import lift
from signary.pose.registry import get_layout
from signary.pose.sequence import PoseSequence
from signary.pose.view import to_layout
from signary.retrieval.gloss_parts import gloss_parts
from signary.signer.score import SignUnit
from signary.signer.signer import Signer
from signary.training.flags import PRESETS
from signary.training.loop import LAST

PRESET = PRESETS / "fgdm" / "ablation.yaml"
SEEDS = (0, 1, 2)
#: Steps of DDIM: the paper's, and others.
STEPS, OTHER_STEPS = 5, (1, 2, 20)
LENGTHS = ("predicted", "reference")
#: What can be measured at any length, and at the reference's only.
#: Keypoints are lifted at this clock, and these parts of the body left out.
BODY_FPS, UNSEEN = 25.0, ("collar", "jaw", "expression")
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
#: The paper's table: what the stages are made of.
STAGES = {
    "general_only": (*GENERAL_ONLY, *NO_GUIDANCE),
    "focal": NO_GUIDANCE,
    "scg": GENERAL_ONLY,
    "full": (),
}
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
        corpus: What it is trained and measured on.
    """

    group: str
    variant: str
    seed: int
    flags: tuple[str, ...] = ()
    steps: tuple[int, ...] = (STEPS,)
    corpus: str = "plain"

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
        for corpus in HARDER:
            for variant, flags in STAGES.items():
                yield Run(corpus, variant, seed, (*flags, *LONGER), corpus=corpus)


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
        real: Folder of real data, if there is one.
    """

    def __init__(
        self,
        work: Path,
        limit: int | None,
        recogniser: LoadedRecogniser | None,
        processes: int,
        real: Path | None = None,
    ) -> None:
        self.folder, self.limit, self.recogniser, self.processes = work / "fgdm_quality", limit, recogniser, processes
        self.real, self._references = real, dict[str, list[PoseSequence]]()
        self._units = dict[str, dict[str, SignUnit]]()
        self.results = self.folder / "results.jsonl"
        self.folder.mkdir(parents=True, exist_ok=True)

    def corpus(self, kind: str) -> Path:
        """Folder of a corpus; made where it is missing."""
        folder = self.folder / ("corpus" if kind == "plain" else f"corpus-{kind}")
        if not folder.is_dir():
            fps = float(yaml.safe_load(PRESET.read_text(encoding="utf-8"))["fps"])
            write_corpus(folder, kind, fps, self.processes, self.real)
        return folder

    def references(self, kind: str) -> list[PoseSequence]:
        """Sentences of `test` of a corpus; glosses and language are in their metadata."""
        if kind not in self._references:
            rows = load_from_disk(str(self.corpus(kind)))["test"]
            chosen = rows.select(range(min(len(rows), self.limit or len(rows))))
            self._references[kind] = [
                motion.with_metadata(gloss=row["gloss"], language=row.get("language", LANGUAGE))
                for row, motion in _sequences(chosen, LAYOUT)
            ]
        return self._references[kind]

    def units(self, language: str) -> dict[str, SignUnit]:
        """Gloss -> sign, of the training split."""
        if language not in self._units:
            self._units[language] = training_units(language, DemoCorpusConfig())
        return self._units[language]

    def remembered(self, name: str, compute: Callable[[], dict[str, float]], corpus: str = "plain") -> dict[str, float]:
        """A result, computed where it is not written down for these sentences and this recogniser."""
        key = {
            "run": name,
            "sentences": len(self.references(corpus)),
            "recogniser": self.recogniser and self.recogniser.name,
        }
        lines = self.results.read_text(encoding="utf-8").splitlines() if self.results.exists() else []
        for line in map(json.loads, lines):
            if {part: line[part] for part in key} == key:
                return dict(line["values"])
        values = compute()
        with self.results.open("a", encoding="utf-8") as file:
            file.write(json.dumps({**key, "values": values}) + "\n")
        return values

    def train(self, run: Run) -> Path:
        """Folder of a model; CPU seconds of its training stand beside it, unless it was interrupted."""
        output = self.folder / run.name
        if (output / "model").is_dir():
            return output
        began = (output / LAST).is_file()
        if not began:
            shutil.rmtree(output, ignore_errors=True)
        data = ("--corpus", str(self.corpus(run.corpus)), "--corpus_layout", LAYOUT, "--output", str(output))
        flags = ("--preset", str(PRESET), "--seed", str(run.seed), *data, *run.flags, *(("--resume",) if began else ()))
        seconds = run_script("train_fgdm", *flags)
        if not began:
            (output / "cpu_seconds").write_text(f"{seconds:.1f}", encoding="utf-8")
        for checkpoint in output.glob("step_*"):
            shutil.rmtree(checkpoint)
        return output

    def measure_model(self, run: Run) -> dict[str, float]:
        """Figures of a model by `LENGTH.STEPS.METRIC`, and `cpu_minutes` of its training."""
        folder = self.train(run)
        spent = folder / "cpu_seconds"
        minutes = {"cpu_minutes": float(spent.read_text(encoding="utf-8")) / 60} if spent.exists() else {}
        return {**minutes, **self.measure(folder / "model", run.steps, run.seed, run.corpus)}

    def measure(self, folder: Path, numbers: Sequence[int], seed: int, corpus: str = "plain") -> dict[str, float]:
        """Figures of a model folder at some numbers of denoising steps."""
        model, found, references = load_model(FGDMModel, folder), dict[str, float](), self.references(corpus)
        for steps in numbers:
            model.config.sampling_steps = steps
            for length in LENGTHS:
                scores = self.score(self.generate(model, references, length, seed), references, length)
                found |= {f"{length}.{steps}.{metric}": value for metric, value in scores.items()}
        return found

    def measure_order(self, folder: Path, order: str, corpus: str = "plain") -> dict[str, float]:
        """Figures of a model that is given glosses in another order, against the rule-based signer's motion of them."""
        units, signer, references = (
            self.units(LANGUAGE if corpus == "plain" else corpus),
            Signer(),
            list[PoseSequence](),
        )
        for reference in track(self.references(corpus), "signing glosses"):
            glosses = ORDERS[order](reference.metadata["gloss"].split(), sorted(units))
            motion = to_layout(signer.sign([units[gloss] for gloss in glosses]).pose, LAYOUT)
            facts = {**reference.metadata, "gloss": " ".join(glosses)}
            references.append(motion.resample(reference.fps).with_metadata(**facts))
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
        found, language = list[PoseSequence](), references[0].metadata["language"] if model.config.languages else None
        for first in track(range(0, len(references), BATCH), f"signing at {length} length"):
            batch = references[first : first + BATCH]
            rate = model.config.fps / batch[0].fps
            lengths = [round(len(sequence) * rate) for sequence in batch] if length == "reference" else None
            signed = model.generate([sequence.metadata["gloss"].split() for sequence in batch], lengths, seed, language)
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
        if self.recogniser is not None and self.reads(references):
            found["gloss-wer"] = word_errors(self.recogniser, motion, references)
        return found

    def reads(self, references: Sequence[PoseSequence]) -> bool:
        """Whether the recogniser has learnt the glosses of most sentences: not those of other corpora."""
        assert self.recogniser is not None
        vocabulary = self.recogniser.processor.vocabulary
        facts = [reference.metadata for reference in references]
        known = [
            vocabulary.knows(in_parts(each["gloss"].split(), each["language"]), each["language"]) for each in facts
        ]
        return sum(known) > len(known) / 2

    def measure_frame_of_reference(self, name: str, corpus: str = "plain") -> dict[str, float]:
        """Figures of the references themselves, or of the training motion's mean at their lengths."""
        references = motion = self.references(corpus)
        if name == "mean_pose":
            training = (
                sequence for _, sequence in _sequences(load_from_disk(str(self.corpus(corpus)))["train"], LAYOUT)
            )
            mean = MeanPose.of(training)
            motion = [mean.hold(len(sequence)) for sequence in references]
        return {f"reference.0.{metric}": value for metric, value in self.score(motion, references, "reference").items()}


def word_errors(
    recogniser: LoadedRecogniser, motion: Sequence[PoseSequence], references: Sequence[PoseSequence]
) -> float:
    """WER of the glosses that a recogniser reads, names and numbers by their parts, in percent."""
    languages = [sequence.metadata["language"] for sequence in references]
    shown = motion if recogniser.model.config.motion_spec.layout.is_keypoints else [as_body(each) for each in motion]
    readings = read_motion(recogniser.model, recogniser.processor, shown, languages)
    glosses = [in_parts(sequence.metadata["gloss"].split(), sequence.metadata["language"]) for sequence in references]
    read = [in_parts(found.glosses, language) for found, language in zip(readings, languages, strict=True)]
    pairs = [[" ".join(each) for each in side] for side in (glosses, read)]
    return float(get_metric("gloss-wer").corpus(*pairs).value)


def in_parts(glosses: Sequence[str], language: str) -> list[str]:
    """Glosses, names and numbers as the letters and numerals that they are made of."""
    return [part for gloss in glosses for part in gloss_parts(gloss, language)]


def as_body(motion: PoseSequence) -> PoseSequence:
    """Keypoints lifted to a body. Shoulders and face, which they hardly show, are missing in it."""
    lifted = lift(motion.resample(BODY_FPS)).pose
    seen = np.array([not any(part in joint for part in UNSEEN) for joint in lifted.layout.joints], dtype=np.float32)
    return PoseSequence.masked(
        np.nan_to_num(lifted.values), lifted.layout, lifted.fps, np.tile(seen, (len(lifted), 1)), lifted.metadata
    )


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
    parser.add_argument("--model", type=Path, help="gloss model that is measured in place of the package's own")
    parser.add_argument("--real", type=Path, help="folder of real data, for the rows `lifted`")
    parser.add_argument("--only", default="", help="only models whose name begins with this")
    parser.add_argument("--limit", type=int, default=60, help="sentences of the test split; 0: all")
    parser.add_argument("--processes", type=int, default=2, help="processes that make the demo corpus")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    recogniser = LoadedRecogniser.load(arguments.recogniser) if arguments.recogniser else None
    study = Study(arguments.work, arguments.limit or None, recogniser, arguments.processes, arguments.real)
    tell = partial(report, as_json=arguments.json, sentences=len(study.references("plain")), data="synthetic")
    for name in ("reference", "mean_pose"):
        say(name, study.remembered(name, partial(study.measure_frame_of_reference, name)), tell)
    if "embedded".startswith(arguments.only):
        measure_gloss_model(study, arguments.model or embedded_gloss_folder(), tell)
    for run in plan():
        if run.name.startswith(arguments.only) and (run.corpus != "lifted" or arguments.real):
            values = study.remembered(run.name, partial(study.measure_model, run), run.corpus)
            data = "real, lifted" if run.corpus == "lifted" else "synthetic"
            say(f"{run.group}.{run.variant}", values, partial(tell, **about(study, run.corpus, data)), seed=run.seed)


def about(study: Study, corpus: str, data: str = "synthetic") -> dict[str, Any]:
    """What figures of a corpus are said with."""
    return {"sentences": len(study.references(corpus)), "data": data}


def measure_gloss_model(study: Study, folder: Path, tell: Callable[..., None]) -> None:
    """Report on the package's gloss model, or another, under the package's names."""
    name = "embedded" if folder == embedded_gloss_folder() else f"embedded-{digest(folder)}"
    say("embedded", study.remembered(name, partial(study.measure, folder, (STEPS, *OTHER_STEPS), 0)), tell)
    for order in ORDERS:
        other = partial(study.measure_order, folder, order)
        say(f"embedded.{order}", study.remembered(f"{name}-{order}", other), tell)
    for language in load_model(FGDMModel, folder).config.languages:
        known = partial(study.measure, folder, (STEPS,), 0, language)
        saying = partial(tell, **about(study, language))
        say(f"embedded.{language}", study.remembered(f"{name}-{language}", known, language), saying)
        truth = partial(study.measure_frame_of_reference, "reference", language)
        say(f"reference.{language}", study.remembered(f"reference-{language}", truth, language), saying)
        for order in ORDERS if language != LANGUAGE else ():
            other = partial(study.measure_order, folder, order, language)
            say(f"embedded.{language}.{order}", study.remembered(f"{name}-{language}-{order}", other, language), saying)


def digest(folder: Path) -> str:
    """The first digits of the SHA-256 of a model's weights."""
    return hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()[:12]


if __name__ == "__main__":
    main()
