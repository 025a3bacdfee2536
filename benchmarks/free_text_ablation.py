"""What the pointer, composed text and residual codes bring to free text: small trainings, all else equal, three seeds.

    python benchmarks/free_text_ablation.py --work FOLDER --sentences CORPUS --templates CORPUS --signs CORPUS
        --tokenizer FOLDER --plain_tokenizer FOLDER --json [--steps N] [--limit N]

Every variant is a generator of the preset `demo`, trained for `--steps`, without a refiner:

- `full`: with a pointer, on composed sentences (`--sentences`), in the codes of `--tokenizer`;
- `no_pointer`: the signs of all words are a condition, as in SOKE;
- `templates`: on sentences of the demo corpus' templates (`--templates`);
- `plain_tokenizer`: in the codes of a tokenizer with one code a part.

Sentences and measures are those of `free_text.py`. What is trained and what is measured is kept in WORK.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from common import report
from free_text import FOLDER, LANGUAGES, TOP, measure, sentences
from free_text_measures import Findings, Ruler
from quality import one_thread
from systems_training import Workshop

from signary.bundle.assemble import PartFolders, assemble
from signary.bundle.loading import quiet_loading
from signary.io.atomic import atomic_folder, atomic_path
from signary.signer.signer import NOTICE
from signary.signing.text_signer import SigningOptions, make_text_signer

SEEDS = (0, 1, 2)
RESIDUAL, PLAIN = "residual", "plain"
#: Longest prompt without a pointer, where every code of every sign is a token.
WRITTEN_OUT = 2048
#: As many samples a step as the others have, in quarters: whole, one batch of such prompts took 17 GB.
WRITTEN_OUT_BATCHES = ("--batch_size", "4", "--accumulate", "4")


@dataclass(frozen=True)
class Variant:
    """What a generator is trained on, and how.

    Attributes:
        corpus: `sentences` or `templates`.
        tokenizer: `RESIDUAL` or `PLAIN`.
        pointer: Whether it has a pointer.
    """

    corpus: str = "sentences"
    tokenizer: str = RESIDUAL
    pointer: bool = True


VARIANTS = {
    "full": Variant(),
    "no_pointer": Variant(pointer=False),
    "templates": Variant(corpus="templates"),
    "plain_tokenizer": Variant(tokenizer=PLAIN),
}


class Study:
    """Trains and measures, each once.

    Args:
        work: Folder for models and measures.
        corpora: `sentences`, `templates` and `signs` -> folder.
        tokenizers: `RESIDUAL` and `PLAIN` -> folder.
        steps: Of a training.
        limit: Sentences a language that are measured; None for all.
        smoke: Train with the preset `smoke`, to try everything out.
    """

    def __init__(
        self,
        work: Path,
        corpora: Mapping[str, Path],
        tokenizers: Mapping[str, Path],
        steps: int,
        limit: int | None,
        smoke: bool = False,
    ) -> None:
        self.workshop, self.work = Workshop(work, smoke), work
        self.corpora, self.tokenizers, self.limit = corpora, tokenizers, limit
        warmup = ("--warmup", str(max(1, steps // 20)))
        self.length = () if smoke else ("--steps", str(steps), *warmup, "--evaluate_every", "0")
        self.rulers = dict[str, Ruler]()

    def model(self, name: str, seed: int) -> Path:
        """Folder of a text-to-sign model."""
        variant, make = VARIANTS[name], self.workshop.make
        tokenizer = ("--tokenizer", str(self.tokenizers[variant.tokenizer]))
        codes = f"codes-{variant.corpus}-{variant.tokenizer}"
        codes = str(make(codes, "encode_corpus", *tokenizer, "--corpus", str(self.corpora[variant.corpus])))
        signs = ("--input", str(self.corpora["signs"]))
        dictionary = make(f"dictionary-{variant.tokenizer}.parquet", "build_dictionary", *tokenizer, *signs)
        flags = ("--codes", codes, "--dictionary", str(dictionary), "--retrieval", "all", "--spell", "True")
        flags += (*self.length, "--pointer", str(variant.pointer), "--seed", str(seed))
        longest = () if variant.pointer else ("--max_position_embeddings", str(WRITTEN_OUT), *WRITTEN_OUT_BATCHES)
        trained = self.workshop.train(f"{name}-{seed}", "train_generator", "demo", None, *flags, *longest)
        whole = self.work / f"{name}-{seed}" / "whole"
        if not whole.is_dir():
            parts = PartFolders(self.tokenizers[variant.tokenizer], trained.folder, dictionary=dictionary)
            with quiet_loading(), atomic_folder(whole) as temporary:
                assemble(parts, temporary, NOTICE)
        return whole

    def shares(self, name: str, seed: int) -> dict[str, float]:
        """`top1` and `top5` of what a model signs, over all languages."""
        kept = self.work / f"{name}-{seed}" / f"shares-{self.limit or 'all'}.json"
        if not kept.is_file():
            found = Findings()
            options = SigningOptions(model=str(self.model(name, seed)))
            for language in LANGUAGES:
                ruler = self.rulers.setdefault(language, self.rulers.get(language) or Ruler(language))
                method = make_text_signer("model", language, options)
                texts = sentences(FOLDER, language, self.limit)
                found += measure(texts, language, method, ruler, f"{name} {seed} {language}")
            shares = {f"top{top}": float(np.mean(np.array(found.ranks) < top)) for top in TOP}
            with atomic_path(kept) as temporary:
                temporary.write_text(json.dumps(shares), encoding="utf-8")
        return {key: float(value) for key, value in json.loads(kept.read_text(encoding="utf-8")).items()}


def main() -> None:
    """Train, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True, help="folder for models and measures")
    for name, what in (("sentences", "composed"), ("templates", "demo"), ("signs", "isolated signs")):
        parser.add_argument(f"--{name}", type=Path, required=True, help=f"corpus: {what}")
    parser.add_argument("--tokenizer", type=Path, required=True, help="motion tokenizer with residual levels")
    parser.add_argument("--plain_tokenizer", type=Path, required=True, help="motion tokenizer with one code a part")
    parser.add_argument("--steps", type=int, default=1000, help="of every training (default: 1000)")
    parser.add_argument("--limit", type=int, help="sentences a language; default: all")
    parser.add_argument("--only", choices=VARIANTS, nargs="+", default=list(VARIANTS))
    parser.add_argument("--seeds", type=int, nargs="+", default=SEEDS)
    parser.add_argument("--smoke", action="store_true", help="try everything out with the preset smoke")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    arguments = parser.parse_args()
    one_thread()
    corpora = {name: getattr(arguments, name) for name in ("sentences", "templates", "signs")}
    tokenizers = {RESIDUAL: arguments.tokenizer, PLAIN: arguments.plain_tokenizer}
    study = Study(arguments.work, corpora, tokenizers, arguments.steps, arguments.limit, arguments.smoke)
    say = partial(report, as_json=arguments.json)
    for name in arguments.only:
        found = [study.shares(name, seed) for seed in arguments.seeds]
        for key in found[0]:
            values = [each[key] for each in found]
            about = {"low": min(values), "high": max(values), "seeds": len(values), "steps": arguments.steps}
            say(f"free_text_ablation.{name}.{key}", float(np.median(values)), "share", **about)


if __name__ == "__main__":
    main()
