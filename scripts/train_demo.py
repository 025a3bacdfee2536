"""Make everything that the package embeds, from nothing: tokenizer, dictionary, three networks, recogniser, card.

    python scripts/train_demo.py --work runs/demo --output signary/demo

With `--baseline FOLDER` it also makes what the demo is compared with: a generator of the same size and the same number
of steps that never sees a sign of the dictionary (nor pseudo-words, which nothing else could teach it).

Every stage is a script of this folder with its `demo` preset. A stage whose result is there is not run again; one that
was interrupted goes on from its last checkpoint. CPU seconds (user and system) of every stage stand in WORK/cpu.json.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from datasets import Dataset, DatasetDict, concatenate_datasets

from signary.bundle.assemble import PartFolders, assemble
from signary.bundle.card import CardFacts, write_card
from signary.bundle.loading import quiet_loading
from signary.corpora.corpus_spec import save_corpus
from signary.corpora.synthetic.demo import build_demo_corpus
from signary.corpora.synthetic.demo_signs import isolated_signs
from signary.corpora.synthetic.gloss_orders import gloss_orders
from signary.corpora.synthetic.grammars import SHIPPED
from signary.corpora.synthetic.pseudo import build_pseudo_corpus
from signary.corpora.synthetic.sign_sequences import sign_sequences
from signary.io.atomic import atomic_folder
from signary.pose.skeletons.smplx import SMPLX
from signary.signer.signer import NOTICE
from signary.training import small_network_environment
from signary.training.flags import parse_arguments, run
from signary.training.loop import LAST

SCRIPTS = Path(__file__).parent
CARD = SCRIPTS / "demo_card.md"
#: Pseudo-signs for each sentence with pseudo-words: a sign comes three or four times.
SIGNS_A_SENTENCE = 0.4
#: Sign language of the gloss model's presets.
GLOSS_LANGUAGE = "dgs"
#: How the gloss model goes on with glosses in any order, once it has learnt the signs.
ANY_ORDER = {"demo": ("--dropout", "0", "--learning_rate", "0.0005", "--steps", "5000")}


@dataclass
class DemoArguments:
    """Where to work, and what to make."""

    work: str = field(default="runs/demo", metadata={"help": "Folder for everything between the stages."})
    output: str = field(default="signary/demo", metadata={"help": "The model folder."})
    size: str = field(default="demo", metadata={"help": "Preset of the training scripts: demo, or smoke to try it."})
    processes: int = field(default=2, metadata={"help": "Processes that sign the corpus."})
    sentences: int = field(default=6000, metadata={"help": "Training sentences a language."})
    baseline: str = field(default="", metadata={"help": "Also a model without retrieval, in this folder."})
    pseudo: int = field(default=3000, metadata={"help": "Sentences with pseudo-words a language."})
    sequences: int = field(default=3000, metadata={"help": "Sequences of signs a language, for the tokenizer."})
    orders: int = field(default=3000, metadata={"help": "Sentences of glosses in any order, for the gloss model."})


class Stages:
    """Runs what has no result yet, and counts CPU seconds."""

    def __init__(self, work: Path) -> None:
        self.work, self.record = work, work / "cpu.json"
        work.mkdir(parents=True, exist_ok=True)

    def __call__(self, name: str, result: Path, action: Callable[[], None]) -> None:
        """Run a stage unless its result is there."""
        if result.exists():
            return
        sys.stderr.write(f"== {name}\n")
        before, started = _cpu_seconds(), time.time()
        try:
            action()
        finally:
            spent = json.loads(self.record.read_text()) if self.record.exists() else {}
            earlier = spent.get(name, {"cpu_seconds": 0.0, "seconds": 0.0})
            spent[name] = {
                "cpu_seconds": round(earlier["cpu_seconds"] + _cpu_seconds() - before, 1),
                "seconds": round(earlier["seconds"] + time.time() - started, 1),
            }
            self.record.write_text(json.dumps(spent, indent=1))

    def script(self, script: str, name: str, *flags: str) -> None:
        """Run a script that writes its result whole."""
        result = self.work / name
        self(name, result, lambda: script_run(script, *flags, "--output", str(result)))

    def train(self, script: str, name: str, *flags: str) -> None:
        """Train with a script, from the last checkpoint if there is one."""
        output = self.work / name
        resume = ["--resume"] if (output / LAST).is_file() else []
        action = [*flags, "--output", str(output), *resume]
        self(name, output / "model", lambda: script_run(script, *action))


def _cpu_seconds() -> float:
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in spent)


def script_run(script: str, *flags: str) -> None:
    """Run a script of this folder.

    Raises:
        SystemExit: If it fails, with its exit code.
    """
    command = [sys.executable, str(SCRIPTS / f"{script}.py"), *flags]
    code = subprocess.run(command, check=False, env=small_network_environment()).returncode
    if code:
        raise SystemExit(code)


def write_corpora(folder: Path, arguments: DemoArguments) -> None:
    """Sentences, pseudo-sentences, sequences of signs and isolated signs, as the other scripts read them."""
    few: dict[str, Any] = {"dev": 20, "test": 20, "test_unseen_words": 10} if arguments.size == "smoke" else {}
    with atomic_folder(folder) as temporary:
        demo = build_demo_corpus(processes=arguments.processes, train=arguments.sentences, **few)
        save_corpus(demo.with_format(None), temporary / "sentences", SMPLX)
        pseudo = build_pseudo_corpus(
            processes=arguments.processes,
            train=arguments.sentences,
            sentences=arguments.pseudo,
            signs=max(1, round(SIGNS_A_SENTENCE * arguments.pseudo)),
            **few,
        )
        for name in ("sentences", "signs"):
            save_corpus(pseudo[name].with_format(None), temporary / f"pseudo_{name}", SMPLX)
        sequences = {"train": (arguments.sequences, 0), "dev": (min(60, arguments.sequences), 1)}
        made = {name: signs_in_any_order(count, seed) for name, (count, seed) in sequences.items()}
        save_corpus(DatasetDict(made), temporary / "sequences", SMPLX)
        signs = concatenate_datasets([isolated_signs(language).with_format(None) for language in SHIPPED])
        save_corpus(signs, temporary / "signs", SMPLX)


def signs_in_any_order(count: int, seed: int) -> Dataset:
    """Sequences of all signs of the lexicons, so many of each language: what the tokenizer learns to keep apart."""
    return concatenate_datasets([sign_sequences(language, count, seed).with_format(None) for language in SHIPPED])


def write_gloss_orders(folder: Path, arguments: DemoArguments) -> None:
    """Glosses in any order: with templates alone the gloss model signs the orders of templates, not what it is told."""
    with atomic_folder(folder) as temporary:
        orders = gloss_orders(GLOSS_LANGUAGE, arguments.orders, train=arguments.sentences)
        save_corpus(orders.with_format(None), temporary, SMPLX)


def parts_of(work: Path, generator: str = "generator", **others: Path) -> PartFolders:
    """Where the stages leave the parts; a generator that retrieves takes the dictionary along."""
    trained = work / generator / "model"
    dictionary = work / "dictionary.parquet" if (trained / "dictionary").is_dir() else None
    return PartFolders(work / "tokenizer" / "model", trained, dictionary=dictionary, **others)


def put_together(parts: PartFolders, output: Path) -> None:
    """A model folder of parts, in the place of the one that an earlier run made."""
    with quiet_loading(), atomic_folder(output) as temporary:
        assemble(parts, temporary, NOTICE)


def make_demo(work: Path, output: Path) -> None:
    """The model folder, whole: with refiner, the gloss model, the recogniser that judges them, and card."""
    refiner, gloss_model, recogniser = (work / stage / "model" for stage in ("refiner", "fgdm", "recogniser"))
    parts = parts_of(work, refiner=refiner, gloss_model=gloss_model, recogniser=recogniser)
    with quiet_loading(), atomic_folder(output) as temporary:
        bundle = assemble(parts, temporary, NOTICE)
        write_card(bundle, temporary, card_facts(cpu_hours(json.loads((work / "cpu.json").read_text()))))


def cpu_hours(spent: Mapping[str, Mapping[str, float]]) -> str:
    """CPU hours of every stage as a table."""
    rows = [f"| {name} | {figures['cpu_seconds'] / 3600:.2f} |" for name, figures in spent.items()]
    total = sum(figures["cpu_seconds"] for figures in spent.values()) / 3600
    return "\n".join(["| stage | CPU hours |", "|---|---|", *rows, f"| all | {total:.2f} |"])


def card_facts(hours: str) -> CardFacts:
    """What the embedded model's folder does not say of itself.

    Args:
        hours: CPU hours of its stages, in Markdown.
    """
    addition = CARD.read_text(encoding="utf-8").replace("{cpu_hours}", hours)
    title = "The embedded demonstration model of signary"
    return CardFacts(
        "signary/demo", title, "apache-2.0", ["demo-corpus", "pseudo-signs"], addition=addition, tags=["synthetic"]
    )


def main(flags: list[str]) -> None:
    """Run all stages."""
    (arguments,) = parse_arguments((DemoArguments,), flags, "train_demo.py")
    work, output, preset = Path(arguments.work), Path(arguments.output), ("--preset", arguments.size)
    corpora, stages = work / "corpora", Stages(work)
    stages("corpora", corpora, lambda: write_corpora(corpora, arguments))
    signs, pseudo_signs = str(corpora / "signs"), str(corpora / "pseudo_signs")
    motion = ("--corpus", str(corpora / "sequences"), signs)
    stages.train("train_tokenizer", "tokenizer", *preset, *motion)
    tokenizer = ("--tokenizer", str(work / "tokenizer" / "model"))
    for name, sets in (("dictionary", [signs]), ("training_dictionary", [signs, pseudo_signs])):
        places = [flag for place in sets for flag in ("--input", place)]
        stages.script("build_dictionary", f"{name}.parquet", *tokenizer, *places)
    for name, corpus in (("codes", "sentences"), ("pseudo_codes", "pseudo_sentences")):
        stages.script("encode_corpus", name, *tokenizer, "--corpus", str(corpora / corpus))
    codes, pseudo = ("--codes", str(work / "codes")), ("--pseudo", str(work / "pseudo_codes"))
    dictionary = ("--dictionary", str(work / "training_dictionary.parquet"))
    stages.train("train_generator", "generator", *preset, *codes, *pseudo, *dictionary)
    unrefined = work / "unrefined"
    put_together(parts_of(work), unrefined)
    sources = ("--model", str(unrefined), "--corpus", str(corpora / "sentences"))
    stages.train("train_hybridsign", "refiner", *preset, *sources)
    orders = work / "gloss_orders"
    stages("gloss_orders", orders, lambda: write_gloss_orders(orders, arguments))
    sentences = ("--corpus", str(corpora / "sentences"))
    stages.train("train_fgdm", "fgdm_templates", *preset, *sentences)
    start = ("--start", str(work / "fgdm_templates" / "model"), *ANY_ORDER.get(arguments.size, ()))
    stages.train("train_fgdm", "fgdm", *preset, *sentences, str(orders), *start)
    stages.train("train_recogniser", "recogniser", *preset, "--corpus", str(corpora / "sentences"))
    make_demo(work, output)
    if arguments.baseline:
        stages.train("train_generator", "generator_without_retrieval", *preset, *codes, "--retrieval", "none")
        put_together(parts_of(work, "generator_without_retrieval"), Path(arguments.baseline))


if __name__ == "__main__":
    run(main, sys.argv[1:])
