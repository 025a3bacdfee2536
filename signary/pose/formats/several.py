"""What holds several recordings, each read when it is asked for, and which of them is meant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from signary.io.errors import InputError
from signary.io.quoting import cut
from signary.pose.sequence import PoseSequence

#: How many recordings a message names, and in how many characters each.
_MOST_NAMED, _LONGEST_NAME = 3, 60


class Recordings(Protocol):
    """Several recordings."""

    def __len__(self) -> int:
        """How many there are."""

    def __getitem__(self, at: int) -> PoseSequence:
        """One of them, by its number from 0."""

    def names(self, most: int | None = None) -> Sequence[str]:
        """Names of the first `most`, by default of all; none where nobody named them."""


def one_recording(found: Recordings, place: str, index: int | None, what: str = "sequences") -> PoseSequence:
    """The recording that is meant.

    Args:
        found: All.
        place: What messages call where they are.
        index: Its number from 0; not needed if there is but one.
        what: Messages call recordings so.

    Raises:
        InputError: If there is none of that number, or several and no number; names the first.
    """
    if index is None and len(found) == 1:
        index = 0
    if index is None or not 0 <= index < len(found):
        names = [cut(name, _LONGEST_NAME) for name in found.names(_MOST_NAMED)]
        given = f" ({', '.join(names)}{', …' if len(names) < len(found) else ''})" if names else ""
        expected = f"a number from 0 to {len(found) - 1}, as {place} has {len(found)} {what}{given}"
        raise InputError("index", expected, "none" if index is None else index)
    return found[index]
