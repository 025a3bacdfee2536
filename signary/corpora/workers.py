"""Several processes that prepare parts of a corpus; each is told one part at a time.

A process ends by itself when the one that started it is gone, however hard that was killed: its pipe is closed then.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, NamedTuple

from signary.corpora.corpus_parts import Pattern, prepare_part
from signary.corpora.readers.reader import ListingReader
from signary.io.errors import InputError

Part = tuple[int, Sequence[Any]]
#: Parts that a process has to have for it to be started.
_PARTS_EACH = 4


class _Refusal(NamedTuple):
    """An error: exceptions with arguments of their own do not come back from another process."""

    kind: type[InputError]
    argument: str
    expected: str
    got: str


@dataclass(frozen=True)
class _Job:
    """What every process knows."""

    reader: ListingReader[Any]
    pattern: Pattern
    work: Path


def run_parts(
    reader: ListingReader[Any], pattern: Pattern, work: Path, parts: Sequence[Part], processes: int
) -> Iterator[Any]:
    """Prepare parts; yields an item of each when it is done.

    Raises:
        InputError: What a part is refused with.
    """
    # A process takes seconds to start, and some parts to be worth them.
    processes = min(processes, len(parts) // _PARTS_EACH)
    if processes < 2:
        for number, items in parts:
            prepare_part(reader, pattern, work, number, items)
            yield from items
        return
    context = get_context("spawn")
    pipes: dict[Any, tuple[Any, Sequence[Any]]] = {}
    waiting, running = list(reversed(parts)), []
    job = _Job(reader, pattern, work)
    try:
        for _ in range(processes):
            ours, theirs = context.Pipe()
            process = context.Process(target=_work, args=(theirs, job), daemon=True)
            process.start()
            running.append(process)
            theirs.close()
            _give(ours, waiting, pipes)
        while pipes:
            for pipe in wait(list(pipes)):
                items = _taken(pipe, pipes)
                _give(pipe, waiting, pipes)
                yield from items
    finally:
        for pipe in pipes:
            pipe.close()
        for process in running:
            process.terminate() if pipes else process.join()
            process.join()


def _give(pipe: Any, waiting: list[Part], pipes: dict[Any, tuple[Any, Sequence[Any]]]) -> None:
    """The next part, or the end."""
    if waiting:
        number, items = waiting.pop()
        pipe.send((number, items))
        pipes[pipe] = (number, items)
    else:
        pipe.send(None)
        pipe.close()


def _taken(pipe: Any, pipes: dict[Any, tuple[Any, Sequence[Any]]]) -> Sequence[Any]:
    number, items = pipes.pop(pipe)
    try:
        answer = pipe.recv()
    except EOFError:
        raise InputError(
            "processes", "enough memory for each (fewer need less)", f"one that died in part {number}"
        ) from None
    if isinstance(answer, _Refusal):
        error = answer.kind.__new__(answer.kind)
        InputError.__init__(error, answer.argument, answer.expected, answer.got)
        raise error
    return items


def _work(pipe: Connection, job: _Job) -> None:
    import torch

    torch.set_num_threads(1)
    while True:
        try:
            given = pipe.recv()
        except (EOFError, OSError):
            return
        if given is None:
            return
        answer: _Refusal | None = None
        try:
            prepare_part(job.reader, job.pattern, job.work, *given)
        except InputError as error:
            answer = _Refusal(type(error), error.argument, error.expected, error.got)
        try:
            pipe.send(answer)
        except OSError:
            return
