"""The process in which mutants are read: it may crash, hang or run out of memory, and is then replaced."""

from __future__ import annotations

import gc
import os
import pickle
import shutil
import sys
import tempfile
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

import torch

from hostile_surfaces.surface import Files, Surface, put

#: What hostile files try: to leave this file behind, or this name in `sys`.
CANARY = "signary_canary"
#: Longest message of a named error.
_LONGEST = 4000


@dataclass(frozen=True)
class Answer:
    """What became of a mutant.

    Attributes:
        number: Of the mutant.
        outcome: `named`, `foreign` or `accepted`.
        said: Type and message of the error, or the traceback of a foreign one.
        memory: Bytes beyond what the process had before.
        code: Whether it ran code.
    """

    number: int
    outcome: str
    said: str
    memory: int
    code: bool


def prepare(surface: Surface, folder: Path) -> None:
    """Write the seeds, and the attacks into one file."""
    torch.set_num_threads(1)
    surface.seeds(folder / "seeds")
    (folder / "attacks").write_bytes(pickle.dumps(list(surface.attacks())))


def work(
    surface: Surface, attacks: Sequence[Files], folder: Path, numbers: range, seed: int, answers: Connection
) -> None:
    """Read mutants one by one and send an `Answer` for each; before each, its number."""
    torch.set_num_threads(1)
    with open(os.devnull, "w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
    try:
        seeds = surface.seeds(folder / "seeds")
        for one in seeds:  # imports and caches are not counted as a mutant's memory; and seeds must be valid
            _try(surface, one, folder, must=True)
        gc.collect()
        gc.freeze()  # what is here now need not be looked through again before every mutant
        for number in numbers:
            mutant = surface.mutant(seeds, attacks, number, seed)
            answers.send(number)
            answers.send(_read(surface, mutant, folder, number))
    except Exception:
        answers.send(traceback.format_exc())  # the bench itself is wrong
        raise
    answers.close()


def _read(surface: Surface, files: dict[str, bytes], folder: Path, number: int) -> Answer:
    gc.collect()
    _reset_peak()
    before = memory("VmRSS")
    outcome, said = _try(surface, files, folder)
    code = hasattr(sys, CANARY) or os.path.exists(CANARY)
    if code:
        Path(CANARY).unlink(missing_ok=True)
        sys.__dict__.pop(CANARY, None)
    return Answer(number, outcome, said, memory("VmHWM") - before, code)


def _try(surface: Surface, files: dict[str, bytes], folder: Path, must: bool = False) -> tuple[str, str]:
    place = Path(tempfile.mkdtemp(dir=folder)) / "input"
    put(place, files)
    os.chdir(place.parent)
    try:
        surface.read(place)
        return "accepted", ""
    except BaseException as error:
        if must:
            raise
        said = str(error)
        named = isinstance(error, ValueError) and type(error).__module__.split(".")[0] == "signary"
        if named and said and len(said) <= _LONGEST and said.splitlines() == [said]:
            return "named", f"{type(error).__name__}: {said}"
        return "foreign", "".join(traceback.format_exception(error, limit=-12))[-6000:]
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _reset_peak() -> None:
    with open("/proc/self/clear_refs", "w") as file:
        file.write("5")


def memory(name: str, process: int | str = "self") -> int:
    """Bytes of a process, resident now (`VmRSS`) or at most (`VmHWM`)."""
    with open(f"/proc/{process}/status") as file:
        for line in file:
            if line.startswith(f"{name}:"):
                return 1024 * int(line.split()[1])
    return 0
