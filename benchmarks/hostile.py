"""Files from outside, damaged in many ways: does each end in a named error, soon, in bounded memory, running nothing?

Mutants are bit flips, cuts, repeats, extremes, deep nesting, other types, doubled names and inputs that are hostile by
design, made of valid files that the project's own writers wrote. They are the same for the same seed.

    python benchmarks/hostile.py --json [--mutants 150] [--surface NAME …] [--seed 1] [--keep FOLDER]
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from pathlib import Path

from common import report
from hostile_surfaces import surfaces
from hostile_surfaces.running import OUTCOMES, Tally, run_surface


def main() -> None:
    """Print the counts of every surface, and of all together."""
    known = surfaces()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mutants", type=int, default=150, help="inputs a surface")
    parser.add_argument("--surface", nargs="+", choices=sorted(known), default=list(known), metavar="NAME")
    parser.add_argument("--seed", type=int, default=1, help="of the damage")
    parser.add_argument("--keep", type=Path, help="folder for the inputs that should not have gone so")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    everything = Tally()
    for name in arguments.surface:
        started = time.perf_counter()
        tally = run_surface(known[name], arguments.mutants, arguments.seed, arguments.keep)
        _report(name, tally, arguments.json, seed=arguments.seed, seconds=round(time.perf_counter() - started, 1))
        everything.mutants += tally.mutants
        everything.counts += Counter(tally.counts)
    _report("all", everything, arguments.json, seed=arguments.seed, surfaces=len(arguments.surface))


def _report(name: str, tally: Tally, as_json: bool, **context: float) -> None:
    report(f"hostile.{name}.mutants", tally.mutants, "inputs", as_json, **context)
    for outcome in OUTCOMES:
        report(f"hostile.{name}.{outcome}", tally.counts[outcome], "inputs", as_json)


if __name__ == "__main__":
    main()
