"""Training that is killed, and whether it ends as if nothing had happened.

    python benchmarks/kill_training.py --json [--points 10] [--seed 0]

Every stage is trained by its script on thirteen sentences (synthetic), once without interruption, and then for each
point again: `kill -9` as something is about to be written to the output folder (a line of the log, a checkpoint, the
pointer to it, the model) or milliseconds after, spread over the whole run; and then to the end, from the last
checkpoint if there is one. Half of the points are of runs with two processes. Weights are compared bit by bit.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
from functools import partial
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import torch
from common import report
from safetensors.torch import load_file
from small_training import Processes, in_processes, make_corpus, stage_flags
from watched_training import run_watched

from signary.training.loop import LAST

STAGES = ("generator", "hybridsign", "self_forcing", "fgdm", "tokenizer")
#: Two checkpoints of which the second is the last; batches that do not divide.
RUN = ("--steps", "4", "--save_every", "2", "--batch_size", "4")
#: Seconds after the event at which every second run is killed, in the middle of what follows it.
LATE = (0.001, 0.004, 0.02)


def same(one: Path, other: Path) -> bool:
    """Whether two runs ended with the same weights, and left nothing half-written."""
    first, second = (load_file(folder / "model" / "model.safetensors") for folder in (one, other))
    equal = set(first) == set(second) and all(torch.equal(first[name], second[name]) for name in first)
    return equal and not [path for path in other.iterdir() if path.name.startswith(".")]


def killed(command: list[str], output: Path, processes: int, event: int, late: float, log: Path) -> None:
    """Train, die, and go on to the end.

    Raises:
        SystemExit: If it does not die by the kill, or fails when it goes on.
    """
    flags = [*command, "--output", str(output)]
    dying = ["--die-at", str(event), "--late", str(late)]
    codes = Processes(partial(run_watched, [*dying, *flags]), processes, log).wait()
    # One that is killed late may have come to its end before; the second process loses the first one, and fails.
    if codes[0] not in (0, -9) or (not late and codes[0] != -9):
        raise SystemExit(f"exit codes {codes} of a run that was killed:\n{log.read_text(encoding='utf-8')[-3000:]}")
    resume = ["--resume"] if (output / LAST).is_file() else []
    in_processes(partial(run_watched, [*flags, *resume]), processes, log)


def measure(stage: str, work: Path, points: int, seed: int, as_json: bool) -> None:
    """Kill a stage at so many points, and compare."""
    command, log = [*stage_flags(stage, work), *RUN], work / "log"
    rng, equal, at = np.random.default_rng(seed), 0, list[str]()
    for processes, count in ((1, points - points // 2), (2, points // 2)):
        whole, events = work / f"{stage}-{processes}", work / f"{stage}-{processes}.json"
        flags = ["--events", str(events), *command, "--output", str(whole)]
        in_processes(partial(run_watched, flags), processes, log)
        seen = json.loads(events.read_text(encoding="utf-8"))
        edges = np.linspace(1, len(seen) + 1, count + 1).astype(int)
        for number, (low, high) in enumerate(zip(edges[:-1], edges[1:], strict=True)):
            event = int(rng.integers(low, max(low + 1, high)))
            late = float(rng.choice(LATE)) if number % 2 else 0.0
            output = work / f"{stage}-{processes}-{number}"
            killed(command, output, processes, event, late, log)
            good = same(whole, output)
            equal += good
            at.append(f"{processes}: {seen[event - 1]}{f' + {late * 1000:g} ms' if late else ''}")
            if not good:
                sys.stderr.write(f"not the same after {at[-1]}\n")
            shutil.rmtree(output)
    report(f"kill.{stage}.points", points, "", as_json, killed_at=at)
    report(f"kill.{stage}.equal", equal, "", as_json)


def main() -> None:
    """Print the figures of every stage."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="One JSON object a line.")
    parser.add_argument("--stages", nargs="+", choices=STAGES, default=STAGES)
    parser.add_argument("--points", type=int, default=10)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        in_processes(partial(make_corpus, Path(work)), 1, Path(work) / "log")
        for stage in arguments.stages:
            measure(stage, Path(work), arguments.points, arguments.seed, arguments.json)


if __name__ == "__main__":
    main()
