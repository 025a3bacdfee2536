"""`POST /v1/sign`: how its body is read, who works on it, how the file is sent."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response, StreamingResponse

from signary.io.errors import InputError
from signary.serve.checked_input import parse_object
from signary.serve.error_answers import ERRORS, AnswerError
from signary.serve.running_server import RunningServer
from signary.serve.sign_requests import (
    SIGN_REQUEST,
    SignRequest,
    check_format,
    formats,
    media_type,
    sign_request,
)

#: Bytes of an answer that are sent at once: how fast they are read is seen between two pieces.
_PIECE = 64 << 10
_EXAMPLES = {
    "file": {"summary": "A motion file", "value": {"text": "Hello!", "language": "asl", "format": "glb"}},
    "motion": {
        "summary": "Motion as JSON, by rules",
        "value": {"text": "Guten Morgen!", "language": "dgs", "format": "json", "method": "signer"},
    },
    "film": {"summary": "A film", "value": {"text": "你好！", "language": "csl", "format": "mp4", "captions": True}},
}


def add_sign_path(router: APIRouter, server: RunningServer) -> None:
    """Add it to the others."""

    @router.post("/v1/sign", summary="Sign a text into a file", openapi_extra=_schema(), responses=_answers())
    async def sign(request: Request) -> Response:
        body = await _read_body(request, server)
        try:
            wanted = parse_object(body, "body", server.limits.body, SIGN_REQUEST)
        except InputError as error:
            raise AnswerError(400, error) from None
        check_format(wanted)
        request.state.private = {"text": wanted.text}
        accepted = request.headers.get("accept-language")
        work = partial(sign_request, server.bundle, server.settings.model, wanted, accepted)
        content = await server.files.run(work)
        headers = {"Content-Length": str(len(content)), "Cache-Control": "no-store"}
        headers["Content-Disposition"] = f'attachment; filename="signed.{wanted.format}"'
        return StreamingResponse(_pieces(content), headers=headers, media_type=media_type(wanted.format))


async def _read_body(request: Request, server: RunningServer) -> bytes:
    """The body, within its size and time.

    Raises:
        AnswerError: If it is of another type, larger or later.
    """
    # Of another type, a page of somebody else could send it without asking first.
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise _error(415, "Content-Type", "application/json", "another one")
    most, body = server.limits.body, bytearray()
    too_large = _error(413, "body", f"at most {most:,} bytes", "more")
    stated = request.headers.get("content-length", "")
    if stated.isdecimal() and len(stated) < 20 and int(stated) > most:
        raise too_large
    try:
        async with asyncio.timeout(server.limits.patience):
            async for piece in request.stream():
                body += piece
                if len(body) > most:
                    raise too_large
    except TimeoutError:
        raise _error(408, "body", f"all of it within {server.limits.patience:g} s", f"{len(body)} bytes") from None
    return bytes(body)


def _error(status: int, argument: str, expected: str, got: str) -> AnswerError:
    return AnswerError(status, InputError(argument, expected, got), {"Connection": "close"})


async def _pieces(content: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(content), _PIECE):
        yield content[start : start + _PIECE]


def _schema() -> dict[str, Any]:
    """What OpenAPI says of the body, which is read by hand so that nothing of it is parsed before it is looked at."""
    schema = SignRequest.model_json_schema()
    schema["properties"]["format"]["enum"] = list(formats())
    content = {"application/json": {"schema": schema, "examples": _EXAMPLES}}
    return {"requestBody": {"required": True, "content": content}}


def _answers() -> dict[int | str, dict[str, Any]]:
    binary = {"schema": {"type": "string", "format": "binary"}}
    kinds = {media_type(name): ({"schema": {"type": "object"}} if name == "json" else binary) for name in formats()}
    return {200: {"description": "The file", "content": kinds}, **ERRORS}
