"""One of several sessions side by side: texts that wait, and the body that signs them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from threading import Lock

from signary.io.errors import InputError
from signary.pose.motion_spec import MotionSpec
from signary.streaming.chunks import CHUNK_FRAMES, PoseChunk
from signary.streaming.conversation import Conversation
from signary.streaming.policies import SENTENCE
from signary.streaming.signing_body import Body
from signary.streaming.text_buffer import IncomingText
from signary.streaming.work import Later, Work


class PooledSession:
    """A session of a `SessionPool`, which makes its chunks.

    Texts are signed one after another, each as of a `SignStream`. Frames are numbered through the whole session.
    `push`, `flush`, `idle`, `cancel` and `close` may be called by any thread; what they say counts from the next step.

    Args:
        signing: The body.
        forget: Called when the session is closed.
    """

    def __init__(self, signing: Body, forget: Callable[[PooledSession], None]) -> None:
        self.settings = signing.settings
        self.text = IncomingText(signing.settings.language.spoken, early=signing.settings.policy != SENTENCE)
        self._signing, self._forget, self._lock = signing, forget, Lock()
        #: Sentences, and frames of rest.
        self._waiting = deque[str | int]()
        self._body: Conversation | None = None
        self._cancelled = self._closed = False

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

    @property
    def busy(self) -> bool:
        """Whether there is something to sign, or to rest, now. Text whose sentence has not ended is not."""
        with self._lock:
            return bool(self._waiting) or (self._body is not None and not self._cancelled)

    @property
    def closed(self) -> bool:
        """Whether it is over."""
        return self._closed

    def push(self, text: str) -> None:
        """Add text; sentences that it completes are signed behind what waits, and of the next what the policy lets on.

        Raises:
            InputError: If it is no text, or the session is closed.
        """
        with self._lock:
            self._check_open()
            self._waiting.extend(self.text.push(text))

    def flush(self) -> None:
        """Sign what is held as if it had ended.

        Raises:
            InputError: If the session is closed.
        """
        with self._lock:
            self._check_open()
            self._waiting.extend(self.text.flush())

    def idle(self, frames: int = CHUNK_FRAMES) -> None:
        """Rest, behind what waits; or sign what has been held for a second without an end.

        In the middle of a sentence of which more words are to come the body holds where it is.

        Args:
            frames: Frames of rest, which come as one chunk.

        Raises:
            InputError: If frames is below 1, or the session is closed.
        """
        if type(frames) is not int or frames < 1:
            raise InputError("frames", "an integer of at least 1", repr(frames))
        with self._lock:
            self._check_open()
            if self.text.patience == 0:
                self._waiting.extend(self.text.flush())
            else:
                self._waiting.append(frames)

    def cancel(self) -> None:
        """Forget what is held, what waits and what is being signed; the body goes on from the last chunk.

        Raises:
            InputError: If the session is closed.
        """
        with self._lock:
            self._check_open()
            self._cancel()

    def close(self) -> None:
        """End the session; once is enough."""
        with self._lock:
            self._cancel()
            self._closed = True
        self._forget(self)

    def _check_open(self) -> None:
        if self._closed:
            raise InputError("session", "one that is open", "one that was closed")

    def _cancel(self) -> None:
        self._waiting.clear()
        self.text.flush()
        self._cancelled = True

    # What follows is the pool's, within a step.

    @property
    def work(self) -> Work | None:
        """What is to be done in this step before there is a chunk; None as well for who goes on in a later one."""
        now = None if self._body is None else self._body.now
        return now if isinstance(now, Work) and not isinstance(now, Later) else None

    def begin_step(self) -> None:
        """Take up what waits, as far as the first work or chunk."""
        with self._lock:
            cancelled, self._cancelled = self._cancelled, False
        if cancelled:
            self._signing.let_go()
        if cancelled and self._body is not None:
            self._body.close()
            self._body = None
        if self._body is not None and isinstance(self._body.now, Later):
            self._body.go_on()
        self._take_up()

    def done(self) -> None:
        """Its work is done."""
        if self._body is not None:
            self._body.go_on()
        self._take_up()

    def refused(self, error: InputError) -> None:
        """Its work cannot be done."""
        if self._body is not None:
            self._body.refuse(error)
        self._take_up()

    def take_chunk(self) -> PoseChunk | None:
        """What was made, if anything; the body goes on to where more is to be computed, so that the end is known."""
        body = self._body
        if body is None or not isinstance(body.now, PoseChunk):
            return None
        chunk = body.now
        body.go_on()
        if body.now is None:
            self._body = None
        return chunk

    def _take_up(self) -> None:
        """Begin with what waits, if nothing is being said."""
        while self._body is None or self._body.now is None:
            # What waits and what is said change at once for those who ask whether there is something to sign.
            with self._lock:
                self._body = None
                if self._cancelled or not self._waiting:
                    return
                what = self._waiting.popleft()
                said = self._signing.text(what) if isinstance(what, str) else self._signing.rest(what)
                self._body = Conversation(said)
            self._body.go_on()
