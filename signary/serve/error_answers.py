"""Every error that a client gets over HTTP has one form: argument, expected, got, and all three in a sentence."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from signary.io.errors import InputError
from signary.serve.checked_input import field_error
from signary.serve.file_worker import BusyError
from signary.serve.stream_messages import facts_of

#: What OpenAPI says of them.
ERRORS: dict[int | str, dict[str, Any]] = {
    400: {"description": "No JSON, or not of this form; names the field"},
    401: {"description": "Without the token of the server"},
    408: {"description": "The body did not come in time"},
    413: {"description": "Too large"},
    415: {"description": "Not `application/json`"},
    422: {"description": "A text, language or format that cannot be signed or written; says why"},
    503: {"description": "Too much to do, starting or stopping: ask again later"},
}
#: Seconds after which it is worth asking again.
LATER = {"Retry-After": "5"}
_UNKNOWN = {404: ("path", "one that there is"), 405: ("method", "one of this path")}


def error_answer(status: int, error: InputError, headers: dict[str, str] | None = None) -> Response:
    """An error as an answer."""
    return JSONResponse(facts_of(error), status, headers)


class AnswerError(HTTPException):
    """A request is answered with an error.

    Args:
        status: Status of the answer.
        error: What is wrong.
        headers: More headers, *optional*.
    """

    def __init__(self, status: int, error: InputError, headers: dict[str, str] | None = None) -> None:
        super().__init__(status, str(error), headers)
        self.error = error


def handle_errors(app: FastAPI) -> None:
    """Have an application answer with errors of this form, its own ones too."""
    app.add_exception_handler(InputError, _unfit)
    app.add_exception_handler(RequestValidationError, _wrong_field)
    app.add_exception_handler(HTTPException, _wrong)
    app.add_exception_handler(Exception, _fault)


async def _unfit(request: Request, error: Exception) -> Response:
    assert isinstance(error, InputError)
    return error_answer(503, error, LATER) if isinstance(error, BusyError) else error_answer(422, error)


async def _wrong_field(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return error_answer(400, field_error(error.errors(), "request"))


async def _wrong(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    headers = dict(error.headers) if error.headers else None
    if isinstance(error, AnswerError):
        return error_answer(error.status_code, error.error, headers)
    argument, expected = _UNKNOWN.get(error.status_code, ("request", "another one"))
    return error_answer(error.status_code, InputError(argument, expected, "another one"), headers)


async def _fault(request: Request, error: Exception) -> Response:
    return error_answer(500, InputError("server", "no fault", "one, which is in its log"))
