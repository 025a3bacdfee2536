"""PHOENIX14T skeletons as Progressive Transformers stores them ("PT format", docs/pose_files.md).

One sequence a line, 151 numbers a frame: 50 joints × (x, y, z) with five decimals, then the counter i/T with four. The
neck is the origin, y grows downwards, 25 frames a second. Files of the same stem hold ids (`.files`), texts (`.text`)
and glosses (`.gloss`), line by line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, overload

import numpy as np

from signary.io.atomic import atomic_path
from signary.io.errors import FormatError, InputError
from signary.io.reading import read_bytes
from signary.pose.formats.rates import settle_rate
from signary.pose.formats.several import one_recording
from signary.pose.registry import get_layout
from signary.pose.sequence import PoseSequence

FPS = 25.0
_COORDINATES = 150
_FRAME = _COORDINATES + 1
#: Four decimals and some more.
_COUNTER_ERROR = 1e-3
_SIBLINGS = {"files": "id", "text": "text", "gloss": "gloss"}
#: Characters of a line that are parsed at once.
_PIECE = 1 << 16
#: Beyond it no float32 goes.
_LARGEST = float(np.finfo(np.float32).max)


def read_skels(path: Path | str, *, fps: float | None = None) -> list[PoseSequence]:
    """All sequences of a `.skels` file, of layout `phoenix50`.

    A counter other than i/T, as models predict it, is kept in `metadata["counter"]`.

    Args:
        path: The file. Lines of the `.files`, `.text` and `.gloss` files beside it become `id`, `text` and `gloss` of
            the metadata, where there are such files.
        fps: Frames a second; the format's own 25 by default.

    Raises:
        InputError: If there is no such file.
        FormatError: If a line is no sequence, or a file beside it has another number of lines.
    """
    return list(SkelsFile(path, fps))


class SkelsFile(Sequence[PoseSequence]):
    """The sequences of a `.skels` file, each parsed when it is asked for; arguments and errors as of `read_skels`."""

    def __init__(self, path: Path | str, fps: float | None = None) -> None:
        self._path, self._fps = Path(path), fps
        self._lines = _lines_of_frames(self._path)
        self._beside = _beside(self._path, len(self._lines))

    def __len__(self) -> int:
        """Number of sequences."""
        return len(self._lines)

    @overload
    def __getitem__(self, at: int) -> PoseSequence: ...

    @overload
    def __getitem__(self, at: slice) -> list[PoseSequence]: ...

    def __getitem__(self, at: int | slice) -> PoseSequence | list[PoseSequence]:
        """A sequence, or some."""
        places = range(len(self))[at]
        return [self[place] for place in places] if isinstance(places, range) else self._at(places)

    def facts(self, name: str, most: int | None = None) -> list[str]:
        """`id`, `text` or `gloss` of sequences, without parsing them; none if there is no such file beside.

        Args:
            name: Which of the three.
            most: Of the first so many; *optional*, defaults to all.
        """
        lines = self._beside.get(name)
        return [] if lines is None else [lines[at].strip() for at in range(len(lines))[:most]]

    def names(self, most: int | None = None) -> list[str]:
        """Ids of the first `most` sequences, by default of all; none if there is no such file beside."""
        return self.facts("id", most)

    def _at(self, place: int) -> PoseSequence:
        return _sequence(self._path, place, self._lines, self._beside, self._fps)


def read_skels_file(path: Path | str, *, index: int | None = None, fps: float | None = None) -> PoseSequence:
    """One sequence of a `.skels` file; of the others no number is looked at.

    Args:
        path: The file.
        index: Which sequence, from 0; not needed if there is only one.
        fps: Frames a second; the format's own 25 by default.

    Raises:
        InputError: If there is no such file or sequence, or several and no `index`.
        FormatError: As `read_skels`.
    """
    path = Path(path)
    return one_recording(SkelsFile(path, fps), path.name, index)


class _Lines:
    """Lines of a text file, found one by one: a file of line breaks alone takes no more memory than it is long."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self._content = read_bytes(path).removesuffix(b"\n")
        breaks = np.flatnonzero(np.frombuffer(self._content, np.uint8) == ord("\n"))
        self._ends = np.append(breaks, len(self._content))

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, at: int) -> str:
        start = int(self._ends[at - 1]) + 1 if at else 0
        try:
            return self._content[start : int(self._ends[at])].decode("utf-8")
        except UnicodeDecodeError as error:
            raise FormatError(f"{self.name}, line {at + 1}", "UTF-8 text", str(error)) from None

    def first_empty(self) -> int | None:
        """Number of the first line without a character."""
        lengths = np.diff(self._ends, prepend=-1) - 1
        return int(np.argmin(lengths)) if not lengths.all() else None


def _lines_of_frames(path: Path) -> _Lines:
    lines = _Lines(path)
    if (empty := lines.first_empty()) is not None:
        raise FormatError(f"{path.name}, line {empty + 1}", f"frames of {_FRAME} numbers", "none")
    return lines


def _beside(path: Path, count: int) -> dict[str, _Lines]:
    """The files beside a `.skels` file, by what their lines are."""
    found = {}
    for suffix, fact in _SIBLINGS.items():
        sibling = path.with_suffix(f".{suffix}")
        if sibling.is_file():
            lines = found[fact] = _Lines(sibling)
            if len(lines) != count:
                raise FormatError(sibling.name, f"{count} lines, as {path.name} has", len(lines))
    return found


def _sequence(path: Path, at: int, lines: _Lines, beside: dict[str, _Lines], fps: float | None) -> PoseSequence:
    frames = _frames(f"{path.name}, line {at + 1}", lines[at])
    facts: dict[str, Any] = {"source": path.name, **{fact: entries[at].strip() for fact, entries in beside.items()}}
    counter = frames[:, -1]
    if np.abs(counter - np.arange(len(frames)) / len(frames)).max() > _COUNTER_ERROR:
        facts["counter"] = counter.tolist()
    rate = FPS if fps is None else settle_rate(path.name, None, fps)
    return PoseSequence(frames[:, :-1], get_layout("phoenix50"), rate, metadata=facts)


def _frames(where: str, line: str) -> np.ndarray:
    try:
        pieces = [np.array(piece.split(), dtype=np.float64) for piece in _pieces(line)]
    except ValueError:
        raise FormatError(where, "numbers", "other text") from None
    numbers = np.concatenate(pieces)
    if not len(numbers) or len(numbers) % _FRAME:
        raise FormatError(where, f"frames of {_FRAME} numbers", f"{len(numbers)} numbers")
    frames = numbers.reshape(-1, _FRAME)
    if not (np.abs(frames) <= _LARGEST).all():
        raise FormatError(where, "finite numbers", "NaN, infinity or a number that is too large")
    return frames


def _pieces(line: str) -> Iterator[str]:
    """A line in pieces that end at blanks: as words it takes fifty times its memory."""
    start = 0
    while len(line) - start > _PIECE:
        found = re.compile(r"\s").search(line, start + _PIECE)
        end = found.start() if found else len(line)
        yield line[start:end]
        start = end
    yield line[start:]


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
