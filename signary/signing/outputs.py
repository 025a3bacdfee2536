"""Where a signed text goes: motion files, pictures, captions and annotations, chosen by suffix."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from signary.io.errors import InputError
from signary.pose.formats import Written, write_pose
from signary.retrieval.segments import Segment
from signary.signing.shared_signing import SignedText

MOTION = (".pose", ".npz", ".skels", ".glb", ".bvh", ".vrma")
PICTURES = (".gif", ".mp4", ".png")
TIMES = (".vtt", ".eaf")
#: Files of motion that say what is signed when.
CAPTIONED = (".glb", ".vrma")
#: Files of motion in which any figure can move.
RIGGED = (".glb", ".bvh")
_SAME_RATE = 1e-6
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
    compress: bool = False,
    rig: Path | str | None = None,
    rig_mapping: Path | str | None = None,
) -> Written:
    """Write a signed text as the suffix of `path` says.

    Args:
        result: What was signed.
        path: `.pose`, `.npz`, `.skels`, `.glb`, `.bvh`, `.vrma` (motion), `.gif`, `.mp4`, `.png` (pictures), `.vtt`,
            `.eaf` (times).
        size: Width and height of pictures in pixels.
        mark: Put the small notice into pictures.
        captions: Burn the gloss of each sign into pictures, where there is none its words.
        media: Video that annotations refer to.
        compress: Pack `.glb` files; other kinds have no such choice.
        rig: The figure that moves in `.glb` and `.bvh` files; other kinds have no such choice. See `write_on_rig`.
        rig_mapping: Which of its bones is which joint.

    Returns:
        What whoever gets the file should know.

    Raises:
        InputError: If the suffix is unknown, the rig cannot be used or the file cannot be written.
    """
    check_outputs([path])
    suffix = path.suffix.lower()
    if suffix in MOTION:
        figure = {"rig": rig, "rig_mapping": rig_mapping} if rig is not None and suffix in RIGGED else {}
        return _write_motion(result, path, figure | ({"compress": True} if compress and suffix == ".glb" else {}))
    if suffix in PICTURES:
        from signary.pose.render import render

        shown = [(item.start, item.end, item.gloss or item.word) for item in result.segments] if captions else []
        render(result.pose, path, size=size, mark=mark, captions=shown)
    elif suffix == ".vtt":
        from signary.retrieval.segments import write_vtt

        write_vtt(path, result.segments)
    else:
        from signary.retrieval.segments import write_eaf

        write_eaf(path, result.segments, media)
    return Written()


def _write_motion(result: SignedText, path: Path, options: Mapping[str, Any]) -> Written:
    from signary.pose.formats.skels import FPS
    from signary.pose.view import to_layout

    pose, suffix = result.pose, path.suffix.lower()
    if suffix == ".skels":
        if abs(pose.fps - FPS) > _SAME_RATE:
            raise InputError("fps", f"{FPS:g}, which a .skels has by definition", f"{pose.fps:g}")
        pose = to_layout(pose, "phoenix50")
    elif suffix in CAPTIONED:
        pose = pose.with_metadata(segments=[segment_facts(segment) for segment in result.segments])
    return write_pose(pose, path, **options)


def segment_facts(segment: Segment) -> dict[str, Any]:
    """A sign as files carry it: word, gloss, start and end in seconds."""
    return {name: getattr(segment, name) for name in ("word", "gloss", "start", "end")}
