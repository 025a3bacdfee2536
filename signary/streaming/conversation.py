"""A body that signs, as a program that is let go on step by step: it says chunks, and work to be done before them."""

from __future__ import annotations

from collections.abc import Generator

from signary.io.errors import InputError
from signary.streaming.chunks import PoseChunk
from signary.streaming.work import Work

#: What a body that signs says: chunks, and work that is to be done before.
Said = Generator[PoseChunk | Work, None, None]


class Conversation:
    """A body that signs, and where it is: nowhere, until it is let go on.

    Args:
        said: What it says.
    """

    def __init__(self, said: Said) -> None:
        self._said = said
        #: What it said last; None when it has said all.
        self.now: PoseChunk | Work | None = None

    def go_on(self) -> None:
        """Let it say the next thing."""
        self.now = next(self._said, None)

    def refuse(self, error: InputError) -> None:
        """Tell it that its work cannot be done; it says the next thing."""
        try:
            self.now = self._said.throw(error)
        except StopIteration:
            self.now = None

    def close(self) -> None:
        """Cancel what it has not said."""
        self._said.close()
        self.now = None
