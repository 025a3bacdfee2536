"""A program of its own: a parquet file as an Arrow file that can be mapped. It dies in place of the one that wants it.

As `arrow_check.py`, and for the same reasons: on some broken files pyarrow ends the process or takes any memory. It
imports nothing of signary, to start quickly.

Standard input: a JSON list of pairs of paths, parquet and Arrow; the latter is made anew. Standard output: a JSON
object, `{}` if all is well, else `path` and `why`.
"""

from __future__ import annotations

import json
import os
import sys

import pyarrow as pa
import pyarrow.parquet as pq

try:
    import resource
except ImportError:  # Windows: no limits there, but still another process
    resource = None  # type: ignore[assignment]

#: What a process of Python and pyarrow takes, and time to start.
_BASE_BYTES, _BASE_SECONDS = 3 << 30, 8
_BYTES_A_SECOND = 20_000_000
#: Bytes that a file may unpack to, beside a multiple of its own; still motion packs well.
_UNPACKED, _RATIO = 64 << 20, 64
_ROWS = 32


def copy(source: str, target: str) -> str:
    """Write the Arrow file; what is wrong with the parquet file, or nothing."""
    size = os.path.getsize(source)
    _limit(size)
    with pq.ParquetFile(source, pre_buffer=False) as file:
        schema, written = file.schema_arrow, 0
        if any(isinstance(field.type, pa.BaseExtensionType) for field in schema):
            return "a column of an unknown kind"
        with pa.OSFile(target, "wb") as sink, pa.ipc.new_stream(sink, schema) as writer:
            for batch in file.iter_batches(batch_size=_ROWS, use_threads=False):
                batch.validate(full=True)
                written += batch.nbytes
                if written > _UNPACKED + _RATIO * size:
                    return "more bytes unpacked than a file of its size may hold"
                writer.write_batch(batch)
    return ""


def _limit(size: int) -> None:
    if resource is None:
        return
    seconds = _BASE_SECONDS + size // _BYTES_A_SECOND
    used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    limits = ((resource.RLIMIT_AS, _BASE_BYTES), (resource.RLIMIT_CPU, int(used) + seconds), (resource.RLIMIT_CORE, 0))
    for what, most in limits:
        _, hard = resource.getrlimit(what)
        soft = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (soft, hard))


def main() -> None:
    """Copy the files that standard input names, up to the first that is broken."""
    pa.set_cpu_count(1)
    pa.set_io_thread_count(1)
    for source, target in json.load(sys.stdin):
        try:
            problem = copy(source, target)
        except (pa.ArrowException, OSError, ValueError, TypeError, MemoryError, RecursionError) as error:
            problem = str(error).partition("\n")[0][:200] or type(error).__name__
        if problem:
            json.dump({"path": source, "why": problem}, sys.stdout)
            return
        sys.stdout.flush()
    json.dump({}, sys.stdout)


if __name__ == "__main__":
    main()
