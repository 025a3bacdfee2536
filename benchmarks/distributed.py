"""Whether several processes train as one: the same losses, every sample once an epoch, another order every epoch.

    python benchmarks/distributed.py --json

Every stage is trained by its script on thirteen sentences (synthetic), three epochs: by one process with batches of
four, and by two with batches of two (gloo, `torchrun`). Nothing is drawn that would differ between them: no dropout, no
noise but that which belongs to a sample.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

from common import report
from small_training import NOTHING_DRAWN, STAGES, TRAIN, WATCHED, in_processes, make_corpus, stage_flags
from watched_training import run_watched

from signary.training import small_network_environment

BATCH, EPOCHS = 4, 3
BAR, RATE = 1e-4, "0.003"


def losses(folder: Path) -> list[float]:
    """Loss of every step."""
    return [json.loads(line)["loss"] for line in (folder / "log.jsonl").read_text(encoding="utf-8").splitlines()]


def epochs(draws: Path, processes: int) -> list[list[int]]:
    """Samples of every epoch, in the order of the steps."""
    found: dict[int, list[list[list[int]]]] = {}
    for rank in range(processes):
        for line in Path(f"{draws}.{rank}").read_text(encoding="utf-8").splitlines():
            batch = json.loads(line)
            found.setdefault(batch["epoch"], [[] for _ in range(processes)])[rank].append(batch["samples"])
    orders = []
    for epoch in sorted(found):
        steps = zip(*found[epoch], strict=True)
        orders.append([sample for step in steps for share in step for sample in share])
    return orders


def measure(stage: str, work: Path, as_json: bool) -> None:
    """Train a stage both ways, and compare."""
    steps = EPOCHS * -(-TRAIN // BATCH)
    command = [
        *stage_flags(stage, work),
        *NOTHING_DRAWN[stage],
        "--learning_rate",
        RATE,
        "--steps",
        str(steps),
        "--save_every",
        str(steps),
    ]
    one, two = work / f"{stage}-1", work / f"{stage}-2"
    flags = ["--draws", f"{one}-draws", *command, "--batch_size", str(BATCH), "--output", str(one)]
    in_processes(partial(run_watched, flags), 1, work / "log")
    torchrun = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc_per_node", "2", str(WATCHED)]
    flags = ["--draws", f"{two}-draws", *command, "--batch_size", str(BATCH // 2), "--output", str(two)]
    done = subprocess.run(
        [*torchrun, *flags], check=False, capture_output=True, text=True, env=small_network_environment()
    )
    if done.returncode:
        raise SystemExit(f"{stage} in two processes failed:\n{done.stderr[-3000:]}")
    alone, together = losses(one), losses(two)
    difference = max(abs(a - b) for a, b in zip(alone, together, strict=True))
    orders = epochs(Path(f"{two}-draws"), 2)
    once = len(orders) == EPOCHS and all(sorted(order) == list(range(TRAIN)) for order in orders)
    differ = len({tuple(order) for order in orders}) == len(orders)
    context = {"exact": difference, "steps": steps, "samples": TRAIN, "first_loss": alone[0], "last_loss": alone[-1]}
    report(f"distributed.{stage}.loss_difference", difference, "", as_json, bar=BAR, **context)
    report(f"distributed.{stage}.samples_once", int(once), "", as_json)
    report(f"distributed.{stage}.epochs_differ", int(differ), "", as_json)


def main() -> None:
    """Print the figures of every stage."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="One JSON object a line.")
    parser.add_argument("--stages", nargs="+", choices=STAGES, default=STAGES)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        in_processes(partial(make_corpus, Path(work)), 1, Path(work) / "log")
        for stage in arguments.stages:
            measure(stage, Path(work), arguments.json)


if __name__ == "__main__":
    main()
