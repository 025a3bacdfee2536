"""The paths of the server, see `docs/serve.md`."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Query, Request, WebSocket
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp

from signary.io import __version__
from signary.io.errors import InputError
from signary.serve.catalogue import languages, search
from signary.serve.error_answers import ERRORS, AnswerError, error_answer, handle_errors
from signary.serve.file_paths import add_sign_path
from signary.serve.guard import Guard
from signary.serve.page_files import INDEX, PageFile
from signary.serve.running_server import Phase, RunningServer
from signary.serve.sign_requests import formats
from signary.serve.stream_socket import serve_stream

_TOKEN = HTTPBearer(auto_error=False, description="Where the server was started with --token.")
_REFUSALS: dict[int | str, dict[str, Any]] = {each: ERRORS[each] for each in (400, 401, 422)}


def make_application(server: RunningServer, page: Mapping[str, PageFile]) -> ASGIApp:
    """The application.

    Args:
        server: The server.
        page: Name -> file, those of the page.
    """
    app = FastAPI(
        title="signary",
        version=__version__,
        summary="Text goes in, signed motion comes out.",
        description=f"{server.bundle.notice or ''}. Streams: `WS /v1/stream`, see docs/serve.md.".lstrip(". "),
        docs_url=None,  # they would fetch scripts from elsewhere
        redoc_url=None,
    )
    app.include_router(_open_paths(server, page))
    app.include_router(_guarded_paths(server))
    handle_errors(app)
    inside: ASGIApp = app
    if server.settings.cors:
        origins = list(server.settings.cors)
        heads = ["Authorization", "Content-Type"]
        inside = CORSMiddleware(app, allow_origins=origins, allow_methods=["GET", "POST"], allow_headers=heads)
    return Guard(inside, server)


def _open_paths(server: RunningServer, page: Mapping[str, PageFile]) -> APIRouter:
    """What needs no token: the page, whether the server lives, and streams, which look at the token themselves."""
    router = APIRouter()

    @router.get("/health", summary="Whether the server signs")
    async def health() -> Response:
        ready = server.phase is Phase.READY
        facts = {"status": server.phase.value, "version": __version__, "sessions": server.sessions}
        return JSONResponse(facts, 200 if ready else 503)

    @router.api_route("/", methods=["GET", "HEAD"], include_in_schema=False)
    async def index(request: Request) -> Response:
        return file(INDEX, request)

    @router.api_route("/static/{name:path}", methods=["GET", "HEAD"], include_in_schema=False)
    async def static(name: str, request: Request) -> Response:
        return file(name, request)

    def file(name: str, request: Request) -> Response:
        found = page.get(name)
        if found is None:
            raise AnswerError(404, InputError("path", "a file of the page", "another name"))
        return found.answer(request)

    @router.websocket("/v1/stream")
    async def stream(websocket: WebSocket) -> None:
        await serve_stream(websocket, server)

    @router.get("/v1/stream", include_in_schema=False)
    async def no_stream() -> Response:
        error = InputError("Upgrade", "websocket", "another request")
        return error_answer(426, error, {"Upgrade": "websocket", "Connection": "Upgrade"})

    return router


def _guarded_paths(server: RunningServer) -> APIRouter:
    """What needs the token, where there is one."""

    async def known(given: HTTPAuthorizationCredentials | None = Depends(_TOKEN)) -> None:  # noqa: B008 - as FastAPI has it
        if not server.knows(None if given is None else given.credentials):
            error = InputError("Authorization", "the token of this server", "none or another one")
            raise AnswerError(401, error, {"WWW-Authenticate": "Bearer"})

    router = APIRouter(dependencies=[Depends(known)])
    add_sign_path(router, server)

    @router.get("/v1/languages", summary="Sign languages, and formats of files", responses={401: ERRORS[401]})
    async def list_languages() -> Response:
        found = await asyncio.to_thread(languages, server.bundle)
        return JSONResponse({"languages": found, "formats": formats()})

    @router.get("/v1/dictionary", summary="Signs of a word", responses=_REFUSALS)
    async def dictionary(
        q: Annotated[str, Query(max_length=100, description="Part of a word or gloss", examples=["mother"])] = "",
        language: Annotated[str | None, Query(max_length=100, examples=["asl"])] = None,
        limit: Annotated[int, Query(ge=1, le=500)] = 20,
    ) -> Response:
        return JSONResponse({"signs": await asyncio.to_thread(search, server.bundle, q, language, limit)})

    @router.get("/metrics", summary="Counters, as Prometheus reads them")
    async def metrics() -> Response:
        return Response(server.measurements.page(), media_type="text/plain; version=0.0.4; charset=utf-8")

    return router
