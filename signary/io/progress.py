"""A progress bar for people who wait, and silence for everyone else."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator, Sized
from typing import TypeVar

Item = TypeVar("Item")
#: Work that is done sooner shows no bar.
PATIENCE_SECONDS = 1.0


def track(iterable: Iterable[Item], description: str, total: int | None = None) -> Iterator[Item]:
    """The items of `iterable`, with a bar on stderr if that is a terminal and the work takes longer than a second.

    Args:
        iterable: The items.
        description: What is being done, shown before the bar.
        total: Number of items; by default the length of `iterable`, if it has one.

    Yields:
        The items, unchanged.
    """
    if not sys.stderr.isatty():
        yield from iterable
        return
    if total is None and isinstance(iterable, Sized):
        total = len(iterable)
    items = iter(iterable)
    started = time.monotonic()
    for done, item in enumerate(items, start=1):
        yield item
        if time.monotonic() - started > PATIENCE_SECONDS:
            yield from _with_bar(items, description, total, done)


def _with_bar(items: Iterator[Item], description: str, total: int | None, done: int) -> Iterator[Item]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(description, total=total, completed=done)
        for item in items:
            yield item
            bar.advance(task)
