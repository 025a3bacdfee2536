"""`signary stream`: motion as JSON lines, chunk by chunk, while the text still comes."""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from signary.cli import options

if TYPE_CHECKING:
    from signary.streaming.session import PoseChunk, SignStream

#: Numbers are radians and coefficients: a hundred-thousandth is far below what anybody sees.
_DIGITS = 5
#: Exit codes: 128 and the number of the signal, SIGINT and SIGPIPE.
_INTERRUPTED, _NOBODY_READS = 130, 141


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
    from signary.bundle.bundle import Bundle
    from signary.bundle.loading import quiet_loading
    from signary.streaming.session import SignStream, StreamSettings

    settings: dict[str, Any] = {"chunk_frames": chunk_frames, "refine": not no_refine, "signer": signer}
    settings |= {"retrieval": "none"} if no_retrieval else {}
    try:
        with quiet_loading():
            bundle = Bundle.load(model)
        session = SignStream(bundle, StreamSettings(bundle.language(language), **settings))
        if bundle.notice:
            typer.echo(f"{bundle.notice}; not for communication", err=True)
        if text == "-":
            _stream_input(session)
            return
        for chunk in session.sign(text):
            _print(chunk)
    except KeyboardInterrupt:
        _end_at_once(_INTERRUPTED)
    except BrokenPipeError:
        _end_at_once(_NOBODY_READS)


def _end_at_once(code: int) -> NoReturn:
    """Leave: taking networks apart would take a second or more, and every line was written when it was made."""
    with suppress(OSError):
        sys.stderr.flush()
    os._exit(code)


def _print(chunk: PoseChunk) -> None:
    values = [[round(float(number), _DIGITS) for number in frame] for frame in chunk.pose.values]
    _print_line(chunk.start, chunk.pose.fps, chunk.pose.layout.name, chunk.text, chunk.message, values)


def _print_line(
    start: int, fps: float, layout: str, text: str | None, message: str | None, values: list[list[float]]
) -> None:
    line = {"start": start, "fps": fps, "layout": layout, "text": text, "message": message, "values": values}
    # Each line at once: whoever reads a pipe waits for it.
    print(json.dumps(line, ensure_ascii=False), flush=True)  # noqa: T201


def _stream_input(session: SignStream) -> None:
    """Sign standard input as it comes, and what is held after a second of silence.

    Raises:
        BrokenPipeError: If nobody reads the lines any more.
    """
    from signary.cli.typed import TypedText

    typed, config = TypedText(), session.bundle.motion_tokenizer.config
    while (piece := typed.next(session.text.patience)) is not None:
        for problem in piece.problems:
            _print_line(session.frames, config.fps, config.layout, None, problem, [])
        for chunk in session.flush() if piece.silence else session.push(piece.text):
            _print(chunk)
    for chunk in session.flush():
        _print(chunk)
