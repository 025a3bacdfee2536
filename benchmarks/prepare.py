"""How fast, how evenly and how safely a corpus of one-frame pickles is prepared, by the command line.

    python benchmarks/prepare.py --work FOLDER --json [--clips 2000] [--processes 2] [--kills 4] [--seed 0]

Clips in SOKE's form are made by the signer (`soke_clips.py`, synthetic) and kept in the work folder. Then
`signary corpus prepare soke` runs

- whole, with its start: frames a second by the clock, and by the processor's time (`per_core_second` beside it, which
  other work on the machine does not change); the floor is what reading and closing the same files takes in a loop;
- watched: resident memory of all its processes, of the second half of the time over the first (what starts is left
  out);
- killed (`kill -9`) when a random number of parts is done and a random time after, gone on with, killed again …, and
  ended: files are compared byte for byte with those of the whole run.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
from common import report
from soke_clips import make_clips

#: Seconds between two looks at the memory.
EVERY = 0.05
#: Share of the run at its start that says nothing of the memory: processes start, libraries are loaded.
STARTING = 0.3
#: What the work folder holds.
CLIPS, WHOLE, KILLED = "clips", "whole", "killed"


def command(work: Path, output: Path, processes: int) -> list[str]:
    """What prepares the clips."""
    texts = ["--texts", str(work / CLIPS / "texts"), "--hand_reference", "flat", "--language", "asl"]
    place = [str(work / CLIPS / "poses"), "-o", str(output), "--processes", str(processes)]
    return [sys.executable, "-m", "signary.cli", "corpus", "prepare", "soke", *place, *texts]


def started(work: Path, output: Path, processes: int) -> subprocess.Popen[bytes]:
    """A preparation that runs."""
    return subprocess.Popen(
        command(work, output, processes), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    )


def ended(running: subprocess.Popen[bytes]) -> None:
    """Wait for a preparation.

    Raises:
        SystemExit: If it fails, with the end of what it said.
    """
    said = running.communicate()[1]
    if running.returncode:
        raise SystemExit(f"prepare failed:\n{said.decode()[-2000:]}")


def frames_in(work: Path) -> list[str]:
    """Paths of all frames."""
    found: list[str] = []
    for place, _, names in os.walk(work / CLIPS / "poses"):
        found += [f"{place}/{name}" for name in names if name.endswith(".pkl")]
    return found


def floor(paths: list[str]) -> tuple[float, int]:
    """Processor's seconds that opening, reading and closing files takes, and their bytes."""
    size, before = 0, time.process_time()
    for path in paths:
        handle = os.open(path, os.O_RDONLY)
        size += len(os.read(handle, 1 << 16))
        os.close(handle)
    return time.process_time() - before, size


def resident_bytes(group: int) -> int:
    """Proportional memory of all processes of a session: what they share is counted once."""
    total = 0
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if os.getsid(int(entry.name)) == group:
                    lines = (entry / "smaps_rollup").read_text().splitlines()
                    total += 1024 * sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
            except OSError:  # it has ended
                continue
    return total


def watched(running: subprocess.Popen[bytes]) -> Iterator[tuple[float, int]]:
    """Seconds since the start, and memory, until it ends."""
    start = time.perf_counter()
    while running.poll() is None:
        yield time.perf_counter() - start, resident_bytes(running.pid)
        time.sleep(EVERY)


def memory_growth(samples: list[tuple[float, int]]) -> float:
    """Largest memory of the second half over that of the first, in percent, without the start."""
    times, sizes = np.array(samples).T
    begin, end = STARTING * times[-1], times[-1]
    first, second = (
        sizes[(times >= low) & (times < high)].max(initial=0.0)
        for low, high in ((begin, (begin + end) / 2), ((begin + end) / 2, end + 1))
    )
    return float(100 * (second / first - 1)) if first else float("nan")


def digests(folder: Path) -> dict[str, str]:
    """File -> hash of what is in it."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def measure_speed(work: Path, processes: int, tell: Any) -> None:
    """A whole run, whose output stays: others are compared with it."""
    paths = frames_in(work)
    least, size = floor(paths)
    shutil.rmtree(work / WHOLE, ignore_errors=True)
    before, start = _children_seconds(), time.perf_counter()
    ended(started(work, work / WHOLE, processes))
    seconds, spent = time.perf_counter() - start, _children_seconds() - before
    tell(
        "prepare.frames_per_second",
        len(paths) / seconds,
        "1/s",
        per_core_second=round(len(paths) / spent),
        floor_per_core_second=round(len(paths) / least),
        frames=len(paths),
        megabytes=round(size / 1e6),
        seconds=round(seconds, 2),
        core_seconds=round(spent, 2),
        processes=processes,
        load=round(os.getloadavg()[0], 1),
    )


def _children_seconds() -> float:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def measure_memory(work: Path, processes: int, tell: Any) -> None:
    """A run whose memory is watched."""
    output = work / "watched"
    shutil.rmtree(output, ignore_errors=True)
    running = started(work, output, processes)
    samples = list(watched(running))
    ended(running)
    shutil.rmtree(output)
    most = max(size for _, size in samples)
    tell("prepare.memory_growth_percent", memory_growth(samples), "%", most_mib=round(most / 2**20))


def killed(work: Path, processes: int, parts: int, late: float) -> int | None:
    """Parts that are done when a run is killed, `late` seconds after so many are; None if it ended before."""
    records = work / f"{KILLED}.preparing" / "records"
    running = started(work, work / KILLED, processes)
    while len(list(records.glob("*.json"))) < parts:
        if running.poll() is not None:
            ended(running)
            return None
        time.sleep(0.01)
    time.sleep(late)
    os.kill(running.pid, signal.SIGKILL)
    running.communicate()
    return len(list(records.glob("*.json")))


def measure_kills(work: Path, processes: int, kills: int, seed: int, tell: Any) -> None:
    """A run that is killed and goes on, as often as asked for, at random parts of it and between them."""
    rng, output = np.random.default_rng(seed), work / KILLED
    for left in (output, output.with_name(f"{KILLED}.preparing")):
        shutil.rmtree(left, ignore_errors=True)
    parts = len({path.stem for path in (work / WHOLE / "data").glob("train-*.parquet")})
    at = []
    for share in np.sort(rng.random(kills)):
        done = killed(work, processes, int(share * parts), float(rng.random()))
        if done is None:
            break
        at.append(done)
    if not output.is_dir():
        ended(started(work, output, processes))
    equal = digests(output) == digests(work / WHOLE)
    tell("prepare.killed_and_resumed_equal", float(equal), "", kills=len(at), parts=parts, parts_done=at)


def main() -> None:
    """Make what is missing, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True, help="work folder; the clips in it are kept")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--clips", type=int, default=2000, help="sentences")
    parser.add_argument("--processes", type=int, default=2, help="that prepare")
    parser.add_argument("--kills", type=int, default=4)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    work, tell = arguments.work, partial(report, as_json=arguments.json, clips=arguments.clips)
    if not (work / CLIPS).is_dir():
        work.mkdir(parents=True, exist_ok=True)
        make_clips(work / CLIPS, arguments.clips, 0, "asl", arguments.processes)
    measure_speed(work, arguments.processes, tell)
    measure_memory(work, arguments.processes, tell)
    measure_kills(work, arguments.processes, arguments.kills, arguments.seed, tell)


if __name__ == "__main__":
    main()
