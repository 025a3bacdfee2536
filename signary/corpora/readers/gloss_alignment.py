"""When each gloss of a sentence was signed: the states of a recogniser's forced alignment to spans of frames.

states of frames ── runs of a class (k₁ ≤ s ≤ k₃) ── as many groups as glosses ── first and last frame of each
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

#: States of a gloss class; state 0 is none of them.
STATES = 3
#: Names of classes also say how a sign was made (placed, as a classifier, repeated, in a region: NORDRAUM); glosses do
#: not. RAUM and TRAUM are glosses.
_MANNER = re.compile(r"^(loc|cl|lh|rh|poss|negalp|neg)-|-PLUSPLUS$|(?<=[A-Z]{2})RAUM$")
#: Classes for hands on their way from and to rest.
_NO_GLOSS = "__"

Span = tuple[int, int]


class Run(NamedTuple):
    """Frames `start` up to `end` of one class, passed through once."""

    name: str
    start: int
    end: int


def runs(states: Sequence[int], classes: Mapping[int, str]) -> list[Run]:
    """Runs of gloss classes; frames without a gloss are between them.

    Args:
        states: Of the frames, from 0.
        classes: Number of a class -> its name; a class without one is called `?`.
    """
    found, before = list[Run](), 0
    for frame, state in enumerate(states):
        name = classes.get((state - 1) // STATES, "?") if state else _NO_GLOSS
        if name.startswith(_NO_GLOSS):
            before = 0
            continue
        # A step back within a class begins the sign anew.
        if before and (before - 1) // STATES == (state - 1) // STATES and state >= before:
            found[-1] = found[-1]._replace(end=frame + 1)
        else:
            found.append(Run(_MANNER.sub("", name), frame, frame + 1))
        before = state
    return found


def align(states: Sequence[int], glosses: Sequence[str], classes: Mapping[int, str]) -> list[Span] | None:
    """Spans of the glosses, or None if the alignment has fewer runs than there are glosses.

    The runs are parted into as many groups as there are glosses, so that as few runs as possible stand under a gloss of
    another name: a gloss may be repeated, or be two classes.

    Args:
        states: Of the frames.
        glosses: What was signed, in order.
        classes: Number of a class -> its name.
    """
    found = runs(states, classes)
    if len(found) < len(glosses):
        return None
    costs = np.array([[run.name != gloss and run.name not in gloss.split("-") for run in found] for gloss in glosses])
    ends = _cheapest_groups(costs.astype(np.float64))
    return [(found[first].start, found[last - 1].end) for first, last in pairwise([0, *ends])]


def share_evenly(frames: int, count: int) -> list[Span]:
    """`count` spans that share the frames.

    Args:
        frames: At least `count`.
        count: At least 1.
    """
    return list(pairwise(np.linspace(0, frames, count + 1).astype(int).tolist()))


def _cheapest_groups(costs: np.ndarray) -> list[int]:
    """Ends of N groups of M columns in a row, none empty, for which the sum of `costs` (N, M) is least."""
    rows, columns = costs.shape
    best = np.full((rows + 1, columns + 1), np.inf)
    begins = np.zeros((rows + 1, columns + 1), dtype=bool)
    best[0, 0] = 0
    for row in range(1, rows + 1):
        for column in range(row, columns + 1):
            fresh, longer = best[row - 1, column - 1], best[row, column - 1]
            begins[row, column] = fresh <= longer
            best[row, column] = min(fresh, longer) + costs[row - 1, column - 1]
    ends, row = list[int](), rows
    for column in range(columns, 0, -1):
        if len(ends) == rows - row:
            ends.append(column)
        row -= int(begins[row, column])
    return ends[::-1]
