"""A corpus on disk, opened as hostile: only what lies in its folder, only what is whole, only what it says to be.

A corpus is what `signary corpus prepare` writes (parquet shards, `opening_shards.py`), or `save_to_disk` of `datasets`:
`state.json` names Arrow files, `dataset_info.json` their columns.
The names could lead anywhere, and a broken Arrow file can end the process; so JSON files are read bounded, names have
to be plain, and Arrow files are looked through by a child process (`arrow_child.py`) before they are mapped here.
Of a corpus of 10 GB that reads some 100 MB, once in a process and file.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from datasets import Array2D, Array3D, Array4D, Array5D, ClassLabel, Dataset, DatasetDict, Value, load_from_disk
from datasets.features import LargeList, List, Translation

from signary.corpora.corpus_files import DICT_FILE, INFO_FILE, STATE_FILE, find_shards
from signary.corpora.opening_shards import joined, mapped_shards
from signary.io.budget import JSON
from signary.io.errors import FormatError, InputError, UnsafeFileError
from signary.io.json_file import read_json
from signary.io.library_errors import named_errors
from signary.io.model_files import inside, plain_name
from signary.io.quoting import quoted

_EXPECTED = "a folder written by datasets' save_to_disk or signary corpus prepare"
_ARROW_SUFFIX = ".arrow"
_MAX_SPLITS, _MAX_FILES = 1_000, 100_000
_PLAIN = (Value, ClassLabel, Translation, Array2D, Array3D, Array4D, Array5D)
#: What a column holds, where there is one of the name: levels of lists, and the kind of what is in them.
_COLUMNS: Mapping[str, tuple[int, str]] = {
    "text": (0, "texts"),
    "language": (0, "texts"),
    "hand_reference": (0, "texts"),
    "fps": (0, "numbers"),
    "poses": (2, "numbers"),
    "confidence": (2, "numbers"),
    "codes": (2, "whole numbers"),
    "words": (1, "texts"),
    "gloss": (0, "texts"),
}
#: Columns without which a row says nothing.
_NEVER_MISSING = ("text", "language", "gloss", "poses", "codes", "words")
#: Files that were looked through, with what shows that they are the same.
_CHECKED = set[tuple[str, int, int, int]]()
_CHILD_SECONDS, _BYTES_A_SECOND = 120, 20_000_000


def open_corpus(folder: Path | str) -> Dataset | DatasetDict:
    """A corpus, its rows as plain Python.

    Args:
        folder: What `signary corpus prepare` or `save_to_disk` has written.

    Raises:
        FormatError: If a file is broken, or a column holds something else than its name says.
        UnsafeFileError: If a file names others outside the folder, or asks for more than it holds.
        InputError: If it is no such folder.
    """
    place = Path(folder).absolute()
    if not place.is_dir():
        raise InputError("corpus", _EXPECTED, repr(str(folder)))
    with named_errors("corpus", _EXPECTED, repr(str(folder)), FormatError):
        if shards := find_shards(place):
            return _open_shards(shards)
        if all((place / name).is_file() for name in (INFO_FILE, STATE_FILE)):
            parts = [place]
        elif (place / DICT_FILE).is_file():
            parts = _splits(place)
        else:
            raise InputError("corpus", _EXPECTED, f"{str(folder)!r} without {DICT_FILE} or {STATE_FILE}")
        _check_arrow([file for part in parts for file in _arrow_files(place, part)])
        loaded = load_from_disk(str(place))
        splits = loaded if isinstance(loaded, DatasetDict) else {"corpus": loaded}
        for name, rows in splits.items():
            _check_columns(str(name), rows)
        return loaded.with_format(None)


def _open_shards(shards: Mapping[str, list[Path]]) -> DatasetDict:
    files = [file for split in shards.values() for file in split]
    mapped = dict(zip(files, mapped_shards(files), strict=True))
    splits = DatasetDict({split: joined([mapped[file] for file in found]) for split, found in shards.items()})
    for name, rows in splits.items():
        _check_columns(str(name), rows)
    return splits.with_format(None)


def _splits(place: Path) -> list[Path]:
    names = read_json(inside(place, DICT_FILE), JSON).get("splits")
    if not isinstance(names, list) or not 0 < len(names) <= _MAX_SPLITS or len({*map(str, names)}) < len(names):
        raise FormatError(DICT_FILE, "the names of splits", quoted(names))
    parts = [inside(place, plain_name(DICT_FILE, name)) for name in names]
    for part in parts:
        if not part.is_dir():
            raise FormatError(DICT_FILE, "splits that are there", quoted(part.name))
    return parts


def _arrow_files(place: Path, part: Path) -> list[Path]:
    """The Arrow files of a split, after a look at what its JSON files say."""
    for name in (INFO_FILE, STATE_FILE):
        if not (part / name).is_file():
            raise FormatError("corpus", _EXPECTED, f"{part.name!r} without {name}")
    where = f"{part.name}/{STATE_FILE}"
    state = read_json(inside(place, f"{part.relative_to(place).as_posix()}/{STATE_FILE}"), JSON)
    read_json(inside(place, f"{part.relative_to(place).as_posix()}/{INFO_FILE}"), JSON)
    files = state.get("_data_files")
    if not isinstance(files, list) or len(files) > _MAX_FILES or not all(isinstance(one, dict) for one in files):
        raise FormatError(where, "_data_files, a list of files", quoted(files))
    fingerprint = state.get("_fingerprint")
    if not isinstance(fingerprint, str) or not re.fullmatch(r"[0-9A-Za-z_-]{1,64}", fingerprint):
        # Names of cache files are made of it.
        raise FormatError(where, "a _fingerprint of letters and digits", quoted(fingerprint))
    names = [plain_name(where, one.get("filename"), _ARROW_SUFFIX) for one in files]
    if len(set(names)) < len(names):
        # Few bytes would be as many rows as one likes.
        raise FormatError(where, "every file once", "one that is named again")
    for name in names:
        if not (part / name).is_file():
            raise FormatError(where, "files that are there", quoted(name))
    return [inside(place, f"{part.relative_to(place).as_posix()}/{name}") for name in names]


def _check_arrow(files: Iterable[Path]) -> None:
    """Have files looked through that were not yet, in a process that may die of them."""
    stamps = {
        (str(file), status.st_size, status.st_mtime_ns, status.st_ino) for file in files if (status := file.stat())
    }
    new = sorted(stamps - _CHECKED)
    if not new:
        return
    program = Path(__file__).with_name("arrow_child.py")
    # -P: the folder of the program is not where modules are looked for.
    command = [sys.executable, "-P", str(program), "check"]
    seconds = _CHILD_SECONDS + sum(size for _, size, *_ in new) / _BYTES_A_SECOND
    paths = [path for path, *_ in new]
    try:
        done = subprocess.run(
            command, input=json.dumps(paths).encode(), capture_output=True, check=False, timeout=seconds
        )
        said = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        raise UnsafeFileError("corpus", "Arrow files that can be read in good time", "others") from None
    except ValueError:
        said = {"path": paths[0], "why": f"pyarrow ends with status {done.returncode}"} if len(paths) == 1 else None
    if said is None:
        # Which of them it was, one by one.
        for stamp in new:
            _check_arrow([Path(stamp[0])])
    elif said:
        path = Path(said["path"])
        raise FormatError(f"{path.parent.name}/{path.name}", "a whole Arrow file of plain columns", said["why"])
    _CHECKED.update(new)


def _check_columns(split: str, rows: Dataset) -> None:
    for name, feature in rows.features.items():
        _check_feature(f"{split}, column {quoted(name)}", feature)
    for name, (levels, kind) in _COLUMNS.items():
        if name not in rows.column_names:
            continue
        where = f"corpus, split {split}, column {name}"
        if not _holds(rows.features[name], levels, kind):
            raise FormatError(where, f"{'lists of ' * levels}{kind}", quoted(str(rows.features[name])))
        column = rows.data.column(name)
        if name in _NEVER_MISSING and column.null_count:
            missing = pc.index(pc.is_null(column), True).as_py()
            raise FormatError(f"{where}, row {missing}", "a value", "none")
        if levels == 2 and not isinstance(rows.features[name], Array2D):
            _check_even(where, column)
    for name, feature in rows.features.items():
        if isinstance(feature, (Array2D, Array3D, Array4D, Array5D)):
            _check_shape(f"corpus, split {split}, column {quoted(name)}", rows.data.column(name), feature)


def _check_even(where: str, column: pa.ChunkedArray) -> None:
    """Arrays of two dimensions: in a row, all lists have one length."""
    before = 0
    for chunk in column.chunks:
        if not pa.types.is_null(chunk.type) and not pa.types.is_null(chunk.type.value_type):
            inner, owners = chunk.flatten(), pc.list_parent_indices(chunk).to_numpy()
            if inner.null_count:
                row = int(owners[pc.index(pc.is_null(inner), True).as_py()])
                raise FormatError(f"{where}, row {before + row}", "an array", "one with missing lists")
            lengths = pc.list_value_length(inner).to_numpy()
            uneven = np.flatnonzero((lengths[1:] != lengths[:-1]) & (owners[1:] == owners[:-1]))
            if len(uneven):
                row = before + int(owners[uneven[0]])
                raise FormatError(f"{where}, row {row}", "an array", "lists of different lengths")
        before += len(chunk)


def _check_feature(where: str, feature: Any) -> None:
    """Only what is read as numbers, texts, lists and names: others would open files that rows name."""
    if isinstance(feature, dict):
        for below in feature.values():
            _check_feature(where, below)
    elif isinstance(feature, (List, LargeList)):
        _check_feature(where, feature.feature)
    elif not isinstance(feature, _PLAIN):
        raise UnsafeFileError(where, "numbers, texts or lists (remove_columns drops others)", type(feature).__name__)


def _holds(feature: Any, levels: int, kind: str) -> bool:
    if levels == 2 and isinstance(feature, Array2D):
        return _is_kind(feature.dtype, kind)
    for _ in range(levels):
        if not isinstance(feature, (List, LargeList)):
            return False
        feature = feature.feature
    if isinstance(feature, ClassLabel):
        return False
    # A column in which every value is missing has no type.
    return isinstance(feature, Value) and (feature.dtype == "null" or _is_kind(feature.dtype, kind))


def _is_kind(dtype: str, kind: str) -> bool:
    whole = dtype.startswith(("int", "uint"))
    return {
        "texts": dtype in ("string", "large_string"),
        "whole numbers": whole,
        "numbers": whole or dtype.startswith("float"),
    }[kind]


def _check_shape(where: str, column: pa.ChunkedArray, feature: Any) -> None:
    """Rows of the shape that the feature declares: reading others would fail in the middle of the work."""
    shape = feature.shape
    if not all(size is None or (isinstance(size, int) and size >= 0) for size in shape) or None in shape[1:]:
        raise FormatError(where, "a shape of which only the first length may vary", quoted(shape))
    for chunk in column.chunks:
        values = chunk.storage if isinstance(chunk, pa.ExtensionArray) else chunk
        for level, size in enumerate(shape):
            lengths = pc.list_value_length(values)
            if lengths.null_count and level:
                raise FormatError(where, f"arrays of shape {shape}", "missing rows of an array")
            differing = size is not None and len(lengths) and pc.min_max(lengths).as_py() != {"min": size, "max": size}
            if differing and lengths.null_count < len(lengths):
                raise FormatError(where, f"arrays of shape {shape}", "others")
            values = values.flatten()
