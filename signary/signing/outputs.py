"""Where a signed text goes: motion files, pictures, captions and annotations, chosen by suffix."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from signary.io.errors import InputError
from signary.signing.shared_signing import SignedText

MOTION = (".pose", ".npz")
PICTURES = (".gif", ".mp4", ".png")
TIMES = (".vtt", ".eaf")
SUFFIXES = (*MOTION, *PICTURES, *TIMES)


def check_outputs(paths: Sequence[Path]) -> None:
    """Refuse, before any work is done, what could not be written after it.

    Raises:
        InputError: If a suffix is unknown, a folder is missing or not writable, a path is a folder or given twice.
    """
    for path in paths:
        if path.suffix.lower() not in SUFFIXES:
            raise InputError("output", f"a name that ends in {', '.join(SUFFIXES)}", repr(str(path)))
        if path.is_dir():
            raise InputError("output", "a file", f"the folder {str(path)!r}")
        folder = path.resolve().parent
        if not folder.is_dir():
            raise InputError("output", "a file in an existing folder", repr(str(path)))
        if not os.access(folder, os.W_OK) or (path.exists() and not os.access(path, os.W_OK)):
            raise InputError("output", "a place that can be written to", repr(str(path)))
    if len({path.resolve() for path in paths}) != len(paths):
        raise InputError("output", "files that differ", ", ".join(map(str, paths)))


def write_output(
    result: SignedText,
    path: Path,
    *,
    size: int = 512,
    mark: bool = True,
    captions: bool = False,
    media: Path | None = None,
) -> None:
    """Write a signed text as the suffix of `path` says.

    Args:
        result: What was signed.
        path: `.pose`, `.npz` (motion), `.gif`, `.mp4`, `.png` (pictures), `.vtt`, `.eaf` (times).
        size: Width and height of pictures in pixels.
        mark: Put the small notice into pictures.
        captions: Burn the gloss of each sign into pictures, where there is none its words.
        media: Video that annotations refer to.

    Raises:
        InputError: If the suffix is unknown or the file cannot be written.
    """
    check_outputs([path])
    suffix = path.suffix.lower()
    if suffix in MOTION:
        from signary.pose.formats import write_pose

        write_pose(result.pose, path)
    elif suffix in PICTURES:
        from signary.pose.render import render

        shown = [(item.start, item.end, item.gloss or item.word) for item in result.segments] if captions else []
        render(result.pose, path, size=size, mark=mark, captions=shown)
    elif suffix == ".vtt":
        from signary.retrieval.segments import write_vtt

        write_vtt(path, result.segments)
    else:
        from signary.retrieval.segments import write_eaf

        write_eaf(path, result.segments, media)
