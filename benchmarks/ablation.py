"""The ablation table of docs/results/signs_as_tokens.md: the same budget for every row, on the demo corpus (synthetic).

Needs the corpora that `scripts/train_demo.py --work WORK` makes. A run that is in WORK/ablation/results.jsonl is not
repeated. Tokenizers are those of the paper in a small network (96 + 192 + 192 codes; the other partitions of Table 4
have the codes of `CODEBOOK_SIZES`).

    python benchmarks/ablation.py --work runs/demo --json [--only decoding] [--limit N]
"""

from __future__ import annotations

import argparse
import json
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from common import report
from datasets import load_from_disk
from quality import PARTS, Sentences, distances, generate, load_pipeline, one_thread
from running import run_script

from signary.bundle.assemble import PartFolders, assemble

SEEDS = (0, 1, 2)
LANGUAGES = ("asl", "csl", "dgs")
#: Sentences of which the time of one, alone, is measured.
TIMED = 20


@dataclass(frozen=True)
class Run:
    """One training run.

    Attributes:
        group: What is compared.
        variant: The value of this run.
        seed: Of weights and order.
        tokenizer: Partition of its tokenizer.
        flags: Of the generator's training, beside the preset.
    """

    group: str
    variant: str
    seed: int = 0
    tokenizer: str = "body_left_right"
    flags: tuple[str, ...] = field(default=())

    @property
    def name(self) -> str:
        """Name of its folder."""
        return f"{self.group}-{self.variant}-{self.seed}"


def plan() -> Iterator[Run]:
    """All runs. `decoding-multi_head` is the middle of everything: three parts, retrieval, all languages, λ = 1/3."""
    for seed in SEEDS:
        for method in ("multi_head", "parallel", "sequential"):
            yield Run("decoding", method, seed, flags=("--decoding", method))
        yield Run("retrieval", "off", seed, flags=("--retrieval", "none"))
    yield Run("retrieval", "all", flags=("--retrieval", "all"))
    for partition in ("whole", "body_hands"):
        yield Run("parts", partition, tokenizer=partition)
    for weight in ("0.1", "0.2", "0.4"):
        yield Run("lambda", weight, flags=("--part_weight", weight))
    for language in LANGUAGES:
        yield Run("languages", language, flags=("--languages", language))


