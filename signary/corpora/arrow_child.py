"""A program of its own that dies in place of the one that wants to read Arrow or parquet files.

On some broken files pyarrow ends the process, takes any memory, or reads memory that is not its own. So this runs in a
child process, with limits on its memory and time, and imports nothing of signary, to start quickly.

- `check`: are these Arrow files whole? Standard input: a JSON list of paths. Data are mapped, not read: what is looked
  at are headers, offsets and texts, a small share of motion.
- `copy`: parquet files as Arrow files that can be mapped. Standard input: a JSON list of pairs of paths, parquet and
  Arrow; the latter is made anew.

Standard output: a JSON object, `{}` if all is well, else `path` and `why`.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from typing import Any

import pyarrow as pa

try:
    import resource
except ImportError:  # Windows: no limits there, but still another process
    resource = None  # type: ignore[assignment]

_EXTENSION = b"ARROW:extension:name"
_OURS = b"datasets.features.features.Array"
#: What a process of Python and pyarrow takes, and room for what is unpacked.
_BASE_BYTES = 3 << 30
#: Seconds to start in, and bytes a second, of looking through and of copying.
_CHECKING, _COPYING = (4, 100_000_000), (8, 20_000_000)
#: Bytes that a file may unpack to, beside a multiple of its own: `datasets` writes Arrow without compression; still
#: motion packs well in parquet.
_UNPACKED, _RATIO, _PACKED_RATIO = 64 << 20, 16, 64
_ROWS = 32
_TOO_MUCH = "more bytes unpacked than a file of its size may hold"


def check(path: str) -> str:
    """What is wrong with a file, or nothing."""
    size = os.path.getsize(path)
    _limit(_BASE_BYTES + size, _CHECKING[0] + size // _CHECKING[1])
    with pa.memory_map(path) as mapped:
        reader = pa.ipc.open_stream(mapped)
        if problem := _check_schema(reader.schema):
            return problem
        for batch in reader:
            batch.validate(full=True)
            if pa.total_allocated_bytes() > _UNPACKED + _RATIO * size:
                return _TOO_MUCH
            if any(_longest(column) > 8 * size + 64 for column in batch.columns):
                return "more values than a file of its size can hold"
    return ""


def copy(source: str, target: str) -> str:
    """Write the Arrow file; what is wrong with the parquet file, or nothing."""
    import pyarrow.parquet as pq

    size = os.path.getsize(source)
    _limit(_BASE_BYTES, _COPYING[0] + size // _COPYING[1])
    with pq.ParquetFile(source, pre_buffer=False) as file:
        schema, written = file.schema_arrow, 0
        if any(isinstance(field.type, pa.BaseExtensionType) for field in schema):
            return "a column of an unknown kind"
        with pa.OSFile(target, "wb") as sink, pa.ipc.new_stream(sink, schema) as writer:
            for batch in file.iter_batches(batch_size=_ROWS, use_threads=False):
                batch.validate(full=True)
                written += batch.nbytes
                if written > _UNPACKED + _PACKED_RATIO * size:
                    return _TOO_MUCH
                writer.write_batch(batch)
    return ""


def _limit(most_bytes: int, seconds: int) -> None:
    if resource is None:
        return
    used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    limits = ((resource.RLIMIT_AS, most_bytes), (resource.RLIMIT_CPU, int(used) + seconds), (resource.RLIMIT_CORE, 0))
    for what, most in limits:
        _, hard = resource.getrlimit(what)
        soft = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (soft, hard))


def _check_schema(schema: Any) -> str:
    for field in schema:
        if problem := _check_field(field):
            return problem
    return ""


def _check_field(field: Any) -> str:
    kind, extension = field.type, (field.metadata or {}).get(_EXTENSION, _OURS)
    if isinstance(kind, pa.BaseExtensionType) or not extension.startswith(_OURS):
        return f"a column of the kind {extension[:60]!r}"
    types = pa.types
    if types.is_list(kind) or types.is_large_list(kind) or types.is_fixed_size_list(kind):
        return _check_field(kind.value_field)
    if types.is_struct(kind):
        return next(filter(None, (_check_field(kind.field(at)) for at in range(kind.num_fields))), "")
    plain = (
        *(types.is_null, types.is_boolean, types.is_integer, types.is_floating, types.is_decimal, types.is_temporal),
        *(types.is_string, types.is_large_string, types.is_binary, types.is_large_binary, types.is_fixed_size_binary),
    )
    return "" if any(is_kind(kind) for is_kind in plain) else f"a column of type {str(kind)[:60]}"


def _longest(array: Any) -> int:
    """Values of an array, or of the longest of the arrays in it."""
    kind = array.type
    if pa.types.is_struct(kind):
        return max([len(array), *(_longest(array.field(at)) for at in range(kind.num_fields))])
    if pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind):
        return max(len(array), _longest(array.values))
    return len(array)


def main() -> None:
    """Do what is asked for with the files that standard input names, up to the first that is broken."""
    pa.set_cpu_count(1)
    pa.set_io_thread_count(1)
    tasks: dict[str, Callable[..., str]] = {"check": check, "copy": copy}
    task = tasks[sys.argv[1]]
    for given in json.load(sys.stdin):
        paths = [given] if isinstance(given, str) else given
        try:
            problem = task(*paths)
        except (pa.ArrowException, OSError, ValueError, TypeError, MemoryError, RecursionError) as error:
            problem = str(error).partition("\n")[0][:200] or type(error).__name__
        if problem:
            json.dump({"path": paths[0], "why": problem}, sys.stdout)
            return
        # What is not closed before the process ends has been checked.
        sys.stdout.flush()
    json.dump({}, sys.stdout)


if __name__ == "__main__":
    main()
