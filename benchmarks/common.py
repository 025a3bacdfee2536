"""What the benchmarks share: one JSON object a line, single-threaded set-up, the machine's parallel speed-up."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Collection, Mapping
from typing import Any

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")


def report(name: str, value: float, unit: str, as_json: bool, **context: Any) -> None:
    """Print one result: a JSON line, or a line for people."""
    rounded = round(value, 6)
    if as_json:
        print(json.dumps({"name": name, "value": rounded, "unit": unit, **context}, ensure_ascii=False))
    else:
        extra = ", ".join(f"{key} {item}" for key, item in context.items() if not isinstance(item, (list, dict)))
        print(f"{name:36s} {rounded:>10g} {unit}  {extra}")
    sys.stdout.flush()


def verdict(
    name: str, value: float, bars: Mapping[str, tuple[str, float]], contended: bool, timeless: Collection[str] = ()
) -> dict[str, Any]:
    """The bar of a figure and whether it is cleared; a contended machine decides nothing about time.

    Args:
        name: Of the figure.
        value: Its value.
        bars: Name -> `<=`, `<` or `>=`, and the bar.
        contended: Whether the machine is.
        timeless: Names of figures that a busy machine does not change.
    """
    if name not in bars:
        return {}
    sign, bar = bars[name]
    found: dict[str, Any] = {"bar": f"{sign} {bar:g}"}
    if contended and name not in timeless:
        return found
    return {**found, "passed": {"<=": value <= bar, "<": value < bar, ">=": value >= bar}[sign]}


def parallel_speedup() -> float:
    """1-thread over 2-thread time of a 1200 × 1200 matrix product; below 1.6 the machine is contended."""
    import torch

    matrix = torch.rand(1200, 1200)
    seconds = []
    for threads in (1, 2):
        torch.set_num_threads(threads)
        runs = []
        for _ in range(5):
            start = time.perf_counter()
            matrix @ matrix
            runs.append(time.perf_counter() - start)
        seconds.append(sorted(runs)[len(runs) // 2])
    torch.set_num_threads(1)
    return seconds[0] / seconds[1]
