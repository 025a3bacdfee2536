"""Sessions side by side: frames a second of all together, and over those of one alone; the embedded model.

Every session signs sentence after sentence, in a language of its own, and wants its next chunk at once; so first chunks
of sentences are among the steps. Numbers of sessions take turns within a round, so that a ratio compares neighbours.
Beside the clock stands the time of the processor, which a busy machine changes less.

    python benchmarks/sessions.py --json [--model FOLDER] [--threads 1] [--counts 1 4 8 12 16 30] [--rounds 3]
"""

from __future__ import annotations

import argparse
import statistics
import time
from itertools import cycle
from typing import Any, NamedTuple

import numpy as np
import torch
from common import parallel_speedup, report
from quality import load_pipeline
from stream import Tell, sentences

from signary.streaming.pool import SessionPool
from signary.streaming.session import StreamSettings

COUNTS, ROUNDS = (1, 4, 8, 12, 16, 30), 3
#: Chunks that all sessions of a round make together, and steps at least.
CHUNKS, STEPS = 240, 20
#: Twelve sessions in real time, of 25 frames a second each.
BARS = {12: 300.0}


class Round(NamedTuple):
    """What some sessions did together; seconds of each step."""

    frames: int
    seconds: list[float]
    busy: float


def run(bundle: Any, pairs: list[tuple[str, str]], count: int, threads: int, steps: int) -> Round:
    """So many sessions for so many steps."""
    pool, texts = SessionPool(bundle, threads), {}
    for at in range(count):
        language = pairs[at % len(pairs)][1]
        own = [text for text, of in pairs if of == language]
        first = at // len(bundle.languages) % len(own)
        session = pool.open(StreamSettings(bundle.language(language)))
        texts[session] = cycle(own[first:] + own[:first])
    frames, seconds, began = 0, list[float](), time.process_time()
    for _ in range(steps):
        for session, sayings in texts.items():
            if not session.busy:
                session.push(f"{next(sayings)}\\n")
        before = time.perf_counter()
        frames += sum(len(chunk.pose) for _, chunk in pool.step())
        seconds.append(time.perf_counter() - before)
    return Round(frames, seconds, time.process_time() - began)


def measure(bundle: Any, counts: list[int], rounds: int, threads: int, chunks: int, tell: Tell) -> None:
    """Rates of every number of sessions, and over those of one alone in the same round."""
    pairs = [pair for pair in sentences() if pair[1] in bundle.languages]
    found: dict[int, list[Round]] = {count: [] for count in counts}
    for _ in range(rounds):
        for count in counts:
            found[count].append(run(bundle, pairs, count, threads, max(STEPS, chunks // count)))
    for count in counts:
        rates = [one.frames / sum(one.seconds) for one in found[count]]
        busy = statistics.median(one.frames / one.busy for one in found[count])
        spread = {"low": round(min(rates), 1), "high": round(max(rates), 1), "rounds": rounds}
        steps = [1000 * second for one in found[count] for second in one.seconds]
        facts = {"per_processor_second": round(busy, 1), "step_p99_ms": round(float(np.percentile(steps, 99)), 1)}
        tell(f"sessions.{count}.frames_per_second", statistics.median(rates), "frames/s", count, **facts, **spread)
        if counts[0] == 1:
            pairs_of_rounds = zip(found[count], found[1], strict=True)
            ratios = [(one.frames / one.busy) / (own.frames / own.busy) for one, own in pairs_of_rounds]
            tell(f"sessions.{count}.ratio_to_alone", statistics.median(ratios), "x", count, rounds=rounds)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--model", help="model folder; default the embedded one")
    parser.add_argument("--threads", type=int, default=1, help="threads of torch")
    parser.add_argument("--counts", type=int, nargs="+", default=COUNTS, help="numbers of sessions")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="rounds in which all of them take turns")
    parser.add_argument("--chunks", type=int, default=CHUNKS, help="chunks that the sessions of a round make together")
    arguments = parser.parse_args()
    speedup = parallel_speedup()
    torch.set_num_threads(arguments.threads)
    bundle = load_pipeline(arguments.model).bundle
    counts = sorted(set(arguments.counts))
    SessionPool(bundle).warm_up(counts[-1])
    contended = speedup < 1.6
    machine = {"threads": arguments.threads, "machine.parallel_speedup": round(speedup, 2), "contended": contended}

    def tell(name: str, value: float, unit: str, count: int, **context: Any) -> None:
        verdict: dict[str, Any] = {}
        if unit == "frames/s" and count in BARS:
            verdict = {"bar": f">= {BARS[count]:g}"} | ({} if contended else {"passed": value >= BARS[count]})
        report(name, value, unit, arguments.json, **verdict, **context, **machine)

    measure(bundle, counts, arguments.rounds, arguments.threads, arguments.chunks, tell)


if __name__ == "__main__":
    main()
