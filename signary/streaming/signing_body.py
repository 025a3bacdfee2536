"""A body that signs: texts to chunks of motion, whoever makes the motion, and whoever does the work."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable

from torch import Tensor

from signary.io.errors import InputError
from signary.pose.motion_spec import MotionSpec
from signary.pose.sequence import PoseSequence
from signary.streaming.body_motion import BodyMotion
from signary.streaming.chunks import PoseChunk, StreamSettings
from signary.streaming.conversation import Said
from signary.streaming.work import Pause

#: What decoders put in the place of bytes that are no text.
REPLACEMENT = "\ufffd"


def check_nothing_lost(text: str) -> None:
    """Refuse text of which bytes were no UTF-8: a word without its umlaut would be another word.

    Raises:
        InputError: If there is U+FFFD in it.
    """
    if REPLACEMENT in text:
        raise InputError("text", "text without U+FFFD, which stands for what was lost", repr(text[:60]))


class Body(ABC):
    """A body that signs: what it is to do is asked for as work, and chunks come when the work is done.

    Frames are numbered from the beginning. Dropping an iterator cancels what it has not yet said; the next one goes on
    from the last chunk.

    Args:
        settings: How to sign.
    """

    def __init__(self, settings: StreamSettings) -> None:
        self.settings = settings
        self.reset()

    @property
    @abstractmethod
    def spec(self) -> MotionSpec:
        """What its motion is like."""

    @property
    @abstractmethod
    def notice(self) -> str | None:
        """What must be said wherever its motion is shown, if anything."""

    @abstractmethod
    def _at_rest(self) -> BodyMotion:
        """Where it begins."""

    @abstractmethod
    def _pose(self, frames: Tensor, method: str | None) -> PoseSequence:
        """Frames as a sequence, with the notice that must be shown with it, if any.

        Args:
            frames: Of shape (n, D).
            method: What signs them; None at rest.
        """

    @abstractmethod
    def _sentences(self, text: str) -> Iterable[tuple[str, Said]]:
        """The sentences of a text, and what is said of each.

        Raises:
            InputError: If nothing of it can be signed.
        """

    def reset(self) -> None:
        """Forget past motion and frame numbers."""
        self.motion = self._at_rest()

    @property
    def frames(self) -> int:
        """Frames so far."""
        return self.motion.frame

    def text(self, text: str) -> Said:
        """The chunks of a text; a stream goes on, and says what cannot be signed instead of raising it."""
        try:
            check_nothing_lost(text)
            sentences = list(self._sentences(text))
        except InputError as error:
            yield from self._unsigned(text, error)
            return
        for quoted, said in sentences:
            try:
                yield from said
            except InputError as error:
                yield from self._unsigned(quoted, error)

    def let_go(self) -> None:  # noqa: B027 - most bodies hear whole sentences only
        """Forget a sentence that still comes."""

    def rest(self, frames: int) -> Said:
        """A chunk of rest."""
        yield Pause()
        yield self._chunk(self.motion.rest(frames))

    def _unsigned(self, text: str, error: InputError) -> Said:
        """A chunk of rest in place of what is not signed, and why."""
        yield Pause()
        yield self._chunk(self.motion.rest(self.settings.chunk_frames), text=text, message=str(error))

    def _chunk(self, frames: Tensor, method: str | None = None, **said: str | None) -> PoseChunk:
        """A chunk of what was shown last.

        Args:
            frames: Its frames.
            method: What signs them; None at rest.
            **said: Other fields of `PoseChunk`.
        """
        start = self.frames - len(frames)
        return PoseChunk(start, self._pose(frames, method), method=method, **said)
