"""What a command says of the files it writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import typer


def write_all(result: Any, output: Sequence[Path], pictures: Mapping[str, Any], compress: bool) -> None:
    """Write a result to all files and say so.

    Args:
        result: What a way of signing returns: `pose` and `account()`.
        output: Files to write, by suffix.
        pictures: How pictures look, see `write_output`.
        compress: Pack `.glb` files.

    Raises:
        InputError: If a file could not be written.
    """
    from signary.pose.formats import remarks
    from signary.signing.outputs import write_output

    video = next((path for path in output if path.suffix.lower() == ".mp4"), None)
    for path in output:
        write_output(result, path, media=video, compress=compress, **pictures)
        typer.echo(f"{path}: {result.pose.seconds:.1f} s, {len(result.pose)} frames at {result.pose.fps:g} fps")
    typer.echo(result.account())
    for remark in dict.fromkeys(line for path in output for line in remarks(result.pose, path)):
        typer.echo(remark, err=True)
    if "notice" in result.pose.metadata:
        typer.echo(f"{result.pose.metadata['notice']}; not for communication", err=True)
