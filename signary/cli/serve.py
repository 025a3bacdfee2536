"""`signary serve`: the page, and motion for programs, over HTTP and WebSockets."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Annotated

import typer

from signary.cli import options
from signary.io.errors import InputError

#: What the extra brings.
_PACKAGES = ("fastapi", "uvicorn", "websockets", "prometheus_client")
_LIMIT = "Most characters of text that wait in a stream."

_Origins = Annotated[
    list[str] | None, typer.Option("--cors", metavar="ORIGIN", help="Pages of this origin may ask too; repeatable.")
]
_Hosts = Annotated[
    list[str] | None,
    typer.Option("--allow-host", metavar="NAME", help="Answer requests for this name, behind a proxy; repeatable."),
]
_Frames = Annotated[
    list[str] | None,
    typer.Option("--embed-in", metavar="ORIGIN", help="Pages of this origin may show the page inside; repeatable."),
]
_Token = Annotated[
    str | None,
    typer.Option("--token", envvar="SIGNARY_TOKEN", help="Whoever asks must send it (Authorization: Bearer …)."),
]


def serve(
    model: options.Model = None,
    dictionary: options.Dictionaries = None,
    host: Annotated[str, typer.Option("--host", help="Address; 0.0.0.0 for every one of this machine.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", help="Port; 0 for any that is free.")] = 8000,
    token: _Token = None,
    cors: _Origins = None,
    allow_host: _Hosts = None,
    embed_in: _Frames = None,
    log_text: Annotated[bool, typer.Option("--log-text", help="Write users' text into the log.")] = False,
    max_sessions: Annotated[int, typer.Option(help="Most streams at a time.", min=1)] = 30,
    max_queue: Annotated[int, typer.Option(help="Most requests for files that wait.", min=1)] = 16,
    max_connections: Annotated[int, typer.Option(help="Most open sockets.", min=1)] = 512,
    max_text: Annotated[int, typer.Option(help=_LIMIT, min=1)] = 10_000,
    max_body: Annotated[int, typer.Option(help="Most bytes of a request or message.", min=1)] = 64 << 10,
    max_seconds: Annotated[float, typer.Option(help="Most seconds until a request is answered.", min=1)] = 60.0,
    max_silence: Annotated[float, typer.Option(help="Most seconds of a stream without text.", min=1)] = 900.0,
) -> None:
    """Serve the page at http://127.0.0.1:8000, files at /v1/sign and motion as it is made at /v1/stream."""
    missing = [name for name in _PACKAGES if find_spec(name) is None]
    if missing:
        raise InputError("serve", "the packages of pip install 'signary[serve]'", f"none of {', '.join(missing)}")
    from signary.serve.running import serve as run
    from signary.serve.server_settings import ServerLimits, ServerSettings

    limits = ServerLimits(
        text=max_text,
        body=max_body,
        sessions=max_sessions,
        queue=max_queue,
        seconds=max_seconds,
        connections=max_connections,
        silence=max_silence,
    )
    named = {"dictionaries": tuple(map(str, dictionary or ())), "frames": tuple(embed_in or ())}
    named |= {"cors": tuple(cors or ()), "hosts": tuple(allow_host or ())}
    run(ServerSettings(model, host, port, token, log_text=log_text, limits=limits, **named))
