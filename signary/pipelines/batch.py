"""Many sentences into one folder: resumable, one file a sentence, nothing lost silently."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from signary.io.errors import InputError
from signary.io.progress import track
from signary.pipelines.methods import Method
from signary.pipelines.outputs import SUFFIXES, write_output

TEXT_COLUMNS = ("text", "sentence", "translation")
ID_COLUMNS = ("id", "name")


@dataclass(frozen=True)
class BatchResult:
    """How many files were written, kept because they were there, and what failed (id and reason)."""

    folder: Path
    written: int
    kept: int
    failed: tuple[str, ...]


def one_folder(outputs: Sequence[Path]) -> Path:
    """The folder given with `--input`.

    Raises:
        InputError: If it is not exactly one, or a file.
    """
    if len(outputs) != 1:
        raise InputError("output", "one folder with --input", f"{len(outputs)} paths")
    if outputs[0].exists() and not outputs[0].is_dir():
        raise InputError("output", "a folder with --input", f"the file {str(outputs[0])!r}")
    return outputs[0]


def read_sentences(path: Path) -> list[tuple[str, str]]:
    """(id, text) of every sentence of a `.txt` (one a line) or `.csv` file (separated by , ; | or tabs, with a header).

    Raises:
        InputError: If the file is missing or empty, has no text column, or an id is no plain, unique name.
    """
    if not path.is_file():
        raise InputError("input", "a .txt or .csv file", repr(str(path)))
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise InputError("input", "a UTF-8 text file", f"{path.name} ({error.reason})") from None
    if path.suffix.lower() == ".txt":
        found = [(f"{number:05d}", line) for number, line in enumerate(lines, 1) if line.strip()]
    elif path.suffix.lower() == ".csv":
        found = list(_csv_rows(path, lines))
    else:
        raise InputError("input", "a .txt or .csv file", repr(str(path)))
    if not found:
        raise InputError("input", "at least one sentence", f"none in {path.name}")
    names = [name for name, _ in found]
    for name in names:
        if not name or name != Path(name).name or name in (".", "..") or "\\" in name or "\0" in name:
            raise InputError("input", "ids that are plain file names", repr(name))
    if len(set(names)) != len(names):
        raise InputError("input", "ids that differ", f"one twice in {path.name}")
    return found


def _csv_rows(path: Path, lines: list[str]) -> Iterator[tuple[str, str]]:
    header = lines[0] if lines else ""
    separator = max(",;|\t", key=header.count)
    rows = csv.DictReader(lines, delimiter=separator)
    columns = {(name or "").strip().lower(): name for name in rows.fieldnames or []}
    text = next((columns[name] for name in TEXT_COLUMNS if name in columns), None)
    if text is None:
        raise InputError("input", f"a column {' or '.join(TEXT_COLUMNS)} in {path.name}", ", ".join(columns) or "none")
    name = next((columns[key] for key in ID_COLUMNS if key in columns), None)
    for number, row in enumerate(rows, 1):
        yield (row[name] or "").strip() if name else f"{number:05d}", row[text] or ""


def sign_file(
    path: Path,
    folder: Path,
    format: str | None,
    make: Callable[[], Method],
    pictures: dict[str, Any],
) -> BatchResult:
    """Sign every sentence of a file into `folder/ID.FORMAT`; files that are there already are kept.

    A sentence that cannot be signed does not stop the others.

    Args:
        path: `.txt` or `.csv` file, see `read_sentences`.
        folder: Made if it is not there.
        format: Suffix of the files, without its dot.
        make: Makes the method; called once, when everything else is known to be fine, as a model takes time to load.
        pictures: Options of `write_output`.

    Raises:
        InputError: If the input, the format or the folder cannot be used, or `make` raises it.
    """
    if f".{format}" not in SUFFIXES:
        raise InputError("format", ", ".join(suffix[1:] for suffix in SUFFIXES), repr(format))
    sentences = read_sentences(path)
    sign = make()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError("output", "a folder that can be made", f"{str(folder)!r} ({error.strerror})") from None
    written, kept, failed = 0, 0, []
    for name, text in track(sentences, "signing", len(sentences)):
        target = folder / f"{name}.{format}"
        if target.exists():
            kept += 1
            continue
        try:
            write_output(sign(text), target, **pictures)
            written += 1
        except InputError as error:
            failed.append(f"{name}: {error}")
    return BatchResult(folder, written, kept, tuple(failed))
