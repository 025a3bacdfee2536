"""A small corpus, and the flags with which every stage trains on it in seconds: for benchmarks of training itself."""

from __future__ import annotations

import os
import signal
import socket
import sys
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NoReturn

from datasets import Dataset, DatasetDict
from running import run_script

from signary.bundle.folder import EMBEDDED
from signary.corpora.synthetic.signing import SigningJob, corpus_features, sign_job

#: Thirteen sentences of different lengths: neither 2 nor 4 divides them.
SENTENCES = (
    *("Mein[MEIN] Vater[VATER] trinkt[TRINKEN] Bier[BIER].", "Die Sonne[SONNE] scheint[SCHEINEN]."),
    *("Die Sonne[SONNE] scheint[SCHEINEN] und mein[MEIN] Vater[VATER] trinkt[TRINKEN].", "Bier[BIER]."),
)
TRAIN, DEV = 13, 2
WATCHED = Path(__file__).resolve().parent / "watched_training.py"
#: Training draws nothing that another number of processes would draw otherwise, and everything counts in every step.
NOTHING_DRAWN = {
    "tokenizer": (),
    "generator": ("--dropout", "0"),
    "hybridsign": (
        *("--coarse_sigma", "0", "--clean_jitter", "0", "--hand_dropout", "0", "--start_share", "1"),
        *("--chunk_frames", "4"),
    ),
    "fgdm": ("--dropout", "0"),
}
# One step of the flow is the one that has a gradient.
NOTHING_DRAWN["self_forcing"] = (*NOTHING_DRAWN["hybridsign"], "--flow_steps", "1")
STAGES = tuple(NOTHING_DRAWN)
#: What the script of a stage is called, where it has another name.
SCRIPT_OF = {"self_forcing": "hybridsign"}


def make_corpus(work: Path) -> None:
    """A corpus and its codes, in a folder."""
    if (work / "codes").is_dir():
        return
    rows = [
        sign_job(SigningJob(f"dgs-{at}", SENTENCES[at % len(SENTENCES)], "dgs", "plain", at % 7, 25.0, at))
        for at in range(TRAIN)
    ]
    splits = {"train": rows, "dev": rows[:DEV]}
    made = {name: Dataset.from_list(part, features=corpus_features()) for name, part in splits.items()}
    DatasetDict(made).save_to_disk(str(work / "corpus"))
    flags = ["--tokenizer", str(EMBEDDED / "motion_tokenizer"), "--corpus", str(work / "corpus")]
    run_script("encode_corpus", *flags, "--output", str(work / "codes"))
    # What self-forcing goes on from: a model that has been through the first stage.
    script, *flags = stage_flags("hybridsign", work)
    drawn = NOTHING_DRAWN["hybridsign"]
    run_script(script, *flags, *drawn, "--num_signers", "9", "--steps", "1", "--output", str(work / "started"))


def stage_flags(stage: str, work: Path) -> list[str]:
    """Script and flags of a stage of tiny size, which `make_corpus` has made ready."""
    inputs = {
        "tokenizer": ["--corpus", str(work / "corpus")],
        "generator": [
            *("--codes", str(work / "codes"), "--dictionary", str(EMBEDDED / "dictionary")),
            *("--min_steps", "1"),
        ],
        "hybridsign": ["--model", str(EMBEDDED), "--corpus", str(work / "corpus")],
        "self_forcing": [
            *("--model", str(EMBEDDED), "--corpus", str(work / "corpus"), "--stage", "self_forcing"),
            *("--start_from", str(work / "started" / "model"), "--num_signers", "9"),
        ],
        "fgdm": ["--corpus", str(work / "corpus")],
    }[stage]
    return [
        f"train_{SCRIPT_OF.get(stage, stage)}",
        "--preset",
        "smoke",
        *inputs,
        "--evaluate_every",
        "0",
        "--weights",
        "fp32",
    ]


class Processes:
    """Processes of one training run, forked from this one, which find each other through a port of this machine.

    Args:
        run: What each of them does.
        count: How many.
        log: Where to they write what they have to say.
    """

    def __init__(self, run: Callable[[], None], count: int, log: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.running, self.codes = list[int](), dict[int, int]()
        for rank in range(count):
            place = {"RANK": str(rank), "LOCAL_RANK": str(rank), "WORLD_SIZE": str(count)}
            place |= {"MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(port)}
            child = os.fork()
            if not child:
                _become(run, place if count > 1 else {}, log)
            self.running.append(child)

    def wait(self) -> list[int]:
        """Exit codes, minus the signal of one that was killed; then the others are, too: they would wait for it."""
        while len(self.codes) < len(self.running):
            child, status = os.waitpid(-1, 0)
            self.codes[child] = os.waitstatus_to_exitcode(status)
            if self.codes[child]:
                for other in set(self.running) - set(self.codes):
                    os.kill(other, signal.SIGKILL)
        return [self.codes[child] for child in self.running]


def _become(run: Callable[[], None], place: Mapping[str, str], log: Path) -> NoReturn:
    """Do what a child does, and end."""
    code = 1
    try:
        with log.open("a", encoding="utf-8") as file:
            os.dup2(file.fileno(), 1)
            os.dup2(file.fileno(), 2)
        os.environ.update(place)
        run()
        code = 0
    finally:
        if sys.exc_info()[0]:
            traceback.print_exc()
        sys.stderr.flush()
        # No clean-up of what belongs to the parent.
        os._exit(code)


def in_processes(run: Callable[[], None], count: int, log: Path) -> None:
    """Do something in so many processes.

    Raises:
        SystemExit: If one fails, with the end of what was said.
    """
    if any(codes := Processes(run, count, log).wait()):
        raise SystemExit(f"exit codes {codes}:\n{log.read_text(encoding='utf-8')[-3000:]}")
