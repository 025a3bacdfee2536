"""Work that motion asks for, so that many who ask at the same time are served in one batch.

Whoever signs is a generator that yields work, goes on when it is done, and finds the results in it. Alone, work is
done one by one (`alone`); side by side, what is of one kind and shape is done in one batch (`first_stage`). What
networks do is in `network_work.py`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Generator, Hashable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Self, TypeVar

T = TypeVar("T")


class Work(ABC):
    """Something that is to be done before motion goes on.

    Attributes:
        stage: What has to be done first, has the lower number; who is behind catches up with the others.
    """

    stage: ClassVar[int]

    @property
    def shape(self) -> Hashable:
        """What work has in common that can be done in one batch."""
        return None

    @classmethod
    @abstractmethod
    def do(cls, work: Sequence[Self]) -> None:
        """Do work of one shape, all at once."""


@dataclass
class Pause(Work):
    """Nothing: a place to stop at before frames that need no network."""

    stage = 0

    @classmethod
    def do(cls, work: Sequence[Self]) -> None:
        """Nothing."""


@dataclass
class Later(Pause):
    """Nothing, and no chunk in this step either: who thinks for long lets the others go on in between."""


#: What needs work done before it can say something: it yields work, and what it says.
Asking = Generator[Work, None, T]


def alone(asking: Asking[T]) -> T:
    """What it says in the end, all of its work done one by one."""
    while True:
        try:
            work = next(asking)
        except StopIteration as end:
            said: T = end.value
            return said
        work.do([work])


def first_stage(work: Sequence[Work]) -> list[list[Work]]:
    """The work that comes first, in batches of one kind and shape."""
    first, batches = min(one.stage for one in work), dict[Hashable, list[Work]]()
    for one in work:
        if one.stage == first:
            batches.setdefault(one.shape, []).append(one)
    return list(batches.values())
