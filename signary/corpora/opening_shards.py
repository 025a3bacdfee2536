"""A prepared corpus of parquet shards, opened as hostile: each shard becomes an Arrow file that is mapped, not held.

The Arrow files lie where `datasets` keeps its own, under a name made of the shard's place, size and time, so that they
are made once; a child process makes them (`arrow_child.py`), which looks through all that it writes, after the headers
of all pages were looked at here.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from pathlib import Path

import datasets
import pyarrow as pa
import pyarrow.parquet as pq
from datasets import Dataset, concatenate_datasets

from signary.io.atomic import atomic_folder
from signary.io.budget import Budget
from signary.io.errors import FormatError, InputError, UnsafeFileError
from signary.io.parquet_pages import check_pages

#: A shard: far more than one that is written here.
_SHARD = Budget(on_disk=8 << 30, unpacked=16 << 30, items=1 << 12)
_CHILD_SECONDS, _BYTES_A_SECOND = 120, 10_000_000
_THRIFT = {"thrift_string_size_limit": 1 << 24, "thrift_container_size_limit": 1 << 20}
_ARROW = "rows.arrow"


def mapped_shards(shards: Sequence[Path]) -> list[Path]:
    """Shards as Arrow files, made by one child process if they are not there yet.

    Raises:
        FormatError: If a shard is broken.
        UnsafeFileError: If one asks for more than it holds.
    """
    places = {shard: _place(shard) for shard in shards}
    new = [shard for shard, place in places.items() if not (place / _ARROW).is_file()]
    if new:
        for shard in new:
            _check(shard)
        with ExitStack() as stack:
            made = {shard: stack.enter_context(atomic_folder(places[shard], argument="cache")) for shard in new}
            _copy([(shard, place / _ARROW) for shard, place in made.items()])
    return [place / _ARROW for place in places.values()]


def joined(files: Sequence[Path]) -> Dataset:
    """Arrow files one after another, as one data set that stays on the disk."""
    return concatenate_datasets([Dataset.from_file(str(file)) for file in files])


def _place(shard: Path) -> Path:
    """The folder of a shard's Arrow file."""
    status = shard.stat()
    key = repr((str(shard.resolve()), status.st_size, status.st_mtime_ns, status.st_ino)).encode()
    return _cache() / hashlib.sha256(key).hexdigest()[:32]


def _cache() -> Path:
    place = Path(datasets.config.HF_DATASETS_CACHE) / "signary-shards"
    with suppress(OSError):
        place.mkdir(parents=True, exist_ok=True)
    if not os.access(place, os.W_OK):
        raise InputError("cache", "a folder that can be written to (HF_DATASETS_CACHE names one)", repr(str(place)))
    return place


def _check(shard: Path) -> None:
    """What the file claims, before anything of it is unpacked."""
    where, size = shard.name, shard.stat().st_size
    _SHARD.check_on_disk(where, size)
    try:
        with pq.ParquetFile(shard, **_THRIFT) as file:
            metadata = file.metadata
            _SHARD.check_items(where, metadata.num_row_groups, "row groups")
            groups = [metadata.row_group(at) for at in range(metadata.num_row_groups)]
            claimed = sum(
                group.column(at).total_uncompressed_size for group in groups for at in range(group.num_columns)
            )
            _SHARD.check_unpacked(where, claimed // 4, size)  # still motion packs well
        check_pages(shard, metadata)
    except (pa.ArrowException, OSError, ValueError, MemoryError) as error:
        if isinstance(error, InputError):
            raise
        raise FormatError(where, "a whole parquet file", str(error).partition("\n")[0]) from None


def _copy(pairs: Sequence[tuple[Path, Path]]) -> None:
    program = Path(__file__).with_name("arrow_child.py")
    seconds = _CHILD_SECONDS + sum(shard.stat().st_size for shard, _ in pairs) / _BYTES_A_SECOND
    # -P: the folder of the program is not where modules are looked for.
    command = [sys.executable, "-P", str(program), "copy"]
    given = json.dumps([[str(shard), str(target)] for shard, target in pairs]).encode()
    name = pairs[0][0].name if len(pairs) == 1 else "corpus"
    try:
        done = subprocess.run(command, input=given, capture_output=True, check=False, timeout=seconds)
        said = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        raise UnsafeFileError(name, "parquet files that can be read in good time", "others") from None
    except ValueError:
        said = {"path": name, "why": f"pyarrow ends with status {done.returncode}"}
    if said:
        raise FormatError(Path(said["path"]).name, "a whole parquet file of plain columns", said["why"])
