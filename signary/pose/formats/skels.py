"""PHOENIX14T skeletons as Progressive Transformers stores them (FIELD.md, formats §3.1; "PT format").

One sequence a line, 151 numbers a frame: 50 joints × (x, y, z) with five decimals, then the counter i/T with four. The
neck is the origin, y grows downwards, 25 frames a second. Files of the same stem hold ids (`.files`), texts (`.text`)
and glosses (`.gloss`), line by line.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from signary.io.atomic import atomic_path
from signary.io.errors import FormatError, InputError
from signary.io.reading import read_bytes
from signary.pose.registry import get_layout
from signary.pose.sequence import PoseSequence

FPS = 25.0
_COORDINATES = 150
_FRAME = _COORDINATES + 1
#: Four decimals and some more.
_COUNTER_ERROR = 1e-3
_SIBLINGS = {"files": "id", "text": "text", "gloss": "gloss"}


def read_skels(path: Path | str) -> list[PoseSequence]:
    """All sequences of a `.skels` file, of layout `phoenix50` at 25 fps.

    A counter other than i/T, as models predict it, is kept in `metadata["counter"]`.

    Args:
        path: The file. Lines of the `.files`, `.text` and `.gloss` files beside it become `id`, `text` and `gloss` of
            the metadata, where there are such files.

    Raises:
        InputError: If there is no such file.
        FormatError: If a line is no sequence, or a file beside it has another number of lines.
    """
    path = Path(path)
    lines = _lines(path)
    facts: list[dict[str, Any]] = [{"source": path.name} for _ in lines]
    for suffix, name in _SIBLINGS.items():
        beside = path.with_suffix(f".{suffix}")
        if beside.is_file():
            entries = _lines(beside)
            if len(entries) != len(lines):
                raise FormatError(beside.name, f"{len(lines)} lines, as {path.name} has", len(entries))
            for fact, entry in zip(facts, entries, strict=True):
                fact[name] = entry.strip()
    sequences = []
    for number, (line, fact) in enumerate(zip(lines, facts, strict=True), start=1):
        frames = _frames(f"{path.name}, line {number}", line)
        counter = frames[:, -1]
        if np.abs(counter - np.arange(len(frames)) / len(frames)).max() > _COUNTER_ERROR:
            fact["counter"] = counter.tolist()
        sequences.append(PoseSequence(frames[:, :-1], get_layout("phoenix50"), FPS, metadata=fact))
    return sequences


def read_skels_file(path: Path | str, *, index: int | None = None) -> PoseSequence:
    """One sequence of a `.skels` file.

    Args:
        path: The file.
        index: Which sequence, from 0; not needed if there is only one.

    Raises:
        InputError: If there is no such file or sequence, or several and no `index`.
        FormatError: As `read_skels`.
    """
    sequences = read_skels(path)
    if index is None and len(sequences) == 1:
        index = 0
    if index is None or not 0 <= index < len(sequences):
        raise InputError("index", f"a number from 0 to {len(sequences) - 1}", "none" if index is None else index)
    return sequences[index]


def _lines(path: Path) -> list[str]:
    try:
        return read_bytes(path).decode("utf-8").removesuffix("\n").split("\n")
    except UnicodeDecodeError as error:
        raise FormatError(path.name, "UTF-8 text", str(error)) from None


def _frames(where: str, line: str) -> np.ndarray:
    try:
        numbers = np.array(line.split(), dtype=np.float64)
    except ValueError:
        raise FormatError(where, "numbers", "other text") from None
    if not len(numbers) or len(numbers) % _FRAME:
        raise FormatError(where, f"frames of {_FRAME} numbers", f"{len(numbers)} numbers")
    frames = numbers.reshape(-1, _FRAME)
    if not np.isfinite(frames).all():
        raise FormatError(where, "finite numbers", "NaN or infinity")
    return frames


def write_skels(sequences: Iterable[PoseSequence], path: Path | str) -> None:
    """Write sequences as a `.skels` file, byte for byte as Progressive Transformers writes its own.

    Args:
        sequences: Sequences of layout `phoenix50` at 25 fps without missing joints, at least one frame each: the
            format has no place for anything else.
        path: The file to write; it appears whole or not at all.

    Raises:
        InputError: If a sequence does not fit, or the folder cannot be written to.
    """
    lines = [_line(f"sequences[{at}]", sequence) for at, sequence in enumerate(sequences)]
    if not lines:
        raise InputError("sequences", "at least one", "none")
    with atomic_path(path) as temporary:
        temporary.write_text("".join(lines), encoding="utf-8", newline="\n")


def write_skels_file(sequence: PoseSequence, path: Path | str) -> None:
    """Write one sequence as a `.skels` file of one line; see `write_skels`."""
    write_skels([sequence], path)


def _line(name: str, sequence: PoseSequence) -> str:
    if sequence.layout.name != "phoenix50":
        raise InputError(name, "layout phoenix50 (convert first)", sequence.layout.name)
    if abs(sequence.fps - FPS) > 1e-6:
        raise InputError(name, f"{FPS:g} fps (resample first)", f"{sequence.fps:g}")
    if not len(sequence) or not np.isfinite(sequence.values).all():
        raise InputError(name, "frames without missing joints", "a missing joint" if len(sequence) else "no frames")
    frames = []
    for at, frame in enumerate(sequence.values.tolist()):
        frames.append(" ".join([*(f"{number:.5f}" for number in frame), f"{at / len(sequence):.4f}"]))
    return " ".join(frames) + "\n"
