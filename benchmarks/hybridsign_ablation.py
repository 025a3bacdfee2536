"""What the pieces of HybridSign bring (Tables 4 and 5 of the paper): small trainings with the same budget, three seeds.

Every model makes motion of text alone: German sentences of the demo corpus (synthetic motion of the rule-based signer)
at half the clock, preset `ablation`. Corrupted rows see the same sentences with the faults of a detector
(`signary corpus corrupt`); what is measured against is clean for all.

- `base`: three experts, attention that knows confidence, four steps; also sampled in 1, 2 and 8 steps;
- `experts_1`, `experts_4`;
- `average_velocity`: learnt as such, and sampled in 1 and 2 steps, too;
- `causal`, `rnn`: attention without the term of confidence, and a recurrent unit;
- `corrupted`, `corrupted_causal`, `corrupted_rnn`: the three on corrupted motion;
- `teacher_forced`, `self_forced`, `self_forced_no_soft_dtw`: `base` trained on for `MORE_MINUTES` core-minutes, after a
  true past, after its own, and after its own without soft-DTW among the losses: steps are not the same, time is;
- `corrupted_head`: as `corrupted`, with the head of confidence that is told nothing of each joint's past.

A row is a list of flags of `signary train hybridsign` (`ROWS`). Reported are the mean of the seeds that are there, and
the lowest and highest of them: DTW-PA-JPE of sentences of `test` and of sentences that were trained on (`seen`) at the
reference's length; jerk over the reference's; of confidence β (one a group, mean of the layers), the spread over frames
of c̄ as it is predicted, and, on corrupted sentences of `dev` whose true past is given, the correlation of predicted and
true confidence over frames, joint by joint, beside that of the last confidence before the chunk (`persistence`).

WORK/corpora/templates is the demo corpus, as `scripts/train_demo.py --work WORK` makes it, or `--corpus` says where it
is. What is trained or measured stands in WORK/hybridsign_ablation and is not done again.

    python benchmarks/hybridsign_ablation.py --work WORK --json [--rows base causal …] [--seeds 0 1 2] [--steps N]
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from common import report
from datasets import Array2D, Dataset, DatasetDict, Features, Value
from hybridsign_confidence import confidence_figures, predicted_confidence
from quality import distances, load_pipeline, one_thread
from systems_training import Trained, Workshop

from signary.bundle.folder import EMBEDDED
from signary.corpora.corpus_spec import save_corpus
from signary.corpora.corrupted import CorruptedCorpus
from signary.corpora.opening import open_corpus
from signary.corpora.prepare import prepare_corpus
from signary.corpora.rows import row_motion
from signary.evaluation import get_metric
from signary.generator.hybridsign import HybridSignModel, to_sequences
from signary.io.atomic import atomic_folder
from signary.io.errors import InputError
from signary.io.progress import track
from signary.language.languages import resolve
from signary.nn.loading import load_model
from signary.pose.registry import get_layout
from signary.pose.sequence import PoseSequence

SEEDS, STEPS, CHUNK_FRAMES = (0, 1, 2), 4, 4
LANGUAGE, LAYOUT, FPS = "dgs", "smplx", 12.5
#: Sentences of each split; `seen` are the first of `train`.
SIZES = {"train": 600, "dev": 60, "test": 60}
#: Splits that sentences are signed of.
SIGNED = {"test": "test", "seen": "train"}
CLEAN, CORRUPTED = "clean", "corrupted"
#: Core-minutes that rows which go on from another get, start included.
MORE_MINUTES = 3.0


@dataclass(frozen=True)
class Row:
    """A model.

    Attributes:
        flags: Of its training, beside the preset.
        data: `CLEAN` or `CORRUPTED`.
        after: Name of the row whose model of the same seed it goes on from, for `MORE_MINUTES`; empty for none.
        sampling: Numbers of steps that it is sampled in, the usual first.
    """

    flags: tuple[str, ...] = ()
    data: str = CLEAN
    after: str = ""
    sampling: tuple[int, ...] = (STEPS,)


GO_ON = ("--learning_rate", "0.0003", "--stage")

ROWS = {
    "base": Row(sampling=(STEPS, 1, 2, 8)),
    "experts_1": Row(("--num_experts", "1")),
    "experts_4": Row(("--num_experts", "4")),
    "causal": Row(("--mixer", "causal")),
    "rnn": Row(("--mixer", "rnn")),
    "average_velocity": Row(("--average_velocity", "true"), sampling=(STEPS, 1, 2)),
    "teacher_forced": Row((*GO_ON, "flow_matching"), after="base"),
    "self_forced": Row((*GO_ON, "self_forcing"), after="base"),
    "self_forced_no_soft_dtw": Row((*GO_ON, "self_forcing", "--losses", "joint", "bone", "change"), after="base"),
    "corrupted": Row(data=CORRUPTED),
    "corrupted_causal": Row(("--mixer", "causal"), CORRUPTED),
    "corrupted_rnn": Row(("--mixer", "rnn"), CORRUPTED),
    "corrupted_head": Row(("--confidence_memory", "0"), CORRUPTED),
}


class Study:
    """Trains and measures in WORK/hybridsign_ablation, each model once.

    Args:
        work: Work folder.
        corpus: The demo corpus.
        model: Text-to-sign model folder whose encoder reads the sentences.
        steps: Of every training; None for the preset's.
        limit: Sentences of a split that are signed.
        smoke: Train nearly nothing.
    """

    def __init__(self, work: Path, corpus: Path, model: str, steps: int | None, limit: int, smoke: bool) -> None:
        self.folder, self.corpus, self.model = work / "hybridsign_ablation", corpus, model
        self.limit, self.steps = limit, steps
        self.folder.mkdir(parents=True, exist_ok=True)
        self.workshop = Workshop(self.folder, smoke)
        self.results = self.folder / "results.jsonl"

    @cached_property
    def sign(self) -> Any:
        """The pipeline whose encoder reads."""
        return load_pipeline(self.model)

    def data(self, kind: str) -> Path:
        """Folder of a corpus; made where it is missing."""
        clean, folder = self.folder / CLEAN, self.folder / kind
        if not clean.is_dir():
            write_corpus(self.corpus, clean)
        if not folder.is_dir():
            prepare_corpus(CorruptedCorpus(splits="train,dev"), clean, folder)
        return folder

    def motion(self, kind: str, split: str) -> tuple[list[dict[str, Any]], list[PoseSequence]]:
        """The first rows of a split, and their motion."""
        rows = open_corpus(self.data(kind))[split]
        chosen = [rows[at] for at in range(min(self.limit, len(rows)))]
        return chosen, [row_motion(row, get_layout(LAYOUT), split) for row in chosen]

    def train(self, name: str, seed: int) -> Trained:
        """A model of a row, and what it cost."""
        row, flags = ROWS[name], list[str]()
        data = ("--model", self.model, "--corpus", str(self.data(row.data)), "--seed", str(seed))
        if self.workshop.smoke:
            flags = ["--coarse_sigma", "none", "--fps", str(FPS)]
        elif self.steps is not None and not row.after:
            flags = ["--steps", str(self.steps), "--warmup", str(max(1, self.steps // 20))]
            flags += ["--save_every", str(self.steps)]
        if row.after:
            flags += ["--start_from", str(self.train(row.after, seed).folder)]
        minutes, given = MORE_MINUTES if row.after else None, (*data, *flags, *row.flags)
        label = f"{name}-{seed}" if self.steps is None else f"{name}-{seed}-{self.steps}"
        return self.workshop.train(label, "train_hybridsign", "ablation", minutes, *given)

    def measured(self, name: str, seed: int) -> dict[str, float]:
        """Figures of a model, measured where they are not written down for this model and these sentences."""
        trained = self.train(name, seed)
        key = {"row": name, "seed": seed, "steps": trained.steps, "limit": self.limit}
        lines = self.results.read_text(encoding="utf-8").splitlines() if self.results.exists() else []
        for line in map(json.loads, lines):
            if {part: line[part] for part in key} == key:
                return dict(line["values"])
        values = {"core_minutes": trained.core_minutes or 0.0, **self.measure(ROWS[name], trained.folder)}
        with self.results.open("a", encoding="utf-8") as file:
            file.write(json.dumps({**key, "values": values}) + "\n")
        return values

    def measure(self, row: Row, folder: Path) -> dict[str, float]:
        """Figures of a model folder."""
        model, found = load_model(HybridSignModel, folder), dict[str, float]()
        for steps in row.sampling:
            for name, split in SIGNED.items():
                rows, references = self.motion(CLEAN, split)
                made, said = self.generate(model, rows, references, steps)
                at = f"{name}.steps_{steps}"
                found |= {f"{at}.{part}": float(s.mean()) for part, s in distances(references, made, 1).items()}
                found[f"{at}.jerk_ratio"] = float(get_metric("jerk-ratio").corpus(references, made).value)
                if name == "test" and steps == row.sampling[0]:
                    found |= spread_of(model, said)
        rows, corrupted = self.motion(CORRUPTED, "dev")
        states, mask = self.read(rows)
        torch.manual_seed(0)
        told = predicted_confidence(model, corrupted, states, mask, CHUNK_FRAMES)
        return found | confidence_figures(model.config.pose_layout, corrupted, told, CHUNK_FRAMES)

    def read(self, rows: list[dict[str, Any]]) -> tuple[torch.Tensor, torch.Tensor]:
        """What the encoder makes of sentences: states and their mask."""
        bundle = self.sign.bundle
        names = [row.get("signer") if bundle.processor.num_signers else None for row in rows]
        prompts = [
            bundle.prompter.prompt(row["text"], resolve(row["language"]), signer=name)
            for row, name in zip(rows, names, strict=True)
        ]
        with torch.no_grad():
            encoded = bundle.generator.encode(**bundle.processor.pad(prompts))
        return encoded.hidden, encoded.mask

    def generate(
        self, model: HybridSignModel, rows: list[dict[str, Any]], references: list[PoseSequence], steps: int
    ) -> tuple[list[PoseSequence], list[np.ndarray]]:
        """Motion as long as the references, and its confidences (T, J)."""
        longest = max(map(len, references))
        made = model.generate(
            *self.read(rows),
            num_frames=longest,
            chunk_frames=CHUNK_FRAMES,
            steps=steps,
            generator=torch.Generator().manual_seed(0),
        )
        sequences = to_sequences(made, model.config)
        kept = [each[: len(reference)] for each, reference in zip(sequences, references, strict=True)]
        return kept, [said[: len(each)].numpy() for said, each in zip(made.confidence, references, strict=True)]


def write_corpus(source: Path, folder: Path) -> None:
    """Some German sentences of the demo corpus, at half the clock.

    Raises:
        InputError: If there is no such corpus.
    """
    demo, layout, made = open_corpus(source), get_layout(LAYOUT), {}
    columns = {"poses": Array2D((None, layout.num_features), "float32"), "fps": Value("float32")}
    texts = {name: Value("string") for name in ("id", "text", "language", "gloss", "source")}
    features = Features({**texts, "signer": Value("int32"), **columns})
    for split, most in SIZES.items():
        languages = demo[split]["language"]
        chosen = [at for at, language in enumerate(languages) if language == LANGUAGE]
        # From all over the split, whose neighbours are alike.
        rows = demo[split].select(chosen[:: max(1, len(chosen) // most)][:most])
        made[split] = Dataset.from_list([
            {
                **{name: row[name] for name in ("id", "text", "language", "gloss", "signer")},
                "source": "synthetic: the rule-based signer",
                "poses": row_motion(row, layout, split).resample(FPS).values,
                "fps": FPS,
            }
            for row in track(rows, f"half the clock: {split}", len(rows))
        ], features=features)  # fmt: skip
    with atomic_folder(folder) as temporary:
        save_corpus(DatasetDict(made), temporary, layout)


def spread_of(model: HybridSignModel, said: list[np.ndarray]) -> dict[str, float]:
    """Group -> β, where the mixer has one, and how much c̄ of what was made varies over frames."""
    betas = [each.detach().flatten() for name, each in model.named_parameters() if name.endswith("mixer.beta")]
    found = dict[str, float]()
    for number, (group, joints) in enumerate(model.config.group_joints.items()):
        means = np.concatenate([each[:, list(joints)].mean(1) for each in said])
        found[f"confidence_spread.{group}"] = float(means.std())
        if betas:
            found[f"beta.{group}"] = float(torch.stack(betas)[:, number].mean())
    return found


def unit_of_figure(name: str) -> str:
    """What a figure is in."""
    first, _, last = name.partition(".")
    if first in SIGNED:
        return "x" if last.endswith("jerk_ratio") else "m"
    return {"core_minutes": "min", "confidence": "r"}.get(first, "")


def main() -> None:
    """Train and measure what is missing, then print what is there."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True, help="work folder")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--corpus", type=Path, help="the demo corpus; default: WORK/corpora/templates")
    parser.add_argument("--model", default=str(EMBEDDED), help="text-to-sign model folder; default: the embedded one")
    parser.add_argument("--rows", nargs="+", choices=tuple(ROWS), default=tuple(ROWS), help="only these rows")
    parser.add_argument("--seeds", nargs="+", type=int, default=SEEDS, help="only these seeds")
    parser.add_argument("--steps", type=int, help="steps of every training; default: the preset's")
    parser.add_argument("--limit", type=int, default=30, help="sentences of a split that are signed")
    parser.add_argument("--smoke", action="store_true", help="train nearly nothing, to try everything out")
    arguments = parser.parse_args()
    one_thread()
    corpus = arguments.corpus or arguments.work / "corpora" / "templates"
    study = Study(arguments.work, corpus, arguments.model, arguments.steps, arguments.limit, arguments.smoke)
    tell = partial(report, as_json=arguments.json, data="synthetic", sentences=arguments.limit)
    try:
        # Seed by seed: the first one of every row says most.
        found = {(seed, name): study.measured(name, seed) for seed in arguments.seeds for name in arguments.rows}
    except InputError as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(2) from None
    for name in arguments.rows:
        rows = [found[seed, name] for seed in arguments.seeds]
        for figure in rows[0]:
            values = [row[figure] for row in rows]
            low, high = round(min(values), 5), round(max(values), 5)
            label = f"hybridsign_ablation.{name}.{figure}"
            tell(label, float(np.mean(values)), unit_of_figure(figure), low=low, high=high, seeds=len(values))


if __name__ == "__main__":
    main()
