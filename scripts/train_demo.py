"""Make everything that the package embeds, from nothing: tokenizer, dictionary, three networks, recogniser, card.

    python scripts/train_demo.py --work runs/demo --output signary/demo

With `--baseline FOLDER` it also makes what the demo is compared with: a generator of the same size and the same number
of steps that never sees a sign of the dictionary, and has no pointer.

Every stage is a script of this folder with its `demo` preset. A stage whose result is there is not run again; one that
was interrupted goes on from its last checkpoint. CPU seconds (user and system) of every stage stand in WORK/cpu.json.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from datasets import Dataset, DatasetDict, concatenate_datasets, load_from_disk

from signary.bundle.assemble import PartFolders, assemble
from signary.bundle.card import CardFacts, write_card
from signary.bundle.loading import quiet_loading
from signary.corpora.corpus_spec import save_corpus
from signary.corpora.synthetic.demo import build_demo_corpus
from signary.corpora.synthetic.demo_signs import isolated_signs
from signary.corpora.synthetic.gloss_orders import gloss_orders
from signary.corpora.synthetic.grammars import SHIPPED
from signary.corpora.synthetic.sign_sequences import sign_sequences
from signary.corpora.synthetic.signing import CANONICAL
from signary.io.atomic import atomic_folder
from signary.pose.registry import get_layout
from signary.pose.skeletons.smplx import SMPLX
from signary.signer.signer import NOTICE
from signary.training import small_network_environment
from signary.training.composing.composed_corpus import build_composed_corpus
from signary.training.flags import parse_arguments, run
from signary.training.gloss_corpus import gloss_corpus
from signary.training.loop import LAST

SCRIPTS = Path(__file__).parent
CARD = SCRIPTS / "demo_card.md"
#: The embedded generator has a pointer; the preset that tries the scripts out is the paper's.
POINTING = {"smoke": ("--retrieval", "all", "--spell", "True", "--pointer", "True", "--min_steps", "3")}
#: What the gloss model's presets have in common: keypoints of this layout, on this clock, of languages side by side.
GLOSS_LAYOUT, GLOSS_FPS = "phoenix50", 12.5
BY_LANGUAGE = ("--by_language", "yes", "--corpus_layout", GLOSS_LAYOUT)
#: HybridSign alone, which goes on from the refiner.
ALONE = {"demo": ("--preset", "shown")}


@dataclass
class DemoArguments:
    """Where to work, and what to make."""

    work: str = field(default="runs/demo", metadata={"help": "Folder for everything between the stages."})
    output: str = field(default="signary/demo", metadata={"help": "The model folder."})
    size: str = field(default="demo", metadata={"help": "Preset of the training scripts: demo, or smoke to try it."})
    processes: int = field(default=2, metadata={"help": "Processes that sign the corpus."})
    sentences: int = field(default=6000, metadata={"help": "Sentences of templates a language, for the gloss model."})
    composed: int = field(default=12000, metadata={"help": "Training sentences a language."})
    sequences: int = field(default=3000, metadata={"help": "Sequences of signs a language, for the tokenizer."})
    baseline: str = field(default="", metadata={"help": "Also a model without retrieval, in this folder."})
    orders: int = field(default=2500, metadata={"help": "Sentences of glosses in any order a language, for it, too."})


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
    """Composed sentences, those of templates, sequences of signs, isolated signs, as the other scripts read them."""
    tiny, smoke = arguments.size == "smoke", {"dev": 20, "test": 20, "test_unseen_words": 10}
    few: dict[str, Any] = smoke if tiny else {}
    fewer: dict[str, Any] = {"dev": 20, "test_unseen_signs": 20} if tiny else {}
    with atomic_folder(folder) as temporary:
        demo = build_demo_corpus(processes=arguments.processes, train=arguments.sentences, **few)
        save_corpus(demo.with_format(None), temporary / "templates", SMPLX)
        composed = build_composed_corpus(processes=arguments.processes, train=arguments.composed, **fewer)
        save_corpus(composed.with_format(None), temporary / "sentences", SMPLX)
        signs = concatenate_datasets([isolated_signs(language).with_format(None) for language in SHIPPED])
        save_corpus(signs, temporary / "signs", SMPLX)
        save_corpus(sequences_of_signs(arguments), temporary / "sequences", SMPLX)


def sequences_of_signs(arguments: DemoArguments) -> DatasetDict:
    """What the tokenizer learns from: sequences of all signs, and others to watch it by."""
    few = 20 if arguments.size == "smoke" else 60

    def of(number: int, seed: int) -> Dataset:
        made = (sign_sequences(language, number, seed).with_format(None) for language in SHIPPED)
        return concatenate_datasets(list(made))

    return DatasetDict({"train": of(arguments.sequences, 0), "dev": of(few, 1)})


def write_gloss_corpus(folder: Path, corpora: Path, arguments: DemoArguments) -> None:
    """What the gloss model learns from: sentences, signs and glosses of the lexicons in any order, of one signer."""

    def keypoints(corpora: Iterable[Dataset]) -> Dataset:
        return gloss_corpus(corpora, GLOSS_LAYOUT, GLOSS_FPS, CANONICAL)

    # With sentences alone it would sign what usually follows, and hardly know signs that are seldom in them.
    orders = [gloss_orders(each, arguments.orders, glosses="lexicon", signers=0) for each in SHIPPED]
    composed, templates = (load_from_disk(str(corpora / name)) for name in ("sentences", "templates"))
    signs = load_from_disk(str(corpora / "signs"))
    train = keypoints([composed["train"], templates["train"], signs, *orders])
    dev = keypoints([composed["dev"].shuffle(0).select(range(20)), templates["dev"].shuffle(0).select(range(20))])
    with atomic_folder(folder) as temporary:
        save_corpus(DatasetDict({"train": train, "dev": dev}), temporary, get_layout(GLOSS_LAYOUT))


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
    stages = ("refiner", "fgdm", "recogniser", "hybridsign")
    refiner, gloss_model, recogniser, alone = (work / stage / "model" for stage in stages)
    parts = parts_of(work, refiner=refiner, gloss_model=gloss_model, recogniser=recogniser, text_motion=alone)
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
        "signary/demo", title, "apache-2.0", ["composed-corpus", "demo-corpus"], addition=addition, tags=["synthetic"]
    )


def main(flags: list[str]) -> None:
    """Run all stages."""
    (arguments,) = parse_arguments((DemoArguments,), flags, "train_demo.py")
    work, output, preset = Path(arguments.work), Path(arguments.output), ("--preset", arguments.size)
    corpora, stages = work / "corpora", Stages(work)
    stages("corpora", corpora, lambda: write_corpora(corpora, arguments))
    signs, sentences, templates = (str(corpora / name) for name in ("signs", "sentences", "templates"))
    stages.train("train_tokenizer", "tokenizer", *preset, "--corpus", str(corpora / "sequences"), signs)
    tokenizer = ("--tokenizer", str(work / "tokenizer" / "model"))
    stages.script("build_dictionary", "dictionary.parquet", *tokenizer, "--input", signs)
    stages.script("encode_corpus", "codes", *tokenizer, "--corpus", sentences)
    codes, dictionary = ("--codes", str(work / "codes")), ("--dictionary", str(work / "dictionary.parquet"))
    pointing = POINTING.get(arguments.size, ())
    stages.train("train_generator", "generator", *preset, *codes, *dictionary, *pointing)
    unrefined = work / "unrefined"
    put_together(parts_of(work), unrefined)
    sources = ("--model", str(unrefined), "--corpus", sentences)
    stages.train("train_hybridsign", "refiner", *preset, *sources)
    beginning = ("--start_from", str(work / "refiner" / "model"))
    of_signs = ALONE.get(arguments.size, (*preset, "--paced", "True"))
    stages.train("train_hybridsign", "hybridsign", *of_signs, *sources, *beginning)
    glosses = work / "gloss_corpus"
    stages("gloss_corpus", glosses, lambda: write_gloss_corpus(glosses, corpora, arguments))
    stages.train("train_fgdm", "fgdm", *preset, "--corpus", str(glosses), *BY_LANGUAGE)
    stages.train("train_recogniser", "recogniser", *preset, "--corpus", sentences, templates)
    make_demo(work, output)
    if arguments.baseline:
        alone = ("--retrieval", "none", "--pointer", "False", "--spell", "False")
        stages.train("train_generator", "generator_without_retrieval", *preset, *codes, *alone)
        put_together(parts_of(work, "generator_without_retrieval"), Path(arguments.baseline))


if __name__ == "__main__":
    run(main, sys.argv[1:])
