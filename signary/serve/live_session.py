"""A client's session: what waits to be signed, how far motion has come, when the body rests."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from signary.io.errors import InputError
from signary.serve.chunk_encoding import encode_chunk, is_idle
from signary.serve.server_settings import ServerLimits
from signary.serve.stream_messages import Start, StreamEndError, facts_of, told
from signary.streaming.chunks import PoseChunk
from signary.streaming.pooled_session import PooledSession

#: Idle motion is made so many chunks before it is shown: whatever is ahead of it delays the text that comes next.
_IDLE_AHEAD = 2
#: A chunk that comes so many seconds after the one before it was over is late.
_LATE = 0.005
#: What a client is sent, in order: messages, at last why the connection is closed.
Deliver = Callable[[str | bytes | StreamEndError], None]


@dataclass(frozen=True)
class MadeChunk:
    """What is counted of a chunk.

    Attributes:
        idle: Whether nothing is signed in it.
        late: Whether it came after the one before it was over, though it was asked for.
        waited: Seconds since its text came, of the first chunk of a text; else None.
    """

    idle: bool
    late: bool
    waited: float | None


class LiveSession:
    """A session, as the thread of the engine sees it; nobody else calls its methods.

    Args:
        pooled: What signs.
        start: How.
        limits: Most of everything.
        deliver: Sends a message to the client.
        clock: Tells seconds.
    """

    def __init__(
        self,
        pooled: PooledSession,
        start: Start,
        limits: ServerLimits,
        deliver: Deliver,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.pooled, self.deliver, self.credits = pooled, deliver, start.credits
        self._start, self._fps, self._limits, self._clock = start, pooled.spec.fps, limits, clock
        self._waiting = deque[str | None]()  # None is an end of what was held
        self._asked_at: float | None = None
        self._owes_signed = False
        self._shown_until = clock()
        self._resting = True

    def add_text(self, text: str, came: float) -> None:
        """Text, and when it came; it is refused as a whole if too much waits."""
        waiting = sum(len(piece) for piece in self._waiting if piece) + len(text)
        if waiting > self._limits.text:
            expected = f"at most {self._limits.text:,} characters that wait to be signed"
            self.deliver(told("error", **facts_of(InputError("text", expected, f"{waiting:,}"))))
            return
        self._waiting.append(text)
        self._owe(came)

    def flush(self, came: float) -> None:
        """What is held has ended."""
        self._waiting.append(None)
        self._owe(came)

    def _owe(self, came: float) -> None:
        self._owes_signed = True
        if not self.pooled.busy:
            self._asked_at = came

    def cancel(self) -> None:
        """Nothing of the text so far is signed any more."""
        self._waiting.clear()
        self.pooled.cancel()
        self._asked_at, self._owes_signed = None, False
        self.deliver(told("cancelled"))

    def add_credits(self, chunks: int) -> None:
        """So many chunks more.

        Raises:
            InputError: If that is more than a client may ask for.
        """
        check_credits("chunks", self.credits + chunks, self._limits)
        self.credits += chunks

    def prepare(self) -> None:
        """Give the pool the next thing to do, if it has none for this session; say when all is signed."""
        while not self.pooled.busy and self._waiting:
            self._pass_on()
        if not self.pooled.busy and self.pooled.text.patience == 0:
            self._asked_at = self._clock()
            self.pooled.flush()
        if self.pooled.busy:
            return
        self._resting = True
        if self._owes_signed and self.pooled.text.patience is None:
            self._owes_signed, self._asked_at = False, None
            self.deliver(told("signed"))
        if self._start.idle and self.credits and self._rest_is_due() <= 0:
            self.pooled.idle(self._start.chunk_frames)

    def _pass_on(self) -> None:
        """What waits, up to the next end."""
        pieces = list[str]()
        while self._waiting and (piece := self._waiting[0]) is not None:
            pieces.append(piece)
            self._waiting.popleft()
        if pieces:
            self.pooled.push("".join(pieces))
        else:
            self._waiting.popleft()
            self.pooled.flush()

    def _rest_is_due(self) -> float:
        """Seconds until the body has to rest, so that motion goes on."""
        ahead = _IDLE_AHEAD * self._start.chunk_frames / self._fps
        return self._shown_until - ahead - self._clock()

    @property
    def wants_step(self) -> bool:
        """Whether the pool has something to do for this session."""
        return self.pooled.busy and self.credits > 0

    @property
    def next_look(self) -> float | None:
        """Seconds until there is something to do though nobody says anything; None if there never is."""
        if self.pooled.busy:
            return None
        held = self.pooled.text.patience
        if self._waiting or (self._owes_signed and held is None):
            return 0.0
        looks = [] if held is None else [held]
        if self._start.idle and self.credits:
            looks.append(max(0.0, self._rest_is_due()))
        return min(looks, default=None)

    def send(self, chunk: PoseChunk) -> MadeChunk:
        """Send a chunk that the pool has made."""
        self.credits -= 1
        now, idle = self._clock(), is_idle(chunk)
        late = not idle and not self._resting and now > self._shown_until + _LATE
        self._shown_until = max(now, self._shown_until) + len(chunk.pose) / self._fps
        waited = None if idle or self._asked_at is None else now - self._asked_at
        # Without a credit a client says that it waits for nothing: what comes then is not late.
        self._resting = idle or not self.credits
        if not idle:
            self._asked_at = None
        self.deliver(encode_chunk(chunk, self._start.format == "binary"))
        return MadeChunk(idle, late, waited)


def check_credits(argument: str, credits: int, limits: ServerLimits) -> None:
    """Refuse more chunks than a client may ask for.

    Raises:
        InputError: If there are more.
    """
    if credits > limits.credits:
        raise InputError(argument, f"at most {limits.credits} chunks that are asked for", f"{credits:,}")
