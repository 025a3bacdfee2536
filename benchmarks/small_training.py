"""A small corpus, and the flags with which every stage trains on it in seconds: for benchmarks of training itself."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from datasets import Dataset, DatasetDict
from running import SCRIPTS, run_script

from signary.corpora.signing import SigningJob, corpus_features, sign_job
from signary.pipelines.model_folder import EMBEDDED
from signary.training.environment import small_network_environment

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
STAGES = tuple(NOTHING_DRAWN)


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


def stage_flags(stage: str, work: Path) -> list[str]:
    """Script and flags of a stage of tiny size."""
    presets = SCRIPTS / "configs" / stage / "smoke.yaml"
    inputs = {
        "tokenizer": ["--corpus", str(work / "corpus")],
        "generator": [
            *("--codes", str(work / "codes"), "--dictionary", str(EMBEDDED / "dictionary")),
            *("--min_steps", "1"),
        ],
        "hybridsign": ["--model", str(EMBEDDED), "--corpus", str(work / "corpus")],
        "fgdm": ["--corpus", str(work / "corpus")],
    }[stage]
    return [f"train_{stage}", "--preset", str(presets), *inputs, "--evaluate_every", "0", "--weights", "fp32"]


class Processes:
    """Processes of one training run, which find each other through a port of this machine.

    Args:
        command: What each of them runs.
        count: How many.
    """

    def __init__(self, command: list[str], count: int) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.running = []
        for rank in range(count):
            place = {"RANK": str(rank), "LOCAL_RANK": str(rank), "WORLD_SIZE": str(count)}
            place |= {"MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(port)}
            environment = small_network_environment() | (place if count > 1 else {})
            self.running.append(
                subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
            )

    def wait(self, seconds: float = 600.0) -> list[int]:
        """Exit codes; when the first process is killed, so are the others, which would wait for it."""
        until = time.monotonic() + seconds
        while any(process.poll() is None for process in self.running):
            if self.running[0].poll() not in (None, 0) or time.monotonic() > until:
                for process in self.running:
                    process.send_signal(signal.SIGKILL)
            time.sleep(0.05)
        return [process.wait() for process in self.running]

    def errors(self) -> str:
        """What the processes said, its end."""
        said = [process.stderr.read()[-2000:] if process.stderr else "" for process in self.running]
        return "\n".join(said)


def train(count: int, stage_command: list[str], *watching: str) -> None:
    """Run a stage in so many processes.

    Raises:
        SystemExit: If it fails, with the end of what it said.
    """
    run = Processes([sys.executable, str(WATCHED), *watching, *stage_command], count)
    if any(run.wait()):
        raise SystemExit(f"{stage_command[0]} in {count} processes failed:\n{run.errors()}")


os.environ.setdefault("HF_HUB_OFFLINE", "1")
