"""`signary stream`: motion as JSON lines, chunk by chunk, while the text still comes."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from signary.cli import options

if TYPE_CHECKING:
    from signary.pipelines.stream import PoseChunk, SignStream

#: Numbers are radians and coefficients: a hundred-thousandth is far below what anybody sees.
_DIGITS = 5
_READ_BYTES = 4096


def stream(
    text: Annotated[str, typer.Argument(help="What to sign; - reads standard input as it is typed.")],
    language: options.Language,
    model: options.Model = None,
    chunk_frames: Annotated[int, typer.Option("--chunk-frames", help="Frames of a chunk.")] = 4,
    no_refine: options.NoRefine = False,
    no_retrieval: options.NoRetrieval = False,
    signer: Annotated[int | None, typer.Option("--signer", help="Number of a signer the model knows.", min=0)] = None,
) -> None:
    """Sign a text as JSON lines, one a chunk: start (first frame's number), fps, layout, text, message, values."""
    from signary.pipelines.methods import load_model

    settings: dict[str, Any] = {"chunk_frames": chunk_frames, "refine": not no_refine, "signer": signer}
    settings |= {"retrieval": "none"} if no_retrieval else {}
    session = load_model(model).open_stream(language, **settings)
    if session.pipeline.notice:
        typer.echo(f"{session.pipeline.notice}; not for communication", err=True)
    if text == "-":
        _stream_input(session)
        return
    for chunk in session.sign(text):
        _print(chunk)


def _print(chunk: PoseChunk) -> None:
    line: dict[str, Any] = {"start": chunk.start, "fps": chunk.pose.fps, "layout": chunk.pose.layout.name}
    line |= {"text": chunk.text, "message": chunk.message}
    line["values"] = [[round(float(number), _DIGITS) for number in frame] for frame in chunk.pose.values]
    # Each line at once: whoever reads a pipe waits for it.
    print(json.dumps(line, ensure_ascii=False), flush=True)  # noqa: T201


def _stream_input(session: SignStream) -> None:
    import asyncio

    from signary.pipelines.stream_async import sign_live

    async def run() -> None:
        async for chunk in sign_live(session, _typed()):
            _print(chunk)

    asyncio.run(run())


async def _typed() -> AsyncIterator[str]:
    """Standard input, whatever of it is there."""
    import asyncio
    import codecs
    import os
    import sys

    decode = codecs.getincrementaldecoder("utf-8")(errors="replace").decode
    while piece := await asyncio.to_thread(os.read, sys.stdin.fileno(), _READ_BYTES):
        yield decode(piece)
