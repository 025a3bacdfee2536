"""Sentences that a report shows in pictures: those on which the model is best, in the middle and worst."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from signary.evaluation.registry import get_metric
from signary.evaluation.report.systems import Scored, Sentences
from signary.evaluation.signature import MetricResult
from signary.pose.render import render_pair
from signary.pose.sequence import PoseSequence

#: Cases are chosen by this one where it was measured, else by the first of motion: a sum over the path would choose the
#: shortest and the longest sentences.
CHOSEN_BY = "dtw-pa-jpe-per-step-hand"
#: Pixels of one of the pictures.
SIZE = 176
RANKS = ("best", "median", "worst")


@dataclass(frozen=True)
class Case:
    """A sentence and a contact sheet: reference and model side by side, twelve moments.

    Attributes:
        rank: One of `RANKS`.
        at: Number of the sentence.
        metric: Id of the metric by which it was chosen.
        score: Of that metric.
        lines: What was to be signed and what was read, one line each.
        png: The contact sheet.
    """

    rank: str
    at: int
    metric: str
    score: float
    lines: tuple[str, ...]
    png: bytes


def deciding_metric(model: Scored) -> tuple[str, MetricResult] | None:
    """Id and result of the metric by which cases are chosen; None if none has a score a sentence."""
    ordered = sorted(model.motion.items(), key=lambda found: found[0] != CHOSEN_BY)
    return next(((name, result) for name, result in ordered if isinstance(result, MetricResult)), None)


def choose_cases(model: Scored) -> dict[str, int]:
    """Rank -> number of the sentence; with fewer than three sentences some ranks are missing."""
    deciding = deciding_metric(model)
    if deciding is None:
        return {}
    metric, result = deciding
    order = np.argsort(np.abs(result.scores - get_metric(metric).best), kind="stable")
    places = {"best": 0, "median": (len(order) - 1) // 2, "worst": len(order) - 1}
    found: dict[str, int] = {}
    for rank in RANKS:
        at = int(order[places[rank]])
        if at not in found.values():
            found[rank] = at
    return found


def draw_cases(model: Scored, truth: Scored, references: Sequence[PoseSequence], sentences: Sentences) -> list[Case]:
    """The cases of a model, drawn.

    Args:
        model: The model.
        truth: The ground truth, for what is read off it.
        references: One sequence a sentence.
        sentences: What was to be signed.
    """
    deciding = deciding_metric(model)
    if deciding is None:
        return []
    metric, result = deciding
    found = []
    for rank, at in choose_cases(model).items():
        pair = references[at], model.system.motion[at]
        lines = tuple(_lines(at, model, truth, sentences))
        found.append(Case(rank, at, metric, float(result.scores[at]), lines, _sheet(*pair, model.system.name)))
    return found


def _lines(at: int, model: Scored, truth: Scored, sentences: Sentences) -> list[str]:
    lines = [f"{sentences.ids[at]} ({sentences.languages[at]}): {sentences.texts[at]}"]
    if sentences.glosses is not None:
        lines.append(f"signed: {' '.join(sentences.glosses[at])}")
    for scored in (truth, model):
        if scored.readings:
            reading = scored.readings[at]
            glosses = " ".join(reading.glosses) or "nothing"
            lines.append(f"read off {scored.system.name}: {glosses} — {reading.text or 'nothing'}")
    return lines


def _sheet(reference: PoseSequence, motion: PoseSequence, name: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "case.png"
        render_pair(reference, motion, path, labels=("reference", name), size=SIZE)
        return path.read_bytes()