class Ablation:
    """Trains and measures in WORK/ablation."""

    def __init__(self, work: Path, limit: int | None, processes: int) -> None:
        self.corpora, self.folder = work / "corpora", work / "ablation"
        self.limit, self.processes = limit, processes
        self.results = self.folder / "results.jsonl"
        self.folder.mkdir(parents=True, exist_ok=True)

    def known(self) -> dict[str, dict[str, Any]]:
        """Results so far, by name of the run."""
        lines = self.results.read_text(encoding="utf-8").splitlines() if self.results.exists() else []
        return {line["run"]: line for line in map(json.loads, lines)}

    def encoded(self, partition: str) -> Path:
        """Folder with tokenizer, dictionary and codes of a partition; made where it is missing."""
        folder = self.folder / partition
        signs = [str(self.corpora / name) for name in ("signs", "pseudo_signs")]
        if not (folder / "tokenizer" / "model").exists():
            shutil.rmtree(folder, ignore_errors=True)
            corpora = ("--corpus", str(self.corpora / "sentences"), signs[0])
            output = ("--output", str(folder / "tokenizer"))
            run_script("train_tokenizer", "--preset", "ablation", "--partition", partition, *corpora, *output)
        tokenizer = ("--tokenizer", str(folder / "tokenizer" / "model"))
        if not (folder / "dictionary.parquet").exists():
            places = [flag for place in signs for flag in ("--input", place)]
            run_script("build_dictionary", *tokenizer, *places, "--output", str(folder / "dictionary.parquet"))
        for name, corpus in (("codes", "sentences"), ("pseudo", "pseudo_sentences")):
            if not (folder / name).exists():
                output = ("--output", str(folder / name))
                run_script("encode_corpus", *tokenizer, "--corpus", str(self.corpora / corpus), *output)
        return folder

    def train(self, run: Run) -> tuple[Path, float]:
        """Model folder of a run, and CPU seconds of its training."""
        made, output = self.encoded(run.tokenizer), self.folder / run.name
        shutil.rmtree(output, ignore_errors=True)
        # Nothing but the dictionary could teach a pseudo-word.
        signs = ("--pseudo", str(made / "pseudo"), "--dictionary", str(made / "dictionary.parquet"))
        data = ("--codes", str(made / "codes"), *(() if run.variant == "off" else signs))
        common = ("--preset", "ablation", "--seed", str(run.seed), "--output", str(output))
        spent = run_script("train_generator", *common, *data, *run.flags)
        trained, model = output / "model", output / "whole"
        dictionary = made / "dictionary.parquet" if (trained / "dictionary").exists() else None
        assemble(PartFolders(made / "tokenizer" / "model", trained, dictionary=dictionary), model)
        for checkpoint in output.glob("step_*"):
            shutil.rmtree(checkpoint)
        return model, spent

    def measure(self, run: Run, model: Path, spent: float) -> dict[str, Any]:
        """Distances on both test splits, and seconds of a sentence alone."""
        sign = load_pipeline(str(model))
        corpus = load_from_disk(str(self.corpora / "sentences"))
        corpus = corpus.with_format("numpy", columns=["poses"], output_all_columns=True)
        result: dict[str, Any] = {"run": run.name, "group": run.group, "variant": run.variant, "seed": run.seed}
        for split in ("test", "test_unseen_words"):
            rows = corpus[split]
            if run.group == "languages":
                rows = rows.filter(lambda language: language == run.variant, input_columns=["language"])
            sentences = Sentences.of(rows, sign.bundle.motion_tokenizer, self.limit)
            poses = [found["pose"] for found in generate(sign, sentences)]
            for part, scores in distances(sentences.motion, poses, self.processes).items():
                result[f"{split}.{part}"] = round(float(scores.mean()), 5)
                result[f"{split}.{part}.by_language"] = {
                    language: round(float(np.mean([
                        score for score, row in zip(scores, sentences.rows, strict=True) if row["language"] == language
                    ])), 5)
                    for language in dict.fromkeys(row["language"] for row in sentences.rows)
                }  # fmt: skip
        result |= {"seconds": round(_seconds(sign, sentences), 4), "cpu_minutes": round(spent / 60, 2)}
        return result

    def __call__(self, run: Run) -> dict[str, Any]:
        """Result of a run."""
        result = self.measure(run, *self.train(run))
        with self.results.open("a", encoding="utf-8") as file:
            file.write(json.dumps(result) + "\n")
        return result


def _seconds(sign: Any, sentences: Sentences) -> float:
    """Median seconds of one sentence alone, one thread."""
    seconds = []
    for row in sentences.rows[:TIMED]:
        started = time.perf_counter()
        sign(row["text"], language=row["language"])
        seconds.append(time.perf_counter() - started)
    return float(np.median(seconds))


def main() -> None:
    """Run what is missing, then print everything."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True, help="work folder of scripts/train_demo.py")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--only", help="only runs whose name begins with this")
    parser.add_argument("--limit", type=int, default=60, help="sentences a language and split")
    parser.add_argument("--processes", type=int, default=1, help="processes that measure")
    arguments = parser.parse_args()
    one_thread()
    ablation = Ablation(arguments.work, arguments.limit, arguments.processes)
    for run in plan():
        if run.name.startswith(arguments.only or ""):
            known = ablation.known()
            result = known[run.name] if run.name in known else ablation(run)
            about = {"seed": run.seed, "seconds": result["seconds"], "cpu_minutes": result["cpu_minutes"]}
            for split in ("test", "test_unseen_words"):
                for part in PARTS:
                    name = f"ablation.{run.group}.{run.variant}.{split}.{part}"
                    report(name, result[f"{split}.{part}"], "m", arguments.json, **about)


if __name__ == "__main__":
    main()
