"""A training script that is watched, and killed where one likes; a process of `distributed.py` and `kill_training.py`.

    python benchmarks/watched_training.py [--draws FILE] [--events FILE] [--die-at N] [--late SECONDS] SCRIPT FLAGS…

What is written to the output folder (opened, made, renamed, removed) is counted as events. With `--die-at` the first
process kills itself, as `kill -9` does, before event N happens, or `--late` seconds after it.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import signary.training.batches as batches

SCRIPTS = Path(__file__).resolve().parent.parent / "scripts"
_WRITES = {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "shutil.rmtree"}


def rank() -> int:
    """Which process this is."""
    return int(os.environ.get("RANK", "0"))


def record_draws(path: Path) -> None:
    """Append epoch and samples of each batch that counts to a file of this process."""
    drawn = batches.LengthBatches.__iter__

    def recorded(self: batches.LengthBatches) -> Iterator[list[batches.Draw]]:
        for batch, counts in zip(drawn(self), self.counts(), strict=True):
            if self.shuffle:
                with Path(f"{path}.{rank()}").open("a", encoding="utf-8") as file:
                    samples = [draw.index for draw in batch] if counts else []
                    file.write(json.dumps({"epoch": self.epoch, "samples": samples}) + "\n")
            yield batch

    batches.LengthBatches.__iter__ = recorded  # type: ignore[method-assign]


def watch(output: str, events: Path | None, die_at: int | None, late: float) -> None:
    """Count what is written to a folder, and die of it."""
    seen, busy, real = list[str](), threading.local(), os.path.abspath(output)

    def die() -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    def audited(event: str, arguments: tuple[Any, ...]) -> None:
        writes = event == "open" and isinstance(arguments[1], str) and set("wax+") & set(arguments[1])
        if not (writes or event in _WRITES) or getattr(busy, "now", False):
            return
        name = arguments[0]
        if not isinstance(name, str | os.PathLike) or not os.path.abspath(os.fspath(name)).startswith(real):
            return
        busy.now = True
        seen.append(f"{event} {os.path.relpath(os.fspath(name), real)}")
        if events:
            events.write_text(json.dumps(seen), encoding="utf-8")
        if len(seen) == die_at:
            threading.Timer(late, die).start() if late else die()
        busy.now = False

    if rank() == 0:
        sys.addaudithook(audited)


def run_watched(flags: list[str]) -> None:
    """Run a script with flags as above."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--draws", type=Path)
    parser.add_argument("--events", type=Path)
    parser.add_argument("--die-at", type=int)
    parser.add_argument("--late", type=float, default=0.0)
    parser.add_argument("script")
    parser.add_argument("flags", nargs=argparse.REMAINDER)
    arguments = parser.parse_args(flags)
    if arguments.draws:
        record_draws(arguments.draws)
    if arguments.events or arguments.die_at:
        output = arguments.flags[arguments.flags.index("--output") + 1]
        watch(output, arguments.events, arguments.die_at, arguments.late)
    path = SCRIPTS / f"{arguments.script}.py"
    spec = importlib.util.spec_from_file_location(arguments.script, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[arguments.script] = module
    spec.loader.exec_module(module)
    module.run(module.main, arguments.flags)


if __name__ == "__main__":
    run_watched(sys.argv[1:])
