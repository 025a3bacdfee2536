"""Several processes that work on parts of a corpus or dictionary; each is told one part at a time.

A process ends by itself when the one that started it is gone, however hard that was killed: its pipe is closed then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from typing import Any, NamedTuple

from signary.io.errors import InputError

Part = tuple[int, Sequence[Any]]
#: Does a part, by its number and items, and leaves on the disk what came of it; it goes from process to process.
Job = Callable[[int, Sequence[Any]], None]
#: Parts that a process has to have for it to be started.
_PARTS_EACH = 4


class _Refusal(NamedTuple):
    """An error: exceptions with arguments of their own do not come back from another process."""

    kind: type[InputError]
    argument: str
    expected: str
    got: str


def run_parts(job: Job, parts: Sequence[Part], processes: int) -> Iterator[Any]:
    """Do parts; yields the items of each when it is done.

    Args:
        job: What is done with each.
        parts: Their numbers and items.
        processes: That work at the same time.

    Raises:
        InputError: What a part is refused with.
    """
    # A process takes seconds to start, and some parts to be worth them.
    processes = min(processes, len(parts) // _PARTS_EACH)
    if processes < 2:
        for number, items in parts:
            job(number, items)
            yield from items
        return
    context = get_context("spawn")
    pipes: dict[Any, tuple[Any, Sequence[Any]]] = {}
    waiting, running = list(reversed(parts)), []
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


def _work(pipe: Connection, job: Job) -> None:
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
            job(*given)
        except InputError as error:
            answer = _Refusal(type(error), error.argument, error.expected, error.got)
        try:
            pipe.send(answer)
        except OSError:
            return
