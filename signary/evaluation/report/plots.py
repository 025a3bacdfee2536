"""The plots of a report: where distances lie, how durations agree, how fast wrists are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from signary.evaluation.measured_joints import as_joints, wrists
from signary.evaluation.report.svg import Plot
from signary.evaluation.report.systems import Scored
from signary.evaluation.signature import MetricResult
from signary.evaluation.smoothness import STILL
from signary.pose.sequence import PoseSequence
from signary.pose.view import shoulder_width

#: Colours that stay apart for people with colour blindness (Okabe and Ito 2008); the first is the model's.
COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#D55E00", "#56B4E9")
REFERENCE_COLOUR = "#000000"
_BINS = 24
_SPEED_BINS = 40
#: The axis of speeds reaches at least to this share of each system's steps.
_INSIDE = 0.995
_ROOM = 1.08


def colours(scored: Sequence[Scored]) -> dict[str, str]:
    """Name of each system -> its colour in all plots; a model's is the first, ground truth's black."""
    names = [one.system.name for one in sorted(scored, key=lambda one: not one.system.is_model)]
    return {name: COLOURS[at % len(COLOURS)] for at, name in enumerate(names)}


def distance_histogram(scored: Sequence[Scored], metric: str) -> str:
    """Scores of a metric: how many sentences lie where, a line a system.

    Args:
        scored: Systems to show.
        metric: Id of a metric that has a score a sentence.
    """
    results = {one.system.name: one.motion[metric] for one in scored}
    scores = {name: result.scores for name, result in results.items() if isinstance(result, MetricResult)}
    most = max(float(values.max()) for values in scores.values()) * _ROOM or 1.0
    edges = np.linspace(0, most, _BINS + 1)
    counts = {name: np.histogram(values, edges)[0] for name, values in scores.items()}
    unit = getattr(next(iter(results.values())).signature, "unit", "")
    high = max(float(found.max()) for found in counts.values()) * _ROOM
    plot = Plot((0.0, most), (0.0, high), f"{metric} ({unit})", "sentences")
    for name, found in counts.items():
        plot.steps(name, colours(scored)[name], edges, found)
    return plot.svg(f"Histogram of {metric}")


def duration_scatter(scored: Sequence[Scored], references: Sequence[PoseSequence]) -> str:
    """Seconds of each sentence: reference to the right, system upwards; on the grey line both are equal."""
    wanted = np.array([sequence.seconds for sequence in references])
    made = {one.system.name: np.array([sequence.seconds for sequence in one.system.motion]) for one in scored}
    right = float(wanted.max()) * _ROOM
    top = max(float(values.max()) for values in made.values()) * _ROOM
    plot = Plot((0.0, right), (0.0, top), "reference (s)", "system (s)")
    end = min(right, top)
    plot.line((0.0, 0.0), (end, end))
    for name, values in made.items():
        plot.dots(name, colours(scored)[name], wanted, values)
    return plot.svg("Durations of references and systems")


def speed_densities(scored: Sequence[Scored], references: Sequence[PoseSequence]) -> tuple[str, dict[str, float]]:
    """How often moving wrists are how fast, a line a system, the references' in black.

    Steps slower than `STILL` are holds, which would leave no room for all others; a system that only holds has no line.

    Returns:
        The plot, and for each system the share of its steps that are holds.
    """
    speeds = {"ground truth": wrist_speeds(references)}
    speeds |= {one.system.name: wrist_speeds(one.system.motion) for one in scored}
    moving = {name: values for name, values in speeds.items() if values.max() >= STILL}
    most = max((float(np.quantile(values, _INSIDE)) for values in moving.values()), default=STILL) * _ROOM + STILL
    edges = np.linspace(STILL, most, _SPEED_BINS + 1)
    width = edges[1] - edges[0]
    densities = {name: np.histogram(values, edges)[0] / len(values) / width for name, values in moving.items()}
    high = max((float(found.max()) for found in densities.values()), default=0.0) * _ROOM or 1.0
    plot = Plot((0.0, most), (0.0, high), "wrist speed (shoulder widths a second)", "density")
    for name, found in densities.items():
        plot.steps(name, {"ground truth": REFERENCE_COLOUR, **colours(scored)}[name], edges, found)
    return plot.svg("Densities of wrist speeds"), {name: float((each < STILL).mean()) for name, each in speeds.items()}


def wrist_speeds(sequences: Sequence[PoseSequence]) -> np.ndarray:
    """Speeds of both wrists in shoulder widths a second, steps of all sequences, without those of missing wrists; (N,).

    Raises:
        InputError: If a layout has no wrists or no shoulders.
    """
    found = []
    for sequence in map(as_joints, sequences):
        steps = np.linalg.norm(np.diff(wrists(sequence, complete=False), axis=0), axis=-1)
        speeds = steps * sequence.fps / shoulder_width(sequence)
        found.append(speeds[np.isfinite(speeds)])
    return np.concatenate(found)
