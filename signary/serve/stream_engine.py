"""The thread that signs all streams, step by step, while the event loop does nothing but pass messages on."""

from __future__ import annotations

import asyncio
import queue
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from signary.bundle.bundle import Bundle
from signary.language.languages import resolve
from signary.serve.json_log import log_fault
from signary.serve.live_session import Deliver, LiveSession
from signary.serve.measurements import Measurements
from signary.serve.server_settings import ServerLimits
from signary.serve.stream_messages import Close, Start, StreamEndError
from signary.streaming.chunks import StreamSettings
from signary.streaming.pool import SessionPool

T = TypeVar("T")


class StreamEngine:
    """All sessions of a server, in a thread of their own.

    Whoever lives in the event loop gives the thread something to do with `ask` or `tell`; it is done between two steps.

    Args:
        bundle: The model.
        limits: Most of everything.
        measurements: Gets what is counted.
    """

    def __init__(self, bundle: Bundle, limits: ServerLimits, measurements: Measurements) -> None:
        self.bundle, self._limits, self._measurements = bundle, limits, measurements
        self._pool = SessionPool(bundle)
        self._sessions = list[LiveSession]()
        self._commands = queue.SimpleQueue[Callable[[], None]]()
        self._stopped = False
        self._thread = threading.Thread(target=self._run, name="signary-streams", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def tell(self, action: Callable[[], object]) -> None:
        """Have the thread do something, whenever it comes to it."""

        def act() -> None:
            action()

        self._commands.put(act)

    async def ask(self, action: Callable[[], T]) -> T:
        """Have the thread do something; what it returns, or raises."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[T] = loop.create_future()

        def settle(result: T | None, error: Exception | None) -> None:
            if answer.done():
                return
            if error is None:
                answer.set_result(result)  # type: ignore[arg-type]
            else:
                answer.set_exception(error)

        def act() -> None:
            result, problem = None, None
            try:
                result = action()
            except Exception as error:  # noqa: BLE001 - whoever asked gets it
                problem = error
            with suppress(RuntimeError):  # the server has ended meanwhile
                loop.call_soon_threadsafe(settle, result, problem)

        self._commands.put(act)
        return await answer

    def open(self, start: Start, deliver: Deliver) -> LiveSession:
        """A new session; only by `ask`.

        Raises:
            NoDictionaryError: If the method is `signer` and the language has no lexicon.
            InputError: If there is no such language, or the model does not know it.
        """
        # The rules sign languages that the model does not know.
        language = resolve(start.language) if start.method == "signer" else self.bundle.language(start.language)
        settings = StreamSettings(language, chunk_frames=start.chunk_frames, method=start.method, policy=start.policy)
        self._sessions.append(LiveSession(self._pool.open(settings), start, self._limits, deliver))
        return self._sessions[-1]

    def warm_up(self) -> None:
        """Sign in every language, side by side as often as there is room; only by `ask`, before any session."""
        self._pool.warm_up(self._limits.sessions)

    def close(self, session: LiveSession) -> None:
        """Forget a session, by `tell` or `ask`."""
        if session in self._sessions:
            self._sessions.remove(session)
            session.pooled.close()

    def stop(self) -> None:
        """End all sessions, by `tell` or `ask`: chunks that are made are sent, and no more are made."""
        self._stopped = True
        self._end_all(Close.STOPPING, "the server is stopping")

    def join(self, seconds: float) -> None:
        """Wait for the end of the thread."""
        self._thread.join(seconds)

    def _end_all(self, code: Close, reason: str) -> None:
        for session in self._sessions:
            session.deliver(StreamEndError(code, reason))
            session.pooled.close()
        self._sessions.clear()

    def _run(self) -> None:
        while not self._stopped:
            try:
                self._wait()
                self._step()
            except Exception as error:  # noqa: BLE001 - the server goes on, with new sessions
                log_fault("stream", error)
                self._measurements.faults.inc()
                self._end_all(Close.FAULT, "an error of the server")
                self._pool = SessionPool(self.bundle)

    def _wait(self) -> None:
        """Do what was asked for; wait for it if there is nothing to sign."""
        if not any(session.wants_step for session in self._sessions):
            looks = [look for session in self._sessions if (look := session.next_look) is not None]
            try:
                self._commands.get(timeout=min(looks, default=None))()
            except queue.Empty:
                return
        while True:
            try:
                self._commands.get_nowait()()
            except queue.Empty:
                return

    def _step(self) -> None:
        for session in self._sessions:
            session.prepare()
        sessions = {session.pooled: session for session in self._sessions if session.wants_step}
        if not sessions:
            return
        began = time.perf_counter()
        made = self._pool.step(sessions)
        for pooled, chunk in made:
            self._measurements.count_chunk(sessions[pooled].send(chunk))
        self._measurements.count_step(time.perf_counter() - began, len(made))
