"""What a command says of the files it writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import typer

from signary.io.quoting import cut

#: In how many characters what is left out is named.
_LONGEST = 1000


def write_all(result: Any, output: Sequence[Path], how: Mapping[str, Any]) -> None:
    """Write a result to all files and say so.

    Args:
        result: What a way of signing returns: `pose` and `account()`.
        output: Files to write, by suffix.
        how: Options of `write_output`.

    Raises:
        InputError: If a file could not be written.
    """
    from signary.signing.outputs import write_output

    video = next((path for path in output if path.suffix.lower() == ".mp4"), None)
    said = list[str]()
    for path in output:
        said += write_output(result, path, media=video, **how).lines()
        typer.echo(f"{path}: {result.pose.seconds:.1f} s, {len(result.pose)} frames at {result.pose.fps:g} fps")
    typer.echo(result.account())
    for remark in dict.fromkeys([*said, *rig_remarks(how.get("rig"), how.get("rig_mapping"))]):
        typer.echo(remark, err=True)
    if "notice" in result.pose.metadata:
        typer.echo(f"{result.pose.metadata['notice']}; not for communication", err=True)


def rig_remarks(rig: str | None, mapping: Path | None) -> list[str]:
    """What a rig cannot show, in words."""
    if rig is None:
        return []
    from signary.pose.avatar.rig_files import load_rig

    missing = load_rig(rig, mapping).missing
    return [f"the rig has no bones for: {cut(', '.join(missing), _LONGEST)}"] if missing else []
