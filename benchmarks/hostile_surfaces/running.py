"""Runs the mutants of a surface in a process of its own, which is watched from here and replaced when it dies."""

from __future__ import annotations

import os
import pickle
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
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
_TICKS = os.sysconf("SC_CLK_TCK")
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
                _end(worker.pid)
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
    started, spent, taken = time.monotonic(), _ticks(process), memory("VmRSS", process)
    while not answers.poll(_LOOK):
        if begun is None and time.monotonic() - started < MAX_PREPARATION:
            continue
        try:
            if (_ticks(process) - spent) / _TICKS > MAX_SECONDS or time.monotonic() - started > MAX_WAIT:
                return "hangs"
            if memory("VmRSS", process) - taken > MAX_BYTES * 1.25 or _children(process) > MAX_BYTES:
                return "memory"
        except OSError:  # it has ended between two looks
            return None
    try:
        message: Answer | int = answers.recv()
        return message
    except (EOFError, ConnectionResetError):
        return None


def _end(process: int) -> None:
    """End a process that is ours, and the programs that it has started, which would go on alone."""
    for one in (*_started_by(process), process):
        with suppress(ProcessLookupError):
            os.kill(one, signal.SIGKILL)


def _ticks(process: int) -> int:
    """Processor time, in ticks of the clock, of a process and of the children that it had or has."""
    with open(f"/proc/{process}/stat") as file:
        fields = file.read().rpartition(")")[2].split()
    return sum(int(field) for field in fields[11:15]) + sum(_of_child(_ticks, child) for child in _started_by(process))


def _children(process: int) -> int:
    """Bytes that the children of a process have taken at most."""
    return sum(_of_child(partial(memory, "VmHWM"), child) for child in _started_by(process))


def _started_by(process: int) -> list[int]:
    """Programs that a process has started; a child that is not yet one shares its memory."""
    try:
        children = [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    except OSError:  # it has ended
        return []
    own = _of_child(_command, process)
    return [child for child in children if _of_child(_command, child) not in (0, own)]


def _command(process: int) -> int:
    return hash(Path(f"/proc/{process}/cmdline").read_bytes()) or 1


def _of_child(measure: Callable[[int], int], child: int) -> int:
    """What is measured of a process that may end meanwhile, then 0."""
    try:
        return measure(child)
    except OSError:
        return 0


def _keep(surface: Surface, attacks: Sequence[Files], folder: Path, tally: Tally, seed: int, target: Path) -> None:
    seeds = surface.seeds(folder / "seeds")
    for outcome, number, said in tally.failures:
        place = target / f"{outcome}-{number}"
        if not place.exists():
            put(place, surface.mutant(seeds, attacks, number, seed))
            (target / f"{place.name}.txt").write_text(said, encoding="utf-8", errors="backslashreplace")
