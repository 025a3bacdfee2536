"""`WS /v1/stream`: text pieces in, chunks of motion out, one session a connection."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from functools import partial
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from signary.io.errors import FormatError, InputError, UnsafeFileError
from signary.serve.checked_input import parse_object
from signary.serve.json_log import log, log_fault
from signary.serve.live_session import LiveSession, check_credits
from signary.serve.notices import notice_for
from signary.serve.running_server import Phase, RunningServer
from signary.serve.server_settings import ServerLimits
from signary.serve.stream_messages import (
    MESSAGES,
    Cancel,
    Close,
    Credits,
    Flush,
    Message,
    Start,
    Stop,
    StreamEndError,
    Text,
    facts_of,
    told,
)
from signary.streaming.pooled_session import PooledSession

#: What the loop passes on from the engine to the client.
Sent = str | bytes | StreamEndError
#: Those of the server, and what is said of clients that leave without a code.
_KNOWN_CODES = (*Close, 1002, 1005, 1006)


async def serve_stream(websocket: WebSocket, server: RunningServer) -> None:
    """Serve a connection until either side ends it.

    Args:
        websocket: The connection, not yet accepted.
        server: The server.
    """
    await websocket.accept()
    code: int = Close.DONE
    try:
        await _Connection(websocket, server).run()
    except StreamEndError as end:
        code = end.code
        await _end(websocket, end)
    except WebSocketDisconnect as gone:
        code = gone.code
    except Exception as error:  # noqa: BLE001 - of the server's own; the client is told that there was one
        code = Close.FAULT
        log_fault("stream connection", error)
        server.measurements.faults.inc()
        await _end(websocket, StreamEndError(Close.FAULT, "an error of the server"))
    # Clients may say any code, and a counter for each would be theirs to make.
    server.measurements.closed.labels(str(int(code)) if code in _KNOWN_CODES else "other").inc()


async def _end(websocket: WebSocket, end: StreamEndError) -> None:
    try:
        if end.error is not None:
            await websocket.send_text(told("error", **facts_of(end.error)))
        await websocket.close(int(end.code), end.reason)
    except (WebSocketDisconnect, RuntimeError, OSError):
        return  # the client has left meanwhile


class _Connection:
    """A client: what it says goes to the engine, what the engine makes goes to it."""

    def __init__(self, websocket: WebSocket, server: RunningServer) -> None:
        self._socket, self._server, self._limits = websocket, server, server.limits
        self._outbox = asyncio.Queue[Sent]()
        self._loop = asyncio.get_running_loop()
        self._characters = self._chunks = 0

    async def run(self) -> None:
        """All of it.

        Raises:
            StreamEndError: If the server ends it.
            WebSocketDisconnect: If the client has ended it.
        """
        start = await self._started()
        self._server.sessions += 1
        self._server.measurements.sessions.inc()
        began = time.monotonic()
        try:
            await self._serve(start)
        finally:
            self._server.sessions -= 1
            self._server.measurements.sessions.dec()
            seconds = round(time.monotonic() - began, 2)
            log("stream", language=start.language, seconds=seconds, characters=self._characters, chunks=self._chunks)

    async def _started(self) -> Start:
        """The first message, if there is room for a session."""
        try:
            async with asyncio.timeout(self._limits.patience):
                message = await self._receive()
        except TimeoutError:
            error = InputError("type", f"a message of type start within {self._limits.patience:g} s", "nothing")
            raise StreamEndError(Close.REFUSED, "no start in time", error) from None
        if not isinstance(message, Start):
            raise _refused(InputError("type", "start before anything else", repr(message.type)))
        if not self._server.knows(message.token or _bearer(self._socket)):
            raise _refused(InputError("token", "the token of this server", "none or another one"))
        _check_start(message, self._limits)
        self._check_room()
        return message

    def _check_room(self) -> None:
        if self._server.phase is not Phase.READY:
            error = InputError("server", "to be ready", f"a server that is {self._server.phase}")
            stopping = self._server.phase is Phase.STOPPING
            raise StreamEndError(Close.STOPPING if stopping else Close.BUSY, f"{self._server.phase}", error)
        if self._server.sessions >= self._limits.sessions:
            self._server.measurements.refused.labels("sessions").inc()
            error = InputError("server", f"at most {self._limits.sessions} streams at a time", "one more")
            raise StreamEndError(Close.BUSY, "too many streams, try again later", error)

    async def _serve(self, start: Start) -> None:
        engine = self._server.engine
        try:
            session = await engine.ask(lambda: engine.open(start, self._deliver))
        except InputError as error:
            raise _refused(error) from None
        try:
            await self._send(self._greeting(start, session.pooled))
            tasks = [asyncio.create_task(self._read(session)), asyncio.create_task(self._write())]
            try:
                done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)
            # What the engine said last may say more than that the client has left.
            for task in sorted(done, key=tasks.index, reverse=True):
                task.result()
        finally:
            engine.tell(lambda: engine.close(session))

    def _greeting(self, start: Start, session: PooledSession) -> str:
        spec = session.spec
        return told(
            "started",
            fps=spec.fps,
            layout=spec.layout.name,
            channels=sum(spec.layout.widths),
            language=session.settings.language.id,
            method=start.method,
            chunk_frames=start.chunk_frames,
            max_credits=self._limits.credits,
            notice=notice_for(session.notice, self._socket.headers.get("accept-language")),
        )

    def _deliver(self, message: Sent) -> None:
        """From the thread of the engine."""
        with suppress(RuntimeError):  # the server has ended meanwhile
            self._loop.call_soon_threadsafe(self._outbox.put_nowait, message)

    async def _send(self, message: str | bytes) -> None:
        """Send a message.

        Raises:
            WebSocketDisconnect: If the connection is closed already.
        """
        try:
            await self._socket.send(
                {"type": "websocket.send", "bytes" if isinstance(message, bytes) else "text": message}
            )
        except RuntimeError:
            # Broken frames close it without a word to the application, which may be about to say something.
            raise WebSocketDisconnect(1006) from None

    async def _write(self) -> None:
        """Send what the engine makes, until it ends the session."""
        while True:
            message = await self._outbox.get()
            if isinstance(message, StreamEndError):
                raise message
            await self._send(message)
            self._chunks += 1

    async def _read(self, session: LiveSession) -> None:
        """Do what the client says, until it stops."""
        engine, until = self._server.engine, time.monotonic() + self._limits.silence
        while True:
            try:
                async with asyncio.timeout(max(0.0, until - time.monotonic())):
                    message = await self._receive()
            except TimeoutError:
                raise StreamEndError(Close.SILENT, f"no text for {self._limits.silence:g} s") from None
            if isinstance(message, Stop):
                raise StreamEndError(Close.DONE, "stopped by the client")
            if isinstance(message, Start):
                raise _refused(InputError("type", "start once", "a second one"))
            if isinstance(message, Text):
                until = time.monotonic() + self._limits.silence
                self._characters += len(message.text)
                if self._server.settings.log_text:
                    log("text", {"text": message.text})
            try:
                # One at a time: whoever says much waits until it has been heard.
                await engine.ask(partial(_heard, session, message, time.monotonic()))
            except InputError as error:
                raise _refused(error) from None

    async def _receive(self) -> Message:
        """The next message of the client.

        Raises:
            StreamEndError: If it is none.
            WebSocketDisconnect: If the client has left.
        """
        received: dict[str, Any] = dict(await self._socket.receive())
        if received["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(received.get("code", 1005))
        text = received.get("text")
        if text is None:
            error = InputError("message", "text", "bytes")
            raise StreamEndError(Close.NOT_TEXT, "messages are text", error)
        try:
            return parse_object(text, "message", self._limits.body, MESSAGES)
        except UnsafeFileError as error:
            raise StreamEndError(Close.TOO_LARGE, "too much in a message", error) from None
        except FormatError as error:
            raise StreamEndError(Close.NOT_JSON, "messages are JSON", error) from None
        except InputError as error:
            raise _refused(error) from None


def _heard(session: LiveSession, message: Message, came: float) -> None:
    """In the thread of the engine."""
    if isinstance(message, Text):
        session.add_text(message.text, came)
    elif isinstance(message, Flush):
        session.flush(came)
    elif isinstance(message, Cancel):
        session.cancel()
    elif isinstance(message, Credits):
        session.add_credits(message.chunks)


def _refused(error: InputError) -> StreamEndError:
    return StreamEndError(Close.REFUSED, f"{error.argument[:60]!a} refused", error)


def _check_start(start: Start, limits: ServerLimits) -> None:
    try:
        check_credits("credits", start.credits, limits)
        if start.chunk_frames > limits.chunk_frames:
            raise InputError("chunk_frames", f"at most {limits.chunk_frames}", start.chunk_frames)
    except InputError as error:
        raise _refused(error) from None


def _bearer(websocket: WebSocket) -> str | None:
    """The token in the header, of clients that can send one."""
    scheme, _, token = websocket.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None
