"""What is said over `/v1/stream`: messages of clients, messages of the server, and why a connection is closed."""

from __future__ import annotations

import json
from enum import IntEnum
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from signary.io.errors import InputError
from signary.serve.checked_input import Fields
from signary.streaming.policies import SENTENCE


class Close(IntEnum):
    """Why the server closes a connection, see `docs/serve.md`."""

    DONE = 1000
    SILENT = 1001
    NOT_TEXT = 1003
    NOT_JSON = 1007
    REFUSED = 1008
    TOO_LARGE = 1009
    FAULT = 1011
    STOPPING = 1012
    BUSY = 1013


class Start(Fields):
    """The first message: how to sign.

    Attributes:
        language: Sign language.
        method: What signs: the model; its part that makes motion without codes; the rules; or whichever suits a
            sentence, which is known once all of the sentence has been decided.
        policy: When text that still comes is signed: `sentence`, `clause` or `wait-3`; others only by method `model`.
        format: How chunks are sent.
        chunk_frames: Frames of a chunk.
        credits: Chunks that may be sent before more are asked for.
        idle: Whether the body goes on breathing while no text comes.
        token: Where the server wants one and the client cannot send a header, as in browsers.
    """

    type: Literal["start"]
    language: str = Field(max_length=100)
    method: Literal["model", "auto", "hybridsign", "signer"] = "model"
    policy: str = Field(SENTENCE, max_length=20)
    format: Literal["json", "binary"] = "json"
    chunk_frames: int = Field(4, ge=1)
    credits: int = Field(8, ge=0)
    idle: bool = False
    token: str | None = Field(None, max_length=1000)


class Text(Fields):
    """Text that goes on where the last one ended."""

    type: Literal["text"]
    text: str


class Flush(Fields):
    """What is held has ended."""

    type: Literal["flush"]


class Cancel(Fields):
    """Nothing of the text so far is to be signed any more."""

    type: Literal["cancel"]


class Credits(Fields):
    """So many chunks more."""

    type: Literal["credits"]
    chunks: int = Field(ge=1)


class Stop(Fields):
    """The client is done."""

    type: Literal["stop"]


Message = Start | Text | Flush | Cancel | Credits | Stop
MESSAGES: TypeAdapter[Message] = TypeAdapter(Annotated[Message, Field(discriminator="type")])


class StreamEndError(Exception):
    """The connection is closed for a reason.

    Args:
        code: Why.
        reason: In words, for the closing frame: at most 120 characters of ASCII.
        error: What the client is told before, *optional*.
    """

    def __init__(self, code: Close, reason: str, error: InputError | None = None) -> None:
        super().__init__(reason)
        self.code, self.reason, self.error = code, reason, error


def told(kind: str, **facts: Any) -> str:
    """A message of the server."""
    return json.dumps({"type": kind, **facts}, ensure_ascii=False, allow_nan=False)


def facts_of(error: InputError) -> dict[str, str]:
    """An error as clients get it."""
    return {"argument": error.argument, "expected": error.expected, "got": error.got, "message": str(error)}
