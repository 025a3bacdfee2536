"""A session: text in as it comes, chunks of motion out as soon as their first codes are decided.

A session has no thread and computes nothing ahead: whoever pulls slowly slows it down. Many sessions side by side are
a `SessionPool` (`pool.py`).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from signary.io.errors import InputError
from signary.nn.threads import fitting_threads, on_threads
from signary.pose.motion_spec import MotionSpec
from signary.streaming.bodies import make_body
from signary.streaming.chunks import CHUNK_FRAMES, PoseChunk, StreamSettings
from signary.streaming.conversation import Conversation, Said
from signary.streaming.policies import SENTENCE
from signary.streaming.text_buffer import IncomingText, SoFar, checked_piece
from signary.streaming.work import Work

if TYPE_CHECKING:
    from signary.bundle.bundle import Bundle

__all__ = ["PoseChunk", "SignStream", "StreamSettings"]


class SignStream:
    """A session: text goes in with `push` and `flush`, motion comes out of the iterators that they return.

    An iterator signs the sentences that its call completed. Dropping it, or asking for the next one, cancels what was
    not yet pulled; the session goes on from the last chunk that was. Frames are numbered through the whole session.

    Args:
        bundle: The model; None if there is none, for method `signer`.
        settings: How to sign.
        clock: Tells seconds, *optional*.

    Raises:
        NoDictionaryError: If the method is `signer` and the language has no lexicon.
        InputError: If the method needs a model and there is none, its motion tokenizer cannot decode piece by piece, or
            it does not know the signer or the mode of retrieval.
    """

    def __init__(
        self, bundle: Bundle | None, settings: StreamSettings, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.bundle, self.settings = bundle, settings
        self.text = IncomingText(settings.language.spoken, clock, early=settings.policy != SENTENCE)
        self._threads = 1 if bundle is None else fitting_threads(bundle.generator)
        self._signing = make_body(bundle, settings)
        self._pulled: Iterator[PoseChunk] = iter(())
        self._unsaid = False

    @property
    def spec(self) -> MotionSpec:
        """What its motion is like."""
        return self._signing.spec

    @property
    def notice(self) -> str | None:
        """What must be said wherever its motion is shown, if anything."""
        return self._signing.notice

    @property
    def frames(self) -> int:
        """Frames so far."""
        return self._signing.frames

    def reset(self) -> None:
        """Forget everything: held text, past motion, frame numbers."""
        self._cancel()
        self.text.flush()
        self._signing.reset()

    def push(self, text: str) -> Iterator[PoseChunk]:
        """Add text; sign the sentences that it completes, and of the next one what the policy lets on.

        Text after the last end of a sentence is held; whoever shows live captions calls `idle` while none come.

        A sentence that is longer than the model can sign, or has no end within 2,000 characters, is cut behind a
        clause or a word, and the first chunk of each of its pieces says so.

        Raises:
            InputError: If it is no text.
        """
        checked_piece(text)
        self._cancel()
        return self._start(self.text.push(text))

    def flush(self) -> Iterator[PoseChunk]:
        """Sign what is held as if it had ended."""
        self._cancel()
        return self._start(self.text.flush())

    def sign(self, text: str) -> Iterator[PoseChunk]:
        """Sign a whole text, what was held before it included; a text without a word is a rest with a message.

        Errors as for `push`.
        """
        checked_piece(text)
        self._cancel()
        whole = (sentence for sentence in self.text.push(text) if not isinstance(sentence, SoFar))
        return self._start([*whole, *self.text.flush()] or [text])

    def idle(self, frames: int = CHUNK_FRAMES) -> Iterator[PoseChunk]:
        """What to show while no text comes: the idle pose, or what has been held for a second without an end.

        In the middle of a sentence of which more words are to come the body holds where it is.

        Args:
            frames: Frames of rest.

        Raises:
            InputError: If frames is below 1.
        """
        if frames < 1:
            raise InputError("frames", "at least 1", frames)
        if self.text.patience == 0:
            return self.flush()
        self._cancel()
        return self._start([], rest=frames)

    def _cancel(self) -> None:
        if self._unsaid and self.text.early:
            # What has come of a sentence is lost with what was not said of it.
            self.text.flush()
            self._signing.let_go()
        self._unsaid = False
        close = getattr(self._pulled, "close", None)
        if close is not None:
            close()

    def _start(self, sentences: list[str], rest: int = 0) -> Iterator[PoseChunk]:
        self._unsaid = bool(sentences)
        self._pulled = self._on_few_threads(self._chunks(sentences, rest))
        return self._pulled

    def _on_few_threads(self, chunks: Iterator[PoseChunk]) -> Iterator[PoseChunk]:
        """The chunks, each computed on the threads of this session; between them torch has its own number again."""
        while True:
            with on_threads(self._threads):
                chunk = next(chunks, None)
            if chunk is None:
                return
            yield chunk

    def _chunks(self, sentences: list[str], rest: int) -> Iterator[PoseChunk]:
        if rest:
            yield from _alone(self._signing.rest(rest))
        for text in sentences:
            yield from _alone(self._signing.text(text))
        self._unsaid = False


def _alone(said: Said) -> Iterator[PoseChunk]:
    """The chunks, all work done as it is asked for; what a network refuses is told to who asked."""
    body = Conversation(said)
    body.go_on()
    while body.now is not None:
        try:
            if isinstance(body.now, Work):
                body.now.do([body.now])
            else:
                yield body.now
        except InputError as error:
            body.refuse(error)
        else:
            body.go_on()
