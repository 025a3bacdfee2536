"""How soon, to how many and how evenly a server signs: a server process, WebSocket clients on the loopback.

- first chunk: from a text to its first chunk of motion, in a new stream of an idle server that is ready;
- streams in real time: the most streams of 25 frames a second of which none has a chunk that comes more than a chunk
  after its turn; a client asks for four chunks ahead, and always has a sentence that waits;
- 30 streams: the slowest over the fastest, and whether those that stay are in real time when the others have left;
- 200 clients at once: how many are refused, with an error and code 1013, where there is room for 30;
- mixed load: clients that open, sign, cancel, and leave with and without a word, while others ask for files: what is
  added to the memory of the server, what of its sessions is left, and how many streams differ from their text alone.

    python benchmarks/serve.py --json [--model FOLDER] [--short | --long]
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from common import parallel_speedup, report, verdict
from serve_clients import SECONDS_A_CHUNK, ServerProcess, first_chunk, refused, server_process, watched
from serve_load import mixed_load
from stream import sentences

from signary.bundle.bundle import Bundle

#: Streams that a server is to serve in real time, and that it has room for.
WANTED, ROOM, CLIENTS = 12, 30, 200
BARS: dict[str, tuple[str, float]] = {
    "serve.first_chunk_p50_ms": ("<=", 60.0),
    "serve.first_chunk_p99_ms": ("<=", 200.0),
    "serve.sessions_in_real_time": (">=", WANTED),
    "serve.memory_growth_percent": ("<", 3.0),
    "serve.refused": (">=", CLIENTS - ROOM),
    "serve.streams_left": ("<=", 0),
    "serve.streams_that_differ": ("<=", 0),
}
#: These are no times, and a busy machine does not change them.
TIMELESS = ("serve.memory_growth_percent", "serve.refused", "serve.streams_left", "serve.streams_that_differ")

Tell = Callable[..., None]


@dataclass(frozen=True)
class Effort:
    """How much is measured.

    Attributes:
        texts: First chunks.
        seconds: That streams are watched.
        most: Streams, at most.
        load: Seconds of mixed load.
    """

    texts: int
    seconds: float
    most: int
    load: float


SHORT, USUAL, LONG = Effort(6, 3.0, 3, 6.0), Effort(100, 20.0, 30, 60.0), Effort(200, 60.0, 30, 900.0)


def measure_first_chunk(server: ServerProcess, effort: Effort, tell: Tell) -> None:
    """Median and 99th percentile."""
    pairs = sentences()

    async def all_of_them() -> list[float]:
        return [1000 * await first_chunk(server, *pairs[at % len(pairs)]) for at in range(effort.texts)]

    found = asyncio.run(all_of_them())
    spread = {"texts": len(found), "high": round(max(found), 1)}
    tell("serve.first_chunk_p50_ms", statistics.median(found), "ms", **spread)
    tell("serve.first_chunk_p99_ms", float(np.percentile(found, 99)), "ms", **spread)


def together(server: ServerProcess, streams: int, seconds: float) -> list[Any]:
    """Watch so many streams at once, the languages in turn."""
    by_language: dict[str, list[str]] = {}
    for text, language in sentences():
        by_language.setdefault(language, []).append(text)
    names = list(by_language)

    async def all_of_them() -> list[Any]:
        watching = [
            watched(server, by_language[names[at % 3]][at % 5 :], names[at % 3], seconds) for at in range(streams)
        ]
        return await asyncio.gather(*watching)

    return asyncio.run(all_of_them())


def measure_sessions(server: ServerProcess, effort: Effort, tell: Tell) -> int:
    """The most streams in real time: up from those wanted while all is well, else down."""
    late: dict[int, float] = {}

    def fine(streams: int) -> bool:
        late[streams] = max(each.late for each in together(server, streams, effort.seconds))
        return late[streams] <= SECONDS_A_CHUNK

    best = min(WANTED, effort.most)
    if fine(best):
        while best + 2 <= effort.most and fine(best + 2):
            best += 2
    else:
        while best > 0 and not fine(best - 1):
            best -= 1
        best = max(0, best - 1)
    told = {str(streams): round(1000 * value) for streams, value in sorted(late.items())}
    tell("serve.sessions_in_real_time", best, "streams", seconds=effort.seconds, latest_ms=told)
    return best


def measure_overload(server: ServerProcess, effort: Effort, fitting: int, tell: Tell) -> None:
    """As many streams as there is room for; then as many as can be served."""
    rates = [each.rate for each in together(server, min(ROOM, 2 * effort.most), effort.seconds)]
    spread = {"streams": len(rates), "low": round(min(rates), 1), "high": round(max(rates), 1)}
    tell("serve.evenness", min(rates) / max(rates), "x", **spread)
    few = max(1, min(fitting, WANTED))
    late = max(each.late for each in together(server, few, effort.seconds))
    tell("serve.recovered", float(late <= SECONDS_A_CHUNK), "", latest_ms=round(1000 * late), streams=few)


def measure_refused(server: ServerProcess, tell: Tell) -> None:
    """Many more clients than there is room for."""
    time.sleep(1.0)  # the clients of before have left
    served, turned_away = asyncio.run(refused(server, CLIENTS))
    tell("serve.refused", turned_away, "clients", clients=CLIENTS, served=served)


def measure_load(server: ServerProcess, bundle: Bundle, effort: Effort, tell: Tell) -> None:
    """Mixed load: memory, what is left, what is wrong."""
    found = asyncio.run(mixed_load(server, bundle, effort.load))
    growth = 100 * (found.bytes_after - found.bytes_before) / found.bytes_before
    size = {"seconds": effort.load, "mebibytes": found.bytes_before >> 20, "streams": found.streams}
    tell("serve.memory_growth_percent", growth, "%", **size)
    tell("serve.streams_left", found.left, "streams")
    worst = round(found.largest_difference, 6)
    tell("serve.streams_that_differ", found.differ, "streams", compared=found.compared, largest_difference=worst)


def main() -> None:
    """Measure all of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", help="folder or Hub id; default the embedded model")
    parser.add_argument("--short", action="store_true", help="a minute, for tests: figures prove nothing")
    parser.add_argument("--long", action="store_true", help="a minute a try, a quarter of an hour of mixed load")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    effort = LONG if arguments.long else SHORT if arguments.short else USUAL
    speedup = parallel_speedup()
    report("machine.parallel_speedup", speedup, "x", arguments.json)
    contended = speedup < 1.6

    def tell(name: str, value: float, unit: str, **context: Any) -> None:
        more = verdict(name, value, BARS, contended, TIMELESS)
        report(name, value, unit, arguments.json, **context, **more, **({"contended": True} if contended else {}))

    bundle = Bundle.load(arguments.model)
    named = ["--model", arguments.model] if arguments.model else []
    with server_process("--max-sessions", str(ROOM), *named) as server:
        measure_first_chunk(server, effort, tell)
        fitting = measure_sessions(server, effort, tell)
        measure_overload(server, effort, fitting, tell)
        measure_refused(server, tell)
        measure_load(server, bundle, effort, tell)


if __name__ == "__main__":
    main()
