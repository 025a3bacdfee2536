"""`signary stream`: motion as JSON lines, chunk by chunk, while the text still comes."""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from signary.cli import options
from signary.cli.generate import DEFAULT_METHOD
from signary.io.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from signary.pose.motion_spec import MotionSpec
    from signary.streaming.session import PoseChunk, SignStream

#: Numbers are radians and coefficients: a hundred-thousandth is far below what anybody sees.
_DIGITS = 5
#: Exit codes: 128 and the number of the signal, SIGINT and SIGPIPE.
_INTERRUPTED, _NOBODY_READS = 130, 141
#: The policy that waits for the end of a sentence, as of `signary.streaming.policies`, which is not read for `--help`.
SENTENCE = "sentence"


def stream(
    text: Annotated[str, typer.Argument(help="What to sign; - reads standard input as it is typed.")],
    language: options.Language,
    method: Annotated[
        str | None,
        typer.Option("--method", help="model, signer or auto, as of generate; default auto, or with --policy model."),
    ] = None,
    model: options.Model = None,
    dictionary: options.Dictionaries = None,
    chunk_frames: Annotated[int, typer.Option("--chunk-frames", help="Frames of a chunk.")] = 4,
    no_refine: options.NoRefine = False,
    no_retrieval: options.NoRetrieval = False,
    signer: options.Signer = None,
    policy: Annotated[
        str,
        typer.Option(
            "--policy",
            help="When text that still comes is signed: sentence (at its end), clause, or wait-N (N words behind it).",
        ),
    ] = SENTENCE,
) -> None:
    """Sign a text as JSON lines, one a chunk.

    start (first frame's number), fps, layout, text, method, word, gloss, account (with the first chunk of a sentence,
    unless the method is model), message, values.
    """
    settings: dict[str, Any] = {"chunk_frames": chunk_frames, "refine": not no_refine, "signer": signer}
    settings |= {"policy": policy, "method": method or (DEFAULT_METHOD if policy == SENTENCE else "model")}
    settings |= {"retrieval": "none"} if no_retrieval else {}
    try:
        session = _open(language, model, dictionary or [], settings)
        if session.notice:
            typer.echo(f"{session.notice}; not for communication", err=True)
        if text == "-":
            _stream_input(session)
            return
        for chunk in session.sign(text):
            _print(chunk)
    except KeyboardInterrupt:
        _end_at_once(_INTERRUPTED)
    except BrokenPipeError:
        _end_at_once(_NOBODY_READS)


def _open(language: str, model: str | None, dictionaries: list[Path], settings: dict[str, Any]) -> SignStream:
    """A session; the rules need no model, and nobody waits for one.

    Raises:
        InputError: If the language, the model or a setting cannot be used.
    """
    from signary.streaming.session import SignStream, StreamSettings

    if settings["method"] == "signer":
        from signary.language.languages import resolve

        if model is not None:
            raise InputError("model", "method model or auto", "method signer")
        if dictionaries:
            raise InputError("dictionary", "method model or auto", "method signer")
        return SignStream(None, StreamSettings(resolve(language), **settings))
    from signary.bundle.bundle import Bundle
    from signary.bundle.loading import quiet_loading

    with quiet_loading():
        bundle = Bundle.load(model).with_dictionaries(dictionaries)
    return SignStream(bundle, StreamSettings(bundle.language(language), **settings))


def _end_at_once(code: int) -> NoReturn:
    """Leave: taking networks apart would take a second or more, and every line was written when it was made."""
    with suppress(OSError):
        sys.stderr.flush()
    os._exit(code)


def _print(chunk: PoseChunk) -> None:
    values = [[round(float(number), _DIGITS) for number in frame] for frame in chunk.pose.values]
    names = ("text", "method", "word", "gloss", "account", "message")
    _print_line(chunk.start, chunk.pose.motion_spec, {name: getattr(chunk, name) for name in names}, values)


def _print_line(start: int, spec: MotionSpec, said: dict[str, str | None], values: list[list[float]]) -> None:
    line = {"start": start, "fps": spec.fps, "layout": spec.layout.name, **said, "values": values}
    # Each line at once: whoever reads a pipe waits for it.
    print(json.dumps(line, ensure_ascii=False), flush=True)  # noqa: T201


def _stream_input(session: SignStream) -> None:
    """Sign standard input as it comes, and what is held after a second of silence.

    Raises:
        BrokenPipeError: If nobody reads the lines any more.
    """
    from signary.cli.typed import TypedText

    typed = TypedText()
    while (piece := typed.next(session.text.patience)) is not None:
        for problem in piece.problems:
            _print_line(session.frames, session.spec, {"text": None, "message": problem}, [])
        for chunk in session.flush() if piece.silence else session.push(piece.text):
            _print(chunk)
    for chunk in session.flush():
        _print(chunk)
