"""What stands before every request: who may come in, how long it may take, what every answer says, what is logged."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from signary.io.errors import InputError
from signary.serve.error_answers import LATER, error_answer
from signary.serve.json_log import log, log_fault
from signary.serve.running_server import Phase, RunningServer

#: No script, style or connection but the server's own; nothing inline.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors {frames}"
)
#: Answered whatever the server is doing.
_ALWAYS = ("/health", "/metrics")
_STATIC = "/static/"
_KNOWN = ("/", "/v1/sign", "/v1/stream", "/v1/languages", "/v1/dictionary", "/health", "/metrics", "/openapi.json")


@dataclass
class _Seen:
    """What is known of a request when it has been answered."""

    began: float
    status: int = 0
    sent: int = 0
    whole: bool = False


class Guard:
    """The outermost application.

    Args:
        app: What answers.
        server: The server.
    """

    def __init__(self, app: ASGIApp, server: RunningServer) -> None:
        self._app, self._server = app, server
        settings = server.settings
        frames = " ".join(settings.frames) or "'none'"
        self._headers = {
            "Content-Security-Policy": POLICY.format(frames=frames),
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "cross-origin" if settings.cors else "same-origin",
            "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer."""
        if scope["type"] == "http":
            await self._http(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._websocket(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pages of others may open WebSockets anywhere, whatever CORS says: their origin tells."""
        headers = Headers(scope=scope)
        if scope["path"] != "/v1/stream" or not (self._known_host(headers) and self._known_origin(headers)):
            await receive()
            await send({"type": "websocket.close", "code": 1008})
            return
        await self._app(scope, receive, send)

    def _known_host(self, headers: Headers) -> bool:
        known = self._server.settings.known_hosts
        return known is None or _name(f"//{headers.get('host', '')}") in known

    def _known_origin(self, headers: Headers) -> bool:
        origin = headers.get("origin")
        if origin is None or origin in self._server.settings.cors:
            return True
        return origin.partition("://")[2] == headers.get("host")

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        seen = _Seen(time.monotonic())
        answer = self._refusal(scope)
        limit = asyncio.timeout(self._server.limits.seconds)

        async def passed(message: Message) -> None:
            if message["type"] == "http.response.start":
                # Whoever takes long to read is another matter, see `patient_protocols`.
                if not limit.expired():
                    limit.reschedule(None)
                seen.status = message["status"]
                MutableHeaders(scope=message).update(self._headers)
            seen.sent += len(message.get("body", b""))
            await send(message)
            seen.whole = message["type"] == "http.response.body" and not message.get("more_body", False)

        try:
            async with limit:
                await (self._app if answer is None else answer)(scope, receive, passed)
        except TimeoutError:
            expected = f"an answer within {self._server.limits.seconds:g} s"
            await self._instead(seen, 503, InputError("server", expected, "none"), scope, receive, passed)
        except Exception as error:  # noqa: BLE001 - of the server's own; the client is told that there was one
            log_fault(_route(scope), error)
            self._server.measurements.faults.inc()
            await self._instead(seen, 500, InputError("server", "no fault", "one"), scope, receive, passed)
        finally:
            self._count(scope, seen)

    async def _instead(
        self, seen: _Seen, status: int, error: InputError, scope: Scope, receive: Receive, send: Send
    ) -> None:
        """Say what went wrong, if nothing was said yet; else an answer that is not whole breaks off."""
        if seen.whole:
            return
        if seen.status:
            raise ConnectionAbortedError("an answer that cannot be finished")
        await error_answer(status, error, {"Connection": "close", **LATER})(scope, receive, send)

    def _refusal(self, scope: Scope) -> Response | None:
        """Why a request is not even looked at, if so."""
        phase, path = self._server.phase, scope["path"]
        headers = Headers(scope=scope)
        if path != "/health" and not self._known_host(headers):
            return error_answer(421, InputError("Host", "a name of this server", "another one"))
        page = path == "/" or path.startswith(_STATIC)
        if path in _ALWAYS or phase is Phase.READY or (phase is Phase.STARTING and page):
            return None
        return error_answer(503, InputError("server", "to be ready", f"a server that is {phase}"), LATER)

    def _count(self, scope: Scope, seen: _Seen) -> None:
        seconds, route = time.monotonic() - seen.began, _route(scope)
        self._server.measurements.requests.labels(route, str(seen.status)).inc()
        self._server.measurements.request_seconds.labels(route).observe(seconds)
        facts = {"status": seen.status, "seconds": round(seconds, 4), "bytes": seen.sent}
        log("request", scope["state"].get("private"), method=_method(scope), route=route, **facts)


def _method(scope: Scope) -> str:
    """The method; anything may stand there."""
    method = str(scope["method"])
    return method if method in ("GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE", "PATCH") else "other"


def _route(scope: Scope) -> str:
    """What was asked for, without what users write: names of paths that there are."""
    path = scope["path"]
    if path.startswith(_STATIC):
        return f"{_STATIC}…"
    return path if path in _KNOWN else "other"


def _name(url: str) -> str | None:
    """The host in a URL; None if it is none."""
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None
