"""`signary generate --gloss`: glosses to motion by a gloss model, into the files that `generate` writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import typer

from signary.io.errors import InputError


def refuse_beside_glosses(settings: Mapping[str, Any]) -> None:
    """Refuse what only the ways from text to motion know.

    Args:
        settings: Name of an option -> what was given; None and False mean that nobody gave it.

    Raises:
        InputError: If something was given.
    """
    for name, value in settings.items():
        if value is not None and value is not False:
            raise InputError(name, "nothing beside --gloss (it goes with TEXT or --input)", repr(value))


def sign_gloss_line(
    line: str,
    output: Sequence[Path],
    *,
    model: str | None,
    length: int | None,
    fps: float | None,
    seed: int | None,
    pictures: Mapping[str, Any],
) -> None:
    """Sign a line of glosses and write it to all files.

    Args:
        line: Glosses parted by blanks.
        output: Files to write.
        model: Folder or Hub id; None for the embedded model.
        length: Frames of the sentence, on the model's clock; None: as predicted.
        fps: Frames a second of the files; None for the model's own.
        seed: Of the noise that motion is made of.
        pictures: How pictures look, see `write_output`.

    Raises:
        UnknownGlossError: If the model does not know a gloss; names the nearest that it knows.
        InputError: If a file could not be written, the model cannot be loaded, or a setting is out of range.
    """
    from signary.pipelines.gloss_signing import GlossSigning, load_gloss_model
    from signary.pipelines.outputs import check_outputs, write_output

    check_outputs(output)
    result = GlossSigning.of(load_gloss_model(model)(line, lengths=length, seed=seed), fps)
    video = next((path for path in output if path.suffix.lower() == ".mp4"), None)
    for path in output:
        write_output(result, path, media=video, **pictures)
        typer.echo(f"{path}: {result.pose.seconds:.1f} s, {len(result.pose)} frames at {result.pose.fps:g} fps")
    typer.echo(result.account())
    if "notice" in result.pose.metadata:
        typer.echo(f"{result.pose.metadata['notice']}; not for communication", err=True)
