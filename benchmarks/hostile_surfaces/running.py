"""Runs the mutants of a surface in a process of its own, which is watched from here and replaced when it dies."""

from __future__ import annotations

import os
import pickle
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from hostile_surfaces.surface import Files, Surface, put
from hostile_surfaces.worker import Answer, memory, prepare, work

#: A mutant that computes for longer hangs; one that only waits for longer does so too.
MAX_SECONDS, MAX_WAIT = 5.0, 60.0
#: Writing seeds and attacks, and reading the seeds once, may take so long.
MAX_PREPARATION = 180.0
#: A mutant that takes more bytes beyond what the process had before takes too many.
MAX_BYTES = 1 << 30
#: How often a working process is looked at.
_LOOK = 0.02
OUTCOMES = ("named", "foreign", "accepted", "hangs", "memory", "code")


@dataclass
class Tally:
    """What became of the mutants of a surface.

    Attributes:
        mutants: Inputs tried: each is either named, foreign, accepted, a hang, or ended for its memory.
        counts: Outcome -> inputs.
        failures: (outcome, number of the mutant, what was said) of every input that should not have gone so.
    """

    mutants: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    failures: list[tuple[str, int, str]] = field(default_factory=list)

    def add(self, answer: Answer) -> None:
        """Count an answer."""
        self.mutants += 1
        self.counts[answer.outcome] += 1
        if answer.memory > MAX_BYTES and answer.outcome != "memory":
            self.counts["memory"] += 1
            self.failures.append(("memory", answer.number, f"{answer.memory >> 20} MiB; {answer.said}"))
        if answer.code:
            self.counts["code"] += 1
            self.failures.append(("code", answer.number, answer.said))
        if answer.outcome in ("foreign", "hangs", "memory"):
            self.failures.append((answer.outcome, answer.number, answer.said))


def run_surface(surface: Surface, mutants: int, seed: int = 1, keep: Path | None = None) -> Tally:
    """Read mutants of a surface and count what became of them.

    Args:
        surface: The surface.
        mutants: How many inputs, those written by hand included.
        seed: Of the damage.
        keep: A folder for the inputs that should not have gone so, each with what was said.
    """
    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="hostile") as folder:
        attacks = _prepared(surface, Path(folder))
        for answer in _answers(surface, attacks, Path(folder), mutants, seed):
            tally.add(answer)
        if keep is not None and tally.failures:
            _keep(surface, attacks, Path(folder), tally, seed, keep / surface.name)
    return tally


def _prepared(surface: Surface, folder: Path) -> Sequence[Files]:
    """Seeds are written and attacks are made in a process of their own: threads of libraries do not survive a fork."""
    worker = get_context("fork").Process(target=prepare, args=(surface, folder), daemon=True)
    worker.start()
    worker.join(MAX_PREPARATION)
    if worker.exitcode != 0:
        worker.kill()
        raise RuntimeError(f"{surface.name}: no valid inputs could be written ({worker.exitcode})")
    attacks: Sequence[Files] = pickle.loads((folder / "attacks").read_bytes())
    return attacks


def _answers(surface: Surface, attacks: Sequence[Files], folder: Path, mutants: int, seed: int) -> Iterator[Answer]:
    at = 0
    context = get_context("fork")
    while at < mutants:
        ours, theirs = context.Pipe()
        worker = context.Process(
            target=work, args=(surface, attacks, folder, range(at, mutants), seed, theirs), daemon=True
        )
        worker.start()
        theirs.close()
        assert worker.pid is not None
        begun = None
        while True:
            found = _next(ours, worker.pid, begun)
            if isinstance(found, Answer):
                begun, at = None, found.number + 1
                yield found
            elif isinstance(found, int):
                begun = found
            else:
                worker.kill()
                worker.join()
                break
        if begun is None and at < mutants:
            reason = f"the valid inputs cannot be read, or no mutant be made of them: {found}"
            raise RuntimeError(f"{surface.name}: {reason}")
        if begun is not None:
            outcome = found or "foreign"  # an end without a word, such as a crash in a library
            yield Answer(
                begun,
                outcome,
                f"the process ended ({worker.exitcode})",
                MAX_BYTES + 1 if found == "memory" else 0,
                False,
            )
            at = begun + 1


def _next(answers: Connection, process: int, begun: int | None) -> Answer | int | str | None:
    """The next message; or why the process is to be ended; or None if it has ended."""
    started, spent, taken = time.monotonic(), _seconds(process), memory("VmRSS", process)
    while not answers.poll(_LOOK):
        if begun is None and time.monotonic() - started < MAX_PREPARATION:
            continue
        try:
            if _seconds(process) - spent > MAX_SECONDS or time.monotonic() - started > MAX_WAIT:
                return "hangs"
            if memory("VmRSS", process) - taken > MAX_BYTES * 1.25:
                return "memory"
        except OSError:  # it has ended between two looks
            return None
    try:
        message: Answer | int = answers.recv()
        return message
    except (EOFError, ConnectionResetError):
        return None


def _seconds(process: int) -> float:
    """Processor time of a process."""
    with open(f"/proc/{process}/stat") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _keep(surface: Surface, attacks: Sequence[Files], folder: Path, tally: Tally, seed: int, target: Path) -> None:
    seeds = surface.seeds(folder / "seeds")
    for outcome, number, said in tally.failures:
        place = target / f"{outcome}-{number}"
        if not place.exists():
            put(place, surface.mutant(seeds, attacks, number, seed))
            (target / f"{place.name}.txt").write_text(said, encoding="utf-8", errors="backslashreplace")
