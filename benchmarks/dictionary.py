"""How fast a large dictionary opens and is found in, and what it holds in memory.

Two synthetic dictionaries are written (a million entries and ten thousand, 4 to 15 steps of 3 codes each); each is
opened in a process of its own, and the two are asked in turns. Lemmas are drawn at random, every fifth is not there.

    python benchmarks/dictionary.py --json
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
from common import parallel_speedup, report, verdict

from signary.retrieval.dictionary import SignDictionary
from signary.retrieval.dictionary_file import SCHEMA, DictionaryHeader

SMALL, LARGE = 10_000, 1_000_000
LANGUAGES = ("asl", "dgs", "csl")
LOOKUPS, ROUNDS = 200_000, 5
TOKENIZER = "synthetic"
#: Of a million entries; `lookup_growth` is the time of a look-up there over that among ten thousand in the same round,
#: `resident_mib` the most memory the process ever had.
BARS = {
    "open_seconds": ("<=", 3.0),
    "lookups_per_second": (">=", 200_000.0),
    "lookups_per_second_batched": (">=", 200_000.0),
    "resident_mib": ("<=", 1024.0),
    "lookup_growth": ("<=", 1.5),
}


def lemma_of(row: int) -> str:
    """A word nobody knows, of about ten bytes, some of them not ASCII."""
    return f"wört{row * 2654435761 % (1 << 32):x}"


def write(folder: Path, count: int) -> None:
    """Write a synthetic dictionary of `count` entries."""
    draw = np.random.default_rng(0)
    steps = draw.integers(4, 16, count).astype(np.int32)
    bounds = np.concatenate([[0], np.cumsum(steps)]).astype(np.int32)
    lemmas = [lemma_of(row) for row in range(count)]
    columns = {
        "lemma": lemmas,
        "language": [LANGUAGES[row % 3] for row in range(count)],
        "source": [f"recording {row % 1000}" for row in range(count)],
        "licence": ["CC0"] * count,
        "gloss": [lemma.upper() for lemma in lemmas],
        "codes": pa.ListArray.from_arrays(
            pa.array(bounds * 3), pa.array(draw.integers(0, 96, bounds[-1] * 3, np.uint16))
        ),
        "steps": steps,
        "frames": steps * 4,
        "reconstruction_error": draw.random(count),
    }
    header = DictionaryHeader(TOKENIZER, ("body", "left_hand", "right_hand"), (96, 192, 192), 4, 25.0)
    SignDictionary(pa.table(columns, schema=SCHEMA), header).save(folder)


def peak_mib() -> float:
    """Most memory that this process ever had; `getrusage` would count what the one had that started it."""
    status = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return int(next(line.split()[1] for line in status if line.startswith("VmHWM"))) / 1024


def serve(folder: Path, count: int) -> None:
    """Open a dictionary here, print seconds and MiB at the peak, and look words up whenever a line comes in."""
    start = time.perf_counter()
    dictionary = SignDictionary.load(folder, TOKENIZER)
    opened = time.perf_counter() - start
    print(json.dumps({"open": opened, "resident": peak_mib()}), flush=True)
    rows = np.random.default_rng(1).integers(0, count, LOOKUPS).tolist()
    absent = count * 2
    asked = [(lemma_of(row + absent * (at % 5 == 4)), LANGUAGES[row % 3]) for at, row in enumerate(rows)]
    batches = {name: [lemma for lemma, language in asked if language == name] for name in LANGUAGES}
    for _ in sys.stdin:
        start = time.perf_counter()
        for lemma, language in asked:
            dictionary.lookup(lemma, language)
        single = LOOKUPS / (time.perf_counter() - start)
        start = time.perf_counter()
        for language, lemmas in batches.items():
            dictionary.lookup_many(lemmas, language)
        print(json.dumps({"single": single, "batched": LOOKUPS / (time.perf_counter() - start)}), flush=True)


class Server:
    """`serve` in a fresh interpreter, so that memory is its own."""

    def __init__(self, folder: Path, count: int) -> None:
        command = [sys.executable, __file__, "--serve", str(folder), "--entries", str(count)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.opening = self._read()

    def _read(self) -> dict[str, float]:
        assert self._process.stdout is not None
        found: dict[str, float] = json.loads(self._process.stdout.readline())
        return found

    def round(self) -> dict[str, float]:
        """Look-ups a second, one at a time and in batches."""
        assert self._process.stdin is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return self._read()

    def close(self) -> None:
        """End the process."""
        self._process.communicate()


def measure(folder: Path, entries: int) -> tuple[dict[str, float], list[tuple[dict[str, float], dict[str, float]]]]:
    """Opening of the large dictionary, and rounds of the small and the large one."""
    servers = []
    for count in (SMALL, entries):
        write(folder / str(count), count)
        servers.append(Server(folder / str(count), count))
    small, large = servers
    rounds = [(small.round(), large.round()) for _ in range(ROUNDS)]
    for server in servers:
        server.close()
    return large.opening, rounds


def main() -> None:
    """Write, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--serve", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--entries", type=int, default=LARGE, help="entries of the large dictionary")
    arguments = parser.parse_args()
    if arguments.serve:
        serve(arguments.serve, arguments.entries)
        return
    speedups = [parallel_speedup()]
    with tempfile.TemporaryDirectory() as folder:
        opening, rounds = measure(Path(folder), arguments.entries)
    speedups.append(parallel_speedup())
    contended = min(speedups) < 1.6
    context = {"entries": arguments.entries, "data": "synthetic", "seed": 0, "rounds": ROUNDS}
    context |= {"machine.parallel_speedup": round(min(speedups), 2), "contended": contended}
    found = {
        "open_seconds": ([opening["open"]], "s"),
        "lookups_per_second": ([large["single"] for _, large in rounds], "1/s"),
        "lookups_per_second_batched": ([large["batched"] for _, large in rounds], "1/s"),
        "resident_mib": ([opening["resident"]], "MiB"),
        "lookup_growth": ([small["single"] / large["single"] for small, large in rounds], "x"),
    }
    for name, (values, unit) in found.items():
        value = float(np.median(values))
        more = context | {"range": [round(min(values), 3), round(max(values), 3)]}
        found = verdict(name, value, BARS, contended, ("resident_mib",))
        report(f"dictionary.{name}", value, unit, arguments.json, **found, **more)


if __name__ == "__main__":
    main()
