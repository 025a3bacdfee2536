"""How fast the rule-based signer signs, and how much of real text it signs rather than spells.

One thread. `signer.coverage` needs real sentences: share of content words of all PHOENIX14T dev sentences that are
signed from the lexicon (words, numbers, compounds), not spelled.

    python benchmarks/signer.py --json [--real FOLDER]
"""

from __future__ import annotations

import argparse
import statistics
import time
from pathlib import Path

from common import parallel_speedup, report

TEXT = (
    "Morgen regnet es im Norden und im Süden scheint die Sonne. Am Abend kommt starker Wind aus Westen. "
    "In der Nacht sinken die Temperaturen auf minus fünf Grad, und am Montag schneit es in den Bergen. "
    "Am Dienstag bleibt es trocken und freundlich. Am Mittwoch ziehen dichte Wolken über die Nordsee."
)
ROUNDS = 7


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--real", type=Path, help="folder with phoenix14t-text")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    speedup = parallel_speedup()

    from render import frames_per_second

    from signary.retrieval.lookup import plan_text
    from signary.signer.signer import Signer
    from signary.signing.rule_based import sign_text

    units = [unit for plan in plan_text(TEXT, "dgs") for unit in plan.units]
    signer, rounds = Signer(), []
    motion = signer.sign(units).pose
    for _ in range(ROUNDS):
        start = time.perf_counter()
        signer.sign(units)
        rounds.append((time.perf_counter() - start) / motion.seconds)
    context = {
        "threads": 1,
        "rounds": ROUNDS,
        "machine.parallel_speedup": round(speedup, 2),
        "contended": speedup < 1.6,
    }
    spread = {"low": round(min(rounds), 5), "high": round(max(rounds), 5), "motion_seconds": round(motion.seconds, 1)}
    report("signer.seconds_per_motion_second", statistics.median(rounds), "s/s", arguments.json, **spread, **context)
    start = time.perf_counter()
    whole = sign_text(TEXT, "dgs").pose
    per_second = (time.perf_counter() - start) / whole.seconds
    report("signer.text_seconds_per_motion_second", per_second, "s/s", arguments.json, **context)
    rate = frames_per_second(motion, size=512)
    report("render.frames_per_second", rate, "frames/s", arguments.json, size=512, **context)
    if arguments.real:
        coverage(arguments.real, arguments.json)


def coverage(folder: Path, as_json: bool) -> None:
    """Print the share of content words of all dev sentences that are signed."""
    from signary.io.tables import read_table
    from signary.retrieval.coverage import coverage as measure
    from signary.retrieval.lookup import plan_text

    texts = [text for _, (text,) in read_table(folder / "phoenix14t-text/dev_phoenix2014t.csv").of("translation")]
    result = measure(plan for text in texts for plan in plan_text(text, "dgs"))
    context = {"sentences": len(texts), "content_words": result.content, "sources": dict(result.sources)}
    report("signer.coverage", result.share, "share", as_json, **context)


if __name__ == "__main__":
    main()
