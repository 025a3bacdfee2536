"""Result lines of all systems as Markdown: one table of own lengths, one of told lengths, the signatures below."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from signary.evaluation.report.contents import best_of, shown
from signary.io.atomic import atomic_path

#: Metrics of the tables -> heads of their columns.
CHOSEN = {
    "dtw-pa-jpe-body": "DTW-PA-JPE body",
    "dtw-pa-jpe-hand": "hands",
    "dtw-pa-jpe-per-step-body": "per step, body",
    "dtw-pa-jpe-per-step-hand": "hands",
    "duration-ratio": "duration",
    "jerk-ratio": "jerk",
    "gloss-wer": "gloss WER",
    "bleu-4-zh": "BLEU-4",
}
_DISTANCE = "data units"
UNITS = {
    **{metric: _DISTANCE for metric in CHOSEN if metric.startswith("dtw")},
    **{"duration-ratio": "x", "jerk-ratio": "x", "gloss-wer": "%", "bleu-4-zh": "%"},
}
_TITLES = {"own": "Lengths of their own", "reference": "Told the reference's length"}
_ARROWS = {0.0: "↓", 1.0: "→ 1", 100.0: "↑"}


def chosen(line: Mapping[str, Any]) -> list[str]:
    """Metrics of the tables that a result line has: without a recogniser those of motion."""
    return [metric for metric in CHOSEN if metric in line["metrics"]]


def tables(lines: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Lines of Markdown.

    Args:
        lines: Result lines of one corpus, in the order of the rows; at least one.
    """
    first = lines[0]
    read = f"; {first['notice']} (`{first['recogniser']}`)" if first["recogniser"] else ""
    label = f"**{first['motion']}**; {first['sentences']} sentences{read}"
    header = ["system", "core-minutes", *(f"{CHOSEN[metric]} {_ARROWS[best_of(metric)]}" for metric in chosen(first))]
    for length, title in _TITLES.items():
        alike = [line for line in lines if line["length"] == length]
        if alike:
            yield from (f"{title}: {label}.", "", _row(header), _row(["---"] * len(header)))
            yield from map(_row, map(_cells, alike))
            yield ""
    yield from (f"- **{line['system']}**: {line['about']}." for line in lines)
    yield ""
    every = [line["metrics"][metric]["signature"] for line in lines for metric in chosen(line)]
    yield from ("```", *dict.fromkeys(every), "```")


def write_tables(lines: Sequence[Mapping[str, Any] | None], file: Path) -> None:
    """Write the tables of those rows that are there; nothing if none is."""
    there = [line for line in lines if line is not None]
    if there:
        with atomic_path(file) as temporary:
            temporary.write_text("\n".join(tables(there)) + "\n", encoding="utf-8")


def _cells(line: Mapping[str, Any]) -> list[str]:
    minutes = line["core_minutes"]
    values = [shown(line["metrics"][metric]["value"]) for metric in chosen(line)]
    return [line["system"], "" if minutes is None else f"{minutes:.1f}", *values]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
