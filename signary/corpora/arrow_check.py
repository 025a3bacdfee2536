"""A program of its own: are these Arrow files whole? It dies in place of the one that wants to read them.

On some broken files pyarrow ends the process, or reads memory that is not its own. So `opening.py` runs this in a child
process, with limits on its memory and time. Data are mapped, not read: what is looked at are headers, offsets and
texts, a small share of motion. It imports nothing of signary, to start quickly.

Standard input: a JSON list of paths. Standard output: a JSON object, `{}` if all is well, else `path` and `why`.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

import pyarrow as pa

try:
    import resource
except ImportError:  # Windows: no limits there, but still another process
    resource = None  # type: ignore[assignment]

_EXTENSION = b"ARROW:extension:name"
_OURS = b"datasets.features.features.Array"
#: What a process of Python and pyarrow takes, and room for what is unpacked.
_BASE_BYTES, _BASE_SECONDS = 3 << 30, 4
_BYTES_A_SECOND = 100_000_000
#: Bytes that a file may unpack to, beside a multiple of its own: `datasets` writes without compression.
_UNPACKED, _RATIO = 64 << 20, 16


def check(path: str) -> str:
    """What is wrong with a file, or nothing."""
    size = os.path.getsize(path)
    _limit(size)
    with pa.memory_map(path) as mapped:
        reader = pa.ipc.open_stream(mapped)
        if problem := _check_schema(reader.schema):
            return problem
        for batch in reader:
            batch.validate(full=True)
            if pa.total_allocated_bytes() > _UNPACKED + _RATIO * size:
                return "more bytes unpacked than a file of its size may hold"
            if any(_longest(column) > 8 * size + 64 for column in batch.columns):
                return "more values than a file of its size can hold"
    return ""


def _limit(size: int) -> None:
    if resource is None:
        return
    seconds = _BASE_SECONDS + size // _BYTES_A_SECOND
    used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    for what, most in (
        (resource.RLIMIT_AS, _BASE_BYTES + size),
        (resource.RLIMIT_CPU, int(used) + seconds),
        (resource.RLIMIT_CORE, 0),
    ):
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
    """Check the files that standard input names, up to the first that is broken."""
    pa.set_cpu_count(1)
    pa.set_io_thread_count(1)
    for path in json.load(sys.stdin):
        try:
            problem = check(path)
        except (pa.ArrowException, OSError, ValueError, TypeError, MemoryError, RecursionError) as error:
            problem = str(error).partition("\n")[0][:200] or type(error).__name__
        if problem:
            json.dump({"path": path, "why": problem}, sys.stdout)
            return
        # What is not closed before the process ends has been checked.
        sys.stdout.flush()
    json.dump({}, sys.stdout)


if __name__ == "__main__":
    main()
