"""How fast the metrics of motion are: DTW-PA-JPE against the plain loop, and over a corpus of the size of a test split.

- Of two sequences of 120 frames of a hand (21 joints), random walks: the plain loop aligns every pair of frames by
  numpy's singular value decomposition and warps in Python. Both take turns; the ratio is taken within a round.
- 642 pairs of 116 frames (sentences of the PHOENIX14T test split; their mean length), layout smplx_joints, body and
  both hands, in `--processes` processes, their start included.

    python benchmarks/metrics.py --json
"""

from __future__ import annotations

import argparse
import statistics
import time
from typing import Any

import numpy as np
from common import parallel_speedup, report

from signary.evaluation import DtwPaJpe, dtw_cost, measure_poses
from signary.pose.geometry import procrustes_pair_distances
from signary.pose.registry import get_layout
from signary.pose.sequence import PoseSequence

FRAMES, JOINTS = 120, 21
CORPUS_PAIRS, CORPUS_FRAMES = 642, 116
#: Seconds are those of two processes on two cores that nobody else uses.
BARS = {"metrics.dtw_pa_jpe_speedup": (">=", 30.0), "metrics.corpus_seconds": ("<=", 30.0)}


def random_walk(draw: np.random.Generator, *shape: int) -> np.ndarray:
    """Joints that start anywhere and move a little, (T, J, 3)."""
    steps = draw.normal(size=shape) * 0.05
    steps[0] = draw.normal(size=shape[1:])
    return np.asarray(steps.cumsum(0))


def plain_distance(moving: np.ndarray, target: np.ndarray) -> float:
    """Mean joint distance of a pair of frames (J, 3) after similarity Procrustes (Umeyama 1991)."""
    first, second = moving - moving.mean(0), target - target.mean(0)
    left, values, right = np.linalg.svd(first.T @ second)
    signs = np.array([1, 1, np.sign(np.linalg.det(left @ right))])
    aligned = (values * signs).sum() / (first**2).sum() * first @ ((left * signs) @ right)
    return float(np.linalg.norm(aligned - second, axis=1).mean())


def plain_loop(reference: np.ndarray, hypothesis: np.ndarray) -> float:
    """DTW-PA-JPE cell by cell."""
    total = [[float("inf")] * (len(hypothesis) + 1) for _ in range(len(reference) + 1)]
    total[0][0] = 0.0
    for i, target in enumerate(reference):
        for j, moving in enumerate(hypothesis):
            total[i + 1][j + 1] = plain_distance(moving, target) + min(total[i][j], total[i][j + 1], total[i + 1][j])
    return total[-1][-1]


def ours(reference: np.ndarray, hypothesis: np.ndarray) -> float:
    """DTW-PA-JPE as `DtwPaJpe` computes it."""
    return dtw_cost(procrustes_pair_distances(hypothesis, reference))


def timed_rounds(rounds: int) -> tuple[list[float], list[float]]:
    """Seconds of the plain loop and of ours in each round; ours is compiled before and the median of nine runs.

    Raises:
        RuntimeError: If the two do not agree.
    """
    draw = np.random.default_rng(0)
    reference, hypothesis = (random_walk(draw, FRAMES, JOINTS, 3) for _ in range(2))
    plain, compiled = list[float](), list[float]()
    found = ours(reference, hypothesis)
    for _ in range(rounds):
        start = time.perf_counter()
        expected = plain_loop(reference, hypothesis)
        plain.append(time.perf_counter() - start)
        runs = []
        for _ in range(9):
            start = time.perf_counter()
            ours(reference, hypothesis)
            runs.append(time.perf_counter() - start)
        compiled.append(statistics.median(runs))
        if abs(found - expected) > 1e-6 * expected:
            raise RuntimeError(f"DTW-PA-JPE: expected {expected}, got {found}")
    return plain, compiled


def corpus_seconds(processes: int) -> float:
    """Seconds of DTW-PA-JPE of body and both hands of the corpus."""
    draw, layout = np.random.default_rng(1), get_layout("smplx_joints")
    motion = [
        PoseSequence(random_walk(draw, CORPUS_FRAMES, len(layout.joints), 3), layout, 25.0)
        for _ in range(2 * CORPUS_PAIRS)
    ]
    metrics = [DtwPaJpe("body"), DtwPaJpe("hand")]
    start = time.perf_counter()
    measure_poses(metrics, motion[:CORPUS_PAIRS], motion[CORPUS_PAIRS:], processes=processes)
    return time.perf_counter() - start


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    speedups = [parallel_speedup()]
    plain, compiled = timed_rounds(arguments.rounds)
    seconds = corpus_seconds(arguments.processes)
    speedups.append(parallel_speedup())
    contended = min(speedups) < 1.6

    def say(name: str, value: float, unit: str, **more: Any) -> None:
        if name in BARS:
            sign, bar = BARS[name]
            more["bar"] = f"{sign} {bar:g}"
            # A busy machine says nothing about seconds; a ratio within a round it hardly changes.
            if unit == "x" or not contended:
                more["passed"] = value >= bar if sign == ">=" else value <= bar
        machine = {"machine.parallel_speedup": round(min(speedups), 2), "contended": contended}
        report(name, value, unit, arguments.json, **more, **machine)

    pair = {"frames": FRAMES, "joints": JOINTS, "rounds": arguments.rounds}
    ratios = [one / other for one, other in zip(plain, compiled, strict=True)]
    spread = {"low": round(min(ratios), 2), "high": round(max(ratios), 2)}
    say("metrics.dtw_pa_jpe_speedup", statistics.median(ratios), "x", **spread, **pair)
    say("metrics.dtw_pa_jpe_seconds", statistics.median(compiled), "s", **pair)
    say("metrics.plain_loop_seconds", statistics.median(plain), "s", **pair)
    corpus = {"pairs": CORPUS_PAIRS, "frames": CORPUS_FRAMES, "parts": 3, "processes": arguments.processes}
    say("metrics.corpus_seconds", seconds, "s", **corpus)


if __name__ == "__main__":
    main()
