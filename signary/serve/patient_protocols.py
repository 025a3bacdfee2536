"""Connections that are given up in time: a head that never ends, an answer that nobody reads, one socket too many.

uvicorn waits for these for ever. What is counted here is bytes and seconds; what they mean is the application's.
"""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from signary.serve.measurements import Measurements
from signary.serve.server_settings import ServerLimits

_BODY = b'{"argument": "%s", "expected": "%s", "got": "%s", "message": "%s: expected %s, got %s"}'


def _answer(status: str, argument: str, expected: str, got: str) -> bytes:
    """An answer to a request that the application never sees, in the form of its errors."""
    said = (argument.encode(), expected.encode(), got.encode())
    body = _BODY % (*said, *said)
    head = f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    return (head + "Retry-After: 5\r\nConnection: close\r\n\r\n").encode() + body


class _GivesUpWriting(asyncio.Protocol):
    """Whoever does not read what it is sent is cut off. Stands before a protocol, which does everything else."""

    limits: ServerLimits
    transport: asyncio.Transport
    loop: asyncio.AbstractEventLoop
    _stuck: asyncio.TimerHandle | None = None

    def pause_writing(self) -> None:
        """The client does not read as fast as it is sent to."""
        super().pause_writing()
        self._stuck = self.loop.call_later(self.limits.patience, self.transport.abort)

    def resume_writing(self) -> None:
        """It does again."""
        self._unwatch_writing()
        super().resume_writing()

    def _unwatch_writing(self) -> None:
        if self._stuck is not None:
            self._stuck.cancel()
            self._stuck = None


class PatientHTTP(_GivesUpWriting, H11Protocol):
    """HTTP/1.1 with an end to patience. Class attributes are set by `patient_protocols`."""

    measurements: Measurements
    _late: asyncio.TimerHandle | None = None
    _upgraded = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Answer at once what is one socket too many."""
        super().connection_made(transport)
        self.measurements.connections.inc()
        if len(self.connections) > self.limits.connections:
            self.measurements.refused.labels("connections").inc()
            transport.write(_answer("503 Service Unavailable", "server", "room for a connection", "none"))
            transport.close()
            return
        self._watch_reading()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody waits any more."""
        self.measurements.connections.dec()
        self._unwatch_reading()
        self._unwatch_writing()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Between two requests, a head may take only so long."""
        if self.transport.is_closing():
            return
        super().data_received(data)
        self._watch_reading()

    def handle_websocket_upgrade(self, event: Any) -> None:
        """The connection goes on as another protocol."""
        self._upgraded = True
        self._unwatch_reading()
        self._unwatch_writing()
        self.measurements.connections.dec()  # the other one counts it
        super().handle_websocket_upgrade(event)

    def _watch_reading(self) -> None:
        if self._answering or self._upgraded or self.transport.is_closing():
            self._unwatch_reading()
        elif self._late is None:
            self._late = self.loop.call_later(self.limits.patience, self._give_up)

    def _unwatch_reading(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

    @property
    def _answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _give_up(self) -> None:
        self._late = None
        if self._answering or self.transport.is_closing():
            return
        expected = f"the head of a request within {self.limits.patience:g} s"
        self.transport.write(_answer("408 Request Timeout", "request", expected, "none"))
        self.transport.close()


class PatientWebSocket(_GivesUpWriting, WebSocketsSansIOProtocol):
    """WebSockets with an end to patience."""

    measurements: Measurements

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """From HTTP."""
        super().connection_made(transport)
        self.close_timeout = self.limits.patience
        self.measurements.connections.inc()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody waits any more."""
        self.measurements.connections.dec()
        self._unwatch_writing()
        super().connection_lost(exc)


def patient_protocols(
    limits: ServerLimits, measurements: Measurements
) -> tuple[type[PatientHTTP], type[PatientWebSocket]]:
    """Protocols of one server, for uvicorn.

    Args:
        limits: Most of everything.
        measurements: Gets the number of connections.
    """
    shared = {"limits": limits, "measurements": measurements}
    return type("HTTP", (PatientHTTP,), shared), type("WebSocket", (PatientWebSocket,), shared)
